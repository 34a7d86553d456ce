"""Message bodies that Outlook keeps as packed RTF: unpacked, and turned back into the HTML or text they were."""

import re
import struct
from dataclasses import dataclass, field

from muniment.read.formats.mail.mail_charsets import codec_named, decode
from muniment.read.formats.mail.mapi import codec_of

_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n"
    b"\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""The dictionary that every packed body starts with, as the format has it."""

_WINDOW = 4096
_PACKED = b"LZFu"
_STORED = b"MELA"
MAX_UNPACKED = 64 * 1024 * 1024
"""Bytes of one body: pictures in a body can be large, words never are."""

_TOKEN = re.compile(
    rb"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?|\\'(?P<hex>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z'])"
    rb"|(?P<open>\{)|(?P<close>\})|(?P<text>[^\\{}\r\n]+)|[\r\n]+|.",
    re.DOTALL,
)
_SKIPPED = frozenset(
    {
        b"fonttbl",
        b"colortbl",
        b"stylesheet",
        b"info",
        b"pict",
        b"object",
        b"themedata",
        b"datastore",
        b"header",
        b"footer",
    }
    | {
        b"listtable",
        b"listoverridetable",
        b"rsidtbl",
        b"generator",
        b"latentstyles",
        b"mmathPr",
        b"xmlnstbl",
        b"bkmkstart",
    }
)
_SIGNS = {
    b"par": "\n",
    b"line": "\n",
    b"tab": "\t",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
    b"endash": "\u2013",
    b"emdash": "\u2014",
    b"emspace": "\u2003",
    b"enspace": "\u2002",
    b"cell": "\t",
    b"row": "\n",
    b"sect": "\n",
    b"page": "\n",
    b"zwj": "\u200d",
    b"zwnj": "\u200c",
    b"ltrmark": "\u200e",
    b"rtlmark": "\u200f",
}
_FONT_CODEPAGES = {
    0: 1252, 77: 10000, 128: 932, 129: 949, 130: 1361, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
    177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Body:
    """What a packed body was: HTML, or plain words. ``fault`` says what is wrong with it, "" if nothing."""

    plain: str = ""
    markup: str = ""
    fault: str = ""


def body_of_compressed(untrusted: bytes) -> Body:
    """The body inside some compressed RTF."""
    try:
        rtf = unpack(untrusted)
    except (ValueError, struct.error):
        return Body(fault="the formatted version of the body is damaged")
    return body_of_rtf(rtf)


def unpack(untrusted: bytes) -> bytes:
    """The RTF that was packed. Raises ``ValueError`` for bytes that are no packed RTF."""
    _, raw_size, mark = struct.unpack_from("<II4s", untrusted)
    if mark == _STORED:
        return untrusted[16 : 16 + raw_size]
    if mark != _PACKED or raw_size > MAX_UNPACKED:
        raise ValueError("no packed RTF")
    window = bytearray(_START.ljust(_WINDOW, b" "))
    write = len(_START)
    out = bytearray()
    at = 16
    while at < len(untrusted) and len(out) < raw_size:
        flags = untrusted[at]
        at += 1
        for bit in range(8):
            if at >= len(untrusted):
                break
            if not flags >> bit & 1:
                copied = untrusted[at : at + 1]
                at += 1
                out += copied
                window[write] = copied[0]
                write = (write + 1) % _WINDOW
                continue
            (reference,) = struct.unpack_from(">H", untrusted.ljust(at + 2, b"\0"), at)
            at += 2
            offset, length = reference >> 4, (reference & 0xF) + 2
            if offset == write:
                return bytes(out[:raw_size])
            for step in range(length):
                char = window[(offset + step) % _WINDOW]
                out.append(char)
                window[write] = char
                write = (write + 1) % _WINDOW
    return bytes(out[:raw_size])


@dataclass(slots=True)
class _Group:
    """What holds inside one pair of braces."""

    skipped: bool = False
    tag: bool = False
    """Inside ``\\*\\htmltag``: original markup."""
    rtf_only: bool = False
    """Between ``\\htmlrtf`` and ``\\htmlrtf0``: made for RTF readers, not part of the original."""
    unicode_skip: int = 1
    codepage: str = ""


@dataclass(slots=True)
class _Reading:
    """The state of reading one RTF body."""

    was_html: bool
    codepage: str = "cp1252"
    fonts: dict[int, str] = field(default_factory=dict)
    font: int = 0
    out: list[str] = field(default_factory=list)
    pending: bytearray = field(default_factory=bytearray)
    to_skip: int = 0
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    starred: bool = False
    in_fonts: int = 0
    high: int = 0


def body_of_rtf(untrusted_rtf: bytes) -> Body:
    """The HTML that some RTF was made from, or else its words."""
    head = untrusted_rtf[:1024]
    reading = _Reading(was_html=b"\\fromhtml" in head)
    for token in _TOKEN.finditer(untrusted_rtf):
        _take(token, reading)
    _flush(reading)
    text = "".join(reading.out)
    return Body(markup=text) if reading.was_html else Body(plain=text.strip("\n"))


def _take(token: re.Match[bytes], reading: _Reading) -> None:
    group = reading.groups[-1]
    if token["hex"]:
        if reading.to_skip:
            reading.to_skip -= 1
        elif _is_wanted(group):
            reading.pending += bytes.fromhex(token["hex"].decode())
        return
    if token["text"]:
        _take_text(token["text"], reading, group)
        return
    if token["open"]:
        _flush(reading)
        reading.groups.append(_Group(group.skipped, group.tag, group.rtf_only, group.unicode_skip, group.codepage))
    elif token["close"]:
        _flush(reading)
        if len(reading.groups) > 1:
            reading.groups.pop()
            reading.in_fonts = min(reading.in_fonts, len(reading.groups))
    elif token["word"]:
        _take_word(token["word"], int(token["number"]) if token["number"] else None, reading, group)
        return
    elif token["sign"]:
        _take_sign(token["sign"], reading, group)
        return
    reading.starred = False


def _is_wanted(group: _Group) -> bool:
    return not group.skipped and not group.rtf_only


def _take_text(text: bytes, reading: _Reading, group: _Group) -> None:
    if reading.to_skip:
        skipped = min(reading.to_skip, len(text))
        reading.to_skip -= skipped
        text = text[skipped:]
    if text and _is_wanted(group):
        reading.pending += text
    reading.starred = False


def _flush(reading: _Reading) -> None:
    if reading.pending:
        codepage = reading.groups[-1].codepage or reading.codepage
        reading.out.append(decode(bytes(reading.pending), codepage).text)
        reading.pending.clear()


def _put(text: str, reading: _Reading) -> None:
    _flush(reading)
    reading.out.append(text)


def _take_sign(sign: bytes, reading: _Reading, group: _Group) -> None:
    if sign == b"*":
        reading.starred = True
        return
    if not _is_wanted(group):
        return
    if sign in b"\\{}":
        reading.pending += sign
    elif sign == b"~":
        _put("&nbsp;" if reading.was_html else "\u00a0", reading)
    elif sign == b"_":
        _put("&shy;" if reading.was_html else "\u00ad", reading)
    elif sign in b"\r\n":
        _put("\n", reading)


def _take_word(word: bytes, number: int | None, reading: _Reading, group: _Group) -> None:
    if reading.starred or word in _SKIPPED:
        _begin_destination(word, reading, group)
        return
    if word == b"htmlrtf":
        _flush(reading)
        group.rtf_only = number != 0 and not group.tag
    elif word == b"uc":
        group.unicode_skip = max(0, number if number is not None else 1)
    elif word == b"u" and number is not None:
        _take_unicode(number, reading, group)
    elif word == b"ansicpg" and number:
        reading.codepage = codec_named(codec_of(number)) or reading.codepage
    elif word in {b"f", b"fcharset"} and number is not None:
        _take_font(word, number, reading, group)
    elif (
        word in _SIGNS and _is_wanted(group) and not (reading.was_html and word in {b"cell", b"row", b"sect", b"page"})
    ):
        _put("\r\n" if reading.was_html and word in {b"par", b"line"} else _SIGNS[word], reading)


def _begin_destination(word: bytes, reading: _Reading, group: _Group) -> None:
    """A group that holds no words of the body: fonts, pictures, or markup of the original."""
    reading.starred = False
    if word == b"htmltag" and reading.was_html:
        group.tag, group.rtf_only = True, False
        return
    group.skipped = True
    if word == b"fonttbl":
        reading.in_fonts = len(reading.groups)


def _take_font(word: bytes, number: int, reading: _Reading, group: _Group) -> None:
    if reading.in_fonts and len(reading.groups) >= reading.in_fonts:
        if word == b"f":
            reading.font = number
        else:
            reading.fonts[reading.font] = (
                codec_named(f"cp{_FONT_CODEPAGES[number]}") if number in _FONT_CODEPAGES else ""
            )
    elif word == b"f":
        _flush(reading)
        group.codepage = reading.fonts.get(number, "")


def _take_unicode(number: int, reading: _Reading, group: _Group) -> None:
    reading.to_skip = group.unicode_skip
    if not _is_wanted(group):
        return
    code = number % 0x10000
    if 0xD800 <= code < 0xDC00:  # noqa: PLR2004 - the first half of a surrogate pair
        reading.high = code
        return
    if 0xDC00 <= code < 0xE000:  # noqa: PLR2004 - the second half
        code = 0x10000 + ((reading.high - 0xD800) << 10) + (code - 0xDC00) if reading.high else 0xFFFD
        reading.high = 0
    _put(chr(code), reading)
