"""Stacked bars: what is drawn says the same as the figures, in a page and without colour."""

import re
from xml.etree import ElementTree

import pytest
from django.template.loader import render_to_string

from reports.charts import SHADES, BarRow, stacked_bars
from tasks.status import Counts

ROWS = [
    BarRow("Văn phòng Sở", Counts(done_on_time=6, done_late=2, open=3, overdue=1), "/viec/?unit=1"),
    BarRow("Thanh tra Sở", Counts(done_on_time=3, overdue=3, ongoing=9)),
]


def drawn(chart):
    svg = ElementTree.fromstring(render_to_string("components/chart_bars.html", {"chart": chart}))
    for element in svg.iter():
        element.tag = element.tag.rpartition("}")[2]
    return svg


def lengths(bar):
    return [float(box.width) for box in bar.boxes]


def test_lengths_are_to_one_scale():
    first, second = stacked_bars(ROWS, 600).bars
    one = lengths(first)[0] / 6

    assert lengths(first) == pytest.approx([6 * one, 2 * one, 3 * one, one], abs=0.2)
    assert lengths(second) == pytest.approx([3 * one, 3 * one], abs=0.2)


def test_segments_stand_end_to_end_within_the_drawing():
    chart = stacked_bars(ROWS, 600)
    for bar in chart.bars:
        ends = [float(box.x) + float(box.width) for box in bar.boxes]
        starts = [float(box.x) for box in bar.boxes]
        assert starts[1:] == pytest.approx(ends[:-1], abs=0.2)
        assert ends[-1] < min(float(words.x) for words in bar.values) <= 600


def test_every_figure_is_there_as_text_in_the_order_of_the_legend():
    first, second = stacked_bars(ROWS, 600).bars

    assert [words.text for words in first.values] == ["6", "2", "3", "1"]
    assert [words.text for words in second.values] == ["3", "0", "0", "3"]
    assert [key.words.text for key in stacked_bars(ROWS, 600).legend] == [
        "Hoàn thành đúng hạn",
        "Hoàn thành quá hạn",
        "Trong hạn",
        "Quá hạn",
    ]


def test_statuses_are_told_apart_without_colour():
    assert len({(shade.hatch, shade.outlined) for shade in SHADES}) == len(SHADES)


def test_hatching_stays_within_its_box():
    box = next(box for box in stacked_bars(ROWS, 600).bars[0].boxes if box.hatch)
    numbers = [float(number) for number in re.findall(r"[\d.]+", box.hatch)]
    left, top = float(box.x), float(box.y)
    assert min(numbers[::2]) >= left - 0.1
    assert max(numbers[::2]) <= left + float(box.width) + 0.1
    assert min(numbers[1::2]) >= top - 0.1
    assert max(numbers[1::2]) <= top + float(box.height) + 0.1


def test_a_reader_who_sees_nothing_gets_all_figures():
    chart = stacked_bars(ROWS, 600, key="don-vi", title="Số việc của từng đơn vị")
    svg = drawn(chart)

    assert svg.attrib["aria-labelledby"] == "don-vi-title"
    assert svg.find("title").text == "Số việc của từng đơn vị"
    assert svg.find("desc").text == (
        "Văn phòng Sở: hoàn thành đúng hạn 6, hoàn thành quá hạn 2, trong hạn 3, quá hạn 1."
        " Thanh tra Sở: hoàn thành đúng hạn 3, hoàn thành quá hạn 0, trong hạn 0, quá hạn 3"
    )


def test_a_chart_with_links_is_no_image():
    # The children of an image are hidden from screen readers, links among them.
    assert stacked_bars(ROWS, 600).role == "group"
    assert stacked_bars(ROWS[1:], 600).role == "img"
    links = drawn(stacked_bars(ROWS, 600)).findall("a")
    assert [(link.attrib["href"], link.attrib["aria-label"]) for link in links] == [
        ("/viec/?unit=1", "Văn phòng Sở")
    ]


def test_numbers_have_a_point_whatever_the_language_of_the_page():
    svg = drawn(stacked_bars(ROWS, 600.5))
    for element in svg.iter():
        for name in ("x", "y", "width", "height"):
            assert "," not in element.attrib.get(name, ""), (element.tag, name)


def test_nothing_that_a_strict_policy_refuses():
    for element in drawn(stacked_bars(ROWS, 600)).iter():
        assert element.tag not in ("style", "script")
        assert "style" not in element.attrib


def test_a_long_name_takes_two_lines_and_is_cut():
    name = "Trung tâm " + "Ứng dụng tiến bộ khoa học và công nghệ " * 4
    chart = stacked_bars([BarRow(name.strip(), Counts(open=1))], 600)
    label = chart.bars[0].label

    assert len(label) == 2
    assert label[0].text.startswith("Trung tâm Ứng dụng")
    assert label[1].text.endswith("…")
    assert chart.bars[0].name == name.strip()


def test_on_a_narrow_screen_the_name_stands_above_its_bar():
    wide, narrow = (stacked_bars(ROWS, width).bars[0] for width in (600, 340))
    assert float(wide.boxes[0].x) > 60
    assert float(narrow.boxes[0].x) == 0
    assert float(narrow.boxes[0].y) > float(narrow.label[-1].y)


def test_a_unit_without_dated_work_says_so():
    bar = stacked_bars([BarRow("Phòng Kế hoạch", Counts(ongoing=3))], 600).bars[0]
    assert bar.boxes == ()
    assert bar.values[0].text == "Không có việc có thời hạn"


def test_no_rows_draw_no_bars():
    chart = stacked_bars([], 600)
    assert chart.bars == ()
    assert drawn(chart).find("desc").text is None
