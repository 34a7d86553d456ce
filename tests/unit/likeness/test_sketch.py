"""Sketches: the same for the same words, mergeable over pages, and honest estimates."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.index.folding import term_texts
from muniment.likeness.candidates import MOST_HOLDERS, counted, pair_keys
from muniment.likeness.shingles import SHORT, shingles_of, terms_of
from muniment.likeness.sketch import sketch_of, sketches_of


@settings(deadline=None)
@given(st.text(max_size=200))
def test_there_are_as_many_terms_as_the_index_has(text: str) -> None:
    assert len(terms_of(text)) == len(term_texts(text))


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_terms_are_equal_exactly_where_the_index_takes_them_for_equal(one: str, other: str) -> None:
    hashes = np.concatenate((terms_of(one).hashes, terms_of(other).hashes))
    texts = term_texts(one) + term_texts(other)
    assert len(set(hashes.tolist())) == len(set(texts))


def test_shingles_are_three_words_or_five_characters() -> None:
    assert len(shingles_of(terms_of("one two three four"), SHORT)) == 2
    assert len(shingles_of(terms_of("一二三四五六"), SHORT)) == 2
    assert len(shingles_of(terms_of("one two"), SHORT)) == 1


@settings(deadline=None, max_examples=50)
@given(st.lists(st.sampled_from(["alpha", "beta", "学", "堂", "발"]), min_size=30, max_size=80), st.integers(1, 29))
def test_where_pages_break_makes_no_difference(words: list[str], at: int) -> None:
    whole = sketch_of([" ".join(words)])
    broken = sketch_of([" ".join(words[:at]), " ".join(words[at:])])
    assert whole.words == broken.words
    assert (whole.signature == broken.signature).all()
    assert (whole.short_prints == broken.short_prints).all()
    assert (whole.long_prints == broken.long_prints).all()


def test_estimates_are_near_what_is_really_shared() -> None:
    words = [f"word{number}" for number in range(4000)]
    errors = []
    for share in (0.2, 0.4, 0.6, 0.8):
        one, other = words[:1000], words[1000 - int(1000 * share) : 2000 - int(1000 * share)]
        errors.append(sketch_of([" ".join(one)]).estimate(sketch_of([" ".join(other)])) - share / (2 - share))
    assert max(abs(error) for error in errors) < 0.2


def test_a_page_alone_has_the_signature_of_its_document() -> None:
    whole, (page,) = sketches_of(["one page of a few words, and no more"])
    assert (whole.signature == page.signature).all()
    assert whole.words == page.words


def test_prints_that_everybody_holds_pair_nobody() -> None:
    holders = np.arange(MOST_HOLDERS + 1, dtype=np.int32)
    pairs, _ = counted(pair_keys(np.full(len(holders), 7, dtype=np.uint32), holders))
    assert len(pairs) == 0


def test_pairs_are_counted_by_the_prints_they_share() -> None:
    prints = np.array([1, 1, 2, 2, 3, 3], dtype=np.uint32)
    holders = np.array([4, 9, 9, 4, 4, 5], dtype=np.int32)
    pairs, counts = counted(pair_keys(prints, holders))
    assert dict(zip(map(tuple, pairs.tolist()), counts.tolist(), strict=True)) == {(4, 9): 2, (4, 5): 1}
