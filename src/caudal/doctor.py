"""Examine an installation: ask each part of it, within bounds, and never fail for an answer."""

import asyncio
import os
import platform
import shutil
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from caudal import __version__
from caudal.adapters import migrations, scratch
from caudal.adapters.confinement import Level
from caudal.adapters.embedded import embedded_postgres
from caudal.adapters.encoder_trial import encoder_fault
from caudal.adapters.launch import landlock_abi
from caudal.adapters.sandbox import sandbox_fault
from caudal.adapters.tool_facts import ffmpeg_parts, ffmpeg_version, libav_version
from caudal.findings import (
    NEEDED,
    Finding,
    Verdict,
    judge_encoder,
    judge_parts,
    judge_release,
    judge_sandbox,
    judge_schema,
    judge_slots,
    judge_space,
)
from caudal.media.encoders import Encoder
from caudal.settings import Settings
from caudal.tools import chosen_sandbox, ffmpeg_binary
from caudal.wiring import UPLOAD_PATIENCE, output_store, source_store

UPDATE = "Install caudal again with `pip install --upgrade caudal`."
SET_FFMPEG = (
    "Unset CAUDAL_FFMPEG to use the one installed with caudal, or let it name a newer release."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Check:
    """One thing to look at.

    Attributes:
        bound: Seconds after which it counts as failed.
        mend: What helps when it fails.
    """

    name: str
    bound: float
    mend: str
    ask: Callable[[Settings], Awaitable[list[Finding]]]


async def examine(settings: Settings) -> list[Finding]:
    """Look at everything, most of it at once. Takes seconds; minutes when much is away."""
    found = await asyncio.gather(*(_examine(check, settings) for check in _CHECKS))
    return [finding for findings in found for finding in findings]


async def _examine(check: _Check, settings: Settings) -> list[Finding]:
    try:
        async with asyncio.timeout(check.bound):
            return await check.ask(settings)
    except TimeoutError:
        reason = f"no answer within {check.bound:g} s"
    except Exception as error:  # whatever it is, the operator is told and the others are asked
        reason = _sentence(error)
    return [Finding(check=check.name, verdict=Verdict.FAIL, detail=reason, mend=check.mend)]


def _sentence(error: BaseException) -> str:
    """What went wrong, and what lay behind it, each in its first line."""
    said, cause = (str(text).strip().partition("\n")[0] for text in (error, error.__cause__ or ""))
    return said if cause in said else f"{said}: {cause}"


async def _versions(_settings: Settings) -> list[Finding]:
    return [
        Finding(check="caudal", verdict=Verdict.OK, detail=__version__),
        Finding(check="Python", verdict=Verdict.OK, detail=platform.python_version()),
    ]


async def _ffmpeg(settings: Settings) -> list[Finding]:
    binary, sandbox = ffmpeg_binary(settings), await chosen_sandbox(settings)
    said = await ffmpeg_version(sandbox, binary)
    return [
        Finding(check="ffmpeg", verdict=Verdict.OK, detail=binary),
        judge_release("ffmpeg's version", said, SET_FFMPEG),
        *[judge_parts(kind, await ffmpeg_parts(sandbox, binary, kind)) for kind in NEEDED],
    ]


async def _pyav(settings: Settings) -> list[Finding]:
    said = await libav_version(await chosen_sandbox(settings))
    judged = judge_release("PyAV's libraries", said, UPDATE)
    return [Finding(check="PyAV", verdict=Verdict.OK, detail=version("av")), judged]


async def _encoders(settings: Settings) -> list[Finding]:
    binary, sandbox = ffmpeg_binary(settings), await chosen_sandbox(settings)
    faults = {encoder: await encoder_fault(sandbox, binary, encoder) for encoder in Encoder}
    return [
        judge_encoder(encoder, chosen=settings.encoder, fault=fault)
        for encoder, fault in faults.items()
    ]


async def _sandbox(settings: Settings) -> list[Finding]:
    faults = {level: await sandbox_fault(level) for level in Level}
    return judge_sandbox(
        {level.value: fault for level, fault in faults.items()},
        abi=landlock_abi(),
        wanted=settings.sandbox,
        required=settings.sandbox_required,
    )


async def _database(settings: Settings) -> list[Finding]:
    if settings.database_url:
        revision = await migrations.look(settings.database_url)
        known = revision is None or migrations.knows(revision)
        return [judge_schema("database", revision, head=migrations.head(), known=known)]
    # What `caudal serve` would start; where there is no data yet, one in passing.
    with _directory_of_embedded(settings) as directory:
        async with embedded_postgres(directory) as url:
            await migrations.look(url)
    return [Finding(check="database", verdict=Verdict.OK, detail="the embedded PostgreSQL starts")]


@contextmanager
def _directory_of_embedded(settings: Settings) -> Iterator[Path]:
    own = settings.data_dir.absolute() / "postgres"
    if (own / "data").exists():
        yield own
        return
    with tempfile.TemporaryDirectory(prefix="caudal-doctor-") as directory:
        Path(directory).chmod(0o711)  # under root the server is another user's
        yield Path(directory) / "postgres"


async def _store(settings: Settings) -> list[Finding]:
    await output_store(settings).check()
    detail = f"writes, reads and deletes at {settings.store}"
    return [Finding(check="store", verdict=Verdict.OK, detail=detail)]


async def _sources(settings: Settings) -> list[Finding]:
    await source_store(settings, patience=UPLOAD_PATIENCE).check()
    place = settings.source_url or f"{settings.uploads}, which API and workers share"
    return [Finding(check="sources", verdict=Verdict.OK, detail=f"can wait at {place}")]


async def _data_directory(settings: Settings) -> list[Finding]:
    directory = settings.data_dir.absolute()

    def look() -> int:
        directory.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=directory) as file:
            file.write(b"caudal")
        return shutil.disk_usage(directory).free

    free = await asyncio.to_thread(look)
    return [
        Finding(check="data directory", verdict=Verdict.OK, detail=f"{directory} can be written"),
        judge_space("disk", free=free, reserve=settings.disk_reserve),
    ]


