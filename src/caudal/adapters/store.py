"""Where finished objects live: a local directory, or a bucket of S3, Google or Azure."""

from __future__ import annotations

import asyncio
import errno
import gzip
import os
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import SplitResult, quote, unquote, urlsplit
from uuid import uuid4

import obstore
import stamina
from obstore.exceptions import BaseError, GenericError, JoinError
from obstore.store import AzureStore, GCSStore, LocalStore, S3Store

from caudal.errors import InsufficientStorage, NotFound, StorageUnavailable
from caudal.media.keys import Delivery, delivery

if TYPE_CHECKING:
    # These exist in obstore's stubs alone.
    from obstore import ObjectMeta
    from obstore.store import ClientConfig, RetryConfig, S3Config

PATIENCE = timedelta(minutes=1)

# obstore repeats a request within seconds; a call that still fails is repeated by us.
RETRIES: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}
CLIENT: ClientConfig = {
    "connect_timeout": timedelta(seconds=5),
    # A segment of 4K picture, 14 MB, must get through an uplink of 1 Mbit/s.
    "timeout": timedelta(minutes=2),
}

TRANSIENT = (GenericError, JoinError)
# A directory may be cleared away while it is written to, a bucket made a moment after we start.
TRANSIENT_WHEN_WRITING = (*TRANSIENT, FileNotFoundError)

CHECK = Delivery(content_type="text/plain", cache_control="no-store")
LISTED_AT_ONCE = 1000
PLAYLIST = ".m3u8"

Bucket = S3Store | GCSStore | AzureStore


def open_store(
    url: str,
    *,
    path_style: bool,
    public_url: str | None,
    local_url: str | None = None,
    patience: timedelta = PATIENCE,
    gzip_playlists: bool = False,
    checksums: bool = True,
) -> ObjectStore:
    """Build the store behind a URL; nothing is asked of it yet.

    Region, endpoint and credentials come from the usual variables of each provider: AWS_*,
    GOOGLE_*, AZURE_*.

    Args:
        url: file:///directory, s3://bucket/prefix, gs://bucket/prefix or
            az://container/prefix.
        path_style: Address S3 buckets as endpoint/bucket; false: bucket.endpoint.
        public_url: What objects' URLs begin with. None: the store's own address.
        local_url: Where a local directory is served. None: its file URL.
        patience: How long a failing call is repeated before `StorageUnavailable`.
        gzip_playlists: Store playlists compressed, where a bucket serves them as they are.
        checksums: Have S3 verify what arrives; some compatible stores do not know how.
    """
    address = urlsplit(url)
    with _reporting():
        if address.scheme == "file" and not address.netloc:
            root = Path(unquote(address.path))
            return DirectoryStore(
                root, base=public_url or local_url or root.as_uri(), patience=patience
            )
        remote, base = _open_bucket(address, path_style=path_style, checksums=checksums)
        return BucketStore(
            remote, base=public_url or base, patience=patience, gzip_playlists=gzip_playlists
        )


