"""Annotations that come without an appearance: each viewer makes up its own, and PDFium draws only some of them.

ISO 32000-2, 12.5.5 and 12.5.6: what would cover words in one viewer must count as covering them here.
"""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

_FILLED_BY = {
    "/Square": "/IC",
    "/Circle": "/IC",
    "/Polygon": "/IC",
    "/PolyLine": "/IC",
    "/FreeText": "/C",
    "/Stamp": "/C",
    "/Redact": "",
}
"""The annotations that may cover something, and which entry has the colour of their inside.

Marks for redaction cover nothing until they are applied: those that were not are told of by themselves.
"""

_STROKED = frozenset({"/Line", "/Ink", "/PolyLine"})

_MOST_SIDES = 10_000
"""Numbers of one outline that are followed: real ones have some hundred."""


def give(pdf: pikepdf.Pdf) -> bool:
    """Give an appearance to annotations that need one; whether there were any."""
    given = False
    has_form = "/AcroForm" in pdf.Root
    for page in pdf.pages:
        for note in annotations(page.obj):
            if not has_form and note.get("/Subtype") == Name.Widget:
                note["/Subtype"] = Name.Stamp  # a field without its form: some viewers draw it, PDFium does not
                given = True
            if "/AP" not in note:
                content = _content(note)
                if content:
                    note["/AP"] = Dictionary(N=_form(pdf, note, content))
                    given = True
    return given


def annotations(page: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """The annotations of a page that are well-formed enough to be looked at."""
    notes = page.get("/Annots")
    if isinstance(notes, Array):
        for note in notes:
            if isinstance(note, Dictionary):
                yield note


def _content(note: pikepdf.Dictionary) -> bytes:
    kind = str(note.get("/Subtype", ""))
    rectangle = _numbers(note.get("/Rect"))
    if len(rectangle) != 4:  # noqa: PLR2004 - two corners
        return b""
    if kind in _STROKED and (colour := _colour(note.get("/C"))):
        return _strokes(note, colour)
    fill = _colour(note.get(_FILLED_BY[kind])) if _FILLED_BY.get(kind) else b""
    if not fill:
        return b""
    outline = _numbers(note.get("/Vertices")) or _corners(rectangle)
    return fill + b" rg " + _outline(outline) + b" f"


def _strokes(note: pikepdf.Dictionary, colour: bytes) -> bytes:
    style = note.get("/BS")
    width = _numbers([style.get("/W", 1)]) if isinstance(style, Dictionary) else [1.0]
    lines = [_numbers(note.get("/L"))] if "/L" in note else []
    lines += [_numbers(note.get("/Vertices"))] if "/Vertices" in note else []
    lines += [_numbers(line) for line in note.get("/InkList", [])] if isinstance(note.get("/InkList"), Array) else []
    drawn = b" ".join(_outline(line) + b" S" for line in lines if len(line) >= 4)  # noqa: PLR2004 - two points
    return colour + b" RG %f w " % (width or [1.0])[0] + drawn if drawn else b""


def _outline(numbers: list[float]) -> bytes:
    points = list(zip(numbers[::2], numbers[1::2], strict=False))
    return b" ".join(b"%f %f %s" % (x, y, b"l" if at else b"m") for at, (x, y) in enumerate(points))


def _corners(rectangle: list[float]) -> list[float]:
    left, bottom, right, top = rectangle
    return [left, bottom, right, bottom, right, top, left, top]


def _colour(value: Any) -> bytes:
    """The operands of ``rg`` for a colour of one, three or four parts; b"" for none."""
    parts = [min(1.0, max(0.0, part)) for part in _numbers(value)]
    if len(parts) == 1:
        parts *= 3
    elif len(parts) == 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
        parts = [(1 - part) * (1 - parts[3]) for part in parts[:3]]
    return b" ".join(b"%f" % part for part in parts) if len(parts) == 3 else b""  # noqa: PLR2004 - red, green, blue


def _numbers(value: Any) -> list[float]:
    if not isinstance(value, (Array, list)):
        return []
    try:
        return [float(number) for number in list(value)[:_MOST_SIDES]]
    except (TypeError, ValueError):
        return []


def _form(pdf: pikepdf.Pdf, note: pikepdf.Dictionary, content: bytes) -> pikepdf.Stream:
    form = pdf.make_stream(content)
    form["/Type"] = Name.XObject
    form["/Subtype"] = Name.Form
    form["/BBox"] = note["/Rect"]
    opacity = _numbers([note.get("/CA", 1)])
    if opacity and opacity[0] < 1:
        form["/Resources"] = Dictionary(ExtGState=Dictionary(G=Dictionary(ca=opacity[0], CA=opacity[0])))
        form.write(b"/G gs " + content)
    return form
