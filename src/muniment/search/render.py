"""From our tree back to a search as typed: what is kept, or passed in an address, can be read and changed by hand.

A tree that ``parse`` gave comes back the same. Of what cannot be typed (lowered leaves, ``AtLeast``, ``Pages``) there
is no such text.
"""

from muniment.errors import QueryError
from muniment.search.parse import parse
from muniment.search.query import (
    Among,
    And,
    Boosted,
    Dates,
    Everything,
    Favouring,
    Fuzzy,
    InField,
    NameLike,
    Near,
    Not,
    Numbers,
    Or,
    Phrase,
    Query,
    Regex,
    Typed,
    Value,
    ValueStart,
    Wildcard,
    Word,
)
from muniment.search.tokens import ESCAPABLE, FIELDS, NAME_FIELD, QUOTES


def rendered(query: Query) -> str:  # noqa: PLR0911 - one for each connective
    """``query`` as it could be typed. Raises ``TypeError`` for what cannot be."""
    match query:
        case And((part,)):
            return f"+{_inner(part)}"
        case And(parts):
            return " AND ".join(map(_inner, parts))
        case Or(parts):
            return " OR ".join(map(_inner, parts))
        case Not(part):
            return f"NOT {_inner(part)}"
        case Favouring(part, favoured):
            return " ".join((f"+{_inner(part)}", *map(_inner, favoured)))
        case Among(part, only):
            return f"{_among_part(part)} {_conditions(only)}"
        case Boosted(part, factor):
            return f"{_weighed(part)}^{_figure(factor)}"
        case InField(field, part):
            return f"{field}:{_inner(part)}"
        case _:
            return _leaf(query)


def _inner(query: Query) -> str:
    """``query`` as a part of another."""
    if isinstance(query, And | Or | Not | Favouring | Among) or (
        isinstance(query, InField) and isinstance(query.part, Boosted)
    ):
        return f"({rendered(query)})"
    return rendered(query)


def _among_part(part: Query) -> str:
    """What is looked for among pages that meet conditions: in the form whose meaning these leave alone."""
    if isinstance(part, And) and len(part.parts) > 1:
        return " ".join(f"+{_inner(one)}" for one in part.parts)
    return rendered(part) if isinstance(part, And | Favouring) else _inner(part)


def _conditions(only: Query) -> str:
    """Conditions side by side, each by itself."""
    return " ".join(map(_inner, only.parts)) if isinstance(only, And) else _inner(only)


def _weighed(query: Query) -> str:
    """``query`` where a weight follows."""
    alone = query.part if isinstance(query, InField) else query
    if isinstance(alone, Typed | Value | ValueStart | Numbers | Dates):
        return rendered(query)
    return f"({rendered(query)})"


def _leaf(query: Query) -> str:  # noqa: PLR0911 - one for each leaf
    match query:
        case Word(text):
            return _word(text)
        case Phrase(text):
            return _quoted(text)
        case Near(text, slop):
            return f"{_quoted(text)}~{slop}"
        case Fuzzy(text, edits):
            return f"{_escaped(text)}~{edits}"
        case Wildcard(text):
            return text
        case Regex(pattern):
            return f"/{pattern}/"
        case NameLike(text):
            return f"{NAME_FIELD}:{_quoted(text)}"
        case _:
            return _known(query)


def _known(query: Query) -> str:  # noqa: PLR0911 - one for each leaf
    match query:
        case Everything():
            return "*"
        case Value("source", text):
            return f"source:{_quoted(text)}"
        case Value(field, text):
            return f"{field}:{text}"
        case ValueStart("sha256", text):
            return f"sha256:{text}"
        case ValueStart(field, text):
            return f"{field}:{text}*"
        case Numbers():
            return _range(query)
        case Dates(first, last):
            return f"date:[{first.isoformat() if first else '*'} TO {last.isoformat() if last else '*'}]"
        case _:
            raise TypeError(f"this cannot be typed: {query!r}")


def _range(numbers: Numbers) -> str:
    low, high = ("*" if end is None else _figure(end) for end in (numbers.low, numbers.high))
    if low == high and numbers.low is not None:
        return f"{numbers.field}:{low}"
    return f"{numbers.field}:{'[' if numbers.with_low else '{'}{low} TO {high}{']' if numbers.with_high else '}'}"


def _figure(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")


def _quoted(text: str) -> str:
    opens = next((opens for opens, closes in QUOTES.items() if closes not in text), '"')
    return f"{opens}{text}{QUOTES[opens]}"


def _word(text: str) -> str:
    if text.partition(":")[0] in FIELDS:
        return _escaped(text)
    try:
        return text if parse(f"({text})") == Word(text) else _escaped(text)
    except QueryError:
        return _escaped(text)


def _escaped(text: str) -> str:
    return "".join(f"\\{char}" if char in ESCAPABLE else char for char in text)
