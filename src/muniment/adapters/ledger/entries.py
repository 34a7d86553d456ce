"""Acquisitions, and what was found on the disk."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.tables import acquisition, entry, original
from muniment.adapters.ledger.tree import Place, Tree
from muniment.limits import Limits
from muniment.model import EntryKind
from muniment.preserve.ledger import AcquisitionRow, KnownFolder, NewEntry


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
        """``name -> (size, mtime in ns, inode)`` of what was last found right in a folder."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(entry.c.name, entry.c.size, entry.c.mtime_ns, entry.c.inode)
                .where(entry.c.parent_id == folder)
                .order_by(entry.c.id)
            )
            return {row.name: (row.size, row.mtime_ns, row.inode) for row in rows}

    def known_root(self, root: bytes) -> tuple[int, int, int] | None:
        """``(size, mtime in ns, inode)`` of ``root`` itself where it was taken in as a single file."""
        with self._database.read() as connection:
            row = connection.execute(
                select(entry.c.size, entry.c.mtime_ns, entry.c.inode)
                .join(acquisition, acquisition.c.id == entry.c.acquisition_id)
                .where(acquisition.c.root == root, entry.c.parent_id.is_(None), entry.c.kind != EntryKind.FOLDER)
                .order_by(entry.c.id.desc())
                .limit(1)
            ).one_or_none()
            return (row.size, row.mtime_ns, row.inode) if row else None

    def add(self, found: Sequence[NewEntry], listings: Sequence[tuple[int, bytes]] = ()) -> list[int]:
        """Record what was found, in one transaction, with the folders whose listing is now complete; returns ids."""
        if not found and not listings:
            return []
        with self._database.write() as connection:
            tree = Tree(self._database, connection, self._limits)
            first = self._database.take_ids(connection, "entry", len(found)) if found else 0
            numbers = list(range(first, first + len(found)))
            originals = [{"sha256": one.sha256, "size": one.size} for one in found if one.sha256]
            if originals:
                connection.execute(insert_or_ignore(original).on_conflict_do_nothing(), originals)
            if found:
                values = [_values(one, number, tree) for one, number in zip(found, numbers, strict=True)]
                connection.execute(insert(entry), values)
                tree.grow([_place(one) for one in values if one["reading_id"] and tree.has_members(one["reading_id"])])
            for folder, listing in listings:
                connection.execute(update(entry).where(entry.c.id == folder).values(listing=listing))
            return numbers


def _values(found: NewEntry, number: int, tree: Tree) -> dict[str, Any]:
    reads = bool(found.sha256) and found.state is None
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
        "reading_id": tree.reading_for(found.sha256, found.suffix) if reads else None,
        "state": found.state or "",
        "reason": found.reason,
        "caveat": found.caveat,
    }


def _place(one: dict[str, Any]) -> Place:
    return Place(one["id"], one["acquisition_id"], one["root_id"], 0, one["path"], one["sha256"], one["reading_id"])
