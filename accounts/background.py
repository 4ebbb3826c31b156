"""Jobs in a thread of the server, for an office that runs no worker."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any

from django.db import close_old_connections, connections
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

Job = Callable[[], None]
# A server that stops waits so long for the job that runs, and for no other.
_FAREWELL_SECONDS = 3.0


class JobThread:
    """One thread that does one job after the other.

    It starts with the first job: a server that forks its processes has done so by then, and a
    thread does not live on in a fork.
    """

    def __init__(self) -> None:
        self._jobs: SimpleQueue[Job | None] = SimpleQueue()
        self._starting = Lock()
        self._thread: Thread | None = None

    def put(self, job: Job) -> None:
        """Has the job done after those before it; returns at once."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                # A daemon: at its end Python waits for any other, however long the queue.
                self._thread = Thread(target=self._work, name="jobs", daemon=True)
                self._thread.start()
                atexit.register(self.stop)
        self._jobs.put(job)

    def stop(self) -> None:
        """Lets a short job, such as a letter, come to its end, and takes no more."""
        self._jobs.put(None)
        if self._thread is not None:
            self._thread.join(_FAREWELL_SECONDS)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job()


# Django makes a backend for each thread that enqueues; the jobs of all go through this one.
_thread = JobThread()


class ThreadBackend(ImmediateBackend):
    """Runs each job after those before it, beside the requests.

    One at a time: a job may be long, and the pages must stay quick meanwhile.  A job that runs or
    waits when the server stops is lost; who enqueues one keeps the rows in such a state that it can
    be enqueued again.
    """

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        _thread.put(lambda: self._with_own_connections(task_result))

    def _with_own_connections(self, task_result: TaskResult[Any]) -> None:
        close_old_connections()
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()
