"""ffmpeg's command lines, each asserted whole by a test. File arguments are absolute."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain

from caudal.media.accepted import CODECS, COVERS, input_limits
from caudal.media.encoder_options import device_options, encoder_options
from caudal.media.filters import picture_graph
from caudal.media.flags import Options, flags, seconds, times
from caudal.media.limits import DEFAULT_LIMITS, SourceLimits
from caudal.media.plan import AudioRendition, Chunk, Plan, Poster, Quality, Rendition, Subtitles
from caudal.media.reading import Span, address, needed
from caudal.media.sidecar import Format
from caudal.media.source import Source, VideoTrack
from caudal.media.steps import chunk_renditions, first_rendition
from caudal.media.stills import ENDINGS, PREVIEW, Stills, chunk_stills, cover_still

# All chunks share one clock. It starts above zero, because a muxer shifts what lies below:
# chunk 0 alone would move by the delay of its B-frames.
CLOCK_START = 10

LEAD = Fraction(1)  # seconds

# Pixels of a picture that one thread decodes faster than its rungs are encoded.
ONE_THREAD = 1920 * 1088

SUBTITLES_FILE = "subtitles.vtt"
SIDECAR_FILE = "subtitles.text"
MAX_SUBTITLES = 16 << 20  # bytes of text
_WEBVTT: Options = {"c:s": "webvtt", "fs": MAX_SUBTITLES, "f": "webvtt"}

_COPIED_SOUND: Options = {"c:a": "copy", "output_ts_offset": CLOCK_START}

_CLOCK: Options = {"output_ts_offset": CLOCK_START, "muxdelay": 0, "muxpreload": 0}

# What every output has: nothing of the source but picture or sound, and tables only where a
# segment or a key frame needs them.
_OUTPUT: Options = {"map_metadata": -1, "map_chapters": -1}
_TABLES = "pat_period=60:sdt_period=60"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """What a command reads, and with what.

    Attributes:
        ffmpeg: Path of the binary.
        path: Absolute path of the source.
        source: What was measured of it.
        parts: What of the file is here; ffmpeg ends when it needs another byte. None: all.
        limits: What it may be at most.
    """

    ffmpeg: str
    path: str
    source: Source
    parts: tuple[Span, ...] | None = None
    limits: SourceLimits = DEFAULT_LIMITS

    @property
    def video(self) -> VideoTrack:
        if self.source.video is None:
            raise ValueError("a source without a picture has no plan")
        return self.source.video


def encode_argv(
    file: Input,
    plan: Plan,
    chunk: Chunk,
    renditions: Sequence[Rendition],
    quality: Quality,
    *,
    stills: Chunk | None = None,
    hurried: bool = False,
    from_start: bool = False,
) -> list[str]:
    """Encode a chunk as these renditions, highest first, from one decode.

    Segments are written as `{rendition}/{index:05d}.ts` below the working directory, and named
    on stdout when they are finished, between the lines of `-progress`; stills as
    `{name}/{index:05d}.jpg`, or `.webp`.

    Args:
        file: What is read.
        plan: What was decided.
        chunk: What is encoded: a chunk of the plan, or what is left of one.
        renditions: As what; none when only stills are made.
        quality: How.
        stills: The whole chunk whose stills are made as well.
        hurried: Whether it shall be done soon rather than cheaply.
        from_start: Read the file from its start, not from the keyframe before the chunk.
    """
    begin = plan.boundaries[(stills or chunk).first_segment]
    pictures = chunk_stills(plan, stills) if stills else ()
    jumps = file.source.clock_jumps
    seek: Options = {}
    if not (jumps or from_start):
        seek = _entry(file.video, plan, begin)
    if not renditions and plan.encoded:
        # Good enough for stills, at a small part of the cost. Else nothing but this would see
        # damage in what is copied.
        seek |= {"skip_frame": "nokey"}
    filters: Options = {}
    threads: Options = {}
    alone = hurried or jumps or from_start
    if not alone and file.video.width * file.video.height <= ONE_THREAD:
        # Other chunks use the other cores; handing frames from thread to thread costs CPU time.
        filters, threads = {"filter_complex_threads": 1}, {"threads": 1}
    return [
        *_start(file),
        # Nothing is made up for what cannot be read.
        *(("-xerror",) if file.parts is not None else ()),
        # One absolute grid for all chunks, also where the container starts above zero. Without
        # it ffmpeg repairs a clock that jumps, if it sees all packets from the first on.
        *(() if jumps else ("-copyts", "-start_at_zero")),
        *flags(device_options(plan.encoder) | filters),
        *_read(file, seek | threads),
        "-filter_complex",
        picture_graph(file.video, plan, chunk, renditions, pictures, begin=begin),
        *chain.from_iterable(
            _output(rendition.name, _encode_options(number, rendition, plan, chunk, quality))
            for number, rendition in enumerate(renditions)
        ),
        *chain.from_iterable(
            _output(still.name, _still_options(still), ENDINGS[still.name]) for still in pictures
        ),
        *_all_packets(file),
    ]


def encode_reads(source: Source, plan: Plan, chunk: Chunk) -> tuple[Span, ...] | None:
    """The bytes that `encode_argv` reads of the source; None: all of it."""
    if source.layout is None or source.video is None:
        return None
    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    return needed(
        source.layout,
        source.bytes,
        begin=_seek(source.video, plan, first),
        end=end / plan.frame_rate,
        frame_rate=source.video.frame_rate,
    )


def copy_argv(file: Input, plan: Plan, rendition: Rendition) -> list[str]:
    """Copy the whole picture into segments, cut at the plan's boundaries."""
    options: Options = {
        "map": f"0:{file.video.index}",
        "c:v": "copy",
        **_CLOCK,
        **_segments(rendition.name, options=_TABLES),
        "segment_times": times(plan.boundaries[1:-1] or plan.boundaries[1:], plan.frame_rate),
    }
    return [
        *_start(file),
        *_read(file),
        *_output(rendition.name, options),
    ]


