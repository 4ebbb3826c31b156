"""Which words of a page a person sees are no Vietnamese: for ``test_language.py``."""

from __future__ import annotations

import re
from html.parser import HTMLParser

from vietnamese.text import fold, nfc

# The shape of a Vietnamese syllable without its marks; English words rarely have it.
SYLLABLE = re.compile(
    r"(ngh|ng|nh|th|tr|ph|kh|gh|gi|qu|ch|[bcdghklmnpqrstvx])?[aeiouy]{1,3}(ng|nh|ch|[cmnpt])?"
)
# Shaped like a syllable by chance; these are the words that libraries really show.
_ENGLISH = """
add all and any are be by can date go home in into is it last line log login no none not now of on
or out page put run save see select set sign skip start stop the this time to up use user view was
with yes you your
"""
# Vietnamese writes these as well: "an toàn", "cho", "to", "theo" …
_BOTH = "an be can co do go in ly no on to tin the thu at hay khi so sang"
_NAMES = "pccc cnch ubnd xlsx sha byte http admin quantri docx pdf png jpg ocr csv ods kb mb"
ENGLISH_SYLLABLES = frozenset(_ENGLISH.split()) - frozenset(_BOTH.split())
NAMES = frozenset(_NAMES.split())
_SEEN_ATTRIBUTES = ("title", "alt", "aria-label", "placeholder", "data-confirm")
_BUTTONS = ("submit", "button", "reset")
_HIDDEN = ("script", "style", "template", "textarea")  # what stands in a textarea was typed


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _HIDDEN:
            self.depth += 1
        self.texts += [told.get(name) or "" for name in _SEEN_ATTRIBUTES]
        if tag == "input" and told.get("type") in _BUTTONS:
            self.texts.append(told.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.depth -= 1

    def handle_data(self, data: str) -> None:
        if not self.depth:
            self.texts.append(data)


def seen(page: str) -> str:
    """The text of a page that a person sees or hears."""
    reader = _Words()
    reader.feed(page)
    return nfc(" ".join(text for text in reader.texts if text.strip()))


def foreign_words(text: str, known: frozenset[str] = frozenset()) -> list[str]:
    """The words of a text that are no Vietnamese, in order, each once; ``known`` are names."""
    found: dict[str, None] = {}
    for token in re.findall(r"(?<!\w)[^\W\d_]+(?:[._@-][^\W_]+)*(?!\w)", text):
        if re.search(r"[._@]", token):  # an address or the name of a file
            continue
        for word in token.split("-"):
            if word.isalpha() and _is_foreign(word.lower(), known):
                found[word] = None
    return list(found)


def _is_foreign(word: str, known: frozenset[str]) -> bool:
    if fold(word) != word or word in NAMES or word in known:
        return False
    return not SYLLABLE.fullmatch(word) or word in ENGLISH_SYLLABLES
