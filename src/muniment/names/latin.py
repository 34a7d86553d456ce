"""Latin letters read aloud: one word to the few ways it may sound, whoever romanised it."""

import re
import unicodedata
from functools import lru_cache

_SPECIAL = str.maketrans(
    {
        "ş": "S", "š": "S", "ś": "S", "ș": "S", "ŝ": "S", "ç": "C", "č": "C", "ć": "C", "ĉ": "C", "ž": "Z", "ź": "Z",
        "ż": "Z", "ğ": "G", "ġ": "G", "ģ": "G", "ı": "ı", "ə": "e", "ä": "e", "æ": "e", "ö": "ö", "ø": "ö", "œ": "ö",
        "ü": "ü", "ű": "ü", "ő": "ö", "ñ": "n", "ň": "n", "ŋ": "N", "đ": "d", "ð": "d", "ł": "l", "þ": "T", "ß": "s",
        "ț": "c", "ţ": "c", "ř": "r", "ḫ": "x", "ẖ": "x", "ḥ": "h", "ħ": "h", "ŭ": "u", "å": "o", "ĭ": "y", "ë": "e",
        "ḵ": "x", "ʁ": "G",
    }
)  # fmt: skip
_SILENT = re.compile("['\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u00b4\u02b9\u02ba\u00b7\u0027\u02d0]")

_GROUPS = {
    "tsch": "C", "dsch": "J", "shch": "S", "schtsch": "S", "tch": "C", "sch": "S", "tsh": "C", "dzh": "J", "sh": "S",
    "ch": "C", "zh": "Z", "kh": "x", "gh": "G", "ph": "f", "th": "T", "dh": "d", "ts": "c", "tz": "c", "dz": "D",
    "dj": "J", "ck": "k", "cz": "C", "sz": "S", "ng": "N", "rh": "r", "wh": "w", "ou": "u", "oo": "u", "ee": "i",
    "eau": "o", "au": "au", "qu": "k", "ff": "f", "cs": "C", "gn": "n", "gj": "J", "bh": "b", "iy": "i",
    "yi": "i", "iu": "yu", "ij": "i", "ew": "ev", "aa": "a", "uu": "u", "cc": "k",
    "sc": "sk", "yy": "i", "ii": "i", "x": "X", "c": "K",
}  # fmt: skip
_GROUP = re.compile("|".join(sorted(_GROUPS, key=len, reverse=True)))
_ENDINGS = (
    (re.compile("off$", re.MULTILINE), "ov"),
    (re.compile("eff$", re.MULTILINE), "ev"),
    (re.compile("(?<=[^aeiou\n])(?:iy|ij|yj|yi|yy|ii|ey)$", re.MULTILINE), "i"),
)
_Y_AS_VOWEL = re.compile("(?<![aeiouöüı])y(?![aeiouöüı])")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def latin_sounds(word: str) -> tuple[str, ...]:
    """The ways a Latin ``word`` (one word, any case, any accents) may sound, the likeliest first."""
    plain = unaccented(_SILENT.sub("", word.lower()))
    likely = read_aloud(plain)
    ways = [likely]
    if "X" in likely.strip("X"):
        ways.append(likely.replace("X", "ks"))
    if "ou" in plain or "oo" in plain:
        ways.append(read_aloud(plain.replace("ou", "o.u").replace("oo", "o.o")))
    if "sh" in plain or "zh" in plain or "gh" in plain:
        ways.append(read_aloud(plain.replace("sh", "s.h").replace("zh", "z.h").replace("gh", "g.h")))
    if "ng" in plain:
        ways.append(read_aloud(plain.replace("ng", "n.g")))
    if plain.startswith(("chr", "chl")):
        ways.append(read_aloud("kh" + plain[2:]))
    if "eo" in plain or "eu" in plain:  # Korean, French
        ways.append(read_aloud(plain.replace("eo", "o").replace("eu", "ü")))
    if "iu" in plain or "yi" in plain:
        ways.append(read_aloud(plain.replace("iu", "i.u").replace("yi", "y.i")))
    return tuple(dict.fromkeys(ways))


@lru_cache(maxsize=50_000)
def unaccented(word: str) -> str:
    """A lower-case Latin word without accents; letters that are a sound of their own become its sign."""
    return without_accents(word)


def without_accents(text: str) -> str:
    """The same for a text of any length, which is not remembered."""
    text = unicodedata.normalize("NFC", text)
    if text.isascii():
        return text
    return "".join(map(_special, text))


@lru_cache(maxsize=10_000)
def _special(char: str) -> str:
    if char.isascii():
        return char
    if found := _SPECIAL.get(ord(char)):
        return str(found)
    return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))


def read_aloud(plain: str) -> str:
    """How lower-case letters without accents most likely sound; many words may stand one to a line."""
    for ending, spoken in _ENDINGS:
        plain = ending.sub(spoken, plain)
    plain = _Y_AS_VOWEL.sub("i", plain)
    spoken = _GROUP.sub(lambda match: _GROUPS[match[0]], plain)
    return _DOUBLED.sub(r"\1", spoken.replace(".", ""))
