"""The filter of system calls, run as the kernel would run it, for machines that are not at hand."""

import errno
import struct
from collections.abc import Iterator

import pytest

from caudal.adapters import launch

OWN = 4711
ALLOWED, REFUSED, UNKNOWN, KILLED = "allowed", errno.EPERM, errno.ENOSYS, "killed"
# Numbers as the kernel's headers have them: asm/unistd_64.h and asm-generic/unistd.h.
X86_64 = {
    "read": 0,
    "write": 1,
    "openat": 257,
    "mmap": 9,
    "futex": 202,
    "execve": 59,
    "getpid": 39,
    "socket": 41,
    "connect": 42,
    "ptrace": 101,
    "fork": 57,
    "vfork": 58,
    "setsid": 112,
    "bpf": 321,
    "mount": 165,
    "unshare": 272,
    "chmod": 90,
    "keyctl": 250,
    "clone": 56,
    "kill": 62,
    "tgkill": 234,
    "prctl": 157,
    "prlimit64": 302,
}
AARCH64 = {
    "read": 63,
    "write": 64,
    "openat": 56,
    "mmap": 222,
    "futex": 98,
    "execve": 221,
    "getpid": 172,
    "socket": 198,
    "connect": 203,
    "ptrace": 117,
    "setsid": 157,
    "bpf": 280,
    "mount": 40,
    "unshare": 97,
    "fchmodat": 53,
    "keyctl": 219,
    "clone": 220,
    "kill": 129,
    "tgkill": 131,
    "prctl": 167,
    "prlimit64": 261,
}
HARMLESS = ("read", "write", "openat", "mmap", "futex", "execve", "getpid")
LOOKED_AT = ("clone", "kill", "tgkill", "prctl", "prlimit64")
MACHINES = {"x86_64": (0xC000003E, X86_64), "aarch64": (0xC00000B7, AARCH64)}


@pytest.fixture(params=MACHINES)
def machine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(launch, "this_machine", lambda: request.param)
    return str(request.param)


def judged(machine: str, call: str | int, argument: int = 0, own: int | None = OWN) -> object:
    architecture, numbers = MACHINES[machine]
    number = numbers[call] if isinstance(call, str) else call
    return outcome(launch.call_filter(own=own), number, architecture, argument)


def outcome(program: bytes, number: int, architecture: int, argument: int) -> object:
    """What becomes of a call: the instructions that the filter is made of, one by one."""
    data = struct.pack("<IIQ6Q", number, architecture, 0, argument, *[0] * 5)
    steps = [struct.unpack_from("HBBI", program, at) for at in range(0, len(program), 8)]
    at = accumulator = 0
    while True:
        code, when, otherwise, value = steps[at]
        match code:
            case launch.LOAD:
                (accumulator,) = struct.unpack_from("<I", data, value)
                at += 1
                continue
            case launch.RETURN:
                answer = {0x7FFF0000: ALLOWED, 0x80000000: KILLED}
                return answer.get(value, value & 0xFFFF)
            case launch.EQUAL:
                true = accumulator == value
            case launch.AT_LEAST:
                true = accumulator >= value
            case launch.ANY_BIT:
                true = bool(accumulator & value)
            case _:
                raise AssertionError(code)
        at += 1 + (when if true else otherwise)


def refused(numbers: dict[str, int]) -> Iterator[str]:
    yield from (call for call in numbers if call not in HARMLESS and call not in LOOKED_AT)


def test_what_ffmpeg_needs_is_allowed(machine: str) -> None:
    assert {judged(machine, call) for call in HARMLESS} == {ALLOWED}


def test_sockets_processes_and_privileges_are_refused(machine: str) -> None:
    assert {judged(machine, call) for call in refused(MACHINES[machine][1])} == {REFUSED}


def test_calls_of_another_architecture_are_the_last_thing_a_tool_does(machine: str) -> None:
    for other in (0x40000003, 0x40000028, 0):
        assert outcome(launch.call_filter(own=OWN), 1, other, 0) == KILLED


def test_a_thread_may_be_started_and_a_process_not(machine: str) -> None:
    thread = 0x3D0F00  # the flags of pthread_create

    assert judged(machine, "clone", thread) == ALLOWED
    assert judged(machine, "clone", 17) == REFUSED  # SIGCHLD: fork
    assert judged(machine, 435) == UNKNOWN  # clone3: the C library then uses clone


def test_a_tool_signals_itself_alone(machine: str) -> None:
    for call in ("kill", "tgkill"):
        assert judged(machine, call, OWN) == ALLOWED
        assert judged(machine, call, 1) == REFUSED


def test_where_there_is_a_world_of_its_own_every_process_in_it_may_be_signalled(
    machine: str,
) -> None:
    assert judged(machine, "kill", 1, own=None) == ALLOWED


def test_a_tool_cannot_untie_itself_from_its_parent(machine: str) -> None:
    assert judged(machine, "prctl", 1) == REFUSED
    assert judged(machine, "prctl", 15) == ALLOWED  # the name of a thread


def test_limits_are_read_and_set_for_oneself_alone(machine: str) -> None:
    assert judged(machine, "prlimit64", 0) == ALLOWED
    assert judged(machine, "prlimit64", 4712) == REFUSED


def test_the_second_numbers_of_x86_64_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "this_machine", lambda: "x86_64")

    assert judged("x86_64", 0x40000000 + X86_64["socket"]) == REFUSED


def test_an_unknown_machine_has_no_filter_and_no_landlock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "this_machine", lambda: "riscv64")

    assert launch.landlock_abi() == 0
    with pytest.raises(OSError, match="not known"):
        launch.call_filter(own=OWN)
