"""Redactions that failed, each in one way; with what must be found of each."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story

from muniment.redact.leaks.report import Kind

NAMED = "BT /F1 12 Tf 72 640 Td (The witness was Marta Quill of Harbour Lane.) Tj ET\n"
BEFORE = "BT /F1 12 Tf 72 640 Td (The witness was ) Tj ET\n"
BOX = (162, 636, 224, 652)
RECTANGLE = "%d %d %d %d re f\n" % (BOX[0], BOX[1], BOX[2] - BOX[0], BOX[3] - BOX[1])  # noqa: UP031 - as PDF has it
OVER = f"0 g {RECTANGLE}"
SOUND = BEFORE + OVER + "BT /F1 12 Tf 225.4 640 Td (of Harbour Lane.) Tj ET\n"
TOP_BOX = (160.0, 140.0, 230.0, 156.0)
"""The same box from the top."""


@dataclass(frozen=True, slots=True)
class Botched:
    """A document, the kind of leak that must be told, and what must have been found."""

    name: str
    make: Callable[[], bytes]
    kind: Kind
    found: str = SECRET
    terms: tuple[str, ...] = ()


def _page(content: str, *changes: paper.Change) -> Callable[[], bytes]:
    return lambda: made(story() + content, *changes)


def _note(kind: Name, content: str = OVER, **entries: object) -> Callable[[], bytes]:
    return _page(NAMED, paper.drawn_annotation(kind, BOX, content, **entries))


def _bare_note(kind: Name, **entries: object) -> Callable[[], bytes]:
    return _page(NAMED, paper.annotation(Subtype=kind, Rect=Array(list(BOX)), **entries))


def _solid(colour: int) -> Image.Image:
    return Image.new("L", (40, 10), colour)


def _hatched() -> str:
    lines = "".join(
        f"{x} {BOX[1]} m {x + 16} {BOX[3]} l S {x + 16} {BOX[1]} m {x} {BOX[3]} l S " for x in range(160, 220, 8)
    )
    return OVER + "q 160 636 72 16 re W n 1 G 0.4 w " + lines + "Q\n"


def _revision() -> bytes:
    first = made(story() + NAMED)

    def change(pdf: pikepdf.Pdf) -> dict[int, bytes]:
        return {pdf.pages[0].obj.Contents.objgen[0]: paper.stream_body((story() + SOUND).encode())}

    return paper.saved_over(first, change)


def _scanned_revision() -> bytes:
    lines = [*paper.STORY, "", f"The witness was {SECRET}."]
    first = made("612 0 0 792 0 0 cm /P Do", paper.picture("P", paper.scan(lines)))
    safe = paper.scan(lines, boxes=[(72, 138, 300, 160)])

    def change(pdf: pikepdf.Pdf) -> dict[int, bytes]:
        data = safe.tobytes()
        head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /BitsPerComponent 8 /ColorSpace /DeviceGray "
        body = head % safe.size + b"/Length %d >>\nstream\n%s\nendstream" % (len(data), data)
        return {pdf.pages[0].obj.Resources.XObject["/P"].objgen[0]: body}

    return paper.saved_over(first, change)


def _unlisted() -> bytes:
    """The old content under its old number, without the marks of a revision between."""
    data = _revision()
    first_end = data.index(b"%%EOF")
    return data[:first_end] + b"%%gone"[:5].ljust(5) + data[first_end + 5 :]


def _orphan() -> bytes:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        old = pdf.make_stream((story() + NAMED).encode())
        page.obj.Kept = old  # something that no viewer knows refers to it

    return made(story() + SOUND, change)


def _undrawn_form() -> bytes:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        form = pdf.make_stream(NAMED.encode())
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
        form.Resources = Dictionary(Font=page.obj.Resources.Font)
        page.obj.Resources.XObject["/Old"] = form

    return made(story() + SOUND, change)


def _removed_page() -> bytes:
    pdf = paper.new(story() + SOUND)
    other = paper.new(NAMED)
    pdf.pages.extend(other.pages)
    pdf.Root.Kept = pdf.pages[1].obj
    del pdf.pages[1]
    return paper.saved(pdf)


def _thumbnail() -> bytes:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        small = paper.scan([*paper.STORY, "", f"The witness was {SECRET} of Harbour Lane"], dpi=72).resize((153, 198))
        page.obj.Thumb = paper.picture_object(pdf, small)

    return made(story() + "0 g 72 630 260 26 re f\n", change)


def _half_picture() -> bytes:
    image = paper.scan([*paper.STORY, "", f"The witness was {SECRET}."])
    return made("q 612 0 0 792 0 0 cm /P Do Q " + OVER, paper.picture("P", image))


def _cropped() -> bytes:
    def change(_pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.CropBox = Array([0, 0, 612, 660])

    image = paper.scan([f"Statement of {SECRET}, taken down in the harbour office", *paper.STORY, *paper.STORY])
    return made("q 612 0 0 792 0 0 cm /P Do Q " + story(top=400), paper.picture("P", image), change)


def _coarse() -> bytes:
    image = paper.scan([*paper.STORY, "", f"The witness was {SECRET} of Harbour Lane"], dpi=150)
    return made("612 0 0 792 0 0 cm /P Do", paper.picture("P", paper.coarse(image, (300, 270, 500, 334))))


def _blurred() -> bytes:
    image = paper.scan([*paper.STORY, "", f"The witness was {SECRET} of Harbour Lane"], dpi=150)
    return made("612 0 0 792 0 0 cm /P Do", paper.picture("P", paper.blurred(image, (250, 280, 420, 330))))


def _burnt_in(boxes: bool) -> Callable[[], bytes]:
    def make() -> bytes:
        image = paper.scan(
            [*paper.STORY, "", f"The witness was {'' if not boxes else SECRET}"], boxes=[TOP_BOX] if boxes else []
        )
        return made("q 612 0 0 792 0 0 cm /P Do Q " + layer_text(), paper.picture("P", image))

    return make


def _named_scan() -> Image.Image:
    return paper.scan([*paper.STORY, "", f"The witness was {SECRET}."])


def _redacted_scan() -> Image.Image:
    return paper.scan([*paper.STORY, "", f"The witness was {SECRET}."], boxes=[(150, 130, 240, 158)])


def _scanned(content: str, *changes: paper.Change) -> Callable[[], bytes]:
    return lambda: made("q 612 0 0 792 0 0 cm /P Do Q " + content, paper.picture("P", _named_scan()), *changes)


def _noise() -> Image.Image:
    return Image.effect_noise((72, 16), 80)


def _form_text(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    form = pdf.make_stream(NAMED.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    form.Resources = Dictionary(Font=page.obj.Resources.Font)
    page.obj.Resources.XObject["/T"] = form


def _layered_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    _form_text(pdf, page)
    paper.layer(on=False)(pdf, page)
    page.obj.Resources.XObject["/T"].OC = page.obj.Resources.Properties.LAYER


def layer_text() -> str:
    """The words of the scan, never painted."""
    return "3 Tr " + story() + NAMED


def _outlines() -> str:
    letters = "".join(f"{x} 639 m {x + 2} 650 l {x + 4} 639 l {x + 3} 639 l f " for x in range(164, 226, 6))
    return BEFORE + "0 g " + letters + OVER


def _names() -> bytes:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        pdf.Root.Dests = Dictionary({"/Marta_Quill": Array([page.obj, Name.Fit])})

    return made(story() + SOUND, change)


def _bookmark(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Interview with {SECRET}", 0))


def _info(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    pdf.docinfo["/Title"] = f"Statement of {SECRET}"


def _xmp(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:description"] = f"Statement of {SECRET}"


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("witness"), V=String(SECRET)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))
    del page


def _link(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    action = Dictionary(S=Name.URI, URI=String("https://example.invalid/people/marta%20quill"))
    paper.annotation(Subtype=Name.Link, Rect=Array([72, 600, 200, 620]), A=action)(pdf, page)


def _script(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(f"var who = '{SECRET}';"))


def _private(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    page.obj.PieceInfo = Dictionary(Editor=Dictionary(Private=Dictionary(Undo=String(f"delete {SECRET}"))))
    del pdf


def _structure(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Span, ActualText=String(SECRET)))
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([element])))


def _comment(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    paper.annotation(Subtype=Name.Text, Rect=Array([300, 700, 320, 720]), Contents=String(f"remove {SECRET}"))(
        pdf, page
    )


def _layered_name(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    paper.layer(on=True)(pdf, page)
    pdf.Root.OCProperties.OCGs[0].Name = String(f"Notes on {SECRET}")


WITHOUT_TERMS = [
    Botched("black box over", _page(NAMED + OVER), Kind.TEXT_UNDER_BOX),
    Botched("black box under black text", _page(OVER + "0 g " + NAMED), Kind.HIDDEN_COLOUR),
    Botched("white box", _page(NAMED + "1 g " + RECTANGLE), Kind.TEXT_UNDER_BOX),
    Botched("grey box", _page(NAMED + "0.5 g " + RECTANGLE), Kind.TEXT_UNDER_BOX),
    Botched("red box", _page(NAMED + "1 0 0 rg " + RECTANGLE), Kind.TEXT_UNDER_BOX),
    Botched(
        "box with a label", _page(NAMED + OVER + "1 g BT /F1 9 Tf 165 640 Td ([REDACTED]) Tj ET"), Kind.TEXT_UNDER_BOX
    ),
    Botched("hatched box", _page(NAMED + _hatched()), Kind.TEXT_UNDER_BOX),
    Botched("thick line", _page(NAMED + "0 G 16 w 160 644 m 232 644 l S"), Kind.TEXT_UNDER_BOX),
    Botched("polygon", _page(NAMED + "0 g 155 632 m 236 634 l 240 655 l 196 660 l 152 656 l f"), Kind.TEXT_UNDER_BOX),
    Botched(
        "curve",
        _page(NAMED + "0 g 140 644 m 140 670 252 670 252 644 c 252 618 140 618 140 644 c f"),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched(
        "black picture",
        _page(NAMED + "q 72 0 0 16 160 636 cm /B Do Q", paper.picture("B", _solid(0))),
        Kind.TEXT_UNDER_PICTURE,
    ),
    Botched(
        "white picture",
        _page(NAMED + "q 72 0 0 16 160 636 cm /B Do Q", paper.picture("B", _solid(255))),
        Kind.TEXT_UNDER_PICTURE,
    ),
    Botched(
        "header zone",
        lambda: made(story() + f"BT /F1 9 Tf 72 778 Td (File of {SECRET}) Tj ET 0 g 60 774 200 16 re f"),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched(
        "footer zone",
        lambda: made(story() + f"BT /F1 9 Tf 72 12 Td (File of {SECRET}) Tj ET 0 g 60 8 200 16 re f"),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched("black veil", _page(NAMED + "/MOST gs " + OVER), Kind.TEXT_UNDER_VEIL),
    Botched("half black veil", _page(NAMED + "/HALF gs " + OVER), Kind.TEXT_UNDER_VEIL),
    Botched("white veil", _page(NAMED + "/MOST gs 1 g " + RECTANGLE), Kind.TEXT_UNDER_VEIL),
    Botched("square annotation", _note(Name.Square), Kind.TEXT_UNDER_ANNOTATION),
    Botched("stamp annotation", _note(Name.Stamp), Kind.TEXT_UNDER_ANNOTATION),
    Botched("free text annotation", _note(Name.FreeText, Contents=String("x")), Kind.TEXT_UNDER_ANNOTATION),
    Botched("polygon annotation", _note(Name.Polygon), Kind.TEXT_UNDER_ANNOTATION),
    Botched("ink annotation", _note(Name.Ink, "0 G 16 w 160 644 m 232 644 l S"), Kind.TEXT_UNDER_ANNOTATION),
    Botched("highlight annotation in black", _note(Name.Highlight), Kind.TEXT_UNDER_ANNOTATION),
    Botched("widget", _note(Name.Widget, FT=Name.Btn), Kind.TEXT_UNDER_ANNOTATION),
    Botched(
        "square without appearance",
        _bare_note(Name.Square, IC=Array([0, 0, 0]), C=Array([0, 0, 0])),
        Kind.TEXT_UNDER_ANNOTATION,
    ),
    Botched(
        "line without appearance",
        _bare_note(Name.Line, L=Array([160, 644, 232, 644]), C=Array([0]), BS=Dictionary(W=16)),
        Kind.TEXT_UNDER_ANNOTATION,
    ),
    Botched(
        "unapplied mark",
        _bare_note(Name.Redact, QuadPoints=Array([162, 652, 224, 652, 162, 636, 224, 636])),
        Kind.UNAPPLIED_REDACTION,
    ),
    Botched("white text", _page(BEFORE + "1 g BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.HIDDEN_COLOUR),
    Botched(
        "nearly white text", _page(BEFORE + "0.98 g BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.HIDDEN_COLOUR
    ),
    Botched(
        "text never painted", _page(BEFORE + "BT 3 Tr /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.INVISIBLE_TEXT
    ),
    Botched(
        "text without opacity",
        _page(BEFORE + "/NONE gs BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"),
        Kind.INVISIBLE_TEXT,
    ),
    Botched("text of no size", _page(SOUND + "BT /F1 0 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.NO_SIZE),
    Botched("text scaled away", _page(SOUND + "BT /F1 12 Tf 0 0 0 0 162 640 Tm (Marta Quill) Tj ET"), Kind.NO_SIZE),
    Botched("text beside the page", _page(SOUND + "BT /F1 12 Tf 700 640 Td (Marta Quill) Tj ET"), Kind.OFF_PAGE),
    Botched("text above the page", _page(SOUND + "BT /F1 12 Tf 72 900 Td (Marta Quill) Tj ET"), Kind.OFF_PAGE),
    Botched(
        "text cut off", _page(SOUND + "q 10 10 5 5 re W n BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET Q"), Kind.CLIPPED
    ),
    Botched(
        "layer",
        lambda: made(
            story() + SOUND + "/OC /LAYER BDC BT /F1 12 Tf 72 600 Td (Marta Quill) Tj ET EMC", paper.layer(on=False)
        ),
        Kind.HIDDEN_LAYER,
    ),
    Botched("revision", _revision, Kind.EARLIER_REVISION),
    Botched("revision of a scan", _scanned_revision, Kind.EARLIER_REVISION, ""),
    Botched("objects not listed", _unlisted, Kind.EARLIER_REVISION),
    Botched("content that nothing paints", _orphan, Kind.UNUSED_OBJECT),
    Botched("form that nothing paints", _undrawn_form, Kind.UNUSED_OBJECT),
    Botched("page taken out", _removed_page, Kind.UNUSED_OBJECT),
    Botched(
        "attachment",
        _page(SOUND, paper.attachment("original.txt", "\n".join([*paper.STORY, SECRET]).encode())),
        Kind.ATTACHMENT,
    ),
    Botched("thumbnail", _thumbnail, Kind.THUMBNAIL, ""),
    Botched("scan below a box", _half_picture, Kind.PICTURE_UNDER_BOX, ""),
    Botched("scan outside the crop", _cropped, Kind.PICTURE_OUTSIDE, ""),
    Botched("blocks", _coarse, Kind.PIXELATED, ""),
    Botched("blur", _blurred, Kind.PIXELATED, ""),
    Botched("letters as shapes", _page(_outlines()), Kind.PICTURE_UNDER_BOX, ""),
    Botched("burnt-in box over recognised text", _burnt_in(boxes=True), Kind.INVISIBLE_TEXT),
    Botched("erased scan over recognised text", _burnt_in(boxes=False), Kind.INVISIBLE_TEXT),
    Botched(
        "noise over text",
        _page(NAMED + "q 72 0 0 16 160 636 cm /B Do Q", paper.picture("B", _noise())),
        Kind.TEXT_UNDER_PICTURE,
    ),
    Botched(
        "a box for each letter",
        _page(NAMED + "0 g " + "".join(f"{162 + 6 * at} 636 6 16 re f " for at in range(11))),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched("text in a form below a box", _page("/T Do " + OVER, _form_text), Kind.TEXT_UNDER_BOX),
    Botched("form on a layer", _page("/T Do", _layered_form), Kind.HIDDEN_LAYER),
    Botched("veil over a scan", _scanned("/MOST gs " + OVER), Kind.PICTURE_UNDER_BOX, ""),
    Botched(
        "white picture over a scan",
        _scanned("q 80 0 0 24 155 632 cm /B Do Q", paper.picture("B", _solid(255))),
        Kind.PICTURE_UNDER_BOX,
        "",
    ),
    Botched(
        "square over a scan",
        _scanned("", paper.annotation(Subtype=Name.Square, IC=Array([0, 0, 0]), Rect=Array([155, 630, 236, 655]))),
        Kind.PICTURE_UNDER_BOX,
        "",
    ),
    Botched(
        "unapplied mark on a scan",
        _scanned("", paper.annotation(Subtype=Name.Redact, Rect=Array(list(BOX)))),
        Kind.UNAPPLIED_REDACTION,
        "",
    ),
    Botched(
        "scan below its redacted copy",
        _scanned("q 612 0 0 792 0 0 cm /Q Do Q", paper.picture("Q", _redacted_scan())),
        Kind.PICTURE_UNDER_BOX,
        "",
    ),
    Botched(
        "text below a redacted scan",
        _page(NAMED + "q 612 0 0 792 0 0 cm /Q Do Q", paper.picture("Q", _redacted_scan())),
        Kind.INVISIBLE_TEXT,
    ),
    Botched(
        "scan cut off",
        lambda: made("q 0 660 612 132 re W n 612 0 0 792 0 0 cm /P Do Q", paper.picture("P", _named_scan())),
        Kind.PICTURE_OUTSIDE,
        "",
    ),
    Botched(
        "nearly the colour of its ground",
        _page("0.2 0.3 0.7 rg 72 630 300 30 re f 0.21 0.3 0.7 rg " + NAMED),
        Kind.HIDDEN_COLOUR,
    ),
    Botched("minute text", _page(SOUND + "BT /F1 0.3 Tf 164 640 Td (Marta Quill) Tj ET"), Kind.INVISIBLE_TEXT),
    Botched(
        "read aloud in place of a box",
        _page("/Span <</ActualText (Marta Quill)>> BDC " + OVER + " EMC"),
        Kind.STRUCTURE,
    ),
    Botched("annotation that is not shown", _page(SOUND, paper.annotation_hidden(SECRET)), Kind.ANNOTATION),
    Botched("bookmark of hidden words", _page(NAMED + OVER, _bookmark), Kind.BOOKMARK),
]

WITH_TERMS = [
    Botched("title", _page(SOUND, _info), Kind.METADATA, terms=(SECRET,)),
    Botched("XMP", _page(SOUND, _xmp), Kind.METADATA, terms=(SECRET,)),
    Botched("bookmark", _page(SOUND, _bookmark), Kind.BOOKMARK, terms=(SECRET,)),
    Botched("form value", _page(SOUND, _form), Kind.FORM_VALUE, terms=(SECRET,)),
    Botched("link", _page(SOUND, _link), Kind.LINK, "", terms=(SECRET,)),
    Botched("script", _page(SOUND, _script), Kind.SCRIPT, terms=(SECRET,)),
    Botched("private data", _page(SOUND, _private), Kind.PRIVATE_DATA, terms=(SECRET,)),
    Botched("read aloud", _page(SOUND, _structure), Kind.STRUCTURE, terms=(SECRET,)),
    Botched("comment", _page(SOUND, _comment), Kind.ANNOTATION, terms=(SECRET,)),
    Botched("name of a layer", _page(SOUND, _layered_name), Kind.NAME, terms=(SECRET,)),
    Botched("name of a place", _names, Kind.NAME, "", terms=(SECRET,)),
    Botched(
        "attachment's name",
        _page(SOUND, paper.attachment("Marta Quill.txt", b"nothing")),
        Kind.ATTACHMENT,
        terms=(SECRET,),
    ),
    Botched(
        "attachment in UTF-16",
        _page(SOUND, paper.attachment("a.bin", SECRET.encode("utf-16-le"))),
        Kind.ATTACHMENT,
        terms=(SECRET,),
    ),
    Botched("visible", _page(NAMED), Kind.TERM_ON_PAGE, terms=(SECRET,)),
    Botched(
        "visible in a scan",
        lambda: made(
            "612 0 0 792 0 0 cm /P Do",
            paper.picture("P", paper.scan([*paper.STORY, f"The witness was {SECRET}."], dpi=150)),
        ),
        Kind.TERM_IN_PICTURE,
        terms=(SECRET,),
    ),
    Botched(
        "kerned apart",
        _page(SOUND + "BT 3 Tr /F1 12 Tf 162 640 Td [(Ma) -900 (r) 20 (ta Qu) -700 (ill)] TJ ET"),
        Kind.TERM_IN_FILE,
        "",
        terms=(SECRET,),
    ),
    Botched(
        "backwards",
        _page(SOUND + "BT 3 Tr /F1 12 Tf 162 640 Td (lliuQ atraM) Tj ET"),
        Kind.TERM_IN_FILE,
        "",
        terms=(SECRET,),
    ),
    Botched("the width of the gap", _page(SOUND), Kind.WIDTH, SECRET, terms=(SECRET, *paper.OTHERS)),
]


def _pixels_only(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    paper.picture("P", paper.scan([*paper.STORY, "", "The witness was"], boxes=[TOP_BOX]))(pdf, page)


def _logo() -> Image.Image:
    image = Image.new("RGB", (200, 60), "white")
    draw = ImageDraw.Draw(image)
    draw.ellipse((5, 5, 55, 55), fill="navy")
    draw.text((70, 20), "Harbour Office", fill="navy")
    return image


def _good_thumbnail(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    with closing(pypdfium2.PdfDocument(paper.saved(pdf))) as drawn:
        small = drawn[0].render(scale=0.25).to_pil().convert("L")
    page.obj.Thumb = paper.picture_object(pdf, small)


def _revised_note(data: bytes) -> bytes:
    """The same document with a comment added and saved again."""

    def change(pdf: pikepdf.Pdf) -> dict[int, bytes]:
        root = pdf.Root.objgen[0]
        pages = pdf.Root.Pages.objgen
        return {root: b"<< /Type /Catalog /Pages %d %d R /PageMode /UseNone >>" % pages}

    return paper.saved_over(data, change)


def _shaded_table() -> str:
    cells = "".join(
        f"0.{8 - row} g 72 {600 - 20 * row} 300 20 re f 0 g " + paper.LINE % (605 - 20 * row, f"Row {row} of the table")
        for row in range(4)
    )
    return (
        cells
        + "0 g 72 500 300 20 re f 1 g "
        + paper.LINE % (505, "A heading in white on black")
        + "0 G 1 w 72 500 300 120 re S "
    )


def _letterhead() -> str:
    return "q 150 0 0 45 72 735 cm /L Do Q 0 0 0.5 RG 2 w 72 730 m 540 730 l S "


def _field(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    box = (160, 560, 300, 576)
    font = Dictionary(F1=page.obj.Resources.Font.F1)
    look = pdf.make_stream(b"0.9 g 160 560 140 16 re f 0 g BT /F1 11 Tf 164 564 Td (Harbour Lane 7) Tj ET")
    look.Type, look.Subtype, look.BBox, look.Resources = (
        Name.XObject,
        Name.Form,
        Array(list(box)),
        Dictionary(Font=font),
    )
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=String("address"),
            V=String("Harbour Lane 7"),
            Rect=Array(list(box)),
            F=4,
            AP=Dictionary(N=look),
        )
    )
    page.obj.Annots = Array([field])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _described(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    figure = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String("A boat beside a lighthouse"))
    )
    pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=Array([figure])))


def _two_layers() -> bytes:
    """A scan as packing programs divide it: the paper, and over it the print, seen through a mask."""
    print_ = paper.scan([*paper.STORY, "", f"The witness was {SECRET} of Harbour Lane."])

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        paper.picture("PAPER", Image.new("L", (60, 80), 245))(pdf, page)
        ink = paper.picture_object(pdf, Image.new("L", print_.size, 10))
        ink.SMask = paper.picture_object(pdf, print_.point(lambda level: 255 - level))
        page.obj.Resources.XObject["/INK"] = ink

    return made("q 612 0 0 792 0 0 cm /PAPER Do /INK Do Q " + layer_text(), change)


def _watermark() -> str:
    return "q 0.85 g BT /F1 90 Tf 0.7 0.7 -0.7 0.7 120 250 Tm (DRAFT) Tj ET Q "


def _good_scan() -> bytes:
    lines = [*paper.STORY, "", "The witness was Marta Quill of Harbour Lane."]
    return made("q 612 0 0 792 0 0 cm /P Do Q " + layer_text(), paper.picture("P", paper.scan(lines)))


GOOD: list[tuple[str, Callable[[], bytes]]] = [
    ("plain", _page(NAMED)),
    ("box with its text removed", _page(SOUND)),
    ("white hole", _page(BEFORE + "BT /F1 12 Tf 225.4 640 Td (of Harbour Lane.) Tj ET")),
    ("text set anew", _page("BT /F1 12 Tf 72 640 Td (The witness was [removed] of Harbour Lane.) Tj ET")),
    ("box with a label", _page(SOUND + "1 g BT /F1 9 Tf 165 640 Td ([REDACTED]) Tj ET")),
    ("pixels only", lambda: made("612 0 0 792 0 0 cm /P Do", _pixels_only)),
    (
        "pixels and the words that are left",
        lambda: made("q 612 0 0 792 0 0 cm /P Do Q 3 Tr " + story() + BEFORE, _pixels_only),
    ),
    ("scan with its words", _good_scan),
    ("shaded table", _page(_shaded_table())),
    ("marker pen drawn before", _page("1 1 0 rg " + RECTANGLE + "0 g " + NAMED)),
    ("marker pen that multiplies", _page(NAMED + "/MULTIPLY gs 1 1 0 rg " + RECTANGLE)),
    ("marker pen of half opacity", _page(NAMED + "/HALF gs 1 1 0 rg " + RECTANGLE)),
    (
        "highlight annotation",
        _page(
            NAMED,
            paper.annotation(
                Subtype=Name.Highlight,
                Rect=Array(list(BOX)),
                C=Array([1, 1, 0]),
                QuadPoints=Array([162, 652, 224, 652, 162, 636, 224, 636]),
            ),
        ),
    ),
    ("underlined", _page(NAMED + "0 G 0.8 w 160 637 m 232 637 l S")),
    ("struck out", _page(NAMED + "0 G 0.8 w 160 644 m 232 644 l S")),
    ("framed", _page(NAMED + "0 G 1 w 158 634 76 20 re S")),
    ("letterhead", lambda: made(_letterhead() + story(top=700), paper.picture("L", _logo()))),
    ("watermark before", lambda: made(_watermark() + story())),
    ("watermark after", lambda: made(story() + "/HALF gs " + _watermark())),
    ("form", _page("BT /F1 12 Tf 72 564 Td (Address:) Tj ET", _field)),
    ("text drawn twice", _page(NAMED + NAMED)),
    ("bold by drawing twice", _page(NAMED + NAMED.replace("72 640", "72.3 640"))),
    ("layer that is on", lambda: made(story() + "/OC /LAYER BDC " + NAMED + " EMC", paper.layer(on=True))),
    ("attachment of its own", _page("", paper.attachment("map.csv", b"buoy;12\nlight;14\n"))),
    ("title", _page(NAMED, _info)),
    ("bookmark", _page(NAMED, _bookmark)),
    ("true thumbnail", _page("0 g 160 636 72 16 re f", _good_thumbnail)),
    ("saved again", lambda: _revised_note(made(story() + NAMED))),
    (
        "text on a coloured box",
        _page("0.2 0.3 0.7 rg 72 560 300 40 re f 1 g " + paper.LINE % (575, "White words on blue")),
    ),
    (
        "photograph with words on it",
        lambda: made(
            "q 300 0 0 200 72 400 cm /L Do Q 1 g 80 420 120 20 re f 0 g " + paper.LINE % (425, "  Caption"),
            paper.picture("L", Image.radial_gradient("L")),
        ),
    ),
    ("saved for quick viewing", lambda: paper.saved(paper.new(story() + SOUND), linearize=True)),
    ("picture described", _page("", _described)),
    ("scan in two layers", _two_layers),
    (
        "paler scan",
        lambda: made(
            "612 0 0 792 0 0 cm /P Do", paper.picture("P", _named_scan().point(lambda level: 128 + level // 2))
        ),
    ),
    ("empty page", lambda: made("")),
]
