"""What is alike in a case: clusters, what is like one document, and two documents side by side."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Self

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.queries import Queries
from muniment.adapters.ledger.texts import DocumentPlaces, SameBytes, Texts
from muniment.adapters.likeness_store import LikenessStore, is_kept
from muniment.app.opening import ledger_of
from muniment.app.search.likeness_upkeep import FILE, CachedTexts, Show, quietly, up_to_date
from muniment.errors import NotFoundError
from muniment.likeness.comparison import CLUSTERED, Comparison, Kind, compare
from muniment.likeness.difference import Difference, difference
from muniment.likeness.document import Document, Place
from muniment.likeness.port import Verdict

MOST_COMPARED = 50
"""Members of its cluster that a document is compared with when it is asked about; the cluster tells of the rest."""

_QUOTE_CHARS = 600


@dataclass(frozen=True, slots=True)
class Member:
    """A document in a cluster, and how it relates to the representative."""

    document: DocumentPlaces
    kind: Kind
    similarity: float


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents that are states or copies of one text. ``size`` counts documents, the representative too."""

    representative: DocumentPlaces
    members: tuple[Member, ...]
    size: int

    @property
    def entries(self) -> int:
        """In how many places its documents were found, as far as ``members`` tells."""
        return self.representative.copies + sum(member.document.copies for member in self.members)


@dataclass(frozen=True, slots=True)
class Overview:
    """What is alike in a whole case. ``pairs`` counts pairs of documents by how they relate."""

    clusters: tuple[Cluster, ...]
    cluster_total: int
    same_bytes: tuple[SameBytes, ...]
    same_bytes_total: int
    pairs: dict[Kind, int]


@dataclass(frozen=True, slots=True)
class PassageFound:
    """A passage in common: where it stands in this document and in the other, with the words of both."""

    here: tuple[Place, ...]
    there: tuple[Place, ...]
    quote: str
    quote_there: str
    verbatim: bool
    terms: int


@dataclass(frozen=True, slots=True)
class Relation:
    """How another document relates to the one asked about: ``kind`` is said of this one ("part of" the other)."""

    document: DocumentPlaces
    kind: Kind
    similarity: float
    jaccard: float
    here_in_there: float
    there_in_here: float
    passages: tuple[PassageFound, ...]
    bounded: bool


@dataclass(frozen=True, slots=True)
class Alike:
    """All that is like one document, the closest first."""

    document: DocumentPlaces
    cluster: Cluster | None
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """Two documents, how they relate, and their difference row by row."""

    left: DocumentPlaces
    right: DocumentPlaces
    comparison: Comparison
    difference: Difference


