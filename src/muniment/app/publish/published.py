"""The publications of a case: where they lie, what was noted of each when it was made, and whether they still hold."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.custody import CustodyLog
from muniment.adapters.ledger.database import Database
from muniment.adapters.signing_key import kept_key
from muniment.errors import NotFoundError, UsageError
from muniment.preserve.custody import Act
from muniment.preserve.seal import public_bytes
from muniment.publish.manifest import MANIFEST, hash_of_file

FOLDER = "published"
"""Where publications lie in a case unless another place is named."""

MAX_NAME_CHARS = 80
"""Characters of a publication's folder name: it stands in commands and on sticks, some of which allow little more."""

_NAME = re.compile(r"\w(?:[\w .-]*\w)?")
_BETWEEN = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A publication that was made: its permanent id, edition, the SHA-256 of its manifest, when (UTC), and by whom.

    ``folder`` is where it lies in the case; None if it lies elsewhere or its manifest is no longer the one noted.
    """

    publication: str
    edition: int
    manifest: str
    made: str
    person: str
    folder: Path | None

    @property
    def name(self) -> str:
        """What its folder is called; "" if it is not in the case."""
        return self.folder.name if self.folder is not None else ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """All publications of a case, newest first; ``strangers`` are folders among them that the case did not make so."""

    earlier: tuple[Earlier, ...]
    strangers: tuple[Path, ...]

    def one(self, untrusted_name: str) -> Earlier:
        """The publication whose folder has this name. Raises ``NotFoundError``."""
        found = next((one for one in self.earlier if one.folder is not None and one.name == untrusted_name), None)
        if found is None:
            raise NotFoundError("There is no such publication in this case.", "The page Publish lists them.")
        return found

    def is_last(self, one: Earlier) -> bool:
        """Whether no later edition of the same publication was made."""
        return one == next(each for each in self.earlier if each.publication == one.publication)


def shelf_of(case: CaseFolder, database: Database) -> Shelf:
    """What was published, as custody noted it, and where it lies."""
    lying = dict(_lying(case.folder / FOLDER))
    earlier = [
        Earlier(
            str(one.details.get("publication", "")),
            _number(one.details.get("edition")),
            digest := str(one.details.get("manifest", "")),
            one.time,
            one.person,
            next((folder for folder, found in lying.items() if found == digest), None),
        )
        for one in CustodyLog(database).records(Act.PUBLISHED)
    ]
    known = {one.folder for one in earlier}
    return Shelf(tuple(earlier[::-1]), tuple(folder for folder in lying if folder not in known))


def key_of(case: CaseFolder) -> str:
    """The case's public key in hexadecimal, "" if it has none. Raises ``SigningKeyError``."""
    key = kept_key(case.keys)
    return public_bytes(key).hex() if key is not None else ""


def place_for(case: CaseFolder, untrusted_name: str) -> Path:
    """Where a publication of this name is to lie. Raises ``UsageError`` if no folder can be called so."""
    name = unicodedata.normalize("NFC", untrusted_name.strip())
    if len(name) > MAX_NAME_CHARS or not _NAME.fullmatch(name):
        raise UsageError(
            f"A folder cannot be called {untrusted_name.strip()[:MAX_NAME_CHARS]!a}.",
            f"Up to {MAX_NAME_CHARS} letters, digits, blanks, dots and dashes; a letter or digit first and last.",
        )
    place = case.folder / FOLDER / name
    if place.exists():
        raise UsageError(f"There is a publication called {name} already.", "Choose another name for its folder.")
    place.parent.mkdir(mode=0o700, exist_ok=True)
    return place


def name_for(title: str, edition: int) -> str:
    """A name for the folder of a publication with this title."""
    words = _BETWEEN.sub("-", unicodedata.normalize("NFC", title).casefold()).strip("-_")
    return f"{words[: MAX_NAME_CHARS // 2].rstrip('-') or 'publication'}-{edition}"


def _lying(folder: Path) -> Iterator[tuple[Path, str]]:
    """Folders of publications, each with the SHA-256 of its manifest."""
    for one in sorted(folder.iterdir()) if folder.is_dir() else ():
        manifest = one / MANIFEST
        if not one.name.startswith(".") and not manifest.is_symlink() and manifest.is_file():
            yield one, hash_of_file(manifest)


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0
