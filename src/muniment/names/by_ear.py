"""Chinese names that Uyghur, Kazakh or Arabic wrote down by ear: which syllables of Mandarin they may be."""

from functools import lru_cache
from itertools import product

from muniment.names.mandarin import SYLLABLES, syllable_sounds
from muniment.names.parsing import ChineseReading, Name, Word
from muniment.names.sounds import UNWRITTEN, bare, distance

_NEAR = 0.45
"""The distance up to which a part of a word may be a syllable."""

_MAX_SOUNDS = 9
_MOST_PER_WORD = 6
_MAX_SYLLABLES = 3
_MOST_READINGS = 40


def readings_by_ear(name: Name) -> tuple[ChineseReading, ...]:
    """What a name in Arabic script may be as a Chinese one, the likeliest first; none for known names."""
    words = name.words
    if not 1 < len(words) <= _MAX_SYLLABLES or any(word.script != "ARABIC" or word.known for word in words):
        return ()
    by_word = [_word_readings(word, 3 - len(words) + 1) for word in words]
    found = []
    for parts in product(*by_word):
        syllables = tuple(frozenset([syllable]) for _, part in parts for syllable in part)
        if len(syllables) <= _MAX_SYLLABLES:
            found.append((sum(cost for cost, _ in parts), syllables))
    found.sort(key=lambda reading: reading[0])
    return tuple(ChineseReading(syllables, 0.8, "by ear") for _, syllables in found[:_MOST_READINGS])


def _word_readings(word: Word, most: int) -> list[tuple[float, tuple[str, ...]]]:
    """The likeliest one or two syllables that ``word`` may be, each with its distance."""
    way = word.ways[0]
    sounds, mark = bare(way), UNWRITTEN if way[:1] == UNWRITTEN else ""
    if len(sounds) > _MAX_SOUNDS:
        return []
    found: list[tuple[float, tuple[str, ...]]] = [(cost, (syllable,)) for cost, syllable in _near(mark + sounds)]
    if most > 1:
        for place in range(1, len(sounds)):
            for (cost, one), (more, two) in product(_near(mark + sounds[:place]), _near(mark + sounds[place:])):
                found.append((cost + more, (one, two)))
    return sorted(found)[:_MOST_PER_WORD]


@lru_cache(maxsize=2_000)
def _near(sounds: str) -> tuple[tuple[float, str], ...]:
    costs = ((distance(sounds, syllable_sounds(syllable))[0], syllable) for syllable in SYLLABLES)
    return tuple(sorted(near for near in costs if near[0] <= _NEAR)[:_MOST_PER_WORD])
