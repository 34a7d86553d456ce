"""How fast text is folded and indexed, against a bare Tantivy loop over the same pages; prints one JSON line.

    python bench/index_speed.py [--mib N]

The text is drawn with a fixed seed from words of English, Chinese and Uyghur, so that it needs no files. Give N of
64 or more for steady figures.
"""

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import tantivy

from muniment.adapters.tantivy_index import HEAP_BYTES, TantivyEngine, TantivyWriter, create_index
from muniment.index.folding import indexable
from muniment.index.port import IndexedPage
from muniment.limits import MIB, PART_CHARS
from muniment.model import PageKind
from muniment.search.parse import parse

VOCABULARY = 50_000
"""Different words: about what a few thousand pages of real text hold."""

COMMON_HAN = b"".join(bytes((row, cell)) for row in range(0xB0, 0xD7) for cell in range(0xA1, 0xFF)).decode("gb2312")
"""The 3,666 commonest characters: rare ones are folded one by one."""

BARE_HAN = r"\p{Han}|[\p{L}\p{N}]+"
"""The bare loop must cut Han text as well, or it indexes whole sentences as words, and finds nothing."""

LETTERS = {
    "english": ("etaoinshrdlucmfwypvbgk", range(2, 10), " "),
    "chinese": (COMMON_HAN, range(1, 4), ""),
    "uyghur": ("ئابپتجچخدرزژسشغفقكگڭلمنھوۇۆۈۋېىي", range(3, 10), " "),
}


def pages(language: str, size: int) -> list[str]:
    """Pages of ``language`` that have ``size`` bytes in all; few words are frequent, most are rare."""
    letters, lengths, space = LETTERS[language]
    draw = random.Random(20171112)
    words = ["".join(draw.choices(letters, k=draw.choice(lengths))) for _ in range(VOCABULARY)]
    weights = [1 / (rank + 3) for rank in range(VOCABULARY)]
    made: list[str] = []
    total = 0
    while total < size:
        text = space.join(draw.choices(words, weights, k=PART_CHARS // 5))
        made.append(text)
        total += len(text.encode())
    return made


def seconds(work: Callable[[], object]) -> float:
    """Wall-clock seconds that ``work`` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(folder: Path, texts: list[str], tokenizer: tantivy.Tokenizer) -> None:
    """The least that any program would do: Tantivy's own analysis, one field and a key."""
    folder.mkdir()
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("text", tokenizer_name="bare")
    index = tantivy.Index(builder.build(), str(folder))
    analyzer = tantivy.TextAnalyzerBuilder(tokenizer).filter(tantivy.Filter.lowercase()).build()
    index.register_tokenizer("bare", analyzer)
    writer = index.writer(heap_size=HEAP_BYTES, num_threads=1)
    for number, text in enumerate(texts):
        document = tantivy.Document()
        document.add_text("key", str(number))
        document.add_text("text", text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()


def ours(folder: Path, texts: list[str]) -> None:
    """The same pages through our writer."""
    create_index(folder)
    writer = TantivyWriter(folder)
    writer.add(
        IndexedPage(str(number), number, "ab" * 32, 1, PageKind.TEXT, text, paths=("folder/file.txt",))
        for number, text in enumerate(texts)
    )
    writer.close()


def measure(language: str, size: int) -> dict[str, float]:
    """Megabytes per second of each way, and milliseconds of a search afterwards."""
    texts = pages(language, size)
    megabytes = sum(len(text.encode()) for text in texts) / 1e6
    tokenizer = tantivy.Tokenizer.regex(BARE_HAN) if language == "chinese" else tantivy.Tokenizer.simple()
    with tempfile.TemporaryDirectory() as temporary:
        ours_seconds = seconds(lambda: ours(Path(temporary) / "ours", texts))
        bare_seconds = seconds(lambda: bare(Path(temporary) / "bare", texts, tokenizer))
        engine = TantivyEngine(Path(temporary) / "ours")
        query = parse(" ".join(texts[0][:60].split()[:3]))
        engine.search(query, limit=10)
        search_seconds = seconds(lambda: engine.search(query, limit=10))
        index_bytes = sum(path.stat().st_size for path in (Path(temporary) / "ours").iterdir())
    return {
        "fold_mb_s": round(megabytes / seconds(lambda: [indexable(text) for text in texts]), 1),
        "ours_mb_s": round(megabytes / ours_seconds, 1),
        "bare_mb_s": round(megabytes / bare_seconds, 1),
        "ours_to_bare": round(bare_seconds / ours_seconds, 2),
        "search_ms": round(search_seconds * 1000, 2),
        "index_to_text": round(index_bytes / megabytes / 1e6, 2),
    }


def main() -> None:
    """Measure each language and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mib", type=int, default=16, help="MiB of text per language")
    size = parser.parse_args().mib * MIB
    print(json.dumps({"bench": "index_speed", **{language: measure(language, size) for language in LETTERS}}))


if __name__ == "__main__":
    main()
