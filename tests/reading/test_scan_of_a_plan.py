"""The last page of a plan as a telephone takes it: table, shadow, stamp and signature."""

from __future__ import annotations

from reading.ocr import engine
from reading.ocr.draft import read_scan
from tests.reading.scans.document import annotation, document
from tests.reading.scans.paper import SOILS, as_pdf, taken


def test_the_end_of_a_photographed_plan() -> None:
    plan = document("known", "tourism")
    soil = next(soil for soil in SOILS if soil.photo)
    last = taken(plan, soil, 7)[-1]
    draft = read_scan([engine.recognise(as_pdf([last], soil), 0)])
    wanted = annotation(plan)
    assert [one.rstrip(".;") for one in draft.recipients] == wanted["recipients"]
    assert draft.signatory.position == "PHÓ GIÁM ĐỐC"
    assert draft.signatory.name is not None
    assert draft.signatory.name.startswith("Trịnh Thị Bích")
    last_texts = [task["text"] for task in wanted["tasks"]][-3:]
    assert [task.text for task in draft.tasks][-3:] == last_texts
