"""/v1/limits: what may be sent, told before it is sent."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from caudal.media.planning import LONGEST_SIDE
from caudal.settings import Settings
from caudal.web.openapi import problems


class LimitsView(BaseModel):
    """The most that one video may be, and that one step of its conversion may take."""

    model_config = ConfigDict(frozen=True)

    file_bytes: int
    duration_seconds: int
    pixels: int = Field(description="Width times height.")
    side: int = Field(description="Pixels of the longer side.")
    frame_rate: int = Field(description="Frames per second.")
    streams: int = Field(description="Tracks of all kinds.")
    audio_tracks: int
    channels: int = Field(description="Of one sound track.")
    cpu_seconds: int = Field(description="CPU time of one step.")
    wall_seconds: int = Field(description="Time that one step takes.")
    memory_bytes: int = Field(description="Memory of one step.")
    output_bytes: int = Field(description="On the local disk at one time, of one step.")
    output_files: int = Field(description="On the local disk at one time, of one step.")

    @classmethod
    def of(cls, settings: Settings) -> "LimitsView":
        """What the settings say."""
        limits = settings.source_limits
        return cls(
            file_bytes=settings.max_upload_bytes,
            duration_seconds=limits.duration,
            pixels=limits.pixels,
            side=LONGEST_SIDE,
            frame_rate=limits.frame_rate,
            streams=limits.streams,
            audio_tracks=limits.audio_tracks,
            channels=limits.channels,
            cpu_seconds=int(settings.max_cpu_time.total_seconds()),
            wall_seconds=int(settings.max_wall_time.total_seconds()),
            memory_bytes=settings.max_memory_bytes,
            output_bytes=settings.max_output_bytes,
            output_files=settings.max_output_files,
        )


DEFAULT_LIMITS = LimitsView.of(Settings.model_construct())


def limits_router(limits: LimitsView) -> APIRouter:
    """The route that tells the limits."""
    router = APIRouter(prefix="/v1/limits", tags=["videos"])

    @router.get("", summary="What may be sent?", responses=problems())
    async def show() -> LimitsView:
        """A video beyond one of these is refused, with a code of its own for each limit."""
        return limits

    return router
