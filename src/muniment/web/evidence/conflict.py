"""Two people who edit one record: what each of them changed, put side by side, so that nothing typed is lost."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from muniment.evidence.held import Held
from muniment.evidence.history import Change, Version
from muniment.evidence.records import Record
from muniment.web.evidence.changes import told


@dataclass(frozen=True, slots=True)
class Clash:
    """A field as the other has it now and as it was typed here."""

    field: str
    theirs: Sequence[str]
    mine: Sequence[str]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else's change since the form was opened. ``taken`` are fields of theirs that were not touched here.

    ``is_gone`` says that they took the record out.
    """

    change: Change
    clashes: Sequence[Clash]
    taken: Sequence[str]
    is_gone: bool


def merged(held: Held, mine: Record, based_on: int, versions: Sequence[Version]) -> tuple[Record, Conflict]:
    """What to go on with: their version with what was changed here put on top, and what both changed."""
    last = versions[-1]
    base = next((one.record for one in versions if one.number == based_on), None)
    if last.record is None:
        return mine, Conflict(last.change, (), (), is_gone=True)
    clashes: list[Clash] = []
    taken: dict[str, Any] = {}
    for one in fields(mine):
        ours, theirs = getattr(mine, one.name), getattr(last.record, one.name)
        if ours == theirs:
            continue
        if base is not None and getattr(base, one.name) == ours:
            taken[one.name] = theirs
        elif base is None or getattr(base, one.name) != theirs:
            clashes.append(Clash(one.name, told(held, last.record, one.name), told(held, mine, one.name)))
    return replace(mine, **taken), Conflict(last.change, clashes, list(taken), is_gone=False)
