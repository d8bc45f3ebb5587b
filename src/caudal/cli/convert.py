"""caudal convert, plan: one file, without a service."""

import asyncio
import shlex
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from caudal import wiring
from caudal.conversion import Meter, measure
from caudal.conversion import convert as convert_file
from caudal.media.command import audio_argv, encode_argv
from caudal.media.ladder import DEFAULT_RUNGS
from caudal.media.plan import Options, Plan, Quality
from caudal.ports import Prepared
from caudal.settings import Settings

SHORTEST_SIDE, LONGEST_SIDE = 64, 4320

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
Directory = Annotated[Path, typer.Argument(file_okay=False, help="A new or empty directory.")]
Trade = Annotated[Quality, typer.Option(help="Trade between CPU time and bits.")]
Rungs = Annotated[
    str, typer.Option(help="Short sides in pixels of the versions wanted, with commas.")
]
DEFAULT = ",".join(str(side) for side in DEFAULT_RUNGS)

REFRESH = 0.2  # seconds


def convert(
    file: File, directory: Directory, quality: Trade = Quality.BALANCED, rungs: Rungs = DEFAULT
) -> None:
    """Convert FILE to HLS in DIRECTORY and print the path of its master.m3u8."""
    options = _options(quality, rungs)
    if directory.exists() and any(directory.iterdir()):
        raise typer.BadParameter(f"{directory} is not empty", param_hint="DIRECTORY")
    typer.echo(asyncio.run(_convert(file, directory, options)))


def plan(
    file: File,
    quality: Trade = Quality.BALANCED,
    rungs: Rungs = DEFAULT,
    *,
    commands: Annotated[
        bool, typer.Option("--commands/--no-commands", help="Print the commands as well.")
    ] = True,
) -> None:
    """Show what FILE would become, and the commands, without encoding anything."""
    prepared = asyncio.run(measure(file, _options(quality, rungs)))
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in _description(prepared.plan):
        console.print(line)
    if commands:
        ffmpeg = wiring.ffmpeg_binary(Settings())
        for argv in _commands(ffmpeg, str(file.absolute()), prepared):
            console.print(f"\n{shlex.join(argv)}")


async def _convert(file: Path, directory: Path, options: Options) -> Path:
    settings = Settings()
    meter = Meter()
    columns = (
        TextColumn("{task.fields[speed]}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=1.0, speed="")
        drawing = asyncio.create_task(_draw(bar, meter))
        try:
            return await convert_file(
                file,
                directory,
                options,
                ffmpeg=wiring.ffmpeg_binary(settings),
                slots=settings.encode_slots,
                meter=meter,
            )
        finally:
            drawing.cancel()
            bar.update(task, completed=1.0)


async def _draw(bar: Progress, meter: Meter) -> None:
    (task,) = bar.tasks
    while True:
        if task.elapsed:
            speed = f"{meter.done * meter.media / task.elapsed:.1f}×"
            bar.update(task.id, completed=meter.done, speed=speed)
        await asyncio.sleep(REFRESH)


def _options(quality: Quality, rungs: str) -> Options:
    try:
        sides = tuple(int(side) for side in rungs.split(","))
    except ValueError:
        raise typer.BadParameter(
            f"{rungs} is not a list of numbers", param_hint="--rungs"
        ) from None
    if not all(SHORTEST_SIDE <= side <= LONGEST_SIDE for side in sides):
        raise typer.BadParameter(
            f"a rung has {SHORTEST_SIDE} to {LONGEST_SIDE} pixels", param_hint="--rungs"
        )
    return Options(quality=quality, rungs=sides)


def _description(plan: Plan) -> list[str]:
    minutes, seconds = divmod(float(plan.duration), 60)
    grid = f"{plan.segments} segments in {len(plan.chunks)} chunks, quality {plan.quality}"
    lines = [f"{int(minutes)}:{seconds:06.3f} at {plan.frame_rate} frames/s, {grid}"]
    lines += [
        f"{r.name:>8}  {r.width}x{r.height}  at most {r.max_bitrate / 1000:.0f} kbit/s  "
        f"H.264 level {r.level / 10}"
        for r in plan.renditions
    ]
    lines += [
        f"{a.name:>8}  {a.bitrate / 1000:.0f} kbit/s AAC, {a.channels} channels, {a.language}"
        for a in plan.audio
    ]
    return lines


def _commands(ffmpeg: str, path: str, prepared: Prepared) -> list[list[str]]:
    source, made = prepared.source, prepared.plan
    return [
        *(audio_argv(ffmpeg, path, source, made, audio) for audio in made.audio),
        *(encode_argv(ffmpeg, path, source, made, chunk) for chunk in made.chunks),
    ]
