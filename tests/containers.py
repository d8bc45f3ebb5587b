"""Which codecs are taken in which containers; `docs/formats.md` shows the same table."""

from dataclasses import dataclass
from pathlib import Path

from tests.media import run_ffmpeg

SECONDS = 1

PICTURES = {
    "H.264": ("libx264", "-preset", "ultrafast"),
    "HEVC": ("libx265", "-preset", "ultrafast", "-x265-params", "log-level=none"),
    "AV1": ("libsvtav1", "-preset", "12", "-svtav1-params", "lp=1"),
    "VP8": ("libvpx", "-deadline", "realtime", "-cpu-used", "8"),
    "VP9": ("libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"),
    "MPEG-1": ("mpeg1video",),
    "MPEG-2": ("mpeg2video",),
    "MPEG-4": ("mpeg4",),
    "MS MPEG-4": ("msmpeg4",),
    "H.263": ("h263",),
    "Sorenson": ("flv",),
    "WMV 8": ("wmv2",),
    "Theora": ("libtheora",),
    "ProRes": ("prores_ks",),
    "DNxHD": ("dnxhd", "-profile:v", "dnxhr_lb"),
    "DV": ("dvvideo",),
    "MJPEG": ("mjpeg",),
}
SOUNDS = {
    "AAC": ("aac",),
    "MP3": ("libmp3lame",),
    "MP2": ("mp2",),
    "AC-3": ("ac3",),
    "E-AC-3": ("eac3",),
    "Opus": ("libopus",),
    "Vorbis": ("libvorbis",),
    "FLAC": ("flac",),
    "ALAC": ("alac",),
    "DTS": ("dca", "-strict", "-2"),
    "WMA": ("wmav2",),
    "PCM": ("pcm_s16le",),
    "PCM, 24 bits": ("pcm_s24le",),
    "PCM, big-endian": ("pcm_s16be",),
    "A-law": ("pcm_alaw",),
}
# Codecs that want a size, a rate or pixels of their own.
SIZES = {"H.263": "128x96", "DNxHD": "256x120", "DV": "720x576"}
PIXELS = {"ProRes": "yuv422p10le", "DNxHD": "yuv422p", "MJPEG": "yuvj420p"}

# By the ending of the name: the codecs of picture and sound.
TABLE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mp4": (
        ("H.264", "HEVC", "AV1", "VP9", "MPEG-4", "MPEG-2"),
        ("AAC", "MP3", "AC-3", "E-AC-3", "Opus", "FLAC"),
    ),
    "m4v": (("H.264", "MPEG-4"), ("AAC", "ALAC")),
    "mov": (
        ("H.264", "HEVC", "ProRes", "DNxHD", "DV", "MJPEG"),
        ("PCM", "PCM, 24 bits", "PCM, big-endian", "AAC", "ALAC", "A-law"),
    ),
    "3gp": (("H.263", "H.264"), ("AAC",)),
    "mkv": (
        ("H.264", "HEVC", "AV1", "VP8", "VP9", "MPEG-1", "MPEG-2", "Theora", "ProRes", "MJPEG"),
        ("AAC", "DTS", "AC-3", "FLAC", "Opus", "MP2", "Vorbis", "PCM", "E-AC-3", "MP3"),
    ),
    "webm": (("VP8", "VP9", "AV1"), ("Vorbis", "Opus")),
    "ts": (("H.264", "HEVC", "MPEG-2"), ("AAC", "AC-3", "MP2")),
    "mpg": (("MPEG-1", "MPEG-2"), ("MP2", "AC-3")),
    "avi": (("MPEG-4", "MS MPEG-4", "MJPEG", "DV", "H.264"), ("MP3", "PCM", "AC-3")),
    "flv": (("H.264", "Sorenson"), ("AAC", "MP3")),
    "wmv": (("WMV 8", "MS MPEG-4"), ("WMA",)),
    "mxf": (("MPEG-2", "DNxHD", "H.264"), ("PCM", "PCM, 24 bits")),
    "ogg": (("Theora",), ("Vorbis", "Opus", "FLAC")),
    "mp3": ((), ("MP3",)),
    "m4a": ((), ("AAC", "ALAC")),
    "wav": ((), ("PCM", "PCM, 24 bits")),
    "flac": ((), ("FLAC",)),
    "aac": ((), ("AAC",)),
}


@dataclass(frozen=True, slots=True)
class Film:
    """A file of the table; `picture` is None where there is only sound."""

    ending: str
    picture: str | None
    sound: str

    @property
    def id(self) -> str:
        return f"{self.picture or 'only'}-{self.sound}.{self.ending}".replace(" ", "-")

    def make(self, directory: Path) -> Path:
        """Write it, and say where."""
        path = directory / f"film.{self.ending}"
        tone = f"sine=frequency=440:sample_rate=48000:duration={SECONDS}"
        inputs: tuple[str, ...] = ("-f", "lavfi", "-i", tone)
        video: tuple[str, ...] = ()
        if self.picture:
            size = SIZES.get(self.picture, "64x36")
            inputs += ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate=25:duration={SECONDS}")
            pixels = PIXELS.get(self.picture, "yuv420p")
            video = ("-pix_fmt", pixels, "-c:v", *PICTURES[self.picture])
        muxer = ("-f", "asf") if self.ending == "wmv" else ()
        rest = ("-ac", "2", "-c:a", *SOUNDS[self.sound], *muxer)
        run_ffmpeg(*inputs, *video, *rest, str(path))
        return path


def films() -> list[Film]:
    """So many files that every codec of every container is in one of them."""
    made = []
    for ending, (pictures, sounds) in TABLE.items():
        for number in range(max(len(pictures), len(sounds))):
            picture = pictures[number % len(pictures)] if pictures else None
            made.append(Film(ending, picture, sounds[number % len(sounds)]))
    return made
