"""Finding terms in what a PDF holds: in text however it is split, turned or folded, in bytes in any usual encoding."""

import base64
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Literal
from urllib.parse import quote

from ahocorasick_rs import AhoCorasick, BytesAhoCorasick, MatchKind

from muniment.index.folding import fold
from muniment.index.letters import is_spaceless

LEAST_SPLIT = 3
"""Letters from which a term is found although blanks stand between its letters, if it begins and ends with words."""

LEAST_PREFIX = 5
"""Letters from which a term is found as the beginning of a longer word: endings of cases hang on to names."""

LEAST_INSIDE = 7
"""Letters from which a term is found anywhere inside a run of letters; shorter ones occur there by chance."""

LEAST_REVERSED = 5
"""Letters from which a term is looked for backwards; among Han characters three will do."""

_LEAST_REVERSED_HAN = 3

LEAST_BYTES = 4
"""Bytes of the shortest pattern that is looked for in text that is not yet decoded."""

LEAST_BYTES_IN_NOISE = 7
"""The same in bytes that are no text: a pattern of four bytes occurs in every fourth gigabyte, and case doubles it."""

_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "cp1252", "gb18030", "big5", "cp1251", "koi8-r", "cp1256", "iso8859-6")
_WRAPPED_ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "gb18030", "cp1251")
_BLANKS = ("", "\u00a0")
_WRITTEN_BLANKS = (" ", "%20", "#20", "+", "_", "-", ".", "\\040", "&#32;", "  ", "\n", "\r\n")

MOST_WRAPPED = 500
"""Terms up to which codes (hexadecimal, Base64 and such) are looked for: each term has some two hundred."""


class How(StrEnum):
    """In what way a term was found."""

    PLAIN = "as it is"
    SPLIT = "with its letters apart, or run together with others"
    REVERSED = "backwards"
    ENCODED = "in another encoding"


@dataclass(frozen=True, slots=True)
class TermFound:
    """A term and how it stands there."""

    term: str
    how: How


class TermFinder:
    """Looks for a list of terms. Terms of which nothing is left when they are folded are not looked for."""

    def __init__(self, terms: tuple[str, ...]) -> None:
        self.terms = tuple(dict.fromkeys(term.strip() for term in terms if _squashed(term)))
        self._patterns: list[tuple[str, str, bool]] = []
        for term in self.terms:
            squashed = _squashed(term)
            self._patterns.append((squashed, term, False))
            if len(squashed) >= _least_reversed(squashed) and squashed != squashed[::-1]:
                self._patterns.append((squashed[::-1], term, True))
        self._letters = AhoCorasick([one for one, _, _ in self._patterns], matchkind=MatchKind.Standard)
        self._encoded: list[tuple[bytes, str]] = []
        self._bytes: BytesAhoCorasick | None = None

    def __bool__(self) -> bool:
        return bool(self.terms)

    def in_text(self, untrusted_text: str) -> tuple[TermFound, ...]:
        """The terms in a text, each once, in the order in which they were given."""
        if not self.terms or not untrusted_text:
            return ()
        words = fold(untrusted_text).split()
        squashed = "".join(words)
        starts, ends, at = set(), set(), 0
        for word in words:
            starts.add(at)
            at += len(word)
            ends.add(at)
        found: dict[str, How] = {}
        for number, start, end in self._letters.find_matches_as_indexes(squashed, overlapping=True):
            pattern, term, is_reversed = self._patterns[number]
            if _counts(pattern, is_whole=end in ends, is_start=start in starts, is_reversed=is_reversed):
                how = How.REVERSED if is_reversed else _how(term, starts, start, end)
                if term not in found or how is How.PLAIN:
                    found[term] = how
        return tuple(TermFound(term, found[term]) for term in self.terms if term in found)

    def in_bytes(self, untrusted_data: bytes, *, is_text: bool) -> tuple[TermFound, ...]:
        """The terms in bytes, in any usual encoding; in bytes that are no text only terms too long to be chance."""
        if not self.terms or not untrusted_data:
            return ()
        least = LEAST_BYTES if is_text else LEAST_BYTES_IN_NOISE
        found = set()
        for number, start, end in self._byte_patterns().find_matches_as_indexes(
            untrusted_data.lower(), overlapping=True
        ):
            if end - start >= least and _stands_alone(untrusted_data, start, end):
                found.add(self._encoded[number][1])
        return tuple(TermFound(term, How.ENCODED) for term in self.terms if term in found)

    def _byte_patterns(self) -> BytesAhoCorasick:
        """Made when bytes are first looked at: a list of thousands takes seconds."""
        if self._bytes is None:
            wrapped = len(self.terms) <= MOST_WRAPPED
            self._encoded = [pair for term in self.terms for pair in _encoded_forms(term, wrapped=wrapped)]
            self._bytes = BytesAhoCorasick([one for one, _ in self._encoded], matchkind=MatchKind.Standard)
        return self._bytes


