"""What a tool that opens an upload can reach: the source, its own directory, and nothing else."""

import asyncio
import ctypes
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from caudal.adapters.confinement import Access, Level, bubblewrap
from caudal.adapters.probe import SandboxedProbe
from caudal.adapters.sandbox import Limits, Sandbox, open_sandbox
from caudal.errors import (
    CpuTimeExceeded,
    MemoryExceeded,
    OutputTooLarge,
    SandboxUnavailable,
    ToolFailed,
    ToolTimedOut,
    TooManyOutputFiles,
)
from caudal.media.command import Input, every_argv
from caudal.media.events import Event
from caudal.media.plan import Options
from caudal.settings import Settings
from caudal.tools import open_tools
from tests.canary import IN_OPEN
from tests.media import a_film
from tests.service import until

# .ci/run installs bubblewrap; a machine without it still has all tests of the other level.
CONFINED = [Level.LANDLOCK, *([Level.BUBBLEWRAP] if Path(bubblewrap()).exists() else [])]
LIMITS = Limits(wall=timedelta(seconds=60))
confined = pytest.mark.parametrize("level", CONFINED)
held = pytest.mark.parametrize("level", [*CONFINED, Level.RLIMITS])


@pytest.fixture
def room(tmp_path: Path) -> Access:
    """A directory to write in, beside a source and a file that is none of the tool's business."""
    for name in ("own", "uploads"):
        (tmp_path / name).mkdir()
    (tmp_path / "uploads" / "source").write_text("mine")
    (tmp_path / "uploads" / "other").write_text("another tenant's")
    return Access(directory=tmp_path / "own", reads=(tmp_path / "uploads" / "source",))


async def told(level: Level, room: Access, script: str, limits: Limits = LIMITS) -> list[str]:
    """What a Python program in the sandbox prints."""
    lines: list[str] = []

    async def on_line(line: str) -> None:
        lines.append(line)

    argv = (sys.executable, "-I", "-S", "-c", textwrap.dedent(script))
    await Sandbox(level).run(argv, access=room, limits=limits, on_line=on_line)
    return lines


def refused(*attempts: str) -> str:
    """A program that prints the name of the error of each attempt."""
    tries = "".join(
        f"try:\n    {attempt}\n    print('done')\n"
        "except OSError as error:\n    print(type(error).__name__)\n"
        for attempt in attempts
    )
    return f"import os, socket, signal, subprocess, resource\n{tries}"


@held
async def test_a_tool_reads_its_source_and_writes_in_its_directory(
    level: Level, room: Access
) -> None:
    said = await told(
        level,
        room,
        f"""
        import os
        os.makedirs("a/b")
        with open("a/b/c", "w") as file:
            file.write(open({str(room.reads[0])!r}).read())
        os.rename("a/b/c", "c")
        open("c", "r+").truncate(2)
        print(open("c").read())
        """,
    )

    assert said == ["mi"]
    assert (room.directory / "c").read_text() == "mi"


@held
async def test_a_patient_tool_makes_way_for_all_others(level: Level, room: Access) -> None:
    script = """if True:
        import os, time
        print("started", flush=True)
        while not os.path.exists("seen"):
            time.sleep(0.01)
    """
    found = set()

    async def on_line(_line: str) -> None:
        for process in psutil.Process().children(recursive=True):
            if script in process.cmdline():
                group = Path(f"/proc/{process.pid}/autogroup")
                found.add((process.nice(), group.read_text().split()[-1]))
        (room.directory / "seen").touch()

    argv = (sys.executable, "-I", "-S", "-c", script)
    await Sandbox(level).run(argv, access=room, limits=replace(LIMITS, nice=10), on_line=on_line)

    assert found == {(10, "10")}


@confined
async def test_a_tool_opens_no_other_file(level: Level, room: Access) -> None:
    source = room.reads[0]
    paths = [str(source.with_name("other")), "/etc/passwd", "/etc/shadow", "/proc/1/environ"]
    paths += [
        f"/proc/{os.getpid()}/environ",
        "/dev/mem",
        "/root/.bashrc",
        str(Path("pyproject.toml").absolute()),
    ]

    said = await told(level, room, refused(*(f"open({path!r})" for path in paths)))

    assert set(said) <= {"PermissionError", "FileNotFoundError"}
    assert len(said) == len(paths)


