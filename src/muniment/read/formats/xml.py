"""XML of every sort: the text of its elements, and the attributes that hold words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast

from lxml import etree

from muniment.read.datauri import from_base64
from muniment.read.markup import VERSION, Opening, Words, listen
from muniment.read.reader import Document, Found, Reader, Shortfall

_INLINE_NAMES = (
    "a b i u s em strong emphasis sub sup span tspan g x bx ex ph bpt ept it ut hi mrk sc ec pc code q "
    "cite small big font tt style strikethrough abbr acronym mark ruby rb rt foreignphrase link ulink "
    "phrase quote"
)
_INLINE = frozenset(_INLINE_NAMES.split())
"""Elements that stand within a line in the XML formats known here; every other begins a line."""

_WORDED_ATTRIBUTES = frozenset(
    {"title", "alt", "label", "text", "description", "summary", "caption", "comment", "content", "value", "name"}
)
_WORDLESS_ATTRIBUTES = frozenset(
    {
        "style",
        "d",
        "class",
        "points",
        "transform",
        "schemaLocation",
        "viewBox",
        "font-family",
        "about",
        "id",
        "preserveAspectRatio",
        "lang",
        "parseType",
    }
)
_TWO_WORDS = re.compile(r"[^\W\d_]{2,}\s+[^\W\d_]{2,}")
_LETTER = re.compile(r"[^\W\d_]")
_FOREIGN_LETTER = re.compile(r"[^\W\d_\x00-\x7f]")
_FACTS = {
    "image/svg+xml": {"title": "title"},
    "application/x-fictionbook+xml": {"book-title": "title", "author": "author"},
    "application/rdf+xml": {"title": "title", "creator": "author", "Title": "title"},
}
"""Elements that say something of the document as a whole."""

_SILENT = {
    "image/svg+xml": frozenset({"style", "script"}),
    "application/x-fictionbook+xml": frozenset({"stylesheet"}),
}
"""Elements that hold no words for people."""


class XmlWords(Words):
    """Listens to the XML parser."""

    def __init__(self, media_type: str) -> None:
        super().__init__()
        self._facts_by_element = _FACTS.get(media_type, {})
        self._silent_elements = _SILENT.get(media_type, frozenset())
        self._silent = 0
        self._is_rdf = media_type == "application/rdf+xml"
        self._fact: list[str] | None = None
        self._fact_name = ""
        self._binary: list[str] | None = None
        self._binary_id = b""

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        name = tag.rpartition("}")[2]
        self._silent += name in self._silent_elements
        if name not in _INLINE:
            self.flow.line()
        if name == "binary" and "content-type" in attributes:
            self._binary, self._binary_id = [], attributes.get("id", "").encode("utf-8", "replace")
        if name in self._facts_by_element and self._fact is None:
            self._fact, self._fact_name = [], name
        for attribute, value in attributes.items():
            self._attribute(attribute.rpartition("}")[2], value)

    def _attribute(self, name: str, value: str) -> None:
        if value[:5].lower() == "data:":
            self.found.extend(self.embedded.find(value))
        elif (self._is_rdf and name not in _WORDLESS_ATTRIBUTES) or _holds_words(name, value):
            self.flow.words(value)
            self.flow.line()

    def end(self, tag: str) -> None:
        """An element ends."""
        name = tag.rpartition("}")[2]
        self._silent -= name in self._silent_elements
        if name == "binary" and self._binary is not None:
            self._give_binary()
        if self._fact is not None and name == self._fact_name:
            self.fact(self._facts_by_element[name], " ".join(self._fact))
            self._fact = None
        if name not in _INLINE:
            self.flow.line()

    def _give_binary(self) -> None:
        content = from_base64("".join(self._binary or ()).encode("ascii", "replace"))
        member = self.embedded.member(content, "application/octet-stream")
        self.found.append(replace(member, name=self._binary_id) if self._binary_id else member)
        self._binary = None

    def data(self, text: str) -> None:
        """Text within an element."""
        if self._binary is not None:
            self._binary.append(text)
            return
        if self._silent:
            self.found.extend(self.embedded.find(text))
            return
        if self._fact is not None:
            self._fact.append(text)
        self.flow.words(text)

    def comment(self, text: str) -> None:
        """Comments are no text."""


def _holds_words(name: str, value: str) -> bool:
    if name in _WORDLESS_ATTRIBUTES or "://" in value[:20]:
        return False
    if name in _WORDED_ATTRIBUTES:
        return _LETTER.search(value) is not None
    return _FOREIGN_LETTER.search(value) is not None or _TWO_WORDS.search(value) is not None


class XmlReader:
    """Reads XML of every sort: the text of its elements, and attributes that hold words."""

    name = "xml"
    version = VERSION
    media_types = frozenset(
        {
            "application/xml",
            "image/svg+xml",
            "application/xliff+xml",
            "application/x-tmx",
            "application/x-fictionbook+xml",
            "application/rdf+xml",
        }
    )

    def read(self, document: Document) -> Iterator[Found]:
        """Yield facts, embedded files and text; entities are named in a shortfall, never followed."""
        words = XmlWords(document.media_type)
        opening = Opening()
        parser = etree.XMLParser(
            target=cast("Any", words),
            encoding="utf-8",
            huge_tree=True,
            recover=True,
            no_network=True,
            resolve_entities=False,
            load_dtd=False,
        )
        yield from listen(document, parser, words, opening)
        if opening.has_entities:
            yield Shortfall("the file defines shorthands (entities) for text elsewhere: they were not followed")


READERS: tuple[Reader, ...] = (XmlReader(),)
