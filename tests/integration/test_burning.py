"""Publishing covered pages end to end: drawn in the sandbox, recognised anew, attacked with other people's tools."""

import io
import re
import zlib
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
import pytest
from PIL import Image
from tests.unit.redact import templates as made

from muniment.adapters.case_folder import CaseFolder
from muniment.app.pictures import Pictured
from muniment.app.redact.burning import Burner
from muniment.app.redact.leaks import Looker, look
from muniment.errors import PageNotDrawnError
from muniment.model import PageKind
from muniment.redact.leaks.report import Kind
from muniment.redact.marks import Cover, Form, Mode, PageSource, PublishedPage
from muniment.redact.pdf import write_pdf

NAME = "Wilhelmina Featherstonehaugh"
ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "latin-1", "cp1252")


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> CaseFolder:
    return CaseFolder.create(tmp_path_factory.mktemp("burning") / "case")


@pytest.fixture(scope="module")
def burner(case: CaseFolder) -> Iterator[Burner]:
    with Burner(case, lanes=1) as one:
        yield one


def kept(case: CaseFolder, content: bytes, media_type: str = "application/pdf") -> Pictured:
    originals = case.open_originals()
    originals.prepare()
    incoming = originals.begin()
    incoming.write(content)
    sha256, size = incoming.keep()
    return Pictured(sha256, size, ".pdf", media_type)


def scanned_png(name: str) -> bytes:
    out = io.BytesIO()
    Image.fromarray(made.scan(made.drawn(made.printed(name)))).save(out, "PNG")
    return out.getvalue()


def source(name: str, kind: PageKind) -> PageSource:
    pdf = made.printed(name)
    found = made.placed_words(pdf)
    page = made.line_of_name(PageSource(1, kind, found.text, tuple(found.words)), found.text)
    return page if kind is PageKind.TEXT else made.turned(page, 0.6, 560 / 360)


def as_pdf(pages: list[PublishedPage]) -> bytes:
    out = io.BytesIO()
    write_pdf(pages, out)
    return out.getvalue()


@pytest.fixture(scope="module")
def printed(case: CaseFolder, burner: Burner) -> tuple[PublishedPage, bytes]:
    (page,) = burner.burn(kept(case, made.printed(NAME)), [source(NAME, PageKind.TEXT)])
    return page, as_pdf([page])


def test_scans_are_published_the_same_bit_for_bit_with_words_recognised_anew(case: CaseFolder, burner: Burner) -> None:
    files = set()
    for name in ("Ng", NAME, "گۈلنار ئابدۇرەھىم", "歐陽龘靐"):
        (page,) = burner.burn(kept(case, scanned_png(name), "image/png"), [source(name, PageKind.OCR)])
        assert not any("copied" in note for note in page.notes)
        assert page.image is not None
        assert page.image.media_type == "image/jpeg"
        files.add(as_pdf([page]))
    assert len(files) == 1
    said = [word.text for word in page.words]
    assert {"hall", "clock", "rooms", "guards"} <= set(said)
    assert page.recognised is not None
    assert "guards" in page.recognised
    # The search for leaks need not read the same pixels again: it would tell just what it is told.
    word = said[said.index("guards")]
    with Looker() as looker:
        again, shared = (looker.look(as_pdf([page]), (word,), recognised=one) for one in ({}, {1: page.recognised}))
        lied = looker.look(as_pdf([page]), ("Unheardof",), recognised={1: "the name Unheardof stands there"})
    assert shared == again
    assert [(leak.kind, leak.found) for leak in lied.leaks] == [(Kind.TERM_IN_PICTURE, "Unheardof")]
    assert not {"Room", "Friday,", "gladly."} & set(said)


