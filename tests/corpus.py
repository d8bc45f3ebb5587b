"""Odd files, as phones, cameras and editors make them, each with what must come of it.

Most show one picture: a red, a green and a blue quarter, and a grey one that flashes white at
seconds 1, 3, 5…, when a beep is heard. So size, orientation, colour and sync can be seen in
what comes out of any of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

from tests.media import run_ffmpeg

NTSC_TEXT = "30000/1001"
NTSC = Fraction(NTSC_TEXT)

Make = Callable[[Path], None]

RGB = {
    "red": (255, 0, 0),
    "green": (0, 128, 0),
    "blue": (0, 0, 255),
    "grey": (64, 64, 64),
    "black": (0, 0, 0),
}
# Clockwise from the top left corner.
UPRIGHT = ("red", "green", "grey", "blue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must come of a file.

    Attributes:
        error: The stable code of its refusal; then nothing else counts.
        size: Width and height of the highest rendition; None: no picture.
        rate: Frames per second.
        duration: Seconds, to one frame.
        sounds: Number of sound tracks.
        corners: Colours clockwise from the top left; None: not this picture.
        colour: Tolerance of each of red, green and blue, of 255.
        flashes: Seconds at which the picture flashes.
        in_sync: Whether a beep is heard at each flash, to one frame.
        warnings: Code and seconds that are missing, to half a second, of each warning.
        copied: Whether the picture is copied; None: does not matter.
        reasons: Some reasons why it is not.
        poster: Width and height of what is shown of sound; None: nothing. Not looked at otherwise.
        poster_colour: What it is all over.
    """

    error: str | None = None
    size: tuple[int, int] | None = (128, 72)
    rate: Fraction = Fraction(25)
    duration: float = 4
    sounds: int = 1
    corners: tuple[str, ...] | None = UPRIGHT
    colour: int = 12
    flashes: tuple[float, ...] = (1, 3)
    in_sync: bool = True
    warnings: Mapping[str, float] = field(default_factory=dict)
    copied: bool | None = None
    reasons: frozenset[str] = frozenset()
    poster: tuple[int, int] | None = None
    poster_colour: str = "red"


@dataclass(frozen=True, slots=True, kw_only=True)
class Odd:
    """A file to be made, and what must come of it."""

    name: str
    make: Make
    expected: Expected

    @property
    def id(self) -> str:
        return self.name.replace(" ", "-")


def picture(
    size: str = "128x72", rate: str | int = 25, seconds: float = 4, *, after: str = "format=yuv420p"
) -> tuple[str, ...]:
    """The input that shows the four quarters; `after` are the filters behind them, from RGB."""
    quarter = "w=iw/2:h=ih/2:t=fill"
    # Half a frame early, so that rounding misses none; long enough to survive a lower rate.
    flash = f"enable='between(mod(t,2)-1,-0.5/({rate}),max(0.5/({rate}),0.035))'"
    graph = (
        f"color=red:s={size}:r={rate}:d={seconds},format=gbrp,"
        f"drawbox=x=iw/2:y=0:{quarter}:c=green,"
        f"drawbox=x=0:y=ih/2:{quarter}:c=blue,"
        f"drawbox=x=iw/2:y=ih/2:{quarter}:c=0x404040,"
        f"drawbox=x=iw/2:y=ih/2:{quarter}:c=white:{flash},{after}"
    )
    return "-f", "lavfi", "-i", graph


def beeps(seconds: float = 4, rate: int = 48_000) -> tuple[str, ...]:
    """The input that beeps for 40 ms at each flash."""
    tone = f"0.5*sin(2*PI*1000*t)*lt(abs(mod(t,2)-1.02),0.02):s={rate}:d={seconds}"
    return "-f", "lavfi", "-i", f"aevalsrc='{tone}'"


X264 = ("-c:v", "libx264", "-preset", "ultrafast")
TAGS_709 = (
    "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
    "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=tv"
)


def encoded(
    *options: str,
    size: str = "128x72",
    rate: str | int = 25,
    seconds: float = 4,
    after: str = "format=yuv420p",
) -> Make:
    """Picture and beeps, encoded with these options."""

    def make(path: Path) -> None:
        video = options if "-c:v" in options else (*X264, *options)
        run_ffmpeg(*picture(size, rate, seconds, after=after), *beeps(seconds), *video, str(path))

    return make


