"""The project's own list of pairs, each judged as it should be, whichever name stands first."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.names.likeness import MATCH_THRESHOLD, compare

PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "pairs.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]


def test_list_has_look_alikes_enough() -> None:
    different = [pair for pair in PAIRS if pair[2] == "0"]
    assert len(PAIRS) >= 150
    assert len(different) >= 75


@pytest.mark.parametrize(("one", "other", "same", "tries"), PAIRS)
def test_pair_is_judged_as_it_should_be(one: str, other: str, same: str, tries: str) -> None:
    likeness = compare(one, other)
    assert (likeness.closeness >= MATCH_THRESHOLD) == (same == "1"), likeness
    assert likeness.closeness == pytest.approx(compare(other, one).closeness)
    assert likeness.reason


def test_reason_says_how_characters_were_read() -> None:
    assert compare("朱海仑", "Zhu Hailun").reason == "朱海仑 read as zhu hai lun"


def test_reason_says_that_a_transcription_is_usual() -> None:
    assert "伊力哈木 is the usual Chinese for Ilham" in compare("伊力哈木·土赫提", "Ilham Tohti").reason


def test_closer_spelling_comes_first() -> None:
    pinyin, wade_giles = compare("王建国", "Wang Jianguo"), compare("王建国", "Wang Chien-kuo")
    assert pinyin.closeness > wade_giles.closeness


def test_surname_alone_is_close_but_not_the_same() -> None:
    assert 0.5 <= compare("Tohti", "Ilham Tohti").closeness < MATCH_THRESHOLD


def test_titles_are_no_part_of_a_name() -> None:
    assert compare("Dr. Ilham Tohti", "Ilham Tohti").closeness >= 0.95


NAMES = st.text(st.sampled_from("aeiou bcdxqhjzwy王伟海古丽محمدوИванов·,'-.ー김"), max_size=24)


@settings(max_examples=150, deadline=None)
@given(NAMES, NAMES)
def test_closeness_is_a_symmetric_share(one: str, other: str) -> None:
    closeness = compare(one, other).closeness
    assert 0 <= closeness <= 1
    assert closeness == pytest.approx(compare(other, one).closeness)
