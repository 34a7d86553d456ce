"""Who and what is mentioned: looking through pages, counting, and ruling by hand."""

import csv
import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from muniment.adapters.case_folder import CaseFolder
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.rulings import ReadingMade, Rulings
from muniment.adapters.ledger.texts import PageOfReading, Texts
from muniment.adapters.mention_store import FILE_NAME, Kept, MentionStore, Place, Tally
from muniment.app.opening import ledger_of, now
from muniment.errors import NotFoundError, UsageError
from muniment.mentions.extract import extractors, mentions_in, signature
from muniment.mentions.listed import ListedName, read_names
from muniment.mentions.mention import Extractor, Kind, Mention
from muniment.mentions.pipeline import pipeline
from muniment.mentions.rulings import BY_HAND, Act, Ruling, Settled, settle
from muniment.settings import read_settings

Tell = Callable[[int, int], None]
"""Told how many readings are done, of how many."""

_PAGES_AT_A_TIME, _CHARS_AT_A_TIME = 50, 1_000_000
"""What is looked through before it is written down: bounds memory."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What a refresh did. ``busy``: another process is at it, and nothing was done here."""

    readings: int
    pages: int
    mentions: int
    busy: bool


@dataclass(frozen=True, slots=True)
class OfDocument:
    """The mentions of a document, dismissed ones included, and rulings whose words are not found any more."""

    mentions: tuple[Kept, ...]
    unplaced: tuple[Ruling, ...]


def refresh(case: CaseFolder, tell: Tell = lambda *_: None) -> Filled:
    """Look through the pages that were not looked through yet; may run while an ingest does."""
    with _open(case) as (database, store), store.filling() as ours:
        if not ours:
            return Filled(0, 0, 0, busy=True)
        book = Rulings(database)
        by = extractors(book.names(), pipeline(read_settings(case.folder).spacy))
        _apply_new_rulings(book, store)
        due = _due(book, store, signature(by))
        pages = mentions = 0
        for number, reading in enumerate(due, 1):
            more_pages, more_mentions = _look_through(database, store, reading, by)
            pages, mentions = pages + more_pages, mentions + more_mentions
            tell(number, len(due))
        return Filled(len(due), pages, mentions, busy=False)


def _due(book: Rulings, store: MentionStore, looked_through_by: str) -> list[ReadingMade]:
    known = store.read_so_far()
    due = [one for one in book.readings() if known.pop(one.id, None) != (one.stamp, looked_through_by)]
    store.forget(list(known))
    return due


def _look_through(
    database: Database, store: MentionStore, reading: ReadingMade, by: Sequence[Extractor]
) -> tuple[int, int]:
    book = Rulings(database)
    of_case = book.of_case()
    of_document: dict[int, list[Ruling]] = {}
    for ruling in book.of_document(reading.sha256):
        of_document.setdefault(ruling.number, []).append(ruling)
    store.begin(reading.id)
    pages = mentions = 0
    for batch in _in_batches(Texts(database).pages(reading.id)):
        rows = []
        for page in batch:
            rulings = [*of_case, *of_document.get(page.number, [])]
            outcome = settle(mentions_in(page.text, by), rulings, page.text)
            rows.append((Place(reading.id, page.id, reading.sha256, page.number), outcome.mentions))
            mentions += len(outcome.mentions)
        pages += len(batch)
        store.add_all(rows)
    store.finish(reading.id, reading.stamp, signature(by))
    return pages, mentions


def _in_batches(pages: Iterator[PageOfReading]) -> Iterator[list[PageOfReading]]:
    batch: list[PageOfReading] = []
    chars = 0
    for page in pages:
        batch.append(page)
        chars += len(page.text)
        if len(batch) >= _PAGES_AT_A_TIME or chars >= _CHARS_AT_A_TIME:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


def of_document(
    case: CaseFolder, sha256: str, page: int | None = None, kind: Kind | None = None, limit: int | None = None
) -> OfDocument:
    """The mentions of a document as far as it was looked through; ``refresh`` goes on with it."""
    with _open(case) as (database, store):
        kept = store.of_document(sha256, page, kind, limit)
        unplaced = _unplaced(Rulings(database), store, sha256)
        return OfDocument(tuple(kept), tuple(one for one in unplaced if page in {None, one.number}))


