"""Whatever a case holds is written as a file that reads back as the same, in the same bytes, also for other readers."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from muniment.evidence.file.loose import Located
from muniment.evidence.file.schema import schema_of_file
from muniment.evidence.file.settling import settle
from muniment.evidence.file.writing import as_json, as_yaml
from muniment.evidence.file.yaml_text import yaml_item
from muniment.evidence.held import Held
from muniment.evidence.quoting.pages import PageNow, Passage
from muniment.evidence.records import (
    Act,
    Actor,
    ActorKind,
    Bearing,
    Claim,
    Derivation,
    Event,
    Evidence,
    Finding,
    Judgement,
    Kind,
    Name,
    Quote,
    Record,
    Review,
    Role,
    Ruling,
    Source,
    SourceKind,
    Span,
    Statement,
    Step,
    Translation,
    Verdict,
    Weight,
    derivation_id,
    kind_of,
)
from muniment.model import PageKind

SHA = "ab" * 32
TRAPS = (
    "no", "Yes", "on", "null", "~", "2017", "1e3", "0x1f", "1_000", "12:30:45", "2017-11-05", "=", "<<", "-", "?",
    "!x", "&a", "*a", "a: b", "a #b", " a", "a ", "a\n", "\na", "a\n\nb", "a\n b", "\u2028", "a\u2029b", "\u200fabc",
    "\u202e", "\ufeffa", "\x07", "a\tb", "\x85", "'", '"', "\\", "%a", "@a", "`a", "{a", "[a", "unknown", "---",
    "...", "。", "no。", "long " * 40, "很长" * 80, "a\r\nb", "😀", "\U000e0001", "Ирина: да", "- a", "a,b", "Null",
)  # fmt: skip
texts = st.one_of(st.sampled_from(TRAPS), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))


@dataclass
class OnePage:
    """Documents that are all the same page."""

    text: str = "The doors are locked twice."
    documents: Sequence[Located] = field(default_factory=list)

    def meant(self, untrusted_what: str) -> Sequence[Located]:
        is_hash = len(untrusted_what) == 64
        return [Located(untrusted_what, "a.txt")] if is_hash else list(self.documents)

    def document(self, _: str) -> "OnePage":
        return self

    def on(self, _: int) -> Sequence[PageNow]:
        return [PageNow(1, PageKind.TEXT, self.text)]

    def pages(self, *_: Any) -> Iterator[PageNow]:
        yield from self.on(1)

    def draft(self, sha256: str, passage: Passage) -> Quote:
        place = passage[0]
        return Quote("", sha256, (Span(1, place.exact, start=place.start, end=place.end),))


def held_of(*records: Record) -> Held:
    by_kind: dict[Kind, dict[str, Record]] = {}
    for one in records:
        by_kind.setdefault(kind_of(one), {})[one.id] = one
    return Held(by_kind)


def written(write: Callable[[Held], Iterator[bytes]], held: Held) -> bytes:
    return b"".join(write(held))


def read_back(name: str, content: bytes, text: str = "The doors are locked twice.") -> Held:
    settled = settle(name, content, Held(), OnePage(text))
    return held_of(*(edit.record for edit in settled.edits if edit.record is not None))


@settings(max_examples=200, deadline=None)
@given(texts)
def test_any_text_reads_back_whatever_the_reader(text: str) -> None:
    content = "".join(["top:\n", *yaml_item({"a": text, "b": [text, {"c": text}], "d": {"e": text}, "f": [[1.5, 2]]})])
    expected = {"top": [{"a": text, "b": [text, {"c": text}], "d": {"e": text}, "f": [[1.5, 2]]}]}
    assert yaml.load(content, Loader=yaml.SafeLoader) == expected
    assert yaml.load(content, Loader=yaml.CSafeLoader) == expected


def visible(text: str) -> bool:
    return any(char.isalnum() for char in text) and text.isprintable()


lines = texts.filter(visible).map(lambda one: one[:200])
notes = st.one_of(st.just(""), texts.filter(lambda one: visible(one.replace("\n", ""))))
dates = st.sampled_from(["", "2017", "2017-11-05", "late 2017", "1900/1901", "about 2018"])
languages = st.sampled_from(["", "no", "zh", "ug"])
names = st.builds(Name, lines, languages)


@st.composite
def ledgers(draw: st.DrawFn) -> Held:
    words = draw(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(visible))
    actor = Actor("a", draw(st.sampled_from(ActorKind)), tuple(draw(st.lists(names, min_size=1, max_size=3))),
                  (Role(draw(lines), draw(lines), draw(dates)),), draw(notes))  # fmt: skip
    withdrawn = draw(dates)
    sources = (
        Source("unknown", SourceKind.CACHE, draw(lines), documents=(SHA,), acquisitions=(1, 2)),
        Source("wire", SourceKind.AGENCY, draw(lines), (draw(names),), "a", draw(dates), folders=(draw(lines),),
               withdrawn=withdrawn, withdrawn_why=draw(notes) if withdrawn else "", note=draw(notes)),
    )  # fmt: skip
    links = (
        Derivation(derivation_id("wire", ""), "wire", "", how=draw(lines)),
        Derivation(derivation_id("wire", "unknown"), "wire", "unknown", draw(st.sampled_from(Ruling)), quote="q"),
    )
    span = Span(1, words, "x", draw(texts), 2, 2 + len(words), boxes=((0.1, 0.25, 1e-05, 1.0),), confidence=0.5)
    made = Translation(draw(lines), "en", draw(lines), "by hand")
    quote = Quote("q", SHA, (span,), draw(lines), "text 1", draw(languages), (made,), draw(notes))
    return held_of(
        actor,
        *sources,
        *links,
        quote,
        Claim("c", draw(lines), draw(lines), draw(dates), note=draw(notes)),
        Claim("part", draw(lines), parent="c"),
        Statement("s", ("a",), draw(st.sampled_from(Act)), ("c",), ("q",), draw(dates), draw(lines), "a", draw(notes)),
        Evidence("e", "part", "q", draw(st.sampled_from(Bearing)), draw(st.sampled_from(Weight)), "wire", draw(notes)),
        Event("v", draw(lines), "2017", draw(lines), ("a",), ("c",), ("q",)),
        Finding("f", "c", draw(lines), draw(notes), draw(notes), "", draw(st.booleans())),
        Review("f.1", "f", Step.SUBMITTED, draw(lines), "2031-01-01T00:00:00Z", "0" * 64, 3, draw(notes), ("q",)),
        Judgement("j", SHA, draw(st.sampled_from(Verdict)), draw(lines)),
    )


@pytest.mark.parametrize(("name", "write"), [("a.yaml", as_yaml), ("a.json", as_json)])
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(held=ledgers())
def test_any_ledger_reads_back_equal_and_is_written_in_the_same_bytes(
    name: str, write: Callable[[Held], Iterator[bytes]], held: Held
) -> None:
    content = written(write, held)
    page = "--" + held.quotes["q"].spans[0].exact
    again = read_back(name, content, page)
    assert dict(again.by_kind) == dict(held.by_kind)
    assert written(write, again) == content


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(held=ledgers())
def test_both_forms_say_the_same_and_keep_to_the_schema(held: Held) -> None:
    validator = Draft202012Validator(schema_of_file())
    from_json = json.loads(written(as_json, held))
    assert list(validator.iter_errors(from_json)) == []
    assert yaml.safe_load(written(as_yaml, held)) == from_json


def test_nothing_recorded_is_a_file_too() -> None:
    for name, write in (("a.yaml", as_yaml), ("a.json", as_json)):
        assert not read_back(name, written(write, Held())).by_kind


def test_a_quote_over_two_pages_keeps_its_pages() -> None:
    spans = (Span(1, "locked", start=14, end=20), Span(2, "twice", start=0, end=5))
    held = held_of(Quote("q", SHA, spans))

    class TwoPages(OnePage):
        def on(self, number: int) -> Sequence[PageNow]:
            return [PageNow(number, PageKind.TEXT, "The doors are locked" if number == 1 else "twice.")]

    settled = settle("a.yaml", written(as_yaml, held), Held(), TwoPages())
    assert [edit.record for edit in settled.edits] == [held.quotes["q"]]
