"""The words of a chronology: what a moment is, said in one line."""

from muniment.app.evidence.matrix import names_of
from muniment.evidence.chronology import STORY, Happening, Moment
from muniment.evidence.held import Held

_STOPS = " .\N{IDEOGRAPHIC FULL STOP}"
_MOST_NAMED = 3
"""Actors named in a title; of a letter of twenty-two states the rest is counted."""


def title_of(held: Held, moment: Moment) -> str:
    """What happened, or who said what: "The embassy denies: attendance is voluntary"."""
    if moment.happening is Happening.STATEMENT:
        return _statement(held, moment)
    if moment.happening in STORY:
        return moment.title
    return f"{moment.happening.value}: {moment.title}"


def _statement(held: Held, moment: Moment) -> str:
    names = names_of(held, moment.actors)
    said = ", ".join(names[:_MOST_NAMED])
    if len(names) > _MOST_NAMED:
        said += f" and {len(names) - _MOST_NAMED:,} more"
    verb = moment.act.value if moment.act else "says"
    what = "; ".join(held.claims[one].text.rstrip(_STOPS) for one in moment.claims)
    return f"{said} {_agreeing(verb, len(names))}" + (f": {what}" if what else "")


def _agreeing(verb: str, count: int) -> str:
    """The verb as it goes with so many who do it."""
    if count == 1:
        return verb
    return {"denies": "deny"}.get(verb, verb.removesuffix("s"))
