import subprocess
import sys

import pytest

PARSERS = {"cv2", "kreuzberg", "lxml", "olefile", "onnxruntime", "openpyxl", "pikepdf", "py7zr", "pypdfium2"}
"""Libraries that parse what strangers wrote: children without powers load them, and nobody else."""

_TELL = "import sys, importlib; importlib.import_module(sys.argv[1]); print(*sys.modules)"


@pytest.mark.parametrize(
    "module",
    [
        "muniment.cli.main",
        "muniment.app.taking",
        "muniment.app.reading",
        "muniment.app.sealing",
        "muniment.adapters.indexing_program",
        "muniment.app.publish.publishing",
        "muniment.web.server",
    ],
)
def test_our_own_processes_load_no_parser_of_strangers_files(module: str) -> None:
    told = subprocess.run([sys.executable, "-c", _TELL, module], capture_output=True, text=True, check=True)
    assert not PARSERS.intersection(told.stdout.split())


FOR_MANY = {"kreuzberg", "lxml", "olefile", "pikepdf", "py7zr", "pypdfium2"}
FOR_FEW = {"cv2", "numpy", "openpyxl"}
STARTS_THREADS = {"onnxruntime"}
"""After which no child can be forked safely."""


def loaded_for(tools: str) -> set[str]:
    """The modules of a process that is about to fork children with ``tools``."""
    warmed = f"import sys; from muniment.read import toolbox; toolbox.{tools}.warm(); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", warmed], capture_output=True, text=True, check=True)
    return set(told.stdout.split())


def test_an_ingest_loads_before_it_forks_what_many_children_need() -> None:
    loaded = loaded_for("READING")
    assert loaded >= FOR_MANY
    assert loaded.isdisjoint(FOR_FEW | STARTS_THREADS)


def test_all_that_a_person_would_wait_for_is_loaded_before_helpers_are_forked() -> None:
    loaded = loaded_for("HELPING")
    assert loaded >= FOR_MANY | {"cv2", "numpy"}
    assert loaded.isdisjoint(STARTS_THREADS)
