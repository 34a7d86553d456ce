"""The text that content streams paint, set anew on pages of its own: each piece on a line, at one size, in its font.

Fonts turn codes into letters in a dozen ways. PDFium knows them all, but it leaves out text of no size, and
never sees streams that no page uses. So each piece is set again where PDFium cannot overlook it, and read back.
"""

import io
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from pikepdf import Array, Dictionary, Name, Stream

_SHOWN_BY = frozenset({"Tj", "TJ", "'", '"'})
_CALLED_BY = {"Do": "/XObject", "scn": "/Pattern", "SCN": "/Pattern", "gs": "/ExtGState"}
"""The operators that use a resource in which more may be painted, and where it is listed."""

_SIZE = 10
_LEADING = 14
_LINES = 900
"""Lines of one page: PDF pages may be 14,400 units high."""

_HEAD = 400
_WRITTEN = frozenset(b"\t\n\r\f" + bytes(range(32, 127)))
_MOSTLY_WRITTEN = 0.8
"""Share of the first bytes that are plain characters: content is written so, other data are not."""

_WIDTH = 14_000
_NOTHING = 0.02
"""Size in points below which text takes no room."""

MOST_BYTES = 64 << 20
"""Content that is read piece by piece, of one file: beyond, a file is a catalogue of maps."""


@dataclass(frozen=True, slots=True)
class Painted:
    """A content stream: its resources, whether some page uses it, and whether it is how some lone field would look."""

    stream: Any
    resources: Any
    is_used: bool
    is_look: bool = False
    is_guess: bool = False
    """Whether its fonts were guessed by their names alone, since nothing says which page it was on."""


@dataclass(slots=True)
class _Line:
    font: str
    operand: Any
    has_size: bool


@dataclass(slots=True)
class _State:
    """What of the state of painting matters here."""

    font: str = ""
    size: float = 1.0
    stretch: float = 100.0
    grows: float = 1.0
    stack: list[tuple[str, float, float, float]] = field(default_factory=list)
    matrix: float = 1.0


def painted_lines(stream: Any) -> list[_Line]:
    """The pieces of text that a stream paints."""
    state = _State()
    lines = []
    for operator, instruction in _instructions(stream):
        if operator in _SHOWN_BY:
            size = abs(state.size * state.stretch / 100 * state.grows * state.matrix)
            operand = next((one for one in instruction[::-1] if isinstance(one, (pikepdf.String, Array))), None)
            if operand is not None:
                lines.append(_Line(state.font, operand, size > _NOTHING))
        else:
            _follow(state, operator, instruction)
    return lines


def _instructions(stream: Any, wanted: str = "") -> Iterator[tuple[str, list[Any]]]:
    """The operators of a content stream with their operands; nothing of one that is too broken to be read."""
    try:
        parsed = pikepdf.parse_content_stream(stream, wanted)
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError):
        return  # a viewer paints nothing of it either, and its bytes are searched as they are
    for instruction in parsed:
        if isinstance(instruction, pikepdf.ContentStreamInlineImage):
            continue
        try:
            yield str(instruction.operator), list(instruction.operands)
        except UnicodeDecodeError:
            continue  # no operator: a viewer skips it too


def spoken_instead(stream: Any) -> Iterator[str]:
    """What a stream gives to be read aloud in place of what it paints."""
    for _, operands in _instructions(stream, "BDC DP"):
        marked = operands[-1] if operands else None
        if isinstance(marked, Dictionary):
            spoken = (marked.get(key) for key in ("/ActualText", "/E", "/Alt"))
            yield from (str(text) for text in spoken if isinstance(text, pikepdf.String))


def _follow(state: _State, operator: str, operands: list[Any]) -> None:
    try:
        if operator == "Tf":
            state.font, state.size = str(operands[0]), float(operands[1])
        elif operator == "Tz":
            state.stretch = float(operands[0])
        elif operator == "BT":
            state.matrix = 1.0
        elif operator == "Tm":
            state.matrix = _growth(operands)
        elif operator == "cm":
            state.grows *= _growth(operands)
        elif operator == "q":
            state.stack.append((state.font, state.size, state.stretch, state.grows))
        elif operator == "Q" and state.stack:
            state.font, state.size, state.stretch, state.grows = state.stack.pop()
    except (IndexError, TypeError, ValueError):
        return  # an operator without its operands does nothing, as in a viewer


