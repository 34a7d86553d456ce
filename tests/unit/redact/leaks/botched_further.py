"""Redactions that failed in ways which other people's programs made for us to find."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import (
    BEFORE,
    BOX,
    NAMED,
    OVER,
    SOUND,
    TOP_BOX,
    Botched,
    bookmark,
    info,
    named_scan,
    on_page,
)

from muniment.redact.leaks.report import Kind

_WHOLE_PAGE = "q 612 0 0 792 0 0 cm /P Do Q "


def _letters(at: float) -> str:
    return f"{at} 639 m {at + 2} 650 l {at + 4} 639 l {at + 3} 639 l h "


def _shape() -> str:
    """Letters that are one shape, filled at once."""
    return "0 g " + "".join(_letters(at) for at in range(164, 224, 5)) + "f "


def _scan_on(*, tone: int, ink: int) -> Callable[[], bytes]:
    """A scan whose bar is not black enough: paper below it has ``tone``, print ``ink``."""

    def make() -> bytes:
        scan = named_scan()
        scale = scan.width / 612
        left, top, right, bottom = (round(side * scale) for side in TOP_BOX)
        bar = scan.crop((left, top, right, bottom)).point(lambda level: ink + round((tone - ink) * level / 255))
        scan.paste(bar, (left, top))
        return made(_WHOLE_PAGE, paper.picture("P", scan))

    return make


def _masked() -> bytes:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        scan = named_scan()
        seen = Image.new("L", scan.size, 255)
        scale = scan.width / 612
        ImageDraw.Draw(seen).rectangle([round(side * scale) for side in (60, 130, 330, 162)], fill=0)
        picture = paper.picture_object(pdf, scan)
        picture.SMask = paper.picture_object(pdf, seen)
        page.obj.Resources.XObject["/P"] = picture

    return made(_WHOLE_PAGE, change)


def _uneven_blocks() -> bytes:
    scan = paper.scan([*paper.STORY, "", f"The witness was {SECRET} of Harbour Lane"], dpi=150)
    place = (300, 283, 483, 314)
    part = scan.crop(place)
    coarse = part.resize((part.width // 8, part.height // 8), Image.Resampling.BOX)
    scan.paste(coarse.resize(part.size, Image.Resampling.NEAREST), place[:2])
    return made(_WHOLE_PAGE, paper.picture("P", scan))


def photograph(*, blackened: bool) -> Callable[[], bytes]:
    """A page with a photograph that carries a thumbnail, made before its middle was blackened if it was."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        whole = Image.linear_gradient("L").convert("RGB")
        small = io.BytesIO()
        whole.resize((160, 160)).save(small, "JPEG")
        if blackened:
            ImageDraw.Draw(whole).rectangle((80, 120, 180, 220), fill=0)
        properties = Image.Exif()
        properties[0x010E] = "A boat" if not blackened else f"Portrait of {SECRET}"
        data = io.BytesIO()
        whole.save(data, "JPEG", exif=properties.tobytes() + small.getvalue(), quality=90)
        picture = pikepdf.Stream(pdf, data.getvalue())
        picture.Type, picture.Subtype, picture.Filter = Name.XObject, Name.Image, Name.DCTDecode
        picture.Width, picture.Height, picture.BitsPerComponent, picture.ColorSpace = 256, 256, 8, Name.DeviceRGB
        page.obj.Resources.XObject["/P"] = pdf.make_indirect(picture)

    return on_page("q 200 0 0 200 72 300 cm /P Do Q", change)


def _font_of_boxes(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    letters = sorted(set(SECRET))
    shapes = {f"/g{ord(one)}": pdf.make_stream(b"600 0 0 0 600 700 d1 0 0 600 700 re f") for one in letters}
    differences = [part for one in letters for part in (ord(one), Name(f"/g{ord(one)}"))]
    pairs = " ".join(f"<{ord(one):02x}> <{ord(one):04x}>" for one in letters)
    meant = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(letters)} beginbfchar {pairs} endbfchar"
    page.obj.Resources.Font["/BOXES"] = pdf.make_indirect(
        Dictionary(
            Type=Name.Font,
            Subtype=Name.Type3,
            FontBBox=Array([0, 0, 600, 700]),
            FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]),
            CharProcs=Dictionary(shapes),
            FirstChar=0,
            LastChar=255,
            Widths=Array([600] * 256),
            Encoding=Dictionary(Differences=Array(differences)),
            ToUnicode=pdf.make_stream(f"/CIDInit /ProcSet findresource begin {meant} endcmap end".encode()),
            Resources=Dictionary(),
        )
    )


