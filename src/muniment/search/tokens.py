"""A search as typed, cut into the pieces that mean something. Each knows where it stood.

What has no meaning in the query language is no error here: a question in plain words has to work as typed.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import groupby

from muniment.errors import QueryError
from muniment.index.folding import term_texts
from muniment.search.query import NUMBER_FIELDS, VALUE_FIELDS, WORD_FIELDS

MAX_NESTING = 50
"""Parentheses within parentheses, and NOT after NOT: more is no search that a person typed."""

NAME_FIELD = "name~"
"""Asks for a name in any script and spelling."""

FIELDS = tuple(dict.fromkeys((NAME_FIELD, *WORD_FIELDS, *VALUE_FIELDS, *NUMBER_FIELDS, "date")))
"""Every field that can be named before a colon."""

QUOTES = {'"': '"', "\uff02": "\uff02", "\u201c": "\u201d", "\u201e": "\u201c", "\u00ab": "\u00bb"}
QUOTES |= {"\u300c": "\u300d", "\u300e": "\u300f"}

ESCAPABLE = '+-*?~^:"()[]{}/\\<>='
"""Signs that lose their meaning after a backslash. Before letters a backslash is only a backslash, as in file names."""

_MUST_CLOSE = frozenset('"\uff02')
"""At the start of a word these open a phrase. Typographic marks, and marks after a word, may stand alone in prose."""

KEYWORDS = frozenset({"AND", "OR", "NOT"})
_EVERYTHING = frozenset({"*", "*:*"})
_RANGE_FIELDS = frozenset({*NUMBER_FIELDS, "date"})
_NO_EXPRESSION_FIELDS = frozenset({"path", *_RANGE_FIELDS, *VALUE_FIELDS} - {"source"})
"""After these a slash is only a slash."""

_JOINERS = frozenset("!#$%&'*+,-./:;<=>?@[\\]^_`{|}~\u2018\u2019\u02bc\u00b7\u3014\u3015\uff3b\uff3d")
"""Signs that hold a word together where no space parts it: an address, a date, O'Brien, and
"2017" in the tortoise-shell brackets of Chinese file numbers."""

_MARKS = "".join(QUOTES)
_PIECE = re.compile(
    r"(?P<space>\s+)"
    f"|(?P<quote>[{_MARKS}])"
    r"|(?P<paren>[()])"
    r"|(?P<sign>(?<![^\s(])[+-](?![\s+-]))"
    rf"|(?P<word>(?:\\[{re.escape(ESCAPABLE)}]|[^\s(){_MARKS}])+)"
)
_FIELD = re.compile(f"({'|'.join(map(re.escape, sorted(FIELDS, key=len, reverse=True)))}):(?=[^\\s)])")
_ATOM = re.compile(rf"\\[{re.escape(ESCAPABLE)}]|.", re.DOTALL)
_EXPRESSION = re.compile(r"/((?:[^\s/\\]|\\\S)+)/(?=[\s)^]|$)")
_RANGE = re.compile(r"[\[{][^\]}]*[\]}]")
_AFTER_SIGN = re.compile(r"(?:^|[\s(])[+-]")
_BOOST = re.compile(r"\^[\d.]+")
_TAIL = re.compile(r"(?:~(?P<slop>\d+))?(?:\^(?P<boost>[\d.]+))?")


_QUESTION_MARKS = ("\uff1f", "\u061f", "\u037e")
"""Full width, Arabic, Greek: they part words, but stay with the one before, which tells a question."""


class Kind(Enum):
    """What a token is."""

    SIGN = auto()
    """A connective, a parenthesis, a plus or a minus."""
    FIELD = auto()
    """A field before a parenthesis: it holds for all inside."""
    BOOST = auto()
    """A weight after a closing parenthesis."""
    WORD = auto()
    PHRASE = auto()
    EXPRESSION = auto()
    RANGE = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a search. ``text`` is without its quotation marks or slashes; ``at`` is where it begins, from 0.

    ``place`` is where its field begins, or its quotation mark. ``slop`` and ``boost`` are the figures typed after it,
    "" if there are none; a word's own are still in ``text``.
    """

    kind: Kind
    place: int
    at: int
    text: str
    field: str = ""
    slop: str = ""
    boost: str = ""


def expected(what: str, place: int) -> QueryError:
    """The error that points at the character at ``place`` (from 0) and says ``what`` was expected."""
    return QueryError(f"{what}, at character {place + 1}", place=place)


def tokens(text: str) -> list[Token]:
    """Cut ``text`` into tokens. Raises ``QueryError``."""
    found = _without_idle_signs(list(_Cutter(text).cut()))
    _check_parentheses(found)
    return found


