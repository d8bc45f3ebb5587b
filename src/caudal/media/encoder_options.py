"""What each encoder is told, so that all make the same grid of keyframes below the same caps.

Names are ffmpeg 9's. Those of VideoToolbox follow its documentation: it is built on Apple's
machines alone.
"""

from collections.abc import Mapping
from typing import assert_never

from caudal.media.encoders import Encoder
from caudal.media.flags import Options
from caudal.media.plan import Quality, Rendition

# The first graphics card of a Linux machine.
VAAPI_DEVICE = "/dev/dri/renderD128"

# Figures in ADR 12. Adaptive quantisation as x264 has it by default takes bits from detail for flat
# areas; by variance and milder, the same bits show more, at no cost. Trellis is what `veryfast`
# saves too much by leaving out; the other presets have theirs.
_AQ: Options = {"aq-mode": 2, "aq-strength": "0.6"}
_X264: Mapping[Quality, Options] = {
    Quality.FAST: {"preset": "veryfast", "crf": 24, **_AQ, "trellis": 1},
    Quality.BALANCED: {"preset": "faster", "crf": 23, **_AQ, "trellis": 1},
    Quality.BEST: {"preset": "slow", "crf": 21, **_AQ, "trellis": 2},
}
_NVENC: Mapping[Quality, Options] = {
    Quality.FAST: {"preset": "p3", "tune": "hq", "rc": "vbr", "cq": 23},
    Quality.BALANCED: {"preset": "p5", "tune": "hq", "rc": "vbr", "cq": 23},
    Quality.BEST: {"preset": "p7", "tune": "hq", "rc": "vbr", "cq": 21},
}
# Drivers number their speeds differently: only the look is asked for.
_VAAPI: Mapping[Quality, int] = {Quality.FAST: 25, Quality.BALANCED: 23, Quality.BEST: 21}
_QSV: Mapping[Quality, Options] = {
    Quality.FAST: {"preset": "veryfast", "global_quality": 23},
    Quality.BALANCED: {"preset": "medium", "global_quality": 23},
    Quality.BEST: {"preset": "slow", "global_quality": 21},
}
# It has no constant quality below a cap: the average is a share of the cap, in percent.
_VIDEOTOOLBOX: Mapping[Quality, int] = {Quality.FAST: 60, Quality.BALANCED: 67, Quality.BEST: 80}


def device_options(encoder: Encoder) -> Options:
    """What must stand before the input, so that the graph can reach the card."""
    return {"vaapi_device": VAAPI_DEVICE} if encoder is Encoder.VAAPI else {}


def hand_over(encoder: Encoder) -> str:
    """The filters at the end of a rung's branch that give the encoder its kind of frame."""
    match encoder:
        case Encoder.VAAPI:
            return "format=nv12,hwupload"
        case Encoder.QSV:
            return "format=nv12"
        case _:
            return ""


def encoder_options(
    encoder: Encoder, rendition: Rendition, *, gop: int, quality: Quality
) -> Options:
    """The options of one output, from the name of the encoder to its keyframes."""
    chosen: Options = {"c:v": encoder.ffmpeg_name}
    match encoder:
        case Encoder.X264:
            return chosen | _x264(rendition, gop, quality)
        case Encoder.NVENC:
            return chosen | _nvenc(rendition, gop, quality)
        case Encoder.VAAPI:
            return chosen | _vaapi(rendition, gop, quality)
        case Encoder.QSV:
            return chosen | _qsv(rendition, gop, quality)
        case Encoder.VIDEOTOOLBOX:
            return chosen | _videotoolbox(rendition, gop, quality)
        case _:
            assert_never(encoder)


def _x264(rendition: Rendition, gop: int, quality: Quality) -> Options:
    return {
        **_X264[quality],
        **_header(rendition),
        **_cap(rendition),
        # A keyframe where the plan wants one, on every rung, and nowhere else.
        "g": gop,
        "keyint_min": gop,
        "sc_threshold": 0,
    }


def _nvenc(rendition: Rendition, gop: int, quality: Quality) -> Options:
    return {
        **_NVENC[quality],
        "b:v": 0,  # else 2 Mbit/s, and the quality is not reached
        **_header(rendition),
        **_cap(rendition),
        "rc-lookahead": 20,
        "spatial-aq": 1,  # with an underscore it would be refused
        "temporal-aq": 1,
        "b_ref_mode": "middle",
        "bf": 3,
        "forced-idr": 1,
        "no-scenecut": 1,
        "strict_gop": 1,
        "g": gop,
    }


def _vaapi(rendition: Rendition, gop: int, quality: Quality) -> Options:
    return {
        "rc_mode": "QVBR",
        "global_quality": _VAAPI[quality],
        "b:v": rendition.max_bitrate,  # QVBR is refused without; the quality decides below it
        **_header(rendition),
        **_cap(rendition),
        "idr_interval": 0,  # every keyframe is an IDR picture
        "g": gop,
    }


def _qsv(rendition: Rendition, gop: int, quality: Quality) -> Options:
    # No cap: with look-ahead the quality alone decides, and a maxrate would be ignored.
    return {
        **_QSV[quality],
        "look_ahead": 1,
        "look_ahead_depth": 40,
        "profile:v": "high",
        "level:v": rendition.level,  # this encoder wants level 3.1 as 31
        "adaptive_i": 0,
        "forced_idr": 1,
        "g": gop,
    }


def _videotoolbox(rendition: Rendition, gop: int, quality: Quality) -> Options:
    return {
        "b:v": rendition.max_bitrate * _VIDEOTOOLBOX[quality] // 100,
        "maxrate": rendition.max_bitrate,
        "profile:v": "high",
        "realtime": 0,
        "allow_sw": 1,  # virtual machines have no other
        "g": gop,
    }


def _header(rendition: Rendition) -> Options:
    # Fixed, so that every chunk has the same headers and CODECS.
    return {"profile:v": "high", "level:v": f"{rendition.level // 10}.{rendition.level % 10}"}


def _cap(rendition: Rendition) -> Options:
    # One second: what a chunk's fresh buffer can exceed at a seam stays small.
    return {"maxrate": rendition.max_bitrate, "bufsize": rendition.max_bitrate}
