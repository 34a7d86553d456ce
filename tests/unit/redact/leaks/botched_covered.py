"""Words below boxes, pictures and annotations, and marks that were never applied."""

from collections.abc import Callable

from pikepdf import Array, Dictionary, Name, String
from PIL import Image
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import BOX, NAMED, OVER, RECTANGLE, Botched, form_text, on_page, scanned, solid

from muniment.redact.leaks.report import Kind


def _note(kind: Name, content: str = OVER, **entries: object) -> Callable[[], bytes]:
    return on_page(NAMED, paper.drawn_annotation(kind, BOX, content, **entries))


def _bare_note(kind: Name, **entries: object) -> Callable[[], bytes]:
    return on_page(NAMED, paper.annotation(Subtype=kind, Rect=Array(list(BOX)), **entries))


def _hatched() -> str:
    lines = "".join(
        f"{x} {BOX[1]} m {x + 16} {BOX[3]} l S {x + 16} {BOX[1]} m {x} {BOX[3]} l S " for x in range(160, 220, 8)
    )
    return OVER + "q 160 636 72 16 re W n 1 G 0.4 w " + lines + "Q\n"


def _noise() -> Image.Image:
    return Image.effect_noise((72, 16), 80)


COVERED = [
    Botched("black box over", on_page(NAMED + OVER), Kind.TEXT_UNDER_BOX),
    Botched("white box", on_page(NAMED + "1 g " + RECTANGLE), Kind.TEXT_UNDER_BOX),
    Botched("grey box", on_page(NAMED + "0.5 g " + RECTANGLE), Kind.TEXT_UNDER_BOX),
    Botched("red box", on_page(NAMED + "1 0 0 rg " + RECTANGLE), Kind.TEXT_UNDER_BOX),
    Botched(
        "box with a label", on_page(NAMED + OVER + "1 g BT /F1 9 Tf 165 640 Td ([REDACTED]) Tj ET"), Kind.TEXT_UNDER_BOX
    ),
    Botched("hatched box", on_page(NAMED + _hatched()), Kind.TEXT_UNDER_BOX),
    Botched("thick line", on_page(NAMED + "0 G 16 w 160 644 m 232 644 l S"), Kind.TEXT_UNDER_BOX),
    Botched("polygon", on_page(NAMED + "0 g 155 632 m 236 634 l 240 655 l 196 660 l 152 656 l f"), Kind.TEXT_UNDER_BOX),
    Botched(
        "curve",
        on_page(NAMED + "0 g 140 644 m 140 670 252 670 252 644 c 252 618 140 618 140 644 c f"),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched(
        "black picture",
        on_page(NAMED + "q 72 0 0 16 160 636 cm /B Do Q", paper.picture("B", solid(0))),
        Kind.TEXT_UNDER_PICTURE,
    ),
    Botched(
        "white picture",
        on_page(NAMED + "q 72 0 0 16 160 636 cm /B Do Q", paper.picture("B", solid(255))),
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
    Botched("black veil", on_page(NAMED + "/MOST gs " + OVER), Kind.TEXT_UNDER_VEIL),
    Botched("half black veil", on_page(NAMED + "/HALF gs " + OVER), Kind.TEXT_UNDER_VEIL),
    Botched("white veil", on_page(NAMED + "/MOST gs 1 g " + RECTANGLE), Kind.TEXT_UNDER_VEIL),
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
    Botched(
        "noise over text",
        on_page(NAMED + "q 72 0 0 16 160 636 cm /B Do Q", paper.picture("B", _noise())),
        Kind.TEXT_UNDER_PICTURE,
    ),
    Botched(
        "a box for each letter",
        on_page(NAMED + "0 g " + "".join(f"{162 + 6 * at} 636 6 16 re f " for at in range(11))),
        Kind.TEXT_UNDER_BOX,
    ),
    Botched("text in a form below a box", on_page("/T Do " + OVER, form_text), Kind.TEXT_UNDER_BOX),
    Botched(
        "unapplied mark on a scan",
        scanned("", paper.annotation(Subtype=Name.Redact, Rect=Array(list(BOX)))),
        Kind.UNAPPLIED_REDACTION,
        "",
    ),
]
