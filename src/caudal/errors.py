"""Every error this package raises, by who can do something about it.

CaudalError
├── BadSource              the user: this file cannot be converted
│   ├── UnsupportedFormat
│   ├── CorruptInput
│   └── LimitExceeded      TooLong, TooManyPixels, SideTooLong, FrameRateTooHigh,
│                          TooManyStreams, TooManyAudioTracks, TooManyChannels,
│                          CpuTimeExceeded, MemoryExceeded, OutputTooLarge, TooManyOutputFiles
├── BadRequest             the client: this request cannot be served
│   ├── MalformedBody, UnsupportedMediaType, UploadTooLarge, UploadStalled
│   ├── NoFile, EmptyFile, TooManyFiles, BadParameter, BadCursor
│   ├── NotFound
│   ├── Conflict
│   ├── MalformedHeader, TusVersionUnsupported, OffsetMismatch, ChecksumMismatch,
│   │   UploadTakenOver, UploadGone
│   ├── BadIdempotencyKey, IdempotencyInFlight, IdempotencyMismatch
│   ├── PlaybackForbidden, PlaybackExpired
│   └── Unauthenticated, Forbidden, QuotaExceeded, RateLimited, TooManyUploads
├── ToolFailed             us: ffmpeg or the probe said no
│   └── ToolTimedOut
├── SourceMissing          the operator: the uploaded file is not where the worker looks
├── OutputInvalid          us: what was made is not what was planned
├── Fenced                 nobody: another attempt owns the step, ours does not count
├── ServiceEnded           the operator: a process of the service cannot run
├── OpenToStrangers        the operator: others could do as they like
├── SandboxUnavailable     the operator: this machine cannot hold tools as the settings ask
└── Unavailable            the operator: storage, disk or database did not answer
    ├── StorageUnavailable, EncoderUnavailable
    ├── DatabaseUnavailable
    │   └── Unsettled
    └── InsufficientStorage
"""

from collections.abc import Sequence
from typing import ClassVar


class CaudalError(Exception):
    """Base class. `code` is stable and safe to show; `retry` is read by the worker."""

    code: ClassVar[str] = "internal"
    retry: ClassVar[bool] = False


class BadSource(CaudalError):
    """The user's file: trying again cannot help. The message is a sentence for the user."""

    code = "unsupported_format"


class UnsupportedFormat(BadSource):
    """Not a video, or one in a container or codec that is not accepted."""

    code = "unsupported_format"


class CorruptInput(BadSource):
    """A video whose bytes are missing or broken beyond use."""

    code = "corrupt_input"


class LimitExceeded(BadSource):
    """A video beyond a limit of this installation, which `GET /v1/limits` shows."""

    code = "limit_exceeded"


class TooLong(LimitExceeded):
    code = "too_long"


class TooManyPixels(LimitExceeded):
    code = "too_many_pixels"


class SideTooLong(LimitExceeded):
    code = "side_too_long"


class FrameRateTooHigh(LimitExceeded):
    code = "frame_rate_too_high"


class TooManyStreams(LimitExceeded):
    code = "too_many_streams"


class TooManyAudioTracks(LimitExceeded):
    code = "too_many_audio_tracks"


class TooManyChannels(LimitExceeded):
    code = "too_many_channels"


class CpuTimeExceeded(LimitExceeded):
    code = "cpu_time_exceeded"


class MemoryExceeded(LimitExceeded):
    code = "memory_exceeded"


class OutputTooLarge(LimitExceeded):
    code = "output_too_large"


class TooManyOutputFiles(LimitExceeded):
    code = "too_many_output_files"


class BadRequest(CaudalError):
    """The client's request cannot be served as it stands."""

    code = "bad_request"


class MalformedBody(BadRequest):
    code = "malformed_body"


class UnsupportedMediaType(BadRequest):
    code = "unsupported_media_type"


class UploadTooLarge(BadRequest):
    code = "upload_too_large"


class UploadStalled(BadRequest):
    """The client stayed silent in the middle of its body."""

    code = "upload_stalled"


class NoFile(BadRequest):
    code = "no_file"


class EmptyFile(BadRequest):
    code = "empty_file"


class TooManyFiles(BadRequest):
    code = "too_many_files"


class BadParameter(BadRequest):
    """A field or query parameter has a value that is not allowed; `pointer` names it."""

    code = "bad_parameter"

    def __init__(self, pointer: str, detail: str) -> None:
        super().__init__(detail)
        self.pointer = pointer


class BadCursor(BadRequest):
    """A position in a list that this API did not hand out."""

    code = "bad_cursor"


