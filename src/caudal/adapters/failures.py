"""What a user is told when a video fails: a code and a sentence, never a path or a trace."""

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
