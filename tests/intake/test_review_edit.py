"""Tasks split, merged, moved, nested, dropped and taken back from the page."""

import pytest

from intake.actions import confirm, save_draft, working_draft
from intake.drafting.draft import begin
from intake.models import Intake
from plans.deadlines import DeadlineKind, Qualifier
from reading.draft import DeadlineDraft, NameDraft, TaskDraft
from tasks.models import Task
from tests.intake.samples import TODAY
from vietnamese.text import one_line

BULLETS = "Tuyên truyền, gồm: - Phát tờ rơi tại trụ sở; - Đăng bài trên trang điện tử."
HTMX = {"HTTP_HX_REQUEST": "true"}


def names(*words):
    return tuple(map(NameDraft, words))


def due(day):
    return DeadlineDraft(DeadlineKind.DATE, f"hạn {day}", (day,), qualifier=Qualifier.BY)


@pytest.fixture
def draft(intake, coordinator):
    """1, 1.1, 2, 3; nothing of it in the document."""
    tasks = (
        TaskDraft("1", BULLETS, names("Văn phòng"), deadline=due("2026-09-15")),
        TaskDraft("1.1", "Mời báo cáo viên."),
        TaskDraft("2", "Kiểm tra bể nước.", names("Phòng Kỹ thuật"), deadline=due("2026-03-10")),
        TaskDraft("3", "Thay bình chữa cháy."),
    )
    working = begin(working_draft(intake).plan, TODAY).with_rows(
        zip((1, 2, 3, 4), tasks, strict=True)
    )
    return save_draft(intake=intake, draft=working, choices={}, revision=0, by=coordinator)


@pytest.fixture
def press(client_in, draft):
    def post(path, **data):
        return client_in.post(f"/doc-ke-hoach/{draft.pk}/{path}/", {"revision": 1, **data})

    return post


def working_of(draft):
    return working_draft(Intake.objects.get(pk=draft.pk))


def refs(draft):
    return [task.ref for task in working_of(draft).plan.tasks]


def content(client_in, draft, query=""):
    return one_line(client_in.get(f"/doc-ke-hoach/{draft.pk}/{query}").content.decode())


@pytest.mark.parametrize(
    ("key", "data", "order"),
    [
        (3, {"viec": "len"}, ["2", "1", "1.1", "3"]),
        (1, {"viec": "xuong"}, ["2", "1", "1.1", "3"]),
        (4, {"viec": "vi-tri", "vi_tri": "1"}, ["3", "1", "1.1", "2"]),
        (4, {"viec": "vi-tri", "vi_tri": "x"}, ["1", "1.1", "2", "3"]),
        (4, {"viec": "vi-tri"}, ["1", "1.1", "2", "3"]),
        (2, {"viec": "ra"}, ["1", "1.1", "2", "3"]),
        (4, {"viec": "gop-tren"}, ["1", "1.1", "2"]),
        (3, {"viec": "gop-duoi"}, ["1", "1.1", "2"]),
        (2, {"viec": "gop-tren"}, ["1", "2", "3"]),
        (4, {"viec": "gop-duoi"}, ["1", "1.1", "2", "3"]),
        (3, {"viec": "bo"}, ["1", "1.1", "3"]),
        (3, {"viec": "la-lung"}, ["1", "1.1", "2", "3"]),
        (99, {"viec": "bo"}, ["1", "1.1", "2", "3"]),
    ],
)
def test_each_button(press, draft, key, data, order):
    assert press(f"nhiem-vu/{key}", **data).status_code == 302
    assert refs(draft) == order


def test_a_task_is_nested_and_the_plan_made_so(press, draft, coordinator):
    press("nhiem-vu/3", viec="vao")
    assert working_of(draft).parents() == {1: 0, 2: 1, 3: 1, 4: 0}
    plan = confirm(intake=draft, by=coordinator, on=TODAY)
    assert Task.objects.get(plan=plan, ref="2").parent.ref == "1"


