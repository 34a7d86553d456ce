"""A PDF of published pages, written from nothing: pictures, invisible words, and no more.

Written by hand and as a stream, so that nothing can be carried over, memory stays flat, and the same pages give the
same bytes: no date, no identifier, no name of a program, no font file, no outline, no metadata. ISO 32000-1, PDF 1.5.
"""

import zlib
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from muniment.redact.image import png_parts
from muniment.redact.marks import Image, PublishedPage, ShownWord

LONG_SIDE_POINTS = 842.0
"""Length of the longer side of every page: that of A4, whatever the original's, so that all can be printed."""

_CATALOG, _PAGES, _FONT, _DESCENDANT, _UNICODE, _DESCRIPTOR = range(1, 7)
_FIRST_FREE = 7

_EM = 1_000.0
_GLYPH = 0.5
"""Width of each letter in the font without letters, in heights: words are stretched to their boxes."""

_LAST_BMP = 0xFFFF
_SURROGATES = range(0xD800, 0xE000)
"""Codes that no character has by itself: characters beyond 16 bits are given these, as they come."""


class PdfWriter:
    """Writes pages to a file one by one; ``close`` completes it."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._at = 0
        self._places: dict[int, int] = {}
        self._pages: list[int] = []
        self._next = _FIRST_FREE
        self._codes: dict[str, int] = {}
        self._write(b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n")

    def add(self, image: Image, words: Iterable[ShownWord]) -> None:
        """Add a page: its picture and the words in it."""
        picture, content, page = self._next, self._next + 1, self._next + 2
        self._next += 3
        scale = LONG_SIDE_POINTS / max(image.width, image.height)
        wide, high = image.width * scale, image.height * scale
        self._image(picture, image)
        lines = [f"q {wide:.2f} 0 0 {high:.2f} 0 0 cm /P Do Q", "BT 3 Tr"]
        lines += [line for word in words if (line := self._word(word, wide, high))]
        self._stream(content, "", zlib.compress("\n".join([*lines, "ET"]).encode("ascii"), 6), "/FlateDecode")
        self._object(
            page,
            f"<</Type/Page/Parent {_PAGES} 0 R/MediaBox[0 0 {wide:.2f} {high:.2f}]/Contents {content} 0 R"
            f"/Resources<</XObject<</P {picture} 0 R>>/Font<</F {_FONT} 0 R>>>>>>",
        )
        self._pages.append(page)

    def close(self) -> None:
        """Write what stands behind the pages; the file itself stays open."""
        kids = " ".join(f"{page} 0 R" for page in self._pages)
        self._object(_CATALOG, f"<</Type/Catalog/Pages {_PAGES} 0 R>>")
        self._object(_PAGES, f"<</Type/Pages/Count {len(self._pages)}/Kids[{kids}]>>")
        self._font()
        start = self._at
        size = self._next
        self._write(f"xref\n0 {size}\n0000000000 65535 f \n".encode("ascii"))
        for number in range(1, size):
            self._write(f"{self._places[number]:010d} 00000 n \n".encode("ascii"))
        self._write(f"trailer\n<</Size {size}/Root {_CATALOG} 0 R>>\nstartxref\n{start}\n%%EOF\n".encode("ascii"))

    def _word(self, word: ShownWord, wide: float, high: float) -> str:
        left, top, right, bottom = word.box
        codes = [self._code(char) for char in word.text if char.isprintable()]
        if not codes or right <= left or bottom <= top:
            return ""
        size = (bottom - top) * high
        stretch = 100 * (right - left) * wide / (len(codes) * _GLYPH * size)
        text = "".join(f"{code:04X}" for code in codes)
        # A space behind each word, of no width to speak of, keeps words apart for whoever copies them.
        return (
            f"/F {size:.2f} Tf {stretch:.2f} Tz 1 0 0 1 {left * wide:.2f} {(1 - bottom) * high:.2f} Tm <{text}0020> Tj"
        )

    def _code(self, char: str) -> int:
        if ord(char) <= _LAST_BMP:
            return 0xFFFD if ord(char) in _SURROGATES else ord(char)
        return self._codes.setdefault(char, _SURROGATES[min(len(self._codes), len(_SURROGATES) - 1)])

    def _image(self, number: int, image: Image) -> None:
        size = f"/Type/XObject/Subtype/Image/Width {image.width}/Height {image.height}"
        if image.media_type == "image/jpeg":
            space = "/DeviceRGB" if image.is_colour else "/DeviceGray"
            self._stream(number, f"{size}/BitsPerComponent 8/ColorSpace{space}", image.data, "/DCTDecode")
            return
        parts = png_parts(image.data)
        space = f"[/Indexed/DeviceRGB {len(parts.palette) // 3 - 1}<{parts.palette.hex()}>]"
        rows = f"/DecodeParms<</Predictor 15/Colors 1/BitsPerComponent 4/Columns {image.width}>>"
        self._stream(number, f"{size}/BitsPerComponent 4/ColorSpace{space}{rows}", parts.packed, "/FlateDecode")

    def _font(self) -> None:
        """A font without letters, whose codes are those of Unicode."""
        self._object(
            _FONT,
            f"<</Type/Font/Subtype/Type0/BaseFont/Invisible/Encoding/Identity-H/DescendantFonts[{_DESCENDANT} 0 R]"
            f"/ToUnicode {_UNICODE} 0 R>>",
        )
        self._object(
            _DESCENDANT,
            "<</Type/Font/Subtype/CIDFontType2/BaseFont/Invisible/CIDToGIDMap/Identity"
            "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
            f"/FontDescriptor {_DESCRIPTOR} 0 R/DW {_GLYPH * _EM:.0f}/W[32[1]]>>",
        )
        self._object(
            _DESCRIPTOR,
            "<</Type/FontDescriptor/FontName/Invisible/Flags 4/FontBBox[0 0 500 1000]/ItalicAngle 0/Ascent 1000"
            "/Descent 0/CapHeight 1000/StemV 80>>",
        )
        self._stream(_UNICODE, "", zlib.compress("\n".join(self._to_unicode()).encode("ascii"), 6), "/FlateDecode")

    def _to_unicode(self) -> Iterator[str]:
        yield "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap"
        yield "/CIDSystemInfo <</Registry(Adobe)/Ordering(UCS)/Supplement 0>> def"
        yield "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange"
        yield "<0000> <FFFF>\nendcodespacerange"
        pages = [page for page in range(256) if page << 8 not in _SURROGATES]
        for at in range(0, len(pages), 100):  # a hundred ranges in one block, as the format allows
            block = pages[at : at + 100]
            yield f"{len(block)} beginbfrange"
            yield from (f"<{page:02X}00> <{page:02X}FF> <{page:02X}00>" for page in block)
            yield "endbfrange"
        for char, code in self._codes.items():
            yield f"1 beginbfchar\n<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>\nendbfchar"
        yield "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"

    def _stream(self, number: int, entries: str, data: bytes, how: str) -> None:
        self._begin(number)
        self._write(f"<<{entries}/Filter{how}/Length {len(data)}>>stream\n".encode("ascii"))
        self._write(data)
        self._write(b"\nendstream\nendobj\n")

    def _object(self, number: int, value: str) -> None:
        self._begin(number)
        self._write(f"{value}\nendobj\n".encode("ascii"))

    def _begin(self, number: int) -> None:
        self._places[number] = self._at
        self._write(f"{number} 0 obj\n".encode("ascii"))

    def _write(self, data: bytes) -> None:
        self._out.write(data)
        self._at += len(data)


def write_pdf(pages: Iterable[PublishedPage], out: BinaryIO) -> int:
    """Write the drawn ones of ``pages`` to ``out``, each once though it was read twice; how many there were."""
    writer = PdfWriter(out)
    count = last = 0
    for page in pages:
        if page.image is not None and page.number != last:
            writer.add(page.image, page.words)
            count, last = count + 1, page.number
    writer.close()
    return count
