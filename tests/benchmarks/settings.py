"""The settings of an office, with one page more: the floor that every page is held against."""

from pccc.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.floor"
