"""Timestamps are checked against an authority that was made for the test."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.timestamp_authority import Authority

from muniment.preserve.timestamp import MAX_RESPONSE_BYTES, TimestampError, check, request_for, roots_in

MESSAGE = b'{"root":"00"}'


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("tsa") / "one")


@pytest.fixture(scope="module")
def response(authority: Authority) -> bytes:
    return authority.answer(request_for(MESSAGE))


def test_an_answer_tells_when_and_by_whom(authority: Authority, response: bytes) -> None:
    stamped = check(response, MESSAGE, authority.roots)
    assert stamped.authority == "CN=Example Timestamps"
    assert stamped.at.startswith("20")
    assert stamped.serial >= 1


def test_a_request_holds_the_hash_and_not_the_message() -> None:
    assert MESSAGE not in request_for(MESSAGE)
    assert request_for(MESSAGE) != request_for(MESSAGE), "each has a random number of its own"


def test_an_answer_about_something_else_is_refused(authority: Authority, response: bytes) -> None:
    with pytest.raises(TimestampError, match="something else"):
        check(response, b"another", authority.roots)


def test_an_authority_that_nobody_trusts_is_refused(tmp_path: Path, response: bytes) -> None:
    with pytest.raises(TimestampError, match="not signed by an authority"):
        check(response, MESSAGE, Authority(tmp_path / "other").roots)


@pytest.mark.parametrize("step", range(0, 4000, 61))
def test_any_changed_byte_shows(authority: Authority, response: bytes, step: int) -> None:
    at = step % len(response)
    changed = response[:at] + bytes([response[at] ^ 1]) + response[at + 1 :]
    try:
        stamped = check(changed, MESSAGE, authority.roots)
    except TimestampError:
        return
    assert stamped == check(response, MESSAGE, authority.roots), "only what certifies nothing may change unseen"


@given(st.binary(max_size=300))
def test_rubbish_is_no_timestamp(rubbish: bytes) -> None:
    with pytest.raises(TimestampError):
        check(rubbish, MESSAGE, b"")


def test_what_is_too_big_is_not_read(authority: Authority) -> None:
    with pytest.raises(TimestampError, match="too big"):
        check(b"0" * (MAX_RESPONSE_BYTES + 1), MESSAGE, authority.roots)


@pytest.mark.parametrize("pem", [b"", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", b"\xff" * 50])
def test_certificates_that_are_none_are_refused(pem: bytes) -> None:
    with pytest.raises(TimestampError, match="cannot be read"):
        roots_in(pem)
