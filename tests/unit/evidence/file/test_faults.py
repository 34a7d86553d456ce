"""Each fault of an evidence file is told with its line and column, all of them at once, and nothing gets through."""

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from muniment.evidence.checks import MOST_FAULTS
from muniment.evidence.file.loose import Located
from muniment.evidence.file.nodes import MAX_DEPTH, MAX_FILE_BYTES
from muniment.evidence.file.places import EvidenceFileError, FileFault
from muniment.evidence.file.settling import Settled, settle
from muniment.evidence.held import Held
from muniment.evidence.quoting.pages import PageNow, Passage
from muniment.evidence.records import Actor, Claim, Derivation, Evidence, Kind, Quote, Span
from muniment.model import PageKind

HEAD = "muniment_evidence: 1\n"
PAGE = "The doors are locked twice. Keys are held by two. Keys are handed over in view of a camera."
SHA = "cd" * 32


class Letter:
    """A case with one document on one page, and two that are both called twin.txt."""

    def meant(self, untrusted_what: str) -> Sequence[Located]:
        if untrusted_what == "twin.txt":
            return [Located("1" * 64, "a/twin.txt"), Located("2" * 64, "b/twin.txt")]
        return [Located(SHA, "letter.txt")] if untrusted_what in {"letter.txt", SHA} else []

    def document(self, _: str) -> "Letter":
        return self

    def on(self, number: int) -> Sequence[PageNow]:
        return [PageNow(1, PageKind.TEXT, PAGE)] if number == 1 else []

    def pages(self, _: str = "", first: int = 1, last: int = 2**31) -> Iterator[PageNow]:
        if first <= 1 <= last:
            yield from self.on(1)

    def draft(self, sha256: str, passage: Passage) -> Quote:
        return Quote("", sha256, tuple(Span(1, one.exact, start=one.start, end=one.end) for one in passage))


def settled(text: str | bytes, name: str = "e.yaml", held: Held | None = None) -> Settled:
    content = text if isinstance(text, bytes) else text.encode()
    return settle(name, content, held or Held(), Letter())


def faults(text: str | bytes, name: str = "e.yaml") -> list[FileFault]:
    with pytest.raises(EvidenceFileError) as caught:
        settled(text, name)
    return list(caught.value.faults)


def only(text: str | bytes, name: str = "e.yaml") -> FileFault:
    found = faults(text, name)
    assert len(found) == 1, found
    return found[0]


