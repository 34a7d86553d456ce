"""The folder that is written: what is in it, what is not, and that a checker holds it to be true."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.unit.publish import small_publication
from tests.unit.publish.site.example import (
    DIRECTIVE,
    KEY,
    REVIEW,
    SHEET,
    Example,
    Publication,
    original_of,
    reviewed,
    scales_of,
)

from muniment.evidence.held import Held
from muniment.evidence.records import Kind, Quote, Record, Source
from muniment.model import PageKind
from muniment.publish.check import check
from muniment.publish.manifest import About as ManifestAbout
from muniment.publish.manifest import PublicationError, write_manifest
from muniment.publish.proof import Extent, Span, page_proof
from muniment.publish.site.outgoing import going_out
from muniment.publish.site.rendering import sized
from muniment.publish.site.values import GivenPage
from muniment.publish.site.writing import WrittenSite, write_site
from muniment.redact.marks import Cover, Mode, PageSource
from muniment.redact.paper import burn_text

OTHERS = {"verify.html", "verify.py", "verify.js"}


class Links(HTMLParser):
    """Ids, links and attributes of a page; ``scripts`` are all ways to run one or to style in line."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[str] = []
        self.forbidden: list[str] = []
        self.images_without_words = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.links += [value for name, value in attrs if name in {"href", "src"} and value]
        self.headings += [tag] if tag in {"h1", "h2", "h3"} else []
        self.images_without_words += tag == "img" and not values.get("alt")
        if tag in {"script", "iframe", "object", "embed", "form", "style"} or any(
            name == "style" or name.startswith("on") for name in values
        ):
            self.forbidden.append(tag)


def publish(folder: Path, made: Publication | None = None, **about: object) -> WrittenSite:
    made = made or Publication()
    documents = list(made.documents())
    written = write_site(folder, made.about(**about), made.out, documents)
    small_publication.put(folder, {made.cache.seal.path: made.cache.seal.data})
    proofs = [page.proof for one in documents for page in one.pages if page.proof]
    small_publication.put(folder, {proof.path: proof.data for proof in proofs})
    told = ManifestAbout("learning-halls", made.cache.name, "2031-09-20T09:00:00.000+00:00", "m", [made.cache.seal.key])
    write_manifest(folder, told, KEY)
    return written


@pytest.fixture(scope="module")
def covered() -> Publication:
    """With a line of the directive withheld, a line of a report, and a column of a sheet."""
    example = Example()
    words = "described double locks and roll calls by number"
    at = example.text(REVIEW).index(words)
    order = (
        example.text(DIRECTIVE).index("学习期限不少于一年") if "学习期限不少于一年" in example.text(DIRECTIVE) else 0
    )
    return Publication(
        {
            REVIEW: [Cover(((at + 3, at + 9),), reason="could tell who spoke to us")],
            DIRECTIVE: [Cover(((order, order + 3),), reason="names a person who is at risk")],
            SHEET: [Cover(columns=(0,), reason="names of staff")],
        }
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, covered: Publication) -> Path:
    folder = tmp_path_factory.mktemp("site") / "publication"
    publish(folder, covered)
    return folder


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.html")):
        if path.name not in OTHERS:
            yield path, path.read_text("utf-8")


def texts(folder: Path) -> str:
    return "".join(text for _, text in pages(folder))


def test_a_checker_holds_all_that_is_shown_to_be_proved(folder: Path) -> None:
    found = check(folder)
    assert found.faults == []
    assert found.checked["pages"] == len(list(folder.rglob("page-1.html")))
    assert found.checked["quotes"] > 10


def test_a_checker_finds_a_changed_word_of_a_page_and_of_a_quote(tmp_path: Path) -> None:
    publish(tmp_path / "p")
    for path in [*(tmp_path / "p" / "findings").iterdir(), *(tmp_path / "p").rglob("page-1.html")]:
        text = path.read_text("utf-8")
        if "double-locked doors" in text:
            path.write_text(text.replace("double-locked doors", "open doors"), "utf-8")
    (tmp_path / "p" / "manifest.json").unlink()
    (tmp_path / "p" / "manifest.sig").unlink()
    write_manifest(tmp_path / "p", ManifestAbout("x", "example", "2031", "m", [Publication().cache.seal.key]), KEY)
    kinds = {fault.kind for fault in check(tmp_path / "p").faults}
    assert kinds == {"quote", "page"}


def test_every_link_leads_somewhere_and_ids_are_there_once(folder: Path) -> None:
    ids = {path: Links(text).ids for path, text in pages(folder)}
    for path, found in ids.items():
        assert len(found) == len(set(found)), path
    for path, text in pages(folder):
        for link in Links(text).links:
            assert not re.match(r"[a-z]+:|//|/", link), link
            target, _, anchor = link.partition("#")
            there = (path.parent / unquote(target)).resolve() if target else path
            assert there.is_file(), (path, link)
            assert not anchor or anchor in ids[there], (path, link)


