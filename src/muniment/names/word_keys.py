"""The coarse key of one word, by its script: consonant classes, and vowels where the script writes them."""

import re

from muniment.names.alphabets import ARABIC, CYRILLIC, HEBREW, UYGHUR, script_of, word_sounds
from muniment.names.latin import unaccented
from muniment.names.sounds import UNWRITTEN, bare

KEY_CHARS = 5
"""Enough to tell names apart; what follows is mostly grammar (-ning, -ov-ym)."""

SHORT_CHARS = 2
"""Latin words up to this length are their own key, after an underscore: *of*, *to*, *is* sound like half the surnames
of China."""

CLASS_OF = {
    **dict.fromkeys("bp", "B"), **dict.fromkeys("fvw", "F"), **dict.fromkeys("dtT", "T"), **dict.fromkeys("gkqGK", "K"),
    **dict.fromkeys("hxH", "H"), **dict.fromkeys("szcD", "S"), **dict.fromkeys("SCZJjX", "C"), "m": "M", "n": "N",
    "N": "N", "l": "L", "r": "R", **dict.fromkeys("aeiıyAY", "A"), **dict.fromkeys("ouöüW", "U"),
}  # fmt: skip
COARSE = str.maketrans(CLASS_OF)

LATIN = str.maketrans({**CLASS_OF, "x": "C", "c": "K", "w": "F", "j": "C", "'": ""})
GROUPS = (
    ("tch", "C"),
    ("sch", "C"),
    ("sh", "C"),
    ("zh", "C"),
    ("ch", "C"),
    ("kh", "H"),
    ("gh", "K"),
    ("ph", "F"),
    ("th", "T"),
)
RARE_GROUPS = (("ck", "K"), ("ts", "s"), ("tz", "s"), ("dz", "s"), ("dj", "C"), ("ng", "N"))
CYRILLIC_CLASSES = {ord(letter): "".join(CLASS_OF[sound] for sound in sounds) for letter, sounds in CYRILLIC.items()}
CYRILLIC_CLASSES[ord("\u0451")] = CLASS_OF["e"]  # most Russians leave out the dots
_ROUNDED = re.compile("A+U[AU]*|U[AU]+")
_DOUBLED = re.compile(r"(.)\1+")
CONSONANT_CLASSES = "bftkxscmnlr"
"""Classes of scripts without vowels."""
_NO_CONSONANT = re.compile(f"[^{CONSONANT_CLASSES}]")

UNWRITTEN_CLASS = {
    **dict.fromkeys("bp", "b"), **dict.fromkeys("fv", "f"), **dict.fromkeys("dtT", "t"), **dict.fromkeys("gkqG", "k"),
    "x": "x", **dict.fromkeys("szcD", "s"), **dict.fromkeys("SCZJ", "c"), "m": "m", "n": "n", "N": "n",
    "l": "l", "r": "r",
}  # fmt: skip
UNVOWELLED = {
    ord(letter): "".join(UNWRITTEN_CLASS.get(sound, "") for sound in sounds)
    for letter, sounds in {**UYGHUR, **ARABIC, **HEBREW}.items()
}
ARTICLE = re.compile("^(?:\u0648?[\u0628\u0641\u0643\u06a9]?\u0627\u0644|\u0648?\u0644\u0644)(?=...)", re.MULTILINE)
"""At the beginning of a word; many words may stand one to a line."""
EMPTY = "0"
"""The key of a word that has no sound here, such as an alef alone: it keeps its place."""


def word_key(word: str) -> str:
    """The key of one lower-case word, without any mark that parts words."""
    if word.isascii():
        return _latin_key(word) if len(word) > SHORT_CHARS else f"_{word}"
    script = script_of(word[0])
    if script == "LATIN":
        return coarse(_grouped(unaccented(word)))
    if script == "CYRILLIC":
        return coarse(word.translate(CYRILLIC_CLASSES))
    if script in ("ARABIC", "HEBREW"):
        return unwritten(ARTICLE.sub("", word).translate(UNVOWELLED))
    ways = word_sounds(word)
    if ways and ways[0].startswith(UNWRITTEN):
        return unwritten("".join(UNWRITTEN_CLASS.get(sound, "") for sound in ways[0]))
    return coarse(bare(ways[0]).translate(COARSE)) if ways else EMPTY


def _latin_key(word: str) -> str:
    return coarse(_grouped(word))


def _grouped(word: str) -> str:
    return grouped(word).translate(LATIN)


def grouped(text: str) -> str:
    """Latin ``text`` of any length, in which letters that make one sound are written as its class."""
    if "h" in text:
        for group, key in GROUPS:
            text = text.replace(group, key)
    for group, key in RARE_GROUPS:
        if group in text:
            text = text.replace(group, key)
    return text


def coarse(classes: str) -> str:
    """A key of classes as they follow one another in a word: runs of one class become one."""
    return _DOUBLED.sub(r"\1", _ROUNDED.sub("U", classes))[:KEY_CHARS] or EMPTY


def unwritten(classes: str) -> str:
    """The key of a word of a script without vowels, from its consonant classes."""
    return _DOUBLED.sub(r"\1", _NO_CONSONANT.sub("", classes))[:KEY_CHARS] or EMPTY
