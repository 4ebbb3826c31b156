"""What is hard to see at a document's end: the name under a stamp, and the addressees.

The name is read several times, each with less of the lighter ink, and voted on.  A stamp and a
signature are lighter than print once a page is grey, by how much is not known.  Where the readings
do not agree the words are marked as hardly legible.

The addressees' small type beside the large one of who signs leads the first look astray: it takes
two lines for one; so that block, left of the post, is recognised once more by itself.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PIL import Image, ImageFilter
from rapidfuzz.distance import OSA

from reading.letters import flat
from reading.ocr.syllables import given_name, is_plausible, with_tone_in_place
from reading.ocr.words import UNSURE, ScannedPage, SeenWord, in_runs
from reading.understand.name_words import SURNAMES

_POST = re.compile(
    r"(?:(?:pho )?(?:chu tich|giam doc|hieu truong|tong giam doc|bi thu|truong phong|truong ban)"
    r"|chanh van phong|vien truong|chi cuc truong|cuc truong)"
)
_BELOW = 150.0  # points: stamp, signature and name
_BESIDE = 60.0
# Of 255, how dark print is that stays: a stamp is lighter than print, how much is not known.
_DARKEST = (40, 55, 70, 90, 110)
_BOLDER = (40, 55)  # of these little is left, which is made thicker
_ZOOM = 0.85
_APART = 10.0  # points between the pictures
_TITLES = ("PGS.TS.", "GS.TS.", "PGS.", "GS.", "TS.", "ThS.", "BS.", "BSCKI.", "BSCKII.", "KS.",
           "CN.", "Đại tá", "Thượng tá", "Trung tá", "Thiếu tá")  # fmt: skip
_TITLE = re.compile(r"[A-ZĐ][A-Za-z.]{2,}\.?|TS\.?|BS\.?|KS\.?|GS\.?")
_STROKES = str.maketrans("L1|", "III")
_PART = r"[A-ZĐÀ-Ỹ][A-Za-zĐÀ-ỹ]{1,6}"
_NAME = re.compile(rf"(?:(?:Y|[A-Z][A-Za-z.]+\.) )?(?:{_PART} ){{1,4}}{_PART}")
_MORE_SURNAMES = """
    thạch khúc quách âu lục giàng vàng sùng thào lầu hạng cầm bế hứa mạc kim danh diệp lưu phí thân
    ông đàm trương kiều nghiêm khổng từ ninh đồng cù doãn đới lại vương tiêu uông lô hoa giáp đậu
"""
_SURNAMES = {
    flat(name): with_tone_in_place(name).title()
    for name in (*_MORE_SURNAMES.split(), *sorted(SURNAMES))
}
_MIDDLE = {"thi": "Thị", "van": "Văn"}
_LEAST_SURE, _CLEAR = 40.0, 92.0
_WHOLE = 3  # so much more a reading counts in which the surname was seen
_INK, _LEAST_INK = 150, 20.0  # how dark, and how many square points of it
_MARKS = " .|_-,;:~'`"

Reads = Callable[[bytes, float], ScannedPage]  # a picture's lines, and its pixels a point
Box = tuple[float, float, float, float]


def with_name(page: ScannedPage, picture: bytes, scale: float, read: Reads) -> ScannedPage:
    """The page with the name of who signs as most of the readings have it, where a post stands on
    it and a stamp or a signature over the name, or no name is seen."""
    place = _signed(page)
    if place is None:
        return page
    box, seen = place
    cut = _cut(picture, box, scale)
    if _is_clear(seen) and not _is_covered(cut, seen, box, scale):
        return page
    gap = round(_APART * scale)
    high = round(cut.height * _ZOOM) + gap
    strip = Image.new("L", (round(cut.width * _ZOOM), high * len(_DARKEST)), 255)
    for number, darkest in enumerate(_DARKEST):
        strip.paste(_darkest(cut, darkest), (0, number * high))
    out = io.BytesIO()
    strip.save(out, "PPM")
    zoomed = scale * _ZOOM
    readings = _readings(read(out.getvalue(), zoomed), high / zoomed)
    again = [[_moved(word, box) for word in one] for one in readings]
    return _with_words(page, _agreed([one for one in (seen, *again) if one]), box)


def _cut(picture: bytes, box: Box, scale: float) -> Image.Image:
    """The piece of a page's picture in a box of points."""
    image = Image.open(io.BytesIO(picture))
    left, top, right, bottom = (round(value * scale) for value in box)
    return image.crop((left, top, min(right, image.width), min(bottom, image.height)))


def _readings(found: ScannedPage, high: float) -> Iterator[list[SeenWord]]:
    """The names found in the pictures one below the other, each so many points high."""
    for number in range(len(_DARKEST)):
        top = number * high
        yield _name_in(
            [
                replace(word, top=word.top - top, bottom=word.bottom - top)
                for word in found.words
                if top <= (word.top + word.bottom) / 2 < top + high
            ]
        )


