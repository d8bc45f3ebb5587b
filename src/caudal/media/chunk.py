"""The frame grid: segment boundaries and the chunks that cover them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from caudal.media.plan import AudioRendition, Chunk, Rendition
from caudal.media.segment import Segment

SEGMENT_GOPS = 3
GOP_SECONDS = 2

# A last segment shorter than this joins the one before it: 6.4 s still rounds to the target
# duration of 6 s, and nobody fetches an object for a handful of frames.
SHORTEST_TAIL = Fraction(4, 10)

# Segments per chunk: later ones are long, because every chunk costs a start of ffmpeg and a seek.
# The first has the two short ones.
CHUNK_SEGMENTS = (2, 2, 4, 8)


def gop_frames(frame_rate: Fraction) -> int:
    """Frames between keyframes: two seconds, at least one frame."""
    return max(1, round(GOP_SECONDS * frame_rate))


def segment_boundaries(
    frames: int, gop: int, frame_rate: Fraction, *, early: bool
) -> tuple[int, ...]:
    """Frame numbers where segments begin, and one past the last frame.

    Every segment is three GOPs, 6 s (6.006 s at NTSC rates); the last takes what is left. Early:
    the first three GOPs are two segments, because the first one makes a video playable.
    """
    length = SEGMENT_GOPS * gop
    starts = list(range(0, frames, length))
    if early and frames > gop:
        starts.insert(1, gop)
    if len(starts) > 1 and frames - starts[-1] < SHORTEST_TAIL * frame_rate:
        starts.pop()
    return (*starts, frames)


def split(segments: int, *, early: bool, parts: int = 1) -> tuple[Chunk, ...]:
    """Cover all segments with chunks, in order, without gap or overlap.

    Early: the first ones are short, because they make a video playable. Else they are as equal as
    can be, and at least `parts`, so that so many can be encoded side by side.
    """
    if early:
        ends = list(_growing(segments))
    else:
        count = min(segments, max(parts, -(-segments // CHUNK_SEGMENTS[-1])))
        ends = [segments * number // count for number in range(1, count + 1)]
    return _chunks(ends)


def _chunks(ends: Sequence[int]) -> tuple[Chunk, ...]:
    return tuple(
        Chunk(index=index, first_segment=first, end_segment=end)
        for index, (first, end) in enumerate(pairwise([0, *ends]))
    )


def split_once(segments: int, *, early: bool) -> tuple[Chunk, ...]:
    """One chunk; early: what makes a video playable is one of its own."""
    ends = [CHUNK_SEGMENTS[0], segments] if early and segments > CHUNK_SEGMENTS[0] else [segments]
    return _chunks(ends)


def remaining(chunk: Chunk, recorded: Iterable[Segment], renditions: Sequence[str]) -> Chunk | None:
    """What of a chunk is still to be encoded: from the first segment that any rendition lacks.

    None when every segment of every rendition is recorded.
    """
    known = {(segment.rendition, segment.index) for segment in recorded}
    for index in range(chunk.first_segment, chunk.end_segment):
        if any((name, index) not in known for name in renditions):
            return replace(chunk, first_segment=index)
    return None


def _growing(segments: int) -> Iterator[int]:
    end = index = 0
    while end < segments:
        end = min(segments, end + CHUNK_SEGMENTS[min(index, len(CHUNK_SEGMENTS) - 1)])
        index += 1
        yield end


def every_segment(
    renditions: Iterable[Rendition | AudioRendition], chunk: Chunk
) -> list[tuple[str, int]]:
    """Name and number of all segments of a chunk."""
    return [
        (rendition.name, index)
        for rendition in renditions
        for index in range(chunk.first_segment, chunk.end_segment)
    ]
