"""From words as typed to the terms that an index holds, so that all engines and the snippets agree."""

import re
from enum import Enum, auto
from itertools import groupby, pairwise

from muniment.index.folding import is_spaceless_term, term_texts
from muniment.index.stems import stem
from muniment.index.uyghur import looks_uyghur, spellings
from muniment.search.expressions import folded_expression
from muniment.search.names import prepared
from muniment.search.patterns import lowered_fuzzy, lowered_near, lowered_wildcard
from muniment.search.query import (
    Among,
    And,
    AtLeast,
    Boosted,
    Connective,
    Favouring,
    Fuzzy,
    FuzzyTerm,
    InField,
    Lowered,
    NameLike,
    Near,
    NearRun,
    Not,
    Or,
    Phrase,
    Query,
    Question,
    Regex,
    Run,
    Sounding,
    Stem,
    Steps,
    TermRegex,
    Typed,
    Wildcard,
    Word,
)

LONGEST_WORD = 4
"""Characters of a script without spaces that are always one word: most Chinese names and words have two to four."""

LONGEST_NAME = 12
"""Up to here a stretch without a particle is one long name, such as a region's or an office's; beyond, a text."""

SHORTEST_QUESTION = 4
"""From so many words side by side on, a search is a question: each word counts a little, none decides."""

_QUESTION_MARK = "?"
"""At the end of two or three words it makes them a question as well."""

EXACT_FORM = 0.4
"""In a question, what a word in just this form counts next to any word of its stem (which it is as well)."""

_PARTICLES = re.compile(
    "[的是了在么谁哪何怎吗呢被把\u3041-\u3096]|多[久大远少长高重次]|[几哪][个次年种位条名岁天月届]|为$"
)
"""What only sentences have, in folded characters: of, is, in, what, who, how many, and the endings of Japanese. Those
common in names are left out (the "and" of "people's republic", the "have" of "limited company")."""


_BETWEEN_SIGNS = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)
"""A word without the signs before and behind it: found in one go, however many signs there are."""

_POSSESSIVE = re.compile(r"\w['\u2019]s\W*$", re.IGNORECASE)
"""Who asks for "Warsaw's population" is served by a page about "the population of Warsaw"."""

_ARABIC_ARTICLE = re.compile(r"^(?:[وفبك]?ال|لل)(?=\w{3})")
_ARABIC_WORD = re.compile(r"^[\u0621-\u063a\u0641-\u064a]{3,}$")
_ARABIC_PREFIXES = ("", "ال", "و", "وال", "بال", "لل")
"""Arabic writes the article and short prepositions as one with the word: "the book" is to find "and the book"."""


class _Mood(Enum):
    """How strictly a word is meant."""

    EXACT = auto()
    """It must be there, or must not."""
    WORD = auto()
    QUESTION = auto()


def lowered(query: Query) -> Query:
    """Turn every ``Word`` and ``Phrase`` of the tree into runs of terms.

    A word that is really a whole sentence, for want of spaces, matches by overlap, but not where the searcher said
    that it must, or must not, be there: there it is taken at its word.
    """
    return _lowered(query, _Mood.WORD)


def wanted_runs(query: Query) -> tuple[Run, ...]:
    """The runs that speak for a page that matches a lowered ``query``, each once; not those it must be without."""
    return tuple(leaf for leaf in wanted_leaves(query) if isinstance(leaf, Run))


def wanted_leaves(query: Query) -> tuple[Lowered, ...]:
    """The leaves that speak for the text of a page that matches a lowered ``query``, each once; see ``wanted_runs``."""
    match query:
        case Run() | Steps() | NearRun() | FuzzyTerm() | TermRegex() | Sounding() | Stem():
            return (query,)
        case And(parts) | Or(parts) | Question(parts) | AtLeast(_, parts):
            return tuple(dict.fromkeys(leaf for part in parts for leaf in wanted_leaves(part)))
        case Favouring(part, favoured):
            return wanted_leaves(Or((part, *favoured)))
        case Boosted(part, _) | Among(part, _):
            return wanted_leaves(part)
        case _:
            return ()


def _lowered(query: Query, mood: _Mood) -> Query:
    match query:
        case Word() | Phrase() | Near() | Fuzzy() | Wildcard() | Regex() | NameLike():
            return _lowered_leaf(query, mood)
        case And() | Or() | Question() | AtLeast() | Not() | Favouring() | Among() | Boosted() | InField():
            return _lowered_parts(query, mood)
        case _:
            return query


def _lowered_leaf(leaf: Typed, mood: _Mood) -> Query:  # noqa: PLR0911 - one for each leaf
    match leaf:
        case Word(text):
            return _with_spellings(_lowered_word(text, mood), text, mood)
        case Phrase(text):
            return _with_spellings(Run(term_texts(text)), text, _Mood.EXACT)
        case Near():
            return lowered_near(leaf)
        case Fuzzy():
            return lowered_fuzzy(leaf)
        case Wildcard():
            return lowered_wildcard(leaf)
        case Regex(pattern):
            return TermRegex(folded_expression(pattern))
        case NameLike(text):
            name = prepared(text)
            return Sounding(name.runs, name.slop)


