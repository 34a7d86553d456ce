"""Readings: what waits to be read, and how it went, settled in one transaction each."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_ignore

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.page_rows import (
    PagesOnTheirWay,
    Summary,
    in_batches,
    member_row,
    pack_words,
    page_rows,
    pages_digest,
)
from muniment.adapters.ledger.tables import (
    DUE_ANEW,
    IS_WAITING,
    NOT_YET,
    acquisition,
    entry,
    member,
    original,
    page,
    reading,
    stale_page,
)
from muniment.adapters.ledger.tree import Place, Tree
from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.preserve.ledger import (
    MemberRead,
    PageRecognised,
    PageToRecognise,
    ReadingDone,
    ReadingToDo,
)

NEVER_TRIED = ""
"""The value of ``reading.tried`` before the first reading."""

RETRIED = frozenset(
    {State.PARTIAL, State.LOCKED, State.DAMAGED, State.UNSUPPORTED, State.REFUSED, State.FAILED, State.EMPTY}
)
"""States that a second reading could better: with a password, a new reader, a higher limit, an OCR language."""

# Statements of the hot path are built once: building them takes longer than the database does to carry them out.
_SETTLE = (
    update(reading)
    .where(reading.c.id == bindparam("reading"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "stage",
                "state",
                "reason",
                "reader",
                "reader_version",
                "tried",
                "media_type",
                "facts",
                "password",
                "members",
                "pages",
                "language",
                "digest",
            )
        }
    )
)
_MADE_AGAIN = select(reading.c.id).where(
    reading.c.id.in_(bindparam("numbers", expanding=True)), reading.c.tried != NEVER_TRIED
)


class Readings:
    """Hands out what is to be read or recognised, and records what came of it."""

    def __init__(self, database: Database, limits: Limits) -> None:
        self._database = database
        self._limits = limits

    def to_read(self, after: int, limit: int) -> list[ReadingToDo]:
        """Readings still to be made with ids above ``after``, in order."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(reading.c.id, reading.c.sha256, original.c.size, reading.c.suffix)
                .join(original, original.c.sha256 == reading.c.sha256)
                .where(reading.c.stage == "read", reading.c.id > after)
                .order_by(reading.c.id)
                .limit(limit)
            )
            return [ReadingToDo(row.id, row.sha256, row.size, row.suffix) for row in rows]

    def to_recognise(self, after: int, limit: int) -> list[PageToRecognise]:
        """Pages whose picture waits, with ids above ``after``, in order."""
        with self._database.read() as connection:
            rows = connection.execute(
                select(
                    page.c.id,
                    page.c.reading_id,
                    reading.c.sha256,
                    original.c.size,
                    reading.c.suffix,
                    reading.c.media_type,
                    page.c.number,
                    reading.c.password,
                )
                .join(reading, reading.c.id == page.c.reading_id)
                .join(original, original.c.sha256 == reading.c.sha256)
                .where(IS_WAITING, page.c.id > after)
                .order_by(page.c.id)
                .limit(limit)
            )
            return [PageToRecognise(*row) for row in rows]

    def settle(self, outcomes: Sequence[tuple[int, ReadingDone]]) -> None:
        """Record outcomes of readings by their numbers: states, pages, members, and the entries that come of these."""
        with self._database.write() as connection:
            self._forget(connection, [number for number, _ in outcomes])
            pages = PagesOnTheirWay(self._database, connection)
            ends = [self._settled(connection, number, done, pages) for number, done in outcomes]
            pages.write()
            for end in ends:
                if not end["digest"] and end["stage"] == "done":
                    end["digest"] = pages_digest(connection, end["reading"])
            connection.execute(_SETTLE, ends)
            # Where each container stands is asked before any grows: what one brings forth of another grows with it.
            places = [_places(connection, end["reading"]) for end in ends if end["members"]]
            for standing in places:
                Tree(self._database, connection, self._limits).grow(standing)

    def _settled(
        self, connection: Connection, number: int, done: ReadingDone, pages: PagesOnTheirWay
    ) -> dict[str, Any]:
        """The values of ``_SETTLE`` for one reading; its digest is "" where it must be made from the rows written."""
        summary = Summary()
        for one in done.pages:
            for row in page_rows(number, one):
                summary.count(row)
                pages.add(row)
        members = self._add_members(connection, number, done.members)
        return {
            "reading": number,
            "stage": "ocr" if summary.waiting else "done",
            "state": done.state,
            "reason": done.reason,
            "reader": done.reader,
            "reader_version": done.reader_version,
            "tried": json.dumps(done.tried, ensure_ascii=False),
            "media_type": done.media_type,
            "facts": json.dumps(dict(done.facts), ensure_ascii=False),
            "password": done.password,
            "members": members,
            "pages": len(summary.numbers),
            "language": summary.language,
            "digest": "" if members else summary.digest,
        }

    def _forget(self, connection: Connection, numbers: Sequence[int]) -> None:
        """Remove what earlier readings left: their pages, members, and the entries below their entries."""
        for batch in in_batches(numbers):
            for number in connection.execute(_MADE_AGAIN, {"numbers": batch}).scalars().all():
                _forget_one(connection, number)

    def _add_members(self, connection: Connection, number: int, members: Iterable[MemberRead]) -> int:
        count = 0
        for batch in in_batches(members):
            rows = [member_row(number, position, one) for position, one in enumerate(batch, count + 1)]
            originals = [{"sha256": one.sha256, "size": one.size} for one in batch if one.sha256]
            if originals:
                connection.execute(insert_or_ignore(original).on_conflict_do_nothing(), originals)
            connection.execute(insert(member), rows)
            count += len(rows)
        return count

    def recognised(self, done: PageRecognised) -> None:
        """Record what became of one page's picture; the last page of a reading ends it."""
        with self._database.write() as connection:
            connection.execute(
                update(page)
                .where(page.c.id == done.page)
                .values(
                    text=done.text,
                    language=done.language,
                    engine=done.engine,
                    confidence=done.confidence,
                    words=pack_words(done.words),
                    ocr="given-up" if done.given_up else "done",
                    ocr_reason=done.given_up or done.shortfall,
                    indexed=DUE_ANEW,
                )
            )
            number = connection.execute(select(page.c.reading_id).where(page.c.id == done.page)).scalar_one()
            waiting = connection.execute(
                select(page.c.id).where(page.c.reading_id == number, IS_WAITING).limit(1)
            ).first()
            if waiting is None:
                self._finish(connection, number)

    def _finish(self, connection: Connection, number: int) -> None:
        """End a reading all of whose pages are in."""
        row = connection.execute(
            select(reading.c.state, reading.c.reason, reading.c.members).where(reading.c.id == number)
        ).one()
        state, reason = _end_with_recognition(connection, number, State(row.state), row.reason, row.members)
        languages = connection.execute(
            select(page.c.language, func.sum(func.length(page.c.text)).label("chars"))
            .where(page.c.reading_id == number, page.c.language.not_in(["", "unknown"]))
            .group_by(page.c.language)
            .order_by(func.sum(func.length(page.c.text)).desc(), page.c.language)
        ).all()
        pages = connection.execute(
            select(func.count(func.distinct(page.c.number))).where(page.c.reading_id == number)
        ).scalar_one()
        language = languages[0].language if languages else ("unknown" if pages else "")
        connection.execute(
            update(reading)
            .where(reading.c.id == number)
            .values(
                stage="done",
                state=state,
                reason=reason,
                pages=pages,
                language=language,
                digest=pages_digest(connection, number),
            )
        )
        if state != row.state:  # the index holds it with each page
            connection.execute(
                update(page).where(page.c.reading_id == number, page.c.indexed != NOT_YET).values(indexed=DUE_ANEW)
            )

    def retry(self, states: frozenset[State]) -> tuple[int, int]:
        """Mark readings that ended in ``states`` to be made again: ``(how many, how many more lie under a seal)``."""
        with self._database.write() as connection:
            sealed = (
                select(entry.c.reading_id)
                .join(acquisition, acquisition.c.id == entry.c.acquisition_id)
                .where(acquisition.c.state == "sealed", entry.c.reading_id.is_not(None))
            )
            wanted = (reading.c.stage == "done") & reading.c.state.in_(states)
            again = connection.execute(
                update(reading).where(wanted, reading.c.id.not_in(sealed)).values(stage="read", state=State.PENDING)
            ).rowcount
            left = connection.execute(select(func.count()).select_from(reading).where(wanted)).scalar_one()
            return again, left

    def waiting(self) -> tuple[int, int]:
        """How many readings are still to be made, and how many pages to be recognised."""
        with self._database.read() as connection:
            to_read = select(func.count()).select_from(reading).where(reading.c.stage == "read")
            to_recognise = select(func.count()).select_from(page).where(IS_WAITING)
            return connection.execute(to_read).scalar_one(), connection.execute(to_recognise).scalar_one()