def _unplaced(book: Rulings, store: MentionStore, sha256: str) -> list[Ruling]:
    by_page: dict[int, list[Ruling]] = {}
    for ruling in book.of_document(sha256):
        by_page.setdefault(ruling.number, []).append(ruling)
    left = []
    for number, rulings in by_page.items():
        applied = {one.ruling for one in store.of_document(sha256, number)}
        last = {(one.found.kind, one.found.words, one.found.start, one.found.end): one for one in rulings}
        done = {Act.ADD, Act.CORRECT, Act.DISMISS}
        left += [one for one in last.values() if one.id not in applied and one.act in done]
    return left


def facet(case: CaseFolder, kind: Kind, limit: int = 50, offset: int = 0, part: str = "", key: str = "") -> list[Tally]:
    """The values of a kind, those in most documents first. Values of sensitive kinds come unmasked: mask them.

    ``part`` leaves those that hold it (ASCII letters in any case), ``key`` the one that it stands for.
    """
    with _open(case) as (_, store):
        return store.facet(kind, limit, offset, part, key)


def counts(case: CaseFolder) -> dict[Kind, int]:
    """How many different values there are of each kind."""
    with _open(case) as (_, store):
        return store.counts()


def overview(case: CaseFolder, limit: int) -> dict[Kind, tuple[int, list[Tally]]]:
    """For each kind how many values it has, and the first ``limit`` of them as ``facet`` gives them."""
    with _open(case) as (_, store):
        return {kind: (count, store.facet(kind, limit)) for kind, count in store.counts().items()}


def pages_with(
    case: CaseFolder, kind: Kind, value: str = "", key: str = "", limit: int = 1000, offset: int = 0
) -> list[Kept]:
    """The first mention of a value on each page that has it. ``key``, from a tally, stands for a value in addresses."""
    with _open(case) as (_, store):
        return store.pages_with(kind, value, key, limit, offset)


def between(case: CaseFolder, spans: Sequence[tuple[int, int, int]]) -> list[list[Kept]]:
    """For each page id, start and end (code points of the page) the mentions that have a part in it."""
    with _open(case) as (_, store):
        return [store.between(*span) for span in spans]


def ruled(case: CaseFolder, rulings: Sequence[int]) -> list[Kept | None]:
    """For each ruling's id a mention that stands as it says; None where there is none any more."""
    with _open(case) as (_, store):
        return [store.ruled(one) for one in rulings]


def one(case: CaseFolder, number: int) -> Kept:
    """The mention with this id. Raises ``NotFoundError``."""
    with _open(case) as (_, store):
        return _required(store, number)


def rule(
    case: CaseFolder,
    number: int,
    act: Act,
    *,
    kind: Kind | None = None,
    value: str | None = None,
    extent: tuple[int, int] | None = None,
    everywhere: bool = False,
    person: str = "",
    why: str = "",
) -> int:
    """Dismiss, correct or restore the mention with id ``number``; returns the id of the ruling.

    ``extent`` counts code points of the raw page text, end-exclusive. ``everywhere`` rules about every mention of the
    same kind and words in the case. Raises ``NotFoundError`` or ``UsageError``.
    """
    with _open(case, read_only=False) as (database, store):
        book = Rulings(database)
        kept = _required(store, number)
        corrected = _corrected(book, kept, kind, value, extent) if act is Act.CORRECT else None
        if act is Act.ADD or (everywhere and (extent or kept.found is None)):
            raise UsageError("That cannot be ruled so.", "Rule about the one mention, or add another.")
        added = book.one(kept.ruling) if kept.found is None else None
        about = kept.found or (added.found if added else replace(kept.mention, extractor=BY_HAND))
        ruling = Ruling(
            0,
            act if kept.found or act is not Act.CORRECT else Act.ADD,
            "" if everywhere else kept.place.sha256,
            0 if everywhere else kept.place.number,
            about,
            corrected,
            person or getpass.getuser(),
            now(),
            why,
        )
        ruled = book.add(ruling)
        _apply_new_rulings(book, store)
        return ruled


def add(
    case: CaseFolder, page: int, start: int, end: int, kind: Kind, value: str = "", person: str = "", why: str = ""
) -> int:
    """Add a mention that no extractor found, on the page with id ``page``; returns the id of the ruling.

    Raises ``NotFoundError`` or ``UsageError``.
    """
    with _open(case, read_only=False) as (database, store):
        book = Rulings(database)
        placed = book.page(page)
        text = next((text for _, text in book.page_texts([page])), "")
        if placed is None or not 0 <= start < end <= len(text):
            raise NotFoundError("There are no such words on a page of this case.", "Mark them on the page again.")
        words = text[start:end]
        mention = Mention(start, end, kind, words, value or words, BY_HAND)
        ruled = book.add(
            Ruling(0, Act.ADD, placed[1], placed[2], mention, mention, person or getpass.getuser(), now(), why)
        )
        _settle(book, store, Place(placed[0], page, placed[1], placed[2]))
        store.note_rulings(ruled)
        return ruled


