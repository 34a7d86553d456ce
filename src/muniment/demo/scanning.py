"""Turns printed pages into a scan: pixels only, slightly askew, noisy, grey paper, JPEG."""

import io

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # carries no types
from PIL import Image, ImageFilter

DOTS_PER_INCH = 160
"""As offices scan, and enough for recognition."""

SKEW_DEGREES = 0.7
PAPER = (246, 244, 238)
NOISE = 5.0
"""Standard deviation of the sensor's noise, in grey levels of 256."""

FEED_STREAKS = 2
SHADOW_DEPTH, SHADOW_WIDTH = 0.12, 0.03
"""The binding edge: how much darker, and over which part of the page's width."""

JPEG_QUALITY = 62
POINTS_PER_INCH = 72

Pixels = npt.NDArray[np.float32]


def scanned(pdf: bytes, seed: int) -> bytes:
    """A PDF of the same pages that holds nothing but their pictures."""
    random = np.random.default_rng(seed)
    out = pikepdf.new()
    with pypdfium2.PdfDocument(pdf) as printed:
        for number in range(len(printed)):
            image = printed[number].render(scale=DOTS_PER_INCH / POINTS_PER_INCH).to_pil().convert("RGB")
            _add_picture(out, _photographed(image, number, random))
    return _saved(out)


def _photographed(image: Image.Image, number: int, random: np.random.Generator) -> Image.Image:
    angle = SKEW_DEGREES * (1 if number % 2 else -1) + float(random.normal(0, 0.08))
    askew = image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255))
    soft = askew.filter(ImageFilter.GaussianBlur(0.55))
    pixels = np.asarray(soft, dtype=np.float32) / 255 * np.array(PAPER, dtype=np.float32)
    lit: Pixels = (pixels * _shade(pixels.shape[0], pixels.shape[1])).astype(np.float32)
    noisy = _streaked(lit, random) + random.normal(0, NOISE, (*lit.shape[:2], 1)).astype(np.float32)
    return Image.fromarray(np.clip(noisy, 0, 255).astype(np.uint8))


def _shade(height: int, width: int) -> Pixels:
    """Light falls off towards the binding edge."""
    across = (1 - SHADOW_DEPTH * np.exp(-np.arange(width) / (SHADOW_WIDTH * width))).astype(np.float32)
    return np.broadcast_to(across[None, :, None], (height, width, 1))


def _streaked(pixels: Pixels, random: np.random.Generator) -> Pixels:
    """Dust on the glass of a sheet feeder draws faint lines down the page."""
    for column in random.integers(0, pixels.shape[1], FEED_STREAKS):
        pixels[:, column] *= 0.93
    return pixels


def _add_picture(out: pikepdf.Pdf, image: Image.Image) -> None:
    jpeg = io.BytesIO()
    image.save(jpeg, "JPEG", quality=JPEG_QUALITY, dpi=(DOTS_PER_INCH, DOTS_PER_INCH))
    width, height = (round(side * POINTS_PER_INCH / DOTS_PER_INCH, 2) for side in image.size)
    picture = out.make_stream(
        jpeg.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = out.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Scan=picture))
    page.Contents = out.make_stream(f"q {width} 0 0 {height} 0 0 cm /Scan Do Q".encode())


def _saved(out: pikepdf.Pdf) -> bytes:
    out.docinfo["/Producer"] = "Invented Office Scanner 3"
    result = io.BytesIO()
    out.save(result, deterministic_id=True)
    return result.getvalue()
