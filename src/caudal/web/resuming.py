"""Taking a resumable upload in: what each of its requests goes through."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager, suppress
from uuid import UUID

from fastapi import Request

from caudal.errors import (
    BadParameter,
    EmptyFile,
    MalformedHeader,
    OffsetMismatch,
    StorageUnavailable,
    UploadTakenOver,
    UploadTooLarge,
)
from caudal.media.access import Caller, Kind, Scope
from caudal.media.upload import Checksum, NewUpload, Upload
from caudal.media.video import NewVideo, display_name
from caudal.pace import in_time
from caudal.stages.append import append
from caudal.stages.receive import check_room
from caudal.upload_ports import ResumableUploads, UploadRows
from caudal.web import tus
from caudal.web.access import Access, Guest, may_send
from caudal.web.sending import Reception, content_length

# A client that comes back at once is to find all that it has sent.
SETTLING = 5.0  # seconds at most for an earlier request to read and save what came
SILENCE = 0.25  # seconds without a byte after which its client may be gone without a word


class Resumption:
    """Where uploads are begun and gone on with, and become videos as forms do."""

    def __init__(
        self, access: Access, reception: Reception, uploads: ResumableUploads, rows: UploadRows
    ) -> None:
        self._access = access
        self._reception = reception
        self._uploads = uploads
        self._rows = rows
        self._writing: dict[UUID, Writing] = {}

    @property
    def most(self) -> int:
        """Bytes of the largest file."""
        return self._reception.limits.file_bytes

    def rows(self, guest: Guest) -> UploadRows:
        """The uploads that are theirs."""
        return self._rows.of(guest.caller)

    async def get(self, guest: Guest, upload_id: UUID) -> Upload:
        """Where to go on."""
        if earlier := self._writing.get(upload_id):
            await earlier.settle()
        return await self.rows(guest).get(upload_id)

    async def create(self, request: Request, guest: Guest) -> Upload:
        """Begin an upload, with its first bytes if the request has some."""
        caller, headers = guest.caller, request.headers
        may_send(caller)
        length = tus.new_length(headers)
        self._check_length(caller, length)
        said = tus.metadata(headers)
        checksum = tus.checksum(headers)
        options = self._reception.read_options(said.get("options") or b"{}")
        if options.subtitles:
            raise BadParameter(
                "/options/subtitles", "Files of subtitles are sent in a form, with their video."
            )
        await check_room(self._uploads, length, self._reception.limits_of(caller))
        upload = await self.rows(guest).create(
            NewUpload(
                id=UUID(bytes=secrets.token_bytes(16)),
                video=self._reception.new_id(),
                length=length,
                filename=display_name(said.get("filename", b"").decode("utf-8", "replace")),
                options=options,
                metadata=headers.get("upload-metadata", ""),
                tenant=caller.tenant,
                token=caller.id if caller.kind is Kind.UPLOAD else None,
            )
        )
        await self._uploads.begin(upload.video)
        if tus.sends_bytes(headers):
            with self._reception.at_once.one_more(guest):
                return await self._append(request, guest, upload, None, checksum)
        return upload

    async def go_on(self, request: Request, guest: Guest, upload_id: UUID) -> Upload:
        """Send what follows; what has become a video says so to who sends its last bytes again."""
        headers = request.headers
        tus.check_bytes(headers)
        offset = tus.number(headers, "Upload-Offset")
        if offset is None:
            raise MalformedHeader("Upload-Offset has to be there.")
        length = tus.number(headers, "Upload-Length")
        checksum = tus.checksum(headers)
        upload = await self.get(guest, upload_id)
        if upload.done and upload.length == offset + (content_length(request) or 0):
            return upload
        if offset != upload.offset:
            raise OffsetMismatch(upload.offset)
        if length is not None and upload.length not in (None, length):
            raise MalformedHeader("Upload-Length has been said already, and was another.")
        may_send(guest.caller)
        self._check_length(guest.caller, length)
        with self._reception.at_once.one_more(guest):
            return await self._append(request, guest, upload, length, checksum)

    async def abort(self, guest: Guest, upload_id: UUID) -> None:
        """End an upload; its bytes go."""
        upload = await self.rows(guest).abort(upload_id)
        self._end_earlier(upload_id)
        await self._uploads.delete(upload.video)

    async def _append(
        self,
        request: Request,
        guest: Guest,
        before: Upload,
        length: int | None,
        checksum: Checksum | None,
    ) -> Upload:
        rows = self.rows(guest)
        limits = self._reception.limits_of(guest.caller)
        declared = content_length(request)
        length = length or before.length
        most = limits.file_bytes if length is None else length
        if before.offset + (declared or 0) > most:
            raise UploadTooLarge(f"The upload is to have {most} bytes at most.")
        await check_room(self._uploads, declared, limits)
        upload = await rows.take(before.id, offset=before.offset, length=length)
        try:
            with self._only(upload.id) as writing:
                async with (
                    writing.timeout,
                    self._uploads.resume(
                        upload.video, writer=upload.writer, offset=upload.offset
                    ) as file,
                ):
                    end = await append(
                        in_time(
                            writing.read(request.stream()),
                            silence=limits.silence,
                            window=limits.window,
                            pace=limits.pace,
                        ),
                        offset=upload.offset,
                        most=most,
                        length=upload.length,
                        uploads=self._uploads,
                        file=file,
                        reserve=limits.disk_reserve,
                        record=lambda durable: rows.record(upload, durable),
                        checksum=checksum,
                    )
                    if end == upload.length:
                        # It may have taken hours, and the key may be worthless now.
                        guest = await self._access.guest(request, Scope.WRITE)
                        await file.keep()
                        await guest.videos.submit(_video(upload, end))
        except (UploadTakenOver, StorageUnavailable):
            await rows.get(upload.id)  # raises UploadGone, where that is why
            raise
        except TimeoutError:
            raise UploadTakenOver("A later request goes on with this upload.") from None
        return await rows.get(upload.id)

    @contextmanager
    def _only(self, upload: UUID) -> Iterator["Writing"]:
        """End who writes the same upload here, which may wait for its client for a long time."""
        self._end_earlier(upload)
        writing = self._writing[upload] = Writing()
        try:
            yield writing
        finally:
            writing.over.set()
            if self._writing.get(upload) is writing:
                del self._writing[upload]

    def _end_earlier(self, upload: UUID) -> None:
        earlier = self._writing.pop(upload, None)
        if earlier is not None:
            earlier.timeout.reschedule(asyncio.get_running_loop().time())

    def _check_length(self, caller: Caller, length: int | None) -> None:
        if length == 0:
            raise EmptyFile("The file is empty.")
        most = self._reception.limits_of(caller).file_bytes
        if length is not None and length > most:
            raise UploadTooLarge(f"The file is larger than {most} bytes, the most it may have.")


class Writing:
    """A request that sends bytes.

    Attributes:
        timeout: Ends it.
        over: It has saved what it can.
    """

    def __init__(self) -> None:
        self.timeout = asyncio.timeout(None)
        self.over = asyncio.Event()
        self._clock = asyncio.get_running_loop().time
        self._listening_since: float | None = None

    async def read(self, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        """Pass the body on."""
        try:
            self._listening_since = self._clock()
            async for piece in body:
                self._listening_since = None
                yield piece
                self._listening_since = self._clock()
        finally:
            self._listening_since = None

    async def settle(self) -> None:
        """Wait until it is over, while its client is heard or what came is being saved."""
        asked = self._clock()
        while not self.over.is_set():
            until = asked + SETTLING
            if self._listening_since is not None:
                until = min(until, max(asked, self._listening_since) + SILENCE)
            if self._clock() >= until:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout_at(until):
                    await self.over.wait()


def _video(upload: Upload, size: int) -> NewVideo:
    return NewVideo(
        id=upload.video,
        filename=upload.filename,
        bytes=size,
        options=upload.options,
        tenant=upload.tenant,
        token=upload.token,
        upload=upload,
    )
