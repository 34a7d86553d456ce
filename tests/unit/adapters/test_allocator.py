"""However many threads there are, memory comes from a few arenas."""

import platform
import subprocess
import sys

import pytest

from muniment.adapters.allocator import ARENAS

COUNT_ARENAS = """
import ctypes, sys, threading
from muniment.adapters.allocator import keep_to_few_arenas
if sys.argv[1] == "few":
    keep_to_few_arenas()
library = ctypes.CDLL(None)
library.malloc.restype = library.fopen.restype = ctypes.c_void_p
library.malloc_info.argtypes, library.fclose.argtypes = (ctypes.c_int, ctypes.c_void_p), (ctypes.c_void_p,)
together = threading.Barrier(12)
def allocate():
    together.wait()
    for _ in range(200):
        library.malloc(2000)
threads = [threading.Thread(target=allocate) for _ in range(12)]
for thread in threads: thread.start()
for thread in threads: thread.join()
out = library.fopen(b"/dev/stdout", b"w")
library.malloc_info(0, out)
library.fclose(out)
"""


def arenas(mode: str) -> int:
    done = subprocess.run([sys.executable, "-c", COUNT_ARENAS, mode], check=True, capture_output=True, text=True)
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc keeps arenas for threads")
def test_threads_share_the_few_arenas() -> None:
    assert arenas("as it is") > ARENAS, "this machine shows no difference, so the test would prove nothing"
    assert arenas("few") <= ARENAS
