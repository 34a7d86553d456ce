"""What a proof shows, and what it does not."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.publish.small_publication import Cache, span_of

from muniment.preserve.canonical import canonical, parsed
from muniment.preserve.seal import statement_of
from muniment.preserve.words import PageText
from muniment.publish.check_proof import NOT_OF_THE_FORM, DoesNotFitError, checked_proof, checked_quote
from muniment.publish.proof import (
    Extent,
    PageProof,
    QuoteToShow,
    QuoteWithheldError,
    Span,
    kept_back_between,
    page_proof,
)

letters = st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("aaaa   .\n。字门ئ"))
texts = st.text(letters, min_size=1, max_size=120)


@st.composite
def spans(draw: st.DrawFn, text: str) -> Span:
    start = draw(st.integers(0, len(text) - 1))
    return Span(start, draw(st.integers(start + 1, min(len(text), start + 12))))


@st.composite
def cases(draw: st.DrawFn) -> tuple[str, list[Span], Span, Extent]:
    text = draw(texts)
    withheld = draw(st.lists(spans(text), max_size=4))
    return text, withheld, draw(spans(text)), draw(st.sampled_from(Extent))


def cache_of(text: str) -> Cache:
    return Cache(documents=[[PageText(1, "text", text), PageText(2, "text", "another")], [PageText(1, "ocr", "other")]])


def seals_of(cache: Cache) -> dict[int, Any]:
    return {1: statement_of(cache.seal.statement)}


def proved_texts(proof: PageProof, cache: Cache) -> dict[int, tuple[str, ...]]:
    return dict(checked_proof(parsed(proof.data), seals_of(cache)).stretches)


@given(cases())
def test_whatever_is_kept_back_what_is_shown_is_proved(case: tuple[str, list[Span], Span, Extent]) -> None:
    text, withheld, quoted, extent = case
    cache = cache_of(text)
    sealed = cache.page(0, 0)
    try:
        proof = page_proof("p", sealed, withheld, [QuoteToShow("q", quoted)], extent)
        [quote] = parsed(proof.data)["quotes"]
        proved = checked_proof(parsed(proof.data), seals_of(cache))
        assert checked_quote(quote, proved) == ("q", text[quoted.start : quoted.end])
        assert quote.get("start", quoted.start) == quoted.start
    except QuoteWithheldError:
        assert withheld
        proof = page_proof("p", sealed, withheld, extent=extent)
    shown = {one.number: (one.before, one.after) if one.gap else (one.before,) for one in proof.shown}
    assert proved_texts(proof, cache) == shown
    if not withheld:
        assert "".join(one.before for one in proof.shown) == text


@given(cases())
def test_no_letter_that_is_kept_back_is_in_the_proof(case: tuple[str, list[Span], Span, Extent]) -> None:
    text, withheld, _, extent = case
    marked = list(text)
    for span in withheld:
        for at in range(span.start, span.end):
            marked[at] = "\U000f0000" if marked[at] not in "\n. 。" else marked[at]
    proof = page_proof("p", cache_of("".join(marked)).page(0, 0), withheld, extent=extent)
    assert "\U000f0000" not in proof.data.decode()


@given(cases(), st.data())
def test_any_part_of_a_proof_that_is_changed_no_longer_fits(case: Any, data: st.DataObject) -> None:
    text, withheld, _, extent = case
    cache = cache_of(text)
    written = page_proof("p", cache.page(0, 0), withheld, extent=extent).data
    value = parsed(written)
    changed = change_one(value, data)
    if canonical(changed) == written:
        return
    try:
        found = checked_proof(changed, seals_of(cache))
    except (DoesNotFitError, *NOT_OF_THE_FORM):
        return
    assert found.stretches == checked_proof(parsed(written), seals_of(cache)).stretches
    assert {name for name in value if canonical(changed[name]) != canonical(parsed(written)[name])} <= {
        "name",
        "format",
        "quotes",  # checked one by one
    }


def change_one(value: Any, data: st.DataObject) -> Any:
    """The same value with one thing in it changed, wherever it lies."""
    if isinstance(value, dict) and value:
        name = data.draw(st.sampled_from(sorted(value)))
        return {**value, name: change_one(value[name], data)}
    if isinstance(value, list) and value:
        at = data.draw(st.integers(0, len(value) - 1))
        return [*value[:at], change_one(value[at], data), *value[at + 1 :]]
    if isinstance(value, str) and value:
        at = data.draw(st.integers(0, len(value) - 1))
        return value[:at] + data.draw(st.sampled_from("0a字 ")) + value[at + 1 :]
    return value + 1 if isinstance(value, int) else ["x"]


NAMES = ["Li", "Ada Example", "Dr. Al-Example", "示例先生甲乙", "J. P. van den Beispiel-Muster", "ئەخمەت", "Ёлка"]


@pytest.mark.parametrize("extent", Extent)
def test_a_proof_is_as_long_whichever_name_it_keeps_back(extent: Extent) -> None:
    forms = set()
    for name in NAMES:
        text = f"Order.\nThe key is kept by {name}, deputy of the hall.\nBy order\n"
        page = cache_of(text).page(0, 0)
        proof = page_proof("p", page, [span_of(page.page, f"{name},")], extent=extent)
        forms.add(re.sub(r"[0-9a-f]{64}", "#", proof.data.decode()))
    assert len(forms) == 1, "but for hashes and salts all are the same, letter by letter"


def test_where_a_quote_stands_is_not_told_by_its_offset_behind_words_kept_back() -> None:
    text = "The key is kept by Ada.\nThe gate is locked.\n"
    page = cache_of(text).page(0, 0)
    quote = QuoteToShow("q", span_of(page.page, "gate"))
    [open_] = json.loads(page_proof("p", page, [], [quote]).data)["quotes"]
    assert (open_["start"], open_["end"]) == (28, 32)
    for extent in Extent:
        [behind] = json.loads(page_proof("p", page, [span_of(page.page, "Ada")], [quote], extent).data)["quotes"]
        assert "start" not in behind
        assert behind["pieces"] == [[1, 0, 4, 8]]


@pytest.mark.parametrize("extent", Extent)
def test_a_quote_whose_words_are_kept_back_is_refused(extent: Extent) -> None:
    page = cache_of("The key is kept by Ada, deputy.\nMore.\n").page(0, 0)
    for words in ("by Ada", "kept by Ada, deputy", "deputy.\nMore", "key"):
        quotes = [QuoteToShow("q", span_of(page.page, words))]
        if extent is Extent.WORDS and words in {"key", "deputy.\nMore"}:
            assert page_proof("p", page, [span_of(page.page, "Ada")], quotes, extent).quotes == {"q": words}
        else:
            with pytest.raises(QuoteWithheldError, match="kept back"):
                page_proof("p", page, [span_of(page.page, "Ada")], quotes, extent)


def test_between_two_withheld_words_of_a_stretch_nothing_is_shown() -> None:
    page = cache_of("Ada and Bo met Cy there\n").page(0, 0)
    withheld = [span_of(page.page, "Ada"), span_of(page.page, "Cy")]
    [stretch] = page_proof("p", page, withheld, extent=Extent.WORDS).shown
    assert (stretch.before, stretch.after, stretch.gap) == ("", "there\n", True)


def test_by_line_the_whole_line_is_kept_back_and_no_other() -> None:
    page = cache_of("First line.\nThe sentence ended. Ada stayed. Nobody asked.\nLast").page(0, 0)
    proof = page_proof("p", page, [span_of(page.page, "Ada")])
    assert [one.before for one in proof.shown] == ["First line.\n", "Last"]
    assert kept_back_between(proof.shown, proof.stretches) == [0, 1, 0]


def test_a_page_of_which_everything_is_kept_back_proves_that_it_is_there() -> None:
    cache = cache_of("Ada\n")
    proof = page_proof("p", cache.page(0, 0), [Span(0, 4)])
    assert proof.shown == ()
    assert proved_texts(proof, cache) == {}


def test_a_page_without_words_can_be_proved() -> None:
    cache = cache_of("")
    assert proved_texts(page_proof("p", cache.page(0, 0)), cache) == {}


@pytest.mark.parametrize("span", [Span(0, 0), Span(-1, 2), Span(2, 1), Span(0, 99)])
def test_a_span_outside_of_the_text_is_a_mistake(span: Span) -> None:
    page = cache_of("The gate.\n").page(0, 0)
    with pytest.raises(ValueError, match="does not lie"):
        page_proof("p", page, [span])
    with pytest.raises(ValueError, match="does not lie"):
        page_proof("p", page, [], [QuoteToShow("q", span)])
