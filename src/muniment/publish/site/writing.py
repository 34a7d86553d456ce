"""Writing a publication's pages: the documents first, page by page, then all that leads to them.

The same values give the same bytes. Nothing is read from anywhere but the values and the templates beside this module.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import BinaryIO, Self

from jinja2 import Environment

from muniment.publish.manifest import PublicationError
from muniment.publish.site import drawings
from muniment.publish.site.naming import address, drawn_file, page_file
from muniment.publish.site.outgoing import Outgoing, PageKey, Wanted
from muniment.publish.site.paging import laid, quotes_on
from muniment.publish.site.pictures import cut_out, settled
from muniment.publish.site.rendering import environment
from muniment.publish.site.telling import Picture, Placed, Telling, ToldFinding
from muniment.publish.site.values import About, GivenDocument, GivenPage, untitled
from muniment.redact.marks import Image, PublishedPage
from muniment.redact.pdf import PdfWriter

CONTENTS = (
    ("index.html", "Findings"),
    ("matrix.html", "Matrix"),
    ("chronology.html", "Chronology"),
    ("lineage.html", "Lineage"),
    ("sources.html", "Sources"),
    ("documents.html", "Documents"),
    ("withheld.html", "Withheld"),
    ("method.html", "Method"),
    ("corrections.html", "Corrections"),
    ("check.html", "Check"),
)
"""What every page leads to."""

NO_REASON = "no reason was given"


@dataclass(frozen=True, slots=True)
class PlacedPage:
    """A page that was written: its number, its file, and why something on it is withheld, once for each place.

    ``language`` is that of the words it shows, "" where they do not tell it.
    """

    number: int
    href: str
    places: tuple[str, ...]
    language: str = ""

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons, each once."""
        return tuple(dict.fromkeys(self.places))


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """A document whose pages were written. ``quotes`` counts the quotes that can be seen on them.

    ``pdf`` is the file of its ``drawn`` pages, which are their numbers, and ``pdf_bytes`` how big it is; "" and 0 where
    no page is drawn.
    """

    name: str
    title: str
    about: str
    of: int
    pages: tuple[PlacedPage, ...] = ()
    quotes: int = 0
    pdf: str = ""
    drawn: tuple[int, ...] = ()
    pdf_bytes: int = 0


@dataclass(frozen=True, slots=True)
class WrittenSite:
    """What was written. ``kept_back`` are permanent names of quotes that are not shown; the site says so of each."""

    findings: int
    placed: tuple[PlacedDocument, ...]
    withheld: int
    kept_back: tuple[str, ...]

    @property
    def documents(self) -> int:
        """How many documents."""
        return len(self.placed)

    @property
    def pages(self) -> int:
        """How many of their pages."""
        return sum(len(one.pages) for one in self.placed)


def write_site(folder: Path, about: About, outgoing: Outgoing, documents: Iterable[GivenDocument]) -> WrittenSite:
    """Write all pages into ``folder``, which is made if need be; proofs, seals and the manifest are others' work.

    Raises ``PublicationError`` if a publication lies there already, or a proof would show what its page does not.
    """
    if (folder / "index.html").exists():
        raise PublicationError(
            "There is a publication in that folder already.", "Name a folder that does not exist yet."
        )
    return _Site(folder, about, outgoing).write(documents)


