"""Pages as they are shown: in grey where that loses nothing, in colour else; the file stays open from page to page."""

import io
from pathlib import Path
from typing import Any

import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pytest
from PIL import Image, ImageDraw

from muniment.read.reader import Damaged, Document
from muniment.read.showing import places, show


def paper(colour: tuple[int, int, int]) -> Image.Image:
    image = Image.linear_gradient("L").convert("RGB")
    ImageDraw.Draw(image).rectangle((200, 240, 210, 250), fill=colour)
    return image


def document(*images: Image.Image) -> Document:
    out = io.BytesIO()
    images[0].save(out, "PDF", save_all=True, append_images=images[1:], resolution=72)
    return Document(out, out.tell(), ".pdf", "application/pdf", Path("unused"))


def drawn_by_itself(one: Document, index: int) -> Image.Image:
    with pypdfium2.PdfDocument(one.content()) as pdf:
        image: Image.Image = pdf[index].render(scale=1).to_pil().convert("RGB")
        return image


def test_a_page_without_colour_is_given_in_grey_and_one_with_a_spot_of_it_in_colour() -> None:
    both = document(paper((9, 9, 9)), paper((200, 9, 12)))
    grey, colour = show(both, 1, 256), show(both, 2, 256)
    assert (grey.channels, colour.channels) == (1, 3)
    assert grey.pixels == drawn_by_itself(both, 0).getchannel("G").tobytes()
    assert colour.pixels == drawn_by_itself(both, 1).tobytes()


def test_a_file_is_opened_once_for_all_its_pages_and_let_go_with_its_document(monkeypatch: pytest.MonkeyPatch) -> None:
    both = document(paper((9, 9, 9)), paper((200, 9, 12)))
    opened: list[Any] = []
    monkeypatch.setattr(pypdfium2.PdfDocument, "__init__", _counted(pypdfium2.PdfDocument.__init__, opened))
    for number in (1, 2, 1):
        show(both, number, 64)
        places(both, number)
    assert len(opened) == 1
    with pytest.raises(Damaged, match="no page 3"):
        show(both, 3, 64)
    assert len(opened) == 1
    both.close()
    assert opened[0].raw is None
    assert both.file.closed


def _counted(init: object, opened: list[Any]) -> object:
    def wrapped(self: object, *arguments: object, **named: object) -> None:
        opened.append(self)
        init(self, *arguments, **named)  # type: ignore[operator] # the library's own

    return wrapped
