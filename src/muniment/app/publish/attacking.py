"""Attacking what was made before anybody sees it: no protected person in the words, the pixels or the PDF of a page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Self

from muniment.acquire.names import one_line
from muniment.app.redact.leaks import Looker
from muniment.evidence.held import Held
from muniment.evidence.withheld import Decision
from muniment.publish.manifest import PublicationError
from muniment.redact.guarding import Guard
from muniment.redact.leaks.report import Kind, Leak
from muniment.redact.marks import PublishedPage
from muniment.redact.protected import Decisions, is_short
from muniment.redact.sightings import Hit


class Attacker:
    """Looks at the pages of a publication as somebody would who wants the names. Close it when done."""

    def __init__(self, held: Held, guard: Guard) -> None:
        self._terms = [term for one in held.protected.values() for term in (*one.names, *one.numbers)]
        self._held = held
        self._decisions = Decisions(held.sightings.values())
        self._guard = guard
        self._looker = Looker()
        self._recognised: dict[tuple[str, int], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._looker.close()

    def words_of(self, original: str, page: PublishedPage) -> None:
        """Look at the words that are left of a page. Raises ``PublicationError``."""
        text = "\n".join([part.text for part in page.parts] + [" ".join(one.text for one in page.words)])
        if found := self._guard.find(text, original):
            raise _found(called(self._held, original), [page.number], len(found), found)
        if page.recognised is not None:
            self._recognised[original, page.number] = page.recognised

    def drawn(self, original: str, file: Path, pages: Sequence[int]) -> None:
        """Look at the PDF of a document's drawn ``pages``, whose pixels are read anew unless that was done in making.

        Raises ``PublicationError``.
        """
        if not self._terms:
            return
        read = {
            at: self._recognised[original, page]
            for at, page in enumerate(pages, 1)
            if (original, page) in self._recognised
        }
        report = self._looker.look(file, self._terms_in(original), recognised=read)
        leaks = [one for one in report.leaks if self._counts(one)]
        if leaks or not report.is_complete:
            on = {pages[one.page - 1] for one in leaks if one.page is not None and 0 < one.page <= len(pages)}
            hits = [hit for one in leaks for hit in self._guard.find(one.found, original)]
            raise _found(called(self._held, original), sorted(on) or pages, len(leaks), hits)

    def _counts(self, leak: Leak) -> bool:
        """Recognised words on a dark photograph look like words under a box: they count if they name somebody."""
        return leak.kind is not Kind.INVISIBLE_TEXT or bool(self._guard.find(leak.found))

    def _terms_in(self, original: str) -> list[str]:
        """What is looked for in a document: all but short names that a person decided may stand there."""
        return [term for term in self._terms if not (is_short(term) and self._is_let_be(term, original))]

    def _is_let_be(self, term: str, original: str) -> bool:
        """Whether it was decided, for each person of that name, that it may stand in a document."""
        found = [
            self._decisions.of(one.id, term, original)
            for one in self._held.protected.values()
            if term in (*one.names, *one.numbers)
        ]
        return all(one is not None and one.decision is not Decision.PROTECT for one in found)


def called(held: Held, original: str) -> str:
    """What a document is called where something hinders it: its path in the case and the first of its digits."""
    path = next((one.path for one in held.quotes.values() if one.original == original), "")
    digits = f"{original[:_DIGITS]}…"
    return f"{one_line(path)} ({digits})" if path else digits


def _found(document: str, pages: Sequence[int], times: int, hits: Sequence[Hit]) -> PublicationError:
    where = f"On page {', '.join(map(str, pages))} of {document}"
    by_chance = _BY_CHANCE if hits and all(is_short(one.words) for one in hits) else ""
    if not times:
        return PublicationError(f"{where} something could not be looked at.", "Leave it out, or publish it without.")
    return PublicationError(
        f"{where} a protected person can still be found ({times:,} times).",
        f"Mark more there, have it cleared, and publish again.{by_chance} Nothing was published.",
    )


_BY_CHANCE = (
    " The name is so short that its letters may stand there by chance: if they mean somebody else or nobody, "
    "say so for this document: muniment protect decide ID WORDS not-them --document PATH --why REASON."
)


_DIGITS = 12
"""Digits of a SHA-256 by which people tell documents apart."""
