"""Which language a text is in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from muniment.read.language import language_of

UDHR = Path(__file__).parents[4] / "shared" / "corpora" / "languages" / "udhr"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("人人生而自由，在尊严和权利上一律平等。", "zh"),
        ("人人生而自由，在尊嚴和權利上一律平等。", "zh"),
        ("すべての人間は、生まれながらにして自由であり", "ja"),
        ("모든 인간은 태어날 때부터 자유로우며", "ko"),
        ("ھەممە ئادەم تۇغۇلۇشىدىنلا ئەركىن، ئىززەت-ھۆرمەت ۋە ھوقۇقتا باپباراۋەر", "ug"),
        ("Hemme adem tughulushidinla erkin, izzet-hörmet we hoquqta bolidu, herqandaq kishi bilen", "ug"),
        ("Һәммә адәм туғулушидинла әркин, иззәт-һөрмәт вә һоқуқта җәмийәт", "ug"),
        ("يولد جميع الناس أحراراً متساوين في الكرامة والحقوق", "ar"),
        ("تمام افراد بشر آزاد به دنیا می‌آیند و از لحاظ حیثیت و حقوق با هم برابرند", "fa"),
        ("تمام انسان آزاد اور حقوق و عزت کے اعتبار سے برابر پیدا ہوئے ہیں۔", "ur"),
        ("هەموو مرۆڤەکان بە ئازادی و بە ڕێز و مافی یەکسان لەدایک دەبن", "ckb"),
        ("Все люди рождаются свободными и равными в своем достоинстве и правах", "ru"),
        ("Барлық адамдар тумысынан азат және қадір-қасиеті мен құқықтары тең болып дүниеге келеді", "kk"),
        ("འགྲོ་བ་མིའི་རིགས་རྒྱུད་ཡོངས་ལ་སྐྱེས་ཙམ་ཉིད་ནས་ཆེ་མཐོངས", "bo"),
        ("All human beings are born free and equal in dignity and rights.", "en"),
        ("ALL HUMAN BEINGS ARE BORN FREE AND EQUAL IN DIGNITY AND RIGHTS.", "en"),
        ("Όλοι οι άνθρωποι γεννιούνται ελεύθεροι", "el"),
    ],
)
def test_a_sentence_is_known(text: str, expected: str) -> None:
    assert language_of(text) == expected


@pytest.mark.parametrize("text", ["", "   ", "12345 67-89", "ok", "@@@ ### !!!", "Xy", "1 kg", "☃☃☃☃☃"])
def test_what_says_nothing_is_unknown(text: str) -> None:
    assert language_of(text) == "unknown"


def test_a_chinese_text_with_english_and_a_japanese_name_in_it_is_chinese() -> None:
    assert (
        language_of(
            "关于进一步加强 IJOP 平台 (integrated platform) 数据管理工作的通知，联系人：さくら，单位应当严格执行。"
        )
        == "zh"
    )


def test_small_languages_of_russia_are_not_called_russian() -> None:
    assert language_of("Хамуку най балдиӈкини нучи-дə, гургэ̄ди-дə эмуту бидэӈгуйи") != "ru"


@given(st.text(max_size=300))
def test_any_text_gets_an_answer(text: str) -> None:
    assert language_of(text)


@pytest.mark.skipif(not UDHR.is_dir(), reason="the corpora are not beside the repository")
def test_snippets_are_hardly_ever_called_wrong() -> None:
    expected = {
        "cmn_hans": "zh",
        "cmn_hant": "zh",
        "uig_arab": "ug",
        "uig_latn": "ug",
        "rus": "ru",
        "arb": "ar",
        "eng": "en",
        "fra": "fr",
        "spa": "es",
        "deu_1996": "de",
        "tur": "tr",
        "kaz": "kk",
        "bod": "bo",
        "jpn": "ja",
        "kor": "ko",
        "pes_1": "fa",
        "urd": "ur",
        "kir": "ky",
        "tgk": "tg",
        "khk": "mn",
        "ukr": "uk",
        "hin": "hi",
        "tha": "th",
    }
    right, wrong = 0, []
    for name, language in expected.items():
        root = etree.parse(UDHR / f"udhr_{name}.xml").getroot()
        text = " ".join(" ".join("".join(map(str, para.itertext())).split()) for para in root.iter("{*}para"))
        for start in range(0, min(len(text) - 80, 3200), 160):
            found = language_of(text[start : start + 80])
            right += found == language
            if found not in {language, "unknown"}:
                wrong.append((name, found, start))
    assert right >= 380, right  # of some 440
    assert len(wrong) <= 5, wrong
