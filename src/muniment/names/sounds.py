"""Sounds, each one character, and how far apart two runs of them are.

Signs for single sounds, beside the letters that speak for themselves: ``S`` sh, ``Z`` zh, ``C`` ch, ``J`` as in
*jam*, ``c`` ts, ``D`` dz, ``T`` th, ``x`` kh, ``G`` gh, ``N`` ng, the dotless one the dark i of Turkic and Russian.
Letters whose sound depends on who wrote them stay ambiguous: ``j`` (jam, yes, jour, Juan), ``X`` (Latin x), ``K``
(Latin c). Writing without vowels gives ``A``, ``W``, ``Y`` for its alef, waw and yeh, which may each be a vowel, and
``H`` for what may be a final vowel too.
"""

from functools import cache, lru_cache

VOWELS = frozenset("aeiouıöü")
VAGUE = frozenset("AWYH")
"""Letters of scripts that leave out short vowels: a word that has one was written so."""

UNWRITTEN = "\x01"
"""Stands first in the sounds of a word whose script leaves out short vowels."""

TRANSCRIBED = "\x02"
"""Stands first in the sounds of Han characters that spell a foreign word."""

_NEAR = (
    # Vowels
    "a e .3|a o .35|a ı .4|a i .7|a u .6|a ö .5|a ü .7|e i .25|e ı .25|e o .5|e ö .25|e u .6|e ü .5|o u .2|o ö .1"
    "|o ü .25"
    "|ö u .25|ö ü .1|u ü .05|u ı .5|ü i .35|ü ı .4|i ı .1|i o .8|i u .6|ö i .5|ö ı .5|o ı .5"
    # Half vowels
    "|y i .1|y ı .1|y e .4|y ü .4|w u .1|w o .2|w ü .2|y j .1|y J .45|y w .7|y Z .6|y g .6"
    # Consonants
    "|b p .4|d t .35|g k .35|k q .05|g G .1|g q .35|G q .3|G k .35|G h .35|G x .35|x h .1|x k .25|x q .3|h g .35"
    "|h q .5|h k .5"
    "|f v .25|v w .05|b v .45|b w .5|f p .45|f w .4|f b .6|f h .6|s z .25|S s .45|S C .45|S z .7|S Z .4|Z J .1"
    "|Z z .4|Z C .4"
    "|J C .3|J g .25|J z .4|J D .25|J c .5|x C .79|ö v .25|j J .05|j Z .05|j C .3|j h .4|j x .4|j z .4|j i .15"
    "|j D .25|c s .3|c z .25|c C .3"
    "|c D .1|c t .5|D z .1|D d .4|T t .1|T s .2|T f .3|T d .35|q C .3|q J .4"
    "|X x .05|X h .1|X S .1|X k .3|X s .3|X c .3|K k .05|K s .15|K c .15|K C .15|K J .25|K g .35|K q .1|K x .3"
    "|K z .4|K S .35"
    "|l r .7|m n .85|n N .1|N m .8|N g .6|v u .4|v o .6"
    # Writing without vowels
    "|A a .02|A e .1|A o .3|A u .3|A i .3|A ı .3|A ö .4|A ü .4|W u .02|W o .02|W w .02|W v .05|W ö .05|W ü .05"
    "|W a .5|W f .5"
    "|W b .5|Y i .02|Y e .08|Y y .02|Y ı .05|Y j .1|Y a .3|Y ü .4|A Y .3|A W .5|Y W .8|A y .5"
    "|H h .02|H x .2|H a .1|H e .1|H i .4|H t .45|H A .2|H k .6|H g .5|H q .6|H X .1"
)
_OTHER_VOWEL = 0.6
_OTHER = 1.0

_LOST_VOWEL = 0.55
_LOST_BESIDE_VOWEL = 0.2
_LOST_UNWRITTEN = 0.08
_LOST = {
    "h": 0.35,
    "y": 0.3,
    "w": 0.45,
    "G": 0.45,
    "A": 0.12,
    "W": 0.45,
    "Y": 0.3,
    "H": 0.2,
    "N": 1.0,
    "j": 0.6,
    "g": 0.9,
}