def copied(first: Make, *options: str, suffix: str = ".mp4", before: tuple[str, ...] = ()) -> Make:
    """A file made of another without encoding: `before` stands in front of its input."""

    def make(path: Path) -> None:
        whole = path.with_name("whole" + suffix)
        first(whole)
        run_ffmpeg(*before, "-i", str(whole), "-map", "0", "-c", "copy", *options, str(path))

    return make


PLAIN = encoded()


def rotated(*options: str) -> Make:
    return copied(PLAIN, before=options)


def turned(corners: tuple[str, ...], quarters: int) -> tuple[str, ...]:
    """Corners after so many quarter turns clockwise."""
    return corners[-quarters:] + corners[:-quarters] if quarters else corners


# Reference white at 203 cd/m², as BT.2408 has it.
LINEAR = (
    "format=gbrp,setparams=color_primaries=bt709:color_trc=bt709:colorspace=gbr:range=pc,"
    "zscale=t=linear:npl=203,format=gbrpf32le,zscale=p=bt2020,"
)
HDR = (
    LINEAR + "zscale=t={transfer}:m=bt2020nc:r=tv:npl=203,format=yuv420p10le,"
    "setparams=color_primaries=bt2020:color_trc={transfer}:colorspace=bt2020nc:range=tv"
)
PQ = HDR.format(transfer="smpte2084")
HLG = HDR.format(transfer="arib-std-b67")
X265 = ("-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=none")
INTERLACED = "interlace=scan=tff:lowpass=off,format=yuv420p"


