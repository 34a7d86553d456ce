"""What the evidence comes to, in a few lines for each claim: fits one screen where the matrix does not."""

from collections.abc import Iterator

from rich.text import Text

from muniment.acquire.names import shown
from muniment.evidence.held import Held
from muniment.evidence.lineage import Standing, said
from muniment.evidence.records import Act, Bearing, Claim
from muniment.evidence.weighing import Scales, Weighed

_SIGNS = {Bearing.SUPPORTS: ("+", "green"), Bearing.DISPUTES: ("-", "red"), Bearing.QUALIFIES: ("~", "yellow")}
_VOICES = {Bearing.SUPPORTS: (Act.ASSERTS, "said by"), Bearing.DISPUTES: (Act.DENIES, "denied by")}
_NAMED = 2
_MOST_DEPTH = 3


def told_briefly(scales: Scales) -> Iterator[Text]:
    """For each claim its words, then a line for each bearing: how many reports, how many sources, whose voices."""
    for claim in scales.held.parts_of.get("", ()):
        yield from _told(scales, claim, 0)


def _told(scales: Scales, claim: Claim, depth: int) -> Iterator[Text]:
    blanks = "  " * min(depth, _MOST_DEPTH)
    yield Text(f"{blanks}{shown(claim.text)}", style="bold")
    weighed = scales.weigh(claim.id)
    for bearing, (sign, style) in _SIGNS.items():
        standing = weighed.standing[bearing]
        voices = _voices(scales.held, weighed, bearing)
        if standing != Standing() or voices:
            told = " · ".join(one for one in (said(standing), voices) if one)
            yield Text(f"{blanks}  {sign} ", style=style).append(told, style="default")
    for part in scales.held.parts_of.get(claim.id, ()):
        yield from _told(scales, part, depth + 1)


def _voices(held: Held, weighed: Weighed, bearing: Bearing) -> str:
    act, how = _VOICES.get(bearing, (None, ""))
    actors = weighed.voices.get(act, ()) if act is not None else ()
    if not actors:
        return ""
    names = ", ".join(shown(held.actors[one].names[0].text) for one in actors[:_NAMED])
    return f"{how} {names}" + (f" and {len(actors) - _NAMED:,} more" if len(actors) > _NAMED else "")