ACTOR = "actors:\n  - {id: a, kind: person, names: [Anna]}\n"
CLAIM = "claims:\n  - {id: c, text: It is so}\n"
QUOTED = "quote: {document: letter.txt, words: locked twice}"


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ("", 1, 1, "it begins with the line “muniment_evidence: 1”"),
        ("actors: []\n", 1, 1, "is missing: it says what this file is"),
        ("muniment_evidence: 2\n", 1, 20, "is of version 2; this program reads 1. Use a newer"),
        (HEAD + "acters: []\n", 2, 1, "there is no section “acters”; did you mean “actors”?"),
        (HEAD + "actors: nobody\n", 2, 9, "under “actors” goes a list"),
        (HEAD + "actors:\n  - anna\n", 3, 5, "here goes an actor with its keys"),
        (HEAD + "actors:\n  - {id: a, kind: persn, names: [A]}\n", 3, 19, "did you mean “person”?"),
        (HEAD + "actors:\n  - {id: a, kind: person, nams: [A]}\n", 3, 5, "“names” is missing"),
        (HEAD + "actors:\n  - {id: A b, kind: person, names: [A]}\n", 3, 10, "characters a-z"),
        (HEAD + 'actors:\n  - {id: a, kind: person, names: [Ab, "\\x07\\x08"]}\n', 3, 39, "control characters"),
        (HEAD + 'actors:\n  - {id: a, kind: person, names: ["\\u200f\\u2066"]}\n', 3, 35, "nothing that can be seen"),
        (HEAD + 'actors:\n  - {id: a, kind: person, names: ["\\ud800"]}\n', 3, 38, "invalid Unicode"),
        (HEAD + ACTOR + "  - {id: a, kind: state, names: [B]}\n", 4, 10, "already, at line 3"),
        (HEAD + CLAIM + "claims: []\n", 4, 1, "“claims” is here already, at line 2"),
        (HEAD + "claims:\n  - {id: c, text: T, when: 31 February 2019}\n", 3, 28, "no such date as “31 February 2019”"),
        (HEAD + "claims:\n  - {id: c, text: T, parent: d}\n", 3, 30, "there is no claim “d” in this file or case"),
        (HEAD + "claims:\n  - {id: c, text: T, parent: c}\n", 3, 30, "a claim cannot be part of itself"),
        (HEAD + "claims:\n  - {id: c, text: [T]}\n", 3, 19, "not a list"),
        (HEAD + "claims:\n  - {id: c, text: {Doors: locked}}\n", 3, 19, "must be in quotation marks"),
        (HEAD + "claims:\n  - {id: c, text: Doors, locked}\n", 3, 26, "put them all in quotation marks"),
        (HEAD + "evidence:\n  - {bearing: supports, weight: hearsay, " + QUOTED + "}\n", 3, 5, "“claim” is missing"),
        (HEAD + "quotes:\n  - {document: letter.txt}\n", 3, 5, "the “words” of the quote are missing"),
        (HEAD + "quotes:\n  - {document: no.txt, words: x}\n", 3, 16, "no document of this case is called “no.txt”"),
        (HEAD + "quotes:\n  - {document: twin.txt, words: x}\n", 3, 16, "2 documents are called “twin.txt”: a/"),
        (HEAD + "quotes:\n  - {document: letter.txt, words: locked thrice}\n", 3, 35, "the same): “locked twice”"),
        (HEAD + "quotes:\n  - {document: letter.txt, words: Keys are}\n", 3, 35, "stand in 2 places: 1. page 1"),
        (HEAD + "quotes:\n  - {document: letter.txt, words: Keys are, nth: 3}\n", 3, 35, "in 2 places only"),
        (HEAD + "quotes:\n  - {document: letter.txt, words: doors, page: 2}\n", 3, 35, "do not stand on page 2"),
        (HEAD + "quotes:\n  - {document: letter.txt, words: doors, page: 4-3}\n", 3, 48, "is no page"),
        (HEAD + "quotes:\n  - {document: letter.txt, page: 1, words: door, start: 5, end: 7}\n", 3, 57, "do not fit"),
        (HEAD + "quotes:\n  - {document: letter.txt, page: 1, words: a horse, start: 5, end: 12}\n", 3, 44, "any more"),
        (HEAD + "findings:\n  - {id: f, claim: c, wording: W, nothing_against: maybe}\n" + CLAIM, 3, 52, "yes nor no"),
        (HEAD + "actors: &x []\n", 2, 9, "anchors (&name) are not taken"),
        (HEAD + "actors: *x\n", 2, 9, "aliases (*name) are not taken"),
        (HEAD + "actors: !!python/object:os.system []\n", 2, 9, "tags (!name) are not taken"),
        (HEAD + "---\nactors: []\n", 2, 1, "a second document begins"),
        (HEAD + "claims:\n\t- id: c\n", 3, 1, "indent with blanks"),
        (HEAD + "claims:\n  - id: c\n    text: so: it is\n", 4, 13, "put them in quotation marks"),
        (HEAD + "claims:\n  - text: 'so\n", 4, 1, "a quotation mark is missing"),
        (HEAD + "actors: " + "[" * (MAX_DEPTH + 5) + "\n", 2, 8 + MAX_DEPTH, "deep in one another"),
        ((HEAD + "claims:\n  - {id: c, text: ").encode() + b"\xff}\n", 3, 19, "it is not UTF-8"),
        (b"\0" * (MAX_FILE_BYTES + 1), 1, 1, "larger than 64 MiB"),
    ],
)  # fmt: skip
def test_a_fault_is_told_where_it_is(text: str | bytes, line: int, column: int, says: str) -> None:
    found = faults(text)
    assert [(one.line, one.column) for one in found if says in one.says] == [(line, column)], found


@pytest.mark.parametrize(
    ("text", "line", "column", "says"),
    [
        ('{\n "muniment_evidence": 1,\n}', 3, 1, "a key in double quotation marks is missing"),
        ('{"muniment_evidence": 1 "actors": []}', 1, 25, "a comma or “}” is missing"),
        ('{"muniment_evidence": 1, "actors": [}', 1, 37, "a value is missing"),
        ('{"muniment_evidence": 1, "actors": ["', 1, 37, "unterminated string"),
        ('{"muniment_evidence": 1}\n{}', 2, 1, "there is more after the end"),
        ('{"muniment_evidence": 1, "claims": [\n\t{"id": "c", "text": "T", "text": "U"}]}', 2, 27, "is here already"),
        ('{"muniment_evidence": 1, "claims": [\n\t{"id": "c", "text": "T", "when": "2019-02-31"}]}', 2, 35, "no such"),
        ('{"muniment_evidence": 1, "claims": [{"id": "c", "text": "\\ud800"}]}', 1, 57, "lone surrogate"),
        ('{"muniment_evidence": 1, "claims": ' + "[" * 100_000, 1, 35 + MAX_DEPTH, "deep in one another"),
    ],
)  # fmt: skip
def test_a_fault_of_json_is_told_where_it_is(text: str, line: int, column: int, says: str) -> None:
    found = only(text, "e.json")
    assert (found.line, found.column) == (line, column), found
    assert says in found.says


def test_a_circle_of_sources_is_told_at_a_link_of_it() -> None:
    text = (
        HEAD
        + "sources:\n  - {id: a, kind: other, title: A, derives_from: [b]}\n"
        + "  - {id: b, kind: other, title: B, derives_from: [a]}\n"
    )
    found = only(text)
    assert found.line in {3, 4}
    assert "a source cannot derive from itself: A ← B ← A" in found.says


