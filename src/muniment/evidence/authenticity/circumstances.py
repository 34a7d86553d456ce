"""How a document came into the case: its places, the acquisitions behind them, and what it came in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.acquire.names import text_of
from muniment.evidence.authenticity.facts import Basis, Fact, Topic


@dataclass(frozen=True, slots=True)
class Carrier:
    """Something that a document came in: a mail, an archive. ``sent`` is the date that a mail bears; "" for others."""

    original: str
    name: bytes
    media_type: str
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One place where the bytes were found, and the acquisition that found them.

    ``modified`` is the time that the disk or the container gives, ISO 8601; ``sealed`` the time of the acquisition's
    seal; "" where there is none. ``carriers`` come outermost first.
    """

    path: bytes
    kind: str
    modified: str
    acquisition: int
    source: str
    operator: str
    started: str
    ended: str
    program: str
    sealed: str
    carriers: tuple[Carrier, ...] = ()


def came(arrivals: Sequence[Arrival], places: int) -> Iterator[Fact]:
    """How it came, as the books tell it."""
    for number in dict.fromkeys(one.acquisition for one in arrivals):
        mine = [one for one in arrivals if one.acquisition == number]
        yield from _acquired(mine[0])
        for one in mine:
            yield from _found(one)
    if places > len(arrivals):
        yield _fact("places", "found in", f"{places:,} places; the first {len(arrivals):,} are told", "the books")


def _acquired(one: Arrival) -> Iterator[Fact]:
    basis = f"acquisition {one.acquisition}, custody log"
    yield _fact("acquired", "taken in", f"{one.started} to {one.ended or 'now: it is not complete'}", basis)
    yield _fact("operator", "taken in by", one.operator, basis)
    yield _fact("source", "handed over by", one.source or "not said", basis)
    yield _fact("program", "taken in with", one.program, basis)
    told = f"sealed {one.sealed}" if one.sealed else "not sealed"
    yield _fact("seal", "seal", told, f"acquisition {one.acquisition}")


def _found(one: Arrival) -> Iterator[Fact]:
    basis = f"the books, acquisition {one.acquisition}"
    changed = f" (last changed there {one.modified})" if one.modified else ""
    yield _fact("place", "found at", f"{text_of(one.path)}{changed}", basis)
    for carrier in one.carriers:
        yield Fact(Topic.CAME, "carrier", "came in", text_of(carrier.name), (Basis(basis, original=carrier.original),))
        if carrier.sent:
            yield Fact(
                Topic.CAME, "carrier-sent", "which was sent", carrier.sent, (Basis("Date header", 0, carrier.original),)
            )


def _fact(key: str, name: str, value: str, where: str) -> Fact:
    return Fact(Topic.CAME, key, name, value, (Basis(where),))
