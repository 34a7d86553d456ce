"""Acquisitions, and what was found on the disk."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, entry, original
from muniment.adapters.ledger.tree import Place, Tree
from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.preserve.ledger import NO_MARK, AcquisitionRow, KnownFolder, NewEntry


class Entries:
    """Records acquisitions and their entries."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    def open_acquisition(
        self, root: bytes, *, source: str, operator: str, started: str, program: str, protections: Sequence[str]
    ) -> AcquisitionRow:
        """The unsealed acquisition of ``root`` if there is one, to be continued; else a new one."""
        with self._database.write() as connection:
            found = connection.execute(
                select(acquisition)
                .where(acquisition.c.root == root, acquisition.c.state != "sealed")
                .order_by(acquisition.c.id.desc())
                .limit(1)
            ).one_or_none()
            if found is not None:
                connection.execute(update(acquisition).where(acquisition.c.id == found.id).values(state="open"))
                return AcquisitionRow(found.id, root, found.source, "open", found.started)
            number = self._database.take_ids(connection, "acquisition")
            connection.execute(
                insert(acquisition).values(
                    id=number,
                    root=root,
                    source=source,
                    operator=operator,
                    started=started,
                    ended="",
                    state="open",
                    program=program,
                    protections=json.dumps(list(protections)),
                    limits=json.dumps(asdict(self._limits)),
                )
            )
            return AcquisitionRow(number, root, source, "open", started)

    def complete(self, number: int, ended: str) -> None:
        """Note that everything in the acquisition has ended."""
        with self._database.write() as connection:
            connection.execute(
                update(acquisition).where(acquisition.c.id == number).values(state="complete", ended=ended)
            )

    def protections_noted(self, number: int, protections: Sequence[str]) -> None:
        """Note what guarded the readers in this acquisition."""
        with self._database.write() as connection:
            connection.execute(
                update(acquisition).where(acquisition.c.id == number).values(protections=json.dumps(list(protections)))
            )

    def known_folders(self, root: bytes) -> dict[bytes, KnownFolder]:
        """The folders already walked below ``root``, by path."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(entry.c.path, entry.c.id, entry.c.listing)
                .join(acquisition, acquisition.c.id == entry.c.acquisition_id)
                .where(acquisition.c.root == root, entry.c.kind == EntryKind.FOLDER, entry.c.position == 0)
                .order_by(entry.c.id)
            )
            return {row.path: KnownFolder(row.id, row.listing) for row in rows}

    def known_files(self, folder: int) -> dict[bytes, tuple[int, int, int]]:
        """``name -> (size, mtime in ns, inode)`` of what was last found right in a folder; see ``NO_MARK``."""
        with self._database.read() as connection:
            rows = connection.execute(_MARKS.where(entry.c.parent_id == folder).order_by(entry.c.id))
            return {row.name: _mark(row) for row in rows}

    def known_root(self, root: bytes) -> tuple[int, int, int] | None:
        """``(size, mtime in ns, inode)`` of ``root`` itself where it was taken in as a single file."""
        with self._database.read() as connection:
            row = connection.execute(
                _MARKS.join(acquisition, acquisition.c.id == entry.c.acquisition_id)
                .where(acquisition.c.root == root, entry.c.parent_id.is_(None), entry.c.kind != EntryKind.FOLDER)
                .order_by(entry.c.id.desc())
                .limit(1)
            ).one_or_none()
            return _mark(row) if row else None

    def add(self, found: Sequence[NewEntry], listings: Sequence[tuple[int, bytes]] = ()) -> list[int]:
        """Record what was found, in one transaction, with the folders whose listing is now complete; returns ids."""
        if not found and not listings:
            return []
        with self._database.write() as connection:
            tree = Tree(self._database, connection, self._limits)
            originals = [{"sha256": one.sha256, "size": one.size} for one in found if one.sha256]
            if originals:
                connection.execute(insert_or_ignore(original).on_conflict_do_nothing(), originals)
            numbers = self._numbers(connection, found)
            for folder, listing in listings:
                connection.execute(update(entry).where(entry.c.id == folder).values(listing=listing))
            tree.look_up((one.sha256, one.suffix) for one in found if _reads(one))
            values = [_values(one, number, tree) for one, number in zip(found, numbers, strict=True) if number > 0]
            _write(connection, values, {number for one, number in zip(found, numbers, strict=True) if one.again})
            tree.grow([_place(one) for one in values if one["reading_id"] and tree.has_members(one["reading_id"])])
            return [abs(number) for number in numbers]

    def _numbers(self, connection: Connection, found: Sequence[NewEntry]) -> list[int]:
        """An id for each: a new one, that of the entry it takes over, or, negative, of one that tells the same."""
        next_number = self._database.take_ids(connection, "entry", len(found)) if found else 0
        numbers = []
        for number, one in enumerate(found, next_number):
            earlier = _earlier_failure(connection, one) if one.again else None
            if earlier is None:
                numbers.append(number)
            elif earlier.state != "sealed":
                numbers.append(earlier.id)
            else:
                numbers.append(-earlier.id if one.state is State.FAILED else number)
        return numbers


def _write(connection: Connection, values: list[dict[str, Any]], taken_over: set[int]) -> None:
    if fresh := [one for one in values if one["id"] not in taken_over]:
        connection.execute(insert(entry), fresh)
    for one in values:
        if one["id"] in taken_over:  # as a rule there already
            connection.execute(insert_or_ignore(entry).values(one).on_conflict_do_update(set_=one))


_MARKS = select(entry.c.name, entry.c.size, entry.c.mtime_ns, entry.c.inode, entry.c.state, entry.c.sha256)


def _mark(row: Any) -> tuple[int, int, int]:
    if row.state == State.FAILED and not row.sha256:
        return NO_MARK
    return row.size, row.mtime_ns, row.inode


def _earlier_failure(connection: Connection, found: NewEntry) -> Any:
    """The entry that tells that ``found`` could not be had, and the state of its acquisition; None if there is none."""
    return connection.execute(
        select(entry.c.id, acquisition.c.state)
        .join(acquisition, acquisition.c.id == entry.c.acquisition_id)
        .where(
            entry.c.parent_id.is_(None) if found.parent is None else entry.c.parent_id == found.parent,
            entry.c.path == found.path,
            entry.c.state == State.FAILED,
            entry.c.sha256 == "",
        )
        .order_by(entry.c.id.desc())
        .limit(1)
    ).one_or_none()


def _reads(found: NewEntry) -> bool:
    return bool(found.sha256) and found.state is None


def _values(found: NewEntry, number: int, tree: Tree) -> dict[str, Any]:
    return {
        "id": number,
        "acquisition_id": found.acquisition,
        "parent_id": found.parent,
        "root_id": number,
        "depth": 0,
        "kind": found.kind,
        "name": found.name,
        "path": found.path,
        "size": found.size,
        "mtime_ns": found.mtime_ns,
        "inode": found.inode,
        "target": found.target,
        "sha256": found.sha256,
        "reading_id": tree.reading_for(found.sha256, found.suffix) if _reads(found) else None,
        "state": found.state or "",
        "reason": found.reason,
        "caveat": found.caveat,
    }


def _place(one: dict[str, Any]) -> Place:
    return Place(one["id"], one["acquisition_id"], one["root_id"], 0, one["path"], one["sha256"], one["reading_id"])
