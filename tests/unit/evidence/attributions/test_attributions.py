"""Attributions are found where a text says from whom it has something, in time linear in its length."""

import itertools
import time
from collections.abc import Sequence

import pytest
from bench.attributions import judge, paragraphs
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.evidence.attributions import Attribution, attributions_in

LANGUAGES = ("ar", "en", "ru", "zh")


def told(text: str, language: str = "") -> list[tuple[str, str]]:
    return [(one.relation.value, one.named) for one in attributions_in(text, language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_labelled_paragraphs_are_judged_well(language: str) -> None:
    sums: dict[str, int] = {}
    for one in paragraphs():
        if one.language == language:
            for key, count in judge(one)[0].items():
                sums[key] = sums.get(key, 0) + count
    assert sums["recalled"] >= 0.85 * sums["wanted"]
    assert sums["right"] >= 0.93 * sums["found"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Harbour Ledger, citing Pan-Lakes Wire, reported it.", [("Harbour Ledger", 0), ("Pan-Lakes Wire", 1)]),
        ("据泛湖通讯社援引《北沼邮报》报道，船已离港。", [("泛湖通讯社", 0), ("北沼邮报", 1)]),
        ("«Лупа» сообщает со ссылкой на агентство «Лакуст».", [("Лупа", 0), ("Лакуст", 1)]),
        ("ذكرت صحيفة «الساحل» نقلاً عن وكالة «البحيرات» أن السد آمن.", [("الساحل", 0), ("البحيرات", 1)]),
    ],
)
def test_a_chain_keeps_its_order(text: str, expected: list[tuple[str, int]]) -> None:
    assert [(one.named, one.order) for one in attributions_in(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Photo: Reuters/Anders Holm",
        "图片来源：路透社",
        "Фото: РИА «Озёра» / Антон Лодкин",
        "تصوير: رويترز",
        "(Kyiv) – The commission met again.",
        "The editor of the Ledger said nothing.",
        "各单位要及时向上级报告情况。",
    ],
)
def test_credits_places_and_plain_sentences_are_no_attributions(text: str) -> None:
    assert [one for one in told(text) if one[0] != "speaks"] == []


@pytest.mark.parametrize(
    "text",
    [
        "He demanded that the Pan-Lakes Wire withdraw its report and apologise.",
        "Contrary to a report by the Evening Beacon, nobody was moved.",
        "与《晚灯塔报》的报道相反，没有囚犯被转移。",
        "Вопреки сообщению «Вечернего маяка», никого не перевозили.",
        "خلافًا لما ذكرته صحيفة «منارة المساء»، لم ينقل أي سجين.",
    ],
)
def test_a_report_that_is_denied_is_disputed(text: str) -> None:
    assert [one.hedge.value for one in attributions_in(text)] == ["disputed"]


def test_what_is_not_confirmed_is_said_to_be_so() -> None:
    (found,) = attributions_in("The Evening Beacon's report could not be independently verified.")
    assert (found.relation.value, found.hedge.value) == ("relays", "unverified")


def test_a_list_of_outlets_is_told_one_by_one_and_a_ministry_stays_whole() -> None:
    assert [name for _, name in told("Reuters, AFP and the Northmoor Post reported that the dam held.")] == [
        "Reuters",
        "AFP",
        "Northmoor Post",
    ]
    assert told("According to the Ministry of Trade and Industry, it held.") == [
        ("speaks", "Ministry of Trade and Industry")
    ]


def test_a_name_once_called_a_newspaper_is_one_in_the_rest_of_the_text() -> None:
    assert told("The newspaper Kestrel reported it. Kestrel said more would follow.")[1] == ("relays", "Kestrel")


@pytest.mark.parametrize(
    ("text", "named", "relation"),
    [
        ("Asked about it by Reuters, the ministry only repeated its position.", "Reuters", "relays"),
        ("发言人在路透社提出相关问题后，表示不知情。", "路透社", "relays"),
        ("Ведущий программы на Радио Свобода задал вопрос.", "Радио Свобода", "relays"),
        ("مراسل وكالة رويترز في أوسمت كان هناك.", "رويترز", "relays"),
    ],
)
def test_an_outlet_near_words_of_reporting_is_told_but_not_as_sure(text: str, named: str, relation: str) -> None:
    found = {(one.named, one.relation.value) for one in attributions_in(text)}
    assert any(named in name and kind == relation for name, kind in found)


def test_an_outlet_that_was_not_shown_something_is_no_parent() -> None:
    (found,) = attributions_in("We did not show the documents to Reuters.")
    assert (found.hedge.value, found.sure) == ("disputed", False)


@pytest.mark.parametrize(
    "text",
    [
        "She worked for Reuters for eleven years.",
        "The minister threatened the Harbour Post with a suit after documents were shown to the court.",
        "Сотрудник агентства Рейтер погиб, документы нашли позже.",
        "《北沼邮报》状告内务部，理由是该部拒绝提供文件。",
        "قناة السويس وثائقها محفوظة، ووكالة الأمن القومي نفت.",
    ],
)
def test_an_outlet_that_does_not_stand_as_a_source_is_nothing(text: str) -> None:
    assert [one for one in told(text) if one[0] != "speaks"] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("«Его увезли ночью», — цитирует Штарка ТАСС.", "ТАСС"),
        ("وتضيف «منارة المساء» شيئا، ونقلت عنهم صحيفة «الساحل» أن السد آمن.", "الساحل"),
        ("اشارت صحيفة «الساحل» الى ان السد آمن.", "الساحل"),
        ("但《北沼邮报》日前也就此进一步披露，船已离港。", "北沼邮报"),
        ("Officials spoke to the German newspaper Harbour Zeitung on Monday.", "Harbour Zeitung"),
    ],
)
def test_words_may_stand_in_other_orders_and_letters_in_other_forms(text: str, named: str) -> None:
    assert named in [name for _, name in told(text)]


