"""The words of Rich Text Format, by the rules of its specification (1.9.1), without a library: none keeps every place.

Bytes are turned into letters by the font in force, since a file may change its code page from one run to the next.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from muniment.read.formats.office.ole import decode
from muniment.read.reader import Damaged

_TOKEN = re.compile(
    rb"\\(?:([a-zA-Z]{1,32})(-?\d{1,10})?[ ]?|'([0-9a-fA-F]{2})|([^a-zA-Z']|'))|([{}])|([^\\{}\r\n]+)|[\r\n]+",
    re.DOTALL,
)

MAX_DEPTH = 5_000
"""Groups inside groups. Writers stay below fifty; more is made to exhaust us."""

_CODE_PAGES = {
    0: 1252,
    77: 10000,
    128: 932,
    129: 949,
    130: 1361,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    163: 1258,
    177: 1255,
    178: 1256,
    179: 1256,
    180: 1256,
    181: 1255,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
    254: 437,
    255: 850,
}
"""Windows code pages by the number of a font's character set; 1 and 2 (default, symbol) follow the document."""

_TWO_BYTE_PAGES = frozenset({932, 936, 949, 950})

_SIGNS = {
    "par": "\n",
    "line": "\n",
    "sect": "\n",
    "page": "\n",
    "softline": "\n",
    "tab": "\t",
    "cell": "\t",
    "nestcell": "\t",
    "row": "\n",
    "nestrow": "\n",
    "emdash": "\u2014",
    "endash": "\u2013",
    "bullet": "\u2022",
    "lquote": "\u2018",
    "rquote": "\u2019",
    "ldblquote": "\u201c",
    "rdblquote": "\u201d",
    "emspace": "\u2003",
    "enspace": "\u2002",
    "qmspace": "\u2005",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "zwbo": "\u200b",
}
_SYMBOLS = {b"~": "\u00a0", b"-": "\u00ad", b"_": "\u2011", b"\n": "\n", b"\r": "\n", b"{": "{", b"}": "}", b"\\": "\\"}

_PLACES = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "headers and footers"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "headers and footers"),
    "footnote": "footnotes",
    "annotation": "comments",
    "atnauthor": "comments",
    "fldinst": "links and field codes",
    "ffname": "form fields",
    "ffdeftext": "form fields",
    "ffl": "form fields",
    "ffhelptext": "form fields",
    "objclass": "links and field codes",
}
"""Destinations whose words go to a place of their own."""

_FACTS = {
    "title": "title",
    "subject": "subject",
    "author": "author",
    "operator": "last-author",
    "keywords": "keywords",
    "doccomm": "description",
    "manager": "manager",
    "company": "company",
    "category": "category",
    "hlinkbase": "link-base",
    "generator": "application",
    "template": "template",
    "creatim": "created",
    "revtim": "modified",
    "printim": "printed",
}
"""Destinations that state facts."""

_TIME_PARTS = {"yr": "{:04}", "mo": "-{:02}", "dy": "-{:02}", "hr": "T{:02}", "min": ":{:02}"}

_TRANSPARENT = frozenset(
    (
        "shptxt",
        "shppict",
        "dptxbxtext",
        "moMath",
        "moMathPara",
        "do",
        "shpinst",
        "ud",
        "fldrslt",
        "result",
        "shp",
        "txfieldtext",
    )
)
"""Destinations that hold words of the place they stand in, though some are marked as skippable."""

_SKIPPED = frozenset(
    {
        *("colortbl", "stylesheet", "listtable", "listoverridetable", "revtbl", "rsidtbl", "themedata"),
        *("colorschememapping", "datastore", "latentstyles", "xmlnstbl", "nonshppict", "shprslt"),
        *("sp", "bkmkstart", "bkmkend", "xe", "tc", "pnseclvl", "filetbl", "listname", "panose"),
        *("falt", "private", "mmathPr", "wgrffmtfilter", "protusertbl", "ftnsep", "ftnsepc", "ftncn"),
        *("aftnsep", "aftnsepc", "aftncn", "background", "atnref", "atrfstart", "atrfend", "atndate"),
        *("atnparent", "atntime", "atnicn", "objalias", "objsect", "objname", "objtime", "datafield"),
        *("formfield", "passwordhash", "pgptbl", "picprop", "blipuid", "htmltag", "oldcprops"),
        *("oldpprops", "propname", "linkval", "staticval"),
    }
)
_TOP_PLACE = ""
_SKIP = "\0skip"
_SHAPE_NAME = "\0shape"
_SHAPE_PLACE = "words of pictures and drawings"

_SHAPE_WORDS = frozenset({"wzDescription", "wzName", "gtextUNICODE", "pibName", "wzTooltip"})
"""Properties of a drawing that people write: what it shows, its name, ornamental lettering, its file, its hint."""
_FONT_TABLE = "\0fonts"
_HEX = "\0hex"

