"""The search index on a laptop: Tantivy in a folder, with one writer and any number of readers.

Pages come folded, so Tantivy only splits at spaces. Nothing is stored but the key: text and facts stand in the ledger.
"""

import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from muniment.errors import CaseBusyError, DiskFullError, IndexDamagedError, MunimentError
from muniment.index.folding import FOLDING_VERSION, indexable
from muniment.index.port import IndexedPage
from muniment.limits import MIB
from muniment.search.lowering import lowered
from muniment.search.port import Facet, Hit, Hits, Order
from muniment.search.query import And, AtLeast, Everything, Favouring, Not, Or, Phrase, Query, Run, Word

SCHEMA_VERSION = 1
"""Raised with every change to the fields: an index with other fields is made anew."""

HEAP_BYTES = 64 * MIB
"""What the writer gathers before it writes a segment: more gives fewer merges, and memory is shared with readers."""

MAX_WAITING_CHARS = 32 * MIB
"""Text handed to the writer's thread since the last commit. Beyond, a commit is made: its queue has no other bound."""

FACT_FIELDS = ("from", "to", "subject", "title", "author")
"""What a document says about itself, each in a field of its own."""

_WORD_FIELDS = ("text", "about", "path", *FACT_FIELDS)
_EXACT_FIELDS = ("key", "sha256", "kind", "language", "media_type")

_ABOUT_WEIGHT = 0.3
"""A word in a file's name or title counts, but less than the same word on the page."""

_TOKENIZER = "spaces"
_VERSION_FILE = "muniment-index.json"
_META_FILE = "meta.json"
_ADVICE = "run: muniment reindex"


def create_index(folder: Path) -> None:
    """Make an empty index in ``folder``, in place of whatever index stands there."""
    with _failures(folder):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        tantivy.Index(_schema(), str(folder))
        unfinished = folder / f"{_VERSION_FILE}.new"
        unfinished.write_text(json.dumps(_versions()), encoding="utf-8")
        unfinished.replace(folder / _VERSION_FILE)


class TantivyWriter:
    """Writes an index that ``create_index`` made; takes its lock, and starts its thread, at the first change.

    Raises ``IndexDamagedError`` if the folder holds no usable index, ``CaseBusyError`` if another process writes to
    it, ``DiskFullError`` if there is no room.
    """

    def __init__(self, folder: Path) -> None:
        _require_index(folder)
        self._folder = folder
        self._index: tantivy.Index | None = None
        self._writer: tantivy.IndexWriter | None = None
        self._searcher: tantivy.Searcher | None = None
        self._fresh: set[str] = set()
        self._waiting_chars = 0

    def add(self, pages: Iterable[IndexedPage]) -> None:
        """Put ``pages`` in, each in place of whatever stands under its key."""
        for page in pages:
            self._remove(page.key)
            self._fresh.add(page.key)
            with _failures(self._folder):
                self._opened().add_document(_document(page))
            self._waiting_chars += len(page.text)
            if self._waiting_chars > MAX_WAITING_CHARS:
                self.commit()

    def remove(self, keys: Iterable[str]) -> None:
        """Take out the pages under ``keys``."""
        for key in keys:
            self._remove(key)

    def commit(self) -> None:
        """Make all changes durable and visible."""
        if self._index is None or self._writer is None:
            return
        with _failures(self._folder):
            self._writer.commit()
            self._index.reload()
            self._searcher = self._index.searcher()
        self._fresh.clear()
        self._waiting_chars = 0

    def close(self) -> None:
        """Commit, wait for merges and let go of the lock."""
        try:
            self.commit()
            if self._writer is not None:
                with _failures(self._folder):
                    self._writer.wait_merging_threads()
        finally:
            self._index = self._writer = self._searcher = None

    def _opened(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._index = _open(self._folder)
            self._writer = self._index.writer(heap_size=HEAP_BYTES, num_threads=1)
            self._searcher = self._index.searcher()
        return self._writer

    def _remove(self, key: str) -> None:
        """Ask for a deletion only where there is something to delete: each costs a look into every segment."""
        with _failures(self._folder):
            writer = self._opened()
            if key in self._fresh or (self._searcher is not None and self._searcher.doc_freq("key", key)):
                writer.delete_documents_by_term("key", key)


class TantivyEngine:
    """Searches an index while another process may be writing to it; sees each commit at the next search."""

    def __init__(self, folder: Path) -> None:
        _require_index(folder)
        self._folder = folder
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int, int] | None = None

    def search(
        self,
        query: Query,
        limit: int,
        offset: int = 0,
        order: Order = Order.RELEVANCE,
        facets: Sequence[Facet] = (),
        only: Query | None = None,
    ) -> Hits:
        """Find the pages that match ``query``: ``limit`` of them after the first ``offset``."""
        del order, facets, only
        with _failures(self._folder):
            index = self._current()
            searcher = index.searcher()
            result = searcher.search(_Translator(index.schema).translate(lowered(query)), max(limit, 1), offset=offset)
            hits = tuple(Hit(_key(searcher, address), score) for score, address in result.hits[:limit])
            return Hits(total=_count(result), hits=hits)

    def _current(self) -> tantivy.Index:
        """The index as last committed: a commit replaces the file that lists the segments, so that tells."""
        status = (self._folder / _META_FILE).stat()
        seen = (status.st_ino, status.st_mtime_ns, status.st_size)
        if self._index is None:
            self._index = _open(self._folder)
        elif seen != self._seen:
            self._index.reload()
        self._seen = seen
        return self._index