def test_each_name_of_a_list_between_marks_is_told() -> None:
    text = "وذكرت صحيفة «الساحل» و«منارة المساء» أن السد آمن."
    assert [name for _, name in told(text)] == ["الساحل", "منارة المساء"]


def _is_consistent(text: str, found: Sequence[Attribution]) -> bool:
    return all(
        text[one.start : one.end] == one.words
        and text[one.named_start : one.named_end] == one.named
        and one.start <= one.named_start < one.named_end <= one.end
        for one in found
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_offsets_lead_to_the_words(language: str) -> None:
    text = "\ue000 𠀀 " + "\n".join(one.text for one in paragraphs() if one.language == language)
    found = attributions_in(text, language)
    assert len(found) > 20
    assert _is_consistent(text, found)


_LATIN_PIECES = (
    "The Guardian ",
    "reported ",
    ", citing ",
    "Reuters",
    " and ",
    "according to ",
    "a report by ",
    "said ",
    "A ",
)
_OTHER_PIECES = (
    "据",
    "报道",
    "社",
    "援引",
    "，",
    "的",
    "官员",
    "со ссылкой на ",
    "сообщает ",
    "Газета ",
    "وفقًا ل",
    "صحيفة ",
    "نقلاً عن ",
)
_MARKS = ("(", ") - ", "“", "”", "\n", "《", "》", "«", "»", ". ", "'s ", "\ue000", "\u0652")
_PIECES = st.sampled_from((*_LATIN_PIECES, *_OTHER_PIECES, *_MARKS))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(_PIECES, st.text(max_size=4)), max_size=40).map("".join))
def test_any_text_gives_offsets_that_lead_to_the_words(text: str) -> None:
    found = attributions_in(text)
    assert _is_consistent(text, found)
    places = [(one.named_start, one.named_end) for one in found]
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(places))


HOSTILE = (
    "A B ",
    "“A ",
    "citing a report by ",
    "据",
    "据《报",
    "报道社称",
    "«А ",
    "По данным Источник ",
    "وفقا ل",
    "صحيفة ",
    "(",
    "A\n",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_in_proportion_to_the_text_however_hostile(unit: str) -> None:
    def seconds(chars: int) -> float:
        text = (unit * (chars // len(unit) + 1))[:chars]
        begun = time.process_time()
        attributions_in(text)
        return time.process_time() - begun

    seconds(1_000)  # patterns are compiled by now
    short, long = seconds(20_000), seconds(80_000)
    assert long <= 8 * short + 0.05
    assert long < 1
