"""What is suggested, as the page offers it: with what a person can say to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from muniment.app.evidence.lineage import linked, ruled_on
from muniment.evidence.attributions.attribution import Relation
from muniment.evidence.attributions.reuse import Taking
from muniment.evidence.held import Held
from muniment.evidence.records import UNKNOWN
from muniment.evidence.suggesting import Suggestion


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that can be confirmed: child and parent ("" for somebody unknown), and what its button says."""

    child: str
    parent: str
    says: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A suggestion. ``new_source`` is the address for making a source of whom it names; "" where that makes no sense.

    ``pair`` is what a rejection is noted under. ``circle`` says that it contradicts links that are confirmed.
    """

    suggestion: Suggestion
    child: str
    parent: str
    choices: tuple[Choice, ...]
    pair: tuple[str, str]
    new_source: str
    place: str
    circle: bool


HOW = {"attribution": "its text says so", "passage": "a passage in common", "copy": "nearly the same text"}
"""What a link that is confirmed says of how it came to be known."""


def open_suggestions(held: Held, suggestions: Sequence[Suggestion]) -> list[Suggestion]:
    """The suggestions that nobody has ruled on; last those that name nobody known, of sources with a known parent."""
    ruled, pairs = ruled_on(held), linked(held)
    known = {child for child, parent in pairs if parent}
    found = [
        one
        for one in suggestions
        if one.key not in ruled
        and one.child in held.sources
        and (one.parent is None or (one.parent in held.sources and not _is_known(one, pairs)))
    ]
    return sorted(found, key=lambda one: one.parent is None and one.child in known)


def _is_known(one: Suggestion, pairs: frozenset[tuple[str, str]]) -> bool:
    assert one.parent is not None
    both = one.relation == Taking.UNDECIDED
    return (one.child, one.parent) in pairs or (both and (one.parent, one.child) in pairs)


def drawable(suggestions: Sequence[Suggestion]) -> Iterator[tuple[str, str]]:
    """The links, from parent to child, that can be drawn: those of which both ends and the direction are known."""
    for one in suggestions:
        if one.parent is not None and one.relation not in _NO_LINK and one.relation != Taking.UNDECIDED:
            yield one.parent, one.child


_NO_LINK = {Taking.SHARED_QUOTATION.value}
"""What is said for the record: neither need have it from the other."""


def offers(held: Held, suggestions: Sequence[Suggestion], undrawn: Sequence[tuple[str, str]]) -> list[Offer]:
    """The suggestions as they are offered; last those that contradict what is confirmed."""
    offered = [_offer(held, one, set(undrawn)) for one in suggestions]
    return sorted(offered, key=lambda one: one.circle)


def _offer(held: Held, one: Suggestion, undrawn: set[tuple[str, str]]) -> Offer:
    parent = "" if one.parent is None else held.sources[one.parent].title
    where = one.where
    return Offer(
        one,
        held.sources[one.child].title,
        parent or one.named or "somebody unknown",
        tuple(_choices(held, one)),
        (one.child, one.parent or UNKNOWN),
        _new_source(one),
        f"/document/{where.sha256}?{urlencode({'page': where.page, 'start': where.start})}",
        (one.parent or "", one.child) in undrawn,
    )


def _choices(held: Held, one: Suggestion) -> Iterator[Choice]:
    if one.relation in _NO_LINK:
        return
    if one.parent is None:
        yield Choice(one.child, UNKNOWN, "From somebody unknown")
    elif one.relation == Taking.UNDECIDED:
        child, parent = held.sources[one.child].title, held.sources[one.parent].title
        yield Choice(one.child, one.parent, f"{child} is from {parent}")
        yield Choice(one.parent, one.child, f"{parent} is from {child}")
    else:
        yield Choice(one.child, one.parent, "Confirm")


def _new_source(one: Suggestion) -> str:
    if one.parent is not None or one.relation in _UNNAMED or not one.named:
        return ""
    return f"/evidence/sources/new?{urlencode({'title': one.named})}"


_UNNAMED = {Relation.ANONYMOUS.value, Taking.COMMON_UNKNOWN.value, Taking.SHARED_QUOTATION.value}
