"""Formats that say what they are in their first bytes (or at another fixed place)."""

import re
import struct
import zlib
from collections.abc import Callable

from muniment.read.detection.magics import MAGICS

OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", b"PK00PK\x03\x04")

HEAD_BYTES = 68 * 1024
"""Enough to reach the volume descriptors of an ISO 9660 image (32769) and UDF (up to 2 KiB apart after it)."""

_EXECUTABLE = "application/x-executable"
_DISK_IMAGE = "application/x-disk-image"
_CPIO = "application/x-cpio"

_BRANDS = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"heim": "image/heic",
    b"heis": "image/heic",
    b"hevc": "image/heic",
    b"hevx": "image/heic",
    b"mif1": "image/heic",
    b"msf1": "image/heic",
    b"jp2 ": "image/jp2",
    b"jxl ": "image/jxl",
    b"M4A ": "audio/mp4",
    b"M4B ": "audio/mp4",
    b"qt  ": "video/quicktime",
    b"3gp4": "video/3gpp",
    b"3gp5": "video/3gpp",
    b"crx ": "image/x-raw",
}
"""Major brands of the ISO base media format; every other brand is a film."""

_RIFF = {
    b"WEBP": "image/webp",
    b"WAVE": "audio/x-wav",
    b"AVI ": "video/x-msvideo",
    b"RMID": "audio/midi",
    b"CDR": "image/x-cad",
}
_MOVIE_ATOMS = frozenset({b"moov", b"mdat", b"wide", b"pnot"})


def by_signature(head: bytes) -> str:
    """The type that the bytes of ``head`` give away, or "". OLE2 and zip are left to those who look inside."""
    for magic, media_type in MAGICS:
        if head.startswith(magic):
            return _second_look(head, media_type)
    for looks_at in _LOOKS:
        if found := looks_at(head):
            return found
    return ""


def by_faint_signature(head: bytes) -> str:
    """The same by signs that prove something only of bytes that are known not to be text."""
    return next((found for looks_at in _LATE_LOOKS if (found := looks_at(head))), "")


def _second_look(head: bytes, media_type: str) -> str:
    """Signatures too short to be trusted alone are held against what must follow them."""
    doubt = _DOUBTS.get(media_type)
    return media_type if doubt is None or doubt(head) else ""


def _is_postscript(head: bytes) -> bool:
    return head[:64].isascii() and head.startswith((b"%!PS", b"%! ", b"%!\n", b"%!\r", b"\x04%!", b"\xc5\xd0\xd3\xc6"))


def _is_old_cpio(head: bytes) -> bool:
    if head.startswith(b"07070"):
        return re.match(rb"070707[0-7]{70}|07070[12][0-9A-Fa-f]{104}", head) is not None
    order = "<" if head.startswith(b"\xc7\x71") else ">"
    if len(head) < 26:  # noqa: PLR2004 - the length of the header
        return False
    (name_length,) = struct.unpack_from(order + "H", head, 20)
    return 1 < name_length <= 1024 and head[26 + name_length - 1 : 26 + name_length] == b"\x00"  # noqa: PLR2004 - the longest path a cpio writer of the time could hold


def _is_jxl(head: bytes) -> bool:
    """A bare code stream starts with only two bytes of signature: text and other data that start so are told apart."""
    return head.startswith(b"\x00\x00") or (b"\x00" in head[:256] and not head[2:32].isascii())


def _is_lotus(head: bytes) -> bool:
    return head.startswith(b"\x00\x00\x02\x00") or head[4:6] in {b"\x00\x10", b"\x02\x10", b"\x03\x10", b"\x05\x10"}


def _is_executable(head: bytes) -> bool:
    return len(head) > 16  # noqa: PLR2004 - shorter than the shortest header of any of them


def _is_http(head: bytes) -> bool:
    return re.match(rb"HTTP/\d(\.\d)? \d{3}[ \r\n]", head) is not None


_DOUBTS: dict[str, Callable[[bytes], bool]] = {
    "application/postscript": _is_postscript,
    "application/x-http-response": _is_http,
    _CPIO: _is_old_cpio,
    "application/vnd.lotus-1-2-3": _is_lotus,
    "image/jxl": _is_jxl,
    _EXECUTABLE: _is_executable,
}


