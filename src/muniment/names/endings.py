"""What grammar puts before and after a name on a page, and the name without it."""

import re
from collections.abc import Iterator

from muniment.names.alphabets import script_of

_MIN_STEM_CHARS = 2

_CYRILLIC = re.compile(
    "(?:ого|его|ому|ему|ыми|ими|ами|ями|ым|им|ом|ем|ой|ей|ою|ею|ах|ях|а|я|у|ю|е|ы|и"
    "|ның|нің|дың|дің|тың|тің|ниң|ға|ге|гә|қа|ке|кә|да|де|дә|та|те|тә|нан|нен|дан|ден|тан|тен|дин|тин|мен|бен|ни|ны|ді|ды|ні|лар|лер"
    "|нинг|нинг|га|дан)$"
)
_SOFTENED = (
    ("ня", "нь"),
    ("ню", "нь"),
    ("нем", "нь"),
    ("не", "нь"),
    ("ия", "ий"),
    ("ию", "ий"),
    ("ием", "ий"),
    ("ии", "ия"),
    ("ю", "я"),
    ("ы", "а"),
    ("у", "а"),
    ("ой", "а"),
    ("я", "й"),
    ("ю", "й"),
    ("ем", "й"),
    ("е", "й"),
)
_LATIN = re.compile(
    "(?:'?(?:ning|nin|nın|nun|ni|gha|ghe|ge|ga|qa|ke|da|de|ta|te|din|tin|dan|den|lar|ler|s))$|['\u2019]\\w{1,4}$"
)
_ARABIC_BEFORE = re.compile("^(?:[\u0648\u0641]?[\u0628\u0644\u0643\u06a9]?)(?=..)")
_ARABIC_AFTER = re.compile(
    "(?:\u0646\u0649\u06ad|\u0646\u0649\u0646|\u0646\u0649|\u063a\u0627|\u06af\u06d5|\u0642\u0627|\u0643\u06d5|\u062f\u0627|\u062f\u06d5|\u062a\u0627|\u062a\u06d5|\u062f\u0649\u0646|\u062a\u0649\u0646|\u0644\u0627\u0631|\u0644\u06d5\u0631|\u0646\u0649\u06ad\u0643\u0649|\u0647\u0627)$"
)


def stems(word: str) -> Iterator[str]:
    """``word`` of a page as it may have been before an ending or a clitic was put to it; not ``word`` itself."""
    script = script_of(word[:1])
    lower = word.lower()
    if script == "CYRILLIC":
        yield from _cyrillic_stems(word, lower)
    elif script == "LATIN":
        yield from _cut(word, _LATIN.search(lower))
    elif script == "ARABIC":
        yield from _arabic_stems(word)
    elif script == "HEBREW" and word[0] in "\u05d5\u05d1\u05dc\u05de\u05d4\u05e9" and len(word) > _MIN_STEM_CHARS:
        yield word[1:]


def _cut(word: str, ending: re.Match[str] | None) -> Iterator[str]:
    if ending and ending.start() >= _MIN_STEM_CHARS:
        yield word[: ending.start()]


def _cyrillic_stems(word: str, lower: str) -> Iterator[str]:
    yield from _cut(word, _CYRILLIC.search(lower))
    for ending, nominative in _SOFTENED:
        if lower.endswith(ending) and len(word) - len(ending) >= _MIN_STEM_CHARS - 1:
            yield word[: -len(ending)] + nominative


def _arabic_stems(word: str) -> Iterator[str]:
    heads = [word]
    before = _ARABIC_BEFORE.match(word)
    if before and before.end():
        heads.append(word[before.end() :])
        if before.end() > 1:
            heads.append(word[1:])
        yield from heads[1:]
    for head in heads:
        yield from _cut(head, _ARABIC_AFTER.search(head))
