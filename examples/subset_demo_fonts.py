# ruff: noqa: INP001  # a script, not part of a package
"""Cut the demo's fonts anew from Noto Serif CJK, after its texts have changed.

Usage: ``python examples/subset_demo_fonts.py FOLDER_WITH_NOTO_SERIF_CJK``. Needs fonttools; running the demo does not.
"""

import sys
from pathlib import Path
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen  # type: ignore[import-untyped]  # carries no types
from fontTools.pens.ttGlyphPen import TTGlyphPen  # type: ignore[import-untyped]  # carries no types
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # carries no types
from fontTools.ttLib import TTCollection, TTFont, newTable  # type: ignore[import-untyped]  # carries no types
from fontTools.ttLib.tables._g_l_y_f import Glyph  # type: ignore[import-untyped]  # carries no types

DEMO = Path(__file__).resolve().parents[1] / "src" / "muniment" / "demo"
PRINTED_TEXTS = "*_zh.txt"
ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "—·…、。《》〇零一二三四五六七八九十百千"
CURVE_ERROR = 1.0
"""How far a converted outline may stray, in thousandths of an em: invisible in print."""
HINTING_LIMITS = (
    "maxTwilightPoints",
    "maxStorage",
    "maxFunctionDefs",
    "maxInstructionDefs",
    "maxStackElements",
    "maxSizeOfInstructions",
)
"""Fields that must stand in a TrueType font, and are nothing in one without hinting."""

TABLES_NOT_NEEDED = ["GSUB", "GPOS", "GDEF", "BASE", "vhea", "vmtx", "VORG", "DSIG"]


def main() -> None:
    """Write a regular and a bold font that hold the characters of the printed texts, and no others."""
    texts = sorted((DEMO / "texts").rglob(PRINTED_TEXTS))
    characters = set(ALWAYS).union(*(path.read_text(encoding="utf-8") for path in texts)) - {"\n"}
    for weight in ("Regular", "Bold"):
        font = simplified_chinese(Path(sys.argv[1]) / f"NotoSerifCJK-{weight}.ttc")
        cut(font, characters)
        with_quadratic_curves(font)
        rename(font, weight)
        font.save(DEMO / "fonts" / f"DemoSerif-{weight}.ttf")


def simplified_chinese(collection: Path) -> TTFont:
    """The font of the collection whose shapes are those of mainland print."""
    fonts = TTCollection(collection, lazy=False).fonts
    return next(font for font in fonts if font["name"].getDebugName(1).startswith("Noto Serif CJK SC"))


def cut(font: TTFont, characters: set[str]) -> None:
    """Drop every glyph that the characters do not need."""
    options = Options()
    options.hinting = False
    options.desubroutinize = True
    options.layout_features = []
    options.notdef_outline = True
    options.drop_tables += TABLES_NOT_NEEDED
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[ord(character) for character in characters])
    subsetter.subset(font)


def with_quadratic_curves(font: TTFont) -> None:
    """Turn the PostScript outlines into TrueType ones, which PDF writers can embed."""
    names = font.getGlyphOrder()
    glyphs = font.getGlyphSet()
    outlines = {name: quadratic(glyphs, name) for name in names}
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = names, outlines
    del font["CFF "]
    font["maxp"] = maxp = newTable("maxp")
    maxp.tableVersion, maxp.numGlyphs = 0x00010000, len(names)
    maxp.maxZones = 1
    for limit in HINTING_LIMITS:
        setattr(maxp, limit, 0)
    font["glyf"].compile(font)
    maxp.recalc(font)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"


def quadratic(glyphs: Any, name: str) -> Glyph:
    """One outline in quadratic curves."""
    pen = TTGlyphPen(glyphs)
    glyphs[name].draw(Cu2QuPen(pen, CURVE_ERROR, reverse_direction=True))
    return pen.glyph()


def rename(font: TTFont, weight: str) -> None:
    """Name the font as ours: a changed font should not pass for the original."""
    named = {1: "Muniment Demo Serif", 2: weight, 4: f"Muniment Demo Serif {weight}", 6: f"MunimentDemoSerif-{weight}"}
    table = font["name"]
    kept = [record for record in table.names if record.nameID in {0, 13, 14}]
    table.names = kept
    for identifier, value in named.items():
        table.setName(value, identifier, 3, 1, 0x409)
    font.recalcTimestamp = False


if __name__ == "__main__":
    main()
