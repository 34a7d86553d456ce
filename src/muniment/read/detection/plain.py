"""Plain text of every sort: whether bytes are text at all, and whether the text is mail, a table or JSON."""

import codecs
import json
import re

from muniment.read.charset import wide_encoding

_SAMPLE = 64 * 1024
"""Bytes looked at."""

_MOST_CONTROLS = 0.005
"""Share of control characters above which bytes are no text: random bytes hold some 0.1, old text files a stray one."""

_TEXT_CONTROLS = frozenset(b"\t\n\x0b\x0c\r\x1b\x1a\x08\x1e\x1c\x00") - {0}
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS) + b"\x7f"

_BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_FEWEST_AMONG_ZEROS = 64
"""Bytes of text needed to overlook zeros."""

_EBCDIC_SPACE = 0x40
_EBCDIC_LETTERS = frozenset(
    [
        *range(0x81, 0x8A),
        *range(0x91, 0x9A),
        *range(0xA2, 0xAA),
        *range(0xC1, 0xCA),
        *range(0xD1, 0xDA),
        *range(0xE2, 0xEA),
    ]
)


def as_text(head: bytes) -> str | None:
    """The start of a text as characters good enough to recognise its kind by; None where the bytes are no text.

    The encoding is only guessed at: every letter beyond ASCII may come out wrong, the ASCII ones do not.
    """
    sample = head[:_SAMPLE]
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return sample.decode(encoding, "replace")
    if wide := wide_encoding(sample):
        return sample.decode(wide, "replace")
    return _narrow_text(sample)


def _narrow_text(sample: bytes) -> str | None:
    if b"\x00" in sample:
        return _text_among_zeros(sample)
    if is_ebcdic(sample):
        return sample.decode("cp500")
    if _control_share(sample) > _MOST_CONTROLS and not _is_text_with_marks(sample):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return sample.decode("latin-1") if _could_be_legacy(sample) else None


def _text_among_zeros(sample: bytes) -> str | None:
    """Logs of a machine that lost power have runs of zeros; what stands between must be faultless to count as text."""
    words = sample.replace(b"\x00", b"")
    if len(words) < _FEWEST_AMONG_ZEROS or words.translate(None, _CONTROLS) != words or _lone_zeros(sample):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(words)
    except UnicodeDecodeError:
        return None


def _lone_zeros(sample: bytes) -> bool:
    """Whether zeros are strewn about as in records, not in a few runs."""
    return len(re.findall(rb"\x00+", sample)) > 1 + len(sample) // 2048


def _control_share(sample: bytes) -> float:
    return (len(sample) - len(sample.translate(None, _CONTROLS))) / len(sample)


def _is_text_with_marks(sample: bytes) -> bool:
    """Plain ASCII words with some control marks among them, as old word processors and printers' files have."""
    letters = sum(chr(byte).isalpha() or byte == 0x20 for byte in sample if byte < 0x80)  # noqa: PLR2004 - ASCII ends there
    return sample.isascii() and letters > 0.7 * len(sample) and _control_share(sample) < 0.05  # noqa: PLR2004 - mostly words, one mark in twenty at most


def _could_be_legacy(sample: bytes) -> bool:
    """Eight-bit text is made of words: blanks or ASCII marks stand among the letters, and C1 bytes alone are rare."""
    if len(sample) < 8:  # noqa: PLR2004 - too short to tell
        return not any(0x80 <= byte < 0xA0 for byte in sample)  # noqa: PLR2004 - C1 controls
    high = sum(byte >= 0x80 for byte in sample) / len(sample)  # noqa: PLR2004 - beyond ASCII
    blanks = sum(byte in b" \n\r\t" for byte in sample)
    return high < 0.35 or blanks > 0.03 * len(sample) or _decodes_double_byte(sample)  # noqa: PLR2004 - measured on the texts of the declaration of human rights


