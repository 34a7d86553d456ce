"""What somebody with time and other people's tools gets out of a folder that was published."""

import io
import re
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2  # type: ignore[import-untyped] # the library has no type marker
from PIL import Image, ImageOps

ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "cp1251", "gb18030", "big5", "cp1256")
PICTURES = (".png", ".jpg")

_DEFLATED = re.compile(rb"[\x08\x18\x28\x38\x48\x58\x68\x78][\x01\x5e\x9c\xda]")
_MOST_STARTS = 3_000
_KEYED = re.compile(r"[0-9a-f]{12,}")
_CLOCK = re.compile(r"\d{4}-\d\d-\d\d(?:[T ][\d:.+]+Z?)?|\d\d:\d\d(?::\d\d)?")
_GROUPED = re.compile(r"\b(?:[0-9a-f]{4} )+[0-9a-f]{4}\b")


def holdings(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file's name and bytes, all that can be inflated in it, and every object and stream of a PDF."""
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        name, data = file.relative_to(folder).as_posix(), file.read_bytes()
        yield f"name of {name}", name.encode()
        yield name, data
        if file.suffix in {*PICTURES, ".pdf"}:
            yield from ((f"{name}, inflated", one) for one in inflated(data))
        if file.suffix == ".pdf":
            yield from ((f"{name}, object", one) for one in _objects(data))


def inflated(data: bytes) -> Iterator[bytes]:
    """Whatever inflates, from any place on where a deflated stream may begin."""
    for match in list(_DEFLATED.finditer(data))[:_MOST_STARTS]:
        try:
            yield zlib.decompressobj().decompress(data[match.start() :], 4_000_000)
        except zlib.error:
            continue


def _objects(data: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(data)) as opened:
        yield opened.trailer.unparse()
        for thing in opened.objects:
            yield thing.unparse()
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_raw_bytes()
                if thing.get("/Filter") != pikepdf.Name.DCTDecode:
                    yield thing.read_bytes(pikepdf.StreamDecodeLevel.generalized)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """The text of every PDF by two tools, and of every file that is text."""
    for file in sorted(folder.rglob("*.pdf")):
        with pypdfium2.PdfDocument(file.read_bytes()) as opened:
            yield f"{file.name}, PDFium", "\n".join(page.get_textpage().get_text_range() for page in opened)
            yield f"{file.name}, properties", str(opened.get_metadata_dict(skip_empty=True))
        if shutil.which("pdftotext"):
            told = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, check=True)
            yield f"{file.name}, pdftotext", told.stdout.decode()
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        if file.suffix in {".html", ".json", ".jsonld", ".csv", ".txt"}:
            yield file.relative_to(folder).as_posix(), file.read_text("utf-8")


def recognised(folder: Path, language: str = "eng") -> Iterator[tuple[str, str]]:
    """What tesseract reads in every picture: as it is, enlarged with its contrast stretched, and in the shades around
    those of what is filled, where something only seems to be covered."""
    for file in sorted(one for one in folder.rglob("*") if one.suffix in PICTURES):
        with Image.open(file) as opened:
            grey = opened.convert("L")
        pixels = np.asarray(grey, dtype=np.int16)
        for name, seen in {
            "as it is": grey,
            "enlarged": ImageOps.autocontrast(grey.resize((grey.width * 3 // 2, grey.height * 3 // 2))),
            "around the fill": Image.fromarray(np.clip((pixels - 112) * 8, 0, 255).astype(np.uint8)),
        }.items():
            out = io.BytesIO()
            seen.save(out, "PNG")
            told = subprocess.run(
                ["tesseract", "-", "-", "-l", language], input=out.getvalue(), capture_output=True, check=True
            )
            yield f"{file.name}, {name}", told.stdout.decode()


def metadata(folder: Path) -> dict[str, set[str]]:
    """Which chunks and segments the pictures have."""
    found: dict[str, set[str]] = {}
    for file in folder.rglob("*.png"):
        data, at, names = file.read_bytes(), 8, found.setdefault("PNG", set())
        while at < len(data):
            names.add(data[at + 4 : at + 8].decode())
            at += 12 + int.from_bytes(data[at : at + 4])
    for file in folder.rglob("*.jpg"):
        data, at, names = file.read_bytes(), 2, found.setdefault("JPEG", set())
        while data[at + 1] != 0xDA:
            names.add(f"{data[at + 1]:02x}")
            at += 2 + int.from_bytes(data[at + 2 : at + 4])
    return found


def shapes(folder: Path) -> dict[str, list[bytes]]:
    """Every file without what chance and the clock put into it: keyed names, hashes, salts, times; by its name."""
    found: dict[str, list[bytes]] = {}
    for file in sorted(one for one in folder.rglob("*") if one.is_file()):
        data = file.read_bytes()
        if file.suffix not in {*PICTURES, ".pdf"}:
            data = _CLOCK.sub("*", _GROUPED.sub("*", _plain(data.decode()))).encode()
        found.setdefault(_plain(file.relative_to(folder).as_posix()), []).append(data)
    lines = {name for name in found if name.endswith(("manifest-sha256.txt", "manifest.json"))}
    for name in lines:  # sorted by hash or by keyed name, that is, by chance
        found[name] = [b"".join(sorted(re.split(rb"(?<=[\n}])", data))).replace(b",", b"") for data in found[name]]
    return {name: sorted(data) for name, data in found.items()}


def _plain(text: str) -> str:
    return _KEYED.sub(lambda match: "x" * len(match[0]), text)
