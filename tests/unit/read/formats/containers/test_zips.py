import io
import struct
import zipfile
import zlib
from typing import Any

import inflate64
import libarchive  # type: ignore[import-untyped] # the library has no type marker
import pytest
from backports import zstd
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.limits import MIB, Limits
from muniment.model import EntryKind, State
from muniment.read.formats.containers.zips import ZipReader

ZIP = "application/zip"


def made(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def raw_zip(*members: tuple[bytes, bytes], flags: int = 0, method: int = 0, packed: bytes | None = None) -> bytes:
    """A ZIP built by hand, for names and methods that the library will not write."""
    body, directory = b"", b""
    for name, data in members:
        stored = data if packed is None else packed
        common = struct.pack(
            "<HHHHHIIIHH", 20, flags, method, 0, 0x5000, zlib.crc32(data), len(stored), len(data), len(name), 0
        )
        directory += b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, len(body)) + name
        body += b"PK\3\4" + common + name + stored
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + end


def locked(members: dict[str, bytes], password: str, encryption: str) -> bytes:
    out = bytearray()

    def keep(data: Any) -> int:
        out.extend(data.raw)
        return len(data.raw)

    options = f"zip:encryption={encryption}"
    with libarchive.custom_writer(keep, "zip", options=options, passphrase=password) as archive:
        for name, data in members.items():
            archive.add_file_from_memory(name, len(data), data)
    return bytes(out)


@settings(deadline=None, max_examples=60)
@given(
    members=st.lists(
        st.tuples(
            st.text(st.characters(codec="utf-8", exclude_characters="\0/"), min_size=1, max_size=40),
            st.binary(max_size=400),
        ),
        max_size=6,
        unique_by=lambda member: member[0],
    ),
    method=st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
    prefix=st.binary(max_size=50),
)
def test_whatever_the_standard_library_packs_comes_out_again(
    members: list[tuple[str, bytes]], method: int, prefix: bytes
) -> None:
    outcome = read(ZipReader(), prefix + made(dict(members), method), ZIP)
    assert [(member.name, member.data) for member in outcome.members] == [(n.encode(), d) for n, d in members]
    assert not outcome.shortfalls
    assert outcome.stop is None


@settings(deadline=None, max_examples=150)
@given(data=st.data())
def test_a_mangled_archive_never_crashes_the_reader(data: st.DataObject) -> None:
    sound = made({"one.txt": b"first " * 50, "two.txt": b"second " * 50})
    at = data.draw(st.integers(0, len(sound) - 1))
    mangled = sound[:at] + data.draw(st.binary(max_size=8)) + sound[at + data.draw(st.integers(0, 40)) :]
    outcome = read(ZipReader(), mangled, ZIP)
    is_whole = outcome.contents == {b"one.txt": b"first " * 50, b"two.txt": b"second " * 50}
    says_so = outcome.shortfalls or outcome.stop or any(member.state for member in outcome.members)
    # A changed name, comment or time is no damage that a reader could see; anything else must be said.
    assert is_whole or says_so or len(outcome.members) == 2


def test_zip64_archives_are_read() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive, archive.open("big.bin", "w", force_zip64=True) as member:
        member.write(b"pretend this is 5 GB")
    outcome = read(ZipReader(), out.getvalue(), ZIP)
    assert outcome.contents == {b"big.bin": b"pretend this is 5 GB"}


def test_an_archive_of_more_than_65535_members_gives_them_all() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(65_600):
            archive.writestr(zipfile.ZipInfo(str(number)), b"")
    assert len(read(ZipReader(), out.getvalue(), ZIP).members) == 65_600


@pytest.mark.parametrize(
    "name", [b"nul\0name", b"\x01\x1b[2J", b"/etc/passwd", b"../../up", b"\xff\xfe\x81", b"x" * 60_000]
)
def test_names_come_as_their_bytes_however_hostile(name: bytes) -> None:
    outcome = read(ZipReader(), raw_zip((name, b"data")), ZIP)
    assert [(member.name, member.data) for member in outcome.members] == [(name, b"data")]


def test_a_name_that_claims_to_be_utf8_and_is_not_costs_nothing_else() -> None:
    outcome = read(ZipReader(), raw_zip((b"bad\xff", b"one"), (b"good", b"two"), flags=1 << 11), ZIP)
    assert outcome.contents == {b"bad\xff": b"one", b"good": b"two"}
    assert not outcome.shortfalls


