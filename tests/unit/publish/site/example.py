"""The evidence of the example case over pages made of plain lines, sealed, covered and ready to be published."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image as Pillow
from PIL import ImageDraw, ImageFont
from tests.unit.publish.small_publication import Cache, secret

from muniment.evidence import records
from muniment.evidence.held import Held
from muniment.evidence.records import UNKNOWN, Kind, Record, derivation_id, kind_of
from muniment.evidence.review import before, digest_of, signed
from muniment.evidence.weighing import Scales
from muniment.model import PageKind, Word
from muniment.preserve.words import PageText
from muniment.publish.manifest import Correction
from muniment.publish.proof import QuoteToShow, Span, page_proof
from muniment.publish.site.outgoing import Outgoing, going_out
from muniment.publish.site.values import About, Edition, GivenDocument, GivenPage, Seal
from muniment.redact.burning import burn_drawn, parts_of, shown_words
from muniment.redact.image import encoded
from muniment.redact.marks import Cover, Form, PageSource, PublishedPage
from muniment.redact.paper import burn_text

KEY = Ed25519PrivateKey.from_private_bytes(secret("a reviewer"))
SECRET = secret("names")
DIRECTIVE = "leak/01 directive/塔学堂发〔2031〕12号.pdf"
REVIEW = "leak/05 press/2031-06-09 Quillon Review.html"
SHEET = "leak/07 archives/backup_2031-05.zip/hall_KL-05.tar.gz/hall_KL-05.tar/KL-05/duty_log_KL-05.csv"
CJK = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc")


class Example:
    """Records made of the file, and the text of a page for each document that it names."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = {}
        self.records: dict[Kind, dict[str, Record]] = {}
        self._languages: dict[str, str] = {}
        data = yaml.safe_load(resources.files("muniment.demo").joinpath("evidence.yaml").read_text("utf-8"))
        self._quotes = {one["id"]: one for one in data["quotes"]}
        for one in data["actors"]:
            names = tuple(records.Name(**({"text": each} if isinstance(each, str) else each)) for each in one["names"])
            roles = tuple(
                records.Role(**{key: str(value) for key, value in each.items()}) for each in one.get("roles", ())
            )
            self._add(records.Actor(one["id"], records.ActorKind(one["kind"]), names, roles, "NOTE of an actor"))
        for one in data["sources"]:
            self._source(one)
        for one in data["claims"]:
            self._claim(one, "")
        for one in data["statements"]:
            self._statement(one)
        for one in data["events"]:
            self._event(one)
        for one in data["findings"]:
            self._add(records.Finding(**one, note="NOTE of a finding"))
        self._add(
            records.Finding(
                "locked-in",
                "locked-in",
                "Learners were locked in, and the locks were taken off for a day on which journalists came.",
                "What one hall did is not shown for the others.",
                "A hall without locks.",
                "The state says that its halls have none.",
            )
        )

    def _add(self, record: Record) -> None:
        self.records.setdefault(kind_of(record), {})[record.id] = record

    def _source(self, one: Mapping[str, Any]) -> None:
        published, documents = str(one.get("published", "")), tuple(map(original_of, one.get("documents", ())))
        folders = tuple(one.get("folders", ()))
        kind = records.SourceKind(one["kind"])
        self._add(
            records.Source(
                one["id"],
                kind,
                one["title"],
                (),
                one.get("actor", ""),
                published,
                documents,
                folders,
                note="NOTE " + one.get("note", ""),
            )
        )
        for link in one.get("derives_from", ()):
            parent = link.get("source", UNKNOWN)
            made = derivation_id(one["id"], parent)
            self._add(records.Derivation(made, one["id"], parent, how=link.get("how", ""), note="NOTE of a link"))

    def _quote(self, what: Any) -> str:
        if isinstance(what, str):
            return self._quote(self._quotes[what]) if what not in self.records.get(Kind.QUOTE, {}) else what
        document, words = what["document"], what["words"]
        quote_id = what.get("id") or f"q-{len(self.records.get(Kind.QUOTE, {}))}"
        lines = self.lines.setdefault(document, [])
        if words not in lines:
            lines.append(words)
        translations = tuple(records.Translation(**one) for one in what.get("translations", ()))
        span = records.Span(1, words, "PREFIX", "SUFFIX")
        self._add(
            records.Quote(
                quote_id,
                original_of(document),
                (span,),
                document,
                "READER 1",
                what.get("language", ""),
                translations,
                "NOTE of a quote",
            )
        )
        return quote_id

    def _claim(self, one: Mapping[str, Any], parent: str) -> None:
        when = str(one.get("when", ""))
        self._add(records.Claim(one["id"], one["text"], one.get("where", ""), when, parent, "NOTE of a claim"))
        for number, each in enumerate(one.get("evidence", ())):
            self._add(
                records.Evidence(
                    f"{one['id']}-{number}",
                    one["id"],
                    self._quote(each["quote"]),
                    records.Bearing(each["bearing"]),
                    records.Weight(each["weight"]),
                    each.get("source", ""),
                    "NOTE of evidence",
                )
            )
        for part in one.get("parts", ()):
            self._claim(part, one["id"])

    def _quotes_of(self, one: Mapping[str, Any]) -> tuple[str, ...]:
        return tuple(map(self._quote, one.get("quotes") or [one["quote"]]))

    def _statement(self, one: Mapping[str, Any]) -> None:
        actors, claims = tuple(one["actors"]), tuple(one.get("claims", ()))
        behalf, date, venue = one.get("on_behalf_of", ""), str(one["date"]), one["venue"]
        act, quotes = records.Act(one["act"]), self._quotes_of(one)
        self._add(records.Statement(one["id"], actors, act, claims, quotes, date, venue, behalf, "NOTE said"))

    def _event(self, one: Mapping[str, Any]) -> None:
        actors, claims = tuple(one.get("actors", ())), tuple(one.get("claims", ()))
        quotes, where = self._quotes_of(one), one.get("where", "")
        self._add(records.Event(one["id"], one["title"], str(one["date"]), where, actors, claims, quotes, "NOTE event"))

    def text(self, document: str) -> str:
        """The page: a heading, the quoted words in lines with others between them."""
        lines = [f"No. {len(document)}", *(line for each in self.lines[document] for line in (each, "And so forth."))]
        if document == SHEET:
            return "".join(f"{at}\t{line}\tKL-05\n" for at, line in enumerate(lines))
        return "\n".join(lines) + "\n"

    def held(self) -> Held:
        """All records, the quotes at their places in the texts."""
        placed = {}
        for quote in self.records[Kind.QUOTE].values():
            assert isinstance(quote, records.Quote)
            text, exact = self.text(quote.path), quote.spans[0].exact
            start = text.index(exact)
            boxes = () if quote.path != DIRECTIVE else (box_of(text.count("\n", 0, start)),)
            span = replace(quote.spans[0], start=start, end=start + len(exact), boxes=boxes)
            placed[quote.id] = replace(quote, spans=(span,))
        return Held({**self.records, Kind.QUOTE: placed})


