"""Names in Latin and Cyrillic text, from runs of capitalised words.

A run is called a person, place or organisation only where its words or its neighbours say so; otherwise it is a name
of which no more is known, when it stands inside a sentence and has two words or more.
"""

# ruff: noqa: RUF001 - letters of several scripts that look alike are what this file is about

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from muniment.mentions.latin_words import (
    JOINERS,
    KEEPS_POSSESSIVE,
    NOT_NAMES,
    ORGANISATION_WORDS,
    PARTICLES,
    PINYIN_SURNAMES,
    PINYIN_SYLLABLE,
    PLACE_PREPOSITIONS,
    PLACE_WORDS,
    SURE_TITLES,
    TITLES,
)
from muniment.mentions.mention import Found, Kind

_WORD = re.compile(
    r"(?:[^\W\d_]\.){1,3}(?=\s?[^\W\d_])"  # initials
    r"|[^\W\d_]{1,40}(?:['’ʼ-][^\W\d_]{1,40}){0,4}"
    r"(?:(?<=[DMdm]r)\.|(?<=[Mm]rs)\.|(?<=[Mm]s)\.|(?<=[Pp]rof)\.)?"
)
_LINE_OF_CAPITALS = 0.6
_HEADING_WORDS = 4
_LONGEST_NAME = 8
_LONGEST_PERSON = 4
_PINYIN_GIVEN = re.compile(rf"{PINYIN_SYLLABLE}(?:['’-]?{PINYIN_SYLLABLE}){{0,1}}$", re.IGNORECASE)
_PATRONYMIC = re.compile(r"(?:ович|евич|ич|овна|евна|ична)(?:а|у|ем|ем|е|ы|ой)?$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,3}$")
_POSSESSIVE = re.compile(r"['’]s?$")
_REACH = 30
_LINE = re.compile(r"[^\n]{1,4000}")
_QUOTED = re.compile(r"[“\"«][^“”\"«»\n]{10,200}(?:\n[^“”\"«»\n]{1,200})?[”\"»]")
_CAPITAL = re.compile("[A-ZÀ-ÞА-ЯЁЀ-Џ]")
_SMALL = re.compile(r"(?<![^\W\d_])[a-zà-ÿа-џ]{3,30}(?![^\W\d_])")
_NO_PLACE_OF_THEIR_OWN = frozenset({"autonomous", "safe", "minority", "smart", "municipal", "provincial", "new"})
_CYRILLIC, _LAST_CYRILLIC = "\u0400", "\u052f"
_CAPITALS_IN_HEADING, _FEWEST_CAPITALS_IN_HEADING = 0.8, 0.4
_MOST_JOINERS = 2
_WIDEST_GAP = 3
_FULL_LINE = 45
"""Characters of a line after which the next one is taken to go on with the same name."""
_FULL_NAME = (2, 3)
_SHORTEST_SURNAME = 3
_SHORTEST_LONE_PLACE = 4
_INSIDE_NAMES = frozenset(
    [
        "north",
        "south",
        "east",
        "west",
        "central",
        "northern",
        "southern",
        "eastern",
        "western",
        "american",
        "british",
        "european",
        "asian",
    ]
)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int
    in_heading: bool

    @property
    def low(self) -> str:
        return _POSSESSIVE.sub("", self.text).lower().rstrip(".")

    @property
    def capital(self) -> bool:
        return self.text[0].isupper()


class Capitalised:
    """Finds names that begin with capital letters."""

    name = "capitals 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The names in the text; the value has single spaces, and no 's at its end."""
        if not _CAPITAL.search(untrusted_text):
            return
        small = {match[0] for match in _SMALL.finditer(untrusted_text)}
        persons: set[str] = set()
        unsure: list[list[_Word]] = []
        for run in _runs(untrusted_text):
            around = _Around.of(untrusted_text, run[0].start)
            words = _stripped(run)
            named = _named(words, around, small) if words else None
            if named is not None:
                words, kind = named
                if kind is Kind.PERSON:
                    persons.add(words[-1].low)
                yield _found(words, kind)
            elif len(words) > 1 and not any(word.in_heading for word in words):
                unsure.append(words)
        for words in unsure:  # who was called Mr. X somewhere on the page is a person with a first name, too
            if len(words) in _FULL_NAME and words[-1].low in persons:
                words = words[1:] if words[0].low in TITLES else words  # noqa: PLW2901 - the same run, less its title
                yield _found(words, Kind.PERSON)
            elif not small.issuperset(word.low for word in words):  # "Data Collection", and "data collection" as well
                yield _found(words, Kind.NAME)


