"""Kills the real processes: gunicorn (a worker, its master, all of it), the worker of jobs and the
daily run, over forms sent by HTTP; restarts PostgreSQL meanwhile.  ``script/faults real`` runs it.

What was said to be saved must be there; what was not is sent again as it was and must then be there
once; a letter arrives once.  The mail server is a real one (aiosmtpd).
"""

from __future__ import annotations

import argparse
import datetime
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from aiosmtpd.controller import Controller

import tests.environment  # noqa: F401 (before Django reads its settings)
from tests.faults.kills import Office, say, wait_for_database
from tests.faults.processes import MAIL_PORT, Process, db_worker, gunicorn, is_well, wait_until
from tests.faults.turns import (
    JOBS,
    LONG,
    LONG_DOCUMENTS,
    OPERATIONS,
    SAVED,
    UNSURE,
    Desk,
    Readers,
    Turn,
)
from tests.mail import Mailbox
from tests.postgres import SAFE_SETTINGS, maintenance, restart, started

TRIES = 4  # at a named moment that does not come
VICTIMS = ("self", "self", "self", "parent")
PAGES = ("/", "/viec/", "/viec/tat-ca/", "/ke-hoach/", "/viec/tat-ca/?tep=xlsx", "/thong-bao/")
RESTARTS = ("fast", "immediate")
PATIENCE = datetime.timedelta(minutes=16)


class RealOffice(Office):
    """The office with its processes around it."""

    def __init__(self, home: Path, mailbox: Mailbox) -> None:
        super().__init__(home / "media", home / "letters")
        self.home, self.mailbox = home, mailbox
        self.first = datetime.date(2026, 11, 30)
        self.longest, self.parts = LONG, 5
        self.web, self.jobs = gunicorn(home), db_worker(home)
        self.day: Process | None = None
        self.desks: dict[int, Desk] = {}
        self.known: set[tuple[str, str]] = set()  # letters of which it was said already

    def desk(self, user: Any) -> Desk:
        if user.pk not in self.desks:
            self.desks[user.pk] = Desk(user)
        return self.desks[user.pk]

    def start(self) -> None:
        self.web.start()
        self.jobs.start()
        if not wait_until(is_well):
            raise TimeoutError("the server did not start")

    def end(self) -> None:
        for process in (self.web, self.jobs, self.day):
            if process is not None:
                process.end()

    def letters_to(self, address: str) -> int:
        return sum(address in str(letter["To"]) for letter in self.mailbox.letters)

    def twice(self) -> list[str]:
        """Letters that arrived twice; an invitation may be asked for anew."""
        letters = Counter((one["To"], one["Subject"]) for one in self.mailbox.letters)
        twice = {one for one, times in letters.items() if times > 1}
        fresh, self.known = twice - self.known, twice
        return [f"twice: {one}" for one in fresh]

    def jobs_are_done(self) -> bool:
        """None waits, and the worker that is there has none in hand; what another had when it was
        killed stays running."""
        from django_tasks_db.models import DBTaskResult

        if DBTaskResult.objects.filter(status="READY").exists():
            return False
        hands = DBTaskResult.objects.running().values_list("worker_ids", flat=True)
        return all(self.jobs.label not in ids for ids in hands)

    def next_turn(self, name: str) -> Turn:
        """Where the worker is to make the files, every document is said to be long."""
        self.turn += 1
        self.world.refresh()
        mark = self.home / "long"
        if name in LONG_DOCUMENTS:
            mark.touch()
        else:
            mark.unlink(missing_ok=True)
        return Turn(self, name)

    def end_lost(self) -> None:
        """A quarter of an hour later, for the jobs whose worker is gone."""
        from django.utils import timezone

        from reports.making.actions import end_lost_jobs
        from units.lists.jobs import end_lost
        from units.models import ListImport

        for one in ListImport.objects.select_related("user").filter(state="writing"):
            end_lost(one, timezone.now() + PATIENCE)
        end_lost_jobs(at=timezone.now() + PATIENCE)

    def unended(self) -> list[str]:
        """Jobs that a day's run leaves without saying that they failed."""
        from django.utils import timezone
        from django_tasks_db.models import DBTaskResult

        from accounts.jobs import LONGEST, end_lost_tasks

        lost = end_lost_tasks(timezone.now() + LONGEST + PATIENCE)
        say(f"jobs that ran when their worker was killed, and now say so: {lost}")
        running = DBTaskResult.objects.running().values_list("task_path", flat=True)
        return [f"runs for ever: {one}" for one in running]