def original_of(document: str) -> str:
    """The SHA-256 that stands for a document."""
    return hashlib.sha256(document.encode()).hexdigest()


def scales_of(held: Held) -> Scales:
    """With each document in the source that names it, the others in the cache."""
    named = {document: one.id for one in held.sources.values() for document in one.documents}
    return Scales(held, {one.original: named.get(one.original, "cache") for one in held.quotes.values()})


def reviewed(held: Held) -> Held:
    """As ``held``, with its findings reviewed by a second person."""
    scales, steps = scales_of(held), {}
    for one in held.findings.values():
        digest = digest_of(before(scales, one), scales)
        at = "2031-08-01T10:00:00Z"
        step = records.Review(
            f"{one.id}.1", one.id, records.Step.REVIEWED, "REVIEWER", at, digest, 1, "REASON of a step"
        )
        steps[step.id] = signed(step, KEY)
    return Held({**held.by_kind, Kind.REVIEW: steps})


LINE, SIZE = 0.05, (1000, 1400)


def box_of(line: int) -> tuple[float, float, float, float]:
    """Where a line of the drawn page stands."""
    return 0.08, 0.06 + LINE * line, 0.92, 0.06 + LINE * line + 0.03


def drawn(text: str, covers: Sequence[Cover] = ()) -> PublishedPage:
    """A page drawn from its lines and covered."""
    picture = Pillow.new("L", SIZE, 255)
    font = ImageFont.truetype(CJK, 24) if CJK.exists() else ImageFont.load_default(24)
    words, at = [], 0
    for number, line in enumerate(text.splitlines()):
        left, top, right, bottom = box_of(number)
        ImageDraw.Draw(picture).text((left * SIZE[0], top * SIZE[1]), line[:34], fill=0, font=font)
        words.append(Word(at, at + len(line), (left, top, right, bottom), 0.9))
        at += len(line) + 1
    source = PageSource(1, PageKind.TEXT, text, tuple(words), tuple(covers))
    burnt = burn_drawn(np.asarray(picture), source)
    return PublishedPage(
        1,
        PageKind.TEXT,
        Form.DRAWN,
        parts_of(source, burnt.hidden),
        burnt.withheld,
        encoded(burnt.pixels),
        shown_words(burnt.pixels, text, words, burnt.hidden),
    )


