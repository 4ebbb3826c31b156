"""What is done by browser, command or job: prepared, sent, looked for, sent again as it was."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Thread
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import requests

from tests.faults.processes import SITE, Process, wait_until

LONG = 320  # rows: a list that a job takes in
SAVED, UNSURE = "saved", "unsure"
LONG_DOCUMENTS = {"file job", "long issue"}
JOBS = {"invite", "long list", *LONG_DOCUMENTS}  # what the worker of jobs does
_SAVING = ("database", "commit", "committed")
# The named moments of each operation: within a form that is being read, before a write and around
# a commit, after a file, before a letter and after it.
OPERATIONS = {
    "upload": ("reading", "file", *_SAVING),
    "confirm": ("file", *_SAVING),
    "progress": ("reading", "file", *_SAVING),
    "list": _SAVING,
    "submit": _SAVING,
    "issue": ("file", *_SAVING),
    "daily": ("letter", "mail", *_SAVING),
    "invite": ("letter", "mail", *_SAVING),
    "long list": _SAVING,
    "file job": ("file", *_SAVING),
    "long issue": ("file", *_SAVING),
}


# --- a person with a browser ----------------------------------------------------------------------
@dataclass
class Sending:
    """A form filled in, which can be sent again as it is."""

    desk: Desk
    action: str
    fields: list[tuple[str, str]]
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    page: str = ""

    def send(self) -> str:
        """What the browser is told."""
        try:
            answer = self.desk.session.post(
                SITE + self.action,
                self.fields,
                files=self.files or None,
                allow_redirects=False,
                timeout=90,
            )
        except requests.RequestException:
            return UNSURE
        self.page = answer.text
        if answer.status_code == 302:
            to = answer.headers["Location"]
            return SAVED if not to.startswith("/dang-nhap/") else f"302 {to}"
        return UNSURE if answer.status_code in {502, 503} else str(answer.status_code)

    def refusals(self) -> str:
        """What the page that came back objects to."""
        if not self.page:
            return ""
        tree = lxml.html.fromstring(self.page)
        said = tree.xpath("//*[contains(@class, 'error') or @role='alert']")
        return " | ".join(" ".join(one.text_content().split()) for one in said)[:300]


class Desk:
    def __init__(self, user: Any) -> None:
        from django.test import Client

        client = Client()
        client.force_login(user)
        self.session = requests.Session()
        self.session.cookies.set("sessionid", client.cookies["sessionid"].value)

    def fill(self, page: str, action: str = "", files: Any = None, **said: str) -> Sending:
        """The form of the page that goes to ``action`` (the page itself where none is said)."""
        answer = self.session.get(SITE + page, timeout=90)
        answer.raise_for_status()
        tree = lxml.html.fromstring(answer.text, base_url=answer.url)
        tree.make_links_absolute()
        forms = (one for one in tree.forms if one.method == "POST")
        wanted = action or page
        form = next(one for one in forms if urlsplit(one.action or answer.url).path == wanted)
        fields = [(key, str(value)) for key, value in form.form_values() if key not in said]
        return Sending(self, wanted, [*fields, *said.items()], files or {})


class Readers:
    """People who look at pages, fetch files and sign in meanwhile, and what they were answered."""

    def __init__(self, desks: Sequence[Desk], pages: Sequence[str]) -> None:
        self.told: Counter[str] = Counter()
        self._over = Event()
        self._threads = [Thread(target=self._read, args=(desk, pages)) for desk in desks]
        self._threads.append(Thread(target=self._sign_in))

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _read(self, desk: Desk, pages: Sequence[str]) -> None:
        for page in itertools.cycle(pages):
            if self._over.is_set():
                return
            self._note(partial(desk.session.get, SITE + page, allow_redirects=False, timeout=90))

    def _sign_in(self) -> None:
        while not self._over.is_set():
            self._note(_sign_in_wrongly)

    def _note(self, ask: Callable[[], requests.Response]) -> None:
        try:
            answer = ask()
        except requests.RequestException:
            self.told["no answer"] += 1
            return
        is_calm = answer.status_code != 503 or answer.headers.get("Retry-After") == "30"
        self.told[str(answer.status_code) if is_calm else "503 without its page"] += 1


def _sign_in_wrongly() -> requests.Response:
    session, page = requests.Session(), f"{SITE}/dang-nhap/"
    token = session.get(page, timeout=90).cookies.get("csrftoken") or ""
    typed = {"username": "nobody", "password": "x", "csrfmiddlewaretoken": token}
    return session.post(page, typed, headers={"Referer": page}, timeout=90)


# --- what is done ---------------------------------------------------------------------------------
class Turn:
    """One operation on the world: prepared, sent, looked for, sent again."""

    def __init__(self, office: Any, name: str) -> None:
        self.office, self.name, self.number = office, name, office.turn
        self.sending: Sending | None = None
        self.there: Callable[[], float] = lambda: 0
        getattr(self, name.replace(" ", "_"))()

    def desk(self, who: str) -> Desk:
        return self.office.desk(getattr(self.office.world, who))

    def text(self) -> str:
        from tests.intake.samples import PLAN

        made = PLAN.replace("12/KH", f"{self.number}/KH").replace("/2026", "/2027")
        made = made.replace("hộ năm 2026", "hộ năm 2027")
        return made.replace("trụ sở", f"nhà {self.number}")

    def upload(self) -> None:
        from intake.models import Intake

        before = Intake.objects.count()
        files = {"file": ("ke-hoach.txt", self.text().encode())}
        self.sending = self.desk("coordinator").fill("/doc-ke-hoach/", files=files)
        self.there = lambda: Intake.objects.count() - before

    def confirm(self) -> None:
        from plans.models import Plan
        from tests.intake.samples import bring

        w = self.office.world
        row = bring(w.agency, self.text(), by=w.coordinator)
        page = f"/doc-ke-hoach/{row.pk}/tao/"
        self.sending = self.desk("coordinator").fill(page, agreed="on")
        self.there = Plan.objects.filter(intake__pk=row.pk).count

    def progress(self) -> None:
        from tasks.models import ProgressEntry

        note, page = f"Lượt {self.number}", f"/viec/{self.office.world.work.pk}/"
        files = {"files": (f"bien-ban-{self.number}.pdf", b"%PDF-1.7\n%" + note.encode())}
        self.sending = self.desk("staff").fill(page, f"{page}tien-do/", files, note=note)
        self.there = ProgressEntry.objects.filter(note=note, evidence__isnull=False).count

    def list(self, rows: int = 9) -> None:
        from tests.sheets.made import HEADINGS, csv
        from units.models import Unit

        listed = [
            (f"K{self.number}-{n}", f"Phòng {self.number}.{n}", "Phòng", "STN") for n in range(rows)
        ]
        files = {"file": ("dv.csv", csv([HEADINGS, *listed]))}
        desk = self.desk("admin")
        brought = desk.fill("/don-vi/nhap/", files=files)
        answer = desk.session.post(
            SITE + brought.action, brought.fields, files=brought.files, timeout=90
        )
        page = urlsplit(answer.url).path

        def is_looked_at() -> bool:
            self.office.start()  # a worker whose database went away has ended
            return "ghi/" in desk.session.get(SITE + page, timeout=90).text

        if not wait_until(is_looked_at):
            raise AssertionError(f"nothing was looked at: {page}")
        self.sending = desk.fill(page, f"{page}ghi/")
        added = Unit.objects.filter(code__startswith=f"K{self.number}-")
        self.there = lambda: added.count() / rows

    def long_list(self) -> None:
        self.list(LONG)

    def submit(self) -> None:
        from reports.models import Submission

        w = self.office.world
        duty = w.duty_of(self.number)
        page = f"/bao-cao/{duty.pk}/{w.room.pk}/"
        sending = self.desk("head").fill(page, f"{page}nop/")
        sending.fields = [
            (name, value if value.strip() or not name.startswith("part-") else "Không.")
            for name, value in sending.fields
        ]
        self.sending = sending
        self.there = Submission.objects.filter(duty=duty).exclude(submitted_on=None).count

    def issue(self) -> None:
        from django.utils import timezone

        from reports.models import ComplianceReport

        report = self.office.world.draft()
        page = f"/bao-cao-tong-hop/{report.pk}/"
        day = f"{timezone.localdate():%d/%m/%Y}"
        desk = self.desk("coordinator")
        self.sending = desk.fill(page, f"{page}ban-hanh/", number=str(self.number), issued_on=day)
        self.there = ComplianceReport.objects.filter(pk=report.pk).exclude(issued_on=None).count

    long_issue = issue

    def file_job(self) -> None:
        from django.urls import reverse

        from reports.models import FileJob

        before = FileJob.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        page = reverse("reports:compliance_file", args=[self.office.world.plan.pk, "xlsx"])
        self.sending = self.desk("coordinator").fill(page)
        self.there = FileJob.objects.filter(pk__gt=before, state="done", size__gt=0).count

    def invite(self) -> None:
        from tests.factories import person
        from units.policy import Role

        w = self.office.world
        new = person(Role.STAFF, w.room, username=f"moi{self.number}")
        new.set_unusable_password()
        new.save()
        page = f"/nguoi-dung/{new.pk}/"
        self.sending = self.desk("admin").fill(page, f"{page}moi/")
        self.there = lambda: self.office.letters_to(new.email)

    def daily(self) -> None:
        from tasks.models import Letter

        self.office.prepare("daily")
        day = self.office.on
        self.there = lambda: int(
            Letter.objects.filter(on=day).exclude(sent_at=None).exists()
            or Letter.objects.filter(on=day, tries__gt=0).exists()
        )

    def do(self) -> str:
        if self.sending is not None:
            return self.sending.send()
        day = f"{self.office.on:%d/%m/%Y}"
        run = Process("day", ["-m", "tests.faults.dying", "daily", "--on", day], self.office.home)
        self.office.day = run
        run.start()
        return (
            SAVED if run.wait_dead(120) and run.running and run.running.returncode == 0 else UNSURE
        )