class ObjectStore:
    """`ports.Store` over a bucket. Errors of obstore do not leave it."""

    def __init__(
        self,
        remote: Bucket | LocalStore,
        *,
        base: str,
        patience: timedelta,
        gzip_playlists: bool = False,
    ) -> None:
        self._remote = remote
        self._gzip_playlists = gzip_playlists
        self._base = base.rstrip("/")
        self._repeat = stamina.AsyncRetryingCaller(
            attempts=None, timeout=patience, wait_initial=0.2, wait_max=5.0
        )

    async def put(self, key: str, data: bytes) -> None:
        """Store an object whole, durably, with the headers of `keys.delivery`; replaces."""
        with _reporting():
            await self._repeat(TRANSIENT_WHEN_WRITING, self._write, key, data, delivery(key))

    async def get(self, key: str) -> bytes:
        """The object's bytes. Raises `NotFound`."""
        with _reporting():
            try:
                return await self._repeat(TRANSIENT, self._read, key)
            except (FileNotFoundError, ValueError):  # no such object; or never: "../x"
                raise NotFound(f"there is no object {key}") from None

    async def get_range(self, key: str, start: int, end: int) -> bytes:
        """Bytes of the object from `start` up to `end`. Raises `NotFound`."""
        with _reporting():
            try:
                return await self._repeat(TRANSIENT, self._read_range, key, start, end)
            except (FileNotFoundError, ValueError):
                raise NotFound(f"there is no object {key}") from None

    async def size(self, key: str) -> int | None:
        """Bytes of the object, None when there is none."""
        with _reporting(), suppress(FileNotFoundError, ValueError):
            return (await self._repeat(TRANSIENT, obstore.head_async, self._remote, key))["size"]
        return None

    async def list(self, prefix: str) -> dict[str, int]:
        """Keys that begin with `prefix`, and the bytes of each object."""
        with _reporting():
            entries = await self._repeat(TRANSIENT, self._entries, prefix)
        return {entry["path"]: entry["size"] for entry in entries}

    async def stored(self, prefix: str) -> dict[str, datetime]:
        """Keys that begin with `prefix`, and when each object was stored."""
        with _reporting():
            entries = await self._repeat(TRANSIENT, self._entries, prefix)
        return {entry["path"]: entry["last_modified"] for entry in entries}

    async def older(self, prefix: str, age: timedelta) -> Sequence[str]:
        """Keys that begin with `prefix`, of objects that were stored so long ago."""
        before = datetime.now(UTC) - age
        return [key for key, at in (await self.stored(prefix)).items() if at <= before]

    async def folders(self) -> Sequence[str]:
        """The first parts of all keys that have more than one."""
        with _reporting():
            found = await self._repeat(
                TRANSIENT, obstore.list_with_delimiter_async, self._remote, None
            )
        return list(found["common_prefixes"])

    async def unfinished(self, age: timedelta) -> Sequence[str]:  # noqa: ARG002
        """Nothing: a request that is cut short leaves nothing behind in a bucket."""
        return []

    async def discard(self, names: Sequence[str]) -> None:
        """Remove what `unfinished` has named."""

    async def delete(self, keys: Sequence[str]) -> None:
        """Remove objects; those that do not exist count as removed."""
        with _reporting():
            await self._repeat(TRANSIENT, self._remove, keys)

    def url(self, key: str) -> str:
        """Where a player finds the object."""
        return f"{self._base}/{quote(key)}"

    async def check(self) -> None:
        """Write, read and delete one object, without patience: somebody waits for the answer."""
        key, data = f".check/{uuid4()}", secrets.token_bytes(16)
        with _reporting():
            await self._write(key, data, CHECK)
            if await self._read(key) != data:
                raise StorageUnavailable("the store did not return what was stored")
            await self._remove([key])

    async def _write(self, key: str, data: bytes, headers: Delivery) -> None:
        attributes: dict[str, str] = {
            "Content-Type": headers.content_type,
            "Cache-Control": headers.cache_control,
        }
        if self._gzip_playlists and key.endswith(PLAYLIST):
            # Without a time in it: the same playlist is the same object.
            data = gzip.compress(data, mtime=0)
            attributes["Content-Encoding"] = "gzip"
        await obstore.put_async(
            self._remote,
            key,
            data,
            attributes=attributes,
            # One request is atomic, and leaves no parts behind when it is cut short.
            use_multipart=False,
        )

    async def _read(self, key: str) -> bytes:
        answer = await obstore.get_async(self._remote, key)
        data = bytes(await answer.bytes_async())
        packed = answer.attributes.get("Content-Encoding") == "gzip"
        return gzip.decompress(data) if packed else data

    async def _read_range(self, key: str, start: int, end: int) -> bytes:
        return bytes(await obstore.get_range_async(self._remote, key, start=start, end=end))

    async def _entries(self, prefix: str) -> Sequence[ObjectMeta]:
        # obstore compares whole segments of the path, our prefix may end within one.
        folder = prefix.rpartition("/")[0] or None
        return [
            entry
            async for page in obstore.list(self._remote, folder, chunk_size=LISTED_AT_ONCE)
            for entry in page
            if entry["path"].startswith(prefix)
        ]

    async def _remove(self, keys: Sequence[str]) -> None:
        await obstore.delete_async(self._remote, keys)


class BucketStore(ObjectStore):
    """`ports.Store` over a bucket, which may be closed to players: `ports.ClosedBucket`."""

    _remote: Bucket

    @property
    def origin(self) -> str:
        """Scheme and host of the URLs that it signs."""
        if isinstance(self._remote, S3Store):
            endpoint = urlsplit(str(self._remote.config["endpoint"]))
            return f"{endpoint.scheme}://{endpoint.netloc}"
        if isinstance(self._remote, GCSStore):
            return "https://storage.googleapis.com"
        return f"https://{self._remote.config['account_name']}.blob.core.windows.net"

    async def signed_url(self, key: str, method: str, lifetime: timedelta) -> str:
        """Where anybody may GET, or HEAD, the object for so long."""
        with _reporting():
            return await self._repeat(TRANSIENT, self._sign, key, method, lifetime)

    async def _sign(self, key: str, method: str, lifetime: timedelta) -> str:
        verb: Literal["HEAD", "GET"] = "HEAD" if method == "HEAD" else "GET"
        return await obstore.sign_async(self._remote, verb, key, expires_in=lifetime)


