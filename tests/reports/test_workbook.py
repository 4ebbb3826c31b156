"""The spreadsheet of a report: numbers as numbers, days as days, nothing that runs."""

import datetime
import io

import openpyxl
import pytest

from reports.compliance.annex_choice import ANNEX_LABELS
from reports.documents.files import document_xlsx
from tests.factories import TODAY
from tests.reports.office import one_of_each
from tests.reports.official import HALF, report_of

pytestmark = pytest.mark.django_db


def opened(office):
    report = report_of(office.plan, HALF, TODAY, chosen=tuple(ANNEX_LABELS))
    return openpyxl.load_workbook(io.BytesIO(document_xlsx(report)))


def column(sheet, heading):
    """What stands below a heading."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value == heading:
                below = sheet.iter_rows(
                    min_row=cell.row + 1, min_col=cell.column, max_col=cell.column
                )
                return [one[0] for one in below]
    raise AssertionError(heading)


def test_every_table_has_a_sheet_ready_to_print(office):
    one_of_each(office)
    book = opened(office)

    assert book.sheetnames[:2] == ["Kết quả chung", "Theo đơn vị"]
    assert "Từng nhiệm vụ" in book.sheetnames
    for sheet in book:
        assert sheet.freeze_panes
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows
        assert sheet.page_setup.fitToWidth == 1


def test_numbers_days_and_shares_are_values(office):
    one_of_each(office)
    book = opened(office)

    totals = column(book["Theo đơn vị"], "Phần việc có thời hạn")
    assert [cell.value for cell in totals][-1] == sum(cell.value for cell in totals[:-1]) == 9
    late = book["Việc quá hạn"]
    assert all(isinstance(cell.value, datetime.datetime) for cell in column(late, "Thời hạn"))
    assert {cell.number_format for cell in column(late, "Thời hạn")} == {"dd/mm/yyyy"}
    rate = column(book["Theo đơn vị"], "Tỷ lệ hoàn thành")[-1]
    assert (rate.value, rate.number_format) == (0.5, "0.00%")


@pytest.mark.parametrize("title", ["=1+1", "+84 9", "-1", "@SUM(A1)", '=HYPERLINK("http://a")'])
def test_what_looks_like_a_formula_is_text(office, title):
    office.work(due=-3, task__title=title, task__ref="")
    cell = column(opened(office)["Việc quá hạn"], "Nhiệm vụ")[0]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (title, "s", True)