_MOVES = {"upr": _SKIP, "ud": _TOP_PLACE, "fonttbl": _FONT_TABLE, "shptxt": _TOP_PLACE}
"""Destinations that only change where words go; "ud" goes back to where its pair "upr" stands."""

_LEAVES_SKIPPED = frozenset({"objdata", "ud", "shptxt", "pict", "ffdeftext", "ffname", "ffl", "sn", "sv"})
"""Destinations that count even inside what is passed over."""


@dataclass(frozen=True, slots=True)
class Blob:
    """Bytes that the file carries: ``kind`` is the word that tells what they are ("pngblip", "objdata")."""

    kind: str
    content: bytes


@dataclass(slots=True)
class RtfText:
    """What a walk gathers: words by place, facts, and embedded bytes."""

    places: dict[str, list[str]] = field(default_factory=lambda: {_TOP_PLACE: []})
    facts: dict[str, list[str]] = field(default_factory=dict)
    blobs: list[Blob] = field(default_factory=list)
    is_cut_off: bool = False


@dataclass(frozen=True, slots=True)
class _Group:
    """The state that a brace saves and its partner restores."""

    place: str = _TOP_PLACE
    font: int = -1
    skip_after_unicode: int = 1
    may_skip: bool = False
    """The group began with the mark for "skip this if you do not know it"."""
    fact: str = ""
    blob: str = ""
    outer: str = _TOP_PLACE
    """Where words went before the pair of an old and a Unicode text began."""
    is_deleted: bool = False


