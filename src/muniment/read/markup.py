"""Markup as a stream of words: what the readers of web pages and of XML share.

Both are parsed as a stream by lxml. No tree is built, so neither depth nor length matters; nothing is fetched, no
entity is followed.
"""

import codecs
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from muniment.read.charset import SAMPLE_BYTES, Guess, guess, is_utf8, usable
from muniment.read.datauri import Embedded
from muniment.read.flow import Flow, Pager
from muniment.read.formats.text import Losses, decoded, sample_of
from muniment.read.reader import Document, Empty, FactFound, Found, Shortfall

VERSION = f"1 (lxml {etree.__version__}, libxml2 {'.'.join(map(str, etree.LIBXML_VERSION))})"

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{1,40})|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 64 * 1024
"""Browsers look at 1024 bytes; pages with long preambles exist, and looking costs nothing."""

_TAGS = re.compile(rb"<[^<>]{0,2000}>")
_C1 = re.compile("[\x80-\x9f]")
_MULTIBYTE = frozenset(
    {"gb18030", "big5", "big5hkscs", "cp950", "cp932", "shift_jis", "euc_jp", "cp949", "euc_kr", "johab"}
)


def encoding_of(sample: bytes) -> Guess:
    """The encoding of markup: what the bytes prove, else what the page declares if the bytes allow it, else a guess."""
    bare = _TAGS.sub(b" ", sample)
    guessed = guess(sample)
    if guessed.certain and not bare.isascii():
        return guessed
    declared = _declared(sample)
    if declared and _fits(bare, declared):
        return Guess(declared, certain=False)
    return guessed if bare.isascii() else guess(bare)


def _declared(sample: bytes) -> str:
    for match in _DECLARED.finditer(sample[:_DECLARED_WITHIN]):
        name = usable((match[1] or match[2]).decode("ascii"))
        if name and not name.startswith(("utf-16", "utf-32")):
            return name
    return ""


def _fits(bare: bytes, declared: str) -> bool:
    """Whether the bytes can be in the encoding declared: no broken characters, no invisible ones."""
    if declared == "utf-8":
        return is_utf8(bare)
    try:
        text = codecs.getincrementaldecoder(declared)().decode(bare)
    except UnicodeDecodeError:
        return False
    return declared in _MULTIBYTE or len(_C1.findall(text)) <= len(text) // 1000


_MAX_FACT = 2_000
"""Characters of one fact."""


class Words:
    """What both kinds of markup share: a flow of text, facts and members found on the way."""

    def __init__(self) -> None:
        self.flow = Flow()
        self.found: list[Found] = []
        self.embedded = Embedded()
        self._facts: set[tuple[str, str]] = set()

    def fact(self, name: str, untrusted_value: str) -> None:
        """Note a fact, once."""
        value = " ".join(untrusted_value.split())[:_MAX_FACT]
        if value and (name, value) not in self._facts:
            self._facts.add((name, value))
            self.found.append(FactFound(name, value))

    def take_found(self) -> list[Found]:
        """What was found since this was last asked."""
        taken, self.found = self.found, []
        return taken

    def pi(self, target: str, data: str | None = None) -> None:
        """Instructions to programs are no text."""

    def close(self) -> None:
        """The parser asks for this at the end; nothing is left to do."""


_CHARS_AT_A_TIME = 1 << 16
_UNFIT_FOR_MARKUP = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that XML may not hold: parsers stop at them, people never see them."""


def listen(document: Document, parser: Any, words: Words, opening: "Opening") -> Iterator[Found]:
    """Run the document through ``parser`` and yield what its listener ``words`` finds."""
    if not document.size:
        raise Empty("the file is empty: it holds not one byte")
    guessed = encoding_of(sample_of(document.file)[:SAMPLE_BYTES])
    yield FactFound("encoding", guessed.encoding)
    losses, pager = Losses(), Pager(document.limits)
    for text in _small(decoded(document.file, guessed, losses)):
        parser.feed(_UNFIT_FOR_MARKUP.sub(" ", opening.without_doctype(text)).encode("utf-8"))
        yield from words.take_found()
        yield from pager.add(words.flow.take())
    broken_at = _close(parser)
    yield from words.take_found()
    yield from pager.add(words.flow.take())
    yield from pager.end()
    if broken_at:
        yield Shortfall(f"the markup is broken (first in line {broken_at}): words may be missing from there on")
    yield from losses.shortfalls(guessed.encoding)


def _close(parser: Any) -> int:
    """End the parsing; the line where XML first had to be mended, 0 if it was sound (HTML is mended silently)."""
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        return max(1, error.lineno or 1)
    if isinstance(parser, etree.HTMLParser):
        return 0
    return next((max(1, error.line) for error in parser.feed_error_log if error.level_name == "FATAL"), 0)


def _small(pieces: Iterator[str]) -> Iterator[str]:
    for piece in pieces:
        for at in range(0, len(piece), _CHARS_AT_A_TIME):
            yield piece[at : at + _CHARS_AT_A_TIME]


_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]{0,4000}(\[(?:[^\]\"']|\"[^\"]*\"|'[^']*')*+\]\s*)?>", re.IGNORECASE)
_ENTITY = re.compile(r"<!ENTITY\s+(%\s+)?\w")


class Opening:
    """Takes the document type out of the beginning, and with it every entity that could be followed or multiplied."""

    def __init__(self) -> None:
        self._is_first = True
        self.has_entities = False

    def without_doctype(self, text: str) -> str:
        """``text`` as it is, but for the document type in the first piece."""
        if not self._is_first:
            return text
        self._is_first = False
        text = text.removeprefix("\ufeff")
        doctype = _DOCTYPE.search(text)
        if doctype is None:
            return text
        self.has_entities = _ENTITY.search(doctype[0]) is not None
        return text[: doctype.start()] + " " + text[doctype.end() :]
