"""Han characters read aloud: as a Chinese name, or as the transcription of a foreign one."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from muniment.names.latin import latin_sounds
from muniment.names.mandarin import SYLLABLES, syllable_sounds
from muniment.names.sounds import TRANSCRIBED
from muniment.names.tables import KnownName, simplified, tables

HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Han characters, as the inside of a regular expression's class."""

DOTS = "\u00b7\u2022\u2027\u2219\u22c5\u30fb\uff65\uff0e"
"""What parts given name from surname in a foreign name that Han characters or kana spell."""

MAX_FOREIGN_CHARS = 30
"""The longest single word of a transcription that is taken apart: longer ones are no names."""

_OTHER_READINGS = {
    "曾": "zeng", "单": "shan", "仇": "qiu", "解": "xie", "区": "ou", "查": "zha", "朴": "piao", "盖": "ge", "尉": "yu",
    "繁": "po", "任": "ren", "翟": "zhai", "缪": "miao", "冼": "xian", "召": "shao", "覃": "qin",
    "行": "xing hang", "乐": "le yue", "长": "chang zhang", "茜": "qian xi", "朝": "chao zhao", "莎": "sha suo",
    "卡": "ka qia",
    "绿": "lü lu", "都": "du dou", "藏": "zang cang", "车": "che ju", "大": "da dai", "厦": "sha xia", "六": "liu lu",
    "那": "na nuo",
    "宓": "mi", "逄": "pang", "员": "yun", "秘": "bi", "种": "chong", "重": "chong zhong",
}  # fmt: skip
_MAX_WAYS = 6
_IN_NAMES = {"什": "shi", "莎": "sha", "噶": "ga", "伽": "jia", "塞": "sai", "佛": "fo", "朴": "pu", "娜": "na"}
"""Characters that are read in names in another way than in most words."""

DOUBLE_SURNAMES = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "司徒",
        "夏侯",
        "皇甫",
        "尉迟",
        "公孙",
        "慕容",
        "令狐",
        "宇文",
        "长孙",
        "东方",
        "南宫",
    ]
)


@dataclass(frozen=True, slots=True)
class Foreign:
    """How Han characters sound as a foreign word: ``names`` are the table's, if all of it stands there."""

    ways: tuple[str, ...]
    names: frozenset[KnownName]
    parts: tuple[str, ...]


@lru_cache(maxsize=30_000)
def readings(char: str) -> tuple[str, ...]:
    """The syllables (pinyin without tones) of a Han character, the commonest first."""
    spoken = _pinyin().get(ord(char), "")
    plain = dict.fromkeys(filter(SYLLABLES.__contains__, (_toneless(one) for one in spoken.split(","))))
    if usual := _IN_NAMES.get(char):
        plain = {usual: None, **plain}
    others = _OTHER_READINGS.get(char, "").split()
    return tuple(dict.fromkeys([*list(plain)[:1], *others]))


@cache
def _pinyin() -> Mapping[int, str]:
    """The library's table of characters, without the library: with it comes a table of phrases, 30 MB never asked."""
    package = find_spec("pypinyin")
    if package is None or not package.submodule_search_locations:
        message = "the table of Chinese readings is missing: the package pypinyin is not installed"
        raise ModuleNotFoundError(message)
    path = Path(package.submodule_search_locations[0]) / "pinyin_dict.py"
    spec = spec_from_file_location("muniment_pinyin_dict", path)
    assert spec is not None, "a path of a Python file has a loader"
    assert spec.loader is not None, "a path of a Python file has a loader"
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    table: Mapping[int, str] = module.pinyin_dict
    return table


def _toneless(pinyin: str) -> str:
    apart = unicodedata.normalize("NFD", pinyin)
    return unicodedata.normalize(
        "NFC", "".join(char for char in apart if char == "\u0308" or not unicodedata.combining(char))
    )


@lru_cache(maxsize=20_000)
def foreign(han: str) -> Foreign:
    """A word of Han characters (no dot inside) as the transcription of a foreign one."""
    han = simplified(han)[:MAX_FOREIGN_CHARS]
    whole = tables().by_han.get(han)
    pieces = _pieces(han)
    ways = [""]
    for piece, names in pieces:
        spoken = [latin_sounds(name.name)[0] for name in names] or ["".join(map(_syllable, piece))]
        ways = [before + after for before in ways for after in spoken][:_MAX_WAYS]
    slurred = not all(names for _, names in pieces)
    direct = [latin_sounds(name.name)[0] for name in whole or ()]
    built = [TRANSCRIBED + way if slurred else way for way in ways]
    by_ear = TRANSCRIBED + "".join(map(_syllable, han))
    parts = tuple(name.shown for _, names in pieces for name in names[:1])
    return Foreign(tuple(dict.fromkeys([*direct, *built, by_ear])), frozenset(whole or ()), parts)


def _syllable(char: str) -> str:
    found = readings(char)
    if char in "尔耳":
        return "r"
    return syllable_sounds(found[0]) if found else ""


@cache
def _longest() -> int:
    return max(map(len, tables().by_han))


def _pieces(han: str) -> list[tuple[str, tuple[KnownName, ...]]]:
    """``han`` cut into names that the table knows, the longest first, and characters between them."""
    pieces: list[tuple[str, tuple[KnownName, ...]]] = []
    place = 0
    while place < len(han):
        for length in range(min(_longest(), len(han) - place), 0, -1):
            names = tables().by_han.get(han[place : place + length], ())
            if names and (length > 1 or (place and place + 1 == len(han) and pieces[-1][1])):
                break
        else:
            length, names = 1, ()
        pieces.append((han[place : place + length], names))
        place += length
    return pieces


_HAN_ONLY = re.compile(f"[{HAN}]+")


def is_han(text: str) -> bool:
    """Whether ``text`` is Han characters and nothing else."""
    return bool(_HAN_ONLY.fullmatch(text))
