"""Tesseract, in process, a line at a time: Arabic script, Cyrillic, Tibetan, whatever language data are installed."""

import os
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from muniment.read.ocr.lines import Line, LineRead, WordRead
from muniment.read.ocr.scripts import RAW_SCRIPTS, script_of_data

_PLACES = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)
"""Where distributions put the language data."""

_RESOLUTION = 200
"""Dots per inch told to the engine, which warns where it has to guess; lines are scaled by their height anyway."""


def find_data() -> Path | None:
    """The folder of language data, ``TESSDATA_PREFIX`` first; None if there is none."""
    for place in filter(None, (os.environ.get("TESSDATA_PREFIX"), *_PLACES)):
        folder = Path(place)
        if any(folder.glob("*.traineddata")):
            return folder
    return None


def installed(folder: Path | None) -> tuple[str, ...]:
    """The languages whose data lie in ``folder``, by Tesseract's names, without those that are no languages."""
    if folder is None:
        return ()
    names = sorted(path.name.removesuffix(".traineddata") for path in folder.glob("*.traineddata"))
    return tuple(name for name in names if name not in {"osd", "equ", "snum"})


class Tesseract:
    """Reads lines in one language. Loads its data once; one thread."""

    def __init__(self, folder: Path, language: str) -> None:
        os.environ["OMP_THREAD_LIMIT"] = "1"  # read when the library is loaded: processes share the cores, not threads
        import tesserocr  # type: ignore[import-untyped] # noqa: PLC0415 - only after the line above

        self.name = f"tesseract-{language}"
        self.version = version("tesserocr")
        self.language = language
        self._words_level = tesserocr.RIL.WORD
        self._api: Any = tesserocr.PyTessBaseAPI(
            path=str(folder),
            lang=language,
            oem=tesserocr.OEM.LSTM_ONLY,
            psm=tesserocr.PSM.RAW_LINE if script_of_data(language) in RAW_SCRIPTS else tesserocr.PSM.SINGLE_LINE,
        )

    def read(self, line: Line) -> LineRead:
        """What stands on ``line``, its words in logical order."""
        height, width = line.pixels.shape[:2]
        self._api.SetImageBytes(line.pixels.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(_RESOLUTION)
        if not self._api.Recognize():
            return LineRead((), 0.0, self.name)
        words = _in_logical_order(tuple(self._words(width)), self._api.GetUTF8Text().split())
        letters = sum(len(word.text) for word in words)
        confidence = sum(word.confidence * len(word.text) for word in words) / letters if letters else 0.0
        return LineRead(words, confidence, self.name)

    def _words(self, width: int) -> Iterator[WordRead]:
        found = self._api.GetIterator()
        if found is None:
            return
        while True:
            if not found.Empty(self._words_level):
                text = found.GetUTF8Text(self._words_level).strip()
                box = found.BoundingBox(self._words_level)
                if text and box:
                    sure = found.Confidence(self._words_level) / 100
                    yield WordRead(text, box[0] / width, min(1.0, box[2] / width), sure)
            if not found.Next(self._words_level):
                return


def _in_logical_order(words: tuple[WordRead, ...], texts: list[str]) -> tuple[WordRead, ...]:
    """The words with their letters as the line has them: asked for a word, the engine gives some backwards."""
    if len(words) != len(texts):
        return words
    return tuple(replace(word, text=text) for word, text in zip(words, texts, strict=True))


def script_seen(folder: Path, pixels: bytes, width: int, height: int) -> tuple[str, float]:
    """The script that Tesseract believes the grey picture is written in ("Arabic"), and how sure it is; ("", 0)."""
    if not (folder / "osd.traineddata").exists():
        return "", 0.0
    import tesserocr  # noqa: PLC0415 - as above

    with tesserocr.PyTessBaseAPI(path=str(folder), lang="osd", psm=tesserocr.PSM.OSD_ONLY) as api:
        api.SetImageBytes(pixels, width, height, 1, width)
        api.SetSourceResolution(_RESOLUTION)
        seen = api.DetectOrientationScript()
    return (seen["script_name"], float(seen["script_conf"])) if seen else ("", 0.0)
