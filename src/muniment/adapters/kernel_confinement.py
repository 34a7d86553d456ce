"""Closing doors with the kernel's own means: resource limits, Landlock for files, seccomp for system calls.

Landlock: Documentation/userspace-api/landlock.rst of the Linux kernel. seccomp: seccomp(2), through libseccomp.
"""

import errno
import os
import resource
import signal
import site
import sys
import sysconfig
from pathlib import Path

import landlockpy
from landlockpy import AccessFS, Ruleset, Scope

from muniment.limits import MAX_SCRATCH_BYTES
from muniment.read.sandbox.confinement import Profile

try:
    import pyseccomp
except (RuntimeError, OSError) as _error:  # libseccomp is not installed: named by ``available``
    pyseccomp = None
    _SECCOMP_MISSING = str(_error)
else:
    _SECCOMP_MISSING = ""

MAX_OPEN_FILES = 256
"""Open files of one child: libraries, models, a handful of scratch files."""

_READ = AccessFS.READ_FILE | AccessFS.READ_DIR
_SCRATCH = (
    _READ
    | AccessFS.WRITE_FILE
    | AccessFS.TRUNCATE
    | AccessFS.MAKE_REG
    | AccessFS.MAKE_DIR
    | AccessFS.REMOVE_FILE
    | AccessFS.REMOVE_DIR
)

_CLONE_THREAD = 0x00010000
_PR_SET_NAME = 15

_ALLOWED_CALLS = (
    # memory
    "brk mmap munmap mremap mprotect madvise mincore msync mlock munlock membarrier",
    # files already open, and files that Landlock lets it open
    "read write readv writev pread64 pwrite64 preadv pwritev lseek close close_range fstat newfstatat stat lstat statx",
    "open openat access faccessat faccessat2 readlink readlinkat getdents64 getcwd chdir fcntl flock fsync fdatasync",
    "ftruncate truncate fallocate unlink unlinkat rename renameat renameat2 mkdir mkdirat rmdir dup dup2 dup3 pipe2",
    "fadvise64 sendfile copy_file_range statfs fstatfs umask utimensat chmod fchmod fchmodat",
    # the channel to our process, already connected
    "recvmsg sendmsg recvfrom sendto shutdown getsockopt setsockopt getsockname",
    # waiting and timing
    "poll ppoll select pselect6 epoll_create1 epoll_ctl epoll_wait epoll_pwait eventfd2 nanosleep clock_nanosleep",
    "clock_gettime clock_getres gettimeofday time times timerfd_create timerfd_settime",
    # threads, never processes: clone is allowed further down for threads alone
    "futex futex_waitv set_robust_list get_robust_list rseq set_tid_address gettid getpid getppid exit exit_group",
    "sched_yield sched_getaffinity sched_setaffinity sched_getparam sched_getscheduler sched_get_priority_max",
    "sched_get_priority_min getcpu arch_prctl",
    # signals to itself
    "rt_sigaction rt_sigprocmask rt_sigreturn rt_sigtimedwait sigaltstack restart_syscall",
    # asking about itself
    "getuid geteuid getgid getegid getrusage getrlimit sysinfo uname getrandom getpriority getgroups",
)
"""What a reader may ask of the kernel. All else answers EPERM: no sockets, no exec, no new processes, no tracing, no
mounts, no keys, no other process's memory, no BPF, no io_uring."""


def available() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """``(protections that this kernel gives, reasons for those that it does not)``."""
    given, missing = ["rlimits"], []
    abi = landlockpy.abi_version()
    if abi > 0:
        given.append(f"landlock (ABI {abi})")
    else:
        missing.append("landlock: this kernel does not offer it (Linux 5.13 and later do, unless switched off at boot)")
    if pyseccomp is None:
        missing.append(f"seccomp: {_SECCOMP_MISSING}; install it with: apt install libseccomp2")
    else:
        given.append("seccomp")
    return tuple(given), tuple(missing)


def landlock_is_there() -> bool:
    """Whether the running kernel offers Landlock."""
    return landlockpy.abi_version() > 0


def missing_essentials(protections: tuple[str, ...]) -> str:
    """Why ``protections`` are not enough to open a stranger's file; "" if they are."""
    if not any(name.startswith(("landlock", "bubblewrap")) for name in protections):
        return "neither Landlock nor bubblewrap can keep a reader away from other files"
    if "seccomp" not in protections:
        return "seccomp is not there to keep a reader from the network and from starting programs"
    return ""