@confined
async def test_a_tool_writes_nowhere_else(level: Level, room: Access, tmp_path: Path) -> None:
    source = room.reads[0]
    attempts = [
        f"open({str(source)!r}, 'a')",
        f"os.unlink({str(source)!r})",
        f"open({str(tmp_path / 'new')!r}, 'w')",
        f"os.rename({str(source)!r}, 'taken')",
        f"os.chmod({str(source)!r}, 0o777)",
        f"os.utime({str(source)!r})",
        f"os.truncate({str(source)!r}, 0)",
    ]

    said = await told(level, room, refused(*attempts))

    assert "done" not in said
    assert source.read_text() == "mine"
    assert not (tmp_path / "new").exists()


@confined
async def test_a_tool_reaches_no_socket(level: Level, room: Access) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)
        address = listener.getsockname()
        attempts = [
            f"socket.create_connection({address!r})",
            "socket.socket(socket.AF_UNIX)",
            "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
            "socket.socketpair()",
        ]
        said = await told(level, room, refused(*attempts))

        assert said == ["PermissionError"] * 4
        with pytest.raises(BlockingIOError):
            listener.accept()


@confined
async def test_a_tool_starts_and_signals_no_other_process(level: Level, room: Access) -> None:
    said = await told(
        level,
        room,
        refused(
            "os.fork()",
            "subprocess.run(['/bin/true'])",
            f"os.kill({os.getpid()}, 0)",
            "os.setsid()",
            "os.setpgid(0, 0)",
            f"resource.prlimit({os.getpid()}, resource.RLIMIT_CPU)",
        ),
    )

    assert "done" not in said
    assert len(said) == 6


@confined
async def test_threads_are_allowed(level: Level, room: Access) -> None:
    script = (
        "import threading\nt = threading.Thread(target=print, args=['on'])\nt.start()\nt.join()"
    )

    assert await told(level, room, script) == ["on"]


@confined
async def test_a_tool_may_not_outlive_its_parent_by_its_own_wish(
    level: Level, room: Access
) -> None:
    script = "import ctypes\nprint(ctypes.CDLL(None).prctl(1, 0))"

    assert await told(level, room, script) == ["-1"]


