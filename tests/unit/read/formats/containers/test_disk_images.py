import io
import plistlib
import struct
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import corpus, read

from muniment.model import EntryKind, State
from muniment.read.formats.containers.disk_images import DiskImageReader, Partition, partitions_of
from muniment.read.reader import Damaged

DMG = "application/x-apple-diskimage"
SECTOR = 512


def apple_map(*partitions: tuple[bytes, bytes]) -> bytes:
    count, at = len(partitions), 1 + len(partitions)
    entries, body = b"", b""
    for kind, data in partitions:
        sectors = -(-len(data) // SECTOR)
        entry = struct.pack(">2sHIII32s32s", b"PM", 0, count, at, sectors, b"name", kind)
        entries += entry.ljust(SECTOR, b"\0")
        body += data.ljust(sectors * SECTOR, b"\0")
        at += sectors
    return b"ER".ljust(SECTOR, b"\0") + entries + body


def compressed_image(raw: bytes) -> bytes:
    """A UDIF image with one zlib-compressed run."""
    sectors = len(raw) // SECTOR
    packed = zlib.compress(raw)
    runs = struct.pack(">IIQQQQ", 0x80000005, 0, 0, sectors, 0, len(packed))
    runs += struct.pack(">IIQQQQ", 0xFFFFFFFF, 0, sectors, 0, len(packed), 0)
    table = struct.pack(">4sIQQQII24x", b"mish", 1, 0, sectors, 0, sectors + 8, 0)
    table += struct.pack(">II128xI", 2, 32, 2) + runs
    block = {"Attributes": "0x0050", "CFName": "all", "Data": table, "ID": "0", "Name": "all"}
    plist = plistlib.dumps({"resource-fork": {"blkx": [block]}})
    head = struct.pack(">4sIII", b"koly", 4, 512, 1) + struct.pack(">QQQQQ", 0, 0, len(packed), 0, 0)
    head += struct.pack(">II16s", 1, 1, bytes(16)) + struct.pack(">II128x", 2, 32)
    head += struct.pack(">QQ120x", len(packed), len(plist)) + struct.pack(">II128x", 2, 32)
    head += struct.pack(">IQ", 1, sectors)
    return packed + plist + head.ljust(SECTOR, b"\0")


def test_the_files_of_a_real_plain_image_come_out() -> None:
    outcome = read(DiskImageReader(), corpus("pkg/test-documents.dmg"), DMG)
    assert len([member for member in outcome.members if member.kind is EntryKind.MEMBER]) == 9
    assert (outcome.contents[b"test-documents/testTXT.txt"] or b"").startswith(b"Test d'indexation")
    assert not [member for member in outcome.members if member.state not in {None, State.NOTED}]


def test_the_files_of_a_compressed_image_come_out() -> None:
    outcome = read(DiskImageReader(), compressed_image(corpus("pkg/test-documents.dmg")), DMG)
    assert len([member for member in outcome.members if member.kind is EntryKind.MEMBER]) == 9


def test_an_unknown_file_system_is_given_as_its_bytes() -> None:
    raw = apple_map((b"Apple_Free", b"\0" * 600), (b"DOS_FAT_32", b"some other file system"))
    (volume,) = read(DiskImageReader(), raw, DMG).members
    assert volume.name == b"volume (DOS_FAT_32)"
    assert volume.data.startswith(b"some other file system")


def test_an_encrypted_image_says_what_to_do() -> None:
    outcome = read(DiskImageReader(), b"encrcdsa" + bytes(2000), DMG)
    assert outcome.state is State.LOCKED
    assert "open it on a Mac" in outcome.reason


def test_a_broken_trailer_is_damaged() -> None:
    outcome = read(DiskImageReader(), bytes(3000) + b"koly".ljust(512, b"\xff"), DMG)
    assert outcome.state is State.DAMAGED


@settings(deadline=None)
@given(data=st.binary(max_size=2000), magic=st.sampled_from([b"PM", b"EFI PART", b""]))
def test_partitions_never_reach_beyond_the_disk(data: bytes, magic: bytes) -> None:
    raw = bytes(SECTOR) + magic + data
    try:
        partitions = list(partitions_of(io.BytesIO(raw), len(raw)))
    except Damaged:
        assert len(raw) < 2 * SECTOR
        return
    for partition in partitions:
        assert isinstance(partition, Partition)
        assert partition.start >= 0
        assert partition.start + partition.length <= len(raw)
