"""Running text as a person types it, and as paragraphs and bullets of a document.  PURE."""

from __future__ import annotations

from collections.abc import Iterable

from reports.documents.document import Block, Bullets, Paragraph


def text_of(blocks: Iterable[Block]) -> str:
    """The running text of a section as it is edited: a paragraph a line, "- " before a bullet."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            lines.append(block.text)
        elif isinstance(block, Bullets):
            lines += [f"- {item}" for item in block.items]
    return "\n".join(lines)


def blocks_of(text: str) -> tuple[Block, ...]:
    """The text that a person wrote, in paragraphs and bullets."""
    found: list[Block] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if line[:2] in ("- ", "– ", "+ "):
            last = found.pop() if found and isinstance(found[-1], Bullets) else None
            before = last.items if isinstance(last, Bullets) else ()
            found.append(Bullets((*before, line[2:].strip())))
        else:
            found.append(Paragraph(line))
    return tuple(found)