class DirectoryStore(ObjectStore):
    """`ports.Store` over a local directory; what is stored survives a power cut."""

    def __init__(self, root: Path, *, base: str, patience: timedelta) -> None:
        super().__init__(
            LocalStore(root, automatic_cleanup=True, mkdir=True), base=base, patience=patience
        )
        self._root = root

    async def _write(self, key: str, data: bytes, _headers: Delivery) -> None:
        # obstore itself would not fsync. Files have no headers: whoever serves them knows.
        await asyncio.to_thread(_write_file, self._root, key, data)

    async def _remove(self, keys: Sequence[str]) -> None:
        for key in keys:
            with suppress(FileNotFoundError):
                await obstore.delete_async(self._remote, key)

    async def unfinished(self, age: timedelta) -> Sequence[str]:
        """Drafts whose writer was killed; beginning with the name of the file they were to be."""
        with _reporting():
            return await asyncio.to_thread(_drafts, self._root, time.time() - age.total_seconds())

    async def discard(self, names: Sequence[str]) -> None:
        """Remove what `unfinished` has named."""
        with _reporting():
            for name in names:
                await asyncio.to_thread((self._root / name).unlink, missing_ok=True)


def _write_file(root: Path, key: str, data: bytes) -> None:
    """Replace a file durably: at any moment, and after any crash, it is the old or the new one."""
    path = root / key
    path.parent.mkdir(parents=True, exist_ok=True)
    # obstore gives such names to its own unfinished files, and neither lists nor reads them.
    draft = path.with_name(f"{path.name}#{secrets.randbelow(10**18)}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    # The name of a new file, and that of a new directory, is kept by the directory above.
    for directory in path.parents:
        _fsync_directory(directory)
        if directory == root.parent:
            break


def _drafts(root: Path, before: float) -> Sequence[str]:
    found = []
    for path in root.rglob("*#*"):
        with suppress(FileNotFoundError):  # it was finished in this moment
            if path.stat().st_mtime <= before:
                found.append(str(path.relative_to(root)))
    return found


def _fsync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _reporting() -> Iterator[None]:
    """Make our errors of obstore's and the system's."""
    try:
        yield
    except (BaseError, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise InsufficientStorage("the disk of the store is full") from error
        # obstore appends pages of its inner state to the first line.
        sentence = str(error).partition("\n")[0]
        raise StorageUnavailable(f"the store did not do as asked: {sentence}") from error


def _open_bucket(address: SplitResult, *, path_style: bool, checksums: bool) -> tuple[Bucket, str]:
    """A bucket, and the address of what lies below the prefix in it."""
    name, prefix = address.netloc, address.path.strip("/") or None
    remote: Bucket
    match address.scheme if name else None:
        case "s3":
            config, base = _s3(name, path_style=path_style)
            if checksums:
                config = {**config, "checksum_algorithm": "SHA256"}
            client: ClientConfig = {**CLIENT, "allow_http": base.startswith("http:")}
            remote = S3Store(
                name, prefix=prefix, config=config, client_options=client, retry_config=RETRIES
            )
        case "gs":
            base = f"https://storage.googleapis.com/{name}"
            remote = GCSStore(name, prefix=prefix, client_options=CLIENT, retry_config=RETRIES)
        case "az":
            account = os.environ.get("AZURE_STORAGE_ACCOUNT_NAME")
            base = f"https://{account}.blob.core.windows.net/{name}"
            remote = AzureStore(name, prefix=prefix, client_options=CLIENT, retry_config=RETRIES)
        case _:
            raise StorageUnavailable(
                f"{address.geturl()} is not a store: give a file:///, s3://, gs:// or az:// URL"
            )
    return remote, f"{base}/{quote(prefix or '')}"


def _s3(bucket: str, *, path_style: bool) -> tuple[S3Config, str]:
    """How to reach an S3 bucket by AWS's own variables, and its address."""
    region = os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or "us-east-1"
    given = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
    endpoint = (given or f"https://s3.{region}.amazonaws.com").rstrip("/")
    scheme, _, host = endpoint.partition("://")
    by_path, by_host = f"{endpoint}/{bucket}", f"{scheme}://{bucket}.{host}"
    config: S3Config = {
        "region": region,
        "virtual_hosted_style_request": not path_style,
        # With a bucket in the host name, obstore wants an endpoint that has it there.
        "endpoint": endpoint if path_style else by_host,
    }
    # Players find Amazon's buckets by host name, whichever way we ask.
    return config, by_path if given and path_style else by_host
