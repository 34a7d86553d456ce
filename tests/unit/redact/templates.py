"""Pages that differ in one name only: printed in several fonts, and the same as scans."""

import io
import math
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter
from reportlab.pdfbase import pdfmetrics  # type: ignore[import-untyped] # carries no types
from reportlab.pdfbase.cidfonts import UnicodeCIDFont  # type: ignore[import-untyped] # likewise
from reportlab.pdfbase.ttfonts import TTFont  # type: ignore[import-untyped] # likewise
from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped] # likewise

from muniment.limits import Limits
from muniment.model import PageKind
from muniment.read.reader import Document, PageFound
from muniment.read.showing import places, show
from muniment.redact.image import LONG_SIDE
from muniment.redact.marks import Cover, PageSource

HAN_FONT = "STSong-Light"
"""Not embedded: whoever draws it takes another, as with many files of offices."""

FONTS = Path("/usr/share/fonts/truetype")

LATIN = (
    *("Ann Li", "Bo", "Ng", "Jill Fyfe-Gypsum", "Wilhelmina Featherstonehaugh", "IAN HILL", "Aoife Ó Súilleabháin"),
    *(
        "Żółć Gęślą",
        "jqpgy Quigley",
        "M. M. Mammon",
        "iii lll",
        "Åsa Ångström",
        "Konstantinos Papadopoulos-Grigoriadis",
    ),
)
CYRILLIC = ("Ия Юй", "Щукин Фёдор Йодович", "Дзюба Ц.")
HAN = ("王一", "李小明", "歐陽龘靐", "司马图尔荪")
ARABIC = ("علی", "گۈلنار ئابدۇرەھىم", "پەرھات ژ", "محمد إبراهيم", "ئىلياس")
SHORT_LIST = (LATIN[0], LATIN[4], LATIN[8], "Åsa Ångström", "Щукин Фёдор", "歐陽龘靐", "گۈلنار ئابدۇرەھىم")
NAMES = (*LATIN, *CYRILLIC, *HAN, *ARABIC)

BEFORE = (
    "Minutes of the third meeting, held in the hall below the clock",
    "The chair opened the meeting and asked for the list of those present.",
    "Nobody had prepared one; it was agreed to go by the rooms instead, and",
    "to enter the rest by hand. Keys were given out, and signed for, by noon.",
)
AFTER = (
    "The kitchen was to be kept open, quietly, until the guards had changed.",
    "Payment for the coal was put off to the next meeting (see paper 14).",
    "Judging by the figures, every room has too many people by half.",
    "Closed at six. Copies go to the yard, the gate and the office above.",
)


def line_with(name: str) -> str:
    """The line that differs; what follows the name in it is moved by it."""
    return f"Room 12 was opened by {name} on Friday, gladly."


def face_of(text: str, latin: str) -> str:
    """A font that has the letters of ``text``."""
    faces = {"dejavu": "dejavu/DejaVuSans.ttf", "naskh": "noto/NotoNaskhArabic-Regular.ttf"}
    for name, file in faces.items():
        if name not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(TTFont(name, str(FONTS / file)))
    if any("\u0600" <= char <= "\u06ff" for char in text):
        return "naskh"
    if any("\u2e80" <= char <= "\u9fff" for char in text):
        return HAN_FONT
    return latin if text.isascii() else "dejavu"


def printed(name: str, latin: str = "Times-Roman", leading: float = 16, lines_after: int = len(AFTER)) -> bytes:
    """A printed page with ``name`` in the middle of its fifth line."""
    if HAN_FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(HAN_FONT))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(560, 360), invariant=True)
    face_of("", latin)
    at = 320.0
    for line in (*BEFORE, line_with(name), *AFTER[:lines_after]):
        text = canvas.beginText(40, at)
        pieces = [line] if name not in line else [*line.partition(name)]
        for piece in pieces:
            text.setFont(face_of(piece, latin) if piece == name else latin, 11)
            text.textOut(piece)
        canvas.drawText(text)
        at -= leading
    canvas.setTitle(name)
    canvas.save()
    return out.getvalue()


def document(pdf: bytes, media_type: str = "application/pdf") -> Document:
    """A file as readers see it."""
    return Document(io.BytesIO(pdf), len(pdf), ".pdf", media_type, Path(tempfile.gettempdir()), (), Limits())


def drawn(pdf: bytes) -> NDArray[np.uint8]:
    """Its first page as it is drawn for publication."""
    picture = show(document(pdf), 1, LONG_SIDE)
    flat = np.frombuffer(picture.pixels, np.uint8)
    shape = (picture.height, picture.width)
    return flat.reshape(shape if picture.channels == 1 else (*shape, picture.channels))


def placed_words(pdf: bytes) -> PageFound:
    """The text of its first page and where its words stand."""
    return places(document(pdf), 1)


def covering(found: PageFound, name: str, kind: PageKind = PageKind.TEXT, reason: str = "a witness") -> PageSource:
    """The page with a cover over ``name``, letters and marks as they were read."""
    start = found.text.index(name)
    return PageSource(1, kind, found.text, tuple(found.words), (Cover(((start, start + len(name)),), reason=reason),))


def line_of_name(source: PageSource, text: str) -> PageSource:
    """The page with a cover over the words from "by" to "on", whatever was read between them."""
    start, end = text.index("opened by") + 10, text.index("Friday") - 3
    return replace(source, text=text, covers=(Cover(((start, end),), reason="a witness"),))


def scan(pixels: NDArray[np.uint8], degrees: float = 0.6, seed: int = 7) -> NDArray[np.uint8]:
    """The page as a scanner gives it: askew, soft, grey paper, noise that depends on the seed only."""
    grey = Image.fromarray(pixels).convert("L")
    turned = grey.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255).filter(ImageFilter.GaussianBlur(0.8))
    noise = np.random.default_rng(seed).normal(0, 5, (turned.height, turned.width))
    soft = np.asarray(turned, np.float32) * 0.94 + noise
    return np.clip(soft, 0, 255).astype(np.uint8)


def turned(page: PageSource, degrees: float, aspect: float) -> PageSource:
    """The page's words where they stand once it is turned; ``aspect`` is its width over its height."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    words = []
    for word in page.words:
        left, top, right, bottom = word.box
        across, down = ((left + right) / 2 - 0.5) * aspect, (top + bottom) / 2 - 0.5
        x = (across * cos + down * sin) / aspect + 0.5
        y = down * cos - across * sin + 0.5
        wide, high = (right - left) / 2, (bottom - top) / 2
        words.append(replace(word, box=(max(0.0, x - wide), y - high, min(1.0, x + wide), y + high)))
    return replace(page, words=tuple(words))


def two_columns(name: str) -> bytes:
    """A page of two columns whose lines are not level with one another."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(560, 360), invariant=True)
    canvas.setFont("Times-Roman", 11)
    for line in range(12):
        words = f"{name} stood here and said nothing" if line == 5 else "the left column goes on and on"
        canvas.drawString(40, 320 - 16 * line, words)
        canvas.drawString(310, 313 - 16 * line, "the right column goes on and on")
    canvas.save()
    return out.getvalue()


def several_pages(count: int) -> bytes:
    """A file of numbered pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(300, 200), invariant=True)
    for number in range(1, count + 1):
        canvas.drawString(40, 100, f"page {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()
