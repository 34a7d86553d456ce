"""Settings of a case: its ``muniment.toml`` and the environment, read once, refused loudly when they make no sense."""

import math
import os
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import msgspec

from muniment.errors import SettingsError
from muniment.limits import Limits

FILE_NAME = "muniment.toml"

TEMPLATE = """\
# Settings of this case. Everything here may be left out; what stands behind # is the default.

# Processes that read files at the same time (0: as many as there are processors).
# workers = 0

# Languages that the scans are likely to be in, best first, as ISO 639-1 codes: tried in this order when a script
# can be several languages. For example: languages = ["zh", "ug", "ru"]
# languages = []

# A spaCy pipeline that you have installed beside Muniment, for names of persons, places and organisations.
# For example: spacy = "en_core_web_sm"
# spacy = ""

[limits]
# What a stranger's file may use: see docs/formats.md for each limit and its reason.
# depth = 24
# read_seconds = 120.0
# ocr_seconds = 180.0
"""


MOST_WORKERS = 256
"""Processes that read at the same time: more than any one machine can feed."""


class _File(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """The file as written by hand."""

    workers: int = 0
    languages: tuple[str, ...] = ()
    spacy: str = ""
    limits: dict[str, int | float] = {}


class Settings(msgspec.Struct, frozen=True):
    """What is in force for one command."""

    workers: int
    languages: tuple[str, ...]
    limits: Limits
    spacy: str = ""


def read_settings(folder: Path, environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of the case in ``folder``; ``MUNIMENT_WORKERS`` overrides the file. Raises ``SettingsError``."""
    path = folder / FILE_NAME
    try:
        content = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
        file = msgspec.convert(content, _File)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise SettingsError(
            f"{path} cannot be used: {error}.", "Correct the file; docs/guide.md lists what it may hold."
        ) from error
    workers = _workers(file.workers, f"workers in {path}")
    if told := environment.get("MUNIMENT_WORKERS", ""):
        workers = _workers(told, "MUNIMENT_WORKERS")
    return Settings(workers or len(os.sched_getaffinity(0)), file.languages, _limits(file.limits, path), file.spacy)


def _workers(told: int | str, where: str) -> int:
    if not str(told).isdecimal() or int(told) > MOST_WORKERS:
        raise SettingsError(
            f"{where} must be a whole number from 0 to {MOST_WORKERS}, not {told}.",
            "Leave it out, or say 0, to use every processor.",
        )
    return int(told)


def _limits(given: dict[str, int | float], path: Path) -> Limits:
    defaults = Limits()
    known = {one.name: type(getattr(defaults, one.name)) for one in fields(Limits)}
    for name, value in given.items():
        if name not in known:
            raise SettingsError(f"{path}: there is no limit called {name!r}.", f"Limits are: {', '.join(known)}.")
        if not 0 < value < math.inf:
            raise SettingsError(
                f"{path}: the limit {name} must be a number above 0.", "Leave it out to keep the default."
            )
    return Limits(**{name: known[name](value) for name, value in given.items()})
