"""The documents, read as Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parents[2]
DOCUMENTS = tuple(sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]))
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]

MARKDOWN = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A fenced block: `sh` is run, `console` shows commands after "$ ", others show text."""

    kind: str
    text: str

    @property
    def commands(self) -> list[str]:
        """The commands of a block of either kind, a line each."""
        lines = self.text.splitlines()
        if self.kind == "console":
            return [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
        return lines if self.kind == "sh" else []


def text(name: str) -> str:
    """A document as it is written."""
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(name: str, *kinds: str) -> list[Block]:
    """The fenced blocks of a document, in order; of these kinds, or of all."""
    found = [
        Block(kind=token.info, text=token.content)
        for token in MARKDOWN.parse(text(name))
        if token.type == "fence"
    ]
    return [block for block in found if block.kind in kinds or not kinds]


def targets(name: str) -> list[str]:
    """Where the links and pictures of a document lead."""
    return [
        str(token.attrs.get("href") or token.attrs["src"])
        for token in _inner(MARKDOWN.parse(text(name)))
        if token.type in {"link_open", "image"}
    ]


def anchors(name: str) -> set[str]:
    """What the headings of a document are called in links, as GitHub calls them."""
    tokens = MARKDOWN.parse(text(name))
    titles = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return {
        "".join(c for c in title.lower() if c.isalnum() or c in " -_").replace(" ", "-")
        for title in titles
    }


def rows(name: str) -> Iterator[list[str]]:
    """The rows of a document's tables, without their heads, as the source of each cell."""
    tokens = MARKDOWN.parse(text(name))
    row: list[str] = []
    for token, after in pairwise(tokens):
        if token.type == "tr_open":
            row = []
        elif token.type == "td_open":
            row.append(after.content)
        elif token.type == "tr_close" and row:
            yield row


def _inner(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _inner(token.children or [])
