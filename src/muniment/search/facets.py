"""From a counted value back to a search: what a click on it asks for."""

from datetime import date

from muniment.search.port import Facet
from muniment.search.query import Dates, Everything, Query, Value

_LAST_DAY = (12, 31)


def having(facet: Facet, value: str) -> Query:
    """The pages that were counted under ``value`` of ``facet``; nothing is asked of them if ``value`` is no such."""
    if facet is not Facet.YEAR:
        return Value(facet.value, value)
    if not (value.isascii() and value.isdigit() and date.min.year <= int(value[:5]) <= date.max.year):
        return Everything()
    return Dates(date(int(value), 1, 1), date(int(value), *_LAST_DAY))