class _Translator:
    """Says a lowered query in Tantivy's terms."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def translate(self, query: Query) -> tantivy.Query:
        match query:
            case Run(terms):
                return self._run(terms)
            case Everything():
                return tantivy.Query.all_query()
            case Word() | Phrase():
                raise TypeError(f"not lowered: {query!r}")
            case _:
                return self._connected(query)

    def _connected(self, query: And | Or | AtLeast | Not | Favouring) -> tantivy.Query:
        match query:
            case And(parts):
                return self._both([part for part in parts if not isinstance(part, Not)], _negated(parts))
            case Or(parts):
                return _any_of(map(self.translate, parts))
            case AtLeast(minimum, parts):
                return _any_of(map(self.translate, parts), minimum)
            case Not(part):
                return self._both([], [part])
            case Favouring(part, favoured):
                wished = [(tantivy.Occur.Should, self.translate(wish)) for wish in favoured]
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, self.translate(part)), *wished])

    def _both(self, wanted: list[Query], unwanted: list[Query]) -> tantivy.Query:
        clauses = [(tantivy.Occur.Must, self.translate(part)) for part in wanted or [Everything()]]
        clauses += [(tantivy.Occur.MustNot, self.translate(part)) for part in unwanted]
        return tantivy.Query.boolean_query(clauses)

    def _run(self, terms: tuple[str, ...]) -> tantivy.Query:
        if not terms:
            return tantivy.Query.empty_query()
        about = tantivy.Query.boost_query(self._run_in("about", terms), _ABOUT_WEIGHT)
        return _any_of([self._run_in("text", terms), about])

    def _run_in(self, field: str, terms: tuple[str, ...]) -> tantivy.Query:
        if len(terms) == 1:
            return tantivy.Query.term_query(self._schema, field, terms[0])
        return tantivy.Query.phrase_query(self._schema, field, list(terms))


def _negated(parts: tuple[Query, ...]) -> list[Query]:
    return [part.part for part in parts if isinstance(part, Not)]


def _any_of(queries: Iterable[tantivy.Query], minimum: int = 1) -> tantivy.Query:
    clauses = [(tantivy.Occur.Should, query) for query in queries]
    return tantivy.Query.boolean_query(clauses, minimum_number_should_match=minimum)


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("key"))


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # there, but missing from the library's stubs


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _WORD_FIELDS:
        builder.add_text_field(name, tokenizer_name=_TOKENIZER, index_option="position")
    for name in _EXACT_FIELDS:
        builder.add_text_field(name, stored=name == "key", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("number", indexed=True)
    return builder.build()


def _document(page: IndexedPage) -> tantivy.Document:
    document = tantivy.Document()
    for name in _EXACT_FIELDS:
        document.add_text(name, str(getattr(page, name)))
    document.add_unsigned("number", page.number)
    document.add_text("text", indexable(page.text))
    about = [(name, indexable(page.facts[name])) for name in FACT_FIELDS if name in page.facts]
    about += [("path", indexable(path)) for path in page.paths]
    for name, value in about:
        document.add_text(name, value)
        if page.number == 1:  # a word in a file's name finds the file once, not each of its pages
            document.add_text("about", value)
    return document


def _versions() -> dict[str, int]:
    return {"schema": SCHEMA_VERSION, "folding": FOLDING_VERSION}


def _require_index(folder: Path) -> None:
    try:
        versions = json.loads((folder / _VERSION_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IndexDamagedError("the search index is missing or incomplete", _ADVICE) from None
    except (OSError, ValueError) as failure:
        raise IndexDamagedError(f"the search index cannot be read: {failure}", _ADVICE) from failure
    if versions != _versions():
        raise IndexDamagedError("the search index was made by another version of Muniment", _ADVICE)


def _open(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")  # we look for new commits ourselves, at each search
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(_TOKENIZER, spaces)
    return index


@contextmanager
def _failures(folder: Path) -> Iterator[None]:
    """Say what went wrong in our own errors: the library knows but ``ValueError``, ``OSError`` and panics."""
    try:
        yield
    except (MunimentError, TypeError):
        raise
    except (ValueError, OSError) as failure:
        raise _explained(str(failure), folder) from failure
    except BaseException as failure:
        if type(failure).__name__ != "PanicException":  # the library does not export the class it raises
            raise
        raise _explained(str(failure), folder) from failure


def _free_bytes(folder: Path) -> int:
    return shutil.disk_usage(folder).free if folder.exists() else HEAP_BYTES


def _explained(failure: str, folder: Path) -> MunimentError:
    if "LockBusy" in failure:
        return CaseBusyError("another process is writing to the search index", "wait until it has finished")
    if "os error 28" in failure or _free_bytes(folder) < HEAP_BYTES:  # the library's thread may die without saying why
        return DiskFullError(f"no room is left for the search index in {folder}", "free some space and try again")
    return IndexDamagedError(f"the search index in {folder} cannot be used: {' '.join(failure.split())}", _ADVICE)
