"""Entering many actors at once: names as typed are matched with those that are held, new ones made once confirmed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Any, ClassVar

from muniment.evidence.held import Held
from muniment.evidence.ids import new_id
from muniment.evidence.records import Actor, ActorKind, Kind, Name
from muniment.names.likeness import MATCH_THRESHOLD, compare_names
from muniment.names.parsing import parse_name
from muniment.web.evidence.fields import Pick
from muniment.web.evidence.filled import Filled, lines_of
from muniment.web.evidence.labels import name_of
from muniment.web.evidence.options import Option
from muniment.web.evidence.view import View
from muniment.web.evidence.words import folded

SLIP = 0.85
"""Share of the letters that two names have in common, in order, from which on one may be the other misspelt."""

MOST_NEW = 200
"""New names that are asked about at a time: each takes two inputs, and a form may have a thousand."""

COMPARED = 20_000
"""Pairs of names that are compared by their sound for one form: a quarter of a second."""

NEW_KIND = "leave out"
"""What is chosen for a name that shall not be made an actor after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatories(Pick):
    """Actors, many at once: a name on each line. Known ones are taken, new ones made in the same go once confirmed."""

    template: ClassVar[str] = "signatories"

    @property
    def inputs(self) -> tuple[str, ...]:
        """Those of a choice, the pasted names, and for each new name what it is."""
        own = ("kept", "find", "names", "names.kind", "new", "new.is")
        return (self.name, *(f"{self.name}.{one}" for one in own))

    def read(self, filled: Filled, view: View) -> Any:
        """The ids chosen, of the names that are known, and of those made now."""
        self._settle_new(filled, view)
        self._match(filled, view)
        ids = tuple(self.ids(filled))
        made = {one.id for one in filled.made}
        for one in ids:
            if one not in made and view.held.get(Kind.ACTOR, one) is None:
                filled.blame(self.name, f"the actor “{one}” is not there any more; leave it out")
        if filled.first(f"{self.name}.find").strip():
            filled.asks = True
        return (*ids, *(one.id for one in filled.made if isinstance(one, Actor)))

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """As ``Pick``, and the new names with what they may be."""
        new = list(zip_longest(filled.all(f"{self.name}.new"), filled.all(f"{self.name}.new.is"), fillvalue=""))
        like = _alike([name for name, _ in new], view) if new else {}
        kinds = [Option(one.value, f"make it a new {one.value}") for one in ActorKind]
        rows = [(name, chosen, like.get(name, [])) for name, chosen in new]
        return {**Pick.extras(self, filled, view), "new": rows, "kinds": kinds, "leave_out": NEW_KIND}

    def _match(self, filled: Filled, view: View) -> None:
        """Names as typed become choices where one actor has that name; the others are asked about."""
        names = lines_of(filled.first(f"{self.name}.names"))
        if not names:
            return
        known = _ids_by_name(view)
        chosen, left = self.ids(filled), []
        kind = filled.first(f"{self.name}.names.kind")
        new, new_is = list(filled.all(f"{self.name}.new")), list(filled.all(f"{self.name}.new.is"))
        for name in names:
            ids = known.get(_key(name), [])
            if len(ids) == 1:
                chosen.append(ids[0])
            elif len(ids) > 1:
                left.append(name)
                filled.blame(self.name, f"{len(ids)} actors are called “{name}”: look for the one you mean")
            elif name not in new and len(new) >= MOST_NEW:
                left.append(name)
                filled.blame(self.name, f"at most {MOST_NEW} new names at a time: keep the rest for a second go")
            elif name not in new:
                new.append(name)
                new_is.append(kind if kind in set(ActorKind) else ActorKind.STATE.value)
        filled.put(self.name, *dict.fromkeys(chosen))
        filled.put(f"{self.name}.kept")
        filled.put(f"{self.name}.names", "\n".join(left))
        filled.put(f"{self.name}.new", *new)
        filled.put(f"{self.name}.new.is", *new_is)
        if new:
            count = f"{len(new):,} names are" if len(new) > 1 else "one name is"
            filled.blame(self.name, f"{count} not known yet: look what each shall be, then save again to make them")

    def _settle_new(self, filled: Filled, view: View) -> None:
        """Names that were asked about: made, taken for one that is there, or left out."""
        chosen, left = self.ids(filled), []
        versions = {**view.held.versions, **{(Kind.ACTOR, one.id): 1 for one in filled.made}}
        for name, what in zip_longest(filled.all(f"{self.name}.new"), filled.all(f"{self.name}.new.is"), fillvalue=""):
            if what.startswith("="):
                chosen.append(what[1:])
            elif what in set(ActorKind):
                actor = Actor(
                    new_id(Held(view.held.by_kind, versions), Kind.ACTOR, name), ActorKind(what), (Name(name),)
                )
                versions[Kind.ACTOR, actor.id] = 1
                filled.made.append(actor)
                left.append((name, what))
        filled.put(self.name, *dict.fromkeys(chosen))
        filled.put(f"{self.name}.kept")
        filled.put(f"{self.name}.new", *(name for name, _ in left))
        filled.put(f"{self.name}.new.is", *(what for _, what in left))


def _ids_by_name(view: View) -> Mapping[str, Sequence[str]]:
    ids: dict[str, dict[str, None]] = {}
    for actor in view.held.actors.values():
        for name in actor.names:
            ids.setdefault(_key(name.text), {})[actor.id] = None
    return {name: list(found) for name, found in ids.items()}


def _is_slip(one: str, other: str) -> bool:
    """Whether two names differ by no more than a slip of the pen."""
    matcher = SequenceMatcher(None, _key(one), _key(other), autojunk=False)
    return matcher.real_quick_ratio() >= SLIP and matcher.quick_ratio() >= SLIP and matcher.ratio() >= SLIP


def _key(name: str) -> str:
    return " ".join(folded(name).split())


def _alike(names: Sequence[str], view: View) -> Mapping[str, Sequence[Option]]:
    """For each name the actors that have one like it, in any script; none where there are too many to compare."""
    known = [(actor, name.text) for actor in view.held.actors.values() for name in actor.names]
    if len(known) * len(names) > COMPARED:
        return {}
    parsed = [(actor, parse_name(text)) for actor, text in known]
    like: dict[str, list[Option]] = {}
    for name in names:
        mine = parse_name(name)
        close = {
            actor.id: Option(f"={actor.id}", name_of(actor))
            for actor, theirs in parsed
            if compare_names(mine, theirs).closeness >= MATCH_THRESHOLD or _is_slip(name, theirs.text)
        }
        like[name] = list(close.values())
    return like
