"""Pictures that hold more than is seen of them."""

import pikepdf
from pikepdf import Array, Name
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import BEFORE, OVER, Botched, named_scan, on_page, redacted_scan, scanned, solid

from muniment.redact.leaks.report import Kind


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


def _outlines() -> str:
    letters = "".join(f"{x} 639 m {x + 2} 650 l {x + 4} 639 l {x + 3} 639 l f " for x in range(164, 226, 6))
    return BEFORE + "0 g " + letters + OVER


PICTURES = [
    Botched("thumbnail", _thumbnail, Kind.THUMBNAIL, ""),
    Botched("scan below a box", _half_picture, Kind.PICTURE_UNDER_BOX, ""),
    Botched("scan outside the crop", _cropped, Kind.PICTURE_OUTSIDE, ""),
    Botched("blocks", _coarse, Kind.PIXELATED, ""),
    Botched("blur", _blurred, Kind.PIXELATED, ""),
    Botched("letters as shapes", on_page(_outlines()), Kind.PICTURE_UNDER_BOX, ""),
    Botched("veil over a scan", scanned("/MOST gs " + OVER), Kind.PICTURE_UNDER_BOX, ""),
    Botched(
        "white picture over a scan",
        scanned("q 80 0 0 24 155 632 cm /B Do Q", paper.picture("B", solid(255))),
        Kind.PICTURE_UNDER_BOX,
        "",
    ),
    Botched(
        "square over a scan",
        scanned("", paper.annotation(Subtype=Name.Square, IC=Array([0, 0, 0]), Rect=Array([155, 630, 236, 655]))),
        Kind.PICTURE_UNDER_BOX,
        "",
    ),
    Botched(
        "scan below its redacted copy",
        scanned("q 612 0 0 792 0 0 cm /Q Do Q", paper.picture("Q", redacted_scan())),
        Kind.PICTURE_UNDER_BOX,
        "",
    ),
    Botched(
        "scan cut off",
        lambda: made("q 0 660 612 132 re W n 612 0 0 792 0 0 cm /P Do Q", paper.picture("P", named_scan())),
        Kind.PICTURE_OUTSIDE,
        "",
    ),
]
