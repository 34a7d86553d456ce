"""What a rule for finding attributions is made of; the rules themselves stand in one module for each language."""

from dataclasses import dataclass, field

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation

MOST_NAME_WORDS = 8
"""Words of one name: "the National Institute for the Study of Lakes and Rivers" has ten with its small ones."""

CAPITALISED = r"(?:\p{Lu}\.){2,6}|\p{Lu}[\p{L}\p{M}\d&-]{0,30}(?:['’](?!s\b)\p{L}{1,20})?+"
"""A word of a name in a script that has capitals."""

DOMAIN = r"[\p{L}\d-]{2,40}\.(?:com|org|net|news|info|media|online|tv|ru|cn|fr|de|es|tr|uk|example)\b"
"""The name of a site that is written as its address."""

QUOTED = r"[«“„\"‘]\s?(?=\p{Lu}|\d)[^«»“”„\"‘\n]{2,60}?\s?[»”“\"’]"
"""A name in quotation marks."""


def name_of(connectors: str) -> str:
    """A pattern for one name, whose capitalised words may be joined by ``connectors`` (alternatives of a pattern)."""
    joined = rf"(?:[ \u00a0](?:(?:{connectors})[ \u00a0]){{0,2}}+(?:{CAPITALISED}|{QUOTED}))"
    return rf"(?>{DOMAIN}|{QUOTED}|(?:{CAPITALISED}|\d{{1,2}}(?=[ \u00a0]\p{{Lu}})){joined}{{0,{MOST_NAME_WORDS}}}+)"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, and what the one whom its group ``n`` names is to the text.

    What it is depends on who is named: ``outlet`` for one who publishes, ``institution`` for one who rules or trades,
    ``other`` for one of whom the name does not tell; None means that nothing was found. A group ``head`` ("the
    newspaper") makes an outlet of whatever it stands with. ``cited`` marks forms that say whom another cites.
    """

    pattern: regex.Pattern[str]
    outlet: Relation | None = None
    institution: Relation | None = None
    other: Relation | None = None
    hedge: Hedge = Hedge.NONE
    cited: bool = False


def everyone(
    pattern: regex.Pattern[str], relation: Relation, *, cited: bool = False, hedge: Hedge = Hedge.NONE
) -> Rule:
    """A rule that says the same of whoever is named."""
    return Rule(pattern, relation, relation, relation, hedge, cited)


@dataclass(frozen=True, slots=True)
class Language:
    """The rules of one language, the surer ones first.

    ``outlet`` and ``institution`` find words in names that tell what is named. ``leading`` is taken off the front of
    a name, ``trailing`` off its end. ``between`` splits a list of names. ``refused`` are runs that look like names and
    are none. ``present`` finds any character of its script.
    """

    code: str
    present: regex.Pattern[str]
    rules: tuple[Rule, ...]
    outlet: regex.Pattern[str]
    institution: regex.Pattern[str]
    leading: regex.Pattern[str]
    trailing: regex.Pattern[str]
    between: regex.Pattern[str]
    refused: regex.Pattern[str]
    credits: regex.Pattern[str] = field(default_factory=lambda: regex.compile(r"(?!)"))
    """Lines that say who made a picture: not information."""
