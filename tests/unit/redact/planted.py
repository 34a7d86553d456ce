"""Fictional people in every form that a page may hold them in: those written down by hand, and those made by rule."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from muniment.evidence.withheld import Protected

FILE = Path(__file__).with_name("planted.tsv")

BEFORE, AFTER = "On that day the list was read out;\n", "\nand the keys were handed over at six."

_SPACELESS = re.compile("[\u3400-\u9fff\u0f00-\u0fff]")
_CYRILLIC_TWINS = str.maketrans("aeopcxy", "аеорсху")
_FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


@dataclass(frozen=True, slots=True)
class Planted:
    """A form of somebody, what kind of form it is, and a text that it stands in from ``start`` to ``end``."""

    person: Protected
    kind: str
    form: str

    @property
    def text(self) -> str:
        """The form among other words."""
        return f"{BEFORE}{self.form}{AFTER}"

    @property
    def start(self) -> int:
        """Where the form begins in the text."""
        return len(BEFORE)


def persons() -> dict[Protected, list[tuple[str, str]]]:
    """Everybody, with the forms that were written down: kind and form."""
    found: dict[Protected, list[tuple[str, str]]] = {}
    current = Protected("", ())
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#") or not line:
            continue
        kind, first, *more = line.split("\t")
        forms = tuple(first.replace("\\n", "\n").split(" / "))
        if kind == "=":
            numbers = tuple(more[0].split(" / ")) if more else ()
            current = Protected(f"p{len(found) + 1}", forms, numbers, "fictional")
            found[current] = []
        else:
            found[current] += [(kind, form) for form in forms]
    return found


def planted() -> Iterator[Planted]:
    """Every form of everybody, written down or made by rule, each once."""
    for person, written in persons().items():
        forms = [*written, *(made for name in person.names for made in _made(name))]
        forms += [("as it is", number) for number in person.numbers]
        for kind, form in dict.fromkeys(forms):
            yield Planted(person, kind, form)


def _made(name: str) -> Iterator[tuple[str, str]]:
    """What print, layout, file names and recognition make of a name."""
    yield "as it is", name
    yield "as it is", unicodedata.normalize("NFD", name)
    yield from (("unseen signs", form) for form in _with_unseen(name))
    yield from (("layout", form) for form in _laid_out(name))
    if _SPACELESS.search(name):
        return
    words = name.split()
    yield "order", f"{words[-1]}, {' '.join(words[:-1])}"
    yield "order", f"{words[-1].upper()} {' '.join(words[:-1])}"
    yield "case", name.upper()
    yield "case", name.lower()
    yield from (("handle", form) for form in _handles(words))
    yield from (("accents lost", form) for form in {_bare(name), _bare(name).upper()} - {name, name.upper()})
    yield from (("hyphen", form) for form in _hyphened(words))
    if len(name) >= _LONG:
        yield from (("misread", form) for form in _misread(name) if form != name)
    if name.isascii():
        yield "twins", name.translate(_CYRILLIC_TWINS)
        yield "full width", name.translate(_FULL_WIDTH)


def _with_unseen(name: str) -> Iterator[str]:
    middle = len(name) // 2
    for sign in ("\u00ad", "\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200f", "\u202e"):
        yield name[:middle] + sign + name[middle:]


def _laid_out(name: str) -> Iterator[str]:
    yield " ".join(name.replace(" ", ""))
    if " " in name:
        for blank in ("\n", "  ", "\u00a0", "\t", " \n  ", "\u3000", "\r\n"):
            yield name.replace(" ", blank)


def _handles(words: list[str]) -> Iterator[str]:
    plain = [word.replace("'", "") for word in words]
    yield "_".join(plain).lower()
    yield "-".join(plain).lower()
    yield ".".join(plain).lower() + "@kelmar.example"
    yield "scan" + "".join(word.capitalize() for word in plain) + "2.pdf"
    yield f"C:\\lists\\{plain[-1]}_{plain[0]}.docx".lower()


def _bare(name: str) -> str:
    apart = unicodedata.normalize("NFD", name).replace("ł", "l").replace("ı", "i")
    return unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))


def _hyphened(words: list[str]) -> Iterator[str]:
    last = words[-1]
    for place in {2, len(last) // 2, len(last) - 2}:
        if 1 < place < len(last):
            yield " ".join([*words[:-1], f"{last[:place]}-\n{last[place:]}"])
            yield " ".join([*words[:-1], f"{last[:place]}\u2010\n   {last[place:]}"])


def _misread(name: str) -> Iterator[str]:
    for right, wrong in _SLIPS:
        yield name.replace(right, wrong, 1)
    for place in (1, len(name) // 2, len(name) - 2):
        yield name[:place] + name[place + 1 :]
        yield name[:place] + name[place] + name[place:]
        yield name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :]


_SLIPS = (
    *(("m", "rn"), ("rn", "m"), ("l", "1"), ("l", "I"), ("i", "l"), ("o", "0"), ("O", "0"), ("e", "c"), ("cl", "d")),
    *(("ri", "n"), ("u", "ii"), ("h", "b"), ("v", "y"), ("s", "5"), ("п", "л"), ("и", "н"), ("а", "o"), ("ь", "ъ")),
    *(("ш", "щ"), ("в", "B")),
)
_LONG = 9
