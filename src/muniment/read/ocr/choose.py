"""Which engine reads the lines of a page: a sample is tried first, then the rest by whatever read it best."""

from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from muniment.read.ocr.lines import Line, LineRead, LineReader
from muniment.read.ocr.scripts import candidates, is_plain_latin, is_plausible, script_of_data
from muniment.read.ocr.tesseract import Tesseract, installed

_SAMPLE = 6
"""Lines tried before an engine is settled on: each costs a fortieth of a full page."""

_FIRST_SAMPLE = 3
"""Of these, lines that are enough where the answer is plain; also those on which each language is tried."""

_HOPELESS = 0.3
"""Mean score of the first lines below which the engine cannot read the script and more lines would not help."""

_ENOUGH = 0.75
"""Mean score of a sample from which its reader is believed: right readers score 0.8 and more, wrong ones below 0.5."""

_TURN_GAIN = 0.1
"""How much better a page must be read on its head to be turned: right and wrong way up differ by 0.3 and more."""

_FOR_A_LANGUAGE = 0.55
"""The same for Tesseract, whose marks are lower: Tibetan scores 0.73 where 98 of 100 letters are right."""

_CLEAR = 0.8
"""Score from which other scripts need not be tried."""

_GOOD_LINE = 0.7
"""Score below which a single line is given to the other engine too."""

_POOR_LINE = 0.55
"""The same for Tesseract, whose marks are lower."""

_POOR_ENGLISH = 0.85
"""The same for English, which both engines read: right lines score 0.95."""

_LONG_PAGE = 12
"""Lines from which it pays to change to a quicker engine."""

_FEW_LINES = 4
"""Fewer lines than this must be read clearly to count as another script: a drawing yields scribbles that look so."""

_MOST_SCRIPTS = 4
"""Further languages looked for on one page, each on its widest line that nothing has read yet."""

_IMPLAUSIBLE = 0.3
"""What the score of a reading counts that has too few letters for its width."""

_WIDE = 3.0
"""Width over height from which a line can tell its script."""


@dataclass(frozen=True, slots=True)
class ReadLines:
    """Lines the right way up and what was made of each."""

    lines: list[Line]
    reads: list[LineRead]
    scores: list[float]


def score(read: LineRead, line: Line) -> float:
    """How far a reading is to be believed, 0 to 1."""
    return read.confidence if is_plausible(read.text, line.aspect) else read.confidence * _IMPLAUSIBLE


@dataclass(frozen=True, slots=True)
class _Page:
    """The lines of a page one way up; no engine is asked twice about the same line."""

    lines: list[Line]
    known: dict[tuple[str, int], LineRead] = field(default_factory=dict)

    def read(self, reader: LineReader, at: int) -> LineRead:
        if (reader.name, at) not in self.known:
            self.known[reader.name, at] = reader.read(self.lines[at])
        return self.known[reader.name, at]

    def score(self, reader: LineReader, at: int) -> float:
        return score(self.read(reader, at), self.lines[at])

    def mean(self, reader: LineReader, sample: list[int]) -> float:
        """The mean score of the sample, wide lines counting more."""
        if not sample:
            return 0.0
        weights = [min(self.lines[at].aspect, 20.0) for at in sample]
        return float(np.average([self.score(reader, at) for at in sample], weights=weights))

    def turned(self) -> "_Page":
        """The same page standing on its head."""
        return _Page([line.upside_down() for line in self.lines])


