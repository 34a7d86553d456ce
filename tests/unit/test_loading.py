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


@pytest.mark.parametrize(
    ("tools", "rare"),
    [("TOOLS", False), ("ATTENDING", True)],
)
def test_the_process_that_forks_children_loads_what_many_of_them_need(tools: str, *, rare: bool) -> None:
    warmed = f"import sys; from muniment.read import toolbox; toolbox.{tools}.warm(); print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", warmed], capture_output=True, text=True, check=True)
    loaded = set(told.stdout.split())
    assert {"kreuzberg", "lxml", "olefile", "pikepdf", "py7zr", "pypdfium2"} <= loaded
    assert ({"cv2", "numpy"} <= loaded) is rare
    assert "onnxruntime" not in loaded, "it starts threads, after which no child can be forked safely"
