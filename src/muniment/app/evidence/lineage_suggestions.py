"""What the documents of sources suggest of their lineage: attributions in their texts, and passages that they share."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import combinations

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.belongings import placed_readings
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.texts import Texts
from muniment.adapters.likeness_store import LikenessStore
from muniment.app.search.likeness_upkeep import CachedTexts, Step, quietly, up_to_date
from muniment.evidence.attributions.matching import KnownSource
from muniment.evidence.attributions.quotation import is_quoted, quotations_in
from muniment.evidence.attributions.reuse import Shared, Stretch
from muniment.evidence.belonging import Belonging, Place
from muniment.evidence.held import Held
from muniment.evidence.records import SourceKind
from muniment.evidence.suggesting import Page, SourceText, Suggestion, attributions_of, suggest
from muniment.likeness.document import Document
from muniment.likeness.document import Place as TextPlace
from muniment.likeness.passages import Passage, passages_between

MOST_DOCUMENTS = 100
"""Documents of one source that are looked through: a report is one; a whole cache says little of where it is from."""

MOST_PAIRS = 20_000
"""Pairs of documents whose passages are laid beside each other: minutes of work; what is left out is said."""

MOST_PASSAGES = 20
"""Passages of one pair that are weighed: the longest; more say the same."""

_COPY = 0.8
"""Share of a document that stands in the other, from which it is a copy rather than a passage."""

_WORDS_SHOWN = 400

Show = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Found:
    """What was suggested; ``left_out`` says in plain sentences what was not looked at."""

    suggestions: tuple[Suggestion, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Document:
    """A document that belongs to a source."""

    reading: int
    sha256: str
    language: str
    source: str


def state_of(held: Held, database: Database) -> str:
    """Changes whenever other things may be suggested: with the sources, their names, or the documents."""
    return f"{hash((tuple(held.sources.values()), tuple(held.actors.values())))}.{Texts(database).stamp()}"


def suggestions_of(case: CaseFolder, held: Held, show: Show = quietly) -> Found:
    """What documents that belong to the sources of a case suggest. Raises ``CaseBusyError``."""
    with up_to_date(case, show) as (database, store):
        documents, left_out = _documents(database, held)
        texts = Texts(database)
        read = [_read(texts, held, one) for one in _shown(documents, "looking who is named", show)]
        shared, more = _shared(texts, store, documents, show)
        return Found(suggest(read, known_sources(held), shared), (*left_out, *more))


def known_sources(held: Held) -> list[KnownSource]:
    """The sources by all the names that they, and the outlets whose they are, are known by."""
    return [
        KnownSource(
            one.id,
            tuple(
                dict.fromkeys(
                    [
                        one.title,
                        *(name.text for name in one.names),
                        *(name.text for name in (held.actors[one.actor].names if one.actor else ())),
                    ]
                )
            ),
        )
        for one in held.sources.values()
    ]


def _documents(database: Database, held: Held) -> tuple[list[_Document], list[str]]:
    """The documents of each source, not more than ``MOST_DOCUMENTS``, each once."""
    belonging = Belonging(held.sources.values())
    found: dict[str, dict[str, _Document]] = {}
    counts: dict[str, set[str]] = {}
    for one in placed_readings(database):
        source = belonging.source_of(one.sha256, Place((one.path,), (one.acquisition,)))
        if source:
            counts.setdefault(source, set()).add(one.sha256)
            mine = found.setdefault(source, {})
            if len(mine) < MOST_DOCUMENTS:
                mine.setdefault(one.sha256, _Document(one.reading, one.sha256, one.language, source))
    left_out = [
        f"Of {held.sources[source].title} the first {MOST_DOCUMENTS:,} of {len(documents):,} documents were looked at."
        for source, documents in counts.items()
        if len(documents) > MOST_DOCUMENTS
    ]
    return [one for mine in found.values() for one in mine.values()], left_out


def _shown(documents: Sequence[_Document], what: str, show: Show) -> Iterator[_Document]:
    for number, one in enumerate(documents):
        show(Step(what, number, len(documents)))
        yield one


def _read(texts: Texts, held: Held, one: _Document) -> SourceText:
    pages = (Page(page.number, page.text, one.language) for page in texts.pages(one.reading))
    source = held.sources[one.source]
    is_primary = source.kind in {SourceKind.CACHE, SourceKind.DOCUMENT}
    return SourceText(one.sha256, one.source, source.published, attributions_of(pages), is_primary)


def _shared(
    texts: Texts, store: LikenessStore, documents: Sequence[_Document], show: Show
) -> tuple[list[Shared], list[str]]:
    """Passages that stand in documents of different sources."""
    by_reading = {one.reading: one for one in documents}
    pairs = _pairs(store, by_reading)
    ready = CachedTexts(texts)
    found: list[Shared] = []
    for number, (left, right) in enumerate(pairs[:MOST_PAIRS]):
        show(Step("laying documents side by side", number, len(pairs)))
        found += _passages(_Side(by_reading[left], ready), _Side(by_reading[right], ready))
    left_out = len(pairs) - MOST_PAIRS
    return found, [f"{left_out:,} pairs of documents alike were not laid side by side."] if left_out > 0 else []


def _pairs(store: LikenessStore, documents: Mapping[int, _Document]) -> list[tuple[int, int]]:
    """Readings that have something in common and belong to different sources, the smaller first."""
    pairs: dict[tuple[int, int], None] = {}
    clusters: dict[int, list[int]] = {}
    for reading in documents:
        for verdict in store.verdicts_on(reading):
            pairs[verdict.left, verdict.right] = None
        representative = store.representative(reading)
        if representative is not None:
            clusters.setdefault(representative, []).append(reading)
    for members in clusters.values():  # like one another by way of one, though not compared
        pairs.update(dict.fromkeys(combinations(sorted(members), 2)))
    return [
        (left, right)
        for left, right in pairs
        if left in documents and right in documents and documents[left].source != documents[right].source
    ]


class _Side:
    """One of two documents that lie side by side."""

    def __init__(self, document: _Document, texts: CachedTexts) -> None:
        self.document = document
        self.text: Document = texts.document(document.reading)

    def stretch(self, first: int, last: int) -> tuple[Stretch, str]:
        """Where terms stand, and their words: the part on the page that has most of them."""
        place = max(self.text.places(first, last), key=lambda one: one.end - one.start)
        spans = quotations_in(self._page(place))
        stretch = Stretch(
            self.document.sha256, place.number, place.start, place.end, is_quoted(spans, place.start, place.end)
        )
        return stretch, self.text.raw(place)[:_WORDS_SHOWN]

    def _page(self, place: TextPlace) -> str:
        return next(page.text for page in self.text.pages if page.id == place.page)


def _passages(left: _Side, right: _Side) -> Iterator[Shared]:
    found = sorted(passages_between(left.text, right.text), key=lambda one: -one.same)[:MOST_PASSAGES]
    same = sum(one.same for one in found)
    copy = same >= _COPY * max(1, min(len(left.text), len(right.text)))
    for one in found:
        yield _of_passage(left, right, one, copy=copy)


def _of_passage(left: _Side, right: _Side, one: Passage, *, copy: bool) -> Shared:
    here, words = left.stretch(one.left, one.left_end)
    there, _ = right.stretch(one.right, one.right_end)
    return Shared(here, there, words, one.same, copy)


@contextmanager
def opened(case: CaseFolder) -> Iterator[Database]:
    """The ledger, for telling whether anything changed."""
    database = case.open_ledger(read_only=True)
    try:
        yield database
    finally:
        database.close()
