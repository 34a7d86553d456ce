"""Words with something open in them, in folded terms: wildcards, fuzzy words, words near one another.

Where a script puts no spaces between words, each character is a term. There ``?`` between characters stands for exactly
one character, ``*`` for up to ``STAR_CHARS``, and a fuzzy word for the runs that changing, losing or gaining a
character gives; at either end of such a run a wildcard adds nothing, since a run is found inside any text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, product

from muniment.index.folding import fold, is_spaceless_term, term_texts
from muniment.index.letters import SPACE
from muniment.search.query import And, Fuzzy, FuzzyTerm, Near, NearRun, Or, Query, Run, Steps, Wildcard

STAR_CHARS = 3
"""What ``*`` stands for between characters of a script without spaces: with them, as much as its longest usual word."""

MAX_GAPS = 3
"""Places with ``*`` between characters of such a script, each of which multiplies the runs to look up."""

MIN_LITERALS = 2
"""Letters that a wildcard or an expression must name: with fewer it stands for most words of the case."""

MIN_LITERALS_BEHIND = 3
"""Letters beside a wildcard at the beginning of a word, for which every word of the case is looked at."""

MIN_FUZZY_CHARS = {0: 1, 1: 3, 2: 5}
"""How long a word must be for that many edits: two letters with one changed are any two letters."""

MAX_FUZZY_CHARS = 40
"""Longer words are no words; looking for what is like them takes long."""

MAX_FUZZY_RUN = 8
"""Characters of a fuzzy run in a script without spaces: with two edits there are some 200 runs to look up."""

AUTO_TWO_EDITS = 6
"""From so many letters on, a fuzzy word may differ in two where no number is given."""

_WILD = re.compile(r"(?<!\\)([*?])")
_Variant = tuple[str, ...]
_ANY = ""
"""In a variant of a run: some character, whichever."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The letters of a word; or, of a run in a script without spaces, the terms."""

    letters: tuple[str, ...]
    is_run: bool = False


def wildcard_fault(text: str) -> str:
    """Why a wildcard costs too much, as what was expected instead; "" if it does not."""
    cells = _cells(text)
    words = [cell for cell in cells if _is_wild(cell) and set(cell) - {"*", "?"}]
    for word in words:
        letters = len(word) - word.count("*") - word.count("?")
        if word[0] in "*?" and letters < MIN_LITERALS_BEHIND:
            return f"at least {MIN_LITERALS_BEHIND} letters were expected beside a wildcard that begins a word"
        if letters < MIN_LITERALS:
            return f"at least {MIN_LITERALS} letters were expected beside the wildcards"
    if sum("*" in cell and not set(cell) - {"*", "?"} for cell in cells[1:-1]) > MAX_GAPS:
        return f"at most {MAX_GAPS} wildcards were expected between characters"
    return ""


def fuzzy_fault(text: str, edits: int) -> str:
    """Why a fuzzy word costs too much or means nothing, as what was expected instead; "" if it does not."""
    if edits not in MIN_FUZZY_CHARS:
        return "0, 1 or 2 was expected after ~"
    lengths = [
        (len(stretch.letters), MAX_FUZZY_RUN if stretch.is_run else MAX_FUZZY_CHARS) for stretch in _stretches(text)
    ]
    if max((length for length, _ in lengths), default=0) < MIN_FUZZY_CHARS[edits]:
        return f"a word of at least {MIN_FUZZY_CHARS[edits]} letters was expected before ~{edits}"
    if any(length > most for length, most in lengths):
        return f"a word of at most {MAX_FUZZY_CHARS} letters, or {MAX_FUZZY_RUN} characters, was expected before ~"
    return ""


def usual_edits(text: str) -> int:
    """How many letters of a fuzzy word may differ where no number is given."""
    longest = max(_stretches(text), key=lambda stretch: len(stretch.letters), default=_Stretch((), is_run=True))
    return 2 if len(longest.letters) >= AUTO_TWO_EDITS and not longest.is_run else 1


def lowered_near(near: Near) -> Query:
    """In folded terms."""
    terms = term_texts(near.text)
    return NearRun(terms, near.slop) if len(terms) > 1 else Run(terms)


