"""Jobs in a thread of the server."""

import threading
from threading import Event, Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django_tasks import task, task_backends

from accounts.background import JobThread, ThreadBackend
from accounts.models import User
from tests.factories import UserFactory

PATIENCE = 20  # seconds until a test gives up; none waits so long where all is well
gate, finished = Event(), Event()
seen: list[Any] = []


@task()
def note(*, name: str) -> None:
    seen.append((name, threading.current_thread().name))


@task()
def wait_at_the_gate() -> None:
    gate.wait(PATIENCE)


@task()
def fail() -> None:
    raise ZeroDivisionError


@task()
def rename(*, pk: int, name: str) -> None:
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=pk)
        user.full_name = name
        user.save()


@task()
def note_connection() -> None:
    User.objects.count()
    seen.append(connection.connection)


@task()
def end() -> None:
    finished.set()


@pytest.fixture(autouse=True)
def _in_a_thread(settings):
    settings.TASKS = {"default": {"BACKEND": "accounts.background.ThreadBackend"}}
    vars(task_backends).pop("settings", None)
    task_backends.close_all()
    gate.clear()
    finished.clear()
    seen.clear()
    yield
    gate.set()


@pytest.fixture
def backend():
    return ThreadBackend("default", {})


def enqueue(backend, job, **given):
    return backend.enqueue(job, [], given)


def wait(backend):
    enqueue(backend, end)
    assert finished.wait(PATIENCE)


def test_a_job_runs_beside_the_request(backend):
    enqueue(backend, wait_at_the_gate)  # returns although the job has not ended
    enqueue(backend, note, name="sau")
    assert seen == []
    gate.set()
    wait(backend)
    assert seen == [("sau", "jobs")]


def test_jobs_of_all_requests_go_through_one_thread_in_their_order():
    def serve(name):
        # As Django does it: a backend for each thread that serves requests.
        enqueue(ThreadBackend("default", {}), note, name=name)

    for name in ("một", "hai", "ba"):
        request = Thread(target=serve, args=(name,))
        request.start()
        request.join()
    wait(ThreadBackend("default", {}))
    assert seen == [("một", "jobs"), ("hai", "jobs"), ("ba", "jobs")]


def test_a_job_that_fails_takes_no_other_with_it(backend):
    failed = enqueue(backend, fail)
    enqueue(backend, note, name="sau")
    wait(backend)
    assert seen == [("sau", "jobs")]
    assert failed.errors[0].exception_class_path == "builtins.ZeroDivisionError"


@pytest.mark.django_db(transaction=True)
def test_a_job_writes_while_requests_write(backend):
    user, other = UserFactory(), UserFactory()
    for number in range(20):
        enqueue(backend, rename, pk=user.pk, name=f"Người {number}")
        other.full_name = f"Khác {number}"
        other.save()
    wait(backend)
    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.full_name, other.full_name) == ("Người 19", "Khác 19")


@pytest.mark.django_db(transaction=True)
def test_no_connection_is_kept_from_one_job_to_the_next(backend):
    enqueue(backend, note_connection)
    enqueue(backend, note_connection)
    wait(backend)
    first, second = seen
    assert first is not second
    assert connection.connection is not first


def test_a_thread_that_stops_ends_its_job_and_takes_no_more():
    thread = JobThread()
    done = []
    thread.put(lambda: done.append(1))
    thread.stop()
    assert done == [1]
    thread.put(lambda: done.append(2))  # a new thread, as after a fork
    thread.stop()
    assert done == [1, 2]
