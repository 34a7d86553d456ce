"""Dates as PDF writes them, turned into ISO 8601 without adding anything that is not said (ISO 32000-2, 7.9.4)."""

import re
from datetime import datetime

_DATE = re.compile(
    r"(?:D:)?(?P<year>\d{4})(?:(?P<month>\d\d)(?:(?P<day>\d\d)(?:(?P<hour>\d\d)(?:(?P<minute>\d\d)(?P<second>\d\d)?)?)?)?)?"
    r"\s*(?P<zone>Z|[+-]\d\d'?(?:\d\d)?'?)?(?:00'00'?)?"
)


def as_iso(untrusted_date: str) -> str:
    """``D:20190501101314-04'00'`` as ``2019-05-01T10:13:14-04:00``; only as exact as it is; as it stands if no date."""
    match = _DATE.fullmatch(untrusted_date.strip())
    if match is None:
        return untrusted_date
    day = "-".join(part for part in match.group("year", "month", "day") if part)
    time = ":".join(part for part in match.group("hour", "minute", "second") if part)
    if len(time) == len("10"):  # ISO 8601 has hours alone, few readers of it do
        time += ":00"
    iso = f"{day}T{time}{_zone(match['zone'] or '')}" if time else day
    try:
        datetime.fromisoformat(iso if match["day"] else f"{iso}{'-01' if match['month'] else '-01-01'}")
    except ValueError:
        return untrusted_date
    return iso


def _zone(written: str) -> str:
    digits = written.replace("'", "")
    if digits in {"", "Z"}:
        return digits
    return f"{digits[:3]}:{digits[3:] or '00'}"
