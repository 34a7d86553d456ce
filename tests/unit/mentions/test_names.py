"""Names: what the rules find in texts of the example case, and what they must leave alone."""

from pathlib import Path

import pytest

from muniment.errors import UsageError
from muniment.mentions.capitalised import Capitalised
from muniment.mentions.extract import extractors, mentions_in
from muniment.mentions.listed import Listed, read_names
from muniment.mentions.mention import Extractor, Kind
from muniment.mentions.segmented import Segmented

TEXTS = Path(__file__).parents[3] / "src" / "muniment" / "demo" / "texts"
REPORT = Path(__file__).parents[4] / "shared" / "corpora" / "report"


def names(extractor: Extractor, text: str) -> set[tuple[Kind, str]]:
    return {(one.kind, one.value) for one in extractor.find(text)}


def test_the_directive_names_its_author_and_its_office() -> None:
    text = (TEXTS / "directive_zh.txt").read_text("utf-8")
    found = names(Segmented(), text)
    assert {value for kind, value in found if kind is Kind.PERSON} == {"罗闻桥", "贺岑"}
    assert (Kind.ORGANISATION, "塔维利亚共和国克勒马省学堂管理厅") in found


def test_the_translation_names_them_too() -> None:
    found = names(Capitalised(), (TEXTS / "directive_en.txt").read_text("utf-8"))
    assert (Kind.PERSON, "Luo Wenqiao") in found
    assert (Kind.ORGANISATION, "Ministry of Civic Concord") in found


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("书记罗闻桥说", Kind.PERSON, "罗闻桥"),
        ("联系人：贺岑同志", Kind.PERSON, "贺岑"),
        ("伊力哈木·奥斯梅提说", Kind.PERSON, "伊力哈木·奥斯梅提"),
        ("新疆维吾尔自治区党委政法委下发", Kind.ORGANISATION, "新疆维吾尔自治区党委政法委"),
        ("在墨玉县工作", Kind.PLACE, "墨玉县"),
        ("They met Mr. Tavash there", Kind.PERSON, "Tavash"),
        ("We asked Governor Orvin Castellane about it", Kind.PERSON, "Orvin Castellane"),
        ("as D. Osmeti wrote", Kind.PERSON, "D. Osmeti"),
        ("сказал Иван Петрович Тарвелин вчера", Kind.PERSON, "Иван Петрович Тарвелин"),
        ("the offices of Reedbay County were", Kind.PLACE, "Reedbay County"),
        ("from the Ministry of Labour and Welfare in", Kind.ORGANISATION, "Ministry of Labour and Welfare"),
        ("wrote to Oda Brinkmoor's lawyer", Kind.NAME, "Oda Brinkmoor"),
        ("сообщило Министерство Гражданского Согласия в", Kind.ORGANISATION, "Министерство Гражданского Согласия"),
    ],
)
def test_a_name_is_told_by_its_words_or_its_neighbours(text: str, kind: Kind, value: str) -> None:
    assert (kind, value) in {(one.kind, one.value) for one in mentions_in(text, extractors())}


@pytest.mark.parametrize(
    "text",
    [
        "The halls were open. In March they closed. However, nothing happened.",
        "LEARNING HALLS AND THE MINISTRY OF CONCORD",
        "Measures for Further Standardising the Management of Halls",
        "许可、张贴、齐全、密封、加密，严格管理，安全第一。",
        "高度重视，全面落实。",
        "",
        "a.b.c and so on",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert not names(Capitalised(), text) | names(Segmented(), text)


def test_who_has_a_title_once_is_a_person_on_the_whole_page() -> None:
    text = "Petra Lindqvarn spoke first. Later Ms. Lindqvarn left."
    assert (Kind.PERSON, "Petra Lindqvarn") in names(Capitalised(), text)


def test_a_name_goes_on_after_the_end_of_a_full_line_only() -> None:
    full = "this line is long enough to be one that goes on with Oda\nBrinkmoor in the next"
    assert (Kind.NAME, "Oda Brinkmoor") in names(Capitalised(), full)
    assert not names(Capitalised(), "Oda\nBrinkmoor is in the next")


def test_a_chinese_name_is_found_across_the_end_of_a_line() -> None:
    text = "为进一步做好相关各项工作，根据上级的统一部署和要求由新疆维吾\n尔自治区公安厅负责"
    found = [one for one in Segmented().find(text) if one.kind is Kind.ORGANISATION]
    assert [one.value for one in found] == ["新疆维吾尔自治区公安厅"]
    assert text[found[0].start : found[0].end].replace("\n", "") == found[0].value


def test_listed_names_are_found_whatever_their_case_and_accents() -> None:
    listed = Listed(read_names("name,kind,counted as\nAyzöhre Kelmari,person,Kelmari\n学堂,organisation\n"))
    text = "AYZOHRE KELMARI, ayzöhre\u00a0kelmari; 各学堂。 Ayzöhre Kelmarian"
    found = [(text[one.start : one.end], one.value, one.kind) for one in listed.find(text)]
    assert found == [
        ("AYZOHRE KELMARI", "Kelmari", Kind.PERSON),
        ("ayzöhre\u00a0kelmari", "Kelmari", Kind.PERSON),
        ("学堂", "学堂", Kind.ORGANISATION),
    ]


def test_listed_names_stand_before_what_rules_say() -> None:
    by = extractors(read_names("Reedbay County,person\n"))
    assert [(one.kind, one.words) for one in mentions_in("in Reedbay County.", by)] == [(Kind.PERSON, "Reedbay County")]


@pytest.mark.parametrize("row", ["x,person", "Ab,nobody", f"{'n' * 201},person", "..,person"])
def test_a_list_that_cannot_be_used_is_refused(row: str) -> None:
    with pytest.raises(UsageError):
        read_names(f"name\n{row}\n")


def test_the_same_list_has_the_same_signature_and_another_has_not() -> None:
    one, other = (Listed(read_names(text)).name for text in ("Oda Brinkmoor\n", "Oda Brinkmoor,place\n"))
    assert one == Listed(read_names("name\nOda Brinkmoor\n")).name
    assert one != other


@pytest.mark.skipif(not REPORT.exists(), reason="the corpora are not here: ../shared/corpora/report")
def test_persons_of_a_real_report_are_persons() -> None:
    import pypdfium2  # type: ignore[import-untyped] # noqa: PLC0415 - it has no types; used where the corpora are

    document = pypdfium2.PdfDocument(next(REPORT.glob("*Chinese*")))
    text = "\n".join(page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document)
    found = names(Segmented(), text)
    assert {value for kind, value in found if kind is Kind.PERSON} == {"陈全国", "毛泽东"}
    assert (Kind.PLACE, "新疆") in found