def history(case: CaseFolder, sha256: str) -> list[Ruling]:
    """Every ruling about a document, oldest first, those that no longer count included."""
    with ledger_of(case, read_only=True) as database:
        return Rulings(database).of_document(sha256)


def rulings_about(case: CaseFolder, kept: Kept) -> list[Ruling]:
    """Every ruling about a mention, oldest first: its own, and those about all of its kind and words."""
    about = kept.found or kept.mention
    with ledger_of(case, read_only=True) as database:
        rulings = Rulings(database).about(kept.place.sha256, kept.place.number)
    same = {(about.kind, about.words), (kept.mention.kind, kept.mention.words)}
    return [one for one in rulings if one.id == kept.ruling or (one.found.kind, one.found.words) in same]


def rulings(case: CaseFolder) -> list[Ruling]:
    """Every ruling of the case, oldest first, those that no longer count included."""
    with ledger_of(case, read_only=True) as database:
        return Rulings(database).since(0)


def names(case: CaseFolder) -> tuple[ListedName, ...]:
    """The names that the case looks for on every page."""
    with ledger_of(case, read_only=True) as database:
        return Rulings(database).names()


def set_names(case: CaseFolder, file: Path) -> int:
    """Look for the names in a CSV ``file`` from now on, in place of those before; returns how many.

    Raises ``UsageError``.
    """
    try:
        text = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file} cannot be read as text ({error}).", "Save it as CSV in UTF-8.") from error
    return set_names_in(case, text)


def set_names_in(case: CaseFolder, text: str) -> int:
    """Look for the names in ``text``, which is CSV, from now on, in place of those before; returns how many.

    Raises ``UsageError``.
    """
    try:
        listed = read_names(text)
    except csv.Error as error:
        raise UsageError(f"The list cannot be read as CSV ({error}).", "Write one name on each line.") from error
    with ledger_of(case) as database:
        Rulings(database).set_names(listed)
    return len(listed)


@contextmanager
def _open(case: CaseFolder, *, read_only: bool = True) -> Iterator[tuple[Database, MentionStore]]:
    with ledger_of(case, read_only=read_only) as database, closing(MentionStore(case.derived / FILE_NAME)) as store:
        yield database, store


def _required(store: MentionStore, number: int) -> Kept:
    kept = store.one(number)
    if kept is None:
        raise NotFoundError(f"There is no mention {number}.", "muniment mentions --json shows their numbers.")
    return kept


def _corrected(
    book: Rulings, kept: Kept, kind: Kind | None, value: str | None, extent: tuple[int, int] | None
) -> Mention:
    before = kept.mention
    start, end = extent or (before.start, before.end)
    words = before.words
    if extent:
        text = next((text for _, text in book.page_texts([kept.place.page])), "")
        words = text[start:end]
        if not 0 <= start < end <= len(text):
            raise UsageError("The page has no such characters.", f"It has {len(text):,} characters, counted from 0.")
    fresh = value if value is not None else words if extent else before.value
    return Mention(start, end, kind or before.kind, words, fresh, BY_HAND)


def _apply_new_rulings(book: Rulings, store: MentionStore) -> None:
    """Settle anew the pages that rulings are about which the store has not seen."""
    new = book.since(store.rulings_applied())
    places: dict[int, Place] = {}
    for ruling in new:
        found = ruling.found
        near = (
            store.pages_with_words(found.kind, found.words)
            if ruling.everywhere
            else store.pages_of(ruling.sha256, ruling.number)
        )
        places.update((place.page, place) for place in near)
    for place in places.values():
        _settle(book, store, place)
    if new:
        store.note_rulings(new[-1].id)


def _settle(book: Rulings, store: MentionStore, place: Place) -> None:
    for _, text in book.page_texts([place.page]):
        outcome: tuple[Settled, ...] = settle(
            store.found_on(place.page), book.about(place.sha256, place.number), text
        ).mentions
        store.settle(place, outcome)
