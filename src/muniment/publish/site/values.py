"""What a publication is made of, as whoever makes it gives it: frozen values, all of which may go out.

Nothing here is taken from a case by itself: a title is one that an editor gave, for names and paths of files may hold
what must not be told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from muniment.publish.manifest import Correction
from muniment.publish.proof import PageProof, ShownStretch
from muniment.publish.site.language import language_told
from muniment.redact.marks import PublishedPage


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal under which documents of the publication lie: its number, its root in hexadecimal, and when (UTC)."""

    number: int
    root: str
    sealed: str


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition: its number from 1, when it was made (ISO 8601), what it corrected.

    ``manifest`` is the SHA-256 of its manifest, "" for the edition that is being made.
    """

    number: int
    made: str
    corrections: tuple[Correction, ...] = ()
    manifest: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the publication says of itself.

    ``publication`` is its permanent id, ``key`` the public key that signs it, in hexadecimal. ``editions`` are oldest
    first, this one last. ``authors`` are named only if they are given; ``names_translators`` says whether those who
    translated quotes are. ``method`` and ``limits`` are paragraphs of the editors. ``tells_lengths`` says that
    covers are about as wide as what they cover. ``tables`` are those in the folder of the data.
    """

    publication: str
    title: str
    editions: tuple[Edition, ...]
    key: str = ""
    seals: tuple[Seal, ...] = ()
    lead: str = ""
    publisher: str = ""
    contact: str = ""
    authors: tuple[str, ...] = ()
    names_translators: bool = False
    method: tuple[str, ...] = ()
    limits: tuple[str, ...] = ()
    program: str = "Muniment"
    tells_lengths: bool = False
    tables: tuple[str, ...] = ()

    @property
    def edition(self) -> Edition:
        """This edition."""
        return self.editions[-1]


@dataclass(frozen=True, slots=True)
class GivenPage:
    """A page as it goes out, and the proof of its words; without one, its words are shown as not proved."""

    page: PublishedPage
    proof: PageProof | None = None

    @property
    def shown(self) -> tuple[ShownStretch, ...]:
        """The stretches of which something is shown, in order."""
        if self.proof is not None:
            return self.proof.shown
        return tuple(ShownStretch(one.number, one.text) for one in self.page.parts if one.is_open)

    @property
    def language(self) -> str:
        """The code of the language of what is shown; "" where that does not tell it."""
        return language_told("\n".join(words for one in self.shown for words in (one.before, one.after)))

    @property
    def stretches(self) -> int:
        """How many stretches the page has, shown or not."""
        return len(self.page.parts) if self.proof is None else self.proof.stretches


@dataclass(frozen=True, slots=True)
class GivenDocument:
    """A document as it goes out. ``pages`` are gone through once, in order, so that not all need be in memory.

    ``original`` is the SHA-256 by which quotes name it; it is not published, for it would let somebody who knows all
    of a document but a name try names. ``title`` and ``about`` are the editor's; without a title it has a number.
    ``of`` is how many pages the document has, 0 if that is not told.
    """

    original: str
    pages: Iterable[GivenPage]
    title: str = ""
    about: str = ""
    of: int = 0


def untitled(number: int) -> str:
    """What a document is called that no editor gave a title."""
    return f"Document {number}"


__all__ = ["About", "Correction", "Edition", "GivenDocument", "GivenPage", "Seal", "untitled"]
