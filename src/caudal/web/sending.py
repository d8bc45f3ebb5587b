"""Taking a video in: what a request to send one goes through, once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from fastapi import Request

from caudal.choices import Presets, read_options
from caudal.errors import MalformedBody, TooManyUploads
from caudal.media.access import Caller, Kind
from caudal.media.plan import Options
from caudal.media.video import NewVideo, Video
from caudal.ports import Answered, IncomingFile, Occasion, Occasions, Remember, Uploads
from caudal.stages.receive import Limits, Received, check_room, receive
from caudal.web.access import Guest, may_send
from caudal.web.idempotency import Hashed, first_answer, occasion_of
from caudal.web.views import VideoView


class AtOnce:
    """How many requests of one caller send bytes here at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: Counter[str] = Counter()

    @contextmanager
    def one_more(self, guest: Guest) -> Iterator[None]:
        """Count an upload while it is open. Raises `TooManyUploads`."""
        if self._open[guest.name] >= self._most:
            raise TooManyUploads(f"Of one caller {self._most} uploads may be open at once.")
        self._open[guest.name] += 1
        try:
            yield
        finally:
            self._open[guest.name] -= 1
            if not self._open[guest.name]:
                del self._open[guest.name]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Where videos are taken in.

    Attributes:
        keeps_keys: Whether there is somebody whom players can ask for keys.
    """

    uploads: Uploads
    occasions: Occasions
    limits: Limits
    new_id: Callable[[], UUID]
    defaults: Options
    presets: Presets
    at_once: AtOnce
    keeps_keys: bool

    async def take(self, request: Request, guest: Guest) -> Video:
        """Stream the request's file to its place, and write its row."""
        with self.at_once.one_more(guest):
            return await self._take(request, guest, self.new_id(), None)

    async def take_once(self, request: Request, guest: Guest) -> tuple[str, bool]:
        """The same, as the JSON of the answer; for an Idempotency-Key that was here, the first one.

        Whether it is the first one again.
        """
        video_id = self.new_id()
        occasion = occasion_of(request, guest.caller, video_id)
        with self.at_once.one_more(guest):
            if occasion is None:
                return answer(await self._take(request, guest, video_id, None)), False
            async with self.occasions.begin(occasion) as answered:
                if answered is not None:
                    return await self._again(request, guest, answered), True
                return answer(await self._take(request, guest, video_id, occasion)), False

    async def _take(
        self, request: Request, guest: Guest, video_id: UUID, occasion: Occasion | None
    ) -> Video:
        caller = guest.caller
        may_send(caller)
        limits = self.limits_of(caller)
        declared = content_length(request)
        await guest.videos.check_quota(caller.tenant, declared or 0)
        await check_room(self.uploads, declared, limits)
        async with self.uploads.incoming(video_id) as file:
            hashed = Hashed(file)
            received = await self._receive(request, limits, hashed if occasion else file)
            remember = None
            if occasion is not None:
                fingerprint = hashed.fingerprint(received.filename, received.options)
                remember = Remember(occasion=occasion, fingerprint=fingerprint, answer=answer)
            # Inside the block: a file without its row would stay for ever.
            return await guest.videos.submit(
                NewVideo(
                    id=video_id,
                    filename=received.filename,
                    bytes=received.bytes,
                    options=received.options,
                    tenant=caller.tenant,
                    token=caller.id if caller.kind is Kind.UPLOAD else None,
                ),
                remember,
            )

    async def _again(self, request: Request, guest: Guest, answered: Answered) -> str:
        """Read what is sent, to see that it is the same, and keep nothing of it."""
        hashed = Hashed(None)
        received = await self._receive(request, self.limits_of(guest.caller), hashed)
        return first_answer(answered, hashed.fingerprint(received.filename, received.options))

    async def _receive(self, request: Request, limits: Limits, file: IncomingFile) -> Received:
        return await receive(
            request.stream(),
            content_type=request.headers.get("content-type", ""),
            uploads=self.uploads,
            file=file,
            limits=limits,
            read_options=self.read_options,
        )

    def read_options(self, raw: bytes) -> Options:
        """What a sender chooses, as JSON. Raises `BadParameter`."""
        return read_options(raw, self.defaults, self.presets, keeps_keys=self.keeps_keys)

    def limits_of(self, caller: Caller) -> Limits:
        """What this caller may send."""
        if caller.max_bytes is None:
            return self.limits
        return replace(self.limits, file_bytes=min(self.limits.file_bytes, caller.max_bytes))


def answer(video: Video) -> str:
    """A video as JSON."""
    return VideoView.of(video).model_dump_json()


def content_length(request: Request) -> int | None:
    """What a request says of its body. Raises `MalformedBody`."""
    declared = request.headers.get("content-length")
    if declared is None:
        return None
    if not declared.isascii() or not declared.isdigit():
        raise MalformedBody("The Content-Length is not a number.")
    return int(declared)
