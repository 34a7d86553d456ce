"""What the documents of these tests have in common, and what is expected of a botched one."""

from collections.abc import Callable
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image
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


def on_page(content: str, *changes: paper.Change) -> Callable[[], bytes]:
    return lambda: made(story() + content, *changes)


def solid(colour: int) -> Image.Image:
    return Image.new("L", (40, 10), colour)


def named_scan() -> Image.Image:
    return paper.scan([*paper.STORY, "", f"The witness was {SECRET}."])


def redacted_scan() -> Image.Image:
    return paper.scan([*paper.STORY, "", f"The witness was {SECRET}."], boxes=[(150, 130, 240, 158)])


def scanned(content: str, *changes: paper.Change) -> Callable[[], bytes]:
    return lambda: made("q 612 0 0 792 0 0 cm /P Do Q " + content, paper.picture("P", named_scan()), *changes)


def form_text(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    form = pdf.make_stream(NAMED.encode())
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    form.Resources = Dictionary(Font=page.obj.Resources.Font)
    page.obj.Resources.XObject["/T"] = form


def layer_text() -> str:
    """The words of the scan, never painted."""
    return "3 Tr " + story() + NAMED


def bookmark(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Interview with {SECRET}", 0))


def info(pdf: pikepdf.Pdf, _page: pikepdf.Page) -> None:
    pdf.docinfo["/Title"] = f"Statement of {SECRET}"
