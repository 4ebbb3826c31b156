"""The server itself does what the day asks for, once a day, where no timer does (``DAILY_AT``)."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Callable
from threading import Event, Thread

from django.db import Error as DatabaseTrouble
from django.db import connections

from accounts.jobs import LOST_AFTER
from pccc.daily import run_day_once
from reports.notices.letters import Post

logger = logging.getLogger(__name__)
Clock = Callable[[], datetime.datetime]


def hour_of(words: str) -> datetime.time | None:
    """ "06:30" as a time; None for blank.  Raises ValueError for what is no time of a day."""
    return datetime.time.fromisoformat(words) if words.strip() else None


def seconds_until(hour: datetime.time, now: datetime.datetime) -> float:
    """How long to wait from ``now`` (local) for that time of the day; 0 where it is past: a server
    that was started later in the day makes up for it."""
    then = now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return max(0.0, (then - now).total_seconds())


class DailyThread:
    """Waits for the hour, runs the day unless another process has it, waits for the next day; while
    the day is not done it looks after it again."""

    def __init__(self, hour: datetime.time, site: str, clock: Clock) -> None:
        self._hour, self._site, self._clock = hour, site, clock
        self._stopped = Event()

    def start(self) -> None:
        # A daemon: a server that stops does not wait for tomorrow.
        Thread(target=self._run, name="daily", daemon=True).start()

    def stop(self) -> None:
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(seconds_until(self._hour, self._clock())):
            is_done = self.run_now()
            now = self._clock()
            midnight = datetime.datetime.combine(
                now.date() + datetime.timedelta(days=1), datetime.time(), now.tzinfo
            )
            pause = midnight - now if is_done else LOST_AFTER
            if self._stopped.wait(pause.total_seconds()):
                return

    def run_now(self) -> bool:
        """Runs the day; what fails is logged and does not end the thread.  Whether the day is
        done, here or elsewhere."""
        now = self._clock()
        try:
            told = run_day_once(post=Post(now.date(), now, self._site))
        except (DatabaseTrouble, OSError):
            logger.exception("What the day asks for was not done.")
            return False
        else:
            logger.info("The day's work: %s", "; ".join(told) if told else "begun elsewhere")
            return told is not None
        finally:
            connections.close_all()
