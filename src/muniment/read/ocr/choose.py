"""Which engine reads the lines of a page: a sample is tried first, then the rest by whatever read it best."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from muniment.read.ocr.lines import Line, LineRead, LineReader
from muniment.read.ocr.scripts import candidates, is_plain_latin, is_plausible, script_of_data
from muniment.read.ocr.tesseract import Tesseract, installed

_SAMPLE = 6
"""Lines tried before an engine is settled on: each costs a fortieth of a full page."""

_LANGUAGE_SAMPLE = 3
"""Lines on which each language is tried: five languages on three lines cost a third of a second."""

_ENOUGH = 0.75
"""Mean score of a sample from which its reader is believed: right readers score 0.8 and more, wrong ones below 0.5."""

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
        sample = _spread(lines, _SAMPLE)
        lines, believed = self._right_way_up(lines, sample)
        reader: LineReader | None = self._main
        if believed < _ENOUGH:
            lines, reader = self._language(lines, sample, hints)
        elif self._gains_by_tesseract(lines, sample):
            return self._read_all(lines, self._tesseract("eng"), hints, _POOR_ENGLISH)
        return self._read_all(lines, reader or self._main, hints, _POOR_LINE)

    def _right_way_up(self, lines: list[Line], sample: list[int]) -> tuple[list[Line], float]:
        upright = _mean_score(self._main, [lines[at] for at in sample])
        if upright >= _ENOUGH:
            return lines, upright
        turned = [line.upside_down() for line in lines]
        other_way = _mean_score(self._main, [turned[at] for at in sample])
        return (turned, other_way) if other_way >= _ENOUGH else (lines, upright)

    def _gains_by_tesseract(self, lines: list[Line], sample: list[int]) -> bool:
        """Whether the page is long and in letters of English: Tesseract reads those as well, in a third of the time."""
        if "eng" not in self.installed or len(lines) < _LONG_PAGE:
            return False
        return is_plain_latin(" ".join(self._main.read(lines[at]).text for at in sample))

    def _language(
        self, lines: list[Line], sample: list[int], hints: tuple[str, ...]
    ) -> tuple[list[Line], LineReader | None]:
        tried = [lines[at] for at in sample[:_LANGUAGE_SAMPLE]]
        best, reader = self._best_language(tried, hints)
        if best < _CLEAR:
            turned, other = self._best_turned([line.upside_down() for line in tried], hints, best, reader)
            if turned > best + 0.1 and turned >= _FOR_A_LANGUAGE:
                self._last = other.language if other else ""
                return [line.upside_down() for line in lines], other
        if reader is None or best < (_FOR_A_LANGUAGE if len(lines) >= _FEW_LINES else _CLEAR):
            return lines, None
        self._last = reader.language
        return lines, reader

    def _best_turned(
        self, turned: list[Line], hints: tuple[str, ...], best: float, reader: Tesseract | None
    ) -> tuple[float, Tesseract | None]:
        """How well the lines are read standing on their head: by the best language so far, or any if none was good."""
        if reader is not None and best >= _FOR_A_LANGUAGE:
            return _mean_score(reader, turned), reader
        return self._best_language(turned, hints)

    def _best_language(self, tried: list[Line], hints: tuple[str, ...]) -> tuple[float, Tesseract | None]:
        """The language that reads the lines best. Once a script is clear, only its own languages are still tried."""
        names = candidates(self.installed, hints)
        names = tuple(dict.fromkeys([*(name for name in names if name == self._last), *names]))
        best, reader, clear_script = 0.0, None, ""
        for name in names:
            if clear_script and script_of_data(name) != clear_script:
                continue
            engine = self._tesseract(name)
            mean = _mean_score(engine, tried)
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

    def _read_all(self, lines: list[Line], reader: LineReader, hints: tuple[str, ...], poor_score: float) -> ReadLines:
        reads = [reader.read(line) for line in lines]
        scores = [score(read, line) for read, line in zip(reads, lines, strict=True)]
        result = ReadLines(lines, reads, scores)
        if reader is not self._main:
            self._better(result, self._main, poor_score)
        poor = [
            line for line, got in zip(lines, result.scores, strict=True) if got < _GOOD_LINE and line.aspect >= _WIDE
        ]
        if poor and not isinstance(reader, Tesseract):
            wide_first = sorted(poor, key=lambda line: -line.aspect)[:_LANGUAGE_SAMPLE]
            best, language = self._best_language(wide_first, hints)
            if language is not None and best >= (_FOR_A_LANGUAGE if len(poor) >= _FEW_LINES else _CLEAR):
                self._better(result, language, _GOOD_LINE)
        return result

    def _better(self, result: ReadLines, reader: LineReader, below: float) -> None:
        """Give the lines that scored ``below`` this to ``reader`` too, and keep what is better."""
        for at, line in enumerate(result.lines):
            if result.scores[at] < below:
                read = reader.read(line)
                believed = score(read, line)
                if believed > result.scores[at]:
                    result.reads[at], result.scores[at] = read, believed


def _spread(lines: list[Line], count: int) -> list[int]:
    """Indices of ``count`` lines from all over the page, those wide enough to tell a script; widest if too few are."""
    wide = [at for at, line in enumerate(lines) if line.aspect >= _WIDE]
    if len(wide) < count:
        return sorted(range(len(lines)), key=lambda at: -lines[at].aspect)[:count]
    return [wide[round(at)] for at in np.linspace(0, len(wide) - 1, count)]


def _mean_score(reader: LineReader, lines: list[Line]) -> float:
    """The mean score of the lines, wide ones counting more."""
    weights = [min(line.aspect, 20.0) for line in lines]
    return float(np.average([score(reader.read(line), line) for line in lines], weights=weights)) if lines else 0.0