def library_folders() -> tuple[Path, ...]:
    """The folders that a reader may read: Python, its libraries, shared libraries, fonts, models, time zones."""
    ours = str(Path(__file__).parents[2])
    python = {ours, sys.prefix, sys.base_prefix, *sysconfig.get_paths().values(), site.getusersitepackages()}
    system = {
        "/usr/lib",
        "/usr/lib64",
        "/lib",
        "/lib64",
        "/usr/local/lib",
        "/usr/share/fonts",
        "/usr/share/fontconfig",
        "/usr/share/tesseract-ocr",
        "/usr/share/tessdata",
        "/usr/share/zoneinfo",
        "/usr/share/mime",
        "/etc/fonts",
        "/etc/ld.so.cache",
        "/etc/localtime",
        "/etc/magic",
        "/proc/cpuinfo",
        "/proc/meminfo",
        "/proc/self",
        "/sys/devices/system/cpu",
        os.environ.get("TESSDATA_PREFIX", ""),
    }
    return tuple(sorted(Path(path) for path in python | system if path and Path(path).is_absolute()))


class KernelConfinement:
    """All that the running kernel offers, closed together; a door that should close and does not raises ``OSError``."""

    def close(self, profile: Profile) -> tuple[str, ...]:
        """Give up powers; see ``Confinement``."""
        names = ["rlimits"]
        _limit_resources(profile)
        if landlockpy.abi_version() > 0:
            _restrict_files(profile)
            names.append(f"landlock (ABI {landlockpy.abi_version()})")
        if pyseccomp is not None:
            _restrict_calls()
            names.append("seccomp")
        return tuple(names)


def _limit_resources(profile: Profile) -> None:
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a kernel file, read once
        in_use = int(statm.read().split()[0]) * resource.getpagesize()
    _limit(resource.RLIMIT_AS, in_use + profile.memory)
    _limit(resource.RLIMIT_CPU, profile.cpu_seconds)
    _limit(resource.RLIMIT_FSIZE, MAX_SCRATCH_BYTES)
    _limit(resource.RLIMIT_NOFILE, MAX_OPEN_FILES)
    _limit(resource.RLIMIT_CORE, 0)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file over the limit then fails with EFBIG, which readers report


def _limit(which: int, value: int) -> None:
    _, hard = resource.getrlimit(which)
    ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(which, (ceiling, ceiling))


def _restrict_files(profile: Profile) -> None:
    with Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL) as rules:
        for folder in profile.readable:
            if folder.exists():
                rules.allow_path(folder, _READ if folder.is_dir() else AccessFS.READ_FILE)
        rules.allow_path(profile.scratch, _SCRATCH)
        for device in ("/dev/null", "/dev/urandom", "/dev/zero"):
            if os.path.exists(device):  # noqa: PTH110 - a device, not a path of ours
                rules.allow_path(device, AccessFS.READ_FILE | AccessFS.WRITE_FILE)
        rules.restrict()


def _restrict_calls() -> None:
    calls = pyseccomp.SyscallFilter(pyseccomp.ERRNO(errno.EPERM))
    # Threads are made with clone3 by newer C libraries, whose flags a filter cannot see; "no such call" makes them
    # fall back to clone, whose flags it can.
    calls.add_rule(pyseccomp.ERRNO(errno.ENOSYS), "clone3")
    calls.add_rule(pyseccomp.ALLOW, "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, _CLONE_THREAD, _CLONE_THREAD))
    # abort() signals its own process; nobody else's
    calls.add_rule(pyseccomp.ALLOW, "tgkill", pyseccomp.Arg(0, pyseccomp.EQ, os.getpid()))
    # thread libraries name their threads, and ask for the stack limit; setting one is refused
    calls.add_rule(pyseccomp.ALLOW, "prctl", pyseccomp.Arg(0, pyseccomp.EQ, _PR_SET_NAME))
    calls.add_rule(pyseccomp.ALLOW, "prlimit64", pyseccomp.Arg(0, pyseccomp.EQ, 0), pyseccomp.Arg(2, pyseccomp.EQ, 0))
    for name in " ".join(_ALLOWED_CALLS).split():
        _allow(calls, name)
    calls.load()


def _allow(calls: "pyseccomp.SyscallFilter", name: str) -> None:
    try:
        calls.add_rule(pyseccomp.ALLOW, name)
    except (OSError, ValueError) as error:
        # A call that this libseccomp or this processor does not know needs no rule: unknown calls are refused anyway.
        if getattr(error, "errno", errno.EINVAL) not in {errno.EINVAL, errno.EFAULT, errno.EOPNOTSUPP}:
            raise