PICTURES = (
    Odd(name="plain.mp4", make=PLAIN, expected=Expected(copied=True)),
    Odd(
        name="rotated 90.mp4",
        make=rotated("-display_rotation", "-90"),
        expected=Expected(
            size=(72, 128), corners=turned(UPRIGHT, 1), reasons=frozenset({"rotation"})
        ),
    ),
    Odd(
        name="rotated 180.mp4",
        make=rotated("-display_rotation", "180"),
        expected=Expected(corners=turned(UPRIGHT, 2), reasons=frozenset({"rotation"})),
    ),
    Odd(
        name="rotated 270.mp4",
        make=rotated("-display_rotation", "90"),
        expected=Expected(
            size=(72, 128), corners=turned(UPRIGHT, 3), reasons=frozenset({"rotation"})
        ),
    ),
    Odd(
        name="mirrored.mp4",
        make=rotated("-display_hflip"),
        expected=Expected(
            corners=("green", "red", "blue", "grey"), reasons=frozenset({"rotation"})
        ),
    ),
    Odd(
        name="upside down.mp4",
        make=rotated("-display_vflip"),
        expected=Expected(
            corners=("blue", "grey", "green", "red"), reasons=frozenset({"rotation"})
        ),
    ),
    Odd(
        name="rotated and mirrored.mov",
        make=rotated("-display_rotation", "-90", "-display_hflip"),
        expected=Expected(
            size=(72, 128),
            corners=("red", "blue", "grey", "green"),
            reasons=frozenset({"rotation"}),
        ),
    ),
    Odd(
        name="portrait.mp4",
        make=encoded(size="72x128"),
        expected=Expected(size=(72, 128), copied=True),
    ),
    Odd(name="square.mp4", make=encoded(size="96x96"), expected=Expected(size=(96, 96))),
    Odd(
        name="odd size.mkv",
        make=encoded(size="129x73", after="format=yuv444p"),
        expected=Expected(size=(130, 74), reasons=frozenset({"odd_size", "pixel_format"})),
    ),
    Odd(
        name="wide pixels.mp4",
        make=encoded(after="format=yuv420p,setsar=16/11"),
        expected=Expected(size=(186, 72), reasons=frozenset({"sar"})),
    ),
    Odd(
        name="narrow pixels.mp4",
        make=encoded(after="format=yuv420p,setsar=3/4"),
        expected=Expected(size=(96, 72), reasons=frozenset({"sar"})),
    ),
    Odd(
        name="wide pixels on their side.mp4",
        make=copied(
            encoded(after="format=yuv420p,setsar=4/3"), before=("-display_rotation", "-90")
        ),
        expected=Expected(size=(72, 170), corners=turned(UPRIGHT, 1)),
    ),
    Odd(
        name="almost square pixels.mp4",
        make=encoded(after="format=yuv420p,setsar=1280/1281"),
        expected=Expected(),
    ),
    Odd(name="panorama.mp4", make=encoded(size="512x32"), expected=Expected(size=(512, 32))),
    Odd(name="tiny.mp4", make=encoded(size="32x32"), expected=Expected(size=(32, 32))),
    Odd(
        name="ten bits.mp4",
        make=encoded(after="format=yuv420p10le"),
        expected=Expected(reasons=frozenset({"pixel_format"})),
    ),
    Odd(
        name="4 2 2.mp4",
        make=encoded(after="format=yuv422p"),
        expected=Expected(reasons=frozenset({"pixel_format"})),
    ),
    Odd(
        name="4 4 4.mp4",
        make=encoded(after="format=yuv444p"),
        expected=Expected(reasons=frozenset({"pixel_format"})),
    ),
    Odd(
        name="4 2 2 in ten bits.mov",
        make=encoded(after="format=yuv422p10le"),
        expected=Expected(reasons=frozenset({"pixel_format"})),
    ),
    Odd(
        name="twelve bits.mkv",
        make=encoded(*X265, after="format=yuv420p12le"),
        expected=Expected(reasons=frozenset({"codec"})),
    ),
    Odd(
        name="full range.mp4",
        make=encoded(
            after="scale=out_color_matrix=bt709:out_range=pc,format=yuvj420p,"
            "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=pc"
        ),
        expected=Expected(reasons=frozenset({"pixel_format"})),
    ),
    Odd(
        name="rgb.mp4",
        make=encoded("-c:v", "libx264rgb", "-preset", "ultrafast", after="format=rgb24"),
        expected=Expected(reasons=frozenset({"pixel_format"})),
    ),
    Odd(
        name="grey.mp4",
        make=encoded(after="format=gray"),
        expected=Expected(corners=None, reasons=frozenset({"pixel_format"})),
    ),
    Odd(name="tagged bt 709.mp4", make=encoded(after=TAGS_709), expected=Expected(copied=True)),
    Odd(
        name="tagged bt 601.mpg",
        make=encoded(
            *("-c:v", "mpeg2video", "-q:v", "2"),
            *("-c:a", "mp2"),
            after="format=yuv420p,"
            "setparams=color_primaries=smpte170m:color_trc=smpte170m:colorspace=smpte170m",
        ),
        expected=Expected(),
    ),
    Odd(
        name="high definition untagged.mp4",
        make=encoded(
            *("-x264-params", "keyint=300"),
            size="1280x720",
            seconds=2,
            after="scale=out_color_matrix=bt709:out_range=tv,format=yuv420p,"
            "setparams=color_primaries=unknown:color_trc=unknown:colorspace=unknown",
        ),
        expected=Expected(size=(640, 360), duration=2, flashes=(1,)),
    ),
    Odd(
        name="wide gamut.mp4",
        make=encoded(
            *X265,
            after=HDR.format(transfer="bt2020-10"),
        ),
        expected=Expected(colour=24, reasons=frozenset({"codec"})),
    ),
    Odd(
        name="hdr10.mp4",
        make=encoded(*X265, "-tag:v", "hvc1", after=PQ),
        expected=Expected(colour=48, reasons=frozenset({"codec"})),
    ),
    Odd(
        name="hlg.mov",
        make=encoded(*X265, "-tag:v", "hvc1", after=HLG),
        expected=Expected(colour=48, reasons=frozenset({"codec"})),
    ),
    Odd(
        name="hdr in eight bits.mp4",
        make=encoded(after=PQ.replace("yuv420p10le", "yuv420p")),
        expected=Expected(colour=56, reasons=frozenset({"colour"})),
    ),
    Odd(
        name="hdr on its side.mov",
        make=copied(encoded(*X265, after=HLG), suffix=".mov", before=("-display_rotation", "-90")),
        expected=Expected(size=(72, 128), corners=turned(UPRIGHT, 1), colour=48),
    ),
    Odd(
        name="interlaced.mpg",
        make=encoded(
            *("-c:v", "mpeg2video", "-q:v", "2", "-flags", "+ildct+ilme", "-c:a", "mp2"),
            rate=50,
            after=INTERLACED,
        ),
        expected=Expected(),
    ),
    Odd(
        name="interlaced bottom first.mp4",
        make=encoded(
            *("-flags", "+ildct+ilme", "-x264-params", "bff=1"),
            rate=50,
            after=INTERLACED.replace("tff", "bff"),
        ),
        expected=Expected(reasons=frozenset({"interlaced"})),
    ),
)

