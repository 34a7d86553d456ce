"""The date of a document: the one that it gives itself."""

import re
from collections.abc import Mapping
from datetime import date

DATE_FACTS = ("date", "created", "digitized", "modified")
"""Facts that date a document, the first that can be read counts: when it was sent or published, made, last changed."""

_DAY = re.compile(r"\s*(\d{4})(?:[-/.:](\d{1,2})(?:[-/.:](\d{1,2}))?)?(?!\d)")


def day_of(facts: Mapping[str, str]) -> date | None:
    """The day that a document's facts give it, as written there and not moved to another time zone; None without one.

    Of a date without a day, or without a month, the first day counts.
    """
    for name in DATE_FACTS:
        if name in facts and (day := _day(facts[name])) is not None:
            return day
    return None


def _day(untrusted_date: str) -> date | None:
    found = _DAY.match(untrusted_date)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
