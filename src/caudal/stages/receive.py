"""Receive a video: a form, or one request of many, streamed once into its final file."""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from email.message import Message

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import MultipartParser, parse_options_header

from caudal.errors import (
    BadParameter,
    EmptyFile,
    InsufficientStorage,
    MalformedBody,
    NoFile,
    TooManyFiles,
    UnsupportedMediaType,
    UploadTooLarge,
)
from caudal.media.plan import Options
from caudal.media.sidecar import (
    MAX_SIDECAR_BYTES,
    MAX_SIDECARS,
    Sidecar,
    described,
    read_sidecar,
)
from caudal.media.video import display_name
from caudal.pace import in_time
from caudal.ports import IncomingFile, Uploads

BLOCK = 1 << 20
"""Bytes collected before they are written: a thread's hand-over costs as much as 64 KiB do."""

MAX_PARTS = 100
MAX_HEADERS = 16  # a part's
MAX_HEADER_BYTES = 1 << 14  # a file name of 5,000 letters fits, in any script
MAX_FIELD_BYTES = 1 << 16
MAX_FORM_BYTES = MAX_SIDECAR_BYTES + (1 << 20)  # what a body may hold besides its file


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What an upload may take.

    Attributes:
        file_bytes: Size of the largest file.
        disk_reserve: Bytes of the disk that uploads leave free.
        silence: How long a client may send nothing in the middle of its body.
        window: How long a client may send too little.
        pace: Bytes a second that are enough.
    """

    file_bytes: int
    disk_reserve: int
    silence: timedelta = timedelta(seconds=30)
    window: timedelta = timedelta(seconds=60)
    pace: int = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A video whose bytes are complete and durable.

    Attributes:
        filename: The sender's name for it, cleaned: display text only.
        bytes: Size of the file.
        options: What the sender chose, with the subtitles that came beside the file.
    """

    filename: str
    bytes: int
    options: Options


async def check_room(uploads: Uploads, declared: int | None, limits: Limits) -> None:
    """Refuse a body that cannot be taken, before its first byte is read.

    Args:
        uploads: Where it would go.
        declared: Content-Length, None when the client did not say.
        limits: What an upload may take.
    """
    if declared is not None and declared > limits.file_bytes + MAX_FORM_BYTES:
        raise _too_large(limits.file_bytes)
    if await uploads.free() < limits.disk_reserve + (declared or 0):
        raise InsufficientStorage("The server has no room for this file at the moment.")


async def receive(
    body: AsyncIterator[bytes],
    *,
    content_type: str,
    uploads: Uploads,
    file: IncomingFile,
    limits: Limits,
    read_options: Callable[[bytes], Options],
) -> Received:
    """Stream the field `file` of a form into `file`, and keep it when the whole form is right.

    Memory stays flat whatever the size: two blocks, and what `body` yields at once.

    Args:
        body: The request's body as it comes in, in blocks of any size.
        content_type: The request's Content-Type, which names the boundary.
        uploads: Asked for free space after every block, because others write too.
        file: Where the bytes go.
        limits: What an upload may take.
        read_options: Reads the field `options`, an empty object when there is none. Raises
            `BadParameter`.
    """
    form = Form(
        _boundary(content_type),
        max_file=limits.file_bytes,
        read_options=read_options,
    )
    async for piece in in_time(
        body, silence=limits.silence, window=limits.window, pace=limits.pace
    ):
        form.feed(piece)
        if len(form.pending) >= BLOCK:
            await file.write(form.take())
            if await uploads.free() < limits.disk_reserve:
                raise InsufficientStorage("The server has run out of room for this file.")
    received = form.result()
    await file.write(form.take())
    for number, text in enumerate(form.texts):
        await file.add_sidecar(number, text.encode())
    await file.keep()
    return received


