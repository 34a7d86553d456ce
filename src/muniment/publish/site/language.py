"""The language of what is published, told by the words that are, and by no others.

What the case knows of a document's language was told by all of its words, those that are withheld included: where few
are left, it might be that of a name.
"""

from muniment.read.language import UNKNOWN, language_of


def language_told(words: str) -> str:
    """The code of the language of words that everybody sees (ISO 639); "" where they do not tell it."""
    found = language_of(words)
    return "" if found == UNKNOWN else found