def _lowered_parts(query: Connective, mood: _Mood) -> Query:  # noqa: C901, PLR0911 - one for each connective
    match query:
        case And(parts):
            return And(_all_lowered(parts, _Mood.EXACT))
        case Or(parts):
            if mood is _Mood.WORD and _is_question(parts):
                return Question(_all_lowered(parts, _Mood.QUESTION))
            return Or(_all_lowered(parts, mood))
        case Question(parts):
            return Question(_all_lowered(parts, _Mood.QUESTION))
        case AtLeast(minimum, parts):
            return AtLeast(minimum, _all_lowered(parts, mood))
        case Not(part):
            return Not(_lowered(part, _Mood.EXACT))
        case Favouring(part, favoured):
            return Favouring(_lowered(part, _Mood.EXACT), _all_lowered(favoured, _Mood.WORD))
        case Among(part, only):
            return Among(_lowered(part, mood), _lowered(only, _Mood.EXACT))
        case Boosted(part, factor):
            return Boosted(_lowered(part, mood), factor)
        case InField(field, part):
            return InField(field, _lowered(part, _Mood.EXACT))


def _all_lowered(parts: tuple[Query, ...], mood: _Mood) -> tuple[Query, ...]:
    return tuple(_lowered(part, mood) for part in parts)


def _lowered_word(text: str, mood: _Mood) -> Query:
    terms = term_texts(text)
    whole = Run(terms)
    if len(terms) == 1:
        return _one_term(terms[0], mood)
    if _POSSESSIVE.search(text):
        return Favouring(Run(terms[:-1]), (whole,))
    if mood is _Mood.EXACT:
        return whole
    if _is_sentence(terms) or (mood is _Mood.QUESTION and not _is_one_word(terms)):
        wholes = [whole] if len(terms) <= LONGEST_NAME else []  # the pairs of a longer one say as much, and cost less
        return Question(tuple(dict.fromkeys([*_overlaps(terms), *wholes])))
    return whole


def _with_spellings(found: Query, text: str, mood: _Mood) -> Query:
    """``found``, or the same words in the other scripts of Uyghur: that is one text in another form.

    In a question only of words that look Uyghur: most questions are not, and have many words.
    """
    if _POSSESSIVE.search(text) or (mood is _Mood.QUESTION and not looks_uyghur(text)):
        return found
    word = _BETWEEN_SIGNS.search(text)
    others = spellings(word[0] if word else "")
    if not others:
        return found
    is_loose = mood is _Mood.QUESTION
    forms = [_any_form(terms[0]) if is_loose and len(terms) == 1 else Run(terms) for terms in others]
    return Or((found, *forms))


def _one_term(term: str, mood: _Mood) -> Query:
    match mood:
        case _Mood.EXACT:
            return Run((term,))
        case _Mood.WORD:
            return _with_prefixes(term)
        case _Mood.QUESTION:
            return _any_form(term)


def _any_form(term: str) -> Query:
    if is_spaceless_term(term):
        return Run((term,))
    return Or((Boosted(Run((term,)), EXACT_FORM), Stem(stem(term))))


def _with_prefixes(term: str) -> Query:
    if not _ARABIC_WORD.match(term):
        return Run((term,))
    stem = _ARABIC_ARTICLE.sub("", term)
    return Or(tuple(Run((form,)) for form in dict.fromkeys([term, *(prefix + stem for prefix in _ARABIC_PREFIXES)])))


def _stretches(terms: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Cut ``terms`` where a script without spaces begins or ends."""
    return [tuple(stretch) for _, stretch in groupby(terms, key=is_spaceless_term)]


def _is_question(parts: tuple[Query, ...]) -> bool:
    words = [part for part in parts if isinstance(part, Word)]
    if len(parts) >= SHORTEST_QUESTION or (words and words[-1].text.endswith(_QUESTION_MARK)):
        return True
    return any(_is_sentence(term_texts(word.text)) for word in words)


def _is_sentence(terms: tuple[str, ...]) -> bool:
    stretches = [stretch for stretch in _stretches(terms) if is_spaceless_term(stretch[0])]
    if any(len(stretch) > LONGEST_NAME for stretch in stretches):
        return True
    return not _is_one_word(terms) and any(_PARTICLES.search("".join(stretch)) for stretch in stretches)


def _is_one_word(terms: tuple[str, ...]) -> bool:
    return len(terms) <= LONGEST_WORD and all(map(is_spaceless_term, terms))


def _overlaps(terms: tuple[str, ...]) -> list[Query]:
    """Each term by itself, and where there are no spaces each pair of neighbours."""
    singles = [_any_form(term) for term in terms]
    pairs = [pair for stretch in _stretches(terms) if is_spaceless_term(stretch[0]) for pair in pairwise(stretch)]
    return [*singles, *map(Run, pairs)]
