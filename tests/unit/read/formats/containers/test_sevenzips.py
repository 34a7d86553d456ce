import functools
import io
from typing import Any

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.read.formats.reading import read

from muniment.limits import MIB, Limits
from muniment.model import State
from muniment.read.formats.containers.sevenzips import SevenZipReader

TYPE = "application/x-7z-compressed"


def made(members: dict[str, bytes], password: str | None = None, *, hide_names: bool = False, **how: Any) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", password=password, header_encryption=hide_names, **how) as archive:
        for name, data in members.items():
            archive.writestr(data, name)
    return out.getvalue()


@settings(deadline=None, max_examples=25)
@given(
    members=st.dictionaries(
        st.text(st.characters(codec="utf-8", categories=["L", "N"]), min_size=1, max_size=30),
        st.binary(max_size=900),
        min_size=1,
        max_size=5,
    )
)
def test_whatever_is_packed_comes_out_again(members: dict[str, bytes]) -> None:
    outcome = read(SevenZipReader(), made(members), TYPE)
    assert {member.name.decode(): member.data for member in outcome.members} == members
    assert outcome.stop is None


@pytest.mark.parametrize("hide_names", [False, True])
def test_a_locked_archive_opens_with_the_right_password(hide_names: bool) -> None:
    data = made({"one": b"secret" * 99, "two": b"too"}, "right", hide_names=hide_names)
    outcome = read(SevenZipReader(), data, TYPE, passwords=("wrong", "right"))
    assert outcome.contents == {b"one": b"secret" * 99, b"two": b"too"}
    assert outcome.passwords == ["right"]


@pytest.mark.parametrize(("hide_names", "names"), [(False, [b"one", b"two"]), (True, [])])
def test_without_the_password_it_is_locked(hide_names: bool, names: list[bytes]) -> None:
    data = made({"one": b"secret" * 99, "two": b"too"}, "right", hide_names=hide_names)
    outcome = read(SevenZipReader(), data, TYPE, passwords=("wrong",))
    assert [member.name for member in outcome.members] == names
    assert {member.state for member in outcome.members} <= {State.LOCKED}
    assert outcome.state is State.LOCKED


def test_a_wrong_checksum_is_told() -> None:
    data = made({"one": b"the original words"}, filters=[{"id": py7zr.FILTER_COPY}])
    (member,) = read(SevenZipReader(), data.replace(b"original", b"doctored"), TYPE).members
    assert (member.data, member.state) == (b"the doctored words", State.DAMAGED)


def test_damage_costs_only_what_stands_behind_it() -> None:
    words = b"".join(b"%d " % (number * 7919) for number in range(30_000))
    data = bytearray(made({"one": b"first", "two": words, "three": b"third"}))
    data[20_000:20_060] = b"\xff" * 60
    one, two, three = read(SevenZipReader(), bytes(data), TYPE).members
    assert one.data == b"first"
    assert two.state is State.DAMAGED
    assert three.state is State.DAMAGED


def test_a_bomb_is_refused() -> None:
    outcome = read(SevenZipReader(), made({"bomb": b"\0" * (70 * MIB)}), TYPE)
    assert outcome.members[0].state is State.REFUSED
    assert len(outcome.members[0].data) <= 64 * MIB
    assert outcome.state is State.REFUSED


def test_too_many_members_are_refused() -> None:
    data = made({str(number): b"x" for number in range(9)})
    outcome = read(SevenZipReader(), data, TYPE, limits=Limits(members=5))
    assert len(outcome.members) == 5
    assert outcome.state is State.REFUSED


@functools.cache
def _sound() -> bytes:
    # Made once: it carries the time, and a property needs the same bytes each time.
    return made({"one": b"first " * 50, "two": b"second " * 50})


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_a_mangled_archive_never_crashes_the_reader(data: st.DataObject) -> None:
    sound = _sound()
    at = data.draw(st.integers(0, len(sound) - 1))
    read(SevenZipReader(), sound[:at] + data.draw(st.binary(max_size=8)) + sound[at + 4 :], TYPE)
