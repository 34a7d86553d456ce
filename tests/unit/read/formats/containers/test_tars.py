import io
import tarfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import MIB, Limits
from muniment.model import EntryKind, State
from muniment.read.formats.containers.tars import TarReader

TAR = "application/x-tar"


def made(*members: tuple[str, bytes], dialect: int = tarfile.PAX_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=dialect) as archive:
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


@settings(deadline=None, max_examples=60)
@given(
    members=st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=150),
            st.binary(max_size=1200),
        ),
        min_size=1,
        max_size=5,
    ),
    dialect=st.sampled_from([tarfile.PAX_FORMAT, tarfile.GNU_FORMAT]),
)
def test_whatever_the_standard_library_packs_comes_out_again(members: list[tuple[str, bytes]], dialect: int) -> None:
    outcome = read(TarReader(), made(*members, dialect=dialect), TAR)
    assert [(member.name, member.data) for member in outcome.members] == [(n.encode(), d) for n, d in members]
    assert not outcome.shortfalls


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_mangled_archive_never_crashes_the_reader_nor_loses_in_silence(data: st.DataObject) -> None:
    sound = made(("one", b"1" * 700), ("two", b"2" * 10), ("three", b"3" * 600))
    at = data.draw(st.integers(0, 5 * 512))
    mangled = sound[:at] + data.draw(st.binary(min_size=1, max_size=8)) + sound[at + data.draw(st.integers(0, 60)) :]
    outcome = read(TarReader(), mangled, TAR)
    says_so = outcome.shortfalls or outcome.stop or any(member.state for member in outcome.members)
    assert says_so or len(outcome.members) == 3


def test_links_and_devices_are_recorded_not_followed() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, kind, target in [
            ("link", tarfile.SYMTYPE, "/etc/shadow"),
            ("twin", tarfile.LNKTYPE, "../../other"),
            ("pipe", tarfile.FIFOTYPE, ""),
            ("disk", tarfile.BLKTYPE, ""),
            ("folder", tarfile.DIRTYPE, ""),
        ]:
            info = tarfile.TarInfo(name)
            info.type, info.linkname = kind, target
            archive.addfile(info)
    outcome = read(TarReader(), out.getvalue(), TAR)
    assert [member.kind for member in outcome.members] == [
        EntryKind.SYMLINK,
        EntryKind.SYMLINK,
        EntryKind.SPECIAL,
        EntryKind.SPECIAL,
        EntryKind.FOLDER,
    ]
    assert {member.state for member in outcome.members} == {State.NOTED}
    assert outcome.members[0].reason == "a symbolic link to /etc/shadow: recorded, not followed"
    assert "../../other" in outcome.members[1].reason


def test_names_that_are_not_utf8_survive_byte_for_byte() -> None:
    name = b"\xff\xfe\x81 odd"
    data = bytearray(made(("x" * len(name), b"data"), dialect=tarfile.USTAR_FORMAT))
    data[: len(name)] = name
    checksum = sum(data[:148]) + 8 * 32 + sum(data[156:512])
    data[148:156] = b"%06o\0 " % checksum
    assert read(TarReader(), bytes(data), TAR).contents == {name: b"data"}


def test_a_cut_off_archive_keeps_what_there_is() -> None:
    outcome = read(TarReader(), made(("one", b"1" * 100), ("two", b"2" * 5000))[:3000], TAR)
    one, two = outcome.members
    assert one.data == b"1" * 100
    assert two.state is State.DAMAGED
    assert two.data == b"2" * (3000 - 3 * 512)
    assert "breaks off" in outcome.shortfalls[0]


def test_a_broken_header_in_the_middle_is_told_and_passed() -> None:
    data = bytearray(made(("one", b"1"), ("two", b"2"), ("three", b"3"), dialect=tarfile.USTAR_FORMAT))
    data[1024 : 1024 + 300] = b"\xee" * 300
    outcome = read(TarReader(), bytes(data), TAR)
    assert [member.name for member in outcome.members] == [b"one", b"three"]
    assert "damaged at byte 1,024" in outcome.shortfalls[0]


def test_archives_joined_end_to_end_give_all_members() -> None:
    outcome = read(TarReader(), made(("one", b"1")) + made(("two", b"2")), TAR)
    assert outcome.contents == {b"one": b"1", b"two": b"2"}
    assert not outcome.shortfalls


def test_a_sparse_file_that_claims_terabytes_is_refused() -> None:
    headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.name": "huge",
        "GNU.sparse.size": str(1 << 42),
        "GNU.sparse.map": "0,1",
    }
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        info = tarfile.TarInfo("huge")
        info.size, info.pax_headers = 1, headers
        archive.addfile(info, io.BytesIO(b"x"))
    outcome = read(TarReader(), out.getvalue(), TAR)
    assert outcome.members[0].state is State.REFUSED
    assert len(outcome.members[0].data) <= 64 * MIB


def test_too_many_members_are_refused() -> None:
    outcome = read(TarReader(), made(*((str(number), b"") for number in range(9))), TAR, limits=Limits(members=4))
    assert len(outcome.members) == 4
    assert outcome.state is State.REFUSED


@pytest.mark.parametrize("data", [b"", b"\0" * 1024, b"not a tape archive " * 100])
def test_what_holds_no_member_is_damaged(data: bytes) -> None:
    assert read(TarReader(), data, TAR).state is State.DAMAGED


def test_real_archives_come_out_whole() -> None:
    outcome = read(TarReader(), corpus("pkg/test-documents.tar"), TAR)
    assert len(outcome.members) == 10
    assert not outcome.shortfalls
