"""Bytes of mail to characters: by the charset the mail names if that holds, else by what the bytes look like."""

import re
from dataclasses import dataclass

from muniment.read.charset import guess, usable

_MAIL_NAMES = {
    "hz": "hz",
    "x-euc-tw": "big5hkscs",
    "cn-big5": "big5hkscs",
    "cn-gb": "gb18030",
    "euc-cn": "gb18030",
    "ks_c_5601": "cp949",
    "korean": "cp949",
    "sjis": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "iso-8859-11": "cp874",
    "windows-874": "cp874",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "koi8": "koi8-r",
    "us-ascii": "utf-8",
    "ascii": "utf-8",
    "utf-7": "utf-7",
    "unicode-1-1-utf-7": "utf-7",
}
"""Charset names that mail uses in its own way, or that only mail may use."""

_SAMPLE = 24_000
"""Bytes looked at when a charset has to be guessed: more takes long and tells little."""

_SINGLE_BYTE_WEST = frozenset({"cp1252", "iso8859-1", "cp1250"})

_SHIFTING = ("utf-7", "hz", "iso2022", "utf-16", "utf-32")
"""Encodings whose bytes may all look like ASCII and yet mean something else."""

_LETTER_RUN = re.compile(rb"[\x80-\xff]{4,}")
_HIGH = re.compile(rb"[\x80-\xff]+")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text made of bytes.

    ``guessed`` names the charset if it had to be guessed; ``lost`` counts characters that stand as U+FFFD.
    """

    text: str
    guessed: str = ""
    lost: int = 0


def codec_named(untrusted_charset: str) -> str:
    """The codec for a charset as a mail names it; "" if there is none that may be used."""
    name = untrusted_charset.replace("\0", "").strip().strip("\"'").lower()
    return _MAIL_NAMES.get(name) or usable(name)


def decode(data: bytes, untrusted_charset: str = "", hint: str = "") -> Decoded:
    """``data`` as text. ``hint`` is a charset used elsewhere in the same mail, tried before guessing."""
    declared = codec_named(untrusted_charset) if untrusted_charset else ""
    if data.isascii() and not declared.startswith(_SHIFTING) and b"\x1b" not in data:
        return Decoded(data.decode("ascii"))
    for codec in _worth_trying(data, declared):
        text = _strictly(data, codec)
        if text is not None:
            return Decoded(text)
    return _guessed(data, declared, hint)


def _worth_trying(data: bytes, declared: str) -> tuple[str, ...]:
    if declared in _SINGLE_BYTE_WEST:
        # Any bytes are valid here, so the declaration proves nothing: long runs of high bytes are no Western text.
        return ("utf-8",) if _looks_unwestern(data) else ("utf-8", declared, "iso8859-1")
    return (declared, "utf-8") if declared else ("utf-8",)


def _looks_unwestern(data: bytes) -> bool:
    sample = data[:_SAMPLE]
    high = sum(map(len, _HIGH.findall(sample)))
    return high > 0 and sum(map(len, _LETTER_RUN.findall(sample))) > high * 0.5


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _guessed(data: bytes, declared: str, hint: str) -> Decoded:
    hinted = codec_named(hint) if hint else ""
    if hinted not in {"", declared, *_SINGLE_BYTE_WEST} and (text := _strictly(data, hinted)) is not None:
        return Decoded(text, guessed=hinted)
    mostly = _mostly(data, declared or "utf-8")
    if mostly is not None:
        return mostly
    codec = guess(_telling(data)).encoding
    text = data.decode(codec, "replace")
    return Decoded(text, guessed=codec, lost=text.count("\ufffd"))


def _mostly(data: bytes, codec: str) -> Decoded | None:
    """The text in the declared charset if no more than a few characters of it are broken."""
    if codec in _SINGLE_BYTE_WEST:
        return None
    text = data.decode(codec, "replace")
    lost = text.count("\ufffd")
    beyond_ascii = sum(char > "\x7f" for char in text)
    return Decoded(text, lost=lost) if lost * 10 < beyond_ascii else None


def _telling(data: bytes) -> bytes:
    """The lines of ``data`` that hold more than ASCII, as far as the sample goes."""
    lines = [line for line in data[: _SAMPLE * 20].splitlines(keepends=True) if not line.isascii()]
    return b"".join(lines)[:_SAMPLE] or data[:_SAMPLE]