def test_the_page_shows_what_stands_under_what(press, client_in, draft):
    press("nhiem-vu/3", viec="vao")
    cards = client_in.get(f"/doc-ke-hoach/{draft.pk}/").context["review"].tasks
    assert [card.depth for card in cards] == [0, 1, 1, 0]


def test_merging_says_which_deadline_was_kept_and_can_be_undone(press, client_in, draft):
    answer = press("diem", diem="x")  # a doubt that is not there: nothing happens
    answer = press("nhiem-vu/3", viec="gop-tren")
    assert answer["Location"].endswith("#nv-1")
    said = "Giữ thời hạn “chậm nhất ngày 10/03/2026”, không giữ “chậm nhất ngày 15/09/2026”."
    assert said in content(client_in, draft)
    client_in.post(f"/doc-ke-hoach/{draft.pk}/hoan-tac/", {"revision": 2})
    assert refs(draft) == ["1", "1.1", "2", "3"]
    assert "Hoàn tác" not in content(client_in, draft)


def test_undoing_twice_changes_nothing(press, client_in, draft):
    press("nhiem-vu/3", viec="bo")
    for revision in (2, 3):
        client_in.post(f"/doc-ke-hoach/{draft.pk}/hoan-tac/", {"revision": revision})
    assert refs(draft) == ["1", "1.1", "2", "3"]


def test_what_was_dropped_is_listed_and_taken_back(press, client_in, draft):
    answer = press("nhiem-vu/3", viec="bo")
    assert answer["Location"].endswith("#nv-4")  # where it stood
    page = content(client_in, draft)
    assert 'Đã bỏ <span class="count">1</span>' in page
    assert "Kiểm tra bể nước." in page
    client_in.post(f"/doc-ke-hoach/{draft.pk}/da-bo/3/", {"revision": 2})
    assert refs(draft) == ["1", "1.1", "2", "3"]
    assert "da-bo" not in content(client_in, draft)


def test_a_dropped_report_is_taken_back(client_in, intake):
    (key,) = working_draft(intake).duty_keys
    client_in.post(f"/doc-ke-hoach/{intake.pk}/bao-cao/{key}/bo/", {"revision": 0})
    assert working_of(intake).plan.report_duties == ()
    answer = client_in.post(f"/doc-ke-hoach/{intake.pk}/da-bo/{key}/", {"revision": 1})
    assert answer["Location"].endswith(f"#bc-{key}")
    assert len(working_of(intake).plan.report_duties) == 1


@pytest.mark.parametrize("path", ["nhiem-vu/3", "hoan-tac", "da-bo/3"])
def test_a_stale_press_changes_nothing_and_says_so(client_in, draft, path):
    before = working_of(draft)
    answer = client_in.post(f"/doc-ke-hoach/{draft.pk}/{path}/", {"revision": 0, "viec": "bo"})
    assert working_of(draft) == before
    assert "thao tác chưa thực hiện" in client_in.get(answer["Location"]).content.decode()


def test_the_menu_offers_only_what_can_be_done(client_in, draft):
    def menu(key):
        review = client_in.get(f"/doc-ke-hoach/{draft.pk}/?mo=nv-{key}").context["review"]
        return next(card for card in review.tasks if card.menu).menu

    first, part, second, last = map(menu, (1, 2, 3, 4))
    assert (first.above, first.below, first.under) == ("", "2", "")
    assert (part.above, part.out_of, part.of) == ("1", "1", 1)
    assert (second.number, second.of) == (2, 3)
    assert last.below == ""


def test_a_menu_comes_when_it_is_asked_for(client_in, draft):
    assert "Bỏ khỏi bản nháp" not in content(client_in, draft)
    assert content(client_in, draft, "?mo=nv-3").count("Bỏ khỏi bản nháp") == 1
    fetched = client_in.get(f"/doc-ke-hoach/{draft.pk}/phan/nv-3/?mo", **HTMX).content.decode()
    assert 'id="nv-3"' in fetched
    assert "Bỏ khỏi bản nháp" in fetched


