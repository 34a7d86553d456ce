"""Languages, the scripts they are written in, and the Debian packages that hold what reads them."""

import unicodedata
from collections import Counter

_DATA = {
    "uig": ("ug", "Arabic"),
    "ara": ("ar", "Arabic"),
    "fas": ("fa", "Arabic"),
    "urd": ("ur", "Arabic"),
    "pus": ("ps", "Arabic"),
    "snd": ("sd", "Arabic"),
    "kmr": ("ku", "Arabic"),
    "rus": ("ru", "Cyrillic"),
    "ukr": ("uk", "Cyrillic"),
    "bel": ("be", "Cyrillic"),
    "bul": ("bg", "Cyrillic"),
    "srp": ("sr", "Cyrillic"),
    "kaz": ("kk", "Cyrillic"),
    "kir": ("ky", "Cyrillic"),
    "mon": ("mn", "Cyrillic"),
    "tgk": ("tg", "Cyrillic"),
    "tat": ("tt", "Cyrillic"),
    "uzb_cyrl": ("uz", "Cyrillic"),
    "bod": ("bo", "Tibetan"),
    "dzo": ("dz", "Tibetan"),
    "hin": ("hi", "Devanagari"),
    "nep": ("ne", "Devanagari"),
    "mar": ("mr", "Devanagari"),
    "san": ("sa", "Devanagari"),
    "ben": ("bn", "Bengali"),
    "tam": ("ta", "Tamil"),
    "tel": ("te", "Telugu"),
    "tha": ("th", "Thai"),
    "khm": ("km", "Khmer"),
    "lao": ("lo", "Lao"),
    "mya": ("my", "Myanmar"),
    "kor": ("ko", "Hangul"),
    "kat": ("ka", "Georgian"),
    "hye": ("hy", "Armenian"),
    "heb": ("he", "Hebrew"),
    "ell": ("el", "Greek"),
    "amh": ("am", "Ethiopic"),
    "eng": ("en", "Latin"),
    "vie": ("vi", "Latin"),
}
"""Tesseract's name of the data: language by ISO 639-1, script as Tesseract names it."""

RAW_SCRIPTS = frozenset({"Arabic", "Tibetan"})
"""Scripts whose lines are read as they are: looking for words first splits their letters (measured)."""

_LEFT_TO_RAPIDOCR = frozenset({"Han", "Latin", "Kana"})
"""Scripts that need no second engine."""

_LETTERS_PER_HEIGHT = 0.35
"""Fewest letters for each line height of width that a true reading has: wide Han has 0.8, Latin 1.8."""


def script_of_data(name: str) -> str:
    """The script of Tesseract's data ``name``; Latin if we do not know it, Han for the Chinese and Japanese ones."""
    if name.startswith(("chi_", "jpn")):
        return "Han"
    return _DATA[name][1] if name in _DATA else "Latin"


def data_of_hints(hints: tuple[str, ...]) -> tuple[str, ...]:
    """Tesseract's names for language codes of two or three letters, in the same order; unknown ones are left out."""
    by_short: dict[str, str] = {}
    for name, (short, _) in _DATA.items():
        by_short.setdefault(short, name)
    named = (hint.lower().replace("_", "-").split("-")[0] for hint in hints)
    found = (name if name in _DATA else by_short.get(name, "") for name in named)
    return tuple(dict.fromkeys(name for name in found if name))


def candidates(installed: tuple[str, ...], hints: tuple[str, ...]) -> tuple[str, ...]:
    """Installed data for scripts that only Tesseract reads here, those of the hinted languages first."""
    useful = [name for name in installed if script_of_data(name) not in _LEFT_TO_RAPIDOCR]
    hinted = [name for name in data_of_hints(hints) if name in useful]
    return tuple(dict.fromkeys([*hinted, *useful]))


def package_for(script: str, hints: tuple[str, ...], installed: tuple[str, ...]) -> str:
    """The Debian package that would read ``script`` ("" if not known), as the hints say where they fit."""
    missing = [name for name in data_of_hints(hints) if name not in installed]
    fitting = [name for name in missing if not script or script_of_data(name) == script]
    of_script = [name for name, (_, written) in _DATA.items() if written == script and name not in installed]
    name = next(iter([*fitting, *of_script]), "")
    return f"tesseract-ocr-{name.replace('_', '-')}" if name else ""


def is_plausible(text: str, aspect: float) -> bool:
    """Whether ``text`` may stand on a line ``aspect`` times as wide as high: letters enough, and more than signs."""
    seen = [char for char in text if not char.isspace()]
    letters = sum(unicodedata.category(char)[0] in "LMN" for char in seen)
    return len(seen) >= _LETTERS_PER_HEIGHT * min(aspect, 40.0) and letters >= len(seen) / 2


def is_plain_latin(text: str) -> bool:
    """Whether all letters of ``text`` are those of English."""
    letters = [char for char in text if char.isalpha()]
    return bool(letters) and all(char.isascii() for char in letters)


def is_right_to_left(text: str) -> bool:
    """Whether most letters of ``text`` run from right to left."""
    kinds = Counter(unicodedata.bidirectional(char) for char in text)
    return kinds["R"] + kinds["AL"] > kinds["L"]
