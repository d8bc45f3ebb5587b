"""The filter graph: one decode, every rung scaled from the one above."""

from collections.abc import Sequence

from caudal.media.colour import Conversion, conversion
from caudal.media.encoder_options import hand_over
from caudal.media.encoders import Encoder
from caudal.media.plan import Chunk, Plan, Rendition
from caudal.media.source import VideoTrack
from caudal.media.stills import Stills

LARGE = 1_000_000  # pixels


def picture_graph(
    video: VideoTrack,
    plan: Plan,
    chunk: Chunk,
    renditions: Sequence[Rendition],
    stills: Sequence[Stills],
    *,
    begin: int,
) -> str:
    """Build the graph of a chunk: outputs [v0], [v1]… for the renditions, highest first.

    Stills have outputs of their own names. They see all frames from `begin` on, the renditions
    those of the chunk.
    """
    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    steps = []
    if video.field_order == "interlaced":  # "unknown" is trusted to be frames
        steps.append("bwdif=mode=send_frame:parity=auto:deint=all")
    # A source whose picture starts late shows its first frame from the beginning; elsewhere
    # start_time would clone frames from zero to the seek point.
    fill = ":start_time=0" if begin == 0 else ""
    steps.append(f"fps={plan.frame_rate}:round=near{fill}")
    # Containers promise frames that do not exist: the last one stands in for them.
    steps.append("tpad=stop_mode=clone:stop=-1")
    # Behind fps the timestamp is the frame's number: nothing is rounded.
    steps.append(f"trim=start_pts={begin}:end_pts={end}")
    taps = [f"[{still.name}-frames]" for still in stills]
    scaled = cascade(
        renditions,
        plan.encoder,
        video.width * video.height,
        conversion=conversion(video),
        taps=taps,
        trim=f"trim=start_pts={first}" if begin < first else "",
    )
    made = [f";{tap}{still.filters}[{still.name}]" for tap, still in zip(taps, stills, strict=True)]
    return f"[0:{video.index}]{','.join(steps)},{scaled}{''.join(made)}"


def cascade(
    renditions: Sequence[Rendition],
    encoder: Encoder,
    pixels: int,
    *,
    conversion: Conversion | None = None,
    taps: Sequence[str] = (),
    trim: str = "",
) -> str:
    """Scale each rung from the one above: fewer pixels to read than from the source.

    Goes on from the filters before it, whose picture has so many pixels, and ends in the outputs
    [v0], [v1]… Colours are converted on the way to the first, which also goes to `taps`; without
    any rung the picture goes there as it is. `trim` stands before each encoder.
    """
    if not renditions:
        return f"split={len(taps)}{''.join(taps)}"
    colours = conversion or Conversion()
    parts = []
    last = len(renditions) - 1
    end = ",".join(filter(None, (trim, hand_over(encoder))))
    for number, rendition in enumerate(renditions):
        size = f"{rendition.width}:{rendition.height}"
        others = [f"[s{number + 1}]"] if number < last else []
        if number == 0:
            # Where most is to be read, bicubic looks the same for half the time; small pictures
            # keep more detail with lanczos.
            flags = "bicubic" if pixels > LARGE else "lanczos"
            frames = f"{colours.before}scale={size}:flags={flags}{colours.scale},setsar=1,"
            frames += colours.after
            others += taps
        else:
            # For frames that are what they say they are, zimg takes half of swscale's time.
            frames = f";[s{number}]zscale={size}:filter=lanczos,setsar=1,"
        parts.append(f"{frames}format=yuv420p{_sink(number, others, end)}")
    return "".join(parts)


def _sink(number: int, others: Sequence[str], end: str) -> str:
    if not others:
        return f",{end}[v{number}]" if end else f"[v{number}]"
    split = f",split={len(others) + 1}"
    if not end:
        return f"{split}[v{number}]{''.join(others)}"
    # The others are scaled in memory: only this branch goes to the encoder's own.
    return f"{split}[e{number}]{''.join(others)};[e{number}]{end}[v{number}]"
