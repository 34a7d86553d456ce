"""The authenticity sheet of a document: facts from the file, the text, the books and like documents; judged by people.

The program collects, and says where it read what. It concludes nothing: a judgement is a record that a person makes.
"""

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.documents import Documents
from muniment.adapters.ledger.provenance import Known, Provenance
from muniment.adapters.ledger.queries import Queries
from muniment.app.documents import MOST_READINGS_FOR_THREADS, Library, Opened, pictured
from muniment.app.evidence.authenticity_links import Links
from muniment.app.evidence.records import Recorder
from muniment.app.pictures import Pictures
from muniment.app.search.finding import Finder
from muniment.errors import NotFoundError, PageNotDrawnError, UsageError
from muniment.evidence.authenticity.circumstances import Arrival, came
from muniment.evidence.authenticity.facts import Basis, Fact, Pair, Topic, gathered
from muniment.evidence.authenticity.habits import Like, Row, compared, values_of
from muniment.evidence.authenticity.pairs import Material, names_to_look_for, side_by_side
from muniment.evidence.authenticity.references import Reference
from muniment.evidence.authenticity.text import Looked, Named, look_through, number_forms, running
from muniment.evidence.authenticity.traits import from_kept, from_traits
from muniment.evidence.history import Applied, Version
from muniment.evidence.ids import new_id
from muniment.evidence.records import Judgement, Kind, Verdict
from muniment.people import Person

MOST_LIKE = 8
"""Like documents that are compared: each is opened in the sandbox once, which takes up to half a second."""

MOST_NAMED_LIKE = 20
"""Documents that somebody may name to compare with."""

PAGES_OF_LIKE = 30
"""Pages of a like document whose text is looked through."""

LIKE_SECONDS = 20.0
"""How long like documents may take in all: whoever waits wants the sheet; those that are left are told."""

DAYS_TOLD = 30
"""Days named in the text that are told one by one, in the order of the text."""

MAX_WHY_CHARS = 20_000
"""Length of the reasons for a judgement: some ten pages."""

_ID_CHARS = 12
"""Of a document's hash, in the id of a judgement about it."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A judgement as somebody passed it; ``version`` tells who and when. ``taken_back`` if it was taken out later."""

    judgement: Judgement
    version: Version
    taken_back: Version | None = None


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything on the sheet.

    ``gaps`` say in plain words what could not be looked at, ``like_how`` how the like documents were chosen.
    """

    opened: Opened
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...]
    pairs: tuple[Pair, ...]
    references: tuple[Reference, ...]
    like: tuple[Like, ...]
    like_how: str
    rows: tuple[Row, ...]

    @property
    def original(self) -> str:
        """The document's SHA-256."""
        return self.opened.row.sha256


@dataclass(frozen=True, slots=True)
class _Told:
    facts: tuple[Fact, ...]
    gaps: tuple[str, ...]
    looked: Looked


