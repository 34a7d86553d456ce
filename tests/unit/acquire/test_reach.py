"""Paths of any length are reached, and cut only at their slashes."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from muniment.acquire import reach
from muniment.acquire.reach import reached


def test_a_short_path_is_left_alone() -> None:
    with reached(b"/etc/hostname") as (near, start):
        assert (near, start) == (b"/etc/hostname", None)


@pytest.mark.parametrize("most", [8, 9, 10, 11, 17, 30])
def test_a_long_path_leads_to_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    longest = max(map(len, tmp_path.parts))
    deep = tmp_path / "one" / "two" / "three"
    deep.mkdir(parents=True)
    (deep / "file").write_bytes(b"found")
    monkeypatch.setattr(reach, "MAX_PATH", longest + most)
    with reached(os.fsencode(deep / "file")) as (near, start):
        descriptor = os.open(near, os.O_RDONLY, dir_fd=start)
    with os.fdopen(descriptor, "rb") as file:
        assert file.read() == b"found"


def test_no_descriptor_is_left_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = max(map(len, tmp_path.parts)) + 8
    monkeypatch.setattr(reach, "MAX_PATH", most)
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - counting only
    with reached(os.fsencode(tmp_path)):
        pass
    with pytest.raises(FileNotFoundError), reached(os.fsencode(tmp_path / "missing" / ("x" * most))):
        pass
    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208 - likewise


@given(
    st.lists(st.binary(min_size=1, max_size=200).map(lambda name: name.replace(b"/", b"x")), min_size=1, max_size=200)
)
def test_the_pieces_make_up_the_path(names: list[bytes]) -> None:
    path = b"/" + b"/".join(names)
    pieces = list(reach._stretches(path))
    assert b"/".join(pieces) == path
    assert all(len(piece) <= reach.MAX_PATH for piece in pieces)
