import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.model import EntryKind
from muniment.read.formats.mail import mapi
from muniment.read.formats.mail.mail import EmailReader
from muniment.read.formats.mail.mapi import Attached
from muniment.read.formats.mail.outlook_msg import MsgReader, member_of
from muniment.read.reader import Damaged, Locked, MemberFound

READER = MsgReader()


@pytest.mark.parametrize(
    ("name", "words", "attachments"),
    [
        ("testMSG.msg", ["From: Jukka Zitting <jukka.zitting@gmail.com>", "MIME registry use cases"], []),
        ("test-outlook.msg", ["L'Équipe Microsoft Outlook Express", "Nouvel utilisateur de Outlook Express"], []),
        ("testMSG_chinese.msg", ["張毓倫", "格式測試"], []),
        ("testMSG_att_doc.msg", ["test pièce jointe 1"], ["test-unicode.doc", "pj1.txt"]),
        (
            "testMSG_att_msg.msg",
            ["Test email with 1 msg attachment"],
            ["Test Attachment.eml", "smbprn.00009008.KdcPjl.pdf"],
        ),
        ("testMSG_Contact.msg", ["Company: Fence Co", "Email 1: quickbrown@gmail.com", "Job title: Jumper"], []),
        ("testMSG_Appointment.msg", ["Location: under lazy dog", "Start: 2017-02-28T18:30:00+00:00"], []),
        ("testMSG_Task.msg", ["Status: in progress", "Due: 2017-03-10T00:00:00+00:00"], []),
        ("testMSG_StickyNote.msg", ["This is a note about the quick brown fox"], []),
    ],
)
def test_real_items_give_what_they_hold(name: str, words: list[str], attachments: list[str]) -> None:
    found = read(READER, corpus(f"microsoft/{name}"))
    for expected in words:
        assert expected in found.text
    assert [member.title for member in found.members] == attachments
    assert found.shortfalls == []


def test_a_message_within_a_message_becomes_a_mail_that_can_be_read() -> None:
    (message, pdf) = read(READER, corpus("microsoft/testMSG_att_msg.msg")).members
    assert message.kind is EntryKind.MESSAGE
    assert pdf.data.startswith(b"%PDF")
    within = read(EmailReader(), message.data)
    assert within.said["subject"] == "Test Attachment"
    assert "from" in within.said


def sealed(name: str, data: bytes) -> MemberFound:
    (member,) = member_of(Attached({mapi.ATTACHED_LONG_NAME: name}, lambda: iter((data,))), 1)
    assert isinstance(member, MemberFound)
    return member


def test_a_message_under_its_signature_is_taken_out() -> None:
    data = b"Content-Type: multipart/signed; boundary=b\r\n\r\n--b\r\n\r\nwords\r\n--b--\r\n"
    member = sealed("smime.p7m", data)
    assert member.kind is EntryKind.MESSAGE
    assert member.content is not None
    assert b"".join(member.content) == data


@pytest.mark.parametrize("name", ["smime.p7m", "message.rpmsg"])
def test_a_message_that_only_a_key_opens_is_kept_and_locked(name: str) -> None:
    content = sealed(name, b"\x30\x80secret").content
    assert content is not None
    assert next(content) == b"\x30\x80secret"
    with pytest.raises(Locked):
        next(content)


@given(st.integers(min_value=0, max_value=20_000), st.binary(min_size=1, max_size=64))
@settings(max_examples=60, deadline=None)
def test_a_damaged_item_ends_in_pages_or_a_reason(at: int, noise: bytes) -> None:
    data = corpus("microsoft/testMSG_StickyNote.msg")
    at %= len(data)
    found = read(READER, data[:at] + noise + data[at + len(noise) :])
    assert found.pages or found.stop is not None or found.shortfalls or found.said


@pytest.mark.parametrize(
    "data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600]
)
def test_a_broken_container_is_damaged(data: bytes) -> None:
    assert isinstance(read(READER, data).stop, Damaged)
