"""How far a job has come, told by one process and read by another."""

import pytest
from django.core.cache import cache

from accounts.jobs import Progress, progress_of, tell_progress


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


def test_nothing_told_nothing_known():
    assert progress_of("nhap-9") is None


def test_what_was_told_last_is_known():
    tell_progress("nhap-1", 0, 300)
    tell_progress("nhap-1", 75, 300, "Đang ghi đơn vị 75/300")
    tell_progress("nhap-2", 1, 2)
    assert progress_of("nhap-1") == Progress(75, 300, "Đang ghi đơn vị 75/300")
    assert progress_of("nhap-2") == Progress(1, 2, "1/2")


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [(0, 0, 0), (0, 7, 0), (1, 3, 33), (299, 300, 99), (300, 300, 100), (9, 7, 100)],
)
def test_percent_is_whole_and_full_only_at_the_end(done, total, percent):
    assert Progress(done, total, "").percent == percent
