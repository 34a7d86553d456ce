import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.read.formats.containers.member_names import encoding_of, recoded


@pytest.mark.parametrize(
    ("encoding", "names"),
    [
        ("gb18030", ["审计报告/附件一.doc", "关于加强教育培训中心管理工作的意见.docx", "会议纪要.txt"]),
        ("big5", ["會議紀錄.doc", "關於加強教育培訓中心管理.docx"]),
        ("cp932", ["報告書.txt", "会議の議事録.doc"]),
        ("euc_kr", ["보고서 초안.hwp", "회의록 최종본.doc", "연락처 목록.xls"]),
        ("cp866", ["Протокол заседания.doc", "Отчёт за 2017 год.xls"]),
        ("cp1251", ["Протокол заседания.doc", "Отчёт за 2017 год.xls"]),
        ("cp1256", ["تقرير.doc", "محضر الاجتماع.doc"]),
        ("cp850", ["Übersicht.txt", "naïve café.doc", "Préfecture.doc"]),
        ("cp1252", ["Übersicht.txt", "naïve café.doc", "Préfecture.doc"]),
    ],
)
def test_names_in_old_encodings_are_told(encoding: str, names: list[str]) -> None:
    stored = [name.encode(encoding) for name in names]
    told = encoding_of(stored)
    assert [recoded(name, told).decode("utf-8", "replace") for name in stored] == names


@given(st.lists(st.text(max_size=20), max_size=5))
def test_names_in_utf8_stay_as_they_are(names: list[str]) -> None:
    stored = [name.encode("utf-8", "replace") for name in names]
    told = encoding_of(stored)
    assert told is None
    assert [recoded(name, told) for name in stored] == stored


@given(st.lists(st.binary(max_size=20), max_size=4))
def test_any_bytes_give_utf8_or_stay_as_they_are(names: list[bytes]) -> None:
    told = encoding_of(names)
    for name in names:
        again = recoded(name, told)
        assert again == name or again.decode() == name.decode(str(told))


def test_one_odd_name_is_too_little_to_tell() -> None:
    assert encoding_of([b"\x80\x81\xfe\xff"]) is None