class Sheets:
    """Makes sheets from an open case. Safe to use from several threads."""

    def __init__(self, database: Database, finder: Finder, pictures: Pictures) -> None:
        self._library = Library(database)
        self._documents = Documents(database)
        self._queries = Queries(database)
        self._provenance = Provenance(database)
        self._links = Links(finder, self._provenance)
        self._pictures = pictures

    def sheet(self, sha256: str, named_like: Sequence[str] = (), *, at_any_cost: bool = False) -> Sheet:
        """The sheet of a document; ``named_like`` are paths or hashes of those to compare with instead of our choice.

        With ``at_any_cost`` mails are looked for by their headers in a case of any size. Raises ``NotFoundError``,
        ``UsageError``.
        """
        opened = self._library.open(sha256)
        arrivals = self._provenance.arrivals(sha256)
        told = self._told(opened, arrivals)
        mails = at_any_cost or self._documents.readings_count() <= MOST_READINGS_FOR_THREADS
        row = opened.row
        material = Material(row.size, row.media_type, row.language, told.facts, arrivals, told.looked)
        chosen, how = self._chosen(opened, named_like)
        like = tuple(self._as_likes(chosen))
        gaps = list(told.gaps)
        if not mails:
            gaps.append(_MAILS_NOT_LOOKED_FOR)
        if len(like) < len(chosen):
            gaps.append(
                f"{len(chosen) - len(like)} of {len(chosen)} like documents were not compared: it took too long"
            )
        mine = values_of([*told.facts, *_habits(told.looked, row.language)])
        return Sheet(
            opened=opened,
            facts=told.facts,
            gaps=tuple(gaps),
            pairs=side_by_side(material),
            references=self._links.of(opened, told.facts, told.looked, mails=mails),
            like=like,
            like_how=how,
            rows=compared(mine, like),
        )

    @staticmethod
    def known(database: Database, untrusted_sha256: str) -> str:
        """The hash, if it is that of a document of the case. Raises ``NotFoundError``."""
        return Library(database).open(untrusted_sha256).row.sha256

    def original_called(self, what: str) -> str:
        """The hash of the document meant by a path or the beginning of a hash. Raises ``NotFoundError``."""
        found = [one for one in self._queries.find(os.fsencode(what)) if one.sha256]
        if not found:
            raise NotFoundError(
                f"No document in this case is called {what}.", "muniment books --list shows every path and hash."
            )
        return found[0].sha256

    def _told(self, opened: Opened, arrivals: Sequence[Arrival]) -> _Told:
        seen, gaps = self._examined(opened)
        row = opened.row
        reader = f"{row.reader} {row.reader_version}".strip()
        kept = list(from_kept(row.facts, reader, seen, row.media_type))
        wanted = names_to_look_for([*seen, *kept])
        looked = look_through(self._provenance.pages(opened.row.reading), wanted, begins_with_headers=opened.is_mail)
        if looked.stopped_at:
            gaps = [*gaps, f"the text from page {looked.stopped_at:,} on was not looked through: it is too long"]
        came_so = list(came(arrivals, opened.places_count))
        own = [Fact(Topic.CAME, "sha256", "SHA-256", row.sha256, (Basis("its bytes"),))]
        facts = gathered([*own, *came_so, *seen, *kept, *_of_text(looked)])
        return _Told(facts, tuple(gaps), looked)

    def _examined(self, opened: Opened) -> tuple[list[Fact], list[str]]:
        if not opened.row.reading:
            return [], ["it holds nothing to look at"]
        try:
            examination = self._pictures.examination(pictured(opened))
        except (PageNotDrawnError, NotFoundError) as error:
            return [], [error.message]
        gaps = list(examination.gaps) if examination.seen or examination.gaps else [_SAYS_NOTHING]
        return list(from_traits(examination.traits())), gaps

    # like documents --------------------------------------------------------------------------------------------------

    def _chosen(self, opened: Opened, named: Sequence[str]) -> tuple[list[Known], str]:
        """Which documents to compare with, and how they were chosen, in words."""
        if len(named) > MOST_NAMED_LIKE:
            raise UsageError(f"At most {MOST_NAMED_LIKE} documents can be compared with.", "Name fewer.")
        row = opened.row
        if named:
            originals = dict.fromkeys(self.original_called(one) for one in named)
            paths = self._provenance.paths(list(originals))
            return [Known(one, paths[one]) for one in originals if one != row.sha256], "named by whoever asked"
        chosen = self._provenance.neighbours(row.sha256, MOST_LIKE)
        how = [_NEAR] if chosen else []
        if len(chosen) < MOST_LIKE and row.pages:
            but = [row.sha256, *(one.original for one in chosen)]
            more = self._provenance.of_the_kind(row.media_type, row.language, but, MOST_LIKE - len(chosen))
            how += [_ELSEWHERE] if more else []
            chosen = [*chosen, *more]
        return chosen, " and ".join(how)

    def _as_likes(self, chosen: Sequence[Known]) -> Iterator[Like]:
        """The documents chosen, as far as time allows."""
        until = time.monotonic() + LIKE_SECONDS
        for known in chosen:
            if time.monotonic() > until:
                return
            yield self._as_like(known)

    def _as_like(self, known: Known) -> Like:
        opened = self._library.open(known.original)
        seen, _ = self._examined(opened)
        row = opened.row
        kept = list(from_kept(row.facts, row.reader, seen, row.media_type))
        looked = look_through(islice(self._provenance.pages(row.reading), PAGES_OF_LIKE))
        return Like(known.original, known.path, values_of([*seen, *kept, *_habits(looked, row.language)]))


