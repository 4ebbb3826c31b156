"""The forms by which a document becomes a plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from intake.actions import save_draft, working_draft
from intake.models import Intake, Origin
from intake.sections import duty_section
from plans.models import Plan
from sheets.columns import PASS_OVER
from tests.browser.forms.case import NOTE, Case, Ready, at, changed, revision_of
from tests.factories import TODAY
from tests.faults.world import World
from tests.intake.samples import PLAN
from tests.intake.tables import TABLE, start_from_table
from tests.sheets.made import xlsx
from units.models import Unit, UnitKind


def _section(name: str) -> Callable[[World], Ready]:
    """The form of a section of a draft, open on its page."""

    def ready(w: World) -> Ready:
        draft = w.brought()
        if name.startswith("tach"):
            draft = _with_pieces(draft, w)
        section = duty_section(_first_duty(draft)) if name == "bc" else name
        page = f"{at('intake:review', draft.pk)}?sua={section}"
        sent_to = at("intake:section", draft.pk, section)
        return Ready(page, sent_to, revision_of(draft), {}, changed(draft))

    return ready


def _first_duty(draft: Intake) -> int:
    return next(iter(working_draft(draft).duty_keys))


def _with_pieces(draft: Intake, w: World) -> Intake:
    working = working_draft(draft)
    text = "Rà soát, gồm: - Đầu báo khói; - Chuông báo cháy."
    changed_draft, _ = working.with_task(1, replace(working.plan.tasks[0], text=text))
    return save_draft(
        intake=draft, draft=changed_draft, choices={}, revision=draft.revision, by=w.coordinator
    )


def _moved(w: World) -> Ready:
    draft = w.brought()
    page = f"{at('intake:review', draft.pk)}?mo=nv-2"
    return Ready(page, at("intake:arrange", draft.pk, 2), revision_of(draft))


def _dropped(w: World) -> Ready:
    drafts = [w.brought(), w.brought()]
    ticked = "".join(f"&chon={one.pk}" for one in drafts)
    left = Intake.objects.filter(pk__in=[one.pk for one in drafts], dropped_on=None)
    address = at("intake:many_drafts")
    return Ready(f"{address}?act=bo{ticked}", address, lambda: 1 - left.count() // 2)


def _names(w: World) -> Ready:
    draft = w.brought()
    sent_to = at("intake:choose_units", draft.pk)
    return Ready(at("intake:review", draft.pk), sent_to, revision_of(draft), {}, changed(draft))


def _new_unit(w: World) -> Ready:
    draft = w.brought()
    page = f"{at('intake:new_unit', draft.pk)}?ten=Đội PCCC cơ quan"
    made = Unit.objects.filter(code="DPCCC")
    kind = str(UnitKind.objects.get(code="phong").pk)
    sent_to = at("intake:new_unit", draft.pk)
    return Ready(page, sent_to, made.count, {"kind": kind}, changed(draft))


def _confirming(w: World) -> Ready:
    draft = w.brought()
    page = at("intake:confirm", draft.pk)
    return Ready(page, page, Plan.objects.filter(intake=draft).count, {}, changed(draft))


def _bringing(w: World) -> Ready:
    page = at("intake:new")
    return Ready(page, page, Intake.objects.count, {"text": PLAN.strip()})


def _bringing_a_file(w: World) -> Ready:
    page = at("intake:new")
    return Ready(page, page, Intake.objects.count)


def _by_hand(w: World) -> Ready:
    page = at("intake:by_hand")
    return Ready(page, page, Intake.objects.filter(origin=Origin.HAND).count)


def _copy(w: World) -> Ready:
    page = at("intake:copy", w.plan.pk)
    return Ready(page, page, Intake.objects.filter(origin=Origin.COPY).count)


def _table(w: World) -> Ready:
    draft = start_from_table(
        data=xlsx(TABLE), filename="bang.xlsx", issuer=w.agency, by=w.coordinator, on=TODAY
    )
    page = at("intake:table", draft.pk)
    return Ready(page, page, lambda: 0)


INTAKE = (
    Case("intake:new", "coordinator", "Đọc nội dung đã dán", {}, _bringing, file="file"),
    Case(
        "intake:new",
        "coordinator",
        "Đọc tệp",
        {},
        _bringing_a_file,
        file="file",
        proper=("ke-hoach.txt", PLAN.encode()),
        must=True,
        name="intake:new, a file",
    ),
    Case(
        "intake:by_hand",
        "coordinator",
        "Tiếp tục",
        {"title": NOTE, "starts_on": "02/01/2026", "number": "17", "symbol": "KH-STN"},
        _by_hand,
    ),
    Case("intake:copy", "coordinator", "Lập bản nháp", {"starts_on": "02/01/2027"}, _copy),
    Case("intake:table", "coordinator", "Xem lại", {"cot-1": PASS_OVER}, _table, shows=True),
    *(
        Case(
            "intake:section",
            "coordinator",
            button,
            typed,
            _section(name),
            part=button == "Lưu",
            name=f"intake:section {name}",
        )
        for name, button, typed in (
            ("thong-tin", "Lưu", {"title": NOTE, "number": "99", "starts_on": "02/01/2026"}),
            ("can-cu", "Lưu", {"vb-0-number": "106/2025/NĐ-CP", "vb-0-issuer": "Chính phủ"}),
            ("noi-nhan", "Lưu", {"recipients": NOTE, "name": "Lê Văn Khác"}),
            ("nv-1", "Lưu", {"text": NOTE, "expected_product": "Biên bản", "ref": "II.9"}),
            ("nv-moi", "Lưu", {"text": NOTE}),
            ("bc", "Lưu", {"reporter": "Các phòng", "to": "Sở", "title": NOTE}),
            ("tach-1", "Tách", {"begins": "1"}),
        )
    ),
    Case("intake:arrange", "coordinator", "Chuyển nhiệm vụ", {"vi_tri": "1"}, _moved),
    Case("intake:many_drafts", "coordinator", "Bỏ", {}, _dropped),
    Case("intake:choose_units", "coordinator", "Lưu lựa chọn", {}, _names),
    Case(
        "intake:new_unit",
        "coordinator",
        "Tạo đơn vị",
        {"code": "DPCCC", "name": "Đội PCCC và CNCH cơ quan"},
        _new_unit,
    ),
    Case(
        "intake:confirm",
        "coordinator",
        "Tạo kế hoạch",
        {"past": "done", "finished_on": "30/03/2026"},
        _confirming,
    ),
)
