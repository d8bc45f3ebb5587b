"""Which adapter stands behind which port."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from uuid import UUID
from weakref import WeakValueDictionary

import uuid_utils.compat

from caudal.adapters import migrations, scratch
from caudal.adapters.bucket_sources import BucketSources
from caudal.adapters.content_keys import PostgresContentKeys
from caudal.adapters.credentials import PostgresCredentials
from caudal.adapters.database import Pool, hear, patient_pool, quick_pool
from caudal.adapters.embedded import embedded_postgres
from caudal.adapters.encoder_trial import MachineEncoders
from caudal.adapters.journal import PostgresJournal
from caudal.adapters.occasions import PostgresOccasions
from caudal.adapters.publication import PostgresPublication
from caudal.adapters.queue import Claim
from caudal.adapters.segments import PostgresSegments
from caudal.adapters.shepherd import URGENT_SLOTS
from caudal.adapters.source_cache import SourceCache
from caudal.adapters.store import PATIENCE, BucketStore, ObjectStore, open_store
from caudal.adapters.upload_rows import PostgresUploadRows
from caudal.adapters.uploads import LocalUploads
from caudal.adapters.videos import CHANNEL, PostgresVideos
from caudal.errors import OutputInvalid, ToolFailed
from caudal.media.command import Input, encode_reads
from caudal.media.keys import video_root
from caudal.media.plan import Plan
from caudal.media.reading import Span
from caudal.media.signing import SignedPlayback
from caudal.media.source import Source
from caudal.media.steps import Kind
from caudal.media.video import Video
from caudal.ports import Encoded, Listen, Progress, Result, Sources
from caudal.settings import Auth, Settings
from caudal.stages.cleanup import clean_up
from caudal.stages.encode import (
    Work,
    convert_subtitles,
    copy_picture,
    encode_chunk,
    encode_first,
    encode_sound,
    show_cover,
)
from caudal.stages.finish import finish
from caudal.stages.publish import EarlyPublisher
from caudal.tools import Tools, open_tools
from caudal.upload_ports import ResumableUploads

log = logging.getLogger(__name__)

Stage = Callable[[Claim, Progress], Awaitable[Result]]
SourceStore = LocalUploads | BucketSources

# A client waits for the answer.
UPLOAD_PATIENCE = timedelta(seconds=10)


def new_id() -> UUID:
    """A UUIDv7: unique, and in the order of time."""
    return uuid_utils.compat.uuid7()


def output_store(settings: Settings) -> ObjectStore:
    """The store that players read from."""
    return open_store(
        settings.store,
        path_style=settings.s3_path_style,
        # Where playback is signed, players ask the API, and a bucket is closed to them.
        public_url=settings.public_url or (settings.local_url if settings.signed else None),
        local_url=settings.local_url,
        gzip_playlists=settings.gzip_playlists,
        checksums=settings.s3_checksums,
    )


def source_store(settings: Settings, *, patience: timedelta = PATIENCE) -> SourceStore:
    """Where uploaded files wait: a directory, or a bucket that is asked for so long."""
    if settings.uploads is not None:
        return LocalUploads(settings.uploads)
    store = open_store(
        settings.source_url or "",
        path_style=settings.s3_path_style,
        public_url=None,
        patience=patience,
        checksums=settings.s3_checksums,
    )
    return BucketSources(store)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[str]:
    """The URL of the database: the operator's, or the embedded one with this code's schema."""
    if settings.database_url:
        yield settings.database_url
        return
    async with embedded_postgres(settings.data_dir.absolute() / "postgres") as url:
        await asyncio.to_thread(migrations.migrate, url)
        yield url


@asynccontextmanager
async def database_pool(settings: Settings) -> AsyncIterator[Pool]:
    """Connections to the database, for those who do not wait for it."""
    async with database(settings) as url, quick_pool(url) as pool:
        yield pool


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiParts:
    """What the API is made of.

    Attributes:
        listen: Hears of videos that change; None where nothing can be heard.
        media_url: What the URLs of all objects of the store begin with.
        playback: What their URLs are signed with; None: they are not.
        content_keys: What videos are encrypted with.
        bucket: The store, when only signed URLs of its own reach it.
    """

    videos: PostgresVideos
    credentials: PostgresCredentials | None
    occasions: PostgresOccasions
    journal: PostgresJournal
    listen: Listen | None
    uploads: ResumableUploads
    upload_rows: PostgresUploadRows
    check_stores: Callable[[], Awaitable[None]]
    media_url: str
    playback: SignedPlayback | None
    content_keys: PostgresContentKeys
    bucket: BucketStore | None


@asynccontextmanager
async def api_parts(settings: Settings) -> AsyncIterator[ApiParts]:
    """Open what the API needs."""
    store = output_store(settings)
    uploads = source_store(settings, patience=UPLOAD_PATIENCE)

    async def check_stores() -> None:
        await asyncio.gather(store.check(), uploads.check())

    media_url = store.url("")
    playback = signed_playback(settings, media_url)
    async with database_pool(settings) as pool:
        yield ApiParts(
            videos=PostgresVideos(
                pool, quota=settings.quota, link=playback.link if playback else None
            ),
            credentials=PostgresCredentials(pool) if settings.auth is Auth.KEYS else None,
            occasions=PostgresOccasions(pool),
            journal=PostgresJournal(pool, silence=settings.lease),
            # Not through pgbouncer, which an operator's database may stand behind.
            listen=None if settings.database_url else partial(hear, str(pool.conninfo), CHANNEL),
            uploads=uploads,
            upload_rows=PostgresUploadRows(
                pool, quota=settings.quota, expiry=settings.upload_expiry
            ),
            check_stores=check_stores,
            media_url=media_url,
            playback=playback,
            content_keys=PostgresContentKeys(pool),
            bucket=store if playback and isinstance(store, BucketStore) else None,
        )


def signed_playback(settings: Settings, base: str) -> SignedPlayback | None:
    """What URLs below `base` are signed with; None: they are not."""
    if not settings.signed:
        return None
    return SignedPlayback(
        secrets=tuple(key.get_secret_value().encode() for key in settings.playback_keys),
        lifetime=int(settings.playback_lifetime.total_seconds()),
        base=base,
        now=time.time,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerParts:
    """What a worker is made of."""

    pool: Pool
    stages: Mapping[Kind, Stage]


@asynccontextmanager
async def worker_parts(settings: Settings) -> AsyncIterator[WorkerParts]:
    """Open what a worker needs."""
    tools = await open_tools(settings)
    # One for each step that may run, and those that keep the worker at the queue.
    size = 4 + settings.encode_slots + URGENT_SLOTS
    async with database(settings) as url, patient_pool(url, size=size) as pool:
        with scratch.opened(settings.scratch) as space, space.directory() as copies:
            place = source_store(settings)
            sources: Sources = (
                SourceCache(place, copies, limit=settings.source_cache)
                if isinstance(place, BucketSources)
                else place
            )
            stages = _Stages(settings, pool, space, sources, tools)
            yield WorkerParts(pool=pool, stages=stages.by_kind())


class _Stages:
    """Each stage with what it touches."""

    def __init__(
        self,
        settings: Settings,
        pool: Pool,
        space: scratch.Scratch,
        sources: Sources,
        tools: Tools,
    ) -> None:
        self._pool = pool
        self._scratch = space
        self._videos = PostgresVideos(pool)
        self._content_keys = PostgresContentKeys(pool)
        self._sources = sources
        self._partial = isinstance(sources, SourceCache)
        self._store = output_store(settings)
        self._tools = tools
        self._encoders = MachineEncoders(tools.sandbox, tools.ffmpeg, tools.encoder)
        # Gone with the last step that holds one.
        self._publishers: WeakValueDictionary[UUID, EarlyPublisher] = WeakValueDictionary()

    def by_kind(self) -> Mapping[Kind, Stage]:
        return {
            Kind.PREPARE: self._prepare,
            Kind.COPY: self._copy,
            Kind.AUDIO: self._audio,
            Kind.COVER: self._cover,
            Kind.SUBTITLES: self._subtitles,
            Kind.FIRST: self._first,
            Kind.ENCODE: self._encode,
            Kind.FINISH: self._finish,
            Kind.CLEANUP: self._cleanup,
        }

    async def _prepare(self, held: Claim, _progress: Progress) -> Result:
        video = await self._videos.get(held.video)
        async with self._sources.file(video.id) as path:
            return await self._tools.measure(path, video.options)

    async def _copy(self, held: Claim, progress: Progress) -> Result:
        async with self._work(held, progress) as work:
            return await copy_picture(work)

    async def _audio(self, held: Claim, progress: Progress) -> Result:
        async with self._work(held, progress) as work:
            return await encode_sound(work, work.plan.audio[held.index])

    async def _cover(self, held: Claim, progress: Progress) -> Result:
        async with self._work(held, progress) as work:
            return await show_cover(work)

    async def _subtitles(self, held: Claim, progress: Progress) -> Result:
        async with self._work(held, progress) as work:
            return await convert_subtitles(work, work.plan.subtitles[held.index])

    async def _first(self, held: Claim, progress: Progress) -> Result:
        return await self._chunk(held, progress, 0, encode_first)

    async def _encode(self, held: Claim, progress: Progress) -> Result:
        async def encode(work: Work) -> Encoded:
            return await encode_chunk(work, work.plan.chunks[held.index])

        return await self._chunk(held, progress, held.index, encode)

    async def _chunk(
        self,
        held: Claim,
        progress: Progress,
        index: int,
        encode: Callable[[Work], Awaitable[Encoded]],
    ) -> Encoded:
        """Encode of a chunk from the bytes that it should need; from the whole file if need be."""
        source, plan = _planned(await self._videos.get(held.video))
        await self._encoders.require(plan.encoder)
        parts = encode_reads(source, plan, plan.chunks[index])
        if parts is not None and self._partial:
            try:
                async with self._work(held, progress, parts) as work:
                    return await encode(work)
            except (ToolFailed, OutputInvalid) as failed:
                log.info("chunk %s of %s needs the whole file: %s", index, held.video, failed)
        async with self._work(held, progress) as work:
            return await encode(work)

    async def _finish(self, held: Claim, _progress: Progress) -> Result:
        video = await self._videos.get(held.video)
        _source, plan = _planned(video)
        segments = PostgresSegments(self._pool, held)
        root = video_root(video.id)
        return await finish(
            root,
            plan,
            store=self._store,
            segments=segments,
            early=True,
            warnings=video.warnings,
        )

    async def _cleanup(self, held: Claim, _progress: Progress) -> Result:
        return await clean_up(
            await self._videos.get(held.video),
            sources=self._sources,
            store=self._store,
            segments=PostgresSegments(self._pool, held),
            publication=PostgresPublication(self._pool, held.video),
        )

    @asynccontextmanager
    async def _work(
        self, held: Claim, progress: Progress, parts: tuple[Span, ...] | None = None
    ) -> AsyncIterator[Work]:
        video = await self._videos.get(held.video)
        source, plan = _planned(video)
        async with self._sources.file(video.id, parts) as file:
            with self._scratch.directory() as directory:
                yield Work(
                    root=video_root(video.id),
                    attempt=held.attempt,
                    input=Input(
                        ffmpeg=self._tools.ffmpeg,
                        path=str(file),
                        source=source,
                        limits=self._tools.limits,
                        parts=parts,
                    ),
                    plan=plan,
                    scratch=directory,
                    # What makes a video playable: all else makes way for it.
                    urgent=held.kind not in (Kind.ENCODE, Kind.SUBTITLES),
                    run=self._tools.run,
                    store=self._store,
                    segments=PostgresSegments(self._pool, held),
                    publish=self._publisher(video.id, plan).refresh,
                    progress=progress,
                    sidecar=partial(self._sources.sidecar, video.id),
                    key=await self._content_keys.make(video.id) if plan.encrypted else None,
                )

    def _publisher(self, video: UUID, plan: Plan) -> EarlyPublisher:
        """One for all steps of a video in this process; it knows what is published already."""
        publisher = self._publishers.get(video)
        if publisher is None:
            publisher = EarlyPublisher(
                video_root(video),
                plan,
                publication=PostgresPublication(self._pool, video),
                store=self._store,
            )
            self._publishers[video] = publisher
        return publisher


def _planned(video: Video) -> tuple[Source, Plan]:
    if video.source is None or video.plan is None:
        raise OutputInvalid(f"video {video.id} has no plan")
    return video.source, video.plan