class _Cutter:
    """Goes through a search from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0

    def cut(self) -> Iterator[Token]:
        while self._at < len(self._text):
            field = _FIELD.match(self._text, self._at) if self._at_start() else None
            if field is not None:
                yield from self._valued(field[1], field.start(), field.end())
            elif expression := self._expression():
                yield expression
            else:
                yield from self._piece()

    def _at_start(self) -> bool:
        """Whether a word can begin here: at the beginning, after a space, a parenthesis, or a plus or minus."""
        before = self._text[max(self._at - 2, 0) : self._at]
        return not before or before[-1].isspace() or before[-1] in "()" or bool(_AFTER_SIGN.fullmatch(before))

    def _valued(self, field: str, place: int, at: int) -> Iterator[Token]:
        """What stands after the colon of a field."""
        self._at = at
        sign = self._text[at]
        if sign == "(":
            yield Token(Kind.FIELD, place, at, field)
            return
        if sign in QUOTES and (end := _closing(self._text, at)):
            yield self._tailed(Kind.PHRASE, place, at + 1, self._text[at + 1 : end - 1], end, field)
        elif field in _RANGE_FIELDS and sign in "[{":
            if not (found := _RANGE.match(self._text, at)):
                raise expected("a closing ] or } was expected after this one", at)
            yield self._tailed(Kind.RANGE, place, at, found[0], found.end(), field)
        elif field not in _NO_EXPRESSION_FIELDS and (found := _EXPRESSION.match(self._text, at)):
            yield self._tailed(Kind.EXPRESSION, place, at + 1, found[1], found.end(), field)
        else:
            yield self._value(field, place)

    def _value(self, field: str, place: int) -> Token:
        at = self._at
        found = _PIECE.match(self._text, at)
        if found is None or found.lastgroup not in ("word", "sign"):
            raise expected(f"a value was expected after {field}:", at)
        end = found.end()
        if found.lastgroup == "sign" and (more := _PIECE.match(self._text, end)) and more.lastgroup == "word":
            end = more.end()
        self._at = end
        return Token(Kind.WORD, place, at, self._text[at:end], field)

    def _expression(self) -> Token | None:
        found = _EXPRESSION.match(self._text, self._at) if self._at_start() else None
        if found is None:
            return None
        return self._tailed(Kind.EXPRESSION, self._at, self._at + 1, found[1], found.end())

    def _tailed(self, kind: Kind, place: int, at: int, text: str, end: int, field: str = "") -> Token:
        tail = _TAIL.match(self._text, end)
        self._at = tail.end() if tail else end
        figures = tail.groupdict(default="") if tail else {"slop": "", "boost": ""}
        return Token(kind, place, at, text, field, **figures)

    def _piece(self) -> Iterator[Token]:
        place = self._at
        match = _PIECE.match(self._text, place)
        kind, piece = (match.lastgroup, match[0]) if match else ("stray", self._text[place])
        if kind == "quote" and (end := _closing(self._text, place)):
            token = self._tailed(Kind.PHRASE, place, place + 1, self._text[place + 1 : end - 1], end)
            if term_texts(token.text):
                yield token
            return
        self._at = place + len(piece)
        if kind == "word":
            yield from _words(piece, place)
        elif kind in ("paren", "sign"):
            yield Token(Kind.SIGN, place, place, piece)
            if piece == ")" and (tail := _BOOST.match(self._text, self._at)):
                yield Token(Kind.BOOST, place, self._at + 1, tail[0][1:])
                self._at = tail.end()


def _words(piece: str, place: int) -> Iterator[Token]:
    for is_word, atoms in groupby(_ATOM.finditer(piece), key=_holds_together):
        found = list(atoms)
        start, end = found[0].start(), found[-1].end()
        word = piece[start:end]
        if word in KEYWORDS:
            yield Token(Kind.SIGN, place + start, place + start, word)
        elif is_word and (word in _EVERYTHING or term_texts(word)):
            mark = piece[end : end + 1] if piece[end : end + 1] in _QUESTION_MARKS else ""
            yield Token(Kind.WORD, place + start, place + start, word + mark)


def _holds_together(atom: re.Match[str]) -> bool:
    """Whether a character, or one after a backslash, can stand inside a word; others part words without a space."""
    char = atom[0]
    return (
        len(char) > 1
        or char in _JOINERS
        or char.isalnum()
        or unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "So")
    )


def _closing(text: str, place: int) -> int | None:
    """Where the quotation that opens at ``place`` ends; None for an opening mark that is only prose."""
    end = text.find(QUOTES[text[place]], place + 1)
    if end >= 0:
        return end + 1
    if text[place] in _MUST_CLOSE and (place == 0 or text[place - 1].isspace() or text[place - 1] in "(+-:"):
        raise QueryError(
            f"the quotation mark at character {place + 1} is never closed: another {text[place]} was expected",
            place=place,
        )
    return None


def _without_idle_signs(found: list[Token]) -> list[Token]:
    """Leave out parentheses around nothing, and a plus or minus that belongs to no word."""
    kept: list[Token] = []
    for token in found:
        if kept and _is_sign(kept[-1], "+-") and token.place != kept[-1].place + 1:
            kept.pop()
        if _is_sign(token, ")") and kept and _is_sign(kept[-1], "("):
            kept.pop()
            if kept and kept[-1].kind is Kind.FIELD:
                raise expected(f"a value was expected after {kept[-1].text}:", kept[-1].at)
        elif token.kind is not Kind.BOOST or (kept and _is_sign(kept[-1], ")") and kept[-1].place == token.place):
            kept.append(token)
    while kept and _is_sign(kept[-1], "+-"):
        kept.pop()
    return kept


def _is_sign(token: Token, signs: str) -> bool:
    return token.kind is Kind.SIGN and token.text in signs


def _check_parentheses(found: list[Token]) -> None:
    opened: list[int] = []
    for token in found:
        if _is_sign(token, "("):
            opened.append(token.place)
        elif _is_sign(token, ")") and opened:
            opened.pop()
        elif _is_sign(token, ")"):
            raise QueryError(
                f"the parenthesis at character {token.place + 1} closes nothing: an opening one was expected before it",
                place=token.place,
            )
        if len(opened) > MAX_NESTING:
            raise too_deep(token.place)
    if opened:
        raise QueryError(
            f"the parenthesis at character {opened[-1] + 1} is never closed: a closing one was expected",
            place=opened[-1],
        )


def too_deep(place: int) -> QueryError:
    """The error about parentheses in parentheses in parentheses."""
    return QueryError(
        f"the search nests too deep at character {place + 1}: at most {MAX_NESTING} levels were expected", place=place
    )
