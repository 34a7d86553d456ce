"""Names as strangers wrote them: kept byte for byte, shown so that they can do no harm."""

import re
import unicodedata

_SHOWN_AS_ESCAPE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Categories that move the cursor, reverse the line or hide: controls, formatting (bidi overrides), separators."""

_BLANKS = re.compile(r"\s+")

_KEPT_FORMATTING = frozenset("\u200c\u200d")
"""Joiners that Uyghur, Persian and emoji need to be legible."""

MAX_NAME_BYTES = 1024
"""A member's name longer than this is shortened in paths; the whole name stays in the ledger."""

# fmt: off
HINTING_SUFFIXES = frozenset(
    {
        ".csv", ".tsv", ".tab", ".txt", ".md", ".htm", ".html", ".xhtml", ".xml", ".json", ".eml", ".emlx",
        ".mbox", ".mbx", ".msg", ".dif", ".dbf", ".svg", ".log", ".rtf", ".doc", ".xls", ".ppt", ".wpd", ".wp",
        ".wb1", ".wb2", ".wb3", ".wq1", ".wq2", ".qpw", ".mif", ".one", ".br", ".lz4", ".zlib", ".z", ".lzma",
        ".pdf", ".ai", ".ics", ".vcs", ".vcf", ".mht", ".mhtml", ".plist", ".numbers", ".pages", ".key", ".tex",
        ".yaml", ".yml", ".ini", ".sql", ".ps", ".eps", ".tga", ".dwg", ".dxf", ".ar", ".pack", ".mp3", ".aac",
    }
)
# fmt: on
"""Endings that change how bytes are read where the bytes alone leave it open. All others are no hint, so that equal
bytes under unlike names are read once."""


def text_of(name: bytes) -> str:
    r"""``name`` as text: UTF-8 where it is, each other byte as ``\xNN``. Fit for JSON; not yet for a terminal."""
    return name.decode("utf-8", "backslashreplace")


def shown(text: str) -> str:
    """``text`` fit for a terminal: nothing in it moves the cursor, reverses the line or hides."""
    if text.isprintable():
        return text
    return "".join(char if _is_harmless(char) else _escaped(char) for char in text)


def one_line(text: str) -> str:
    """``text`` as ``shown``, its white space of any sort made one blank."""
    return shown(_BLANKS.sub(" ", text))


def _is_harmless(char: str) -> bool:
    return char in _KEPT_FORMATTING or unicodedata.category(char) not in _SHOWN_AS_ESCAPE


def _escaped(char: str) -> str:
    return char.encode("unicode_escape").decode("ascii")


def bytes_of(shown_text: str) -> bytes:
    """The bytes a user means by a path typed on the command line (undecodable bytes come as surrogates)."""
    return shown_text.encode("utf-8", "surrogateescape")


def suffix_of(name: bytes) -> str:
    """The ending of ``name`` if it is a hint worth having (see ``HINTING_SUFFIXES``), else ""."""
    _, dot, ending = name.rpartition(b".")
    suffix = (dot + ending).decode("ascii", "replace").lower()
    return suffix if suffix in HINTING_SUFFIXES else ""


_TWO_IN_ONE = {
    b".tgz": b".tar",
    b".tbz": b".tar",
    b".tbz2": b".tar",
    b".txz": b".tar",
    b".tzst": b".tar",
    b".svgz": b".svg",
}
"""Endings that stand for an inner and an outer format."""


def unpacked_name(container: bytes) -> bytes:
    """The name of what a compressed file holds, where the file does not say: its own name without its ending."""
    name = container.rpartition(b"/")[2]
    stem, dot, ending = name.rpartition(b".")
    return (stem or name) + _TWO_IN_ONE.get((dot + ending).lower(), b"")


def below(container: bytes, untrusted_name: bytes, taken: set[bytes]) -> bytes:
    """The path of a member: under its container whatever its name says, and unlike the paths already ``taken``."""
    parts = [_harmless_part(part) for part in untrusted_name.split(b"/") if part not in {b"", b"."}]
    path = b"/".join([container, *(parts or [b"unnamed"])])
    unique, count = path, 1
    while unique in taken:
        count += 1
        unique = path + b" [%d]" % count
    taken.add(unique)
    return unique


def _harmless_part(part: bytes) -> bytes:
    if part == b"..":
        return b"%2E%2E"
    part = part.replace(b"\0", b"%00")
    return part if len(part) <= MAX_NAME_BYTES else part[:MAX_NAME_BYTES] + b"%E2%80%A6"
