"""Web pages: the programs, dates and addresses that stand in their heads and their linked data."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, cast

from lxml import etree

from muniment.limits import MIB
from muniment.read.examine.trait import Gap, Key, Seen, Trait
from muniment.read.markup import encoding_of
from muniment.read.reader import Document

MOST_TRAITS = 200
"""Lines told of one page."""

_BYTES = 16 * MIB
"""What is looked at: heads stand at the beginning."""

_SCRIPT_CHARS = 1 * MIB
_META = {
    "generator": Key.PRODUCER,
    "author": Key.AUTHOR,
    "dc.creator": Key.AUTHOR,
    "article:author": Key.AUTHOR,
    "date": Key.CREATED,
    "dc.date": Key.CREATED,
    "dcterms.created": Key.CREATED,
    "pubdate": Key.CREATED,
    "article:published_time": Key.CREATED,
    "last-modified": Key.MODIFIED,
    "article:modified_time": Key.MODIFIED,
    "dcterms.modified": Key.MODIFIED,
    "og:updated_time": Key.MODIFIED,
    "og:url": Key.ADDRESS,
    "og:site_name": Key.COMPANY,
    "og:title": Key.TITLE,
    "content-language": Key.LANGUAGE,
}
_LINKED = {"datePublished": Key.CREATED, "dateCreated": Key.CREATED, "dateModified": Key.MODIFIED}
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(\S+)")


class _Listener:
    """What the parser calls."""

    def __init__(self) -> None:
        self.found: dict[Trait, None] = {}
        self._script: list[str] | None = None

    def note(self, key: Key, value: str, where: str) -> None:
        if value.strip() and len(self.found) <= MOST_TRAITS:
            self.found.setdefault(Trait(key, " ".join(value.split()), where))

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "html":
            self.note(Key.LANGUAGE, attributes.get("lang", ""), "html element")
        elif tag == "meta":
            name = (attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or "").lower()
            if name in _META:
                self.note(_META[name], attributes.get("content", ""), f"meta {name}")
        elif tag == "link" and attributes.get("rel", "").lower() == "canonical":
            self.note(Key.ADDRESS, attributes.get("href", ""), "canonical link")
        elif tag == "time":
            self.note(
                Key.OTHER, f"time: {attributes['datetime']}" if attributes.get("datetime") else "", "time element"
            )
        elif tag == "script" and attributes.get("type", "").lower() == "application/ld+json":
            self._script = []

    def end(self, tag: str) -> None:
        if tag == "script" and self._script is not None:
            self._linked_data("".join(self._script))
            self._script = None

    def data(self, text: str) -> None:
        if self._script is not None and sum(map(len, self._script)) < _SCRIPT_CHARS:
            self._script.append(text)

    def comment(self, text: str) -> None:
        if saved := _SAVED_FROM.search(text):
            self.note(Key.ADDRESS, saved[1], "comment by the browser that saved it")

    def pi(self, target: str, data: str | None = None) -> None:
        """Instructions to programs tell nothing of its making."""

    def close(self) -> None:
        """The parser asks for this at the end."""

    def _linked_data(self, untrusted_json: str) -> None:
        try:
            waiting: list[Any] = [json.loads(untrusted_json)]
        except (ValueError, RecursionError):
            return  # it is a program's business whether its data is sound; the page shows its text
        while waiting:
            value = waiting.pop()
            if isinstance(value, list):
                waiting.extend(value)
            elif isinstance(value, dict):
                waiting.extend(value.values())
                for name, key in _LINKED.items():
                    if isinstance(value.get(name), str):
                        self.note(key, value[name], f"linked data, {name}")


def examine_html(document: Document) -> Iterator[Seen]:
    """What a web page tells of its making."""
    content = document.head(_BYTES)
    guessed = encoding_of(content)
    listener = _Listener()
    parser = etree.HTMLParser(target=cast("Any", listener), encoding="utf-8", huge_tree=True, no_network=True)
    try:
        parser.feed(content.decode(guessed.encoding, "replace").replace("\0", ""))
        parser.close()
    except etree.XMLSyntaxError:
        yield Gap("the page breaks off where no parser can go on")
    yield Trait(Key.BUILD, f"encoded as {guessed.encoding}{'' if guessed.certain else ' (a guess)'}", "its bytes")
    yield from list(listener.found)[:MOST_TRAITS]
    if len(listener.found) > MOST_TRAITS:
        yield Gap(f"it says more than {MOST_TRAITS} things of itself; the others are not told")
    if document.size > _BYTES:
        yield Gap(f"only its first {_BYTES // MIB} MiB were looked at")