class RtfWalk:
    """One pass over the bytes of an RTF file."""

    def __init__(self, untrusted_rtf: bytes) -> None:
        self._raw = untrusted_rtf
        self.out = RtfText()
        self._group = _Group()
        self._stack: list[_Group] = []
        self._pending = bytearray()
        self._pages: dict[int, int] = {}
        self._page = 1252
        self._to_skip = 0
        self._digits = bytearray()
        self._carried = bytearray()
        self._defining = -1
        self._shape_property = ""
        self._is_group_fresh = False

    def run(self) -> RtfText:
        """Walk to the end. Raises ``Damaged`` if groups nest beyond all reason."""
        at = 0
        while match := _TOKEN.match(self._raw, at):
            at = match.end()
            word, number, escaped, symbol, brace, plain = match.groups()
            if word is not None:
                at = self._word(word.decode("ascii"), int(number) if number else None, at)
            elif escaped is not None:
                self._bytes(bytes([int(escaped, 16)]))
            elif symbol is not None:
                self._symbol(symbol)
            elif brace is not None:
                self._brace(brace)
            elif plain is not None:
                self._bytes(plain)
            else:
                continue  # the end of a line means nothing
            self._is_group_fresh = brace == b"{"
        self._flush()
        self.out.is_cut_off = bool(self._stack)
        return self.out

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._to_skip = 0
        if brace == b"{":
            if len(self._stack) >= MAX_DEPTH:
                raise Damaged(f"its groups nest more than {MAX_DEPTH} deep, which no honest file does")
            self._stack.append(self._group)
            self._group = replace(self._group, may_skip=False)
        elif self._stack:
            before, self._group = self._group, self._stack.pop()
            self._close(before)

    def _close(self, closed: _Group) -> None:
        """What the end of a group settles: embedded bytes are whole, a note is parted from the next."""
        if closed.blob and not self._group.blob:
            self._settle_digits()
            if self._carried:
                self.out.blobs.append(Blob(closed.blob, bytes(self._carried)))
            self._carried.clear()
        if closed.place != self._group.place and closed.place in self.out.places:
            self.out.places[closed.place].append(
                ": " if closed.place == "comments" and closed.outer == "name" else "\n"
            )

    def _word(self, word: str, number: int | None, at: int) -> int:
        """Obey one control word; returns where reading goes on."""
        if word == "bin":
            length = max(0, number or 0)
            if self._group.place == _HEX:
                self._settle_digits()
                self._carried += self._raw[at : at + length]
            return at + length
        if word == "u" and number is not None:
            self._unicode(number % 65536)
            return at
        if self._to_skip:
            self._to_skip -= 1
            return at
        self._flush()
        if word in _SIGNS:
            self._put(_SIGNS[word])
        elif not self._destination(word):
            self._property(word, number)
        return at

    def _destination(self, word: str) -> bool:
        """Whether ``word`` says where the words of this group belong; if so, obey it."""
        group = self._group
        if group.place == _SKIP and word not in _LEAVES_SKIPPED:
            return not (group.fact and word in _TIME_PARTS)
        if word in _MOVES:
            self._group = replace(group, place=group.outer if word == "ud" else _MOVES[word], outer=group.place)
        elif word in _PLACES:
            self.out.places.setdefault(_PLACES[word], [])
            outer = "name" if word == "atnauthor" else group.place
            self._group = replace(group, place=_PLACES[word], outer=outer)
        elif word in _FACTS:
            self._group = replace(group, place=_SKIP, fact=_FACTS[word])
            self.out.facts.setdefault(_FACTS[word], []).append("")
        elif word in {"sn", "sv"}:
            self._shape(word)
        elif word in {"pict", "objdata"}:
            self._group = replace(group, place=_HEX, blob=word)
        elif word in _TRANSPARENT:
            pass
        elif word in _SKIPPED or group.may_skip:
            self._group = replace(group, place=_SKIP)
        else:
            return False
        self._group = replace(self._group, may_skip=False)
        return True

    def _shape(self, word: str) -> None:
        """A drawing's property: its name comes in one group, its value in the next."""
        if word == "sn":
            self._shape_property = ""
            self._group = replace(self._group, place=_SHAPE_NAME)
        elif self._shape_property.strip() in _SHAPE_WORDS:
            self.out.places.setdefault(_SHAPE_PLACE, [])
            self._group = replace(self._group, place=_SHAPE_PLACE)
        else:
            self._group = replace(self._group, place=_SKIP)

    def _property(self, word: str, number: int | None) -> None:
        group = self._group
        if word == "f" and number is not None:
            self._group = replace(group, font=number)
            self._defining = number
        elif word == "fcharset" and group.place == _FONT_TABLE:
            self._pages[self._defining] = _CODE_PAGES.get(number or 0, 0)
        elif word == "cpg" and group.place == _FONT_TABLE and number:
            self._pages[self._defining] = number
        elif word in {"ansicpg", "mac", "pc", "pca"}:
            self._page = {"mac": 10000, "pc": 437, "pca": 850}.get(word) or number or 1252
        elif word == "uc":
            self._group = replace(group, skip_after_unicode=max(0, number if number is not None else 1))
        elif word == "plain":
            self._group = replace(group, font=-1, is_deleted=False)
        elif word == "deleted":
            self._group = replace(group, is_deleted=number != 0)
        elif group.blob and (word.endswith("blip") or word in {"wmetafile", "dibitmap", "wbitmap", "macpict"}):
            self._group = replace(group, blob=word)
        elif word in _TIME_PARTS and group.fact and number is not None:
            self.out.facts[group.fact][-1] += _TIME_PARTS[word].format(number)

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._group = replace(self._group, may_skip=self._is_group_fresh)
        elif self._to_skip:
            self._to_skip -= 1
        elif symbol in _SYMBOLS:
            self._flush()
            self._put(_SYMBOLS[symbol])

    def _bytes(self, found: bytes) -> None:
        if self._group.place == _HEX:
            self._digits += found
            return
        skipped = min(self._to_skip, len(found))
        self._to_skip -= skipped
        self._pending += found[skipped:]

    def _settle_digits(self) -> None:
        self._carried += _unhexed(bytes(self._digits))
        self._digits.clear()

    def _unicode(self, unit: int) -> None:
        self._flush()
        self._put(chr(unit - 0xF000 if 0xF020 <= unit <= 0xF0FF else unit))  # noqa: PLR2004 - where symbol fonts live
        self._to_skip = self._group.skip_after_unicode

    def _flush(self) -> None:
        if self._pending:
            pending = bytes(self._pending)
            self._pending.clear()
            self._put(self._letters(pending))

    def _letters(self, raw: bytes) -> str:
        page = self._pages.get(self._group.font, 0) or self._page
        if page == _CODE_PAGES[0] and self._page in _TWO_BYTE_PAGES and not raw.isascii():
            text = decode(raw, self._page)
            if "\ufffd" not in text:
                return text
        return decode(raw, page)

    def _put(self, text: str) -> None:
        group = self._group
        if group.place == _SHAPE_NAME:
            self._shape_property += text
        elif group.fact:
            self.out.facts[group.fact][-1] += text
        elif group.place in self.out.places:
            place = "deleted text (tracked changes)" if group.is_deleted and group.place == _TOP_PLACE else group.place
            self.out.places.setdefault(place, []).append(text)


def _unhexed(digits: bytes) -> bytes:
    """Bytes from hexadecimal digits; an odd one at the end is lost with what is broken anyway."""
    clean = re.sub(rb"[^0-9a-fA-F]", b"", digits)
    return bytes.fromhex(clean[: len(clean) // 2 * 2].decode("ascii"))


def joined(pieces: list[str]) -> Iterator[str]:
    """The pieces as one text, UTF-16 surrogates paired; those without a partner become U+FFFD."""
    yield "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
