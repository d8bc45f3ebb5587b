"""Sound with cover art, as programs for music make it, and the posters that must come of it."""

import struct
import zlib
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.corpus import Expected, Make, Odd, beeps
from tests.media import run_ffmpeg

# ID3's and FLAC's numbers for what a picture shows.
BACK, FRONT = 4, 3

SECONDS = 2
HUGE = 16_000  # pixels a side

_PICTURE = 6  # FLAC's kind of block
_MIME = {".png": b"image/png", ".jpg": b"image/jpeg", ".webp": b"image/webp"}


def image(path: Path, colour: str, size: str) -> bytes:
    """A picture of one colour, of the kind that its name says."""
    graph = f"color={colour}:s={size},format=rgba"
    run_ffmpeg("-f", "lavfi", "-i", graph, "-frames:v", "1", "-update", "1", str(path))
    return path.read_bytes()


def huge_png() -> bytes:
    """A PNG of 256 million pixels in 250 kB."""
    packer = zlib.compressobj(1)
    row = bytes(1 + HUGE)
    pixels = b"".join(packer.compress(row) for _ in range(HUGE)) + packer.flush()
    head = struct.pack(">IIBBBBB", HUGE, HUGE, 8, 0, 0, 0, 0)
    chunks = [(b"IHDR", head), (b"IDAT", pixels), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


def picture(shows: int, mime: bytes, data: bytes) -> bytes:
    """A picture as FLAC and Ogg have it."""
    head = struct.pack(">II", shows, len(mime)) + mime
    return head + bytes(20) + struct.pack(">I", len(data)) + data


def ogg(path: Path) -> None:
    """A song in Vorbis, with a red cover among its tags."""
    cover = picture(FRONT, b"image/png", image(path.with_name("cover.png"), "red", "64x64"))
    tag = f"METADATA_BLOCK_PICTURE={b64encode(cover).decode()}"
    run_ffmpeg(*beeps(SECONDS), "-c:a", "libvorbis", "-metadata", tag, str(path))


def flac(path: Path, *pictures: tuple[int, bytes, bytes]) -> None:
    """A song with these pictures, whatever they are: what each shows, its type, its bytes."""
    run_ffmpeg(*beeps(SECONDS), "-bitexact", str(path))
    song = path.read_bytes()
    head, sound = 8 + 34, song.index(b"\xff\xf8")  # behind STREAMINFO; the first frame
    blocks = b""
    for number, (shows, mime, data) in enumerate(pictures, 1):
        body = picture(shows, mime, data)
        last = 0x80 if number == len(pictures) else 0
        blocks += bytes([last | _PICTURE]) + len(body).to_bytes(3, "big") + body
    path.write_bytes(song[:4] + b"\0" + song[5:head] + blocks + song[sound:])


def illustrated(
    ending: str, colour: str, size: str, harm: Callable[[bytes], bytes] = bytes
) -> Make:
    """A song in FLAC with a front cover of this kind, behind a blue picture of its back."""

    def make(path: Path) -> None:
        back = image(path.with_name("back.png"), "blue", "100x100")
        front = harm(image(path.with_name("front" + ending), colour, size))
        flac(path, (BACK, b"image/png", back), (FRONT, _MIME[ending], front))

    return make


def attached(ending: str, colour: str, size: str, *options: str) -> Make:
    """A song with one picture, as ffmpeg writes it."""

    def make(path: Path) -> None:
        art = path.with_name("cover" + ending)
        image(art, colour, size)
        attached_picture = ("-c:v", "copy", "-disposition:v", "attached_pic")
        maps = ("-i", str(art), "-map", "0:a", "-map", "1:v", *attached_picture)
        run_ffmpeg(*beeps(SECONDS), *maps, *options, str(path))

    return make


def enclosed(path: Path) -> None:
    """A song in Matroska, with a file for its cover."""
    art = path.with_name("cover.png")
    image(art, "red", "301x199")
    run_ffmpeg(
        *beeps(SECONDS), "-attach", str(art), "-metadata:s:t", "mimetype=image/png", str(path)
    )


SONG = Expected(size=None, duration=SECONDS, flashes=(1,), corners=None)
UNREADABLE = replace(SONG, warnings={"cover_unreadable": 0})


def shown(width: int, height: int, colour: str = "red") -> Expected:
    return replace(SONG, poster=(width, height), poster_colour=colour)


COVERS = (
    Odd(name="wide cover.mp3", make=attached(".jpg", "red", "1600x900"), expected=shown(1280, 720)),
    Odd(name="tall cover.m4a", make=attached(".bmp", "red", "90x3000"), expected=shown(38, 1280)),
    Odd(name="odd cover.mka", make=enclosed, expected=shown(301, 199)),
    Odd(name="song with a cover.ogg", make=ogg, expected=shown(64, 64)),
    Odd(name="cover of one pixel.mp3", make=attached(".gif", "red", "1x1"), expected=shown(1, 1)),
    Odd(
        name="two covers.flac",
        make=illustrated(".webp", "red", "1000x1000"),
        expected=shown(720, 720),
    ),
    Odd(
        name="transparent cover.flac",
        make=illustrated(".png", "white@0", "64x64"),
        expected=shown(64, 64, "black"),
    ),
    Odd(
        name="cover cut short.flac",
        make=illustrated(".jpg", "red", "400x400", lambda data: data[: len(data) // 2]),
        expected=UNREADABLE,
    ),
    Odd(
        name="rotten cover.flac",
        make=illustrated(".png", "red", "400x400", lambda data: data[:50] + bytes(99) + data[149:]),
        expected=UNREADABLE,
    ),
    Odd(
        name="huge cover.flac",
        make=lambda path: flac(path, (FRONT, b"image/png", huge_png())),
        expected=UNREADABLE,
    ),
)
