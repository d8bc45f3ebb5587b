"""The filter graph: one decode, every rung scaled from the one above."""

from collections.abc import Sequence

from caudal.media.colour import Conversion, conversion
from caudal.media.encoder_options import hand_over
from caudal.media.encoders import Encoder
from caudal.media.plan import Chunk, Plan, Rendition
from caudal.media.source import VideoTrack

LARGE = 1_000_000  # pixels


def picture_graph(
    video: VideoTrack, plan: Plan, chunk: Chunk, renditions: Sequence[Rendition]
) -> str:
    """Build the graph of a chunk: outputs [v0], [v1]… for the renditions, highest first."""
    first, end = plan.boundaries[chunk.first_segment], plan.boundaries[chunk.end_segment]
    steps = []
    if video.field_order == "interlaced":  # "unknown" is trusted to be frames
        steps.append("bwdif=mode=send_frame:parity=auto:deint=all")
    # A source whose picture starts late shows its first frame from the beginning; elsewhere
    # start_time would clone frames from zero to the seek point.
    fill = ":start_time=0" if chunk.first_segment == 0 else ""
    steps.append(f"fps={plan.frame_rate}:round=near{fill}")
    # Containers promise frames that do not exist: the last one stands in for them.
    steps.append("tpad=stop_mode=clone:stop=-1")
    # Behind fps the timestamp is the frame's number: nothing is rounded.
    steps.append(f"trim=start_pts={first}:end_pts={end}")
    scaled = cascade(
        renditions, plan.encoder, video.width * video.height, conversion=conversion(video)
    )
    return f"[0:{video.index}]{','.join(steps)},{scaled}"


def cascade(
    renditions: Sequence[Rendition],
    encoder: Encoder,
    pixels: int,
    *,
    conversion: Conversion | None = None,
) -> str:
    """Scale each rung from the one above: fewer pixels to read than from the source.

    Goes on from the filters before it, whose picture has so many pixels, and ends in the outputs
    [v0], [v1]… Colours are converted on the way to the first.
    """
    colours = conversion or Conversion()
    parts = []
    last = len(renditions) - 1
    end = hand_over(encoder)
    for number, rendition in enumerate(renditions):
        # Where most is to be read, bicubic looks the same for half the time; small pictures
        # keep more detail with lanczos.
        flags = "bicubic" if pixels > LARGE else "lanczos"
        pixels = rendition.width * rendition.height
        scale = f"scale={rendition.width}:{rendition.height}:flags={flags}"
        if number == 0:
            frames = f"{colours.before}{scale}{colours.scale},setsar=1,{colours.after}"
        else:
            frames = f";[s{number}]{scale},setsar=1,"
        parts.append(f"{frames}format=yuv420p{_sink(number, last, end)}")
    return "".join(parts)


def _sink(number: int, last: int, end: str) -> str:
    if number == last:
        return f",{end}[v{number}]" if end else f"[v{number}]"
    if not end:
        return f",split=2[v{number}][s{number + 1}]"
    # The next rung is scaled in memory: only this branch goes to the encoder's own.
    return f",split=2[e{number}][s{number + 1}];[e{number}]{end}[v{number}]"
