"""Which filters make any picture's colours those that players of SDR show, and tag them so."""

from dataclasses import dataclass

from caudal.media.source import Colour, VideoTrack

# Curves brighter than SDR: PQ and HLG (ITU-R BT.2100).
HDR = frozenset({"smpte2084", "arib-std-b67"})
# Colours that SDR has not: BT.2020, DCI-P3, Display P3.
WIDE = frozenset({"bt2020", "smpte431", "smpte432"})

BT709 = Colour(primaries="bt709", transfer="bt709", matrix="bt709")
BT601_525 = Colour(primaries="smpte170m", transfer="smpte170m", matrix="smpte170m")
BT601_625 = Colour(primaries="bt470bg", transfer="smpte170m", matrix="bt470bg")
_SDR = {colour.matrix: colour for colour in (BT709, BT601_525, BT601_625)}

# From this height on, untagged pictures are taken for high definition, as players do.
HIGH_DEFINITION = 720

# Brightness of white in linear light, in cd/m² (ITU-R BT.2408), and of the brightest highlight
# that keeps its shape: HDR is graded for about so much.
WHITE = 203
PEAK = 1000


def beyond_sdr(colour: Colour) -> bool:
    """Whether colours have to be converted, not only named."""
    return colour.transfer in HDR or colour.primaries in WIDE or colour.matrix.startswith("bt2020")


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """What is done to colours around the first scale of a picture.

    Attributes:
        before: Filters before it, each with a comma behind.
        scale: More options of it.
        after: Filters behind it, each with a comma.
    """

    before: str = ""
    scale: str = ""
    after: str = ""


def conversion(video: VideoTrack) -> Conversion:
    """Make a picture's colours SDR's, of limited range, and name them.

    What has SDR's colours keeps them. What the file does not name is named, for players guess by
    size: each rung would look different.
    """
    if beyond_sdr(video.colour):
        return Conversion(after=_converted(video.colour))
    named = _named(video)
    matrix = ":out_color_matrix=bt709" if named.matrix == "gbr" else ""
    return Conversion(
        before=f"setparams=color_primaries={named.primaries}:color_trc={named.transfer}"
        f":colorspace={named.matrix}:range={'pc' if named.full_range else 'tv'},",
        scale=f":out_range=tv{matrix}",
    )


def _converted(colour: Colour) -> str:
    """Behind the scale, for it costs more than scaling; once, on the highest rung."""
    told = (
        f"zscale=tin={_or(colour.transfer, 'bt709')}:pin={_or(colour.primaries, 'bt2020')}"
        f":min={_or(colour.matrix, 'bt2020nc')}:rin={'pc' if colour.full_range else 'tv'}"
    )
    # In linear light: the curve that keeps everything up to a third of white as it is.
    tonemap = f"tonemap=mobius:param=0.3:desat=0:peak={PEAK / WHITE:.3f},"
    return (
        f"{told}:t=linear:npl={WHITE},format=gbrpf32le,zscale=p=bt709,"
        f"{tonemap if colour.transfer in HDR else ''}"
        "zscale=t=bt709:m=bt709:r=tv:d=error_diffusion,"
    )


def _named(video: VideoTrack) -> Colour:
    """The colours by the file's tags; where they are missing, by its other tags or its size."""
    colour = video.colour
    if colour.matrix == "gbr":
        return Colour(primaries="bt709", transfer="bt709", matrix="gbr", full_range=True)
    family = _SDR.get(colour.matrix)
    if family is None:
        alike = (known for known in _SDR.values() if known.primaries == colour.primaries)
        large = min(video.width, video.height) >= HIGH_DEFINITION
        family = next(alike, BT709 if large else BT601_525)
    return Colour(
        primaries=family.primaries,
        transfer=family.transfer,
        matrix=family.matrix,
        full_range=colour.full_range,
    )


def _or(tag: str, otherwise: str) -> str:
    return otherwise if tag == "unknown" else tag
