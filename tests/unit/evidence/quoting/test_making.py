"""Making a quote of a place: its surroundings, its boxes, its confidence."""

from muniment.evidence.quoting.letters import whole_clusters
from muniment.evidence.quoting.making import CONTEXT_CHARS, line_boxes, span_of, surroundings
from muniment.evidence.quoting.pages import PageNow, Place
from muniment.model import PageKind, Word


def words_of(text: str, *boxes: tuple[float, float, float, float], sure: float = 1.0) -> list[Word]:
    """A word for each blank-separated part of ``text``."""
    found, at = [], 0
    for part, box in zip(text.split(), boxes, strict=True):
        at = text.index(part, at)
        found.append(Word(at, at + len(part), box, sure))
        at += len(part)
    return found


def test_there_is_a_box_for_each_line() -> None:
    text = "doors are\nlocked"
    words = words_of(text, (0.1, 0.1, 0.2, 0.12), (0.21, 0.1, 0.25, 0.12), (0.1, 0.13, 0.2, 0.15))
    assert line_boxes(text, 0, len(text), words) == ((0.1, 0.1, 0.25, 0.12), (0.1, 0.13, 0.2, 0.15))


def test_a_part_of_a_word_takes_its_part_of_the_box() -> None:
    assert line_boxes("abcd", 1, 3, words_of("abcd", (0.0, 0.0, 0.4, 0.1))) == ((0.1, 0.0, 0.3, 0.1),)
    assert line_boxes("ئۇقۇ", 0, 1, words_of("ئۇقۇ", (0.0, 0.0, 0.4, 0.1))) == ((0.3, 0.0, 0.4, 0.1),)


def test_columns_of_vertical_text_have_a_box_each() -> None:
    text = "学堂\n管理"
    words = [
        Word(0, 1, (0.8, 0.1, 0.83, 0.13), 1), Word(1, 2, (0.8, 0.14, 0.83, 0.17), 1),
        Word(3, 4, (0.7, 0.1, 0.73, 0.13), 1), Word(4, 5, (0.7, 0.14, 0.73, 0.17), 1),
    ]  # fmt: skip
    assert line_boxes(text, 0, 5, words) == ((0.8, 0.1, 0.83, 0.17), (0.7, 0.1, 0.73, 0.17))


def test_words_far_apart_on_a_line_are_not_made_one() -> None:
    words = words_of("left right", (0.1, 0.1, 0.2, 0.12), (0.8, 0.1, 0.9, 0.12))
    assert len(line_boxes("left right", 0, 10, words)) == 2


def test_the_confidence_is_that_of_the_least_sure_word() -> None:
    page = PageNow(1, PageKind.OCR, "doors are locked")
    words = [Word(0, 5, (0, 0, 0.1, 0.1), 0.9), Word(6, 9, (0.1, 0, 0.2, 0.1), 0.4), Word(10, 16, (0, 0, 0, 0), 0.8)]
    assert span_of(Place(page, 0, 9), words).confidence == 0.4
    assert span_of(Place(page, 10, 16), words).confidence == 0.8
    assert span_of(Place(PageNow(1, PageKind.TEXT, page.text), 0, 9), words).confidence == 1.0


def test_surroundings_grow_until_they_tell_one_place_from_all_others() -> None:
    row = "hall was locked at nine and opened at six\n"
    text = row * 3 + "the end\n" + row * 2
    start = text.index("locked")
    prefix, suffix = surroundings(text, start, start + 6)
    assert len(suffix) > CONTEXT_CHARS
    assert text.count(prefix + "locked" + suffix) == 1
    assert surroundings("short", 1, 3) == ("s", "rt")


def test_clusters_stay_whole_and_hostile_ones_are_bounded() -> None:
    family = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
    text = f"a{family}b"
    assert whole_clusters(text, 2, 4) == (1, 6)
    assert whole_clusters("a\r\nb", 0, 2) == (0, 3)
    marks = "a" + "\u0301" * 100_000
    start, end = whole_clusters(marks, 50_000, 50_001)
    assert 49_900 < start <= 50_000 < end < 50_100
