"""Chunks made from the bytes they need are, byte for byte, those made from the whole file."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from caudal.adapters.bucket_sources import BucketSources
from caudal.adapters.ledger import MemorySegments
from caudal.adapters.probe import SandboxedProbe
from caudal.adapters.sandbox import open_sandbox
from caudal.adapters.source_cache import SourceCache
from caudal.adapters.store import open_store
from caudal.errors import OutputInvalid, ToolFailed
from caudal.media.command import encode_reads
from caudal.media.plan import Options, Quality
from caudal.media.reading import Span
from caudal.media.source import Source
from caudal.stages.encode import Work, encode_chunk
from tests.converting import FailingStore, again, work_on
from tests.media import a_film
from tests.media import run_ffmpeg as make
from tests.serving import new_id

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


@pytest.fixture(scope="module")
def h265(film: Path) -> Path:
    """The same with open GOPs."""
    path = film.with_name("h265.mp4")
    encode = ("-c:a", "copy", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params")
    make("-i", str(film), *encode, "log-level=0:open-gop=1:bframes=4:keyint=40:qp=26", str(path))
    return path


# How each file is made: its name, what is read, and what is done with it.
COPY = ("-c", "copy")
ENCODE = ("-c:a", "copy", "-c:v", "libx264", "-preset", "ultrafast")
VARYING = "select=not(between(mod(n\\,300)\\,20\\,140))"
FILES = [
    ("moov-last.mp4", (), COPY),
    ("late.mov", (), (*COPY, "-output_ts_offset", "7")),
    ("cut-by-an-edit-list.mp4", ("-ss", "7.3"), COPY),
    ("picture-delayed-by-an-edit-list.mp4", ("-itsoffset", "2.5"), COPY),
    ("open.mp4", (), (*ENCODE, "-x264-params", "open-gop=1:bframes=3")),
    ("rarely-a-frame.mp4", (), (*ENCODE, "-vf", VARYING, "-fps_mode", "vfr")),
    ("moov-first-and-subtitles.mp4", (), (*COPY, "-c:s", "mov_text", "-movflags", "+faststart")),
]

# Of these a chunk in the middle and the last are made, through a bucket.
VP9 = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8", "-b:v", "2M", "-g", "60")
FETCHED = [
    ("h265.mov", (), COPY),
    ("h265.mkv", (), COPY),
    ("mpeg4.m4v", (), ("-c:a", "copy", "-c:v", "mpeg4", "-q:v", "2", "-bf", "2", "-g", "12")),
    ("cues-last.mkv", (), COPY),
    ("cues-first-and-late.mkv", ("-itsoffset", "2.5"), (*COPY, "-cues_to_front", "1")),
    ("open.mkv", (), (*ENCODE, "-x264-params", "open-gop=1:bframes=3:keyint=250")),
    ("vp9.webm", (), ("-c:a", "libopus", *VP9)),
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


async def made(
    work: Work, file: Path, *, chunk: int, parts: tuple[Span, ...] | None = None
) -> dict[str, bytes]:
    store = FailingStore()
    fresh = again(work, store)
    fresh = replace(
        fresh,
        attempt=1,
        segments=MemorySegments(),
        input=replace(work.input, path=str(file), parts=parts),
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

        whole = await made(work, file, chunk=chunk)
        part = await made(work, sparse, chunk=chunk, parts=reads)

        assert part == whole
        assert {key.partition("/")[0] for key in whole} >= {"90p", "storyboard"}
    assert min(shares) < 0.75


@pytest.mark.parametrize("recipe", FETCHED, ids=[name for name, *_ in FETCHED])
async def test_a_chunk_is_the_same_from_what_a_worker_fetches_of_the_file(
    film: Path,
    h265: Path,
    tmp_path: Path,
    bucket: str,
    recipe: tuple[str, Sequence[str], Sequence[str]],
) -> None:
    name, *how = recipe
    file = made_of(h265 if name.startswith("h265") else film, name, *how)
    work = await work_on(file, tmp_path / "scratch", FailingStore(), FAST)
    store = open_store(bucket, path_style=True, public_url=None, patience=timedelta(seconds=10))
    video = new_id()
    async with BucketSources(store).incoming(video) as upload:
        await upload.write(file.read_bytes())
        await upload.keep()
    shares = []
    for chunk in (1, len(work.plan.chunks) - 1):
        reads = encode_reads(work.input.source, work.plan, work.plan.chunks[chunk])
        assert reads is not None
        worker = SourceCache(BucketSources(store), tmp_path, limit=1 << 30)
        async with worker.file(video, reads) as sparse:
            shares.append(sparse.stat().st_blocks * 512 / file.stat().st_size)
            part = await made(work, sparse, chunk=chunk, parts=reads)

        assert part == await made(work, file, chunk=chunk)
    assert min(shares) < 0.75


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("film.ts", COPY),
        ("no-cues.mkv", (*COPY, "-live", "1")),
        ("fragmented.mp4", (*COPY, "-movflags", "+frag_keyframe+delay_moov")),
    ],
)
async def test_a_file_without_an_index_is_read_whole(
    film: Path, name: str, do: Sequence[str]
) -> None:
    source: Source = await SandboxedProbe(await open_sandbox())(made_of(film, name, (), do))

    assert source.layout is None


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("film.mp4", ()),
        ("holed.mkv", COPY),
        ("holed-mpeg4.mov", ("-c:v", "mpeg4", "-q:v", "2", "-c:a", "copy")),
    ],
)
async def test_a_hole_where_a_picture_should_be_ends_the_chunk(
    film: Path, tmp_path: Path, name: str, do: Sequence[str]
) -> None:
    file = made_of(film, name, (), do) if do else film
    work = await work_on(file, tmp_path / "scratch", FailingStore(), FAST)
    chunk = work.plan.chunks[2]
    begin = work.plan.boundaries[chunk.first_segment + 1] / work.plan.frame_rate
    layout = work.input.source.layout
    assert layout is not None
    span = next(stretch.span for stretch in layout.stretches if stretch.begin >= begin)
    for hole in (Span(span.start, span.start + 20_000), Span(span.end - 3000, span.end)):
        parts = (Span(0, hole.start), Span(hole.end, file.stat().st_size))

        with pytest.raises((ToolFailed, OutputInvalid)):
            await made(work, file, chunk=chunk.index, parts=parts)


def covered(spans: tuple[Span, ...]) -> int:
    """Bytes in any of them."""
    return sum(end - start for start, end in spans)
