"""Why words could not be quoted: they are not there, or they are there more than once."""

from collections.abc import Sequence

from muniment.errors import NotFoundError, UsageError
from muniment.evidence.quoting.likeness import Alike
from muniment.evidence.quoting.pages import Passage

MOST_TOLD = 10
"""Places of the same words that a message tells."""

_AROUND = 24
_MOST_WORDS_CHARS = 200


class WordsNotFoundError(NotFoundError):
    """Words that somebody wants to quote do not stand where they should; ``near`` is what comes nearest."""

    code = "words-not-found"

    def __init__(self, where: str, near: Alike | None) -> None:
        advice = "Check the words against the page; case and letters must be the same."
        if near is not None:
            told = one_line(near.place.exact)[:_MOST_WORDS_CHARS]
            advice = f"The nearest is on page {near.place.page.number} ({near.share:.0%} the same): “{told}”"
        super().__init__(f"These words do not stand {where}.", advice)
        self.near = near


class WordsNotUniqueError(UsageError):
    """Words that somebody wants to quote stand in several places; ``passages`` are these, in order."""

    code = "words-not-unique"
    http_status = 409

    def __init__(self, passages: Sequence[Passage]) -> None:
        told = "; ".join(f"{number}. {surrounded(one)}" for number, one in enumerate(passages[:MOST_TOLD], 1))
        more = f"; and {len(passages) - MOST_TOLD:,} more" if len(passages) > MOST_TOLD else ""
        super().__init__(
            f"These words stand in {len(passages):,} places: {told}{more}",
            "Give more of the words, or say which place is meant with its number (--nth).",
        )
        self.passages = tuple(passages)


def surrounded(passage: Passage) -> str:
    """A passage with a little of what stands around it, on one line: hostile text, to be shown as such."""
    first, last = passage[0], passage[-1]
    before = first.page.text[max(0, first.start - _AROUND) : first.start]
    after = last.page.text[last.end : last.end + _AROUND]
    words = " ".join(place.exact for place in passage)
    short = words if len(words) <= _MOST_WORDS_CHARS else words[:_MOST_WORDS_CHARS] + "…"
    return f"page {first.page.number}: …{one_line(before)}[{one_line(short)}]{one_line(after)}…"


def one_line(text: str) -> str:
    """``text`` with its blanks and line breaks as single blanks."""
    inner = " ".join(text.split())
    return (" " if text[:1].isspace() else "") + inner + (" " if inner and text[-1:].isspace() else "")
