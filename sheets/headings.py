"""Where the table of a sheet begins, and what its columns are taken for.  PURE.

Headings are known by their words, else guessed by words in them, else by what stands below; each
says how it was known, so that a guess can be shown as one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sheets.cells import Row
from sheets.columns import PASS_OVER, How, Recogniser, bare
from sheets.files import Sheet
from sheets.problems import UnreadableTable
from vietnamese.text import fold

HEADING_WITHIN = 40
NO_HEADING = -1  # said of a list that begins with its first row
_SAMPLES = 3
_MOST = 0.6


@dataclass(frozen=True)
class Heading:
    """One column of the sheet: its words, the key they were taken for (None: not known) and how.

    ``samples`` are the first values below it, ``filled`` how many rows have one.
    """

    place: int
    words: str
    key: str | None
    how: How = How.EXACT
    samples: tuple[str, ...] = ()
    filled: int = 0
    is_hidden: bool = False

    @property
    def passed_over(self) -> bool:
        return self.key == PASS_OVER

    @property
    def called(self) -> str:
        """Its words; the column's letter where nothing stands above it."""
        return self.words or f"Cột {letter_of(self.place)} (không có tiêu đề)"


@dataclass(frozen=True)
class Head:
    """Where a table begins: the sheet, its headings, and the index of the first row below."""

    sheet: Sheet
    headings: tuple[Heading, ...]
    below: int
    top: int = 0


