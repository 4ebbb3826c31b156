"""The time that a report with a long annex takes: ``script/benchmark report [ROWS …]``.

For each number of rows the whole PDF as the program makes it (WeasyPrint's text, typst's annex,
both joined and mended) beside plain WeasyPrint on the same annex table, both PDF/UA-1, in the same
run; seconds of CPU, the middle of the rounds.  No database: the document is made up.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial

import django
import pikepdf

import tests.environment  # noqa: F401 (before Django reads its settings)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pccc.settings")
django.setup()

from reports.documents.document import (  # noqa: E402 (Django first)
    Annex,
    Cell,
    HeadCell,
    Header,
    OfficialDocument,
    Paragraph,
    Part,
    Row,
    Section,
    Signature,
    Table,
    Title,
)
from reports.documents.pdf import document_pdf, render  # noqa: E402

HEAD = ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Trạng thái", "Kết quả")
COLUMNS = ("c-tt", "c-wide", "c-lead", "c-due", "c-status", "c-task")
WORDS = """
tổ chức tuyên truyền phổ biến pháp luật kiến thức phòng cháy chữa cháy cứu nạn cứu hộ cán bộ
công chức kiểm tra an toàn phương tiện thiết bị
""".split()  # noqa: SIM905 (words, as they are read)
PARAGRAPHS = 30


def words(chance: random.Random, number: int) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(number)).capitalize()


def made_up(rows: int) -> OfficialDocument:
    """A report of thirty paragraphs with one annex of so many rows."""
    chance = random.Random(7)
    text = tuple(Paragraph(f"{words(chance, 60)}.") for _ in range(PARAGRAPHS))
    table = Table(
        caption="",
        columns=COLUMNS,
        head=(tuple(HeadCell(one) for one in HEAD),),
        rows=tuple(_row(chance, number) for number in range(1, rows + 1)),
        name="Nhiệm vụ",
    )
    return OfficialDocument(
        name="Báo cáo đo thời gian",
        filename="bao-cao",
        header=Header("UBND TỈNH", ("SỞ",), "Số: /BC-S", "Hà Nội, ngày 05 tháng 02 năm 2026"),
        title=Title("BÁO CÁO", "Kết quả thực hiện"),
        addressees=(),
        bases=(),
        opening="",
        parts=(Part("I", "KẾT QUẢ", (Section("all", "", "", text),)),),
        closing="Trên đây là báo cáo./.",
        signature=Signature(("GIÁM ĐỐC",), "Nguyễn Văn A"),
        recipients=("- Lưu: VT.",),
        annexes=(Annex("tasks", "I", "NHIỆM VỤ", "(Kèm theo)", "", (table,), is_wide=True),),
    )


def _row(chance: random.Random, number: int) -> Row:
    return Row(
        (
            Cell(str(number), "mid"),
            Cell(f"{words(chance, 24)}.", is_head=True),
            Cell(f"Phòng {words(chance, 3)}"),
            Cell(f"{number % 28 + 1:02d}/{number % 12 + 1}/2026", "mid"),
            Cell(chance.choice(("Hoàn thành đúng hạn", "Quá hạn", "Trong hạn"))),
            Cell(f"{words(chance, 12)}."),
        )
    )


def plain_table(document: OfficialDocument) -> str:
    """The same annex as one bare HTML table."""
    table = document.annexes[0].blocks[0]
    assert isinstance(table, Table)
    head = "".join(f"<th scope=col>{cell.text}</th>" for cell in table.head[0])
    body = "".join(
        f"<tr>{''.join(f'<td>{cell.text}</td>' for cell in row.cells)}</tr>" for row in table.rows
    )
    return (
        '<html lang="vi"><head><title>x</title></head><body><div class="official doc-annex">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></body></html>"
    )


def cpu(make: Callable[[], bytes], rounds: int) -> tuple[float, bytes]:
    """The middle of the rounds' seconds of CPU, and what was made."""
    taken, made = [], b""
    for _ in range(rounds):
        start = time.process_time()
        made = make()
        taken.append(time.process_time() - start)
    return statistics.median(taken), made


def tables_in(made: bytes) -> int:
    """How many tables the structure tree has."""
    with pikepdf.open(io.BytesIO(made)) as pdf:
        waiting, found = [pdf.Root.StructTreeRoot], 0
        while waiting:
            element = waiting.pop()
            if isinstance(element, pikepdf.Array):
                waiting += list(element)
            elif isinstance(element, pikepdf.Dictionary):
                found += element.get("/S") == "/Table"
                if element.get("/S") != "/Table" and "/K" in element:
                    waiting.append(element.K)
    return found


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="*", default=[50, 500, 2000])
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--without-plain", action="store_true", help="leave plain WeasyPrint out")
    asked = parser.parse_args()
    document_pdf(made_up(1))  # the first one loads fonts and libraries
    say(f"{'rows':>6}  {'whole PDF':>10}  {'plain':>8}  {'ratio':>6}  {'ms a row':>8}  tables")
    for rows in asked.rows:
        document = made_up(rows)
        whole, made = cpu(partial(document_pdf, document), asked.rounds)
        page = plain_table(document)
        plain = 0.0
        if not asked.without_plain:
            plain, _ = cpu(partial(render, page, "@page{size:A4 landscape}"), asked.rounds)
        ratio = f"{whole / plain:6.2f}" if plain else "     –"
        each = 1000 * whole / rows
        say(f"{rows:6}  {whole:10.2f}  {plain:8.2f}  {ratio}  {each:8.2f}  {tables_in(made)}")


if __name__ == "__main__":
    main()
