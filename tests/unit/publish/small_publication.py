"""A small publication made without a ledger: two documents under one seal, some of their words kept back."""

import hashlib
import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from muniment.preserve.cover import HashTree
from muniment.preserve.merkle import leaf_hash
from muniment.preserve.seal import PARTS, Statement, commitment, part_salt, public_bytes, written
from muniment.preserve.words import PageText, page_roots, page_salt, reading_root
from muniment.publish.manifest import About, Correction, SealFile, Written, write_manifest
from muniment.publish.proof import (
    Extent,
    OpenedPart,
    PageProof,
    QuoteToShow,
    SealedLeaf,
    SealedPage,
    ShownStretch,
    Span,
    page_proof,
)

LETTER = [
    PageText(
        1,
        "text",
        "Order no. 12.\nThe gate is to be locked at night. The key is kept by Ada Example, deputy.\nBy order\n",
    ),
    PageText(2, "text", "第一条。门由示例先生看管，不得离开。\nئىشىك قۇلۇپلانسۇن & <b>«now»</b>\n"),
]
MEMO = [PageText(1, "ocr", "Nobody left the hall before noon.\n")]


def secret(name: str) -> bytes:
    """A salt that is the same in every run."""
    return hashlib.sha256(name.encode()).digest()


@dataclass
class Cache:
    """Documents under a seal of their own."""

    name: str = "cache"
    documents: Sequence[Sequence[PageText]] = (LETTER, MEMO)
    key: Ed25519PrivateKey = field(default_factory=lambda: Ed25519PrivateKey.from_private_bytes(secret("a key")))

    def __post_init__(self) -> None:
        self._roots = [reading_root(self._salt(at), pages) for at, pages in enumerate(self.documents)]
        self._tree = HashTree([leaf_hash(b"".join(self._commitments(at))) for at in range(len(self.documents))])
        statement = Statement(
            case=self.name,
            seal=1,
            acquisition=1,
            particulars={},
            leaves=self._tree.size,
            root=self._tree.root().hex(),
            custody={"number": 1, "hash": "0" * 64},
            program="muniment 0",
            sealed="2024-05-03T10:00:00.000+00:00",
            public_key=public_bytes(self.key).hex(),
        ).text()
        self.seal = SealFile(1, statement, self.key.sign(statement.encode()))

    def _salt(self, document: int) -> bytes:
        return secret(f"{self.name} {document}")

    def _values(self, document: int, part: str) -> Mapping[str, object]:
        return {"root": self._roots[document]} if part == "words" else {"about": f"{part} of {document}"}

    def _commitments(self, document: int) -> tuple[bytes, ...]:
        return tuple(commitment(self._salt(document), part, self._values(document, part)) for part in PARTS)

    def page(self, document: int, number: int, opened: Sequence[str] = ("words",)) -> SealedPage:
        salt, pages = self._salt(document), self.documents[document]
        parts = {
            part: OpenedPart(part_salt(salt, part), written(self._values(document, part)).decode()) for part in opened
        }
        cover = tuple(self._tree.cover([document]))
        leaf = SealedLeaf(1, document, self._commitments(document), cover, parts)
        tree = HashTree([leaf_hash(root) for root in page_roots(salt, pages)])
        page = pages[number]
        return SealedPage(leaf, page, page_salt(salt, page), number, tree.size, tuple(tree.cover([number])))


def span_of(page: PageText, words: str) -> Span:
    start = page.text.index(words)
    return Span(start, start + len(words))


def shown(stretch: ShownStretch) -> str:
    gap = "<span data-withheld>words withheld</span>" if stretch.gap else ""
    text = html.escape(stretch.before) + gap + html.escape(stretch.after)
    return f'<li data-stretch="{stretch.number}">{text}</li>\n'


def html_of(proof: PageProof, title: str = "A page") -> str:
    words = "".join(map(shown, proof.shown))
    quotes = "".join(
        f'<blockquote data-quote="{proof.name}#{quote}">{html.escape(text)}</blockquote>\n'
        for quote, text in proof.quotes.items()
    )
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head><body>\n{quotes}'
        f'<ol data-page="{proof.name}">\n<li data-note>As it was read.</li>\n{words}</ol></body></html>\n'
    )


def proofs_of(cache: Cache) -> list[PageProof]:
    letter, second = LETTER
    name, names = span_of(letter, "Ada Example"), span_of(second, "示例先生")
    quotes = [
        QuoteToShow("q1", span_of(letter, "gate is to be locked")),
        QuoteToShow("q2", span_of(second, "قۇلۇپلانسۇن & <b>")),
    ]
    return [
        page_proof("d1-p1", cache.page(0, 0), [name], quotes[:1], Extent.WORDS),
        page_proof("d1-p2", cache.page(0, 1), [names], quotes[1:], Extent.WORDS),
        page_proof("d2-p1", cache.page(1, 0, ("words", "bytes"))),
    ]


def put(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def fill(folder: Path, cache: Cache, proofs: Sequence[PageProof]) -> None:
    put(folder, {cache.seal.path: cache.seal.data})
    put(folder, {proof.path: proof.data for proof in proofs})
    put(folder, {f"pages/{proof.name}.html": html_of(proof).encode() for proof in proofs})
    put(folder, {"style.css": b"body { margin: 2em }\n", "data/quotes.csv": b'"id","words"\r\n'})


def signed(folder: Path, cache: Cache, former: Path | None = None, corrections: Sequence[Correction] = ()) -> Written:
    about = About("example-1", cache.name, "2024-06-01T10:00:00.000+00:00", "muniment 0", [cache.seal.key])
    return write_manifest(folder, about, cache.key, former=former, corrections=corrections)


def publication(folder: Path, cache: Cache | None = None) -> Written:
    cache = cache or Cache()
    folder.mkdir(parents=True)
    fill(folder, cache, proofs_of(cache))
    return signed(folder, cache)


def stamp(folder: Path, cache: Cache, response: bytes, roots: bytes) -> None:
    """Put a timestamp beside the manifest, as the owner of the key can, whatever the answer is worth."""
    hashes = " ".join(
        hashlib.sha256(one).hexdigest() for one in ((folder / "manifest.json").read_bytes(), response, roots)
    )
    line = f"{hashes} {cache.key.sign(hashes.encode()).hex()}\n"
    put(folder, {"manifest.json.tsr": response, "manifest.json.pem": roots, "manifest.json.stamp": line.encode()})


def about_the_manifest(folder: Path) -> bytes:
    """What looks like an answer of an authority to those who cannot check signatures of authorities."""
    return b"stamped: \x04\x20" + hashlib.sha256((folder / "manifest.json").read_bytes()).digest() + b" yesterday"
