"""The example case: an invented leak, written into a folder when asked for.

Country, people, offices, outlets and papers are fictional, and every document says so.
"""

import os
from importlib.resources import files
from pathlib import Path

from muniment.demo.leak import LINKS, Leak
from muniment.demo.packing import UNIX_DATE
from muniment.errors import UsageError

SEARCHES: tuple[str, ...] = ("双锁", '"own free will"', "خاھىشى")
"""Searches that show something: the double locks, what the world was told, and (in Uyghur) whose wish it was."""

EVIDENCE, ABOUT = "evidence.yaml", "about.yaml"
"""Files beside the leak: what it shows, as a researcher wrote it down; what readers of a publication are told."""

_FILE_MODE = 0o644
_UNTELLABLE_NAME = "08 as found/name that was not UTF-8.txt"
"""For file systems that cannot keep the odd name."""


def build(target: Path) -> None:
    """Write the example leak into ``target``, the same bytes each time.

    Raises ``UsageError`` if there is something in the folder already.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        message = f"{target} is not an empty folder"
        raise UsageError(message, "name a folder that does not exist yet")
    for path, content in Leak().files():
        _write(target, path, content)
    for path, destination in LINKS.items():
        (target / path).symlink_to(destination)
        os.utime(target / path, (UNIX_DATE, UNIX_DATE), follow_symlinks=False)
    for folder in [target, *(path for path in target.rglob("*") if path.is_dir() and not path.is_symlink())]:
        os.utime(folder, (UNIX_DATE, UNIX_DATE))


def evidence() -> bytes:
    """The evidence file of the example: YAML in UTF-8."""
    return files("muniment.demo").joinpath(EVIDENCE).read_bytes()


def write_papers(folder: Path) -> None:
    """Write into ``folder`` what a researcher wrote down of the leak, and what the editor tells readers of it."""
    (folder / EVIDENCE).write_bytes(evidence())
    (folder / ABOUT).write_bytes(files("muniment.demo").joinpath(ABOUT).read_bytes())


def _write(target: Path, path: str | bytes, content: bytes) -> None:
    file = target / os.fsdecode(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        file.write_bytes(content)
    except (OSError, UnicodeEncodeError):
        if isinstance(path, str):
            raise
        file = target / _UNTELLABLE_NAME
        file.write_bytes(content)
    file.chmod(_FILE_MODE)
    os.utime(file, (UNIX_DATE, UNIX_DATE))
