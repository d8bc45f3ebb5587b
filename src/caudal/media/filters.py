"""The filter graph: one decode, every rung scaled from the one above."""

from collections.abc import Sequence

from caudal.media.plan import Chunk, Plan, Rendition
from caudal.media.source import VideoTrack


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
    return f"[0:{video.index}]" + ",".join(steps) + _cascade(renditions)


def _cascade(renditions: Sequence[Rendition]) -> str:
    """Scale each rung from the one above: fewer pixels to read than from the source."""
    parts = []
    last = len(renditions) - 1
    for number, rendition in enumerate(renditions):
        scale = f"scale={rendition.width}:{rendition.height}:flags=lanczos,setsar=1,format=yuv420p"
        source = "," if number == 0 else f";[s{number}]"
        sink = f"[v{number}]" if number == last else f",split=2[v{number}][s{number + 1}]"
        parts.append(source + scale + sink)
    return "".join(parts)