def _forget_one(connection: Connection, number: int) -> None:
    old = connection.execute(select(page.c.id).where(page.c.reading_id == number)).scalars().all()
    for batch in in_batches(old):
        connection.execute(
            insert_or_ignore(stale_page).on_conflict_do_nothing(), [{"page_id": page_id} for page_id in batch]
        )
    connection.execute(delete(page).where(page.c.reading_id == number))
    if connection.execute(delete(member).where(member.c.reading_id == number)).rowcount:
        for place in _places(connection, number):
            _prune(connection, place)


def _end_with_recognition(
    connection: Connection, number: int, state: State, reason: str, members: int
) -> tuple[State, str]:
    """The end of a reading in the light of what recognition could and could not do."""
    missing = connection.execute(
        select(page.c.number, page.c.ocr_reason)
        .where(page.c.reading_id == number, page.c.ocr_reason != "")
        .order_by(page.c.number)
    ).all()
    if missing:
        reasons: dict[str, list[int]] = {}
        for row in missing:
            reasons.setdefault(row.ocr_reason, []).append(row.number)
        told = [f"{_pages_named(numbers)}: {why}" for why, numbers in reasons.items()]
        return State.PARTIAL, "; ".join([reason, *told] if reason else told)
    recognised = connection.execute(
        select(page.c.id).where(page.c.reading_id == number, page.c.ocr == "done").limit(1)
    ).first()
    if state is State.READ and recognised is not None and not members and not _has_words(connection, number):
        return State.EMPTY, "a picture in which no words were found"
    return state, reason


