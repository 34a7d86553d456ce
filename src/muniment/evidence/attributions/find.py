"""Finding the attributions of a page: which languages' rules are asked."""

from functools import cache
from importlib import import_module

import regex

from muniment.evidence.attributions.attribution import Attribution
from muniment.evidence.attributions.rules import Language
from muniment.evidence.attributions.scanning import attributions_by

_SCRIPTS = {
    "chinese": regex.compile(r"\p{Han}"),
    "russian": regex.compile(r"\p{Cyrillic}"),
    "arabic": regex.compile(r"\p{Arabic}"),
    "english": regex.compile(r"[A-Za-z]"),
}
"""The module of each language's rules, and any character of its script."""


def attributions_in(text: str, language: str = "") -> tuple[Attribution, ...]:
    """Where the raw, untrusted ``text`` of a page says it has its information from somebody else, in order of place.

    Rules of English, Chinese, Russian and Arabic are asked by the scripts that stand in the text, as reports quote each
    other across languages; that of ``language`` (ISO 639-1, may be empty) first. Time grows in proportion to the length
    of the text, whatever it holds.
    """
    return attributions_by(_languages(text, language), text)


def _languages(text: str, language: str) -> list[Language]:
    found = [_rules_of(module) for module, script in _SCRIPTS.items() if script.search(text)]
    return sorted(found, key=lambda one: one.code != language.partition("-")[0])


@cache
def _rules_of(module: str) -> Language:
    """The rules of a language, made when a text first needs them: patterns for all four take seconds to compile."""
    rules = getattr(import_module(f"{__package__}.{module}"), module.upper())
    if not isinstance(rules, Language):
        raise TypeError(module)
    return rules