# --- splitting ------------------------------------------------------------------------------------
def test_a_task_is_split_where_it_was_ticked(press, draft):
    answer = press("phan/tach-1", begins=["1", "2"])
    assert answer["Location"].endswith("#nv-1")
    tasks = working_of(draft).plan.tasks
    assert [task.text for task in tasks][:1] == ["Tuyên truyền, gồm:"]
    assert [task.ref for task in tasks] == ["1", "1.1", "1", "1", "2", "3"]
    assert {task.lead for task in tasks if task.ref == "1"} == {names("Văn phòng")}


def test_a_task_is_split_by_its_bullets(press, client_in, draft):
    press("phan/tach-1", cach="gach")
    assert len(working_of(draft).plan.tasks) == 6
    assert "Đã tách nhiệm vụ 1 thành 3 nhiệm vụ." in content(client_in, draft)


@pytest.mark.parametrize(
    ("begins", "said"), [([], "đánh dấu ít nhất một chỗ"), (["7"], "Chỗ tách không còn")]
)
def test_where_nothing_was_ticked_the_form_comes_back(press, draft, begins, said):
    answer = press("phan/tach-1", begins=begins)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert len(working_of(draft).plan.tasks) == 4


def test_the_form_for_splitting(client_in, draft):
    path = f"/doc-ke-hoach/{draft.pk}/phan/tach-1/"
    fetched = client_in.get(path, **HTMX).content.decode()
    assert 'id="nv-1"' in fetched
    assert "Phát tờ rơi" in fetched
    assert client_in.get(path)["Location"].endswith("?sua=tach-1#nv-1")
    assert "Tách theo từng gạch đầu dòng" in content(client_in, draft, "?sua=tach-1")


def test_a_task_of_one_sentence_says_so(client_in, draft):
    path = f"/doc-ke-hoach/{draft.pk}/phan/tach-3/"
    assert "chỉ có một câu" in client_in.get(path, **HTMX).content.decode()


def test_a_stale_split_is_refused(client_in, draft):
    data = {"revision": 0, "begins": ["1"]}
    answer = client_in.post(f"/doc-ke-hoach/{draft.pk}/phan/tach-1/", data)
    assert answer.status_code == 409
    assert len(working_of(draft).plan.tasks) == 4


def test_splitting_what_was_dropped_meanwhile(press, client_in, draft):
    press("nhiem-vu/3", viec="bo")
    answer = client_in.post(f"/doc-ke-hoach/{draft.pk}/phan/tach-3/", {"revision": 2})
    assert answer.status_code == 404


# --- title, category ------------------------------------------------------------------------------
def typed(**changes):
    return {
        "ref": "2", "text": "Kiểm tra bể nước.", "lead": ["Phòng Kỹ thuật"], "cooperating": [""],
        "deadline_words": "", "deadline_kind": "none", "qualifier": "", "deadline_days": "",
        "starts_on": "", "expected_product": "", **changes,
    }  # fmt: skip


def test_a_short_name_and_a_category_are_kept_and_used(press, draft, coordinator):
    press("phan/nv-3", **typed(title="Bể nước", category="equipment"))
    plan = confirm(intake=draft, by=coordinator, on=TODAY)
    task = Task.objects.get(plan=plan, ref="2")
    assert (task.title, task.category) == ("Bể nước", "equipment")


def test_what_the_text_itself_says_follows_the_text(press, client_in, draft):
    press(
        "phan/nv-3", **typed(title="Kiểm tra bể nước", category="inspection", text="Tập huấn bơm.")
    )
    assert working_of(draft).said == {}
    card = client_in.get(f"/doc-ke-hoach/{draft.pk}/").context["review"].tasks[2]
    assert (card.title, card.category) == ("", "Tập huấn, huấn luyện")


def test_an_own_name_outlives_a_correction_of_the_text(press, client_in, draft):
    press("phan/nv-3", **typed(title="Bể nước", category="equipment"))
    data = typed(title="Bể nước", category="equipment", text="Kiểm tra bể nước, máy bơm.")
    client_in.post(f"/doc-ke-hoach/{draft.pk}/phan/nv-3/", {"revision": 2, **data})
    said = working_of(draft).said_of(3)
    assert (said.title, said.category) == ("Bể nước", "equipment")


