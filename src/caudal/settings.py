"""CAUDAL_* from the environment, read once, frozen."""

import os
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote, urlsplit

from pydantic import ByteSize, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from caudal.choices import NO_PRESETS, Loudness, Presets, read_presets
from caudal.media.access import Quota
from caudal.media.encoders import Encoder
from caudal.media.ladder import DEFAULT_RUNGS
from caudal.media.limits import DEFAULT_LIMITS, SourceLimits
from caudal.media.plan import Encryption, Options, Passthrough, Quality
from caudal.media.planning import MAX_DURATION

SECRET_LENGTH = 32  # characters; 16 random bytes in hex


class Auth(StrEnum):
    """Whether callers have to say who they are."""

    OFF = "off"
    KEYS = "keys"


class Playback(StrEnum):
    """Whether the URLs of videos have to be signed."""

    PUBLIC = "public"
    SIGNED = "signed"


class Settings(BaseSettings):
    """Everything an operator may change, with its unit and its default.

    Credentials, region and endpoint of S3 come from the usual AWS variables:
    AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_REGION, AWS_ENDPOINT_URL.
    """

    model_config = SettingsConfigDict(
        env_prefix="CAUDAL_",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        # Some are secrets.
        hide_input_in_errors=True,
    )

    host: str = Field(default="127.0.0.1", description="Address the API listens on.")
    port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8080, description="Port the API listens on."
    )
    auth: Auth = Field(
        default=Auth.OFF,
        description="Who may use the API: off, everybody, which is refused where others reach it; "
        "or keys, who has one made by `caudal keys create`.",
    )
    allow_anonymous: bool = Field(
        default=False,
        description="Take CAUDAL_AUTH=off on other addresses than this machine's own too: when "
        "something in front decides who gets through.",
    )
    rate_limit: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        default=None,
        description="Requests a minute that one API process takes of one key, or of one address "
        "without a key; 0: any number. Unset: 1200 with CAUDAL_AUTH=keys, else any number.",
    )
    max_uploads: Annotated[int, Field(ge=1, le=100_000)] = Field(
        default=20,
        description="Uploads that one API process has open at once of one key, or of one address "
        "without a key.",
    )
    quota_videos: Annotated[int, Field(ge=0)] | None = Field(
        default=None, description="Videos that a tenant may have at a time. Unset: any number."
    )
    quota_bytes: ByteSize | None = Field(
        default=None,
        description="Size of the uploaded files of a tenant's videos together, in bytes or as "
        "20GB. Unset: any size.",
    )
    quota_minutes: Annotated[int, Field(ge=0)] | None = Field(
        default=None,
        description="Minutes that a tenant's videos may last together; known only once they have "
        "been measured. Unset: any number.",
    )
    data_dir: Path = Field(
        default=Path("caudal-data"),
        description="Directory of uploads, scratch files, the embedded PostgreSQL and the "
        "local store.",
    )
    database_url: str | None = Field(
        default=None,
        description="postgresql://user:password@host/database. Unset: an embedded PostgreSQL "
        "in the data directory.",
    )
    storage_url: str | None = Field(
        default=None,
        description="Where HLS is kept: s3://bucket/prefix, gs://, az:// or file:///. "
        "Unset: a local directory, served under /media.",
    )
    source_url: str | None = Field(
        default=None,
        description="Where uploaded files wait for their worker: s3://bucket/prefix, gs://, az:// "
        "or file:///, closed to players. Unset: the directory `uploads` of the data directory, "
        "which API and workers then share.",
    )
    source_cache: ByteSize = Field(
        default=ByteSize(20_000_000_000),
        description="Bytes of source files that a worker keeps in its scratch directory when they "
        "come from a bucket; files in use may be larger.",
    )
    s3_path_style: bool = Field(
        default=True, description="Address buckets as endpoint/bucket; false: bucket.endpoint."
    )
    s3_checksums: bool = Field(
        default=True,
        description="Have S3 verify each object by its SHA-256; false for compatible stores that "
        "do not know how.",
    )
    gzip_playlists: bool = Field(
        default=False,
        description="Store playlists compressed, for buckets that players read without a CDN "
        "that compresses.",
    )
    public_url: str | None = Field(
        default=None,
        description="What the URLs of finished videos begin with, such as a CDN's address. "
        "Unset: the address of the store.",
    )
    playback: Playback = Field(
        default=Playback.PUBLIC,
        description="Who may play a video: public, who knows its URL; or signed, who has a URL "
        "that the API has made and that is good for a time.",
    )
    playback_keys: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        default=(),
        repr=False,
        description="Secrets that URLs are signed with, of 32 characters or more: the first one "
        "signs, those behind a comma are still good.",
    )
    playback_lifetime: Annotated[timedelta, Field(ge=timedelta(minutes=1))] = Field(
        default=timedelta(hours=12),
        description="How long a signed URL is good for, longer than the longest video; an eighth "
        "less at the least, because it is the same for so long.",
    )
    ffmpeg: Path | None = Field(
        default=None, description="ffmpeg binary. Unset: the one installed with caudal."
    )
    encoder: Encoder = Field(
        default=Encoder.X264,
        description="What encodes the picture: x264, nvenc, vaapi, qsv or videotoolbox; the same "
        "on all workers. One that does not work is replaced by x264, with a warning.",
    )
    sandbox: Literal["auto", "bubblewrap", "landlock", "rlimits"] = Field(
        default="auto",
        description="What holds the tools that open uploads: bubblewrap, landlock or rlimits; a "
        "worker does not start where the one named does not work. auto: the first of these that "
        "works.",
    )
    sandbox_required: bool = Field(
        default=False,
        description="Whether a worker refuses to start where nothing better than rlimits works.",
    )
    workers: Annotated[int, Field(ge=1, le=256)] | None = Field(
        default=None,
        description="How many ffmpeg one worker process runs at once. Unset: from the cores.",
    )
    quality: Quality = Field(
        default=Quality.BALANCED,
        description="Trade between CPU time and bits where a video does not say: fast, balanced "
        "or best.",
    )
    rungs: Annotated[tuple[int, ...], NoDecode] = Field(
        default=DEFAULT_RUNGS,
        description="Short sides in pixels of the versions made where a video does not say.",
    )
    passthrough: Passthrough = Field(
        default=Passthrough.AUTO,
        description="Whether a source that qualifies is copied where a video does not say: auto "
        "or never.",
    )
    loudness: Loudness = Field(
        default="off",
        description="Loudness in LUFS (EBU R 128) that sound is brought to where a video does not "
        "say, such as -16; off leaves it as it is.",
    )
    encryption: Encryption = Field(
        default=Encryption.NONE,
        description="Whether picture and sound are stored encrypted where a video does not say: "
        "none, or aes-128, with CAUDAL_PLAYBACK=signed alone.",
    )
    presets: Annotated[Presets, NoDecode] = Field(
        default=NO_PRESETS,
        description="A TOML or JSON file of choices with names, which a sender asks for by "
        "`preset`.",
    )
    max_upload_bytes: ByteSize = Field(
        default=ByteSize(20_000_000_000), description="Largest file accepted, in bytes or as 20GB."
    )
    upload_expiry: timedelta = Field(
        default=timedelta(hours=24),
        description="How long a resumable upload that is not complete waits for its next bytes.",
    )
    disk_reserve: ByteSize = Field(
        default=ByteSize(1_000_000_000),
        description="Space that uploads leave free on the disk of the data directory.",
    )
    max_duration: Annotated[timedelta, Field(le=timedelta(seconds=MAX_DURATION))] = Field(
        default=timedelta(hours=8), description="Longest video accepted; two days at the most."
    )
    max_pixels: Annotated[int, Field(ge=1)] = Field(
        default=DEFAULT_LIMITS.pixels, description="Largest picture accepted, width times height."
    )
    max_frame_rate: Annotated[int, Field(ge=1)] = Field(
        default=DEFAULT_LIMITS.frame_rate, description="Most frames a second accepted."
    )
    max_streams: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=DEFAULT_LIMITS.streams, description="Most tracks of all kinds in a file."
    )
    max_audio_tracks: Annotated[int, Field(ge=0, le=1000)] = Field(
        default=DEFAULT_LIMITS.audio_tracks, description="Most sound tracks in a file."
    )
    max_channels: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=DEFAULT_LIMITS.channels, description="Most channels of a sound track."
    )
    max_cpu_time: timedelta = Field(
        default=timedelta(hours=24), description="CPU time that one step of a conversion may take."
    )
    max_wall_time: timedelta = Field(
        default=timedelta(hours=6), description="How long one step of a conversion may take."
    )
    max_memory_bytes: ByteSize = Field(
        default=ByteSize(8 << 30), description="Memory that one step of a conversion may take."
    )
    max_output_bytes: ByteSize = Field(
        default=ByteSize(20 << 30),
        description="What one step of a conversion may have on the local disk.",
    )
    max_output_files: Annotated[int, Field(ge=100)] = Field(
        default=1000,
        description="How many files one step of a conversion may have on the local disk.",
    )
    lease: timedelta = Field(
        default=timedelta(seconds=10), description="How long a silent worker keeps its step."
    )
    drain: timedelta = Field(
        default=timedelta(seconds=20),
        description="How long a worker told to stop may finish what it is doing; then it hands "
        "its steps back.",
    )
    log_format: Literal["text", "json"] = Field(default="text", description="How log lines look.")

    @field_validator("rungs", mode="before")
    @classmethod
    def _numbers(cls, written: Any) -> Any:
        return written.split(",") if isinstance(written, str) else written

    @field_validator("playback_keys", mode="before")
    @classmethod
    def _secrets(cls, written: Any) -> Any:
        return (
            [part.strip() for part in written.split(",")] if isinstance(written, str) else written
        )

    @field_validator("playback_keys")
    @classmethod
    def _hard_to_guess(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(secret) < SECRET_LENGTH for secret in secrets):
            raise ValueError(f"each has {SECRET_LENGTH} characters or more")
        return secrets

    @field_validator("presets", mode="before")
    @classmethod
    def _named(cls, file: Any) -> Any:
        return read_presets(Path(file)) if isinstance(file, str) else file

    @model_validator(mode="after")
    def _sources_apart(self) -> Self:
        """Nobody who may read films may thereby read what they were made from."""
        if self.source_url and _within(self.source_url, self.store):
            raise ValueError("CAUDAL_SOURCE_URL must not lie in CAUDAL_STORAGE_URL")
        return self

    @model_validator(mode="after")
    def _can_sign(self) -> Self:
        if self.playback is Playback.SIGNED and not self.playback_keys:
            raise ValueError("CAUDAL_PLAYBACK=signed needs CAUDAL_PLAYBACK_KEYS")
        if self.encryption is not Encryption.NONE and not self.signed:
            raise ValueError("CAUDAL_ENCRYPTION needs CAUDAL_PLAYBACK=signed")
        return self

    @property
    def defaults(self) -> Options:
        """What holds where the sender of a video chooses nothing."""
        return Options(
            quality=self.quality,
            rungs=self.rungs,
            passthrough=self.passthrough,
            loudness=None if self.loudness == "off" else self.loudness,
            encryption=self.encryption,
        )

    @property
    def requests_a_minute(self) -> int | None:
        """What one caller may ask for; None: any number."""
        if self.rate_limit is None:
            return 1200 if self.auth is Auth.KEYS else None
        return self.rate_limit or None

    @property
    def quota(self) -> Quota:
        """What every tenant may have."""
        return Quota(videos=self.quota_videos, bytes=self.quota_bytes, minutes=self.quota_minutes)

    @property
    def open_to_strangers(self) -> bool:
        """Whether others could use the API without a key, and nobody has said that they may."""
        return not (self.auth is Auth.KEYS or self.allow_anonymous or _loopback(self.host))

    @property
    def source_limits(self) -> SourceLimits:
        """What an uploaded file may be at most."""
        return SourceLimits(
            duration=int(self.max_duration.total_seconds()),
            pixels=self.max_pixels,
            frame_rate=self.max_frame_rate,
            streams=self.max_streams,
            audio_tracks=self.max_audio_tracks,
            channels=self.max_channels,
        )

    @property
    def local_store(self) -> Path | None:
        """Directory of the output store when the API delivers it; None: somebody else does."""
        if not self.storage_url:
            return self.data_dir.absolute() / "media"
        address = urlsplit(self.storage_url)
        return Path(unquote(address.path)) if address.scheme == "file" else None

    @property
    def delivers(self) -> bool:
        """Whether players fetch videos from the API, and not from a bucket or a CDN."""
        return self.public_url is None and (self.local_store is not None or self.signed)

    @property
    def signed(self) -> bool:
        """Whether players need a token, which the API alone can check."""
        return self.playback is Playback.SIGNED

    @property
    def local_url(self) -> str:
        """Where this machine reaches what the API delivers."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::", "") else self.host  # noqa: S104
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/media"

    @property
    def uploads(self) -> Path | None:
        """Directory of uploaded files that wait for their worker; None: they are in a bucket."""
        if not self.source_url:
            return self.data_dir.absolute() / "uploads"
        address = urlsplit(self.source_url)
        return Path(unquote(address.path)) if address.scheme == "file" else None

    @property
    def scratch(self) -> Path:
        """Directory of files in the making; empty when nothing runs."""
        return self.data_dir.absolute() / "scratch"

    @property
    def store(self) -> str:
        """URL of the output store."""
        return self.storage_url or (self.data_dir.absolute() / "media").as_uri()

    @property
    def encode_slots(self) -> int:
        """How many ffmpeg one worker process runs at once."""
        # One keeps 1.7 cores busy: the highest rung's encoder is more than half of its work.
        return self.workers or -(-(os.cpu_count() or 1) * 6 // 10)


def _loopback(host: str) -> bool:
    """Whether only this machine reaches the address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _within(url: str, other: str) -> bool:
    """Whether a place is another, or below it."""
    inner, outer = urlsplit(url), urlsplit(other)
    if (inner.scheme, inner.netloc) != (outer.scheme, outer.netloc):
        return False
    return f"{inner.path.strip('/')}/".startswith(f"{outer.path.strip('/')}/".removeprefix("/"))