def test_no_other_tool_finds_the_name(printed: tuple[PublishedPage, bytes]) -> None:
    _, pdf = printed
    plain = [pdf]
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.trailer.keys() == {"/Size", "/Root"}
        assert opened.Root.keys() == {"/Type", "/Pages"}
        for thing in opened.objects:
            plain.append(thing.unparse())
            if isinstance(thing, pikepdf.Stream):
                plain += [thing.read_raw_bytes(), thing.read_bytes(pikepdf.StreamDecodeLevel.generalized)]
    plain += [_inflated(found.group(1)) for found in re.finditer(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)]
    for word in (*NAME.split(), "Friday", "gladly"):
        for encoding in ENCODINGS:
            coded = word.encode(encoding)
            for data in plain:
                assert coded not in data
                assert coded.hex().upper().encode() not in data
    with pypdfium2.PdfDocument(pdf) as opened:
        assert NAME.split(maxsplit=1)[0] not in opened[0].get_textpage().get_text_range()
        assert opened.get_metadata_dict(skip_empty=True) == {}


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return b""


def test_our_own_search_for_leaks_finds_nothing_by_text_or_in_the_pixels(printed: tuple[PublishedPage, bytes]) -> None:
    _, pdf = printed
    report = look(pdf, (NAME, *NAME.split()))
    assert report.leaks == ()
    assert report.notes == ()


def test_pictures_carry_nothing_but_pixels(case: CaseFolder, burner: Burner) -> None:
    photograph = np.random.default_rng(1).integers(0, 255, (300, 400, 3), np.uint8)
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x013B] = NAME
    Image.fromarray(photograph).save(out, "JPEG", exif=exif, comment=NAME.encode(), icc_profile=NAME.encode())
    covers = (Cover(boxes=((0.2, 0.2, 0.5, 0.6),), reason="a face"),)
    page_asked = PageSource(1, PageKind.OCR, "", covers=covers)
    (page,) = burner.burn(kept(case, out.getvalue(), "image/jpeg"), [page_asked], recognise=False)
    assert page.image is not None
    with Image.open(io.BytesIO(page.image.data)) as image:
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive"}
        assert len(image.getexif()) == 0
        spot = np.asarray(image.convert("L").crop((100, 80, 180, 160)))
    assert int(spot.max()) - int(spot.min()) < 16


def test_many_pages_come_in_order_and_the_same_each_time(case: CaseFolder) -> None:
    what = kept(case, made.several_pages(7))
    pages = [PageSource(number, PageKind.TEXT, f"page {number}") for number in range(1, 8)]
    with Burner(case, lanes=2) as two:
        first, second = (list(two.burn(what, pages)) for _ in range(2))
    assert [page.number for page in first] == list(range(1, 8))
    assert as_pdf(first) == as_pdf(second)


def test_two_readings_of_a_page_share_one_covered_picture(case: CaseFolder, burner: Burner) -> None:
    printed = source(NAME, PageKind.TEXT)
    plain = PageSource(1, PageKind.OCR, printed.text, printed.words)
    first, second = burner.burn(kept(case, made.printed(NAME)), [printed, plain], recognise=False)
    assert first.image == second.image
    assert "Room 12" not in "".join(part.text for part in second.parts)


def test_the_preview_of_mode_grid_says_how_many_names_stay_possible(case: CaseFolder, burner: Burner) -> None:
    found = made.placed_words(made.printed("Bo"))
    what = kept(case, made.printed("Bo"))
    (page,) = burner.burn(what, [made.covering(found, "Bo")], Mode.GRID, names=made.LATIN)
    assert page.notes[-1].startswith(f"Of {len(made.LATIN)} names in your list ")


def test_what_has_no_pages_is_set_as_text(case: CaseFolder, burner: Burner) -> None:
    text = PageSource(1, PageKind.TEXT, "one\ntwo", covers=(Cover(((0, 1),)),))
    (page,) = burner.burn(kept(case, b"one\ntwo", "text/plain"), [text])
    assert page.form is Form.TEXT
    assert page.blocks == ((None,), ("two",))


def test_a_page_that_cannot_be_drawn_stops_the_publication(case: CaseFolder, burner: Burner) -> None:
    with pytest.raises(PageNotDrawnError, match="Page 9"):
        list(burner.burn(kept(case, made.printed("Bo")), [PageSource(9, PageKind.TEXT, "")]))
