"""B3: how long searches take at several numbers of pages, next to SQLite FTS5 on the same pages; prints one JSON line.

    python bench/search_speed.py [--pages 100000 1000000] [--folder DIR]

The pages are made with a fixed seed: each is in one of five languages (Chinese, English, Russian, Arabic, Uyghur),
whose words are made up of letters of its script and drawn by the law of Zipf and Mandelbrot, 1 / (rank + 2.7), out of
200,000 (of Chinese: words of one to three of the 3,666 commonest characters, without spaces). A page has 20 to 140
words, 80 on average, and a number of its own. Searches are drawn from the same words: twenty of each kind, each timed
three times, the middle time counts. FTS5 is given the folded text, so that it can find Chinese; it is asked for the ten
best, and not for how many there are, which our port always tells.
"""

import argparse
import json
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

import numpy as np

from muniment.adapters.tantivy_index import TantivyEngine, TantivyWriter, create_index
from muniment.index.folding import indexable, is_spaceless_term, term_texts
from muniment.index.port import IndexedPage
from muniment.index.uyghur import spellings, to_latin
from muniment.model import PageKind
from muniment.search.parse import parse
from muniment.search.port import Engine

VOCABULARY = 200_000
SEARCHES = 20
TIMES = 3
BATCH = 5_000
LONG = 5  # letters of a word that is worth a fuzzy search or a wildcard
LONGEST_NAME = 4  # characters of a Chinese name
COMMON_HAN = b"".join(bytes((row, cell)) for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)).decode("gb2312")
SCRIPTS = {  # letters, shortest and longest word, what stands between words
    "zh": (COMMON_HAN, 1, 3, ""),
    "en": ("etaoinshrdlucmfwypvbgk", 2, 10, " "),
    "ru": ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфё", 2, 12, " "),
    "ar": ("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 2, 8, " "),
    "ug": ("ائبپتجچخدرزسشغفقكگڭلمنھوۇۆۈۋېىيە", 3, 12, " "),
}
SHARES = {"zh": 0.35, "en": 0.3, "ru": 0.15, "ar": 0.1, "ug": 0.1}

Search = Callable[[str], object]


@dataclass(frozen=True)
class Made:
    """A page: its language, its words and its text."""

    language: str
    words: list[str]
    text: str


class Pages:
    """A world of made-up pages, always the same."""

    def __init__(self) -> None:
        self._draw = np.random.default_rng(20171112)
        self.words = {language: self._words(*SCRIPTS[language][:3]) for language in SCRIPTS}
        weights = np.cumsum(1 / (np.arange(VOCABULARY) + 2.7))
        self._up_to = weights / weights[-1]

    def _words(self, letters: str, shortest: int, longest: int) -> np.ndarray:
        lengths = self._draw.integers(shortest, longest + 1, VOCABULARY)
        # frequent letters are frequent, as in real languages, so that words share beginnings
        places = np.minimum(self._draw.exponential(len(letters) / 4, (VOCABULARY, longest)), len(letters) - 1).astype(
            int
        )
        alphabet = np.array(list(letters))[places]
        words = ["".join(row[:length]) for row, length in zip(alphabet, lengths, strict=True)]
        return np.array(words, dtype=object)

    def make(self, count: int) -> Iterator[Made]:
        """``count`` pages; the first of many are the same as of few."""
        number = 0
        while number < count:
            languages = self._draw.choice(list(SHARES), BATCH, p=list(SHARES.values()))
            lengths = self._draw.integers(20, 141, BATCH)
            ranks = np.searchsorted(self._up_to, self._draw.random(int(lengths.sum())))
            at = 0
            for language, length in zip(languages, lengths, strict=True):
                if number >= count:
                    return
                words = self.words[language][ranks[at : at + length]].tolist()
                at += length
                yield Made(language, words, f"{SCRIPTS[language][3].join(words)} nr{number:07}")
                number += 1


def searches(pages: Pages, sample: list[Made]) -> dict[str, list[str]]:
    """Searches of each kind, as a person would type them."""
    draw = np.random.default_rng(7)

    def words(language: str, low: int, high: int, suits: Callable[[str], object] = bool) -> list[str]:
        drawn = (pages.words[language][rank] for rank in draw.integers(low, high, 50 * SEARCHES))
        return list(islice(filter(suits, drawn), SEARCHES))

    def runs(language: str, count: int) -> list[list[str]]:
        fitting = [page.words for page in sample if page.language == language and len(page.words) > count]
        starts = draw.integers(0, 10, SEARCHES)
        chosen = draw.choice(len(fitting), SEARCHES)
        return [fitting[page][start : start + count] for page, start in zip(chosen, starts, strict=True)]

    pairs = list(zip(words("en", 0, 50), words("en", 100, 20_000), strict=True))
    return {
        "rare word": words("en", 50_000, VOCABULARY),
        "common word": words("en", 0, 20),
        "two words": [f"{one} {other}" for one, other in pairs],
        "both of two": [f"{one} AND {other}" for one, other in pairs],
        "one without the other": [f"{other} -{one}" for one, other in pairs],
        "phrase": [f'"{" ".join(run)}"' for run in runs("en", 2)],
        "question, English": [" ".join(run) for run in runs("en", 8)],
        "question, Russian": [" ".join(run) for run in runs("ru", 8)],
        "question, Arabic": [" ".join(run) for run in runs("ar", 8)],
        "Chinese name": ["".join(run)[:3] for run in runs("zh", 3)],
        "Chinese sentence": ["".join(run)[:16] for run in runs("zh", 12)],
        "Arabic word": words("ar", 20, 20_000),
        "Uyghur word": words("ug", 20, 20_000),
        "Uyghur word typed in Latin": [to_latin(word) for word in words("ug", 0, 20_000, spellings)],
        "fuzzy": [f"{word}~1" for word in words("en", 20, 20_000) if len(word) >= LONG],
        "wildcard": [f"{word[:LONG]}*" for word in words("en", 20, 20_000) if len(word) >= LONG],
        "word in a language": [f"lang:ru {word}" for word in words("ru", 20, 20_000)],
        "word in a year": [f"date:2017 AND {word}" for word in words("en", 20, 20_000)],
        "near": [f'"{run[0]} {run[-1]}"~5' for run in runs("en", 4)],
    }


def fill(folder: Path, pages: Iterator[Made], count: int) -> dict[str, float]:
    """Put the pages in our index and in FTS5; seconds of each."""
    create_index(folder / "ours")
    writer = TantivyWriter(folder / "ours")
    fts = sqlite3.connect(folder / "fts.db", isolation_level=None)
    fts.execute("PRAGMA journal_mode = OFF")
    fts.execute("PRAGMA synchronous = OFF")
    fts.execute("CREATE VIRTUAL TABLE page USING fts5(text, content='', tokenize=\"unicode61 remove_diacritics 0\")")
    taken = {"ours": 0.0, "fts5": 0.0}
    number = 0
    while number < count:
        batch = [page for _, page in zip(range(BATCH), pages, strict=False)]
        indexed = [_indexed(number + place, page) for place, page in enumerate(batch)]
        taken["ours"] += _seconds(partial(writer.add, indexed))
        rows = [(number + place, indexable(page.text)) for place, page in enumerate(batch)]
        fts.execute("BEGIN")
        taken["fts5"] += _seconds(partial(fts.executemany, "INSERT INTO page (rowid, text) VALUES (?, ?)", rows))
        fts.execute("COMMIT")
        number += len(batch)
    taken["ours"] += _seconds(writer.close)
    taken["fts5"] += _seconds(lambda: fts.execute("INSERT INTO page (page) VALUES ('optimize')"))
    fts.close()
    return {name: round(seconds, 1) for name, seconds in taken.items()}


def _indexed(number: int, page: Made) -> IndexedPage:
    return IndexedPage(
        key=str(number),
        reading=number // 10,
        sha256=f"{number // 10:064x}",
        number=number % 10 + 1,
        kind=PageKind.TEXT,
        text=page.text,
        language=page.language,
        media_type="text/plain",
        paths=(f"folder {number % 997}/file {number // 10}.txt",),
        day=date(2000, 1, 1) + timedelta(days=number * 7919 % 9000),
        state="read",
        family="text",
        types=("text", "text/plain", "txt"),
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _in_fts(text: str) -> str:
    """The nearest that FTS5 has to ``text``; "" where it has nothing."""
    if any(sign in text for sign in ("~", ":", "-")):
        return ""
    if text.endswith("*"):
        return f'"{indexable(text).strip()}"*'
    if text.startswith('"') or " AND " in text:
        joiner = " AND " if " AND " in text else " "
        parts = text.strip('"').split(joiner)
        return (
            joiner.join(f'"{indexable(part).strip()}"' for part in parts) if " AND " in text else f'"{indexable(text)}"'
        )
    terms = term_texts(text)
    if len(terms) <= LONGEST_NAME and is_spaceless_term(terms[0]):
        return f'"{" ".join(terms)}"'
    return " OR ".join(f'"{term}"' for term in terms)


def timed(search: Search, typed: list[str]) -> list[float]:
    """Milliseconds of each search: the middle of three."""
    for text in typed:
        search(text)
    return [statistics.median(_seconds(partial(search, text)) for _ in range(TIMES)) * 1000 for text in typed]


def figures(milliseconds: list[float]) -> dict[str, float]:
    """The middle, and what 95 of 100 stay below."""
    return {name: round(float(np.percentile(milliseconds, part)), 2) for name, part in (("p50", 50), ("p95", 95))}


def measure(folder: Path, count: int) -> dict[str, object]:
    """Fill both with ``count`` pages and search them."""
    pages = Pages()
    stream = pages.make(count)
    sample: list[Made] = []

    def watched() -> Iterator[Made]:
        for page in stream:
            if len(sample) < 2 * BATCH:
                sample.append(page)
            yield page

    filled = fill(folder, watched(), count)
    engine: Engine = TantivyEngine(folder / "ours")
    fts = sqlite3.connect(folder / "fts.db")
    kinds = searches(pages, sample)

    def ours(text: str) -> object:
        return engine.search(parse(text), limit=10)

    def theirs(text: str) -> object:
        return fts.execute(
            "SELECT rowid FROM page WHERE page MATCH ? ORDER BY rank LIMIT 10", (_in_fts(text),)
        ).fetchall()

    our_times = {kind: timed(ours, typed) for kind, typed in kinds.items()}
    their_times = {kind: timed(theirs, typed) for kind, typed in kinds.items() if all(map(_in_fts, typed))}
    return {
        "ours": figures([each for times in our_times.values() for each in times]),
        "ours_where_fts5_can": figures([each for kind in their_times for each in our_times[kind]]),
        "fts5": figures([each for times in their_times.values() for each in times]),
        "kinds": {kind: figures(times) for kind, times in our_times.items()},
        "kinds_fts5": {kind: figures(times) for kind, times in their_times.items()},
        "filled_seconds": filled,
        "bytes": {
            "ours": sum(path.stat().st_size for path in (folder / "ours").iterdir()),
            "fts5": (folder / "fts.db").stat().st_size,
        },
    }


def main() -> None:
    """Measure at each number of pages, and print the figures and the growth."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, nargs="+", default=[100_000, 1_000_000])
    parser.add_argument("--folder", type=Path, help="where to build; a temporary folder otherwise")
    given = parser.parse_args()
    result: dict[str, object] = {"bench": "search_speed"}
    p95 = {}
    for count in given.pages:
        with tempfile.TemporaryDirectory(dir=given.folder) as temporary:
            measured = measure(Path(temporary), count)
        result[f"{count} pages"] = measured
        p95[count] = measured["ours"]["p95"]  # type: ignore[index]  # a figure, as figures() makes them
    fewest, most = min(p95), max(p95)
    result["growth"] = {"pages": most / fewest, "p95": round(p95[most] / p95[fewest], 2)}
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
