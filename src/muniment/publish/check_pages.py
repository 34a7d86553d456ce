"""What an HTML file of a publication shows of proved pages and quotes.

An element with ``data-page`` shows a page, by the name of its proof; in it, one with ``data-stretch`` shows a stretch
by its number, one with ``data-withheld`` stands for words kept back, and one with ``data-note`` is ours. An element
with ``data-quote`` shows the words of quotes, as ``PROOF#QUOTE`` with spaces between. Every element must be closed,
in the right order.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that have no end, in HTML."""

_ROLES = frozenset({"data-page", "data-stretch", "data-withheld", "data-note", "data-quote"})
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
    """What a file shows. Raises ``UnreadablePageError``."""
    parser = _Parser()
    parser.feed(untrusted_html)
    parser.close()
    return ShownFile(parser.pages, parser.quotes)


def plain(text: str) -> str:
    """Text without what HTML does not keep: runs of white space are one space, control characters are nothing."""
    return _SPACES.sub(" ", _CONTROLS.sub("", text)).strip(" ")


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pages: list[ShownPage] = []
        self.quotes: list[ShownQuote] = []
        self._open: list[tuple[str, frozenset[str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element shows, and that it is open."""
        if tag in VOID:
            return
        values: dict[str, str] = {}
        for name, value in attrs:
            values.setdefault(name, value or "")
        around = self._roles()
        roles = frozenset(name.removeprefix("data-") for name in values if name in _ROLES)
        self._begin(roles, around, values)
        self._open.append((tag, around | roles))

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

    def handle_startendtag(self, tag: str, attrs: Iterable[object]) -> None:  # noqa: ARG002 - the parser calls it so
        """Elements with an end have one of their own."""
        _refuse(tag not in VOID, f"closes <{tag}> where it begins")

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element."""
        _refuse(not self._open or self._open[-1][0] != tag, f"closes <{tag}> where something else is open")
        self._open.pop()

    def handle_data(self, data: str) -> None:
        """Add the text to what it belongs to."""
        roles = self._roles()
        if "withheld" in roles:
            return
        if "quote" in roles and "note" not in roles:
            self.quotes[-1].text += data
        if {"page", "stretch"} <= roles:
            self.pages[-1].stretches[-1][1][-1] += data
        elif "page" in roles and "note" not in roles:
            self.pages[-1].stray += data

    def close(self) -> None:
        """End the file; nothing may be left open."""
        super().close()
        _refuse(bool(self._open), "leaves an element open")

    def _roles(self) -> frozenset[str]:
        return self._open[-1][1] if self._open else frozenset()


def _refuse(wrong: bool, says: str) -> None:
    if wrong:
        raise UnreadablePageError(says)
