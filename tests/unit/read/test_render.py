import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from muniment.limits import Limits
from muniment.read.reader import Damaged, Document, Unsupported
from muniment.read.render import render


def pdf(width: float, height: float) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page(page_size=(width, height))
        made.pages[0].contents_add(b"0 g 0 0 %d %d re f" % (width / 2, height))
        made.save(out)
    return out.getvalue()


def document(content: bytes, media_type: str, scratch: Path, limits: Limits | None = None) -> Document:
    return Document(io.BytesIO(content), len(content), "", media_type, scratch, (), limits or Limits())


def test_a_page_is_drawn_at_the_resolution_asked_for(tmp_path: Path) -> None:
    picture = render(document(pdf(612, 792), "application/pdf", tmp_path), 1, 150)
    assert (picture.width, picture.channels) == (1275, 1)
    assert picture.height == pytest.approx(1650, abs=1)
    row = picture.pixels[: picture.width]
    assert (row[10], row[-10]) == (0, 255)


def test_an_enormous_page_is_drawn_coarser_instead_of_refused(tmp_path: Path) -> None:
    picture = render(document(pdf(14000, 14000), "application/pdf", tmp_path, Limits(render_pixels=250_000)), 1, 200)
    assert 200_000 < picture.width * picture.height <= 252_000


def test_a_scan_on_a_page_that_claims_to_be_tiny_keeps_its_detail(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("L", (1200, 1600), 99).save(out, "PDF", resolution=1200)
    picture = render(document(out.getvalue(), "application/pdf", tmp_path), 1, 150)
    assert picture.height > 1500


def test_a_page_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(Damaged, match="no page 2"):
        render(document(pdf(100, 100), "application/pdf", tmp_path), 2, 100)


def test_other_kinds_of_file_are_not_drawn(tmp_path: Path) -> None:
    with pytest.raises(Unsupported):
        render(document(b"words", "text/plain", tmp_path), 1, 100)
