"""Questions as people ask them, of passages in three languages, against figures measured when this was written."""

import json
from pathlib import Path

import pytest
from tests.unit.index.writer_contract import page

from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.search.parse import parse

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpora" / "retrieval"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the retrieval corpus is not there: recall of search is NOT tested")
@pytest.mark.parametrize(("language", "least"), [("en", 0.99), ("zh", 0.99), ("ar", 0.965)])
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
