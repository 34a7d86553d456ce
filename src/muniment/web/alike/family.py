"""Clusters and relations as the pages show them: from the document that is looked at."""

from dataclasses import dataclass

from sqlalchemy import exists, func, select

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import entry, page, reading
from muniment.adapters.likeness_store import LikenessStore
from muniment.likeness.comparison import CLUSTERED, Kind
from muniment.likeness.port import Verdict
from muniment.model import PageKind

MEMBERS_SHOWN = 12
"""Members of a cluster that its line in the list shows; its own page shows all."""

MOST_MEMBERS = 300
"""Members of its cluster that the page of one document lists."""

_BATCH = 500

SAID = {
    Kind.IDENTICAL: "identical",
    Kind.SAME_TEXT: "the same text",
    Kind.NEAR_DUPLICATE: "the same but for misread or mistyped words",
    Kind.REVISION: "a revision: something was rewritten, added or left out",
    Kind.SAME_FORM: "the same form, filled in differently",
    Kind.CONTAINS: "stands within this one",
    Kind.PART_OF: "holds this one",
    Kind.REUSES: "shares passages with it",
    Kind.UNRELATED: "unrelated",
}
"""How another document relates to the one looked at, in words."""

_ORDER = list(SAID)


@dataclass(frozen=True, slots=True)
class Named:
    """A document by one of its places; ``recognised`` if words of it were read from pictures."""

    reading: int
    sha256: str
    path: bytes
    copies: int
    media_type: str
    language: str
    pages: int
    recognised: bool


@dataclass(frozen=True, slots=True)
class Relation:
    """How another document relates to the one looked at; ``passages`` counts those they share.

    Without a ``kind`` both are known to be states of one text, but were never compared with each other.
    """

    other: Named
    kind: Kind | None
    similarity: float
    passages: int

    @property
    def said(self) -> str:
        """The relation in words."""
        return SAID[self.kind] if self.kind is not None else "a state of the same text"


@dataclass(frozen=True, slots=True)
class Cluster:
    """Documents that are states of one text; the first stands for all."""

    representative: Named
    relations: list[Relation]
    size: int


def named(database: Database, readings: list[int]) -> dict[int, Named]:
    """Documents by reading."""
    found: dict[int, Named] = {}
    from_pictures = exists().where(page.c.reading_id == reading.c.id, page.c.kind == PageKind.OCR)
    with database.read() as connection:
        for start in range(0, len(readings), _BATCH):
            part = readings[start : start + _BATCH]
            first = (
                select(entry.c.reading_id, func.min(entry.c.id).label("first"), func.count().label("copies"))
                .where(entry.c.reading_id.in_(part))
                .group_by(entry.c.reading_id)
                .subquery()
            )
            query = (
                select(
                    reading.c.id, reading.c.sha256, entry.c.path, first.c.copies, reading.c.media_type,
                    reading.c.language, reading.c.pages, from_pictures.label("recognised"),
                )
                .join(first, first.c.reading_id == reading.c.id)
                .join(entry, entry.c.id == first.c.first)
            )  # fmt: skip
            found.update((row.id, Named(*row)) for row in connection.execute(query))
    return found


def relations(database: Database, store: LikenessStore, number: int) -> list[Relation]:
    """What is like the reading ``number``, the closest first."""
    verdicts = {_other(verdict, number): verdict for verdict in store.verdicts_on(number)}
    representative = store.representative(number)
    family = store.members(representative)[:MOST_MEMBERS] if representative is not None else []
    others = dict.fromkeys(one for one in (*verdicts, *family) if one != number)
    known = named(database, [*others])
    found = [
        _relation(known[one], verdicts[one], number) if one in verdicts else Relation(known[one], None, 0.0, 0)
        for one in others
        if one in known
    ]
    return sorted(found, key=lambda one: (_rank(one.kind), -one.similarity, one.other.reading))


def _rank(kind: Kind | None) -> int:
    return _ORDER.index(kind or Kind.REVISION)


def cluster(database: Database, store: LikenessStore, representative: int, size: int) -> Cluster | None:
    """A cluster with the first of its members; None if what it is about has gone from the case meanwhile."""
    members = [one for one in store.members(representative) if one != representative]
    known = named(database, [representative, *members[:MEMBERS_SHOWN]])
    if representative not in known:
        return None
    verdicts = {_other(one, representative): one for one in store.verdicts_on(representative)}
    told = [
        _relation(known[one], verdicts[one], representative)
        for one in members[:MEMBERS_SHOWN]
        if one in known and one in verdicts
    ]
    return Cluster(known[representative], told, size)


def _other(verdict: Verdict, number: int) -> int:
    return verdict.right if verdict.left == number else verdict.left


def _relation(other: Named, verdict: Verdict, number: int) -> Relation:
    kind = verdict.kind if verdict.left == number else verdict.kind.other_way
    return Relation(other, kind, verdict.similarity, verdict.passages)


def is_of_the_family(relation: Relation) -> bool:
    """Whether both are states of one text."""
    return relation.kind is None or relation.kind in CLUSTERED


def copied_most(database: Database, most: int) -> list[tuple[Named, int]]:
    """Documents that were found in several places, bytes for bytes; those with the most copies first."""
    copies = func.count().label("copies")
    with database.read() as connection:
        rows = connection.execute(
            select(func.min(entry.c.reading_id), copies)
            .where(entry.c.reading_id.is_not(None))
            .group_by(entry.c.sha256)
            .having(copies > 1)
            .order_by(copies.desc(), func.min(entry.c.id))
            .limit(most)
        ).all()
    known = named(database, [row[0] for row in rows])
    return [(known[row[0]], row[1]) for row in rows if row[0] in known]
