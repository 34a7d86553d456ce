"""Photographs: one of a sign on a door, one of nothing at all."""

import io

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from muniment.demo.texts import Text, font_bytes

SIZE = (1280, 960)
PLATE = (240, 250, 1040, 720)
PLATE_BLUE = (24, 62, 120)
LETTER_SIZES = (92, 56, 56, 30)
TILT_DEGREES = 2.5
JPEG_QUALITY = 80

_CAMERA = {0x010F: "Invented Telephones", 0x0110: "IT-5", 0x0132: "2031:05:16 21:47:03"}
"""Maker, model and moment, as telephones write them into every picture."""


def door_sign(text: Text) -> bytes:
    """A plate on a grey wall, photographed a little askew."""
    picture = _wall(seed=412)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle(PLATE, radius=18, fill=PLATE_BLUE, outline="white", width=6)
    height = PLATE[1] + 50
    for size, line in zip(LETTER_SIZES, text.paragraphs, strict=True):
        font = ImageFont.truetype(io.BytesIO(font_bytes("DemoSerif-Bold.ttf")), size)
        draw.text(((PLATE[0] + PLATE[2]) / 2, height), line, fill="white", font=font, anchor="ma")
        height += round(size * 1.55)
    return _jpeg(picture.rotate(TILT_DEGREES, Image.Resampling.BICUBIC, fillcolor=(150, 150, 146)))


def blank_wall() -> bytes:
    """A photograph that shows nothing to read."""
    return _jpeg(_wall(seed=413))


def _wall(seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    light = np.linspace(175, 135, SIZE[0])[None, :, None] + random.normal(0, 4, (SIZE[1], SIZE[0], 1))
    grey = np.repeat(light, 3, axis=2).clip(0, 255).astype(np.uint8)
    return Image.fromarray(grey).filter(ImageFilter.GaussianBlur(0.8))


def _jpeg(picture: Image.Image) -> bytes:
    exif = Image.Exif()
    for tag, value in _CAMERA.items():
        exif[tag] = value
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=JPEG_QUALITY, exif=exif)
    return out.getvalue()
