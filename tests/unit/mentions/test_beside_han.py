"""Chinese puts no space between words and numbers: what stands right beside Han characters is found all the same."""

import pytest

from muniment.mentions.extract import extractors, mentions_in
from muniment.mentions.mention import Kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("zhang@office.example", Kind.EMAIL),
        ("13812345678", Kind.PHONE),
        ("+86 10 6123 4567", Kind.PHONE),
        ("010-61234567", Kind.PHONE),
        ("6222021234567890128", Kind.ACCOUNT),
        ("DE89 3704 0044 0532 0130 00", Kind.ACCOUNT),
        ("11010519491231002X", Kind.IDENTITY),
        ("新A12345", Kind.PLATE),
        ("2017-11-05", Kind.DATE),
        ("05.11.2017", Kind.DATE),
        ("No. 12/2017", Kind.REFERENCE),
        ("A/HRC/41/G/11", Kind.REFERENCE),
        ("¥35,000", Kind.MONEY),
    ],
)
def test_numbers_right_beside_han_characters_are_found(words: str, kind: Kind) -> None:
    text = f"内容为{words}等等"
    assert (kind, words) in [(one.kind, one.words) for one in mentions_in(text, extractors())]
