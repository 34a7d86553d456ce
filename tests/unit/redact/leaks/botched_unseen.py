"""Words that are on the page where nobody sees them."""

from collections.abc import Callable

import pikepdf
from tests.unit.redact.leaks import paper
from tests.unit.redact.leaks.paper import SECRET, made, story
from tests.unit.redact.leaks.sheets import (
    BEFORE,
    NAMED,
    OVER,
    SOUND,
    TOP_BOX,
    Botched,
    form_text,
    layer_text,
    on_page,
    redacted_scan,
)

from muniment.redact.leaks.report import Kind


def _burnt_in(boxes: bool) -> Callable[[], bytes]:
    def make() -> bytes:
        image = paper.scan(
            [*paper.STORY, "", f"The witness was {'' if not boxes else SECRET}"], boxes=[TOP_BOX] if boxes else []
        )
        return made("q 612 0 0 792 0 0 cm /P Do Q " + layer_text(), paper.picture("P", image))

    return make


def _layered_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    form_text(pdf, page)
    paper.layer(on=False)(pdf, page)
    page.obj.Resources.XObject["/T"].OC = page.obj.Resources.Properties.LAYER


UNSEEN = [
    Botched("black box under black text", on_page(OVER + "0 g " + NAMED), Kind.HIDDEN_COLOUR),
    Botched("white text", on_page(BEFORE + "1 g BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.HIDDEN_COLOUR),
    Botched(
        "nearly white text", on_page(BEFORE + "0.98 g BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.HIDDEN_COLOUR
    ),
    Botched(
        "text never painted", on_page(BEFORE + "BT 3 Tr /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.INVISIBLE_TEXT
    ),
    Botched(
        "text without opacity",
        on_page(BEFORE + "/NONE gs BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET"),
        Kind.INVISIBLE_TEXT,
    ),
    Botched("text of no size", on_page(SOUND + "BT /F1 0 Tf 162 640 Td (Marta Quill) Tj ET"), Kind.NO_SIZE),
    Botched("text scaled away", on_page(SOUND + "BT /F1 12 Tf 0 0 0 0 162 640 Tm (Marta Quill) Tj ET"), Kind.NO_SIZE),
    Botched("text beside the page", on_page(SOUND + "BT /F1 12 Tf 700 640 Td (Marta Quill) Tj ET"), Kind.OFF_PAGE),
    Botched("text above the page", on_page(SOUND + "BT /F1 12 Tf 72 900 Td (Marta Quill) Tj ET"), Kind.OFF_PAGE),
    Botched(
        "text cut off",
        on_page(SOUND + "q 10 10 5 5 re W n BT /F1 12 Tf 162 640 Td (Marta Quill) Tj ET Q"),
        Kind.CLIPPED,
    ),
    Botched(
        "layer",
        lambda: made(
            story() + SOUND + "/OC /LAYER BDC BT /F1 12 Tf 72 600 Td (Marta Quill) Tj ET EMC", paper.layer(on=False)
        ),
        Kind.HIDDEN_LAYER,
    ),
    Botched("burnt-in box over recognised text", _burnt_in(boxes=True), Kind.INVISIBLE_TEXT),
    Botched("erased scan over recognised text", _burnt_in(boxes=False), Kind.INVISIBLE_TEXT),
    Botched("form on a layer", on_page("/T Do", _layered_form), Kind.HIDDEN_LAYER),
    Botched(
        "text below a redacted scan",
        on_page(NAMED + "q 612 0 0 792 0 0 cm /Q Do Q", paper.picture("Q", redacted_scan())),
        Kind.INVISIBLE_TEXT,
    ),
    Botched(
        "nearly the colour of its ground",
        on_page("0.2 0.3 0.7 rg 72 630 300 30 re f 0.21 0.3 0.7 rg " + NAMED),
        Kind.HIDDEN_COLOUR,
    ),
    Botched("minute text", on_page(SOUND + "BT /F1 0.3 Tf 164 640 Td (Marta Quill) Tj ET"), Kind.INVISIBLE_TEXT),
]
