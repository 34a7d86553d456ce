"""From a search as typed to our tree. What has no meaning in the query language is no error: questions work as typed.

The typed text is first cut into tokens; the grammar (luqum's Lucene grammar) is then shown their kinds only, a number
in the place of each word and phrase. So it sees just the signs that we mean it to see, and each token knows where it
stood.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby

from luqum import tree as grammar  # type: ignore[import-untyped]  # luqum has no stubs
from luqum.exceptions import ParseError  # type: ignore[import-untyped]  # luqum has no stubs
from luqum.thread import parse as parse_grammar  # type: ignore[import-untyped]  # luqum has no stubs

from muniment.errors import QueryError
from muniment.index.folding import term_texts
from muniment.search.query import And, Everything, Favouring, Not, Or, Phrase, Query, Word

MAX_QUERY_CHARS = 20_000
"""A pasted page or two is a fair search; more is a mistake, and costs seconds."""

MAX_NESTING = 50
"""Parentheses within parentheses, and NOT after NOT: more is no search that a person typed."""

_QUOTES = {'"': '"', "\uff02": "\uff02", "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}
_QUOTES |= {"\u300c": "\u300d", "\u300e": "\u300f"}

_MUST_CLOSE = frozenset('"\uff02')
"""At the start of a word these open a phrase. Typographic marks, and marks after a word, may stand alone in prose."""

_KEYWORDS = frozenset({"AND", "OR", "NOT"})
_EVERYTHING = frozenset({"*", "*:*"})

_JOINERS = frozenset("!#$%&'*+,-./:;<=>?@[\\]^_`{|}~\u2018\u2019\u02bc\u00b7\u3014\u3015\uff3b\uff3d")
"""Signs that hold a word together where no space parts it: an address, a date, O'Brien, and
"2017" in the tortoise-shell brackets of Chinese file numbers."""

_PIECE = re.compile(
    r"(?P<space>\s+)"
    f"|(?P<quote>[{''.join(_QUOTES)}])"
    r"|(?P<paren>[()])"
    r"|(?P<sign>(?<![^\s(])[+-](?![\s+-]))"
    f"|(?P<word>[^\\s(){''.join(_QUOTES)}]+)"
)
_PLACE = re.compile(r"at position (\d+)")

_OPERAND = "a word, a phrase in quotation marks or an opening parenthesis"


@dataclass(frozen=True, slots=True)
class _Token:
    """A piece of the search that means something. ``sign`` is what the grammar sees of it; "" for words."""

    place: int
    text: str
    sign: str = ""
    is_phrase: bool = False

    def shown(self, number: int) -> str:
        """What the grammar sees, as the token of that ``number``."""
        return self.sign or (f'"{number}"' if self.is_phrase else str(number))


def parse(text: str) -> Query:
    """Understand ``text`` as a search. Raises ``QueryError`` that says at which character what was expected."""
    if len(text) > MAX_QUERY_CHARS:
        raise QueryError(f"the search has {len(text):,} characters; at most {MAX_QUERY_CHARS:,} were expected")
    tokens = _without_idle_signs(list(_tokens(text)))
    _check_parentheses(tokens)
    if not tokens:
        raise QueryError("the search holds no word to look for, at character 1: a word or a phrase was expected")
    shown = [token.shown(number) for number, token in enumerate(tokens)]
    try:
        tree = parse_grammar(" ".join(shown))
    except ParseError as failure:
        raise _explained(str(failure), shown, tokens) from failure
    return _Builder(tokens).build(tree, 0)


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    while match := _PIECE.match(text, place):
        kind, piece = match.lastgroup, match[0]
        if kind == "quote" and (end := _closing(text, place)):
            piece = text[place:end]
            if term_texts(piece):
                yield _Token(place, piece[1:-1], is_phrase=True)
        elif kind == "word":
            yield from _words(piece, place)
        elif kind in ("paren", "sign"):
            yield _Token(place, piece, sign=piece)
        place += len(piece)


def _words(piece: str, place: int) -> Iterator[_Token]:
    for holds, chars in groupby(piece, key=_holds_together):
        word = "".join(chars)
        if word in _KEYWORDS:
            yield _Token(place, word, sign=word)
        elif holds and (word in _EVERYTHING or term_texts(word)):
            yield _Token(place, word)
        place += len(word)


def _holds_together(char: str) -> bool:
    """Whether ``char`` can stand inside a word; the others part words even without a space."""
    return char in _JOINERS or char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "So")


def _closing(text: str, place: int) -> int | None:
    """Where the quotation that opens at ``place`` ends; None for an opening mark that is only prose."""
    end = text.find(_QUOTES[text[place]], place + 1)
    if end >= 0:
        return end + 1
    if text[place] in _MUST_CLOSE and (place == 0 or text[place - 1].isspace() or text[place - 1] in "(+-:"):
        raise QueryError(
            f"the quotation mark at character {place + 1} is never closed: another {text[place]} was expected"
        )
    return None


def _without_idle_signs(tokens: list[_Token]) -> list[_Token]:
    """Leave out parentheses around nothing, and a plus or minus that belongs to no word."""
    kept: list[_Token] = []
    for token in tokens:
        if kept and kept[-1].sign in ("+", "-") and token.place != kept[-1].place + 1:
            kept.pop()
        if token.sign == ")" and kept and kept[-1].sign == "(":
            kept.pop()
        else:
            kept.append(token)
    while kept and kept[-1].sign in ("+", "-"):
        kept.pop()
    return kept


def _check_parentheses(tokens: list[_Token]) -> None:
    opened: list[int] = []
    for token in tokens:
        if token.sign == "(":
            opened.append(token.place)
        elif token.sign == ")" and opened:
            opened.pop()
        elif token.sign == ")":
            raise QueryError(
                f"the parenthesis at character {token.place + 1} closes nothing: an opening one was expected before it"
            )
        if len(opened) > MAX_NESTING:
            raise _too_deep(token.place)
    if opened:
        raise QueryError(f"the parenthesis at character {opened[-1] + 1} is never closed: a closing one was expected")


def _too_deep(place: int) -> QueryError:
    return QueryError(f"the search nests too deep at character {place + 1}: at most {MAX_NESTING} levels were expected")


def _explained(failure: str, shown: list[str], tokens: list[_Token]) -> QueryError:
    found = _PLACE.search(failure)
    if found is None:
        last = tokens[-1]
        return QueryError(f"{_OPERAND} was expected after {last.text} at character {last.place + 1}")
    starts = list(accumulate((len(sign) + 1 for sign in shown), initial=0))
    token = tokens[bisect_right(starts, int(found[1])) - 1]
    return QueryError(f"{_OPERAND} was expected before {token.text} at character {token.place + 1}")


class _Builder:
    """Turns the grammar's tree into ours, putting the words back in the place of their numbers."""

    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens

    def build(self, item: grammar.Item, depth: int) -> Query:
        if depth > 2 * MAX_NESTING:
            raise _too_deep(self._tokens[0].place)
        match item:
            case grammar.Word() | grammar.Phrase():
                return _leaf(self._tokens[int(item.value.strip('"'))])
            case grammar.AndOperation():
                return And(self._parts(item.children, depth))
            case grammar.OrOperation():
                return Or(self._parts(item.children, depth))
            case grammar.UnknownOperation():
                return self._side_by_side(item.children, depth)
            case _:
                return self._unary(item, depth)

    def _unary(self, item: grammar.Item, depth: int) -> Query:
        part = self.build(item.children[0], depth + 1)
        match item:
            case grammar.Group():
                return part
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
        wanted = self._parts(others, depth)
        if musts and wanted:
            return _all((Favouring(_all(musts), wanted), *nots))
        if musts:
            return And((*musts, *nots))
        return _all((_any(wanted), *nots)) if wanted else And(nots)


def _leaf(token: _Token) -> Query:
    if token.is_phrase:
        return Phrase(token.text)
    return Everything() if token.text in _EVERYTHING else Word(token.text)


def _all(parts: tuple[Query, ...]) -> Query:
    return parts[0] if len(parts) == 1 else And(parts)


def _any(parts: tuple[Query, ...]) -> Query:
    return parts[0] if len(parts) == 1 else Or(parts)
