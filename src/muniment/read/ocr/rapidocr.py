"""RapidOCR's models, run as single lines on one thread: finds lines of any script, reads Han, kana and Latin.

The models lie in the library's wheel and are named by their paths, so that the library never looks for them elsewhere.
"""

import logging
import math
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from muniment.read.ocr.lines import Line, LineRead, Pixels, Quad, WordRead, cut_out, is_unspaced

_FINDER_MODEL = "PP-OCRv6_det_small.onnx"
_READER_MODEL = "PP-OCRv6_rec_small.onnx"

FIND_SIDES = (960, 1600, 2400)
"""Longer side in pixels to which a page is shrunk for finding lines: a finer look where the lines turn out tiny."""

_LEAST_LINE = 11.0
"""Median height of the lines found, in pixels of the shrunk page, below which a finer look is taken."""

_LINE_HEIGHT = 48
"""Height of a line that the reading model was made for."""

SQUEEZE = 0.75
"""Lines are read at this share of their width: a quarter less work at no measurable loss; 0.6 loses letters."""

_WIDTH_STEP = 32
"""Line widths are rounded up to a multiple of this, which spares the engine planning for each width anew."""

_MAX_WIDTH = 4_800
"""Pixels of the longest line read, after scaling: a hundred times its height."""


class RapidOcr:
    """Finder and reader of lines. Loads its models once; one thread."""

    name = "rapidocr"

    def __init__(self, squeeze: float = SQUEEZE, find_sides: tuple[int, ...] = FIND_SIDES, threads: int = 1) -> None:
        # Imported here, because the import starts threads, which must not be there when the parent forks.
        from rapidocr import RapidOCR  # noqa: PLC0415 - see above

        self.version = version("rapidocr")
        self._squeeze = squeeze
        self._find_sides = find_sides
        cv2.setNumThreads(threads)
        logging.getLogger("RapidOCR").setLevel(logging.CRITICAL)
        engine = RapidOCR(params=_settings(threads))
        self._finder: Any = engine._load_det_model()  # type: ignore[no-untyped-call] # noqa: SLF001 - no public way
        reader: Any = engine._load_rec_model()  # type: ignore[no-untyped-call] # noqa: SLF001 - likewise
        self._session: Any = reader.session
        self._letters: list[str] = reader.postprocess_op.character

    def find(self, grey: Pixels) -> list[Line]:
        """The lines of writing in the picture, in no particular order."""
        longer = max(grey.shape)
        colour = cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)
        quads: list[Quad] = []
        for side in self._find_sides:
            self._finder.limit_side_len, self._finder.limit_type = side, "max"
            found = self._finder(colour).boxes
            quads = [] if found is None else [np.asarray(quad, np.float32) for quad in found]
            heights = [min(np.linalg.norm(quad[0] - quad[3]), np.linalg.norm(quad[0] - quad[1])) for quad in quads]
            scale = min(1.0, side / longer)
            if not quads or side >= longer or float(np.median(heights)) * scale >= _LEAST_LINE:
                break
        return [cut_out(grey, quad) for quad in quads]

    def read(self, line: Line) -> LineRead:
        """What stands on ``line``."""
        scores, share = self._scores(line.pixels)
        best = scores.argmax(axis=1)
        sure = scores.max(axis=1)
        first = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
        places = np.flatnonzero(first)
        letters: list[_Letter] = [
            (self._letters[best[at]], float(at + 0.5) / (len(best) * share), float(sure[at])) for at in places
        ]
        confidence = float(np.mean([letter[2] for letter in letters])) if letters else 0.0
        return LineRead(_words(letters), confidence, self.name)

    def _scores(self, pixels: Pixels) -> tuple[NDArray[np.float32], float]:
        """The model's scores, place by letter, and the share of the places that the line fills."""
        height, width = pixels.shape[:2]
        wide = min(_MAX_WIDTH, max(_LINE_HEIGHT // 2, math.ceil(_LINE_HEIGHT * width / height * self._squeeze)))
        padded = math.ceil(wide / _WIDTH_STEP) * _WIDTH_STEP
        how = cv2.INTER_AREA if wide < width else cv2.INTER_LINEAR
        small = cv2.resize(pixels, (wide, _LINE_HEIGHT), interpolation=how).astype(np.float32) / 127.5 - 1.0
        batch = np.zeros((1, 3, _LINE_HEIGHT, padded), np.float32)
        batch[0, :, :, :wide] = small
        scores: NDArray[np.float32] = self._session(batch)[0]
        return scores, wide / padded


def _settings(threads: int) -> dict[str, Any]:
    spec = find_spec("rapidocr")
    assert spec is not None and spec.origin is not None  # noqa: PT018 - it was imported just now
    models = Path(spec.origin).parent / "models"
    return {
        "EngineConfig.onnxruntime.intra_op_num_threads": threads,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        "EngineConfig.onnxruntime.enable_cpu_mem_arena": True,
        "Global.log_level": "critical",
        "Det.model_path": str(models / _FINDER_MODEL),
        "Rec.model_path": str(models / _READER_MODEL),
    }


_Letter = tuple[str, float, float]
"""A letter, where its middle stands as a share of the line's width, and how sure the model is."""


def _words(letters: list[_Letter]) -> tuple[WordRead, ...]:
    """Letters with their places gathered into words: each Han character by itself, others between spaces."""
    words: list[tuple[list[_Letter], bool]] = []
    after_space = starts_new = True
    for letter in letters:
        if not letter[0].strip():
            after_space = starts_new = True
            continue
        alone = is_unspaced(letter[0])
        if starts_new or alone:
            words.append(([letter], after_space))
        else:
            words[-1][0].append(letter)
        starts_new, after_space = alone, False
    return tuple(_word(word, letters, after_space=spaced) for word, spaced in words)


def _word(word: list[_Letter], letters: list[_Letter], *, after_space: bool) -> WordRead:
    pitch = 1.0 / max(1, len(letters))
    half = min(pitch, (word[-1][1] - word[0][1]) / (len(word) - 1) if len(word) > 1 else pitch) / 2
    return WordRead(
        "".join(letter[0] for letter in word),
        max(0.0, word[0][1] - half),
        min(1.0, word[-1][1] + half),
        float(np.mean([letter[2] for letter in word])),
        after_space,
    )
