"""The reader's address: the whole state of what is looked at stands in it, so that it can be kept and sent on."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Query

from muniment.model import PageKind

PANES = ("both", "picture", "text")
ZOOMS = (50, 75, 100, 125, 150, 200, 300)
"""Per cent of the width of the pane; 0 is fitted to its height."""

TURNS = (0, 90, 180, 270)
_MOST_QUERY_CHARS = 2_000


@dataclass(frozen=True, slots=True)
class Address:
    """What is looked at: page from 1, the search whose hits are marked, and how it is shown.

    ``start`` counts code points of the page's text: where a long page is opened. ``kind`` is the reading wanted where
    a page has two; "" for the one that says most.
    """

    sha256: str
    page: int = 1
    q: str = ""
    names: bool = False
    pane: str = "both"
    kind: str = ""
    zoom: int = 100
    turn: int = 0
    start: int = 0

    def but(self, **changes: Any) -> str:
        """The address with changes."""
        changed = replace(self, **changes)
        defaults = Address(self.sha256)
        told: dict[str, Any] = {}
        for field in ("page", "q", "names", "pane", "kind", "zoom", "turn", "start"):
            value = getattr(changed, field)
            if value != getattr(defaults, field):
                told[field] = int(value) if isinstance(value, bool) else value
        return f"/document/{self.sha256}" + (f"?{urlencode(told)}" if told else "")

    def hidden_fields(self, *without: str) -> Mapping[str, Any]:
        """What a form with GET must carry along to keep the state."""
        defaults = Address(self.sha256)
        fields = {name: getattr(self, name) for name in ("page", "q", "pane", "kind", "zoom", "turn")}
        if self.names and "names" not in without:
            fields["names"] = 1
        return {
            name: value for name, value in fields.items() if name not in without and value != getattr(defaults, name)
        }


def _address(
    sha256: str,
    page: Annotated[int, Query(ge=1, le=2**31)] = 1,
    q: Annotated[str, Query(max_length=_MOST_QUERY_CHARS)] = "",
    names: Annotated[bool, Query()] = False,
    pane: str = "both",
    kind: str = "",
    zoom: int = 100,
    turn: int = 0,
    start: Annotated[int, Query(ge=0, le=2**31)] = 0,
) -> Address:
    """What a hand-written address gets wrong about looks is passed over: the page is shown as usual."""
    return Address(
        sha256,
        page,
        q.strip(),
        names,
        pane if pane in PANES else "both",
        kind if kind in set(PageKind) else "",
        zoom if zoom in {0, *ZOOMS} else 100,
        turn if turn in TURNS else 0,
        start,
    )


At = Annotated[Address, Depends(_address)]
"""Declares a page's need of the reader's address."""