@dataclass
class Publication:
    """All that a publication of the example is made of. ``covers`` are by document; ``extra`` are texts added."""

    covers: Mapping[str, Sequence[Cover]] = field(default_factory=dict)
    held: Held = field(default_factory=lambda: reviewed(Example().held()))
    names_translators: bool = False

    def __post_init__(self) -> None:
        self.example = Example()
        self.out: Outgoing = going_out(scales_of(self.held), SECRET, names_translators=self.names_translators)
        paths = {original_of(one): one for one in self.example.lines}
        self.paths = [paths[one] for one in self.out.originals]
        self.texts = [PageText(1, "text", self.example.text(one)) for one in self.paths]
        self.cache = Cache("example", [[one] for one in self.texts], KEY)

    def documents(self) -> Iterator[GivenDocument]:
        """The documents that quotes stand in, each a page."""
        for at, path in enumerate(self.paths):
            covers, text = tuple(self.covers.get(path, ())), self.texts[at].text
            source = PageSource(1, PageKind.TEXT, text, (), covers)
            page = drawn(text, covers) if path == DIRECTIVE else burn_text(source)
            title = {DIRECTIVE: "Directive no. 12", REVIEW: "A report of the Quillon Review"}.get(path, "")
            about = "The order itself, one page of nine, in Chinese." if path == DIRECTIVE else ""
            yield GivenDocument(original_of(path), [self._given(at, page)], title, about, 9 if about else 1)

    def _given(self, at: int, page: PublishedPage) -> GivenPage:
        original = original_of(self.paths[at])
        closed = [(part.start, part.end) for part in page.parts if not part.is_open]
        quotes = [
            QuoteToShow(one.name, Span(one.start, one.end))
            for one in self.out.wanted[original, 1, PageKind.TEXT]
            if not any(start < one.end and one.start < end for start, end in closed)
        ]
        name = self.out.names.page(original, 1)
        withheld = [Span(start, end) for start, end in closed]
        return GivenPage(page, page_proof(name, self.cache.page(at, 0), withheld, quotes))

    def about(self, **more: Any) -> About:
        """What it says of itself."""
        statement = self.cache.seal.statement
        root = statement.split('"root":"', 1)[1].split('"', 1)[0]
        first = Edition(1, "2031-09-01T09:00:00Z", manifest=hashlib.sha256(b"first").hexdigest())
        second = Edition(
            2, "2031-09-20T09:00:00Z", (Correction("2031-09-20T09:00:00Z", "A date was wrong.", "A reader told us."),)
        )
        given = {
            "publication": "learning-halls",
            "title": "Behind double locks",
            "editions": (first, second),
            "key": self.cache.seal.key,
            "seals": (Seal(1, root, "2031-07-20T10:00:00Z"),),
            "lead": "What a leaked directive says of the Learning Halls of Kelmar, and what its author says of it.",
            "publisher": "The Example Desk",
            "contact": "desk@example.org",
            "method": ("A cache of files was taken in, sealed and read by three people over two months.",),
            "limits": ("The cache ends in July 2031, and comes from one office of one province.",),
            "program": "Muniment 0",
        }
        return About(**(given | more))
