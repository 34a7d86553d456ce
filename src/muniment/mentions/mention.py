"""What a mention is: a run of characters on a page, and what kind of thing it names."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Kind(StrEnum):
    """What sort of thing a mention names."""

    DATE = "date"
    REFERENCE = "reference"
    """The number under which an office issued or filed a document."""
    EMAIL = "email"
    PHONE = "phone"
    ACCOUNT = "account"
    """A bank account or card."""
    IDENTITY = "identity"
    """The number of a resident identity card."""
    PASSPORT = "passport"
    PLATE = "plate"
    """The plate of a vehicle."""
    MONEY = "money"
    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    NAME = "name"
    """A proper name of which the rules cannot tell whether it is a person's, a place's or an organisation's."""


SENSITIVE = frozenset({Kind.PHONE, Kind.ACCOUNT, Kind.IDENTITY, Kind.PASSPORT, Kind.PLATE})
"""Kinds of numbers that lead to a person: masked in listings unless somebody asks for them."""

_SHOWN_OF_SENSITIVE = 2
_SHORTEST_PARTLY_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Found:
    """What an extractor found in a text.

    ``start`` and ``end`` count code points of the text it was given, end-exclusive. ``value`` is the normalised form,
    the same for every spelling of one thing. ``note`` says in plain words what is uncertain about it.
    """

    start: int
    end: int
    kind: Kind
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A mention on a page of a document.

    ``start`` and ``end`` count Unicode code points of the raw page text, end-exclusive; ``words`` stand there.
    ``extractor`` names who found it, with its version: "dates 1", or "by hand" after a ruling.
    """

    start: int
    end: int
    kind: Kind
    words: str
    value: str
    extractor: str
    note: str = ""

    @property
    def sensitive(self) -> bool:
        """Whether it is a number that leads to a person."""
        return self.kind in SENSITIVE


class Extractor(Protocol):
    """Finds mentions in a text, in time linear in its length whatever the text holds."""

    @property
    def name(self) -> str:
        """What it is called, with its version: changes whenever it may find something else in the same text."""

    def find(self, untrusted_text: str) -> Iterable[Found]:
        """The mentions in ``untrusted_text``, in any order, overlapping ones included."""


def masked(text: str) -> str:
    """``text`` with all but its last two characters hidden; all of them where it is short."""
    shown = _SHOWN_OF_SENSITIVE if len(text) >= _SHORTEST_PARTLY_SHOWN else 0
    return "•" * (len(text) - shown) + text[len(text) - shown :]