RATES = (
    Odd(
        name="24000 of 1001.mp4",
        make=encoded(rate="24000/1001"),
        expected=Expected(rate=Fraction(24000, 1001), copied=True),
    ),
    Odd(
        name="60000 of 1001.mp4",
        make=encoded(rate="60000/1001"),
        expected=Expected(rate=Fraction(60000, 1001)),
    ),
    Odd(
        name="120 frames a second.mp4",
        make=encoded(rate=120),
        expected=Expected(rate=Fraction(60), reasons=frozenset({"frame_rate"})),
    ),
    Odd(
        name="240 frames a second.mov",
        make=encoded(rate=240),
        expected=Expected(rate=Fraction(60), reasons=frozenset({"frame_rate"})),
    ),
    Odd(
        name="100 frames a second.mp4", make=encoded(rate=100), expected=Expected(rate=Fraction(50))
    ),
    Odd(
        name="29 point 83.mp4",
        make=encoded(rate="2983/100"),
        expected=Expected(rate=NTSC, duration=4.02),
    ),
    Odd(name="15 frames a second.mp4", make=encoded(rate=15), expected=Expected(rate=Fraction(15))),
    Odd(name="8 frames a second.mp4", make=encoded(rate=8), expected=Expected(rate=Fraction(8))),
    Odd(name="1 frame a second.mp4", make=encoded(rate=1), expected=Expected(rate=Fraction(1))),
    Odd(
        name="one frame.mp4",
        make=encoded("-an", seconds=0.04),
        expected=Expected(duration=0.04, sounds=0, flashes=()),
    ),
    Odd(
        name="one frame and a song.mp4",
        make=lambda path: run_ffmpeg(*picture(seconds=0.04), *beeps(), *X264, str(path)),
        expected=Expected(flashes=(), in_sync=False),
    ),
    Odd(
        name="2 seconds.mp4",
        make=encoded(seconds=2),
        expected=Expected(duration=2, flashes=(1,)),
    ),
    Odd(
        name="half a second.mp4",
        make=encoded(seconds=0.5),
        expected=Expected(duration=0.5, flashes=(), in_sync=False),
    ),
    Odd(
        name="varying.mkv",
        make=encoded(
            *("-fps_mode", "vfr"),
            rate=60,
            after="select='if(lt(t,2),not(mod(n,2)),not(mod(n,4))+eq(mod(n,120),60))',format=yuv420p",
        ),
        expected=Expected(rate=Fraction(60), duration=3.95),
    ),
    Odd(
        name="a phone's uneven clock.mp4",
        make=encoded(
            *("-fps_mode", "passthrough", "-enc_time_base", "1/90000"),
            *("-video_track_timescale", "90000"),
            rate=30,
            after="settb=1/90000,setpts='PTS+if(mod(N,3)*lt(N,110),if(mod(N,2),700,-650),0)',format=yuv420p",
        ),
        expected=Expected(rate=Fraction(30)),
    ),
)


def late(picture_delay: float = 0, sound_delay: float = 0, *options: str) -> Make:
    """Tracks that start at other times than zero."""

    def make(path: Path) -> None:
        run_ffmpeg(
            *("-itsoffset", str(picture_delay), *picture()),
            *("-itsoffset", str(sound_delay), *beeps()),
            *(*X264, *options, str(path)),
        )

    return make


def joined(*parts: Make) -> Make:
    """Files one behind the other, byte by byte, as recorders and sloppy editors leave them."""

    def make(path: Path) -> None:
        data = b""
        for number, part in enumerate(parts):
            piece = path.with_name(f"part-{number}.ts")
            part(piece)
            data += piece.read_bytes()
        path.write_bytes(data)

    return make


WRAP = 2**33 / 90_000
# Shown one frame after it is decoded, and referred to over keyframes.
B_FRAMES = ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3")

