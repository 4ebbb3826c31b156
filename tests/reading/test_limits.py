"""Files that mean harm, opened in a process of their own under limits of time and memory.

The limits are the office's promise: refused within seconds, and in less than 300 MB.
"""

import io
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OPEN, _CLOSE = f"<w:document {_W}><w:body>", "</w:body></w:document>"
_SECONDS = 15  # of the processor, starting Python included
_MEGABYTES = 300
_READER = """
import sys
from reading import UnreadableFile, read
try:
    draft = read(sys.stdin.buffer.read(), "plan.docx")
except UnreadableFile as refused:
    print(refused.code)
else:
    print("read", len(draft.tasks))
# The kernel's own high-water mark of this program; ru_maxrss would keep the parent's from the fork.
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(int(peak.split()[1]) // 1024)
"""


def packed(**parts: str) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, words in parts.items():
            package.writestr(f"word/{name}.xml", words)
    return data.getvalue()


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def document(body: str) -> bytes:
    return packed(document=_OPEN + body + _CLOSE)


def nested(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + paragraph("x") + "</w:tc></w:tr></w:tbl>" * depth


def wide(columns: int, rows: int) -> str:
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="{columns}"/></w:tcPr>{paragraph("x")}</w:tc>'
    return f"<w:tbl>{f'<w:tr>{cell * 50}</w:tr>' * rows}</w:tbl>"


def styles(count: int) -> str:
    chain = "".join(
        f'<w:style w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>'
        for at in range(count)
    )
    return f"<w:styles {_W}>{chain}</w:styles>"


_ENTITIES = "".join(f'<!ENTITY e{at} "{f"&e{at - 1};" * 10 if at else "ha"}">' for at in range(10))
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "zip bomb": (lambda: document(paragraph("a" * 100_000_000)), "damaged"),
    "laughing entities": (
        lambda: packed(document=f"<!DOCTYPE x [{_ENTITIES}]>{_OPEN}{paragraph('&e9;')}{_CLOSE}"),
        "damaged",
    ),
    "external entity": (
        lambda: packed(
            document='<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
            f"{_OPEN}{paragraph('&e;')}{_CLOSE}"
        ),
        "damaged",
    ),
    "thousands of nested tables": (lambda: document(nested(20_000)), "damaged"),
    "a huge attribute": (
        lambda: document(f'<w:p w:rsid="{"a" * 22_000_000}"/>' + paragraph("x")),
        "read 0",
    ),
    "many attributes": (
        lambda: document("<w:p " + " ".join(f'w:a{n}="x"' for n in range(200_000)) + "/>"),
        "no_text",
    ),
    "cells as wide as the sea": (lambda: document(wide(10**9, 400)), "read 0"),
    "a chain of styles": (
        lambda: packed(document=_OPEN + paragraph("x") + _CLOSE, styles=styles(60_000)),
        "read 0",
    ),
    "one endless word": (lambda: document(paragraph("a" * 2_900_000)), "read 0"),
}


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))


@pytest.mark.parametrize("name", HOSTILE)
def test_within_the_limits(name: str) -> None:
    make, outcome = HOSTILE[name]
    line = [sys.executable, "-c", _READER]
    done = subprocess.run(
        line, input=make(), cwd=ROOT, capture_output=True, check=False, preexec_fn=limited
    )
    assert done.returncode == 0, done.stderr.decode()[-500:]
    said, megabytes = done.stdout.decode().splitlines()
    assert said == outcome
    assert int(megabytes) < _MEGABYTES
