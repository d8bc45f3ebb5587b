"""What the sender of a video may choose, and the presets that an operator gives names to."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from caudal.errors import BadParameter
from caudal.media.plan import Encryption, Gop, Options, Passthrough, Quality
from caudal.media.sidecar import MAX_SIDECARS, Sidecar
from caudal.media.source import LANGUAGE
from caudal.media.video import DISPLAY_LENGTH, printable

# Below 64 lines there is no picture to speak of; 4320 is 8K.
ShortSide = Annotated[int, Field(ge=64, le=4320)]

# Louder than -8 nothing but limiting is left; softer than -36 nothing is heard beside other sound.
Loudness = Annotated[int, Field(ge=-36, le=-8)] | Literal["off"]

MAX_PRESETS_BYTES = 1 << 20


def _visible(text: str) -> str:
    if not (shown := printable(text)):
        raise ValueError("Nothing of it can be shown")
    return shown


class Preset(BaseModel):
    """Choices that go together; what is left out is as this server is set up."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    quality: Quality | None = Field(
        default=None, description="Trade between CPU time and bits at the same look."
    )
    rungs: Annotated[tuple[ShortSide, ...], Field(min_length=1, max_length=8)] | None = Field(
        default=None, description="Short sides in pixels of the versions wanted."
    )
    gop: Gop | None = Field(
        default=None,
        description="Keyframes every 2 s, or one a segment: fewer bits, and a coarser seek bar.",
    )
    passthrough: Passthrough | None = Field(
        default=None, description="Whether a source that qualifies is copied, not encoded."
    )
    early: bool | None = Field(
        default=None,
        description="Whether it is to be played while it is converted; costs a second decode of "
        "its beginning.",
    )
    audio_only: bool | None = Field(
        default=None,
        description="Whether only its sound is wanted; not together with rungs, thumbnails, "
        "preview.",
    )
    loudness: Loudness | None = Field(
        default=None,
        description="The loudness in LUFS (EBU R 128) that its sound is brought to, or off.",
    )
    thumbnails: bool | None = Field(
        default=None, description="Whether it gets small pictures for the seek bar."
    )
    preview: bool | None = Field(
        default=None, description="Whether it gets an animated picture of a few seconds."
    )
    encryption: Encryption | None = Field(
        default=None,
        description="Whether picture and sound are stored encrypted, with a key of its own that "
        "the API keeps; only where playback is signed.",
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if field := _contradiction(self.model_dump()):
            raise ValueError(f"audio_only leaves no picture for {field}")
        return self


class SubtitlesField(BaseModel):
    """What a file of subtitles is; what is left out is as its name says."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    language: Annotated[str, StringConstraints(pattern=LANGUAGE, max_length=35)] = Field(
        default="und", description="BCP 47 or ISO 639.", examples=["pt-BR"]
    )
    title: Annotated[str, StringConstraints(max_length=80)] = Field(
        default="", description="What players call it; empty: its language."
    )
    default: bool = Field(default=False, description="Whether players show it unasked.")
    forced: bool = Field(
        default=False, description="Whether it holds only what everybody needs translated."
    )


class OptionsField(Preset):
    """Choices of the sender; what is left out is as the preset or this server has it."""

    preset: str | None = Field(
        default=None,
        description="One of the presets of this server; what else is chosen goes before it.",
    )
    title: (
        Annotated[str, StringConstraints(max_length=DISPLAY_LENGTH), AfterValidator(_visible)]
        | None
    ) = Field(default=None, description="What it is called in place of the file's name.")
    subtitles: Annotated[tuple[SubtitlesField, ...], Field(max_length=MAX_SIDECARS)] | None = Field(
        default=None,
        description="What the files in `subtitles` are, in their order; not with audio_only.",
    )

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        """Nothing here: what a preset adds is not known yet."""
        return self


Presets = Mapping[str, Preset]
NO_PRESETS: Presets = {}

_PresetName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
_FILE = TypeAdapter(dict[_PresetName, Preset])


def read_options(
    raw: bytes,
    defaults: Options,
    presets: Presets = NO_PRESETS,
    *,
    keeps_keys: bool = False,
) -> Options:
    """Read the choices as JSON. Raises `BadParameter`, whose pointer names the value.

    `keeps_keys` says whether there is somebody whom players can ask for keys, and who may refuse.
    """
    try:
        sent = OptionsField.model_validate_json(raw)
    except ValidationError as error:
        place, message = _first(error)
        # A field, or one of its items; not which of the types that it may have was looked at.
        items = (part for part in place[1:] if isinstance(part, int))
        raise BadParameter(_pointer(*place[:1], *items), message) from error
    preset: dict[str, Any] = {}
    if sent.preset is not None:
        if sent.preset not in presets:
            there = ", ".join(sorted(presets)) or "none"
            raise BadParameter(_pointer("preset"), f"There is no such preset; there is: {there}")
        preset = presets[sent.preset].model_dump(exclude_none=True)
    said = sent.model_dump(exclude={"preset"}, exclude_none=True)
    chosen = preset | said
    if field := _contradiction(chosen):
        raise BadParameter(
            _pointer(field if field in said else "audio_only"),
            f"audio_only leaves no picture for {field}",
        )
    if chosen.get("encryption") is Encryption.AES_128 and not keeps_keys:
        raise BadParameter(
            _pointer("encryption"), "Encryption needs an API with CAUDAL_PLAYBACK=signed"
        )
    if chosen.get("loudness") == "off":
        chosen["loudness"] = None
    if "subtitles" in chosen:
        chosen["subtitles"] = tuple(Sidecar(**track) for track in chosen["subtitles"])
    return replace(defaults, **chosen)


def read_presets(file: Path) -> Presets:
    """The presets of a TOML file, or of a JSON file by its name. Raises `ValueError`."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(MAX_PRESETS_BYTES + 1)
        if len(raw) > MAX_PRESETS_BYTES:
            raise ValueError(f"{file} is larger than {MAX_PRESETS_BYTES} bytes")
        if file.suffix != ".json":
            # As JSON, because strict types are about what a file can say: it has no tuples.
            raw = json.dumps(tomllib.loads(raw.decode()), default=str).encode()
        return _FILE.validate_json(raw)
    except OSError as error:
        raise ValueError(f"{file} cannot be read: {error.strerror}") from error
    except ValidationError as error:
        place, message = _first(error)
        named = [str(part) for part in place if part != "[key]"]
        raise ValueError(
            ": ".join([str(file), *([".".join(named)] if named else []), message])
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ValueError(f"{file} is no TOML: {error}") from error


def _contradiction(chosen: Mapping[str, Any]) -> str | None:
    """What is chosen of a picture where none is wanted."""
    wanted = (field for field in ("rungs", "thumbnails", "preview") if chosen.get(field))
    return next(wanted, None) if chosen.get("audio_only") else None


def _first(error: ValidationError) -> tuple[tuple[str | int, ...], str]:
    """Where the first mistake is, and which."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return first["loc"], first["msg"].removeprefix("Value error, ")


def _pointer(*parts: str | int) -> str:
    return "/".join(["", "options", *(str(part) for part in parts)])
