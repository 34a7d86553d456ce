"""What a document names of other documents, looked for in the case: numbers, titles, mails, names of files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.acquire.names import text_of
from muniment.adapters.ledger.provenance import Post, Provenance
from muniment.app.documents import Opened
from muniment.app.search.finding import Finder
from muniment.errors import QueryError
from muniment.evidence.authenticity.facts import Basis, Fact
from muniment.evidence.authenticity.references import (
    MOST_FOUND,
    Mentioned,
    Reference,
    Sort,
    basis_of,
    distinct,
)
from muniment.evidence.authenticity.text import Looked, Named
from muniment.model import EntryKind
from muniment.read.examine.trait import Key
from muniment.search.query import Phrase

MOST_HITS = 200
"""Pages found for one number or title of which the documents are told; more are counted as more."""

MOST_OWN_TITLES = 3
"""Titles that a file gives itself which are looked for: honest files give one, in two spellings at most."""

_TITLE_CHARS = range(5, 301)
"""Characters of a title that is looked for: shorter ones ("Memo") stand everywhere, longer ones are no titles."""


@dataclass(frozen=True, slots=True)
class Links:
    """What looks for what a document names."""

    finder: Finder
    provenance: Provenance

    def of(self, opened: Opened, facts: Sequence[Fact], looked: Looked, *, mails: bool) -> tuple[Reference, ...]:
        """All that the document names, or is named by; mails by their headers only if ``mails``: that takes long."""
        return (
            *self._named(Sort.NUMBER, distinct(looked.references), opened.row.sha256),
            *self._named(Sort.TITLE, distinct(looked.titles), opened.row.sha256),
            *self._own_title(facts, opened.row.sha256),
            *self._namesakes(opened),
            *(self._answers(facts, opened.row.sha256) if mails else ()),
            *_attachments(opened),
        )

    def _named(self, sort: Sort, named: Sequence[tuple[Named, int]], own: str) -> Iterator[Reference]:
        for one, times in named:
            words = one.value if sort is Sort.TITLE else one.words
            found, total, more = self._standing(words, own)
            yield Reference(sort, one.words, basis_of(one), found, total, one.in_head, times, more)

    def _own_title(self, facts: Sequence[Fact], own: str) -> Iterator[Reference]:
        titles = [fact for fact in facts if fact.key == Key.TITLE.value and len(fact.value) in _TITLE_CHARS]
        for fact in titles[:MOST_OWN_TITLES]:
            found, total, more = self._standing(fact.value, own)
            if total:
                yield Reference(Sort.OWN_TITLE, fact.value, fact.basis, found, total, more=more)

    def _standing(self, words: str, own: str) -> tuple[tuple[Mentioned, ...], int, bool]:
        """The other documents in which the words stand one after the other, how many, and whether there are more."""
        try:
            total, pages = self.finder.page_ids(self.finder.prepare(Phrase(words)), MOST_HITS)
        except QueryError:
            return (), 0, False  # words that hold no letter or digit cannot be looked for
        places: dict[str, int] = {}
        for original, number in self.provenance.whose(pages):
            if original != own:
                places[original] = min(number, places.get(original, number))
        shown = list(places.items())[:MOST_FOUND]
        paths = self.provenance.paths([original for original, _ in shown])
        found = tuple(Mentioned(one, paths.get(one, b""), "stands in its text", number) for one, number in shown)
        return found, len(places), total > len(pages)

    def _namesakes(self, opened: Opened) -> Iterator[Reference]:
        for name in dict.fromkeys(place.path.rpartition(b"/")[2] for place in opened.places):
            others = self.provenance.namesakes(name, opened.row.sha256)
            if others:
                found = tuple(Mentioned(one.original, one.path, "other bytes, same name") for one in others)
                yield Reference(Sort.NAME, text_of(name), Basis("the books"), found[:MOST_FOUND], len(found))

    def _answers(self, facts: Sequence[Fact], own: str) -> Iterator[Reference]:
        ids = {
            key: next((one for one in facts if one.key == key.value), None) for key in (Key.MESSAGE_ID, Key.IN_REPLY_TO)
        }
        mine, before = ids[Key.MESSAGE_ID], ids[Key.IN_REPLY_TO]
        posts = self.provenance.post(mine.value if mine else "", before.value if before else "")
        others = [one for one in posts if one.original != own]
        if before is not None:
            asked = [one for one in others if one.message_id == before.value]
            yield _mails(before, asked, "is the mail that this one answers")
        if mine is not None:
            yield _mails(mine, [one for one in others if one.in_reply_to == mine.value], "answers this mail")


def _mails(fact: Fact, posts: Sequence[Post], how: str) -> Reference:
    found = tuple(Mentioned(one.original, one.path, f"{how}, sent {one.date}" if one.date else how) for one in posts)
    return Reference(Sort.MESSAGE, fact.value, fact.basis, found[:MOST_FOUND], len(found))


def _attachments(opened: Opened) -> Iterator[Reference]:
    """What a mail has attached."""
    for part in opened.parts if opened.is_mail else ():
        if part.kind is EntryKind.ATTACHMENT and part.sha256:
            found = (Mentioned(part.sha256, part.name, "is attached to this mail"),)
            yield Reference(Sort.ATTACHMENT, text_of(part.name), Basis("its parts"), found, 1)
