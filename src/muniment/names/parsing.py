"""A name taken apart: its words, how each may sound, which are titles, and whether it is a Chinese name."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from muniment.names.alphabets import script_of, word_sounds
from muniment.names.cantonese import cantonese_reading
from muniment.names.han import DOTS, DOUBLE_SURNAMES, HAN, foreign, is_han, readings
from muniment.names.latin import latin_sounds
from muniment.names.mandarin import (
    MAX_SYLLABLES,
    SURNAMES,
    Syllables,
    palladius_readings,
    pinyin_readings,
    wade_giles_reading,
)
from muniment.names.sounds import TRANSCRIBED, UNWRITTEN, bare
from muniment.names.tables import KnownName, simplified, spelling_key, tables

MAX_NAME_CHARS = 120
"""Longer names are cut for comparing: no name of a person or place is longer, and the work grows with the square."""

MAX_WORDS = 8
"""Words of a name that are compared; what stands after them is passed over."""

_TITLES_LIST = """
mr mrs ms miss dr prof professor sir lord lady president präsident comrade general gen colonel col
major minister ambassador secretary governor mayor imam sheikh shaikh sheik shaykh mullah mulla
maulana hajji haji hajj sayyid monsieur madame mme herr frau don doña senor señor senhor jr sr ii
iii the hon judge chairman господин госпожа товарищ президент доктор генерал г-н г-жа тов проф
"""
_TITLES = frozenset(_TITLES_LIST.split())
_HAN_TITLES = re.compile("(?:同志|先生|女士|小姐|书记|主席|部长|厅长|局长|主任|省长|市长|县长|总理|教授|博士)$")
_PARTICLES_LIST = """
al el as ash ad ar az an ut ul ud ur bin ibn ben bint binti de del della di da dos van von der den
la le oglu ogly uly kyzy qizi kizi bən بن ابن ال بنت бин ибн аль эль
"""
_PARTICLES = frozenset(_PARTICLES_LIST.split())
_PATRONYMIC = re.compile(
    "(?:ovich|evich|ovych|evych|ovitch|evitch|owitsch|ewitsch|ovna|evna|ivna|ovic|ович|евич|ёвич|йович|овна|евна|івна|ична|инична|ұлы|улы|қызы|кызы|оглы|оғлы|угли|қизи|углы)$"
)
_WORD = re.compile(
    f"[{HAN}]+|[^\\W\\d_]+(?:[\u0300-\u036f\u064b-\u065f\u0900-\u0dff\u0e31-\u0e4e\u1780-\u17d3\u0f71-\u0fbc'\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u200c\u200d\u00ad0-9:]*[^\\W_])*[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u1780-\u17d3]*\\.?|\\d+"
)
_CAMEL = re.compile("(?<=[a-z])(?=[A-Z][a-z]{2})")
SERVANT = re.compile(
    "(?:abd(?:u|ul|el|al|ur|us|i|ulla|er|ar|)(?:al|el|ul|ur|ar)?|абд(?:у|ул|уль|ель|аль|ур|)|\u0639\u0628\u062f(?:\u0627\u0644)?|ئابدۇ)",
    re.IGNORECASE,
)
_HANGUL_NAME = re.compile("[\uac00-\ud7a3]{2,4}")
_MAC = re.compile("^(?:Mc|Mac|De|Di|Le|La|O)$")


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """One word of a name: the ways it may sound, and the names of the tables it may be."""

    text: str
    ways: tuple[str, ...]
    known: frozenset[KnownName]
    initial: bool = False
    patronymic: bool = False
    particle: bool = False
    hyphened: bool = False
    script: str = ""


@dataclass(frozen=True, slots=True)
class ChineseReading:
    """A whole name as syllables of Mandarin. ``trust`` (0 to 1): how sure one can be that it was spelt this way."""

    syllables: Syllables
    trust: float
    system: str


@dataclass(frozen=True, slots=True, eq=False)
class Name:
    """A name taken apart. ``chinese`` are its readings as a Chinese name, in the order written and turned round."""

    text: str
    words: tuple[Word, ...]
    han: str
    """All its Han characters, simplified, if it has no others: titles and dots left out."""
    chinese: tuple[ChineseReading, ...]
    surely_chinese: bool
    foreign_han: bool
    """Whether Han characters spell the sounds of a foreign name here."""


@lru_cache(maxsize=20_000)
def parse_name(text: str) -> Name:
    """Take an ``untrusted`` name apart; what is no letter only parts words."""
    plain = unicodedata.normalize("NFKC", text[:MAX_NAME_CHARS])[:MAX_NAME_CHARS]
    plain = re.sub(f"(?<=[^\\s{DOTS}])[{DOTS}](?=[^\\s{DOTS}])", "\u00b7", plain)
    surname_first = plain.replace("\uff0c", ",")
    if surname_first.count(",") == 1:
        surname, given = surname_first.split(",")
        plain = f"{given} {surname}"
    pieces = _pieces(plain)
    kept = _servants([piece for piece in pieces if piece.lower().strip(".") not in _TITLES] or pieces)
    if all(is_han(piece) for piece in kept) and kept:
        return _han_name(text, [simplified(piece) for piece in kept])
    words = tuple(_word(piece, hyphened=f"-{piece}" in plain) for piece in kept[:MAX_WORDS])
    chinese = _chinese_readings(words)
    return Name(text, words, "", chinese, _surely_chinese(words, chinese), foreign_han=False)


def _servants(pieces: list[str]) -> list[str]:
    """Abd-al-Rahman is one name, in however many pieces it is written."""
    joined: list[str] = []
    for piece in pieces:
        if joined and SERVANT.fullmatch(joined[-1]) and (len(piece) > 1 or piece.lower() in _PARTICLES):
            joined[-1] += piece.lower()
        else:
            joined.append(piece)
    return joined


def _pieces(plain: str) -> list[str]:
    found: list[str] = []
    for match in _WORD.finditer(plain):
        parts = [match[0]] if _MAC.match(match[0][:2]) else _CAMEL.split(match[0])
        found.extend(part for one in parts for part in (one if _HANGUL_NAME.fullmatch(one) else (one,)))
    return found


@lru_cache(maxsize=50_000)
def make_word(text: str) -> Word:
    """One word in an alphabet, or of Han characters that spell a foreign word."""
    return _word(text, hyphened=False)


def _word(text: str, *, hyphened: bool) -> Word:
    bare = text.strip(".")
    if is_han(bare):
        spoken = foreign(bare)
        return Word(bare, spoken.ways, spoken.names, script="CJK")
    lower = bare.lower()
    letters = spelling_key(bare)
    script = script_of(bare[:1])
    initial = script in ("LATIN", "CYRILLIC", "GREEK") and (
        len(letters) == 1 or (text.endswith(".") and len(letters) <= 2)
    )
    return Word(
        bare,
        _spoken(bare) or (lower,),
        tables().known(bare) or _known_by_sound(bare, script),
        initial,
        bool(_PATRONYMIC.search(lower)) and len(bare) > 6,
        lower in _PARTICLES,
        hyphened,
        script,
    )


@lru_cache(maxsize=20_000)
def join_words(words: tuple[Word, ...]) -> Word:
    """Several words written as one."""
    text = "".join(word.text for word in words)
    if all(word.script != "CJK" for word in words):
        return make_word(text)
    marks = {word.ways[0][:1] for word in words} & {UNWRITTEN, TRANSCRIBED}
    return Word(
        text, (("".join(sorted(marks)))[:1] + "".join(bare(word.ways[0]) for word in words),), frozenset(), script="CJK"
    )


def _known_by_sound(bare_word: str, script: str) -> frozenset[KnownName]:
    """The names of the tables that sound just so: other scripts, and Uyghur in Cyrillic."""
    if script == "LATIN":
        return frozenset()
    return next(
        filter(None, (_by_sound().get(way.translate(_PLAIN_SOUNDS)) for way in _spoken(bare_word))), frozenset()
    )


_PLAIN_SOUNDS = str.maketrans("XKöü", "xkou")


@cache
def _by_sound() -> dict[str, frozenset[KnownName]]:
    found: dict[str, set[KnownName]] = {}
    for spelling, names in tables().by_spelling.items():
        if spelling.isascii() and len(spelling) > 2:
            found.setdefault(latin_sounds(spelling)[0].translate(_PLAIN_SOUNDS), set()).update(names)
    return {sounds: frozenset(names) for sounds, names in found.items()}


@lru_cache(maxsize=50_000)
def _spoken(word: str) -> tuple[str, ...]:
    return word_sounds(word)


def _han_name(text: str, pieces: list[str]) -> Name:
    joined = "".join(pieces)
    if len(joined) > 3 and not tables().by_han.get(joined):
        pieces = [_HAN_TITLES.sub("", piece) or piece for piece in pieces]
        joined = "".join(pieces)
    known = all(_is_known(piece) for piece in pieces)
    dotted = len(pieces) > 1 and len(joined) > MAX_SYLLABLES - 1
    surname = any(reading in SURNAMES for reading in readings(joined[0])[:1]) or joined[:1] in "曾单仇解区查"
    double = len(joined) <= MAX_SYLLABLES and joined[:2] in DOUBLE_SURNAMES
    plain = double or (len(joined) <= MAX_SYLLABLES and not dotted and not (known and len(joined) > 2))
    chinese = (_han_reading(joined),) if len(joined) <= MAX_SYLLABLES and all(map(readings, joined)) else ()
    spelt = not double and (known or dotted or len(joined) > 3 or (len(joined) == 3 and not surname))
    words = tuple(_word(piece, hyphened=False) for piece in pieces) if spelt else ()
    return Name(text, words, joined, chinese, plain and not spelt, foreign_han=spelt)


@cache
def _is_known(piece: str) -> bool:
    return bool(foreign(piece).names) or not foreign(piece).ways[0].startswith("\x02")


def _han_reading(joined: str) -> ChineseReading:
    return ChineseReading(tuple(frozenset(readings(char)) for char in joined), 1.0, "Han")


def _chinese_readings(words: tuple[Word, ...]) -> tuple[ChineseReading, ...]:
    if not words or len(words) > MAX_SYLLABLES or any(word.script != words[0].script for word in words):
        return ()
    orders: list[tuple[Word, ...]] = [words] if len(words) == 1 else [words, (words[-1], *words[:-1])]
    if len(words) > 2:
        orders.append((*words[1:], words[0]))
    found: dict[tuple[Syllables, str], ChineseReading] = {}
    for turned, order in enumerate(orders):
        for reading in _one_order(order):
            trust = reading.trust - (0.02 if turned else 0)
            found.setdefault(
                (reading.syllables, reading.system), ChineseReading(reading.syllables, trust, reading.system)
            )
    return tuple(found.values())


def _one_order(words: tuple[Word, ...]) -> list[ChineseReading]:
    lower = [unicodedata.normalize("NFC", word.text.lower()) for word in words]
    if words[0].script == "CYRILLIC":
        return _joined([palladius_readings(word) for word in lower], 0.97, "Palladius' transcription")
    if words[0].script != "LATIN":
        return []
    plain = [_toneless(word) for word in lower]
    found = _joined([pinyin_readings(word) for word in plain], 1.0, "pinyin")
    sure = bool(found) and not any(word.hyphened and word.text.islower() for word in words)
    wade = [tuple(filter(None, [wade_giles_reading(word)])) for word in plain]
    found += _joined(wade, 0.72 if sure else 0.92, "the spelling of Wade and Giles")
    canton = [tuple(filter(None, [cantonese_reading(word)])) for word in plain]
    return found + _joined(canton, 0.7 if sure else 0.85, "an older or Cantonese spelling")


def _toneless(word: str) -> str:
    apart = unicodedata.normalize("NFD", word)
    kept = "".join(char for char in apart if char == "\u0308" or not unicodedata.combining(char))
    return unicodedata.normalize("NFC", kept)


def _joined(by_word: list[tuple[Syllables, ...]], trust: float, system: str) -> list[ChineseReading]:
    readings_ = [tuple(syllable for part in parts for syllable in part) for parts in product(*by_word)]
    return [ChineseReading(syllables, trust, system) for syllables in readings_ if 0 < len(syllables) <= MAX_SYLLABLES]


def _surely_chinese(words: tuple[Word, ...], chinese: tuple[ChineseReading, ...]) -> bool:
    """Whether a name in an alphabet can hardly be any but a Chinese one: a surname, and at most two syllables more."""
    if len(words) < 2 or any(known.source in ("uyghur.tsv", "arabic.tsv") for word in words for known in word.known):
        return False
    return any(
        reading.system in ("pinyin", "Palladius' transcription")
        and (
            (2 <= len(reading.syllables) <= 3 and reading.syllables[0] & SURNAMES)
            or (
                len(reading.syllables) > 3
                and {a + b for a in reading.syllables[0] for b in reading.syllables[1]} & SURNAMES
            )
        )
        for reading in chinese
    )
