"""Finding the attributions of a page: which languages' rules are asked."""

from muniment.evidence.attributions.arabic import ARABIC
from muniment.evidence.attributions.attribution import Attribution
from muniment.evidence.attributions.chinese import CHINESE
from muniment.evidence.attributions.english import ENGLISH
from muniment.evidence.attributions.rules import Language
from muniment.evidence.attributions.russian import RUSSIAN
from muniment.evidence.attributions.scanning import attributions_by

_ALL = (CHINESE, RUSSIAN, ARABIC, ENGLISH)


def attributions_in(text: str, language: str = "") -> tuple[Attribution, ...]:
    """Where the raw, untrusted ``text`` of a page says it has its information from somebody else, in order of place.

    Rules of English, Chinese, Russian and Arabic are asked by the scripts that stand in the text, as reports quote each
    other across languages; that of ``language`` (ISO 639-1, may be empty) first. Time grows in proportion to the length
    of the text, whatever it holds.
    """
    return attributions_by(_languages(text, language), text)


def _languages(text: str, language: str) -> list[Language]:
    found = [one for one in _ALL if one.present.search(text)]
    return sorted(found, key=lambda one: one.code != language.partition("-")[0])
