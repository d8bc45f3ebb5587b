"""Still pictures: the candidates for the poster, the sheets of the storyboard, the preview.

All come from frames that a chunk decodes anyway. A sheet belongs to one chunk, on a grid over the
whole video, so that chunks stay independent of each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from caudal.errors import OutputInvalid
from caudal.media import keys
from caudal.media.plan import Chunk, Plan, Poster, Preview, Storyboard
from caudal.media.segment import Segment
from caudal.media.source import CoverArt
from caudal.media.webvtt import Cue, webvtt

POSTER = "poster"
STORYBOARD = "storyboard"
PREVIEW = "preview"

# What the files of each kind end in.
ENDINGS = {POSTER: "jpg", STORYBOARD: "jpg", PREVIEW: "webp"}
NAMES = tuple(ENDINGS)

# Where in a video its poster is looked for: behind titles and fades, before what gives it away.
POSTER_AT = tuple(Fraction(percent, 100) for percent in (5, 10, 20, 30, 50))
POSTER_SIDE = 720  # most pixels of the short side
COVER_SIDE = 1280  # and of the long side, which a cover may have of any length

TILE_SIDE = 256  # most pixels of the long side
COLUMNS = 5

# Seconds from tile to tile, in videos up to so many seconds.
INTERVALS = ((600, 2), (1800, 5))
LONGEST_INTERVAL = 10

PREVIEW_AT = Fraction(1, 5)  # of the video
PREVIEW_SIDE = 320  # most pixels of the long side
PREVIEW_LENGTH = 3  # seconds
PREVIEW_RATE = 8  # frames per second, about


@dataclass(frozen=True, slots=True, kw_only=True)
class Stills:
    """Files that one chunk makes: JPEG, or of the preview animated WebP.

    Attributes:
        name: What they are: `POSTER`, `STORYBOARD` or `PREVIEW`.
        first, count: Their numbers.
        frames: How many they show together.
        filters: Make them of the chunk's frames, whose timestamps are frame numbers.
        quality: Of the encoder: of JPEG 2 is best, 31 worst; of WebP 100 and 0.
    """

    name: str
    first: int
    count: int
    frames: int
    filters: str
    quality: int

    @property
    def numbers(self) -> range:
        """The number of each file."""
        return range(self.first, self.first + self.count)


def poster_for(width: int, height: int, frames: int) -> Poster:
    """Where the poster of a video is looked for, and how large it becomes; never enlarged."""
    scale = min(Fraction(1), Fraction(POSTER_SIDE, min(width, height)))
    return Poster(
        width=_even(width * scale),
        height=_even(height * scale),
        frames=tuple(sorted({int(at * frames) for at in POSTER_AT})),
    )


def cover_poster(art: CoverArt) -> Poster:
    """The poster of sound, as large as its cover at most."""
    short, long = sorted((art.width, art.height))
    scale = min(Fraction(1), Fraction(POSTER_SIDE, short), Fraction(COVER_SIDE, long))
    return Poster(
        width=max(1, round(art.width * scale)),
        height=max(1, round(art.height * scale)),
        frames=(),
        cover=art.index,
    )


def storyboard_for(width: int, height: int, frames: int, frame_rate: Fraction) -> Storyboard:
    """The grid of a video's storyboard."""
    duration = frames / frame_rate
    interval = next((s for longest, s in INTERVALS if duration <= longest), LONGEST_INTERVAL)
    scale = min(Fraction(1), Fraction(TILE_SIDE, max(width, height)))
    return Storyboard(
        width=_even(width * scale),
        height=_even(height * scale),
        step=max(1, round(interval * frame_rate)),
        columns=COLUMNS,
    )


def preview_for(
    width: int,
    height: int,
    boundaries: Sequence[int],
    chunks: Iterable[Chunk],
    frame_rate: Fraction,
) -> Preview:
    """The stretch that a video's preview shows: of one chunk, shorter only where that is."""
    wanted = int(PREVIEW_AT * boundaries[-1])
    chunk = next(chunk for chunk in chunks if wanted < boundaries[chunk.end_segment])
    end = boundaries[chunk.end_segment]
    length = max(1, round(PREVIEW_LENGTH * frame_rate))
    first = max(boundaries[chunk.first_segment], min(wanted, end - length))
    step = max(1, round(frame_rate / PREVIEW_RATE))
    scale = min(Fraction(1), Fraction(PREVIEW_SIDE, max(width, height)))
    return Preview(
        width=_even(width * scale),
        height=_even(height * scale),
        first=first,
        step=step,
        count=len(range(first, min(first + length, end), step)),
    )


def chunk_stills(plan: Plan, chunk: Chunk) -> tuple[Stills, ...]:
    """What a chunk makes of each kind; nothing of a kind none of whose frames it has."""
    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    stills = []
    if plan.poster is not None:
        numbers = [n for n, frame in enumerate(plan.poster.frames) if first <= frame < end]
        if numbers:
            stills.append(_candidates(plan.poster, numbers))
    if plan.storyboard is not None and (count := len(_tiles(plan.storyboard, first, end))):
        stills.append(_sheet(plan.storyboard, chunk.index, count))
    if plan.preview is not None and first <= plan.preview.first < end:
        stills.append(_moving(plan.preview))
    return tuple(stills)


