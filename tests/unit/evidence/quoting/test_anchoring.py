"""Quotes after their document was read anew."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.unit.evidence.quoting.pages import Texts, quote_of, quoted

from muniment.evidence.quoting.anchoring import Standing, anchor, anchor_all
from muniment.evidence.quoting.pages import PageNow
from muniment.model import PageKind

DIRECTIVE = (
    "DIRECTIVE No. 12\nOn the work of the learning halls\n\n"
    "1. Prevent escapes. Doors shall be locked twice at all times, and the keys be kept apart.\n"
    "2. Nobody may leave before the term has ended, whatever reason is given.\n"
    "3. Contact with the outside is to be watched; calls are allowed once a week.\n"
)
OTHER = (
    "Annex\nThe halls report each evening how many are present. Reports go to the office on duty.\n"
    "Nobody may leave before the count is done.\n"
)
WORDS = "Doors shall be locked twice at all times"

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300)
words = st.lists(st.text("abcdefgäöüهۇюя中国", min_size=1, max_size=8), min_size=30, max_size=120).map(" ".join)


@given(texts, st.data())
def test_any_run_of_any_text_is_found_exactly_where_it_was(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    document = Texts(text)
    quote = quote_of(document, (1, start, end))
    span = quote.spans[0]
    assert span.start <= start
    assert end <= span.end
    assert text[span.start : span.end] == span.exact
    assert anchor(quote, document).standing is Standing.EXACT


@settings(max_examples=150)
@given(words, st.data())
def test_what_changes_far_away_does_not_mislead(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 2))
    end = data.draw(st.integers(start + 1, min(len(text), start + 60)))
    before = data.draw(st.text("xyz \n", max_size=40))
    after = data.draw(st.text("xyz \n", max_size=40))
    quote = quote_of(Texts(text), (1, start, end))
    span = quote.spans[0]
    assume(span.exact.strip())
    changed = before + text + after
    found = anchor(quote, Texts(changed))
    if found.standing is Standing.LOST:  # a quote that ran to the page's edge may have nothing left that tells
        assert "does not tell" in found.says or "something else" in found.says
        return
    assert [(one.start, one.end) for one in found.passage] == [(span.start + len(before), span.end + len(before))]


@settings(max_examples=150)
@given(words, st.randoms(use_true_random=False), st.data())
def test_other_blanks_and_hyphens_do_not_hide_words(text: str, random: object, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) // 2))
    end = min(len(text), start + 60)
    quote = quote_of(Texts(text), (1, start, end))
    pieces = [data.draw(st.sampled_from([" ", "\n", "  ", "\u00a0", "-\n"])) for _ in range(text.count(" "))]
    changed = re.sub(" ", lambda _: pieces.pop(), text)
    found = anchor(quote, Texts(changed))
    assert found.standing is not Standing.LOST
    bare = re.compile(r"[\s-]")
    assert bare.sub("", found.passage[0].exact) == bare.sub("", quote.spans[0].exact)
    assert len(bare.sub("", changed[: found.passage[0].start])) == len(bare.sub("", text[: quote.spans[0].start]))


def test_of_words_that_stand_twice_the_right_ones_are_found() -> None:
    page = "A. The hall is locked.\nB. The hall is open. The hall is locked.\n"
    for nth in (1, 2):
        quote = quoted(Texts(page), "The hall is locked", nth)
        moved = "A new head\n" + page
        found = anchor(quote, Texts(moved))
        assert found.standing is Standing.MOVED
        assert found.passage[0].start == quote.spans[0].start + 11


def test_words_at_the_old_place_that_are_not_the_old_words_are_not_taken() -> None:
    before = "No. one\nNo. two\nNo. three\n"
    quote = quoted(Texts(before), "No", 2)
    now = "No. zero" + "\n" + before[: -len("No. three\n")]
    assert now[quote.spans[0].start : quote.spans[0].start + 2] != "No" or now
    found = anchor(quote, Texts("No. nil\n" + before))
    assert found.passage[0].start == quote.spans[0].start + 8


def test_a_lone_word_elsewhere_is_another_word() -> None:
    quote = quoted(Texts("Was it voluntary? No, said the man who had been there."), "No")
    found = anchor(quote, Texts("An entirely different page. No entry without a pass."))
    assert found.standing is Standing.LOST
    assert found.says == "its words stand in one place now, but what stands around them there is something else"


def test_words_that_nothing_tells_apart_are_not_guessed() -> None:
    quote = quoted(Texts("intro " + WORDS + " outro"), WORDS)
    found = anchor(quote, Texts(f"x {WORDS} y {WORDS} z"))
    assert found.standing is Standing.LOST
    assert "stand in 2 places now" in found.says


def test_words_that_moved_to_another_page_are_found_there() -> None:
    quote = quoted(Texts(DIRECTIVE, OTHER), WORDS)
    found = anchor(quote, Texts("A new cover", DIRECTIVE, OTHER))
    assert found.standing is Standing.MOVED
    assert found.says == "it stood on page 1 and now stands on page 2"
    assert found.words == WORDS


def test_a_page_that_is_divided_within_the_quote() -> None:
    quote = quoted(Texts(DIRECTIVE), WORDS)
    cut = DIRECTIVE.index("twice")
    found = anchor(quote, Texts(DIRECTIVE[:cut], DIRECTIVE[cut:]))
    assert found.standing is Standing.MOVED
    assert [place.exact.strip() for place in found.passage] == ["Doors shall be locked", "twice at all times"]


def test_pages_that_became_one() -> None:
    cut = DIRECTIVE.index("twice")
    document = Texts(DIRECTIVE[:cut], DIRECTIVE[cut:])
    quote = quote_of(document, (1, DIRECTIVE.index("Doors"), cut), (2, 0, len("twice at all times")))
    found = anchor(quote, Texts(DIRECTIVE))
    assert found.standing is Standing.MOVED
    assert found.words == WORDS


def test_a_quote_over_two_pages_with_heads_between_them_stays_exact() -> None:
    cut = DIRECTIVE.index("twice")
    document = Texts(DIRECTIVE[:cut] + "\n- 1 -", "Head\n" + DIRECTIVE[cut:])
    quote = quote_of(document, (1, DIRECTIVE.index("Doors"), cut), (2, 5, 5 + len("twice at all times")))
    assert anchor(quote, document).standing is Standing.EXACT


def test_recognised_letters_that_differ_are_told() -> None:
    quote = quoted(Texts(DIRECTIVE), WORDS)
    scanned = DIRECTIVE.replace("Doors shall", "D0ors sha1l").replace("Prevent", "Prevcnt").replace("keys", "kevs")
    found = anchor(quote, Texts(scanned, kind=PageKind.OCR))
    assert found.standing is Standing.MOVED
    assert found.words == "D0ors sha1l be locked twice at all times"
    assert 0.9 < found.share < 1
    assert "% of its letters are the same" in found.says


def test_a_sentence_that_was_misread_is_not_sought_in_its_twin() -> None:
    twin = "The door shall be locked twice at all times."
    page = f"First hall of the north. {twin} Guard one.\nSecond hall of the south. {twin} Guard two.\n"
    quote = quoted(Texts(page), twin, 1)
    found = anchor(quote, Texts(page.replace("door", "dcor", 1)))
    assert found.words.startswith("The dcor")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    page = "Der Türöffner wurde geprüft und für schlecht befunden."
    quote = quoted(Texts(page), "Türöffner wurde geprüft")
    found = anchor(quote, Texts(page.replace("ü", "u\u0308").replace("ö", "o\u0308")))
    assert found.standing is Standing.MOVED
    assert found.share == 1.0
    assert found.says == "only hyphens, blanks or forms of letters differ"


def test_arabic_presentation_forms_are_their_letters() -> None:
    page = "بۇ بۇيرۇق ھەممە ئورۇنغا تارقىتىلدى"
    forms = page.replace("ب", "ﺑ").replace("م", "ﻤ").replace("ق", "ﻖ")
    quote = quoted(Texts(page), "بۇيرۇق ھەممە ئورۇنغا")
    assert anchor(quote, Texts(forms)).passage[0].exact == forms[3:-10].strip()[: len("بۇيرۇق ھەممە ئورۇنغا")]


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (None, "its document is no longer in the case"),
        (Texts("Nothing of the kind."), "its words are no longer in the document"),
        (Texts(), "the document has no page 1 any more, and its words stand on no other"),
    ],
)
def test_what_is_lost_says_why(now: Texts | None, says: str) -> None:
    found = anchor(quoted(Texts(DIRECTIVE), WORDS), now)
    assert (found.standing, found.says, found.passage) == (Standing.LOST, says, ())


def test_columns_read_in_another_order() -> None:
    left, right = DIRECTIVE, OTHER
    quote = quoted(Texts(left + right), "Reports go to the office on duty")
    found = anchor(quote, Texts(right + left))
    assert (found.standing, found.words) == (Standing.MOVED, "Reports go to the office on duty")


def test_many_quotes_go_through_the_pages_once() -> None:
    class Counted(Texts):
        gone_through = 0

        def pages(self) -> Iterator[PageNow]:
            self.gone_through += 1
            return super().pages()

    quotes = [quoted(Texts(DIRECTIVE, OTHER), one) for one in ("Prevent escapes", "Annex", "calls are allowed")]
    document = Counted("cover", "contents", OTHER, DIRECTIVE)
    assert {one.standing for one in anchor_all(quotes, document)} == {Standing.MOVED}
    assert document.gone_through == 1
