"""The program's own processes, started as an office starts them, to be killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import requests

PORT = int(os.environ.get("KILLS_PORT", "8218"))  # of the program; the next one is the mail's
MAIL_PORT = PORT + 1
SITE = f"http://127.0.0.1:{PORT}"


@dataclass
class Process:
    """One process of the program, and what stands below it."""

    name: str
    command: Sequence[str]
    home: Path
    running: subprocess.Popen[bytes] | None = None
    begun: int = 0

    @property
    def label(self) -> str:
        """Another one each time that it is started; ``{label}`` in the command is that."""
        return f"{self.name}-{self.begun}"

    def start(self) -> None:
        if self.running is not None and self.running.poll() is None:
            return
        self.end()
        self.begun += 1
        environment = os.environ | {"KILLS_ROLE": self.name}
        with (self.home / f"{self.name}.log").open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, *(one.format(label=self.label) for one in self.command)],
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def victims(self) -> list[int]:
        """The process, and its children."""
        if self.running is None or self.running.poll() is not None:
            return []
        pid = self.running.pid
        try:
            below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        except OSError:
            below = []
        return [pid, *map(int, below)]

    def end(self) -> None:
        """As systemd does once the first of them is gone: all of them."""
        if self.running is not None:
            kill_group(self.running.pid)
            self.running.wait()

    def wait_dead(self, seconds: float) -> bool:
        try:
            self.running and self.running.wait(seconds)
        except subprocess.TimeoutExpired:
            return False
        return True


def kill_group(pid: int) -> None:
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def gunicorn(home: Path) -> Process:
    bound = f"--bind=127.0.0.1:{PORT}"
    command = ["-m", "gunicorn", "tests.faults.dying:application", bound, "--workers=2"]
    return Process("web", command, home)


def db_worker(home: Path) -> Process:
    command = ["-m", "tests.faults.dying", "db_worker", "--interval=0.2", "--no-startup-delay"]
    return Process("jobs", [*command, "--worker-id={label}"], home)


def wait_until(true: Callable[[], bool], seconds: float = 90) -> bool:
    last = time.monotonic() + seconds
    while time.monotonic() < last:
        if true():
            return True
        time.sleep(0.1)
    return False


def is_well() -> bool:
    try:
        return requests.get(f"{SITE}/suc-khoe/", timeout=10).status_code == 200
    except requests.RequestException:
        return False
