"""B9: publishing a scan of 500 pages with 2,000 marks ÷ bare render + encode on the same cores; aim: at most 1.5.

Makes a scan (A4 at 200 dpi, askew, noisy, JPEG) whose words are known, covers four of them on every page, and writes
the PDF of what is left. The bare side draws and encodes the same pages at the same size and quality in as many
processes, with no sandbox and no marks. Both run in turn; ``ratio`` is of processor time, without starting up.
Recognising covered pages anew is measured apart, on a few pages: the publication's search for leaks has to read the
pixels in any case. ``memory`` is the peak of the main process after all pages ÷ after a tenth of them. Prints one JSON
line. Usage: redaction.py [--pages N] [--recognised N]
"""

import argparse
import io
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from muniment.adapters.case_folder import CaseFolder
from muniment.app.burning import Burner
from muniment.app.pictures import Pictured
from muniment.limits import MIB
from muniment.model import PageKind, Word
from muniment.redact.image import JPEG_QUALITY, LONG_SIDE
from muniment.redact.marks import Cover, PageSource
from muniment.redact.pdf import PdfWriter

A4 = (1654, 2339)
SHEETS = 12
"""Scans that differ."""

COPIES = 120
"""Pictures in the file: more than a bare process draws in one go, so that its library need not keep them decoded."""

MARKS = 4

FEW = 8
"""Pages with which starting up is measured, to be taken off."""

MARGIN, PITCH, LETTERS = 170, 46, 30
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
WORDS = (
    "the",
    "gate",
    "was",
    "shut",
    "at",
    "six",
    "and",
    "nobody",
    "signed",
    "for",
    "keys",
    "given",
    "out",
    "by",
    "hand",
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--recognised", type=int, default=4)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="redaction-") as folder:
        case = CaseFolder.create(Path(folder) / "case")
        scan, sources = made(arguments.pages)
        path = Path(folder) / "scan.pdf"
        path.write_bytes(scan)
        what = kept(case, scan)
        start, all_bare = bare(path, FEW), bare(path, arguments.pages)
        ours_start, ours = burnt(case, what, sources[:FEW]), burnt(case, what, sources)
        anew = recognised_seconds(case, what, sources[: arguments.recognised])
    result = {
        "bench": "B9",
        "pages": arguments.pages,
        "marks": arguments.pages * MARKS,
        "ratio": round((ours.cpu - ours_start.cpu) / (all_bare.cpu - start.cpu), 2),
        "ratio_by_the_clock": round((ours.clock - ours_start.clock) / (all_bare.clock - start.clock), 2),
        "seconds": round(ours.clock, 1),
        "bare_seconds": round(all_bare.clock, 1),
        "memory": round(ours.late / ours.early, 2),
        "peak_mib": round(ours.late / MIB),
        "kib_per_page": round(ours.size / arguments.pages / 1024),
        "recognising_seconds_per_page": round(anew, 2),
    }
    print(json.dumps(result))


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of processor time, children included, and by the clock; peaks of memory; bytes of the PDF."""

    cpu: float
    clock: float
    early: int = 1
    late: int = 1
    size: int = 0


def _cpu() -> float:
    """Processor time of this process and of all its children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def made(count: int) -> tuple[bytes, list[PageSource]]:
    """The scan as a PDF, and its pages with their words and marks."""
    generator = random.Random(1)
    sheets = [_sheet(generator, number) for number in range(SHEETS)]
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pictures = [_picture(pdf, sheets[number % SHEETS][0]) for number in range(COPIES)]
        for number in range(count):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=pictures[number % COPIES]))
            page.Contents = pdf.make_stream(b"q 595 0 0 842 0 0 cm /P Do Q")
        pdf.save(out)
    return out.getvalue(), [
        _source(generator, number, *sheets[(number - 1) % SHEETS][1:]) for number in range(1, count + 1)
    ]


def _source(generator: random.Random, number: int, text: str, words: tuple[Word, ...]) -> PageSource:
    chosen = generator.sample(words, MARKS)
    return PageSource(number, PageKind.OCR, text, words, tuple(Cover(((one.start, one.end),)) for one in chosen))