def _squashed(text: str) -> str:
    return "".join(fold(text).split())


def squashed(text: str) -> str:
    """``text`` folded as the index does it, without its blanks: what stays the same however it is laid out."""
    return _squashed(text)


def _least_reversed(pattern: str) -> int:
    return _LEAST_REVERSED_HAN if is_spaceless(pattern[0]) else LEAST_REVERSED


def _counts(pattern: str, *, is_whole: bool, is_start: bool, is_reversed: bool) -> bool:
    """Whether a run of letters that was found is the term, or a chance."""
    length = len(pattern)
    if is_start and is_whole:
        return True
    if is_reversed:
        return length >= LEAST_INSIDE
    return length >= LEAST_INSIDE or (is_start and length >= LEAST_PREFIX)


def _how(term: str, starts: set[int], start: int, end: int) -> How:
    """Plain where the words are parted as in the term itself."""
    place, at = {start}, start
    for word in fold(term).split():
        at += len(word)
        place.add(at)
    inside = {boundary for boundary in starts if start <= boundary < end}
    return How.PLAIN if inside == place - {end} else How.SPLIT


def _encoded_forms(term: str, *, wrapped: bool) -> Iterator[tuple[bytes, str]]:
    """The bytes that may stand for ``term``, in lower case, each with the term; in codes as well if ``wrapped``."""
    forms = {term, term.lower(), term.upper(), term.title()}
    kinds: tuple[Literal["NFC", "NFD", "NFKC"], ...] = ("NFC", "NFD", "NFKC")
    forms |= {unicodedata.normalize(kind, form) for form, kind in product(tuple(forms), kinds)}
    forms |= {form.replace(" ", blank) for form in tuple(forms) for blank in _BLANKS}
    seen: set[bytes] = set()
    for form in forms:
        seen.update(_raw(form))
        seen.update(form.replace(" ", blank).encode().lower() for blank in _WRITTEN_BLANKS)
        if wrapped:
            seen.update(_in_codes(form))
    yield from ((pattern, term) for pattern in sorted(seen) if len(pattern) >= LEAST_BYTES)


def _raw(form: str) -> Iterator[bytes]:
    """The form in each encoding that has its letters."""
    for encoding in _ENCODINGS:
        with suppress(UnicodeEncodeError):
            yield form.encode(encoding).lower()
    yield form[::-1].encode().lower()


def _in_codes(form: str) -> Iterator[bytes]:
    """The form as other languages write what they may not write plainly."""
    for encoding in _WRAPPED_ENCODINGS:
        with suppress(UnicodeEncodeError):
            data = form.encode(encoding)
            yield data.hex().encode()
            yield from _base64_cores(data)
            yield "".join(f"\\{byte:03o}" for byte in data).encode()
            yield "".join(f"%{byte:02x}" for byte in data).encode()
            yield "".join(f"#{byte:02x}" for byte in data).encode()
    yield quote(form).encode().lower()
    yield "".join(char if char.isascii() else f"\\u{ord(char):04x}" for char in form).encode().lower()
    yield "".join(f"&#{ord(char)};" for char in form).encode()
    yield "".join(f"&#x{ord(char):x};" for char in form).encode()


def _base64_cores(data: bytes) -> Iterator[bytes]:
    """The part of ``data`` in Base64 that is the same whatever stands before and after, for each of three beginnings.

    In lower case, as everything is compared here: Base64 tells case apart, so this may rarely find what is not there.
    """
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + data)
        core = coded[
            (0, 2, 3)[before] : len(coded) - (0, 3, 2)[(before + len(data)) % 3] - ((before + len(data)) % 3 > 0)
        ]
        if len(core) >= LEAST_BYTES_IN_NOISE:
            yield core.lower()


def _stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether short words in plain letters are words of their own, not parts of longer ones."""
    if end - start >= LEAST_INSIDE:
        return True
    before, after = data[max(0, start - 1) : start], data[end : end + 1]
    return not (before.isalpha() or after.isalpha())
