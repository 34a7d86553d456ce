"""docs/proof-format.md is what the program does: its vectors, and a verifier written from nothing but its sentences."""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.unit.publish.small_publication import Cache, proofs_of

from muniment.preserve.words import (
    PageText,
    opened,
    page_root,
    page_salt,
    reading_root,
    reading_salt,
    stretch_hash,
    stretch_salt,
    stretches_of,
    tokens_of,
)

DOCUMENT = Path(__file__).parents[3] / "docs" / "proof-format.md"
PAGE = PageText(3, "text", "Gate no. 7.\n门 ئىشىك")


@pytest.fixture(scope="module")
def vectors() -> Any:
    [block] = re.findall(r"```json\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL)
    return json.loads(block)


def test_the_vectors_are_what_the_program_makes(vectors: Any) -> None:
    salt = reading_salt(bytes(range(32)), "ab" * 32, ".txt", 1)
    assert salt.hex() == vectors["reading_salt"]
    own = page_salt(salt, PAGE)
    assert own.hex() == vectors["page_salt"]
    for number, (text, told) in enumerate(zip(stretches_of(PAGE.text), vectors["stretches"], strict=True)):
        stretch = stretch_salt(own, number)
        assert (stretch.hex(), tokens_of(text)) == (told["salt"], told["tokens"])
        assert stretch_hash(stretch, told["tokens"]).hex() == told["hash"]
    part = opened(stretch_salt(own, 0), vectors["stretches"][0]["tokens"], 1, 1)
    assert [part.behind.hex(), part.ahead.hex(), part.more.hex()] == [
        vectors["open"][name] for name in ("behind", "ahead", "more")
    ]
    assert page_root(own, PAGE).hex() == vectors["page"]
    assert reading_root(salt, [PAGE]).hex() == vectors["reading"]


def hashed(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def test_the_vectors_follow_from_the_sentences(vectors: Any) -> None:
    hashes = []
    for one in vectors["stretches"]:
        salt = bytes.fromhex(one["salt"])
        forwards, backwards, count = (
            hmac.digest(salt, name, "sha256") for name in (b"forwards", b"backwards", b"count")
        )
        for token in reversed(one["tokens"]):
            forwards = hashed(b"\2", forwards, token.encode())
        for token in one["tokens"]:
            backwards, count = hashed(b"\2", backwards, token.encode()), hashed(b"\3", count)
        hashes.append(hashed(b"\4", forwards, backwards, count))
        assert hashes[-1].hex() == one["hash"]
    part = {name: bytes.fromhex(vectors["open"][name]) for name in ("behind", "ahead", "more")}
    [first], [last] = vectors["open"]["before"], vectors["open"]["after"]
    links = hashed(b"\2", part["behind"], first.encode()), hashed(b"\2", part["ahead"], last.encode())
    assert hashed(b"\4", *links, hashed(b"\3", hashed(b"\3", part["more"]))) == hashes[0]
    page = hashed(b"\1", hashed(b"\1", hashed(b"\0", vectors["head"].encode()), hashes[0]), hashes[1])
    assert page.hex() == vectors["page"]
    assert hashed(b"\0", page).hex() == vectors["reading"]


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


def test_every_key_of_a_proof_is_described() -> None:
    told = set(re.findall(r"`([a-z_]+)`", DOCUMENT.read_text("utf-8")))
    cache = Cache()
    used = {key for proof in proofs_of(cache) for key in _keys(json.loads(proof.data))}
    used |= set(_keys(json.loads(cache.seal.data))) | set(json.loads(cache.seal.statement))
    assert used <= told
