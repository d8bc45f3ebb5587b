"""Run before a tool: bound what it may take, tie it to its parent, become it.

Standard library only, as little of it as can be, and started with -I -S: it costs some 14 ms. All
of it must happen in the child itself, between fork and exec, where no thread of the worker can
interfere. Whatever fails ends here: a tool never runs with less than was asked for.

arguments of `main`: PARENT SIGNAL NAME=VALUE… -- TOOL [ARGUMENT…]

    NICE=n          make way for others
    AS=n, CPU=n, …  a limit of setrlimit(2)
    READ=path       may be read and executed, with all below; LANDLOCK must follow
    WRITE=path      may be read and written, with all below
    DEVICE=path     may be opened and told things
    LANDLOCK=1      nothing else of the file system, no TCP, no signals to others
    SECCOMP=1       no other process, no socket, no system call that would widen this
    SECCOMP=fd      leave the filter at this file descriptor, for bubblewrap to set
"""

import ctypes
import os
import resource
import struct
import sys
import time

PR_SET_PDEATHSIG, PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 1, 22, 38
SECCOMP_MODE_FILTER = 2
TRIES = 40
CLONE_THREAD = 0x10000

# Per machine: its name in linux/audit.h, the numbers of what is looked at closer, in the order of
# `_filter`, and of what is refused.
MACHINES = {
    "x86_64": (
        0xC000003E,
        (62, 234, 56, 157, 302),  # kill, tgkill, clone, prctl, prlimit64
        (
            # socket, socketpair, connect, bind, listen, accept, accept4, sendto
            *(41, 53, 42, 49, 50, 43, 288, 44),
            # ptrace, process_vm_readv and _writev, kexec_load, kexec_file_load
            *(101, 310, 311, 246, 320),
            # unshare, setns, mount, umount2, pivot_root, chroot
            *(272, 308, 165, 166, 155, 161),
            # bpf, perf_event_open, userfaultfd, open_by_handle_at
            *(321, 298, 323, 304),
            # add_key, request_key, keyctl, init_module, finit_module, delete_module
            *(248, 249, 250, 175, 313, 176),
            # Out of the process group that is killed as one: setsid, setpgid
            *(112, 109),
            # Signals to whom they do not concern: tkill, rt_sigqueueinfo, rt_tgsigqueueinfo
            *(200, 129, 297),
            # What Landlock leaves open, of files of others: owner, mode, times, attributes, and
            # truncate before its third ABI
            *(90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280, 188, 189, 190, 197, 198, 199, 76),
            *(57, 58),  # fork, vfork
        ),
    ),
    "aarch64": (
        0xC00000B7,
        (129, 131, 220, 167, 261),
        (
            *(198, 199, 203, 200, 201, 202, 242, 206),
            *(117, 270, 271, 104, 294),
            *(97, 268, 40, 39, 41, 51),
            *(280, 241, 282, 265),
            *(217, 218, 219, 105, 273, 106),
            *(157, 154),
            *(130, 138, 240),
            *(52, 53, 55, 54, 88, 5, 6, 7, 14, 15, 16, 45),
        ),
    ),
}
X32 = 0x40000000  # a second set of numbers on x86_64
CLONE3 = 435
# The same on every machine: pidfd_send_signal, io_uring_setup, open_tree, move_mount, fsopen,
# fsmount, pidfd_open, pidfd_getfd, process_madvise, mount_setattr, fchmodat2, setxattrat,
# removexattrat.
COMMON = (424, 425, 428, 429, 430, 432, 434, 438, 440, 442, 452, 463, 466)

# Of linux/seccomp.h and linux/bpf_common.h.
KILL, ALLOW, EPERM, ENOSYS = 0x80000000, 0x7FFF0000, 0x00050001, 0x00050026
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16  # places in struct seccomp_data

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
EXECUTE, WRITE_FILE, READ_FILE, READ_DIR, IOCTL = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 15
# Remove and make files and directories, link within, truncate; no devices, sockets or links.
MAKE = 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13 | 1 << 14
FILE_ONLY = EXECUTE | WRITE_FILE | READ_FILE | 1 << 14 | IOCTL
RIGHTS = {
    "READ": EXECUTE | READ_FILE | READ_DIR,
    "WRITE": WRITE_FILE | READ_FILE | READ_DIR | MAKE,
    "DEVICE": WRITE_FILE | READ_FILE | READ_DIR | IOCTL,
}
# How many rights to files an ABI knows, from the first on.
KNOWN = {1: 13, 2: 14, 3: 15, 4: 15}
TCP, SCOPES = 0b11, 0b11  # bind and connect, from ABI 4; abstract sockets and signals, from 6

READ_ANY_FILE = 2  # CAP_DAC_READ_SEARCH

Step = tuple[int, int, int, int]
"""An instruction: what it does, how far to jump when it is true and when not, its operand."""


def main(arguments: list[str]) -> None:
    """Set the limits and become the tool. Exits with 127 when that fails."""
    split = arguments.index("--")
    parent, number = int(arguments[0]), int(arguments[1])
    limits, tool = arguments[2:split], arguments[split + 1 :]
    if sys.platform == "linux":
        # A killed worker takes its tools along: nobody would read what they make.
        _libc().prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died before the line above
            sys.exit(127)
    try:
        _bound([limit.split("=", 1) for limit in limits])
        os.execv(tool[0], tool)  # noqa: S606  (a shell is what must not be here)
    except OSError as error:
        sys.stderr.write(f"{error.filename or tool[0]}: {error.strerror}\n")
        sys.exit(127)


