"""What a user is told when a video fails: a code and a sentence, never a path or a trace."""

import re
from pathlib import PurePath

from caudal.errors import BadSource, CaudalError, ToolFailed
from caudal.media.video import Failure

SENTENCES = {
    "processing_crashed": "The video could not be converted: the conversion broke off repeatedly.",
    "processing_timeout": "The video could not be converted in the time allowed for it.",
    "source_missing": "The uploaded file is no longer on the server.",
    "output_invalid": "The converted video did not pass its checks.",
}
INTERNAL = "The video could not be converted because of an internal error."

CRASHED = ToolFailed.code


def failure(code: str) -> Failure:
    """What is said about a failure that is not the file's fault."""
    return Failure(code=code, message=SENTENCES.get(code, INTERNAL), retryable=True)


def failure_of(error: CaudalError) -> Failure:
    """What is said about an error: the file's faults in the words of who found them."""
    if isinstance(error, BadSource):
        return Failure(code=error.code, message=str(error), retryable=False)
    return failure(error.code)


LOG_LINES = 20
LOG_LENGTH = 4000  # characters

# What begins like an absolute path; addresses and fractions do not.
PATH = re.compile(r"""(?<![\w.:/])(?:file:)?/[^\s'"`,;:|()\[\]<>]+""")


def last_words(error: BaseException) -> str:
    """What the tool behind an error said last, without a path of this machine; may be empty."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        if isinstance(cause, ToolFailed):
            return _scrubbed(cause)
        seen.add(id(cause))
        cause = cause.__cause__ or cause.__context__
    return ""


def _scrubbed(failed: ToolFailed) -> str:
    text = "\n".join(failed.stderr.strip().splitlines()[-LOG_LINES:])[-LOG_LENGTH:]
    # What it was told has paths whose names may have blanks in them.
    told = [PurePath(word) for word in failed.argv if word.startswith("/")]
    places = {str(place) for path in told for place in (path, path.parent) if place.name}
    for place in sorted(places, key=len, reverse=True):
        text = text.replace(place, "…")
    return PATH.sub("…", text)
