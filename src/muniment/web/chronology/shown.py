"""What the page of the chronology shows: a drawing, and the same as a list."""

from collections.abc import Sequence
from dataclasses import dataclass

from muniment.app.evidence.chronology import title_of
from muniment.app.evidence.matrix import names_of
from muniment.evidence.chronology import Happening, Moment
from muniment.evidence.chronology_drawing import Bar, Tick, chart
from muniment.evidence.fitting import one_line
from muniment.evidence.held import Held
from muniment.web.matrix.shown import Words, words

WIDTH, DATES = 1100, 182
"""Of the drawing, in its own units, and of the column of dates at its left."""

ROW, HEAD, TYPE = 32, 40, 14
"""Height of a row and of the scale above; size of the type."""

QUOTES_SHOWN = 3
"""Quotes of one moment in the list; the others are counted, and stand on its own page."""


@dataclass(frozen=True, slots=True)
class Told:
    """One moment as the list tells it. ``when`` is the date as it was written, ``days`` what it can mean."""

    moment: Moment
    title: str
    href: str
    when: str
    days: str
    actors: tuple[str, ...]
    claims: tuple[tuple[str, str], ...]
    quotes: tuple[Words, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One moment as it is drawn; ``y`` is the middle of its row, ``points`` the heads of arrows at open ends."""

    told: Told
    bar: Bar
    y: float
    date: str
    label: str
    points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The drawing."""

    rows: tuple[Drawn, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]
    height: float


def told(held: Held, moment: Moment) -> Told:
    """One moment in words."""
    return Told(
        moment,
        title_of(held, moment),
        f"{_PLACES[moment.happening]}/{moment.id}",
        moment.dated.written if moment.dated else "",
        _days(moment),
        tuple(names_of(held, moment.actors)),
        tuple((one, held.claims[one].text) for one in moment.claims),
        tuple(words(held.quotes[one]) for one in moment.quotes[:QUOTES_SHOWN]),
        max(0, len(moment.quotes) - QUOTES_SHOWN),
    )


_PLACES = {
    Happening.EVENT: "/evidence/events",
    Happening.STATEMENT: "/evidence/statements",
    Happening.PUBLISHED: "/evidence/sources",
    Happening.WITHDRAWN: "/evidence/sources",
}


def _days(moment: Moment) -> str:
    if moment.dated is None:
        return ""
    about = "about " if moment.dated.about else ""
    if moment.first is None:
        return f"{about}any day up to {moment.last}"
    if moment.last is None:
        return f"{about}any day from {moment.first}"
    return f"{about}{moment.first}" if moment.first == moment.last else f"{about}{moment.first} to {moment.last}"


def picture(moments: Sequence[Told]) -> Picture:
    """The drawing of moments that have dates."""
    made = chart([one.moment for one in moments], DATES, WIDTH - 6)
    rows = tuple(
        _drawn(one, bar, HEAD + ROW * number + ROW / 2)
        for number, (one, bar) in enumerate(zip(moments, made.bars, strict=True))
    )
    return Picture(rows, made.ticks, made.breaks, HEAD + ROW * len(rows) + 8)


def _drawn(one: Told, bar: Bar, y: float) -> Drawn:
    points = []
    if bar.opens_left:
        points.append(_arrow(bar.x, y, 1))
    if bar.opens_right:
        points.append(_arrow(bar.x + bar.width, y, -1))
    return Drawn(
        one, bar, y, one_line(one.when, DATES - 16, TYPE - 1), one_line(one.title, bar.room, TYPE), tuple(points)
    )


def _arrow(x: float, y: float, way: int) -> str:
    """A head that points out of the drawing at ``x``."""
    return f"{x:.1f},{y:.1f} {x + way * _ARROW:.1f},{y - _ARROW:.1f} {x + way * _ARROW:.1f},{y + _ARROW:.1f}"


_ARROW = 7
