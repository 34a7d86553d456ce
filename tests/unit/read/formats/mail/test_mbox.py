import mailbox
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import Limits
from muniment.model import EntryKind
from muniment.read.formats.mail import mbox
from muniment.read.formats.mail.mail import MailboxReader
from muniment.read.reader import Empty, Refused

READER = MailboxReader()
ENVELOPE = b"From someone@example.org Mon Jul 20 01:01:07 2015\n"

lines = st.lists(
    st.one_of(
        st.sampled_from(
            [b"From the start", b"From a@b Mon Jul 20 01:01:07 2015", b">From x", b"", b"--b", b"From ", b"Subject: x"]
        ),
        st.binary(max_size=40).map(lambda raw: raw.replace(b"\r", b"").replace(b"\n", b"")),
    ),
    max_size=8,
)


def test_each_message_comes_out_as_it_went_in() -> None:
    messages = [b"Subject: one\n\nfirst\n", b"Subject: two\n\nsecond\n\nwith a gap\n"]
    data = b"".join(ENVELOPE + message + b"\n" for message in messages)
    found = read(READER, data)
    assert [member.data for member in found.members] == messages
    assert [member.title for member in found.members] == ["0001 one.eml", "0002 two.eml"]
    assert {member.kind for member in found.members} == {EntryKind.MESSAGE}


@given(bodies=st.lists(lines, min_size=1, max_size=6))
@settings(max_examples=150, deadline=None)
def test_as_many_messages_come_out_as_a_mail_program_put_in(
    tmp_path_factory: pytest.TempPathFactory, bodies: list[list[bytes]]
) -> None:
    path = tmp_path_factory.mktemp("box") / "box"
    _write_with_library(path, bodies)
    found = read(READER, path.read_bytes())
    assert [member.title for member in found.members] == [f"{n:04d} message {n}.eml" for n in range(1, len(bodies) + 1)]
    for member, body in zip(found.members, bodies, strict=True):
        assert [line for line in body if line.strip(b" \t\v\f")] == _kept(member.data, body)


def _write_with_library(path: Path, bodies: list[list[bytes]]) -> None:
    box = mailbox.mbox(path)
    for number, body in enumerate(bodies, 1):
        box.add(f"Subject: message {number}\n\n".encode() + b"\n".join(body) + b"\n")
    box.close()


def _kept(data: bytes, body: list[bytes]) -> list[bytes]:
    """The lines of ``body`` that are in ``data``, in order, the mailbox's own marks before "From" undone."""
    there = [line.removeprefix(b">") if line.startswith(b">From ") else line for line in data.split(b"\n")]
    bare = [line.removeprefix(b">") if line.startswith(b">From ") else line for line in body]
    kept = []
    for line, original in zip(bare, body, strict=True):
        if line.strip(b" \t\v\f") and line in there:
            kept.append(original)
    return kept


@given(bodies=st.lists(lines, min_size=1, max_size=5))
@settings(max_examples=100, deadline=None)
def test_a_body_that_the_headers_count_is_never_split(bodies: list[list[bytes]]) -> None:
    messages = []
    for number, body in enumerate(bodies, 1):
        content = b"\n".join(body) + b"\n"
        messages.append(b"Subject: %d\nContent-Length: %d\n\n" % (number, len(content)) + content)
    data = b"".join(ENVELOPE + message + b"\n" for message in messages)
    assert [member.data for member in read(READER, data).members] == messages


def test_a_wrong_count_does_not_swallow_the_next_message() -> None:
    data = ENVELOPE + b"Content-Length: 9\n\nmuch longer than nine\n\n" + ENVELOPE + b"Subject: b\n\nx\n"
    assert len(read(READER, data).members) == 2
    data = data.replace(b"Length: 9\n", b"Length: 99999999\n")
    assert len(read(READER, data).members) == 2