def test_members_of_the_same_name_all_come_out() -> None:
    outcome = read(ZipReader(), raw_zip((b"same", b"one"), (b"same", b"two")), ZIP)
    assert [member.data for member in outcome.members] == [b"one", b"two"]


def test_chinese_names_without_a_mark_are_told_by_all_of_them_together() -> None:
    names = ["关于加强教育培训中心管理工作的意见.docx", "会议纪要.txt"]
    outcome = read(ZipReader(), raw_zip(*((name.encode("gb18030"), b"") for name in names)), ZIP)
    assert [member.name.decode() for member in outcome.members] == names


def test_folders_links_and_empty_files_are_recorded() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("folder/", b"")
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("__MACOSX/._empty", b"")
    folder, link_found, empty = read(ZipReader(), out.getvalue(), ZIP).members
    assert (folder.kind, folder.content, folder.state) == (EntryKind.FOLDER, None, State.NOTED)
    assert (link_found.kind, link_found.content, link_found.state) == (EntryKind.SYMLINK, None, State.NOTED)
    assert link_found.reason == "a symbolic link to /etc/passwd: recorded, not followed"
    assert (empty.name, empty.data) == (b"__MACOSX/._empty", b"")


def test_bytes_hidden_in_a_folder_are_given() -> None:
    outcome = read(ZipReader(), raw_zip((b"folder/", b"hidden")), ZIP)
    assert [(member.kind, member.data) for member in outcome.members] == [(EntryKind.MEMBER, b"hidden")]


def test_a_cut_off_archive_gives_what_is_left_and_says_so() -> None:
    whole = made({"one": b"1" * 1000, "two": bytes(range(256)) * 8}, zipfile.ZIP_STORED)
    outcome = read(ZipReader(), whole[:2000], ZIP)
    one, two = outcome.members
    assert one.data == b"1" * 1000
    assert (bytes(range(256)) * 8).startswith(two.data)
    assert len(two.data) > 800
    assert two.state is State.DAMAGED
    assert "2 were found by searching" in outcome.shortfalls[0]


