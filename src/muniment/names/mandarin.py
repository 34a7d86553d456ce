"""Mandarin syllables, and the ways in which the world writes them: pinyin, Wade-Giles, Palladius' Cyrillic."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

_FINALS = {
    "b": "a o ai ei ao an en ang eng i ie iao ian in ing u",
    "p": "a o ai ei ao ou an en ang eng i ie iao ian in ing u",
    "m": "a o e ai ei ao ou an en ang eng i ie iao iu ian in ing u",
    "f": "a o ei ou an en ang eng u",
    "d": "a e ai ei ao ou an en ang eng ong i ie iao iu ian ing u uo ui uan un",
    "t": "a e ai ao ou an ang eng ong i ie iao ian ing u uo ui uan un",
    "n": "a e ai ei ao ou an en ang eng ong i ie iao iu ian in iang ing u uo uan ü üe",
    "l": "a e ai ei ao ou an ang eng ong i ia ie iao iu ian in iang ing u uo uan un ü üe",
    "g": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "k": "a e ai ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "h": "a e ai ei ao ou an en ang eng ong u ua uo uai ui uan un uang",
    "j": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "q": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "x": "i ia ie iao iu ian in iang ing iong u ue uan un",
    "zh": "a e ai ei ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "ch": "a e ai ao ou an en ang eng ong i u ua uo uai ui uan un uang",
    "sh": "a e ai ei ao ou an en ang eng i u ua uo uai ui uan un uang",
    "r": "e ao ou an en ang eng ong i u ua uo ui uan un",
    "z": "a e ai ei ao ou an en ang eng ong i u uo ui uan un",
    "c": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "s": "a e ai ao ou an en ang eng ong i u uo ui uan un",
    "y": "a e ao ou an ang i in ing ong u ue uan un o",
    "w": "a o ai ei an en ang eng u",
    "": "a o e ai ei ao ou an en ang eng er",
}
SYLLABLES = frozenset(initial + final for initial, finals in _FINALS.items() for final in finals.split())
"""Every syllable of pinyin, without tones, with ü where it is written."""

_SURNAME_LIST = """
an bai bao bi bie cai cao cen chai che chen cheng chi chu cui dai deng di ding dong dou du duan fan
fang fei feng fu gan gao ge geng gong gu guan guo han hang hao he hong hou hu hua huang ji jia jiang
jin jing kang ke kong kuang lai lan lang le lei leng li lian liang liao lin ling liu long lu luo lü
ma mao mei meng mi miao min mo mu nie ning niu ouyang pan pang pei peng pu qi qian qiao qin qiu qu
ren rong ruan sang sha shan shang shangguan shao she shen shi shuai si sima situ song su sui sun tan
tang tao teng tian tong wan wang wei wen wo wu xi xia xiao xie xin xing xiong xu xue yan yang yao ye
yin you yu yuan yue zeng zhai zhan zhang zhao zhen zheng zhong zhou zhu zhuang zhuge zou zu zuo
"""
SURNAMES = frozenset(_SURNAME_LIST.split())
"""Surnames of the People's Republic that are common enough to tell that a name is Chinese."""

_TONE_DIGIT = re.compile("(?<=[a-zü])[1-5]")
_APOSTROPHES = re.compile("['\u2018\u2019\u02bb\u02bc\u00b4`]")
_LONGEST = 6

_WADE_INITIALS = {
    "b": "p", "p": "p'", "d": "t", "t": "t'", "g": "k", "k": "k'", "j": "ch", "q": "ch'", "x": "hs", "zh": "ch",
    "ch": "ch'", "z": "ts", "c": "ts'", "r": "j",
}  # fmt: skip
_WADE_WHOLE = {
    "zhi": "chih", "chi": "ch'ih", "shi": "shih", "ri": "jih", "zi": "tzu", "ci": "tz'u", "si": "ssu szu", "er": "erh",
    "yi": "i yi", "you": "yu", "yan": "yen", "ye": "yeh", "yong": "yung", "e": "o eh", "ge": "ko ke", "ke": "k'o k'e",
    "he": "ho he", "gui": "kuei", "kui": "k'uei", "yu": "yü yu", "yue": "yüeh yueh", "yuan": "yüan yuan",
    "yun": "yün yun",
}  # fmt: skip
_WADE_FINALS = {
    "ong": "ung", "ian": "ien", "ie": "ieh", "iong": "iung", "ue": "üeh ueh", "üe": "üeh ueh", "e": "e eh", "ui": "ui",
}  # fmt: skip
_UO_AS_O = frozenset(["d", "t", "n", "l", "zh", "ch", "r", "z", "c", "s"])
_FRONT = frozenset("jqx")

