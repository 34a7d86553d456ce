"""Growing the tree of entries: members of a reading become entries below every entry that has those bytes."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from muniment.acquire.names import below, suffix_of, unpacked_name
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import DUE_ANEW, NOT_YET, entry, member, page, reading
from muniment.limits import MAX_EXPANDED_PER_FILE_GRACE, Limits
from muniment.model import State

BATCH = 500
"""Entries written with one statement."""

T = TypeVar("T")

PATHS_INDEXED = 20
"""Paths indexed with one page; more copies of the same bytes are found through the ledger."""


# Built once: they run for every file, and building them takes longer than carrying them out.
_READINGS_OF = (
    select(reading.c.id, reading.c.sha256, reading.c.suffix, reading.c.members)
    .where(reading.c.sha256.in_(bindparam("hashes", expanding=True)))
    .order_by(reading.c.edition)
)
_ADD_READING = insert(reading)
_TO_BE_READ = {"stage": "read", "state": State.PENDING}


@dataclass(frozen=True, slots=True)
class Place:
    """An entry that may have members, and where it stands."""

    entry: int
    acquisition: int
    root: int
    depth: int
    path: bytes
    sha256: str
    reading: int


class Tree:
    """Adds entries below entries, within one transaction."""

    def __init__(self, database: Database, connection: Connection, limits: Limits) -> None:
        self._database = database
        self._connection = connection
        self._limits = limits
        self._readings: dict[tuple[str, str], int] = {}
        self._member_counts: dict[int, int] = {}
        self._further_places: Counter[int] = Counter()

    def reading_for(self, sha256: str, suffix: str) -> int:
        """The id of the newest reading of these bytes; made, still to be read, if there is none."""
        key = (sha256, suffix)
        if key not in self._readings:
            self.look_up([key])
        number = self._readings[key]
        if number in self._further_places:
            self._further_places[number] += 1
        return number

    def look_up(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Find or make the readings of many files at once, for ``reading_for`` to give."""
        keys = [key for key in dict.fromkeys(wanted) if key not in self._readings]
        for batch in _in_batches(iter(keys)):
            self._note_known(batch)
        new = [key for key in keys if key not in self._readings]
        if new:
            first = self._database.take_ids(self._connection, "reading", len(new))
            for number, key in enumerate(new, first):
                self._readings[key], self._member_counts[number] = number, 0
            self._connection.execute(
                _ADD_READING,
                [{"id": self._readings[key], "sha256": key[0], "suffix": key[1], **_TO_BE_READ} for key in new],
            )

    def _note_known(self, keys: Sequence[tuple[str, str]]) -> None:
        found = self._connection.execute(_READINGS_OF, {"hashes": [sha256 for sha256, _ in keys]})
        wanted = set(keys)
        for row in found:  # oldest edition first: the newest stays
            if (key := (row.sha256, row.suffix)) in wanted:
                self._readings[key], self._member_counts[row.id] = row.id, row.members
        self._further_places.update({self._readings[key]: 0 for key in keys if key in self._readings})

    def has_members(self, reading_id: int) -> bool:
        """Whether a reading that ``reading_for`` gave is known to have members."""
        return self._member_counts[reading_id] > 0

    def renew_paths(self) -> None:
        """Have the pages of readings that were found in further places indexed anew, with the paths of these.

        Beyond ``PATHS_INDEXED`` places there is nothing new to index, but the source of another acquisition.
        """
        for number, added in self._further_places.items():
            if self._tells_something_new(number, added):
                self._connection.execute(
                    update(page).where(page.c.reading_id == number, page.c.indexed != NOT_YET).values(indexed=DUE_ANEW)
                )
        self._further_places.clear()

    def _tells_something_new(self, number: int, added: int) -> bool:
        """Whether the places just ``added`` are among the first of their reading, or the first of their acquisition."""
        places = select(entry.c.acquisition_id).where(entry.c.reading_id == number).order_by(entry.c.id.desc())
        newest = self._connection.execute(places.limit(added + PATHS_INDEXED)).scalars().all()
        return len(newest) < added + PATHS_INDEXED or len(set(newest)) > 1

    def grow(self, places: list[Place]) -> None:
        """Add the members of each place, and theirs, as far as they are known and the limits allow."""
        waiting = list(places)
        while waiting:
            waiting.extend(self._grow_one(waiting.pop()))
        self.renew_paths()

    def _grow_one(self, place: Place) -> list[Place]:
        ancestors = self._ancestors(place)
        count, size = self._members_size(place.reading)
        if reason := self._refusal(place, count, size):
            self._connection.execute(
                update(entry).where(entry.c.id == place.entry).values(state=State.REFUSED, reason=reason)
            )
            return []
        self._connection.execute(
            update(entry)
            .where(entry.c.id == place.root)
            .values(below=entry.c.below + count, below_bytes=entry.c.below_bytes + size)
        )
        taken: set[bytes] = set()
        inner: list[Place] = []
        for rows in _in_batches(self._members(place.reading)):
            first = self._database.take_ids(self._connection, "entry", len(rows))
            values = [self._values(row, place, number, ancestors, taken) for number, row in enumerate(rows, first)]
            self._connection.execute(insert(entry), values)
            inner.extend(self._places_with_members(values))
        return inner

    def _members_size(self, reading_id: int) -> tuple[int, int]:
        sizes = self._connection.execute(select(member.c.size).where(member.c.reading_id == reading_id)).scalars()
        count = total = 0
        for size in sizes:
            count, total = count + 1, total + size
        return count, total

    def _refusal(self, place: Place, count: int, size: int) -> str:
        root = self._connection.execute(
            select(entry.c.size, entry.c.below, entry.c.below_bytes).where(entry.c.id == place.root)
        ).one()
        if root.below + count > self._limits.entries_per_file:
            return (
                f"what was handed over would unfold into more than {self._limits.entries_per_file:,} entries, "
                "the limit for one file; this container is not opened"
            )
        allowed = max(MAX_EXPANDED_PER_FILE_GRACE, self._limits.ratio * root.size)
        if root.below_bytes + size > allowed:
            return (
                f"what was handed over would unfold to more than {allowed:,} bytes in all, "
                f"{self._limits.ratio} times its size; this container is not opened"
            )
        return ""

    def _ancestors(self, place: Place) -> frozenset[str]:
        seen = {place.sha256}
        number: int | None = place.entry
        while number is not None:
            row = self._connection.execute(select(entry.c.parent_id, entry.c.sha256).where(entry.c.id == number)).one()
            seen.add(row.sha256)
            number = row.parent_id
        return frozenset(seen - {""})

    def _members(self, reading_id: int) -> Iterator[Row[Any]]:
        rows = self._connection.execute(
            select(member).where(member.c.reading_id == reading_id).order_by(member.c.position)
        )
        yield from rows.fetchall()

    def _values(
        self, row: Row[Any], place: Place, number: int, ancestors: frozenset[str], taken: set[bytes]
    ) -> dict[str, Any]:
        state, reason = self._own_end(row, place, ancestors)
        name = row.name or unpacked_name(place.path)
        reads = bool(row.sha256) and not state
        return {
            "id": number,
            "acquisition_id": place.acquisition,
            "parent_id": place.entry,
            "root_id": place.root,
            "depth": place.depth + 1,
            "kind": row.kind,
            "name": name,
            "path": below(place.path, name, taken),
            "position": row.position,
            "size": row.size,
            "modified": row.modified,
            "sha256": row.sha256,
            "reading_id": self.reading_for(row.sha256, row.suffix or suffix_of(name)) if reads else None,
            "state": state,
            "reason": reason,
            "caveat": row.caveat,
        }

    def _own_end(self, row: Row[Any], place: Place, ancestors: frozenset[str]) -> tuple[str, str]:
        if row.state or not row.sha256:
            return row.state, row.reason
        if row.sha256 in ancestors:
            return State.REFUSED, "it contains itself: the same bytes stand above it, and it is not opened again"
        if place.depth + 1 > self._limits.depth:
            return State.REFUSED, f"it lies more than {self._limits.depth} containers deep, the limit"
        if row.size == 0:
            return State.EMPTY, "a blank file: it holds no bytes"
        return "", row.reason

    def _places_with_members(self, values: list[dict[str, Any]]) -> list[Place]:
        return [
            Place(
                one["id"],
                one["acquisition_id"],
                one["root_id"],
                one["depth"],
                one["path"],
                one["sha256"],
                one["reading_id"],
            )
            for one in values
            if one["reading_id"] is not None and self.has_members(one["reading_id"])
        ]


def _in_batches(items: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(items, BATCH)):
        yield batch
