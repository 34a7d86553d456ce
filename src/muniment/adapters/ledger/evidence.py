"""The evidence ledger: every version of every record, and the changes that made them.

What is current is kept decoded in memory, and what others change is read from there on: a page of the workbench then
costs no more than it shows. Cases made before these tables were are given them at the first write.
"""

import hashlib
import threading
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, inspect, select, update

from muniment.adapters.ledger.custody import append_in, now
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.evidence_held import Now, brought_back, carried_on, decoded, in_old_order, with_news
from muniment.adapters.ledger.tables import evidence_change, evidence_version, metadata
from muniment.errors import NotFoundError
from muniment.evidence.faults import ConflictError
from muniment.evidence.held import Held
from muniment.evidence.history import Applied, Change, Edit, Version
from muniment.evidence.port import Check
from muniment.evidence.records import Kind, plain
from muniment.preserve.canonical import canonical
from muniment.preserve.custody import Act

_TABLES = (evidence_change, evidence_version)


class EvidenceLedger:
    """``EvidenceStore`` on the case's ledger. Safe to use from several threads; reads work on a read-only case."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._lock = threading.Lock()
        self._held = Held()

    def held(self) -> Held:
        """The current records."""
        with self._database.read() as connection:
            return self._current(connection)

    def history(self, kind: Kind, record_id: str) -> list[Version]:
        """The versions of a record, oldest first; none if there never was one."""
        query = (
            _versions()
            .where(evidence_version.c.kind == kind, evidence_version.c.record == record_id)
            .order_by(evidence_version.c.number)
        )
        with self._database.read() as connection:
            return [_version(row) for row in connection.execute(query)] if _is_there(connection) else []

    def changes(self, limit: int, before: int = 0) -> list[Change]:
        """Changes, newest first; with ``before`` only those older than that one."""
        query = select(evidence_change).order_by(evidence_change.c.id.desc()).limit(limit)
        if before:
            query = query.where(evidence_change.c.id < before)
        with self._database.read() as connection:
            return [_change(row) for row in connection.execute(query)] if _is_there(connection) else []

    def versions_of(self, change: int) -> list[tuple[Version, Version | None]]:
        """What a change made, each with the version before it. Raises ``NotFoundError``."""
        query = _versions().where(evidence_version.c.change_id == change).order_by(evidence_version.c.id)
        with self._database.read() as connection:
            rows = connection.execute(query).all() if _is_there(connection) else []
            if not rows:
                raise NotFoundError(f"There is no change number {change}.", "The history lists the changes.")
            return [(_version(row), _before(connection, row)) for row in rows]

    def apply(self, person: str, says: str, edits: Sequence[Edit], check: Check, undoes: int = 0) -> Applied:
        """Make all the edits, or none. Raises ``ConflictError``, and what ``check`` raises."""
        with self._database.write() as connection:
            _make_tables(connection)
            before = self._current(connection)
            _refuse_stale(connection, before, edits)
            change = Change(before.at_change + 1, person, now(), says, undoes)
            news = [Now(one.kind, one.id, before.version(one.kind, one.id) + 1, one.record) for one in edits]
            after = with_news(before, news, change.id)
            check(before, after)
            _write(connection, change, edits, before)
            after = in_old_order(connection, after, brought_back(before, news))
        with self._lock:
            self._held = after
        return Applied(change, [(one.kind, one.id) for one in edits])

    def _current(self, connection: Connection) -> Held:
        with self._lock:  # before anything is asked: who waits then sees what came meanwhile, and never goes back
            if not _is_there(connection):
                return Held()
            last = connection.execute(select(func.coalesce(func.max(evidence_change.c.id), 0))).scalar_one()
            if self._held.at_change != last:
                self._held = carried_on(connection, self._held, last)
            return self._held


def _refuse_stale(connection: Connection, before: Held, edits: Sequence[Edit]) -> None:
    seen: set[tuple[Kind, str]] = set()
    for one in edits:
        number = before.version(one.kind, one.id)
        is_new = one.based_on == 0 and before.get(one.kind, one.id) is None
        if (one.based_on != number and not is_new) or (one.kind, one.id) in seen:
            raise ConflictError(_conflict(connection, one), "Look at it as it is now, then make your change again.")
        seen.add((one.kind, one.id))


def _conflict(connection: Connection, edit: Edit) -> str:
    query = (
        select(evidence_change)
        .join(evidence_version, evidence_version.c.change_id == evidence_change.c.id)
        .where(
            evidence_version.c.kind == edit.kind,
            evidence_version.c.record == edit.id,
            evidence_version.c.current == 1,
        )
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return f"The {edit.kind} {edit.id} is not there."
    if edit.based_on == 0:
        return f"There is a {edit.kind} {edit.id} already; {row.person} made it at {row.at}."
    return f"{row.person} changed the {edit.kind} {edit.id} at {row.at}, after you had read it. Nothing was changed."


def _write(connection: Connection, change: Change, edits: Sequence[Edit], before: Held) -> None:
    connection.execute(
        insert(evidence_change).values(
            id=change.id, person=change.person, at=change.at, says=change.says, undoes=change.undoes
        )
    )
    number = connection.execute(select(func.coalesce(func.max(evidence_version.c.id), 0))).scalar_one()
    rows = []
    for version_id, one in enumerate(edits, number + 1):
        earlier = before.version(one.kind, one.id)
        body = canonical(plain(one.record)).decode() if one.record is not None else ""
        rows.append(
            {
                "id": version_id,
                "change_id": change.id,
                "kind": one.kind.value,
                "record": one.id,
                "number": earlier + 1,
                "first": _replaced(connection, one) if earlier else version_id,
                "current": 1,
                "body": body,
                "digest": hashlib.sha256(body.encode()).hexdigest(),
            }
        )
    if rows:
        connection.execute(insert(evidence_version), rows)
    told = [[row["kind"], row["record"], row["number"], row["digest"]] for row in rows]
    details = {"change": change.id, "records": len(rows), "digest": hashlib.sha256(canonical(told)).hexdigest()}
    append_in(connection, Act.EVIDENCE_CHANGED, details, change.person)


def _replaced(connection: Connection, edit: Edit) -> int:
    """Mark the version before as no longer current; returns the id of the record's first."""
    same = (
        evidence_version.c.kind == edit.kind,
        evidence_version.c.record == edit.id,
        evidence_version.c.current == 1,
    )
    first: int = connection.execute(select(evidence_version.c.first).where(*same)).scalar_one()
    connection.execute(update(evidence_version).where(*same).values(current=0))
    return first


def _versions() -> Select[Any]:
    return select(
        evidence_version,
        evidence_change.c.person,
        evidence_change.c.at,
        evidence_change.c.says,
        evidence_change.c.undoes,
    ).join(evidence_change, evidence_change.c.id == evidence_version.c.change_id)


def _before(connection: Connection, row: Row[Any]) -> Version | None:
    found = connection.execute(
        _versions().where(
            evidence_version.c.kind == row.kind,
            evidence_version.c.record == row.record,
            evidence_version.c.number == row.number - 1,
        )
    ).one_or_none()
    return None if found is None else _version(found)


def _version(row: Row[Any]) -> Version:
    record = decoded(row.kind, row.record, row.body)
    change = Change(row.change_id, row.person, row.at, row.says, row.undoes)
    return Version(Kind(row.kind), row.record, row.number, change, record, row.digest)


def _change(row: Row[Any]) -> Change:
    return Change(row.id, row.person, row.at, row.says, row.undoes)


def _is_there(connection: Connection) -> bool:
    return inspect(connection).has_table(evidence_version.name)


def _make_tables(connection: Connection) -> None:
    if not _is_there(connection):
        metadata.create_all(connection, tables=_TABLES)
