"""Our query tree in Tantivy's terms."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import tantivy

from muniment.index.folding import is_spaceless_term
from muniment.index.pairs import is_pair
from muniment.search.query import (
    Among,
    And,
    AtLeast,
    Boosted,
    Connective,
    Dates,
    Everything,
    Favouring,
    FuzzyTerm,
    InField,
    Known,
    Lowered,
    NearRun,
    Not,
    Numbers,
    Or,
    Pages,
    Query,
    Question,
    Run,
    Sounding,
    Stem,
    Steps,
    TermRegex,
    Value,
    ValueStart,
)

_ABOUT_WEIGHT = 0.3
"""A word in a file's name or title counts, but less than the same word on the page."""

_PAGE = (("text", 1.0), ("about", _ABOUT_WEIGHT))
"""Where words are looked for if no field is named, and what each counts."""

MANY_PAGES = 100_000
"""From here on the commonest words of a question are left out, where rarer ones remain: they cost the most, and say
the least."""

COMMON_SHARE = 0.1
"""Share of pages from which on a word is so common: in a page-long text of any language, words of grammar."""

_VALUE_FIELDS = {"source": "source_name"}
_NUMBER_TYPES = {"page": tantivy.FieldType.Unsigned, "ocr": tantivy.FieldType.Float}
_HIGHEST_UNSIGNED = 2**63


def translated(query: Query, schema: tantivy.Schema, searcher: tantivy.Searcher) -> tantivy.Query:
    """Say a lowered ``query`` in Tantivy's terms; ``searcher`` tells how rare words are."""
    return _Translator(schema, searcher, _PAGE).translate(query)


@dataclass(frozen=True, slots=True)
class _Clause:
    """One word of a question: how much it counts, and on how many pages it stands."""

    query: tantivy.Query
    weight: float
    pages: int


