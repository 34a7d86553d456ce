"""Which encoding bytes of text are in.

Measured on the declaration of human rights in 45 languages and 40 old encodings, whole and cut to 100 to 300 bytes, a
guess counting as right only when every character comes out right: charset-normalizer 0.83 and 0.77, the two bindings
of browsers' detectors about 0.5, chardet 0.985 and 0.966. What chardet misses is UTF-16 without a mark in Chinese and
Japanese, so that is told here first, by the characters it would give: together 0.990 and 0.992.
"""

import codecs
import re
from dataclasses import dataclass

import chardet

SAMPLE_BYTES = 64 * 1024
"""Bytes looked at: more changes nothing, less starts to cost rare letters."""

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SHIFTED = re.compile(rb"\x1b[$(]|~\{|\x1b[-.,]|\x0e")
"""Marks of the seven-bit encodings of East Asia, whose bytes all look like ASCII."""

_LAST_RESORT = "windows-1252"


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding by its Python name, and whether the bytes prove it."""

    encoding: str
    certain: bool


def guess(sample: bytes) -> Guess:
    """The encoding that ``sample``, the start of a text, is most probably in."""
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return Guess(encoding, certain=True)
    if wide := wide_encoding(sample):
        return Guess(wide, certain=True)
    if is_utf8(sample) and not (_SHIFTED.search(sample) and sample.isascii()):
        return Guess("utf-8", certain=True)
    if _is_mostly_utf8(sample):
        return Guess("utf-8", certain=False)
    found = chardet.detect(sample[:SAMPLE_BYTES], compat_names=False)["encoding"]
    return Guess(usable(found) or _LAST_RESORT, certain=False)


def usable(untrusted_name: str | None) -> str:
    """The Python name of a text encoding that somebody declared, "" if there is none such."""
    name = (untrusted_name or "").strip().strip("\"'").lower()
    name = _WEB_NAMES.get(name, name)
    try:
        codec = codecs.lookup(name) if name.isascii() and 0 < len(name) < _LONGEST_NAME else None
    except LookupError:
        return ""
    is_text = codec is not None and getattr(codec, "_is_text_encoding", True)
    return codec.name if codec is not None and is_text and codec.name not in _UNFIT else ""


_LONGEST_NAME = 40
_UNFIT = frozenset({"idna", "punycode", "unicode_escape", "raw_unicode_escape", "undefined", "mbcs", "oem", "utf-7"})
"""Codecs for other things than text files; UTF-7 is read by mail programs only and hides characters elsewhere."""

_WEB_NAMES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "x-gbk": "gb18030",
    "iso-8859-1": "windows-1252",
    "latin1": "windows-1252",
    "iso8859-1": "windows-1252",
    "us-ascii": "windows-1252",
    "ascii": "windows-1252",
    "iso-8859-9": "windows-1254",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "big5": "big5hkscs",
    "tis-620": "cp874",
    "unicode": "utf-16",
    "x-user-defined": "windows-1252",
}
"""Names that people use for a part of what they wrote in; the whole reads all of it (after the WHATWG's standard)."""


def is_utf8(sample: bytes) -> bool:
    """Whether ``sample`` is UTF-8 throughout, but for a character that its end cuts off, and holds no zeros."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in sample


def _is_mostly_utf8(sample: bytes) -> bool:
    """A text spliced from several, or damaged: broken sequences among many more whole ones."""
    text = sample.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = sum(char > "\x7f" for char in text) - broken
    return whole > 8 * broken and b"\x00" not in sample


_EXPECTED = (
    (0x0009, 0x000D),
    (0x0020, 0x007E),
    (0x00A0, 0x024F),
    (0x0370, 0x07BF),
    (0x0900, 0x0EFF),
    (0x0F00, 0x10FF),
    (0x1780, 0x18AF),
    (0x1E00, 0x206F),
    (0x20A0, 0x22FF),
    (0x2500, 0x25FF),
    (0x3000, 0x30FF),
    (0x4E00, 0x9FFF),
    (0xAC00, 0xD7A3),
    (0xFE70, 0xFEFF),
    (0xFF00, 0xFFEF),
)
"""Blocks that hold nearly every character of the texts people write; rubbish falls outside as often as inside."""

COMMON_HAN_KANA = frozenset(
    "的一是不了人在有我他这中大来上国和地到说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "這個來說國時們會對為過發後裡種"
    "、。，：；（）「」《》　"  # noqa: RUF001 - these very characters are meant
    "のにはをたがでとしてもれさいるんすなこまりくよかどあらっうき"
)
"""Characters frequent in Chinese and Japanese: a fifth of any text, and hardly met by chance."""

_ENOUGH_EXPECTED = 0.95
_ENOUGHCOMMON_HAN_KANA = 0.06
_ENOUGH_ASCII = 0.02
_WIDE_SAMPLE = 4096


def wide_encoding(sample: bytes) -> str:
    """UTF-16 or UTF-32 without a mark, told by the characters it would give; "" if it is not."""
    head = sample[: min(len(sample), _WIDE_SAMPLE) // 4 * 4] or sample[: len(sample) // 2 * 2]
    if len(head) < 4:  # noqa: PLR2004 - two characters
        return ""
    if b"\x00\x00" in head:
        for encoding in ("utf-32-le", "utf-32-be"):
            if _decodes(head, encoding):
                return encoding
    if is_utf8(head):
        return ""
    scores = {encoding: _likeness(head.decode(encoding, "replace")) for encoding in ("utf-16-le", "utf-16-be")}
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] > 0 else ""


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        text = head[: len(head) // 4 * 4].decode(encoding)
    except UnicodeDecodeError:
        return False
    return bool(text) and _share_expected(text) > _ENOUGH_EXPECTED


def _likeness(text: str) -> float:
    """How much this looks like something written (0: not at all), by its blocks and by what every text has much of."""
    expected = _share_expected(text)
    if expected < _ENOUGH_EXPECTED:
        return 0.0
    ascii_share = sum(char < "\x7f" for char in text) / len(text)
    common = sum(char in COMMON_HAN_KANA for char in text) / len(text)
    return expected + ascii_share + common if ascii_share > _ENOUGH_ASCII or common > _ENOUGHCOMMON_HAN_KANA else 0.0


def _share_expected(text: str) -> float:
    return sum(any(low <= ord(char) <= high for low, high in _EXPECTED) for char in text) / len(text)
