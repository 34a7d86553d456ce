"""Address cards and calendars."""

import base64

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.read.formats.reading import document_of

from muniment.read.formats.mail.cards import READERS
from muniment.read.reader import Found, MemberFound, PageFound

(READER,) = READERS


def read(content: bytes) -> list[Found]:
    return list(READER.read(document_of(content, "text/vcard", ".vcf")))


def text_of(content: bytes) -> str:
    return "".join(item.text for item in read(content) if isinstance(item, PageFound))


def test_a_quoted_printable_name_is_spelt_out() -> None:
    card = b"BEGIN:VCARD\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E5=BC=A0;=E4=B8=\r\n=89;;;\r\nEND:VCARD\r\n"
    assert text_of(card).strip() == "N: 张;三;;;"


def test_folded_lines_are_joined_and_escapes_undone() -> None:
    card = b"BEGIN:VCARD\nNOTE;LANGUAGE=en:met at\n  noon\\, then\\nleft\nEND:VCARD\n"
    assert text_of(card).strip() == "NOTE: met at noon, then\nleft"


def test_a_photograph_becomes_a_member() -> None:
    photo = base64.b64encode(b"\x89PNG\r\n\x1a\n" + bytes(60)).decode()
    card = f"BEGIN:VCARD\r\nPHOTO;ENCODING=b;TYPE=PNG:{photo[:40]}\r\n {photo[40:]}\r\nFN:A B\r\nEND:VCARD\r\n"
    (member,) = (item for item in read(card.encode()) if isinstance(item, MemberFound))
    assert (member.name, b"".join(member.content or ())) == (b"embedded-1.png", b"\x89PNG\r\n\x1a\n" + bytes(60))


@given(st.text(min_size=1, max_size=200))
def test_no_card_makes_it_fail(content: str) -> None:
    assert read(("BEGIN:VCARD\n" + content).encode("utf-8", "replace"))
