"""Pages whose words are known, drawn as a scanner would see them: A4, slightly turned, with noise."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from lxml import etree
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from muniment.read.reader import Picture

FULL_DPI = 300
A4_INCHES = (8.27, 11.69)
MARGIN_INCHES = 0.9
POINTS = 11.5
"""Size of the letters: what offices print."""

_FONTS = Path("/usr/share/fonts")
_RTL = frozenset({"uig", "ara"})


@dataclass(frozen=True, slots=True)
class Language:
    """A language of the sample: its file of the Declaration and a font that has its letters."""

    code: str
    declaration: str
    font: str


LANGUAGES = (
    Language("eng", "udhr_eng.xml", "truetype/noto/NotoSerif-Regular.ttf"),
    Language("chi", "udhr_cmn_hans.xml", "opentype/noto/NotoSerifCJK-Regular.ttc"),
    Language("rus", "udhr_rus.xml", "truetype/noto/NotoSerif-Regular.ttf"),
    Language("uig", "udhr_uig_arab.xml", "truetype/noto/NotoNaskhArabic-Regular.ttf"),
    Language("ara", "udhr_arb.xml", "truetype/noto/NotoNaskhArabic-Regular.ttf"),
    Language("kaz", "udhr_kaz.xml", "truetype/noto/NotoSerif-Regular.ttf"),
    Language("bod", "udhr_bod.xml", "truetype/noto/NotoSerifTibetan-Regular.ttf"),
)


@dataclass(frozen=True, slots=True)
class KnownPage:
    """A drawn page at ``FULL_DPI`` and the words on it, a line of print per line."""

    language: str
    image: Image.Image
    text: str

    def at(self, dpi: int) -> Picture:
        """The page as a grey picture at ``dpi``."""
        size = (round(self.image.width * dpi / FULL_DPI), round(self.image.height * dpi / FULL_DPI))
        small = self.image if dpi == FULL_DPI else self.image.resize(size, Image.Resampling.LANCZOS)
        return Picture(small.width, small.height, 1, small.tobytes())


def paragraphs(declaration: Path) -> list[str]:
    """The paragraphs of one translation of the Declaration."""
    root = etree.parse(declaration).getroot()
    texts = (
        " ".join("".join(str(part) for part in element.itertext()).split())
        for element in root.iter("{*}para", "{*}title")
    )
    return [text for text in texts if text]


def known_pages(udhr: Path, language: Language, count: int, seed: int = 1) -> list[KnownPage]:
    """The first ``count`` pages of the Declaration in ``language``."""
    font = ImageFont.truetype(str(_FONTS / language.font), round(POINTS / 72 * FULL_DPI))
    width, height = (round(side * FULL_DPI) for side in A4_INCHES)
    margin = round(MARGIN_INCHES * FULL_DPI)
    texts = paragraphs(udhr / language.declaration)
    if language.code in _RTL:
        texts = [text.replace("-", " ") for text in texts]  # the font for these letters has no hyphen
    lines = _wrapped(texts, font, width - 2 * margin)
    pitch = round(POINTS / 72 * FULL_DPI * 1.55)
    per_page = (height - 2 * margin) // pitch
    rng = np.random.default_rng(seed)
    pages = []
    for start in range(0, min(len(lines), count * per_page), per_page):
        chunk = lines[start : start + per_page]
        image = _drawn(chunk, font, (width, height), margin, pitch, is_rtl=language.code in _RTL)
        pages.append(KnownPage(language.code, _scanned(image, rng), "\n".join(chunk)))
    return pages


def _wrapped(texts: list[str], font: ImageFont.FreeTypeFont, room: int) -> list[str]:
    lines: list[str] = []
    for text in texts:
        line = ""
        for piece in _pieces(text):
            if line and font.getlength(line + piece.rstrip()) > room:
                lines.append(line.strip())
                line = ""
            line += piece
        lines.append(line.strip())
    return [line for line in lines if line]


def _pieces(text: str) -> list[str]:
    """What must stay together on a line: words, single Han characters, Tibetan syllables."""
    pieces = [""]
    for char in text:
        pieces[-1] += char
        if char in " \u0f0b" or "\u4e00" <= char <= "\u9fff":
            pieces.append("")
    return pieces


def _drawn(
    lines: list[str], font: ImageFont.FreeTypeFont, size: tuple[int, int], margin: int, pitch: int, *, is_rtl: bool
) -> Image.Image:
    image = Image.new("L", size, 250)
    pen = ImageDraw.Draw(image)
    for row, line in enumerate(lines):
        x = size[0] - margin if is_rtl else margin
        pen.text((x, margin + row * pitch), line, fill=25, font=font, anchor="ra" if is_rtl else "la")
    return image


def _scanned(image: Image.Image, rng: np.random.Generator) -> Image.Image:
    """Turned by up to half a degree, a little blurred, with the grain of a scanner."""
    turned = image.rotate(float(rng.uniform(-0.5, 0.5)), Image.Resampling.BICUBIC, fillcolor=250)
    soft = np.asarray(turned.filter(ImageFilter.GaussianBlur(1.2)), np.float32)
    grain = rng.normal(0, 9, soft.shape).astype(np.float32)
    return Image.fromarray(np.clip(soft + grain, 0, 255).astype(np.uint8))


def characters_right(got: str, wanted: str) -> float:
    """1 - edit distance / length of what was wanted, spaces and line breaks counted as one; 0 to 1."""
    a, b = " ".join(got.split()), " ".join(wanted.split())
    if not b:
        return float(not a)
    return max(0.0, 1.0 - _distance(a, b) / len(b))


def _distance(a: str, b: str) -> int:
    """Levenshtein's distance, a row at a time: ``numpy`` carries the insertions along by a running minimum."""
    codes = np.array([ord(char) for char in b])
    steps = np.arange(len(b) + 1)
    row = steps.copy()
    for count, char in enumerate(a, 1):
        change = np.minimum(row[:-1] + (codes != ord(char)), row[1:] + 1)
        row = np.minimum.accumulate(np.concatenate(([count], change)) - steps) + steps
    return int(row[-1])
