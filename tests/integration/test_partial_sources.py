"""Chunks made from the bytes they need are, byte for byte, those made from the whole file."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from caudal.adapters.ledger import MemorySegments
from caudal.adapters.probe import SandboxedProbe
from caudal.adapters.sandbox import open_sandbox
from caudal.errors import OutputInvalid, ToolFailed
from caudal.media.command import encode_reads
from caudal.media.plan import Options, Quality
from caudal.media.reading import Span
from caudal.media.source import Source
from caudal.stages.encode import Work, encode_chunk
from tests.converting import FailingStore, again, work_on
from tests.media import a_film
from tests.media import run_ffmpeg as make

FAST = Options(quality=Quality.FAST, rungs=(90,))

# Some 12 MB of picture that is hard to compress, with B-frames and sound in between.
NOISE = ("-vf", "noise=alls=40:allf=t", "-bf", "3", "-g", "50", "-qp", "20", "-pix_fmt", "yuv420p")


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_film(
        tmp_path_factory.mktemp("films") / "film.mp4",
        "192x108",
        25,
        60,
        *NOISE,
        "-b_strategy",
        "0",
    )


# How each file is made: its name, what is read, and what is done with it.
COPY = ("-c", "copy")
ENCODE = ("-c:a", "copy", "-c:v", "libx264", "-preset", "ultrafast")
VARYING = "select=not(between(mod(n\\,300)\\,20\\,140))"
FILES = [
    ("moov-last.mp4", (), COPY),
    ("fragmented.mp4", (), (*COPY, "-movflags", "+frag_keyframe+delay_moov")),
    ("late.mov", (), (*COPY, "-output_ts_offset", "7")),
    ("cut-by-an-edit-list.mp4", ("-ss", "7.3"), COPY),
    ("picture-delayed-by-an-edit-list.mp4", ("-itsoffset", "2.5"), COPY),
    ("open.mp4", (), (*ENCODE, "-x264-params", "open-gop=1:bframes=3")),
    ("rarely-a-frame.mp4", (), (*ENCODE, "-vf", VARYING, "-fps_mode", "vfr")),
    ("moov-first-and-subtitles.mp4", (), (*COPY, "-c:s", "mov_text", "-movflags", "+faststart")),
]


def made_of(film: Path, name: str, read: Sequence[str] = (), do: Sequence[str] = COPY) -> Path:
    path = film.with_name(name)
    subtitles = film.with_name("film.srt")
    lines = (f"{n}\n00:00:{n:02},000 --> 00:00:{n:02},900\nLine {n}\n" for n in range(1, 50))
    subtitles.write_text("\n".join(lines))
    inputs = (*read, "-i", str(film), "-i", str(film), "-i", str(subtitles))
    tracks = ("-map", "0:v", "-map", "1:a", *(("-map", "2") if "mov_text" in do else ()))
    make(*inputs, *tracks, *do, str(path))
    return path


def holed(file: Path, needed: tuple[Span, ...]) -> Path:
    """A copy in which everything that is not needed is zeros."""
    data = file.read_bytes()
    sparse = bytearray(len(data))
    for start, end in needed:
        sparse[start:end] = data[start:end]
    path = file.with_name(f"holed-{file.name}")
    path.write_bytes(sparse)
    return path


async def made(work: Work, file: Path, *, partial: bool, chunk: int) -> dict[str, bytes]:
    store = FailingStore()
    fresh = again(work, store)
    fresh = replace(
        fresh,
        attempt=1,
        segments=MemorySegments(),
        input=replace(work.input, path=str(file), partial=partial),
    )
    try:
        await encode_chunk(fresh, work.plan.chunks[chunk])
    finally:
        for left in sorted(fresh.scratch.rglob("*"), reverse=True):
            left.unlink() if left.is_file() else left.rmdir()
        fresh.scratch.rmdir()
    return store.objects


@pytest.mark.parametrize(("name", "read", "do"), FILES, ids=[name for name, *_ in FILES])
async def test_every_chunk_is_the_same_from_a_part_of_the_file(
    film: Path, tmp_path: Path, name: str, read: Sequence[str], do: Sequence[str]
) -> None:
    file = made_of(film, name, read, do)
    work = await work_on(file, tmp_path / "scratch", FailingStore(), FAST)
    shares = []
    for chunk in range(len(work.plan.chunks)):
        reads = encode_reads(work.input.source, work.plan, work.plan.chunks[chunk])
        assert reads is not None
        sparse = holed(file, reads)
        shares.append(covered(reads) / file.stat().st_size)

        whole = await made(work, file, partial=False, chunk=chunk)
        part = await made(work, sparse, partial=True, chunk=chunk)

        assert part == whole
        assert {key.partition("/")[0] for key in whole} >= {"90p", "storyboard"}
    assert min(shares) < 0.7


@pytest.mark.parametrize("container", ["film.mkv", "film.ts"])
async def test_a_file_without_a_full_index_is_read_whole(film: Path, container: str) -> None:
    source: Source = await SandboxedProbe(await open_sandbox())(made_of(film, container))

    assert source.layout is None


async def test_a_hole_where_a_picture_should_be_ends_the_chunk(film: Path, tmp_path: Path) -> None:
    work = await work_on(film, tmp_path / "scratch", FailingStore(), FAST)
    chunk = work.plan.chunks[2]
    begin = work.plan.boundaries[chunk.first_segment + 1] / work.plan.frame_rate
    layout = work.input.source.layout
    assert layout is not None
    span = next(stretch.span for stretch in layout.stretches if stretch.begin >= begin)
    for hole in (Span(span.start, span.start + 20_000), Span(span.end - 3000, span.end)):
        data = bytearray(film.read_bytes())
        data[hole.start : hole.end] = bytes(hole.end - hole.start)
        broken = film.with_name("broken.mp4")
        broken.write_bytes(data)

        with pytest.raises((ToolFailed, OutputInvalid)):
            await made(work, broken, partial=True, chunk=chunk.index)


def covered(spans: tuple[Span, ...]) -> int:
    """Bytes in any of them."""
    total = reached = 0
    for start, end in sorted(spans):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
