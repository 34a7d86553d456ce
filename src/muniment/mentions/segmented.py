"""Persons, places and organisations in Chinese text, from segmentation with parts of speech and rules on top.

The segmenter knows words, not names: of what it calls a name only that is kept which a rule bears out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import rjieba

from muniment.mentions.han_words import (
    DOUBLE_SURNAMES,
    NOT_A_NAME,
    NOT_A_PLACE,
    NOT_AN_OFFICE,
    OFFICES,
    PLACE_ENDINGS,
    PLACE_SUFFIXES,
    SURNAMES,
    TITLES,
    TRANSLITERATION,
)
from muniment.mentions.mention import Found, Kind

_HAN = "㐀-鿿豈-﫿"
_RUN = re.compile(rf"[{_HAN}]{{2,2000}}(?:[ \t]?\n[ \t]?[{_HAN}]{{1,2000}}){{0,40}}")
_DOTTED = re.compile(rf"(?P<left>[{_HAN}]{{1,7}})(?P<rest>(?:[·•‧・∙][{_HAN}]{{1,7}}){{1,3}})")
_BREAK = re.compile(r"[ \t]?\n[ \t]?")
_LINE_THAT_GOES_ON = 14
"""Characters of a line after which the next is taken to go on with the same sentence."""

_SMALL_PLACES = "镇村乡鎮鄉"
_FULL_NAME = range(2, 4)
_CERTAIN_NAME = 3
_LONGEST_OFFICE_WORDS, _WORDS_BETWEEN = 10, 4
_NAME_TAGS = frozenset({"nr", "nrfg", "nrt", "x"})
_PART_OF_OFFICE = frozenset({"ns", "nz", "n", "j", "vn", "b", "nt", "nr", "an", "m", "f", "nrt", "s", "l", "q", "mq"})
_NOT_IN_OFFICE = frozenset(
    [
        "是",
        "有",
        "在",
        "到",
        "由",
        "对",
        "将",
        "让",
        "使",
        "要",
        "会",
        "向",
        "被",
        "把",
        "说",
        "称",
        "各",
        "该",
        "本",
        "全",
        "其",
        "所",
        "等",
        "及",
        "和",
        "与",
        "或",
        "并",
        "为",
        "报",
        "请",
        "抄送",
        "发",
        "上级",
        "经",
        "以",
        "可",
    ]
)


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    tag: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)


class Segmented:
    """Finds Chinese names."""

    name = "han 1"

    def find(self, untrusted_text: str) -> Iterator[Found]:
        """The names in the text; the value is the name without line breaks."""
        if untrusted_text.isascii():
            return
        yield from _transliterated(untrusted_text)
        for match in _RUN.finditer(untrusted_text):
            for first, last in _sentences(match[0]):
                run = match[0][first:last]
                yield from _in_run(run, match.start() + first)


def _sentences(run: str) -> Iterator[tuple[int, int]]:
    """Where lines that go on with one sentence begin and end."""
    start = line = 0
    for match in _BREAK.finditer(run):
        if match.start() - line < _LINE_THAT_GOES_ON:
            yield start, match.start()
            start = match.end()
        line = match.end()
    yield start, len(run)


def _in_run(run: str, offset: int) -> Iterator[Found]:
    breaks = [match.span() for match in _BREAK.finditer(run)]
    joined = _BREAK.sub("", run) if breaks else run
    for found in _names(list(_words(joined))):
        start, end = found.start, found.end - 1
        for first, last in breaks:  # back from the text without breaks to the one with them
            start += last - first if start >= first else 0
            end += last - first if end >= first else 0
        yield Found(offset + start, offset + end + 1, found.kind, found.value, found.note)


def _words(text: str) -> Iterator[_Word]:
    at = 0
    for word, tag in rjieba.tag(text):
        yield _Word(word, tag, at)
        at += len(word)


def _names(words: list[_Word]) -> Iterator[Found]:
    taken = 0
    for number, word in enumerate(words):
        if _ends_office(word) and not _goes_on(words, number) and (office := _office(words, number, taken)):
            taken = number + 1
            yield office
        elif place := _place(words, number):
            yield place
        elif person := _person(words, number):
            yield person


def _ends_office(word: _Word) -> bool:
    return word.text.endswith(OFFICES) and word.text not in NOT_AN_OFFICE


def _goes_on(words: list[_Word], number: int) -> bool:
    """Whether an office inside this one is named next: 自治区党委 政法委."""
    for word in words[number + 1 : number + _WORDS_BETWEEN]:
        if not _is_part(word):
            return False
        if _ends_office(word):
            return True
    return False


def _is_part(word: _Word) -> bool:
    return word.tag in _PART_OF_OFFICE and word.text not in _NOT_IN_OFFICE and word.text not in TITLES


def _office(words: list[_Word], last: int, taken: int) -> Found | None:
    """The name of an office that ends here: it begins with a place or another proper name."""
    first, begin = last, None
    while first >= max(taken, last - _LONGEST_OFFICE_WORDS):
        word = words[first]
        if not _is_part(word):
            break
        if _is_proper(word):
            begin = first
        first -= 1
    if begin is None or (begin == last and words[last].tag != "nt"):
        return None
    begin = _begun(words, begin)
    text = "".join(word.text for word in words[begin : last + 1])
    return Found(words[begin].start, words[last].end, Kind.ORGANISATION, text)


def _is_proper(word: _Word) -> bool:
    return (word.tag in {"ns", "nt"} or _ends_as_place(word)) and word.text not in NOT_A_PLACE and len(word.text) > 1


def _ends_as_place(word: _Word) -> bool:
    return len(word.text) > len("和县") and word.text[-1] in PLACE_ENDINGS and word.tag in {"nr", "ns", "nz", "x"}


def _place(words: list[_Word], number: int) -> Found | None:
    word = words[number]
    if not _is_proper(word) or word.tag == "nt":
        return None
    end = word.end
    following = words[number + 1] if number + 1 < len(words) else None
    first = _begun(words, number)
    text = "".join(one.text for one in words[first : number + 1])
    if len(text) == len("拉镇") and text[-1] in _SMALL_PLACES:
        return None  # the end of a longer name, whose beginning the segmenter does not know
    if following and following.text in PLACE_SUFFIXES and text[-1] not in PLACE_ENDINGS:
        end, text = following.end, text + following.text
    return Found(words[first].start, end, Kind.PLACE, text)


def _begun(words: list[_Word], number: int) -> int:
    """The first word of a transliterated name, which the segmenter takes apart: 塔维 利亚."""
    while number and all(TRANSLITERATION.issuperset(words[one].text) for one in (number - 1, number)):
        number -= 1
    return number


def _person(words: list[_Word], number: int) -> Found | None:
    """A name with a surname known: of three characters, or beside a title."""
    word = words[number]
    name = _name_from(words, number)
    if not name or name in NOT_A_NAME or name in NOT_A_PLACE:
        return None
    used = number + 1 if name == word.text else number + 2
    before = words[number - 1].text if number else ""
    after = words[used].text if used < len(words) else ""
    titled = before in TITLES or after in TITLES or before.endswith(tuple(TITLES))
    if titled or (name == word.text and len(name) >= _CERTAIN_NAME and word.tag in {"nr", "nrfg"}):
        return Found(word.start, word.start + len(name), Kind.PERSON, name)
    return None


def _name_from(words: list[_Word], number: int) -> str:
    """The surname and given name that begin at a word, in one word or two; "" if there are none."""
    text = words[number].text
    surname = text[:2] if text[:2] in DOUBLE_SURNAMES else text[:1]
    if surname not in DOUBLE_SURNAMES and surname not in SURNAMES:
        return ""
    if len(text) - len(surname) in {1, 2} and words[number].tag in _NAME_TAGS:
        return text
    if text == surname and number + 1 < len(words) and len(given := words[number + 1].text) in {1, 2}:
        return "" if given in TITLES or words[number + 1].tag in {"c", "p", "u", "uj", "m", "d"} else text + given
    return ""


def _transliterated(text: str) -> Iterator[Found]:
    """伊力哈木·土赫提: names of other languages, told by their middle dot."""
    for match in _DOTTED.finditer(text):
        left = _tail(match["left"])
        *middle, right = re.split("[·•‧・∙]", match["rest"][1:])
        right_end = len(match["rest"]) - len(right) + len(_head(right))
        if len(left) < 2 or len(_head(right)) < 2 or any(_head(part) != part for part in middle):  # noqa: PLR2004
            continue
        start = match.start() + len(match["left"]) - len(left)
        end = match.start("rest") + right_end
        yield Found(start, end, Kind.PERSON, re.sub("[•‧・∙]", "·", text[start:end]))


def _tail(text: str) -> str:
    at = len(text)
    while at and text[at - 1] in TRANSLITERATION:
        at -= 1
    return text[at:]


def _head(text: str) -> str:
    at = 0
    while at < len(text) and text[at] in TRANSLITERATION:
        at += 1
    return text[:at]
