"""From a search as typed to our tree.

The grammar (luqum's Lucene grammar) is shown only the kinds of the tokens, a number in the place of each word and
phrase. So it sees just the signs that we mean it to see, and each token knows where it stood.
"""

import re
from bisect import bisect_right
from itertools import accumulate

from luqum import tree as grammar  # type: ignore[import-untyped]  # luqum has no stubs
from luqum.exceptions import ParseError  # type: ignore[import-untyped]  # luqum has no stubs
from luqum.thread import parse as parse_grammar  # type: ignore[import-untyped]  # luqum has no stubs

from muniment.errors import QueryError
from muniment.search.leaves import boost_of, in_field, leaf
from muniment.search.query import (
    Among,
    And,
    Boosted,
    Dates,
    Favouring,
    InField,
    NameLike,
    Not,
    Numbers,
    Or,
    Query,
    Value,
    ValueStart,
)
from muniment.search.tokens import MAX_NESTING, NAME_FIELD, Kind, Token, expected, tokens, too_deep

MAX_QUERY_CHARS = 20_000
"""A pasted page or two is a fair search; more is a mistake, and costs seconds."""

MAX_OPEN_WORDS = 25
"""Fuzzy words, wildcards and expressions in one search: each goes through all words of the case."""

_PLACE = re.compile(r"at position (\d+)")
_OPERAND = "a word, a phrase in quotation marks or an opening parenthesis"
_FIELD_MARK = "f"


def parse(text: str) -> Query:
    """Understand ``text`` as a search. Raises ``QueryError`` that says at which character what was expected."""
    if len(text) > MAX_QUERY_CHARS:
        raise QueryError(f"the search has {len(text):,} characters; at most {MAX_QUERY_CHARS:,} were expected")
    found = tokens(text)
    if not found:
        raise QueryError(
            "the search holds no word to look for, at character 1: a word or a phrase was expected", place=0
        )
    shown = [_shown(token, number) for number, token in enumerate(found)]
    try:
        tree = parse_grammar(" ".join(shown))
    except ParseError as failure:
        raise _explained(str(failure), shown, found) from failure
    return _Builder(found).build(tree, 0)


def _shown(token: Token, number: int) -> str:
    """What the grammar sees of a token."""
    match token.kind:
        case Kind.SIGN:
            return token.text
        case Kind.FIELD:
            return f"{_FIELD_MARK}{number}:"
        case Kind.BOOST:
            return f"^{boost_of(token.text, token.at)}"
        case _:
            return str(number)


def _explained(failure: str, shown: list[str], found: list[Token]) -> QueryError:
    told = _PLACE.search(failure)
    if told is None:
        last = found[-1]
        return QueryError(f"{_OPERAND} was expected after {last.text} at character {last.place + 1}", place=last.place)
    starts = list(accumulate((len(sign) + 1 for sign in shown), initial=0))
    token = found[bisect_right(starts, int(told[1])) - 1]
    return QueryError(f"{_OPERAND} was expected before {token.text} at character {token.place + 1}", place=token.place)


class _Builder:
    """Turns the grammar's tree into ours, putting the words back in the place of their numbers."""

    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._open_words = 0
        self._field = ""

    def build(self, item: grammar.Item, depth: int) -> Query:
        if depth > 2 * MAX_NESTING:
            raise too_deep(self._tokens[0].place)
        match item:
            case grammar.Word():
                return self._leaf(self._tokens[int(item.value)])
            case grammar.AndOperation():
                return And(self._parts(item.children, depth))
            case grammar.OrOperation():
                return Or(self._parts(item.children, depth))
            case grammar.UnknownOperation():
                return self._side_by_side(item.children, depth)
            case grammar.SearchField():
                return self._valued(item, depth)
            case _:
                return self._unary(item, depth)

    def _leaf(self, token: Token) -> Query:
        made = leaf(token, self._field)
        self._open_words += made.is_open
        if self._open_words > MAX_OPEN_WORDS:
            raise expected(f"at most {MAX_OPEN_WORDS} words with ~, * or ? and expressions were expected", token.place)
        return made.query

    def _valued(self, item: grammar.SearchField, depth: int) -> Query:
        """A field before a parenthesis: it holds for all inside."""
        group, outer = item.expr, self._field
        self._field = self._tokens[int(item.name.removeprefix(_FIELD_MARK))].text
        boost = 1.0
        if isinstance(group, grammar.Boost):
            group, boost = group.children[0], float(group.force)
        part = in_field(self._field, self.build(group, depth + 1))
        self._field = outer
        return part if boost == 1 else Boosted(part, boost)

    def _unary(self, item: grammar.Item, depth: int) -> Query:
        part = self.build(item.children[0], depth + 1)
        match item:
            case grammar.BaseGroup():
                return part
            case grammar.Boost():
                return part if item.force == 1 else Boosted(part, float(item.force))
            case grammar.Plus():
                return And((part,))
            case grammar.Not() | grammar.Prohibit():
                return Not(part)
            case _:
                raise TypeError(f"not in our part of the grammar: {item!r}")

    def _parts(self, items: list[grammar.Item], depth: int) -> tuple[Query, ...]:
        return tuple(self.build(item, depth + 1) for item in items)

    def _side_by_side(self, items: list[grammar.Item], depth: int) -> Query:
        """Words with nothing between them: all with a plus, none with a minus or NOT, any of the others."""
        musts = self._parts([item.children[0] for item in items if isinstance(item, grammar.Plus)], depth)
        nots = self._parts([item for item in items if isinstance(item, grammar.Not | grammar.Prohibit)], depth)
        others = [item for item in items if not isinstance(item, grammar.Plus | grammar.Not | grammar.Prohibit)]
        wanted, only = _sorted_out(self._parts(others, depth))
        if musts and wanted:
            return _all((_among(Favouring(_all(musts), wanted), only), *nots))
        if musts:
            return _all((_among(And(musts), only), *nots)) if only else And((*musts, *nots))
        if wanted:
            return _all((_among(_any(wanted), only), *nots))
        return _all((*only, *nots)) if only else And(nots)


def _sorted_out(parts: tuple[Query, ...]) -> tuple[tuple[Query, ...], tuple[Query, ...]]:
    """What is wished for, and the conditions, of which those on the same field are alternatives."""
    fields = [_condition_on(part) for part in parts]
    conditions: dict[str, list[Query]] = {}
    for field, part in zip(fields, parts, strict=True):
        if field:
            conditions.setdefault(field, []).append(part)
    wanted = tuple(part for field, part in zip(fields, parts, strict=True) if not field)
    return wanted, tuple(_any(tuple(alternatives)) for alternatives in conditions.values())


def _condition_on(part: Query) -> str:
    """The field on which ``part`` is a condition, several if it is of several; "" if it is a wish."""
    match part:
        case Value(field) | ValueStart(field) | Numbers(field) | InField(field):
            return field
        case Dates():
            return "date"
        case NameLike():
            return NAME_FIELD
        case And(parts) | Or(parts):
            fields = list(map(_condition_on, parts))
            return " ".join(dict.fromkeys(fields)) if all(fields) else ""
        case Not(inner) | Among(inner):
            return _condition_on(inner)
        case _:
            return ""


def _among(part: Query, only: tuple[Query, ...]) -> Query:
    return Among(part, _all(only)) if only else part


def _all(parts: tuple[Query, ...]) -> Query:
    return parts[0] if len(parts) == 1 else And(parts)


def _any(parts: tuple[Query, ...]) -> Query:
    return parts[0] if len(parts) == 1 else Or(parts)
