"""How alike two names are, in whatever scripts they are written."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from muniment.names.han import readings
from muniment.names.mandarin import syllable_sounds
from muniment.names.parsing import ChineseReading, Name, Word, join_words, parse_name
from muniment.names.sounds import TRANSCRIBED, UNWRITTEN, VAGUE, VOWELS, bare, distance
from muniment.names.tables import KnownName

MATCH_THRESHOLD = 0.75
"""From this closeness on two names are taken for the same."""

_SURNAME_ONLY = 0.6
_SAME_SOUNDS_OTHER_CHARACTERS = 0.6
_CONFLICT = 0.5
_WORD_THRESHOLD = 0.8
_SLIP = 0.8
"""A single difference of sound from which on two words are two, however long they are."""

_MIN_SLIP_CHARS = 6
"""Words must be this long for one missing or swapped letter to count as a slip of the pen."""


@dataclass(frozen=True, slots=True)
class NameLikeness:
    """How close two names are, from 0 to 1, and why in words."""

    closeness: float
    reason: str


_NOTHING = NameLikeness(0.0, "not alike")


def compare(one: str, other: str) -> NameLikeness:
    """How alike two names in any scripts are; the order of the two does not matter.

    A closeness of ``MATCH_THRESHOLD`` or more means the same name. A surname alone is not the same as a full name,
    other Han characters with the same sounds are not the same, nor are contradicting patronymics or initials.
    """
    return compare_names(parse_name(one), parse_name(other))


def compare_names(one: Name, other: Name) -> NameLikeness:
    """``compare`` for names already taken apart."""
    if one.han and other.han and (found := _han_with_han(one, other)):
        return found
    if one.text.casefold().split() == other.text.casefold().split() and one.text.strip():
        return NameLikeness(1.0, "spelt the same")
    chinese = _NOTHING if one.han and other.han else _as_chinese(one, other)
    if chinese.closeness >= MATCH_THRESHOLD:
        return chinese
    if _is_settled(one, other) or _is_settled(other, one):
        return chinese
    ours, theirs = _word_lists(one, other), _word_lists(other, one)
    spoken = [_by_words(*order) for here in ours for there in theirs for order in ((here, there), (there, here))]
    return max([chinese, *spoken], key=_closeness)


def _closeness(likeness: NameLikeness) -> float:
    return likeness.closeness


def _han_with_han(one: Name, other: Name) -> NameLikeness | None:
    if one.han == other.han:
        return NameLikeness(1.0, "the same characters")
    if (
        one.foreign_han
        and other.foreign_han
        and (len(one.words) > 1 or len(other.words) > 1 or (one.words[0].known and other.words[0].known))
    ):
        return None
    return NameLikeness(*_same_sounds(one, other))


def _same_sounds(one: Name, other: Name) -> tuple[float, str]:
    if one.chinese and other.chinese and _agree(one.chinese[0], other.chinese[0]):
        return _SAME_SOUNDS_OTHER_CHARACTERS, f"{one.han} and {other.han} sound alike, but are other characters"
    return 0.0, "other characters"


def _is_settled(one: Name, other: Name) -> bool:
    """Whether ``one`` is plainly a Chinese name and ``other`` in characters or Latin: then only syllables tell."""
    if one.han and other.han:
        return not (one.foreign_han and other.foreign_han)
    if one.foreign_han or other.foreign_han or not (one.surely_chinese or (one.han and one.chinese)):
        return False
    if other.han or other.surely_chinese:
        return True
    return all(word.script == "LATIN" for word in other.words)


def _agree(one: ChineseReading, other: ChineseReading) -> bool:
    return len(one.syllables) == len(other.syllables) and all(
        here & there for here, there in zip(one.syllables, other.syllables, strict=True)
    )


def _as_chinese(one: Name, other: Name) -> NameLikeness:
    """Both read as syllables of Mandarin, which must all agree."""
    best = _NOTHING
    for here in one.chinese:
        for there in other.chinese:
            if not _agree(here, there) or (here.system == there.system and here.trust + there.trust < 1.5):
                continue
            closeness = here.trust * there.trust
            if closeness > best.closeness:
                best = NameLikeness(closeness, _spelled_out(one, other, here, there))
    if best.closeness and not (one.han or other.han) and not (one.surely_chinese or other.surely_chinese):
        return NameLikeness(best.closeness * 0.9, best.reason)
    return best


def _spelled_out(one: Name, other: Name, here: ChineseReading, there: ChineseReading) -> str:
    sounds = " ".join(min(a & b) for a, b in zip(here.syllables, there.syllables, strict=True))
    said = [f"{name.text.strip()} read as {sounds}" for name in (one, other) if name.han]
    said += [
        f"{name.text.strip()} is {sounds} in {reading.system}"
        for name, reading in ((one, here), (other, there))
        if not name.han and reading.system != "pinyin"
    ]
    return "; ".join(said or [f"both {sounds} in pinyin"])


def spoken_words(name: Name) -> tuple[Word, ...]:
    """The words of ``name`` to compare by sound: those of a Chinese name are its syllables, as surname and rest."""
    if name.words:
        return name.words
    if not name.han or not name.chinese:
        return ()
    syllables = tuple(readings(char)[0] for char in name.han)
    return _syllable_words(syllables, name.han)


def _syllable_words(syllables: tuple[str, ...], text: str) -> tuple[Word, ...]:
    spoken = [syllable_sounds(syllable) for syllable in syllables]
    split = 2 if len(spoken) > 3 else 1
    parts = ("".join(spoken[:split]), "".join(spoken[split:]))
    texts = (text[:split], text[split:]) if text else ("".join(syllables[:split]), "".join(syllables[split:]))
    return tuple(
        Word(shown, (sounds,), frozenset(), script="CJK") for shown, sounds in zip(texts, parts, strict=True) if sounds
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    likeness: float
    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    reason: str


def _word_lists(name: Name, other: Name) -> list[tuple[Word, ...]]:
    """The words of ``name``; of a Chinese one in letters also its syllables, for whoever wrote it down by ear."""
    lists = [spoken_words(name)]
    if (
        len(name.words) > 1
        and name.chinese
        and not other.chinese
        and (best := max(name.chinese, key=lambda reading: reading.trust)).trust >= 0.9
    ):
        lists.append(_syllable_words(tuple(min(syllable) for syllable in best.syllables), ""))
    return lists


def _by_words(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> NameLikeness:
    if not ours or not theirs:
        return _NOTHING
    pairs = _choose(
        sorted(
            _pairs(ours, theirs),
            key=lambda pair: (-pair.likeness, -len(pair.ours) - len(pair.theirs), abs(pair.ours[0] - pair.theirs[0])),
        )
    )
    return _verdict(ours, theirs, pairs)


def _choose(pairs: list[_Pair]) -> list[_Pair]:
    chosen: list[_Pair] = []
    ours: set[int] = set()
    theirs: set[int] = set()
    for pair in pairs:
        if not ours.isdisjoint(pair.ours) or not theirs.isdisjoint(pair.theirs):
            continue
        chosen.append(pair)
        ours.update(pair.ours)
        theirs.update(pair.theirs)
    return chosen


def _pairs(ours: tuple[Word, ...], theirs: tuple[Word, ...]) -> Iterator[_Pair]:
    for here, our_word in enumerate(ours):
        for there, their_word in enumerate(theirs):
            likeness, reason = word_likeness(our_word, their_word)
            if likeness >= _WORD_THRESHOLD:
                yield _Pair(likeness, (here,), (there,), reason)
    yield from _joined_pairs(ours, theirs, turned=False)
    yield from _joined_pairs(theirs, ours, turned=True)


def _joined_pairs(split: tuple[Word, ...], whole: tuple[Word, ...], *, turned: bool) -> Iterator[_Pair]:
    """Words that one writes apart and the other together: abdu rehim, jin ping, van der bilt."""
    for start in range(len(split) - 1):
        for end in range(start + 2, min(len(split), start + 4) + 1):
            parts = split[start:end]
            if any(word.initial for word in parts):
                continue
            joined = join_words(parts)
            for place, word in enumerate(whole):
                likeness, reason = word_likeness(joined, word)
                if likeness >= _WORD_THRESHOLD:
                    span = tuple(range(start, end))
                    ours, theirs = ((place,), span) if turned else (span, (place,))
                    yield _Pair(likeness - 0.01, ours, theirs, reason)


def _verdict(ours: tuple[Word, ...], theirs: tuple[Word, ...], pairs: list[_Pair]) -> NameLikeness:
    our_rest = _rest(ours, {place for pair in pairs for place in pair.ours})
    their_rest = _rest(theirs, {place for pair in pairs for place in pair.theirs})
    initials, our_rest, their_rest = _match_initials(our_rest, their_rest)
    full = [pair for pair in pairs if not all(ours[place].particle for place in pair.ours)]
    if not full:
        return _NOTHING
    closeness = _mean(ours, full) - 0.06 * initials
    reason = "; ".join(dict.fromkeys(pair.reason for pair in full))
    if our_rest and their_rest:
        lost = min(len(our_rest), len(their_rest))
        return NameLikeness(
            min(_CONFLICT, closeness * len(full) / (len(full) + lost + 1)),
            f"{our_rest[0].text} is not {their_rest[0].text}",
        )
    rest = our_rest or their_rest
    if not rest:
        return NameLikeness(closeness, reason)
    if len(full) + initials < 2:
        return NameLikeness(_SURNAME_ONLY * closeness, f"{reason}; only one word of a longer name")
    if any(word.script == "HANGUL" for word in ours + theirs):
        return NameLikeness(_CONFLICT, f"{rest[0].text} is missing")
    left_out = ", ".join(word.text for word in rest)
    whole = ours if our_rest else theirs
    penalty = sum(_penalty(word, outermost=word in (whole[0], whole[-1])) for word in rest)
    return NameLikeness(max(closeness - penalty, _CONFLICT), f"{reason}; {left_out} left out")


def _penalty(word: Word, *, outermost: bool) -> float:
    """What it costs that one side leaves out ``word``: a middle name little, a first or last one a good deal."""
    if word.patronymic or word.initial:
        return 0.03
    return 0.2 if outermost else 0.07


def _rest(words: tuple[Word, ...], used: set[int]) -> list[Word]:
    return [word for place, word in enumerate(words) if place not in used and not word.particle]


def _match_initials(ours: list[Word], theirs: list[Word]) -> tuple[int, list[Word], list[Word]]:
    """Pair initials with words that begin alike; how many were paired, and what is left on either side."""
    left_ours = list(ours)
    left_theirs = list(theirs)
    paired = 0
    for word in ours:
        for candidate in left_theirs:
            if (word.initial or candidate.initial) and _begin_alike(word, candidate):
                left_ours.remove(word)
                left_theirs.remove(candidate)
                paired += 1
                break
    return paired, left_ours, left_theirs


def _begin_alike(one: Word, other: Word) -> bool:
    heads = [{bare(way)[:1] for way in word.ways} for word in (one, other)]
    return bool(heads[0] & heads[1]) or any(distance(a, b)[0] <= 0.1 for a in heads[0] for b in heads[1])


def _mean(ours: tuple[Word, ...], pairs: list[_Pair]) -> float:
    weights = [sum(len(ours[place].text) for place in pair.ours) + 1 for pair in pairs]
    return sum(pair.likeness * weight for pair, weight in zip(pairs, weights, strict=True)) / sum(weights)


@lru_cache(maxsize=100_000)
def word_likeness(one: Word, other: Word) -> tuple[float, str]:
    """How alike two words of names are, from 0 to 1, and why."""
    if one.initial != other.initial:
        return 0.0, ""
    if one.text.lower() == other.text.lower():
        return 1.0, f"{one.text} on both sides"
    shared = one.known & other.known
    if shared:
        return 0.99, _told(one, other, min(shared, key=lambda name: name.name))
    if one.script == other.script == "HANGUL":  # syllables that others spell alike are two for Koreans
        return 0.0, ""
    likeness = max((_ways_likeness(here, there) for here in one.ways for there in other.ways), default=0.0)
    if _are_two_names(one.known, other.known):
        return min(likeness, _CONFLICT), ""
    if likeness < _WORD_THRESHOLD and _is_slip(one, other):
        likeness = _WORD_THRESHOLD
    return likeness, f"{one.text} sounds like {other.text}"


def _told(one: Word, other: Word, name: KnownName) -> str:
    for here, there in ((one, other), (other, one)):
        if here.script == "CJK" and there.script != "CJK":
            return f"{here.text} is the usual Chinese for {there.text}"
    return f"{one.text} and {other.text} are spellings of {name.shown}"


def _are_two_names(one: frozenset[KnownName], other: frozenset[KnownName]) -> bool:
    """Whether a table holds both as different names."""
    return bool(one and other) and bool({name.source for name in one} & {name.source for name in other})


@lru_cache(maxsize=200_000)
def _ways_likeness(one: str, other: str) -> float:
    cost, worst = distance(one, other)
    length = _length(one, other)
    if worst >= _SLIP:
        return max(0.0, min(1 - cost / length, _WORD_THRESHOLD - 0.1))
    return max(0.0, 1 - cost / length)


def _length(one: str, other: str) -> float:
    """How many sounds there are to differ in; with scripts that leave out vowels, only consonants count."""
    if UNWRITTEN in (one[:1], other[:1]) or TRANSCRIBED in (one[:1], other[:1]):
        counted = [
            sum(sound not in VOWELS for sound in bare(way)) + 0.5 * any(sound in VOWELS | VAGUE for sound in way)
            for way in (one, other)
        ]
        return max(2.0, sum(counted) / 2)
    return max(3.0, (len(one) + len(other)) / 2)


def _is_slip(one: Word, other: Word) -> bool:
    """Whether the two differ by one letter left out or two swapped, in a word long enough to tell."""
    here, there = sorted((one.text.lower(), other.text.lower()), key=len)
    if one.script != other.script or one.script == "CJK" or len(there) < _MIN_SLIP_CHARS:
        return False
    if len(here) + 1 == len(there):
        return any(there[:place] + there[place + 1 :] == here for place in range(len(there)))
    return len(here) == len(there) and any(
        here[:place] + here[place + 1] + here[place] + here[place + 2 :] == there for place in range(len(here) - 1)
    )
