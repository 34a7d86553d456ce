"""Web pages: the words that a reader of the page would see, in the order of the file."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from lxml import etree

from muniment.read.formats import xml
from muniment.read.formats.mail import cards
from muniment.read.markup import VERSION, Opening, Words, listen
from muniment.read.reader import Document, Found, PageFound, Reader

_SILENT = frozenset({"script", "style"})
_PARAGRAPHS_NAMES = (
    "p h1 h2 h3 h4 h5 h6 table ul ol dl pre blockquote article section header footer main aside nav form "
    "fieldset figure hr body details dialog"
)
_PARAGRAPHS = frozenset(_PARAGRAPHS_NAMES.split())
_LINES_NAMES = (
    "div li dt dd br tr option title legend caption figcaption summary address center label textarea "
    "select thead tbody tfoot frame iframe noscript marquee optgroup"
)
_LINES = frozenset(_LINES_NAMES.split())
_VERBATIM = frozenset({"pre", "textarea", "listing", "xmp"})
_WORDED_INPUTS = frozenset({"text", "search", "submit", "button", "reset", "email", "tel", "url", "number", "date", ""})

_META_FACTS = {
    "author": "author",
    "dc.creator": "author",
    "dcterms.creator": "author",
    "article:author": "author",
    "date": "date",
    "dc.date": "date",
    "dcterms.created": "date",
    "pubdate": "date",
    "publishdate": "date",
    "article:published_time": "date",
    "last-modified": "modified",
    "article:modified_time": "modified",
    "dcterms.modified": "modified",
    "description": "description",
    "og:description": "description",
    "dc.description": "description",
    "keywords": "keywords",
    "generator": "program",
    "og:title": "title",
    "title": "title",
    "dc.title": "title",
    "dcterms.title": "title",
    "subject": "subject",
    "dc.subject": "subject",
    "abstract": "description",
    "dcterms.abstract": "description",
    "og:url": "canonical",
    "og:site_name": "site",
    "copyright": "rights",
    "dc.publisher": "publisher",
}
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")


class HtmlWords(Words):
    """Listens to the HTML parser."""

    def __init__(self) -> None:
        super().__init__()
        self._silent = 0
        self._verbatim = 0
        self._title: list[str] | None = None
        self._script: list[str] = []
        self._fresh_row = True
        self.headline: list[str] = []
        """What a page says of itself in its head: all there is to read where the body is empty."""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "title":
            self._title = []
        elif tag in {"td", "th"}:
            self.flow.cell(first=self._fresh_row)
            self._fresh_row = False
        else:
            self._break(tag)
        if tag in _VERBATIM:
            self._verbatim += 1
        if attributes:
            self._attributes(tag, attributes)

    def _break(self, tag: str) -> None:
        if tag == "tr":
            self.flow.row()
            self._fresh_row = True
        elif tag in _PARAGRAPHS:
            self.flow.paragraph()
        elif tag in _LINES:
            self.flow.line()

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            self.found.extend(self.embedded.find("".join(self._script)))
            self._script.clear()
        elif tag == "title" and self._title is not None:
            self.fact("title", "".join(self._title))
            self.headline.append("".join(self._title).strip())
            self._title = None
        elif tag != "br":
            self._break(tag)
        if tag in _VERBATIM:
            self._verbatim = max(0, self._verbatim - 1)

    def data(self, text: str) -> None:
        """Text within an element."""
        if self._silent:
            self._script.append(text)
        elif self._title is not None:
            self._title.append(text)
        elif self._verbatim:
            self.flow.verbatim(text)
        else:
            self.flow.words(text)

    def comment(self, text: str) -> None:
        """Comments are no text, but browsers note there where a page was saved from."""
        if saved := _SAVED_FROM.search(text):
            self.fact("saved from", saved[1])

    def _attributes(self, tag: str, attributes: Mapping[str, str]) -> None:
        for name, value in attributes.items():
            if name == "srcdoc":
                member = self.embedded.member(value.encode("utf-8", "replace"), "text/html")
                self.found.append(
                    replace(member, name=member.name.removesuffix(b".htm").removesuffix(b".html") + b".html")
                )
            else:
                self.found.extend(self.embedded.find(value))
        if alt := attributes.get("alt", "").strip():
            self.flow.words(f" {alt} ")
        if tag == "input" and attributes.get("type", "").lower() in _WORDED_INPUTS:
            self.flow.words(f" {attributes.get('value', '')} ")
        elif tag == "meta":
            name = (attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or "").lower()
            if name in _META_FACTS:
                self.fact(_META_FACTS[name], attributes.get("content", ""))
                if _META_FACTS[name] == "description":
                    self.headline.append(attributes.get("content", ""))
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.fact("canonical", attributes.get("href", ""))


class HtmlReader:
    """Reads web pages in any encoding."""

    name = "html"
    version = VERSION
    media_types = frozenset({"text/html", "application/xhtml+xml"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, the files written into the page, and its text."""
        words = HtmlWords()
        parser = etree.HTMLParser(target=cast("Any", words), encoding="utf-8", huge_tree=True, no_network=True)
        pages = 0
        for found in listen(document, parser, words, Opening()):
            pages += isinstance(found, PageFound)
            yield found
        if not pages and words.headline:
            yield PageFound(1, "\n".join(words.headline), "title and description only")


READERS: tuple[Reader, ...] = (HtmlReader(), *xml.READERS, *cards.READERS)
