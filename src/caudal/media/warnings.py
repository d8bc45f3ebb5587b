"""What a video lacks although it was converted."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from caudal.media.source import Source

# Seconds: headers are rounded, and tracks end at different times.
NOTICEABLE = Fraction(1)


class Lack(StrEnum):
    """What was found. The words are API."""

    TRUNCATED = "truncated"
    UNDECODABLE = "undecodable"
    SOUND_SKIPPED = "sound_skipped"
    CLOCK_REPAIRED = "clock_repaired"


SENTENCES = {
    Lack.TRUNCATED: "The file ends early: {seconds} s of the video are missing.",
    Lack.UNDECODABLE: "The file is damaged: its last {seconds} s cannot be decoded.",
    Lack.SOUND_SKIPPED: "A sound track is in a format that cannot be converted; it is left out.",
    Lack.CLOCK_REPAIRED: "The file's clock jumps; its parts were put one behind the other.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWarning:
    """One thing, and how many seconds of the video it concerns; None where nobody can say."""

    code: Lack
    seconds: Fraction | None = None

    @property
    def message(self) -> str:
        """A sentence for whoever sent the file."""
        return SENTENCES[self.code].format(seconds=round(float(self.seconds or 0), 1))


def warnings_of(source: Source) -> Iterator[SourceWarning]:
    """What of a file is not in its video, or not as it was."""
    if source.missing > NOTICEABLE:
        yield SourceWarning(code=Lack.TRUNCATED, seconds=source.missing)
    if source.undecodable > NOTICEABLE:
        yield SourceWarning(code=Lack.UNDECODABLE, seconds=source.undecodable)
    if source.skipped:
        yield SourceWarning(code=Lack.SOUND_SKIPPED)
    if source.clock_jumps:
        yield SourceWarning(code=Lack.CLOCK_REPAIRED)
