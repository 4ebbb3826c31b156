"""The forms by which a plan comes in are saved once, however often they are sent."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import SentForm
from intake.models import Intake
from tests.factories import PlanFactory
from tests.intake.samples import PLAN
from units.models import Unit, UnitKind

PAGE = "/doc-ke-hoach/"
HAND = f"{PAGE}nhap-tay/"
YEAR = {"starts_on": "01/01/2026", "ends_on": "31/12/2026"}


@pytest.fixture
def send(client_in, agency):
    """Fills the form in once and sends it as often as asked."""

    def times(number, address, **fields):
        token = client_in.get(address).context["form"]["token"].value()
        data = {"token": str(token), "issuer": agency.pk, **fields}
        return [client_in.post(address, _rewound(data)) for _ in range(number)]

    return times


def _rewound(data):
    for value in data.values():
        if hasattr(value, "seek"):
            value.seek(0)
    return data


def told(client_in, answer):
    assert answer["Location"] == PAGE
    return "vừa được gửi rồi" in client_in.get(PAGE).content.decode()


def test_a_file_sent_twice_is_one_draft(client_in, send):
    file = SimpleUploadedFile("kh.txt", PLAN.encode())
    first, second = send(2, PAGE, file=file)
    assert first["Location"] == reverse("intake:review", args=[Intake.objects.get().pk])
    assert told(client_in, second)


def test_pasted_text_sent_twice_is_one_draft(client_in, send):
    _, second = send(2, PAGE, text=PLAN)
    assert Intake.objects.count() == 1
    assert told(client_in, second)


def test_a_head_typed_by_hand_sent_twice_is_one_draft(client_in, send):
    _, second = send(2, HAND, title="Kế hoạch PCCC năm 2026", **YEAR)
    assert Intake.objects.count() == 1
    assert told(client_in, second)


def test_a_copy_sent_twice_is_one_draft(client_in, agency, send):
    plan = PlanFactory(issuer=agency)
    address = reverse("intake:copy", args=[plan.pk])
    form = client_in.get(address).context["form"]
    days = {name: f"{form[name].value():%d/%m/%Y}" for name in ("starts_on", "ends_on")}
    _, second = send(2, address, **days)
    assert Intake.objects.count() == 1
    assert told(client_in, second)


@pytest.mark.parametrize(("address", "fields"), [(PAGE, {"text": "Xin chào"}), (HAND, {})])
def test_what_was_refused_has_not_been_sent_and_stays_as_typed(client_in, agency, address, fields):
    token = str(uuid.uuid4())
    data = {"token": token, "issuer": agency.pk, **fields}
    refused = client_in.post(address, data)
    assert refused.status_code == 422
    assert not SentForm.objects.exists()
    form = refused.context["form"]
    assert form["token"].value() == token
    assert all(form[name].value() == value for name, value in fields.items())
    mended = {**data, "text": PLAN} if address == PAGE else {**data, "title": "Kế hoạch", **YEAR}
    assert client_in.post(address, mended).status_code == 302
    assert Intake.objects.count() == 1


def test_a_document_that_breaks_the_reader_can_be_sent_again(client_in, agency, monkeypatch):
    def broken(**_):
        raise OSError("đĩa đầy")

    data = {"token": str(uuid.uuid4()), "issuer": agency.pk, "text": PLAN}
    with monkeypatch.context() as patch:
        patch.setattr("intake.actions.read_document", broken)
        with pytest.raises(OSError, match="đĩa đầy"):
            client_in.post(PAGE, data)
    assert client_in.post(PAGE, data).status_code == 302
    assert Intake.objects.count() == 1


def test_a_document_whose_reading_was_cut_off_is_not_said_to_be_there(
    client_in, agency, monkeypatch
):
    """The server was killed: nothing could be put right any more."""

    class Killed(BaseException):
        pass

    def cut_off(**_):
        raise Killed

    data = {"token": str(uuid.uuid4()), "issuer": agency.pk, "text": PLAN}
    with monkeypatch.context() as patch:
        patch.setattr("intake.actions.read_document", cut_off)
        patch.setattr("accounts.models.SentForm.delete", cut_off)
        with pytest.raises(Killed):
            client_in.post(PAGE, data)
    answer = client_in.post(PAGE, data)
    assert answer["Location"] == reverse("intake:review", args=[Intake.objects.get().pk])


# --- on the review page the number of the draft says what was seen --------------------------------
TASK = {"text": "Nội dung mới.", "deadline_kind": "none", "category": "communication"}
UNIT = {"name": "Báo Hà Lâm", "code": "BHL", "kind": "phong"}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("phan/nv-1", TASK),
        ("phan/nv-moi", TASK),
        ("phan/tach-1", {"begins": ["1"]}),
        ("nhiem-vu/2", {"viec": "bo"}),
        ("nhiem-vu/2", {"viec": "gop-tren"}),
        ("hoan-tac", {}),
        ("don-vi-moi", UNIT),
    ],
)
def test_a_button_pressed_twice_does_it_once(client_in, agency, intake, path, data):
    if path == "hoan-tac":
        client_in.post(f"{PAGE}{intake.pk}/nhiem-vu/2/", {"revision": 0, "viec": "bo"})
    UnitKind.objects.get_or_create(code="phong", defaults={"name": "Phòng"})
    revision = Intake.objects.get(pk=intake.pk).revision
    query = "?ten=Báo Hà Lâm" if path == "don-vi-moi" else ""
    address = f"{PAGE}{intake.pk}/{path}/{query}"
    sent = {"revision": revision, "parent": agency.pk, **data}
    first = client_in.post(address, sent)
    once = Intake.objects.get(pk=intake.pk)
    second = client_in.post(address, sent)
    twice = Intake.objects.get(pk=intake.pk)
    assert (twice.revision, twice.draft) == (once.revision, once.draft)
    assert Unit.objects.filter(code="BHL").count() <= 1
    # The second is told, or led on, and never an error of the program.
    assert first.status_code in {302, 422}
    assert second.status_code in {302, 404, 409, 422}