def _darkest(cut: Image.Image, darkest: int) -> Image.Image:
    """Only what is as dark as print of such darkness, in black."""
    bare = cut.point(lambda value: 255 if value > darkest else 0)
    if darkest in _BOLDER:
        bare = bare.filter(ImageFilter.MinFilter(3))
    size = (round(cut.width * _ZOOM), round(cut.height * _ZOOM))
    return bare.resize(size, Image.Resampling.LANCZOS)


def _letters(title: str) -> str:
    """The letters of a title, all upright strokes alike."""
    return title.upper().replace(".", "").translate(_STROKES)


def _is_clear(name: Sequence[SeenWord]) -> bool:
    said = [word.text for word in name]
    return bool(name) and (
        all(word.sure >= _CLEAR and is_plausible(word.text) for word in name)
        and _as_a_name(said) == said
    )


def _is_covered(cut: Image.Image, seen: Sequence[SeenWord], box: Box, scale: float) -> bool:
    """Whether there is ink below the post beside the name itself."""
    ink = cut.point(lambda value: 255 if value < _INK else 0)
    left, right = seen[0].x0 - 2 - box[0], seen[-1].x1 + 2 - box[0]
    top, bottom = seen[0].top - 4 - box[1], seen[0].bottom + 5 - box[1]
    ink.paste(
        0, (round(left * scale), round(top * scale), round(right * scale), round(bottom * scale))
    )
    return ink.histogram()[255] > _LEAST_INK * scale * scale


def _agreed(readings: Sequence[Sequence[SeenWord]]) -> list[SeenWord]:
    """Of each word of a name the reading that is surest taken together; in doubt unless all agree.
    Readings of another number of words do not count."""
    if not readings:
        return []
    worth = Counter[int]()
    for one in readings:
        sure = sum(word.sure for word in one) / len(one)
        worth[len(one)] += round(sure * (_WHOLE if _begins_as_a_name(one) else 1))
    count = max(worth, key=lambda number: (worth[number] * number, number))
    same = [one for one in readings if len(one) == count]
    words = [_surest([one[at] for one in same]) for at in range(count)]
    named = _as_a_name([word.text for word in words])
    agreed = [
        1 < len(same) == len(readings) and {one[at].text for one in same} == {named[at]}
        for at in range(count)
    ]
    return [
        replace(word, text=text, sure=word.sure if told else min(word.sure, UNSURE - 1))
        for word, text, told in zip(words, named, agreed, strict=True)
    ]


def _begins_as_a_name(words: Sequence[SeenWord]) -> bool:
    """Whether a surname comes first, or after a title."""
    return any(flat(word.text.strip(".")) in _SURNAMES for word in words[:2]) and len(words) > 1


def _surest(words: Sequence[SeenWord]) -> SeenWord:
    sums = Counter[str]()
    for word in words:
        sums[word.text] += round(word.sure * (1.0 if is_plausible(word.text) else 0.4))
    best = max(sums, key=lambda text: sums[text])
    return max((word for word in words if word.text == best), key=lambda word: word.sure)


def _as_a_name(words: Sequence[str]) -> list[str]:
    """The words of a name: its title as titles are, the surname and the name one is called by with
    the accents that such names have."""
    made = list(words)
    first = 0
    if len(made) > 2 and _TITLE.fullmatch(made[0]) and made[0].isascii():
        said = _letters(made[0])
        near = min(_TITLES, key=lambda title: OSA.distance(_letters(title), said))
        if OSA.distance(_letters(near), said) <= len(near) // 4:
            made[0] = near
    if made[0] in _TITLES or made[0].endswith("."):
        first = 1
    for at, word in enumerate(made[first + 1 : -1], start=first + 1):
        if not is_plausible(word):
            like = (name for bare, name in _MIDDLE.items() if OSA.distance(flat(word), bare) == 1)
            made[at] = next(like, word)
    made[first] = _SURNAMES.get(flat(made[first]), made[first])
    made[-1] = given_name(made[-1])
    return made


def _signed(page: ScannedPage) -> tuple[Box, list[SeenWord]] | None:
    """The place below the last post on the page, and the name that was seen there; None without a
    post."""
    lines = _lines(page.words)
    posts = [line for line in lines if _is_post(line)]
    if not posts:
        return None
    post = posts[-1]
    left, right, bottom = post[0].x0 - _BESIDE, post[-1].x1 + _BESIDE, post[0].bottom + 2
    to = [word.x1 for word in page.words if word.bottom > bottom and word.x1 < post[0].x0]
    left = max(left, min(max(to, default=0.0) + 4, post[0].x0 - 10), 0.0)
    below = [
        [word for word in line if left <= word.x0 <= right]
        for line in lines
        if bottom < line[0].bottom < bottom + _BELOW
    ]
    names = [line for line in below if _NAME.fullmatch(_said(line))]
    box = (left, bottom, min(page.width, right), min(page.height, bottom + _BELOW))
    return box, names[-1] if names else []


def _said(line: Sequence[SeenWord]) -> str:
    return " ".join(word.text for word in line).strip(_MARKS)


