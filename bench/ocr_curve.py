"""How much of a page is recognised, and how fast: resolution and engine settings against each other, on known words.

Run from the project's folder, with the corpora beside it:

    python -m bench.ocr_curve ../shared/corpora/languages/udhr > curve.jsonl
    python -m bench.ocr_curve --table curve.jsonl

Each setting reads the same pages, one after another. What counts is the time of the processor, not of the clock, which
on a shared machine measures the neighbours; the last two settings, one process on all cores against a process for each
core, are compared by the clock as well, and their ratio is what they say.
"""

import argparse
import json
import multiprocessing
import os
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from bench.ocr_pages import LANGUAGES, KnownPage, characters_right, known_pages

from muniment.read.ocr.page import PageRecogniser
from muniment.read.ocr.rapidocr import FIND_SIDES, SQUEEZE, RapidOcr
from muniment.read.ocr.recogniser import Recognised

HINTS = ("zh", "en", "ug", "ru", "ar", "kk", "bo")
RESOLUTIONS = (100, 150, 200, 300)
CHOSEN_DPI = 200
LIBRARY_LANGUAGES = frozenset({"eng", "chi"})


@dataclass(frozen=True, slots=True)
class Measured:
    """One line of the result: a setting, a language, characters right (0 to 1), seconds of a core and of the clock."""

    setting: str
    dpi: int
    language: str
    right: float
    core_seconds: float
    clock_seconds: float


def ours(squeeze: float = SQUEEZE, sides: tuple[int, ...] = FIND_SIDES, threads: int = 1) -> Callable[..., str]:
    """Our way of recognising, under other settings."""
    recogniser = PageRecogniser(RapidOcr(squeeze, sides, threads))

    def recognise(page: KnownPage, dpi: int) -> str:
        result = recogniser.recognise(page.at(dpi), HINTS)
        return result.text if isinstance(result, Recognised) else ""

    return recognise


def library(*, turns: bool, threads: int = 1) -> Callable[..., str]:
    """RapidOCR as its makers set it, with or without looking for lines that stand on their head."""
    from rapidocr import RapidOCR  # noqa: PLC0415 - its import starts threads

    engine = RapidOCR(
        params={
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "Global.use_cls": turns,
            "Global.log_level": "critical",
        }
    )

    def recognise(page: KnownPage, dpi: int) -> str:
        picture = page.at(dpi)
        grey = np.frombuffer(picture.pixels, np.uint8).reshape(picture.height, picture.width)
        found: Any = engine(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
        return "\n".join(found.txts or ())

    return recognise


def measure(setting: str, recognise: Callable[..., str], pages: list[KnownPage], dpi: int) -> None:
    """Print one JSON line for each language."""
    for language in dict.fromkeys(page.language for page in pages):
        chosen = [page for page in pages if page.language == language]
        recognise(chosen[0], dpi)  # loads what is loaded once
        clock, core = time.perf_counter(), time.process_time()
        texts = [recognise(page, dpi) for page in chosen]
        clock, core = time.perf_counter() - clock, time.process_time() - core
        right = float(np.mean([characters_right(text, page.text) for text, page in zip(texts, chosen, strict=True)]))
        count = len(chosen)
        line = Measured(setting, dpi, language, round(right, 4), round(core / count, 2), round(clock / count, 2))
        print(json.dumps(asdict(line)), flush=True)


def run(udhr: Path, count: int) -> None:
    """All settings."""
    pages = [page for language in LANGUAGES for page in known_pages(udhr, language, count)]
    both = [page for page in pages if page.language in LIBRARY_LANGUAGES]
    for dpi in RESOLUTIONS:
        measure("ours", ours(), pages, dpi)
    for squeeze in (1.0, 0.6):
        measure(f"ours, lines at {squeeze} of their width", ours(squeeze=squeeze), both, CHOSEN_DPI)
    three = [page for page in pages if page.language in {"eng", "chi", "uig"}]
    for side in (736, 1600):
        measure(f"ours, lines found at {side} pixels", ours(sides=(side,)), three, CHOSEN_DPI)
    measure("the library's defaults", library(turns=True), both, CHOSEN_DPI)
    measure("the library, no turned lines", library(turns=False), both, CHOSEN_DPI)
    chinese = [page for page in pages if page.language == "chi"] * 4
    compare_processes(chinese)


def compare_processes(pages: list[KnownPage]) -> None:
    """All cores on one page at a time, against a page for each core."""
    cores = os.cpu_count() or 1
    measure(f"ours, one process of {cores} threads", ours(threads=cores), pages, CHOSEN_DPI)
    context = multiprocessing.get_context("spawn")
    with context.Pool(cores, _start) as pool:
        pool.map(_read, pages[:cores], chunksize=1)
        begun = time.perf_counter()
        done = pool.map(_read, pages, chunksize=1)
        clock = (time.perf_counter() - begun) / len(pages)
    right = float(np.mean([characters_right(text, page.text) for (text, _), page in zip(done, pages, strict=True)]))
    core = float(np.mean([seconds for _, seconds in done]))
    setting = f"ours, {cores} processes of one thread"
    line = Measured(setting, CHOSEN_DPI, "chi", round(right, 4), round(core, 2), round(clock, 2))
    print(json.dumps(asdict(line)), flush=True)


_in_child: dict[str, Callable[..., str]] = {}


def _start() -> None:
    _in_child["recognise"] = ours()


def _read(page: KnownPage) -> tuple[str, float]:
    begun = time.process_time()
    return _in_child["recognise"](page, CHOSEN_DPI), time.process_time() - begun


def table(results: Path) -> None:
    """Print the results as a Markdown table."""
    print("| setting | dpi | language | characters right | pages a minute and core | seconds by the clock |")
    print("| --- | --- | --- | --- | --- | --- |")
    for row in results.read_text().splitlines():
        got = Measured(**json.loads(row))
        print(f"| {got.setting} | {got.dpi} | {got.language} | {100 * got.right:.1f} % | {_rate(got)} |")


def _rate(got: Measured) -> str:
    return f"{60 / got.core_seconds:.0f} | {got.clock_seconds:.1f}"


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("udhr", type=Path, help="the folder of the Declaration's translations, or the results")
    parser.add_argument("--pages", type=int, default=1, help="pages of each language")
    parser.add_argument("--table", action="store_true", help="print results gathered before as a table")
    options = parser.parse_args()
    if options.table:
        table(options.udhr)
    else:
        run(options.udhr, options.pages)


if __name__ == "__main__":
    main()
