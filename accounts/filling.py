"""A form of a page filled in again with what somebody had typed.  PURE.

The page is taken as it was drawn; only the controls of the one form are changed, so that it works
for every form without its knowing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urljoin

Typed = Mapping[str, Sequence[str]]

# Controls that a browser fills in by itself, or that nobody fills in.
_LEFT_ALONE = frozenset({"file", "submit", "button", "image", "reset", "password"})
_OWN = frozenset({"csrfmiddlewaretoken"})


@dataclass
class _Control:
    """A control as it stands in the page: where its tag is, and what may be set."""

    tag: str
    start: int
    end: int
    attributes: dict[str, str | None]
    options: list[_Control] = field(default_factory=list)
    inner_end: int = 0

    @property
    def name(self) -> str:
        return self.attributes.get("name") or ""

    @property
    def kind(self) -> str:
        return (self.attributes.get("type") or "text").lower() if self.tag == "input" else self.tag


@dataclass
class _Form:
    start: int  # after its opening tag
    action: str
    key: str
    folded: list[tuple[int, str]]  # tags of closed folds, around it and within
    controls: list[_Control] = field(default_factory=list)

    def addresses(self, at: str) -> set[str]:
        """Where the form is sent from the page ``at``: a button of it may lead elsewhere."""
        elsewhere = (one.attributes.get("formaction") for one in self.controls)
        return {urljoin(at, address) for address in (self.action or at, *elsewhere) if address}


class _Reader(HTMLParser):
    """Finds the forms of a page that are sent by POST, and their controls."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.forms: list[_Form] = []
        self.apart: list[tuple[str, _Control]] = []  # controls that name their form
        self._lines = [0]
        for line in page.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.page = page
        self._form: _Form | None = None
        self._folds: list[tuple[int, str] | None] = []
        self._open: _Control | None = None
        self.feed(page)
        self.close()

    def _at(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given, start, written = dict(attrs), self._at(), self.get_starttag_text() or ""
        end = start + len(written)
        if tag == "details":
            fold = None if "open" in given else (start, written)
            self._folds.append(fold)
            if self._form and fold:
                self._form.folded.append(fold)
        elif tag == "form" and (given.get("method") or "").lower() == "post":
            folded = [fold for fold in self._folds if fold]
            self._form = _Form(end, given.get("action") or "", given.get("id") or "", folded)
            self.forms.append(self._form)
        elif tag == "option" and self._open is not None:
            self._open.options.append(_Control(tag, start, end, given))
        elif tag in ("input", "textarea", "select", "button"):
            self._add(_Control(tag, start, end, given))

    def _add(self, control: _Control) -> None:
        if control.attributes.get("form"):
            self.apart.append((control.attributes["form"] or "", control))
        elif self._form is not None:
            self._form.controls.append(control)
        if control.tag in ("textarea", "select"):
            self._open = control

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "details" and self._folds:
            self._folds.pop()
        elif self._open is not None and tag == self._open.tag:
            self._open.inner_end = self._at()
            self._open = None


def fill_form(page: str, *, at: str, action: str, typed: Typed, said: str) -> str | None:
    """The page at the address ``at`` with what was ``typed`` in the form that is sent to
    ``action``, and ``said`` (HTML) on top of that form; None where the page has no such form.

    What no control of the page holds (a row that a script had added) is kept in hidden controls.
    """
    reader = _Reader(page.replace("\r\n", "\n"))
    named = {form.key: form for form in reader.forms if form.key}
    for key, control in reader.apart:
        if key in named:
            named[key].controls.append(control)
    sent = [form for form in reader.forms if action in form.addresses(at)]
    if not sent:
        return None
    form = max(sent, key=lambda one: len({c.name for c in one.controls} & set(typed)))
    left = {name: list(values) for name, values in typed.items() if name not in _OWN}
    edits = [edit for control in form.controls for edit in _edits(control, left)]
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, values in left.items()
        for value in values
    )
    edits.append((form.start, form.start, said + hidden))
    edits += [(at, at + len(tag), f"{tag[:-1]} open>") for at, tag in form.folded]
    return _edited(reader.page, edits)


def _edited(page: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, text in sorted(edits, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _edits(control: _Control, left: dict[str, list[str]]) -> list[tuple[int, int, str]]:
    """What to write instead of a control; takes what it used from ``left``."""
    if control.name in _OWN or not control.name:
        return []
    values = left.get(control.name, [])
    if control.kind in _LEFT_ALONE:
        # What a button says, only that button says again.
        if (control.attributes.get("value") or "") in values:
            values.remove(control.attributes.get("value") or "")
        return []
    if control.kind in ("checkbox", "radio"):
        value = control.attributes.get("value")
        return [_marked(control, "checked", "on" if value is None else value, values)]
    if control.kind == "select":
        return [
            _marked(option, "selected", option.attributes.get("value") or "", values)
            for option in control.options
        ]
    if not values:
        return []
    value = values.pop(0)
    if control.kind == "textarea":
        return [(control.end, control.inner_end, "\n" + escape(value, quote=False))]
    return [(control.start, control.end, _tag(control, value=value))]


def _marked(control: _Control, mark: str, value: str, values: list[str]) -> tuple[int, int, str]:
    if value in values:
        values.remove(value)
        return control.start, control.end, _tag(control, **{mark: None})
    control.attributes.pop(mark, None)
    return control.start, control.end, _tag(control)


def _tag(control: _Control, **changed: str | None) -> str:
    attributes = {**control.attributes, **changed}
    written = (
        name if value is None else f'{name}="{escape(value)}"' for name, value in attributes.items()
    )
    return f"<{' '.join((control.tag, *written))}>"
