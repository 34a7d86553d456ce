"""A name that is looked for: which keys its pages have, and where on a page it stands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class NameMatch:
    """Where on a page a name stands, how close it is (0 to 1), and why it was taken for the name, in words.

    ``start`` and ``end`` count code points of the raw page text, end-exclusive.
    """

    start: int
    end: int
    closeness: float
    reason: str


class NameQuery:
    """A name in any script, prepared for looking it up on many pages."""

    slop = 1
    """How many other words (a patronymic, an initial) may stand among the keys of a run."""

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def runs(self) -> tuple[tuple[str, ...], ...]:
        """Sequences of keys; a page on which none of them stands in order does not have the name."""
        return (tuple(self.name.lower().split()),)

    def matches(self, text: str) -> tuple[NameMatch, ...]:
        """All places of the raw page ``text`` where the name stands, in order."""
        start = text.lower().find(self.name.lower())
        return () if start < 0 else (NameMatch(start, start + len(self.name), 1.0, "the same letters"),)
