"""Tracked changes and comments, summed up by who made them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from muniment.read.examine.trait import Gap, Key, Seen, Trait

MOST_PEOPLE = 100
"""Names that are told of one part; a document that went round an office has some twenty."""

_WORDS = {
    "ins": "insertion",
    "insertion": "insertion",
    "del": "deletion",
    "deletion": "deletion",
    "moveFrom": "move",
    "moveTo": "move",
    "format-change": "change of form",
    "comment": "comment",
    "annotation": "comment",
}


@dataclass(slots=True)
class _Sum:
    counts: dict[str, int] = field(default_factory=dict)
    dates: list[str] = field(default_factory=list)


class Changes:
    """Counts what each name did."""

    def __init__(self) -> None:
        self._by: dict[str, _Sum] = {}

    def note(self, kind: str, untrusted_name: str, untrusted_date: str) -> None:
        """One change of ``kind``, an element's local name."""
        one = self._by.setdefault(untrusted_name.strip() or "nobody named", _Sum())
        word = _WORDS.get(kind, kind)
        one.counts[word] = one.counts.get(word, 0) + 1
        if untrusted_date:
            one.dates = [min([*one.dates, untrusted_date]), max([*one.dates, untrusted_date])]

    def traits(self, part: str) -> Iterator[Seen]:
        """A line for each name."""
        for name, one in list(self._by.items())[:MOST_PEOPLE]:
            told = ", ".join(f"{count} {word}{'' if count == 1 else 's'}" for word, count in one.counts.items())
            when = " to ".join(dict.fromkeys(one.dates))
            yield Trait(Key.CHANGED_BY, f"{name}: {told}" + (f", {when}" if when else ""), part)
        if len(self._by) > MOST_PEOPLE:
            yield Gap(f"{len(self._by)} names changed or commented it; those after the {MOST_PEOPLE}th are not told")
