"""The encoders a picture can be made with."""

from enum import StrEnum


class Encoder(StrEnum):
    """What makes H.264 of a picture: the processor, or a part of the machine built for it."""

    X264 = "x264"
    NVENC = "nvenc"
    VAAPI = "vaapi"
    QSV = "qsv"
    VIDEOTOOLBOX = "videotoolbox"

    @property
    def ffmpeg_name(self) -> str:
        """What ffmpeg calls it."""
        return "libx264" if self is Encoder.X264 else f"h264_{self}"
