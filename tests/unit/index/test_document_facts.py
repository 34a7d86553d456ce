"""The date of a document, and the words by which its sort may be asked for."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.index.dates import day_of
from muniment.index.kinds import FAMILIES, family_of, types_of


@pytest.mark.parametrize(
    ("facts", "day"),
    [
        ({"date": "2017-11-05T23:30:00+08:00"}, date(2017, 11, 5)),
        ({"created": "2017-11-05 10:00", "date": "2018-01-02"}, date(2018, 1, 2)),
        ({"modified": "2019", "created": "last spring"}, date(2019, 1, 1)),
        ({"created": "2017:11:05 10:00:00"}, date(2017, 11, 5)),
        ({"created": "2017-05"}, date(2017, 5, 1)),
        ({"created": "0000-00-00"}, None),
        ({"created": "20171105"}, None),
        ({"title": "2017-11-05"}, None),
        ({}, None),
    ],
)
def test_the_day_of_a_document(facts: dict[str, str], day: date | None) -> None:
    assert day_of(facts) == day


@given(st.dates(), st.sampled_from(["", "T10:00:00Z", " 23:59 +0600"]))
def test_every_day_written_out_is_read(day: date, time: str) -> None:
    assert day_of({"date": day.isoformat() + time}) == day


@given(st.text())
def test_any_text_is_a_day_or_none(untrusted: str) -> None:
    assert isinstance(day_of({"date": untrusted}), date | None)


@pytest.mark.parametrize(
    ("media_type", "family"),
    [
        ("application/pdf", "pdf"),
        ("message/rfc822", "mail"),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "word"),
        ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "sheet"),
        ("application/vnd.openxmlformats-officedocument.presentationml.presentation", "slides"),
        ("application/vnd.ms-excel", "sheet"),
        ("application/vnd.ms-powerpoint", "slides"),
        ("application/vnd.oasis.opendocument.text", "word"),
        ("application/epub+zip", "book"),
        ("application/zip", "archive"),
        ("application/hwp+zip", "word"),
        ("text/csv", "sheet"),
        ("text/html", "html"),
        ("application/xhtml+xml", "html"),
        ("text/plain", "text"),
        ("application/json", "text"),
        ("image/png", "image"),
        ("application/x-unheard-of", "other"),
        ("", ""),
    ],
)
def test_the_family_of_a_media_type(media_type: str, family: str) -> None:
    assert family_of(media_type) == family
    assert family in (*FAMILIES, "")


def test_a_sort_may_be_asked_for_by_family_type_and_suffix() -> None:
    paths = ("a.b/letter.DOC", "copy of letter.bin", "no suffix", "x.tar/y", "odd.a b", ".hidden")
    assert types_of("application/msword", paths) == ("application/msword", "word", "doc", "bin", "hidden")
