"""Checking a publication; no case is needed."""

from pathlib import Path

from muniment.publish.check import Checked, Expected, Show, check
from muniment.publish.manifest import MANIFEST, PublicationError


def check_publication(folder: Path, expected: Expected, show: Show = lambda *_: None) -> Checked:
    """Check the publication in ``folder``. Raises ``PublicationError`` if there is none, or it cannot be read."""
    if not folder.is_dir() or not any((folder / name).exists() for name in (MANIFEST, "seals", "proofs")):
        raise PublicationError(
            f"{folder} is not a publication.", f"Name the folder in which {MANIFEST} and verify.py lie."
        )
    return check(folder, expected, show)
