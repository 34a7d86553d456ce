"""How syllables of pinyin are spelt elsewhere: the way back from ``mandarin``."""

from functools import cache

from muniment.names.mandarin import palladius, wade_giles


@cache
def _from(system: str) -> dict[str, str]:
    """For each syllable of pinyin the first spelling of ``system``."""
    table = palladius() if system == "palladius" else wade_giles()
    found: dict[str, str] = {}
    for spelling, syllables in table.items():
        for syllable in syllables:
            if syllable not in found or (system != "palladius" and "'" in found[syllable]):
                found[syllable] = spelling
    return found


def spellings(syllables: tuple[str, ...]) -> list[tuple[str, ...]]:
    """A name of Mandarin ``syllables`` in pinyin, after Wade and Giles, and in Cyrillic."""
    ways = [tuple(syllable.replace("ü", "u") for syllable in syllables)]
    for system in ("palladius", "wade-giles"):
        table = _from(system)
        if all(syllable in table for syllable in syllables):
            ways.append(tuple(table[syllable] for syllable in syllables))
    return list(dict.fromkeys(ways))
