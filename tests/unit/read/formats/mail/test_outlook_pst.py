import io
from collections.abc import Iterator
from typing import Any

import pypff  # type: ignore[import-not-found]  # a compiled library without types
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import Limits
from muniment.model import EntryKind, State
from muniment.read.formats.mail import outlook_pst
from muniment.read.formats.mail.mail import EmailReader
from muniment.read.formats.mail.outlook_pst import PstReader
from muniment.read.formats.mail.pst_items import Items
from muniment.read.reader import Damaged, Refused

READER = PstReader()


def messages_in(folder: Any) -> Iterator[Any]:
    for number in range(folder.number_of_sub_messages):
        yield folder.get_sub_message(number)
    for number in range(folder.number_of_sub_folders):
        yield from messages_in(folder.get_sub_folder(number))


def test_every_folder_and_item_is_given() -> None:
    found = read(READER, corpus("microsoft/testPST.pst"))
    messages = [member for member in found.members if member.kind is EntryKind.MESSAGE]
    folders = [member for member in found.members if member.kind is EntryKind.FOLDER]
    assert len(messages) == 7
    assert found.said["messages"] == "7"
    assert {folder.state for folder in folders} == {State.NOTED}
    assert "Début du fichier de données Outlook/0001 Re Feature Generators.eml" in [member.title for member in messages]
    assert found.shortfalls == []


def test_an_item_becomes_a_mail_that_can_be_read() -> None:
    found = read(READER, corpus("microsoft/testPST.pst"))
    first = next(member for member in found.members if member.title.endswith("0001 Re Feature Generators.eml"))
    mail = read(EmailReader(), first.data)
    assert mail.said["from"] == "Jörn Kottmann <kottmann@gmail.com>"
    assert mail.said["message-id"] == "<530D9CAC.5080901@gmail.com>"
    assert "the PreviousMapFeatureGenerator remebers the last outcome" in mail.text


def test_an_item_within_an_item_keeps_its_own_attachment() -> None:
    found = read(READER, corpus("microsoft/testPST.pst"))
    forward = next(member for member in found.members if "FW First email" in member.title)
    (within,) = read(EmailReader(), forward.data).members
    assert within.kind is EntryKind.MESSAGE
    (document,) = read(EmailReader(), within.data).members
    assert (document.title, len(document.data), document.data[:2]) == ("attachment.docx", 11862, b"PK")


@pytest.mark.parametrize("name", ["testPST.pst", "testPST_variousBodyTypes.pst"])
def test_what_is_read_here_is_what_libpff_reads(name: str) -> None:
    file = io.BytesIO(corpus(f"microsoft/{name}"))
    mailbox = pypff.file()
    mailbox.open_file_object(file)
    items = Items(file)
    compared = 0
    for message in messages_in(mailbox.get_root_folder()):
        ours = items.item(message.identifier)
        theirs = outlook_pst._library_item(message, "cp1252", ())
        assert {tag: value for tag, value in ours.properties.items() if value} == {
            tag: value for tag, value in theirs.properties.items() if value
        }
        assert len(ours.recipients) == len(theirs.recipients)
        assert len(list(ours.attachments())) == message.number_of_attachments
        compared += 1
    assert compared >= 4


def test_without_our_own_reading_libpff_still_gives_every_item(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outlook_pst, "_own_items", lambda _: (None, "it is of another generation"))
    found = read(READER, corpus("microsoft/testPST.pst"))
    assert sum(member.kind is EntryKind.MESSAGE for member in found.members) == 7
    forward = next(member for member in found.members if "FW First email" in member.title)
    assert forward.state is State.DAMAGED
    assert "item within an item" in forward.reason
    assert any("another generation" in reason for reason in found.shortfalls)


def test_more_items_than_allowed_are_refused() -> None:
    found = read(READER, corpus("microsoft/testPST.pst"), limits=Limits(members=3))
    assert len(found.members) == 3
    assert isinstance(found.stop, Refused)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=4000))
@settings(max_examples=40, deadline=None)
def test_a_damaged_mailbox_ends_in_items_or_a_reason(at: int, length: int) -> None:
    data = bytearray(corpus("microsoft/testPST_variousBodyTypes.pst"))
    at %= len(data)
    data[at : at + length] = b"\xa5" * len(data[at : at + length])
    found = read(READER, bytes(data))
    assert found.members or found.stop is not None or found.shortfalls
    assert found.stop is None or isinstance(found.stop, Damaged)


@pytest.mark.parametrize("data", [b"", b"!BDN", b"!BDN" + b"\0" * 600])
def test_what_is_no_mailbox_is_damaged(data: bytes) -> None:
    assert isinstance(read(READER, data).stop, Damaged)
