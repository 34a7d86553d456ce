"""What the text of a document shows of its form: number forms, running heads, titles and dates it names."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from muniment.mentions.dates import Dates
from muniment.mentions.mention import Found
from muniment.mentions.references import References

MOST_CHARS = 4_000_000
"""Characters of one document that are looked through: some 2,000 pages, a few seconds."""

MOST_NAMED = 500
"""Dates, numbers and titles kept of each sort; a register that names more is told from its beginning."""

HEAD_CHARS = 250
"""Characters of the first page that count as its head: title, number and addressee of an official paper."""

_TITLE = re.compile(r"《([^《》\n]{2,80})》")
_DIGITS = re.compile(r"\d+")
_BLANKS = re.compile(r"\s+")
_LONGEST_LINE = 120
_FEWEST_PAGES = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page from 1, code points of its raw text, end-exclusive."""

    page: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Named:
    """Something the text names: the words as written, their normalised value, and a note on what is doubtful."""

    words: str
    value: str
    place: Place
    note: str = ""

    @property
    def in_head(self) -> bool:
        """Whether it stands in the head of the first page."""
        return self.place.page == 1 and self.place.start < HEAD_CHARS


@dataclass(slots=True)
class Looked:
    """What a look through the pages of a document found. ``stopped_at`` is the page where it broke off, or 0."""

    dates: list[Named] = field(default_factory=list)
    references: list[Named] = field(default_factory=list)
    titles: list[Named] = field(default_factory=list)
    pages: int = 0
    stopped_at: int = 0
    heads: Counter[str] = field(default_factory=Counter)
    feet: Counter[str] = field(default_factory=Counter)
    standing: dict[str, Place] = field(default_factory=dict)
    """Words that were looked for, and where each stands first."""


def look_through(
    pages: Iterable[tuple[int, str]], wanted: Iterable[str] = (), *, begins_with_headers: bool = False
) -> Looked:
    """Look through the pages (number, raw text) once; ``wanted`` are words whose first place is told.

    Of a mail, whose first page begins with its headers, dates among these are passed over: they are the file's own.
    """
    looked = Looked()
    missing = {word for word in wanted if word}
    chars = 0
    for number, text in pages:
        if chars > MOST_CHARS:
            looked.stopped_at = number
            break
        chars += len(text)
        _look_at(number, text, looked, text.find("\n\n") if begins_with_headers and number == 1 else 0)
        for word in [one for one in missing if one in text]:
            at = text.find(word)
            looked.standing[word] = Place(number, at, at + len(word))
            missing.discard(word)
    return looked


def _look_at(number: int, text: str, looked: Looked, headers_end: int) -> None:
    looked.pages += 1
    _take(looked.references, number, text, sorted(References().find(text), key=lambda one: one.start))
    dates = (one for one in Dates().find(text) if one.start >= headers_end)
    _take(looked.dates, number, text, sorted(dates, key=lambda one: one.start))
    for match in _TITLE.finditer(text):
        if len(looked.titles) < MOST_NAMED:
            looked.titles.append(Named(match[0], match[1].strip(), Place(number, *match.span())))
    lines = [line for line in text.splitlines() if line.strip()]
    if lines:
        looked.heads[form_of(lines[0])] += 1
        looked.feet[form_of(lines[-1])] += 1


def _take(into: list[Named], number: int, text: str, found: Iterable[Found]) -> None:
    end = 0
    for one in found:
        if len(into) < MOST_NAMED and one.start >= end:
            into.append(Named(text[one.start : one.end], one.value, Place(number, one.start, one.end), one.note))
            end = one.end


def form_of(words: str) -> str:
    """The form of a number or line: each run of digits as ``#``, white space as one blank."""
    return _DIGITS.sub("#", _BLANKS.sub(" ", words.strip()))[:_LONGEST_LINE]


def running(lines: Counter[str], pages: int) -> Iterator[str]:
    """The lines that stand at the same edge of at least half the pages, and of two at least."""
    for line, count in lines.most_common(3):
        if count >= _FEWEST_PAGES and 2 * count >= pages:
            yield line


def number_forms(looked: Looked) -> list[str]:
    """The forms of the reference numbers in the text, the most frequent first."""
    counts = Counter(form_of(_without_breaks(one.words)) for one in looked.references)
    return [form for form, _ in counts.most_common()]


def _without_breaks(words: str) -> str:
    """Chinese numbers lose the blanks that lines and layout put into them; elsewhere a blank is part of the form."""
    return _BLANKS.sub("", words) if "号" in words or "號" in words else words
