"""Read a finished presentation from outside: its playlists, packets and pictures."""

import io
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import imageio_ffmpeg
import m3u8
import numpy as np
import numpy.typing as npt

FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
TICKS = 90_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Packet:
    """One packet of a rendition, times in ticks of 90 kHz."""

    pts: int
    dts: int
    keyframe: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendition:
    """One media playlist of a presentation, as a player would find it."""

    playlist: Path
    segments: tuple[Path, ...]
    durations: tuple[float, ...]

    @property
    def bytes(self) -> bytes:
        return b"".join(segment.read_bytes() for segment in self.segments)

    def packets(self) -> list[Packet]:
        return read_packets(self.bytes)

    def decoded_frames(self) -> int:
        """Decode everything as a player does. Fails on any word of complaint from ffmpeg."""
        argv = [FFMPEG, "-v", "warning", "-nostdin", "-allowed_extensions", "ALL"]
        argv += ["-allowed_segment_extensions", "ALL", "-i", str(self.playlist)]
        argv += ["-map", "0:v", "-fps_mode", "passthrough", "-progress", "pipe:1"]
        done = subprocess.run(
            [*argv, "-f", "null", "-"], capture_output=True, text=True, check=True
        )

        assert done.stderr == ""
        return [int(line[6:]) for line in done.stdout.splitlines() if line.startswith("frame=")][-1]

    def size(self) -> tuple[int, int]:
        """Width and height of the picture as coded."""
        with av.open(io.BytesIO(self.bytes), "r", format="mpegts") as container:
            context = container.streams.video[0].codec_context
            return context.width, context.height


@dataclass(frozen=True, slots=True, kw_only=True)
class Presentation:
    """A multivariant playlist and everything it names."""

    master: Path
    pictures: tuple[Rendition, ...]
    sounds: tuple[Rendition, ...]

    def keyframes(self) -> list[tuple[int, int]]:
        """Time and number of the frames that each range of the first I-frame playlist holds."""
        (uri, *_) = (stream.uri for stream in m3u8.loads(self.master.read_text()).iframe_playlists)
        playlist = self.master.parent / uri
        found = []
        for entry in m3u8.loads(playlist.read_text()).segments:
            size, offset = map(int, entry.byterange.split("@"))
            data = (playlist.parent / entry.uri).read_bytes()[offset : offset + size]
            with av.open(io.BytesIO(data), "r", format="mpegts") as container:
                frames = list(container.decode(video=0))
            found.append((frames[0].pts or 0, len(frames)))
        return found


def read_presentation(master: Path) -> Presentation:
    """Follow a multivariant playlist on disk with an independent parser."""
    parsed = m3u8.loads(master.read_text())

    def rendition(uri: str) -> Rendition:
        playlist = master.parent / uri
        segments = m3u8.loads(playlist.read_text()).segments
        return Rendition(
            playlist=playlist,
            segments=tuple(playlist.parent / segment.uri for segment in segments),
            durations=tuple(segment.duration for segment in segments),
        )

    sounds = [entry.uri for entry in parsed.media if entry.type == "AUDIO"]
    sounds += [entry.uri for entry in parsed.playlists if not entry.stream_info.resolution]
    return Presentation(
        master=master,
        # A picture has a variant for each group of sound.
        pictures=tuple(
            rendition(uri)
            for uri in dict.fromkeys(e.uri for e in parsed.playlists if e.stream_info.resolution)
        ),
        sounds=tuple(rendition(uri) for uri in dict.fromkeys(sounds)),
    )


def read_packets(data: bytes) -> list[Packet]:
    """Demux MPEG-TS with libav; timestamps as they are in the stream."""
    with av.open(io.BytesIO(data), "r", format="mpegts") as container:
        return [
            Packet(pts=packet.pts, dts=packet.dts, keyframe=packet.is_keyframe)
            for packet in container.demux(container.streams[0])
            if packet.pts is not None and packet.dts is not None
        ]


def luma(rendition: Rendition) -> npt.NDArray[np.float64]:
    """Mean brightness of every frame, 0 to 255."""
    with av.open(io.BytesIO(rendition.bytes), "r", format="mpegts") as container:
        frames = container.decode(video=0)
        return np.array([frame.to_ndarray(format="gray").mean() for frame in frames])


def decoded_sound(rendition: Rendition) -> npt.NDArray[np.float32]:
    """The samples of the first channel, -1 to 1, from the first packet on."""
    with av.open(io.BytesIO(rendition.bytes), "r", format="mpegts") as container:
        return np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])


def steps(packets: Sequence[Packet]) -> set[int]:
    """The distances between one packet and the next in decoding order."""
    return {after.dts - before.dts for before, after in pairwise(packets)}


def keyframe_times(packets: Sequence[Packet]) -> list[Fraction]:
    """When keyframes are shown, in seconds."""
    return [Fraction(packet.pts, TICKS) for packet in packets if packet.keyframe]


def counter_jumps(data: bytes) -> int:
    """Packets whose continuity counter does not follow the one before of its PID."""
    last: dict[int, int] = {}
    jumps = 0
    for offset in range(0, len(data), 188):
        pid = (data[offset + 1] & 0x1F) << 8 | data[offset + 2]
        counter = data[offset + 3] & 0x0F
        counts = 1 if data[offset + 3] & 0x10 else 0
        jumps += pid in last and counter != (last[pid] + counts) & 15
        last[pid] = counter
    return jumps