def lowered_fuzzy(fuzzy: Fuzzy) -> Query:
    """In folded terms; of several words each is fuzzy that is long enough, in any order."""
    parts = tuple(_fuzzy_stretch(stretch, fuzzy.edits) for stretch in _stretches(fuzzy.text))
    return parts[0] if len(parts) == 1 else And(parts) if parts else Run(())


def lowered_wildcard(wildcard: Wildcard) -> Query:
    """In folded terms; the words of one wildcard stand one right after the other."""
    runs = tuple(dict.fromkeys(_run_or_steps(steps) for steps in _expanded(_cells(wildcard.text))))
    return runs[0] if len(runs) == 1 else Or(runs) if runs else Run(())


def _is_wild(cell: str) -> bool:
    return "*" in cell or "?" in cell


def _cells(text: str) -> list[str]:
    """Cut a wildcard into terms, each with the wildcards that touch it; those that touch none stand by themselves."""
    cells: list[str] = []
    grows = False
    for piece in _WILD.split(text):
        if piece in ("*", "?"):
            cells = [*cells[:-1], cells[-1] + piece] if grows else [*cells, piece]
            grows = True
        elif piece:
            folded, terms = fold(piece), term_texts(piece)
            if grows and terms and not folded.startswith(SPACE) and not is_spaceless_term(terms[0]):
                cells[-1] += terms[0]
                terms = terms[1:]
            cells.extend(terms)
            grows = bool(cells) and not folded.endswith(SPACE) and not is_spaceless_term(cells[-1][-1])
    while cells and not set(cells[-1]) - {"*", "?"}:
        cells.pop()
    while cells and not set(cells[0]) - {"*", "?"}:
        cells.pop(0)
    return cells


def _expanded(cells: list[str]) -> Iterator[tuple[tuple[int, str], ...]]:
    """The terms with their distances, for each length that the gaps between them may have."""
    gaps = [_gap_sizes(cell) for cell in cells]
    for sizes in product(*gaps):
        at = 0
        steps: list[tuple[int, str]] = []
        for cell, size in zip(cells, sizes, strict=True):
            if set(cell) - {"*", "?"}:
                steps.append((at, cell))
                at += 1
            else:
                at += size
        if steps:
            yield tuple(steps)


def _gap_sizes(cell: str) -> range:
    if set(cell) - {"*", "?"}:
        return range(1)
    least = cell.count("?")
    return range(least, least + (STAR_CHARS if "*" in cell else 0) + 1)


def _run_or_steps(steps: tuple[tuple[int, str], ...]) -> Run | Steps:
    terms = tuple(term for _, term in steps)
    is_run = steps[-1][0] == len(steps) - 1 and not any(map(_is_wild, terms))
    return Run(terms) if is_run else Steps(steps)


def _stretches(text: str) -> list[_Stretch]:
    """The words of ``text``, folded; terms of a script without spaces that touch make one stretch."""
    found: list[_Stretch] = []
    for is_run, terms in groupby(term_texts(text), key=is_spaceless_term):
        words = tuple(terms)
        found.extend([_Stretch(words, is_run=True)] if is_run else [_Stretch(tuple(word)) for word in words])
    return found


def _fuzzy_stretch(stretch: _Stretch, edits: int) -> Query:
    while len(stretch.letters) < MIN_FUZZY_CHARS[edits]:
        edits -= 1
    if not stretch.is_run:
        word = "".join(stretch.letters)
        return FuzzyTerm(word, edits) if edits else Run((word,))
    variants: set[_Variant] = {stretch.letters}
    for _ in range(edits):
        variants |= {changed for variant in variants for changed in _changed(variant)}
    runs = sorted({_trimmed(variant) for variant in variants})
    return Or(tuple(_run_or_steps(steps) for steps in runs)) if len(runs) > 1 else Run(stretch.letters)


def _changed(variant: _Variant) -> Iterator[_Variant]:
    """What one edit makes of a run: a character lost, another one in its place, one more, or two swapped."""
    for at in range(len(variant)):
        before, after = variant[:at], variant[at + 1 :]
        yield (*before, *after)
        yield (*before, _ANY, *after)
        if at:
            yield (*before, _ANY, variant[at], *after)
            yield (*before[:-1], variant[at], before[-1], *after)


def _trimmed(variant: _Variant) -> tuple[tuple[int, str], ...]:
    named = [at for at, char in enumerate(variant) if char != _ANY]
    return tuple((at - named[0], variant[at]) for at in named)