@pytest.mark.parametrize(
    "envelope", [b"From \n", b"From - Mon Jul 20 01:01:07 2015\n", b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\n"]
)
def test_envelopes_of_other_programs_are_known(envelope: bytes) -> None:
    data = (envelope + b"Subject: a\n\nwords\n\n") * 3
    assert len(read(READER, data).members) == 3


@pytest.mark.parametrize("newline", [b"\r\n", b"\r"])
def test_other_line_ends_are_known(newline: bytes) -> None:
    data = ((ENVELOPE + b"Subject: a\n\nwords\n\n") * 3).replace(b"\n", newline)
    found = read(READER, data)
    assert [member.data for member in found.members[:2]] == [b"Subject: a\n\nwords\n".replace(b"\n", newline)] * 2
    assert len(found.members) == 3


def test_a_sentence_that_begins_with_from_splits_nothing() -> None:
    body = b"Subject: a\n\nHello\n\nFrom there we went on.\n\nFrom 2009 to 2015 it was so.\nBye\n"
    assert [member.data for member in read(READER, ENVELOPE + body).members] == [body]


def test_what_stands_before_the_first_message_is_kept() -> None:
    found = read(READER, b"\n\nrubbish\n\n" + ENVELOPE + b"Subject: a\n\nx\n")
    assert [member.data for member in found.members] == [b"\n\nrubbish\n", b"Subject: a\n\nx\n"]
    assert found.members[0].reason


def test_blank_lines_before_the_first_message_are_no_message() -> None:
    assert len(read(READER, b"\n\n\n" + ENVELOPE + b"Subject: a\n\nx\n").members) == 1


def test_a_message_of_headers_only_is_a_message() -> None:
    data = ENVELOPE + b"Subject: a\n\n" + ENVELOPE + b"Subject: b\n\n\n" + ENVELOPE + b"Subject: c\n\nx\n"
    assert [member.title for member in read(READER, data).members] == ["0001 a.eml", "0002 b.eml", "0003 c.eml"]


def test_a_mark_across_two_blocks_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "CHUNK", 64)
    messages = [b"Subject: %d\n\n%b\n" % (n, b"x" * n) for n in range(150)]
    data = b"".join(ENVELOPE + message + b"\n" for message in messages)
    assert [member.data for member in read(READER, data).members] == messages


def test_a_mailbox_without_messages_is_empty() -> None:
    assert isinstance(read(READER, b"\n\n").stop, Empty)


def test_more_messages_than_allowed_are_refused() -> None:
    found = read(READER, (ENVELOPE + b"Subject: a\n\nx\n\n") * 5, limits=Limits(members=3))
    assert len(found.members) == 3
    assert isinstance(found.stop, Refused)


def test_lines_that_mailboxes_escape_are_kept_and_counted() -> None:
    found = read(READER, ENVELOPE + b"Subject: a\n\n>From here\n>From there\n")
    assert found.members[0].data.endswith(b">From here\n>From there\n")
    assert found.said["escaped-lines"].startswith("2 lines")


def test_the_date_of_a_message_is_its_time() -> None:
    data = ENVELOPE + b"Date: Mon, 6 Sep 2010 05:25:34 -0400\n\nx\n"
    assert read(READER, data).members[0].modified == "2010-09-06T05:25:34-04:00"


@given(
    st.lists(
        st.sampled_from([b"From ", b"\n", b"\r\n", b"a: b", b" 10:00 2015", b"Content-Length: 5", b"x", b"\r"]),
        max_size=60,
    )
)
@settings(max_examples=300, deadline=None)
def test_no_byte_but_marks_and_blank_lines_is_lost(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    members = read(READER, data).members
    given_back = b"".join(member.data for member in members)
    newline = b"\r" if b"\n" not in data else b"\n"
    marks = [line for line in data.split(newline) if line.startswith(b"From ")]
    lost = len(data.replace(b"\n", b"").replace(b"\r", b"")) - len(given_back.replace(b"\n", b"").replace(b"\r", b""))
    assert 0 <= lost <= sum(map(len, marks))


def test_real_mailboxes_give_all_their_messages() -> None:
    counts = {"complex": 3, "headers": 1, "multiline": 1, "multiline2": 1, "quoted": 1, "simple": 2, "single_mail": 1}
    for name, count in counts.items():
        assert len(read(READER, corpus(f"mail/{name}.mbox")).members) == count
