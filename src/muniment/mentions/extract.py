"""All extractors over one text, and one mention for each run of characters."""

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from muniment.mentions.capitalised import Capitalised
from muniment.mentions.dates import Dates
from muniment.mentions.identifiers import Accounts, Emails, Identities, Phones, Plates
from muniment.mentions.listed import Listed, ListedName
from muniment.mentions.mention import Extractor, Found, Kind, Mention
from muniment.mentions.money import Money
from muniment.mentions.references import References
from muniment.mentions.segmented import Segmented

_FIRST_COME = (
    Kind.IDENTITY, Kind.ACCOUNT, Kind.PASSPORT, Kind.EMAIL, Kind.PHONE, Kind.PLATE, Kind.REFERENCE, Kind.DATE,
    Kind.MONEY, Kind.ORGANISATION, Kind.PERSON, Kind.PLACE, Kind.NAME,
)  # fmt: skip
"""Which mention stands where two overlap. Numbers that lead to persons come first: missing one does most harm."""

_RANK = {kind: rank for rank, kind in enumerate(_FIRST_COME)}
_NAMES = frozenset({Kind.PERSON, Kind.PLACE, Kind.ORGANISATION, Kind.NAME})
_LISTED_RANK = _RANK[Kind.ORGANISATION] - 0.5


def extractors(names: Sequence[ListedName] = (), more: Iterable[Extractor] = ()) -> tuple[Extractor, ...]:
    """The extractors that need no model, the case's own list of ``names``, and ``more``."""
    numbers: list[Extractor] = [Dates(), References(), Emails(), Phones(), Accounts(), Identities(), Plates(), Money()]
    ours = [*numbers, Segmented(), Capitalised()]
    listed: list[Extractor] = [Listed(names)] if names else []
    return (*ours, *listed, *more)


def signature(of: Sequence[Extractor]) -> str:
    """What decides which mentions are found in a text: changes when they have to be looked for again."""
    return ", ".join(extractor.name for extractor in of)


def mentions_in(untrusted_text: str, by: Sequence[Extractor]) -> list[Mention]:
    """The mentions in a text, in order, none overlapping another; offsets count its code points, end-exclusive."""
    found = [(one, extractor.name) for extractor in by for one in extractor.find(untrusted_text)]
    found.sort(key=lambda pair: (_rank(*pair), pair[0].start - pair[0].end, pair[0].start))
    taken: list[tuple[int, int]] = []
    kept = []
    for one, name in found:
        at = bisect_left(taken, (one.end, 0))
        if at and taken[at - 1][1] > one.start:
            continue
        insort(taken, (one.start, one.end))
        words = untrusted_text[one.start : one.end]
        kept.append(Mention(one.start, one.end, one.kind, words, one.value, name, one.note))
    return sorted(kept, key=lambda mention: mention.start)


def _rank(found: Found, extractor: str) -> float:
    return _LISTED_RANK if extractor.startswith("list ") and found.kind in _NAMES else _RANK[found.kind]