def _has_words(connection: Connection, number: int) -> bool:
    return (
        connection.execute(
            select(page.c.id).where(page.c.reading_id == number, func.trim(page.c.text) != "").limit(1)
        ).first()
        is not None
    )


def _pages_named(numbers: list[int]) -> str:
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    told = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs)
    return f"page {told}" if len(numbers) == 1 else f"pages {told}"


def _places(connection: Connection, number: int) -> list[Place]:
    rows = connection.execute(select(entry).where(entry.c.reading_id == number).order_by(entry.c.id))
    containers = {EntryKind.FOLDER, EntryKind.SYMLINK, EntryKind.SPECIAL}
    return [
        Place(
            row.id,
            row.acquisition_id,
            row.root_id,
            row.depth if row.position else 0,
            row.path,
            row.sha256,
            number,
        )
        for row in rows
        if row.kind not in containers
    ]


def _prune(connection: Connection, place: Place) -> None:
    """Remove all entries below ``place``, innermost first, and take them off their root's count."""
    layers: list[list[int]] = [[place.entry]]
    while layers[-1]:
        below = connection.execute(select(entry.c.id).where(entry.c.parent_id.in_(layers[-1]))).scalars().all()
        layers.append(list(below))
    removed = [number for layer in reversed(layers[1:]) for number in layer]
    for batch in in_batches(removed):
        size = connection.execute(select(func.sum(entry.c.size)).where(entry.c.id.in_(batch))).scalar() or 0
        connection.execute(
            update(entry)
            .where(entry.c.id == place.root)
            .values(
                below=case((entry.c.below > len(batch), entry.c.below - len(batch)), else_=0),
                below_bytes=case((entry.c.below_bytes > size, entry.c.below_bytes - size), else_=0),
            )
        )
        connection.execute(delete(entry).where(entry.c.id.in_(batch)))
    connection.execute(update(entry).where(entry.c.id == place.entry).values(state="", reason=""))