def test_no_page_has_a_script_or_a_style_of_its_own_and_each_has_one_heading(folder: Path) -> None:
    for path, text in pages(folder):
        found = Links(text)
        assert not found.forbidden, path
        assert found.headings.count("h1") == 1, path
        assert not found.images_without_words, path
        assert "default-src 'none'" in text
        assert '<html lang="en">' in text
        assert 'class="skip"' in text


def test_the_same_values_give_the_same_bytes(folder: Path, covered: Publication, tmp_path: Path) -> None:
    publish(tmp_path / "again", covered)
    digests = [
        {
            path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in root.rglob("*")
            if path.is_file()
        }
        for root in (folder, tmp_path / "again")
    ]
    assert digests[0] == digests[1]


def test_a_finding_says_what_was_counted_and_what_speaks_against_it(folder: Path) -> None:
    front = (folder / "index.html").read_text("utf-8")
    assert "8 reports, 2 independent sources" in front
    finding = "".join(path.read_text("utf-8") for path in (folder / "findings").iterdir())
    assert "An order that lifts the locks; a hall that reports having none" in finding
    assert "Both keep to the same talking points" in finding
    assert "Halls must strictly prevent learners from leaving" in finding
    assert 'lang="zh"' in finding


def test_a_quote_of_which_a_part_is_withheld_is_not_shown_and_its_translation_neither(folder: Path) -> None:
    everything = texts(folder)
    assert "described double locks" not in everything
    assert "These words are not shown: part of what they say is withheld." in everything
    assert "could tell who spoke to us" in (folder / "withheld.html").read_text("utf-8")


def test_pages_that_are_not_published_are_said_to_be_missing_and_show_nothing(tmp_path: Path) -> None:
    made = Publication()
    written = write_site(tmp_path / "p", made.about(), made.out, [])
    assert written.pages == 0
    assert len(written.kept_back) == len(made.out.held.quotes)
    everything = texts(tmp_path / "p")
    assert "双锁" not in everything
    assert "double-locked without" not in everything
    assert "Halls must strictly prevent" not in everything
    assert "not part of this publication" in everything


def test_nothing_is_written_over_a_publication(folder: Path, covered: Publication) -> None:
    with pytest.raises(PublicationError, match="already"):
        write_site(folder, covered.about(), covered.out, [])


def test_a_proof_that_shows_what_the_page_covers_is_refused(tmp_path: Path, covered: Publication) -> None:
    documents = list(covered.documents())
    at = covered.paths.index(REVIEW)
    page = next(iter(documents[at].pages)).page
    proof = page_proof("d1-p1", covered.cache.page(at, 0))
    with pytest.raises(PublicationError, match="shows words that the page does not"):
        write_site(
            tmp_path / "p", covered.about(), covered.out, [replace(documents[at], pages=[GivenPage(page, proof)])]
        )


def test_words_beside_a_gap_are_shown_only_where_the_page_shows_them_too(tmp_path: Path) -> None:
    made = Publication()
    at = made.paths.index(REVIEW)
    text = made.texts[at].text
    span = Span(text.index("double locks"), text.index("double locks") + 6)
    source = PageSource(1, PageKind.TEXT, text, (), (Cover(((span.start, span.end),), reason="a reason"),))
    proof = page_proof(made.out.names.page(original_of(REVIEW), 1), made.cache.page(at, 0), [span], (), Extent.WORDS)
    whole = list(made.documents())[at]
    lines = replace(whole, pages=[GivenPage(burn_text(source), proof)])
    with pytest.raises(PublicationError, match="shows words that the page does not"):
        write_site(tmp_path / "lines", made.about(), made.out, [lines])
    words = replace(whole, pages=[GivenPage(burn_text(source, Mode.GRID), proof)])
    write_site(tmp_path / "words", made.about(), made.out, [words])
    page = next((tmp_path / "words").rglob("page-1.html")).read_text("utf-8")
    assert re.search(r"described <span[^>]*data-withheld>withheld: a reason</span>locks and roll calls", page)


def test_a_page_without_a_proof_says_so(tmp_path: Path) -> None:
    made = Publication()
    bare = [replace(one, pages=[GivenPage(page.page) for page in one.pages]) for one in made.documents()]
    written = write_site(tmp_path / "p", made.about(), made.out, bare)
    assert not written.kept_back
    everything = texts(tmp_path / "p")
    assert "data-page" not in everything
    assert "data-quote" not in everything
    assert "These words carry no proof." in everything
    assert "双锁管理" in everything


def test_only_findings_that_a_second_person_reviewed_go_out() -> None:
    held = Example().held()
    assert not going_out(scales_of(held), b"s").held.findings
    signed = reviewed(held)
    assert list(going_out(scales_of(signed), b"s").held.findings) == ["locked-doors", "boarding-school", "locked-in"]
    changed = dict(signed.claims) | {"double-locks": replace(signed.claims["double-locks"], text="Doors are locked.")}
    later = Held({**signed.by_kind, Kind.CLAIM: changed})
    assert list(going_out(scales_of(later), b"s").held.findings) == ["boarding-school"]
    assert list(going_out(scales_of(signed), b"s", findings=["locked-doors"]).held.claims) == ["double-locks"]
    assert not going_out(scales_of(signed), b"s", findings=["another"]).held.findings


