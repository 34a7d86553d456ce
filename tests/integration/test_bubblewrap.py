"""Where the kernel has no Landlock, bubblewrap stands in: the nursery then sees libraries and scratch, nothing else."""

import os
import subprocess
from pathlib import Path

import pytest

from muniment.adapters import bubblewrap
from muniment.adapters.kernel_confinement import library_folders, missing_essentials
from muniment.limits import Limits
from muniment.model import State
from muniment.read.sandbox import messages as wire
from muniment.read.sandbox.pool import ChildSettings, Deadline, NurseryHandle

if not bubblewrap.works():
    pytest.skip("bubblewrap is not installed, or may not make namespaces here", allow_module_level=True)

SECONDS = 60.0


def test_a_file_is_read_behind_bubblewrap(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    (scratch / "child").mkdir(parents=True)
    page = tmp_path / "page.html"
    page.write_text("<p>read behind a wall</p>")
    nursery = NurseryHandle(prefix=bubblewrap.command(library_folders(), scratch))
    try:
        assert "bubblewrap" in nursery.protections
        assert not missing_essentials(tuple(name for name in nursery.protections if "landlock" not in name))
        child = nursery.child(ChildSettings(library_folders(), 2**31, 600), scratch / "child")
        child.wait_until_ready(Deadline(SECONDS))
        descriptor = os.open(page, os.O_RDONLY)
        try:
            child.send(wire.ReadJob(page.stat().st_size, ".html", (), wire.limits_as_numbers(Limits())), [descriptor])
            said = [child.receive(Deadline(SECONDS))]
            while not isinstance(said[-1], wire.Ended):
                said.append(child.receive(Deadline(SECONDS)))
        finally:
            os.close(descriptor)
    finally:
        nursery.close()
    assert said[-1].state is State.READ
    assert [message.text.strip() for message in said if isinstance(message, wire.Page)] == ["read behind a wall"]


def test_the_wall_leaves_other_files_out(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("another original")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    (scratch / "own.txt").write_text("its own")
    said = {path.name: _printed(path, scratch) for path in (scratch / "own.txt", secret)}
    assert said == {"own.txt": "its own", "secret.txt": ""}


def _printed(path: Path, scratch: Path) -> str:
    command = [*bubblewrap.command(library_folders(), scratch), "/usr/bin/cat", str(path)]
    return subprocess.run(command, capture_output=True, check=False, text=True).stdout
