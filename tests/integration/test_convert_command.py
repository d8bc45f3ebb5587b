"""caudal convert and plan choose as the service does."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.media import a_film


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    room = tmp_path_factory.mktemp("convert")
    a_film(room / "film.mp4", "320x180", 25, 7)
    (room / "presets.toml").write_text("[mobile]\nrungs = [90]\nquality = 'fast'\n")
    return room


def caudal(room: Path, *argv: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "caudal", *argv],
        cwd=room,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_preset_is_named_on_the_command_line(room: Path) -> None:
    plan = ["plan", "film.mp4", "--no-commands", "--preset", "mobile", "--quality", "best"]

    shown = caudal(room, *plan, CAUDAL_PRESETS="presets.toml")

    assert "quality best" in shown.stdout
    assert "90p  160x90" in shown.stdout


def test_settings_hold_where_the_command_line_says_nothing(room: Path) -> None:
    shown = caudal(room, "plan", "film.mp4", "--no-commands", CAUDAL_QUALITY="best")

    assert "quality best" in shown.stdout


def test_sound_alone_is_converted(room: Path) -> None:
    done = caudal(room, "convert", "film.mp4", "sound", "--audio-only")

    assert done.returncode == 0
    assert sorted(path.name for path in (room / "sound").iterdir()) == [
        "audio-0",
        "audio-low-0",
        "master.m3u8",
    ]


def test_files_of_subtitles_are_converted_with_it_and_a_preview_is_made(room: Path) -> None:
    (room / "film.pt-BR.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nOlá\n")
    sent = ["--subtitles", "film.pt-BR.srt", "--rungs", "90", "--no-thumbnails", "--preview"]

    done = caudal(room, "convert", "film.mp4", "worded", *sent)
    refused = caudal(room, "convert", "film.mp4", "no", "--subtitles", "presets.toml", NO_COLOR="1")

    assert done.returncode == 0
    assert 'LANGUAGE="pt-BR"' in (room / "worded" / "master.m3u8").read_text()
    assert "Olá" in (room / "worded" / "subtitles-0" / "00000.vtt").read_text()
    assert not (room / "worded" / "storyboard").exists()
    assert (room / "worded" / "preview" / "00000.webp").read_bytes()[8:12] == b"WEBP"
    assert refused.returncode == 2
    assert "Invalid value for --subtitles:" in refused.stderr


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (["--preset", "tv"], "--preset"),
        (["--audio-only", "--rungs", "360"], "--rungs"),
        (["--rungs", "720,x"], "--rungs"),
        (["--rungs", "12"], "--rungs"),
    ],
)
def test_wrong_choices_are_misuse_and_named(room: Path, options: list[str], hint: str) -> None:
    done = caudal(room, "plan", "film.mp4", *options, NO_COLOR="1", COLUMNS="200")

    assert done.returncode == 2
    assert f"Invalid value for {hint}:" in done.stderr


def test_a_bad_file_of_presets_is_refused_at_the_start(room: Path) -> None:
    (room / "bad.toml").write_text("[mobile]\nrungs = [1]\n")

    for command in ("serve", "worker", "doctor"):
        done = caudal(room, command, CAUDAL_PRESETS="bad.toml")
        assert done.returncode == 2
        assert "CAUDAL_PRESETS" in done.stderr
        assert "bad.toml: mobile.rungs.0" in done.stderr