def test_a_category_that_does_not_exist_is_refused(press):
    assert press("phan/nv-3", **typed(category="lạ")).status_code == 422


def test_a_report_has_a_title(client_in, intake, coordinator):
    (key,) = working_draft(intake).duty_keys
    data = {"revision": 0, "ref": "III.1", "reporter": "Văn phòng", "to": "", "via": "",
            "nested_in": "", "deadline_words": "", "deadline_kind": "quarterly", "qualifier": "",
            "deadline_days": "", "starts_on": "", "title": "Kết quả công tác PCCC"}  # fmt: skip
    client_in.post(f"/doc-ke-hoach/{intake.pk}/phan/bc-{key}/", data)
    plan = confirm(intake=intake, by=coordinator, on=TODAY)
    assert plan.report_duties.get().title == "Kết quả công tác PCCC"


# --- năm rõ ---------------------------------------------------------------------------------------
def test_what_is_not_clear_is_marked_and_counted(client_in, draft):
    review = client_in.get(f"/doc-ke-hoach/{draft.pk}/").context["review"]
    notes = [[one.label for one in card.lacking] for card in review.tasks]
    assert notes[0] == ["sản phẩm"]
    assert notes[1] == ["người", "thời gian", "sản phẩm", "trách nhiệm"]
    line = next(one for one in review.checks if one.key == "five-clears")
    assert line.text.startswith("4 trên 4 nhiệm vụ chưa đủ “năm rõ”: 2 chưa rõ người")


@pytest.mark.parametrize(
    ("only", "shown"),
    [("thieu", 4), ("nguoi", 2), ("thoi-gian", 2), ("san-pham", 4), ("viec", 0), ("lạ", 4)],
)
def test_only_those_are_shown_that_lack_it(client_in, draft, only, shown):
    review = client_in.get(f"/doc-ke-hoach/{draft.pk}/?loc={only}").context["review"]
    assert (len(review.tasks), review.total) == (shown, 4)


def test_the_way_of_looking_outlives_a_change(client_in, draft):
    path = f"/doc-ke-hoach/{draft.pk}/nhiem-vu/3/?loc=nguoi"
    answer = client_in.post(path, {"revision": 1, "viec": "len"})
    assert answer["Location"].endswith("/?loc=nguoi#nv-3")


# --- doubts that offer something ------------------------------------------------------------------
@pytest.fixture
def twice(draft, coordinator):
    working = working_of(draft)
    again = TaskDraft("4", "Kiểm tra bể nước.", names("Thanh tra"))
    working, _ = working.with_task(None, again)
    return save_draft(intake=draft, draft=working, choices={}, revision=1, by=coordinator)


def check(client_in, draft, start):
    review = client_in.get(f"/doc-ke-hoach/{draft.pk}/").context["review"]
    return next(one for one in review.checks if one.key.startswith(start))


def test_the_same_work_twice_is_merged_from_the_doubt(client_in, twice):
    found = check(client_in, twice, "twice")
    assert [link.label for link in found.links] == ["2", "4"]
    data = {"revision": 2, "diem": found.key, "viec": "gop"}
    client_in.post(f"/doc-ke-hoach/{twice.pk}/diem/", data)
    assert refs(twice) == ["1", "1.1", "2", "3"]
    assert [n.words for n in working_of(twice).task(3).lead] == ["Phòng Kỹ thuật", "Thanh tra"]


def test_two_that_are_meant_to_be_two_are_settled(client_in, twice):
    found = check(client_in, twice, "twice")
    data = {"revision": 2, "diem": found.key, "viec": "xem"}
    client_in.post(f"/doc-ke-hoach/{twice.pk}/diem/", data)
    keys = [one.key for one in
            client_in.get(f"/doc-ke-hoach/{twice.pk}/").context["review"].checks]  # fmt: skip
    assert found.key not in keys