class NotFound(BadRequest):
    code = "not_found"


class Conflict(BadRequest):
    """The video's status does not allow this."""

    code = "conflict"


class MalformedHeader(BadRequest):
    """A header of a resumable upload that is missing, or is none."""

    code = "malformed_header"


class TusVersionUnsupported(BadRequest):
    """The client does not say that it speaks tus 1.0.0."""

    code = "tus_version_unsupported"


class OffsetMismatch(BadRequest):
    """The client goes on with an upload somewhere else than where its bytes end."""

    code = "offset_mismatch"

    def __init__(self, offset: int) -> None:
        super().__init__(f"The upload has {offset} bytes so far.")
        self.offset = offset


class ChecksumMismatch(BadRequest):
    """The bytes that came are not those that were sent."""

    code = "checksum_mismatch"


class UploadTakenOver(BadRequest):
    """A later request goes on with the upload; nothing more of this one is written."""

    code = "upload_taken_over"


class UploadGone(BadRequest):
    """The upload was aborted, or has expired."""

    code = "upload_gone"


class BadIdempotencyKey(BadRequest):
    """An Idempotency-Key that is none."""

    code = "bad_idempotency_key"


class IdempotencyInFlight(BadRequest):
    """The first request with this Idempotency-Key is not over yet."""

    code = "idempotency_in_flight"


class IdempotencyMismatch(BadRequest):
    """Another payload came under this Idempotency-Key before."""

    code = "idempotency_mismatch"


class Unauthenticated(BadRequest):
    """Nobody knows who asks: there is no key, or none that is good."""

    code = "unauthenticated"


class Forbidden(BadRequest):
    """It is known who asks, and that they may not do this."""

    code = "forbidden"


class PlaybackForbidden(BadRequest):
    """The URL of a video has no token, or one that was not made for it."""

    code = "playback_forbidden"

    def __init__(self) -> None:
        super().__init__("This address needs a token that was made for this video.")


class PlaybackExpired(BadRequest):
    """The token in the URL of a video was good once."""

    code = "playback_expired"

    def __init__(self) -> None:
        super().__init__("The token in this address is no longer good; ask for a new one.")


class QuotaExceeded(BadRequest):
    """The tenant has as much as it may have."""

    code = "quota_exceeded"


class RateLimited(BadRequest):
    """The caller asks too often; `wait` says in how many seconds it may ask again."""

    code = "rate_limited"

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many requests; try again in {wait} s.")
        self.wait = wait


class TooManyUploads(BadRequest):
    """The caller has as many uploads open as it may have."""

    code = "too_many_uploads"


class ToolFailed(CaudalError):
    """A tool ended with an error that its input does not explain."""

    code = "processing_crashed"
    retry = True

    def __init__(self, argv: Sequence[str], status: int, stderr: str) -> None:
        super().__init__(f"{argv[0]} exited with status {status}: {stderr.strip()[-400:]}")
        self.argv, self.status, self.stderr = tuple(argv), status, stderr


class ToolTimedOut(ToolFailed):
    code = "processing_timeout"


class SourceMissing(CaudalError):
    """The uploaded file is not where this worker looks for it: lost, or on another machine."""

    code = "source_missing"
    retry = True


class OutputInvalid(CaudalError):
    """A segment or playlist that was made differs from what was planned."""

    code = "output_invalid"
    retry = True


class Fenced(CaudalError):
    """The step was cancelled or belongs to a later attempt; nothing of ours may be written."""

    code = "fenced"


class Unavailable(CaudalError):
    """Something of the operator's is away for the moment; waiting can help."""

    code = "unavailable"
    retry = True


class StorageUnavailable(Unavailable):
    code = "storage_unavailable"


class DatabaseUnavailable(Unavailable):
    code = "database_unavailable"


class Unsettled(DatabaseUnavailable):
    """The database fell silent during a commit, which may have happened or not."""


class EncoderUnavailable(Unavailable):
    """This machine lacks the encoder that a video is made with; another worker may have it."""

    code = "encoder_unavailable"


class InsufficientStorage(Unavailable):
    code = "insufficient_storage"


class ServiceEnded(CaudalError):
    """A process of `caudal serve` cannot run; it has said why."""

    code = "service_ended"


class OpenToStrangers(CaudalError):
    """The API would listen where others reach it, and would ask nobody who they are."""

    code = "open_to_strangers"


class SandboxUnavailable(CaudalError):
    """No sandbox of the kind that the settings ask for works on this machine."""

    code = "sandbox_unavailable"
