"""The words of the example case, which stand in text files beside this module."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

BANNER = "Fictional example made for Muniment"
"""Stands on every document, so that no page of it can pass for a real one."""

_PACKAGE = "muniment.demo"


@dataclass(frozen=True, slots=True)
class Text:
    """A text file: named fields, then paragraphs, of which those that begin with ``# `` are headings."""

    fields: dict[str, str]
    paragraphs: tuple[str, ...]

    def __getitem__(self, field: str) -> str:
        return self.fields[field]

    @property
    def body(self) -> str:
        """The paragraphs, one to a line, headings without their mark."""
        return "\n".join(paragraph.removeprefix("# ") for paragraph in self.paragraphs)

    def section(self, heading: str) -> tuple[str, ...]:
        """The paragraphs below a heading, up to the next one."""
        start = self.paragraphs.index(f"# {heading}") + 1
        rest = self.paragraphs[start:]
        length = next((place for place, line in enumerate(rest) if line.startswith("# ")), len(rest))
        return rest[:length]

    def table(self, heading: str) -> list[list[str]]:
        """The rows below a heading, their cells divided by bars."""
        return [line.split("|") for line in self.section(heading)]


def load(name: str) -> Text:
    """The text file of that name."""
    head, _, body = _folder_file("texts", name).decode("utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    return Text(fields, tuple(line for line in body.splitlines() if line))


def load_folder(folder: str) -> list[tuple[str, Text]]:
    """The text files of a folder, by name."""
    found = files(_PACKAGE).joinpath("texts", folder).iterdir()
    names = sorted(Path(entry.name).stem for entry in found if entry.name.endswith(".txt"))
    return [(name, load(f"{folder}/{name}.txt")) for name in names]


def font_bytes(name: str) -> bytes:
    """One of the demo's own fonts, so that a machine without fonts can print and scan Chinese."""
    return _folder_file("fonts", name)


def _folder_file(folder: str, name: str) -> bytes:
    return files(_PACKAGE).joinpath(folder, *name.split("/")).read_bytes()
