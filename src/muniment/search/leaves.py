"""From a token to a leaf of the tree: which words are fuzzy, which hold wildcards, what a field makes of them."""

import re
import unicodedata
from dataclasses import dataclass

from muniment.index.folding import term_texts
from muniment.search.expressions import ExpressionError, folded_expression
from muniment.search.patterns import fuzzy_fault, usual_edits, wildcard_fault
from muniment.search.query import (
    WORD_FIELDS,
    Boosted,
    Everything,
    Fuzzy,
    InField,
    NameLike,
    Near,
    Phrase,
    Query,
    Regex,
    Wildcard,
    Word,
)
from muniment.search.tokens import ESCAPABLE, NAME_FIELD, Kind, Token, expected
from muniment.search.values import value_of

MAX_SLOP = 100
"""Words between words that are to be near one another: about a third of a page."""

MAX_NEAR_WORDS = 12
"""Words in one phrase with ``~``: each further one multiplies the ways in which they may stand."""

MIN_BOOST, MAX_BOOST = 0.01, 100.0
"""What a weight may be: beyond, nothing else would count at all."""

MAX_NAME_CHARS = 200
"""Characters of a name to be looked for in all scripts: the longest names of persons and offices stay far below."""

_TAIL = re.compile(r"(?P<core>.+?)(?P<fuzzy>(?<!\\)~\d*)?(?:(?<!\\)\^(?P<boost>\d[\d.]*))?", re.DOTALL)
_ESCAPED = re.compile(rf"\\([{re.escape(ESCAPABLE)}])")
_WILD_SIGN = re.compile(r"(?<!\\)[*?]")
_INNER_MARK = re.compile(r"(?<=[^\W_])\?+(?=[^\W_])")
_IN_WILDCARDS = frozenset("*?-'_.\\\u2019\u00b7\u02bc")
_EVERYTHING = frozenset({"*", "*:*"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf of the tree. ``is_open`` says that it stands for words that have to be looked for first."""

    query: Query
    is_open: bool = False


def boost_of(text: str, place: int) -> float:
    """The weight typed as ``text``. Raises ``QueryError``."""
    try:
        boost = float(text)
    except ValueError:
        boost = 0.0
    if not MIN_BOOST <= boost <= MAX_BOOST:
        raise expected(f"a weight from {MIN_BOOST:g} to {MAX_BOOST:g} was expected after ^", place)
    return round(boost, 4)


def in_field(field: str, part: Query) -> Query:
    """``part`` where it is looked for in ``field``; values and names say themselves where they are looked for."""
    return InField(field, part) if field in WORD_FIELDS else part


def leaf(token: Token, around: str) -> Leaf:
    """The leaf that ``token`` makes inside a group of the field ``around``, "" if none. Raises ``QueryError``."""
    field = token.field or around
    if token.kind is Kind.WORD:
        return _word(token, field)
    if field and field not in WORD_FIELDS and field != NAME_FIELD:
        query, is_open = value_of(field, token), False
    else:
        query, is_open = _whole(token, field)
    if token.field:
        query = in_field(field, query)
    return Leaf(_boosted(query, token.boost, token.at), is_open)


def _boosted(query: Query, boost: str, place: int) -> Query:
    if not boost or boost_of(boost, place) == 1:
        return query
    return Boosted(query, boost_of(boost, place))


def _whole(token: Token, field: str) -> tuple[Query, bool]:
    """A phrase or an expression."""
    if token.kind is Kind.EXPRESSION:
        return _expression(token), True
    if not term_texts(token.text):
        raise expected("a word was expected between the quotation marks", token.at - 1)
    if field == NAME_FIELD:
        return _name(token.text, token), False
    if not token.slop or token.slop.strip("0") == "":
        return Phrase(token.text), False
    if len(token.slop) > len(str(MAX_SLOP)) or int(token.slop) > MAX_SLOP:
        raise expected(f"at most {MAX_SLOP} words between were expected after ~", token.at + len(token.text) + 1)
    if len(term_texts(token.text)) > MAX_NEAR_WORDS:
        raise expected(f"at most {MAX_NEAR_WORDS} words near one another were expected", token.place)
    return Near(token.text, int(token.slop)), False


def _expression(token: Token) -> Regex:
    try:
        folded_expression(token.text)
    except ExpressionError as failure:
        raise expected(failure.expected, token.at + failure.place) from failure
    return Regex(token.text)


def _name(text: str, token: Token) -> NameLike:
    if len(text) > MAX_NAME_CHARS:
        raise expected(f"a name of at most {MAX_NAME_CHARS} characters was expected", token.at)
    return NameLike(text)


def _word(token: Token, field: str) -> Leaf:
    if token.text in _EVERYTHING and field in ("", *WORD_FIELDS):
        return Leaf(Everything())
    tail = _TAIL.fullmatch(token.text)
    core, fuzzy, boost = tail.group("core", "fuzzy", "boost") if tail else (token.text, None, None)
    if not field and not term_texts(core):  # such as "~2": the figure is the word
        core, fuzzy, boost = token.text, None, None
    place = token.at + len(token.text) - len(boost or "")
    if field and field not in WORD_FIELDS and field != NAME_FIELD:
        value = Token(token.kind, token.place, token.at, core + (fuzzy or ""), token.field)
        return Leaf(_boosted(value_of(field, value), boost or "", place))
    if not term_texts(core):
        raise expected(f"a word was expected after {field}:", token.at)
    made = Leaf(_name(unescaped(core), token)) if field == NAME_FIELD else _plain(core, fuzzy, token)
    query = in_field(field, made.query) if token.field else made.query
    return Leaf(_boosted(query, boost or "", place), made.is_open)


def _plain(core: str, fuzzy: str | None, token: Token) -> Leaf:
    if fuzzy is not None:
        text = unescaped(core)
        edits = int(fuzzy[1:][:3]) if fuzzy[1:] else usual_edits(text)
        if fault := fuzzy_fault(text, edits):
            raise expected(fault, token.at + len(core))
        return Leaf(Fuzzy(text, edits), is_open=True) if edits else Leaf(Word(text))
    if pattern := _wildcard(core):
        if fault := wildcard_fault(pattern):
            raise expected(fault, token.at + core.index(pattern) + pattern.index(_WILD_SIGN.findall(pattern)[0]))
        return Leaf(Wildcard(pattern), is_open=True)
    return Leaf(Word(unescaped(core)))


def _wildcard(core: str) -> str:
    """``core`` if it is a word with wildcards in it, without question marks at its end; "" if it is prose."""
    word = core.rstrip("?").lstrip("?") if not core.endswith("\\?") else core
    if not _WILD_SIGN.search(word) or "\\" in _ESCAPED.sub("", word) or not all(map(_may_be_in_wildcard, word)):
        return ""
    return word if "*" in _WILD_SIGN.findall(word) or _INNER_MARK.search(word) else ""


def _may_be_in_wildcard(char: str) -> bool:
    return char in _IN_WILDCARDS or char.isalnum() or unicodedata.category(char) in ("Mn", "Mc", "Cf")


def unescaped(text: str) -> str:
    """``text`` without the backslashes that take their meaning from signs."""
    return _ESCAPED.sub(r"\1", text)
