"""What is current in the evidence ledger: read whole once, then carried on from one change to the next."""

import gc
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, select

from muniment.adapters.ledger.tables import evidence_version
from muniment.errors import LedgerDamagedError
from muniment.evidence.held import Held, following
from muniment.evidence.records import CLASSES, Kind, Record

_DECODERS = {kind: msgspec.json.Decoder(cls) for kind, cls in CLASSES.items()}
_KINDS = {kind.value: kind for kind in Kind}
"""Many times as fast as asking the enumeration, and there is a row for every record."""


@dataclass(frozen=True, slots=True)
class Now:
    """A record as it is now, in which version; None where it was taken out."""

    kind: Kind
    id: str
    number: int
    record: Record | None


def carried_on(connection: Connection, before: Held, last_change: int) -> Held:
    """What is held after the change with number ``last_change``; only what came since ``before`` is read.

    Raises ``LedgerDamagedError``.
    """
    if before.at_change > last_change:  # an older ledger was put in its place
        before = Held()
    query = _current().where(evidence_version.c.change_id > before.at_change)
    with _uncollected():
        rows = connection.execute(query).all()
        news = [Now(_kind(kind), record, number, decoded(kind, record, body)) for kind, record, number, body in rows]
    return in_old_order(connection, with_news(before, news, last_change), brought_back(before, news))


def with_news(before: Held, news: Iterable[Now], at_change: int) -> Held:
    """``before`` with ``news``: new records come last, changed ones stay where they are."""
    touched: dict[Kind, dict[str, Record]] = {}
    versions = dict(before.versions)
    for one in news:
        records = touched.get(one.kind)
        if records is None:
            records = touched[one.kind] = dict(before.by_kind.get(one.kind, {}))
        versions[one.kind, one.id] = one.number
        if one.record is None:
            records.pop(one.id, None)
        else:
            records[one.id] = one.record
    return following(before, {**before.by_kind, **touched}, MappingProxyType(versions), at_change)


def brought_back(before: Held, news: Iterable[Now]) -> set[Kind]:
    """Kinds of which a record comes back that was taken out: it belongs where it once was, not last."""
    return {
        one.kind
        for one in news
        if one.record is not None and before.version(one.kind, one.id) and before.get(one.kind, one.id) is None
    }


def in_old_order(connection: Connection, held: Held, kinds: Collection[Kind]) -> Held:
    """``held`` with the records of these kinds in the order in which they were first made."""
    if not kinds:
        return held
    ordered = dict(held.by_kind)
    for kind in kinds:
        records = held.by_kind[kind]
        query = _current().with_only_columns(evidence_version.c.record).where(evidence_version.c.kind == kind.value)
        ordered[kind] = {one: records[one] for one in connection.execute(query).scalars() if one in records}
    return following(held, ordered, held.versions, held.at_change)


def decoded(untrusted_kind: str, record_id: str, untrusted_body: str) -> Record | None:
    """The record that a row holds; None where it was taken out. Raises ``LedgerDamagedError``."""
    if not untrusted_body:
        return None
    try:
        return _DECODERS[_kind(untrusted_kind)].decode(untrusted_body)
    except msgspec.DecodeError as error:
        raise LedgerDamagedError(
            f"The {untrusted_kind} {record_id} in the ledger cannot be read ({error}).",
            "Restore case.db from a backup.",
        ) from error


@contextmanager
def _uncollected() -> Iterator[None]:
    """Records come by the thousand and stay: the collector would look through them all again and again, in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _kind(untrusted_kind: str) -> Kind:
    kind = _KINDS.get(untrusted_kind)
    return Kind(untrusted_kind) if kind is None else kind  # raises ValueError, which the database tells as damage


def _current() -> Select[Any]:
    return (
        select(evidence_version.c.kind, evidence_version.c.record, evidence_version.c.number, evidence_version.c.body)
        .where(evidence_version.c.current == 1)
        .order_by(evidence_version.c.first)
    )
