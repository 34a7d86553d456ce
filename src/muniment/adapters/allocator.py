"""The C library's allocator, told to keep to few arenas: threads that each hold on to one make memory grow and grow."""

import ctypes
import platform

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
"""Names of glibc's ``mallopt``, from its malloc.h."""

ARENAS = 2
"""One for us and one for the index's thread. By default glibc makes eight for each core, and none gives back what a
large document took: taking in 40,000 pages then holds 139 MiB instead of 88."""

LARGE_BYTES = 256 * 1024
"""From this size on, memory is taken for itself and given back at once when it is free."""

TRIM_BYTES = 1 << 20
"""Free memory at an arena's end beyond which it is given back."""


def keep_to_few_arenas() -> None:
    """Set it for this process, before its threads start. Other C libraries than glibc do not grow so, and are left."""
    if platform.libc_ver()[0] != "glibc":
        return
    library = ctypes.CDLL(None)
    for name, value in (
        (_M_ARENA_MAX, ARENAS),
        (_M_MMAP_THRESHOLD, LARGE_BYTES),
        (_M_TRIM_THRESHOLD, TRIM_BYTES),
    ):
        library.mallopt(name, value)
