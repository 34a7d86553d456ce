"""Dates as files write them: the days they can mean, the instant where a zone is said, and which of two came first."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from muniment.counting import counted


class Order(StrEnum):
    """Which of two came first."""

    BEFORE = "before"
    SAME = "same"
    AFTER = "after"
    OPEN = "open"
    """They overlap, or cannot be told apart."""


@dataclass(frozen=True, slots=True)
class Moment:
    """The first and last day that a date can mean, by the clock it was written by; an instant if its zone is said."""

    first: date
    last: date
    instant: datetime | None = None

    @property
    def is_a_day(self) -> bool:
        """Whether it is one certain day."""
        return self.first == self.last


_PARTIAL = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_MOST_CHARS = 120


def moment_of(untrusted_date: str) -> Moment | None:
    """What a date in ISO 8601 can mean, or an interval or set of such; None where it is none, or lacks its year."""
    text = untrusted_date.strip()
    if not text or len(text) > _MOST_CHARS:
        return None
    if text.startswith("[") or "/" in text:
        parts = [moment_of(part) for part in re.split(r"[,/]", text.strip("[]"))]
        known = [part for part in parts if part is not None]
        if not known or len(known) < len(parts):
            return None
        return Moment(min(one.first for one in known), max(one.last for one in known))
    try:
        return _partial(text) or _timed(text)
    except (ValueError, OverflowError):
        return None


def _partial(text: str) -> Moment | None:
    match = _PARTIAL.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    first = date(year, month or 1, day or 1)
    last = first if day else date(year, month or 12, monthrange(year, month or 12)[1])
    return Moment(first, last)


def _timed(text: str) -> Moment:
    when = datetime.fromisoformat(text)
    return Moment(when.date(), when.date(), when if when.tzinfo else None)


def order(one: Moment, other: Moment) -> Order:
    """How ``one`` stands to ``other``: by the instant where both say their zones, else by the days as written."""
    if one.instant is not None and other.instant is not None:
        if one.instant == other.instant:
            return Order.SAME
        return Order.BEFORE if one.instant < other.instant else Order.AFTER
    if one.last < other.first:
        return Order.BEFORE
    if one.first > other.last:
        return Order.AFTER
    return Order.SAME if one.is_a_day and other.is_a_day else Order.OPEN


_FEW_HOURS = 48
_FEW_DAYS = 60
_FEW_MONTHS = 24
_DAYS_OF_MONTH, _DAYS_OF_YEAR = 30.44, 365.25


def apart(one: Moment, other: Moment) -> str:
    """How far two moments lie apart at least, in words: "3 hours", "12 days", "about 16 months", "about 4 years"."""
    if one.instant is not None and other.instant is not None:
        hours = abs((one.instant - other.instant).total_seconds()) / 3600
        if hours < 1:
            return counted(round(hours * 60), "minute")
        if hours < _FEW_HOURS:
            return counted(round(hours), "hour")
    days = max((other.first - one.last).days, (one.first - other.last).days, 0)
    if days < _FEW_DAYS:
        return counted(days, "day")
    months = days / _DAYS_OF_MONTH
    if months < _FEW_MONTHS:
        return f"about {counted(round(months), 'month')}"
    return f"about {counted(round(days / _DAYS_OF_YEAR), 'year')}"
