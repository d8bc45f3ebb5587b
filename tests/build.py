"""A default for everything: tests name only what matters to them."""

from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from uuid import UUID

from caudal.media.chunk import gop_frames, segment_boundaries, split
from caudal.media.keys import video_root
from caudal.media.plan import AudioRendition, Group, Options, Plan, Quality
from caudal.media.planning import make_plan
from caudal.media.segment import Keyframe, Segment
from caudal.media.source import AudioTrack, Bitstream, Source, VideoTrack
from caudal.media.video import Pictures, Status, Video


def a_picture(
    *,
    width: int = 1920,
    height: int = 1080,
    sample_aspect_ratio: Fraction = Fraction(1),
    rotation: int = 0,
    frame_rate: Fraction = Fraction(25),
    nominal_rate: Fraction | None = None,
    start: Fraction = Fraction(0),
    duration: Fraction = Fraction(30),
    field_order: str = "progressive",
    keyframes: tuple[Fraction, ...] = (),
    bitstream: Bitstream | None = None,
) -> VideoTrack:
    return VideoTrack(
        index=0,
        codec="h264",
        width=width,
        height=height,
        sample_aspect_ratio=sample_aspect_ratio,
        rotation=rotation,
        frame_rate=frame_rate,
        nominal_rate=nominal_rate or frame_rate,
        start=start,
        duration=duration,
        pixel_format="yuv420p",
        field_order=field_order,
        keyframes=keyframes,
        bitstream=bitstream,
    )


def a_bitstream(
    *,
    profile: str = "High",
    level: int = 40,
    parameter_sets: bool = True,
    steady: bool = True,
    closed: bool = True,
    idr: tuple[int, ...] | None = None,
    gop_bytes: int = 1_000_000,
    idr_bytes: tuple[int, ...] | None = None,
    frames: int = 750,
) -> Bitstream:
    idr = tuple(range(0, frames, 50)) if idr is None else idr
    return Bitstream(
        profile=profile,
        level=level,
        parameter_sets=parameter_sets,
        steady=steady,
        closed=closed,
        idr=idr,
        idr_bytes=idr_bytes or (gop_bytes,) * len(idr),
        frames=frames,
    )


def a_sound(
    *,
    order: int = 0,
    codec: str = "mp3",
    profile: str = "",
    bitrate: int = 128_000,
    channels: int = 2,
    start: Fraction = Fraction(0),
    duration: Fraction = Fraction(30),
    language: str = "und",
    title: str = "",
    default: bool = False,
) -> AudioTrack:
    return AudioTrack(
        index=order + 1,
        order=order,
        codec=codec,
        profile=profile,
        bitrate=bitrate,
        sample_rate=48_000,
        channels=channels,
        start=start,
        duration=duration,
        language=language,
        title=title,
        default=default,
    )


def a_source(
    *, video: VideoTrack | None = None, audio: tuple[AudioTrack, ...] = (), silent: bool = False
) -> Source:
    picture = video or a_picture()
    return Source(
        container="mov",
        bytes=1_000_000,
        start=Fraction(0),
        duration=picture.start + picture.duration,
        video=picture,
        audio=() if silent else audio or (a_sound(duration=picture.duration),),
    )


def a_plan(
    source: Source | None = None, *, quality: Quality = Quality.BALANCED, early: bool = True
) -> Plan:
    return make_plan(source or a_source(), Options(quality=quality, early=early))


def a_grid(frames: int, frame_rate: Fraction) -> Plan:
    """A plan that is only a grid: no renditions."""
    boundaries = segment_boundaries(frames, gop_frames(frame_rate), frame_rate, early=True)
    return Plan(
        quality=Quality.BALANCED,
        early=True,
        frame_rate=frame_rate,
        gop=gop_frames(frame_rate),
        boundaries=boundaries,
        renditions=(),
        chunks=split(len(boundaries) - 1, early=True),
        audio=(),
    )


def an_audio_rendition(
    *, track: int = 0, language: str = "und", title: str = "", default: bool = True
) -> AudioRendition:
    return AudioRendition(
        name=f"audio-{track}",
        track=track,
        channels=2,
        bitrate=128_000,
        language=language,
        title=title,
        default=default,
        sample_rate=48_000,
        passthrough=False,
        group=Group.AUDIO,
    )


def a_segment(
    *,
    rendition: str = "1080p",
    index: int = 0,
    size: int = 1000,
    duration: Fraction = Fraction(6),
    codec: str = "avc1.640028",
    key: str | None = None,
) -> Segment:
    return Segment(
        rendition=rendition,
        index=index,
        key=key or f"{rendition}/{index:05d}.ts",
        bytes=size,
        sha256="0" * 64,
        duration=duration,
        codec=codec,
        keyframes=(Keyframe(frame=0, offset=0, size=188),),
        counters={256: 15},
    )


def segments_of(plan: Plan) -> dict[str, list[Segment]]:
    """The records of a finished video, as the plan wants them."""
    spans = list(zip(plan.boundaries, plan.boundaries[1:], strict=False))
    return {
        name: [
            a_segment(
                rendition=name,
                index=index,
                duration=(end - first) / plan.frame_rate,
                codec="ec-3"
                if name.startswith("audio-surround")
                else "mp4a.40.2"
                if name.startswith("audio")
                else "avc1.640028",
            )
            for index, (first, end) in enumerate(spans)
        ]
        for name in plan.names
    }


def a_finished_video() -> tuple[Video, list[Segment]]:
    """A row that is `concluído`, and its records."""
    source = a_source()
    plan = a_plan(source)
    video = Video(
        id=UUID(int=7),
        filename="férias.mov",
        status=Status.DONE,
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        updated_at=datetime(2026, 11, 24, tzinfo=UTC),
        bytes=1_000_000,
        options=Options(),
        progress=1.0,
        eta=None,
        queue_position=None,
        source=source,
        plan=plan,
        url="u",
        early_url=None,
        early_duration=0.0,
        cpu=1.0,
        pictures=Pictures(),
        failure=None,
    )
    root = video_root(video.id)
    records = [
        replace(segment, key=f"{root}{segment.key}")
        for segments in segments_of(plan).values()
        for segment in segments
    ]
    return video, records
