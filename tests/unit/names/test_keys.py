"""Keys are the same for pages and for places on them, and alike for spellings that people exchange."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.names import keys as module
from muniment.names.keys import located_keys, page_keys
from muniment.names.together import word_keys
from muniment.names.word_keys import KEY_CHARS, word_key

TEXTS = st.text(st.characters() | st.sampled_from("朱海仑김 '’·\u200d\u0640محم Иваöğ"), max_size=60)


@settings(deadline=None)
@given(TEXTS)
def test_located_keys_are_those_of_the_page(text: str) -> None:
    plain = text.replace("'s", "").replace("\u2019s", "")
    assert [located.key for located in located_keys(plain)] == page_keys(plain).split()


@settings(deadline=None)
@given(TEXTS)
def test_places_follow_one_another_inside_the_text(text: str) -> None:
    end = 0
    for located in located_keys(text):
        assert end <= located.start < located.end <= len(text)
        end = located.end


LETTERS = (
    "abcdghknostuzöşéüñйцухжёалмдтніңپчحمدعبالئىۇەשלוםเกაბ한7ɛяюΣσςαουγψᐃᓄԲարსወማማกなカᏣくꦱ\u0301\U0001d400\U0001109a"
)
WORDS = st.text(st.sampled_from(LETTERS), min_size=1, max_size=12)


@settings(deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_words_have_the_same_key_together_as_each_by_itself(words: list[str]) -> None:
    assert word_keys(words) == [word_key(word) for word in words]


@settings(deadline=None)
@given(TEXTS)
def test_keys_are_short(text: str) -> None:
    assert all(len(key) <= KEY_CHARS + 1 for key in page_keys(text).split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Muhammad", "Mohammed"),
        ("Юрий", "Yury"),
        ("Иванов", "Ivanoff"),
        ("朱海仑", "朱海侖"),
        ("محمد", "مۇھەممەد"),
        ("Tohti", "Tohtining"),
        ("القاهرة", "وبالقاهرة"),
    ],
)
def test_spellings_of_a_name_share_a_key(one: str, other: str) -> None:
    assert page_keys(one) == page_keys(other)


def test_each_han_character_has_its_syllable() -> None:
    assert page_keys("书记朱海仑a") == "shu ji zhu hai lun _a"


def test_endless_word_has_a_short_key() -> None:
    assert len(page_keys("ab" * 500_000)) <= KEY_CHARS


def test_threads_that_share_the_words_seen_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        f"name{number} {chr(0x4E00 + number * 7)}{chr(0x5E00 + number)} Word{number % 50}" for number in range(600)
    ]
    expected = [[one.key for one in located_keys(text)] for text in texts]
    signs = module._Signs()
    monkeypatch.setattr(module, "_signs", lambda: signs)
    monkeypatch.setattr(module, "_cached", module._Cached())
    monkeypatch.setattr(module, "MAX_CACHED_WORDS", 40)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda text: [one.key for one in located_keys(text)], texts, chunksize=1))
    assert found == expected
