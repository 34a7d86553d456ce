"""What an HTML file of a publication shows of proved pages and quotes.

An element with ``data-page`` shows a page, by the name of its proof; in it, one with ``data-stretch`` shows a stretch
by its number, one with ``data-withheld`` stands for words kept back, and one with ``data-note`` is ours. An element
with ``data-quote`` shows the words of quotes, as ``PROOF#QUOTE`` with spaces between. Every element must be closed,
in the right order, and values of attributes stand in double quotes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that have no end, in HTML."""

_ROLES = frozenset({"data-page", "data-stretch", "data-withheld", "data-note", "data-quote"})
_RAW, _DRAWN, _DRAWING = frozenset({"script", "style"}), frozenset({"svg", "math"}), "drawing"
_ATTRIBUTE = re.compile(r'\s+([a-zA-Z_:][a-zA-Z0-9_:.-]*)(?:="([^"]*)")?')
_TAG = re.compile(r'([a-zA-Z][a-zA-Z0-9-]*)((?:\s+[a-zA-Z_:][a-zA-Z0-9_:.-]*(?:="[^"]*")?)*)\s*(/?)')
_CONTROLS = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f]")
_SPACES = re.compile("[ \t\n\f\r]+")


class UnreadablePageError(ValueError):
    """The file is not written so that what it shows can be told. The message is the end of a sentence."""


@dataclass(slots=True)
class ShownPage:
    """A page as it is shown: its stretches by number, each with its texts between gaps, and words outside of them."""

    name: str
    stretches: list[tuple[str, list[str]]] = field(default_factory=list)
    stray: str = ""


@dataclass(slots=True)
class ShownQuote:
    """A quote, or several in a row, as shown."""

    names: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class ShownFile:
    """All pages and quotes that a file shows."""

    pages: Sequence[ShownPage]
    quotes: Sequence[ShownQuote]


def shown_in(untrusted_html: str) -> ShownFile:
    """What a file shows. Raises ``UnreadablePageError``. Takes a time that grows with the file, whatever is in it."""
    scan = _Scan()
    scan.run(untrusted_html)
    return ShownFile(scan.pages, scan.quotes)


def plain(text: str) -> str:
    """Text without what HTML does not keep: runs of white space are one space, control characters are nothing."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip(" ")


class _Scan:
    """Goes through a file tag by tag. HTML that only a lenient parser understands is refused, not mended."""

    def __init__(self) -> None:
        self.pages: list[ShownPage] = []
        self.quotes: list[ShownQuote] = []
        self._open: list[tuple[str, frozenset[str]]] = []

    def run(self, text: str) -> None:
        """Go through the whole file."""
        at = 0
        while (start := text.find("<", at)) >= 0:
            self._take(text[at:start])
            at = self._comment(text, start) if text.startswith("<!--", start) else self._tag(text, start)
        self._take(text[at:])
        _refuse(bool(self._open), "leaves an element open")

    def _comment(self, text: str, start: int) -> int:
        end = text.find("--", start + len("<!--"))
        _refuse(end < 0 or not text.startswith("-->", end), "has a comment that does not end as it should")
        return end + len("-->")

    def _tag(self, text: str, start: int) -> int:
        """Follow the tag that begins here; returns where to go on."""
        end = text.find(">", start)
        _refuse(end < 0, "has a tag that never ends")
        inner = text[start + 1 : end]
        if inner.startswith("/"):
            self._close(inner[1:].strip().lower())
        elif not inner.lower().startswith("!doctype"):
            name = self._element(inner)
            if name in _RAW:
                return self._raw(name, text, end + 1)
        return end + 1

    def _raw(self, name: str, text: str, start: int) -> int:
        """Pass over a script or style, in which tags mean nothing."""
        closing = text.find(f"</{name}", start)
        _refuse(closing < 0, f"never closes <{name}>")
        self._take(text[start:closing])
        return closing

    def _element(self, inner: str) -> str:
        """Note what the element shows, and that it is open; returns its name, "" if it has no end."""
        found = _TAG.fullmatch(inner)
        if found is None:
            raise UnreadablePageError("has a tag that is not written as it should be")
        tag, around = found[1].lower(), self._roles()
        if tag in VOID or (found[3] and (tag in _DRAWN or _DRAWING in around)):
            return ""
        _refuse(bool(found[3]), f"closes <{tag}> where it begins")
        values: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(found[2]):
            values.setdefault(name.lower(), unescape(value))
        roles = frozenset(name.removeprefix("data-") for name in values if name in _ROLES)
        self._begin(roles, around, values)
        self._open.append((tag, around | roles | ({_DRAWING} if tag in _DRAWN else frozenset())))
        return tag

    def _begin(self, roles: frozenset[str], around: frozenset[str], values: dict[str, str]) -> None:
        if "page" in roles:
            _refuse("page" in around, "has a page within a page")
            self.pages.append(ShownPage(values["data-page"]))
        in_page = "page" in roles | around
        if in_page and "stretch" in roles:
            _refuse("stretch" in around, "has a stretch of words within another")
            self.pages[-1].stretches.append((values["data-stretch"], [""]))
        if in_page and "withheld" in roles and "stretch" in roles | around and "withheld" not in around:
            self.pages[-1].stretches[-1][1].append("")
        if "quote" in roles:
            self.quotes.append(ShownQuote(values["data-quote"]))

    def _close(self, tag: str) -> None:
        _refuse(not self._open or self._open[-1][0] != tag, f"closes <{tag}> where something else is open")
        self._open.pop()

    def _take(self, text: str) -> None:
        """Add text to what it belongs to."""
        data = unescape(text)
        roles = self._roles()
        if "withheld" in roles:
            return
        if "quote" in roles and "note" not in roles:
            self.quotes[-1].text += data
        if {"page", "stretch"} <= roles:
            self.pages[-1].stretches[-1][1][-1] += data
        elif "page" in roles and "note" not in roles:
            self.pages[-1].stray += data

    def _roles(self) -> frozenset[str]:
        return self._open[-1][1] if self._open else frozenset()


def _refuse(wrong: bool, says: str) -> None:
    if wrong:
        raise UnreadablePageError(says)
