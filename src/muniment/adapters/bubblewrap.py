"""Bubblewrap, where it is installed and the system lets it work: a wall of namespaces around the nursery."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

_PROBE_SECONDS = 10

_LINKER = (Path("/usr/bin"), Path("/usr/sbin"))
"""Where the dynamic linker's tools are, which Python asks for the place of libseccomp."""


@cache
def works() -> bool:
    """Whether bubblewrap is there and can make namespaces here (Ubuntu's AppArmor profile may forbid it)."""
    if shutil.which("bwrap") is None:
        return False
    probe = ["bwrap", "--ro-bind", "/", "/", "--unshare-all", "--die-with-parent", "true"]
    try:
        done = subprocess.run(probe, check=False, capture_output=True, timeout=_PROBE_SECONDS)  # noqa: S603 - our own words
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


def command(readable: tuple[Path, ...], scratch: Path) -> tuple[str, ...]:
    """What to put in front of the nursery's command: it then sees library folders and its scratch folder only."""
    folders = sorted({path.resolve() for path in (*readable, *_LINKER) if path.exists() and not _is_kernel_made(path)})
    links = [path for path in (Path("/lib"), Path("/lib64"), Path("/bin"), Path("/sbin")) if path.is_symlink()]
    parts = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--proc", "/proc", "--dev", "/dev"]
    for folder in folders:
        parts += ["--ro-bind", str(folder), str(folder)]
    for link in links:
        parts += ["--symlink", str(link.readlink()), str(link)]
    return (*parts, "--bind", str(scratch), str(scratch))


def _is_kernel_made(path: Path) -> bool:
    return path.parts[:2] in {("/", "proc"), ("/", "sys")}