TIMES = (
    Odd(
        name="picture half a second late.mkv",
        make=late(0.5),
        expected=Expected(duration=4.5, flashes=(1.5, 3.5), in_sync=False),
    ),
    Odd(
        name="sound half a second late.mp4",
        make=late(0, 0.5),
        expected=Expected(in_sync=False),
    ),
    Odd(
        name="both late.mkv",
        make=late(3, 3),
        expected=Expected(),
    ),
    Odd(
        name="sound before zero.mkv",
        make=late(0.7, 0, "-output_ts_offset", "-0.7"),
        expected=Expected(duration=4.7, flashes=(1.7, 3.7), in_sync=False),
    ),
    Odd(
        name="times before zero.ts",
        make=encoded("-output_ts_offset", "-2", "-avoid_negative_ts", "disabled"),
        expected=Expected(),
    ),
    Odd(
        name="edit list that cuts the beginning.mp4",
        make=copied(encoded("-g", "100"), before=("-ss", "0.5")),
        expected=Expected(duration=3.5, flashes=(0.5, 2.5)),
    ),
    Odd(
        name="edit list that delays the picture.mp4",
        make=late(0.4, 0),
        expected=Expected(duration=4.4, flashes=(1.4, 3.4), in_sync=False),
    ),
    Odd(
        name="frames decoded before zero.mp4",
        make=encoded(*B_FRAMES, "-movflags", "negative_cts_offsets"),
        expected=Expected(),
    ),
    Odd(
        name="stamps of a millisecond.mkv",
        make=encoded(*B_FRAMES, rate=NTSC_TEXT),
        expected=Expected(rate=NTSC),
    ),
    Odd(
        name="keyframes 10 seconds apart.mp4",
        make=encoded("-g", "1000", seconds=14),
        expected=Expected(
            duration=14,
            flashes=(1, 3, 5, 7, 9, 11, 13),
            reasons=frozenset({"idr_distance"}),
        ),
    ),
    Odd(
        name="open gops.mp4",
        make=encoded(
            *("-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-bf", "2"),
            *("-x264-params", "open-gop=1:scenecut=0"),
            seconds=10,
        ),
        expected=Expected(duration=10, flashes=(1, 3, 5, 7, 9), reasons=frozenset({"open_gop"})),
    ),
    Odd(
        name="open gops.ts",
        make=encoded(
            *("-c:v", "libx264", "-preset", "veryfast", "-g", "25", "-bf", "2"),
            *("-x264-params", "open-gop=1:scenecut=0"),
            seconds=10,
        ),
        expected=Expected(duration=10, flashes=(1, 3, 5, 7, 9), reasons=frozenset({"open_gop"})),
    ),
    Odd(
        name="open gops of hevc.mkv",
        make=encoded(
            *("-c:v", "libx265", "-preset", "ultrafast", "-bf", "2"),
            *("-x265-params", "log-level=none:open-gop=1:keyint=25:scenecut=0"),
            seconds=10,
        ),
        expected=Expected(duration=10, flashes=(1, 3, 5, 7, 9)),
    ),
    Odd(
        name="from 1000 seconds on.ts",
        make=encoded("-output_ts_offset", "1000", seconds=10),
        expected=Expected(duration=10, flashes=(1, 3, 5, 7, 9)),
    ),
    Odd(
        name="clock that wraps.ts",
        make=encoded("-output_ts_offset", str(WRAP - 4.2), seconds=10),
        expected=Expected(duration=10, flashes=(1, 3, 5, 7, 9)),
    ),
    Odd(
        name="in fragments.mp4",
        make=encoded("-movflags", "frag_keyframe+empty_moov+default_base_moof"),
        expected=Expected(),
    ),
    Odd(
        name="in fragments without an edit list.mp4",
        make=encoded(
            *(*B_FRAMES, "-g", "25", "-use_editlist", "0"),
            *("-movflags", "frag_keyframe+empty_moov+default_base_moof"),
            seconds=14,
        ),
        # Its picture is two frames late, which is what an edit list would have said.
        expected=Expected(
            duration=14.08,
            flashes=tuple(second + 0.08 for second in range(1, 14, 2)),
            in_sync=False,
            reasons=frozenset({"late_start"}),
        ),
    ),
    Odd(
        name="without an index.mkv",
        make=encoded("-f", "matroska", "-live", "1"),
        expected=Expected(),
    ),
    Odd(
        name="sound that ends early.mp4",
        make=lambda path: run_ffmpeg(*picture(), *beeps(2), *X264, str(path)),
        expected=Expected(in_sync=False),
    ),
    Odd(
        name="sound that goes on.mp4",
        make=lambda path: run_ffmpeg(*picture(seconds=2), *beeps(), *X264, str(path)),
        expected=Expected(flashes=(1,), in_sync=False),
    ),
    Odd(name="silent.mp4", make=encoded("-an"), expected=Expected(sounds=0)),
)