def _bound(limits: list[list[str]]) -> None:
    paths: list[tuple[str, int]] = []
    for name, value in limits:
        if name in RIGHTS:
            paths.append((value, RIGHTS[name]))
        elif name == "NICE":
            make_way(int(value))
        elif name == "LANDLOCK":
            give_up_privileges()
            restrict_files(paths)
        elif name == "SECCOMP" and value == "1":
            restrict_calls()
        elif name == "SECCOMP":
            _leave_filter(int(value))
        else:
            kind = getattr(resource, f"RLIMIT_{name}")
            hard = resource.getrlimit(kind)[1]
            bound = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
            # At the soft bound of CPU time comes SIGXCPU, whose cause is known; SIGKILL is
            # anybody's.
            grace = 1 if name == "CPU" and bound != hard else 0
            resource.setrlimit(kind, (bound, bound + grace))


def make_way(nice: int) -> None:
    """For all other processes: where Linux shares time among sessions, for all other sessions too.

    There a process is as nice as was asked within its own session alone (sched(7), autogroup), and
    each tool has one.
    """
    os.nice(nice)
    if not nice:
        return
    for _ in range(TRIES):
        try:
            with open("/proc/self/autogroup", "w") as group:  # noqa: PTH123
                group.write(str(nice))
        except BlockingIOError:  # one change in 100 ms, of the whole machine
            time.sleep(0.05)
        except OSError:  # no such thing here
            return
        else:
            return


def landlock_abi() -> int:
    """Which Landlock the kernel has; 0: none, or it is switched off."""
    if sys.platform != "linux" or this_machine() not in MACHINES:
        return 0
    return max(0, int(_libc().syscall(CREATE_RULESET, None, 0, 1)))


def this_machine() -> str:
    """Its name as the kernel has it: "x86_64"."""
    return os.uname().machine


def give_up_privileges() -> None:
    """Root keeps one: it may read what it is given, whoever owns it."""
    libc = _libc()
    _must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    header = ctypes.create_string_buffer(struct.pack("Ii", 0x20080522, 0))
    held = ctypes.create_string_buffer(24)
    _must(libc.capget(header, held))
    kept = struct.unpack("6I", held.raw[:24])[1] & 1 << READ_ANY_FILE
    _must(libc.capset(header, struct.pack("6I", kept, kept, 0, 0, 0, 0)))


def restrict_files(paths: list[tuple[str, int]]) -> None:
    """Landlock: these paths with these rights, and nothing else; no matter which do not exist."""
    abi = landlock_abi()
    if abi < 1:
        raise OSError(0, "this kernel has no Landlock", "landlock")
    handled = (1 << KNOWN.get(abi, 16)) - 1
    scopes = SCOPES if abi >= 6 else 0
    rules = struct.pack("QQQ", handled, TCP if abi >= 4 else 0, scopes)
    libc = _libc()
    ruleset = _must(libc.syscall(CREATE_RULESET, rules, (8, 16, 24)[(abi >= 4) + (abi >= 6)], 0))
    for path, rights in paths:
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except FileNotFoundError:
            continue
        allowed = rights & handled if os.path.isdir(path) else rights & handled & FILE_ONLY  # noqa: PTH112
        _must(libc.syscall(ADD_RULE, ruleset, 1, struct.pack("=Qi", allowed, place), 0))
        os.close(place)
    _must(libc.syscall(RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def restrict_calls() -> None:
    """Seccomp: from here on, the calls of the filter fail."""
    libc = _libc()
    _must(libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    code = call_filter(own=os.getpid())
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
    _must(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, program, 0, 0))


def call_filter(*, own: int | None) -> bytes:
    """The filter as a BPF program; `own` is the one process to be signalled, None: all it sees."""
    machine = this_machine()
    if machine not in MACHINES:
        raise OSError(0, "the system calls of this machine are not known", machine)
    return b"".join([struct.pack("HBBI", *step) for step in _filter(machine, own)])


def _filter(machine: str, own: int | None) -> list[Step]:
    architecture, (kill, tgkill, clone, prctl, prlimit), refused = MACHINES[machine]
    steps: list[Step] = [
        (LOAD, 0, 0, MACHINE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    if machine == "x86_64":
        steps += [(AT_LEAST, 0, 1, X32), (RETURN, 0, 0, EPERM)]
    for number in refused + COMMON:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, EPERM)]
    # Its flags are behind a pointer; without it, the C library asks clone.
    steps += [(EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, ENOSYS)]
    steps += _unless(clone, ANY_BIT, CLONE_THREAD)
    steps += _unless(prlimit, EQUAL, 0)
    if own is not None:
        steps += _unless(kill, EQUAL, own) + _unless(tgkill, EQUAL, own)
    return [
        *steps,
        (EQUAL, 0, 3, prctl),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (EQUAL, 0, 1, PR_SET_PDEATHSIG),
        (RETURN, 0, 0, EPERM),
        (RETURN, 0, 0, ALLOW),
    ]


def _unless(number: int, test: int, value: int) -> list[Step]:
    """Refuse a call, unless its first argument is as it should be."""
    return [
        (EQUAL, 0, 4, number),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (test, 1, 0, value),
        (RETURN, 0, 0, EPERM),
        (RETURN, 0, 0, ALLOW),
    ]


def _leave_filter(number: int) -> None:
    reader, writer = os.pipe()
    os.write(writer, call_filter(own=None))
    os.close(writer)
    os.dup2(reader, number)


def _must(result: int) -> int:
    if result < 0:
        reason = ctypes.get_errno()
        raise OSError(reason, f"cannot be confined: {os.strerror(reason)}")
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
