"""B9: publishing a scan of 500 pages with 2,000 marks ÷ bare render + encode on the same cores; aim: at most 1.5.

Makes a scan (A4 at 200 dpi, askew, noisy, JPEG) whose words are known, covers four of them on every page, and writes
the PDF of what is left. Bare is: PDFium (pypdfium2) draws the same pages at the same size, Pillow makes them grey and
packs them as JPEG of the same quality, in as many processes as there are cores, each of which keeps the file open; no
sandbox, no marks, no PDF. ``--colour`` makes the scans on tinted paper with a stamp; bare packs them in colour then.

Both sides run in turn, twice. ``ratio`` is of processor time, children included, without starting up, and
``ratio_by_the_clock`` likewise; the time that starting takes, ``start``, is told apart. Covered scans are recognised
anew before they are published: ``ratio_with_recognition`` adds what that takes, measured on a few pages. ``memory`` has
the peaks in MiB of the main process and of the largest of its helpers, for a tenth of the pages and for all. Prints one
JSON line. Usage: redaction.py [--pages N] [--recognised N] [--colour]
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
from typing import Any

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from muniment.adapters.case_folder import CaseFolder
from muniment.app.pictures import Pictured
from muniment.app.redact.burning import Burner
from muniment.limits import MIB
from muniment.model import PageKind, Word
from muniment.redact.image import JPEG_QUALITY, LONG_SIDE
from muniment.redact.marks import Cover, PageSource
from muniment.redact.pdf import PdfWriter

Told = dict[str, Any]

A4 = (1654, 2339)
SHEETS = 12
"""Scans that differ."""

COPIES = 120
"""Pictures in the file: more than a bare process draws in one go, so that its library need not keep them decoded."""

MARKS = 4

FEW = 8
"""Pages with which starting up is measured, to be taken off."""

STAMP = (1200, 40)
"""Where the stamp is, above the print."""

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
    parser.add_argument("--recognised", type=int, default=8)
    parser.add_argument("--colour", action="store_true")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="redaction-") as folder:
        case = CaseFolder.create(Path(folder) / "case")
        scan, sources = made(arguments.pages, is_colour=arguments.colour)
        path = Path(folder) / "scan.pdf"
        path.write_bytes(scan)
        what = kept(case, scan)
        del scan
        early = burnt(case, what, sources[: arguments.pages // 10])  # first: the helpers' peak never goes down again
        late = burnt(case, what, sources)
        ours_start = burnt(case, what, sources[:FEW])
        bare_start, bare_first = bare(path, FEW), bare(path, arguments.pages)
        ours, bare_all = [late, burnt(case, what, sources)], [bare_first, bare(path, arguments.pages)]
        anew = recognised(case, what, sources[: arguments.recognised])
    print(json.dumps(result(ours, ours_start, bare_all, bare_start, anew) | memory(early, late)))


@dataclass(frozen=True, slots=True)
class Run:
    """Seconds of processor time, children included, and by the clock; peaks of memory; bytes of the PDF."""

    pages: int
    cpu: float
    clock: float
    peak: int = 0
    helper: int = 0
    size: int = 0


def result(ours: list[Run], ours_start: Run, bare_all: list[Run], bare_start: Run, anew: Run) -> Told:
    """What is printed, memory apart."""
    pages = ours[0].pages
    cpu = sum(one.cpu - ours_start.cpu for one in ours) / sum(one.cpu - bare_start.cpu for one in bare_all)
    clock = sum(one.clock - ours_start.clock for one in ours) / sum(one.clock - bare_start.clock for one in bare_all)
    bare_page = sum(one.cpu - bare_start.cpu for one in bare_all) / len(bare_all) / (pages - FEW)
    return {
        "bench": "B9",
        "pages": pages,
        "marks": pages * MARKS,
        "ratio": round(cpu, 2),
        "ratio_by_the_clock": round(clock, 2),
        "ratio_with_recognition": round(cpu + anew.cpu / bare_page, 1),
        "seconds": [round(one.clock, 1) for one in ours],
        "bare_seconds": [round(one.clock, 1) for one in bare_all],
        "start": [round(ours_start.clock, 1), round(bare_start.clock, 1)],
        "bare_cpu_ms_per_page": round(1000 * bare_page, 1),
        "recognising_seconds_per_page": {"cpu": round(anew.cpu, 2), "clock": round(anew.clock, 2)},
        "kib_per_page": round(ours[0].size / pages / 1024),
    }


def memory(*runs: Run) -> Told:
    """Peaks in MiB by the number of pages."""
    peaks = {str(run.pages): {"main": round(run.peak / MIB), "helper": round(run.helper / MIB)} for run in runs}
    return {"memory": peaks}


def _cpu() -> float:
    """Processor time of this process and of all its children that have ended."""
    return sum(
        used.ru_utime + used.ru_stime
        for used in (resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN))
    )


def made(count: int, *, is_colour: bool = False) -> tuple[bytes, list[PageSource]]:
    """The scan as a PDF, and its pages with their words and marks."""
    generator = random.Random(1)
    sheets = [_sheet(generator, number, is_colour=is_colour) for number in range(SHEETS)]
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pictures = [_picture(pdf, sheets[number % SHEETS][0], is_colour=is_colour) for number in range(COPIES)]
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


def _sheet(generator: random.Random, number: int, *, is_colour: bool) -> tuple[bytes, str, tuple[Word, ...]]:
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
    if is_colour:
        scan = Image.blend(scan.convert("RGB"), Image.new("RGB", A4, (245, 235, 205)), 0.2)
        scan.paste((200, 30, 40), (*STAMP, STAMP[0] + 150, STAMP[1] + 60))
    out = io.BytesIO()
    scan.save(out, "JPEG", quality=60)
    return out.getvalue(), text, tuple(words)


def _picture(pdf: pikepdf.Pdf, jpeg: bytes, *, is_colour: bool) -> pikepdf.Object:
    stream = pdf.make_stream(jpeg)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height = A4
    space = pikepdf.Name.DeviceRGB if is_colour else pikepdf.Name.DeviceGray
    stream.BitsPerComponent, stream.ColorSpace, stream.Filter = 8, space, pikepdf.Name.DCTDecode
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
    _forget_peak()
    cpu, begin = _cpu(), time.monotonic()
    with Burner(case) as burner, tempfile.TemporaryFile() as out:
        writer = PdfWriter(out)
        for page in burner.burn(what, iter(sources), recognise=False):
            assert page.image is not None
            writer.add(page.image, page.words)
        writer.close()
        size = out.tell()
    helper = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Run(len(sources), _cpu() - cpu, time.monotonic() - begin, _peak(), helper, size)


def recognised(case: CaseFolder, what: Pictured, sources: list[PageSource]) -> Run:
    """What recognising covered pages anew takes for each."""
    if not sources:
        return Run(0, 0.0, 0.0)
    used = []
    for recognise in (False, True):
        cpu, begin = _cpu(), time.monotonic()
        with Burner(case) as burner:
            list(burner.burn(what, sources, recognise=recognise))
        used.append((_cpu() - cpu, time.monotonic() - begin))
    (cpu, clock), (cpu_too, clock_too) = used
    return Run(len(sources), (cpu_too - cpu) / len(sources), (clock_too - clock) / len(sources))


def bare(path: Path, pages: int) -> Run:
    """Draw and encode pages, in as many processes as there are cores."""
    cores = len(os.sched_getaffinity(0))
    cpu, begin = _cpu(), time.monotonic()
    with ProcessPoolExecutor(cores, get_context("spawn")) as pool:
        parts = [(path, pages * at // (4 * cores), pages * (at + 1) // (4 * cores)) for at in range(4 * cores)]
        assert sum(pool.map(_bare, parts)) == pages
    return Run(pages, _cpu() - cpu, time.monotonic() - begin)


def _bare(part: tuple[Path, int, int]) -> int:
    path, first, last = part
    with pypdfium2.PdfDocument(path) as pdf:
        return sum(1 for number in range(first, last) for _ in _drawn(pdf[number]))


def _drawn(page: pypdfium2.PdfPage) -> Iterator[bytes]:
    bitmap = page.render(scale=LONG_SIDE / max(page.get_size()))
    out = io.BytesIO()
    image = bitmap.to_pil()
    (image if _is_coloured(image) else image.convert("L")).save(out, "JPEG", quality=JPEG_QUALITY)
    yield out.getvalue()


def _is_coloured(image: Image.Image) -> bool:
    """Whether the stamp is where the bench puts it: what a bare loop is told costs it nothing."""
    return len(set(image.getpixel((STAMP[0] + 5, STAMP[1] + 5)))) > 1  # type: ignore[arg-type] # three bands


def _forget_peak() -> None:
    with suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")


def _peak() -> int:
    """Peak of the bytes that the main process had in memory of its own."""
    with suppress(OSError):
        for line in Path("/proc/self/status").read_text("ascii").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    main()