def song(*options: str, cover: bool = False, seconds: float = 4) -> Make:
    """Beeps without a picture, but for cover art."""

    def make(path: Path) -> None:
        art: tuple[str, ...] = ()
        if cover:
            image = path.with_name("cover.png")
            run_ffmpeg("-f", "lavfi", "-i", "color=red:s=64x64", "-frames:v", "1", str(image))
            art = ("-i", str(image), "-map", "0:a", "-map", "1:v")
            art += ("-c:v", "copy", "-disposition:v", "attached_pic")
        run_ffmpeg(*beeps(seconds), *art, *options, str(path))

    return make


def heard(duration: float = 4, *, poster: tuple[int, int] | None = None) -> Expected:
    flashes = tuple(range(1, int(duration), 2))
    return Expected(size=None, duration=duration, flashes=flashes, corners=None, poster=poster)


SOUNDS = (
    Odd(name="song.mp3", make=song("-c:a", "libmp3lame"), expected=heard()),
    Odd(
        name="song with a cover.mp3",
        make=song("-id3v2_version", "3", cover=True),
        expected=heard(poster=(64, 64)),
    ),
    Odd(name="song.m4a", make=song("-c:a", "aac"), expected=heard()),
    Odd(
        name="song with a cover.m4a",
        make=song("-c:a", "aac", cover=True),
        expected=heard(poster=(64, 64)),
    ),
    Odd(name="song.flac", make=song(), expected=heard()),
    Odd(name="song with a cover.flac", make=song(cover=True), expected=heard(poster=(64, 64))),
    Odd(name="long song.wav", make=song(seconds=20), expected=heard(20)),
    Odd(name="song.ogg", make=song("-c:a", "libvorbis"), expected=heard()),
    Odd(name="talk.mkv", make=song("-c:a", "libopus"), expected=heard()),
    Odd(
        name="two languages.mka",
        make=lambda path: run_ffmpeg(
            *beeps(), "-map", "0", "-map", "0", "-metadata:s:a:1", "language=por", str(path)
        ),
        expected=Expected(size=None, corners=None, sounds=2),
    ),
)


JUMPS = (
    Odd(
        name="clock that leaps 500 seconds.ts",
        make=joined(encoded(), encoded("-output_ts_offset", "504")),
        expected=Expected(
            duration=8,
            flashes=(1, 3, 5, 7),
            reasons=frozenset({"timestamps"}),
            warnings={"clock_repaired": 0},
        ),
    ),
    Odd(
        name="clock that leaps a day.ts",
        make=joined(encoded(), encoded("-output_ts_offset", "50000")),
        expected=Expected(
            duration=8,
            flashes=(1, 3, 5, 7),
            reasons=frozenset({"timestamps"}),
            warnings={"clock_repaired": 0},
        ),
    ),
    Odd(
        name="clock that starts again.ts",
        make=joined(encoded("-output_ts_offset", "50000"), encoded()),
        expected=Expected(
            duration=8,
            flashes=(1, 3, 5, 7),
            reasons=frozenset({"timestamps"}),
            warnings={"clock_repaired": 0},
        ),
    ),
    Odd(
        name="three recordings in one.ts",
        make=joined(encoded(seconds=10), encoded(seconds=10), encoded(seconds=10)),
        expected=Expected(
            duration=30,
            flashes=tuple(range(1, 30, 2)),
            reasons=frozenset({"timestamps"}),
            warnings={"clock_repaired": 0},
        ),
    ),
    Odd(
        name="two recordings in one.mpg",
        make=joined(*[encoded("-c:v", "mpeg2video", "-q:v", "2", "-c:a", "mp2", "-f", "mpeg")] * 2),
        expected=Expected(duration=8, flashes=(1, 3, 5, 7), warnings={"clock_repaired": 0}),
    ),
)
