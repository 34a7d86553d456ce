"""PDFs for the tests: written operator by operator, so that each is botched, or sound, in one way only."""

import io
from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image, ImageDraw, ImageFilter, ImageFont

SECRET = "Marta Quill"
"""Whom the documents of the tests should not name. Nobody is called so in them otherwise."""

OTHERS = ("Ines Orchard", "Tobias Wren", "Wilhelmina Featherstonehaugh", "Ann Lee")

LINE = "BT /F1 12 Tf 72 %d Td (%s) Tj ET\n"
STORY = [
    "The committee met on a rainy morning in the old harbour office.",
    "It heard a report about the repairs of the northern breakwater.",
    "Nobody spoke against the plan, and the vote was unanimous.",
]
HEIGHT = 792

Change = Callable[[pikepdf.Pdf, pikepdf.Page], None]


def story(*, top: int = 720) -> str:
    """A few lines that anybody may read."""
    return "".join(LINE % (top - 20 * at, text) for at, text in enumerate(STORY))


def new(content: str | bytes, *changes: Change) -> pikepdf.Pdf:
    """A document of one page with ``content`` in Helvetica."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(612, HEIGHT))
    font = pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )
    states = Dictionary(
        HALF=Dictionary(ca=0.5, CA=0.5),
        MOST=Dictionary(ca=0.8, CA=0.8),
        NONE=Dictionary(ca=0.0),
        MULTIPLY=Dictionary(BM=Name.Multiply),
    )
    page.obj.Resources = Dictionary(Font=Dictionary(F1=font), ExtGState=states, XObject=Dictionary())
    page.obj.Contents = pdf.make_stream(content.encode("latin-1") if isinstance(content, str) else content)
    for change in changes:
        change(pdf, page)
    return pdf


def saved(pdf: pikepdf.Pdf, **how: object) -> bytes:
    """The document as bytes."""
    out = io.BytesIO()
    pdf.save(out, **how)  # type: ignore[arg-type] # passed on
    return out.getvalue()


def made(content: str | bytes, *changes: Change) -> bytes:
    """A document of one page, as bytes."""
    return saved(new(content, *changes))


def annotation(**entries: object) -> Change:
    """Adds an annotation to the page."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        note = pdf.make_indirect(
            Dictionary({"/Type": Name.Annot, "/F": 4, **{f"/{key}": value for key, value in entries.items()}})
        )
        if "/Annots" not in page.obj:
            page.obj.Annots = Array([])
        page.obj.Annots.append(note)

    return change


def annotation_hidden(words: str) -> Change:
    """Adds an annotation that viewers do not show."""

    def change(_pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.FreeText, F=2, Rect=Array([10, 10, 100, 30]))
        note.Contents = String(words)
        page.obj.Annots = Array([note])

    return change


def appearance(pdf: pikepdf.Pdf, box: Sequence[float], content: str) -> Dictionary:
    form = pdf.make_stream(content.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array(list(box))
    return Dictionary(N=form)


def drawn_annotation(kind: Name, box: Sequence[float], content: str, **entries: object) -> Change:
    """Adds an annotation with an appearance of its own."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        annotation(Subtype=kind, Rect=Array(list(box)), AP=appearance(pdf, box, content), **entries)(pdf, page)

    return change


def picture(name: str, image: Image.Image) -> Change:
    """Adds a picture that content may paint by its name."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.obj.Resources.XObject[f"/{name}"] = picture_object(pdf, image)

    return change


def picture_object(pdf: pikepdf.Pdf, image: Image.Image) -> pikepdf.Stream:
    stream = pdf.make_stream(image.tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = image.width, image.height, 8
    stream.ColorSpace = Name.DeviceGray if image.mode == "L" else Name.DeviceRGB
    return stream


def layer(*, on: bool) -> Change:
    """Adds a layer that content may name ``/LAYER``."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        group = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Draft")))
        page.obj.Resources.Properties = Dictionary(LAYER=group)
        state = Dictionary(ON=Array([group])) if on else Dictionary(OFF=Array([group]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array([group]), D=state)

    return change


def attachment(name: str, data: bytes) -> Change:
    """Attaches a file."""

    def change(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
        pdf.attachments[name] = pikepdf.AttachedFileSpec(
            pdf, data, filename=name, description="", mime_type="", creation_date="", mod_date=""
        )

    return change


def scan(
    lines: Sequence[str], *, dpi: int = 100, boxes: Sequence[tuple[float, float, float, float]] = ()
) -> Image.Image:
    """A picture of a page: lines 20 points apart from the height of the story's, boxes in points from the top left."""
    factor = dpi / 72
    image = Image.new("L", (round(612 * factor), round(HEIGHT * factor)), 250)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(12 * factor)
    for at, text in enumerate(lines):
        draw.text((72 * factor, (HEIGHT - 732 + 20 * at) * factor), text, fill=20, font=font)
    for box in boxes:
        draw.rectangle([side * factor for side in box], fill=0)
    return image


def coarse(image: Image.Image, box: tuple[int, int, int, int], block: int = 8) -> Image.Image:
    """``image`` with a part (in pixels) made of blocks."""
    left, top, right, bottom = box
    part = image.crop(box)
    small = part.resize(((right - left) // block, (bottom - top) // block), Image.Resampling.BOX)
    image.paste(small.resize(part.size, Image.Resampling.NEAREST), box)
    return image


def blurred(image: Image.Image, box: tuple[int, int, int, int], radius: int = 6) -> Image.Image:
    """``image`` with a part (in pixels) blurred."""
    image.paste(image.crop(box).filter(ImageFilter.GaussianBlur(radius)), box)
    return image


def saved_over(first: bytes, change: Callable[[pikepdf.Pdf], dict[int, bytes]]) -> bytes:
    """``first`` with objects replaced by an incremental update, as programs that save quickly do it."""
    with pikepdf.open(io.BytesIO(first)) as pdf:
        replaced = change(pdf)
        root, size = pdf.Root.objgen, int(pdf.trailer.Size)
    at = first.rindex(b"startxref")
    previous = int(first[at:].split()[1])
    out = bytearray(first)
    if not out.endswith(b"\n"):
        out += b"\n"
    places = {}
    for number, body in replaced.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    out += b"trailer\n<< /Size %d /Root %d %d R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (
        max(size, max(places) + 1),
        *root,
        previous,
        start,
    )
    return bytes(out)


def stream_body(data: bytes) -> bytes:
    """The body of an object that is a stream."""
    return b"<< /Length %d >>\nstream\n%s\nendstream" % (len(data), data)
