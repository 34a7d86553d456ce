"""Searching for a whole list at once, and showing what is new since the last time."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from muniment.acquire.names import text_of
from muniment.adapters.case_folder import CaseFolder
from muniment.app.search.finding import Finder, FoundPage
from muniment.app.search.result_rows import HIT_COLUMNS, document_link, hit_row
from muniment.app.search.seen import SeenHits
from muniment.errors import IndexDamagedError, QueryError, UsageError
from muniment.search.list_files import MAX_LIST_BYTES, read_list
from muniment.search.lists import FailedLine, ListLine, NameList, as_query, as_typed
from muniment.search.query import Everything, Query

LINE_HITS = 100
"""Hits listed for each line unless told otherwise: a name on more pages than that is looked at by itself."""

_LOOKED_AT = 10_000
"""Hits of one line among which new ones are looked for: as deep as one search goes."""

_AT_ONCE = 50
"""Hits asked for at a time: pages of the largest kind come to some hundred megabytes."""


@dataclass(frozen=True, slots=True)
class ListedHit:
    """A hit of a line, and whether no earlier run has shown it. The page comes without its text."""

    found: FoundPage
    new: bool


@dataclass(frozen=True, slots=True)
class LineFound:
    """What a line found: ``total`` pages in all, of which ``more`` lie beyond the limit and were not looked at.

    ``note`` says what else was not looked at, such as pages that may hold a very common name; "" mostly.
    """

    line: ListLine
    total: int
    hits: tuple[ListedHit, ...]
    more: int = 0
    note: str = ""


@dataclass(slots=True)
class Tally:
    """How far a run is: lines done out of all, hits in all, new ones, and what went wrong with which line."""

    lines: int
    done: int = 0
    total: int = 0
    new: int = 0
    more: int = 0
    failed: list[FailedLine] = field(default_factory=list)
    notes: list[tuple[ListLine, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ListFile:
    """A list as read from a file: ``origin`` is its absolute path, ``content`` the SHA-256 of its bytes."""

    names: NameList
    origin: str
    content: str


def open_list(file: Path) -> ListFile:
    """Read the list in ``file``. Raises ``UsageError``."""
    try:
        with file.open("rb") as opened:
            content = opened.read(MAX_LIST_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{file} cannot be read ({error.strerror or error}).", "Name a list that is there.") from error
    names = read_list(content, file.suffix.lower())
    return ListFile(names, text_of(bytes(file.absolute())), hashlib.sha256(content).hexdigest())


class ListSearch:
    """A run of a list: iterate over ``found``, and call ``end`` when all that it gave has reached its reader."""

    def __init__(self, finder: Finder, seen: SeenHits, names: NameList, limit: int, *, every: bool) -> None:
        self._finder = finder
        self._seen = seen
        self._names = names
        self._limit = limit
        self._every = every
        self._is_stopped = False
        self.tally = Tally(len(names.lines) + len(names.failed))

    def found(self) -> Iterator[LineFound | FailedLine]:
        """What each line found or why it could not be searched for, in the order of lines.

        A line's hits are noted as shown when the next is asked for.
        """
        lines: list[ListLine | FailedLine] = [*self._names.lines, *self._names.failed]
        for one in sorted(lines, key=lambda line: line.number):
            marks: list[bytes] = []
            found = one if isinstance(one, FailedLine) else self._searched(one, marks)
            self._count(found)
            yield found
            self._seen.shown(marks)
            if self._is_stopped:
                return

    def stop(self) -> None:
        """Let the line in hand be the last."""
        self._is_stopped = True

    def end(self) -> str:
        """Note that everything given so far was shown; returns why it could not be noted, "" if it was."""
        self._seen.end(self.tally.total, self.tally.new)
        return self._seen.trouble

    def _count(self, found: LineFound | FailedLine) -> None:
        self.tally.done += 1
        if isinstance(found, FailedLine):
            self.tally.failed.append(found)
            return
        self.tally.total += found.total
        self.tally.new += sum(hit.new for hit in found.hits)
        self.tally.more += found.more
        if found.note:
            self.tally.notes.append((found.line, found.note))

    def _searched(self, line: ListLine, marks: list[bytes]) -> LineFound | FailedLine:
        try:
            return self._hits(line, as_query(line), marks)
        except QueryError as error:
            return FailedLine(line.number, line.text, error.message)
        except IndexDamagedError as error:
            self._finder.search(Everything(), 1)  # if this fails as well, the line is not to blame
            return FailedLine(line.number, line.text, error.message)

    def _hits(self, line: ListLine, query: Query, marks: list[bytes]) -> LineFound:
        listed: list[ListedHit] = []
        at = total = 0
        asked = min(_AT_ONCE, self._limit)
        key = hit_key(line)
        prepared = self._finder.prepare(query)
        while at < _LOOKED_AT and len(listed) < self._limit:
            found = self._finder.search(prepared, asked, at)
            total = found.total
            new = self._seen.new_among(key, [hit.page.page for hit in found.pages])
            wanted = [hit for hit in found.pages if self._every or hit.page.page in new]
            room = wanted[: self._limit - len(listed)]
            listed += [_listed(hit, new=hit.page.page in new) for hit in room]
            marks += [new[hit.page.page] for hit in room if hit.page.page in new]
            at += asked if room == wanted else found.pages.index(room[-1]) + 1
            if at >= total:
                break
        return LineFound(line, total, tuple(listed), max(0, total - at), prepared.asked.note)


def hit_key(line: ListLine) -> str:
    """What the hits of ``line`` are remembered under."""
    return f"{line.mode}\0{line.text}"


def _listed(hit: FoundPage, *, new: bool) -> ListedHit:
    return ListedHit(replace(hit, page=replace(hit.page, text="")), new)


@contextmanager
def list_search(
    case: CaseFolder, names: NameList, origin: str, content: str = "", limit: int = LINE_HITS, *, every: bool = False
) -> Iterator[ListSearch]:
    """Search ``case`` for a list: up to ``limit`` new hits of each line, or with ``every`` those shown before as well.

    The list is known again by its ``content`` (a SHA-256) or else its ``origin``. Left without ``end``, all that was
    found counts as new the next time. Raises ``IndexDamagedError`` and what opening a case raises.
    """
    with Finder(case) as finder, SeenHits(case, origin, content) as seen:
        yield ListSearch(finder, seen, names, limit, every=every)


# rows for exports ----------------------------------------------------------------------------------------------------

_OF_LINE = ("line", "query", "mode")
_OF_HIT = (*HIT_COLUMNS, "new")


def columns_of(names: NameList) -> tuple[str, ...]:
    """The columns of a result: the line, what the list itself carries, the hit."""
    return (*_OF_LINE, *(_carried_as(name) for name in names.columns), *_OF_HIT)


def _carried_as(name: str) -> str:
    return f"list: {name}" if name in {*_OF_LINE, *_OF_HIT} else name


def list_row(line: ListLine, hit: ListedHit) -> dict[str, Any]:
    """A hit as a row of an export."""
    carried = {_carried_as(name): value for name, value in line.carried.items()}
    own = {"line": line.number, "query": line.text, "mode": line.mode.value}
    return {**own, **carried, **hit_row(hit.found, link_to(hit.found, line)), "new": hit.new}


def link_to(hit: FoundPage, line: ListLine) -> str:
    """Where the workbench shows a hit of ``line``, with what matched marked."""
    return document_link(hit, as_typed(line))
