"""Plans as few lines of fields → the page that an office types, and what a clerk reads on it.

Both come from the same fields, so the annotation is right by construction.  A file begins with
``name: value`` lines and goes on with parts, ``# HEADING @layout`` and one piece of work a line:
``text | leads | cooperating | words of time | fact``, the fact as ``tests.reading.helpers.when``
writes it.  Files of ``known`` may be looked at while the reader is mended, those of ``fresh`` are
only scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
SETS = ("known", "fresh", "last")
_MARKED = frozenset({"units", "numbered"})


@dataclass
class Work:
    ref: str
    text: str
    lead: list[str]
    cooperating: list[str]
    words: str
    fact: str


@dataclass
class Part:
    """A part of a plan: ``rows`` are plain words, headings of units ("* …") or work."""

    heading: str
    layout: str
    rows: list[str | Work] = field(default_factory=list)


@dataclass
class Document:
    fields: dict[str, list[str]]
    parts: list[Part]

    def one(self, name: str, default: str = "") -> str:
        return self.fields.get(name, [default])[0]

    @property
    def work(self) -> Iterator[Work]:
        for part in self.parts:
            yield from (row for row in part.rows if isinstance(row, Work))


def names(of: str) -> list[str]:
    """The documents of a set, in the order in which they are soiled."""
    return sorted(path.stem for path in (HERE / of).glob("*.txt"))


def document(of: str, name: str) -> Document:
    fields: dict[str, list[str]] = {}
    parts: list[Part] = []
    for line in (HERE / of / f"{name}.txt").read_text("utf-8").splitlines():
        begin, _, rest = line.partition(": ")
        if line.startswith("# "):
            heading, _, layout = line[2:].partition(" @")
            parts.append(Part(heading, layout))
        elif line.rstrip(":").islower() or (begin.replace("-", "").isalpha() and begin.islower()):
            fields.setdefault(begin.removesuffix(":"), []).append(rest)
        else:
            _add(parts[-1], line)
    return Document(fields, parts)


def _add(part: Part, line: str) -> None:
    if part.layout == "plain" or line.startswith("* "):
        part.rows.append(line)
        return
    text, lead, cooperating, *time = (piece.strip() for piece in line.split("|"))
    if part.layout in _MARKED:
        heads = [row for row in part.rows if isinstance(row, str)]
        lead, words, fact = heads[-1][2:], "", time[-1]
        last = max(at for at, row in enumerate(part.rows) if isinstance(row, str))
        number = f"{len(heads)}.{len(part.rows) - last}"
    else:
        words, fact = time
        number = str(len(part.rows) + 1)
    roman = part.heading.partition(".")[0]
    ref = number if part.layout == "table" else f"{roman}.{number}"
    part.rows.append(Work(ref, text, _listed(lead), _listed(cooperating), words, fact))


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(";") if word.strip()]


def _iso(day: str) -> str:
    d, m, y = day.split("/")
    return f"{y}-{int(m):02}-{int(d):02}"


def _pieces(row: str) -> list[str]:
    return [piece.strip() for piece in row.split("|")]


def annotation(plan: Document) -> dict[str, Any]:
    """What a careful clerk reads, in the shape of ``PlanDraft.as_json``; ``deadline`` and ``*`` as
    in the file."""
    number, _, symbol = plan.one("number").partition("/")
    authority, position, name = _pieces(plan.one("sign"))
    bases = [_pieces(row) for row in plan.fields.get("base", [])]
    duties = [_pieces(row) for row in plan.fields.get("duty", [])]
    return {
        "kind": "KẾ HOẠCH", "number": number, "symbol": symbol,
        "issuer": _pieces(plan.one("issuer"))[1], "place": plan.one("place"),
        "issued_on": _iso(plan.one("day")), "title": plan.one("title"),
        "legal_bases": [
            {"kind": kind, "number": cited, "issued_on": _iso(day), "issuer": issuer}
            for _, kind, cited, day, issuer, _ in bases
        ],
        "tasks": [
            {"ref": one.ref, "text": one.text, "lead": one.lead, "cooperating": one.cooperating,
             "deadline": one.fact}
            for one in plan.work
        ],
        "report_duties": [
            dict(zip(("ref", "reporter", "to", "via", "deadline", "nested_in"), row, strict=True))
            for row in duties
        ],
        "recipients": _listed(plan.one("to")),
        "signatory": {"authority": authority, "position": position, "name": name},
    }  # fmt: skip


STYLE = """
@page { size: A4; margin: 2cm 1.5cm 2cm 3cm; @top-center { content: counter(page) } }
@page :first { @top-center { content: none } }
body { font: 14pt/1.35 'Liberation Serif', serif }
p { margin: 0 0 5pt; text-indent: 1.1cm; text-align: justify }
p.part, .post, h1, .issuer, .state { font-weight: bold }
h1, h2 { font-size: 14pt; text-align: center; margin: 10pt 0 2pt } h2 { margin: 0 0 12pt }
table { width: 100%; border-collapse: collapse } td { vertical-align: top }
.head { margin: 0 -8mm 14pt; width: 182mm }
.head td, .signed { text-align: center; font-size: 13pt } .state { font-size: 12pt }
.head i, .work td { font-size: 13pt } .line { width: 3cm; border-top: 1px solid; margin: 3pt auto }
.work { margin: 6pt 0 } .work td, .work th { border: 1px solid; padding: 3pt 4pt }
.end { margin-top: 14pt; page-break-inside: avoid } .to { font-size: 11pt; width: 52% }
.to b { font-size: 12pt; font-style: italic } .post { font-size: 14pt }
.name { margin-top: 92pt; font-weight: bold; font-size: 14pt }
"""


def page_of(plan: Document) -> str:
    """The plan as an office lays it out, in HTML."""
    body = [*_head(plan), *(row for part in plan.parts for row in _part(plan, part)), *_end(plan)]
    return f"<meta charset=utf-8><style>{STYLE}</style>{''.join(body)}"


def _p(words: str, kind: str = "") -> str:
    return f"<p class='{kind}'>{escape(words)}</p>"


def _head(plan: Document) -> Iterator[str]:
    over, issuer = plan.one("over"), _pieces(plan.one("issuer"))[0]
    day, month, year = plan.one("day").split("/")
    dated = f"{plan.one('place')}, ngày {day} tháng {month} năm {year}"
    commune = over == "ỦY BAN NHÂN DÂN"
    yield (
        f"<table class=head><td style='width:46%'><div class={'issuer' if commune else ''}>"
        f"{escape(over)}</div><div class=issuer>{escape(issuer)}</div><div class=line></div>"
        f"Số: {escape(plan.one('number'))}<td><div class=state>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        f"</div><b>Độc lập - Tự do - Hạnh phúc</b><div class=line style='width:5cm'></div>"
        f"<i>{escape(dated)}</i></table><h1>KẾ HOẠCH</h1><h2>{escape(plan.one('title'))}</h2>"
    )
    for opens, kind, cited, issued, by, about in map(_pieces, plan.fields["base"]):
        if kind == "Luật":
            yield _p(f"{opens} Luật {about} số {cited} ngày {issued};")
        else:
            yield _p(f"{opens} {kind} số {cited} ngày {issued} của {by} {about};")
    yield _p(plan.one("lead-in"))


def _part(plan: Document, part: Part) -> Iterator[str]:
    yield _p(part.heading, "part")
    if part.layout == "table":
        yield _table(part)
        return
    names = plan.one("labels", "Chủ trì; Phối hợp; Thời gian")
    labels, bullet = _listed(names), plan.one("bullet", "-")
    heads = 0
    for row in part.rows:
        if isinstance(row, str):
            heads += row.startswith("* ")
            numbered = f"{heads}. {row[2:]}" if part.layout == "numbered" else row
            yield _p(numbered, "part" if row.startswith("* ") else "")
        elif part.layout in _MARKED:
            yield _p(f"- {row.text}")
        else:
            yield _p(f"{row.ref.rpartition('.')[2]}. {row.text}{'.' * (part.layout == 'labels')}")
            values = ("; ".join(row.lead), "; ".join(row.cooperating), row.words)
            if part.layout == "labels":
                said = zip(labels, values, strict=True)
                yield from (_p(f"{bullet} {name}: {value}.") for name, value in said if value)


def _table(part: Part) -> str:
    heads = ("TT", "Nội dung công việc", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian")
    rows = ["".join(f"<th>{head}</th>" for head in heads)]
    for row in part.rows:
        assert isinstance(row, Work)
        values = (row.ref, row.text, "; ".join(row.lead), "; ".join(row.cooperating), row.words)
        rows.append("".join(f"<td>{escape(value)}</td>" for value in values))
    return f"<table class=work>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"


def _end(plan: Document) -> Iterator[str]:
    authority, position, name = _pieces(plan.one("sign"))
    # An authority is set on two lines: TM. … and KT. …
    posts = [*authority.replace(" KT. ", "\nKT. ").split("\n"), position]
    to = _listed(plan.one("to"))
    lines = "".join(
        f"<div>- {escape(one)}{';' if at < len(to) else '.'}</div>"
        for at, one in enumerate(to, start=1)
    )
    over = "".join(f"<div class=post>{escape(post)}</div>" for post in posts if post)
    yield (
        f"<table class=end><td class=to><b>Nơi nhận:</b>{lines}<td class=signed>{over}"
        f"<div class=name>{escape(name)}</div></table>"
    )