def letter_of(place: int) -> str:
    """The letter over a column, by its place from 0.

    >>> letter_of(0), letter_of(27)
    ('A', 'AB')
    """
    letters, left = "", place + 1
    while left:
        left, rest = divmod(left - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def read_head(
    sheets: Sequence[Sheet],
    recogniser: Recogniser,
    *,
    sheet: str = "",
    heading_row: int = 0,
    chosen: Mapping[int, str] | None = None,
) -> Head:
    """The headings of the sheet named, else of the sheet in which most headings are known.

    ``heading_row`` is the row of the headings, from 1, where somebody has said it (NO_HEADING where
    there is none); ``chosen`` sets what a column (by its place from 0) is taken for,
    PASS_OVER for none.  Raises UnreadableTable where there is no such sheet or no heading.
    """
    found = chosen_sheet(sheets, sheet) if sheet else likeliest_sheet(sheets, recogniser)
    top, depth = _heading_place(found, recogniser, heading_row)
    rows = found.rows[top : top + depth]
    below = found.rows[top + depth :]
    headings = _headings(found, rows, below, recogniser)
    settled = [
        replace(one, key=chosen[one.place], how=How.CHOSEN)
        if chosen and chosen.get(one.place)
        else one
        for one in headings
    ]
    return Head(found, _each_once(settled), top + depth, top)


# --- the sheet and its heading ----------------------------------------------------------------


def chosen_sheet(sheets: Sequence[Sheet], name: str) -> Sheet:
    """The sheet of that name, accents and case apart.  Raises UnreadableTable."""
    for sheet in sheets:
        if fold(sheet.name) == fold(name):
            return sheet
    names = ", ".join(f"“{sheet.name}”" for sheet in sheets)
    raise UnreadableTable(f"Tệp không có trang tính “{name}”. Các trang tính: {names}.")


def likeliest_sheet(sheets: Sequence[Sheet], recogniser: Recogniser) -> Sheet:
    return max(
        sheets,
        key=lambda sheet: (
            max((_score(row, recogniser) for row in sheet.rows[:HEADING_WITHIN]), default=0),
            min(len(sheet.rows), 3),
        ),
    )


def _score(row: Row, recogniser: Recogniser) -> int:
    """How much a row looks like headings: two for each column it names plainly, one for each it
    seems to name."""
    exact = {key for cell in row if (key := recogniser.key(cell))}
    guessed = {key for cell in row if cell and (key := recogniser.guess(cell))}
    return 2 * len(exact) + len(guessed - exact)


def _heading_place(sheet: Sheet, recogniser: Recogniser, wanted: int) -> tuple[int, int]:
    """The index of the heading's first row and how many rows it takes (one or two)."""
    if wanted == NO_HEADING:
        return 0, 0
    if wanted:
        if wanted > len(sheet.rows) or not sheet.rows[wanted - 1]:
            raise UnreadableTable(f"Dòng {wanted} không có gì. Hãy chọn dòng tiêu đề khác.")
        lower = _continues(sheet.rows[wanted - 1 : wanted + 1], recogniser)
        return wanted - 1, 2 if lower else 1
    scores = [_score(row, recogniser) for row in sheet.rows[:HEADING_WITHIN]]
    best = max(scores, default=0)
    top = scores.index(best) if best else 0
    if best < 3 and not (best and _one_column(sheet, top)):
        told = _told_by_values(sheet, recogniser)
        if told is not None:
            return told
        raise UnreadableTable(
            f"Không tìm thấy dòng tiêu đề trong {HEADING_WITHIN} dòng đầu. Hãy chọn dòng tiêu đề,"
            " hoặc đặt tên cột ở dòng ngay trên danh sách."
            f" Các cột nhận được: {recogniser.known()}."
        )
    if top and _continues(sheet.rows[top - 1 : top + 1], recogniser, upper_first=False):
        return top - 1, 2
    return top, 2 if _continues(sheet.rows[top : top + 2], recogniser) else 1


def _told_by_values(sheet: Sheet, recogniser: Recogniser) -> tuple[int, int] | None:
    """Where a list begins of which no heading is known, by what stands in its columns: below a row
    that is of another kind than what stands below it, or without headings at all."""
    for top, row in enumerate(sheet.rows[:HEADING_WITHIN]):
        if len([cell for cell in row if cell]) < 2:
            continue
        values = _values_below(sheet.rows[top + 1 :])
        told = {place: key for place in values if (key := recogniser.by_content(values[place], ()))}
        needed = {column.key for column in recogniser.columns if column.required}
        if len(told) < 2 or not needed & set(told.values()):
            return None
        is_one_more = all(
            place < len(row) and row[place] and recogniser.holds(key, row[place])
            for place, key in told.items()
        )
        return (top, 0) if is_one_more else (top, 1)
    return None


def _one_column(sheet: Sheet, top: int) -> bool:
    """A bare list of names under one heading is a table too."""
    worded = [cell for cell in sheet.rows[top] if cell and bare(cell) not in {"stt", "tt"}]
    return len(worded) == 1 and len(sheet.rows) > top + 1


def _continues(rows: Sequence[Row], recogniser: Recogniser, *, upper_first: bool = True) -> bool:
    """Whether the two rows are the halves of one heading (Liên hệ: thư, số máy).

    ``upper_first`` False: the lower one was found first, and the upper one must say something of
    columns over which the lower one says nothing.
    """
    if len(rows) < 2 or not any(rows[0]) or not any(rows[1]):
        return False
    first, second = rows
    # A heading merged over both rows says the same in each.
    fresh = [place for place, cell in enumerate(second) if cell and cell not in first[place:][:1]]
    if not upper_first:
        alone = [p for p, cell in enumerate(first) if cell and not "".join(second[p : p + 1])]
        # Headings merged over both rows say the same in each.
        merged = any(cell and cell == second[p : p + 1][0] for p, cell in _both(first, second))
        return merged or any(recogniser.meaning(first[p])[0] for p in alone)
    if not fresh:
        return len([cell for cell in second if cell]) > 1
    return all(_is_lower_half(first, second[place], place, recogniser) for place in fresh)


def _both(first: Row, second: Row) -> list[tuple[int, str]]:
    """The cells of the first row that have one below."""
    return [(place, cell) for place, cell in enumerate(first[: len(second)])]


def _is_lower_half(first: Row, cell: str, place: int, recogniser: Recogniser) -> bool:
    above = first[place] if place < len(first) else ""
    known_alone = recogniser.key(cell) or recogniser.guess(cell)
    if not above:
        return bool(known_alone or recogniser.joined(_upper(first, place), cell)[0])
    return bool(known_alone) and not _is_settled(above, cell, recogniser)


def _is_settled(above: str, cell: str, recogniser: Recogniser) -> bool:
    """Whether the upper words name a column by themselves, and the lower ones add nothing."""
    together = any(recogniser.key(f"{a} {b}") for a, b in ((cell, above), (above, cell)))
    return recogniser.meaning(above)[1] is How.EXACT and not together


def _upper(first: Row, place: int) -> str:
    """The words that span this column from further left."""
    return next((cell for cell in reversed(first[: place + 1]) if cell), "")


def _headings(
    sheet: Sheet, rows: Sequence[Row], below: Sequence[Row], recogniser: Recogniser
) -> list[Heading]:
    values = _values_below(below)
    width = max([0, *(len(row) for row in rows), *(place + 1 for place in values)])
    found = []
    for place in range(width):
        words, key, how = _words_and_meaning(rows, place, recogniser)
        inside = values.get(place, [])
        if words or inside:
            found.append(
                Heading(
                    place,
                    words,
                    key,
                    how,
                    tuple(dict.fromkeys(inside))[:_SAMPLES],
                    len(inside),
                    place in sheet.hidden_columns,
                )
            )
    return _by_content(found, values, recogniser)


def _values_below(below: Sequence[Row]) -> dict[int, list[str]]:
    values: dict[int, list[str]] = {}
    for row in below:
        for place, cell in enumerate(row):
            if cell:
                values.setdefault(place, []).append(cell)
    return values


def _words_and_meaning(
    rows: Sequence[Row], place: int, recogniser: Recogniser
) -> tuple[str, str | None, How]:
    if not rows:
        return "", None, How.UNKNOWN
    upper = rows[0][place] if place < len(rows[0]) else ""
    if len(rows) == 1:
        return upper, *recogniser.meaning(upper)
    lower = rows[1][place] if place < len(rows[1]) else ""
    if lower and not upper:
        upper = _upper(rows[0], place)
    if not lower:
        return upper, *recogniser.meaning(upper)
    key, how = recogniser.joined(upper, lower)
    words = lower if not upper or bare(upper) == bare(lower) else f"{upper} – {lower}"
    return words, key, how


def _by_content(
    found: list[Heading], values: Mapping[int, list[str]], recogniser: Recogniser
) -> list[Heading]:
    """Columns whose heading says nothing known, by what stands in them."""
    taken: set[str | None] = {one.key for one in found if one.key}
    settled = []
    for one in found:
        key = None
        if one.key is None and not recogniser.is_foreign(one.words):
            key = recogniser.by_content(values.get(one.place, []), [one for one in taken if one])
            key = key or _same_names(one, found, values, recogniser, taken)
        if key:
            taken.add(key)
        settled.append(replace(one, key=key, how=How.CONTENT) if key else one)
    return settled


def _same_names(
    one: Heading,
    found: Sequence[Heading],
    values: Mapping[int, list[str]],
    recogniser: Recogniser,
    taken: Collection[str | None],
) -> str | None:
    """A column that names what other rows of the same file are: what stands above them."""
    if "parent" not in recogniser.by_key or {"parent", "parent_code"} & set(taken):
        return None
    inside = [bare(value) for value in values.get(one.place, []) if bare(value)]
    if len(inside) < 2 or all(value.isdecimal() for value in inside):
        return None
    for key in ("name", "code"):
        names = {
            bare(value)
            for other in found
            if other.key == key
            for value in values.get(other.place, [])
        }
        repeated = len(set(inside)) < len(inside) or len(inside) < len(names)
        if repeated and sum(value in names for value in inside) >= _MOST * len(inside):
            return "parent"
    return None


def _each_once(found: Sequence[Heading]) -> tuple[Heading, ...]:
    """A second column for one meaning is left unknown, unless both say it plainly: who is surest
    keeps it, then who has something below, then who stands first."""
    order = list(How)
    keys = {one.key for one in found if one.key and one.key != PASS_OVER}
    lost: set[int] = set()
    for key in keys:
        same = [one for one in found if one.key == key]
        best = min(same, key=lambda one: (order.index(one.how), not one.filled, one.place))
        lost |= {
            one.place
            for one in same
            if one is not best and (one.how is not best.how or not one.filled)
        }
        guessed = [one for one in same if one is not best and one.how in {How.WORDS, How.CONTENT}]
        lost |= {one.place for one in guessed}
    return tuple(
        replace(one, key=None, how=How.UNKNOWN) if one.place in lost else one for one in found
    )