class _Drawn:
    """The drawn pages of a document as one PDF, written as they come; no file is made where none is drawn."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self.pages: list[int] = []
        self._out: BinaryIO | None = None
        self._writer: PdfWriter | None = None
        self.size = 0

    def __enter__(self) -> Self:
        return self

    def add(self, page: PublishedPage) -> None:
        """Add a page, once though it was read twice."""
        if page.image is None or page.number in self.pages[-1:]:
            return
        if self._writer is None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._out = self._file.open("xb")
            self._writer = PdfWriter(self._out)
        self._writer.add(page.image, page.words)
        self.pages.append(page.number)

    def __exit__(self, *_: object) -> None:
        if self._writer is not None and self._out is not None:
            self._writer.close()
            self.size = self._out.tell()
            self._out.close()


class _Site:
    def __init__(self, folder: Path, about: About, outgoing: Outgoing) -> None:
        self._folder = folder
        self._about = about
        self._out = outgoing
        self._templates: Environment = environment()
        self._places: dict[tuple[str, PageKey], Placed] = {}
        self._pages: set[PageKey] = set()
        self._documents: list[PlacedDocument] = []

    def write(self, documents: Iterable[GivenDocument]) -> WrittenSite:
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "style.css").write_bytes(resources.files(__package__).joinpath("style.css").read_bytes())
        for number, document in enumerate(documents, 1):
            self._documents.append(self._document(number, document))
        telling = Telling(self._out, self._places, frozenset(self._pages))
        findings = list(telling.findings())
        kept_back = tuple(one.name for one in map(telling.quote, self._out.held.quotes.values()) if one.why_not)
        self._front(telling, findings)
        withheld = self._lists(len(kept_back))
        return WrittenSite(len(findings), tuple(self._documents), withheld, kept_back)

    # documents

    def _document(self, number: int, given: GivenDocument) -> PlacedDocument:
        title = given.title or untitled(number)
        name = self._out.names.document(given.original)
        document = PlacedDocument(name, title, given.about, given.of)
        pages, quotes, before = [], set[str](), None
        with _Drawn(self._folder / drawn_file(name)) as drawn:
            for page, after in _with_next(given.pages):
                key = given.original, page.page.number, page.page.kind
                shown = self._page(document, page, key, before, after)
                drawn.add(page.page)
                pages.append(shown)
                quotes |= {one.name for one in self._out.wanted.get(key, ()) if (one.name, key) in self._places}
                before = page
        pdf, numbers = drawn_file(name) if drawn.size else "", tuple(drawn.pages)
        return replace(document, pages=tuple(pages), quotes=len(quotes), pdf=pdf, drawn=numbers, pdf_bytes=drawn.size)

    def _page(
        self,
        document: PlacedDocument,
        given: GivenPage,
        key: PageKey,
        before: GivenPage | None,
        after: GivenPage | None,
    ) -> PlacedPage:
        wanted = self._out.wanted.get(key, ())
        page = given.page
        href = address(document.name, page.number, page.kind.value)
        places = tuple(one.reason or NO_REASON for one in page.withheld)
        if not places and any(not part.is_open for part in page.parts):
            places = (NO_REASON,)
        placed = PlacedPage(page.number, href, places, given.language)
        words = quotes_on(given, wanted)
        self._render(
            "page.html",
            href,
            here="documents.html",
            document=document,
            page=page,
            language=placed.language,
            proof=given.proof.name if given.proof else "",
            picture=self._picture(href, page.image),
            has_pdf=page.image is not None,
            laid=laid(given, [one for one in wanted if one.name in words]),
            reasons=placed.reasons,
            reason=_marked(placed.reasons),
            before=_file(before) if before else "",
            before_number=before.page.number if before else 0,
            after=_file(after) if after else "",
            after_number=after.page.number if after else 0,
        )
        self._pages.add(key)
        for one in wanted:
            if one.name in words:
                self._places[one.name, key] = self._placed(one, words[one.name], given, placed, document)
        return placed

    def _placed(self, one: Wanted, words: str, given: GivenPage, page: PlacedPage, document: PlacedDocument) -> Placed:
        picture = self._cut(one, given)
        proof = given.proof.name if given.proof else ""
        return Placed(words, f"{page.href}#{one.name}", page.number, document.title, proof, picture)

    def _picture(self, href: str, image: Image | None) -> str:
        """Put the picture of a page beside it; the name of its file."""
        if image is None:
            return ""
        path = Path(href).with_suffix(_suffix(image))
        self._put(path.as_posix(), image.data)
        return path.name

    def _cut(self, one: Wanted, given: GivenPage) -> Picture | None:
        image = given.page.image
        cut = cut_out(image, settled(one.boxes, given.page)) if image is not None else None
        if cut is None:
            return None
        href = f"pictures/{one.name}-p{given.page.number}{_suffix(cut.image)}"
        self._put(href, cut.image.data)
        return Picture(href, cut.image.width, cut.image.height, cut.boxes)

    # all that leads to them

    def _front(self, telling: Telling, findings: list[ToldFinding]) -> None:
        self._render("index.html", "index.html", findings=findings, documents=self._documents)
        names = ["", *(one.name for one in findings), ""]
        for at, one in enumerate(findings, 1):
            href = f"findings/{one.name}.html"
            self._render("finding.html", href, here="index.html", one=one, before=names[at - 1], after=names[at + 1])
        pages = {claim.claim.id: f"findings/{one.name}.html" for one in reversed(findings) for claim in one.claims}
        self._render("matrix.html", "matrix.html", table=drawings.table(self._out, pages))
        times = drawings.times(self._out, telling)
        self._render("chronology.html", "chronology.html", times=times, width=drawings.WIDTH, head=drawings.HEAD)
        self._render("lineage.html", "lineage.html", tree=drawings.tree(self._out), sizes=drawings.SIZES)
        self._render("sources.html", "sources.html", sources=list(telling.sources()))

    def _lists(self, kept_back: int) -> int:
        """Write the pages that are lists or texts; how many places are withheld."""
        self._render("documents.html", "documents.html", documents=self._documents)
        withheld = [(one, page) for one in self._documents for page in one.pages if page.places]
        counts = Counter(reason for _, page in withheld for reason in page.places)
        reasons = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
        total = sum(counts.values())
        partly = [one for one in self._documents if one.of > len(one.pages)]
        self._render(
            "withheld.html",
            "withheld.html",
            withheld=withheld,
            reasons=reasons,
            total=total,
            partly=partly,
            kept_back=kept_back,
        )
        for name in ("method.html", "corrections.html", "check.html"):
            self._render(name, name)
        return total

    def _render(self, template: str, href: str, here: str = "", **values: object) -> None:
        up = "../" * href.count("/")
        text = self._templates.get_template(template).render(
            about=self._about, contents=CONTENTS, here=here or href, up=up, **values
        )
        self._put(href, text.encode())

    def _put(self, href: str, data: bytes) -> None:
        path = self._folder / href
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def _file(given: GivenPage) -> str:
    return page_file(given.page.number, given.page.kind.value)


def _suffix(image: Image) -> str:
    return ".jpg" if image.media_type == "image/jpeg" else ".png"


def _marked(reasons: tuple[str, ...]) -> str:
    """What stands in the place of withheld words."""
    named = [one for one in reasons if one != NO_REASON]
    return "withheld: " + ", or ".join(named) if named else "withheld"


def _with_next(pages: Iterable[GivenPage]) -> Iterator[tuple[GivenPage, GivenPage | None]]:
    """Each page with the one that follows it; no more than two are in memory."""
    before: GivenPage | None = None
    for one in pages:
        if before is not None:
            yield before, one
        before = one
    if before is not None:
        yield before, None
