"""Single pages: hostile and unusual words, quotes that run on, sheets, and what a checker makes of them."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.publish.site.example import KEY, SECRET
from tests.unit.publish.small_publication import Cache, put

from muniment.evidence.held import Held
from muniment.evidence.records import Bearing, Claim, Evidence, Finding, Kind, Quote, Record, Review, Span, Step, Weight
from muniment.evidence.review import before, digest_of, signed
from muniment.evidence.weighing import Scales
from muniment.model import PageKind
from muniment.preserve.words import PageText
from muniment.publish.check import Checked, check
from muniment.publish.check_pages import plain, shown_in
from muniment.publish.manifest import About as ManifestAbout
from muniment.publish.manifest import write_manifest
from muniment.publish.proof import QuoteToShow, page_proof
from muniment.publish.proof import Span as Run
from muniment.publish.site.naming import label_told
from muniment.publish.site.outgoing import Outgoing, going_out
from muniment.publish.site.values import About, Edition, GivenDocument, GivenPage
from muniment.publish.site.writing import write_site
from muniment.redact.marks import Cover, PageSource
from muniment.redact.paper import burn_text

ORIGINAL = "ab" * 32
ABOUT = About("p", "A title", (Edition(1, "2031-09-01"),))


def evidence(*spans: Span) -> Outgoing:
    """One finding that rests on one quote."""
    tables: dict[Kind, dict[str, Record]] = {
        Kind.QUOTE: {"q": Quote("q", ORIGINAL, spans)},
        Kind.CLAIM: {"c": Claim("c", "It rained.")},
        Kind.EVIDENCE: {"e": Evidence("e", "c", "q", Bearing.SUPPORTS, Weight.HEARSAY)},
        Kind.FINDING: {"f": Finding("f", "c", "It rained.", "It may have stopped.", "Sun.", nothing_against=True)},
    }
    scales = Scales(Held(tables), {})
    digest = digest_of(before(scales, scales.held.findings["f"]), scales)
    step = signed(Review("f.1", "f", Step.REVIEWED, "P", "2031-08-01T10:00:00Z", digest), KEY)
    return going_out(Scales(Held({**tables, Kind.REVIEW: {step.id: step}}), {}), SECRET)


def published(folder: Path, texts: list[str], out: Outgoing, covers: tuple[Cover, ...] = ()) -> Checked:
    """A document with these pages, proved, written and checked."""
    cache = Cache("c", [[PageText(at, "text", text) for at, text in enumerate(texts, 1)]], KEY)
    pages = []
    for at, text in enumerate(texts):
        page = burn_text(PageSource(at + 1, PageKind.TEXT, text, (), covers))
        withheld = [Run(one.start, one.end) for one in page.parts if not one.is_open]
        wanted = out.wanted.get((ORIGINAL, at + 1, PageKind.TEXT), ())
        quotes = [QuoteToShow(one.name, Run(one.start, one.end)) for one in wanted]
        proof = page_proof(out.names.page(ORIGINAL, at + 1), cache.page(0, at), withheld, quotes)
        put(folder, {proof.path: proof.data})
        pages.append(GivenPage(page, proof))
    write_site(folder, ABOUT, out, [GivenDocument(ORIGINAL, iter(pages))])
    put(folder, {cache.seal.path: cache.seal.data})
    write_manifest(folder, ManifestAbout("p", "c", "2031", "m", [cache.seal.key]), KEY)
    return check(folder)


def page_of(folder: Path, number: int) -> str:
    return next(folder.rglob(f"page-{number}.html")).read_text("utf-8")


def test_a_quote_that_runs_on_over_a_page_is_shown_in_one_and_proved_on_both(tmp_path: Path) -> None:
    out = evidence(Span(1, "doors are", start=4, end=13), Span(2, "locked twice", start=0, end=12))
    found = published(tmp_path, ["The doors are", "locked twice.\n"], out)
    assert found.faults == []
    assert found.checked["quotes"] == 2
    finding = next((tmp_path / "findings").iterdir()).read_text("utf-8")
    shown = shown_in(finding).quotes
    assert [plain(one.text) for one in shown] == ["doors arelocked twice"]
    assert "[next page]" in finding
    assert 'rel="next" href="page-2.html"' in page_of(tmp_path, 1)
    assert 'rel="prev" href="page-1.html"' in page_of(tmp_path, 2)


def test_what_runs_from_right_to_left_and_what_looks_like_html_stays_text(tmp_path: Path) -> None:
    text = "ئىشىك قۇلۇپلانسۇن\n<script>alert(1)</script> & </p></div>\n\u202eevil\u0000\u0007 words\r\nend"
    exact = "<script>alert(1)</script> & </p>"
    start = text.index(exact)
    out = evidence(Span(1, exact, start=start, end=start + len(exact)))
    assert published(tmp_path, [text], out).faults == []
    page = page_of(tmp_path, 1)
    assert "<script" not in page
    assert '<p dir="auto"><span data-stretch="0">ئىشىك' in page
    assert "\0" not in page


def test_the_rows_of_a_sheet_are_proved_cell_by_cell_and_a_covered_row_is_not_shown(tmp_path: Path) -> None:
    text = "gate\tlock\tkept by\nnorth\ttwo\tA. Example\nsouth\tone\tB. Example\n"
    out = evidence(Span(1, "two", start=text.index("two"), end=text.index("two") + 3))
    found = published(tmp_path / "whole", [text], out)
    assert found.faults == []
    assert "<td" in page_of(tmp_path / "whole", 1)
    covered = published(tmp_path / "row", [text], evidence(), (Cover(rows=(2,), reason="a name"),))
    assert covered.faults == []
    page = page_of(tmp_path / "row", 1)
    assert "B. Example" not in page
    assert "A. Example" in page
    assert "withheld: a name" in page


@settings(max_examples=10, deadline=None)
@given(text=st.text(st.characters(codec="utf-8"), min_size=1, max_size=120), data=st.data())
def test_any_page_however_covered_is_as_its_proof_says(
    tmp_path_factory: pytest.TempPathFactory, text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    covers = (Cover(((start, end),), reason="a reason"),) if data.draw(st.booleans()) else ()
    folder = tmp_path_factory.mktemp("any") / "p"
    found = published(folder, [text], evidence(), covers)
    assert found.faults == []


NAMED = ("Wilhelmina Featherstonehaugh of the example", "گۈلنار ئابدۇرەھىم ئۆزىنىڭ ئۆيىدە", "王示例示例示例示例示例")


@pytest.mark.parametrize(
    ("left", "language"),
    [("No. 7\n", ""), ("The doors were locked before the lessons of the morning began.\n", "en")],
)
def test_the_language_of_a_page_is_told_by_the_words_left_on_it(tmp_path: Path, left: str, language: str) -> None:
    quote = Span(1, left.strip(), start=0, end=len(left.strip()))
    sites = []
    for at, name in enumerate(NAMED):
        text, folder = f"{left}{name}\n", tmp_path / str(at)
        published(folder, [text], evidence(quote), (Cover(((len(left), len(text)),), reason="a witness"),))
        sites.append([file.read_text("utf-8") for file in sorted(folder.rglob("*.html"))])
        words = re.search(r'<div class="words" data-page="[^"]*"( lang="(?P<language>[a-z]+)")?>', page_of(folder, 1))
        assert words is not None
        assert (words["language"] or "") == language
    assert sites[0] == sites[1] == sites[2]


@pytest.mark.parametrize(
    ("label", "told"),
    [
        ("Ann Example, rows 1-50", "rows 1-50"),
        ("Ann (hidden), row 7, notes", "row 7"),
        ("rows 51-99", "rows 51-99"),
        ("slide 3", "slide 3"),
        ("xiv", "xiv"),
        ("What Ann said", ""),
        ("Ann-3", ""),
        ("", ""),
    ],
)
def test_of_a_label_only_numbers_go_out(label: str, told: str) -> None:
    assert label_told(label) == told
