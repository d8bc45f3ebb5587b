"""Files that are cut short, rotten, or not what their names say, and what must come of them."""

from collections.abc import Callable
from pathlib import Path
from random import Random

from tests.corpus import PLAIN, Expected, Make, Odd, encoded


def hurt(first: Make, harm: Callable[[bytearray], bytes | bytearray], *, suffix: str) -> Make:
    """A file of which some bytes are changed or lost."""

    def make(path: Path) -> None:
        whole = path.with_name("whole" + suffix)
        first(whole)
        path.write_bytes(harm(bytearray(whole.read_bytes())))

    return make


def cut(data: bytearray) -> bytes | bytearray:
    """What arrives of an upload that breaks off in its second half."""
    return data[: len(data) * 6 // 10]


def zeroed(data: bytearray) -> bytes | bytearray:
    """What a download leaves that reserves its room and never ends."""
    half = len(data) * 6 // 10
    return data[:half] + bytes(len(data) - half)


def rotten(data: bytearray) -> bytearray:
    """Every 2,000th byte of the middle half is another one."""
    for at in range(len(data) // 4, len(data) * 3 // 4, 2000):
        data[at] ^= 0x5A
    return data


def blank(data: bytearray) -> bytearray:
    """A fifth of the file, in its middle, was never written."""
    start, end = len(data) * 4 // 10, len(data) * 6 // 10
    data[start:end] = bytes(end - start)
    return data


def holed(data: bytearray) -> bytes | bytearray:
    """Every 40th packet of a transport stream is lost."""
    packets = [data[at : at + 188] for at in range(0, len(data), 188)]
    return b"".join(packet for number, packet in enumerate(packets) if number % 40 != 39)


def without_index(data: bytearray) -> bytes | bytearray:
    return data[: data.rindex(b"moov") - 4]


def of_bytes(data: bytes) -> Make:
    def make(path: Path) -> None:
        path.write_bytes(data)

    return make


TEXT = b"this is a text, whatever its name says\n" * 100


FRONT = encoded("-movflags", "+faststart", "-g", "25", "-crf", "1", seconds=10)
BACK = encoded("-g", "25", "-crf", "1", seconds=10)
DAMAGED = (
    Odd(
        name="cut short.mp4",
        make=hurt(FRONT, cut, suffix=".mp4"),
        expected=Expected(duration=3.08, warnings={"truncated": 7, "picture_damaged": 0}),
    ),
    Odd(
        name="cut short.mkv",
        make=hurt(BACK, cut, suffix=".mkv"),
        expected=Expected(duration=4.84, warnings={"truncated": 5}),
    ),
    Odd(
        name="cut short.flv",
        make=hurt(BACK, cut, suffix=".flv"),
        expected=Expected(duration=6, flashes=(1, 3, 5), warnings={"truncated": 4}),
    ),
    Odd(
        name="cut short.avi",
        make=hurt(BACK, cut, suffix=".avi"),
        expected=Expected(duration=6.32, flashes=(1, 3, 5), warnings={"truncated": 4}),
    ),
    Odd(
        name="cut short.ts",
        make=hurt(BACK, cut, suffix=".ts"),
        expected=Expected(duration=6, flashes=(1, 3, 5)),
    ),
    Odd(
        name="zeroes at the end.mp4",
        make=hurt(FRONT, zeroed, suffix=".mp4"),
        expected=Expected(duration=3.76, warnings={"undecodable": 6.25}),
    ),
    Odd(
        name="rotten.mp4",
        make=hurt(BACK, rotten, suffix=".mp4"),
        expected=Expected(
            duration=10,
            corners=None,
            in_sync=False,
            warnings={"picture_damaged": 0, "sound_damaged": 0},
        ),
    ),
    Odd(
        name="rotten.mkv",
        make=hurt(BACK, rotten, suffix=".mkv"),
        expected=Expected(
            duration=10, corners=None, in_sync=False, warnings={"hole": 1.7, "picture_damaged": 0}
        ),
    ),
    Odd(
        name="rotten.ts",
        make=hurt(BACK, holed, suffix=".ts"),
        expected=Expected(
            duration=10, corners=None, in_sync=False, warnings={"sound_damaged": 1.6}
        ),
    ),
    Odd(
        name="blank in its middle.mp4",
        make=hurt(BACK, blank, suffix=".mp4"),
        expected=Expected(
            duration=10,
            corners=None,
            in_sync=False,
            warnings={"undecodable": 4.4},
        ),
    ),
    Odd(
        name="blank in its middle.mkv",
        make=hurt(BACK, blank, suffix=".mkv"),
        expected=Expected(
            duration=10, corners=None, in_sync=False, warnings={"hole": 4, "picture_damaged": 0}
        ),
    ),
    Odd(
        name="blank in its middle.ts",
        make=hurt(BACK, blank, suffix=".ts"),
        expected=Expected(
            duration=10, corners=None, in_sync=False, warnings={"hole": 2, "picture_damaged": 0}
        ),
    ),
    Odd(
        name="without its index.mp4",
        make=hurt(BACK, without_index, suffix=".mp4"),
        expected=Expected(error="corrupt_input"),
    ),
    Odd(
        name="matroska in truth.mp4",
        make=hurt(PLAIN, bytes, suffix=".mkv"),
        expected=Expected(),
    ),
    Odd(
        name="transport stream in truth.mov",
        make=hurt(PLAIN, bytes, suffix=".ts"),
        expected=Expected(),
    ),
    Odd(name="a text.mp4", make=of_bytes(TEXT), expected=Expected(error="unsupported_format")),
    Odd(
        name="nothing.mp4",
        make=of_bytes(b""),
        expected=Expected(error="unsupported_format"),
    ),
    Odd(
        name="noise.mp4",
        make=of_bytes(Random(1).randbytes(200_000)),
        expected=Expected(error="unsupported_format"),
    ),
    Odd(
        name="a head alone.mkv",
        make=hurt(BACK, lambda data: data[:600], suffix=".mkv"),
        expected=Expected(error="corrupt_input"),
    ),
)