async def _scratch(settings: Settings) -> list[Finding]:
    def look() -> None:
        with scratch.opened(settings.scratch) as space, space.directory() as directory:
            (directory / "segment").write_bytes(b"caudal")

    await asyncio.to_thread(look)
    detail = f"{settings.scratch} can be written and locked"
    return [Finding(check="scratch", verdict=Verdict.OK, detail=detail)]


async def _cores(settings: Settings) -> list[Finding]:
    return [judge_slots(os.cpu_count() or 1, settings.encode_slots)]


_CHECKS = (
    _Check(name="caudal", bound=5, mend=UPDATE, ask=_versions),
    _Check(name="sandbox", bound=60, mend="Unset CAUDAL_SANDBOX.", ask=_sandbox),
    _Check(name="ffmpeg", bound=30, mend=SET_FFMPEG, ask=_ffmpeg),
    _Check(name="PyAV", bound=30, mend=UPDATE, ask=_pyav),
    _Check(name="encoders", bound=120, mend=SET_FFMPEG, ask=_encoders),
    _Check(
        name="database",
        bound=150,  # an embedded one may have two minutes to read its log after a power cut
        mend="Check CAUDAL_DATABASE_URL and that PostgreSQL runs and can be reached; without "
        "one, that CAUDAL_DATA_DIR can be written.",
        ask=_database,
    ),
    _Check(
        name="store",
        bound=30,
        mend="Check CAUDAL_STORAGE_URL, the credentials and the permissions of the bucket or "
        "directory.",
        ask=_store,
    ),
    _Check(
        name="sources",
        bound=30,
        mend="Check CAUDAL_SOURCE_URL, the credentials and the permissions of the bucket or "
        "directory.",
        ask=_sources,
    ),
    _Check(
        name="data directory",
        bound=15,
        mend="Let this user write CAUDAL_DATA_DIR, or name another directory.",
        ask=_data_directory,
    ),
    _Check(
        name="scratch",
        bound=15,
        mend="Let this user write `scratch` below CAUDAL_DATA_DIR, on a disk that knows locks.",
        ask=_scratch,
    ),
    _Check(name="cores", bound=5, mend="Unset CAUDAL_WORKERS.", ask=_cores),
)
