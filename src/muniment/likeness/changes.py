"""What changed between two documents, stretch by stretch: misread, filled in differently, or rewritten."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from muniment.likeness.alignment import Block
from muniment.likeness.document import Document

LOOKS_ALIKE = 0.55
"""Share of letters in common, from which a changed word is taken for a misread one: ``wom3n`` for ``women``."""

MOST_TERMS_OF_A_FIELD = 8
"""Terms of what is filled into a form in one place: a name with titles, a date, a sum with its currency."""

LEAST_CHARS_OF_A_NAME = {False: 3, True: 2}
"""By whether the script puts no spaces between words: shorter words are misread into something wholly else."""

_STRAY = 2
"""Terms in common that tell nothing when they stand alone in the midst of rewritten text, such as "of the"."""

_STRAY_DISTANCE = 5
"""Changed terms around it, for each of its own, up to which a short run is no stray: the labels of a form's fields."""

_DIGITS = re.compile("[0-9\u3007一二三四五六七八九十百千万零两]+")  # U+3007 is the Chinese nought
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤阿艾买吐热库伊努古"
)
"""Characters with which most Chinese names and many transcribed ones begin, simplified as the folding makes them."""


class Nature(StrEnum):
    """What kind of change a stretch is."""

    MISREAD = "misread"
    """The letters are nearly the same: recognition, spelling, hyphens."""
    DOUBTFUL = "doubtful"
    """Nearly the same letters but other digits: a misread number, or another number."""
    FIELD = "field"
    """A name, number or date in the place of another: how two papers made from one form differ."""
    REWRITTEN = "rewritten"
    """Anything else: added, removed, other words."""


@dataclass(frozen=True, slots=True)
class Change:
    """Terms ``left`` to before ``left_end`` of one stand where ``right`` to before ``right_end`` of the other do."""

    left: int
    left_end: int
    right: int
    right_end: int
    nature: Nature

    @property
    def terms(self) -> int:
        """How many terms are concerned, on the longer side."""
        return max(self.left_end - self.left, self.right_end - self.right)


def without_strays(blocks: Sequence[Block], left: int, right: int) -> list[Block]:
    """The blocks without what rewritten stretches share by chance, in texts of ``left`` and ``right`` terms."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        at, other = (kept[-1].left + kept[-1].length, kept[-1].right + kept[-1].length) if kept else (0, 0)
        until, other_until = (
            (blocks[number + 1].left, blocks[number + 1].right) if number + 1 < len(blocks) else (left, right)
        )
        before = max(block.left - at, block.right - other)
        after = max(until - block.left, other_until - block.right) - block.length
        if block.length > _STRAY or before + after <= _STRAY_DISTANCE * block.length or min(before, after) <= 1:
            kept.append(block)
    return kept


def changes_between(one: Document, other: Document, blocks: Sequence[Block]) -> Iterator[Change]:
    """The stretches between ``blocks``, each with its nature."""
    at, other_at = 0, 0
    for block in [*blocks, Block(len(one), len(other), 0)]:
        if at < block.left or other_at < block.right:
            nature = _nature(one, other, (at, block.left, other_at, block.right))
            yield Change(at, block.left, other_at, block.right, nature)
        at, other_at = block.left + block.length, block.right + block.length


def _nature(one: Document, other: Document, bounds: tuple[int, int, int, int]) -> Nature:
    left, left_end, right, right_end = bounds
    if left == left_end or right == right_end:
        return Nature.REWRITTEN
    longest = max(left_end - left, right_end - right)
    if longest > _LONGEST_MISREAD:
        return Nature.REWRITTEN
    texts = one.joined(left, left_end), other.joined(right, right_end)
    numbers, other_numbers = (_DIGITS.findall(text) for text in texts)
    if _is_misread(one, bounds, *texts):
        return Nature.MISREAD if numbers == other_numbers else Nature.DOUBTFUL
    if longest > MOST_TERMS_OF_A_FIELD:
        return Nature.REWRITTEN
    if (numbers != other_numbers) if numbers or other_numbers else _are_names(one, other, bounds, texts):
        return Nature.FIELD
    return Nature.REWRITTEN


_LONGEST_MISREAD = 400
"""Terms of a stretch that may still be misread as a whole: half a page."""


def _is_misread(one: Document, bounds: tuple[int, int, int, int], text: str, other_text: str) -> bool:
    left, left_end, right, right_end = bounds
    if bool(one.terms.spaceless[left]):
        return left_end - left == 1 == right_end - right or Indel.normalized_similarity(text, other_text) > LOOKS_ALIKE
    return Indel.normalized_similarity(text, other_text) >= LOOKS_ALIKE


def _are_names(one: Document, other: Document, bounds: tuple[int, int, int, int], texts: tuple[str, str]) -> bool:
    left, left_end, right, right_end = bounds
    if min(map(len, texts)) < LEAST_CHARS_OF_A_NAME[bool(one.terms.spaceless[left])]:
        return False
    return _is_name(one, left, left_end) and _is_name(other, right, right_end)


def _is_name(document: Document, first: int, last: int) -> bool:
    if bool(document.terms.spaceless[first]):
        nearby = document.joined(max(0, first - 1), first + 1)
        return any(char in _SURNAMES for char in nearby) and last - first < _LONGEST_HAN_NAME
    return document.begins_with_a_capital(first)


_LONGEST_HAN_NAME = 9
"""Characters: Uyghur names in Chinese transcription run to eight with their dot."""