def _growth(operands: list[Any]) -> float:
    """How much a matrix enlarges lengths, the square root of how much it enlarges areas."""
    a, b, c, d = (float(number) for number in operands[:4])
    return float(abs(a * d - b * c) ** 0.5)


def set_anew(pdf: pikepdf.Pdf, painted: list[Painted], *, only_without_size: bool = False) -> Iterator[str]:
    """The text of each stream, in order; of all its pieces or only of those that take no room.

    Adds pages to ``pdf`` and takes its own away, so it is of no further use.
    """
    own = len(pdf.pages)
    counts = [_add_pages(pdf, one, only_without_size=only_without_size) for one in painted]
    del pdf.pages[:own]
    if not len(pdf.pages):
        yield from ("" for _ in painted)
        return
    out = io.BytesIO()
    pdf.save(out, encryption=False)
    with closing(pypdfium2.PdfDocument(out.getvalue())) as read:
        at = 0
        for count in counts:
            yield "\n".join(_text(read, index) for index in range(at, at + count))
            at += count


def _add_pages(pdf: pikepdf.Pdf, painted: Painted, *, only_without_size: bool) -> int:
    lines = [one for one in painted_lines(painted.stream) if not (only_without_size and one.has_size)]
    count = 0
    for start in range(0, len(lines), _LINES):
        page = pdf.add_blank_page(page_size=(_WIDTH, (_LINES + 2) * _LEADING))
        page.obj["/Contents"] = pdf.make_stream(_content(lines[start : start + _LINES]))
        page.obj["/Resources"] = Dictionary(Font=_fonts(painted.resources))
        count += 1
    return count


def _content(lines: list[_Line]) -> bytes:
    instructions: list[Any] = []
    for number, line in enumerate(lines):
        height = (_LINES - number) * _LEADING
        operator = "TJ" if isinstance(line.operand, Array) else "Tj"
        instructions += [
            ([], "BT"),
            ([Name(line.font or "/None"), _SIZE], "Tf"),
            ([1, 0, 0, 1, 50, height], "Tm"),
            ([line.operand], operator),
            ([], "ET"),
        ]
    return pikepdf.unparse_content_stream(
        [(operands, pikepdf.Operator(operator)) for operands, operator in instructions]
    )


def _fonts(resources: Any) -> pikepdf.Dictionary:
    fonts = resources.get("/Font") if isinstance(resources, Dictionary) else None
    return fonts if isinstance(fonts, Dictionary) else Dictionary()


def _text(pdf: pypdfium2.PdfDocument, index: int) -> str:
    try:
        with closing(pdf[index].get_textpage()) as textpage:
            return str(textpage.get_text_range()).replace("\r\n", "\n")
    except pypdfium2.PdfiumError:
        return ""


# which streams paint -------------------------------------------------------------------------------------------------


def painting(pdf: pikepdf.Pdf) -> tuple[list[Painted], set[tuple[int, int]]]:
    """Every stream that paints text; and the objects, pictures among them, that some page uses."""
    used: set[tuple[int, int]] = set()
    found: list[Painted] = []
    for page in pdf.pages:
        resources = _inherited(page.obj, "/Resources")
        found.append(Painted(page.obj, resources, is_used=True))
        _note_contents(page.obj, used)
        _follow_names(page.obj, resources, used, found)
        _follow_appearances(page.obj, resources, used, found)
    found.extend(_unused(pdf, used))
    return found, used


def _note_contents(page: Any, used: set[tuple[int, int]]) -> None:
    contents = page.get("/Contents")
    for part in contents if isinstance(contents, Array) else [contents]:
        if isinstance(part, Stream):
            used.add(part.objgen)


def _inherited(page: Any, key: str) -> Any:
    for _ in range(64):
        if not isinstance(page, Dictionary):
            return None
        if key in page:
            return page[key]
        page = page.get("/Parent")
    return None