@held
async def test_the_environment_of_a_tool_is_three_variables(
    level: Level, room: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUDAL_DATABASE_URL", "postgresql://caudal:secret@db/caudal")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")

    said = await told(level, room, "import os\nprint(sorted(os.environ))")

    # The C library's own name for the encoding is Python's doing.
    assert said[0].replace("'LC_CTYPE', ", "") in (
        "['HOME', 'LC_ALL', 'PATH']",
        "['HOME', 'LC_ALL', 'PATH', 'PWD']",  # bubblewrap's
    )


@held
async def test_a_tool_has_no_terminal(level: Level, room: Access) -> None:
    assert "done" not in await told(level, room, refused("open('/dev/tty')"))


@dataclass(slots=True, kw_only=True)
class Need:
    """What a tool holds when it has taken all that it wants: bytes, and seconds of CPU time."""

    memory: int = 0
    cpu: float = 0.0


async def need(
    level: Level, room: Access, script: str, monkeypatch: pytest.MonkeyPatch, **limits: Any
) -> Need:
    """Run a program, and let it come to its end once the sandbox has looked at all it takes."""
    monkeypatch.setattr("caudal.adapters.sandbox._LOOK_EVERY", 0.05)
    others = set(psutil.Process().children())
    found = Need()

    async def looked_at() -> None:
        tools = {*psutil.Process().children()} - others
        for process in [
            below for tool in tools for below in (tool, *tool.children(recursive=True))
        ]:
            found.memory += process.memory_info().rss
            found.cpu += sum(process.cpu_times()[:2])
        # The first time it may have asked for memory and CPU time before.
        await listed(room.directory, times=2)

    await held_until(looked_at, level, room, script, replace(LIMITS, **limits))
    return found


async def held_until(
    done: Callable[[], Awaitable[None]], level: Level, room: Access, script: str, limits: Limits
) -> None:
    """Run a program that then waits for something. Raises what the sandbox raises."""
    gate = room.reads[0].with_name("gate")
    os.mkfifo(gate)
    opening = os.open(gate, os.O_RDWR)

    async def on_line(_line: str) -> None:
        await done()
        os.write(opening, b"\n")

    script = f"{script}\nprint('taken', flush=True)\nopen({str(gate)!r}).readline()"
    access = replace(room, reads=(*room.reads, gate))
    argv = (sys.executable, "-I", "-S", "-c", script)
    try:
        await Sandbox(level).run(argv, access=access, limits=limits, on_line=on_line)
    finally:
        os.close(opening)
        gate.unlink()


async def listed(directory: Path, *, times: int) -> None:
    """Wait until somebody has listed a directory so often."""
    libc, loop = ctypes.CDLL(None), asyncio.get_running_loop()
    events = libc.inotify_init1(os.O_NONBLOCK)
    try:
        assert libc.inotify_add_watch(events, bytes(directory), IN_OPEN) >= 0
        for _ in range(times):
            seen = asyncio.Event()
            loop.add_reader(events, seen.set)
            await seen.wait()
            os.read(events, 1 << 12)
    finally:
        loop.remove_reader(events)
        os.close(events)


@held
async def test_a_tool_has_so_many_bytes_on_the_disk_and_not_one_more(
    level: Level, room: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "[open(name, 'wb', 0).write(bytes(50_000)) for name in 'ab']"

    await need(level, room, script, monkeypatch, output=100_000)

    with pytest.raises(OutputTooLarge):
        await need(level, room, script, monkeypatch, output=99_999)


@held
async def test_a_tool_has_so_many_files_on_the_disk_and_not_one_more(
    level: Level, room: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "[open(str(name), 'wb') for name in range(20)]"

    await need(level, room, script, monkeypatch, files=20)

    with pytest.raises(TooManyOutputFiles):
        await need(level, room, script, monkeypatch, files=19)


@held
async def test_a_tool_has_a_little_less_memory_than_its_limit_and_no_more(
    level: Level, room: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "held = b'x' * 50_000_000"
    memory = (await need(level, room, script, monkeypatch)).memory

    await need(level, room, script, monkeypatch, memory=memory * 11 // 10)

    with pytest.raises(MemoryExceeded):
        await need(level, room, script, monkeypatch, memory=memory * 9 // 10)


@held
async def test_a_tool_takes_a_little_less_cpu_time_than_its_limit_and_no_more(
    level: Level, room: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = "import time\nwhile time.process_time() < 0.4: pass"
    cpu = timedelta(seconds=(await need(level, room, script, monkeypatch)).cpu)

    await need(level, room, script, monkeypatch, cpu=cpu * 1.25)

    with pytest.raises(CpuTimeExceeded):
        await need(level, room, script, monkeypatch, cpu=cpu * 0.75)


@held
async def test_a_tool_has_a_little_less_than_its_time_and_no_more(
    level: Level, room: Access, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop = asyncio.get_running_loop()
    clock, ahead = loop.time, 0.0
    monkeypatch.setattr(loop, "time", lambda: clock() + ahead)

    async def nearly_late() -> None:
        nonlocal ahead
        ahead += LIMITS.wall.total_seconds() * 0.8

    async def late() -> None:
        nonlocal ahead
        ahead += LIMITS.wall.total_seconds()
        await asyncio.Event().wait()

    await held_until(nearly_late, level, room, "", LIMITS)

    with pytest.raises(ToolTimedOut):
        await held_until(late, level, room, "", LIMITS)


@held
async def test_one_file_grows_no_larger_than_all_may_be(level: Level, room: Access) -> None:
    script = "open('a', 'wb', 0).write(bytes(10))\nopen('a', 'ab', 0).write(bytes(10))"

    with pytest.raises(ToolFailed):
        await told(level, room, script, replace(LIMITS, output=10))

    assert (room.directory / "a").stat().st_size == 10


@held
async def test_nothing_of_a_tool_is_left_when_its_caller_gives_up(
    level: Level, room: Access
) -> None:
    script = "import signal, os\nopen('here', 'w').close()\nsignal.pause()"
    running = asyncio.create_task(told(level, room, script))
    await asyncio.to_thread(
        until, lambda: (room.directory / "here").exists() or running.done() or None
    )

    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running

    assert users_of(room.directory) == []


@held
def test_a_tool_dies_with_the_process_that_started_it(level: Level, room: Access) -> None:
    program = f"""
        import asyncio, sys
        from tests.integration.test_sandbox import Access, Level, Path, told
        room = Access(directory=Path({str(room.directory)!r}))
        script = "import signal; open('here', 'w').close(); signal.pause()"
        asyncio.run(told(Level({level.value!r}), room, script))
    """
    worker = subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)])
    try:
        until(lambda: (room.directory / "here").exists() or worker.poll() is not None or None)
        assert users_of(room.directory) != []
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()

    until(lambda: None if users_of(room.directory) else True)


def users_of(directory: Path) -> Sequence[int]:
    """Processes, dead ones aside, that work in this directory."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if (process / "cwd").readlink().samefile(directory):
                found.append(int(process.name))
        except (OSError, ValueError):
            continue
    return found


@held
async def test_probe_and_ffmpeg_work_at_every_level(
    level: Level, room: Access, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAUDAL_SANDBOX", level.value)
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 1)
    tools = await open_tools(Settings())
    assert tools.sandbox == Sandbox(level)
    prepared = await tools.measure(film, Options(rungs=(180,)))
    read = Input(ffmpeg=tools.ffmpeg, path=str(film), source=prepared.source)

    for argv in every_argv(read, prepared.plan):
        for output in (argument for argument in argv if "/%05d" in argument):
            (room.directory / output).parent.mkdir(exist_ok=True)
        await tools.run(argv, source=film, directory=room.directory, on_event=nothing, urgent=True)

    assert {path.name for path in room.directory.rglob("*.ts")} == {"00000.ts"}


@held
def test_an_ordinary_user_converts_at_every_level(level: Level, tmp_path: Path) -> None:
    film = a_film(tmp_path / "film.mp4", "320x180", 25, 1)
    somebody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")

    # Not below pytest's own directory, which is closed to others.
    with tempfile.TemporaryDirectory(prefix="caudal-user-") as directory:
        theirs = Path(directory)
        shutil.copy(film, theirs)
        if os.getuid() == 0:
            shutil.chown(theirs, 65534, 65534)
        subprocess.run(
            [
                *(somebody if os.getuid() == 0 else ()),
                *(sys.executable, "-m", "caudal", "convert", theirs / "film.mp4", theirs / "hls"),
            ],
            env={**os.environ, "CAUDAL_SANDBOX": level.value, "CAUDAL_RUNGS": "180"},
            cwd=theirs,
            check=True,
            timeout=60,
        )
        owners = {path.stat().st_uid for path in (theirs / "hls").rglob("*.ts")}

    assert owners == {os.getuid() or 65534}


async def nothing(_event: Event) -> None:
    """Nobody asks how far it is."""


@held
async def test_a_crash_is_told_by_its_signal(level: Level, room: Access) -> None:
    with pytest.raises(ToolFailed) as failed:
        await told(level, room, "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)")

    assert failed.value.status == -signal.SIGSEGV


@held
async def test_an_error_of_ffmpeg_is_not_taken_for_a_signal(level: Level, room: Access) -> None:
    with pytest.raises(ToolFailed) as failed:
        await told(level, room, "raise SystemExit(183)")

    assert failed.value.status == 183


@held
async def test_a_probe_that_somebody_kills_does_not_condemn_the_file(
    level: Level, tmp_path: Path
) -> None:
    film = tmp_path / "film"
    os.mkfifo(film)  # whoever reads it waits
    others = set(psutil.Process().children())
    measuring = asyncio.create_task(SandboxedProbe(Sandbox(level))(film))
    while not (children := set(psutil.Process().children()) - others):  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.01)

    children.pop().kill()

    with pytest.raises(ToolFailed) as failed:
        await measuring
    assert failed.value.retry


@held
async def test_what_a_tool_took_is_counted_though_it_is_gone_when_its_last_line_is_read(
    level: Level, room: Access
) -> None:
    script = """
        import os, time
        while time.process_time() < 0.5: pass
        print("worked", flush=True)
        while not os.path.exists("heard"): pass
        print("gone")
    """

    others = set(psutil.Process().children(recursive=True))

    async def on_line(line: str) -> None:
        if line == "worked":
            below = set(psutil.Process().children(recursive=True)) - others
            tool = next(process for process in below if process.name().startswith("python"))
            (room.directory / "heard").touch()
            until(lambda: not tool.is_running() or tool.status() == psutil.STATUS_ZOMBIE or None)

    argv = (sys.executable, "-I", "-S", "-c", textwrap.dedent(script))
    taken = await Sandbox(level).run(argv, access=room, limits=LIMITS, on_line=on_line)

    assert taken >= 0.4


async def test_the_best_level_that_works_is_taken() -> None:
    assert (await open_sandbox()).level is CONFINED[-1]


async def test_a_level_that_does_not_work_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("caudal.adapters.sandbox.bubblewrap", lambda: "/nowhere/bwrap")

    with pytest.raises(SandboxUnavailable, match="bubblewrap is not installed"):
        await open_sandbox(Level.BUBBLEWRAP)


async def test_rlimits_are_not_enough_where_a_sandbox_is_required() -> None:
    with pytest.raises(SandboxUnavailable, match="CAUDAL_SANDBOX_REQUIRED"):
        await open_sandbox(Level.RLIMITS, required=True)


def test_a_worker_refuses_to_start_without_the_sandbox_that_is_required(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "caudal", "worker"],
        env={"CAUDAL_SANDBOX": "rlimits", "CAUDAL_SANDBOX_REQUIRED": "true"},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.returncode == 1
    assert "[sandbox_unavailable]" in done.stderr
