"""Ruling on links between sources: a person confirms or rejects what was suggested; both are remembered."""

from dataclasses import replace

from muniment.app.evidence.records import Recorder
from muniment.errors import NotFoundError, UsageError
from muniment.evidence.held import Held
from muniment.evidence.history import Applied, Edit
from muniment.evidence.records import UNKNOWN, Derivation, Kind, Ruling, derivation_id
from muniment.people import Person


def ruled_on(held: Held) -> frozenset[str]:
    """The keys of the suggestions that a person ruled on."""
    return frozenset(key for one in held.derivations.values() for key in one.suggestion.split())


def linked(held: Held) -> frozenset[tuple[str, str]]:
    """The pairs (child, parent) that a person ruled on, with or without a suggestion."""
    return frozenset((one.child, one.parent) for one in held.derivations.values())


def confirm(
    recorder: Recorder, person: Person, child: str, parent: str, *, key: str = "", how: str = "", note: str = ""
) -> Applied:
    """Hold that ``child`` derives from ``parent``, or from ``UNKNOWN``.

    Raises ``CycleError`` with the way round, ``NotFoundError``, and as ``Recorder.apply`` does.
    """
    held = recorder.held()
    before = _before(held, child, parent)
    if before is None:
        link = Derivation(derivation_id(child, parent), child, parent, Ruling.CONFIRMED, how, "", key, note)
    else:
        link = replace(before, ruling=Ruling.CONFIRMED, how=before.how or how, suggestion=_with(before, key))
    return _apply(recorder, person, held, link, "confirmed")


def reject(recorder: Recorder, person: Person, child: str, parent: str, *, key: str = "", note: str = "") -> Applied:
    """Hold that a suggested link is none: the suggestion does not come again.

    Where somebody unknown was suggested, or one whom the case has no source for, and the case holds already that
    ``child`` is from somebody unknown, that stays: only the suggestion is gone. Raises as ``confirm`` does.
    """
    held = recorder.held()
    before = _before(held, child, parent)
    if before is None:
        link = Derivation(derivation_id(child, parent), child, parent, Ruling.REJECTED, "", "", key, note)
    elif parent == UNKNOWN:
        link = replace(before, suggestion=_with(before, key))
    else:
        link = replace(before, ruling=Ruling.REJECTED, suggestion=_with(before, key))
    return _apply(recorder, person, held, link, "rejected")


def _before(held: Held, child: str, parent: str) -> Derivation | None:
    for source in (child, parent):
        if source != UNKNOWN and source not in held.sources:
            raise NotFoundError(f"There is no source “{source}” in this case.", "Load the page again.")
    if child == UNKNOWN:
        raise UsageError("Which source it is about is missing.", "Load the page again.")
    return held.derivations.get(derivation_id(child, parent))


def _with(link: Derivation, key: str) -> str:
    """The keys of a link, one more among them."""
    return " ".join(dict.fromkeys([*link.suggestion.split(), *key.split()]))


def _apply(recorder: Recorder, person: Person, held: Held, link: Derivation, did: str) -> Applied:
    child = held.sources[link.child].title
    parent = held.sources[link.parent].title if link.parent else "somebody unknown"
    edit = Edit(Kind.DERIVATION, link.id, link, held.version(Kind.DERIVATION, link.id))
    return recorder.apply(person, f"{did}: {child} derives from {parent}", [edit])
