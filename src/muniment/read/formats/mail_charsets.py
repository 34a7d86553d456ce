"""Bytes of mail to characters: by the charset the mail names if that holds, else by what the bytes look like."""

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

_WIDER = {
    "ascii": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "euc-cn": "gb18030",
    "cn-gb": "gb18030",
    "hz": "hz",
    "x-euc-tw": "big5hkscs",
    "big5": "big5hkscs",
    "cn-big5": "big5hkscs",
    "euc_kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "korean": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "sjis": "cp932",
    "x-sjis": "cp932",
    "iso2022_jp": "iso2022_jp_ext",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "windows-874": "cp874",
    "iso-8859-6-i": "iso-8859-6",
    "iso-8859-8-i": "iso-8859-8",
    "unicode-1-1-utf-7": "utf-7",
    "x-mac-cyrillic": "mac_cyrillic",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
    "koi8": "koi8_r",
}
"""Charset names as mail writes them, and the wider or proper codec for each: programs write the narrow name for text
that uses the wide set, and where both know a character they agree."""

_NO_CHARSETS = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem"})
"""Codecs that turn bytes into text but name no character set: a mail that names one is odd, or wants to harm."""

_SAMPLE = 24_000
"""Bytes looked at when a charset has to be guessed: more takes long and tells little."""

_LIKELY = [
    "gb18030",
    "big5",
    "cp949",
    "cp932",
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1252",
    "cp1250",
    "cp1253",
    "cp1254",
    "cp1255",
    "cp1256",
    "iso8859_5",
    "cp874",
]
"""Charsets that mail without a proper declaration was found to use."""

_SINGLE_BYTE_WEST = frozenset({"cp1252", "latin-1", "cp1250"})

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
    name = untrusted_charset.strip().strip("\"'").lower()
    try:
        proper = codecs.lookup(_WIDER.get(name, name)).name
    except (LookupError, ValueError):
        return ""
    wider = _WIDER.get(proper, proper)
    return "" if proper in _NO_CHARSETS or not _is_charset(wider) else wider


def _is_charset(codec: str) -> bool:
    try:
        return isinstance(b"a".decode(codec), str)
    except (LookupError, UnicodeError):
        return codec.startswith(("utf", "utf_"))


def decode(data: bytes, untrusted_charset: str = "", hint: str = "") -> Decoded:
    """``data`` as text. ``hint`` is a charset used elsewhere in the same mail, tried before guessing."""
    declared = codec_named(untrusted_charset) if untrusted_charset else ""
    if data.isascii() and declared not in {"utf-7", "hz"} and not declared.startswith(("iso2022", "utf-16", "utf-32")):
        return Decoded(data.decode("ascii"))
    for codec in _worth_trying(data, declared):
        text = _strictly(data, codec)
        if text is not None:
            return Decoded(text)
    return _guessed(data, declared, hint)


def _worth_trying(data: bytes, declared: str) -> tuple[str, ...]:
    if declared in _SINGLE_BYTE_WEST:
        # Any bytes are valid here, so the declaration proves nothing: long runs of high bytes are no Western text.
        return ("utf-8",) if _looks_unwestern(data) else ("utf-8", declared, "latin-1")
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
    if hinted and (text := _strictly(data, hinted)) is not None:
        return Decoded(text, guessed=hinted)
    mostly = _mostly(data, declared or "utf-8")
    if mostly is not None:
        return mostly
    best = from_bytes(_telling(data), cp_isolation=_LIKELY).best()
    codec = best.encoding if best else "cp1252"
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
