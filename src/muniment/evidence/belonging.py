"""Which source a document of the case belongs to."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from muniment.evidence.records import Source


@dataclass(frozen=True, slots=True)
class Place:
    """Where an original was found: paths, and the numbers of the acquisitions that brought it."""

    paths: tuple[str, ...] = ()
    acquisitions: tuple[int, ...] = ()


class Belonging:
    """The sources' documents, folders and acquisitions, ready to be asked."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._documents: dict[str, str] = {}
        self._folders: dict[str, str] = {}
        self._acquisitions: dict[int, str] = {}
        for source in sources:
            for document in source.documents:
                self._documents.setdefault(document, source.id)
            for folder in source.folders:
                self._folders.setdefault(folder.strip("/"), source.id)
            for acquisition in source.acquisitions:
                self._acquisitions.setdefault(acquisition, source.id)

    def source_of(self, original: str, place: Place) -> str:
        """The id of the source that an original belongs to; "" if to none."""
        named = self._documents.get(original)
        return named or self._by_folder(place.paths) or self._by_acquisition(place.acquisitions)

    def _by_folder(self, paths: Iterable[str]) -> str:
        best = ""
        for path in paths:
            folder = path.strip("/")
            while folder and len(folder) > len(best):
                if folder in self._folders:
                    best = folder
                    break
                folder = folder.rpartition("/")[0]
        return self._folders.get(best, "")

    def _by_acquisition(self, acquisitions: Iterable[int]) -> str:
        return next((self._acquisitions[one] for one in sorted(acquisitions) if one in self._acquisitions), "")


def claimed_twice(sources: Iterable[Source]) -> Mapping[str, tuple[str, str]]:
    """Documents, folders and acquisitions that two sources name, each with the ids of the two."""
    first: dict[str, str] = {}
    twice: dict[str, tuple[str, str]] = {}
    for source in sources:
        folders = (f"folder {one.strip('/')}" for one in source.folders)
        acquisitions = (f"acquisition {one}" for one in source.acquisitions)
        for name in (*(f"document {one}" for one in source.documents), *folders, *acquisitions):
            if first.setdefault(name, source.id) != source.id:
                twice[name] = (first[name], source.id)
    return twice
