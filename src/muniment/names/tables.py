"""The tables of known names: which spellings are one name, and how it is written in Chinese."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from opencc import OpenCC

FILES = ("uyghur.tsv", "arabic.tsv", "korean.tsv")
"""Within one file two lines are two names; a name may stand in both files."""

_COLUMNS = 5
_DROPPED = re.compile(
    "[\\s'\u2018\u2019\u02bb\u02bc\u02be\u02bf`\u00b4\u00ad\u0640\u064b-\u065f\u0670\u200b-\u200f\u2066-\u2069.-]"
)
_ALIKE = str.maketrans(
    "\u064a\u06cc\u0643\u0647\u0629\u06be\u0623\u0625\u0622", "\u0649\u0649\u06a9\u06d5\u06d5\u06d5\u0627\u0627\u0627"
)
_ACCENTED_LATIN = re.compile("[\u00c0-\u024f]")


@dataclass(frozen=True, slots=True, eq=False)
class KnownName:
    """One line of a table. ``name`` is its Latin spelling, ``source`` the file it stands in."""

    source: str
    kind: str
    name: str
    spellings: tuple[str, ...]
    chinese: tuple[str, ...]

    @property
    def shown(self) -> str:
        """The name as a reader is told it."""
        return self.name.title()


@dataclass(frozen=True, slots=True)
class Tables:
    """All known names: by a spelling in an alphabet (see ``spelling_key``), and by simplified Han characters."""

    by_spelling: Mapping[str, frozenset[KnownName]]
    by_han: Mapping[str, tuple[KnownName, ...]]

    def known(self, spelling: str) -> frozenset[KnownName]:
        """The names that ``spelling`` may stand for."""
        return self.by_spelling.get(spelling_key(spelling), frozenset())


def spelling_key(spelling: str) -> str:
    """What is left of a spelling when case, accents, hyphens and interchangeable Arabic letters are set aside."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", spelling).lower()).translate(_ALIKE)
    if _ACCENTED_LATIN.search(plain):
        plain = "".join(char for char in unicodedata.normalize("NFD", plain) if not unicodedata.combining(char))
    return plain


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(han: str) -> str:
    """Traditional characters as simplified ones."""
    return str(_converter().convert(han))


def parse(source: str, untrusted_lines: Iterable[str]) -> list[KnownName]:
    """The names of a table's lines; lines that begin with # and lines with too few columns are passed over."""
    names = []
    for line in untrusted_lines:
        cells = line.rstrip("\n").split("\t")
        if line.startswith("#") or len(cells) < _COLUMNS:
            continue
        kind, name, script, others, chinese = cells[:_COLUMNS]
        spellings = (name, *filter(None, (script + "," + others).split(",")))
        names.append(KnownName(source, kind, name, spellings, tuple(filter(None, chinese.split(",")))))
    return names


def build(names: Iterable[KnownName]) -> Tables:
    """Tables that look up ``names``."""
    by_spelling: dict[str, set[KnownName]] = {}
    by_han: dict[str, dict[KnownName, None]] = {}
    for name in names:
        for spelling in name.spellings:
            by_spelling.setdefault(spelling_key(spelling), set()).add(name)
        for han in name.chinese:
            by_han.setdefault(simplified(han), {})[name] = None
    return Tables(
        {key: frozenset(found) for key, found in by_spelling.items()},
        {key: tuple(found) for key, found in by_han.items()},
    )


@cache
def tables() -> Tables:
    """The tables that come with the program, read once."""
    folder = files("muniment.names") / "data"
    lines = ((name, (folder / name).read_text("utf-8").splitlines()) for name in FILES)
    return build(known for name, rows in lines for known in parse(name, rows))
