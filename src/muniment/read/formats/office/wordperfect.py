"""WordPerfect documents of versions 5 and 6 to X9: the letters between the functions."""

import struct
from collections.abc import Iterator

from muniment.read.parts import pages_of
from muniment.read.reader import Damaged, Document, Found, Locked, Shortfall, Unsupported

_MAGIC = b"\xffWPC"
_VERSION_5, _VERSION_6 = 0, 2
_FIRST_LETTERS = "åÅæÆäÄáàâãÃçÇëéÉèêíñÑøØõÕöÖüÜúùß"
"""The letters that version 6 keeps in its codes 1 to 32, where others have controls."""

_SIGNS_6 = {0x80: " ", 0x81: "\u00a0", 0x82: "\u00ad", 0x83: "\u00ad", 0x84: "\u2011", 0x85: "\u00ad", 0x86: "\u00ad"}
_SIGNS_6 |= {0x87: "\n", 0xC6: "\n", 0xC7: "\n", 0xC8: "\n", 0xCC: "\n", 0xCF: " "}
_SIGNS_6 |= dict.fromkeys(range(0xB7, 0xC6), "\n")
_FIXED_6 = {0xF0: 4, 0xF1: 5, 0xF2: 3, 0xF3: 3, 0xF4: 3, 0xF5: 3, 0xF6: 4, 0xF7: 4, 0xF8: 4, 0xF9: 5, 0xFA: 5}
_FIXED_6 |= {0xFB: 6, 0xFC: 6, 0xFD: 8, 0xFE: 8}
_SIGNS_5 = {0x09: "\t", 0x0A: "\n", 0x0B: " ", 0x0C: "\n", 0x0D: " ", 0x8C: "\n", 0xA0: "\u00a0", 0xA9: "\u2011"}
_SIGNS_5 |= {0xAA: "\u00ad", 0xAB: "\u00ad", 0xAC: "\u00ad", 0x93: "", 0x99: "\n"}
_FIXED_5 = {0xC0: 4, 0xC1: 9, 0xC2: 11, 0xC3: 3, 0xC4: 3, 0xC5: 5, 0xC6: 6, 0xC7: 7}
_LINE_ENDS, _TABS = 0xD0, 0xE0
_ASIDES = frozenset({0xD5, 0xD6, 0xD7, 0xDA, 0xDF})
"""Functions that place headers, notes and boxes."""

_TYPOGRAPHY = {28: "\u2019", 29: "\u2018", 30: "\u2018", 31: "\u201d", 32: "\u201c", 33: "\u2013", 34: "\u2014"}
_TYPOGRAPHY |= {0: "\u2022", 3: "\u2022", 5: "\u00b6", 6: "\u00a7", 7: "\u00a1", 8: "\u00bf", 9: "\u00ab", 10: "\u00bb"}
_TYPOGRAPHY |= {11: "\u00a3", 12: "\u00a5", 19: "\u00a2", 22: "\u00ae", 23: "\u00a9", 56: "\u2026", 72: "\u20ac"}
"""The set of typographic signs (number 4), as far as letters of business use it."""

_FIRST_MULTINATIONAL, _TYPOGRAPHIC = 1, 4
_LETTERS_1 = "ÁáÂâÄäÀàÅåÆæÇçÉéÊêËëÈèÍíÎîÏïÌìÑñÓóÔôÖöÒòÚúÛûÜüÙùŸÿÃãĐđØøÕõÝýÐðÞþĂăĀāĄąĆćČčĈĉĊċĎďĚěĖėĒēĘęĢģĞğ"
_LETTERS_1_START = 26


