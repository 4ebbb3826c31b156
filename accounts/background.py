"""Jobs in a thread of the server, for an office that runs no worker."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import close_old_connections, connections
from django_tasks.backends.immediate import ImmediateBackend
from django_tasks.base import TaskResult

# One at a time: a job may be long, and the pages must stay quick meanwhile.
_thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="job")


class ThreadBackend(ImmediateBackend):
    """Runs each job after those before it, beside the requests.

    A job that was waiting when the server stopped is lost; who enqueues one keeps the rows in such
    a state that it can be enqueued again.
    """

    def _execute_task(self, task_result: TaskResult[Any]) -> None:
        _thread.submit(self._with_own_connections, task_result)

    def _with_own_connections(self, task_result: TaskResult[Any]) -> None:
        close_old_connections()
        try:
            super()._execute_task(task_result)
        finally:
            connections.close_all()
