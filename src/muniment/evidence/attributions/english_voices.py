"""How English texts name the persons and offices that they have something from."""

from muniment.evidence.attributions.english_words import (
    ADVERB,
    ANONYMOUS,
    ASIDE,
    NAMELESS,
    ONE,
    SAYS,
    SPEAKS,
    THE,
    UNNAMED,
)
from muniment.evidence.attributions.rules import Rule, of_all, pattern_of

VOICES = (
    of_all(
        UNNAMED,
        ANONYMOUS,
        "familiar",
        "close to",
        "near the",
        "briefed",
        "knowledge",
        "access",
        "in a position",
        "aware of",
        "involved in",
        "anonym",
        "named",
        "identified",
        "speak",
        "publicly",
        "condition",
    ),
    of_all(NAMELESS, ANONYMOUS, "source", "tipster", "blower", "informant", "official"),
    of_all(
        r"\b(?:[Aa]ccording\sto|[Cc]iting|[Qq]uoting|cited)\s(?P<n>(?:(?:unnamed|anonymous|its|two|three|four|several)\s)?sources)\b(?!\s(?:of|in\s\d))",
        ANONYMOUS,
        "sources",
        cited=True,
    ),
    of_all(
        r"(?:^|[.,”]\s)(?P<n>(?:(?:[Tt]wo|[Tt]hree|[Ff]our|[Ss]everal|[Mm]ultiple|[Oo]ne|[Tt]he|[Aa])\s)?[Ss]ources?)\s(?:have\s|had\s|has\s)?(?:sa(?:id|ys|y)|told)\b",
        ANONYMOUS,
        "ource",
    ),
    Rule(
        pattern_of(
            rf"\b(?:[Ss]pokes(?:man|woman|person|people)|[Rr]epresentatives?|[Oo]fficials?)\s(?:for|of|at|from)\s{THE}{ONE}(?=[\s,.])"
        ),
        None,
        SPEAKS,
        SPEAKS,
        needs=("pokes", "epresentative", "fficial"),
    ),
    Rule(
        pattern_of(rf"{ONE}(?:['’]s)?\s(?:[a-z-]{{2,14}}\s){{0,2}}?spokes(?:man|woman|person)\b"),
        None,
        SPEAKS,
        SPEAKS,
        needs=("spokes",),
    ),
    Rule(
        pattern_of(
            rf"\b(?:embassy|ministry|government|presidency|authorities)\s(?:of|in)\s{THE}{ONE}\s(?:has\s|also\s)?{SAYS}"
        ),
        None,
        SPEAKS,
        SPEAKS,
        needs=("embassy", "ministry", "government", "presidency", "authorities"),
    ),
    Rule(pattern_of(rf"{ONE}{ASIDE}\s{ADVERB}{SAYS}"), None, SPEAKS, SPEAKS),
    of_all(
        r"\b(?:[Aa]ccording\sto|confirmed\sby|denied\sby)\s(?:[Tt]he\s)?(?P<n>(?:[a-z-]{2,14}\s){0,2}?(?:ministry|police|government|embassy|army|military|prosecutors?|court|governor['’]s\soffice|authorities|council|office|commission|department|company|spokes(?:man|woman|person)))\b(?!['’]s\s)",
        SPEAKS,
        "ccording to",
        "confirmed by",
        "denied by",
    ),
    Rule(pattern_of(rf"\b(?:said|says)\s{ONE}(?=[,.;\n])"), None, SPEAKS, SPEAKS, needs=("said", "says")),
)