class Form:
    """A form on its way in: `feed` it, `take` the file's bytes, and ask for its `result`.

    The outcome does not depend on how the body is cut into pieces. `texts` are those of the
    subtitles that came beside the file.
    """

    def __init__(
        self,
        boundary: bytes,
        *,
        max_file: int,
        read_options: Callable[[bytes], Options],
    ) -> None:
        self.pending = bytearray()
        self.texts: list[str] = []
        self._max_file = max_file
        self._read_options = read_options
        self._body_bytes = self._parts = self._file_bytes = 0
        self._filename: str | None = None
        self._options = read_options(b"{}")
        self._complete = False
        # Of the part being parsed: its headers, what becomes of its data, its data if kept.
        self._header_name, self._header_value = bytearray(), bytearray()
        self._disposition = b""
        self._name = b""
        self._field = bytearray()
        self._sidecar_name = ""
        self._sidecars: list[Sidecar] = []
        self._sidecar_bytes = 0
        try:
            self._parser = MultipartParser(
                boundary,
                {
                    "on_part_begin": self._part_begin,
                    "on_header_field": self._header_field,
                    "on_header_value": self._header_data,
                    "on_header_end": self._header_end,
                    "on_headers_finished": self._headers_finished,
                    "on_part_data": self._part_data,
                    "on_part_end": self._part_end,
                    "on_end": self._end,
                },
                max_header_count=MAX_HEADERS,
                max_header_size=MAX_HEADER_BYTES,
            )
        except FormParserError as error:
            raise MalformedBody("The boundary of the multipart body is too long.") from error

    def feed(self, piece: bytes) -> None:
        """Parse the next piece of the body. Raises `BadRequest`."""
        self._body_bytes += len(piece)
        if self._body_bytes > self._max_file + MAX_FORM_BYTES:
            raise _too_large(self._max_file)
        try:
            self._parser.write(piece)
        except FormParserError as error:
            raise MalformedBody("The body is not well-formed multipart/form-data.") from error

    def take(self) -> bytearray:
        """The file's bytes since the last call."""
        taken, self.pending = self.pending, bytearray()
        return taken

    def result(self) -> Received:
        """What the form held, once the body has ended. Raises `BadRequest`."""
        if not self._complete:
            raise MalformedBody("The body ends before its closing boundary.")
        if self._filename is None:
            raise NoFile("The form has no field “file”.")
        try:
            subtitles = described(self._sidecars, self._options.subtitles)
        except ValueError as error:
            pointer = f"/options/subtitles/{len(self._sidecars)}"
            raise BadParameter(pointer, str(error)) from error
        if subtitles and self._options.audio_only:
            raise BadParameter("/subtitles", "audio_only leaves no picture for subtitles")
        return Received(
            filename=self._filename,
            bytes=self._file_bytes,
            options=replace(self._options, subtitles=subtitles),
        )

    def _part_begin(self) -> None:
        self._parts += 1
        if self._parts > MAX_PARTS:
            raise MalformedBody(f"The form has more than {MAX_PARTS} parts.")
        self._disposition = b""

    def _header_field(self, data: bytes, start: int, end: int) -> None:
        self._header_name += data[start:end]

    def _header_data(self, data: bytes, start: int, end: int) -> None:
        self._header_value += data[start:end]

    def _header_end(self) -> None:
        name, value = bytes(self._header_name).lower(), bytes(self._header_value)
        self._header_name.clear()
        self._header_value.clear()
        # The parser ends a header at CR LF alone. A quoted file name may hold a line feed.
        unquoted = value.replace(rb"\\", b"").replace(rb"\"", b"").split(b'"')[::2]
        if any(b"\n" in text for text in unquoted):
            raise MalformedBody("A part's header ends in a line feed without a carriage return.")
        if name == b"content-disposition":
            self._disposition = value

    def _headers_finished(self) -> None:
        kind, parameters = parse_options_header(self._disposition)
        if kind != b"form-data" or b"name" not in parameters:
            raise MalformedBody("A part does not say which field of the form it is.")
        self._name = parameters[b"name"]
        self._field.clear()
        if self._name == b"file":
            if self._filename is not None:
                raise TooManyFiles("Send one file at a time.")
            self._filename = self._sent_name(parameters)
        elif self._name == b"subtitles":
            self._sidecar_name = self._sent_name(parameters)
        elif parameters.get(b"filename"):
            raise NoFile("Send the video in the field “file”; only “subtitles” takes files too.")

    def _sent_name(self, parameters: Mapping[bytes, bytes]) -> str:
        raw = parameters.get(b"filename") or _extended_filename(self._disposition)
        return display_name(raw.decode("utf-8", "replace"))

    def _part_data(self, data: bytes, start: int, end: int) -> None:
        if self._name == b"file":
            self._file_bytes += end - start
            if self._file_bytes > self._max_file:
                raise _too_large(self._max_file)
            self.pending += memoryview(data)[start:end]
            return
        self._field += memoryview(data)[start:end]
        if self._name == b"subtitles":
            self._sidecar_bytes += end - start
            if self._sidecar_bytes > MAX_SIDECAR_BYTES:
                raise BadParameter(
                    self._sidecar_pointer, f"Subtitles take at most {MAX_SIDECAR_BYTES} bytes."
                )
        elif len(self._field) > MAX_FIELD_BYTES:
            raise MalformedBody(f"A field of the form is larger than {MAX_FIELD_BYTES} bytes.")

    def _part_end(self) -> None:
        if self._name == b"file" and not self._file_bytes:
            raise EmptyFile("The file is empty.")
        if self._name == b"options":
            self._options = self._read_options(bytes(self._field))
        # What a page sends of an input that nobody chose a file for is empty.
        if self._name == b"subtitles" and self._field:
            self._add_sidecar()

    def _add_sidecar(self) -> None:
        if len(self._sidecars) == MAX_SIDECARS:
            raise BadParameter(self._sidecar_pointer, f"At most {MAX_SIDECARS} files are taken.")
        try:
            sidecar, text = read_sidecar(bytes(self._field), self._sidecar_name)
        except ValueError as error:
            raise BadParameter(self._sidecar_pointer, str(error)) from error
        self._sidecars.append(sidecar)
        self.texts.append(text)

    @property
    def _sidecar_pointer(self) -> str:
        return f"/subtitles/{len(self._sidecars)}"

    def _end(self) -> None:
        self._complete = True


def _boundary(content_type: str) -> bytes:
    kind, parameters = parse_options_header(content_type)
    if kind != b"multipart/form-data":
        raise UnsupportedMediaType("Send the video as multipart/form-data.")
    boundary = parameters.get(b"boundary")
    if not boundary:
        raise MalformedBody("The Content-Type names no boundary.")
    return boundary


def _extended_filename(disposition: bytes) -> bytes:
    """The `filename*` that older clients send in place of `filename`."""
    message = Message()
    message["Content-Disposition"] = disposition.decode("latin-1")
    return (message.get_filename() or "").encode("utf-8", "replace")


def _too_large(limit: int) -> UploadTooLarge:
    return UploadTooLarge(f"The file is larger than {limit} bytes, the most this server takes.")
