"""What somebody ruled about mentions, and which mentions stand after it.

A ruling names a mention as it was found: document, page, kind, extent and words. After a page was read again its words
find it, the nearest place first. Rulings are never changed: a later one about the same mention takes its place, and
``RESTORE`` brings back what was found.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from muniment.mentions.mention import Kind, Mention

BY_HAND = "by hand"
"""What stands in place of an extractor after a correction."""

REACH = 2_000
"""Code points around its old place within which the words of a correction are looked for."""


class Act(StrEnum):
    """What can be ruled about a mention."""

    DISMISS = "dismiss"
    CORRECT = "correct"
    ADD = "add"
    """There is a mention that no extractor found."""
    RESTORE = "restore"


@dataclass(frozen=True, slots=True)
class Ruling:
    """One ruling. ``sha256`` "" and ``number`` 0 mean every page on which ``kind`` and ``words`` were found.

    ``found`` is the mention as it was found (its value does not count); ``now`` what a correction or addition says.
    ``when`` is ISO 8601 in UTC.
    """

    id: int
    act: Act
    sha256: str
    number: int
    found: Mention
    now: Mention | None
    person: str
    when: str
    why: str

    @property
    def everywhere(self) -> bool:
        """Whether it counts for the whole case."""
        return not self.sha256


@dataclass(frozen=True, slots=True)
class Settled:
    """A mention as it stands: ``now`` is none where it was dismissed, ``found`` none where it was added by hand."""

    found: Mention | None
    now: Mention | None
    ruling: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """The mentions of a page after all rulings, and the rulings whose words are not on the page any more."""

    mentions: tuple[Settled, ...]
    unplaced: tuple[Ruling, ...]


def settle(found: Sequence[Mention], rulings: Iterable[Ruling], text: str) -> Outcome:
    """Apply ``rulings``, oldest first, to what was found on a page with this raw ``text``."""
    of_page, of_case = _latest(rulings)
    by_place: dict[int, Ruling] = {}
    unplaced: list[Ruling] = []
    added: list[Settled] = []
    for ruling in of_page:
        if ruling.found.extractor == BY_HAND:
            if (one := _added(ruling, text)) is not None:
                added.append(one)
            elif ruling.act is Act.ADD:
                unplaced.append(ruling)
        elif (place := _nearest(found, ruling.found, by_place)) is not None:
            by_place[place] = ruling
        else:
            unplaced.append(ruling)
    settled = [
        _settled(mention, by_place.get(place) or of_case.get((mention.kind, mention.words)), text)
        for place, mention in enumerate(found)
    ]
    return Outcome((*settled, *added), tuple(unplaced))


def _latest(rulings: Iterable[Ruling]) -> tuple[list[Ruling], dict[tuple[Kind, str], Ruling]]:
    """The last ruling about each mention of the page, and about each kind and words of the whole case."""
    of_page: dict[tuple[Kind, str, int, int], Ruling] = {}
    of_case: dict[tuple[Kind, str], Ruling] = {}
    for ruling in sorted(rulings, key=lambda one: one.id):
        about = ruling.found
        if ruling.everywhere:
            of_case[about.kind, about.words] = ruling
        else:
            of_page[about.kind, about.words, about.start, about.end] = ruling
    return list(of_page.values()), of_case


def _nearest(found: Sequence[Mention], wanted: Mention, taken: dict[int, Ruling]) -> int | None:
    """The number of the mention that is meant: the same kind and words, as near as can be to where they were."""
    places = [
        place
        for place, one in enumerate(found)
        if place not in taken and one.kind is wanted.kind and one.words == wanted.words
    ]
    return min(places, key=lambda place: abs(found[place].start - wanted.start), default=None)


def _settled(found: Mention, ruling: Ruling | None, text: str) -> Settled:
    if ruling is None:
        return Settled(found, found, 0)
    if ruling.act is Act.DISMISS:
        return Settled(found, None, ruling.id)
    if ruling.act is Act.RESTORE or ruling.now is None:
        return Settled(found, found, ruling.id)
    if ruling.everywhere:  # kind and value only: extents differ from place to place
        return Settled(
            found, replace(found, kind=ruling.now.kind, value=ruling.now.value, extractor=BY_HAND, note=""), ruling.id
        )
    moved = ruling.now.start + found.start - ruling.found.start
    start = place_of(ruling.now.words, text, moved)
    if start is None:
        note = "the words of its correction are not there any more"
        return Settled(
            found, replace(found, kind=ruling.now.kind, value=ruling.now.value, extractor=BY_HAND, note=note), ruling.id
        )
    return Settled(found, _at(ruling.now, start), ruling.id)


def _added(ruling: Ruling, text: str) -> Settled | None:
    if ruling.act is not Act.ADD or ruling.now is None:
        return None
    start = place_of(ruling.now.words, text, ruling.now.start)
    return None if start is None else Settled(None, _at(ruling.now, start), ruling.id)


def _at(mention: Mention, start: int) -> Mention:
    return replace(mention, start=start, end=start + len(mention.words))


def place_of(words: str, text: str, near: int) -> int | None:
    """Where ``words`` begin in ``text``, nearest to ``near`` and within ``REACH`` of it."""
    near = max(0, near)
    if text.startswith(words, near):
        return near
    before = text.rfind(words, max(0, near - REACH), near + len(words))
    after = text.find(words, near, near + REACH)
    places = [place for place in (before, after) if place >= 0]
    return min(places, key=lambda place: abs(place - near), default=None)
