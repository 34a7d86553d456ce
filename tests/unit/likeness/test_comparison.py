"""How two documents are said to relate."""

from pathlib import Path

import pytest

from muniment.likeness.comparison import Kind, compare
from muniment.likeness.document import Document, PageRead

DEMO = Path(__file__).resolve().parents[3] / "src" / "muniment" / "demo" / "texts"


def document(*pages: str) -> Document:
    return Document([PageRead(number, number, text) for number, text in enumerate(pages, 1)])


def demo(name: str) -> str:
    return (DEMO / name).read_text("utf-8")


def kind(one: str, other: str) -> Kind:
    found = compare(document(one), document(other)).kind
    assert compare(document(other), document(one)).kind is found.other_way
    return found


DIRECTIVE = demo("directive_zh.txt")
ENGLISH = demo("directive_en.txt")


def test_other_layout_case_and_punctuation_make_the_same_text() -> None:
    assert kind(ENGLISH, ENGLISH.upper().replace(" ", "\n").replace(",", " ;")) is Kind.SAME_TEXT


def test_traditional_characters_make_the_same_text() -> None:
    assert (
        kind("学习塔学堂发展规划办公室关于进一步规范的通知", "學習塔學堂發展規劃辦公室關於進一步規範的通知")
        is Kind.SAME_TEXT
    )


def test_a_paragraph_changed_on_one_page_of_nine_is_a_revision() -> None:
    pages = [ENGLISH[start : start + 900] for start in range(0, 8100, 900)]
    changed = [*pages[:3], "The paragraph on this page was withdrawn by the office. " * 4 + pages[3][300:], *pages[4:]]
    found = compare(document(*pages), document(*changed))
    assert found.kind is Kind.REVISION
    assert found.similarity > 0.9


def test_page_breaks_elsewhere_make_no_difference() -> None:
    one = document(*[ENGLISH[start : start + 1000] for start in range(0, 6000, 1000)])
    text = "".join(ENGLISH[start : start + 1000] for start in range(0, 6000, 1000))
    assert compare(one, document(text)).similarity > 0.98


def test_the_draft_of_a_memo_is_a_revision() -> None:
    assert kind(demo("papers/memo_first.txt"), demo("papers/memo_second.txt")) is Kind.REVISION


def test_a_translation_is_unrelated() -> None:
    assert kind(DIRECTIVE, ENGLISH) is Kind.UNRELATED


GRANTED = (
    "Dear {}, your request No. {} of {} is granted. Bring this letter and your card to the office before the end of "
    "the month. Without it nobody is let in. With kind regards, the Section."
)
RELEASED = "兹有学员{}，编号{}，经考核已完成职业技能培训课程，积分达到{}百分，同意结业，请予办理手续。"


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        (GRANTED, ("Mr Oske", "4417", "3 May"), ("Ms Vellan", "9032", "21 June")),
        (RELEASED, ("石雁南", "二八一七", "五"), ("贺岑", "九四零三", "七")),
    ],
)
def test_two_letters_on_one_form_are_no_duplicates(form: str, one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert kind(form.format(*one), form.format(*other)) is Kind.SAME_FORM


def test_misread_letters_leave_a_near_duplicate() -> None:
    misread = ENGLISH.replace("the", "tne").replace("learner", "learncr").replace("shall", "shal1")
    assert kind(ENGLISH, misread) is Kind.NEAR_DUPLICATE


def test_an_answer_that_quotes_a_letter_contains_it() -> None:
    letter = demo("papers/joint_letter.txt")
    answer = ENGLISH[:3000] + "\n" + "\n".join("> " + line for line in letter.splitlines())
    assert kind(answer, letter) is Kind.CONTAINS


def test_one_sentence_taken_over_is_found_with_its_places() -> None:
    sentence = (
        "nobody may refuse admission to a hall or break off the course of study by reason of their own wish alone"
    )
    one = document("First page.", f"{DIRECTIVE[:300]} {sentence}, it says. {DIRECTIVE[300:500]}")
    other = document(
        f"They wrote: “{sentence}!” " + "Nobody answered our questions about it before we went to press. " * 5
    )
    found = compare(one, other)
    assert found.kind is Kind.REUSES
    (passage,) = found.passages
    assert passage.verbatim
    (place,) = one.places(passage.left, passage.left_end)
    assert (place.number, one.raw(place)) == (2, sentence)
    (there,) = other.places(passage.right, passage.right_end)
    assert other.raw(there) == sentence


def test_a_passage_lightly_edited_is_still_one_passage() -> None:
    taken = DIRECTIVE[200:320]
    edited = taken[:40] + "甲乙" + taken[42:80] + taken[81:]
    found = compare(document(DIRECTIVE), document("新闻报道说如下内容：" + edited + "。记者未能核实。" * 30))
    assert [passage.verbatim for passage in found.passages] == [False]


@pytest.mark.parametrize("text", ["", " \n ", "a", "x " * 5, "\ud800", "。。。", "字", "a\u0301" * 4])
def test_next_to_nothing_can_be_compared(text: str) -> None:
    assert compare(document(text), document(ENGLISH)).kind is Kind.UNRELATED
    assert compare(document(text), document(text)).similarity in {0.0, 1.0}
    assert compare(document(), document(text)).similarity == 0.0


def test_a_text_that_repeats_itself_takes_no_longer_than_others() -> None:
    assert kind("left and right " * 20_000, "left and right " * 19_000 + "and an end. " * 30) is Kind.REVISION
