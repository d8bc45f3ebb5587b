"""A form becomes a file and a few values, or a precise refusal."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caudal.choices import read_options
from caudal.errors import (
    BadParameter,
    CaudalError,
    EmptyFile,
    InsufficientStorage,
    MalformedBody,
    NoFile,
    TooManyFiles,
    UnsupportedMediaType,
    UploadStalled,
    UploadTooLarge,
)
from caudal.media.plan import Options, Quality
from caudal.media.sidecar import MAX_SIDECAR_BYTES, MAX_SIDECARS, Format, Sidecar
from caudal.stages.receive import (
    BLOCK,
    MAX_FORM_BYTES,
    Limits,
    Received,
    check_room,
    receive,
)
from tests.doubles import FileInMemory, UploadsInMemory
from tests.forms import BOUNDARY, CLOSING, CONTENT_TYPE, a_field, a_form, a_part, pieces

UUID_1 = UUID(int=1)
LIMITS = Limits(file_bytes=10_000_000, disk_reserve=1000)


async def taken(
    body: bytes | Iterable[bytes],
    *,
    content_type: str = CONTENT_TYPE,
    uploads: UploadsInMemory | None = None,
    file: FileInMemory | None = None,
    limits: Limits = LIMITS,
) -> Received:
    return await receive(
        pieces(body),
        content_type=content_type,
        uploads=uploads or UploadsInMemory(),
        file=file or FileInMemory(),
        limits=limits,
        read_options=lambda raw: read_options(raw, Options()),
    )


async def outcome(body: Iterable[bytes]) -> tuple[object, ...]:
    """All that can be seen of an upload: its values and bytes, or its error."""
    file = FileInMemory()
    try:
        received = await taken(body, file=file)
    except CaudalError as error:
        return type(error), str(error)
    return received, bytes(file.data), file.kept


async def test_the_file_of_a_form_is_kept_byte_for_byte() -> None:
    file = FileInMemory()
    data = bytes(range(256)) * 1000

    received = await taken(a_form(a_part(data, filename="férias.mov")), file=file)

    assert received == Received(filename="férias.mov", bytes=len(data), options=Options())
    assert bytes(file.data) == data
    assert file.kept


async def test_options_before_or_after_the_file_are_read() -> None:
    options = a_field("options", '{"quality": "fast", "rungs": [720, 360]}')

    before = await taken(a_form(options, a_part(b"x")))
    after = await taken(a_form(a_part(b"x"), options))

    assert before.options == Options(quality=Quality.FAST, rungs=(720, 360))
    assert after == before


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ("{", "/options"),
        ('{"quality": "superb"}', "/options/quality"),
        ('{"rungs": [720, 1]}', "/options/rungs/1"),
        ('{"rungs": []}', "/options/rungs"),
        ('{"rungs": ["720"]}', "/options/rungs/0"),
        ('{"bitrate": 5}', "/options/bitrate"),
    ],
)
async def test_a_wrong_option_is_named(options: str, pointer: str) -> None:
    with pytest.raises(BadParameter) as refused:
        await taken(a_form(a_field("options", options), a_part(b"x")))

    assert refused.value.pointer == pointer


async def test_wrong_options_are_refused_before_the_file_is_read() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield a_field("options", "nonsense")
        yield f"--{BOUNDARY}\r\n".encode()
        raise AssertionError("the body was read on")

    with pytest.raises(BadParameter):
        await receive(
            body(),
            content_type=CONTENT_TYPE,
            uploads=UploadsInMemory(),
            file=FileInMemory(),
            limits=LIMITS,
            read_options=lambda raw: read_options(raw, Options()),
        )


async def test_other_fields_are_ignored() -> None:
    received = await taken(a_form(a_field("title", "Praia"), a_part(b"x"), a_field("z", "")))

    assert received.bytes == 1


SRT = b"1\n00:00:01,000 --> 00:00:02,000\nOl\xe1\n"


async def test_subtitles_come_beside_the_file_in_any_order() -> None:
    file = FileInMemory()
    words = '{"subtitles": [{"language": "pt-BR", "title": "Legendas"}]}'

    received = await taken(
        a_form(
            a_part(SRT, "subtitles", "film.pt.srt"),
            a_part(b"film"),
            a_part(b"WEBVTT\n\n00:01.000 --> 00:02.000\nHi\n", "subtitles", "film.en.vtt"),
            a_part(b"", "subtitles", ""),
            a_field("options", words),
        ),
        file=file,
    )

    assert received.options.subtitles == (
        Sidecar(format=Format.SRT, language="pt-BR", title="Legendas"),
        Sidecar(format=Format.WEBVTT, language="en"),
    )
    assert file.sidecars[0].decode().endswith("Olá\n")
    assert list(file.sidecars) == [0, 1]
    assert bytes(file.data) == b"film"


@pytest.mark.parametrize(
    ("parts", "pointer"),
    [
        ([a_part(SRT, "subtitles"), a_part(b"a text", "subtitles")], "/subtitles/1"),
        ([a_part(SRT, "subtitles")] * (MAX_SIDECARS + 1), f"/subtitles/{MAX_SIDECARS}"),
        ([a_part(SRT + b" " * MAX_SIDECAR_BYTES, "subtitles")], "/subtitles/0"),
        ([a_field("options", '{"subtitles": [{}]}')], "/options/subtitles/0"),
        ([a_field("options", '{"subtitles": [{"language": "x y"}]}')], "/options/subtitles/0"),
        (
            [a_field("options", '{"audio_only": true}'), a_part(SRT, "subtitles")],
            "/subtitles",
        ),
    ],
)
async def test_wrong_subtitles_are_named(parts: list[bytes], pointer: str) -> None:
    with pytest.raises(BadParameter) as refused:
        await taken(a_form(*parts, a_part(b"x")))

    assert refused.value.pointer == pointer


@pytest.mark.parametrize(
    ("filename", "shown"),
    [
        ("../../etc/x.mp4", "x.mp4"),
        (b"f\xe9rias.mov", "f\N{REPLACEMENT CHARACTER}rias.mov"),
        (b'say \\"hi\\".mov', 'say "hi".mov'),
        ("ã" * 5000, "ã" * 255),
        (b"a\nb.mp4", "ab.mp4"),
        (b"a\0b.mp4", "ab.mp4"),
        ("", "video"),
        (None, "video"),
    ],
)
async def test_a_file_name_becomes_display_text(filename: str | bytes | None, shown: str) -> None:
    received = await taken(a_form(a_part(b"x", filename=filename)))

    assert received.filename == shown


async def test_the_extended_file_name_of_older_clients_is_read() -> None:
    part = a_part(b"x").replace(b'filename="a.mp4"', b"filename*=UTF-8''f%C3%A9rias.mov")

    received = await taken(a_form(part))

    assert received.filename == "férias.mov"


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nonsense",
        a_part(b"x"),
        a_part(b"x") + CLOSING[:-4],
        a_form(a_part(b"x")).replace(b"\r\n", b"\n"),
        a_form(a_part(b"x")).replace(b"\r\n\r\n", b"\n\n"),
        a_form(a_part(b"x")).replace(b"Content-Disposition", b"Content Disposition"),
        a_form(a_part(b"x")).replace(b"Content-Disposition", b"X-Disposition"),
        a_form(a_part(b"x")).replace(b"form-data", b"attachment"),
        a_form(a_part(b"x")).replace(b'name="file"', b"novel"),
        a_form(a_part(b"x", filename="x" * 1_000_000)),
        a_form(a_part(b"x").replace(b"\r\n\r\n", b"\r\n" + b"X: y\r\n" * 100 + b"\r\n")),
        a_form(a_part(b"x"), *[a_field("f", "")] * 1000),
        a_form(a_field("title", b"x" * 100_000), a_part(b"x")),
    ],
    ids=[
        "nothing",
        "no form",
        "no closing boundary",
        "half a closing boundary",
        "line feeds only",
        "line feeds around a header",
        "bad header name",
        "no disposition",
        "other disposition",
        "no field name",
        "header of 1 MB",
        "100 headers",
        "1001 parts",
        "large field",
    ],
)
async def test_a_broken_form_is_refused(body: bytes) -> None:
    file = FileInMemory()

    with pytest.raises(MalformedBody):
        await taken(body, file=file)
    assert not file.kept


@pytest.mark.parametrize(
    ("content_type", "refusal"),
    [
        ("multipart/form-data", MalformedBody),
        ("multipart/form-data; boundary=", MalformedBody),
        ("multipart/form-data; boundary=other", MalformedBody),
        ("multipart/form-data; boundary=" + "x" * 1000, MalformedBody),
        ("multipart/mixed; boundary=" + BOUNDARY, UnsupportedMediaType),
        ("application/json", UnsupportedMediaType),
        ("video/mp4", UnsupportedMediaType),
        ("", UnsupportedMediaType),
    ],
)
async def test_a_content_type_without_our_form_is_refused(
    content_type: str, refusal: type[CaudalError]
) -> None:
    with pytest.raises(refusal):
        await taken(a_form(a_part(b"x")), content_type=content_type)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (CLOSING, NoFile),
        (a_form(a_field("title", "Praia")), NoFile),
        (a_form(a_part(b"x", name="video")), NoFile),
        (a_form(a_part(b"")), EmptyFile),
        (a_form(a_part(b"x"), a_part(b"y")), TooManyFiles),
        (a_form(a_part(b"x"), a_part(b"y"), a_part(b"z")), TooManyFiles),
    ],
)
async def test_a_form_has_exactly_one_file_with_bytes(
    body: bytes, refusal: type[CaudalError]
) -> None:
    with pytest.raises(refusal):
        await taken(body)


async def test_a_file_of_exactly_the_limit_is_taken() -> None:
    limits = Limits(file_bytes=3 * BLOCK, disk_reserve=0)
    body = a_form(a_part(bytes(3 * BLOCK)), a_field("title", "Praia"))

    await check_room(UploadsInMemory(), len(body), limits)
    received = await taken(body, limits=limits)

    assert received.bytes == 3 * BLOCK


async def test_one_byte_more_than_the_limit_is_refused() -> None:
    limits = Limits(file_bytes=3 * BLOCK, disk_reserve=0)
    body = a_form(a_part(bytes(3 * BLOCK + 1)))

    with pytest.raises(UploadTooLarge):
        await taken(body, limits=limits)


async def test_nothing_past_the_limit_is_written() -> None:
    limits = Limits(file_bytes=2 * BLOCK, disk_reserve=0)
    file = FileInMemory()
    endless = [a_part(b"")[:-2]] + [bytes(1 << 16)] * 100

    with pytest.raises(UploadTooLarge):
        await taken(endless, limits=limits, file=file)
    assert len(file.data) <= limits.file_bytes


async def test_bytes_behind_the_form_count_too() -> None:
    endless = [a_form(a_part(b"x")), *[bytes(1 << 16)] * 1000]

    with pytest.raises(UploadTooLarge):
        await taken(endless, limits=Limits(file_bytes=BLOCK, disk_reserve=0))


async def test_a_declared_length_beyond_the_limit_is_refused_unread() -> None:
    with pytest.raises(UploadTooLarge):
        await check_room(UploadsInMemory(), LIMITS.file_bytes + MAX_FORM_BYTES + 1, LIMITS)


@pytest.mark.parametrize(("room", "declared"), [(5000, 4001), (999, None)])
async def test_a_body_that_would_eat_the_reserve_is_refused_unread(
    room: int, declared: int | None
) -> None:
    with pytest.raises(InsufficientStorage):
        await check_room(UploadsInMemory(room), declared, LIMITS)


async def test_a_body_that_just_fits_beside_the_reserve_is_read() -> None:
    await check_room(UploadsInMemory(5000), 4000, LIMITS)


async def test_an_upload_ends_when_it_has_eaten_the_free_space() -> None:
    uploads = UploadsInMemory(room=3 * BLOCK)
    endless = [a_part(b"")[:-2]] + [bytes(BLOCK)] * 9

    async with uploads.incoming(UUID_1) as file:
        with pytest.raises(InsufficientStorage):
            await taken(endless, uploads=uploads, file=file)

        assert len(file.data) <= 3 * BLOCK


async def test_a_silent_client_is_not_waited_for() -> None:
    async def body() -> AsyncIterator[bytes]:
        yield a_part(b"x")
        await asyncio.Event().wait()

    with pytest.raises(UploadStalled):
        await receive(
            body(),
            content_type=CONTENT_TYPE,
            uploads=UploadsInMemory(),
            file=FileInMemory(),
            limits=Limits(file_bytes=1, disk_reserve=0, silence=timedelta(milliseconds=10)),
            read_options=lambda raw: read_options(raw, Options()),
        )


@pytest.mark.parametrize(
    "unit",
    [b"\r", b"\n", b"\r\n", b"\r\n--", b"\r\n--" + BOUNDARY.encode()[:-1], b"-", b"\r\r\n"],
    ids=repr,
)
async def test_boundary_like_bytes_take_linear_time(unit: bytes) -> None:
    def seconds(length: int) -> float:
        data = unit * (length // len(unit))
        body = a_form(a_part(data))
        start = time.process_time()
        received = asyncio.run(taken([body[i : i + 65536] for i in range(0, len(body), 65536)]))
        assert received.bytes == len(data)
        return time.process_time() - start

    small = await asyncio.to_thread(seconds, 1 << 19)
    large = await asyncio.to_thread(seconds, 1 << 22)

    # Eight times the bytes; a quadratic parser would take 64 times as long.
    assert large < 30 * max(small, 0.01)


HOSTILE = st.lists(
    st.sampled_from(
        [
            b"\r",
            b"\n",
            b"--",
            b"\r\n--" + BOUNDARY.encode(),
            b"\r\n--" + BOUNDARY.encode()[:5],
            CLOSING,
            a_part(b"y"),
            a_field("options", '{"quality": "best"}'),
            b"\0\xff",
        ]
    )
    | st.binary(max_size=20),
    max_size=12,
).map(b"".join)
CUTS = st.lists(st.integers(0, 2000), max_size=40)


@given(data=HOSTILE, tail=HOSTILE, cuts=CUTS)
async def test_any_cut_of_a_body_gives_the_same_result(
    data: bytes, tail: bytes, cuts: list[int]
) -> None:
    body = a_form(a_part(data), a_field("title", "z")) + tail
    bounds = [0, *sorted(min(cut, len(body)) for cut in cuts), len(body)]

    whole = await outcome([body])
    cut = await outcome([body[start:end] for start, end in pairwise(bounds)])

    assert cut == whole


@given(body=HOSTILE, disposition=st.binary(max_size=60))
async def test_whatever_is_sent_is_taken_or_refused(body: bytes, disposition: bytes) -> None:
    part = a_part(body).replace(b'form-data; name="file"', b"form-data; name=file; " + disposition)

    await outcome([a_form(part)])
