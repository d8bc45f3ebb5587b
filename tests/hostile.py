"""Files that are sent to do harm: they name other files and hosts, or are more than they seem."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.canary import Canary
from tests.media import a_film, run_ffmpeg

EVERY_PROTOCOL = "file,http,https,tcp,udp,rtp,crypto,data,concat,concatf,subfile,cache,async,ftp"

# What makes ffmpeg follow references as far as it ever does.
ANY_PROTOCOL = ("-protocol_whitelist", EVERY_PROTOCOL)
HLS = (
    *("-f", "hls", "-allowed_extensions", "ALL"),
    *("-allowed_segment_extensions", "ALL", "-extension_picky", "0"),
)
CONCAT = ("-f", "concat", "-safe", "0")
DASH = ("-f", "dash")
DREFS = ("-f", "mov", "-enable_drefs", "1", "-use_absolute_path", "1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hostile:
    """A file to be made, and what must come of it.

    Attributes:
        make: Writes it.
        error: The stable code of its refusal.
        followed: Options of an ffmpeg that falls for it; None: none does.
    """

    name: str
    make: Callable[[Path, Canary], None]
    error: str = "unsupported_format"
    followed: Sequence[str] | None = None


def says(text: str) -> Callable[[Path, Canary], None]:
    """A file of text; {there} is the directory of others, {host} a host and its port."""

    def make(path: Path, watched: Canary) -> None:
        host = f"127.0.0.1:{watched.port}"
        path.write_text(
            text.format(there=watched.directory, host=host, port=watched.port), newline=""
        )

    return make


def hls(segment: str, *tags: str) -> Callable[[Path, Canary], None]:
    """A playlist of one segment."""
    lines = ("#EXTM3U", "#EXT-X-TARGETDURATION:10", *tags, "#EXTINF:10.0,", segment)
    return says("\n".join((*lines, "#EXT-X-ENDLIST", "")))


REFERENCES = (
    Hostile(name="path.m3u8", make=hls("{there}/film.ts"), followed=HLS),
    Hostile(name="file url.m3u8", make=hls("file://{there}/film.ts"), followed=HLS),
    Hostile(name="file.mp4", make=hls("file:{there}/film.ts"), followed=HLS),
    Hostile(name="host.m3u8", make=hls("http://{host}/film.ts"), followed=HLS),
    Hostile(name="socket.m3u8", make=hls("tcp://{host}"), followed=None),
    Hostile(name="concat.m3u8", make=hls("concat:{there}/film.ts|{there}/words.txt")),
    Hostile(name="subfile.m3u8", make=hls("subfile,,start,0,end,9,,:{there}/film.ts")),
    Hostile(name="crypto.m3u8", make=hls("crypto+file://{there}/film.ts")),
    Hostile(
        name="key.m3u8",
        make=hls("http://{host}/a.ts", '#EXT-X-KEY:METHOD=AES-128,URI="file://{there}/words.txt"'),
        followed=HLS,
    ),
    Hostile(
        name="map.m3u8",
        make=hls("{there}/film.ts", '#EXT-X-MAP:URI="{there}/film.mp4"'),
        followed=HLS,
    ),
    Hostile(
        name="variants.m3u8",
        make=says("#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\nhttp://{host}/other.m3u8\n"),
        followed=HLS,
    ),
    Hostile(name="byte order mark.m3u8", make=says("\ufeff#EXTM3U\n#EXTINF:1,\n{there}/film.ts\n")),
    Hostile(
        name="returns.m3u8",
        make=says(
            "#EXTM3U\r\n#EXT-X-TARGETDURATION:1\r\n#EXTINF:1,\r\n{there}/film.ts\r\n#EXT-X-ENDLIST\r\n"
        ),
        followed=HLS,
    ),
    Hostile(
        name="film.ffconcat",
        make=says("ffconcat version 1.0\nfile '{there}/film.mp4'\n"),
        followed=CONCAT,
    ),
    Hostile(
        name="host.ffconcat",
        make=says("ffconcat version 1.0\nfile 'http://{host}/film.mp4'\n"),
        followed=CONCAT,
    ),
    Hostile(
        name="lengths.ffconcat",
        make=says("ffconcat version 1.0\nfile '{there}/film.mp4'\nduration 1\ninpoint 0.2\n"),
        followed=CONCAT,
    ),
    Hostile(
        name="file.mpd",
        make=says(
            '<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT1S">'
            '<Period><AdaptationSet mimeType="video/mp4"><Representation id="0" bandwidth="1">'
            "<BaseURL>http://{host}/film.mp4</BaseURL></Representation></AdaptationSet></Period>"
            "</MPD>"
        ),
        followed=DASH,
    ),
    Hostile(
        name="entity.mpd",
        make=says(
            '<?xml version="1.0"?><!DOCTYPE MPD [<!ENTITY x SYSTEM "file://{there}/words.txt">]>'
            "<MPD><Period>&x;</Period></MPD>"
        ),
    ),
    Hostile(
        name="call.sdp",
        make=says(
            "v=0\r\no=- 0 0 IN IP4 127.0.0.1\r\ns=x\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
            "m=video {port} RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\n"
        ),
    ),
    Hostile(
        name="words.idx",
        make=says(
            "# VobSub index file, v7 (do not modify this line!)\nsize: 720x576\nid: en, index: 0\n"
            "timestamp: 00:00:01:000, filepos: 000000000\n"
        ),
    ),
    Hostile(
        name="picture.svg",
        make=says(
            '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" '
            'xmlns:xlink="http://www.w3.org/1999/xlink" width="64" height="64">'
            '<image xlink:href="file://{there}/words.txt"/><image xlink:href="http://{host}/a"/>'
            "</svg>"
        ),
    ),
    Hostile(
        name="list.asx",
        make=says('<asx version="3.0"><entry><ref href="http://{host}/film.mp4"/></entry></asx>'),
    ),
    Hostile(name="list.pls", make=says("[playlist]\nFile1=http://{host}/film.mp4\n")),
    Hostile(name="list.ram", make=says("RTSPtext\nrtsp://{host}/film\n")),
    Hostile(name="link.mov", make=says("RTSPtextRTSP://{host}/film\r\n")),
    Hostile(name="page.html", make=says("<html><script src=http://{host}/a></script></html>")),
)


def box(kind: bytes, content: bytes) -> bytes:
    """A box of MP4."""
    return struct.pack(">I", 8 + len(content)) + kind + content


def changed(data: bytes, path: Sequence[bytes], change: Callable[[bytes], bytes]) -> bytes:
    """MP4 with the content of the boxes at this path changed; what holds them grows along."""
    made = b""
    while data:
        size, kind = struct.unpack(">I4s", data[:8])
        content, data = data[8:size], data[size:]
        if kind == path[0]:
            content = changed(content, path[1:], change) if path[1:] else change(content)
        made += box(kind, content)
    return made


TRACK = (b"moov", b"trak", b"mdia")
SAMPLES = (*TRACK, b"minf", b"stbl")


def with_references(path: Path, watched: Canary) -> None:
    """QuickTime whose samples are in another file, by its name."""
    target = str(watched.directory / "film.mp4").encode()
    alias = bytearray(150)
    alias[130:146] = b"\xff" * 16
    name = struct.pack(">hH", 2, len(target)) + target + b"\0" * (len(target) % 2)
    record = bytes(alias) + name + struct.pack(">hH", -1, 0)
    entry = struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record
    film = a_film(path.with_suffix(".mp4"), "64x64", 25, 1, "-an", "-f", "mov")
    place = (*TRACK, b"minf", b"dinf", b"dref")
    path.write_bytes(
        changed(film.read_bytes(), place, lambda _old: struct.pack(">II", 0, 1) + entry)
    )


def with_a_playlist_as_subtitles(path: Path, watched: Canary) -> None:
    """AVI with a track of GAB2 subtitles that are a playlist."""
    playlist = (
        f"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1.0,\nfile://{watched.directory}/film.ts\n"
    )
    words = playlist.encode()
    gab2 = b"GAB2\0" + struct.pack("<HI", 2, 2) + b"x\0"
    gab2 += struct.pack("<HI", 4, len(words)) + words

    def chunk(kind: bytes, content: bytes) -> bytes:
        return kind + struct.pack("<I", len(content)) + content + b"\0" * (len(content) % 2)

    head = struct.pack("<14I", 40_000, 0, 0, 0x10, 1, 0, 1, 0, 64, 64, 0, 0, 0, 0)
    stream = struct.pack(
        "<4s4sIHHIIIIIIII4H", b"txts", b"\0" * 4, 0, 0, 0, 0, 1, 25, 0, 1, 0, 0, 0, *(0,) * 4
    )
    tracks = chunk(b"LIST", b"strl" + chunk(b"strh", stream) + chunk(b"strf", b"\0" * 40))
    header = chunk(b"LIST", b"hdrl" + chunk(b"avih", head) + tracks)
    movie = chunk(b"LIST", b"movi" + chunk(b"00tx", gab2))
    body = b"AVI " + header + movie
    path.write_bytes(b"RIFF" + struct.pack("<I", len(body)) + body)


def of_many_tracks(path: Path, _watched: Canary) -> None:
    tone = ("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono:d=0.1")
    run_ffmpeg(*tone, *("-map", "0") * 900, "-c:a", "pcm_s16le", "-f", "matroska", str(path))


def of_size(side: int) -> Callable[[Path, Canary], None]:
    """Motion JPEG whose headers say another size than it has."""

    def make(path: Path, _watched: Canary) -> None:
        still = ("-f", "lavfi", "-i", "color=s=64x64:r=1:d=2,format=yuvj420p")
        run_ffmpeg(*still, "-c:v", "mjpeg", "-f", "avi", str(path))
        data = bytearray(path.read_bytes())
        place = 0
        while (place := data.find(b"\xff\xc0\x00\x11\x08", place + 1)) > 0:
            data[place + 5 : place + 9] = struct.pack(">HH", side, side)
        for old in (struct.pack("<II", 64, 64), struct.pack("<HH", 64, 64)):
            new = struct.pack("<II" if len(old) == 8 else "<HH", side, side)
            data = bytearray(bytes(data).replace(old, new))
        path.write_bytes(data)

    return make


def thin(path: Path, _watched: Canary) -> None:
    still = ("-f", "lavfi", "-i", "color=s=1x60000:r=1:d=2,format=yuvj444p")
    run_ffmpeg(*still, "-c:v", "mjpeg", "-f", "matroska", str(path))


def with_a_gap(path: Path, _watched: Canary) -> None:
    film = "testsrc2=s=64x64:r=25:d=2,setpts='PTS+gte(N,25)*36000/TB'"
    options = ("-fps_mode", "passthrough", "-c:v", "libx264", "-preset", "ultrafast")
    run_ffmpeg("-f", "lavfi", "-i", film, *options, "-f", "matroska", str(path))


def with_long_frames(path: Path, _watched: Canary) -> None:
    film = a_film(path.with_suffix(".old"), "64x64", 25, 1, "-an", "-bf", "0", "-f", "mp4")
    longest = struct.pack(">IIII", 0, 1, 25, 0x7FFF_FFFF)
    data = changed(film.read_bytes(), (*SAMPLES, b"stts"), lambda _old: longest)
    path.write_bytes(changed(data, (b"moov", b"trak", b"edts", b"elst"), lambda _old: bytes(8)))


BOMBS = (
    Hostile(
        name="samples elsewhere.mov", make=with_references, error="corrupt_input", followed=DREFS
    ),
    Hostile(name="gab2.avi", make=with_a_playlist_as_subtitles),
    Hostile(name="900 tracks.mkv", make=of_many_tracks, error="too_many_streams"),
    Hostile(name="16000 by 16000.avi", make=of_size(16_000), error="too_many_pixels"),
    Hostile(name="1 by 60000.mkv", make=thin, error="side_too_long"),
    Hostile(name="a gap of 10 hours.mkv", make=with_a_gap, error="too_long"),
    Hostile(name="frames of days.mp4", make=with_long_frames, error="too_long"),
)

FILES = (*REFERENCES, *BOMBS)

# What a file may be called by a sender, who knows a file and a port of ours.
NAMES = (
    "../../../../etc/passwd",
    "/etc/passwd",
    "..\\..\\windows\\win.ini",
    "{there}/film.mp4",
    "file://{there}/film.mp4",
    "concat:{there}/film.mp4|{there}/film.ts",
    "http://{host}/film.mp4",
    "-i {there}/film.mp4",
    "a.mp4; touch {there}/touched",
    "$(touch {there}/touched).mp4",
    "<script>fetch('http://{host}')</script>.mp4",
    "%s%n%05d.mp4",
    "a\u202e4pm.exe",
    "CON",
    "x" * 300 + ".mp4",
)
