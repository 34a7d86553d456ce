"""Names from the case's own lists, found wherever they stand, whatever their case, accents or width."""

import csv
import io
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from ahocorasick_rs import AhoCorasick

from muniment.errors import UsageError
from muniment.index.folding import FoldedText, fold
from muniment.mentions.mention import Found, Kind

MOST_NAMES = 200_000
"""Names on the lists of one case: more is a register, not a list, and would slow every page down."""

LONGEST_NAME = 200
"""Characters of a name on a list."""

_TERM = re.compile("[^ ]+")
_SHORTEST_NAME = 2
_HEADER = "name"
_OF_LISTS = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.NAME, Kind.REFERENCE})


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name to look for: ``value`` is what all spellings of it are counted under."""

    name: str
    kind: Kind
    value: str


def read_names(text: str) -> tuple[ListedName, ...]:
    """The names in a CSV with a row for each: name, kind (person where left out), the name to count it under.

    Raises ``UsageError`` where a row cannot be used.
    """
    names = []
    for number, row in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff"))), 1):
        cells = [cell.strip() for cell in row]
        if not cells or not cells[0] or (number == 1 and cells[0].lower() == _HEADER):
            continue
        names.append(_listed(cells, number))
    if len(names) > MOST_NAMES:
        raise UsageError(f"The list has {len(names):,} names; {MOST_NAMES:,} is the most.", "Split it.")
    return tuple(names)


def _listed(cells: Sequence[str], number: int) -> ListedName:
    name, kind, value = (*cells, "", "")[:3]
    if not _SHORTEST_NAME <= len(name) <= LONGEST_NAME or not fold(name).strip():
        raise UsageError(
            f"Row {number} of the list is no name that can be looked for.",
            f"A name has {_SHORTEST_NAME} to {LONGEST_NAME} characters.",
        )
    if kind and kind.lower() not in _OF_LISTS:
        known = ", ".join(sorted(_OF_LISTS))
        raise UsageError(f"Row {number} of the list has an unknown kind.", f"Use one of: {known}.")
    return ListedName(name, Kind(kind.lower()) if kind else Kind.PERSON, value or name)


class Listed:
    """Finds the names of a list, all at once."""

    def __init__(self, names: Sequence[ListedName]) -> None:
        folded = {" ".join(fold(one.name).split()): one for one in names}
        self._names = list(folded.values())
        self._finder = AhoCorasick(list(folded))
        digest = sha256("\n".join(f"{one.name}\t{one.kind}\t{one.value}" for one in names).encode()).hexdigest()
        self.name = f"list {digest[:8]}"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The names in the text, where whole words stand; the value is the name to count them under."""
        folded = FoldedText(untrusted_text)
        text = " ".join(_TERM.findall(folded.text))
        hits = self._finder.find_matches_as_indexes(text, overlapping=True)
        if not hits:
            return
        spans = [match.span() for match in _TERM.finditer(folded.text)]
        starts = [0, *(match.end() for match in re.finditer(" ", text))]
        for number, start, end in hits:
            if (start and text[start - 1] != " ") or (end < len(text) and text[end] != " "):
                continue
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            listed = self._names[number]
            yield Found(*folded.raw_span(spans[first][0], spans[last][1]), listed.kind, listed.value)
