"""Running the rules over a text: what they find is sorted out so that each name is told once."""

from bisect import bisect_left, insort
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from muniment.evidence.attributions.attribution import Attribution, Hedge, Relation
from muniment.evidence.attributions.naming import Standing, folded, is_known, names_in, standing, stem
from muniment.evidence.attributions.nearness import outlets_near_reporting
from muniment.evidence.attributions.own import is_unnamed_media
from muniment.evidence.attributions.rules import NAME, Language, Rule
from muniment.evidence.attributions.skeleton import Skeleton, skeleton_of

MOST_ATTRIBUTIONS = 10_000
"""Attributions told of one page: a page made to hold more says nothing."""

_WINDOW = 2_000
"""Code points over which rules are run at once: few enough for most rules to find their ``needs`` missing."""

_LIST_WORDS = NAME + ", -andthe/;и、和与及與و"
"""What a list is made of that has nothing but names."""

_FARTHEST_CITED = 240
"""Code points between one who cites and the one cited."""

_ENDS_SENTENCE = regex.compile(r"[。！？!?؟۔]|\.(?=\s+[\p{Lu}\p{Lo}«“\"„])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class _Candidate:
    start: int
    end: int
    named_start: int
    named_end: int
    relation: Relation
    hedge: Hedge
    cited: bool
    sure: bool = True


def attributions_by(languages: Sequence[Language], text: str) -> tuple[Attribution, ...]:
    """What the rules of ``languages`` find in ``text``, in the order of the names."""
    taken = _Taken()
    for language in languages:
        _scan(language, text, taken)
    found = sorted(taken.candidates, key=lambda one: (one.named_start, one.named_end))[:MOST_ATTRIBUTIONS]
    return tuple(_attribution(text, one, order) for one, order in zip(found, _orders(text, found), strict=True))


class _Taken:
    """Candidates whose names do not overlap: the first to come has its place."""

    def __init__(self) -> None:
        self.candidates: list[_Candidate] = []
        self._spans: list[tuple[int, int]] = []

    def add(self, candidate: _Candidate) -> None:
        """Take ``candidate`` in, unless its name stands in one that was taken before."""
        if self.is_free(candidate.named_start, candidate.named_end):
            insort(self._spans, (candidate.named_start, candidate.named_end))
            self.candidates.append(candidate)

    def block(self, start: int, end: int) -> None:
        """Let nothing be found from ``start`` to ``end``."""
        if self.is_free(start, end):
            insort(self._spans, (start, end))

    def is_free(self, start: int, end: int) -> bool:
        """Whether nothing was taken between ``start`` and ``end``."""
        place = bisect_left(self._spans, (start, start))
        before = place > 0 and self._spans[place - 1][1] > start
        after = place < len(self._spans) and self._spans[place][0] < end
        return not before and not after


def _scan(language: Language, raw: str, taken: _Taken) -> None:
    text = raw if language.folds is None else raw.translate(language.folds)
    learned: set[str] = set()
    for credit in language.credits.finditer(text):
        taken.block(credit.start(), credit.end())
    skeleton = skeleton_of(text, language)
    for start, end in _windows(skeleton.text):
        for rule in language.rules:
            if rule.needs and not any(skeleton.text.find(need, start, end) >= 0 for need in rule.needs):
                continue
            for match in rule.pattern.finditer(skeleton.text, start, end):
                for candidate in _candidates(language, rule, text, skeleton, match, learned):
                    taken.add(candidate)
    names = language.mentions(text) if language.mentions is not None else skeleton.all_names()
    for near in outlets_near_reporting(text, names, language, learned):
        taken.add(
            _Candidate(near.start, near.end, near.start, near.end, near.relation, near.hedge, cited=False, sure=False)
        )


def _windows(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of about ``_WINDOW``, cut where a line or sentence ends if one does."""
    start = 0
    while start < len(text):
        end = min(len(text), start + _WINDOW)
        if end < len(text):
            cut = max(text.rfind(mark, start + _WINDOW // 2, end) for mark in ("\n", ". ", "。"))
            end = cut + 1 if cut > 0 else end
        yield start, end
        start = end


def _candidates(
    language: Language, rule: Rule, text: str, skeleton: Skeleton, match: regex.Match[str], learned: set[str]
) -> Iterator[_Candidate]:
    headed = "head" in rule.pattern.groupindex and match.start("head") >= 0
    start, end = skeleton.raw(match.start()), skeleton.raw_end(match.end())
    for named_start, named_end in _named(text, skeleton, match, language):
        name = text[named_start:named_end]
        kind = Standing.OUTLET if headed else standing(name, language, learned)
        relation = {
            Standing.OUTLET: rule.outlet,
            Standing.INSTITUTION: rule.institution,
            Standing.UNKNOWN: rule.other,
        }[kind]
        if relation is None or (rule.known and not is_known(name, learned)):
            continue
        sure = True
        if relation is Relation.SPEAKS and rule.outlet is None and _is_quoted(text, named_start, named_end):
            relation, sure = Relation.RELAYS, False  # persons and offices are not put in quotation marks, papers are
        if kind is Standing.OUTLET:
            learned.add(stem(folded(name)))
        yield _Candidate(start, end, named_start, named_end, relation, rule.hedge, rule.cited, sure)


def _is_quoted(text: str, start: int, end: int) -> bool:
    return text[start - 1 : start] in {"«", "“", "„"} and text[end : end + 1] in {"»", "”", "“"}


def _named(text: str, skeleton: Skeleton, match: regex.Match[str], language: Language) -> Iterator[tuple[int, int]]:
    """The names that the match's group ``n`` holds; a group without any is itself what is named."""
    start, end = match.span("n")
    words = skeleton.text[start:end]
    if NAME in words and not words.strip(_LIST_WORDS):
        yield from skeleton.names(start, end)
    else:
        first, last = skeleton.raw(start), skeleton.raw_end(end)
        if is_unnamed_media(text[first:last]):  # no name is to be cut out of it
            yield first, last
            return
        yield from ((first + here, first + there) for here, there in names_in(text[first:last], language))


def _orders(text: str, found: Sequence[_Candidate]) -> list[int]:
    """For each candidate how many others stand between it and the text: "X, citing Y" has 0 and 1."""
    orders: list[int] = []
    for place, one in enumerate(found):
        orders.append(0)
        if not one.cited:
            continue
        before = found[place - 1] if place else None
        if before is not None and _in_one_sentence(text, before, one):
            is_list = before.cited and before.start == one.start
            orders[-1] = orders[-2] + (0 if is_list else 1)
        elif _is_cited_in_advance(text, found, place):
            orders[-1] = 1
    return orders


def _is_cited_in_advance(text: str, found: Sequence[_Candidate], place: int) -> bool:
    """Whether the one who cites comes after: "Citing Y, X reported"."""
    after = found[place + 1] if place + 1 < len(found) else None
    return (
        after is not None
        and not after.cited
        and after.relation is Relation.RELAYS
        and _in_one_sentence(text, found[place], after)
    )


def _in_one_sentence(text: str, one: _Candidate, other: _Candidate) -> bool:
    if other.named_start - one.named_end > _FARTHEST_CITED:
        return False
    return _ENDS_SENTENCE.search(text, one.named_end, other.named_start) is None


def _attribution(text: str, one: _Candidate, order: int) -> Attribution:
    start, end = min(one.start, one.named_start), max(one.end, one.named_end)
    plain = text[start:end]
    start += len(plain) - len(plain.lstrip())
    end -= len(plain) - len(plain.rstrip())
    return Attribution(
        start,
        end,
        text[start:end],
        text[one.named_start : one.named_end],
        one.named_start,
        one.named_end,
        one.relation,
        one.hedge,
        order,
        one.sure,
    )
