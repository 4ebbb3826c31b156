"""The command ``read_plan``: JSON and nothing else, or one clear line on standard error."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.reading.helpers import PLANS, draft_of

ROOT = Path(__file__).parents[2]


def test_json_and_nothing_else(capsysbinary: pytest.CaptureFixture[bytes]):
    call_command("read_plan", "--json", str(PLANS / "commune.txt"))
    printed, errors = capsysbinary.readouterr()
    assert json.loads(printed.decode("utf-8")) == draft_of("commune.txt").as_json()
    assert errors == b""


def test_a_summary_for_people(capsys: pytest.CaptureFixture[str]):
    call_command("read_plan", str(PLANS / "commune.txt"))
    assert "Nhiệm vụ: 7" in capsys.readouterr().out


def test_one_line_and_a_failure_on_a_file_that_cannot_be_read(tmp_path: Path):
    (tmp_path / "plan.doc").write_bytes(b"")
    line = [sys.executable, "manage.py", "read_plan", "--json", str(tmp_path / "plan.doc")]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert len(done.stderr.decode("utf-8").strip().splitlines()) == 1


def test_no_such_file():
    with pytest.raises(CommandError, match="Không mở được tệp"):
        call_command("read_plan", "no-such-file.docx")
