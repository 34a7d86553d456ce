"""The search index on a laptop: Tantivy in a folder, with one writer and any number of readers.

Pages come folded, so Tantivy only splits at spaces. Nothing is stored but the key: text and facts stand in the ledger.
"""

import json
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from muniment.adapters.index_attention import Attention
from muniment.adapters.tantivy_schema import PAIR_TOKENIZER, SCHEMA_VERSION, TOKENIZER, document, schema
from muniment.adapters.tantivy_translate import all_of, translated
from muniment.errors import CaseBusyError, DiskFullError, IndexDamagedError, MunimentError
from muniment.index.folding import FOLDING_VERSION
from muniment.index.pairs import PAIR_CHARS
from muniment.index.port import IndexedPage
from muniment.limits import MIB
from muniment.names.keys import KEYS_VERSION
from muniment.search.lowering import lowered
from muniment.search.port import FACET_VALUES, Counts, Facet, Hit, Hits, Order
from muniment.search.query import Query

HEAP_BYTES = 64 * MIB
"""What the writer gathers before it writes a segment: more gives fewer merges, and memory is shared with readers."""

MAX_WAITING_CHARS = 32 * MIB
"""Text handed to the writer's thread since the last commit. Beyond, a commit is made: its queue has no other bound."""

_ORDERS: dict[Order, dict[str, Any]] = {
    Order.RELEVANCE: {},
    Order.NEWEST: {"order_by_field": "day", "order": tantivy.Order.Desc},
    Order.OLDEST: {"order_by_field": "day", "order": tantivy.Order.Asc},
    Order.PATH: {"order_by_field": "path_order", "order": tantivy.Order.Asc},
}

_FACET_FIELDS = {
    Facet.LANGUAGE: "lang",
    Facet.TYPE: "family",
    Facet.YEAR: "year",
    Facet.STATE: "state",
    Facet.SOURCE: "source_name",
    Facet.KIND: "kind",
}

_COUNTED_VALUES = 1000
"""Values that each part of the index counts before the most frequent of all parts are chosen."""

_VERSION_FILE = "muniment-index.json"
_META_FILE = "meta.json"
_ADVICE = "run: muniment reindex"


def create_index(folder: Path) -> None:
    """Make an empty index in ``folder``, in place of whatever index stands there."""
    with _failures(folder):
        if folder.exists():
            shutil.rmtree(folder)
        folder.mkdir(parents=True)
        tantivy.Index(schema(), str(folder))
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
        self._attention = Attention(folder)

    def take_lock(self) -> None:
        """Take the index's lock now. Raises ``CaseBusyError`` if another process has it."""
        with _failures(self._folder):
            self._opened()

    def add(self, pages: Iterable[IndexedPage]) -> None:
        """Put ``pages`` in, each in place of whatever stands under its key."""
        with _failures(self._folder):
            self._opened()
            self._attention.gathering()
        for page in pages:
            self._remove(page.key)
            self._fresh.add(page.key)
            with _failures(self._folder):
                self._opened().add_document(document(page))
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
        self._attention.gathered()

    def is_attended(self) -> bool:
        """Whether somebody has searched this index of late."""
        return self._attention.is_paid()

    def close(self) -> None:
        """Commit, wait for merges and let go of the lock."""
        try:
            self.commit()
            if self._writer is not None:
                with _failures(self._folder):
                    self._writer.wait_merging_threads()
        finally:
            self._index = self._writer = self._searcher = None
            self._attention.gathered()

    def _opened(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._index = open_index(self._folder)
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
    """Searches an index while another process may be writing to it; sees each commit at the next search.

    May be used by several threads.
    """

    def __init__(self, folder: Path) -> None:
        _require_index(folder)
        self._folder = folder
        self._index: tantivy.Index | None = None
        self._seen: tuple[int, int, int] | None = None
        self._lock = threading.Lock()
        self._attention = Attention(folder)

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
        self._attention.ask()
        with _failures(self._folder):
            index = self._current()
            searcher = index.searcher()
            wanted = translated(lowered(query), index.schema, searcher)
            if only is not None:
                wanted = all_of(wanted, translated(lowered(only), index.schema, searcher))
            result = searcher.search(wanted, max(limit, 1), offset=offset, **_ORDERS[order])
            is_scored = order is Order.RELEVANCE
            hits = tuple(
                Hit(_key(searcher, place), score if is_scored else 0.0) for score, place in result.hits[:limit]
            )
            return Hits(_count(result), hits, _counted(searcher, wanted, facets) if facets else {})

    def _current(self) -> tantivy.Index:
        """The index as last committed: a commit replaces the file that lists the segments, so that tells."""
        with self._lock:
            status = (self._folder / _META_FILE).stat()
            seen = (status.st_ino, status.st_mtime_ns, status.st_size)
            if self._index is None:
                self._index = open_index(self._folder)
            elif seen != self._seen:
                self._index.reload()
            self._seen = seen
            return self._index


def _key(searcher: tantivy.Searcher, address: tantivy.DocAddress) -> str:
    return str(searcher.doc(address).get_first("key"))


def _count(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # there, but missing from the library's stubs


def _counted(searcher: tantivy.Searcher, query: tantivy.Query, facets: Sequence[Facet]) -> dict[Facet, Counts]:
    wanted = {
        facet.value: {"terms": {"field": _FACET_FIELDS[facet], "size": FACET_VALUES, "segment_size": _COUNTED_VALUES}}
        for facet in facets
    }
    counted = searcher.aggregate(query, wanted)
    return {
        facet: tuple((_shown_value(bucket["key"]), bucket["doc_count"]) for bucket in counted[facet.value]["buckets"])
        for facet in facets
    }


def _shown_value(value: object) -> str:
    return str(int(value)) if isinstance(value, float) else str(value)


def _versions() -> dict[str, int]:
    return {"schema": SCHEMA_VERSION, "folding": FOLDING_VERSION, "names": KEYS_VERSION}


def _require_index(folder: Path) -> None:
    try:
        versions = json.loads((folder / _VERSION_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise IndexDamagedError("the search index is missing or incomplete", _ADVICE) from None
    except (OSError, ValueError) as failure:
        raise IndexDamagedError(f"the search index cannot be read: {failure}", _ADVICE) from failure
    if versions != _versions():
        raise IndexDamagedError("the search index was made by another version of Muniment", _ADVICE)


def open_index(folder: Path) -> tantivy.Index:
    """The library's handle on the index in ``folder``, which knows how its fields are cut into terms."""
    index = tantivy.Index.open(str(folder))
    index.config_reader("manual")  # we look for new commits ourselves, at each search
    spaces = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer(TOKENIZER, spaces)
    pairs = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.ngram(PAIR_CHARS, PAIR_CHARS, prefix_only=False)).build()
    index.register_tokenizer(PAIR_TOKENIZER, pairs)
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