def _sheet(generator: random.Random, number: int) -> tuple[bytes, str, tuple[Word, ...]]:
    image = Image.new("L", A4, 245)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(FONT, LETTERS)
    text, words = "", []
    for top in range(MARGIN, A4[1] - MARGIN, PITCH):
        left = float(MARGIN)
        while left < A4[0] - MARGIN - 200:
            word = generator.choice(WORDS)
            right = left + font.getlength(word)
            pen.text((left, top), word, font=font, fill=30)
            box = left / A4[0], (top + 2) / A4[1], right / A4[0], (top + LETTERS + 8) / A4[1]
            words.append(Word(len(text), len(text) + len(word), box, 0.9))
            text += f"{word} "
            left = right + 12
        text = f"{text[:-1]}\n"
    turned = image.rotate(0.3, Image.Resampling.BICUBIC, fillcolor=245).filter(ImageFilter.GaussianBlur(0.8))
    noise = np.random.default_rng(number).normal(0, 5, (A4[1], A4[0]))
    scan = Image.fromarray(np.clip(np.asarray(turned, np.float32) + noise, 0, 255).astype(np.uint8))
    out = io.BytesIO()
    scan.save(out, "JPEG", quality=60)
    return out.getvalue(), text, tuple(words)


def _picture(pdf: pikepdf.Pdf, jpeg: bytes) -> pikepdf.Object:
    stream = pdf.make_stream(jpeg)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = A4
    stream.BitsPerComponent, stream.ColorSpace, stream.Filter = 8, pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
    return pdf.make_indirect(stream)


def kept(case: CaseFolder, content: bytes) -> Pictured:
    """The scan as an original of the case."""
    originals = case.open_originals()
    originals.prepare()
    incoming = originals.begin()
    incoming.write(content)
    sha256, size = incoming.keep()
    return Pictured(sha256, size, ".pdf", "application/pdf")


def burnt(case: CaseFolder, what: Pictured, sources: list[PageSource]) -> Run:
    """Publish all pages."""
    early = 0
    cpu, begin = _cpu(), time.monotonic()
    with Burner(case) as burner, tempfile.TemporaryFile() as out:
        writer = PdfWriter(out)
        for page in burner.burn(what, iter(sources), recognise=False):
            assert page.image is not None
            writer.add(page.image, page.words)
            if page.number == len(sources) // 10:
                early = _peak()
        writer.close()
        size = out.tell()
    return Run(_cpu() - cpu, time.monotonic() - begin, early or _peak(), _peak(), size)


def recognised_seconds(case: CaseFolder, what: Pictured, sources: list[PageSource]) -> float:
    """Seconds that recognising covered pages anew takes for each, all cores together."""
    if not sources:
        return 0.0
    seconds = []
    with Burner(case) as burner:
        for recognise in (False, True):
            begin = time.monotonic()
            list(burner.burn(what, sources, recognise=recognise))
            seconds.append(time.monotonic() - begin)
    return (seconds[1] - seconds[0]) / len(sources)


def bare(path: Path, pages: int) -> Run:
    """Draw and encode pages, in as many processes as there are cores."""
    cores = len(os.sched_getaffinity(0))
    cpu, begin = _cpu(), time.monotonic()
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        parts = [(path, pages * at // (4 * cores), pages * (at + 1) // (4 * cores)) for at in range(4 * cores)]
        assert sum(pool.map(_bare, parts)) == pages
    return Run(_cpu() - cpu, time.monotonic() - begin)


def _bare(part: tuple[Path, int, int]) -> int:
    path, first, last = part
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(1 for number in range(first, last) for _ in _drawn(pdf[number]))


def _drawn(page: pypdfium2.PdfPage) -> Iterator[bytes]:
    bitmap = page.render(scale=LONG_SIDE / max(page.get_size()))
    out = io.BytesIO()
    bitmap.to_pil().convert("L").save(out, "JPEG", quality=JPEG_QUALITY)
    yield out.getvalue()


def _peak() -> int:
    """Peak of the bytes that the main process had in memory of its own."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
