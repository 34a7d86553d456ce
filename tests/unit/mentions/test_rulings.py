"""Rulings: the last one about a mention counts, and its words find it again after a page was read anew."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from muniment.mentions.mention import Kind, Mention
from muniment.mentions.rulings import BY_HAND, Act, Ruling, place_of, settle

TEXT = "Order was signed. Order was sent to Luo in Kelmar."


def at(words: str, nth: int = 0, kind: Kind = Kind.NAME) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Mention(start, start + len(words), kind, words, words, "capitals 1")


def ruling(number: int, act: Act, found: Mention, now: Mention | None = None, *, everywhere: bool = False) -> Ruling:
    sha256, page = ("", 0) if everywhere else ("0" * 64, 1)
    return Ruling(number, act, sha256, page, found, now, "editor", "2031-06-01T00:00:00.000Z", "because")


FOUND = [at("Order"), at("Order", 1), at("Luo"), at("Kelmar")]


def test_without_rulings_all_stands_as_found() -> None:
    outcome = settle(FOUND, [], TEXT)
    assert [one.now for one in outcome.mentions] == FOUND
    assert not outcome.unplaced


def test_one_mention_is_dismissed_and_its_like_stays() -> None:
    outcome = settle(FOUND, [ruling(1, Act.DISMISS, FOUND[1])], TEXT)
    assert [one.now is None for one in outcome.mentions] == [False, True, False, False]


def test_a_ruling_for_the_case_dismisses_all_of_the_same_words() -> None:
    outcome = settle(FOUND, [ruling(1, Act.DISMISS, FOUND[0], everywhere=True)], TEXT)
    assert [one.now is None for one in outcome.mentions] == [True, True, False, False]


def test_a_ruling_about_one_place_goes_before_one_for_the_case() -> None:
    rulings = [ruling(1, Act.RESTORE, FOUND[1]), ruling(2, Act.DISMISS, FOUND[0], everywhere=True)]
    outcome = settle(FOUND, rulings, TEXT)
    assert [one.now is None for one in outcome.mentions] == [True, False, False, False]


def test_the_last_ruling_counts_whatever_order_they_come_in() -> None:
    rulings = [ruling(2, Act.RESTORE, FOUND[0]), ruling(1, Act.DISMISS, FOUND[0])]
    assert settle(FOUND, rulings, TEXT).mentions[0].now == FOUND[0]


def test_a_correction_changes_kind_value_and_extent() -> None:
    now = Mention(FOUND[2].start, FOUND[3].end, Kind.PERSON, "Luo in Kelmar", "Luo Wenqiao", BY_HAND)
    outcome = settle(FOUND, [ruling(1, Act.CORRECT, FOUND[2], now)], TEXT)
    assert outcome.mentions[2].now == now
    assert outcome.mentions[2].found == FOUND[2]


def test_a_mention_is_added_and_taken_away_again() -> None:
    mention = Mention(6, 16, Kind.NAME, "was signed", "was signed", BY_HAND)
    add = ruling(1, Act.ADD, mention, mention)
    assert settle(FOUND, [add], TEXT).mentions[-1].now == mention
    outcome = settle(FOUND, [add, ruling(2, Act.DISMISS, mention)], TEXT)
    assert len(outcome.mentions) == len(FOUND)
    assert not outcome.unplaced


@given(st.text("ab \n", max_size=60), st.sampled_from([Act.DISMISS, Act.CORRECT]))
def test_rulings_survive_that_a_page_is_read_again(before: str, act: Act) -> None:
    moved = [replace(one, start=one.start + len(before), end=one.end + len(before)) for one in FOUND]
    now = replace(FOUND[1], kind=Kind.REFERENCE, value="the order", extractor=BY_HAND)
    rulings = [ruling(1, act, FOUND[1], now if act is Act.CORRECT else None)]
    outcome = settle(moved, rulings, before + TEXT)
    touched = [place for place, one in enumerate(outcome.mentions) if one.ruling]
    nearest = min((0, 1), key=lambda place: abs(moved[place].start - FOUND[1].start))
    assert touched == [nearest]
    assert not outcome.unplaced


def test_a_ruling_whose_words_are_gone_is_reported() -> None:
    gone = replace(FOUND[2], words="Lou")
    outcome = settle(FOUND, [ruling(1, Act.DISMISS, gone)], TEXT)
    assert [one.id for one in outcome.unplaced] == [1]
    assert [one.now for one in outcome.mentions] == FOUND


@given(st.text("ab", min_size=1, max_size=3), st.text("ab", max_size=40), st.integers(0, 45))
def test_words_are_found_nearest_to_where_they_were(words: str, text: str, near: int) -> None:
    place = place_of(words, text, near)
    places = [start for start in range(len(text)) if text.startswith(words, start)]
    if place is None:
        assert not places
    else:
        assert abs(place - near) == min(abs(one - near) for one in places)
