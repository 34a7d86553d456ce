"""Where a quote is cut out of a page of which something is withheld depends on what can still be seen alone."""

from muniment.model import PageKind
from muniment.publish.site.pictures import settled
from muniment.redact.marks import Form, PublishedPage, ShownWord, Withheld

WORDS = (ShownWord("kept", (0.10, 0.50, 0.20, 0.53)), ShownWord("open", (0.22, 0.50, 0.30, 0.53)))
ASIDE = ShownWord("elsewhere", (0.10, 0.60, 0.40, 0.63))


def page(*withheld: Withheld) -> PublishedPage:
    return PublishedPage(1, PageKind.OCR, Form.DRAWN, (), withheld, words=(*WORDS, ASIDE))


def test_a_reading_that_placed_the_line_a_little_elsewhere_gives_the_same_place() -> None:
    covered = page(Withheld("to protect a person"))
    first, second = ((0.098, 0.497, 0.304, 0.532),), ((0.101, 0.503, 0.299, 0.528),)
    assert settled(first, covered) == settled(second, covered) == ((0.10, 0.50, 0.30, 0.53),)


def test_a_place_whose_words_cannot_be_read_any_more_is_not_shown() -> None:
    assert settled(((0.5, 0.1, 0.9, 0.2),), page(Withheld("to protect a person"))) == ()


def test_a_page_of_which_nothing_is_withheld_keeps_the_places_it_has() -> None:
    boxes = ((0.098, 0.497, 0.304, 0.532),)
    assert settled(boxes, page()) == boxes
