"""All extractors together: one mention for each run of characters, in time linear in the text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from muniment.mentions.extract import extractors, mentions_in, signature
from muniment.mentions.listed import read_names
from muniment.mentions.mention import Kind

BY = extractors(read_names("Oda Brinkmoor\n学堂,place\n"))
PIECES = st.sampled_from(
    [
        *(
            "2017年11月5日",
            "5 November 2017",
            "15 رمضان 1438 هـ",
            "2017-يىلى",
            "〔2017〕12号",
            "No. 12/2017",
            "+86 10 6123 4567",
        ),
        *(
            "11010519491231002X",
            "新A12345",
            "a@b.example",
            "$5 million",
            "罗闻桥同志",
            "Mr. Tavash",
            "Oda Brinkmoor",
            "学堂",
        ),
        *(" ", "\n", "，", ".", "-", "1", "\u202e", "\u0000", "́", "𠀀", "İ", "ﬁ", "'s", "of the "),
    ]
)

HOSTILE = [
    *(
        "a",
        "1",
        "1.",
        "1,",
        "@",
        "a@",
        "A ",
        "Aa ",
        "A.",
        "年",
        "一",
        "一年",
        "1年",
        "+1 ",
        "1-",
        "1/",
        "¥1,",
        "朱",
        "朱·",
    ),
    *("[2017]", "第12号", "令", "No. 1/", "A/", "5 May ", "May ", "\n", "中\n", "“A ", "O. ", "A'", "62 ", "DE89 "),
    *("а", "ي", "新疆", "tel ", "护照 ", "P<", "〔", "1,000", "of the ", "A of the ", "ก", "\u0301", "€1"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=25).map("".join))
def test_mentions_are_spans_of_the_text_that_never_overlap(text: str) -> None:
    found = mentions_in(text, BY)
    at = 0
    for mention in found:
        assert at <= mention.start < mention.end <= len(text)
        assert mention.words == text[mention.start : mention.end]
        assert mention.value
        at = mention.end


@pytest.mark.parametrize("unit", HOSTILE)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(chars: int) -> float:
        text = (unit * (chars // len(unit) + 1))[:chars]
        start = time.process_time()
        mentions_in(text, BY)
        return time.process_time() - start

    small, large = seconds(2_000), seconds(32_000)
    assert large < 1.0 or large < 40 * small  # sixteen times the text


def test_a_sensitive_number_is_never_hidden_by_another_reading() -> None:
    found = mentions_in("见第11010519491231002X号，电话13812345678，卡6222021234567890128。", BY)
    assert [one.kind for one in found] == [Kind.IDENTITY, Kind.PHONE, Kind.ACCOUNT]


def test_the_signature_names_every_extractor_and_its_version() -> None:
    assert signature(extractors()).startswith("dates 1, references 1")
    assert "list " in signature(BY)