def cover_still(poster: Poster) -> Stills:
    """What makes a poster of cover art, over black where that is transparent, as players are."""
    return Stills(
        name=POSTER,
        first=0,
        count=1,
        frames=1,
        filters=f"format=gbrap,premultiply=inplace=1,{_jpeg(poster.width, poster.height)}",
        quality=3,
    )


def maker_of(plan: Plan, name: str, number: int) -> int:
    """The index of the chunk that makes a still."""
    return next(
        chunk.index
        for chunk in plan.chunks
        for stills in chunk_stills(plan, chunk)
        if stills.name == name and number in stills.numbers
    )


def size_of(plan: Plan, name: str, number: int) -> tuple[int, int]:
    """Width and height that a still must have, in pixels."""
    if name == POSTER and plan.poster is not None:
        return plan.poster.width, plan.poster.height
    if name == STORYBOARD and plan.storyboard is not None:
        chunk = plan.chunks[number]
        first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
        columns, rows = _layout(plan.storyboard, len(_tiles(plan.storyboard, first, end)))
        return plan.storyboard.width * columns, plan.storyboard.height * rows
    if name == PREVIEW and plan.preview is not None:
        return plan.preview.width, plan.preview.height
    raise OutputInvalid(f"no {name} was planned")


def prove(plan: Plan, stills: Iterable[Segment]) -> None:
    """Raise `OutputInvalid` unless the records are all that the plan promises.

    A poster of cover art is none of it: nothing fails for a cover's sake.
    """
    made = {(still.rendition, still.index) for still in stills}
    for chunk in plan.chunks:
        for planned in chunk_stills(plan, chunk):
            for number in planned.numbers:
                if (planned.name, number) not in made:
                    raise OutputInvalid(f"{planned.name} {number} is missing")


def best_poster(stills: Iterable[Segment]) -> Segment | None:
    """The candidate that shows most: of pictures coded alike, a black or empty one is smallest."""
    candidates = [still for still in stills if still.rendition == POSTER]
    return max(candidates, key=lambda still: (still.bytes, -still.index), default=None)


def thumbnails(root: str, plan: Plan, stills: Sequence[Segment]) -> str | None:
    """The storyboard as WebVTT, beside its sheets: each cue names a part of one.

    None when the video has no storyboard.
    """
    board = plan.storyboard
    if board is None:
        return None
    beside = len(f"{root}{STORYBOARD}/")
    sheets = {still.index: still.key[beside:] for still in stills if still.rendition == STORYBOARD}
    cues = []
    for chunk in plan.chunks:
        first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
        for number, frame in enumerate(_tiles(board, first, end)):
            row, column = divmod(number, board.columns)
            area = (column * board.width, row * board.height, board.width, board.height)
            cues.append(
                Cue(
                    start=frame / plan.frame_rate,
                    end=min(frame + board.step, plan.frames) / plan.frame_rate,
                    text=f"{sheets[chunk.index]}#xywh={','.join(map(str, area))}",
                )
            )
    return webvtt(cues)


def thumbnails_key(root: str) -> str:
    """The storyboard as players read it."""
    return keys.webvtt_key(root, STORYBOARD)


def _candidates(poster: Poster, numbers: Sequence[int]) -> Stills:
    wanted = "+".join(rf"eq(pts\,{poster.frames[number]})" for number in numbers)
    return Stills(
        name=POSTER,
        first=numbers[0],
        count=len(numbers),
        frames=len(numbers),
        filters=f"select={wanted},{_jpeg(poster.width, poster.height)}",
        quality=3,
    )


def _sheet(board: Storyboard, number: int, tiles: int) -> Stills:
    columns, rows = _layout(board, tiles)
    return Stills(
        name=STORYBOARD,
        first=number,
        count=1,
        frames=1,
        filters=rf"select=not(mod(pts\,{board.step})),{_jpeg(board.width, board.height)},"
        # No nb_frames: what the tiles leave of the sheet would stay green.
        f"tile={columns}x{rows}",
        quality=5,
    )


def _moving(preview: Preview) -> Stills:
    last = preview.first + (preview.count - 1) * preview.step
    return Stills(
        name=PREVIEW,
        first=0,
        count=1,
        frames=preview.count,
        filters=rf"select=between(pts\,{preview.first}\,{last})"
        rf"*not(mod(pts-{preview.first}\,{preview.step})),setpts=PTS-STARTPTS,"
        # WebP is BT.601 at limited range.
        f"scale={preview.width}:{preview.height}:flags=bicubic:out_color_matrix=bt601:out_range=tv,"
        "setsar=1,format=yuv420p",
        quality=60,
    )


def _jpeg(width: int, height: int) -> str:
    # JFIF is BT.601 at full range, whatever the video is.
    return (
        f"scale={width}:{height}:flags=bicubic:out_color_matrix=bt601:out_range=pc,"
        "setsar=1,format=yuvj420p"
    )


def _tiles(board: Storyboard, first: int, end: int) -> range:
    """The frames of a stretch that are shown."""
    return range(-(-first // board.step) * board.step, end, board.step)


def _layout(board: Storyboard, tiles: int) -> tuple[int, int]:
    return min(board.columns, tiles), -(-tiles // board.columns)


def _even(length: Fraction) -> int:
    return max(2, 2 * round(length / 2))
