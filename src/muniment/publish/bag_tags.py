"""What stands in the tag files of a bag (RFC 8493, and its drafts from 0.93 on): hostile text, line by line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

DECLARATION = "bagit.txt"
PAYLOAD = "data/"
FETCH = "fetch.txt"

V1 = (1, 0)
VERSIONS = frozenset({(0, 93), (0, 94), (0, 95), (0, 96), (0, 97), V1})
"""The versions of the format that were ever in use; what an unknown one means cannot be known."""

MAX_DECLARATION_BYTES = 1_000
"""Two short lines. What is longer is no declaration, and is not read."""

MAX_LINE_CHARS = 64 * 1024
"""Characters of a line of a tag file: a checksum, a path of at most 4,096 bytes, an address. Memory stays bounded."""

_ENCODINGS = re.compile(
    r"utf-?(8|16|32)([-_]?[bl]e)?|us-ascii|ascii|iso[-_]8859[-_]([1-9]|1[0-6])|latin-?1"
    r"|(windows-?|cp)125[0-8]|gb18030|gbk|gb2312|big5|shift[-_]jis|euc[-_](jp|kr)|koi8-[ru]",
    re.ASCII | re.IGNORECASE,
)
"""Encodings of text in the sense of the format. Python knows more names that are none, or that are slow on purpose."""

MAX_FETCHED = 1_000_000
"""Files that fetch.txt may name: their paths are held in memory. None is ever fetched."""

_DECLARATION = re.compile(r"BagIt-Version: ([0-9]+)\.([0-9]+)(.*)\nTag-File-Character-Encoding: (\S+)(.*)", re.ASCII)
_LISTED = re.compile(r"([0-9A-Fa-f]+)([ \t]+)(\*?)(.+)", re.ASCII)
_FETCHED = re.compile(r"(\S+)[ \t]+([0-9]+|-)[ \t]+(.+)", re.ASCII)
_LABELLED = re.compile(r"([^:]*[^:\s])(\s*):[ \t]*(.*)")
_ESCAPES = re.compile("%(0[AaDd]|25)")
_OLD_ESCAPES = re.compile("%(0[AaDd])")
_ESCAPED = {"%": "%25", "\n": "%0A", "\r": "%0D"}


class TagError(ValueError):
    """A tag file does not say what it should; the message is the end of a sentence that begins with its name."""


@dataclass(frozen=True, slots=True)
class Declaration:
    """What bagit.txt declares."""

    version: tuple[int, int]
    encoding: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of a manifest: the digest in lower-case hexadecimal, the path as written; ``starred`` by md5sum."""

    digest: str
    untrusted_path: str
    starred: bool


def declaration(content: bytes) -> Declaration:
    """What bagit.txt with this content declares. Raises ``TagError``."""
    if content.startswith((b"\xef\xbb\xbf", b"\xfe\xff", b"\xff\xfe")):
        raise TagError("begins with a byte-order mark, which is not allowed there")
    try:
        text = content.decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise TagError("is not UTF-8") from error
    said = _DECLARATION.fullmatch(text.removesuffix("\n"))
    if said is None:
        raise TagError("is not made of the two lines “BagIt-Version: M.N” and “Tag-File-Character-Encoding: NAME”")
    version = (int(said[1]), int(said[2]))
    if version not in VERSIONS:
        raise TagError(f"names version {said[1]}.{said[2]} of the format, which Muniment does not know")
    if (said[3] + said[5]).strip() or (version >= V1 and (said[3] or said[5])):
        raise TagError("has more on a line than the version or the encoding, if only a blank")
    if not _ENCODINGS.fullmatch(said[4]):
        raise TagError("names an encoding of tag files that Muniment does not know")
    return Declaration(version, said[4])


def lines_of(file: IO[str]) -> Iterator[str]:
    """The lines of an open tag file, without their ends. Raises ``TagError``."""
    try:
        while line := file.readline(MAX_LINE_CHARS + 1):
            if len(line) > MAX_LINE_CHARS:
                raise TagError("has a line that is too long to be meant")
            yield line.removesuffix("\n")
    except UnicodeError as error:
        raise TagError("is not in the encoding that bagit.txt declares") from error


def listed(untrusted_line: str) -> Listed:
    """What a line of a manifest says. Raises ``TagError``."""
    found = _LISTED.fullmatch(untrusted_line)
    if found is None:
        raise TagError("has a line that is not a checksum and a path")
    return Listed(found[1].lower(), found[4], bool(found[3]))


def to_fetch(untrusted_line: str) -> str:
    """The path in a line of fetch.txt; the address is nobody's business here. Raises ``TagError``."""
    found = _FETCHED.fullmatch(untrusted_line)
    if found is None:
        raise TagError("has a line that is not an address, a length and a path")
    return found[3]


def labelled(lines: Iterator[str]) -> Iterator[tuple[str, str, bool]]:
    """Label and value of each element of bag-info.txt, and whether it is written as version 1.0 wants it.

    A line that begins with a blank continues the value before it. Raises ``TagError``.
    """
    current: tuple[str, str, bool] | None = None
    for line in lines:
        if line[:1] in {" ", "\t"} and current is not None:
            current = (current[0], f"{current[1]} {line.strip()}", current[2])
            continue
        if current is not None:
            yield current
        current = None
        if line.strip():
            current = _labelled(line)
    if current is not None:
        yield current


def _labelled(line: str) -> tuple[str, str, bool]:
    found = _LABELLED.fullmatch(line)
    if found is None:
        raise TagError("has a line that is not a label, a colon and a value")
    return found[1].strip(), found[3].strip(), not found[2]


def unescaped(path: str, version: tuple[int, int]) -> str:
    """A path of a manifest as the file is called: before version 1.0 a percent sign stood for itself."""
    escapes = _ESCAPES if version >= V1 else _OLD_ESCAPES
    return escapes.sub(lambda found: chr(int(found[1], 16)), path)


def escaped(path: str) -> str:
    """A path as a manifest of version 1.0 writes it: line ends and percent signs, and nothing else, are escaped."""
    return "".join(_ESCAPED.get(char, char) for char in path)


def why_unsafe(untrusted_path: str) -> str:
    """Why a path could lead out of the bag on some machine, as the end of a sentence; "" if it cannot."""
    if untrusted_path.startswith(("/", "~", "\\")) or re.match("[A-Za-z]:", untrusted_path):
        return "does not begin in the bag"
    if "\0" in untrusted_path:
        return "holds a byte that no path can have"
    steps = untrusted_path.split("/")
    if any(step in {"", ".", ".."} for step in steps):
        return "has a step “.”, “..” or none at all between slashes"
    if any(step == ".." for step in untrusted_path.replace("\\", "/").split("/")):
        return "leads out of the bag on Windows"
    return ""