_SLURRED_NEAR = (
    "l r .05|b p .1|d t .1|T d .15|T t .05|T s .1|g k .1|g q .1|C J .15|z s .15|S s .25|S C .3|S J .4|h x .02"
    "|h k .2|h g .15"
    "|h G .1|x k .1|x g .2|w v .02|w b .3|w f .3|f v .05|f b .25|f p .3|v b .25|Z J .05|Z r .2|y J .4|y Z .4"
    "|c C .15|c z .05"
    "|c s .15|J c .2|J z .25|n N .0|n m .3|N m .35|K C .1|X S .05|j J .02|j y .1|k q .0|k C .4|D c .1|g J .3"
    "|q C .1|x q .1|G k .15"
)
"""How Mandarin, which has few syllables, writes the sounds of other languages."""


def _parsed(near: str) -> dict[tuple[str, str], float]:
    costs = {}
    for entry in near.split("|"):
        one, other, cost = entry.split(" ")
        costs[one, other] = costs[other, one] = float(cost)
    return costs


@cache
def _costs(manner: str) -> dict[tuple[str, str], float]:
    costs = _parsed(_NEAR)
    if manner == TRANSCRIBED:
        costs.update(_parsed(_SLURRED_NEAR))
        costs.update({pair: cost * 0.5 for pair, cost in costs.items() if pair[0] in VOWELS and pair[1] in VOWELS})
    if manner == UNWRITTEN:  # Arabic has neither p nor g nor v nor ch: it takes what is nearest
        costs.update(
            _parsed(
                "b p .1|g G .05|g J .1|f v .1|C S .15|c s .15|c t .3|C J .2|k g .25|q g .15|x h .1|s S .5|z D .05"
                "|d D .2"
            )
        )
    return costs


def _lost(sounds: str, place: int, *, lenient: float) -> float:
    """What it costs that one run has the sound at ``place`` and the other has not."""
    sound = sounds[place]
    if sound not in VOWELS:
        return _LOST.get(sound, 1.0)
    beside = sounds[place - 1 : place] + sounds[place + 1 : place + 2]
    if lenient == _LOST_VOWEL and any(other in VOWELS or other in "yj" for other in beside):
        return _LOST_BESIDE_VOWEL
    return lenient


def _lost_all(sounds: str, manner: str) -> list[float]:
    lenient = {UNWRITTEN: _LOST_UNWRITTEN, TRANSCRIBED: 0.12}.get(manner, _LOST_VOWEL)
    losses = [_lost(sounds, place, lenient=lenient) for place in range(len(sounds))]
    if manner == TRANSCRIBED:
        losses = [
            min(
                loss,
                {"r": 0.35, "l": 0.45, "h": 0.2, "y": 0.15, "w": 0.15, "t": 0.6, "d": 0.6, "k": 0.6, "g": 0.6}.get(
                    sound, 0.8
                ),
            )
            for sound, loss in zip(sounds, losses, strict=True)
        ]
    if manner == UNWRITTEN and sounds and sounds[0] in VOWELS:
        losses[0] = 0.3  # a vowel that begins a word is written
    return losses


def _manner(one: str, other: str) -> str:
    marks = {one[:1], other[:1]}
    if TRANSCRIBED in marks:
        return TRANSCRIBED
    return UNWRITTEN if UNWRITTEN in marks else ""


def bare(sounds: str) -> str:
    """``sounds`` without the mark that says how they were written."""
    return sounds[1:] if sounds[:1] in (UNWRITTEN, TRANSCRIBED) else sounds


@lru_cache(maxsize=20_000)
def distance(one: str, other: str) -> tuple[float, float]:
    """How far apart two words sound: the sum of all differences, and the greatest single one of them."""
    manner = _manner(one, other)
    one, other = bare(one), bare(other)
    if one == other:
        return 0.0, 0.0
    near = _costs(manner)
    losses, other_losses = _lost_all(one, manner), _lost_all(other, manner)
    row = [(0.0, 0.0)]
    for loss in other_losses:
        row.append((row[-1][0] + loss, max(row[-1][1], loss)))
    for sound, loss in zip(one, losses, strict=True):
        above, row = row, [(row[0][0] + loss, max(row[0][1], loss))]
        for place, other_sound in enumerate(other):
            swap = _swap(sound, other_sound, near)
            row.append(
                min(
                    (above[place][0] + swap, max(above[place][1], swap)),
                    (above[place + 1][0] + loss, max(above[place + 1][1], loss)),
                    (row[-1][0] + other_losses[place], max(row[-1][1], other_losses[place])),
                )
            )
    return row[-1]


def _swap(one: str, other: str, near: dict[tuple[str, str], float]) -> float:
    if one == other:
        return 0.0
    return near.get((one, other), _OTHER_VOWEL if one in VOWELS and other in VOWELS else _OTHER)
