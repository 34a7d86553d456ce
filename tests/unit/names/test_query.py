"""A name is found on a page among other words, with its endings, and nothing else is."""

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.names.keys import page_keys
from muniment.names.likeness import MATCH_THRESHOLD
from muniment.names.query import NameQuery
from muniment.names.spelling import MAX_RUNS

FRAMES = {
    "latin": "On Monday {} signed the paper. It was late.",
    "han": "根据中共中央政法委书记{}的讲话精神",
    "arabic": "قال {} في القاهرة أمس",
    "uyghur": "دۈشەنبە كۈنى {} دېدى",
    "cyrillic": "По словам {}, вчера в Москве",
}


@pytest.mark.parametrize(
    ("name", "frame", "written"),
    [
        ("Zhu Hailun", "han", "朱海仑"),
        ("朱海仑", "latin", "Zhu Hailun"),
        ("朱海仑", "latin", "Hailun Zhu"),
        ("zhu hai lun", "latin", "ZHU Hailun"),
        ("Zhu Hailun", "cyrillic", "Чжу Хайлуня"),
        ("习近平", "latin", "Hsi Chin-p'ing"),
        ("شى جىنپىڭ", "han", "习近平"),
        ("Ilham Tohti", "han", "伊力哈木·土赫提"),
        ("Ilham Tohti", "uyghur", "ئىلھام توختى"),
        ("Ilham Tohti", "uyghur", "ئىلھام توختىنىڭ"),
        ("ئىلھام توختى", "latin", "Ilham Tohti's"),
        ("ئىلھام توختى", "latin", "Ilham Tohtining"),
        ("伊力哈木·土赫提", "cyrillic", "Илҳам Тохти"),
        ("Maripa Turghun", "han", "玛丽帕·吐尔洪"),
        ("Ivanov", "cyrillic", "Ивановым"),
        ("Sergei Petrov", "cyrillic", "Сергея Ивановича Петрова"),
        ("Sergei Petrov", "latin", "Sergei I. Petrov"),
        ("S. Petrov", "cyrillic", "Сергей Петров"),
        ("Muhammad Ali", "arabic", "ومحمد علي"),
        ("محمد علي", "latin", "Mohamed Aly"),
        ("Hassan al-Khatib", "arabic", "حسن الخطيب"),
        ("Ürümchi", "han", "乌鲁木齐市"),
    ],
)
def test_name_is_found_where_it_stands(name: str, frame: str, written: str) -> None:
    page = FRAMES[frame].format(written)
    found = NameQuery(name).matches(page)
    assert len(found) == 1
    start = page.index(written)
    assert start <= found[0].start < found[0].end <= start + len(written)
    assert found[0].closeness >= MATCH_THRESHOLD
    assert found[0].reason


@pytest.mark.parametrize(
    ("name", "frame", "written"),
    [
        ("Zhu Hailun", "latin", "Zhu Hailing"),
        ("朱海仑", "han", "朱海伦"),
        ("Li Wei", "latin", "leave the life"),
        ("Wang Wei", "han", "王文"),
        ("Ilham Tohti", "han", "伊力哈木·吐尔逊"),
        ("Ilham Tohti", "latin", "Ilham Tursun"),
        ("Ali", "latin", "allies"),
        ("Muhammad Ali", "arabic", "محمود علي"),
        ("Sergei Nikolaevich Petrov", "cyrillic", "Сергей Иванович Петров"),
    ],
)
def test_look_alike_is_left_alone(name: str, frame: str, written: str) -> None:
    assert NameQuery(name).matches(FRAMES[frame].format(written)) == ()


def test_characters_asked_for_are_not_found_in_their_homophones() -> None:
    (only,) = NameQuery("王伟").matches("王薇和王伟")
    assert (only.start, only.end) == (3, 5)


def test_offsets_count_code_points_of_the_raw_page() -> None:
    page = "\U0001f600 \u202eabc\u202c Zhu\u00a0Hailun."
    (only,) = NameQuery("朱海仑").matches(page)
    assert page[only.start : only.end] == "Zhu\u00a0Hailun"


def test_name_does_not_reach_over_the_end_of_a_sentence() -> None:
    assert NameQuery("Ilham Tohti").matches("That was Ilham. Tohti came later.") == ()


def test_page_of_one_name_a_thousand_times_is_searched_in_bounded_time() -> None:
    page = "Mohammed bin Salman al Mohammed bin Salman al " * 2_000
    began = time.process_time()
    found = NameQuery("Mohammed bin Salman").matches(page)
    assert len(found) == 4_000
    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    "untrusted", ["", "   ", "''", "·", "\ud800", "12", "%$", "a" * 5_000, "王" * 500, "a b " * 500]
)
def test_names_that_are_none_do_no_harm(untrusted: str) -> None:
    query = NameQuery(untrusted)
    assert len(query.runs) <= MAX_RUNS
    query.matches("Some page with words 王伟 " + untrusted)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.text(max_size=80))
def test_matches_lie_inside_the_page_and_apart(name: str, page: str) -> None:
    end = 0
    for match in NameQuery(name).matches(page):
        assert end <= match.start < match.end <= len(page)
        end = match.end


PAIRS = [
    line.split("\t")
    for line in (Path(__file__).parent / "pairs.tsv").read_text("utf-8").splitlines()
    if line.endswith(("pinyin", "Wade-Giles", "Palladius", "table", "issue", "Arabic", "Kazakh", "Russian"))
]


@pytest.mark.parametrize(("one", "other", "same", "tries"), [pair for pair in PAIRS if pair[2] == "1"])
def test_page_of_a_spelling_holds_a_run_of_the_name(one: str, other: str, same: str, tries: str) -> None:
    keys = f" {page_keys(f'2019. {other}, 1)')} "
    assert any(f" {' '.join(run)} " in keys for run in NameQuery(one).runs)
