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


DOUBTFUL = """SỞ TƯ PHÁP
Số: 9/KH-STP
Bình Minh, ngày 03 tháng 02 năm 2025
KẾ HOẠCH
Công tác phòng cháy, chữa cháy năm 2025
II. NHIỆM VỤ
1. Văn phòng Sở sửa máy bơm trước ngày 15/3/2026.
GIÁM ĐỐC
Trần Văn An
"""


def test_doubts_are_printed_for_programs_and_for_people(tmp_path, capfdbinary):
    file = tmp_path / "kh.txt"
    file.write_text(DOUBTFUL, encoding="utf-8")
    call_command("read_plan", "--json", str(file))
    (doubt,) = json.loads(capfdbinary.readouterr().out)["doubts"]
    assert doubt == {
        "kind": "day_after",
        "words": "Thời hạn sau thời gian thực hiện kế hoạch.",
        "quote": "trước ngày 15/3/2026",
        "ref": "II.1",
    }
    call_command("read_plan", str(file))
    printed = capfdbinary.readouterr().out.decode()
    assert "Điểm cần xem lại: 1" in printed
    assert "[II.1] Thời hạn sau thời gian thực hiện kế hoạch. “trước ngày 15/3/2026”" in printed
