"""When formats, programs and fonts first existed, as far as that is generally known: years only, on the safe side."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from muniment.evidence.authenticity.facts import Fact, Pair, Relation, Side
from muniment.evidence.authenticity.moments import Moment
from muniment.read.examine.trait import Key


@dataclass(frozen=True, slots=True)
class Appearance:
    """``tested``: the earliest year in which anybody outside could have had it; ``sold``: when anybody could."""

    key: Key
    pattern: re.Pattern[str]
    called: str
    tested: int
    sold: int


def _of(key: Key, pattern: str, called: str, tested: int, sold: int) -> Appearance:
    return Appearance(key, re.compile(pattern, re.IGNORECASE | re.ASCII), called, tested, sold)


_CLEARTYPE = "The fonts of Windows Vista and Office 2007"

APPEARANCES: Sequence[Appearance] = (
    _of(Key.FORMAT, r"PDF 1\.4", "PDF 1.4", 2000, 2001),
    _of(Key.FORMAT, r"PDF 1\.5", "PDF 1.5", 2003, 2003),
    _of(Key.FORMAT, r"PDF 1\.6", "PDF 1.6", 2004, 2005),
    _of(Key.FORMAT, r"PDF 1\.7", "PDF 1.7", 2006, 2006),
    _of(Key.FORMAT, r"PDF 2\.0", "PDF 2.0", 2015, 2017),
    _of(Key.FONT, r"(?:calibri|cambria|candara|consolas|constantia|corbel)\b.*", _CLEARTYPE, 2004, 2007),
    _of(Key.FONT, r"(?:dengxian|等线)\b.*", "The font DengXian (Office 2016, Windows 10)", 2014, 2015),
    _of(Key.FONT, r"aptos\b.*", "The font Aptos, under this name", 2023, 2023),
    _of(Key.PRODUCER, r"microsoft .*\b12\.\d{4}", "Version 12 of Microsoft Office (2007)", 2005, 2006),
    _of(Key.PRODUCER, r"microsoft .*\b14\.\d{4}", "Version 14 of Microsoft Office (2010)", 2009, 2010),
    _of(Key.PRODUCER, r"microsoft .*\b15\.\d{4}", "Version 15 of Microsoft Office (2013)", 2012, 2012),
    _of(Key.PRODUCER, r"microsoft .*\b16\.\d{4}", "Version 16 of Microsoft Office (2016)", 2014, 2015),
)
"""What is known. Each line must hold against the earliest report, not the official day: see docs/authenticity.md."""

_YEAR_IN_NAME = re.compile(r"(?<![\d.])((?:19[89]|20\d)\d)(?![\d.])", re.ASCII)
_PROGRAMS = frozenset({Key.PRODUCER.value, Key.CREATOR.value})


def too_early(facts: Sequence[Fact], dated: Sequence[tuple[Side, Moment]]) -> Iterator[Pair]:
    """What was used to make a document beside a date that lies before it existed; nothing where all is in order."""
    for fact in facts:
        for appearance in APPEARANCES:
            if fact.key == appearance.key.value and appearance.pattern.fullmatch(fact.value.partition(" (")[0]):
                yield from _beside(fact, appearance, dated)
        if fact.key in _PROGRAMS:
            yield from _named_after_year(fact, dated)


def _beside(fact: Fact, appearance: Appearance, dated: Sequence[tuple[Side, Moment]]) -> Iterator[Pair]:
    for side, moment in dated:
        if moment.last.year >= appearance.sold:
            continue
        relation = Relation.DIFFER if moment.last.year < appearance.tested else Relation.BESIDE
        tested = f", and in test versions not before {appearance.tested}" if appearance.tested < appearance.sold else ""
        remark = f"{appearance.called}: to be had since {appearance.sold}{tested}."
        yield Pair("when it could be made", relation, _side(fact), side, remark)


def _named_after_year(fact: Fact, dated: Sequence[tuple[Side, Moment]]) -> Iterator[Pair]:
    years = [int(year) for year in _YEAR_IN_NAME.findall(fact.value)]
    for side, moment in dated if years else ():
        if moment.last.year < max(years):
            remark = f"The program calls itself by the year {max(years)}; some are named for the year to come."
            yield Pair("when it could be made", Relation.DIFFER, _side(fact), side, remark)


def _side(fact: Fact) -> Side:
    return Side(f"the file says, {fact.name}:", fact.value, fact.basis)
