"""What the API says and reads, as JSON: the shapes of the contract."""

from datetime import UTC, datetime
from uuid import UUID

from pydantic import BaseModel, Field

from caudal.media.source import Source
from caudal.media.video import Failure, Status, Video


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
    reasons: list[str] = Field(description="Why it could not be copied.")


class ErrorView(BaseModel):
    """Why a video is `falhou`."""

    code: str = Field(examples=["unsupported_format"])
    message: str
    retryable: bool


class VideoView(BaseModel):
    """A video as its sender follows it."""

    id: UUID
    filename: str = Field(description="The sender's name for it.", examples=["férias.mov"])
    status: Status
    created_at: datetime
    updated_at: datetime
    progress: float = Field(description="From 0 to 1.", ge=0, le=1)
    eta_seconds: int | None
    queue_position: int | None
    url: str | None = Field(description="The `.m3u8`; null until `concluído`.")
    playback: PlaybackView
    source: SourceView | None = Field(description="Null until the file was probed.")
    renditions: list[RenditionView]
    error: ErrorView | None

    @classmethod
    def of(cls, video: Video) -> "VideoView":
        """Show a row."""
        url = video.url if video.status is Status.DONE else None
        return cls(
            id=video.id,
            filename=video.filename,
            status=video.status,
            created_at=video.created_at.astimezone(UTC),
            updated_at=video.updated_at.astimezone(UTC),
            progress=video.progress,
            eta_seconds=None,
            queue_position=None,
            url=url,
            playback=PlaybackView(
                playable=url is not None,
                url=url,
                duration=float(video.plan.duration) if url and video.plan else None,
            ),
            source=_source(video.source) if video.source else None,
            renditions=[
                RenditionView(name=rendition.name, passthrough=False, reasons=[])
                for rendition in (video.plan.renditions if video.plan else ())
            ],
            error=_error(video.failure) if video.failure else None,
        )


class PageView(BaseModel):
    """A stretch of the list of videos, newest first."""

    items: list[VideoView]
    next_cursor: str | None = Field(description="Asks for what follows; null at the end.")


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
