"""What the templates, styles and scripts may hold, and whether their colours can be read by everybody."""

import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

import muniment.web

WEB = Path(muniment.web.__file__).parent
TEMPLATES = sorted(WEB.rglob("*.html"))
SCRIPTS = sorted(WEB.rglob("*.js"))
STYLES = sorted(WEB.rglob("*.css"))

each_template = pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: str(file.relative_to(WEB)))
each_asset = pytest.mark.parametrize(
    "file", [*TEMPLATES, *SCRIPTS, *STYLES], ids=lambda file: str(file.relative_to(WEB))
)

_TOKEN = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")

TEXT, GRAPHIC = 4.5, 3.0
"""Least contrast of text, and of what is no text but tells something (WCAG 2.2, 1.4.3 and 1.4.11)."""


@each_template
def test_a_template_holds_no_inline_script_style_or_trust(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"\sstyle\s*=", text), "style attributes are blocked by our own policy"
    assert not re.search(r"\son[a-z]+\s*=", text), "so are handlers"
    assert not re.search(r"<style|<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", text), "nothing is trusted"


@each_asset
def test_nothing_comes_from_elsewhere(file: Path) -> None:
    text = file.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://|[\"'(]//\w", text)
    assert "@import" not in text


@pytest.mark.parametrize("file", SCRIPTS, ids=lambda file: file.name)
def test_scripts_make_no_markup_from_text(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)


def _tokens() -> dict[str, tuple[str, str]]:
    text = (WEB / "static" / "style.css").read_text("utf-8")
    return {name: (light, dark) for name, light, dark in _TOKEN.findall(text)}


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


STATES = ("read", "partial", "empty", "locked", "damaged", "unsupported", "refused", "failed", "noted", "pending")


def _pairs() -> Iterator[tuple[str, str, float]]:
    grounds = ("paper", "sheet")
    yield from ((ink, ground, TEXT) for ink, ground in product(("ink", "soft"), (*grounds, "well", "tint")))
    yield from (("accent", ground, TEXT) for ground in (*grounds, "tint"))
    yield from ((ink, ground, TEXT) for ink, ground in product(("warn", "bad", "read"), grounds))
    yield from (("on-accent", "accent", TEXT), ("on-mark", "mark", TEXT), ("ink", "warn-tint", TEXT))
    yield from (("bad", "bad-tint", TEXT), ("ink", "bad-tint", TEXT))
    yield from ((state, ground, GRAPHIC) for state, ground in product((*STATES, "edge"), grounds))


@pytest.mark.parametrize(("front", "ground", "least"), list(_pairs()), ids=str)
def test_colours_can_be_told_apart(front: str, ground: str, least: float) -> None:
    tokens = _tokens()
    for mode in (0, 1):
        contrast = _contrast(tokens[front][mode], tokens[ground][mode])
        assert contrast >= least, f"{front} on {ground}, {('light', 'dark')[mode]}: {contrast:.2f}"


def test_every_colour_is_a_token() -> None:
    for file in STYLES:
        text = _TOKEN.sub("", file.read_text("utf-8"))
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", text), file
