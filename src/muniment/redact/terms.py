"""The forms in which a name or a number may stand on a page, folded and run together, so that layout is no matter.

A form is compared with text that was folded as the index folds it (``index.folding``: no case, no accents, Han
simplified, digits of all scripts alike) and then robbed of its blanks: line breaks inside a name, spaces between its
characters, and any grouping of a number are gone.
"""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum
from itertools import permutations

import phonenumbers

from muniment.evidence.withheld import Protected
from muniment.index.folding import fold
from muniment.index.letters import is_spaceless
from muniment.redact.spelt import han_parts, in_latin, syllables


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
    is_apart: bool = False
    """A short name with initials: it counts only where they stand apart, each with a capital."""
    is_masked: bool = False
    """The ends of a number: they count only where something stands for what was left out."""


MOST_TURNED = 3
"""Words of a name up to which every order of them is looked for; longer names have too many."""

MOST_PAIRED = 6
"""Words of a name up to which any two of them count as the name."""

LEAST_PAIR = 6
"""Letters of two words of a longer name that count without the rest."""

LEAST_SHORT = 4
"""Letters of a short name with its initials: three make a word of their own too often."""

LEAST_FAMILY = 4
"""Letters of a word that counts as a name beside initials."""

LEAST_MISREAD = 5
"""Letters from which a name is also looked for with one pair of letters misread or swapped."""

_LEAST_PHONE = 8
_IDENTITY = 18
_LEAST_MASKED = 10
_HEADS, _TAIL = (3, 4, 6, 10), 4

_LOOK_ALIKE = (
    "0oоөο○〇", "1liіι|ıӏ", "5sѕ", "8bвβ", "2zζ", "9gq", "aаα", "eеәэε", "pрρ", "cс", "yуүұυ", "xхҳχ", "kкқκ", "mм",
    "tтτ", "hнңһη", "vν", "гғ", "чҷ", "وۇۆۈۋ", "كگڭ", "بپ", "جچ", "زژ", "ىې",
    "己已巳", "末未", "土士", "日曰", "人入八", "千干于", "大太犬", "木本", "王玉", "问间闻", "东车", "乌鸟马", "刘对",
    "晨辰",
)  # fmt: skip
"""Signs that recognition takes for one another, or a keyboard has in place of one another; each row is one class."""

_SKELETON = str.maketrans({sign: row[0] for row in _LOOK_ALIKE for sign in row})

_MISREAD = (("m", "rn"), ("rn", "m"), ("d", "cl"), ("cl", "d"), ("w", "vv"), ("h", "li"), ("ш", "щ"), ("и", "н"))
"""Letters that recognition makes two of, or one of two."""


_NO_PART = str.maketrans("№", " ")
"""Signs that stand before a number, and are folded to letters. As many code points as before."""


def readable(text: str) -> str:
    """``text`` without signs whose folding would hide what they stand before; as long as it was."""
    return text.translate(_NO_PART)


def squashed(text: str) -> str:
    """``text`` folded, without its blanks."""
    return "".join(fold(readable(text)).split())


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
            yield from _in_latin(person.id, name)
            yield from _of_han(person.id, name)
    for number in person.numbers:
        yield from _of_number(person.id, number)


def _of_name(owner: str, words: list[str]) -> Iterator[Term]:
    joined = "".join(words)
    if all(is_spaceless(char) for char in joined):
        yield Term(owner, joined, Sure.CERTAIN, "the name itself")
        return
    yield Term(owner, joined, Sure.CERTAIN, "the name itself")
    yield from _turned(owner, words)
    yield from _with_initials(owner, words)
    if len(words) > 1:
        for word in words:
            if len(word) >= LEAST_FAMILY:
                yield Term(owner, word, Sure.POSSIBLE, "one word of the name", is_part=True)
    for variant in _slips(joined):
        yield Term(owner, variant, Sure.LIKELY, "the name with letters misread or swapped")


def _turned(owner: str, words: list[str]) -> Iterator[Term]:
    if 1 < len(words) <= MOST_TURNED:
        for order in permutations(words):
            yield Term(owner, "".join(order), Sure.CERTAIN, "the name, its words in another order")
    if 2 < len(words) <= MOST_PAIRED:  # noqa: PLR2004 - of two words nothing can be left out
        for pair in permutations(words, 2):
            if len("".join(pair)) >= LEAST_PAIR:
                yield Term(owner, "".join(pair), Sure.POSSIBLE, "two words of the name", is_whole=True)


def _in_latin(owner: str, name: str) -> Iterator[Term]:
    for words in in_latin(name):
        for term in _of_name(owner, list(words)):
            yield replace(term, sure=max(term.sure, Sure.LIKELY), why=f"{term.why}, in Latin letters")
    for short in _short(owner, syllables(name)):
        yield replace(short, why=f"{short.why}, in Latin letters")


def _of_han(owner: str, name: str) -> Iterator[Term]:
    """Given names, and surnames of two characters: people are called by them."""
    for part in han_parts(name):
        if len(part) > 1:
            yield Term(owner, part, Sure.POSSIBLE, "one part of the name", is_part=True)


def _with_initials(owner: str, words: list[str]) -> Iterator[Term]:
    """One word in full with the initials of the others before or after it."""
    if len(words) < 2:  # noqa: PLR2004 - a name of one word has no initials beside it
        return
    for at, family in enumerate(words):
        if at in {0, len(words) - 1}:
            others = words[:at] + words[at + 1 :]
            yield from _initialled(owner, family, "".join(word[0] for word in others))


def _short(owner: str, parts: tuple[str, ...]) -> Iterator[Term]:
    """A Chinese surname with the initials of each syllable of the given name."""
    if len(parts) > 1:
        yield from _initialled(owner, parts[0], "".join(part[0] for part in parts[1:]))


def _initialled(owner: str, family: str, initials: str) -> Iterator[Term]:
    is_short = len(family) < LEAST_FAMILY
    for key in (initials + family, family + initials, initials[:1] + family, family + initials[:1]):
        if not is_short or len(key) >= LEAST_SHORT:
            why = "one of the names with initials"
            yield Term(owner, key, Sure.POSSIBLE, why, is_whole=True, is_apart=is_short)


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
    yield from _masked(owner, key)


def _masked(owner: str, key: str) -> Iterator[Term]:
    """A long number as forms show it, its middle starred or crossed out."""
    if len(key) < _LEAST_MASKED or not key[:-1].isdigit():
        return
    for head in _HEADS:
        left_out = len(key) - head - _TAIL
        for middle in ("", "x" * left_out) if left_out > 1 else ():
            ends, why = key[:head] + middle + key[-_TAIL:], "the number with its middle left out"
            yield Term(owner, ends, Sure.POSSIBLE, why, is_number=True, is_masked=True)


def _national(owner: str, number: str) -> Iterator[Term]:
    """A phone number as it is dialled at home."""
    try:
        national = str(phonenumbers.parse(number).national_number)
    except phonenumbers.NumberParseException:
        return
    if len(national) >= _LEAST_PHONE:
        yield Term(owner, national, Sure.CERTAIN, "the number without its country", is_number=True)
        yield from _masked(owner, national)
