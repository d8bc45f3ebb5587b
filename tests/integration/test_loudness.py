"""Sound is brought to the loudness that is wanted, and stays in step."""

import re
import subprocess
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from caudal.media.plan import Options, Quality
from tests.converting import converted
from tests.corpus import PLAIN, Expected
from tests.hls import FFMPEG, Rendition, decoded_sound
from tests.media import run_ffmpeg
from tests.seen import differences

SILENT_AND_LOUD = (
    "anoisesrc=d=12:c=pink:r=44100:a=0.06:seed=7,volume='1+4*lt(mod(t,4),2)':eval=frame"
)


def options(loudness: int | None) -> Options:
    return Options(quality=Quality.FAST, audio_only=True, loudness=loudness)


def a_quiet_sound(path: Path) -> Path:
    run_ffmpeg("-f", "lavfi", "-i", SILENT_AND_LOUD, "-ac", "2", str(path))
    return path


def loudness(sound: Rendition) -> float:
    """Integrated loudness in LUFS, as ffmpeg's meter has it."""
    argv = [FFMPEG, "-hide_banner", "-nostdin", "-nostats", "-f", "mpegts", "-i", "pipe:0"]
    argv += ["-af", "ebur128=framelog=quiet", "-f", "null", "-"]
    said = subprocess.run(argv, input=sound.bytes, capture_output=True, check=True).stderr.decode()
    (measured,) = re.findall(r"I: +(-?[\d.]+) LUFS", said)
    return float(measured)


async def test_sound_is_as_loud_as_wanted_and_not_a_sample_late(tmp_path: Path) -> None:
    sound = a_quiet_sound(tmp_path / "quiet.wav")
    (tmp_path / "changed").mkdir()

    as_it_came = (await converted(sound, tmp_path, options(None))).sounds
    changed = (await converted(sound, tmp_path / "changed", options(-16))).sounds

    assert loudness(as_it_came[0]) < -25
    for one in changed:
        assert loudness(one) == pytest.approx(-16, abs=1)
    before, after = decoded_sound(as_it_came[0]), decoded_sound(changed[0])
    assert len(before) == len(after)
    for start in range(0, len(before) - 48_000, 96_000):
        assert lag(before[start : start + 48_000], after[start : start + 48_000]) == 0
    assert np.abs(after).max() < 1


def lag(before: npt.NDArray[np.float32], after: npt.NDArray[np.float32]) -> int:
    """Samples by which one is behind the other."""
    size = 1 << 17
    alike = np.fft.irfft(np.fft.rfft(after, size) * np.conj(np.fft.rfft(before, size)))
    found = int(np.argmax(alike))
    return found if found < size // 2 else found - size


async def test_beeps_stay_with_their_flashes(tmp_path: Path) -> None:
    PLAIN(tmp_path / "film.mp4")
    chosen = Options(quality=Quality.FAST, rungs=(360,), loudness=-16)

    hls = await converted(tmp_path / "film.mp4", tmp_path, chosen)

    assert list(differences(hls.master, Expected(), copied=True)) == []


@pytest.mark.parametrize("sound", ["sine=d=0.2", "anullsrc=d=4"])
async def test_a_moment_and_silence_stay_what_they_are(tmp_path: Path, sound: str) -> None:
    run_ffmpeg("-f", "lavfi", "-i", sound, str(tmp_path / "sound.wav"))

    (tmp_path / "changed").mkdir()
    before = await converted(tmp_path / "sound.wav", tmp_path, options(None))
    after = await converted(tmp_path / "sound.wav", tmp_path / "changed", options(-16))

    assert [s.durations for s in after.sounds] == [s.durations for s in before.sounds]
