"""What a sender chooses, by itself or by the name of a preset."""

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from caudal.choices import Preset, Presets, read_options, read_presets
from caudal.errors import BadParameter
from caudal.media.plan import Encryption, Gop, Options, Quality
from caudal.settings import Settings

PRESETS = {
    "mobile": Preset(quality=Quality.FAST, rungs=(480, 234)),
    "podcast": Preset(audio_only=True),
}


def chosen(presets: Presets = PRESETS, **options: Any) -> Options:
    return read_options(json.dumps(options).encode(), Options(), presets)


def a_file(directory: Path, text: str, name: str = "presets.toml") -> Path:
    file = directory / name
    file.write_text(text)
    return file


def test_what_is_left_out_is_as_the_server_has_it() -> None:
    defaults = Options(quality=Quality.BEST)

    assert read_options(b'{"gop": "segment"}', defaults) == Options(
        quality=Quality.BEST, gop=Gop.SEGMENT
    )


def test_a_preset_stands_for_its_choices() -> None:
    assert chosen(preset="mobile") == Options(quality=Quality.FAST, rungs=(480, 234))


def test_what_is_said_beside_a_preset_goes_before_it() -> None:
    assert chosen(preset="mobile", rungs=[720]) == Options(quality=Quality.FAST, rungs=(720,))


@pytest.mark.parametrize(
    ("options", "pointer"),
    [
        ({"preset": "tv"}, "/options/preset"),
        ({"preset": "../mobile"}, "/options/preset"),
        ({"audio_only": True, "rungs": [360]}, "/options/rungs"),
        ({"audio_only": True, "thumbnails": True}, "/options/thumbnails"),
        ({"audio_only": True, "preview": True}, "/options/preview"),
        ({"preset": "podcast", "rungs": [360]}, "/options/rungs"),
        ({"preset": "mobile", "audio_only": True}, "/options/audio_only"),
        ({"gop": 2}, "/options/gop"),
        ({"loudness": -7}, "/options/loudness"),
        ({"loudness": "loud"}, "/options/loudness"),
        ({"audio_only": 1}, "/options/audio_only"),
        ({"title": "x" * 256}, "/options/title"),
        ({"title": "\0\n"}, "/options/title"),
    ],
)
def test_what_is_unknown_or_cannot_be_had_together_is_named(
    options: dict[str, Any], pointer: str
) -> None:
    with pytest.raises(BadParameter) as refused:
        chosen(**options)

    assert refused.value.pointer == pointer


def test_a_refused_preset_is_told_which_there_are() -> None:
    with pytest.raises(BadParameter, match="there is: mobile, podcast"):
        chosen(preset="tv")


def test_no_pictures_may_be_wanted_of_sound_alone() -> None:
    assert chosen(audio_only=True, thumbnails=False).audio_only


def test_loudness_can_be_left_as_it_is_where_the_server_would_change_it() -> None:
    defaults = Options(loudness=-16)

    assert read_options(b"{}", defaults).loudness == -16
    assert read_options(b'{"loudness": -23}', defaults).loudness == -23
    assert read_options(b'{"loudness": "off"}', defaults).loudness is None


def test_a_title_is_one_line_that_can_be_shown() -> None:
    assert chosen(title=" Fé\0rias\n").title == "Férias"


def test_presets_are_read_from_toml_or_json(tmp_path: Path) -> None:
    toml = a_file(tmp_path, '[mobile]\nquality = "fast"\nrungs = [480, 234]\n')
    text = '{"mobile": {"quality": "fast", "rungs": [480, 234]}}'

    assert read_presets(toml) == {"mobile": PRESETS["mobile"]}
    assert read_presets(a_file(tmp_path, text, "presets.json")) == read_presets(toml)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[mobile", "is no TOML"),
        ("[mobile]\nrungs = [480, 12]", r"mobile\.rungs\.1: Input should be greater"),
        ("[mobile]\nbitrate = 5", r"mobile\.bitrate: Extra inputs"),
        ("[mobile]\npreset = 'tv'", r"mobile\.preset: Extra inputs"),
        ("[mobile]\nquality = 2026-11-24", r"mobile\.quality: Input should be 'fast'"),
        ("['M 1']", "M 1: String should match"),
        ("mobile = 1", "mobile: Input should be an object"),
        ("[a]\naudio_only = true\nrungs = [360]", "a: audio_only leaves no picture for rungs"),
        ("#" * (1 << 20) + "\n", "is larger than"),
    ],
)
def test_a_wrong_file_of_presets_is_refused_with_its_place(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(ValueError, match=sentence):
        read_presets(a_file(tmp_path, text))


def test_settings_name_the_file_of_presets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_PRESETS", str(a_file(tmp_path, "[talk]\ngop = 'segment'")))

    assert Settings().presets == {"talk": Preset(gop=Gop.SEGMENT)}


def test_a_file_of_presets_that_is_not_there_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUDAL_PRESETS", "/nowhere/presets.toml")

    with pytest.raises(ValidationError, match="cannot be read: No such file"):
        Settings()


def test_encryption_is_refused_where_nobody_guards_the_keys() -> None:
    with pytest.raises(BadParameter) as refused:
        read_options(b'{"encryption": "aes-128"}', Options())

    assert refused.value.pointer == "/options/encryption"


def test_encryption_is_chosen_where_playback_is_signed() -> None:
    wanted = read_options(b'{"encryption": "aes-128"}', Options(), keeps_keys=True)

    assert wanted.encryption is Encryption.AES_128
