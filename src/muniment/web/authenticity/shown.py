"""Words and ways of the sheet's page."""

from collections.abc import Mapping
from urllib.parse import quote

from muniment.evidence.authenticity.facts import Relation
from muniment.evidence.records import Verdict

RELATIONS: Mapping[Relation, str] = {
    Relation.DIFFER: "These do not agree",
    Relation.BESIDE: "Side by side",
    Relation.AGREE: "These agree",
}
"""Headings of pairs. They say how two facts stand to each other, not what follows from it."""

VERDICTS: Mapping[str, Verdict] = {verdict.name.lower(): verdict for verdict in Verdict}
"""The words of a judgement, as forms send them."""

_MOST_QUOTED = 200
"""Characters of a passage that is marked on the page it leads to; longer ones lead to the page alone."""


def named(untrusted_name: str) -> Verdict | None:
    """The verdict that a form names; none if it names none."""
    return VERDICTS.get(untrusted_name)


def quoted(untrusted_words: str) -> str:
    """The end of an address that has these words marked on the page; "" where they cannot be searched for as one."""
    words = " ".join(untrusted_words.split())
    if not words or len(words) > _MOST_QUOTED or '"' in words or "\\" in words:
        return ""
    return "&q=" + quote(f'"{words}"', safe="")
