"""The lists of words that the rules know, kept as text beside the code."""

from functools import cache
from importlib.resources import files


@cache
def _sections(name: str) -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in files("muniment.mentions").joinpath("data", name).read_text("utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[]"), [])
        else:
            current += line.split()
    return {section: tuple(words) for section, words in sections.items()}


def word_list(file: str, section: str) -> tuple[str, ...]:
    """The words below ``[section]`` of a file of lists, in order."""
    return _sections(file)[section]
