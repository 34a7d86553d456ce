"""Questions as people ask them, of passages in three languages, against figures measured when this was written."""

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.unit.index.writer_contract import page

from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.index.folding import term_texts
from muniment.index.uyghur import to_cyrillic, to_latin
from muniment.search.parse import parse
from muniment.search.query import Or, Query, Run

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "retrieval"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the retrieval corpus is not there: recall of search is NOT tested")
@pytest.mark.parametrize(("language", "least"), [("en", 0.994), ("zh", 0.99), ("ar", 0.983)])
def test_ten_hits_hold_the_passage_that_answers_a_question(tmp_path: Path, language: str, least: float) -> None:
    articles = json.loads((CORPUS / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
    passages = [passage for article in articles for passage in article["paragraphs"]]
    create_index(tmp_path / "index")
    writer = TantivyWriter(tmp_path / "index")
    writer.add(page(str(number), passage["context"]) for number, passage in enumerate(passages))
    writer.close()
    engine = TantivyEngine(tmp_path / "index")
    found = [
        str(number) in {hit.key for hit in engine.search(parse(question["question"]), limit=10).hits}
        for number, passage in enumerate(passages)
        for question in passage["qas"]
    ]
    assert sum(found) / len(found) >= least


UDHR = CORPUS.parent / "languages" / "udhr"


@pytest.mark.skipif(not UDHR.is_dir(), reason="the UDHR is not there: one text in several scripts is NOT tested")
@pytest.mark.parametrize("written", ["as it is", "Latin", "Cyrillic"])
@pytest.mark.parametrize("indexed", ["as it is", "Latin", "Cyrillic"])
def test_an_article_in_uyghur_finds_itself_in_any_script(tmp_path: Path, written: str, indexed: str) -> None:
    rewrite: dict[str, Callable[[str], str]] = {"as it is": str, "Latin": to_latin, "Cyrillic": to_cyrillic}
    articles = [" ".join(paragraphs) for paragraphs in _articles("uig_arab")]
    create_index(tmp_path / "index")
    writer = TantivyWriter(tmp_path / "index")
    writer.add(page(str(number), rewrite[indexed](text)) for number, text in enumerate(articles))
    writer.close()
    engine = TantivyEngine(tmp_path / "index")
    first = [engine.search(parse(_plain(rewrite[written](text))), limit=1).hits[0].key for text in articles]
    assert first == [str(number) for number in range(len(articles))]


@pytest.mark.skipif(not UDHR.is_dir(), reason="the UDHR is not there: languages never looked at are NOT tested")
@pytest.mark.parametrize("language", ["rus", "tur", "deu_1996", "ell_monotonic", "ron_2006", "kaz"])
def test_questions_serve_languages_that_nobody_tuned_for(tmp_path: Path, language: str) -> None:
    """A paragraph asked as a question leads to the others of its article more often than by its words alone."""
    articles = _articles(language)
    create_index(tmp_path / "index")
    writer = TantivyWriter(tmp_path / "index")
    writer.add(page(f"{article}/{number}", text) for article, number, text in _numbered(articles))
    writer.close()
    engine = TantivyEngine(tmp_path / "index")

    def closeness(make: Callable[[str], Query]) -> float:
        found = [_rank(engine, make(_plain(text)), article, number) for article, number, text in _numbered(articles)]
        return sum(rank for rank in found if rank is not None)

    assert closeness(parse) > closeness(lambda text: Or(tuple(Run((term,)) for term in term_texts(text))))


def _rank(engine: TantivyEngine, query: Query, article: int, number: int) -> float | None:
    keys = [hit.key for hit in engine.search(query, limit=50).hits if hit.key != f"{article}/{number}"]
    return next((1 / place for place, key in enumerate(keys, 1) if key.startswith(f"{article}/")), 0)


def _numbered(articles: list[list[str]]) -> Iterator[tuple[int, int, str]]:
    for article, paragraphs in enumerate(articles):
        for number, text in enumerate(paragraphs):
            if len(paragraphs) > 1:
                yield article, number, text


def _plain(text: str) -> str:
    """Without signs that a query gives a meaning to."""
    return re.sub(r"[^\w\s'’-]", " ", text)


def _articles(language: str) -> list[list[str]]:
    root = ET.parse(UDHR / f"udhr_{language}.xml").getroot()
    articles = [element for element in root.iter() if element.tag.endswith(("}article", "}preamble"))]
    return [["".join(part.itertext()) for part in article.iter() if part.tag.endswith("}para")] for article in articles]
