"""Differences are laid out so that what matters is seen first and nothing is left out."""

from hypothesis import given
from hypothesis import strategies as st

from muniment.likeness.difference import difference
from muniment.likeness.document import Document, PageRead
from muniment.likeness.passages import passages_between
from muniment.web.alike.sides import Sides, shared, sides_of

FORMER = """Article 1. The halls are kept closed at all times of the day.
Article 2. The term of study is not less than six months for each learner.
Article 3. Two persons keep the two keys and never one of them alone.
— 1 —"""
LATER = FORMER.replace("six months", "one year").replace("— 1 —", "— 7 —")

PARAGRAPHS = st.lists(st.sampled_from([*FORMER.split("\n"), "第二十六条 学习期限不少于一年。", "x", "12"]), max_size=9)


def document(text: str) -> Document:
    return Document([PageRead(1, 1, text)])


def compared(left: str, right: str) -> Sides:
    return sides_of(difference(document(left), document(right)))


def marked(sides: Sides) -> tuple[list[str], list[str]]:
    pairs = [pair for stretch in sides.stretches for pair in stretch.pairs if pair.place]
    left = [run.text for pair in pairs for line in pair.left for run in line.runs if run.is_hit]
    right = [run.text for pair in pairs for line in pair.right for run in line.runs if run.is_hit]
    return left, right


def test_one_changed_paragraph_is_one_place_with_its_changed_words() -> None:
    sides = compared(FORMER, LATER)
    assert [(place.left, place.right) for place in sides.places] == [("six months", "one year")]
    assert marked(sides) == (["six months"], ["one year"])


def test_a_page_number_is_no_place_that_differs() -> None:
    assert compared(FORMER, FORMER.replace("— 1 —", "")).places == []


def test_a_line_that_stands_on_one_side_only_is_marked_as_a_whole() -> None:
    sides = compared(FORMER, FORMER + "\nArticle 4. Nobody may leave without a paper.")
    assert marked(sides) == ([], ["Article 4. Nobody may leave without a paper."])


def test_what_a_scan_only_lacks_is_set_apart_from_what_it_says_otherwise() -> None:
    scan = FORMER.replace(" of the day", "").replace("alone", "asleep")
    sides = sides_of(difference(document(FORMER), document(scan)), right_recognised=True)
    assert [(place.left, place.right) for place in sides.unread] == [("of the day", "")]
    assert [(place.left, place.right) for place in sides.places] == [("alone", "asleep")]
    assert len(compared(FORMER, scan).unread) == 0


def test_a_sentence_that_a_scan_lacks_is_no_slip_of_recognition() -> None:
    sides = sides_of(difference(document(FORMER), document(FORMER.split("\n", 1)[1])), right_recognised=True)
    assert sides.unread == []
    assert len(sides.places) == 1


def test_the_same_texts_fold_away() -> None:
    sides = compared(FORMER, FORMER)
    assert sides.places == []
    assert all(stretch.folded for stretch in sides.stretches)


@given(PARAGRAPHS, PARAGRAPHS)
def test_every_paragraph_is_shown_once_in_its_order(left: list[str], right: list[str]) -> None:
    sides = compared("\n".join(left), "\n".join(right))
    pairs = [pair for stretch in sides.stretches for pair in stretch.pairs]
    for side, told in ((left, [pair.left for pair in pairs]), (right, [pair.right for pair in pairs])):
        lines = ["".join(run.text for run in line.runs) for lines in told for line in lines]
        assert "".join("".join(lines).split()) == "".join("".join(side).split())


def test_shared_passages_carry_the_words_of_both_sides() -> None:
    wire = "Two persons keep the two keys and never one of them alone, says an order that the agency has seen in full"
    one, other = (
        document(f"Here is what we found. {wire}. More follows."),
        document(f"HARBOUR, Monday. {wire.upper()}!"),
    )
    found = shared(one, other, passages_between(one, other))
    assert len(found) == 1
    assert "".join(run.text for run in found[0].left[0].runs).startswith("Two persons keep")
    assert "".join(run.text for run in found[0].right[0].runs).startswith("TWO PERSONS KEEP")