def _lone_object() -> bytes:
    """Content that lies in the file and that its list of objects leaves out."""
    data = paper.saved(paper.new(story() + SOUND), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    content = (story() + NAMED).encode()
    lone = b"77 0 obj\n<< /Length %d >>\nstream\n%s\nendstream\nendobj\n" % (len(content), content)
    head, start, rest = data.rpartition(b"startxref\n")
    at = int(rest.split()[0])
    return head[:at] + lone + head[at:] + start + b"%d\n%%%%EOF\n" % (at + len(lone))


def _earlier_title() -> bytes:
    first = paper.saved(paper.new(story() + SOUND, info), object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return paper.saved_over(first, lambda pdf: {pdf.docinfo.objgen[0]: b"<< /Title (Statement) >>"})


def _layered_picture(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    paper.layer(on=False)(pdf, page)
    paper.picture("P", named_scan())(pdf, page)
    page.obj.Resources.XObject["/P"].OC = page.obj.Resources.Properties.LAYER


def _hidden_value(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """A field that is not shown, and whose value is kept with its name and not with its place."""
    field = pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("witness"), V=String(SECRET)))
    paper.annotation(Subtype=Name.Widget, F=2, Rect=Array([300, 600, 400, 620]), Parent=field)(pdf, page)
    field.Kids = Array([page.obj.Annots[-1]])
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def _pen() -> str:
    """A box drawn with many strokes of a fine pen, between which print can still be told."""
    left, bottom, right, top = BOX
    strokes = (f"{left} {bottom + step / 2} m {right} {bottom + step / 2} l S " for step in range(2 * (top - bottom)))
    return "0 G 0.6 w " + "".join(strokes)


def _strips() -> bytes:
    """A scan in two strips, with a box across their seam."""
    scan = named_scan()
    seam = round(148 * scan.height / paper.HEIGHT)
    upper, lower = scan.crop((0, 0, scan.width, seam)), scan.crop((0, seam, scan.width, scan.height))
    strips = f"q 612 0 0 148 0 {paper.HEIGHT - 148} cm /A Do Q q 612 0 0 {paper.HEIGHT - 148} 0 0 cm /B Do Q "
    return made(strips + OVER, paper.picture("A", upper), paper.picture("B", lower))


def _zipped_pdf() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("draft.pdf", made(story() + NAMED))
    return packed.getvalue()


_LINE_AS_SHAPE = "0 g " + "".join(_letters(at) for at in range(72, 320, 5)) + "f "

_COMMENT = paper.annotation(Subtype=Name.Text, Rect=Array([300, 700, 320, 720]), Contents=String(f"ask {SECRET}"))

FURTHER = [
    Botched("picture on a layer", on_page(SOUND + _WHOLE_PAGE, _layered_picture), Kind.HIDDEN_LAYER, ""),
    Botched(
        "shapes on a layer",
        on_page(BEFORE + "/OC /LAYER BDC " + _shape() + "EMC", paper.layer(on=False)),
        Kind.HIDDEN_LAYER,
        "",
    ),
    Botched("box across the seam of a scan", _strips, Kind.PICTURE_UNDER_BOX, ""),
    Botched("PDF in an archive", on_page(SOUND, paper.attachment("a.zip", _zipped_pdf())), Kind.ATTACHMENT),
    Botched(
        "attachment of an attachment",
        on_page(SOUND, paper.attachment("a.pdf", made(story(), paper.attachment("b.txt", SECRET.encode())))),
        Kind.ATTACHMENT,
    ),
    Botched("line as one shape", on_page(_LINE_AS_SHAPE + OVER), Kind.PICTURE_UNDER_BOX, ""),
    Botched("strokes of a fine pen", on_page(NAMED + _pen()), Kind.TEXT_UNDER_VEIL),
    Botched("field that is not shown", on_page(SOUND, _hidden_value), Kind.ANNOTATION),
    Botched("letters as one shape", on_page(BEFORE + _shape() + OVER), Kind.PICTURE_UNDER_BOX, ""),
    Botched("dark grey on black", on_page(OVER + "0.09 g " + NAMED), Kind.HIDDEN_COLOUR),
    Botched("four half veils", on_page(NAMED + "/HALF gs " + OVER * 4), Kind.TEXT_UNDER_BOX),
    Botched("print as small as dust", on_page(SOUND + "BT /F1 0.9 Tf 72 600 Td (Marta Quill) Tj ET"), Kind.NO_SIZE),
    Botched(
        "font of boxes",
        on_page(BEFORE + "BT /BOXES 12 Tf 162 640 Td (Marta Quill) Tj ET", _font_of_boxes),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched("object that no list names", _lone_object, Kind.UNUSED_OBJECT),
    Botched("title of an earlier revision", _earlier_title, Kind.EARLIER_REVISION),
    Botched("bookmark of a page with a box", on_page(SOUND, bookmark), Kind.BOOKMARK),
    Botched("comment on a page with a box", on_page(SOUND, _COMMENT), Kind.ANNOTATION),
    Botched("print through a bar", _scan_on(tone=14, ink=0), Kind.PICTURE_UNDER_BOX, ""),
    Botched("print two levels from its bar", _scan_on(tone=2, ink=0), Kind.PICTURE_UNDER_BOX, ""),
    Botched("print that a mask cuts out", _masked, Kind.PICTURE_OUTSIDE, ""),
    Botched("blocks of no whole size", _uneven_blocks, Kind.PIXELATED, ""),
    Botched("photograph with an older thumbnail", photograph(blackened=True), Kind.THUMBNAIL, ""),
]
