"""What is in force on this machine and what is missing, with the line that installs it."""

import platform
import sys
from dataclasses import dataclass

from muniment import __version__
from muniment.adapters import bubblewrap
from muniment.adapters.kernel_confinement import available, missing_essentials
from muniment.read.formats.containers import libarchived
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
    says: str
    install: str = ""
    present: bool = True
    essential: bool = False


def checks() -> list[Check]:
    """Everything worth knowing, the essential first."""
    return [
        Check("muniment", f"{__version__} on Python {platform.python_version()}, {sys.platform}"),
        *_sandbox(),
        *_recognition(),
        Check(
            "libarchive",
            "opens RAR, CAB, ISO, LHA and other archives",
            "apt install libarchive13",
            present=libarchived.is_there(),
        ),
        Check(
            "bubblewrap",
            "keeps readers from other files where the kernel has no Landlock",
            "apt install bubblewrap",
            present=bubblewrap.works(),
        ),
    ]


def _sandbox() -> list[Check]:
    given, missing = available()
    essentials = missing_essentials(given)
    says = essentials or ", ".join(given)
    found = [Check("sandbox", says, "; ".join(missing), present=not essentials, essential=True)]
    if missing and not essentials:
        found.append(Check("sandbox, further", "; ".join(missing), present=False))
    return found


def _recognition() -> list[Check]:
    installed = tesseract.installed(tesseract.find_data())
    found = [Check("OCR: Chinese, Latin", "RapidOCR, part of the program")]
    for code, language in WANTED_LANGUAGES.items():
        found.append(
            Check(
                f"OCR: {language}",
                f"Tesseract's {code}" if code in installed else "scans in it stay unread",
                f"apt install tesseract-ocr-{code}",
                present=code in installed,
            )
        )
    return found