def every_argv(file: Input, plan: Plan) -> Iterator[list[str]]:
    """All commands that a plan takes, what is played first before the rest."""
    if plan.copied is not None:
        yield copy_argv(file, plan, plan.copied)
    for audio in plan.audio:
        yield audio_argv(file, plan, audio)
    if plan.cover is not None:
        yield cover_argv(file, plan.cover)
    if (first := first_rendition(plan)) is not None:
        yield encode_argv(file, plan, plan.chunks[0], [first], Quality.FAST, hurried=True)
    for chunk in plan.chunks:
        renditions = chunk_renditions(plan, chunk)
        if renditions or chunk_stills(plan, chunk):
            yield encode_argv(file, plan, chunk, renditions, plan.quality, stills=chunk)
    for subtitles in plan.subtitles:
        if subtitles.sidecar is None:
            yield subtitles_argv(file, subtitles)


def _encode_options(
    number: int, rendition: Rendition, plan: Plan, chunk: Chunk, quality: Quality
) -> Options:
    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    cuts = plan.boundaries[chunk.first_segment + 1 : chunk.end_segment + 1]
    forced: Options = {}
    if any((cut - first) % plan.gop for cut in cuts[:-1]):
        # Boundaries at a source's own keyframes lie on no grid.
        forced = {"force_key_frames": times(cuts[:-1], plan.frame_rate)}
    return {
        "map": f"[v{number}]",
        "fps_mode": "passthrough",
        "frames:v": end - first,
        **encoder_options(plan.encoder, rendition, gop=plan.gop, quality=quality),
        **forced,
        # Rungs run side by side; one thread each saves CPU and makes a rerun byte-identical.
        "threads": 1,
        **_CLOCK,
        **_segments(rendition.name, options=_TABLES),
        # Counted in frames: a time is rounded, a frame number is not. Cumulative, and at least
        # one even for a lone segment: else the muxer cuts by time.
        "segment_frames": ",".join(str(cut - first) for cut in cuts),
        "segment_start_number": chunk.first_segment,
    }