@dataclass(frozen=True, slots=True)
class _Around:
    """What stands right before a run."""

    title: bool
    sure_title: bool
    preposition: bool

    @classmethod
    def of(cls, text: str, start: int) -> "_Around":
        before = text[max(0, start - _REACH) : start].split()
        last = before[-1].lower().strip('(«"“').rstrip(".") if before else ""
        return cls(last in TITLES, last in SURE_TITLES, last in PLACE_PREPOSITIONS)


def _runs(text: str) -> Iterator[list[_Word]]:
    """Capitalised words that follow each other, with small joining words between them."""
    run: list[_Word] = []
    pending: list[_Word] = []
    for word in _words(text):
        last = (pending or run)[-1] if run else None
        goes_on = last is not None and len(run) < _LONGEST_NAME and _goes_on(text, last, word)
        if goes_on and word.capital:
            run += [*pending, word]
            pending = []
        elif goes_on and word.text in JOINERS and len(pending) < _MOST_JOINERS and _may_join(word, run):
            pending.append(word)
        else:
            if run:
                yield run
            run, pending = [word] if word.capital else [], []
    if run:
        yield run


def _goes_on(text: str, last: _Word, word: _Word) -> bool:
    """Whether nothing but a blank, or the end of a full line, stands between two words of one name."""
    if _POSSESSIVE.search(last.text) and last.low not in KEEPS_POSSESSIVE:
        return False
    if not 0 < word.start - last.end <= _WIDEST_GAP or not (gap := text[last.end : word.start]).isspace():
        return False
    full = last.end - (text.rfind("\n", max(0, last.end - _FULL_LINE), last.end) + 1) >= _FULL_LINE
    return "\n" not in gap or full


def _may_join(word: _Word, run: list[_Word]) -> bool:
    """Whether "and" joins words of one name, as in Ministry of Labour and Welfare, or two names."""
    return word.text not in {"and", "и"} or run[0].low in ORGANISATION_WORDS or any(one.text == "of" for one in run)


def _words(text: str) -> Iterator[_Word]:
    titled = [match.span() for match in _QUOTED.finditer(text) if _is_heading(list(_WORD.finditer(match[0])), "")]
    for line in _LINE.finditer(text):
        words = [match for match in _WORD.finditer(text, *line.span()) if match[0][0] <= _LAST_CYRILLIC]
        if not words or _is_all_capitals(words):
            continue
        heading = _is_heading(words, line[0])
        for match in words:
            if not match[0][0].isupper() and match[0] not in JOINERS:
                continue  # stands between names, and so ends them by itself
            while titled and titled[0][1] <= match.start():
                titled.pop(0)
            quoted = bool(titled) and titled[0][0] <= match.start()
            yield _Word(match[0], *match.span(), heading or quoted)


def _is_all_capitals(words: list[re.Match[str]]) -> bool:
    long = [match[0] for match in words if len(match[0]) > 1]
    return len(long) > 1 and sum(word.isupper() for word in long) > _LINE_OF_CAPITALS * len(long)


def _is_heading(words: list[re.Match[str]], line: str) -> bool:
    """Whether most of a line's words are capitalised, as in a title: then capitals say nothing."""
    if sum(match[0][0].isupper() for match in words) < _FEWEST_CAPITALS_IN_HEADING * len(words):
        return False
    content = [match[0] for match in words if match[0].lower() not in NOT_NAMES]
    most = sum(word[0].isupper() for word in content) >= _CAPITALS_IN_HEADING * len(content)
    return len(content) >= _HEADING_WORDS and most and not line.rstrip().endswith((".", ","))


