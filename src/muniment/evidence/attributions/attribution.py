"""What an attribution is: a run of words in which a text says from whom it has something."""

from dataclasses import dataclass
from enum import StrEnum


class Relation(StrEnum):
    """What a text says it has from the one it names."""

    RELAYS = "relays"
    """What another published: a report, an interview, a study."""
    OBTAINED = "obtained"
    """Documents that the one named received: the root is whoever gave them out."""
    SPEAKS = "speaks"
    """What an actor said: a statement, not another's report."""
    SEEN = "seen"
    """Documents that the one named has seen."""
    AGENCY = "agency"
    """The text, or part of it, is an agency's own: a dateline, a byline, a note at its end."""
    ANONYMOUS = "anonymous"
    """What somebody said whom the text does not name."""


class Hedge(StrEnum):
    """How the text stands to what it names."""

    NONE = ""
    DISPUTED = "disputed"
    """The other's report is named in order to contradict it, or because somebody does: nothing is taken from it."""
    UNVERIFIED = "unverified"
    """The text relates it, and says that it is not confirmed."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Where a text says it has its information from somebody else.

    ``start`` and ``end`` bound the ``words`` that say so, ``named_start`` and ``named_end`` the name in them, as it
    stands there; all count code points of the raw text, end-exclusive. ``order`` is 0 for one from whom the text has it
    itself, 1 for one whom that one cites ("X, citing Y"), and so on. ``sure`` is False where no known form says so and
    an outlet only stands near words of reporting.
    """

    start: int
    end: int
    words: str
    named: str
    named_start: int
    named_end: int
    relation: Relation
    hedge: Hedge = Hedge.NONE
    order: int = 0
    sure: bool = True
