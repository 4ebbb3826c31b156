"""Plans with annotations kept elsewhere: set PLAN_CORPUS to their folder to score the reader."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = os.environ.get("PLAN_CORPUS", "")


@pytest.mark.skipif(not FOLDER, reason="PLAN_CORPUS is not set")
def test_score():
    root = Path(__file__).parents[2]
    line = [sys.executable, str(Path(FOLDER) / "score.py"), "--least", "0.97"]
    done = subprocess.run(line, cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