# --- one turn -------------------------------------------------------------------------------------
class Kill:
    """When somebody dies in a turn, and who."""

    def __init__(self, chance: random.Random, name: str, moment: str = "") -> None:
        self.role = "day" if name == "daily" else "jobs" if name in JOBS else "web"
        self.moment = moment or chance.choice(("random", "random", *OPERATIONS[name]))
        often = self.moment == "database" and not moment
        self.number = chance.choice((1, 1, 2, 3, 5, 8, 13)) if often else 1
        self.who = chance.choice(VICTIMS) if self.role == "web" else "self"
        self.seconds = chance.uniform(0.0, 1.5 if self.role == "web" else 4.0)

    def __str__(self) -> str:
        return f"{self.role} {self.moment} {self.number} {self.who}"

    def arm(self, office: RealOffice) -> None:
        words = f"{office.turn} {self.role} {self.moment} {self.number} {self.who}"
        (office.home / "moment").write_text("" if self.moment == "random" else words)

    def strike(self, office: RealOffice, chance: random.Random, thread: Thread) -> bool:
        """At random: somebody of that kind dies after a while; whether it was at something."""
        if self.moment != "random":
            return False
        thread.join(self.seconds)
        process = {"web": office.web, "jobs": office.jobs, "day": office.day}[self.role]
        victims = process.victims() if process else []
        if not victims:
            return False
        is_at_it = thread.is_alive() or (self.role == "jobs" and not office.jobs_are_done())
        pid = victims[0] if self.who == "parent" else chance.choice(victims)
        os.kill(pid, signal.SIGKILL)
        return is_at_it

    def has_come(self, office: RealOffice) -> bool:
        """Whether somebody died at the named moment: whoever does takes the word away first."""
        return self.moment != "random" and not (office.home / "moment").exists()


def in_the_background(turn: Turn) -> tuple[Thread, list[str]]:
    told: list[str] = []
    thread = Thread(target=lambda: told.append(turn.do()))
    thread.start()
    return thread, told


def one_turn(
    office: RealOffice, name: str, kill: Kill, chance: random.Random
) -> tuple[bool, list[str]]:
    """Whether somebody died, and what was found wrong."""
    turn = office.next_turn(name)
    kill.arm(office)
    thread, told = in_the_background(turn)
    died = kill.strike(office, chance, thread)
    thread.join()
    if name in JOBS:
        wait_until(lambda: office.jobs_are_done() or not alive(office.jobs), 60)
    died = died or kill.has_come(office)
    (office.home / "moment").write_text("")
    return died, [f"{name}, {kill}: {one}" for one in looked_at(office, turn, told[0])]


def alive(process: Process) -> bool:
    return bool(process.victims())


def looked_at(office: RealOffice, turn: Turn, told: str) -> list[str]:
    """What is there after a fault, and after the same was done again."""
    from django.db import connections

    connections.close_all()
    wait_for_database()
    if turn.name in JOBS:  # whoever does jobs is started anew, before anybody asks again
        office.start()
        wait_until(office.jobs_are_done, 60)
    found = office.troubles()
    had = turn.there()
    if told not in {SAVED, UNSURE}:
        found.append(f"answered {told}: {turn.sending and turn.sending.refusals()}")
    if told == SAVED and had != 1 and turn.name not in JOBS:
        found.append(f"said to be saved, and there {had} times")
    if had not in {0, 1}:
        found.append(f"there in part or twice: {had}")
    if had == 0:
        found += again(office, turn)
    return found


def again(office: RealOffice, turn: Turn) -> list[str]:
    office.start()
    office.end_lost()
    for _ in range(3):
        told = turn.do()
        if told == SAVED and wait_until(lambda: turn.there() == 1, 30):
            return office.troubles()
        office.start()
    said = turn.sending.refusals() if turn.sending else ""
    words = f"could not be done again: {told} {said}, there {turn.there()} times"
    return [words, *office.troubles()]


# --- one database ---------------------------------------------------------------------------------
class Seen:
    """Which named moments had somebody killed, and which are still to come."""

    def __init__(self) -> None:
        self.killed: Counter[tuple[str, str]] = Counter()
        self.tried: Counter[tuple[str, str]] = Counter()

    def next_of(self, name: str) -> str:
        """A named moment of the operation that was not met yet; "" where none is left to try."""
        left = (one for one in OPERATIONS[name] if self._is_wanted((name, one)))
        return next(left, "")

    def _is_wanted(self, pair: tuple[str, str]) -> bool:
        return not self.killed[pair] and self.tried[pair] < TRIES

    def note(self, name: str, kill: Kill, died: bool) -> None:
        self.tried[name, kill.moment] += 1
        self.killed[name, kill.moment] += died

    def words(self, wanted: Sequence[str]) -> list[str]:
        moments = {name: (*OPERATIONS[name], "random") for name in wanted}
        return [
            f"{name}: " + ", ".join(f"{one} {self.killed[name, one]}" for one in moments[name])
            for name in wanted
        ]

    def missed(self, wanted: Sequence[str]) -> list[str]:
        return [
            f"nobody was killed at {name}, {one}"
            for name in wanted
            for one in OPERATIONS[name]
            if not self.killed[name, one]
        ]


