"""Page pictures: what a child says is believed within bounds only, and the room they take is bounded."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from muniment.adapters.case_folder import CaseFolder
from muniment.app import pictures as module
from muniment.app.pictures import Pictured, Pictures, Size, sweep
from muniment.errors import NotFoundError, PageNotDrawnError
from muniment.limits import Limits
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import NurseryHandle


@pytest.fixture
def canvas() -> Iterator[int]:
    descriptor = os.memfd_create("page")
    yield descriptor
    os.close(descriptor)


def kept(case: CaseFolder, content: bytes, media_type: str = "image/png") -> Pictured:
    originals = case.open_originals()
    originals.prepare()
    incoming = originals.begin()
    incoming.write(content)
    sha256, size = incoming.keep()
    return Pictured(sha256, size, ".png", media_type)


@pytest.fixture
def case(tmp_path: Path) -> CaseFolder:
    return CaseFolder.create(tmp_path / "case")


def test_pixels_become_a_png(canvas: int) -> None:
    os.write(canvas, bytes(range(12)))
    drawn = Image.open(io.BytesIO(module._as_png(wire.Drawn(2, 2, 3), canvas, Limits())))
    assert (drawn.size, drawn.tobytes()) == ((2, 2), bytes(range(12)))


@pytest.mark.parametrize("drawn", [wire.Drawn(3, 2, 3), wire.Drawn(2, 2, 2), wire.Drawn(2**15, 2**15, 1)])
def test_a_child_that_lies_about_its_pixels_is_not_believed(canvas: int, drawn: wire.Drawn) -> None:
    os.write(canvas, bytes(12))
    with pytest.raises(PageNotDrawnError, match="malformed"):
        module._as_png(drawn, canvas, Limits())


@pytest.mark.parametrize(
    "word",
    [
        wire.WordBox(0, 9, (0, 0, 1, 1), 1),
        wire.WordBox(3, 2, (0, 0, 1, 1), 1),
        wire.WordBox(0, 2, (0, 0, float("nan"), 1), 1),
        wire.WordBox(0, 2, (-1, 0, 1, 1), 1),
    ],
)
def test_words_that_stand_nowhere_are_not_believed(word: wire.WordBox) -> None:
    assert not module._is_sound(word, "four")


def test_the_oldest_pictures_go_first(tmp_path: Path) -> None:
    for age, name in enumerate(("new", "old", "older")):
        (tmp_path / name).write_bytes(b"x" * 10)
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    sweep(tmp_path, 25)
    assert {path.name for path in tmp_path.iterdir()} == {"new", "old"}


def test_a_picture_is_drawn_once_and_kept(case: CaseFolder) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    what = kept(case, out.getvalue())
    leftover = case.derived / "helpers-999999999-killed"
    leftover.mkdir()
    service = Pictures(case)
    try:
        first = service.picture(what, 1, Size.PAGE)
        assert Image.open(io.BytesIO(first)).getpixel((5, 5)) == (255, 0, 0)
        with pytest.raises(PageNotDrawnError, match="no frame 2"):
            service.picture(what, 2, Size.PAGE)
    finally:
        service.close()
    assert not leftover.exists()
    assert [path.name for path in case.derived.iterdir()] == ["pictures"]
    again = Pictures(case, start=_must_not_start)
    assert again.picture(what, 1, Size.PAGE) == first


def test_a_page_is_drawn_even_where_no_picture_can_be_kept(case: CaseFolder) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, "PNG")
    what = kept(case, out.getvalue())
    (case.derived / "pictures").write_text("in the way")
    service = Pictures(case)
    try:
        assert Image.open(io.BytesIO(service.picture(what, 1, Size.PAGE))).size
    finally:
        service.close()


def test_what_is_missing_or_of_no_kind_that_is_drawn_is_said(case: CaseFolder) -> None:
    service = Pictures(case, start=_must_not_start)
    with pytest.raises(PageNotDrawnError, match="no pages to draw"):
        service.picture(Pictured("0" * 64, 1, "", "text/plain"), 1, Size.PAGE)
    with pytest.raises(NotFoundError):
        service.picture(Pictured("0" * 64, 1, "", "image/png"), 1, Size.PAGE)


def _must_not_start() -> NurseryHandle:
    raise AssertionError("nothing was to be drawn")
