"""Where one name ends: its words from the head to the last one, among names known whole."""

from __future__ import annotations

from collections.abc import Iterable

from reading.letters import low
from reading.understand import name_tokens as spelt
from reading.understand import name_words as lexicon
from reading.understand.name_tokens import DASHES, Token, over_mark, row_of_nouns

LONGEST_NAME = 28  # words
_LEAST_BEFORE_SOFT_STOP = 2
_LEAST_OF_PERSON = 2  # words of a person's name


class Directory:
    """Names known whole, from the office's directory or from the document (``known_names``)."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for name in {low(name) for name in names}:
            words = tuple(token.low for token in spelt.tokens(name))
            if 2 <= len(words) <= LONGEST_NAME and "(" not in words:
                self._by_first.setdefault(words[0], []).append(words)
        for rows in self._by_first.values():
            rows.sort(key=len, reverse=True)

    def match(self, row: list[Token], at: int) -> int:
        """How many tokens from ``at`` on are a known name; 0 where none is."""
        if at >= len(row):
            return 0
        for words in self._by_first.get(row[at].low, ()):
            if tuple(token.low for token in row[at : at + len(words)]) == words:
                return len(words)
        return 0


NOBODY = Directory()


def sector(row: list[Token], at: int, before: int | None) -> int:
    """How many tokens name a further department: ``Sở Xây dựng, | Công Thương``."""
    if before is None or at >= len(row) or row[before].low not in lexicon.SECTORED:
        return 0
    return spelt.match(lexicon.SECTORS, row, at) if row[at].is_capital else 0


class NameReader:
    """Reads one row of names from a list of tokens; ``known`` are names met elsewhere."""

    def __init__(self, row: list[Token], known: Directory) -> None:
        self.row = row
        self.known = known

    def name_end(self, at: int, before: int | None = None) -> int:
        """Where the name that begins at token ``at`` ends; ``at`` where none begins.

        ``before`` is where the name before it in the row begins.
        """
        if length := self.known.match(self.row, at):
            return self._after_known(at, at + length)
        head = spelt.head(self.row, at)
        if not head:
            return at + sector(self.row, at, before)
        return self._rest(at, at + head)

    def _after_known(self, start: int, end: int) -> int:
        """A known name may be the beginning of a longer one: Công an → Công an xã.

        What goes on begins with a capital, is of a place or an office above, or is joined to it.
        """
        following = self.row[end] if end < len(self.row) else None
        if following is None:
            return end
        goes_on = (following.is_word and following.is_capital) or any(
            spelt.match(words, self.row, end) for words in (lexicon.OF_A_PLACE, lexicon.LEVEL_NOUNS)
        )
        if not goes_on and (following.low == "và" or following.words in DASHES):
            goes_on = bool(self._step(start, end, plural=False))
        if not goes_on and following.words == ",":
            goes_on = bool(row_of_nouns(self.row, end))
        return self._rest(start, end) if goes_on else end

    def _rest(self, start: int, at: int) -> int:
        """Goes on from the head to the name's last word."""
        plural = self.row[start].low in {"các", "những"}
        while at < len(self.row) and at - start < LONGEST_NAME:
            step = self._step(start, at, plural=plural)
            if not step:
                break
            plural = plural or self.row[at].low == "các"
            at += step
        return at

    def _step(self, start: int, at: int, *, plural: bool) -> int:
        """How many tokens from ``at`` on belong to the name; 0 where it ends before ``at``."""
        token = self.row[at]
        if not token.is_word:
            return over_mark(self.row, start, at)
        if self._counts(at):
            return 0
        if token.low in {"và", "cùng"}:
            return self._over_and(start, at)
        if token.low in {"các", "những"}:
            return self._over_plural(at, plural=plural)
        special = (
            self._number(at) or self._purpose(start, at) or self._owning(start, at, plural=plural)
        )
        if special:
            return special
        if self.row[at - 1].low == "khu" and (area := spelt.match(lexicon.AREAS, self.row, at)):
            return area
        if self._is_complete(start, at):
            return self._over_level(at)
        return 1 if token.is_capital else self._over_small(start, at)

    def _counts(self, at: int) -> bool:
        """``Tổng Giám đốc | 6 tháng một lần``: a number of something, no part of a name."""
        after = self.row[at + 1].low if at + 1 < len(self.row) else ""
        return self.row[at].words.isdigit() and after in lexicon.COUNTED

    def _gives(self, at: int) -> bool:
        """``Phòng Tài chính | cấp đủ kinh phí``: the verb, and no rank of offices."""
        if self.row[at].words != "cấp" or at + 1 >= len(self.row):
            return False
        after = self.row[at + 1]
        return after.is_word and not after.is_capital and after.low not in lexicon.RANKED

    def _over_small(self, start: int, at: int) -> int:
        """Over a word in small letters."""
        if self._gives(at):
            return 0
        if going_on := spelt.match(lexicon.AFTER_LEVEL, self.row, at):
            return going_on
        if (self.row[at - 1].low, self.row[at].low) in lexicon.WITH_A_STOP:
            return max(1, spelt.match(lexicon.SOFT_STOPS, self.row, at))
        if at - start == 3 and self._waits(at):
            return self._waited_for(at)
        if self._stops(start, at):
            return 0
        if self._is_person(start, at):
            return 0
        noun, tail = (spelt.match(words, self.row, at) for words in (lexicon.NOUNS, lexicon.TAILS))
        free = 0 if self._is_proper(start, at) and not self._second_of_plural(at) else 1
        return max(noun, tail, free, self._of_a_place(start, at))

    def _second_of_plural(self, at: int) -> bool:
        """``Ban Quản lý các di | tích``: what is managed has two syllables."""
        plural = self.row[at - 2].low in {"các", "những"}
        return plural and not spelt.noun(self.row, at - 1) and not self.row[at - 1].is_capital

    def _is_person(self, start: int, at: int) -> bool:
        """``Phó Hiệu trưởng Nguyễn Thị Lan | điều hành``: a person's own name is whole."""
        head = spelt.head(self.row, start)
        own = [token for token in self.row[start + head : at] if token.is_capital]
        if not head or len(own) != at - start - head or len(own) < _LEAST_OF_PERSON:
            return False
        opening = " ".join(token.low for token in self.row[start : start + head])
        return opening in lexicon.POSTS and own[0].low in lexicon.SURNAMES

    def _number(self, at: int) -> int:
        """``Tổ dân phố số 3``."""
        after = self.row[at + 1].words if at + 1 < len(self.row) else ""
        return 2 if self.row[at].low == "số" and after.isdigit() else 0

    def _of_a_place(self, start: int, at: int) -> int:
        """``Ban Quản lý vịnh | Hạ Long``: a small word before a proper name, in a board's name."""
        after = self.row[at + 1] if at + 1 < len(self.row) else None
        of_two = spelt.head(self.row, start) == at - start > 1
        return int(of_two and after is not None and after.words[0].isupper())

    def _purpose(self, start: int, at: int) -> int:
        """``Các Tổ kiểm tra | gửi …``: what a team is there for, where it is no verb.

        It is one where something to be checked follows: ``Tổ 3 kiểm tra | hệ thống điện``.
        """
        if at == 0 or self.row[at - 1].low not in lexicon.PURPOSED:
            return 0
        length = spelt.match(lexicon.PURPOSES, self.row, at)
        if not length:
            return 0
        after = at + length
        always = self.row[at].low in lexicon.ALWAYS_PURPOSES or length > 2
        ends = after >= len(self.row) or not self.row[after].is_word
        stops = not ends and (
            spelt.match(lexicon.HARD_STOPS, self.row, after)
            or spelt.match(lexicon.SOFT_STOPS, self.row, after)
            or spelt.match(lexicon.AFTER_LEVEL, self.row, after)
            or self.row[after].low in lexicon.PLACED
        )
        return length if always or ends or stops else 0

    def _owning(self, start: int, at: int, *, plural: bool) -> int:
        """``các xã, phường có rừng | tổ chức …``: which of many, where a verb follows soon."""
        after = self.row[at + 1].low if at + 1 < len(self.row) else ""
        owns = plural and self.row[at].low == "có" and after and after not in lexicon.OWED
        # Phó Hiệu trưởng phụ trách cơ sở vật chất | đảm nhiệm
        deputy = self.row[start].low in lexicon.IN_CHARGE
        in_charge = deputy and (self.row[at].low, after) == ("phụ", "trách")
        if not owns and not in_charge:
            return 0
        for end in range(at + 2, min(at + 8, len(self.row))):
            if not self.row[end].is_word:
                return end - at if self.row[end].words in {".", ";", ","} else 0
            if spelt.match(lexicon.HARD_STOPS, self.row, end) or spelt.match(
                lexicon.SOFT_STOPS, self.row, end
            ):
                return end - at
        return len(self.row) - at if len(self.row) - at <= 4 else 0

    def _is_proper(self, start: int, at: int) -> bool:
        """Whether a whole name in capitals stands before ``at``: a word that goes on is listed.

        The small syllable after a capital is the second half of a word (Tài chính), unless the
        capital is an abbreviation, or ends a proper name (tỉnh Đắk Nông, Nguyễn Văn An).
        """
        head = spelt.head(self.row, start) or 1
        if start + head >= at:
            opening = " ".join(token.low for token in self.row[start:at])
            return bool(spelt.is_code(self.row, start)) or (
                opening in lexicon.WHOLE and self.row[start].is_capital
            )
        first = self.row[start + head]
        # Ban Quản lý rừng phòng hộ: what it manages has two words or more.
        governs = head > 1 and self.row[start + 1].is_capital and at - start - head > 1
        if not first.is_capital and first.low not in lexicon.PLACED and not governs:
            return False
        before = self.row[at - 1]
        if before.words.isdigit():
            return True  # Xí nghiệp Thoát nước số 2 | nạo vét
        if self._inside_words(at):
            return False
        if not before.is_capital:
            return self.row[at - 2].is_word and self.row[at - 2].low != "và"
        return spelt.is_short_form(before) or self._ends_proper_name(start + head, at)

    def _inside_words(self, at: int) -> bool:
        """Whether ``at`` stands inside words that go together: Kinh | tế, Cựu chiến | binh."""
        return any(
            spelt.match(words, self.row, at - back) > back
            for back in (1, 2)
            for words in (lexicon.TAILS, lexicon.HEADS)
        )

    def _ends_proper_name(self, least: int, at: int) -> bool:
        """Whether two capitals in a row stand before ``at``, or one after a level: xã Hòa."""
        begin = at
        while begin > least and self._may_be_proper(begin - 1):
            begin -= 1
        return at - begin > 1 or self.row[begin - 1].low in lexicon.PLACED

    def _may_be_proper(self, at: int) -> bool:
        token = self.row[at]
        return token.is_capital and not (
            spelt.is_short_form(token) or spelt.match(lexicon.HEADS, self.row, at)
        )

    def _stops(self, start: int, at: int) -> bool:
        """Whether a verb begins here, and what stands before it is a whole name."""
        if self.row[at - 1].is_capital and self._inside_words(at):
            return False
        tail = spelt.match(lexicon.TAILS, self.row, at)  # giao | giao dịch
        if (hard := spelt.match(lexicon.HARD_STOPS, self.row, at)) and hard >= tail:
            return True
        if not spelt.match(lexicon.SOFT_STOPS, self.row, at):
            return False
        if self.row[start].low in {"các", "những"}:
            return (
                at - start
                > max(spelt.noun(self.row, start + 1), spelt.head(self.row, start + 1))
                > 0
            )
        head = max(1, spelt.head(self.row, start))
        if spelt.match(lexicon.NOUNS, self.row, start + head) == at - start - head > 0:
            return True  # Ban Quản lý chợ | mua
        if at - start - head >= _LEAST_BEFORE_SOFT_STOP:
            return True
        if at - start - head == 1 and self.row[at - 1].is_capital:
            return not spelt.match(lexicon.TAILS, self.row, at)  # Khoa Dược | kiểm tra
        return " ".join(token.low for token in self.row[start:at]) in lexicon.WHOLE

    def _waits(self, at: int) -> bool:
        return (self.row[at - 2].low, self.row[at - 1].low) in lexicon.OPEN_ENDED

    def _waited_for(self, at: int) -> int:
        """``Phòng Quản lý | đào tạo``, ``… | nhà``: no office is called "Phòng Quản lý" alone."""
        words = [spelt.match(table, self.row, at) for table in (lexicon.SOFT_STOPS, lexicon.TAILS)]
        return max(words) or int(not spelt.match(lexicon.HARD_STOPS, self.row, at))

    def _is_complete(self, start: int, at: int) -> bool:
        before = self.row[at - 1]
        if at - start >= 2 and (self.row[at - 2].low, before.low) in lexicon.COMPLETE_PAIRS:
            return True
        if before.low in lexicon.BODIES and at - start >= 2 and not self.row[at].is_capital:
            return not self._inside_words(at)  # cơ sở, hội đồng
        if (before.low, self.row[at].low) in lexicon.NO_LEVELS or before.is_capital:
            return False
        if before.low == "khu" and spelt.match(lexicon.AREAS, self.row, at):
            return False
        if any(
            spelt.match(lexicon.AREAS, self.row, at - back) == back
            and self.row[at - back - 1].low == "khu"
            for back in (1, 2, 3)
            if at - back > start
        ):
            return True
        return before.low in lexicon.LEVELS or self._is_own_office(start, at)

    def _is_own_office(self, start: int, at: int) -> bool:
        """``Đội PCCC cơ quan``: the office itself closes a name that it does not open."""
        is_office = [token.low for token in self.row[at - 2 : at]] == ["cơ", "quan"]
        return is_office and at - start > 3 and self.row[at - 3].is_capital

    def _over_level(self, at: int) -> int:
        """After a level (xã, tỉnh, …): a proper name, or one of the few words that go on."""
        if self.row[at].is_capital and self.row[at].low not in {"thông", "chủ", "theo"}:
            return 1
        if self.row[at - 1].low in lexicon.HOUSED and (
            house := spelt.match(lexicon.OF_A_HOUSE, self.row, at)
        ):
            return house
        return spelt.match(lexicon.AFTER_LEVEL, self.row, at) or spelt.match(
            lexicon.LEVEL_NOUNS, self.row, at
        )

    def _over_plural(self, at: int, *, plural: bool) -> int:
        if self.row[at].low == "những" and not spelt.noun(self.row, at + 1):
            return 0
        if self.row[at - 1].low in lexicon.GOVERNING:
            return 1
        if plural:
            return 0
        if self.row[at - 1].is_capital:
            return 1
        return 0 if spelt.noun(self.row, at + 1) else 1

    def _over_and(self, start: int, at: int) -> int:
        """Over "và": inside a name, unless a new name starts after it."""
        if at + 1 >= len(self.row) or self.row[at].low != "và":
            return 0
        before, after = self.row[at - 1], self.row[at + 1]
        if (before.low, after.low) in lexicon.PAIRS or self._office_of_two(start, at):
            return 2
        if any(token.low == "số" for token in self.row[at + 2 : at + 5]):
            return 0  # another document: "… và Kế hoạch số …"
        if noun := row_of_nouns(self.row, at):
            return 1 + noun
        if spelt.head(self.row, at + 1) or self.known.match(self.row, at + 1):
            return 0
        return 2 if after.is_capital and before.is_word else 0

    def _office_of_two(self, start: int, at: int) -> bool:
        """``Văn phòng HĐND và UBND``: one office that serves two bodies."""
        is_office = [token.low for token in self.row[start : start + 2]] == ["văn", "phòng"]
        served = self.row[at + 1].low in {"ubnd", "hđnd", "ủy", "hội"}
        return is_office and served and at - start <= 6 and self.row[at - 1].is_capital