_NEAR = "in the same folder, of the same media type"
_ELSEWHERE = "elsewhere in the case, of the same media type and language"

_SAYS_NOTHING = "the file was examined; it says nothing of its making"

_MAILS_NOT_LOOKED_FOR = (
    "mails that answer it were not looked for: the case is large; muniment authenticity looks for them"
)


def _of_text(looked: Looked) -> Iterator[Fact]:
    """Days and numbers that the text names."""
    days: dict[str, Named] = {}
    for one in looked.dates:
        days.setdefault(one.value, one)
    for one in list(days.values())[:DAYS_TOLD]:
        yield _named("text-date", "names the date", one)
    if len(days) > DAYS_TOLD:
        more = f"{len(days) - DAYS_TOLD:,} more dates"
        yield Fact(Topic.TEXT, "text-date-more", "names", more, (Basis("its pages"),))
    yield from (fact for fact in _habits(looked, "") if fact.key != "text-language")


def _named(key: str, name: str, one: Named) -> Fact:
    value = one.words if one.words == one.value else f"{one.words} = {one.value}"
    note = f" ({one.note})" if one.note else ""
    place = one.place
    basis = Basis(f"page {place.page}", place.page, "", place.start, place.end)
    return Fact(Topic.TEXT, key, name, value + note, (basis,))


def _habits(looked: Looked, language: str) -> Iterator[Fact]:
    """The form of the text, as far as it can be compared."""
    pages = (Basis(f"its pages, {looked.pages:,} of them"),)
    for form in number_forms(looked):
        yield Fact(Topic.TEXT, "number-form", "form of its reference numbers (# for digits)", form, pages)
    for line in running(looked.heads, looked.pages):
        yield Fact(Topic.TEXT, "head", "line at the head of most pages", line, pages)
    for line in running(looked.feet, looked.pages):
        yield Fact(Topic.TEXT, "foot", "line at the foot of most pages", line, pages)
    if language:
        yield Fact(Topic.TEXT, "text-language", "language of the text", language, pages)


# judging ------------------------------------------------------------------------------------------------------------


def judge(recorder: Recorder, person: Person, sha256: str, verdict: Verdict, why: str) -> Applied:
    """Record what ``person`` holds of a document, and why; those before stay. Raises what ``Recorder.make`` raises."""
    if not why.strip():
        raise UsageError("A judgement needs its reasons.", "Say in a sentence or more what speaks for and against it.")
    if len(why) > MAX_WHY_CHARS:
        raise UsageError(f"Reasons may have {MAX_WHY_CHARS:,} characters.", "Say it more shortly.")
    record_id = new_id(recorder.held(), Kind.JUDGEMENT, sha256[:_ID_CHARS])
    return recorder.make(person, Judgement(record_id, sha256, verdict, why.strip()))


def judgements(recorder: Recorder, sha256: str) -> list[Passed]:
    """Every judgement that was passed on a document, the newest first, those taken back included."""
    held = recorder.held()
    ids = {one.id for one in held.judgements.values() if one.original == sha256}
    ids.update(name for kind, name in held.versions if kind is Kind.JUDGEMENT and name.startswith(sha256[:_ID_CHARS]))
    found = [one for name in ids for one in _passed(recorder.history(Kind.JUDGEMENT, name), sha256)]
    return sorted(found, key=lambda one: one.version.change.id, reverse=True)


def _passed(versions: Sequence[Version], sha256: str) -> Iterator[Passed]:
    for number, version in enumerate(versions):
        if isinstance(version.record, Judgement) and version.record.original == sha256:
            after = versions[number + 1] if number + 1 < len(versions) else None
            yield Passed(version.record, version, after if after is not None and after.record is None else None)


def latest(database: Database, recorder: Recorder, limit: int) -> list[tuple[Passed, bytes]]:
    """The judgements that stand, the newest first, each with the first path of its document (b"" if it is gone)."""
    held = recorder.held()
    standing = [
        Passed(one, version)
        for one in held.judgements.values()
        if (version := recorder.history(Kind.JUDGEMENT, one.id)[-1]).record is not None
    ]
    newest = sorted(standing, key=lambda one: one.version.change.id, reverse=True)[:limit]
    paths = Provenance(database).paths([one.judgement.original for one in newest])
    return [(one, paths.get(one.judgement.original, b"")) for one in newest]
