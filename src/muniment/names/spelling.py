"""The keys that the pages of a name may have: every way to write it, as far as the index can tell them apart."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice, pairwise, product
from typing import Protocol

from muniment.names.by_ear import readings_by_ear
from muniment.names.cantonese import cantonese_spellings
from muniment.names.keys import han_key, page_keys
from muniment.names.mandarin import syllable_sounds
from muniment.names.parsing import SERVANT, ChineseReading, Name, Word, join_words, make_word
from muniment.names.pinyin_spelling import spellings
from muniment.names.sounds import TRANSCRIBED, UNWRITTEN, VOWELS, bare
from muniment.names.transcribing import transcriptions
from muniment.names.word_keys import KEY_CHARS, SHORT_CHARS, coarse, unwritten

MAX_RUNS = 300
"""Phrases that the engine looks up for one name: more cost more than they find."""

_MOST_KEYS = 14
"""Keys tried for one word in one kind of script."""

_MOST_FOR_PAIRS = 9
_MOST_READINGS = 8
_MIN_JOINED_CHARS = 7

Run = tuple[str, ...]


class KeysOf(Protocol):
    """A word to its likely keys in one kind of script, the likeliest first; ``last``: it ends the name."""

    def __call__(self, word: Word, *, last: bool) -> list[str]:
        """Keys of ``word``; one that stands for several words or characters has spaces inside."""


_COARSE_CHOICES = {
    "b": "B", "p": "B", "f": "F", "v": "F", "w": ("F", ""), "d": "T", "t": "T", "T": "T", "g": "K", "G": "K",
    "k": "K", "q": ("K", "C"), "x": ("H", "K", "C"), "h": ("H", ""), "s": "S", "z": ("S", "C"), "c": ("S", "C"),
    "D": ("S", "T"), "S": ("C", "S"),
    "Z": ("C", "S"), "C": ("C", "H"), "J": ("C", "T"), "X": ("C", "H", "KS"), "j": ("C", "A"), "K": ("K", "S"),
    "N": ("N", "NK"),
    "n": "N", "m": "M", "l": "L", "r": "R", "y": ("A", "C"), "A": ("A", "", "U"), "W": ("U", "F", "AFA", "FA"),
    "Y": ("A", "C"), "H": ("H", "A", ""),
    **dict.fromkeys("aeiı", "A"), **dict.fromkeys("ouöü", "U"),
}  # fmt: skip
_SLURRED_CHOICES = {
    "l": ("L", "R"),
    "r": ("R", "", "L"),
    "w": ("F", "", "U"),
    "h": ("H", "", "K"),
    "C": ("C", "K", "T"),
    "J": ("C", "S", "T"),
    "Z": ("R", "C"),
    "y": ("A", ""),
}
_UNWRITTEN_CHOICES = {
    "b": "b", "p": "b", "f": "f", "v": ("f", "b", ""), "d": "t", "t": "t", "T": ("t", "s"), "D": ("s", "t"),
    "g": ("k", "c"),
    "G": "k", "k": "k", "q": "k", "x": ("x", ""), "h": ("", "x"), "s": "s", "z": "s", "c": ("s", "t"), "S": "c",
    "Z": "c",
    "C": "c", "J": "c", "X": ("c", "x", "ks"), "j": ("c", ""), "K": ("k", "s", "c"), "N": ("n", "nk"), "n": "n",
    "m": "m", "l": "l", "r": "r",
}  # fmt: skip
_CLITICS = ("", "b", "l")
_COARSE_ENDINGS = ("", "A", "NA", "U", "KA", "TA", "AM", "UM", "UF", "LA", "S", "N")
_UNWRITTEN_ENDINGS = ("", "n", "k", "t", "l")


def runs_of(name: Name) -> tuple[Run, ...]:
    """Sequences of keys of which every page that has the name holds at least one, within ``MAX_RUNS``."""
    found: dict[Run, None] = {}
    own = tuple(page_keys(name.text).split())
    for run in _all_runs(name):
        if run == own or _is_telling(run):
            found.setdefault(run)
        if len(found) >= MAX_RUNS:
            break
    return tuple(found)


def _is_telling(run: Run) -> bool:
    """Whether few enough pages hold ``run``: a single vowel or two consonants stand on each."""
    if not run or "0" in run:
        return False
    letters = sum(map(len, run))
    return letters >= (3 if run[0].islower() else 4) or "_" in "".join(run)


def _all_runs(name: Name) -> Iterator[Run]:
    yield tuple(page_keys(name.text).split())
    if name.chinese and (name.surely_chinese or (name.han and not name.foreign_han)):
        yield from _chinese_runs(name.chinese)
        return
    if not name.words:
        return
    by_kind = [_word_runs(name, kind) for kind in (coarse_keys, unwritten_keys, han_keys)]
    if chinese := name.chinese or readings_by_ear(name):
        by_kind.insert(0, _chinese_runs(chinese))
    yield from zip_longest_fair(by_kind)


def zip_longest_fair(many: list[Iterator[Run]]) -> Iterator[Run]:
    """One of each in turn, until all are spent: so that no kind of script is left out by ``MAX_RUNS``."""
    while many:
        for each in tuple(many):
            run = next(each, None)
            if run is None:
                many.remove(each)
            elif run:
                yield run


def _chinese_runs(readings: tuple[ChineseReading, ...]) -> Iterator[Run]:
    for reading in _likely(readings):
        yield from _han_runs(reading)
    for reading in _likely(readings)[:_MOST_READINGS]:
        for syllables in islice(_each(reading), _MOST_READINGS):
            yield from _spelt_runs(syllables)


def _likely(readings: tuple[ChineseReading, ...]) -> list[ChineseReading]:
    best = sorted(readings, key=lambda reading: -reading.trust)
    return [reading for reading in best if reading.trust >= best[0].trust - 0.3]


def _each(reading: ChineseReading) -> Iterator[tuple[str, ...]]:
    return product(*(sorted(syllable) for syllable in reading.syllables))


def _han_runs(reading: ChineseReading) -> Iterator[Run]:
    for syllables in islice(_each(reading), _MOST_READINGS * 2):
        keys = tuple(map(han_key, syllables))
        yield keys
        for other in _SURNAMES_READ_OTHERWISE.get(syllables[0], ()):
            yield (other, *keys[1:])


_SURNAMES_READ_OTHERWISE = {
    "zeng": ("ceng",), "shan": ("dan",), "qiu": ("chou",), "xie": ("jie",), "ou": ("qu",), "zha": ("cha",),
    "piao": ("pu",), "ge": ("gai",), "yu": ("wei",), "zhai": ("di",), "qin": ("tan",), "yue": ("le",),
}  # fmt: skip


def _spelt_runs(syllables: tuple[str, ...]) -> Iterator[Run]:
    """A Chinese name in scripts of letters: surname and given name, in either order, together or apart."""
    for split in {1, 2 if len(syllables) > 3 else 1}:
        for spelt in spellings(syllables):
            surname, given = "".join(spelt[:split]), "".join(spelt[split:])
            for parts in ((surname, given), (given, surname), spelt, (*spelt[split:], surname), ("".join(spelt),)):
                words = " ".join(filter(None, parts))
                run = tuple(page_keys(words).split())
                if len(run) > 1 or len(words) > _MIN_JOINED_CHARS:  # a short name written as one word is any word
                    yield run
        yield from _cantonese_runs(syllables, split)
        sounds = [syllable_sounds(syllable) for syllable in syllables]
        for parts in (("".join(sounds[:split]), "".join(sounds[split:])), tuple(sounds), ("".join(sounds),)):
            heads = [unwritten_of(part) for part in parts if part]
            yield from product(*(head[:3] for head in heads))


def _cantonese_runs(syllables: tuple[str, ...], split: int) -> Iterator[Run]:
    spelt = [cantonese_spellings(syllable) for syllable in syllables]
    for parts in islice(product(*spelt), _MOST_KEYS * 4):
        yield tuple(page_keys(" ".join(parts)).split())
        yield tuple(page_keys("".join(parts[:split]) + " " + "".join(parts[split:])).split())


def _word_runs(name: Name, keys_of: KeysOf) -> Iterator[Run]:
    words = [word for word in name.words if not word.initial and not word.particle] or list(name.words)
    essential = [word for word in words if not word.patronymic] or words
    if initials := [word for word in name.words if not word.patronymic and not word.particle][:1]:
        yield from _initial_runs(initials[0], essential[-1], keys_of)
    if len(essential) == 1:
        yield from (tuple(key.split()) for key in keys_of(essential[0], last=True)[: _MOST_KEYS * 4])
        return
    pairs = dict.fromkeys(_pairs(words, essential))
    streams = [_pair_runs(one, other, keys_of) for one, other in pairs]
    streams += [
        _joined_runs(name.words, keys_of),
        *_partly_joined(essential, keys_of),
        _single_runs(essential, keys_of),
    ]
    yield from zip_longest_fair(streams)


def _partly_joined(words: list[Word], keys_of: KeysOf) -> Iterator[Iterator[Run]]:
    """Names of three words of which others write two as one: Abdu Rehim, Jin Ping."""
    if len(words) == 3:
        ahead, behind = join_words(tuple(words[:2])), join_words(tuple(words[1:]))
        for pair in ((words[0], behind), (behind, words[0]), (ahead, words[2]), (words[2], ahead)):
            yield _pair_runs(*pair, keys_of)


def _single_runs(words: list[Word], keys_of: KeysOf) -> Iterator[Run]:
    """One word of a foreign name in Han characters, where the others may be transcribed in ways nobody foresees."""
    if keys_of is han_keys:
        for word in words:
            for key in keys_of(word, last=False)[:_MOST_FOR_PAIRS]:
                if key.count(" ") > 1:
                    yield tuple(key.split())


def _initial_runs(given: Word, surname: Word, keys_of: KeysOf) -> Iterator[Run]:
    """The given name as an initial: S. Petrov, Petrov S."""
    if keys_of is coarse_keys and given is not surname and not given.initial:
        letters = [f"_{bare(way)[0]}" for way in given.ways if bare(way)[:1].islower()]
        for head in dict.fromkeys([*letters, *(key[:1] for key in coarse_keys(given, last=False)[:3])]):
            for key in coarse_keys(surname, last=True)[:3]:
                yield head, key
                yield key, head


def _pairs(words: list[Word], essential: list[Word]) -> Iterator[tuple[Word, Word]]:
    first, last = essential[0], essential[-1]
    yield first, last
    yield last, first
    for chain in (essential, words):
        yield from pairwise(chain)


def _pair_runs(one: Word, other: Word, keys_of: KeysOf) -> Iterator[Run]:
    """Two words that follow one another, best spellings first."""
    firsts, seconds = keys_of(one, last=False)[:_MOST_FOR_PAIRS], keys_of(other, last=True)[: _MOST_FOR_PAIRS * 2]
    if not firsts or not seconds:
        yield from (tuple(key.split()) for key in firsts or seconds)
        return
    ranked = sorted(product(range(len(firsts)), range(len(seconds))), key=lambda ranks: (ranks[0] + 1) * (ranks[1] + 1))
    for here, there in ranked:
        yield *firsts[here].split(), *seconds[there].split()


def _joined_runs(words: tuple[Word, ...], keys_of: KeysOf) -> Iterator[Run]:
    """Words written as one: a whole name without a space, and each two neighbours."""
    texts = [word.text for word in words]
    if keys_of is not coarse_keys or any(word.script == "CJK" for word in words):
        return
    for text in ("".join(texts), *("".join(pair) for pair in pairwise(texts))):
        yield tuple(page_keys(text).split())


def coarse_keys(word: Word, *, last: bool) -> list[str]:
    """Upper-case keys of scripts that write vowels; ``last`` adds the endings of cases."""
    direct = [] if word.script in ("CJK", "ARABIC", "HEBREW") else page_keys(word.text).split()[:1]
    known = [
        key
        for name in word.known
        for spelling in name.spellings
        if not (key := page_keys(spelling)).islower() or key.startswith("_")
    ]
    ways = [
        other for way in word.ways[:3] for other in dict.fromkeys((way, way.replace("ks", "X"), way.replace("yo", "e")))
    ]
    spoken = [key for way in ways for key in islice(_coarse_of(way), _MOST_KEYS)]
    spoken += [
        f"_{bare(way)}"
        for way in word.ways
        if 0 < len(bare(way)) <= SHORT_CHARS and bare(way).isalpha() and bare(way).islower()
    ]
    keys = list(dict.fromkeys([*direct, *known[:_MOST_KEYS], *spoken]))
    keys[1:1] = _servant_keys(word, page_keys, ("abdul", "abdel", "abdu"))
    return _with_endings(keys, _COARSE_ENDINGS, KEY_CHARS, coarse) if last else keys


def _servant_keys(word: Word, keys: Callable[[str], str], heads: tuple[str, ...]) -> list[str]:
    """Names such as Abdulnasser also apart, as two keys."""
    match = SERVANT.match(word.text)
    if not match or len(word.text) - match.end() < 3:
        return []
    return [keys(f"{head} {word.text[match.end() :]}") for head in heads]


def unwritten_keys(word: Word, *, last: bool) -> list[str]:
    """Lower-case keys of scripts without vowels; ``last`` adds the endings of cases and the clitics before a word."""
    known = [
        key
        for name in word.known
        for spelling in name.spellings
        if (key := page_keys(spelling)) and "\u0590" < spelling[0] < "\u08ff"
    ]
    spoken = [key for way in word.ways[:2] for key in unwritten_of(way)]
    known += _servant_keys(
        word,
        lambda text: " ".join(unwritten_of(way)[0] for part in text.split() for way in make_word(part).ways[:1]),
        ("abd",),
    )
    keys = [key for key in dict.fromkeys([*known, *spoken]) if key != "0"][:_MOST_KEYS]
    if not last:
        return [unwritten(clitic + key) if " " not in key else key for clitic in _CLITICS for key in keys]
    return _with_endings(keys, _UNWRITTEN_ENDINGS, KEY_CHARS - 1, unwritten)


def han_keys(word: Word, *, last: bool) -> list[str]:
    """The syllables of the usual Chinese transcriptions, or of likely ones; several keys with spaces between."""
    del last
    if word.script == "CJK":
        return [" ".join(page_keys(word.text).split())]
    usual = [page_keys(chinese) for name in word.known for chinese in name.chinese]
    return list(dict.fromkeys(usual)) or list(islice(transcriptions(word.ways[0]), _MOST_KEYS * 2))


def unwritten_of(sounds: str) -> list[str]:
    """Keys of ``sounds`` in a script without vowels."""
    table = (
        {**_UNWRITTEN_CHOICES, "l": ("l", "r"), "r": ("r", "", "l"), "C": ("c", "k"), "J": ("c", "k")}
        if sounds[:1] == TRANSCRIBED
        else _UNWRITTEN_CHOICES
    )
    choices = [table.get(sound, "") for sound in bare(sounds)]
    return list(
        dict.fromkeys(unwritten("".join(parts)) for parts in islice(product(*map(_as_tuple, choices)), _MOST_KEYS))
    )


def _as_tuple(choice: Sequence[str]) -> tuple[str, ...]:
    return (choice,) if isinstance(choice, str) else tuple(choice)


def _coarse_of(way: str) -> Iterator[str]:
    sounds = bare(way)
    table = {**_COARSE_CHOICES, **_SLURRED_CHOICES} if way[:1] == TRANSCRIBED else _COARSE_CHOICES
    choices = [_as_tuple(table.get(sound, "")) for sound in sounds]
    if way[:1] == UNWRITTEN:
        choices = [("B", "F") if sound == "b" else choice for sound, choice in zip(sounds, choices, strict=True)]
    if way[:1] == UNWRITTEN:
        choices = list(_with_gaps(sounds, choices))
    elif way[:1] == TRANSCRIBED:
        choices = [
            (*choice, "") if sound in VOWELS and place else choice
            for place, (sound, choice) in enumerate(zip(sounds, choices, strict=True))
        ]
    seen = set()
    for parts in islice(product(*choices[: KEY_CHARS + 3]), _MOST_KEYS * 8):
        key = coarse("".join(parts))
        if key not in seen:
            seen.add(key)
            yield key


def _with_gaps(sounds: str, choices: list[tuple[str, ...]]) -> Iterator[tuple[str, ...]]:
    """Between two consonants of a script without vowels there may be any vowel or none."""
    for place, (sound, choice) in enumerate(zip(sounds, choices, strict=True)):
        yield choice
        following = sounds[place + 1 : place + 2]
        if following and sound not in "AWY" and following not in "AWY":
            yield ("A", "U", "")


def _with_endings(keys: list[str], endings: Iterable[str], most: int, shape: Callable[[str], str]) -> list[str]:
    """Each key as it is, then short keys with what grammar may add to them."""
    found = dict.fromkeys(keys)
    for key in keys[:3]:
        if len(key) < most and key != "0" and " " not in key:
            found.update(dict.fromkeys(shape(key + ending) for ending in endings))
    return list(found)
