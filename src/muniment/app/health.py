"""What is in force on this machine and what is missing, with the line that installs it."""

import platform
import shutil
import sys
from dataclasses import dataclass

from muniment import __version__
from muniment.adapters.kernel_confinement import available, missing_essentials
from muniment.read.formats import libarchived
from muniment.read.ocr import tesseract

WANTED_LANGUAGES = {
    "ara": "Arabic",
    "uig": "Uyghur",
    "rus": "Russian and other Cyrillic",
    "kaz": "Kazakh",
    "bod": "Tibetan",
}
"""Tesseract's names of the languages that RapidOCR, which comes with the program, cannot read."""


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at. ``essential`` things missing stop ingest; others only narrow what it can read."""

    name: str
    present: bool
    says: str
    install: str = ""
    essential: bool = False


def checks() -> list[Check]:
    """Everything worth knowing, the essential first."""
    return [
        Check("muniment", True, f"{__version__} on Python {platform.python_version()}, {sys.platform}"),
        *_sandbox(),
        *_recognition(),
        Check(
            "libarchive",
            libarchived.is_there(),
            "opens RAR, CAB, ISO, LHA and other archives",
            "apt install libarchive13",
        ),
        Check(
            "bubblewrap",
            shutil.which("bwrap") is not None,
            "a second wall around the readers, where the kernel allows it",
            "apt install bubblewrap",
        ),
    ]


def _sandbox() -> list[Check]:
    given, missing = available()
    essentials = missing_essentials(given)
    says = ", ".join(given) if not essentials else essentials
    found = [Check("sandbox", not essentials, says, "; ".join(missing), essential=True)]
    if missing and not essentials:
        found.append(Check("sandbox, further", False, "; ".join(missing)))
    return found


def _recognition() -> list[Check]:
    installed = tesseract.installed(tesseract.find_data())
    found = [Check("OCR: Chinese, Latin", True, "RapidOCR, part of the program")]
    for code, language in WANTED_LANGUAGES.items():
        found.append(
            Check(
                f"OCR: {language}",
                code in installed,
                f"Tesseract's {code}" if code in installed else "scans in it stay unread",
                f"apt install tesseract-ocr-{code}",
            )
        )
    return found
