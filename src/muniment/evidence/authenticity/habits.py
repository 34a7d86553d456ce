"""The look of a document beside that of like documents: how many of them have what it has."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from muniment.evidence.authenticity.facts import Fact
from muniment.read.examine.trait import Key

COMPARED: Mapping[str, str] = {
    Key.FORMAT.value: "format",
    Key.PRODUCER.value: "written by the program",
    Key.CREATOR.value: "made in the program",
    Key.TEMPLATE.value: "made from the template",
    Key.CAMERA.value: "camera",
    Key.AUTHOR.value: "author",
    Key.LAST_AUTHOR.value: "last saved by",
    Key.COMPANY.value: "organisation",
    Key.LANGUAGE.value: "language, as the file says",
    Key.PAGE_SIZE.value: "page size",
    Key.MARGINS.value: "margins",
    Key.FONT.value: "fonts",
    "text-language": "language of the text",
    "number-form": "form of its reference numbers",
    "head": "line at the head of the pages",
    "foot": "line at the foot of the pages",
}
"""What is compared, in the order of the sheet, and what it is called."""

MOST_VALUES = 40
"""Values of one row that are told of each document."""

_COUNTS = re.compile(r" on [\d,]+ pages?$")


@dataclass(frozen=True, slots=True)
class Like:
    """A document with which this one is compared, and its values by ``COMPARED``."""

    original: str
    path: bytes
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Count:
    """A value, whether this document has it, and the like documents that have it."""

    value: str
    here: bool
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One thing compared. ``told_by`` counts the like documents that say anything of it."""

    key: str
    name: str
    counts: tuple[Count, ...]
    told_by: int


def values_of(facts: Iterable[Fact]) -> dict[str, tuple[str, ...]]:
    """A document's facts by what is compared, without counts of pages and the like."""
    found: dict[str, dict[str, None]] = {}
    for fact in facts:
        if fact.key in COMPARED:
            found.setdefault(fact.key, {})[_COUNTS.sub("", fact.value)] = None
    return {key: tuple(values)[:MOST_VALUES] for key, values in found.items()}


def compared(mine: Mapping[str, tuple[str, ...]], others: Sequence[Like]) -> tuple[Row, ...]:
    """A row for each thing that this document or at least one of the others says; none without others."""
    rows = []
    for key, name in COMPARED.items() if others else ():
        told_by = [other for other in others if other.values.get(key)]
        values = dict.fromkeys(mine.get(key, ()))
        values.update(dict.fromkeys(value for other in told_by for value in other.values[key]))
        counts = [
            Count(
                value,
                value in mine.get(key, ()),
                tuple(other.original for other in told_by if value in other.values[key]),
            )
            for value in values
        ]
        if counts:
            counts.sort(key=lambda one: (not one.here, -len(one.among)))
            rows.append(Row(key, name, tuple(counts), len(told_by)))
    return tuple(rows)