def kill_often(
    kills: int, seed: int, office: RealOffice, wanted: Sequence[str]
) -> tuple[Counter[str], list[str]]:
    """So many kills, and at each named moment one at least; how many turns ended how, and what was
    found wrong."""
    chance, seen = random.Random(seed), Seen()
    done: Counter[str] = Counter()
    troubles: list[str] = []
    while kills and done.total() < max(3 * kills, 60):
        if done["killed"] >= kills and not any(map(seen.next_of, wanted)):
            break
        name = wanted[done.total() % len(wanted)]
        office.start()
        begun = time.monotonic()
        kill = Kill(chance, name, seen.next_of(name))
        died, found = one_turn(office, name, kill, chance)
        seen.note(name, kill, died)
        ended = "killed" if died else "had ended"
        done[ended] += 1
        troubles += found
        took = f"{time.monotonic() - begun:.0f} s"
        say(f"  {done.total()} {name}, {kill}: {ended}, {took} {found or ''}")
    for line in seen.words(wanted):
        say(line)
    return done, troubles + (seen.missed(wanted) if kills else [])


def restart_often(
    turns: int, seed: int, office: RealOffice, server: str, wanted: Sequence[str]
) -> list[str]:
    """PostgreSQL is restarted while something is being saved; nobody starts gunicorn anew."""
    chance = random.Random(seed)
    troubles: list[str] = []
    kept, seen, read = 0, Counter[str](), Counter[str]()
    for number in range(turns):
        name, mode = wanted[number % len(wanted)], RESTARTS[number % 2]
        office.start()
        turn = office.next_turn(name)
        thread, told = in_the_background(turn)
        desks = [office.desk(one) for one in (office.world.coordinator, office.world.staff)]
        with Readers(desks, PAGES) as readers:
            time.sleep(chance.uniform(0.0, 0.3))
            restart(server, mode)
            thread.join()
            wait_until(is_well)
        read += readers.told
        if turn.sending is not None and told == [UNSURE]:
            kept += "Lưu lại nội dung này" in turn.sending.page
            if "Traceback" in turn.sending.page:
                troubles.append(f"{name}: a stack was shown")
        seen[told[0]] += 1
        found = looked_at(office, turn, told[0])
        troubles += [f"{name}, {mode}: {one}" for one in found]
        say(f"  {number + 1} {name}, {mode}: {told[0]} {found or ''}")
    say(f"PostgreSQL restarted {turns} times: {dict(seen)}; given back to send again: {kept}")
    say(f"who looked at pages and signed in meanwhile was answered: {dict(read)}")
    bad = set(read) - {"200", "302", "403", "429", "503", "no answer"}
    return troubles + [f"readers were answered {one}" for one in bad]


def one_database(arguments: argparse.Namespace, server: str) -> int:
    import django
    from django.conf import settings
    from django.core.management import call_command

    home = Path(os.environ["KILLS_HOME"])
    for folder in ("media", "letters"):
        (home / folder).mkdir()
    os.environ |= {
        "MEDIA_ROOT": str(home / "media"),
        "EMAIL_URL": f"smtp://127.0.0.1:{MAIL_PORT}",
        "TASKS": "django_tasks_db.DatabaseBackend",
        "CACHE_URL": f"filecache://{home}/cache",
        "SITE_URL": "https://x.example",
    }
    django.setup()
    settings.MEDIA_ROOT = home / "media"
    call_command("migrate", verbosity=0)
    mailbox = Mailbox()
    post = Controller(mailbox, hostname="127.0.0.1", port=MAIL_PORT)
    post.start()
    office = RealOffice(home, mailbox)
    try:
        done, troubles = kill_often(arguments.kills, arguments.seed, office, arguments.operations)
        say(f"{dict(done)}; files without a row: {office.orphans()}")
        say(f"gunicorn was started {office.web.begun} times, the worker {office.jobs.begun} times")
        say(f"letters that arrived: {len(mailbox.letters)}")
        if server:
            troubles += restart_often(
                arguments.restarts, arguments.seed, office, server, arguments.operations
            )
        office.jobs.end()
        troubles += office.unended()
    finally:
        office.end()
        post.stop()
    for one in troubles:
        say(f"  {one}")
    return 1 if troubles else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=100, help="kills for each database")
    parser.add_argument("--restarts", type=int, default=36, help="restarts of PostgreSQL")
    parser.add_argument("--seed", type=int, default=14)
    parser.add_argument("--operations", nargs="+", choices=OPERATIONS, default=[*OPERATIONS])
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--data", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.here:
        return one_database(arguments, arguments.data or "")
    code = 0
    if arguments.only != "postgresql":
        with tempfile.TemporaryDirectory() as home:
            say("== SQLite ==")
            code = _run(arguments, f"sqlite:///{home}/db.sqlite3", home)
    if arguments.only != "sqlite":
        with started(SAFE_SETTINGS) as server, tempfile.TemporaryDirectory() as home:
            say("== PostgreSQL ==")
            code |= _run(arguments, maintenance(server.url), home, f"--data={server.home}")
    return code


def _run(arguments: argparse.Namespace, url: str, home: str, *more: str) -> int:
    command = [sys.executable, "-m", "tests.faults.real", "--here", f"--kills={arguments.kills}"]
    command += [f"--seed={arguments.seed}", f"--restarts={arguments.restarts}"]
    command += [*more, "--operations", *arguments.operations]
    given = {
        "TEST_DATABASE_URL": url,
        "KILLS_HOME": home,
        "DJANGO_SETTINGS_MODULE": "pccc.settings",
    }
    return subprocess.run(command, env=os.environ | given, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