def _decodes_double_byte(sample: bytes) -> bool:
    """Chinese, Japanese and Korean need no blanks, but their encodings have rules that other data break soon."""
    for encoding in ("gb18030", "big5", "shift_jis", "euc_kr", "euc_jp"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(sample)
        except UnicodeDecodeError:
            continue
        return True
    return False


def is_ebcdic(sample: bytes) -> bool:
    """Whether this is text from a mainframe: the blank and the letters stand where ASCII has other things."""
    if len(sample) < 32 or sample.count(_EBCDIC_SPACE) < 0.05 * len(sample) or sample.count(0x20) > 0.02 * len(sample):  # noqa: PLR2004 - too short to tell; one blank in twenty
        return False
    return sum(byte in _EBCDIC_LETTERS for byte in sample) > 0.4 * len(sample)  # letters make up most of a text


_HEADER = re.compile(r"^[A-Za-z][A-Za-z0-9_.-]{0,60}[ \t]?:")
_TELLING_HEADERS = frozenset(
    [
        *(
            "from",
            "to",
            "cc",
            "bcc",
            "subject",
            "date",
            "received",
            "return-path",
            "message-id",
            "mime-version",
            "sender",
        ),
        *(
            "content-type",
            "delivered-to",
            "reply-to",
            "x-mailer",
            "content-transfer-encoding",
            "dkim-signature",
            "in-reply-to",
        ),
        *("arc-seal", "x-original-to", "envelope-to", "references", "x-received", "authentication-results", "sent"),
        *("x-gm-thrid", "x-gmail-labels", "status", "x-mozilla-status", "x-uidl", "snapshot-content-location"),
    ]
)
_MAIL_ALONE = frozenset(
    {
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "dkim-signature",
        "arc-seal",
        "x-received",
    }
)
_FROM_LINE = re.compile(r"^From \S.{0,300}?(\d\d:\d\d(:\d\d)?.{0,20}\d{4}|\d{4}.{0,20}\d\d:\d\d)")
_MAIL_SUFFIXES = frozenset({".eml", ".mht", ".mhtml", ".mail", ".msg", ".nws"})


def mail_type(text: str, suffix: str) -> str:
    """message/rfc822, application/mbox, application/x-emlx, or "" where the text does not begin as mail does."""
    text = text.lstrip("\ufeff\r\n")
    lines = text[:32_768].splitlines()
    if not lines:
        return ""
    if lines[0].startswith("From "):
        follows = len(lines) > 1 and bool(_HEADER.match(lines[1].lstrip(">")))
        found = "application/mbox" if follows or _FROM_LINE.match(lines[0]) else ""
        return "message/rfc822" if found and suffix in _MAIL_SUFFIXES and "\nFrom " not in text else found
    if lines[0].strip().isdigit() and _is_mail(lines[1:], ".eml" if suffix == ".emlx" else ""):
        return "application/x-emlx"
    return "message/rfc822" if _is_mail(lines, suffix) else ""


def _is_mail(lines: list[str], suffix: str) -> bool:
    names: list[str] = []
    for line in lines:
        if not line.strip():
            break
        if line[0] in " \t" and names:
            continue
        if not _HEADER.match(line):
            if line.startswith(">From ") or len(names) > 3:  # noqa: PLR2004 - a line broken by some gateway among good ones
                continue
            return False
        names.append(line.split(":", 1)[0].strip().lower())
    telling = _TELLING_HEADERS.intersection(names)
    if not names or (len(telling) < 0.2 * len(set(names)) and not _MAIL_ALONE.intersection(names)):
        return False  # mails carry many private headers, but not only those
    enough = 1 if suffix in _MAIL_SUFFIXES else 3 - len(_MAIL_ALONE & telling)
    return len(telling) >= enough and (
        suffix in _MAIL_SUFFIXES or bool({"from", "to", "subject", "received"} & telling) or "mime-version" in telling
    )


_BEGINNINGS: tuple[tuple[str, str], ...] = (
    ("BEGIN:VCARD", "text/vcard"),
    ("BEGIN:VCALENDAR", "text/calendar"),
    ("<MIFFILE", "application/x-mif"),
    ("{\\RTF", "application/rtf"),
)
_SUFFIXES = {
    ".csv": "text/csv",
    ".tsv": "text/tab-separated-values",
    ".tab": "text/tab-separated-values",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".mdown": "text/markdown",
    ".mkd": "text/markdown",
}
_DRAWING = re.compile(r"^\s{0,4}(999\s*\n.{0,200}\n)?\s{0,4}0\s*\r?\n\s{0,4}SECTION\s")
_JSON_START = re.compile(r"^\s*(\{\s*(\"|\}|$)|\[\s*([\[{\"\]\d-]|true|false|null|$))")


def text_type(text: str, suffix: str) -> str:
    """The type of a text that is neither markup nor mail; text/plain where nothing more is known."""
    start = text[:200].lstrip("\ufeff \t\r\n").upper()
    for beginning, media_type in _BEGINNINGS:
        if start.startswith(beginning):
            return media_type
    if start.startswith("TABLE") and re.match(r"TABLE\s+0,1\s", start):
        return "text/x-dif"
    if _DRAWING.match(text[:2000]):
        return "image/x-cad"
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    if _is_json(text, suffix):
        return "application/json"
    return _table_type(text) if suffix in {"", ".dat", ".data", ".xls"} else "text/plain"


def _is_json(text: str, suffix: str) -> bool:
    if not _JSON_START.match(text):
        return False
    if suffix in {".json", ".jsonl", ".ndjson", ".geojson"}:
        return True
    try:
        json.loads(text if len(text) < _SAMPLE else text.split("\n", 1)[0])
    except (ValueError, RecursionError):
        return bool(re.match(r'^\s*(\[\s*)?\{\s*"[^"\n]{1,200}"\s*:', text)) and len(text) >= _SAMPLE
    return True


_FEWEST_ROWS = 4
"""Lines that must be cut alike before a nameless text counts as a table."""


def _table_type(text: str) -> str:
    lines = [line for line in text[:16_384].splitlines()[:-1] if line.strip()] or text.splitlines()
    if len(lines) < _FEWEST_ROWS:
        return "text/plain"
    for mark, fewest, media_type in (
        ("\t", 1, "text/tab-separated-values"),
        (",", 2, "text/csv"),
        (";", 2, "text/csv"),
    ):
        counts = {line.count(mark) for line in lines}
        if len(counts) == 1 and counts.pop() >= fewest:
            return media_type
    return "text/plain"
