"""The settings as text, generated from where they are defined."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from pydantic.fields import FieldInfo

from caudal.settings import Settings

INTRODUCTION = """# Settings

Every setting is an environment variable, or a line of a file `.env` in the working directory.
Sizes may have a unit (`20GB`, `512MiB`); durations are ISO 8601 (`PT10S`) or seconds.

| variable | default | meaning |
|---|---|---|
"""

CREDENTIALS = """
Credentials, region and endpoint of S3 come from the usual AWS variables: `AWS_ACCESS_KEY_ID`,
`AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_REGION`, `AWS_ENDPOINT_URL`. Google's and
Azure's stores read `GOOGLE_*` and `AZURE_*` in the same way.
"""


def settings_page() -> str:
    """The manual page of the settings, in Markdown: docs/settings.md."""
    rows = "".join(
        f"| `{name}` | {f'`{default}`' if default else ''} | {field.description} |\n"
        for name, default, field in _settings()
    )
    return INTRODUCTION + rows + CREDENTIALS


def settings_epilog() -> str:
    """The same for `--help`, one paragraph a setting."""
    lines = [
        f"[bold]{name}[/bold] {field.description}{f' Default: {default}.' if default else ''}"
        for name, default, field in _settings()
    ]
    return "Environment:\n\n" + "\n\n".join(lines)


def _settings() -> Iterator[tuple[str, str, FieldInfo]]:
    for name, field in Settings.model_fields.items():
        yield f"CAUDAL_{name.upper()}", _default(field.default), field


def _default(value: Any) -> str:
    match value:
        case None | Mapping():
            return ""
        case timedelta():
            return f"PT{value.total_seconds():g}S"
        case tuple():
            return ",".join(str(part) for part in value)
        case bool():
            return str(value).lower()
        case _:
            return str(value)
