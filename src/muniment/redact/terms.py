"""The forms in which a name or a number may stand on a page, folded and run together, so that layout is no matter.

A form is compared with text that was folded as the index folds it (``index.folding``: no case, no accents, Han
simplified, digits of all scripts alike) and then robbed of its blanks: line breaks inside a name, spaces between its
characters, and any grouping of a number are gone.
"""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import permutations

import phonenumbers

from muniment.evidence.withheld import Protected
from muniment.index.folding import fold
from muniment.index.letters import is_spaceless


class Sure(IntEnum):
    """How sure it is that words are a form of a name; the lower the surer."""

    CERTAIN = 0
    LIKELY = 1
    POSSIBLE = 2

    @property
    def says(self) -> str:
        """In words."""
        return ("as it is written", "likely", "possible")[self]


@dataclass(frozen=True, slots=True)
class Term:
    """One form: what is looked for (``key``), whether it must stand as whole words, and what it is, in words."""

    protected: str
    key: str
    sure: Sure
    why: str
    is_whole: bool = False
    is_number: bool = False
    is_part: bool = False
    """One word of a name: it counts only where it is written as names are, with a capital if its script has them."""


MOST_TURNED = 3
"""Words of a name up to which every order of them is looked for; longer names have too many."""

LEAST_FAMILY = 4
"""Letters of a word that counts as a name beside initials."""

LEAST_MISREAD = 5
"""Letters from which a name is also looked for with one pair of letters misread or swapped."""

_LEAST_PHONE = 8
_OLD_IDENTITY, _IDENTITY = 15, 18

_LOOK_ALIKE = (
    "0oо○〇", "1liі|ıӏ", "5sѕ", "8b", "2z", "9gq", "aа", "eе", "pр", "cс", "yу", "xх", "kк", "mм", "tт", "hн", "vν",
    "己已巳", "末未", "土士", "日曰", "人入八", "千干于", "大太犬", "木本", "王玉", "问间闻", "东车", "乌鸟马", "刘对",
    "晨辰",
)  # fmt: skip
"""Signs that recognition of print takes for one another, each row one class."""

_SKELETON = str.maketrans({sign: row[0] for row in _LOOK_ALIKE for sign in row})

_MISREAD = (("m", "rn"), ("rn", "m"), ("d", "cl"), ("cl", "d"), ("w", "vv"), ("h", "li"), ("ш", "щ"), ("и", "н"))
"""Letters that recognition makes two of, or one of two."""


def squashed(text: str) -> str:
    """``text`` folded, without its blanks."""
    return "".join(fold(text).split())


def skeleton(key: str) -> str:
    """A key with signs that are often misread for one another made one: as long as the key."""
    return key.translate(_SKELETON)


def terms_of(person: Protected) -> tuple[Term, ...]:
    """All forms of a person's names and numbers, each key once, the surest first."""
    found: dict[str, Term] = {}
    for term in sorted(_terms(person), key=lambda one: one.sure):
        found.setdefault(term.key, term)
    return tuple(found.values())


def _terms(person: Protected) -> Iterator[Term]:
    for name in person.names:
        words = fold(name).split()
        if words:
            yield from _of_name(person.id, words)
    for number in person.numbers:
        yield from _of_number(person.id, number)


def _of_name(owner: str, words: list[str]) -> Iterator[Term]:
    joined = "".join(words)
    if all(is_spaceless(char) for char in joined):
        yield Term(owner, joined, Sure.CERTAIN, "the name itself")
        return
    yield Term(owner, joined, Sure.CERTAIN, "the name itself")
    if 1 < len(words) <= MOST_TURNED:
        for order in permutations(words):
            yield Term(owner, "".join(order), Sure.CERTAIN, "the name, its words in another order")
    yield from _with_initials(owner, words)
    if len(words) > 1:
        for word in words:
            if len(word) >= LEAST_FAMILY:
                yield Term(owner, word, Sure.POSSIBLE, "one word of the name", is_part=True)
    for variant in _slips(joined):
        yield Term(owner, variant, Sure.LIKELY, "the name with letters misread or swapped")


def _with_initials(owner: str, words: list[str]) -> Iterator[Term]:
    """One word in full with the initials of the others before or after it."""
    if len(words) < 2:  # noqa: PLR2004 - a name of one word has no initials beside it
        return
    for at, family in enumerate(words):
        if len(family) >= LEAST_FAMILY and at in {0, len(words) - 1}:
            initials = "".join(word[0] for word in words[:at] + words[at + 1 :])
            for key in (initials + family, family + initials, initials[:1] + family, family + initials[:1]):
                yield Term(owner, key, Sure.POSSIBLE, "one of the names with initials", is_whole=True)


def _slips(key: str) -> Iterator[str]:
    if len(key) < LEAST_MISREAD:
        return
    for right, wrong in _MISREAD:
        at = key.find(right)
        while at >= 0:
            yield key[:at] + wrong + key[at + len(right) :]
            at = key.find(right, at + 1)
    for at in range(len(key) - 1):
        if key[at] != key[at + 1]:
            yield key[:at] + key[at + 1] + key[at] + key[at + 2 :]


def _of_number(owner: str, number: str) -> Iterator[Term]:
    key = squashed(number)
    if not key:
        return
    yield Term(owner, key, Sure.CERTAIN, "the number", is_number=True)
    if len(key) == _IDENTITY and key[:17].isdigit():
        yield Term(owner, key[:6] + key[8:17], Sure.CERTAIN, "the old form of the identity number", is_number=True)
    if number.strip().startswith("+"):
        yield from _national(owner, number)


def _national(owner: str, number: str) -> Iterator[Term]:
    """A phone number as it is dialled at home."""
    try:
        national = str(phonenumbers.parse(number).national_number)
    except phonenumbers.NumberParseException:
        return
    if len(national) >= _LEAST_PHONE:
        yield Term(owner, national, Sure.CERTAIN, "the number without its country", is_number=True)