_PALLADIUS_INITIALS = {
    "b": "б", "p": "п", "m": "м", "f": "ф", "d": "д", "t": "т", "n": "н", "l": "л", "g": "г", "k": "к", "h": "х",
    "j": "цз", "q": "ц", "x": "с", "zh": "чж", "ch": "ч", "sh": "ш", "r": "ж", "z": "цз", "c": "ц", "s": "с",
}  # fmt: skip
_PALLADIUS_FINALS = {
    "a": "а", "o": "о", "e": "э", "ai": "ай", "ei": "эй", "ao": "ао", "ou": "оу", "an": "ань", "en": "энь", "ang": "ан",
    "eng": "эн", "ong": "ун", "i": "и", "ia": "я", "ie": "е", "iao": "яо", "iu": "ю", "ian": "янь", "in": "инь",
    "iang": "ян", "ing": "ин", "iong": "юн", "u": "у", "ua": "уа", "uo": "о", "uai": "уай", "ui": "уй", "uan": "уань",
    "un": "унь", "uang": "уан", "ü": "юй", "üe": "юэ",
}  # fmt: skip
_PALLADIUS_FRONT = {"u": "юй", "ue": "юэ", "uan": "юань", "un": "юнь"}
_PALLADIUS_WHOLE = {
    "zhi": "чжи", "chi": "чи", "shi": "ши", "ri": "жи", "zi": "цзы", "ci": "цы", "si": "сы", "er": "эр", "yi": "и",
    "ya": "я", "ye": "е", "yao": "яо", "you": "ю", "yan": "янь", "yin": "инь", "yang": "ян", "ying": "ин", "yong": "юн",
    "yu": "юй", "yue": "юэ", "yuan": "юань", "yun": "юнь", "wu": "у", "wa": "ва", "wo": "во", "wai": "вай",
    "wei": "вэй",
    "wan": "вань", "wen": "вэнь", "wang": "ван", "weng": "вэн", "hui": "хуэй хой", "yo": "йо", "nü": "нюй", "lü": "люй",
}  # fmt: skip


def split_syllable(syllable: str) -> tuple[str, str]:
    """A syllable of pinyin as initial and final."""
    length = 2 if syllable[:2] in ("zh", "ch", "sh") else 1 if syllable[0] not in "aoe" else 0
    return syllable[:length], syllable[length:]


def _wade_giles(syllable: str) -> Iterable[str]:
    if whole := _WADE_WHOLE.get(syllable):
        return whole.split()
    initial, final = split_syllable(syllable)
    if initial in _UO_AS_O and final == "uo":
        finals = ["o", "uo"]
    elif initial in _FRONT and final.startswith("u"):
        finals = [*_WADE_FINALS.get(final, final).split(), *("ü" + final[1:], "ü" + final[1:] + "h")]
    else:
        finals = _WADE_FINALS.get(final, final).split()
    return (_WADE_INITIALS.get(initial, initial) + each for each in finals)


def _palladius(syllable: str) -> Iterable[str]:
    if whole := _PALLADIUS_WHOLE.get(syllable):
        return whole.split()
    initial, final = split_syllable(syllable)
    if initial in _FRONT and final in _PALLADIUS_FRONT:
        return (_PALLADIUS_INITIALS[initial] + _PALLADIUS_FRONT[final],)
    spoken = _PALLADIUS_FINALS.get(final)
    return (_PALLADIUS_INITIALS.get(initial, "") + spoken,) if spoken else ()


