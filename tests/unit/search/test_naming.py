"""Names in a search are looked for on real pages of a real index."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest
from tests.unit.index.writer_contract import keys, page

from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.search import naming
from muniment.search.naming import resolved
from muniment.search.parse import parse

TEXTS = {
    "han": "签发人：罗闻桥",
    "latin": "The order was signed by Luo Wenqiao in March.",
    "other": "The order was signed by Luo Wenming in March.",
    "none": "Nobody signed the order.",
}


def texts(wanted: Sequence[str]) -> Iterator[tuple[str, str]]:
    return ((key, TEXTS[key]) for key in wanted)


@pytest.fixture
def engine(tmp_path: Path) -> TantivyEngine:
    create_index(tmp_path / "index")
    writer = TantivyWriter(tmp_path / "index")
    writer.add(page(key, text) for key, text in TEXTS.items())
    writer.close()
    return TantivyEngine(tmp_path / "index")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ('name~:"Luo Wenqiao"', {"han", "latin"}),
        ("name~:罗闻桥", {"han", "latin"}),
        ('name~:"Luo Wenqiao" order', {"latin"}),
        ('order -name~:"Luo Wenqiao"', {"other", "none"}),
        ('NOT name~:"Luo Wenqiao"', {"other", "none"}),
        ('name~:"Luo Wenqiao" OR nobody', {"han", "latin", "none"}),
        ('+name~:"Luo Wenqiao" order', {"han", "latin"}),
        ('name~:("Luo Wenqiao" OR "Luo Wenming")', {"han", "latin", "other"}),
        ('(name~:"Luo Wenqiao")^2 AND signed', {"latin"}),
    ],
)
def test_a_name_is_a_part_of_a_search_like_any_other(engine: TantivyEngine, query: str, found: set[str]) -> None:
    assert keys(engine, resolved(parse(query), engine, texts).query) == found


def test_each_page_says_how_close_its_name_is_and_why(engine: TantivyEngine) -> None:
    found = resolved(parse('name~:"Luo Wenqiao"'), engine, texts).found
    assert set(found) == {"han", "latin"}
    assert all(0 < match.closeness <= 1 and match.reason for match in found.values())
    assert "luo wen qiao" in found["han"].reason


def test_a_search_without_names_is_left_alone(engine: TantivyEngine) -> None:
    query = parse("order -nobody")
    assert resolved(query, engine, texts) == naming.Resolved(query)


def test_that_not_all_pages_were_looked_at_is_said(engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(naming, "MAX_CANDIDATES", 1)
    asked: list[str] = []

    def noting(wanted: Sequence[str]) -> Iterable[tuple[str, str]]:
        asked.extend(wanted)
        return texts(wanted)

    found = resolved(parse('name~:"Luo Wenqiao"'), engine, noting)
    assert len(asked) == 1
    assert "the 1 likeliest" in found.note
    narrowed = resolved(parse('name~:"Luo Wenqiao" march'), engine, texts)
    assert keys(engine, narrowed.query) == {"latin"}
