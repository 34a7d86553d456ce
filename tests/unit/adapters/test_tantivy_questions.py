from pathlib import Path

import pytest
from tests.unit.index.writer_contract import keys, page

from muniment.adapters import tantivy_translate
from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.search.parse import parse


def _engine(folder: Path, *texts: str) -> TantivyEngine:
    create_index(folder)
    writer = TantivyWriter(folder)
    writer.add(page(str(number), text) for number, text in enumerate(texts))
    writer.close()
    return TantivyEngine(folder)


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    return _engine(tmp_path / "index", "the camp was there", "the guards were there", *["the rest was there"] * 18)


def test_any_word_of_a_question_finds(engine: TantivyEngine) -> None:
    assert len(keys(engine, parse("was the camp there"))) == 20


def test_among_very_many_pages_the_commonest_words_of_a_question_do_not_count(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_translate, "MANY_PAGES", 20)
    assert keys(engine, parse("was the camp there")) == {"0"}


def test_where_a_question_has_common_words_only_they_count(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tantivy_translate, "MANY_PAGES", 20)
    assert len(keys(engine, parse("was it there then"))) == 20


def test_the_rarer_word_of_a_question_decides(engine: TantivyEngine) -> None:
    assert engine.search(parse("was the rest there guards"), limit=1).hits[0].key == "1"


def test_another_form_of_the_word_comes_after_the_form_that_was_asked_for(tmp_path: Path) -> None:
    engine = _engine(tmp_path / "index", "he described a prisoner", "he described a prison", "he described a wall")
    hits = engine.search(parse("who described one prison"), limit=3).hits
    assert [hit.key for hit in hits] == ["1", "0", "2"]


def test_neighbouring_characters_count_more_than_scattered_ones(tmp_path: Path) -> None:
    engine = _engine(tmp_path / "index", "墨水和玉器在县里", "墨玉县", "北京市")
    assert [hit.key for hit in engine.search(parse("墨玉县的人是谁"), limit=3).hits] == ["1", "0"]
