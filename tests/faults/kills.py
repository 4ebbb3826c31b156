"""Kills the program in the middle of what it does and looks at what is left.

``script/faults kills`` runs it.

The program is started once and forked for each kill: the fork does one thing for real (its own
connection, real commits, real files, letters as files) and is killed with SIGKILL, at a named
moment (before its n-th write of database, file or mail, around a commit) or at random.  Then what
agrees must still agree, and doing the same again must bring it to its end.
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from email import message_from_bytes
from functools import partial
from pathlib import Path
from typing import Any

import tests.environment  # noqa: F401 (before Django reads its settings)
from tests.postgres import maintenance, started

OPERATIONS = ("upload", "confirm", "import", "submit", "issue", "daily")
_ANY = ("database", "database", "commit", "committed", "random")
MOMENTS = {
    "upload": (*_ANY, "file"),
    "confirm": (*_ANY, "file"),
    "import": (*_ANY, "file"),
    "submit": _ANY,
    "issue": (*_ANY, "file"),
    "daily": (*_ANY, "mail", "mail"),
}
CRASH = "crash"  # of PostgreSQL
KILLED = -signal.SIGKILL


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


# --- in the process that is killed ----------------------------------------------------------------
def die_at(moment: str, number: int) -> None:
    """From now on this process kills itself at the moment of that name and number."""
    from django.core.mail.backends.filebased import EmailBackend
    from django.db import connection

    from accounts import storage
    from tests.faults.breaking import _WRITES

    at, dies = ("database" if moment == CRASH else moment), os.getpid()
    if moment == CRASH:
        # A backend that dies has PostgreSQL end all connections and start anew.
        connection.ensure_connection()
        dies = connection.connection.info.backend_pid

    tick = partial(_tick, Counter(), (at, number), dies)

    def query(execute, sql, params, many, context):
        if _WRITES.match(sql):
            tick("database")
        return execute(sql, params, many, context)

    connection.execute_wrappers.append(query)
    copy, send = storage._copy, EmailBackend.send_messages
    commit = getattr(connection, "_commit")  # noqa: B009

    def dying_copy(content, part):
        copy(content, part)
        tick("file")

    def dying_send(backend, letters):
        sent = send(backend, letters)
        tick("mail")
        return sent

    def dying_commit():
        tick("commit")
        commit()
        tick("committed")

    vars(storage)["_copy"] = dying_copy
    setattr(EmailBackend, "send_messages", dying_send)  # noqa: B010
    vars(connection)["_commit"] = dying_commit


def _tick(seen: Counter[str], fatal: tuple[str, int], dies: int, name: str) -> None:
    seen[name] += 1
    if (name, seen[name]) == fatal:
        os.kill(dies, signal.SIGKILL)


def in_a_fork(work: Callable[[], Any], moment: str, number: int, seconds: float) -> int:
    """Does the work in a fork and has it killed; returns how the fork ended."""
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            if moment == "full":
                resource.setrlimit(resource.RLIMIT_FSIZE, (number, number))
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            elif moment != "random":
                die_at(moment, number)
            work()
        except Exception as error:  # noqa: BLE001
            if moment not in {"full", CRASH}:
                say(f"    {type(error).__name__}: {str(error)[:200]}")
            os._exit(1)
        os._exit(0)
    if moment == "random":
        time.sleep(seconds)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


# --- what is done ---------------------------------------------------------------------------------
class Office:
    """The world, and the things that are done in it; each can be done again."""

    def __init__(self, media: Path, letters: Path) -> None:
        from tests.faults.world import World

        self.media, self.letters = media, letters
        self.world = World.make()
        self.turn = 0
        self.row: Any = None
        self.first = datetime.date(2026, 6, 15)
        self.longest, self.parts = 9, 2  # rows of a list, parts of a report

    @property
    def on(self) -> datetime.date:
        """Each turn is another working day."""
        weeks, day = divmod(self.turn, 5)
        return self.first + datetime.timedelta(days=7 * weeks + day)

    def prepare(self, name: str) -> None:
        """What a turn needs that is not what it is about."""
        from tests.factories import AssignmentFactory, TaskFactory
        from tests.intake.samples import PLAN, bring

        self.turn += 1
        w = self.world
        w.refresh()
        if name == "confirm":
            text = PLAN.replace("12/KH", f"{self.turn}/KH").replace("trụ sở", f"nhà {self.turn}")
            self.row = bring(w.agency, text, by=w.coordinator)
        elif name == "submit":
            self.row = w.duty_of(self.turn)
        elif name == "issue":
            self.row = w.draft()
        elif name == "daily":
            task = TaskFactory(plan=w.plan)
            due = self.on + datetime.timedelta(days=1)
            AssignmentFactory(task=task, unit=w.room, due_on=due, planned_on=due)

    def upload(self) -> None:
        from tests.intake.samples import PLAN, bring

        bring(
            self.world.agency, PLAN.replace("12/KH", f"{self.turn}/KH"), by=self.world.coordinator
        )

    def confirm(self) -> None:
        from intake.actions import confirm
        from intake.models import Intake

        row = Intake.objects.get(pk=self.row.pk)
        confirm(intake=row, by=self.world.coordinator, on=self.on, agreed=True)

    def list_import(self) -> None:
        from tests.faults.world import NOON
        from tests.sheets.made import HEADINGS, csv
        from units.lists import jobs
        from units.lists.lists import UNITS

        rows = [(f"K{self.turn}-{n}", f"Phòng {self.turn}.{n}", "Phòng", "STN") for n in range(9)]
        listed: dict[str, Any] = {"data": csv([HEADINGS, *rows]), "name": "dv.csv", "rows": 9}
        one = jobs.keep(listing=UNITS, user=self.world.admin, now=NOON, **listed)
        preview = jobs.look(one, NOON)
        if preview is None or preview.wrong:
            raise AssertionError(preview)
        jobs.begin_taking(one, preview.fingerprint, NOON)

    def submit(self) -> None:
        from reports.models import Submission
        from reports.submissions.actions import submit
        from tasks.evidence import check_file
        from tests.faults.world import upload

        w, duty = self.world, self.row
        if Submission.objects.filter(duty=duty).exclude(submitted_on=None).exists():
            return
        check_file(upload())
        (when,) = (one.period for one in duty.occurrences(w.plan.period))
        parts = [("Kết quả", "Đã làm."), ("Kiến nghị", "Không.")]
        submit(duty=duty, unit=w.room, period=when, by=w.staff, on=self.on, parts=parts)

    def issue(self) -> None:
        from reports.compliance.actions import issue_report
        from reports.compliance.issue import Issue
        from reports.models import ComplianceReport

        report = ComplianceReport.objects.get(pk=self.row.pk)
        if report.is_issued:
            return
        content = {end: f"{end} {self.turn}".encode() * 50 for end in ("pdf", "docx", "xlsx")}
        issue_report(
            report=report,
            number=str(self.turn),
            issued_on=self.on,
            issue=Issue(f"MA{self.turn:010}", "bao-cao", content, {}),
            by=self.world.coordinator,
            on=self.on,
            revision=report.revision,
        )

    def daily(self) -> None:
        from pccc.daily import run_day
        from reports.notices.letters import Post

        at = datetime.datetime.combine(self.on, datetime.time(6, 30), datetime.UTC)
        list(run_day(post=Post(self.on, at, "https://x.example")))

    def work_of(self, name: str) -> Callable[[], None]:
        work: Callable[[], None] = self.list_import if name == "import" else getattr(self, name)
        return work

    # --- afterwards ---------------------------------------------------------------------------
    def troubles(self) -> list[str]:
        """What does not agree."""
        from django.utils import timezone

        from intake.models import Intake
        from pccc.integrity import findings
        from reports.models import ComplianceReport, Submission
        from units.models import Unit

        found = [one.words for one in findings(timezone.now())]
        listed = Unit.objects.filter(code__startswith=f"K{self.turn}-").count()
        issued = ComplianceReport.objects.exclude(issued_on=None)
        handed_in = Submission.objects.exclude(submitted_on=None)
        made = Intake.objects.exclude(plan=None).select_related("plan")
        found += ["half a list"] if listed not in {0, 9, self.longest} else []
        found += [f"half a plan {row.pk}" for row in made if not _is_whole(row)]
        found += [f"half an issue {one.pk}" for one in issued if one.files.count() != 3]
        found += [f"half a report {one.pk}" for one in handed_in if one.parts.count() != self.parts]
        return found + self.twice()

    def twice(self) -> list[str]:
        letters: Counter[tuple[str, str]] = Counter()
        for path in self.letters.glob("*"):
            for letter in path.read_bytes().split(b"-" * 79 + b"\n"):
                head = message_from_bytes(letter)
                if head["To"]:
                    letters[head["To"], head["Subject"]] += 1
        return [f"twice: {letter}" for letter, times in letters.items() if times > 1]

    def orphans(self) -> int:
        from pccc.integrity import orphans

        return len(orphans())


def _is_whole(row: Any) -> bool:
    from intake.actions import working_draft

    return bool(row.plan.tasks.count() == len(working_draft(row).plan.tasks))


# --- one database ---------------------------------------------------------------------------------
def kill_often(kills: int, seed: int, office: Office) -> tuple[Counter[str], list[str]]:
    """So many kills; how many of each kind, and what was found wrong."""
    chance = random.Random(seed)
    done: Counter[str] = Counter()
    troubles: list[str] = []
    turn = 0
    while done["killed"] < kills and turn < 4 * kills:
        name = OPERATIONS[turn % len(OPERATIONS)]
        turn += 1
        moment = chance.choice(MOMENTS[name])
        at = chance.choice((1, 1, 2, 3, 5, 8, 13, 21)) if moment == "database" else 1
        office.prepare(name)
        ended = in_a_fork(office.work_of(name), moment, at, chance.uniform(0.0, 0.3))
        done["killed" if ended == KILLED else "had ended" if ended == 0 else "failed"] += 1
        found = office.troubles()
        again = in_a_fork(office.work_of(name), "none", 0, 0)
        found += office.troubles()
        if again:
            found.append("could not be done again")
        troubles += [f"{name}, {moment} {at}: {one}" for one in found]
        if found:
            say(troubles[-1])
    return done, troubles


def fill_the_disk(office: Office) -> list[str]:
    """Writes that find no room (a limit on what one process may write into a file)."""
    troubles = []
    for name in ("upload", "issue", "confirm"):
        for limit in (0, 200, 4096):
            office.prepare(name)
            ended = in_a_fork(office.work_of(name), "full", limit, 0)
            troubles += [f"{name}, {limit} bytes: {one}" for one in office.troubles()]
            again = in_a_fork(office.work_of(name), "none", 0, 0)
            if again:
                troubles.append(f"{name}, {limit} bytes: could not be done again ({ended})")
    return troubles


def crash_the_database(office: Office) -> list[str]:
    """PostgreSQL falls over and starts anew while somebody saves."""
    troubles = []
    for turn, name in enumerate((*OPERATIONS, *OPERATIONS)):
        office.prepare(name)
        ended = in_a_fork(office.work_of(name), CRASH, 1 + turn // 2, 0)
        wait_for_database()
        troubles += [f"{name}, crash: {one}" for one in office.troubles()]
        if in_a_fork(office.work_of(name), "none", 0, 0):
            troubles.append(f"{name}, crash: could not be done again ({ended})")
        troubles += [f"{name}, after a crash: {one}" for one in office.troubles()]
    return troubles


def wait_for_database() -> None:
    from django.db import OperationalError, connections

    for _ in range(200):
        connections.close_all()
        try:
            connections["default"].ensure_connection()
        except OperationalError:
            time.sleep(0.1)
        else:
            return


def one_database(arguments: argparse.Namespace) -> int:
    import django
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    django.setup()
    home = Path(os.environ["KILLS_HOME"])
    settings.MEDIA_ROOT = home / "media"
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(home / "letters")
    (home / "letters").mkdir()
    call_command("migrate", verbosity=0)
    office = Office(home / "media", home / "letters")
    done, troubles = kill_often(arguments.kills, arguments.seed, office)
    say(f"{sum(done.values())} turns: {dict(done)}; files without a row: {office.orphans()}")
    full = fill_the_disk(office)
    say(f"no room: 9 turns, {len(full)} troubles")
    crashed = []
    if connection.vendor == "postgresql":
        # The server of the tests confirms before it has written; an office's does not.
        with connection.cursor() as cursor:
            cursor.execute("ALTER DATABASE postgres SET synchronous_commit = on")
        connection.close()
        crashed = crash_the_database(office)
        say(f"PostgreSQL fell over: {2 * len(OPERATIONS)} turns, {len(crashed)} troubles")
    for one in (*troubles, *full, *crashed):
        say(f"  {one}")
    return 1 if troubles or full or crashed else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="turns for each database")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        return one_database(arguments)
    with tempfile.TemporaryDirectory() as home:
        say("== SQLite ==")
        code = _run(arguments, f"sqlite:///{home}/db.sqlite3", home)
    with started() as server, tempfile.TemporaryDirectory() as home:
        say("== PostgreSQL ==")
        return code | _run(arguments, maintenance(server.url), home)


def _run(arguments: argparse.Namespace, url: str, home: str) -> int:
    command = [sys.executable, "-m", "tests.faults.kills", "--here"]
    command += [f"--kills={arguments.kills}", f"--seed={arguments.seed}"]
    given = {
        "TEST_DATABASE_URL": url,
        "KILLS_HOME": home,
        "DJANGO_SETTINGS_MODULE": "pccc.settings",
    }
    return subprocess.run(command, env=os.environ | given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