def _postscript_that_is_pdf(head: bytes) -> str:
    return "application/pdf" if head.startswith(b"%!PS-Adobe-") and b" PDF-" in head[:32] else ""


def _tar(head: bytes) -> str:
    """POSIX and GNU tar say so at 257; older ones are known by the checksum of their header."""
    block = head[:512]
    if len(block) < 512:  # noqa: PLR2004 - a tar block
        return ""
    if block[257:262] == b"ustar":
        return "application/x-tar"
    digits = block[148:156].strip(b" \x00")
    if not digits or not all(byte in b"01234567" for byte in digits) or not block[0]:
        return ""
    expected = sum(block) - sum(block[148:156]) + 8 * 0x20
    return "application/x-tar" if int(digits, 8) == expected else ""


def _iso_image(head: bytes) -> str:
    found = head[32769:32774] in {b"CD001", b"BEA01", b"NSR02", b"NSR03"}
    return "application/x-iso9660-image" if found else ""


def _bzip2(head: bytes) -> str:
    sound = head.startswith(b"BZh") and head[3:4].isdigit() and head[4:10] in {b"1AY&SY", b"\x17rE8P\x90"}
    return "application/x-bzip2" if sound else ""


def _zstd_skippable(head: bytes) -> str:
    return "application/zstd" if 0x50 <= head[0] <= 0x5F and head[1:4] == b"\x2a\x4d\x18" else ""  # noqa: PLR2004 - the sixteen signatures of skippable frames


def _lzh(head: bytes) -> str:
    is_lzh = head[2:4] in {b"-l", b"-p"} and head[6:7] == b"-" and head[4:6].isalnum()
    return "application/x-lzh" if is_lzh else ""


def _lzma(head: bytes) -> str:
    """LZMA without a container: usual properties, a round dictionary, a length below 2^40, a first byte of 0."""
    if len(head) < 14 or head[0] != 0x5D:  # noqa: PLR2004 - the header and the first byte; 0x5D are the usual properties
        return ""
    (dictionary,) = struct.unpack_from("<I", head, 1)
    usual = dictionary & 0xFFFF == 0 and head[13] == 0
    return "application/x-lzma" if usual and (head[5:13] == b"\xff" * 8 or head[10:13] == b"\x00" * 3) else ""


def _zlib(head: bytes) -> str:
    if head[0] != 0x78 or len(head) < 8 or int.from_bytes(head[:2], "big") % 31:  # noqa: PLR2004 - RFC 1950: 32 KiB window, check bits
        return ""
    try:
        zlib.decompressobj().decompress(head[:4096], 4096)
    except zlib.error:
        return ""
    return "application/zlib"


def _iso_media(head: bytes) -> str:
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    return "video/quicktime" if head[4:8] in _MOVIE_ATOMS and head[0] == 0 else ""


def _riff(head: bytes) -> str:
    if head[:4] in {b"RIFF", b"RIFX"}:
        return _RIFF.get(head[8:12], _RIFF.get(head[8:11], "application/octet-stream"))
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "audio/x-aiff"
    return ""


def _bmp(head: bytes) -> str:
    if head[:2] != b"BM" or len(head) < 26:  # noqa: PLR2004 - file header and the smallest picture header
        return ""
    (info_size,) = struct.unpack_from("<I", head, 14)
    return "image/bmp" if info_size in {12, 16, 40, 52, 56, 64, 108, 124} else ""


def _icon(head: bytes) -> str:
    if head[:4] not in {b"\x00\x00\x01\x00", b"\x00\x00\x02\x00"} or len(head) < 22:  # noqa: PLR2004 - header and one entry
        return ""
    count, reserved = int.from_bytes(head[4:6], "little"), head[9]
    (offset,) = struct.unpack_from("<I", head, 18)
    return "image/x-icon" if 0 < count <= 512 and reserved == 0 and offset >= 6 + 16 * count else ""  # noqa: PLR2004 - more pictures than any icon has


def _emf(head: bytes) -> str:
    return "image/emf" if head[:4] == b"\x01\x00\x00\x00" and head[40:44] == b" EMF" else ""