class Chooser:
    """Holds the engines, loaded when first needed, and remembers which language the last page was in."""

    def __init__(self, main: LineReader, data: Path | None) -> None:
        self._main = main
        self._data = data
        self.installed = installed(data)
        self._engines: dict[str, Tesseract] = {}
        self._last = ""

    def versions(self, names: set[str]) -> str:
        """The versions of the engines named, in the order of their names."""
        engines = {reader.name: reader.version for reader in (self._main, *self._engines.values())}
        return "+".join(dict.fromkeys(engines[name] for name in sorted(names) if name in engines))

    def read(self, lines: list[Line], hints: tuple[str, ...]) -> ReadLines:
        """Read all lines, turning them round if the page stands on its head."""
        page, sample = _Page(lines), _spread(lines, _SAMPLE)
        if self._reads(page, sample):
            return self._by_main_or_english(page, sample, hints)
        turned = page.turned()
        if self._reads(turned, sample):
            return self._by_main_or_english(turned, sample, hints)
        page, language = self._language(page, turned, sample[:: _SAMPLE // _FIRST_SAMPLE], hints)
        return self._read_all(page, language or self._main, hints, _POOR_LINE)

    def _reads(self, page: _Page, sample: list[int]) -> bool:
        """Whether the main engine reads the sample; a few lines settle it where the answer is plain."""
        if page.mean(self._main, sample[:: _SAMPLE // _FIRST_SAMPLE]) < _HOPELESS:
            return False
        return page.mean(self._main, sample) >= _ENOUGH

    def _by_main_or_english(self, page: _Page, sample: list[int], hints: tuple[str, ...]) -> ReadLines:
        """By Tesseract if the page is long and has letters of English only: it reads those as well, and faster."""
        seen = " ".join(page.read(self._main, at).text for at in sample)
        if "eng" in self.installed and len(page.lines) >= _LONG_PAGE and is_plain_latin(seen):
            return self._read_all(page, self._tesseract("eng"), hints, _POOR_ENGLISH)
        return self._read_all(page, self._main, hints, _POOR_LINE)

    def _language(
        self, page: _Page, turned: _Page, sample: list[int], hints: tuple[str, ...]
    ) -> tuple[_Page, LineReader | None]:
        """The language that reads the sample, and the way up in which it does; None if none is believed."""
        best, reader = self._best_language(page, sample, hints)
        if best < _CLEAR:
            other_best, other = self._best_turned(turned, sample, hints, best, reader)
            if other_best > best + _TURN_GAIN:
                page, best, reader = turned, other_best, other
        if reader is None or best < _least_belief(len(page.lines)):
            return page, None
        self._last = reader.language
        return page, reader

    def _best_turned(
        self, turned: _Page, sample: list[int], hints: tuple[str, ...], best: float, reader: Tesseract | None
    ) -> tuple[float, Tesseract | None]:
        """How well lines are read standing on their head: by the best language so far, or any if none was good."""
        if reader is not None and best >= _FOR_A_LANGUAGE:
            return turned.mean(reader, sample), reader
        return self._best_language(turned, sample, hints)

    def _best_language(self, page: _Page, sample: list[int], hints: tuple[str, ...]) -> tuple[float, Tesseract | None]:
        """The language that reads the sample best. Once a script is clear, only its own languages are still tried."""
        names = candidates(self.installed, hints)
        names = tuple(dict.fromkeys([*(name for name in names if name == self._last), *names]))
        best, reader, clear_script = 0.0, None, ""
        for name in names:
            if clear_script and script_of_data(name) != clear_script:
                continue
            engine = self._tesseract(name)
            mean = page.mean(engine, sample)
            if mean > best:
                best, reader = mean, engine
            if best >= _CLEAR and reader is not None:
                clear_script = script_of_data(reader.language)
        return best, reader

    def _tesseract(self, name: str) -> Tesseract:
        if name not in self._engines:
            assert self._data is not None, "languages are installed only where there is a folder"
            self._engines[name] = Tesseract(self._data, name)
        return self._engines[name]

    def _read_all(self, page: _Page, reader: LineReader, hints: tuple[str, ...], poor_score: float) -> ReadLines:
        every = range(len(page.lines))
        result = ReadLines(
            page.lines, [page.read(reader, at) for at in every], [page.score(reader, at) for at in every]
        )
        if reader is not self._main:
            _better(page, result, self._main, poor_score)
        self._mend(page, result, hints, _GOOD_LINE if reader is self._main else _POOR_LINE)
        return result

    def _mend(self, page: _Page, result: ReadLines, hints: tuple[str, ...], poor_score: float) -> None:
        """Find a language for lines in other scripts: pages in Chinese and Uyghur are common."""
        tried: set[int] = set()
        for _ in range(_MOST_SCRIPTS):
            poor = [at for at, line in enumerate(page.lines) if result.scores[at] < poor_score and line.aspect >= _WIDE]
            untried = [at for at in poor if at not in tried]
            if not untried:
                return
            widest = max(untried, key=lambda at: page.lines[at].aspect)
            tried.add(widest)
            best, language = self._best_language(page, [widest], hints)
            if language is not None and best >= _least_belief(len(poor)):
                _better(page, result, language, poor_score)


def _better(page: _Page, result: ReadLines, reader: LineReader, below: float) -> None:
    """Give the lines that scored ``below`` this to ``reader`` too, and keep what is better."""
    for at, scored in enumerate(result.scores):
        if scored < below and page.score(reader, at) > scored:
            result.reads[at], result.scores[at] = page.read(reader, at), page.score(reader, at)


def _least_belief(lines: int) -> float:
    """The score from which another script is believed in: a few lines must be clear, many may be poor."""
    return _FOR_A_LANGUAGE if lines >= _FEW_LINES else _CLEAR


def _spread(lines: list[Line], count: int) -> list[int]:
    """Indices of ``count`` lines from all over the page, those wide enough to tell a script; widest if too few are."""
    wide = [at for at, line in enumerate(lines) if line.aspect >= _WIDE]
    if len(wide) < count:
        return sorted(range(len(lines)), key=lambda at: -lines[at].aspect)[:count]
    return [wide[round(at)] for at in np.linspace(0, len(wide) - 1, count)]
