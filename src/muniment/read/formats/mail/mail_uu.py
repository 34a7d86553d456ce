"""Files that old mail programs wrote into the text itself: uuencoded, between "begin" and "end"."""

import binascii
import re

_BEGIN = re.compile(r"^begin(?:-base64)? [0-7]{3,4} (?P<name>[^\n]{1,250})$", re.MULTILINE)
_END = re.compile(r"^end[ \t]*$", re.MULTILINE)


def without_uuencoded(text: str) -> tuple[str, list[tuple[str, bytes]]]:
    """``text`` without the encoded lines (the lines that name the file stay), and the files: ``(name, bytes)``.

    A block that does not decode is text, and stays.
    """
    if "begin" not in text:
        return text, []
    kept: list[str] = []
    files: list[tuple[str, bytes]] = []
    at = 0
    for begin in _BEGIN.finditer(text):
        end = _END.search(text, begin.end())
        if begin.start() < at or end is None:
            continue
        content = _decoded(text[begin.end() + 1 : end.start()])
        if content is None:
            continue
        kept.append(text[at : begin.end() + 1])
        files.append((begin["name"].strip().replace("/", "_"), content))
        at = end.start()
    return "".join(kept) + text[at:], files


def _decoded(block: str) -> bytes | None:
    pieces = []
    for line in block.split("\n"):
        if not line.strip("` "):
            continue
        try:
            pieces.append(binascii.a2b_uu(line.encode("ascii")))
        except (binascii.Error, UnicodeEncodeError):
            return None
    return b"".join(pieces)
