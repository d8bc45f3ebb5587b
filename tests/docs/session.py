"""Type a document's commands into a shell, as a reader would."""

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
PATIENCE = 120  # seconds; a bound, not an expectation


@dataclass(slots=True, kw_only=True)
class Session:
    """A shell in the directory of a running service.

    Attributes:
        port: Stands for 8080, which the documents say.
        ids: For each id that a document shows, the one that a reader has in its place.
    """

    directory: Path
    port: int
    path: str
    ids: dict[str, str] = field(default_factory=dict)

    def type(self, command: str) -> str:
        """What the command prints. It must succeed."""
        for shown, real in self.ids.items():
            command = command.replace(shown, real)
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", command.replace(":8080", f":{self.port}")],
            cwd=self.directory,
            env={"PATH": self.path, "HOME": str(self.directory), "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            text=True,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
        return done.stdout

    def learn(self, shown: str, real: str) -> None:
        """From now on the reader's id stands for the one in the document."""
        self.ids |= dict(zip(UUID.findall(shown), UUID.findall(real), strict=False))


def same_shape(shown: object, real: object) -> bool:
    """Whether two JSON values have the same members, whatever their values."""
    if isinstance(shown, dict) and isinstance(real, dict):
        return list(shown) == list(real) and all(same_shape(shown[k], real[k]) for k in shown)
    if isinstance(shown, list) and isinstance(real, list):
        return all(same_shape(shown[0], item) for item in real) if shown else not real
    return type(shown) is type(real)


def as_json(text: str) -> object:
    """A JSON text as a value; None for anything else."""
    try:
        value: object = json.loads(text)
    except json.JSONDecodeError:
        return None
    return value
