"""caudal convert, plan: one file, without a service."""

import asyncio
import json
import shlex
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)

from caudal.choices import read_options
from caudal.conversion import Meter
from caudal.conversion import convert as convert_file
from caudal.errors import BadParameter
from caudal.media.command import Input, every_argv
from caudal.media.plan import (
    AudioRendition,
    Encryption,
    Gop,
    Options,
    Passthrough,
    Plan,
    Quality,
    Rendition,
)
from caudal.media.sidecar import Sidecar, read_sidecar
from caudal.ports import Prepared
from caudal.settings import Settings
from caudal.tools import Tools, open_tools

File = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]
Directory = Annotated[Path, typer.Argument(file_okay=False, help="A new or empty directory.")]
Trade = Annotated[
    Quality | None,
    typer.Option(help="Trade between CPU time and bits. Unset: as CAUDAL_QUALITY says."),
]
Copy = Annotated[
    Passthrough | None,
    typer.Option(
        help="Whether a source that qualifies is copied, not encoded. "
        "Unset: as CAUDAL_PASSTHROUGH says."
    ),
]
Rungs = Annotated[
    str | None,
    typer.Option(
        help="Short sides in pixels of the versions wanted, with commas. "
        "Unset: as CAUDAL_RUNGS says."
    ),
]
Keyframes = Annotated[
    Gop | None, typer.Option(help="Keyframes every 2 s, or one a segment. Unset: 2s.")
]
SoundAlone = Annotated[
    bool | None, typer.Option("--audio-only/--no-audio-only", help="Convert only its sound.")
]
Loud = Annotated[
    str | None,
    typer.Option(
        help="Loudness in LUFS that sound is brought to, or off. Unset: as CAUDAL_LOUDNESS says."
    ),
]
SeekBar = Annotated[
    bool | None,
    typer.Option("--thumbnails/--no-thumbnails", help="Make small pictures for the seek bar."),
]
Moving = Annotated[
    bool | None,
    typer.Option("--preview/--no-preview", help="Make an animated picture of a few seconds."),
]
PresetName = Annotated[
    str | None,
    typer.Option(help="A preset of CAUDAL_PRESETS; what else is chosen goes before it."),
]
Words = Annotated[
    list[Path] | None,
    typer.Option(
        exists=True,
        dir_okay=False,
        help="A file of subtitles, SRT, WebVTT or ASS, named as film.pt-BR.srt; once for each.",
    ),
]

REFRESH = 0.2  # seconds


def convert(
    file: File,
    directory: Directory,
    *,
    preset: PresetName = None,
    quality: Trade = None,
    rungs: Rungs = None,
    gop: Keyframes = None,
    passthrough: Copy = None,
    loudness: Loud = None,
    audio_only: SoundAlone = None,
    thumbnails: SeekBar = None,
    preview: Moving = None,
    subtitles: Words = None,
) -> None:
    """Convert FILE to HLS in DIRECTORY and print the path of its master.m3u8."""
    settings = Settings()
    options = _options(
        settings,
        preset=preset,
        quality=quality,
        rungs=rungs,
        gop=gop,
        passthrough=passthrough,
        loudness=loudness,
        audio_only=audio_only,
        thumbnails=thumbnails,
        preview=preview,
    )
    sidecars, texts = _sidecars(subtitles or [], options)
    if directory.exists() and any(directory.iterdir()):
        raise typer.BadParameter(f"{directory} is not empty", param_hint="DIRECTORY")
    options = replace(options, subtitles=sidecars)
    typer.echo(asyncio.run(_convert(file, directory, options, settings, texts)))


def plan(
    file: File,
    *,
    preset: PresetName = None,
    quality: Trade = None,
    rungs: Rungs = None,
    gop: Keyframes = None,
    passthrough: Copy = None,
    loudness: Loud = None,
    audio_only: SoundAlone = None,
    thumbnails: SeekBar = None,
    preview: Moving = None,
    commands: Annotated[
        bool, typer.Option("--commands/--no-commands", help="Print the commands as well.")
    ] = True,
) -> None:
    """Show what FILE would become, and the commands, without encoding anything."""
    settings = Settings()
    options = _options(
        settings,
        preset=preset,
        quality=quality,
        rungs=rungs,
        gop=gop,
        passthrough=passthrough,
        loudness=loudness,
        audio_only=audio_only,
        thumbnails=thumbnails,
        preview=preview,
    )
    used, prepared = asyncio.run(_measure(file, options, settings))
    console = Console(soft_wrap=True, highlight=False, markup=False)
    for line in _description(prepared.plan):
        console.print(line)
    if commands:
        read = Input(
            ffmpeg=used.ffmpeg,
            path=str(file.absolute()),
            source=prepared.source,
            limits=used.limits,
        )
        for argv in every_argv(read, prepared.plan):
            console.print(f"\n{shlex.join(argv)}")


async def _measure(file: Path, options: Options, settings: Settings) -> tuple[Tools, Prepared]:
    tools = await open_tools(settings)
    return tools, await tools.measure(file, options, parts=settings.encode_slots)


def _sidecars(files: list[Path], options: Options) -> tuple[tuple[Sidecar, ...], list[str]]:
    """What the files of subtitles are, and their texts."""
    if files and options.audio_only:
        raise typer.BadParameter(
            "audio_only leaves no picture for subtitles", param_hint="--subtitles"
        )
    try:
        read = [read_sidecar(file.read_bytes(), file.name) for file in files]
    except ValueError as error:
        raise typer.BadParameter(str(error), param_hint="--subtitles") from None
    return tuple(sidecar for sidecar, _ in read), [text for _, text in read]


async def _convert(
    file: Path, directory: Path, options: Options, settings: Settings, subtitles: list[str]
) -> Path:
    tools = await open_tools(settings)
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
                tools=tools,
                slots=settings.encode_slots,
                meter=meter,
                subtitles=subtitles,
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


def _options(
    settings: Settings, *, rungs: str | None, loudness: str | None, **chosen: str | bool | None
) -> Options:
    """What the service would make of the same choices."""
    said: dict[str, Any] = {name: value for name, value in chosen.items() if value is not None}
    if rungs is not None:
        said["rungs"] = [_number(side) for side in rungs.split(",")]
    if loudness is not None:
        said["loudness"] = _number(loudness)
    # Nobody watches while it is made: nothing goes ahead, whatever a preset says.
    said["early"] = False
    # Nor is there anybody to ask for a key.
    said["encryption"] = Encryption.NONE
    try:
        return read_options(json.dumps(said).encode(), settings.defaults, settings.presets)
    except BadParameter as error:
        option = error.pointer.split("/")[2].replace("_", "-")
        raise typer.BadParameter(str(error), param_hint=f"--{option}") from None


def _number(written: str) -> int | str:
    try:
        return int(written)
    except ValueError:
        return written


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