class WordPerfectReader:
    """Gives the text of a WordPerfect document."""

    name = "wordperfect"
    version = "1"
    media_types = frozenset({"application/vnd.wordperfect"})

    def read(self, document: Document) -> Iterator[Found]:
        """Yield pages. Raises ``Damaged``, ``Locked`` or ``Unsupported``."""
        raw = document.content()
        if raw[:4] != _MAGIC or len(raw) < 16:  # noqa: PLR2004 - the head
            raise Unsupported("WordPerfect documents from before version 5 cannot be read here")
        start, _, kind, version = struct.unpack_from("<IBBB", raw, 4)
        if kind != 0x0A:  # noqa: PLR2004 - the number of documents
            raise Unsupported("this is a file of WordPerfect's own use, not a document")
        if struct.unpack_from("<H", raw, 12)[0]:
            raise Locked("a password is needed; WordPerfect documents cannot be opened with it here")
        if version not in {_VERSION_5, _VERSION_6} or start >= len(raw):
            raise Damaged("the head of the document is broken")
        text = "".join(_words(raw, start, version))
        yield from pages_of(text)
        if unknown := text.count("\ufffd"):
            yield Shortfall(f"{unknown} letters of sets not known here are missing")
        if _holds_asides(raw, start, version):
            yield Shortfall("it may hold notes, headers or text boxes, which are not given: only the running text")


def _holds_asides(raw: bytes, at: int, version: int) -> bool:
    """Whether a function occurs that carries words beside the running text."""
    fixed = _FIXED_6 if version == _VERSION_6 else _FIXED_5
    while at < len(raw):
        code = raw[at]
        if code in _ASIDES:
            return True
        if code in fixed:
            at += fixed[code]
        else:
            at += _length(raw, at, version) if code >= _LINE_ENDS and code != 0xFF else 1  # noqa: PLR2004 - no function
    return False


def _words(raw: bytes, at: int, version: int) -> Iterator[str]:
    signs, fixed = (_SIGNS_6, _FIXED_6) if version == _VERSION_6 else (_SIGNS_5, _FIXED_5)
    extended = 0xF0 if version == _VERSION_6 else 0xC0
    while at < len(raw):
        code = raw[at]
        if code in fixed:
            if code == extended and at + 2 < len(raw):
                yield _extended(raw[at + 2], raw[at + 1])
            at += fixed[code]
        elif code >= 0xD0 and code != 0xFF:  # noqa: PLR2004 - functions that state their length
            yield _function(code, raw[at + 1 : at + 2])
            at += _length(raw, at, version)
        else:
            yield _letter(code, signs, version)
            at += 1


def _letter(code: int, signs: dict[int, str], version: int) -> str:
    if version == _VERSION_6 and 0 < code <= len(_FIRST_LETTERS):
        return _FIRST_LETTERS[code - 1]
    if 0x20 <= code < 0x7F:  # noqa: PLR2004 - ASCII
        return chr(code)
    return signs.get(code, "")


def _function(code: int, group: bytes) -> str:
    """What a function shows: ends of lines, soft or hard, and tabs."""
    if code == _LINE_ENDS:
        return " " if group and group[0] in {0x01, 0x02, 0x03} else "\n"
    return "\t" if code == _TABS else ""


def _length(raw: bytes, at: int, version: int) -> int:
    """Bytes of the function at ``at``: version 6 counts all of them, version 5 those behind the count."""
    if at + 4 > len(raw):
        return len(raw) - at
    size = int(struct.unpack_from("<H", raw, at + 2)[0])
    return max(4, size if version == _VERSION_6 else size + 4)


def _extended(letter_set: int, letter: int) -> str:
    """A letter of one of WordPerfect's own sets; U+FFFD if it is not known here."""
    if letter_set == 0:
        return chr(letter)
    if letter_set == _TYPOGRAPHIC:
        return _TYPOGRAPHY.get(letter, "\ufffd")
    place = letter - _LETTERS_1_START
    if letter_set == _FIRST_MULTINATIONAL and 0 <= place < len(_LETTERS_1):
        return _LETTERS_1[place]
    if letter_set == _FIRST_MULTINATIONAL and letter == 23:  # noqa: PLR2004 - its place in the set
        return "ß"
    return "\ufffd"