def cover_argv(file: Input, poster: Poster) -> list[str]:
    """Make the poster of cover art, as `encode_argv` does of frames."""
    still = cover_still(poster)
    # A cover with faults is none. Nor is one turned: its size would be another than was planned.
    strict: Options = {"err_detect": "explode", "noautorotate": ""}
    return [
        *_start(file),
        *_read(file, {"codec_whitelist": f"{CODECS},{COVERS}"} | strict),
        *("-filter_complex", f"[0:{poster.cover}]{still.filters}[{still.name}]"),
        *_output(still.name, _still_options(still), ENDINGS[still.name]),
    ]


def subtitles_argv(file: Input, subtitles: Subtitles) -> list[str]:
    """Write a whole track of subtitles as `SUBTITLES_FILE` below the working directory."""
    return [
        *_start(file),
        # Times count from the start of the container, as those of picture and sound do.
        *("-copyts", "-start_at_zero"),
        *_read(file),
        *flags(_OUTPUT | {"map": f"0:{subtitles.index}"} | _WEBVTT),
        SUBTITLES_FILE,
    ]


def sidecar_argv(file: Input, path: str, written: Format) -> list[str]:
    """Write a file of subtitles that came beside the source as `SUBTITLES_FILE`."""
    limits = input_limits(file.limits) | {"format_whitelist": written, "f": written}
    return [
        *_start(file),
        # Times count from the start of the video, whenever the first words are spoken.
        "-copyts",
        *flags(limits),
        *("-i", f"file:{path}"),
        *flags(_OUTPUT | {"map": "0:s:0"} | _WEBVTT),
        SUBTITLES_FILE,
    ]


def _still_options(stills: Stills) -> Options:
    moving = stills.name == PREVIEW
    return {
        "map": f"[{stills.name}]",
        "fps_mode": "passthrough",
        "frames:v": stills.frames,
        "c:v": "libwebp_anim" if moving else "mjpeg",
        "q:v": stills.quality,
        "threads": 1,
        # Also where there is one only: this muxer says when a file is finished.
        **_segments(stills.name, *(("webp", "loop=0") if moving else ("mjpeg",))),
        "segment_frames": ",".join(str(number) for number in range(1, stills.count + 1)),
        "segment_start_number": stills.first,
    }


def audio_argv(file: Input, plan: Plan, audio: AudioRendition) -> list[str]:
    """Encode or copy a whole sound track as AAC or E-AC-3, cut at the picture's boundaries."""
    track = file.source.audio[audio.track]
    options: Options = {
        "map": f"0:{track.index}",
        **(_COPIED_SOUND if audio.passthrough else _encoded_sound(plan, audio)),
        "muxpreload": 0,
        # Not muxdelay: it would stop the muxer gathering several AAC frames into one packet.
        **_segments(audio.name, options=f"mpegts_copyts=1:{_TABLES}"),
        # Every cut but the end, which would make a segment of a few samples; the cut of a lone
        # segment is never reached.
        "segment_times": ",".join(
            seconds(cut / plan.frame_rate)
            for cut in plan.boundaries[1:-1] or (2 * plan.frames + plan.gop,)
        ),
    }
    return [
        *_start(file),
        *_read(file),
        *_output(audio.name, options),
        # Where nothing else decodes the track, damage in it would not be seen.
        *(("-map", f"0:{track.index}", "-f", "null", "-") if _unheard(plan, audio) else ()),
        *_all_packets(file),
    ]


def _unheard(plan: Plan, audio: AudioRendition) -> bool:
    """Whether a copy is all that is made of a track."""
    return all(other.passthrough for other in plan.audio if other.track == audio.track)


def _encoded_sound(plan: Plan, audio: AudioRendition) -> Options:
    """The encoder puts priming samples first, 1024 as AAC.

    As many of the sound's own are cut off to make room for them, and the offset carries the
    same, so that picture and sound start at the same instant and stay in step to the sample.
    """
    priming = Fraction(audio.priming, audio.sample_rate)
    layout = "5.1" if audio.surround else "stereo"
    return {
        "af": (
            f"aresample=async=1:first_pts=0,{_normalised(audio.loudness, layout)}"
            f"aformat=sample_rates={audio.sample_rate}:channel_layouts={layout},"
            f"atrim=start_sample={audio.priming},asetpts=PTS-STARTPTS,apad"
        ),
        "t": plan.duration - priming,
        "c:a": "eac3" if audio.surround else "aac",
        "b:a": audio.bitrate,
        "output_ts_offset": CLOCK_START + priming,
    }


