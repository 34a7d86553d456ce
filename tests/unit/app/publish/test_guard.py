"""The last look at a publication: no protected person in any file, in whatever way a file says it."""

from pathlib import Path

import pytest

from muniment.app.publish.guard import require_guarded
from muniment.evidence.held import Held
from muniment.evidence.records import Kind
from muniment.evidence.withheld import Decision, Protected, Sighting
from muniment.publish.manifest import PublicationError
from muniment.redact.guarding import Guard

NAME = "Mirel Tavash"
ORIGINAL = "ab" * 32


def guard(*decided: Sighting) -> Guard:
    persons = {"protected-1": Protected("protected-1", (NAME,))}
    return Guard.of(Held({Kind.PROTECTED: persons, Kind.SIGHTING: {one.id: one for one in decided}}))


def put(folder: Path, path: str, text: str) -> None:
    (folder / path).parent.mkdir(parents=True, exist_ok=True)
    (folder / path).write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("index.html", "<p>Mirel <b>Tavash</b>"),
        ("index.html", '<img alt="Mirel Tavash">'),
        ("data/annotations.jsonld", r'{"a": ["\u004direl Tavash"]}'),
        ("proofs/document-1-p1.json", '{"words": ["Mirel ", "Tavash"]}'),
        ("data/quotes.csv", '\ufeff"a","say ""Mirel\nTavash"""'),
        ("bag-info.txt", "External-Description: Mirel Tavash"),
        ("style.css", "/* Mirel Tavash */"),
        ("documents/Mirel-Tavash/page-1.html", ""),
    ],
)
def test_a_name_is_found_however_a_file_says_it(tmp_path: Path, path: str, text: str) -> None:
    put(tmp_path, "other.html", "<p>Nobody")
    require_guarded(tmp_path, guard())
    put(tmp_path, path, text)
    with pytest.raises(PublicationError, match="A protected person is named in"):
        require_guarded(tmp_path, guard())


def test_what_was_decided_about_a_document_counts_on_its_pages_and_in_its_proofs_only(tmp_path: Path) -> None:
    here = guard(Sighting("sighting-1", "protected-1", NAME, Decision.NOT_THEM, ORIGINAL))
    documents = {"document-1": ORIGINAL}
    put(tmp_path, "documents/document-1/page-1.html", f"<p>{NAME}")
    put(tmp_path, "proofs/document-1-p1.json", f'["{NAME}"]')
    require_guarded(tmp_path, here, documents)
    put(tmp_path, "documents/document-2/page-1.html", f"<p>{NAME}")
    with pytest.raises(PublicationError, match="document-2"):
        require_guarded(tmp_path, here, documents)
