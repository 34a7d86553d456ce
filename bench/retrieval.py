"""How often the first ten hits hold what a question asks for; prints one JSON line.

    python bench/retrieval.py [--corpora ../shared/corpora] [--languages rus tur …]

Two measures. "xquad": each question of XQuAD typed as it is, its passage among the first ten, and first; a language by
itself and all in one index. "udhr": in the Universal Declaration, in languages nobody tuned for, each paragraph of an
article asked as a question is to lead to another paragraph of the same article: the mean of 1 / place, for bare words
(any of them, BM25) and for our search.
"""

import argparse
import json
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Callable, Sequence
from pathlib import Path

from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.index.folding import term_texts
from muniment.index.port import IndexedPage
from muniment.model import PageKind
from muniment.search.parse import parse
from muniment.search.query import Or, Query, Run

CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"
XQUAD = ("en", "zh", "ar")
UDHR = (
    "rus",
    "tur",
    "deu_1996",
    "spa",
    "ell_monotonic",
    "ron_2006",
    "hin",
    "fin",
    "hun",
    "pol",
    "kaz",
    "uig_arab",
    "swh",
)
LIMIT = 50

Make = Callable[[str], Query]


def index(folder: Path, texts: Sequence[tuple[str, str]]) -> TantivyEngine:
    """An index of texts under their keys."""
    create_index(folder)
    writer = TantivyWriter(folder)
    writer.add(IndexedPage(key, 1, "ab" * 32, 1, PageKind.TEXT, text) for key, text in texts)
    writer.close()
    return TantivyEngine(folder)


def xquad(corpora: Path, languages: Sequence[str]) -> dict[str, dict[str, float]]:
    """Share of questions whose passage is among the first ten, and first."""
    passages: list[tuple[str, str]] = []
    asked: dict[str, list[tuple[str, str]]] = {language: [] for language in languages}
    for language in languages:
        data = json.loads((corpora / "retrieval" / f"xquad.{language}.json").read_text(encoding="utf-8"))["data"]
        for number, passage in enumerate(one for article in data for one in article["paragraphs"]):
            key = f"{language} {number}"
            passages.append((key, passage["context"]))
            asked[language] += [(key, question["question"]) for question in passage["qas"]]
    with tempfile.TemporaryDirectory() as temporary:
        engine = index(Path(temporary) / "index", passages)
        return {language: _shares(engine, questions) for language, questions in asked.items()}


def _shares(engine: TantivyEngine, questions: list[tuple[str, str]]) -> dict[str, float]:
    found = [(key, [hit.key for hit in engine.search(parse(text), limit=10).hits]) for key, text in questions]
    return {
        "in_ten": round(sum(key in keys for key, keys in found) / len(found), 4),
        "first": round(sum(key in keys[:1] for key, keys in found) / len(found), 4),
    }


def udhr(corpora: Path, language: str) -> dict[str, float]:
    """The mean of 1 / place of the first other paragraph of the same article."""
    root = ET.parse(corpora / "languages" / "udhr" / f"udhr_{language}.xml").getroot()
    texts = []
    for number, article in enumerate(each for each in root.iter() if each.tag.endswith(("}article", "}preamble"))):
        paragraphs = ["".join(part.itertext()) for part in article.iter() if part.tag.endswith("}para")]
        if len(paragraphs) > 1:
            texts += [(f"{number}/{place}", text) for place, text in enumerate(paragraphs)]
    with tempfile.TemporaryDirectory() as temporary:
        engine = index(Path(temporary) / "index", texts)
        return {"bare": _closeness(engine, texts, _bare), "ours": _closeness(engine, texts, _typed)}


def _bare(text: str) -> Query:
    return Or(tuple(Run((term,)) for term in term_texts(text)))


def _typed(text: str) -> Query:
    """``text`` as a question, without signs that a query gives a meaning to; vowel signs of Indic scripts stay."""
    return parse("".join(char if unicodedata.category(char)[0] in "LMN" or char in "'-" else " " for char in text))


def _closeness(engine: TantivyEngine, texts: list[tuple[str, str]], make: Make) -> float:
    total = 0.0
    for own, text in texts:
        keys = [hit.key for hit in engine.search(make(text), limit=LIMIT).hits if hit.key != own]
        article = own.partition("/")[0] + "/"
        total += next((1 / place for place, key in enumerate(keys, 1) if key.startswith(article)), 0.0)
    return round(total / len(texts), 3)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, default=CORPORA)
    parser.add_argument("--languages", nargs="+", default=UDHR, help="translations of the UDHR, as its files are named")
    given = parser.parse_args()
    result = {
        "bench": "retrieval",
        "xquad": {language: xquad(given.corpora, (language,))[language] for language in XQUAD},
        "xquad_in_one_index": xquad(given.corpora, XQUAD),
        "udhr": {language: udhr(given.corpora, language) for language in given.languages},
    }
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
