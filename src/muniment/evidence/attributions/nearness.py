"""The last resort: outlets that stand near words of reporting, in forms that no rule knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from muniment.evidence.attributions.attribution import Hedge, Relation
from muniment.evidence.attributions.naming import Standing, folded, known_stems, standing, stem
from muniment.evidence.attributions.rules import Language, Spans

REACH = 110
"""Code points to either side in which words of reporting are looked for, within the sentence."""

_BEFORE = 30
_ENDS_SENTENCE = regex.compile(r"[。！？!?؟۔\n]|\.(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Near:
    """An outlet near words of reporting: where its name stands, and what it seems to be to the text."""

    start: int
    end: int
    relation: Relation
    hedge: Hedge


def outlets_near_reporting(text: str, names: Spans, language: Language, learned: set[str]) -> Iterator[Near]:
    """Those of ``names`` that are surely outlets and stand near words of reporting, in order."""
    if not language.hints:
        return
    for start, end in names:
        if _is_surely_outlet(text[start:end], language, learned):
            relation = _relation(text, start, end, language)
            if relation is not None:
                denied = language.denies.search(text, max(0, start - _BEFORE), start)
                yield Near(start, end, relation, Hedge.DISPUTED if denied else Hedge.NONE)


def _is_surely_outlet(name: str, language: Language, learned: set[str]) -> bool:
    """Known by its whole name, or by a word that is not all of it: "Post" alone may be any post."""
    plain = stem(folded(name))
    if plain in known_stems() or plain in learned:
        return True
    spaceless = language.code == "zh"
    return (spaceless or " " in plain) and standing(name, language, learned) is Standing.OUTLET


def _relation(text: str, start: int, end: int, language: Language) -> Relation | None:
    first, last = _sentence(text, start, end)
    return next(
        (hint.relation for hint in language.hints if _is_near(hint.words, text, first, last, (start, end), hint.reach)),
        None,
    )


def _is_near(words: regex.Pattern[str], text: str, first: int, last: int, name: Sequence[int], reach: int) -> bool:
    before = words.search(text, max(first, name[0] - reach), name[0])
    return before is not None or words.search(text, name[1], min(last, name[1] + reach)) is not None


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(0, start - REACH)
    for match in _ENDS_SENTENCE.finditer(text, first, start):
        first = match.end()
    ends = _ENDS_SENTENCE.search(text, end, min(len(text), end + REACH))
    return first, ends.start() if ends else min(len(text), end + REACH)
