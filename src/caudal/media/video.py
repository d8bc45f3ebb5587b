"""A video as everybody sees it: the row, its status, its progress."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from caudal.media.access import DEFAULT_TENANT
from caudal.media.plan import Options, Plan
from caudal.media.source import Source
from caudal.media.upload import Upload
from caudal.media.warnings import SourceWarning


class Status(StrEnum):
    """The words of the contract, letter for letter, in NFC."""

    PENDING = "pendente"
    PROCESSING = "em processamento"
    DONE = "concluído"
    FAILED = "falhou"
    CANCELLED = "cancelado"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a video is `falhou`: a stable code, a sentence, and whether trying again can help."""

    code: str
    message: str
    retryable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pictures:
    """Where the pictures of a finished video are; None for what it has not.

    Attributes:
        poster: URL of the still that is shown before it plays, a JPEG.
        thumbnails: URL of the storyboard, a WebVTT file.
        preview: URL of a few seconds of it, an animated WebP.
    """

    poster: str | None = None
    thumbnails: str | None = None
    preview: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVideo:
    """A video whose bytes are complete on disk.

    Attributes:
        id: UUIDv7, so that ids sort by time.
        filename: The sender's name for it, cleaned: display text only.
        bytes: Size of the file.
        options: What the sender chose.
        tenant: Whose it is.
        token: The upload token that it uses up.
        upload: The resumable upload that it was, with its last writer.
    """

    id: UUID
    filename: str
    bytes: int
    options: Options
    tenant: str = DEFAULT_TENANT
    token: UUID | None = None
    upload: Upload | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Video:
    """One row: what a user sent and follows.

    Attributes:
        progress: From 0 to 1, weighted by cost; never falls.
        source, plan: None until the file was probed.
        eta: Seconds until it is `concluído` at the speed so far; None when that is not known.
        queue_position: Videos that will be taken up before it; None unless `pendente`.
        url: The multivariant playlist; None until `concluído`.
        pictures: Empty until then.
        early_url: One that can be played before; None while there is none.
        early_duration: Seconds that can be played of it.
        cpu: Seconds of CPU time that the conversion took so far.
        warnings: What was found out about its file on the way, beside what the probe saw.
        failure: None unless `falhou`.
    """

    id: UUID
    filename: str
    status: Status
    created_at: datetime
    updated_at: datetime
    bytes: int
    options: Options
    progress: float
    eta: float | None
    queue_position: int | None
    source: Source | None
    plan: Plan | None
    url: str | None
    pictures: Pictures
    early_url: str | None
    early_duration: float
    cpu: float
    failure: Failure | None
    warnings: tuple[SourceWarning, ...] = ()

    @property
    def title(self) -> str:
        """What it is called: by its sender, else by its file."""
        return self.options.title or self.filename

    def linked(self, link: Callable[[str], str]) -> "Video":
        """The same, with every URL as `link` makes it."""
        return replace(
            self,
            url=self.url and link(self.url),
            early_url=self.early_url and link(self.early_url),
            pictures=Pictures(
                poster=self.pictures.poster and link(self.pictures.poster),
                thumbnails=self.pictures.thumbnails and link(self.pictures.thumbnails),
                preview=self.pictures.preview and link(self.pictures.preview),
            ),
        )


DISPLAY_LENGTH = 255


def display_name(raw: str) -> str:
    """Make a client's file name safe to show: no path, no control characters, at most 255.

    It is never part of a path, a key or an argument. "video" when nothing is left of it.
    """
    last = raw.replace("\\", "/").rsplit("/", 1)[-1]
    return printable(last)[:DISPLAY_LENGTH] or "video"


def printable(raw: str) -> str:
    """Only what can be shown of a text, on one line."""
    return "".join(letter for letter in raw if letter.isprintable()).strip()
