"""What a file holds apart from its pages, without a list of terms."""

import pikepdf
from pikepdf import Array, Dictionary, Name
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import NAMED, OVER, SOUND, Botched, bookmark, on_page

from muniment.redact.leaks.report import Kind


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


FILES = [
    Botched("revision", _revision, Kind.EARLIER_REVISION),
    Botched("revision of a scan", _scanned_revision, Kind.EARLIER_REVISION, ""),
    Botched("objects not listed", _unlisted, Kind.EARLIER_REVISION),
    Botched("content that nothing paints", _orphan, Kind.UNUSED_OBJECT),
    Botched("form that nothing paints", _undrawn_form, Kind.UNUSED_OBJECT),
    Botched("page taken out", _removed_page, Kind.UNUSED_OBJECT),
    Botched(
        "attachment",
        on_page(SOUND, paper.attachment("original.txt", "\n".join([*paper.STORY, SECRET]).encode())),
        Kind.ATTACHMENT,
    ),
    Botched(
        "read aloud in place of a box",
        on_page("/Span <</ActualText (Marta Quill)>> BDC " + OVER + " EMC"),
        Kind.STRUCTURE,
    ),
    Botched("annotation that is not shown", on_page(SOUND, paper.annotation_hidden(SECRET)), Kind.ANNOTATION),
    Botched("bookmark of hidden words", on_page(NAMED + OVER, bookmark), Kind.BOOKMARK),
]
