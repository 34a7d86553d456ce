"""Which encoding bytes are in."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from muniment.read.charset import guess, usable, wide_encoding

UDHR = Path(__file__).parents[4] / "shared" / "corpora" / "languages" / "udhr"

RUSSIAN = "Все люди рождаются свободными и равными в своем достоинстве и правах."
CHINESE = "人人生而自由，在尊严和权利上一律平等。他们赋有理性和良心，并应以兄弟关系的精神相对待。"
TAIWANESE = "人人生而自由，在尊嚴和權利上一律平等。他們賦有理性和良心，並應以兄弟關係的精神互相對待。"
JAPANESE = "すべての人間は、生まれながらにして自由であり、かつ、尊厳と権利とについて平等である。"
KOREAN = "모든 인간은 태어날 때부터 자유로우며 그 존엄과 권리에 있어 동등하다."
ARABIC = "يولد جميع الناس أحراراً متساوين في الكرامة والحقوق. وقد وهبوا عقلاً وضميراً"
UYGHUR = "ھەممە ئادەم تۇغۇلۇشىدىنلا ئەركىن، ئىززەت-ھۆرمەت ۋە ھوقۇقتا باپباراۋەر بولۇپ تۇغۇلغان."
GREEK = "Όλοι οι άνθρωποι γεννιούνται ελεύθεροι και ίσοι στην αξιοπρέπεια και τα δικαιώματα."
POLISH = "Wszyscy ludzie rodzą się wolni i równi pod względem swej godności i swych praw."
FRENCH = "Tous les êtres humains naissent libres et égaux en dignité et en droits, doués de raison."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RUSSIAN, name) for name in ("cp1251", "koi8-r", "cp866", "iso8859-5", "utf-16-le", "utf-16-be", "utf-8")),
        *((CHINESE, name) for name in ("gb18030", "utf-16-le", "utf-16-be", "utf-32-le", "utf-8", "hz")),
        *((TAIWANESE, name) for name in ("big5", "utf-16-le", "gb18030")),
        *((JAPANESE, name) for name in ("shift_jis", "euc_jp", "iso2022_jp", "utf-16-be")),
        *((KOREAN, name) for name in ("euc_kr", "utf-16-le", "iso2022_kr")),
        *((ARABIC, name) for name in ("cp1256", "iso8859-6", "utf-16-le")),
        *((UYGHUR, name) for name in ("utf-16-le", "utf-16-be", "utf-8")),
        *((GREEK, name) for name in ("cp1253", "iso8859-7")),
        *((POLISH, name) for name in ("cp1250", "iso8859-2", "cp852")),
        *((FRENCH, name) for name in ("cp1252", "cp850", "cp500", "mac_roman")),
    ],
)
def test_every_character_comes_out_right(text: str, encoding: str) -> None:
    assert text.encode(encoding).decode(guess(text.encode(encoding)).encoding) == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_settles_it(encoding: str) -> None:
    guessed = guess(RUSSIAN.encode(encoding))
    assert guessed.certain
    assert RUSSIAN.encode(encoding).decode(guessed.encoding) == RUSSIAN


def test_a_sample_that_ends_within_a_character_is_still_utf8() -> None:
    assert guess(CHINESE.encode()[:-1]).encoding == "utf-8"


def test_one_broken_character_does_not_make_chinese_french() -> None:
    broken = CHINESE.encode() + b"\xff" + CHINESE.encode()
    assert guess(broken).encoding == "utf-8"


@pytest.mark.parametrize("text", ["Bush hid the facts", "this app can break", "ВСЕ ЛЮДИ РОЖДАЮТСЯ СВОБОДНЫМИ"])
@pytest.mark.parametrize("encoding", ["utf-8", "cp866", "cp1251"])
def test_narrow_text_is_not_taken_for_wide(text: str, encoding: str) -> None:
    assert wide_encoding(text.encode(encoding)) == ""


@pytest.mark.parametrize(
    "name", ["", None, "no-such-thing", "utf-7", "base64", "rot13", "idna", "x" * 500, "\u0441p1251"]
)
def test_what_is_no_encoding_of_text_is_not_used(name: str | None) -> None:
    assert usable(name) == ""


def test_declared_names_are_read_as_what_people_mean_by_them() -> None:
    assert usable(" GB2312 ") == usable("gbk") == "gb18030"
    assert usable("ISO-8859-1") == "cp1252"


@given(st.binary(max_size=600))
def test_any_bytes_get_an_encoding_that_exists(sample: bytes) -> None:
    assert isinstance(sample.decode(guess(sample).encoding, "replace"), str)


@pytest.mark.skipif(not UDHR.is_dir(), reason="the corpora are not beside the repository")
def test_nearly_all_texts_in_old_encodings_come_out_right() -> None:
    pairs = {
        "cmn_hans": ("gb18030", "utf-16-be"),
        "cmn_hant": ("big5", "utf-16-le"),
        "rus": ("cp1251", "koi8-r", "cp866", "iso8859-5"),
        "ukr": ("cp1251", "koi8-u"),
        "arb": ("cp1256", "iso8859-6"),
        "jpn": ("cp932", "euc_jp"),
        "kor": ("cp949",),
        "pol": ("cp1250", "iso8859-2"),
        "tur": ("cp1254",),
        "ell_monotonic": ("cp1253",),
        "fra": ("cp1252", "cp850", "cp500"),
    }
    wrong = []
    for language, encodings in pairs.items():
        root = etree.parse(UDHR / f"udhr_{language}.xml").getroot()
        text = "\n".join(" ".join("".join(map(str, para.itertext())).split()) for para in root.iter("{*}para"))
        for encoding in encodings:
            whole = text.encode(encoding, "ignore")
            for start in range(0, 4000, 400):
                short = text[start : start + 90].encode(encoding, "ignore")
                if short.decode(guess(short).encoding, "replace") != short.decode(encoding):
                    wrong.append((language, encoding, start))
            assert whole.decode(guess(whole).encoding) == whole.decode(encoding)
    assert len(wrong) <= 6, wrong  # of 200
