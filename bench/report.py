"""What was found, as text for a terminal and as Markdown."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import assert_never


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of text under a header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def text(self) -> Iterator[str]:
        """In columns."""
        widths = [max(map(len, column)) for column in zip(self.header, *self.rows, strict=True)]
        for row in (self.header, tuple("-" * width for width in widths), *self.rows):
            yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))

    def markdown(self) -> Iterator[str]:
        """As a table of Markdown."""
        for row in (self.header, ("---",) * len(self.header), *self.rows):
            yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure that was promised.

    Attributes:
        limit: The measured value must not be above it.
    """

    claim: str
    measured: float
    limit: float
    unit: str = ""

    @property
    def row(self) -> tuple[str, ...]:
        """For `targets`."""
        verdict = "reached" if self.measured <= self.limit else "**missed**"
        return (self.claim, f"{self.measured:.2f}{self.unit}", f"≤ {self.limit:.2f}{self.unit}",
                verdict)  # fmt: skip


def targets(found: Sequence[Target]) -> Table:
    """Every promise beside its figure."""
    return Table(
        header=("claim", "measured", "target", ""), rows=tuple(target.row for target in found)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Commands:
    """What repeats a figure, one command a line."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One claim: a title, what was done, what came of it."""

    title: str
    body: tuple[str | Table | Commands, ...]

    def text(self) -> Iterator[str]:
        """For a terminal; commands are left to the file."""
        yield f"\n== {self.title}"
        for part in self.body:
            match part:
                case str():
                    yield f"\n{part}"
                case Table():
                    yield ""
                    yield from part.text()
                case Commands():
                    pass
                case _:
                    assert_never(part)

    def markdown(self) -> Iterator[str]:
        """For the file."""
        yield f"\n## {self.title}"
        for part in self.body:
            yield ""
            match part:
                case str():
                    yield part
                case Table():
                    yield from part.markdown()
                case Commands():
                    yield from (f"{part.title}:", "", "```text", *part.lines, "```")
                case _:
                    assert_never(part)
