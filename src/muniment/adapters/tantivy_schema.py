"""What the Tantivy index holds of a page: its fields, and how a page becomes a document."""

from collections.abc import Iterator
from functools import lru_cache

import tantivy

from muniment.index.folding import indexable
from muniment.index.pairs import spaceless
from muniment.index.port import IndexedPage
from muniment.index.stems import stems
from muniment.model import PageKind
from muniment.names.keys import page_keys

SCHEMA_VERSION = 5
"""Raised with every change to the fields: an index with other fields is made anew."""

TOKENIZER = "spaces"
"""Pages come folded, so the engine only splits at spaces."""

PAIR_TOKENIZER = "pairs"
"""Cuts text without spaces into overlapping pairs of characters."""

PATH_ORDER_CHARS = 120
"""Characters of a path that count when hits are put in the order of paths: beyond, they keep the order of indexing."""

_FACT_FIELDS = {
    "from": ("from", "sender"),
    "to": ("to", "cc", "bcc", "delivered-to"),
    "subject": ("subject",),
    "title": ("title",),
    "author": ("author", "last-author"),
}
"""What a document says about itself, each in a field of its own, and the facts that go into it."""

_WORD_FIELDS = ("text", "about", "path", "name", "source", *_FACT_FIELDS)
_VALUE_FIELDS = ("key", "sha256", "type")
_COUNTED_FIELDS = ("kind", "lang", "state", "family", "source_name")
_SHORT = 300
_FIRST_PAGE_ONLY = frozenset({"subject", "title", "author", "from", "to", "path"})


def schema() -> tantivy.Schema:
    """The fields of the index."""
    builder = tantivy.SchemaBuilder()
    for name in _WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name=TOKENIZER, index_option="position")
    builder.add_text_field("stem", tokenizer_name=TOKENIZER, index_option="freq")
    builder.add_text_field("pair", tokenizer_name=PAIR_TOKENIZER, index_option="freq")
    for name in _VALUE_FIELDS:
        builder.add_text_field(name, stored=name == "key", tokenizer_name="raw", index_option="basic")
    for name in _COUNTED_FIELDS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("sounds", tokenizer_name=TOKENIZER, index_option="position")
    builder.add_text_field("path_order", tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("page", indexed=True)
    builder.add_integer_field("day", indexed=True, fast=True)
    builder.add_integer_field("year", fast=True)
    builder.add_float_field("ocr", indexed=True, fast=True)
    return builder.build()


def document(page: IndexedPage) -> tantivy.Document:
    """``page`` as the index takes it in."""
    made = tantivy.Document()
    for name, value in _values(page):
        made.add_text(name, value)
    made.add_unsigned("page", page.number)
    if page.day is not None:
        made.add_integer("day", page.day.toordinal())
        made.add_integer("year", page.day.year)
    if page.kind is PageKind.OCR and page.confidence is not None:
        made.add_float("ocr", page.confidence)
    text = indexable(page.text)
    made.add_text("text", text)
    made.add_text("stem", stems(text))
    if without_spaces := spaceless(text):
        made.add_text("pair", without_spaces)
    made.add_text("sounds", page_keys(page.text))
    for name, value in _words(page):
        folded = _folded(value) if len(value) < _SHORT else indexable(value)
        made.add_text(name, folded)
        if page.number == 1 and name in _FIRST_PAGE_ONLY:  # a word in a file's name finds the file, not all its pages
            made.add_text("about", folded)
    return made


@lru_cache(maxsize=4096)
def _folded(value: str) -> str:
    """A short value, folded; kept, for all pages of a document have the same path, title and source."""
    return indexable(value)


def _values(page: IndexedPage) -> Iterator[tuple[str, str]]:
    yield "key", page.key
    yield "sha256", page.sha256
    yield "kind", page.kind.value
    if page.language:
        yield "lang", page.language
    if page.state:
        yield "state", page.state
    if page.family:
        yield "family", page.family
    for value in page.types:
        yield "type", value
    for source in page.sources:
        yield "source_name", source
    yield "path_order", page.paths[0][:PATH_ORDER_CHARS] if page.paths else ""


def _words(page: IndexedPage) -> Iterator[tuple[str, str]]:
    for name, facts in _FACT_FIELDS.items():
        for fact in facts:
            if fact in page.facts:
                yield name, page.facts[fact]
    for path in page.paths:
        yield "path", path
        yield "name", path.rpartition("/")[2]
    for source in page.sources:
        yield "source", source
