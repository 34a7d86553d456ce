"""What a hole of mode grid betrays, and that mode line betrays nothing of the kind."""

from tests.unit.redact import templates as made

from muniment.model import Word
from muniment.redact.burning import burn_drawn
from muniment.redact.grid import possible_names
from muniment.redact.marks import Mode

LIST = (*made.LATIN, "Ann Lo", "Bob", "Jill Fife-Gypsum", "Wilhelmina Featherstone", "Al", "Konstantinos")


def test_the_true_name_stays_possible_and_most_others_do_not() -> None:
    left = []
    for name in made.LATIN:
        found = made.placed_words(made.printed(name))
        page = made.covering(found, name)
        hidden = [index for index, word in enumerate(page.words) if _meets(word, page.covers[0].spans[0])]
        possible = possible_names(LIST, page.text, page.words, hidden, (2339, 1504))
        assert possible.tried == len(LIST)
        left.append(len(possible.names))
        if name.isascii():
            assert name in possible.names
    assert sum(left) / len(left) < len(LIST) / 2


def test_the_preview_says_how_many_stay_possible() -> None:
    found = made.placed_words(made.printed("Bo"))
    page = made.covering(found, "Bo")
    burnt = burn_drawn(made.drawn(made.printed("Bo")), page, Mode.GRID)
    hidden = [index for index, word in enumerate(page.words) if _meets(word, page.covers[0].spans[0])]
    possible = possible_names(LIST, page.text, page.words, hidden, burnt.pixels.shape[1::-1])
    assert possible.says.startswith(f"Of {len(LIST)} names in your list {len(possible.names)} stay possible")


def test_where_nothing_stands_behind_the_hole_every_name_stays_possible() -> None:
    words = (Word(0, 3, (0.1, 0.1, 0.2, 0.15), 1.0), Word(4, 6, (0.22, 0.1, 0.3, 0.15), 1.0))
    assert possible_names(LIST, "the Bo", words, [1], (1000, 1000)).names == LIST


def _meets(word: Word, span: tuple[int, int]) -> bool:
    return word.start < span[1] and span[0] < word.end
