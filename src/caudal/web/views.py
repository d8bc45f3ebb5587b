"""What the API says and reads, as JSON: the shapes of the contract."""

from collections.abc import Iterator
from datetime import UTC, datetime
from math import ceil
from uuid import UUID

from pydantic import BaseModel, Field

from caudal.media.plan import Options, Reason
from caudal.media.source import Source
from caudal.media.video import Failure, Status, Video
from caudal.media.warnings import Lack, SourceWarning, all_warnings


class PlaybackView(BaseModel):
    """What can be played now, apart from the status."""

    playable: bool
    url: str | None = Field(description="A playlist that plays now.")
    duration: float | None = Field(description="Seconds that can be played.")


class SourceView(BaseModel):
    """What was measured of the uploaded file."""

    duration: float = Field(description="Seconds.")
    width: int | None = Field(description="Pixels as displayed; null when there is only sound.")
    height: int | None
    frame_rate: str | None = Field(description="Frames per second, exact.", examples=["30000/1001"])
    video_codec: str | None = Field(examples=["h264"])
    bytes: int


class RenditionView(BaseModel):
    """One version of the picture."""

    name: str = Field(examples=["1080p"])
    passthrough: bool = Field(description="The source's own picture, copied without encoding.")
    reasons: list[Reason] = Field(description="Why the highest one was not copied.")


class CostView(BaseModel):
    """What the conversion has taken."""

    cpu_seconds: float = Field(description="CPU time of ffmpeg, all steps together.")
    media_seconds: float = Field(description="Duration of the video.")


class NoteView(BaseModel):
    """Something of the file that the finished video does not have."""

    code: str = Field(examples=["subtitles_not_converted"])
    message: str


class WarningView(BaseModel):
    """Something of the file that was damaged, and is missing or repaired."""

    code: Lack
    seconds: float | None = Field(description="How many are missing; null when unknown.")
    message: str


class ErrorView(BaseModel):
    """Why a video is `falhou`."""

    code: str = Field(examples=["unsupported_format"])
    message: str
    retryable: bool


class VideoView(BaseModel):
    """A video as its sender follows it."""

    id: UUID
    filename: str = Field(description="The sender's name for it.", examples=["férias.mov"])
    title: str = Field(description="What it is called: the `title` chosen, else the file's name.")
    status: Status
    created_at: datetime
    updated_at: datetime
    progress: float = Field(description="From 0 to 1.", ge=0, le=1)
    eta_seconds: int | None = Field(description="At the speed so far; null when unknown.")
    queue_position: int | None = Field(
        description="Videos that will be taken up before it; null unless `pendente`."
    )
    url: str | None = Field(description="The `.m3u8`; null until `concluído`.")
    poster: str | None = Field(
        description="A still to show before it plays, a JPEG; of sound alone its cover."
    )
    thumbnails: str | None = Field(
        description="Small pictures for the seek bar: WebVTT whose cues name parts of JPEG sheets."
    )
    preview: str | None = Field(description="A few seconds of it that move, an animated WebP.")
    playback: PlaybackView
    source: SourceView | None = Field(description="Null until the file was probed.")
    renditions: list[RenditionView]
    notes: list[NoteView]
    warnings: list[WarningView] = Field(description="Empty when the file was sound.")
    cost: CostView
    error: ErrorView | None

    @classmethod
    def of(cls, video: Video) -> "VideoView":
        """Show a row."""
        return cls(
            id=video.id,
            filename=video.filename,
            title=video.title,
            status=video.status,
            created_at=video.created_at.astimezone(UTC),
            updated_at=video.updated_at.astimezone(UTC),
            progress=video.progress,
            eta_seconds=None if video.eta is None else ceil(video.eta),
            queue_position=video.queue_position,
            url=video.url if video.status is Status.DONE else None,
            poster=video.pictures.poster,
            thumbnails=video.pictures.thumbnails,
            preview=video.pictures.preview,
            playback=_playback(video),
            source=_source(video.source) if video.source else None,
            renditions=[
                RenditionView(
                    name=rendition.name,
                    passthrough=rendition.passthrough,
                    reasons=list(rendition.reasons),
                )
                for rendition in (video.plan.renditions if video.plan else ())
            ],
            notes=list(_notes(video.source, video.options)) if video.source else [],
            warnings=[_warning(w) for w in all_warnings(video.source, video.warnings)],
            cost=CostView(
                cpu_seconds=round(video.cpu, 2),
                media_seconds=float(video.plan.duration) if video.plan else 0.0,
            ),
            error=_error(video.failure) if video.failure else None,
        )


class PageView(BaseModel):
    """A stretch of the list of videos, newest first."""

    items: list[VideoView]
    next_cursor: str | None = Field(description="Asks for what follows; null at the end.")


def _playback(video: Video) -> PlaybackView:
    """The finished presentation, or as much of it as there is while it is being made."""
    if video.status is Status.DONE and video.plan:
        return PlaybackView(playable=True, url=video.url, duration=float(video.plan.duration))
    if video.status is Status.PROCESSING and video.early_url:
        return PlaybackView(playable=True, url=video.early_url, duration=video.early_duration)
    return PlaybackView(playable=False, url=None, duration=None)


def _notes(source: Source, options: Options) -> Iterator[NoteView]:
    if source.video is None and options.subtitles:
        yield NoteView(
            code="subtitles_not_converted",
            message="The file has no picture that the subtitles could be shown in.",
        )
    for track in source.subtitles:
        if not track.text:
            named = f" ({track.codec})" if track.codec else ""
            yield NoteView(
                code="subtitles_not_converted",
                message=f"Track {track.index} has subtitles made of pictures{named}; "
                "they are not converted.",
            )


def _warning(warning: SourceWarning) -> WarningView:
    seconds = None if warning.seconds is None else round(float(warning.seconds), 1)
    return WarningView(code=warning.code, seconds=seconds, message=warning.message)


def _source(source: Source) -> SourceView:
    picture = source.video
    width, height = picture.display_size if picture else (None, None)
    return SourceView(
        duration=float(source.duration),
        width=None if width is None else round(width),
        height=None if height is None else round(height),
        frame_rate=str(picture.frame_rate) if picture else None,
        video_codec=picture.codec if picture else None,
        bytes=source.bytes,
    )


def _error(failure: Failure) -> ErrorView:
    return ErrorView(code=failure.code, message=failure.message, retryable=failure.retryable)
