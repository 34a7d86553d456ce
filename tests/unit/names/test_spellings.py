"""Transcriptions of Mandarin, the tables, and the way from Han characters to foreign words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.names.alphabets import word_sounds
from muniment.names.endings import stems
from muniment.names.han import foreign, readings
from muniment.names.mandarin import SYLLABLES, palladius, palladius_readings, pinyin_readings, wade_giles_reading
from muniment.names.sounds import distance
from muniment.names.tables import parse, tables


def test_syllables_are_about_four_hundred() -> None:
    assert 390 <= len(SYLLABLES) <= 415


@pytest.mark.parametrize("syllable", sorted(SYLLABLES))
def test_each_syllable_of_pinyin_is_read_as_itself(syllable: str) -> None:
    assert any(reading == (frozenset([syllable]),) or syllable in reading[0] for reading in pinyin_readings(syllable))


@given(st.lists(st.sampled_from(sorted(set(SYLLABLES) - {"yo"})), min_size=1, max_size=3))
def test_joined_pinyin_has_the_split_it_came_from(syllables: list[str]) -> None:
    readings_ = pinyin_readings("".join(syllables))
    assert any(
        len(reading) == len(syllables)
        and all(syllable in meant for syllable, meant in zip(syllables, reading, strict=True))
        for reading in readings_
    )


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        ("hsi", "xi"),
        ("p'ing", "ping"),
        ("ch'iang", "qiang"),
        ("tse", "ze"),
        ("tung", "dong"),
        ("jih", "ri"),
        ("hsü", "xu"),
    ],
)
def test_wade_giles(spelt: str, meant: str) -> None:
    reading = wade_giles_reading(spelt)
    assert reading is not None
    assert meant in reading[0]


@pytest.mark.parametrize(
    ("spelt", "meant"),
    [
        ("цзиньпин", ("jin", "ping")),
        ("хайлунь", ("hai", "lun")),
        ("чжу", ("zhu",)),
        ("сюй", ("xu",)),
        ("дэн", ("deng",)),
    ],
)
def test_palladius(spelt: str, meant: tuple[str, ...]) -> None:
    assert tuple(map(frozenset, ([syllable] for syllable in meant))) in palladius_readings(spelt)


def test_cyrillic_tells_nearly_all_syllables_apart() -> None:
    assert sum(len(meant) > 1 for spelt, meant in palladius().items() if "е" not in spelt) <= 12


def test_surnames_have_their_own_readings() -> None:
    assert "shan" in readings("单")
    assert "zeng" in readings("曾")


def test_rules_read_what_no_table_holds() -> None:
    sounds = foreign("玛丽帕").ways[0]
    assert distance(sounds, word_sounds("Maripa")[0])[0] < 0.5


def test_uyghur_writes_vowels_and_arabic_does_not() -> None:
    assert word_sounds("توختى")[0] == word_sounds("Тохти")[0]
    assert distance(word_sounds("منصور")[0], word_sounds("Mansur")[0])[0] < 0.3


def test_hasan_is_not_husayn_in_the_tables() -> None:
    assert not tables().known("حسن") & tables().known("حسين")


def test_each_line_of_the_tables_can_be_looked_up() -> None:
    names = {name for found in tables().by_spelling.values() for name in found}
    assert len(names) >= 500
    assert all(name in tables().known(spelling) for name in names for spelling in name.spellings)


def test_hostile_lines_of_a_table_are_passed_over() -> None:
    assert parse("own.tsv", ["# note", "", "name\tonly", "\t\t\t\t\t\t"])[0].name == ""
    assert [name.name for name in parse("own.tsv", ["name\tilham\tئىلھام\telham\t伊力哈木"])] == ["ilham"]


@pytest.mark.parametrize(
    ("written", "stem"),
    [
        ("توختىنىڭ", "توختى"),
        ("ومحمد", "محمد"),
        ("Ивановым", "Иванов"),
        ("Хайлуня", "Хайлунь"),
        ("Tohtining", "Tohti"),
        ("Putin's", "Putin"),
    ],
)
def test_endings_come_off(written: str, stem: str) -> None:
    assert stem in set(stems(written))