def test_members_of_unknown_length_are_found_without_the_list() -> None:
    class Unseekable(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    out = Unseekable()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one", b"first" * 99)
        archive.writestr("two", b"second" * 99)
    whole = out.getvalue()
    outcome = read(ZipReader(), whole[: whole.find(b"PK\1\2")], ZIP)
    assert outcome.contents == {b"one": b"first" * 99, b"two": b"second" * 99}


def test_a_member_missing_from_the_list_is_given_too() -> None:
    hidden = b"PK\3\4" + struct.pack("<HHHHHIIIHH", 20, 0, 0, 0, 0, zlib.crc32(b"secret"), 6, 6, 6, 0) + b"hiddensecret"
    outcome = read(ZipReader(), hidden + made({"seen": b"open"}), ZIP)
    assert outcome.contents == {b"seen": b"open", b"hidden": b"secret"}
    assert "1 file stands in the archive that its list does not name" in outcome.shortfalls[0]


def test_a_wrong_checksum_keeps_the_bytes_and_says_so() -> None:
    data = made({"one": b"the original words"}, zipfile.ZIP_STORED).replace(b"original", b"doctored")
    (member,) = read(ZipReader(), data, ZIP).members
    assert (member.data, member.state) == (b"the doctored words", State.DAMAGED)
    assert "checksum" in member.reason


def test_every_byte_before_a_damage_in_deflate_comes_out() -> None:
    words = b"".join(b"%d " % number for number in range(20_000))
    data = bytearray(made({"one": words}))
    broken_at = len(data) // 2
    data[broken_at : broken_at + 40] = b"\xff" * 40
    (member,) = read(ZipReader(), bytes(data), ZIP).members
    assert member.state is State.DAMAGED
    assert member.data[:40_000] == words[:40_000]


@pytest.mark.parametrize(
    ("method", "packed"),
    [
        (93, zstd.compress(b"words " * 99)),
        (9, None),
        (6, b"whatever"),
    ],
)
def test_rarer_methods_are_read_or_named(method: int, packed: bytes | None) -> None:
    words = b"words " * 99
    if packed is None:
        deflater = inflate64.Deflater()
        packed = deflater.deflate(words) + deflater.flush()
    (member,) = read(ZipReader(), raw_zip((b"one", words), method=method, packed=packed), ZIP).members
    if method == 6:
        assert (member.state, "implode" in member.reason) == (State.UNSUPPORTED, True)
    else:
        assert (member.data, member.state) == (words, None)


@pytest.mark.parametrize("encryption", ["zipcrypt", "aes128", "aes256"])
def test_locked_members_open_with_the_right_password(encryption: str) -> None:
    data = locked({"one": b"secret one", "two": b"secret two" * 500}, "秘密", encryption)
    outcome = read(ZipReader(), data, ZIP, passwords=("wrong", "秘密"))
    assert outcome.contents == {b"one": b"secret one", b"two": b"secret two" * 500}
    assert all(member.state is None for member in outcome.members)
    assert outcome.passwords == ["秘密"]
    assert outcome.stop is None


@pytest.mark.parametrize("encryption", ["zipcrypt", "aes256"])
@pytest.mark.parametrize("passwords", [(), tuple(f"guess {number}" for number in range(300))])
def test_without_the_password_the_names_are_still_told(encryption: str, passwords: tuple[str, ...]) -> None:
    outcome = read(
        ZipReader(), locked({"one": b"secret", "two": b"too"}, "right", encryption), ZIP, passwords=passwords
    )
    assert [(member.name, member.state) for member in outcome.members] == [
        (b"one", State.LOCKED),
        (b"two", State.LOCKED),
    ]
    assert outcome.state is State.LOCKED


@pytest.mark.parametrize(
    ("names", "reason"), [("a", "the one file in it needs a password"), ("ab", "all 2 files in it need a password")]
)
def test_how_many_files_are_locked_is_said(names: str, reason: str) -> None:
    data = locked(dict.fromkeys(names, b"secret"), "right", "aes256")
    stop = read(ZipReader(), data, ZIP).stop
    assert stop is not None
    assert stop.reason == reason


def test_an_altered_aes_member_is_told_by_its_seal() -> None:
    data = bytearray(locked({"one": b"x" * 5000}, "right", "aes256"))
    data[data.find(b"PK\1\2") - 40] ^= 1
    (member,) = read(ZipReader(), bytes(data), ZIP, passwords=("right",)).members
    assert member.state in {State.DAMAGED, State.LOCKED}


def test_a_bomb_is_refused_and_what_came_before_is_kept() -> None:
    data = made({"note.txt": b"honest", "bomb": b"\0" * (70 * MIB), "after": b"never reached"})
    outcome = read(ZipReader(), data, ZIP)
    note, bomb = outcome.members
    assert note.data == b"honest"
    assert bomb.state is State.REFUSED
    assert "64 MiB" in bomb.reason
    assert outcome.state is State.REFUSED


def test_members_that_share_their_bytes_cannot_outgrow_the_limit() -> None:
    """Overlapping members (as in Fifield's bomb): many names in the list, one kernel of data."""
    kernel = made({"kernel": b"\0" * MIB})
    at = kernel.find(b"PK\1\2")
    record, end = kernel[at : kernel.find(b"PK\5\6")], kernel[kernel.find(b"PK\5\6") :]
    many = 200
    end = end[:8] + struct.pack("<HHI", many, many, len(record) * many) + end[16:]
    outcome = read(ZipReader(), kernel[:at] + record * many + end, ZIP)
    assert outcome.state is State.REFUSED
    assert sum(len(member.data) for member in outcome.members) <= 64 * MIB


def test_too_many_members_are_refused_after_the_first_ones() -> None:
    data = made({str(number): b"" for number in range(20)})
    outcome = read(ZipReader(), data, ZIP, limits=Limits(members=10))
    assert len(outcome.members) == 10
    assert "more than 10 members" in outcome.reason


def test_no_archive_at_all_is_damaged() -> None:
    outcome = read(ZipReader(), b"PK\5\6 not really", ZIP)
    assert outcome.state is State.DAMAGED


def test_a_part_of_a_set_says_so_and_names_what_is_elsewhere() -> None:
    outcome = read(ZipReader(), corpus("pkg/test-documents-spanned.zip"), ZIP)
    assert len(outcome.members) == 9
    assert (outcome.contents[b"testTXT.txt"] or b"").startswith(b"Test d'indexation")
    assert outcome.members[0].reason == "stands in another part of the set, number 1"
    assert outcome.shortfalls[0].startswith("part of a set of archives")


def test_real_archives_come_out_whole() -> None:
    for name, count in [("test-documents.zip", 9), ("droste.zip", 2), ("testZip_with_DataDescriptor.zip", 5)]:
        outcome = read(ZipReader(), corpus("pkg/" + name), ZIP)
        assert len(outcome.members) == count
        assert not [member for member in outcome.members if member.state]
        assert outcome.stop is None