def _normalised(loudness: int | None, layout: str) -> str:
    """The filter that brings sound to a loudness (EBU R 128) in one pass, as it is heard: mixed.

    It looks ahead and answers sample for sample, at a rate of its own that the next filter ends.
    The peak leaves room for what the encoder adds.
    """
    if loudness is None:
        return ""
    return f"aformat=channel_layouts={layout},loudnorm=I={loudness}:TP=-1.5:LRA=11,"


def _entry(video: VideoTrack, plan: Plan, first: int) -> Options:
    return {
        # Frames between keyframe and start stay: a still frame may have begun long before.
        "noaccurate_seek": "",
        "ss": _seek(video, plan, first),
        # No -t: ffmpeg would count it from the keyframe. The graph ends where the chunk does.
    }


def _seek(video: VideoTrack, plan: Plan, first: int) -> Fraction:
    """Where to start reading for a chunk that begins with this frame, in seconds.

    Reading begins at the keyframe before. Frames that come at their time need no lead, and none
    is decoded in vain where the chunk begins at a keyframe of the source; others must be seen
    for a while, to be put onto the grid. A container without an index is entered anywhere, and
    decodes from the next keyframe on: it must be entered before one.
    """
    # Behind the end of the picture there may be packets, but none that can be decoded.
    begin = min(first / plan.frame_rate, video.start + video.duration)
    steady = video.bitstream is not None and video.bitstream.steady
    # Without an edit list MP4 shows a keyframe later than its index finds it.
    on_time = video.start == 0
    if steady and on_time and video.field_order == "progressive" and not video.keyframes:
        # A little late, for the keyframe's time may have been rounded up.
        return begin + Fraction(1, 4) / plan.frame_rate if first else begin
    start = begin - LEAD
    if video.keyframes:
        start = max((k for k in video.keyframes if k <= start), default=Fraction(0)) - LEAD
    return max(Fraction(0), start)


def _segments(name: str, muxer: str = "mpegts", options: str = "") -> Options:
    return {
        "f": "segment",
        "segment_format": muxer,
        **({"segment_format_options": options} if options else {}),
        # All outputs share stdout; each line is one short write, so lines stay whole.
        "segment_list": "pipe:1",
        "segment_list_type": "csv",
        "segment_list_entry_prefix": f"{name}/",
    }


def _read(file: Input, options: Options | None = None) -> Iterator[str]:
    # The demuxer that the probe found: a file that looks like another on second sight fails.
    limits, url = input_limits(file.limits), f"file:{file.path}"
    if file.parts is not None:
        limits["protocol_whitelist"] = "file,subfile,concat"
        url = address(file.path, file.source.bytes, file.parts)
    yield from flags(limits | (options or {}) | {"f": file.source.container})
    yield from ("-i", url)


def _all_packets(file: Input) -> Iterator[str]:
    """Have all tracks read where a clock is repaired: only then all commands repair it alike."""
    if file.source.clock_jumps:
        picture = [file.source.video.index] if file.source.video else []
        for index in (*picture, *(track.index for track in file.source.audio)):
            yield from ("-map", f"0:{index}")
        yield from ("-c", "copy", "-f", "null", "-")


def _start(file: Input) -> Iterator[str]:
    # Warnings tell of each frame that is damaged.
    yield from (file.ffmpeg, "-nostdin", "-hide_banner", "-v", "repeat+warning", "-y")
    yield from ("-progress", "pipe:1", "-stats_period", "1")
    # What cannot be decoded is passed over, however much it is.
    yield from ("-max_error_rate", "1")


def _output(name: str, options: Options, suffix: str = "ts") -> Iterator[str]:
    yield from flags(_OUTPUT | options)
    yield f"{name}/%05d.{suffix}"
