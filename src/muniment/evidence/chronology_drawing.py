"""How a chronology is drawn: a scale of days, a bar for each moment from the first to the last day that it can mean.

A long time in which nothing begins or ends is drawn short, and the break is marked: else one event of long ago would
press all others into one line.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise

from muniment.evidence.chronology import Moment

BREAKS_AT = 0.6
"""Share of the whole line from which a time without anything is drawn short."""

BREAK_WIDTH = 0.1
"""Share of the rest of the line that such a time then takes."""

LEAST_BAR = 12
"""Width of a single day, so that it can be seen and hit."""

_LEAST_TICK = 84
"""Between two dates of the scale: room for "26 Sep 2031"."""

_OPEN = 34
"""Room beyond the known days, on a side that some date leaves open."""
_SIDE = 10


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the scale, and the date it stands for, in words."""

    x: float
    says: str
    is_year: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """The days of one moment. The label stands right of it, left of it where ``label_ends`` there, or ``label_inside``.

    ``room`` is the width that the label has.
    """

    moment: Moment
    x: float
    width: float
    opens_left: bool
    opens_right: bool
    label_x: float
    label_ends: bool
    label_inside: bool
    room: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars in the order of the moments, the scale, and the middles of breaks in it."""

    bars: tuple[Bar, ...]
    ticks: tuple[Tick, ...]
    breaks: tuple[float, ...]


class Scale:
    """From days to places between ``left`` and ``right``."""

    def __init__(self, days: Iterable[date], left: float, right: float) -> None:
        self._days = sorted(set(days)) or [date(2000, 1, 1)]
        lengths = [(after - before).days for before, after in pairwise(self._days)]
        weights, self.broken = _weights(lengths)
        total = sum(weights) or 1.0
        self._places = [left + (right - left) * done / total for done in accumulate(weights, initial=0.0)]
        if len(self._days) == 1:
            self._places = [(left + right) / 2]
        self.per_day = (right - left) / total

    def place(self, day: date) -> float:
        """Where a day is."""
        at = min(max(bisect_right(self._days, day) - 1, 0), len(self._days) - 1)
        if at + 1 >= len(self._days):
            return self._places[at]
        length = (self._days[at + 1] - self._days[at]).days
        share = (day - self._days[at]).days / length
        return self._places[at] + share * (self._places[at + 1] - self._places[at])

    def breaks(self) -> tuple[float, ...]:
        """The middles of the times that are drawn short."""
        return tuple((self._places[one] + self._places[one + 1]) / 2 for one in self.broken)

    def is_within_a_break(self, day: date) -> bool:
        """Whether a day is in a time that is drawn short."""
        return any(self._days[one] < day < self._days[one + 1] for one in self.broken)

    def ticks(self) -> Iterator[Tick]:
        """The dates of the scale: years, months or days, whatever there is room for."""
        last = -float("inf")
        for day, says, is_year in _dates(self._days[0], self._days[-1], self.per_day):
            place = self.place(day)
            if not self.is_within_a_break(day) and place - last >= _LEAST_TICK:
                yield Tick(place, says, is_year)
                last = place


def chart(moments: Sequence[Moment], left: float, right: float) -> Chart:
    """The drawing of dated moments between two places."""
    known = [day for one in moments for day in (one.first, one.last) if day is not None]
    opens_left = any(one.first is None for one in moments)
    opens_right = any(one.last is None for one in moments)
    scale = Scale(known, left + (_OPEN if opens_left else _SIDE), right - (_OPEN if opens_right else _SIDE))
    bars = tuple(_bar(one, scale, left, right) for one in moments)
    return Chart(bars, tuple(scale.ticks()), scale.breaks())


def _bar(moment: Moment, scale: Scale, left: float, right: float) -> Bar:
    start = left if moment.first is None else scale.place(moment.first)
    end = right if moment.last is None else scale.place(moment.last + _A_DAY if moment.last < date.max else moment.last)
    if moment.dated is not None and moment.dated.is_a_day:
        end = start  # a day is a point, on its line of the scale, however wide the scale draws a day
    if end - start < LEAST_BAR:
        middle = (start + end) / 2
        start, end = middle - LEAST_BAR / 2, middle + LEAST_BAR / 2
    before, after = start - left, right - end
    inside = max(before, after) < min(_LEAST_LABEL, end - start)
    label_ends = before > after and not inside
    label_x = start + 2 * _BESIDE if inside else start - _BESIDE if label_ends else end + _BESIDE
    room = end - start - 4 * _BESIDE if inside else max(before, after) - _BESIDE
    return Bar(moment, start, end - start, moment.first is None, moment.last is None, label_x, label_ends, inside, room)


_A_DAY = timedelta(days=1)
_BESIDE = 7
_LEAST_LABEL = 260
"""Room for a label beside its bar; with less, it stands on the bar."""


def _weights(lengths: Sequence[int]) -> tuple[list[float], tuple[int, ...]]:
    """How wide each time between two known days is drawn, and which of them are drawn short."""
    weights, broken = [float(one) for one in lengths], set[int]()
    for _ in lengths:
        total = sum(weights)
        widest = max(range(len(weights)), key=weights.__getitem__)
        rest = total - weights[widest]
        if widest in broken or not rest or weights[widest] < BREAKS_AT * total or weights[widest] < _LEAST_BREAK:
            break
        weights[widest] = BREAK_WIDTH * rest
        broken.add(widest)
    return weights, tuple(sorted(broken))


_LEAST_BREAK = 60
"""Days: what is shorter needs no break."""


def _dates(first: date, last: date, per_day: float) -> Iterator[tuple[date, str, bool]]:
    """Dates as close as there is room for, the same distance apart."""
    if per_day * _DAYS_OF_WEEK >= _LEAST_TICK:
        return _days(first, last)
    months = next((one for one in _MONTH_STEPS if per_day * _SHORTEST[one] >= _LEAST_TICK), 0)
    if months:
        return _months(first, last, months)
    step = next((one for one in _YEARS if per_day * _DAYS_OF_YEAR * one >= _LEAST_TICK), _YEARS[-1])
    return _years(first, last, step)


def _years(first: date, last: date, step: int) -> Iterator[tuple[date, str, bool]]:
    begin = first.year + (first > date(first.year, 1, 1))
    for year in range(begin + -begin % step, last.year + 1, step):
        yield date(year, 1, 1), str(year), True


_DAYS_OF_WEEK, _DAYS_OF_YEAR = 7, 365
_SHORTEST = {1: 28, 3: 89, 6: 181}
"""Days of so many months, at least."""
_MONTH_STEPS = tuple(_SHORTEST)
_YEARS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


def _months(first: date, last: date, step: int) -> Iterator[tuple[date, str, bool]]:
    for number in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        year, month = divmod(number, 12)
        day = date(year, month + 1, 1)
        if month % step == 0 and first <= day <= last:
            yield day, f"{_MONTHS[month]} {year}", month == 0


def _days(first: date, last: date) -> Iterator[tuple[date, str, bool]]:
    step = max(1, (last - first).days // 40)
    for number in range(0, (last - first).days + 1, step):
        day = first + timedelta(days=number)
        yield day, f"{day.day} {_MONTHS[day.month - 1]} {day.year}", day.day == day.month == 1


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
