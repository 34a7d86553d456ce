"""From words as typed to the terms that an index holds, so that all engines and the snippets agree."""

from itertools import groupby, pairwise

from muniment.index.folding import is_spaceless_term, term_texts
from muniment.search.query import And, AtLeast, Everything, Favouring, Not, Or, Phrase, Query, Run, Word

LONGEST_EXACT = 4
"""Characters of a script without spaces that count as one word: names and most Chinese words have two to four."""

LONGEST_NAME = 12
"""Up to here a stretch is likely one long name, of which most must be there; beyond, a question or a sentence."""

NAME_SHARE = 0.6
SENTENCE_SHARE = 0.2
"""Shares of the neighbouring pairs that a page must hold. Questions share few of their pairs with what answers them."""


def lowered(query: Query) -> Query:
    """Turn every ``Word`` and ``Phrase`` of the tree into runs of terms."""
    match query:
        case Word(text):
            return _lowered_word(term_texts(text))
        case Phrase(text):
            return Run(term_texts(text))
        case And(parts):
            return And(tuple(map(lowered, parts)))
        case Or(parts):
            return Or(tuple(map(lowered, parts)))
        case AtLeast(minimum, parts):
            return AtLeast(minimum, tuple(map(lowered, parts)))
        case Not(part):
            return Not(lowered(part))
        case Favouring(part, favoured):
            return Favouring(lowered(part), tuple(map(lowered, favoured)))
        case Run() | Everything():
            return query


def wanted_runs(query: Query) -> tuple[Run, ...]:
    """The runs that speak for a page that matches a lowered ``query``, each once; not those it must be without."""
    match query:
        case Run():
            return (query,)
        case And(parts) | Or(parts) | AtLeast(_, parts):
            return tuple(dict.fromkeys(run for part in parts for run in wanted_runs(part)))
        case Favouring(part, favoured):
            return wanted_runs(Or((part, *favoured)))
        case _:
            return ()


def _lowered_word(terms: tuple[str, ...]) -> Query:
    stretches = [(spaceless, tuple(group)) for spaceless, group in groupby(terms, key=is_spaceless_term)]
    longest = max((len(stretch) for spaceless, stretch in stretches if spaceless), default=0)
    if longest <= LONGEST_EXACT:
        return Run(terms)
    parts = tuple(dict.fromkeys(run for spaceless, stretch in stretches for run in _overlaps(stretch, spaceless)))
    share = NAME_SHARE if len(terms) <= LONGEST_NAME else SENTENCE_SHARE
    return AtLeast(max(1, round(share * len(parts))), parts)


def _overlaps(stretch: tuple[str, ...], spaceless: bool) -> list[Run]:
    if not spaceless or len(stretch) == 1:
        return [Run((term,)) for term in stretch]
    return [Run(pair) for pair in pairwise(stretch)]
