"""What a video lacks although it was converted."""

from collections import Counter
from collections.abc import Iterable, Iterator
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
    PICTURE_DAMAGED = "picture_damaged"
    SOUND_DAMAGED = "sound_damaged"
    HOLE = "hole"
    SUBTITLES_UNREADABLE = "subtitles_unreadable"
    COVER_UNREADABLE = "cover_unreadable"


SENTENCES = {
    Lack.TRUNCATED: "The file ends early: {seconds} s of the video are missing.",
    Lack.UNDECODABLE: "The file is damaged: its last {seconds} s cannot be decoded.",
    Lack.SOUND_SKIPPED: "A sound track is in a format that cannot be converted; it is left out.",
    Lack.CLOCK_REPAIRED: "The file's clock jumps; its parts were put one behind the other.",
    Lack.PICTURE_DAMAGED: "The file is damaged: about {seconds} s of its picture show errors.",
    Lack.SOUND_DAMAGED: "The file is damaged: about {seconds} s of its sound are missing.",
    Lack.HOLE: "A part in the middle of the file cannot be read: the picture stands still there.",
    Lack.SUBTITLES_UNREADABLE: "A track of subtitles cannot be read; it is empty.",
    Lack.COVER_UNREADABLE: "The cover is not shown: it is damaged, too large or of another kind.",
}


class Trouble(StrEnum):
    """What a decoder says of one frame, or a demuxer of the bytes between two."""

    PICTURE = "picture"
    SOUND = "sound"
    HOLE = "hole"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceWarning:
    """One thing, and how many seconds of the video it concerns; None where nobody can say."""

    code: Lack
    seconds: Fraction | None = None

    @property
    def message(self) -> str:
        """A sentence for whoever sent the file."""
        shown = 0.1 if self.seconds is None else max(0.1, round(float(self.seconds), 1))
        return SENTENCES[self.code].format(seconds=shown)


def warnings_of(source: Source) -> Iterator[SourceWarning]:
    """What of a file is not in its video, or not as it was."""
    if source.missing > NOTICEABLE:
        yield SourceWarning(code=Lack.TRUNCATED, seconds=source.missing)
    if source.undecodable > NOTICEABLE:
        yield SourceWarning(code=Lack.UNDECODABLE, seconds=source.undecodable)
    if source.gaps > NOTICEABLE:
        yield SourceWarning(code=Lack.HOLE, seconds=source.gaps)
    if source.skipped:
        yield SourceWarning(code=Lack.SOUND_SKIPPED)
    if source.clock_jumps:
        yield SourceWarning(code=Lack.CLOCK_REPAIRED)
    if source.cover_unreadable:
        yield SourceWarning(code=Lack.COVER_UNREADABLE)


def found_on_the_way(
    troubles: Counter[Trouble], source: Source, longest: Fraction
) -> tuple[SourceWarning, ...]:
    """What the decoding of a stretch brought to light, which lasts so many seconds."""
    found = []
    if (frames := troubles[Trouble.PICTURE]) and source.video is not None:
        seconds = min(frames / source.video.frame_rate, longest)
        found.append(SourceWarning(code=Lack.PICTURE_DAMAGED, seconds=seconds))
    if frames := troubles[Trouble.SOUND]:
        # The frames of most codecs have about as many samples as those of AAC.
        rate = max((track.sample_rate for track in source.audio), default=0) or 48_000
        seconds = min(Fraction(frames * 1024, rate), longest)
        found.append(SourceWarning(code=Lack.SOUND_DAMAGED, seconds=seconds))
    if troubles[Trouble.HOLE]:
        found.append(SourceWarning(code=Lack.HOLE))
    return tuple(found)


def all_warnings(source: Source | None, on_the_way: Iterable[SourceWarning]) -> list[SourceWarning]:
    """Everything that is wrong with a file, each code once.

    Of the picture every step decodes another stretch; of sound, the same track in another way.
    """
    found: dict[Lack, list[Fraction | None]] = {}
    for one in (*(warnings_of(source) if source else ()), *on_the_way):
        found.setdefault(one.code, []).append(one.seconds)
    if Lack.UNDECODABLE in found:
        # Decoders that read ahead have met the same.
        found.pop(Lack.PICTURE_DAMAGED, None)
        found.pop(Lack.SOUND_DAMAGED, None)
    warnings = []
    for code, told in found.items():
        known = [seconds for seconds in told if seconds is not None]
        together = (
            sum(known, Fraction(0)) if code is Lack.PICTURE_DAMAGED else max(known, default=0)
        )
        warnings.append(SourceWarning(code=code, seconds=Fraction(together) if known else None))
    return warnings