def _follow_names(stream: Any, resources: Any, used: set[tuple[int, int]], found: list[Painted]) -> None:
    """Go on to what a stream paints by name: forms, pictures, patterns."""
    if not isinstance(resources, Dictionary):
        return
    for category, name in _names_used(stream):
        entries = resources.get(category)
        item = _mask_of(entries.get(name)) if isinstance(entries, Dictionary) else None
        if not isinstance(item, Stream) or item.objgen in used:
            continue
        used.add(item.objgen)
        if item.get("/Subtype") == Name.Form or item.get("/PatternType") == 1:
            _follow_form(item, resources, used, found)


def _follow_form(form: Any, resources: Any, used: set[tuple[int, int]], found: list[Painted]) -> None:
    own = form.get("/Resources", resources)
    found.append(Painted(form, own, is_used=True))
    _follow_names(form, own, used, found)


def _names_used(stream: Any) -> Iterator[tuple[str, str]]:
    for operator, operands in _instructions(stream, " ".join(_CALLED_BY)):
        if operands and isinstance(operands[-1], Name):
            yield _CALLED_BY[operator], str(operands[-1])


def _mask_of(state: Any) -> Any:
    """What a graphics state masks with (ISO 32000-2, 11.6.5); other things are given back as they are."""
    mask = state.get("/SMask") if isinstance(state, Dictionary) and not isinstance(state, Stream) else None
    return mask.get("/G") if isinstance(mask, Dictionary) else state


def _follow_appearances(page: Any, resources: Any, used: set[tuple[int, int]], found: list[Painted]) -> None:
    notes = page.get("/Annots")
    for note in notes if isinstance(notes, Array) else []:
        looks = note.get("/AP") if isinstance(note, Dictionary) else None
        for form in _forms(looks, 0):
            if form.objgen not in used:
                used.add(form.objgen)
                _follow_form(form, resources, used, found)


def _forms(looks: Any, depth: int) -> Iterator[Any]:
    if isinstance(looks, Stream):
        yield looks
    elif isinstance(looks, Dictionary) and depth < 3:  # noqa: PLR2004 - looks by state by name
        for inner in dict(looks.items()).values():
            yield from _forms(inner, depth + 1)


def _unused(pdf: pikepdf.Pdf, used: set[tuple[int, int]]) -> Iterator[Painted]:
    """Streams that paint text and that no page uses."""
    everything = _all_fonts(pdf)
    looks = _looks_of_lone_fields(pdf, used)
    for item in pdf.objects:
        if not isinstance(item, Stream) or item.objgen in used or item.get("/Subtype") == Name.Image:
            continue
        resources = item.get("/Resources")
        is_form = item.get("/Subtype") == Name.Form
        if is_form or (not item.get("/Type") and _paints_text(item)):
            own = resources if isinstance(resources, Dictionary) else everything
            is_look = item.objgen in looks or _is_of_a_field(item)
            yield Painted(item, own, is_used=False, is_look=is_look, is_guess=own is everything)


def _looks_of_lone_fields(pdf: pikepdf.Pdf, used: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """The objects that show how fields look which stand on no page."""
    reached = set(used)
    for item in pdf.objects:
        for form in _forms(item.get("/AP"), 0) if isinstance(item, Dictionary) else ():
            if form.objgen not in reached:
                reached.add(form.objgen)
                _follow_form(form, None, reached, [])
    return reached - used


def _is_of_a_field(stream: Any) -> bool:
    """Whether a stream paints the value of a form field, as its own mark says (ISO 32000-2, 12.7.4.3)."""
    try:
        return b"/Tx BMC" in bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return False


def _paints_text(stream: Any) -> bool:
    try:
        data = bytes(stream.read_bytes())
    except (pikepdf.PdfError, RuntimeError, ValueError):
        return False
    if not all(mark in data for mark in (b"BT", b"Tf", b"ET")) or not (b"Tj" in data or b"TJ" in data):
        return False
    head = data[:_HEAD]
    return sum(byte in _WRITTEN for byte in head) >= _MOSTLY_WRITTEN * len(head)


def _all_fonts(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """All fonts of all pages by their names, the first of a name: for streams that have lost their page."""
    fonts = Dictionary()
    for item in pdf.objects:
        resources = item.get("/Resources") if isinstance(item, (Dictionary, Stream)) else None
        for name, font in _fonts(resources).items() if resources is not None else ():
            if name not in fonts:
                fonts[name] = font
    return Dictionary(Font=fonts)