class Clusters:
    """Looks up clusters as they were last worked out; never works anything out itself. A context manager."""

    def __init__(self, case: CaseFolder, database: Database) -> None:
        self._store = LikenessStore(case.derived / FILE, read_only=True) if is_kept(case.derived / FILE) else None
        self._stamp = Texts(database).stamp()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._store is not None:
            self._store.close()

    @property
    def is_fresh(self) -> bool:
        """Whether everything that was read is known here; if not, ``alike`` brings it up to date."""
        return self._store is not None and self._store.stamp() == self._stamp

    def representatives(self, readings: Sequence[int]) -> dict[int, int]:
        """The reading that stands for the cluster of each of ``readings``; those in no cluster are left out."""
        return self._store.representatives(readings) if self._store is not None else {}

    def page_keys(self, pages: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
        """For each page (reading, number) the page that stands for it and what is like it: itself if nothing is."""
        if self._store is None:
            return list(pages)
        likes = self._store.page_likes(sorted({reading for reading, _ in pages}))
        return [likes.get(page, page) for page in pages]

    def like_counts(self, keys: Sequence[tuple[int, int]]) -> dict[tuple[int, int], int]:
        """For keys as ``page_keys`` gives them how many further pages are like each; those with none are left out."""
        return self._store.like_counts(keys) if self._store is not None else {}


def overview(case: CaseFolder, limit: int = 50, offset: int = 0, show: Show = quietly) -> Overview:
    """The clusters of a case, the largest first, and counts. Raises ``CaseBusyError``."""
    with up_to_date(case, show) as (database, store):
        texts = Texts(database)
        clusters = tuple(_cluster(store, texts, one) for one, _ in store.clusters(limit, offset))
        total, same = texts.same_bytes(limit)
        return Overview(clusters, store.cluster_count(), tuple(same), total, store.counts())


def alike_to(case: CaseFolder, what: str, show: Show = quietly) -> Alike:
    """What is like a document by path or hash. Raises ``NotFoundError``, ``CaseBusyError``."""
    with up_to_date(case, show) as (database, store):
        texts = Texts(database)
        reading = _reading(database, what)
        others = _others(store, reading)
        places = texts.places([reading, *others])
        documents = CachedTexts(texts)
        found = [
            relation
            for other in others
            if other in places and (relation := _relation(documents, reading, other, places)) is not None
        ]
        order = list(Kind)
        found.sort(key=lambda one: (order.index(one.kind), -one.similarity, one.document.reading))
        return Alike(places[reading], _cluster_of(store, texts, reading), tuple(found))


def side_by_side(case: CaseFolder, one: str, other: str) -> SideBySide:
    """Two documents by path or hash, laid side by side. Raises ``NotFoundError``."""
    with ledger_of(case, read_only=True) as database:
        return side_by_side_of(database, _reading(database, one), _reading(database, other))


def side_by_side_of(database: Database, one: int, other: int) -> SideBySide:
    """Two readings laid side by side. Raises ``NotFoundError``."""
    texts = Texts(database)
    places = texts.places([one, other])
    if one not in places or other not in places:
        raise NotFoundError("One of the two documents is not in this case.", "Run muniment alike to see what there is.")
    documents = CachedTexts(texts)
    left, right = documents.document(one), documents.document(other)
    found = _with_bytes(compare(left, right), places[one], places[other])
    return SideBySide(places[one], places[other], found, difference(left, right))


def _reading(database: Database, what: str) -> int:
    found = Queries(database).find(os.fsencode(what))
    if not found:
        raise NotFoundError(
            f"Nothing in this case is called {what}.", "muniment books --list shows every path and hash."
        )
    for row in found:
        if (reading := Texts(database).reading_of(row.id)) is not None:
            return reading
    raise NotFoundError(f"{what} was not read: there are no words to compare.", "muniment books --list tells why.")


def _cluster_of(store: LikenessStore, texts: Texts, reading: int) -> Cluster | None:
    representative = store.representative(reading)
    return None if representative is None else _cluster(store, texts, representative)


MOST_MEMBERS = 200
"""Members of a cluster that are told one by one; ``size`` tells of the rest."""


def _cluster(store: LikenessStore, texts: Texts, representative: int) -> Cluster:
    readings = store.members(representative)
    others = [one for one in readings if one != representative][:MOST_MEMBERS]
    places = texts.places([representative, *others])
    members = []
    for other in others:
        left, right = sorted((representative, other))
        verdict = store.known(left, right)
        kind, similarity = (verdict.kind, verdict.similarity) if verdict else (Kind.UNRELATED, 0.0)
        if places[other].sha256 == places[representative].sha256:
            kind = Kind.IDENTICAL
        members.append(Member(places[other], _of_other(kind, verdict, representative), similarity))
    return Cluster(places[representative], tuple(members), len(readings))


def _of_other(kind: Kind, verdict: Verdict | None, reading: int) -> Kind:
    """A verdict's kind as said of the reading that is not ``reading``."""
    return kind.other_way if verdict and verdict.left == reading else kind


def _others(store: LikenessStore, reading: int) -> list[int]:
    """Readings to be told of: those it was compared with, its cluster, and those its representative has to do with."""
    representative = store.representative(reading)
    asked = [reading] if representative in (None, reading) else [reading, representative]
    found = dict.fromkeys(
        one for asked_one in asked for verdict in store.verdicts_on(asked_one) for one in (verdict.left, verdict.right)
    )
    if representative is not None:
        found.update(dict.fromkeys(store.members(representative)[:MOST_COMPARED]))
    return [one for one in found if one != reading]


def _relation(documents: CachedTexts, reading: int, other: int, places: dict[int, DocumentPlaces]) -> Relation | None:
    one, two = documents.document(reading), documents.document(other)
    found = _with_bytes(compare(one, two), places[reading], places[other])
    if found.kind is Kind.UNRELATED:
        return None
    return Relation(
        places[other],
        found.kind,
        found.similarity,
        found.jaccard,
        found.left_in_right,
        found.right_in_left,
        tuple(_passages(one, two, found)),
        found.bounded,
    )


def _with_bytes(found: Comparison, one: DocumentPlaces, other: DocumentPlaces) -> Comparison:
    same = found.kind in CLUSTERED and one.sha256 == other.sha256
    return replace(found, kind=Kind.IDENTICAL) if same else found


def _passages(one: Document, other: Document, found: Comparison) -> list[PassageFound]:
    return [
        PassageFound(
            tuple(here := one.places(passage.left, passage.left_end)),
            tuple(there := other.places(passage.right, passage.right_end)),
            _quote(one, here),
            _quote(other, there),
            passage.verbatim,
            passage.left_end - passage.left,
        )
        for passage in found.passages
    ]


def _quote(document: Document, places: Sequence[Place]) -> str:
    words = " ".join(document.raw(place) for place in places)
    return words if len(words) <= _QUOTE_CHARS else words[:_QUOTE_CHARS] + "…"