def test_a_circle_of_claims_and_a_document_of_two_sources_are_told_together() -> None:
    text = (
        HEAD
        + "claims:\n  - {id: a, text: A, parent: b}\n  - {id: b, text: B, parent: a}\n"
        + "sources:\n  - {id: x, kind: other, title: X, documents: [letter.txt]}\n"
        + f"  - {{id: y, kind: other, title: Y, documents: [{SHA}]}}\n"
    )
    told = [(one.line, one.says) for one in faults(text)]
    assert [line for line, says in told if "part of itself" in says] == [3, 4]
    assert [line for line, says in told if "belongs to the source x already" in says] == [7]


def test_a_thousand_faults_are_listed_and_more_are_counted() -> None:
    text = HEAD + "claims:\n" + "".join(f"  - {{id: c{one}, text: T, parent: z}}\n" for one in range(MOST_FAULTS + 7))
    with pytest.raises(EvidenceFileError, match=r"1,007 things are wrong in e\.yaml; nothing was imported") as caught:
        settled(text)
    assert len(caught.value.faults) == MOST_FAULTS
    assert [one.line for one in caught.value.faults[:2]] == [3, 4]


def test_short_forms_mean_what_they_seem_to() -> None:
    text = (
        HEAD
        + "actors:\n  - {id: a, kind: person, name: Null, role: Mayor}\n"
        + "sources:\n  - {id: w, kind: agency, title: W, document: letter.txt, derives_from: unknown}\n"
        + "claims:\n  - id: c\n    text: no\n    when: 2017\n    parts: [{id: d, text: T}]\n"
        + f"    evidence:\n      - {{{QUOTED}, bearing: supports, weight: hearsay}}\n"
    )
    records = {(edit.kind, edit.id): edit.record for edit in settled(text).edits}
    actor, claim = records[Kind.ACTOR, "a"], records[Kind.CLAIM, "c"]
    assert isinstance(actor, Actor)
    assert (actor.names[0].text, actor.roles[0].title) == ("Null", "Mayor")
    assert claim == Claim("c", "no", when="2017")
    assert records[Kind.CLAIM, "d"] == Claim("d", "T", parent="c")
    assert records[Kind.DERIVATION, "w<"] == Derivation("w<", "w", "")
    evidence = next(one for one in records.values() if isinstance(one, Evidence))
    assert evidence.claim == "c"
    quote = records[Kind.QUOTE, evidence.quote]
    assert isinstance(quote, Quote)
    assert quote.spans[0].exact == "locked twice"


def test_the_same_words_quoted_twice_are_one_quote() -> None:
    statements = "".join(f"  - {{id: {one}, actor: a, act: denies, {QUOTED}}}\n" for one in "st")
    text = HEAD + ACTOR + "statements:\n" + statements
    assert sum(edit.kind is Kind.QUOTE for edit in settled(text).edits) == 1


def test_what_the_case_has_already_is_no_edit() -> None:
    text = HEAD + CLAIM + ACTOR
    first: dict[Kind, dict[str, Any]] = {}
    for edit in settled(text).edits:
        first.setdefault(edit.kind, {})[edit.id] = edit.record
    again = settled(text.replace("Anna", "Anna B."), held=Held(first, {(Kind.ACTOR, "a"): 4, (Kind.CLAIM, "c"): 1}))
    assert [(edit.id, edit.based_on) for edit in again.edits] == [("a", 4)]
    assert again.unchanged == 1


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("claims:\n  - {id: c, text: '', wher: here}\n", ["what is claimed is missing", "a claim has no “wher”"]),
        ("claims:\n  - {text: T, when: 2019-02-31}\n", ["“id” is missing", "claim without id, when: There is no such"]),
        (
            "claims:\n  - {text: T, evidence: [{bearing: proves, weight: hearsay, quote: nowhere}]}\n",
            ["“id” is missing", "“proves” is none of", "there is no quote “nowhere”"],
        ),
        (
            "actors:\n  - {kind: state, role: {since: no}, name: [{language: en}, '\u200f', {text: A, language: x}]}\n",
            ["“id” is", "“text” is", "nothing that can be seen", "names.2.language", "“title” is", "“no” is"],
        ),
        (
            "quotes:\n  - {id: Q, document: letter.txt, words: locked thrice, note: ' ', foo: bar}\n",
            ["a quote has no “foo”", "quote Q, id", "these words do not stand", "quote Q, note"],
        ),
        (
            "sources:\n  - {kind: other, title: A, derives_from: [x]}\n  - {kind: other, title: B, derives_from: x}\n",
            ["“id” is missing", "“id” is missing", "no source “x”", "no source “x”"],
        ),
        (
            CLAIM + "  - {id: c, text: '', evidence: [{quote: nowhere, bearing: supports, weight: no}]}\n",
            ["already, at line 3", "what is claimed is missing", "no quote “nowhere”", "“no” is none of"],
        ),
    ],
)  # fmt: skip
def test_all_that_is_wrong_with_one_record_is_told_at_once(record: str, says: list[str]) -> None:
    told = [one.says for one in faults(HEAD + record)]
    assert len(told) == len(says), told
    for one in says:
        assert any(one in each for each in told), (one, told)