def _inverted(spell: dict[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for syllable, spellings in spell.items():
        for spelling in spellings:
            found.setdefault(spelling, []).append(syllable)
    return {spelling: tuple(dict.fromkeys(syllables)) for spelling, syllables in found.items()}


@cache
def wade_giles() -> dict[str, tuple[str, ...]]:
    """From a spelling of Wade and Giles, with or without its apostrophe, to the syllables of pinyin it may mean."""
    exact = _inverted({syllable: tuple(_wade_giles(syllable)) for syllable in sorted(SYLLABLES)})
    loose: dict[str, list[str]] = {}
    for spelling, syllables in exact.items():
        for written in {spelling.replace("'", ""), spelling.replace("'", "").replace("ü", "u")}:
            loose.setdefault(written, []).extend(syllables)
    return {
        **{spelling: tuple(dict.fromkeys(syllables)) for spelling, syllables in loose.items()},
        **{s: v for s, v in exact.items() if "'" in s},
    }


@cache
def palladius() -> dict[str, tuple[str, ...]]:
    """From a Cyrillic syllable to those of pinyin; the hard e is also written as the soft one."""
    exact = _inverted({syllable: tuple(_palladius(syllable)) for syllable in sorted(SYLLABLES)})
    loose = {spelling.replace("э", "е"): syllables for spelling, syllables in exact.items()}
    return {**loose, **exact}


@cache
def _plain_pinyin() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {syllable: (syllable,) for syllable in sorted(SYLLABLES)}
    found.update({"lv": ("lü",), "nv": ("nü",), "lyu": ("lü",), "nyu": ("nü",), "lue": ("lüe",), "nue": ("nüe",)})
    found["lu"] = ("lu", "lü")
    found["nu"] = ("nu", "nü")
    return found


def _splits(word: str, spellings: dict[str, tuple[str, ...]], most: int) -> list[tuple[tuple[str, ...], ...]]:
    """All ways to take ``word`` apart into at most ``most`` known spellings: for each, what each may mean."""
    if not word:
        return [()]
    if not most:
        return []
    return [
        (meaning, *rest)
        for length in range(1, min(_LONGEST, len(word)) + 1)
        if (meaning := spellings.get(word[:length]))
        for rest in _splits(word[length:], spellings, most - 1)
    ]


Syllables = tuple[frozenset[str], ...]
"""For each syllable of a word, those of pinyin that it may be."""

MAX_SYLLABLES = 4
"""The longest Chinese names, of two-character surname and given name."""


@lru_cache(maxsize=20_000)
def pinyin_readings(word: str) -> tuple[Syllables, ...]:
    """The ways a Latin word (lower case, tones stripped, ü kept) may be syllables of pinyin."""
    word = _TONE_DIGIT.sub("", word.replace("u:", "ü"))
    parts = [_splits(part, _plain_pinyin(), MAX_SYLLABLES) for part in _APOSTROPHES.split(word)]
    readings: list[tuple[tuple[str, ...], ...]] = [()]
    for part in parts:
        readings = [(*before, *after) for before in readings for after in part]
    return tuple(tuple(map(frozenset, reading)) for reading in readings if 0 < len(reading) <= MAX_SYLLABLES)


@lru_cache(maxsize=20_000)
def wade_giles_reading(word: str) -> Syllables | None:
    """What one Latin syllable may be in pinyin, when it was spelt the way of Wade and Giles."""
    found = wade_giles().get(re.sub("[\u2018\u2019\u02bb\u02bc\u00b4`]", "'", word))
    return (frozenset(found),) if found else None


@lru_cache(maxsize=20_000)
def palladius_readings(word: str) -> tuple[Syllables, ...]:
    """The ways a Cyrillic word (lower case) may be Chinese syllables in the transcription that Russian uses."""
    found = _splits(word.replace("ъ", ""), palladius(), MAX_SYLLABLES)
    return tuple(tuple(map(frozenset, reading)) for reading in found if reading)


_SPOKEN = {
    "zh": "J",
    "ch": "C",
    "sh": "S",
    "j": "J",
    "q": "C",
    "x": "S",
    "z": "c",
    "c": "c",
    "r": "Z",
    "w": "w",
    "y": "y",
}


@cache
def syllable_sounds(syllable: str) -> str:
    """The sounds of a syllable of pinyin, as ``sounds`` spells them."""
    initial, final = split_syllable(syllable)
    if initial in ("y", "j", "q", "x") and final.startswith("u"):
        final = "ü" + final[1:]
    final = {"iu": "iu", "ui": "ui", "ong": "uN", "iong": "iuN"}.get(final, final.replace("ng", "N"))
    if initial in ("z", "c", "s", "zh", "ch", "sh", "r") and final == "i":
        final = "ı"
    spoken = _SPOKEN.get(initial, initial)
    if spoken == "y" and final.startswith("i"):
        spoken = ""
    if spoken == "w" and final == "u":
        spoken = ""
    return spoken + final
