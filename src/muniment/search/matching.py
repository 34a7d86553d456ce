"""Where on a folded page a leaf of the tree matches: what engines find by their indexes, found again in one text."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

import regex

from muniment.index.stems import stem
from muniment.search.query import FuzzyTerm, Lowered, NearRun, Run, Sounding, Stem, Steps, TermRegex

MAX_MATCHES = 300
"""Matches of one leaf that are looked at: a window among the first of them is as good as any later one."""

EXPRESSION_SECONDS = 0.25
"""Time for marking what an expression matched on one page: whoever typed it may wait, a result list may not."""

Place = tuple[int, int]
"""Start and end in the folded text."""

_TERM = re.compile("[^ ]+")
_START, _END = "(?<![^ ])", "(?![^ ])"


def places(folded: str, leaf: Lowered) -> list[Place]:  # noqa: PLR0911 - one for each leaf
    """The first ``MAX_MATCHES`` places where ``leaf`` matches ``folded`` text, in order."""
    match leaf:
        case Run(terms):
            return _spans(" +".join(map(re.escape, terms)), folded) if terms else []
        case Steps(steps):
            return _spans(_stepped(steps), folded)
        case NearRun(terms, slop):
            return list(islice(_near(folded, terms, slop), MAX_MATCHES))
        case FuzzyTerm(term, edits):
            return _terms_that(folded, lambda other: are_close(term, other, edits))
        case TermRegex(pattern):
            return _expressed(folded, pattern)
        case Stem(wanted):
            return _terms_that(folded, lambda other: other[0] == wanted[0] and stem(other) == wanted)
        case Sounding():
            return []


def _spans(pattern: str, folded: str) -> list[Place]:
    found = re.finditer(f"{_START}(?:{pattern}){_END}", folded)
    return [match.span() for match in islice(found, MAX_MATCHES)]


def _stepped(steps: tuple[tuple[int, str], ...]) -> str:
    pattern, at = "", 0
    for place, term in steps:
        if pattern:
            pattern += f" +(?:[^ ]+ +){{{place - at - 1}}}"
        pattern += _wild(term)
        at = place
    return pattern


def _wild(term: str) -> str:
    """A word with wildcards as an expression that never tries twice, however the words of a page are made.

    What stands between two stars is taken where it comes first, for good; what stands after the last, at the end.
    """
    first, *others = (re.escape(part).replace(r"\?", "[^ ]") for part in re.sub(r"\*+", "*", term).split("*"))
    if not others:
        return first
    *middle, last = others
    return f"{first}{''.join(f'(?>[^ ]*?{part})' for part in middle)}[^ ]*{last}{_END}"


def _expressed(folded: str, pattern: str) -> list[Place]:
    """The words that an expression matches; none if looking for them takes too long."""
    ours = pattern.replace("[^", "[^ ").replace(".", "[^ ]")
    try:
        found = regex.finditer(f"{_START}(?:{ours}){_END}", folded, timeout=EXPRESSION_SECONDS)
        return [match.span() for match in islice(found, MAX_MATCHES)]
    except TimeoutError:
        return []


def _terms_that(folded: str, suits: Callable[[str], bool]) -> list[Place]:
    known: dict[str, bool] = {}
    found = []
    for match in _TERM.finditer(folded):
        term = match[0]
        if term not in known:
            known[term] = suits(term)
        if known[term]:
            found.append(match.span())
            if len(found) == MAX_MATCHES:
                break
    return found


def _near(folded: str, terms: tuple[str, ...], slop: int) -> Iterator[Place]:
    """Each of ``terms`` wherever all stand so near where they should that they are ``slop`` apart at most."""
    wanted: dict[str, list[int]] = {}
    for index, term in enumerate(terms):
        wanted.setdefault(term, []).append(index)
    hits = [
        (number - index, index, match.span())
        for number, match in enumerate(_TERM.finditer(folded))
        for index in wanted.get(match[0], ())
    ]
    hits.sort()
    there: Counter[int] = Counter()
    found: set[Place] = set()
    first = marked = 0
    for last, (shift, index, _) in enumerate(hits):
        there[index] += 1
        while hits[first][0] < shift - slop:
            there[hits[first][1]] -= 1
            first += 1
        if all(there[number] > 0 for number in range(len(terms))):
            found.update(span for _, _, span in hits[max(first, marked) : last + 1])
            marked = last + 1
    yield from sorted(found)


def are_close(one: str, other: str, edits: int) -> bool:
    """Whether at most ``edits`` letters are changed, lost, gained or swapped with their neighbour between two words."""
    if abs(len(one) - len(other)) > edits:
        return False
    if one == other:
        return True
    before: list[int] = []
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        earlier, before, row = before, row, [at]
        for place, char in enumerate(other, 1):
            cost = min(before[place] + 1, row[place - 1] + 1, before[place - 1] + (letter != char))
            if at > 1 and place > 1 and letter == other[place - 2] and char == one[at - 2]:
                cost = min(cost, earlier[place - 2] + 1)
            row.append(cost)
        if min(row) > edits:
            return False
    return row[-1] <= edits
