"""Recognising one page: find its lines, read them, put them in order. Runs inside the sandbox, on pixels only."""

from functools import cache

import cv2

from muniment.model import Word
from muniment.read.ocr.choose import Chooser, ReadLines
from muniment.read.ocr.lines import Line, LineRead, Pixels, as_grey, is_unspaced, within
from muniment.read.ocr.order import rows_in_order
from muniment.read.ocr.rapidocr import RapidOcr
from muniment.read.ocr.recogniser import NotReadable, Recognised
from muniment.read.ocr.scripts import is_right_to_left, package_for
from muniment.read.ocr.tesseract import find_data, script_seen
from muniment.read.reader import Picture

_KEEP = 0.3
"""Score below which a line's reading is rubbish and is left out."""

_WRITING = 5
"""Wide lines from which a page surely holds writing: below, what was found may be railings or window frames."""

_WIDE = 4.0
"""Width over height of such a line."""

_MANY = 0.25
"""Share of lines left out from which the page is said to be incomplete."""

_BLANK_CONTRAST = 12
"""Grey levels (of 255) between the darkest and the lightest spot below which a page counts as blank."""

_SHRUNK = 3
"""Pixels drawn together into a spot, across and down, so that grain does not count as writing."""

_SURE_SCRIPT = 2.0
"""Tesseract's confidence from which its word on the script is taken."""


class PageRecogniser:
    """Recognises pages with what is installed. Engines are loaded when first needed and kept."""

    def __init__(self, engine: RapidOcr | None = None) -> None:
        self._engine = engine or RapidOcr()
        self._data = find_data()
        self._chooser = Chooser(self._engine, self._data)

    def recognise(self, picture: Picture, hints: tuple[str, ...] = ()) -> Recognised | NotReadable:
        """Recognise ``picture``; ``hints`` are language codes (ISO 639) known in the case, likeliest first."""
        grey = as_grey(picture)
        lines = [] if _is_blank(grey) else self._engine.find(grey)
        if not lines:
            return Recognised("", (), 0.0, self._engine.name, self._engine.version)
        read = self._chooser.read(lines, hints)
        kept = [at for at, got in enumerate(read.scores) if got >= _KEEP and read.reads[at].words]
        lost = sum(line.aspect >= _WIDE for at, line in enumerate(read.lines) if at not in set(kept))
        if not kept and lost >= _WRITING:
            return self._not_readable(grey, hints)
        return self._composed(read, kept, lost, (picture.width, picture.height))

    def _not_readable(self, grey: Pixels, hints: tuple[str, ...]) -> NotReadable:
        script, sure = "", 0.0
        if self._data is not None:
            script, sure = script_seen(self._data, grey.tobytes(), grey.shape[1], grey.shape[0])
        if sure < _SURE_SCRIPT:
            script = ""
        package = package_for(script, hints, self._chooser.installed)
        looks = f"its writing looks {script}, and nothing installed reads that" if script else _UNKNOWN
        return NotReadable(looks, package)

    def _composed(self, read: ReadLines, kept: list[int], lost: int, size: tuple[int, int]) -> Recognised:
        lines = [read.lines[at] for at in kept]
        reads = [read.reads[at] for at in kept]
        text, words = _compose(lines, reads, size)
        engines = {one.engine for one in reads} or {self._engine.name}
        letters = sum(len(one.text) for one in reads)
        sure = sum(one.confidence * len(one.text) for one in reads) / letters if letters else 0.0
        short = ""
        if lost >= _WRITING and lost > _MANY * (lost + len(kept)):
            short = f"{lost} of {lost + len(kept)} lines could not be made out"
        return Recognised(
            text, words, min(1.0, sure), "+".join(sorted(engines)), self._chooser.versions(engines), short
        )


def _is_blank(grey: Pixels) -> bool:
    """Whether nothing stands on the page: the backs of scanned sheets are common, and looking for lines takes long."""
    height, width = grey.shape
    size = (max(1, width // _SHRUNK), max(1, height // _SHRUNK))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    return int(small.max()) - int(small.min()) < _BLANK_CONTRAST


_UNKNOWN = (
    "nothing installed makes out its writing, which may be handwriting or a script whose language data are missing"
)


def _compose(lines: list[Line], reads: list[LineRead], size: tuple[int, int]) -> tuple[str, tuple[Word, ...]]:
    """The page's text, a row of print per line, and each word's place in it."""
    is_rtl = is_right_to_left("".join(read.text for read in reads))
    text: list[str] = []
    words: list[Word] = []
    length = 0
    for row in rows_in_order(lines, is_rtl=is_rtl):
        if text:
            text.append("\n")
            length += 1
        before = ""
        for at in row:
            for word in reads[at].words:
                is_first = word is reads[at].words[0]
                apart = not (is_unspaced(before[-1:]) and is_unspaced(word.text[0])) if is_first else word.after_space
                if before and apart:
                    text.append(" ")
                    length += 1
                box = within(lines[at], word.left, word.right, size)
                words.append(Word(length, length + len(word.text), box, min(1.0, max(0.0, word.confidence))))
                text.append(word.text)
                length += len(word.text)
                before = word.text
    return "".join(text), tuple(words)


@cache
def _process_recogniser() -> PageRecogniser:
    """The one recogniser of this process: loading its models takes a second."""
    return PageRecogniser()


def recognise_page(picture: Picture, hints: tuple[str, ...] = ()) -> Recognised | NotReadable:
    """Recognise ``picture`` with this process's engines; ``hints`` are language codes, likeliest first."""
    return _process_recogniser().recognise(picture, hints)
