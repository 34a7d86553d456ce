"""Naming documents of the case in a form: by their hash, or by their path."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from muniment.acquire.names import shown, text_of
from muniment.adapters.ledger.database import Database
from muniment.adapters.ledger.queries import Queries, RowFilter
from muniment.adapters.ledger.whereabouts import places_of
from muniment.app.overview import acquisitions
from muniment.web.evidence.fields import Field
from muniment.web.evidence.filled import Filled, lines_of
from muniment.web.evidence.options import Option
from muniment.web.evidence.view import View

PATHS_AT_ONCE = 200
"""Paths that are looked up for one form: each may cost a walk through the books. Hashes may be as many as you like."""

OFFERED = 20
"""Documents that are offered at a time."""

PATHS_TOLD = 500
"""Documents of a source that are told with their path; of more, the hash alone stands there."""

_HASHED = re.compile(r"([0-9a-f]{64})(?:[ \t]+\*?.*)?")


@dataclass(frozen=True, slots=True)
class CaseDocuments:
    """The documents of the case, by what people call them."""

    database: Database

    def named(self, lines: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
        """The hashes that lines mean, and for each line that means no one document, what is wrong with it."""
        hashes = {line: match[1] for line in lines if (match := _HASHED.fullmatch(line))}
        there = places_of(self.database, set(hashes.values()))
        found, wrong, looked_up = [], [], 0
        for line in lines:
            if line in hashes:
                if hashes[line] in there:
                    found.append(hashes[line])
                else:
                    wrong.append((line, "no document of the case has this hash"))
                continue
            looked_up += 1
            if looked_up > PATHS_AT_ONCE:
                wrong.append((line, f"at most {PATHS_AT_ONCE} paths are looked up at a time; paste hashes instead"))
            else:
                self._by_path(line, found, wrong)
        return list(dict.fromkeys(found)), wrong

    def _by_path(self, line: str, found: list[str], wrong: list[tuple[str, str]]) -> None:
        rows = Queries(self.database).find(os.fsencode(line.replace("\x00", "")))
        hashes = {row.sha256 for row in rows if row.sha256}
        if len(hashes) == 1:
            found.append(hashes.pop())
        elif hashes:
            wrong.append((line, f"{len(hashes)} documents are meant by this: write more of the path, or the hash"))
        else:
            wrong.append((line, "nothing in the case is called so"))

    def paths(self, hashes: Iterable[str]) -> Mapping[str, str]:
        """For each hash one path, as it may be shown."""
        return {one: shown(place.paths[0]) for one, place in places_of(self.database, hashes).items() if place.paths}

    def offered(self, part_of_path: str) -> list[Option]:
        """Documents with this in their path."""
        rows = Queries(self.database).rows_beside(None, OFFERED * 2, RowFilter(None, part_of_path.encode()))
        named = {row.sha256: shown(text_of(row.path)) for row in reversed(rows) if row.sha256}
        return [Option(one, path, one[:12], f"/document/{one}") for one, path in reversed(named.items())][:OFFERED]

    def acquisitions(self) -> list[Option]:
        """Every act of taking in."""
        return [
            Option(str(one.number), shown(text_of(one.root)), f"from {shown(one.source)}" if one.source else "")
            for one in acquisitions(self.database)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Documents(Field):
    """Documents of the case, one on each line: a hash, perhaps with its path behind it, or a path alone."""

    template: ClassVar[str] = "documents"

    @property
    def inputs(self) -> tuple[str, ...]:
        """The lines, the ticks of what was found, and the words looked for."""
        return (self.name, f"{self.name}.add", f"{self.name}.find")

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's hashes into the form, with their paths as ``sha256sum`` writes them."""
        paths = view.documents.paths(value[:PATHS_TOLD])
        filled.put(self.name, "\n".join(f"{one}  {paths[one]}" if one in paths else one for one in value))

    def read(self, filled: Filled, view: View) -> Any:
        """The hashes."""
        if filled.first(f"{self.name}.find").strip():
            filled.asks = True
        lines = lines_of("\n".join([filled.first(self.name), *filled.all(f"{self.name}.add")]))
        filled.put(self.name, "\n".join(lines))
        filled.put(f"{self.name}.add")
        found, wrong = view.documents.named(lines)
        for line, says in wrong:
            filled.blame(self.name, f"“{line[:100]}”: {says}")
        return tuple(found)

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """What was found to choose from."""
        words = filled.first(f"{self.name}.find").strip()
        asked = bool(words) or filled.first("do") == f"find {self.name}"
        return {"asked": asked, "offered": view.documents.offered(words) if asked else [], "find": words}


@dataclass(frozen=True, slots=True, kw_only=True)
class Acquisitions(Field):
    """Acts of taking in, by their numbers."""

    template: ClassVar[str] = "ticks"

    def write(self, value: Any, filled: Filled, view: View) -> None:
        """Put a record's numbers into the form."""
        del view
        filled.put(self.name, *map(str, value))

    def read(self, filled: Filled, view: View) -> Any:
        """The numbers."""
        known = {one.value for one in view.documents.acquisitions()}
        chosen = list(dict.fromkeys(filled.all(self.name)))
        for one in chosen:
            if one not in known:
                filled.blame(self.name, f"there is no acquisition {one[:20]}")
        return tuple(int(one) for one in chosen if one in known)

    def extras(self, filled: Filled, view: View) -> Mapping[str, Any]:
        """All of them."""
        del filled
        return {"options": view.documents.acquisitions()}
