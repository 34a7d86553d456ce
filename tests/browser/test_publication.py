"""The folder in a real browser, from disk: no request elsewhere, no complaint, on a phone, in the dark and on paper."""

from io import BytesIO
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from tests.unit.publish.site.example import DIRECTIVE, REVIEW, Example, Publication, original_of
from tests.unit.publish.site.test_site import OTHERS, publish

from muniment.redact.marks import Cover

PHONE, DESK = 390, 1200


@pytest.fixture(scope="module")
def made() -> Publication:
    at = Example().text(REVIEW).index("described double locks")
    return Publication({REVIEW: [Cover(((at, at + 9),), reason="could tell who spoke to us")]})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, made: Publication) -> Path:
    folder = tmp_path_factory.mktemp("site") / "a stick" / "publication"
    publish(folder, made)
    return folder


def _pages(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.rglob("*.html")) if path.name not in OTHERS]
    return [path for path in found if path.parent.name != "documents"]


def _tab(chromium: Browser, width: int, **more: str) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False, **more)  # type: ignore[arg-type]  # playwright types each option
    return context.new_page()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_every_page_opens_from_disk_without_a_complaint_or_a_request(
    chromium: Browser, folder: Path, width: int
) -> None:
    said, asked = list[str](), list[str]()
    tab = chromium.new_page(viewport={"width": width, "height": 800})
    tab.on("console", lambda message: said.append(message.text))
    tab.on("pageerror", lambda error: said.append(str(error)))
    tab.on("requestfailed", lambda request: said.append(request.url))
    tab.on("request", lambda request: asked.append(request.url))
    for path in _pages(folder):
        tab.goto(path.as_uri())
        assert tab.evaluate("document.documentElement.scrollWidth") <= width, path
        assert tab.evaluate("getComputedStyle(document.body).margin") == "0px"
        broken = "[...document.images].filter(one => !one.complete || !one.naturalWidth).length"
        assert tab.evaluate(broken) == 0, path
    tab.close()
    assert not said
    assert all(url.startswith(folder.as_uri()) for url in asked)


def test_a_reader_without_scripts_goes_from_a_finding_to_the_words_on_the_page(
    chromium: Browser, folder: Path, made: Publication
) -> None:
    tab = _tab(chromium, PHONE)
    tab.goto((folder / "index.html").as_uri())
    tab.get_by_role("link", name="A directive of March 2031 orders").click()
    tab.get_by_role("link", name="Directive no. 12, page 1").first.click()
    assert made.out.names.document(original_of(DIRECTIVE)) in tab.url
    marked = tab.locator("mark:target")
    assert marked.inner_text() == "各学堂必须严防学员擅自离开。宿舍门、楼层门、院门实行双锁管理"
    assert tab.locator("h1").inner_text() == "Page 1 of 9"
    tab.get_by_role("link", name="Withheld", exact=True).click()
    assert "could tell who spoke to us" in tab.locator("main").inner_text()
    tab.context.close()


def test_it_is_dark_where_the_reader_likes_it_dark(chromium: Browser, folder: Path) -> None:
    brightness = {}
    for scheme in ("light", "dark"):
        tab = _tab(chromium, DESK, color_scheme=scheme)
        tab.goto((folder / "index.html").as_uri())
        picture = Image.open(BytesIO(tab.screenshot())).convert("L")
        brightness[scheme] = picture.tobytes()[400 * picture.width + 5]
        tab.context.close()
    assert brightness["light"] > 230
    assert brightness["dark"] < 40


def test_pages_print_on_paper(chromium: Browser, folder: Path, made: Publication, tmp_path: Path) -> None:
    tab = chromium.new_page()
    finding = next((folder / "findings").iterdir())
    page = folder / "documents" / made.out.names.document(original_of(DIRECTIVE)) / "page-1.html"
    told = (folder / "index.html", "2 independent sources"), (finding, "Looked for and not found"), (page, "of 9")
    for path, words in told:
        tab.goto(path.as_uri())
        tab.pdf(path=tmp_path / "paper.pdf", format="A4")
        document = pypdfium2.PdfDocument(tmp_path / "paper.pdf")
        assert words in document[0].get_textpage().get_text_range()
        assert "All pages" not in document[0].get_textpage().get_text_range()
    pictures = [one for one in document[0].get_objects() if one.type == pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]
    assert pictures, "the picture of a page stands on the sheet on which its title does"
    tab.close()
