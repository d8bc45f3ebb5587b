"""The form field `options`: what the sender of a video may choose, as JSON."""

from dataclasses import replace
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from caudal.errors import BadParameter
from caudal.media.plan import Options, Passthrough, Quality

# Below 64 lines there is no picture to speak of; 4320 is 8K.
ShortSide = Annotated[int, Field(ge=64, le=4320)]


class OptionsField(BaseModel):
    """Choices of the sender; what is left out is as this server is set up."""

    model_config = ConfigDict(extra="forbid", strict=True)

    quality: Quality | None = Field(
        None, description="Trade between CPU time and bits at the same look."
    )
    rungs: Annotated[tuple[ShortSide, ...], Field(min_length=1, max_length=8)] | None = Field(
        None, description="Short sides in pixels of the versions wanted."
    )
    passthrough: Passthrough | None = Field(
        None, description="Whether a source that qualifies is copied, not encoded."
    )
    early: bool | None = Field(
        None,
        description="Whether it is to be played while it is converted; costs a second decode of "
        "its beginning.",
    )
    thumbnails: bool | None = Field(
        None, description="Whether it gets small pictures for the seek bar."
    )


def read_options(raw: bytes, defaults: Options) -> Options:
    """Read the field. Raises `BadParameter`, whose pointer names the value."""
    try:
        field = OptionsField.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        pointer = "/".join(["", "options", *(str(part) for part in first["loc"])])
        raise BadParameter(pointer, first["msg"]) from error
    return replace(defaults, **field.model_dump(exclude_none=True))
