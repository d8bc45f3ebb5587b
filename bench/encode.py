"""ffmpeg commands that make HLS of a film with given settings: the ways of our peers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.plan import Rung
from bench.tools import ffmpeg

SOUND = ("-c:a", "aac", "-b:a", "128k", "-ac", "2")
HLS = ("-f", "hls", "-hls_time", "6", "-hls_playlist_type", "vod", "-hls_list_size", "0")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A part of a film, in seconds; nothing given means all."""

    start: float = 0
    seconds: float | None = None

    def options(self) -> Iterator[str]:
        """Before -i."""
        if self.start:
            yield from ("-ss", f"{self.start:g}")
        if self.seconds is not None:
            yield from ("-t", f"{self.seconds:g}")


WHOLE = Stretch()


def one_rung(film: Path, rung: Rung, *, sound: bool) -> list[str]:
    """Decode, scale and encode for one rung alone, into `{rung}/index.m3u8`."""
    scale = f"scale={rung.width}:{rung.height}:flags=lanczos"
    return ffmpeg(
        *("-i", str(film), "-map", "0:v:0", "-vf", scale, *_x264(rung)),
        *(*HLS, *_files(rung.name)),
        *(("-map", "0:a:0", *SOUND, *HLS, *_files("audio")) if sound else ()),
    )


def all_rungs(film: Path, rungs: Sequence[Rung]) -> list[str]:
    """One decode, one muxer for everything, every rung scaled from the source."""
    count = len(rungs)
    split = f"[0:v:0]split={count}" + "".join(f"[s{number}]" for number in range(count))
    scales = [
        f"[s{number}]scale={rung.width}:{rung.height}:flags=lanczos[v{number}]"
        for number, rung in enumerate(rungs)
    ]
    pictures: list[str] = []
    streams = ["a:0,agroup:sound,name:audio"]
    for number, rung in enumerate(rungs):
        pictures += ["-map", f"[v{number}]", *_x264(rung, stream=f":v:{number}")]
        streams.append(f"v:{number},agroup:sound,name:{rung.name}")
    return ffmpeg(
        *("-i", str(film), "-filter_complex", ";".join([split, *scales])),
        *(*pictures, "-map", "0:a:0", *SOUND, *HLS),
        *("-var_stream_map", " ".join(streams), "-master_pl_name", "master.m3u8"),
        *("-hls_segment_filename", "%v/%05d.ts", "%v/index.m3u8"),
    )


def cascade(
    film: Path,
    rungs: Sequence[Rung],
    *,
    flags: str = "lanczos",
    threads: int = 1,
    stretch: Stretch = WHOLE,
    prefix: str = "",
) -> list[str]:
    """One decode, every rung scaled from the one above, into `{prefix}{rung}/index.m3u8`."""
    graph, last = [], len(rungs) - 1
    source = "[0:v:0]"
    for number, rung in enumerate(rungs):
        scale = f"{source}scale={rung.width}:{rung.height}:flags={flags}"
        following = "" if number == last else f",split=2[v{number}][s{number}]"
        graph.append(scale + (following or f"[v{number}]"))
        source = f"[s{number}]"
    outputs: list[str] = []
    for number, rung in enumerate(rungs):
        outputs += ["-map", f"[v{number}]", *_x264(rung), "-threads", str(threads)]
        outputs += [*HLS, *_files(f"{prefix}{rung.name}")]
    return ffmpeg(*stretch.options(), "-i", str(film), "-filter_complex", ";".join(graph), *outputs)


def with_options(rung: Rung, **options: str) -> Rung:
    """The same rung with some options of x264 changed."""
    return replace(rung, options={**rung.options, **options})


def _x264(rung: Rung, stream: str = "") -> Iterator[str]:
    """`stream` is a specifier where one output holds several rungs."""
    yield from (f"-c{stream or ':v'}", "libx264")
    for name, value in rung.options.items():
        yield from (f"-{name.removesuffix(':v')}{stream or ':v'}", value)


def _files(name: str) -> tuple[str, ...]:
    return ("-hls_segment_filename", f"{name}/%05d.ts", f"{name}/index.m3u8")