def _stripped(words: list[_Word]) -> list[_Word]:
    """The run without the words at its ends that are no part of a name, up to where a new sentence begins."""
    while words and (words[0].low in NOT_NAMES or not words[0].capital):
        words = words[1:]
    for number, word in enumerate(words):
        if word.capital and word.low in NOT_NAMES and len(word.low) > 1 and word.low not in _INSIDE_NAMES:
            words = words[:number]
            break
    while words and (words[-1].low in NOT_NAMES or not words[-1].capital):
        words = words[:-1]
    return words


def _named(words: list[_Word], around: _Around, small: set[str]) -> tuple[list[_Word], Kind] | None:
    """The words that are a name, and whose; none where the rules cannot tell."""
    lows = [word.low for word in words]
    if person := _titled(words, around):
        return person, Kind.PERSON
    if len(words) > 1 and _says_office(lows):
        return words, Kind.ORGANISATION
    if len(words) > 1 and _says_place(lows):
        return words, Kind.PLACE
    if _is_person(words):
        return words, Kind.PERSON
    lone = len(words) == 1 and around.preposition and not words[0].in_heading and len(lows[0]) >= _SHORTEST_LONE_PLACE
    if lone and not words[0].text.isupper() and lows[0] not in small:
        return words, Kind.PLACE
    return None


def _titled(words: list[_Word], around: _Around) -> list[_Word]:
    """What follows the last title, before the run or in it, if that can be a person's name."""
    sure, titled = around.sure_title, around.title
    for number in range(len(words) - 1, -1, -1):
        if words[number].low in TITLES:
            sure, titled, words = words[number].low in SURE_TITLES, True, words[number + 1 :]
            break
    lows = [word.low for word in words]
    fewest = 1 if sure else 2
    if not titled or not fewest <= len(words) <= _LONGEST_PERSON or _says_office(lows) or _says_place(lows):
        return []
    if any(low in JOINERS - PARTICLES for low in lows) or all(word.text.isupper() for word in words):
        return []
    return words


def _says_office(lows: list[str]) -> bool:
    begins = lows[0] in ORGANISATION_WORDS and len(lows) > 1 and (lows[1] in {"of", "for"} or lows[0] >= _CYRILLIC)
    part_of_place = any(one in ORGANISATION_WORDS and after == "of" for one, after in pairwise(lows))
    return begins or part_of_place or lows[-1] in ORGANISATION_WORDS


def _says_place(lows: list[str]) -> bool:
    if set(lows) <= _NO_PLACE_OF_THEIR_OWN | PLACE_WORDS:
        return False
    begins = lows[0] in PLACE_WORDS and len(lows) > 1 and (lows[0] >= _CYRILLIC or lows[:2] == ["republic", "of"])
    return begins or lows[-1] in PLACE_WORDS


def _is_person(words: list[_Word]) -> bool:
    """Initials and a surname, a patronymic, or a Chinese surname and given name in pinyin."""
    texts = [_POSSESSIVE.sub("", word.text) for word in words]
    if [word.low for word in words] == ["hong", "kong"]:
        return False
    if not 1 < len(words) <= _LONGEST_PERSON or any(word.low in JOINERS - PARTICLES for word in words):
        return False
    if any(_INITIALS.match(text) for text in texts) and len(texts[-1]) >= _SHORTEST_SURNAME:
        return True
    if texts[0] >= _CYRILLIC and any(_PATRONYMIC.search(text) for text in texts):
        return True
    pinyin = len(words) == len(("surname", "given name")) and words[0].low in PINYIN_SURNAMES
    return pinyin and not texts[1].isupper() and _PINYIN_GIVEN.match(texts[1]) is not None


def _found(words: list[_Word], kind: Kind) -> Found:
    possessive = _POSSESSIVE.search(words[-1].text)
    cut = len(possessive[0]) if possessive else 0
    value = " ".join(word.text for word in words)
    return Found(words[0].start, words[-1].end - cut, kind, value[: len(value) - cut])
