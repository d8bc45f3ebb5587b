"""Options of a command: exact values until they become text."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

# An option without an argument has the value "".
Options = dict[str, str | int | Fraction]


def flags(options: Options) -> Iterator[str]:
    """The arguments that set these options, in their order."""
    for option, value in options.items():
        yield f"-{option}"
        if value != "":
            yield seconds(value) if isinstance(value, Fraction) else str(value)


def seconds(value: Fraction) -> str:
    """Seconds to the microsecond, which is what ffmpeg keeps."""
    return f"{float(value):.6f}".rstrip("0").rstrip(".")


def times(boundaries: Sequence[int], frame_rate: Fraction) -> str:
    """When frames are shown, half a frame early: rounding must not make one miss its instant."""
    return ",".join(seconds((frame - Fraction(1, 2)) / frame_rate) for frame in boundaries)
