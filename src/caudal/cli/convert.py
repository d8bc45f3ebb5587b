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

from caudal import tools
from caudal.conversion import Meter
from caudal.conversion import convert as convert_file
from caudal.media.command import Input, every_argv
from caudal.media.ladder import DEFAULT_RUNGS
from caudal.media.plan import AudioRendition, Options, Passthrough, Plan, Quality, Rendition
from caudal.ports import Prepared
from caudal.settings import Settings

SHORTEST_SIDE, LONGEST_SIDE = 64, 4320

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
Directory = Annotated[Path, typer.Argument(file_okay=False, help="A new or empty directory.")]
Trade = Annotated[Quality, typer.Option(help="Trade between CPU time and bits.")]
Copy = Annotated[
    Passthrough, typer.Option(help="Whether a source that qualifies is copied, not encoded.")
]
Rungs = Annotated[
    str, typer.Option(help="Short sides in pixels of the versions wanted, with commas.")
]
DEFAULT = ",".join(str(side) for side in DEFAULT_RUNGS)

REFRESH = 0.2  # seconds


def convert(
    file: File,
    directory: Directory,
    quality: Trade = Quality.BALANCED,
    rungs: Rungs = DEFAULT,
    passthrough: Copy = Passthrough.AUTO,
) -> None:
    """Convert FILE to HLS in DIRECTORY and print the path of its master.m3u8."""
    options = _options(quality, rungs, passthrough)
    if directory.exists() and any(directory.iterdir()):
        raise typer.BadParameter(f"{directory} is not empty", param_hint="DIRECTORY")
    typer.echo(asyncio.run(_convert(file, directory, options)))


def plan(
    file: File,
    quality: Trade = Quality.BALANCED,
    rungs: Rungs = DEFAULT,
    passthrough: Copy = Passthrough.AUTO,
    *,
    commands: Annotated[
        bool, typer.Option("--commands/--no-commands", help="Print the commands as well.")
    ] = True,
) -> None:
    """Show what FILE would become, and the commands, without encoding anything."""
    settings = Settings()
    prepared = asyncio.run(_measure(file, _options(quality, rungs, passthrough), settings))
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in _description(prepared.plan):
        console.print(line)
    if commands:
        ffmpeg = tools.ffmpeg_binary(settings)
        read = Input(ffmpeg=ffmpeg, path=str(file.absolute()), source=prepared.source)
        for argv in every_argv(read, prepared.plan):
            console.print(f"\n{shlex.join(argv)}")


async def _measure(file: Path, options: Options, settings: Settings) -> Prepared:
    encoder = await tools.usable_encoder(settings)
    return await tools.measure(file, options, encoder, parts=settings.encode_slots)


async def _convert(file: Path, directory: Path, options: Options) -> Path:
    settings = Settings()
    encoder = await tools.usable_encoder(settings)
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
                ffmpeg=tools.ffmpeg_binary(settings),
                slots=settings.encode_slots,
                meter=meter,
                encoder=encoder,
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


def _options(quality: Quality, rungs: str, passthrough: Passthrough) -> Options:
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
    # Nobody watches while it is made: nothing goes ahead.
    return Options(quality=quality, rungs=sides, passthrough=passthrough, early=False)


def _description(plan: Plan) -> list[str]:
    minutes, seconds = divmod(float(plan.duration), 60)
    grid = f"{plan.segments} segments, chunks: {len(plan.chunks)}, quality {plan.quality}"
    lines = [f"{int(minutes)}:{seconds:06.3f} at {plan.frame_rate} frames/s, {grid}"]
    lines += [f"{r.name:>8}  {r.width}x{r.height}  {_picture(r)}" for r in plan.renditions]
    lines += [f"{a.name:>8}  {_sound(a)}, {a.language}" for a in plan.audio]
    return lines


def _picture(rendition: Rendition) -> str:
    if rendition.passthrough:
        return "copied from the source"
    refused = f", not copied: {', '.join(rendition.reasons)}" if rendition.reasons else ""
    return (
        f"at most {rendition.max_bitrate / 1000:.0f} kbit/s, "
        f"H.264 level {rendition.level / 10}{refused}"
    )


def _sound(audio: AudioRendition) -> str:
    made = "copied" if audio.passthrough else "AAC"
    return f"{audio.bitrate / 1000:.0f} kbit/s {made}, {audio.channels} channels"