class _Translator:
    """Translates for the fields, each with its weight, in which words are looked for."""

    def __init__(
        self,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        fields: tuple[tuple[str, float], ...],
    ) -> None:
        self._schema = schema
        self._searcher = searcher
        self._fields = fields

    def translate(self, query: Query) -> tantivy.Query:
        match query:
            case Run() | Steps() | NearRun() | FuzzyTerm() | TermRegex() | Sounding() | Stem():
                return self._leaf(query)
            case Value() | ValueStart() | Numbers() | Dates() | Pages() | Everything():
                return self._known(query)
            case And() | Or() | Question() | AtLeast() | Not() | Favouring() | Among() | Boosted() | InField():
                return self._connected(query)
            case _:
                raise TypeError(f"not lowered: {query!r}")

    def _connected(self, query: Connective) -> tantivy.Query:  # noqa: PLR0911 - one for each connective
        match query:
            case And(parts):
                return self._both([part for part in parts if not isinstance(part, Not)], _negated(parts))
            case Or(parts):
                return any_of(map(self.translate, parts))
            case Question():
                return self._asked(query)
            case AtLeast(minimum, parts):
                return any_of(map(self.translate, parts), minimum)
            case Not(part):
                return self._both([], [part])
            case Favouring(part, favoured):
                wished = [(tantivy.Occur.Should, self.translate(wish)) for wish in favoured]
                return tantivy.Query.boolean_query([(tantivy.Occur.Must, self.translate(part)), *wished])
            case Among(part, only):
                return all_of(self.translate(part), self.translate(only))
            case Boosted(part, factor):
                return tantivy.Query.boost_query(self.translate(part), factor)
            case InField(field, part):
                return _Translator(self._schema, self._searcher, ((field, 1.0),)).translate(part)

    def _both(self, wanted: list[Query], unwanted: list[Query]) -> tantivy.Query:
        clauses = [(tantivy.Occur.Must, self.translate(part)) for part in wanted or [Everything()]]
        clauses += [(tantivy.Occur.MustNot, self.translate(part)) for part in unwanted]
        return tantivy.Query.boolean_query(clauses)

    def _asked(self, question: Question) -> tantivy.Query:
        """All words of ``question`` side by side: the engine is faster with one long list than with nested ones."""
        clauses = [clause for part in question.parts for clause in self._clauses(part, 1.0)]
        pages = self._searcher.num_docs
        if pages >= MANY_PAGES:
            rare = [clause for clause in clauses if clause.pages < pages * COMMON_SHARE]
            clauses = rare if any(clause.pages for clause in rare) else clauses
        return any_of(tantivy.Query.boost_query(clause.query, clause.weight) for clause in clauses)

    def _clauses(self, part: Query, weight: float) -> Iterator[_Clause]:
        match part:
            case Or(parts) | Question(parts):
                for each in parts:
                    yield from self._clauses(each, weight)
            case Boosted(inner, factor):
                yield from self._clauses(inner, weight * factor)
            case Stem(stem):
                yield self._clause("stem", (stem,), weight)
            case Run(terms) if is_pair(terms):
                yield self._clause("pair", ("".join(terms),), weight)
            case Run(terms):
                for field, field_weight in self._fields:
                    yield self._clause(field, terms, weight * field_weight)
            case _:
                yield _Clause(self.translate(part), weight, pages=1)

    def _clause(self, field: str, terms: tuple[str, ...], weight: float) -> _Clause:
        """The less common ``terms`` are, the more they weigh, beyond what the engine makes of that.

        Single characters are left as they are: how common one is tells little of the words it stands in.
        """
        pages = min((self._searcher.doc_freq(field, term) for term in terms), default=0)
        if not (terms and is_spaceless_term(terms[0])):
            all_pages = 1 + self._searcher.num_docs
            weight *= math.log(1 + all_pages / (1 + pages)) / math.log(1 + all_pages)
        return _Clause(self._phrase(field, list(enumerate(terms)), 0), weight, pages)

    def _leaf(self, leaf: Lowered) -> tantivy.Query:
        if isinstance(leaf, Sounding):
            return any_of(self._phrase("sounds", list(enumerate(run)), leaf.slop) for run in leaf.runs)
        if isinstance(leaf, Stem):
            return self._phrase("stem", [(0, leaf.stem)], 0)
        queries = []
        for field, weight in self._fields:
            query = self._leaf_in(field, leaf)
            queries.append(query if weight == 1 else tantivy.Query.boost_query(query, weight))
        return queries[0] if len(queries) == 1 else any_of(queries)

    def _leaf_in(self, field: str, leaf: Run | Steps | NearRun | FuzzyTerm | TermRegex) -> tantivy.Query:
        match leaf:
            case Run(terms):
                return self._phrase(field, list(enumerate(terms)), 0)
            case NearRun(terms, slop):
                return self._phrase(field, list(enumerate(terms)), slop)
            case Steps(steps):
                return self._steps(field, steps)
            case FuzzyTerm(term, edits):
                return tantivy.Query.fuzzy_term_query(self._schema, field, term, edits)
            case TermRegex(pattern):
                return tantivy.Query.regex_query(self._schema, field, pattern)

    def _phrase(self, field: str, terms: Sequence[tuple[int, str]], slop: int) -> tantivy.Query:
        if not terms:
            return tantivy.Query.empty_query()
        if len(terms) == 1:
            return tantivy.Query.term_query(self._schema, field, terms[0][1])
        return tantivy.Query.phrase_query(self._schema, field, list(terms), slop=slop)

    def _steps(self, field: str, steps: tuple[tuple[int, str], ...]) -> tantivy.Query:
        if not any(set(term) & {"*", "?"} for _, term in steps):
            return self._phrase(field, steps, 0)
        patterns: list[str | tuple[int, str]] = [(at, _pattern(term)) for at, term in steps]
        if len(steps) == 1:
            return tantivy.Query.regex_query(self._schema, field, _pattern(steps[0][1]))
        return tantivy.Query.regex_phrase_query(self._schema, field, patterns)

    def _known(self, leaf: Known) -> tantivy.Query:
        match leaf:
            case Everything():
                return tantivy.Query.all_query()
            case Value(field, text):
                return _unscored(tantivy.Query.term_query(self._schema, _VALUE_FIELDS.get(field, field), text))
            case ValueStart(field, text):
                pattern = "".join(f"[{char}]" if char in ".+*?()|[]{}$-" else char for char in text)
                return tantivy.Query.regex_query(self._schema, _VALUE_FIELDS.get(field, field), f"{pattern}.*")
            case Pages(keys):
                return tantivy.Query.const_score_query(
                    tantivy.Query.term_set_query(self._schema, "key", list(keys)), 1.0
                )
            case Dates(first, last):
                return self._days(*(day.toordinal() if day else None for day in (first, last)))
            case Numbers():
                return self._numbers(leaf)

    def _days(self, first: int | None, last: int | None) -> tantivy.Query:
        if first is None and last is None:
            return tantivy.Query.exists_query("day")
        return _unscored(tantivy.Query.range_query(self._schema, "day", tantivy.FieldType.Integer, first, last))

    def _numbers(self, numbers: Numbers) -> tantivy.Query:
        kind = _NUMBER_TYPES[numbers.field]
        low, high = numbers.low, numbers.high
        if numbers.field == "page":
            low = int(low or 0)
            high = min(int(high), _HIGHEST_UNSIGNED) if high is not None else None
        elif low is None and high is None:
            return tantivy.Query.exists_query(numbers.field)
        return _unscored(
            tantivy.Query.range_query(self._schema, numbers.field, kind, low, high, numbers.with_low, numbers.with_high)
        )


def any_of(queries: Iterable[tantivy.Query], minimum: int = 1) -> tantivy.Query:
    """At least ``minimum`` of ``queries`` match."""
    clauses = [(tantivy.Occur.Should, query) for query in queries]
    return tantivy.Query.boolean_query(clauses, minimum_number_should_match=minimum)


def all_of(scored: tantivy.Query, unscored: tantivy.Query) -> tantivy.Query:
    """Both match; only the first counts."""
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, scored), (tantivy.Occur.Must, _unscored(unscored))])


def _unscored(query: tantivy.Query) -> tantivy.Query:
    """``query``, so that how rare a language or a date is does not sway the order of hits."""
    return tantivy.Query.const_score_query(query, 0.0)


def _pattern(term: str) -> str:
    return term.replace("*", ".*").replace("?", ".")


def _negated(parts: tuple[Query, ...]) -> list[Query]:
    return [part.part for part in parts if isinstance(part, Not)]
