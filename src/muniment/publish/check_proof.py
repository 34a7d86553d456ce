"""Checking seals and proofs of pages, as values that were read from files of a publication.

Nothing in them is trusted. What does not fit is told by ``DoesNotFitError`` with the end of a sentence; what is not
even of the right form raises what Python raises then, see ``NOT_OF_THE_FORM``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from muniment.preserve.canonical import parsed
from muniment.preserve.cover import covered_root
from muniment.preserve.merkle import HASH_BYTES, leaf_hash
from muniment.preserve.seal import PARTS, WORDS, Statement, is_signed, opens, statement_of
from muniment.preserve.words import Opened, opened_hash, stretch_hash

NOT_OF_THE_FORM = (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError, OverflowError)
"""What comes of taking a value apart that is not of the form it should have."""


class DoesNotFitError(Exception):
    """Two things that should agree do not. The message is the end of a sentence."""


@dataclass(frozen=True, slots=True)
class Proved:
    """What a proof shows: stretches by number, each with its text, or with two where something between is kept back.

    ``words`` says how many words are shown.
    """

    name: str
    stretches: Mapping[int, tuple[str, ...]]
    quotes: Sequence[Any]
    words: int


def checked_seal(untrusted: Any, case: str, keys: Sequence[str]) -> Statement:
    """The statement of a seal, which must be of this case and signed by one of the keys (hexadecimal)."""
    text = untrusted["statement"]
    try:
        statement = statement_of(text)
    except ValueError as error:
        raise DoesNotFitError(f"holds a seal that cannot be read: {error}") from error
    if not is_signed(text, _hash(untrusted["signature"], 64), _hash(statement.public_key)):
        raise DoesNotFitError("holds a seal whose signature does not hold")
    if statement.public_key not in keys:
        raise DoesNotFitError("holds a seal by a key that the publication does not name")
    if statement.case != case:
        raise DoesNotFitError("holds a seal of another case")
    return statement


def checked_proof(untrusted: Any, seals: Mapping[int, Statement]) -> Proved:
    """What a proof shows of a page, if its words stand under one of the seals. Its quotes are not checked yet."""
    statement = seals.get(untrusted["seal"])
    if statement is None:
        raise DoesNotFitError("belongs to a seal that is not here")
    root = _words_root(untrusted, statement)
    page = untrusted["page"]
    head = parsed(page["head"])
    hashes, words = {0: leaf_hash(page["head"].encode())}, 0
    stretches: dict[int, tuple[str, ...]] = {}
    last = -1
    for one in page["stretches"]:
        last = at = number_in(one["at"], last + 1)
        hashes[at + 1], stretches[at], more = _stretch(one)
        words += more
    page_root = _root(number_in(head["stretches"]) + 1, hashes, page["cover"])
    place = {number_in(page["at"]): leaf_hash(page_root)}
    if _root(number_in(page["of"], 1), place, page["pages"]) != root:
        raise DoesNotFitError("shows words that are not those under the seal, or not all of them, or elsewhere")
    return Proved(untrusted["name"], stretches, untrusted["quotes"], words)


def checked_quote(untrusted: Any, proved: Proved) -> tuple[str, str]:
    """Id and words of a quote, which must stand on the page just where it says."""
    exact, following = "", None
    for at, part, start, end in untrusted["pieces"]:
        texts = proved.stretches[number_in(at)]
        text = texts[number_in(part)]
        if not number_in(start) < number_in(end) <= len(text) or (following and following != (at, part, start)):
            raise DoesNotFitError(f"quotes words ({untrusted['id']}) that do not stand where it says")
        following = (at + 1, 0, 0) if end == len(text) and part == len(texts) - 1 else (-1, -1, -1)
        exact += text[start:end]
    if not exact or exact != untrusted["exact"]:
        raise DoesNotFitError(f"has a quote ({untrusted['id']}) with other words than the page shows there")
    if "start" in untrusted and (untrusted["start"], untrusted["end"]) != _position(untrusted, proved, len(exact)):
        raise DoesNotFitError(f"has a quote ({untrusted['id']}) that does not stand where it says")
    return str(untrusted["id"]), exact


def number_in(untrusted: Any, least: int = 0) -> int:
    """A whole number, ``least`` or more."""
    if type(untrusted) is not int or untrusted < least:
        raise DoesNotFitError("holds something else where a number should stand")
    return untrusted


def _words_root(untrusted: Any, statement: Statement) -> bytes:
    """The root over the words of the reading, opened from its leaf under the seal."""
    leaf = untrusted["leaf"]
    commitments = [_hash(one) for one in leaf["commitments"]]
    place = {number_in(leaf["index"]): leaf_hash(b"".join(commitments))}
    if len(commitments) != len(PARTS) or _root(statement.leaves, place, leaf["cover"]).hex() != statement.root:
        raise DoesNotFitError("belongs to a file that is not under the seal")
    for part, one in untrusted["opened"].items():
        if not opens(_hash(one["salt"]), one["written"], commitments[PARTS.index(part)]):
            raise DoesNotFitError(f"does not open what was sealed as “{part}”")
    return _hash(parsed(untrusted["opened"][WORDS]["written"])["root"]["hex"])


def _stretch(untrusted: Any) -> tuple[bytes, tuple[str, ...], int]:
    """The hash of a stretch, the texts shown of it, and how many words they have."""
    if "words" in untrusted:
        tokens = untrusted["words"]
        return stretch_hash(_hash(untrusted["salt"]), tokens), ("".join(tokens),), len(tokens)
    links = (_hash(untrusted[name]) for name in ("behind", "ahead", "more"))
    part = Opened(tuple(untrusted["before"]), tuple(untrusted["after"]), *links)
    return opened_hash(part), ("".join(part.before), "".join(part.after)), len(part.before) + len(part.after)


def _position(untrusted: Any, proved: Proved, length: int) -> tuple[int, int] | None:
    """Where a quote stands in the page's text; None where words before it are kept back."""
    at, part, start, _ = untrusted["pieces"][0]
    before = [proved.stretches.get(number, ()) for number in range(at)]
    if part or any(len(texts) != 1 for texts in before):
        return None
    position = sum(len(texts[0]) for texts in before) + start
    return position, position + length


def _root(size: int, shown: Mapping[int, bytes], untrusted_cover: Sequence[Any]) -> bytes:
    try:
        return covered_root(size, shown, [_hash(one) for one in untrusted_cover])
    except ValueError as error:
        raise DoesNotFitError(f"does not lead to the seal: {error}") from error


def _hash(untrusted: Any, length: int = HASH_BYTES) -> bytes:
    if not isinstance(untrusted, str) or len(untrusted) != 2 * length or set(untrusted) - set("0123456789abcdef"):
        raise DoesNotFitError("holds something else where hexadecimal digits should stand")
    return bytes.fromhex(untrusted)
