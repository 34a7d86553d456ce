"""The process that reads files, while it is being started."""

import signal
from pathlib import Path

import pytest

from muniment.errors import SandboxMissingError
from muniment.read.sandbox.pool import NurseryHandle

_TOOLS = '''
"""Tools whose loading is interrupted from outside as often as there are files in a folder."""
import os, signal
from pathlib import Path
from muniment.read.tools import Tools

class Interrupted(Tools):
    def warm(self):
        for left in Path({folder!r}).iterdir():
            left.unlink()
            {end}

TOOLS = Interrupted.__new__(Interrupted)
'''


def tools_that(end: str, folder: Path, times: int, monkeypatch: pytest.MonkeyPatch) -> str:
    for number in range(times):
        (folder / "left").mkdir(exist_ok=True)
        (folder / "left" / str(number)).touch()
    (folder / f"tools_of_{folder.name}.py").write_text(_TOOLS.format(folder=str(folder / "left"), end=end))
    monkeypatch.syspath_prepend(str(folder))
    return f"tools_of_{folder.name}:TOOLS"


KILL = f"os.kill(os.getpid(), {int(signal.SIGKILL)})"


def test_one_killed_while_it_loads_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nursery = NurseryHandle(tools_that(KILL, tmp_path, 2, monkeypatch))
    try:
        assert nursery.protections
        assert list((tmp_path / "left").iterdir()) == []
    finally:
        nursery.close()


def test_one_that_is_always_killed_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SandboxMissingError, match="could not be started"):
        NurseryHandle(tools_that(KILL, tmp_path, 9, monkeypatch))
    assert len(list((tmp_path / "left").iterdir())) == 6


def test_one_that_cannot_load_is_not_tried_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SandboxMissingError, match="could not be started"):
        NurseryHandle(tools_that("raise OSError", tmp_path, 2, monkeypatch))
    assert len(list((tmp_path / "left").iterdir())) == 1
