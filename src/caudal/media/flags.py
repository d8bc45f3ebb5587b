"""Options of a command: exact values until they become text."""

from collections.abc import Iterator
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
