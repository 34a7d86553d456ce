"""The last resort: outlets that stand as a source does, before or after words of reporting, in forms that no rule knows."""

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.naming import Standing, folded, is_known, standing
from muniment.evidence.attributions.rules import Hint, Language, Spans

REACH = 110
"""Code points to either side that are looked at, within the sentence."""

_BEFORE = 30
_ENDS_SENTENCE = regex.compile(r"[。！？!?؟۔\n]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Near:
    """An outlet that stands as a source does: where its name stands, and what it seems to be to the text."""

    start: int
    end: int
    relation: Relation
    hedge: Hedge


def outlets_near_reporting(text: str, names: Spans, language: Language, learned: set[str]) -> Iterator[Near]:
    """Those of ``names`` that are surely outlets and stand where words of reporting want their source, in order."""
    if not language.hints:
        return
    for start, end in names:
        barred = language.bars.search(text, max(0, start - _BEFORE), start) is not None
        if not barred and _is_surely_outlet(text[start:end], language, learned):
            relation = _relation(text, start, end, language)
            if relation is not None:
                denied = language.denies.search(text, max(0, start - _BEFORE), start)
                yield Near(start, end, relation, Hedge.DISPUTED if denied else Hedge.NONE)


def _is_surely_outlet(name: str, language: Language, learned: set[str]) -> bool:
    """Known by its whole name, or by a word that is not all of it: "Post" alone may be any post."""
    if is_known(name, learned):
        return True
    spaceless = language.code == "zh"
    return (spaceless or " " in folded(name)) and standing(name, language, learned) is Standing.OUTLET


def _relation(text: str, start: int, end: int, language: Language) -> Relation | None:
    first, last = _sentence(text, start, end)
    return next((hint.relation for hint in language.hints if _is_placed(hint, text, (first, start, end, last))), None)


def _is_placed(hint: Hint, text: str, places: tuple[int, int, int, int]) -> bool:
    first, start, end, last = places
    return hint.before.search(text, first, start) is not None or hint.after.match(text, end, last) is not None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - REACH)
    for match in _ENDS_SENTENCE.finditer(text, first, start):
        first = match.end()
    ends = _ENDS_SENTENCE.search(text, end, min(len(text), end + REACH))
    return first, ends.start() if ends else min(len(text), end + REACH)