def _is_post(line: Sequence[SeenWord]) -> bool:
    """Whether the right end of a line is a post in capitals."""
    words = [word for word in line if word.text.isupper()]
    tail = flat(" ".join(word.text for word in words))
    return bool(words) and bool(_POST.search(tail))


def _lines(words: Sequence[SeenWord]) -> list[list[SeenWord]]:
    lines: list[list[SeenWord]] = []
    for word in sorted(words, key=lambda one: (one.bottom, one.x0)):
        if lines and abs(lines[-1][0].bottom - word.bottom) <= 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [_right_half(line) for line in lines]


def _right_half(line: list[SeenWord]) -> list[SeenWord]:
    """The words after the last wide gap of a line: addressees stand on its left."""
    line = sorted(line, key=lambda one: one.x0)
    gaps = [at for at in range(1, len(line)) if line[at].x0 - line[at - 1].x1 > _BESIDE / 2]
    return line[gaps[-1] :] if gaps else line


def _name_in(words: Sequence[SeenWord]) -> list[SeenWord]:
    """The words of the last line that is a name."""
    for line in reversed(_lines(words)):
        sure = sum(word.sure for word in line) / len(line)
        found = _NAME.search(" ".join(word.text.strip(_MARKS[1:]) for word in line))
        if sure >= _LEAST_SURE and found:
            kept = {part.strip(_MARKS) for part in found.group().split()}
            return [
                replace(word, text=word.text.strip(_MARKS[2:]))
                for word in line
                if word.text.strip(_MARKS) in kept
            ]
    return []


def _moved(word: SeenWord, box: Box) -> SeenWord:
    """The word where it stands on the page."""
    return replace(
        word,
        x0=round(word.x0 + box[0], 1),
        x1=round(word.x1 + box[0], 1),
        top=round(word.top + box[1], 1),
        bottom=round(word.bottom + box[1], 1),
    )


def _with_words(page: ScannedPage, found: Sequence[SeenWord], box: Box) -> ScannedPage:
    """The page with these words in place of what was seen of them under the stamp."""
    if not found:
        return page
    bottom = found[0].bottom
    even = [replace(word, top=word.top + bottom - word.bottom, bottom=bottom) for word in found]
    kept = [word for word in page.words if not word.lies_in(box)]
    return replace(page, words=(*kept, *even))


# --- the addressees -------------------------------------------------------------------------------
_FEWEST = 20.0  # points: nothing stands below "Nơi nhận"
_LEFT, _RIGHT = 14.0, 300.0  # points before and after its first word, where nobody signs beside it
_LONGEST, _ASIDE = 260.0, 60.0
_FROM_HEAD, _FROM_POST = 4.0, 8.0


def with_addressees(page: ScannedPage, picture: bytes, scale: float, read: Reads) -> ScannedPage:
    """The page with the lines below "Nơi nhận" as a look at them alone has them, where that look is
    surer or parts lines that the first took for one."""
    box = _block_of_addressees(page.words)
    if box is None:
        return page
    out = io.BytesIO()
    _cut(picture, box, scale).save(out, "PPM")
    again = [_moved(word, box) for word in read(out.getvalue(), scale).words]
    first = [word for word in page.words if _is_addressee(word, box)]
    if _worth(again) <= _worth(first):
        return page
    others = [word for word in page.words if not _is_addressee(word, box)]
    return replace(page, words=(*others, *again))


def _block_of_addressees(words: Sequence[SeenWord]) -> Box | None:
    """Where the addressees stand."""
    for run in in_runs(words):
        if (
            OSA.distance(flat(" ".join(word.text for word in run[:2])).strip(" :.;"), "noi nhan")
            > 1
        ):
            continue
        head = run[0]
        top = head.bottom + _FROM_HEAD
        right = min(
            (w.x0 - _FROM_POST for w in words if w.bottom > head.bottom - 12 and _signs(w, head)),
            default=head.x0 + _RIGHT,
        )
        below = [w for w in words if top < w.bottom < top + _LONGEST and w.x1 < right]
        if below and max(w.bottom for w in below) - top > _FEWEST:
            return max(0.0, head.x0 - _LEFT), top, right, max(w.bottom for w in below) + 12
    return None


def _signs(word: SeenWord, head: SeenWord) -> bool:
    """Whether a word beside the block is of who signs: capitals, well to the right."""
    said = word.text.strip(".,")
    return word.x0 > head.x1 + _ASIDE and said.isalpha() and said.isupper() and len(said) > 1


def _worth(words: Sequence[SeenWord]) -> float:
    """How many lines there are of how likely words."""
    if not words:
        return 0.0
    likely = sum(word.sure for word in words if is_plausible(word.text)) / len(words)
    return likely + len([*in_runs(words)])


def _is_addressee(word: SeenWord, box: Box) -> bool:
    across, down = (word.x0 + word.x1) / 2, word.bottom - 4
    return box[0] <= across <= box[2] and box[1] <= down <= box[3]
