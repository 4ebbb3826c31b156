"""What the rows of every list have in common: what is wrong in them, what is asked about them, and
the units they name.  PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sheets.cells import FLAW_MENDS, FLAW_WORDS, Flaw
from sheets.columns import bare
from sheets.tables import TableRow
from units.lists.names import GUESSED, Ambiguous, By, NotFound, UnitNames
from vietnamese.text import fold

DASHES = frozenset({"-", "–", "—"})
# Between the names of one cell once they are found; no code and no name holds it.
BETWEEN = "\n"
_CHOICES_TOLD = 8
_AS_ABOVE = frozenset({"nt", "n t", "nhu tren"})
HIDDEN = "Dòng này đang ẩn trong tệp."


@dataclass(frozen=True)
class Problem:
    """What is wrong in one column of a row, and how to mend it; ``because`` is the number of the
    row that is the cause of it, where another one is."""

    key: str
    message: str
    because: int = 0


@dataclass(frozen=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True)
class Question:
    """What only a person can say: what some words in a file mean.

    ``about`` (unit, kind, role, person) and ``words`` are what an answer is remembered under.
    """

    about: str
    words: str
    options: tuple[Option, ...] = ()

    @property
    def key(self) -> str:
        return answer_key(self.about, self.words)


def answer_key(about: str, words: str) -> str:
    """Under what an answer is kept: accents stand, case and spaces do not."""
    return f"{about}:{' '.join(words.casefold().split())}"


@dataclass
class ResolvedRow:
    """A row whose cells name everything as the directory spells it.

    ``key`` is what the row is about: the code of a unit, the account of a person, a group; ``by``
    is by what that was found ("" where it is new).  ``notes`` are said beside the row.
    """

    number: int
    values: dict[str, str]
    key: str = ""
    is_new: bool = False
    by: str = ""
    problems: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def wrong(self, key: str, message: str, because: int = 0) -> None:
        self.problems.append(Problem(key, message, because))

    def note(self, words: str) -> None:
        if words not in self.notes:
            self.notes.append(words)

    def ask(self, question: Question) -> None:
        if question not in self.questions:
            self.questions.append(question)

    def is_wrong_in(self, key: str) -> bool:
        return any(problem.key == key for problem in self.problems)


def repeated(rows: Sequence[ResolvedRow], keys: Iterable[str]) -> None:
    """Puts what stands above in the place of "nt", "như trên", and says so."""
    for key in keys:
        above = ""
        for row in rows:
            written = row.values.get(key, "")
            if bare(written) in _AS_ABOVE and above:
                row.values[key] = above
                row.note(f"“{written}” được hiểu là “{above}”, như dòng trên.")
            above = row.values.get(key, "") or above


def opened(row: TableRow, headings: Mapping[str, str], days: Iterable[str] = ()) -> ResolvedRow:
    """The row to be resolved, with what cannot be relied on in its cells said.

    ``days`` are the columns in which a day is wanted.
    """
    found = ResolvedRow(row.number, dict(row.values))
    wanted = set(days)
    for key, flaw in row.flaws.items():
        if flaw is Flaw.DAY and key in wanted:
            continue
        words = FLAW_WORDS[flaw].format(shown=row.values.get(key, ""))
        found.wrong(key, f"cột “{headings.get(key, key)}”: {words}. {FLAW_MENDS[flaw]}")
        found.values[key] = ""
    if row.surplus:
        words = FLAW_WORDS[Flaw.SURPLUS].format(shown=row.surplus)
        found.wrong("", f"{words}. {FLAW_MENDS[Flaw.SURPLUS]}")
    if row.is_hidden:
        found.note(HIDDEN)
    return found


@dataclass
class Finder:
    """Finds the units that cells name; what was answered before comes first.

    ``answers`` are what words mean by their ``answer_key``.
    """

    index: UnitNames
    answers: Mapping[str, str] = field(default_factory=dict)

    def find(
        self,
        row: ResolvedRow,
        key: str,
        written: str,
        *,
        what: str,
        mend: str = "Hãy sửa tên hoặc thêm đơn vị này vào tệp.",
        remembered: bool = True,
    ) -> str:
        """The code of the unit written so; "" where there is none, which is then said in the row.

        ``what`` the unit is to the row ("đơn vị cấp trên").
        """
        answered = self.answers.get(answer_key("unit", written)) if remembered else None
        if answered and answered not in self.index.names:
            answered = self._typed(answered)
        if answered:
            row.note(f"“{written}” được hiểu là “{self.index.label(answered)}” ({By.ANSWER}).")
            return answered
        try:
            found = self.index.find(written)
        except NotFound as error:
            self._not_found(row, key, written, what, mend, error.likest)
            return ""
        except Ambiguous as error:
            self._ambiguous(row, key, written, what, error.codes)
            return ""
        if found.by in GUESSED:
            row.note(
                f"“{written}” được hiểu là “{self.index.label(found.code)}” (theo {found.by})."
            )
        return found.code

    def _typed(self, words: str) -> str:
        """The code of the unit that somebody has typed as an answer; "" where it means none."""
        try:
            return self.index.find(words).code
        except LookupError:
            return ""

    def _not_found(
        self,
        row: ResolvedRow,
        key: str,
        written: str,
        what: str,
        mend: str,
        likest: tuple[str, ...],
    ) -> None:
        hint = f" Có phải “{self.index.label(likest[0])}”?" if likest else ""
        row.wrong(key, f"không tìm thấy {what} “{written}”.{hint} {mend}")
        row.ask(Question("unit", written, self._options(likest)))

    def _ambiguous(
        self, row: ResolvedRow, key: str, written: str, what: str, codes: tuple[str, ...]
    ) -> None:
        some = "; ".join(f"{self.index.label(code)} (mã {code})" for code in codes[:4])
        row.wrong(
            key,
            f"có {len(codes)} đơn vị được gọi là “{written}”: {some}. Hãy ghi mã của {what}, hoặc"
            " tên kèm đơn vị cấp trên.",
        )
        row.ask(Question("unit", written, self._options(codes[:8])))

    def _options(self, codes: Iterable[str]) -> tuple[Option, ...]:
        return tuple(Option(code, f"{self.index.label(code)} ({code})") for code in codes)


def said(values: Mapping[str, str], key: str, stored: str | None) -> str | None:
    """What a row makes of a stored value: a blank cell keeps it, a dash takes it away."""
    written = values.get(key, "")
    if not written:
        return stored
    return None if written in DASHES else written


def split_names(cell: str) -> tuple[str, ...]:
    """The names in a cell, set apart by semicolons."""
    return tuple(name.strip() for name in cell.split(";") if bare(name))


def some_of(choices: Iterable[str]) -> str:
    """What there is to choose from, the first of them.

    >>> some_of(["Phòng", "Ban"])
    'Hãy chọn một trong: Phòng; Ban.'
    """
    names = list(choices)
    more = f" (và {len(names) - _CHOICES_TOLD} loại khác)" if len(names) > _CHOICES_TOLD else ""
    return f"Hãy chọn một trong: {'; '.join(names[:_CHOICES_TOLD])}{more}."


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name, accents, case and marks apart."""
    return bool(bare(one)) and bare(one) == bare(other) and fold(one) != ""
