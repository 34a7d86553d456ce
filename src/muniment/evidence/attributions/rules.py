"""What a rule for finding attributions is made of; the rules themselves stand in one module for each language."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation

NAME = "\ue000"
"""What stands for a whole name in the text that rules are run over: one character, so that patterns stay short."""

_MOST_NAME_WORDS = 8
"""Words of one name: "the National Institute for the Study of Lakes and Rivers" has ten with its small ones."""

_CAPITALISED = (
    r"(?!(?:\p{L}{4,20}ы[ех]\s)?СМИ\b)(?:(?:\p{Lu}\.){2,6}|\p{Lu}[\p{L}\p{M}\d&-]{0,30}+(?:['’](?!s\b)\p{L}{1,20})?+)"
)
_DOMAIN = r"[\p{L}\d-]{2,40}\.(?:com|org|net|news|info|media|online|tv|io|co|me|eu|ru|by|ua|kz|kg|uz|az|ge|am|lt|lv|ee|pl|cz|hu|ro|bg|rs|cn|hk|tw|jp|kr|in|ir|il|fr|de|at|ch|it|es|pt|nl|be|se|no|dk|fi|br|mx|ca|au|tr|uk|us|ру|рф|example)(?:\.\p{Ll}{2})?\b"


_GAP = r"(?:(?<=\p{Cyrillic})[ \u00a0](?!\p{Latin})|(?<=\P{Cyrillic})[ \u00a0](?!\p{Cyrillic}))"
"""Between two words of one script: a Cyrillic word does not belong to a Latin name."""


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the plain ``words``, the longest first, that tells by the first letter that none stands here."""
    by_first: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        by_first.setdefault(word[0], []).append(regex.escape(word[1:]))
    return "(?:" + "|".join(f"{regex.escape(first)}(?:{'|'.join(rest)})" for first, rest in by_first.items()) + ")"


Spans = Iterator[tuple[int, int]]
"""Where things stand in a text: start and end, end-exclusive."""


def names_by_capitals(connectors: str, quoted: str = "") -> Callable[[str], Spans]:
    """Finds names in a script with capitals: words joined by ``connectors``, sites, and what ``quoted`` matches."""
    joined = rf"(?:{_GAP}(?:(?:{connectors})[ \u00a0]){{0,2}}+{_CAPITALISED})"
    bare = rf"{_CAPITALISED}{joined}{{0,{_MOST_NAME_WORDS}}}+"
    within = rf"[«“„\"‘](?:{bare})[»”“\"’]"
    pattern = regex.compile(rf"(?<![\p{{L}}\d.@_])(?:{_DOMAIN}|{quoted + '|' if quoted else ''}{within}|{bare})")

    def found(text: str) -> Spans:
        return (match.span() for match in pattern.finditer(text))

    return found


def no_names(text: str) -> Spans:
    """For languages whose rules look for names themselves."""
    del text
    return iter(())


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what the one whom its group ``n`` names is to the text.

    What it is depends on who is named: ``outlet`` for one who publishes, ``institution`` for one who rules or trades,
    ``other`` for one of whom the name does not tell; None means that nothing was found. A group ``head`` ("the
    newspaper") makes an outlet of whatever it stands with. ``cited`` marks forms that say whom another cites.
    ``needs`` finds a word without which the pattern cannot match: the pattern is costly, looking for the word is not.
    ``known`` forms say so little that they count only for outlets known by their whole name.
    """

    pattern: regex.Pattern[str]
    outlet: Relation | None = None
    institution: Relation | None = None
    other: Relation | None = None
    hedge: Hedge = Hedge.NONE
    cited: bool = False
    needs: tuple[str, ...] = ()
    known: bool = False


def everyone(
    pattern: regex.Pattern[str],
    relation: Relation,
    *,
    cited: bool = False,
    hedge: Hedge = Hedge.NONE,
    needs: tuple[str, ...] = (),
) -> Rule:
    """A rule that says the same of whoever is named."""
    return Rule(pattern, relation, relation, relation, hedge, cited, needs)


def pattern_of(pattern: str) -> regex.Pattern[str]:
    """A pattern whose ``^`` and ``$`` hold at every line."""
    return regex.compile(pattern, regex.MULTILINE)


def of_all(pattern: str, relation: Relation, *needs: str, cited: bool = False, hedge: Hedge = Hedge.NONE) -> Rule:
    """A rule that says the same of whoever is named."""
    return everyone(pattern_of(pattern), relation, cited=cited, hedge=hedge, needs=needs)


def of_outlets(pattern: str, relation: Relation, *needs: str, hedge: Hedge = Hedge.NONE) -> Rule:
    """A rule about outlets alone."""
    return Rule(pattern_of(pattern), relation, hedge=hedge, needs=needs)


def of_known(pattern: str, relation: Relation, *needs: str) -> Rule:
    """A rule about outlets known by their whole name: its form says little."""
    return Rule(pattern_of(pattern), relation, needs=needs, known=True)


NOTHING: regex.Pattern[str] = regex.compile(r"(?!)")
"""Matches nowhere."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What an outlet is to the text that stands right after ``before``, or has ``after`` right after it.

    ``before`` ends where the name begins, so it ends in ``\\Z``; ``after`` begins where the name ends.
    """

    before: regex.Pattern[str]
    after: regex.Pattern[str]
    relation: Relation


Part = Literal["", "first", "last"]


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of one language, the surer ones first.

    ``names`` finds what is taken for a name before rules are run. ``outlet`` and ``institution`` find words in names that
    tell what is named. ``leading`` is taken off the front of a name, ``trailing`` off its end, and what is left of nothing
    is no name. ``between`` divides a list of names. ``refused`` are runs that look like names and are none. ``credits``
    say who made a picture: not information. ``dropped`` are marks that writers set or leave out at will; they are not
    looked at. ``folds`` turns each letter that writers interchange into one of them. ``hints`` tell of outlets that no
    rule found, ``bars`` ends right before one that is no source, ``denies`` before one that is contradicted; ``mentions``
    finds such outlets where ``names`` does not. ``known_part`` says which end of a longer run of words a known name is
    cut out of.
    """

    code: str
    rules: tuple[Rule, ...]
    names: Callable[[str], Spans]
    outlet: regex.Pattern[str]
    institution: regex.Pattern[str]
    leading: regex.Pattern[str] = field(default=NOTHING)
    trailing: regex.Pattern[str] = field(default=NOTHING)
    between: regex.Pattern[str] = field(default=NOTHING)
    refused: regex.Pattern[str] = field(default=NOTHING)
    credits: regex.Pattern[str] = field(default=NOTHING)
    dropped: regex.Pattern[str] | None = None
    folds: Mapping[int, int] | None = None
    hints: tuple[Hint, ...] = ()
    bars: regex.Pattern[str] = field(default=NOTHING)
    denies: regex.Pattern[str] = field(default=NOTHING)
    mentions: Callable[[str], Spans] | None = None
    known_part: Part = ""
