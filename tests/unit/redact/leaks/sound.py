"""Documents that hold nothing that their pages do not show."""

from collections.abc import Callable
from contextlib import closing

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.botched_further import photograph
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import (
    BEFORE,
    BOX,
    NAMED,
    RECTANGLE,
    SOUND,
    TOP_BOX,
    bookmark,
    info,
    layer_text,
    named_scan,
    on_page,
)


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


def _page_with(image: Image.Image, *changes: paper.Change) -> Callable[[], bytes]:
    return on_page("q 200 0 0 200 72 300 cm /P Do Q", paper.picture("P", image), *changes)


def _shadow(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """A soft mask of the page's own state is painted from a picture, as browsers do for shadows."""
    form = pdf.make_stream(b"612 0 0 792 0 0 cm /S Do")
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    form.Group = Dictionary(S=Name.Transparency, CS=Name.DeviceGray)
    form.Resources = Dictionary(XObject=Dictionary(S=paper.picture_object(pdf, Image.linear_gradient("L"))))
    page.obj.Resources.ExtGState["/SHADOW"] = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=form))
    page.contents_add(b"/SHADOW gs 0.5 g 72 60 300 100 re f")


def _choice(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """A list shows other words than it stores."""
    look = paper.appearance(pdf, (160, 560, 300, 576), "0.9 g 160 560 140 16 re f")
    options = Array([Array([String("exported"), String("lighthouse")])])
    field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Ch, T=String("place"), V=String("exported"))
    field.Rect, field.F, field.AP, field.Opt = Array([160, 560, 300, 576]), 4, look, options
    page.obj.Annots = Array([pdf.make_indirect(field)])
    pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[0]]))


_CURVE = "0.5 w 72 455 m " + "".join(f"{at} {450 + 10 * (at % 2)} l " for at in range(73, 400)) + "S "

SOUND_ONES: list[tuple[str, Callable[[], bytes]]] = [
    ("plain", on_page(NAMED)),
    ("box with its text removed", on_page(SOUND)),
    ("white hole", on_page(BEFORE + "BT /F1 12 Tf 225.4 640 Td (of Harbour Lane.) Tj ET")),
    ("text set anew", on_page("BT /F1 12 Tf 72 640 Td (The witness was [removed] of Harbour Lane.) Tj ET")),
    ("box with a label", on_page(SOUND + "1 g BT /F1 9 Tf 165 640 Td ([REDACTED]) Tj ET")),
    ("pixels only", lambda: made("612 0 0 792 0 0 cm /P Do", _pixels_only)),
    (
        "pixels and the words that are left",
        lambda: made("q 612 0 0 792 0 0 cm /P Do Q 3 Tr " + story() + BEFORE, _pixels_only),
    ),
    ("scan with its words", _good_scan),
    ("shaded table", on_page(_shaded_table())),
    ("marker pen drawn before", on_page("1 1 0 rg " + RECTANGLE + "0 g " + NAMED)),
    ("marker pen that multiplies", on_page(NAMED + "/MULTIPLY gs 1 1 0 rg " + RECTANGLE)),
    ("marker pen of half opacity", on_page(NAMED + "/HALF gs 1 1 0 rg " + RECTANGLE)),
    (
        "highlight annotation",
        on_page(
            NAMED,
            paper.annotation(
                Subtype=Name.Highlight,
                Rect=Array(list(BOX)),
                C=Array([1, 1, 0]),
                QuadPoints=Array([162, 652, 224, 652, 162, 636, 224, 636]),
            ),
        ),
    ),
    ("underlined", on_page(NAMED + "0 G 0.8 w 160 637 m 232 637 l S")),
    ("struck out", on_page(NAMED + "0 G 0.8 w 160 644 m 232 644 l S")),
    ("framed", on_page(NAMED + "0 G 1 w 158 634 76 20 re S")),
    ("letterhead", lambda: made(_letterhead() + story(top=700), paper.picture("L", _logo()))),
    ("watermark before", lambda: made(_watermark() + story())),
    ("watermark after", lambda: made(story() + "/HALF gs " + _watermark())),
    ("form", on_page("BT /F1 12 Tf 72 564 Td (Address:) Tj ET", _field)),
    ("text drawn twice", on_page(NAMED + NAMED)),
    ("bold by drawing twice", on_page(NAMED + NAMED.replace("72 640", "72.3 640"))),
    ("layer that is on", lambda: made(story() + "/OC /LAYER BDC " + NAMED + " EMC", paper.layer(on=True))),
    ("attachment of its own", on_page("", paper.attachment("map.csv", b"buoy;12\nlight;14\n"))),
    ("title", on_page(NAMED, info)),
    ("hollow letters", on_page("q 2 Tr 1 g 0 G 0.8 w BT /F1 80 Tf 72 500 Td (HOLLOW) Tj ET Q")),
    ("curve of a chart below a box", on_page(_CURVE + "0.8 g 150 440 60 30 re f")),
    ("bookmark", on_page(NAMED, bookmark)),
    ("true thumbnail", on_page("0 g 160 636 72 16 re f", _good_thumbnail)),
    ("saved again", lambda: _revised_note(made(story() + NAMED))),
    (
        "text on a coloured box",
        on_page("0.2 0.3 0.7 rg 72 560 300 40 re f 1 g " + paper.LINE % (575, "White words on blue")),
    ),
    (
        "photograph with words on it",
        lambda: made(
            "q 300 0 0 200 72 400 cm /L Do Q 1 g 80 420 120 20 re f 0 g " + paper.LINE % (425, "  Caption"),
            paper.picture("L", Image.radial_gradient("L")),
        ),
    ),
    ("saved for quick viewing", lambda: paper.saved(paper.new(story() + SOUND), linearize=True)),
    ("picture described", on_page("", _described)),
    ("scan in two layers", _two_layers),
    (
        "paler scan",
        lambda: made(
            "612 0 0 792 0 0 cm /P Do", paper.picture("P", named_scan().point(lambda level: 128 + level // 2))
        ),
    ),
    ("empty page", lambda: made("")),
    ("photograph with its own thumbnail", photograph(blackened=False)),
    (
        "drawing of large pixels",
        _page_with(Image.effect_noise((16, 16), 90).resize((256, 256), Image.Resampling.NEAREST)),
    ),
    ("photograph of the night", _page_with(Image.effect_noise((300, 300), 4).point(lambda level: max(0, level - 120)))),
    ("shadow of a box", _page_with(named_scan(), _shadow)),
    ("field of choice", on_page(SOUND, _choice)),
]
