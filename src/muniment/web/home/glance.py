"""The case at a glance, as the template shows it."""

import shlex
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from muniment.app.overview import MEANINGS, Acquired
from muniment.model import State
from muniment.preserve.ledger import Books
from muniment.search.port import Counts
from muniment.web import wording
from muniment.web.search.asked import Asked
from muniment.web.search.shown import facet_label

BAR_WIDTH = 1000.0
"""Units of the bar that stands for all entries."""

_LEAST_WIDTH = 4.0
"""Units below which a stretch of the bar could not be seen: one file that failed among a million must show."""

MOST_BARS = 8
"""Values shown of languages and of types; the search page lists more."""

WIDEST_YEARS = 60
"""Years plotted without a break: a longer range leaves out the years without pages."""

_ORDER = (
    State.READ, State.PARTIAL, State.EMPTY, State.NOTED, State.UNSUPPORTED, State.LOCKED, State.DAMAGED, State.REFUSED,
    State.FAILED, State.PENDING,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """One state's part of the bar; ``left`` and ``width`` in units of ``BAR_WIDTH``."""

    state: str
    count: int
    share: float
    meaning: str
    left: float
    width: float


def stretches(books: Books) -> list[Stretch]:
    """The books as stretches of one bar, which sum up to all entries."""
    counts = {state: books.pending if state is State.PENDING else books.by_state.get(state, 0) for state in _ORDER}
    present = {state: count for state, count in counts.items() if count}
    widths = _widths(list(present.values()))
    made, left = [], 0.0
    for (state, count), width in zip(present.items(), widths, strict=True):
        made.append(
            Stretch(state.value, count, count / max(1, books.entries), MEANINGS[state], round(left, 2), round(width, 2))
        )
        left += width
    return made


def _widths(counts: list[int]) -> list[float]:
    """In proportion, but each wide enough to be seen; what that costs is taken from the wide ones."""
    total = sum(counts)
    if not total:
        return []
    widths = [max(_LEAST_WIDTH, BAR_WIDTH * count / total) for count in counts]
    spare = sum(width - _LEAST_WIDTH for width in widths)
    over = sum(widths) - BAR_WIDTH
    return [width - over * (width - _LEAST_WIDTH) / spare if spare else width for width in widths]


@dataclass(frozen=True, slots=True)
class Care:
    """Entries in a state that somebody should look into, and what to do; ``command`` may be ""."""

    state: str
    count: int
    meaning: str
    advice: str
    command: str


_ADVICE: Mapping[State, tuple[str, str]] = {
    State.LOCKED: (
        "Put every password you know or find into a text file, one on a line. Passwords often stand in the mails.",
        "retry --state locked --passwords passwords.txt",
    ),
    State.FAILED: (
        "A reader crashed or ran out of time. Trying again helps if the machine was busy.",
        "retry --state failed",
    ),
    State.DAMAGED: ("Ask for a better copy. What could be saved is kept byte for byte.", ""),
    State.PARTIAL: ("Read these with care, and look at the original too.", ""),
    State.REFUSED: (
        "Mostly a bomb, made to fill the disk. If you trust it, raise the limit in muniment.toml first.",
        "retry --state refused",
    ),
    State.UNSUPPORTED: ("Open these by other means, on a machine that you can lose.", ""),
}


def cares(books: Books, folder: Path) -> list[Care]:
    """What needs attention, with what to do next."""
    return [
        Care(
            state.value,
            count,
            MEANINGS[state],
            advice,
            f"muniment -C {shlex.quote(str(folder))} {what}" if what else "",
        )
        for state, (advice, what) in _ADVICE.items()
        if (count := books.by_state.get(state, 0))
    ]


@dataclass(frozen=True, slots=True)
class Bar:
    """One value, how many pages have it, and the search that finds them; ``share`` of the longest bar."""

    label: str
    count: int
    share: float
    url: str


def bars(name: str, counts: Counts) -> list[Bar]:
    """The commonest values of a facet."""
    most = max((count for _, count in counts), default=1)
    return [
        Bar(facet_label(name, value), count, count / most, Asked().with_filter(name, value).url())
        for value, count in counts[:MOST_BARS]
        if value
    ]


def years(counts: Counts) -> list[Bar]:
    """The years of documents in order; those without pages as well, unless the range is too wide."""
    known = {int(value): count for value, count in counts if value.isdecimal()}
    if not known:
        return []
    most = max(known.values())
    wanted: Iterable[int] = range(min(known), max(known) + 1)
    if max(known) - min(known) > WIDEST_YEARS:
        wanted = sorted(known)
    return [
        Bar(str(year), count, count / most, Asked().with_filter("date", str(year)).url() if count else "")
        for year in wanted
        for count in (known.get(year, 0),)
    ]


@dataclass(frozen=True, slots=True)
class Taken:
    """One acquisition in words."""

    number: int
    name: str
    source: str
    operator: str
    started: str
    entries: int
    state: str
    told: str
    root_hash: str


_TOLD = {
    "open": "not finished: run the same ingest again to go on",
    "complete": "complete, not sealed",
    "sealed": "sealed",
}


def taken(acquisitions: Iterable[Acquired]) -> list[Taken]:
    """The acquisitions, newest first."""
    made = [
        Taken(
            number=one.number,
            name=wording.name(one.root),
            source=one.source,
            operator=one.operator,
            started=wording.moment(one.started),
            entries=one.entries,
            state=one.state,
            told=_TOLD.get(one.state, one.state),
            root_hash=one.root_hash,
        )
        for one in acquisitions
    ]
    return made[::-1]
