"""How alike two names are, in whatever scripts they are written."""

from dataclasses import dataclass

MATCH_THRESHOLD = 0.75
"""From this closeness on two names are taken for the same."""


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How close two names are, from 0 to 1, and why in words."""

    closeness: float
    reason: str


def compare(one: str, other: str) -> NameLikeness:
    """How alike two names in any scripts are; the order of the two does not matter."""
    same = one.casefold().split() == other.casefold().split()
    return NameLikeness(1.0, "the same letters") if same else NameLikeness(0.0, "not alike")