def _anymap(head: bytes) -> str:
    is_map = (
        head[:1] == b"P"
        and head[1:2] in b"1234567"
        and head[2:3].isspace()
        and (head[3:4].isdigit() or head[3:4] in b"#W")
    )
    return "image/x-portable-anymap" if is_map and len(head) > 3 else ""  # noqa: PLR2004 - the signature


def _drawing(head: bytes) -> str:
    is_dwg = (head[:3] == b"AC1" and head[3:6].isdigit()) or head[:6] in {b"AC1.2\x00", b"AC1.40", b"AC1.50"}
    return "image/x-cad" if is_dwg else ""


def _mpeg_sound(head: bytes) -> str:
    """Two frames in a row: the sync word alone is too common to prove anything."""
    if len(head) < 4 or head[0] != 0xFF:  # noqa: PLR2004 - one frame header
        return ""
    if head[1] & 0xF6 == 0xF0 and head[2] & 0x3C <= 0x30:  # noqa: PLR2004 - ADTS: layer 0, a sampling rate that exists
        return "audio/aac" if _adts_repeats(head) else ""
    layer_ok = head[1] & 0xE0 == 0xE0 and head[1] & 0x06 and head[1] & 0x18 != 0x08  # noqa: PLR2004 - sync, layer, version
    rates_ok = head[2] >> 4 not in {0, 15} and head[2] & 0x0C != 0x0C  # noqa: PLR2004 - bit rate and sampling rate exist
    return "audio/mpeg" if layer_ok and rates_ok and not _is_wide(head) else ""


def _is_wide(head: bytes) -> bool:
    """Whether this is rather text of two bytes a character that starts with a byte order mark."""
    return head.startswith(b"\xff\xfe")


def _adts_repeats(head: bytes) -> bool:
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5 if len(head) > 6 else 0  # noqa: PLR2004 - the header
    return length > 7 and head[length : length + 1] == b"\xff"  # noqa: PLR2004 - the header


def _transport_stream(head: bytes) -> str:
    starts = [head[at : at + 1] for at in range(0, 188 * 5, 188)]
    return "video/mp2t" if starts == [b"\x47"] * 5 else ""


def _flash(head: bytes) -> str:
    is_flash = head[:3] in {b"FWS", b"CWS", b"ZWS"} and 0 < head[3:4][0] < 64 if len(head) > 8 else False  # noqa: PLR2004 - header; versions so far end below 64
    return "application/x-shockwave-flash" if is_flash else ""


def _program(head: bytes) -> str:
    """DOS and Windows programs: two letters, so the size of the header must make sense as well."""
    if head[:2] not in {b"MZ", b"ZM"} or len(head) < 64:  # noqa: PLR2004 - the DOS header
        return ""
    paragraphs = int.from_bytes(head[8:10], "little")
    return _EXECUTABLE if 1 <= paragraphs <= 0x1000 else ""  # noqa: PLR2004 - 64 KiB of header


def _wordperfect(head: bytes) -> str:
    if head[:4] != b"\xffWPC":
        return ""
    return "image/x-wpg" if head[9:10] == b"\x16" else "application/vnd.wordperfect"


def _raw_disk(head: bytes) -> str:
    boot = head[510:512] == b"\x55\xaa" and (
        head[3:11] == b"NTFS    " or head[54:57] == b"FAT" or head[82:85] == b"FAT"
    )
    partitioned = head[512:520] == b"EFI PART"
    return _DISK_IMAGE if boot or partitioned else ""


def _mac_volume(head: bytes) -> str:
    return "application/x-apple-diskimage" if head[1024:1026] in {b"H+", b"HX", b"BD"} and not any(head[:8]) else ""


_LOOKS: tuple[Callable[[bytes], str], ...] = (
    _postscript_that_is_pdf,
    _tar,
    _bzip2,
    _zstd_skippable,
    _lzh,
    _iso_media,
    _riff,
    _bmp,
    _icon,
    _emf,
    _anymap,
    _drawing,
    _flash,
    _program,
    _wordperfect,
    _transport_stream,
    _iso_image,
    _raw_disk,
    _mac_volume,
)

_LATE_LOOKS: tuple[Callable[[bytes], str], ...] = (_mpeg_sound, _lzma, _zlib)
"""Signs of a byte or two, which a text may begin with by chance."""
