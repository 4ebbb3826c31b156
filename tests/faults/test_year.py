"""A short office's year; ``script/fuzz year`` plays long ones."""

import os
import sys

import hypothesis
import pytest
from hypothesis.stateful import run_state_machine_as_test

from tests.faults.year import MOVES, PLAYED, Year

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "3"))
STEPS = int(os.environ.get("FUZZ_STEPS", "20"))
LONG = 100
PHASES = (hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink)
SEED = int(os.environ.get("FUZZ_SEED", "0"))


@pytest.mark.django_db
def test_what_always_holds_holds_all_year():
    settings = hypothesis.settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        # Making a failure small takes longer than finding it: only where it is asked for.
        phases=PHASES if os.environ.get("FUZZ_SHRINK") else PHASES[:2],
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    PLAYED.clear()
    run_state_machine_as_test(hypothesis.seed(SEED)(Year), settings=settings)
    made = {name for name, is_made in PLAYED if is_made}
    sys.stdout.write(f"{EXAMPLES} years, {PLAYED.total()} moves: {sorted(PLAYED.items())}\n")
    # Of a long game: what is always refused is not played.
    assert EXAMPLES < LONG or sorted(set(MOVES) - made) == []