def test_names_are_permanent_and_tell_nothing_of_ids(folder: Path, covered: Publication) -> None:
    assert covered.out.names.of("quote", "q-1") == Publication().out.names.of("quote", "q-1")
    for part in [path.relative_to(folder).as_posix() for path in folder.rglob("*")]:
        assert "locked" not in part
    assert not re.search(r'id="[^"]*(?:former-learners|article-13|spokesman)', texts(folder))


@pytest.mark.parametrize(
    "word", ["REVIEWER", "REASON of a step", "NOTE", "READER", "PREFIX", "SUFFIX", "leak/", "researcher of"]
)
def test_what_is_for_ourselves_stays(folder: Path, word: str) -> None:
    assert word not in texts(folder)


def test_translators_are_named_if_that_is_asked_for(tmp_path: Path) -> None:
    publish(tmp_path / "p", Publication(names_translators=True))
    assert "the researcher of the example" in texts(tmp_path / "p")


def test_originals_are_not_told_by_their_hashes(folder: Path, covered: Publication) -> None:
    everything = texts(folder)
    assert not any(original_of(path)[:12] in everything for path in covered.paths)


SECRETS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=20).map(
    lambda text: f"zq{text}qz"
)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(hidden=SECRETS)
def test_no_field_that_is_not_meant_to_go_out_is_in_the_folder(
    tmp_path_factory: pytest.TempPathFactory, hidden: str
) -> None:
    held = Example().held()
    tables = {
        kind: {one: _tainted(record, hidden) for one, record in table.items()} for kind, table in held.by_kind.items()
    }
    made = Publication(held=reviewed(Held(tables)))
    folder = tmp_path_factory.mktemp("p") / "publication"
    write_site(folder, made.about(), made.out, made.documents())
    for path in folder.rglob("*"):
        assert "zq" not in path.name
        if path.suffix == ".html":
            assert "zq" not in path.read_text("utf-8")


def _tainted(record: Record, hidden: str) -> Record:
    """The record with ``hidden`` in every field that stays in the case."""
    fields: dict[str, Any] = {
        name: hidden for name in ("note", "path", "reader", "suggestion") if hasattr(record, name)
    }
    if isinstance(record, Source):
        fields["folders"] = (hidden,)
    if isinstance(record, Quote):
        fields["translations"] = tuple(replace(one, by=hidden) for one in record.translations)
        fields["spans"] = tuple(replace(one, prefix=hidden, suffix=hidden) for one in record.spans)
    return replace(record, **fields)


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(max_size=60))
def test_hostile_titles_open_no_element(tmp_path_factory: pytest.TempPathFactory, title: str) -> None:
    made = Publication()
    folder = tmp_path_factory.mktemp("p") / "publication"
    about = made.about(title=f"<script>alert(1)</script><img src=x onerror=alert(1)>{title}")
    write_site(folder, about, made.out, [])
    for _, text in pages(folder):
        assert not Links(text).forbidden


def test_where_covers_are_as_wide_as_what_they_cover_readers_are_told(covered: Publication, tmp_path: Path) -> None:
    publish(tmp_path / "lines", covered)
    publish(tmp_path / "words", covered, tells_lengths=True)
    assert "how long it was, cannot be told" in texts(tmp_path / "lines")
    assert "cannot be told" not in texts(tmp_path / "words")
    assert "about how long it was can be guessed" in texts(tmp_path / "words")
    assert "a band is about as wide as what it covers" in texts(tmp_path / "words")


def test_drawn_pages_are_linked_as_one_pdf_of_a_size_that_is_told(covered: Publication, tmp_path: Path) -> None:
    written = publish(tmp_path / "p", covered, tables=("quotes",))
    [drawn] = [one for one in written.placed if one.pdf]
    assert (drawn.title, drawn.drawn) == ("Directive no. 12", (1,))
    data = (tmp_path / "p" / drawn.pdf).read_bytes()
    assert data.startswith(b"%PDF-")
    assert drawn.pdf_bytes == len(data)
    listed = (tmp_path / "p" / "documents.html").read_text("utf-8")
    assert (
        f'<a href="{drawn.pdf}" type="application/pdf">The pages as PDF</a> <span>({sized(len(data))})</span>' in listed
    )
    assert 'href="data/quotes.csv"' in (tmp_path / "p" / "method.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("count", "says"), [(0, "1 KB"), (1_499, "1 KB"), (999_499, "999 KB"), (999_500, "1.0 MB"), (12_340_000, "12.3 MB")]
)
def test_sizes_are_told_as_people_say_them(count: int, says: str) -> None:
    assert sized(count) == says
