"""The fields of forms: how each stands in a form, and how what was typed becomes a part of a record."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any, ClassVar

from muniment.evidence.held import Held
from muniment.evidence.records import Kind
from muniment.web.evidence.filled import Filled, lines_of
from muniment.web.evidence.labels import PLACES, about, address, label
from muniment.web.evidence.options import Option
from muniment.web.evidence.view import View

CANDIDATES = 20
"""Records that a picker offers at a time: what one looks through without scrolling far."""

CHOSEN_SHOWN = 100
"""Chosen records that are listed one by one; further ones are kept and counted."""

BLANK_ROWS = 2
"""Rows that stand empty below those of a record, to be typed into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A line of text."""

    name: str
    label: str
    hint: str = ""
    needed: bool = False
    also: str = ""
    template: ClassVar[str] = "line"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The names of all inputs that belong to it."""
        return (self.name,)

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's value into the form."""
        del view
        filled.put(self.name, value)

    def read(self, filled: Filled, view: View) -> Any:
        """The record's value; what is wrong with it is told to ``filled``."""
        del view
        return filled.first(self.name).strip()

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """What its template needs beside the values."""
        del filled, view
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Long(Field):
    """Text of several lines."""

    template: ClassVar[str] = "long"
    rows: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated(Field):
    """A date, perhaps partial."""

    template: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(Field):
    """One word of a few."""

    template: ClassVar[str] = "choice"
    words: type[StrEnum]
    meanings: Mapping[str, str]

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's value into the form."""
        del view
        filled.put(self.name, value.value)

    def read(self, filled: Filled, view: View) -> Any:
        """The word that was chosen."""
        del view
        chosen = filled.first(self.name)
        if chosen in set(self.words):
            return self.words(chosen)
        filled.blame(self.name, "choose one of these")
        return next(iter(self.words))  # so that the rest can be looked at; nothing is saved

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """The words to choose from."""
        del filled, view
        return {"options": [Option(one.value, one.value, self.meanings.get(one.value, "")) for one in self.words]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines(Field):
    """Several things, one on each line."""

    template: ClassVar[str] = "long"
    rows: int = 3

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's values into the form."""
        del view
        filled.put(self.name, "\n".join(value))

    def read(self, filled: Filled, view: View) -> Any:
        """The lines that hold something."""
        del view
        return tuple(lines_of(filled.first(self.name)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows(Field):
    """Several things of several parts, one in each row."""

    template: ClassVar[str] = "rows"
    part: type[Any]
    columns: tuple[tuple[str, str], ...]
    row: str

    @property
    def inputs(self) -> tuple[str, ...]:
        """One input for each column, many times."""
        return tuple(f"{self.name}.{column}" for column, _ in self.columns)

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's parts into the form."""
        del view
        for column, _ in self.columns:
            filled.put(f"{self.name}.{column}", *(getattr(one, column) for one in value))

    def read(self, filled: Filled, view: View) -> Any:
        """The rows that hold something."""
        del view
        typed = zip_longest(*(filled.all(one) for one in self.inputs), fillvalue="")
        rows = [tuple(cell.strip() for cell in row) for row in typed]
        kept = [row for row in rows if any(row)]
        for number, one in enumerate(self.inputs):
            filled.put(one, *(row[number] for row in kept))
        names = [column for column, _ in self.columns]
        return tuple(self.part(**dict(zip(names, row, strict=True))) for row in kept)

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """The rows as typed, and blank ones below."""
        del view
        typed = list(zip_longest(*(filled.all(one) for one in self.inputs), fillvalue=""))
        return {"cells": [*typed, *([("",) * len(self.columns)] * BLANK_ROWS)]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pick(Field):
    """Another record, or several: looked for by words, chosen with a tick."""

    template: ClassVar[str] = "pick"
    kind: Kind
    many: bool = False
    none: str = ""

    @property
    def inputs(self) -> tuple[str, ...]:
        """The choice; what of it is only carried along; the words looked for."""
        return (self.name, f"{self.name}.kept", f"{self.name}.find")

    @property
    def place(self) -> str:
        """The part of the address where such records are."""
        return PLACES[self.kind]

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's choice into the form."""
        del view
        filled.put(self.name, *((value,) if isinstance(value, str) else value))

    def read(self, filled: Filled, view: View) -> Any:
        """The ids that were chosen."""
        if filled.first(f"{self.name}.find").strip():
            filled.asks = True
        ids = self.ids(filled)
        for one in ids:
            if view.held.get(self.kind, one) is None:
                filled.blame(self.name, f"the {self.kind} “{one}” is not there any more; leave it out")
        if self.many:
            return tuple(ids)
        if self.needed and not ids:
            filled.blame(self.name, "choose one: look for its words")
        return ids[0] if ids else ""

    def ids(self, filled: Filled) -> list[str]:
        """The ids in the form, each once."""
        kept = filled.first(f"{self.name}.kept").split()
        return list(dict.fromkeys(one for one in (*filled.all(self.name), *kept) if one))

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """What is chosen, and what was found to choose from."""
        ids = self.ids(filled)
        chosen = [_option(view.held, self.kind, one) for one in ids[:CHOSEN_SHOWN]]
        words = filled.first(f"{self.name}.find").strip()
        asked = bool(words) or filled.first("do") == f"find {self.name}"
        found = view.find(self.kind, words, CANDIDATES + len(chosen)) if asked else None
        offered = (
            [_option(view.held, self.kind, one.id) for one in found.records if one.id not in set(ids)] if found else []
        )
        return {
            "chosen": chosen,
            "kept": " ".join(ids[CHOSEN_SHOWN:]),
            "kept_count": max(0, len(ids) - CHOSEN_SHOWN),
            "asked": asked,
            "offered": offered[:CANDIDATES],
            "total": found.total if found else 0,
            "find": words,
        }


def _option(held: Held, kind: Kind, record_id: str) -> Option:
    record = held.get(kind, record_id)
    if record is None:
        return Option(record_id, record_id, "not there any more")
    return Option(record_id, label(held, record), about(held, record), address(kind, record_id))
