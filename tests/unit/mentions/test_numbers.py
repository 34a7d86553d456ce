"""Numbers that stand for something: each is found by its form and its check digit, and normalised."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric
from stdnum.iso7064 import mod_97_10

from muniment.mentions.identifiers import Accounts, Emails, Identities, Phones, Plates
from muniment.mentions.mention import SENSITIVE, Extractor, Kind, Mention, masked
from muniment.mentions.money import Money
from muniment.mentions.numerals import number_of
from muniment.mentions.references import References


def values(extractor: Extractor, text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.value) for one in extractor.find(text)]


def written(number: int) -> str:
    """A number below one hundred million in Han numerals, as a clerk writes it."""
    if number >= 10_000:
        rest = number % 10_000
        return written(number // 10_000) + "万" + (("零" if rest < 1000 else "") + written(rest) if rest else "")
    text, zero = "", False
    for step, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, step)
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + name
            zero = False
        else:
            zero = True
    return text


@given(st.integers(1, 99_999_999))
def test_han_numerals_round_trip(number: int) -> None:
    assert number_of(written(number)) == number


@given(st.text("一二三十百千万亿〇零五x", max_size=12))
def test_no_run_of_numerals_goes_wrong(text: str) -> None:
    value = number_of(text)
    assert value is None or value >= 0


@given(
    st.from_regex(r"[a-z0-9]{1,12}([._+-][a-z0-9]{1,8}){0,3}", fullmatch=True),
    st.from_regex(r"([a-z0-9]{1,12}\.){1,3}(example|org|net)", fullmatch=True),
)
def test_any_address_is_found(local: str, domain: str) -> None:
    assert values(Emails(), f"write to <{local}@{domain}>, or not.") == [(f"{local}@{domain}", f"{local}@{domain}")]


@given(st.from_regex(r"1(38|59|86|77)[0-9]{8}", fullmatch=True), st.sampled_from(["", " ", "-"]))
def test_chinese_mobiles_are_found_with_any_spacing(digits: str, gap: str) -> None:
    text = f"电话：{digits[:3]}{gap}{digits[3:7]}{gap}{digits[7:]}。"
    assert f"+86{digits}" in {value for _, value in values(Phones(), text)}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+86 10 6123 4567", "+861061234567"),
        ("call +44 20 7946 0958.", "+442079460958"),
        ("010-61234567", "+861061234567"),
        ("(0991) 2345678", "+869912345678"),
        ("8 (495) 123-45-67", "+74951234567"),
        ("Tel: 555 1234", "5551234"),
    ],
)
def test_phones_are_found_in_usual_forms(text: str, value: str) -> None:
    assert [found for _, found in values(Phones(), text)] == [value]


@pytest.mark.parametrize("text", ["2017-11-05", "12345678901", "television 123456", "1.3812345678", "+1"])
def test_other_numbers_are_no_phones(text: str) -> None:
    assert values(Phones(), text) == []


@given(st.from_regex(r"[0-9]{18}", fullmatch=True), st.booleans())
def test_ibans_are_found_and_wrong_ones_are_not(account: str, spaced: bool) -> None:
    right = "DE" + mod_97_10.calc_check_digits(account + "DE") + account
    wrong = right[:-1] + str((int(right[-1]) + 1) % 10)
    grouped = " ".join(re.findall(".{1,4}", right)) if spaced else right
    assert right in {value for _, value in values(Accounts(), f"IBAN {grouped}.")}
    assert wrong not in {value for _, value in values(Accounts(), f"IBAN {wrong}.")}


@given(st.from_regex(r"62[0-9]{16}", fullmatch=True))
def test_bank_cards_are_found_by_their_check_digit(start: str) -> None:
    right = start + luhn.calc_check_digit(start)
    wrong = start + str((int(right[-1]) + 1) % 10)
    assert values(Accounts(), f"卡号{right}") == [(right, right)]
    assert values(Accounts(), f"卡号{wrong}") == []


@given(st.dates(), st.integers(0, 999))
def test_identity_numbers_are_found_and_misread_ones_are_told(day: object, order: int) -> None:
    born = str(day).replace("-", "")
    number = f"650102{born}{order:03}"
    full = number + ric.calc_check_digit(number)
    wrong = number + ("1" if full[-1] != "1" else "2")
    found = {text: next(iter(Identities().find(f"身份证号：{text}，")), None) for text in (full, wrong)}
    if not born.startswith(("18", "19", "20")):
        assert found[full] is None
        return
    right, misread = found[full], found[wrong]
    assert right is not None
    assert misread is not None
    assert (right.value, right.note) == (full, "")
    assert "does not fit" in misread.note


def test_passports_are_found_only_where_they_are_called_so() -> None:
    assert values(Identities(), "护照号码：E12345678") == [("E12345678", "E12345678")]
    assert values(Identities(), "passport No. G1234567") == [("G1234567", "G1234567")]
    assert values(Identities(), "Паспорт 45 10 123456") == [("45 10 123456", "4510123456")]
    assert values(Identities(), "file E12345678") == []


@given(
    st.sampled_from("京沪新粤"),
    st.sampled_from("ABN"),
    st.from_regex(r"[0-9]{2}[A-HJ-NP-Z0-9]{2}[0-9]", fullmatch=True),
    st.sampled_from(["", "·", " "]),
)
def test_plates_are_found(province: str, city: str, number: str, gap: str) -> None:
    plate = f"{province}{city}{gap}{number}"
    assert values(Plates(), f"车牌{plate}。") == [(plate, f"{province}{city}{number}")]


@pytest.mark.parametrize("brackets", ["〔〕", "[]", "［］", "【】", "（）", "()", "﹝﹞"])
@given(year=st.integers(1949, 2031), number=st.integers(1, 9999))
def test_chinese_reference_numbers_are_one_whatever_their_brackets(brackets: str, year: int, number: int) -> None:
    reference = f"新党办发{brackets[0]}{year}{brackets[1]}{number}号"
    assert values(References(), f"根据{reference}文件") == [(reference, f"新党办发〔{year}〕{number}号")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("塔和发〔2029〕3号", "塔和发〔2029〕3号"),
        ("和国办发〔二〇一七〕十二號", "国办发〔2017〕12号"),
        ("国务院令第426号", "国务院令第426号"),
        ("see No. 12/2017", "12/2017"),
        ("Order No. 12", "12"),
        ("исх. № 45-12", "45-12"),
        ("A/HRC/41/G/11", "A/HRC/41/G/11"),
        ("Ta-He-Fa [2029] No. 3", "Ta-He-Fa〔2029〕3"),
    ],
)
def test_reference_numbers_are_found_in_usual_forms(text: str, value: str) -> None:
    assert value in {found for _, found in values(References(), text)}


@pytest.mark.parametrize("text", ["No. 5", "школа № 5", "and/or", "12号楼", "（2017）"])
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    assert values(References(), text) == []


@given(st.integers(1, 10**9), st.sampled_from(["{:,} yuan", "RMB {:,}", "{}元", "{:,} 元"]))
def test_amounts_keep_their_value(amount: int, form: str) -> None:
    text = form.format(amount)
    assert f"{amount} CNY" in {value for _, value in values(Money(), text)}


@given(st.decimals(Decimal("0.1"), 9999, places=1), st.sampled_from([("万", 4), ("亿", 8)]))
def test_scales_multiply(amount: Decimal, scale: tuple[str, int]) -> None:
    whole = amount.scaleb(scale[1])
    ((words, value),) = values(Money(), f"{amount}{scale[0]}元")
    assert words == f"{amount}{scale[0]}元"
    assert value.endswith(" CNY")
    assert Decimal(value.split()[0]) == whole


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("US$1.2 million", "1200000 USD"),
        ("$5", "5 $"),
        ("€1,234.56", "1234.56 EUR"),
        ("1.500 €", "[1.5,1500] EUR"),
        ("12,5 млн руб.", "12500000 RUB"),
        ("1 500 000 рублей", "1500000 RUB"),
        ("五十万元", "500000 CNY"),
        ("20 مليون دولار", "20000000 $"),
        ("1000余元", "1000 CNY"),
    ],
)
def test_sums_are_normalised_and_doubt_is_kept(text: str, value: str) -> None:
    assert [found for _, found in values(Money(), text)] == [value]


def test_numbers_that_identify_people_are_sensitive_and_masked() -> None:
    assert {Kind.PHONE, Kind.ACCOUNT, Kind.IDENTITY, Kind.PASSPORT, Kind.PLATE} == SENSITIVE
    assert Mention(0, 1, Kind.PHONE, "1", "1", "x").sensitive
    assert not Mention(0, 1, Kind.DATE, "1", "1", "x").sensitive


@given(st.text(max_size=40))
def test_masking_hides_all_but_two_characters(text: str) -> None:
    hidden = masked(text)
    assert len(hidden) == len(text)
    assert hidden.count("•") >= len(text) - 2
    assert len(text) >= 7 or set(hidden) <= {"•"}
