"""The command that tries an encoder: a test picture of a few frames, on every usual rung."""

from fractions import Fraction
from math import ceil

from caudal.media.encoder_options import device_options, encoder_options
from caudal.media.encoders import Encoder
from caudal.media.filters import cascade
from caudal.media.flags import Options, flags
from caudal.media.ladder import DEFAULT_RUNGS, MAX_BITRATE
from caudal.media.levels import level_for
from caudal.media.plan import Quality, Rendition

FRAME_RATE = 25
FRAMES = 8


def trial_argv(ffmpeg: str, encoder: Encoder) -> list[str]:
    """Encode as a chunk is encoded: from one source, all rungs at once.

    A card may be there and allow fewer encoders than a ladder has rungs. Nothing is written.
    """
    renditions = tuple(_rendition(side) for side in DEFAULT_RUNGS)
    first = renditions[0]
    # ffmpeg's own picture: no file is read.
    picture = f"testsrc2=size={first.width}x{first.height}:rate={FRAME_RATE}"
    scaled = cascade(renditions, encoder, first.width * first.height)
    argv = [
        *(ffmpeg, "-nostdin", "-hide_banner", "-v", "error"),
        *flags(device_options(encoder)),
        *("-filter_complex", f"{picture},trim=end_frame={FRAMES},{scaled}"),
    ]
    for number, rendition in enumerate(renditions):
        options: Options = {
            "map": f"[v{number}]",
            **encoder_options(encoder, rendition, gop=2 * FRAME_RATE, quality=Quality.FAST),
            "threads": 1,
            "f": "null",
        }
        argv += [*flags(options), "-"]
    return argv


def _rendition(side: int) -> Rendition:
    width, bitrate = 2 * ceil(Fraction(side * 8, 9)), MAX_BITRATE[side]
    return Rendition(
        name=f"{side}p",
        width=width,
        height=side,
        max_bitrate=bitrate,
        level=level_for(width, side, Fraction(FRAME_RATE), bitrate),
    )
