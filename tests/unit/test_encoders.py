"""What each encoder is told, whole; and the picture it gets."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from caudal.adapters.ffmpeg import drives_a_card
from caudal.adapters.records import PLAN
from caudal.media.command import Input, encode_argv
from caudal.media.encoder_options import encoder_options
from caudal.media.encoders import Encoder
from caudal.media.ladder import DEFAULT_RUNGS
from caudal.media.plan import Quality
from caudal.media.trial import trial_argv
from tests.build import a_picture, a_plan, a_sound, a_source

GOLDEN = Path(__file__).parent / "golden"
HARDWARE = [encoder for encoder in Encoder if encoder is not Encoder.X264]
SOURCE = a_source(video=a_picture(width=640, height=360), audio=(a_sound(title="$(id) -y http:x"),))
FILE = Input(ffmpeg="/bin/ffmpeg", path="/in/source", source=SOURCE)


def encode(encoder: Encoder) -> list[str]:
    plan = replace(a_plan(SOURCE), encoder=encoder)
    return encode_argv(FILE, plan, plan.chunks[1], plan.encoded, plan.quality)


@pytest.mark.parametrize("encoder", HARDWARE)
def test_a_chunk_is_encoded_on_hardware_by_this_command(encoder: Encoder) -> None:
    golden = GOLDEN / f"encode-{encoder}.argv"

    assert "\n".join(encode(encoder)) + "\n" == golden.read_text()


@pytest.mark.parametrize("encoder", Encoder)
def test_every_encoder_gets_the_same_grid_of_keyframes(encoder: Encoder) -> None:
    plan = a_plan(SOURCE)

    argv = encode(encoder)

    grids = [argv[n + 1] for n, argument in enumerate(argv) if argument == "-g"]
    assert grids == [str(plan.gop)] * len(plan.encoded)


@pytest.mark.parametrize("encoder", Encoder)
def test_better_quality_is_asked_for_in_every_encoders_own_words(encoder: Encoder) -> None:
    rendition = a_plan(SOURCE).renditions[0]

    told = [encoder_options(encoder, rendition, gop=50, quality=quality) for quality in Quality]

    assert all(first != second for first, second in pairwise(told))
    assert len({tuple(options) for options in told}) == 1


def test_the_card_is_opened_before_the_input() -> None:
    argv = encode(Encoder.VAAPI)

    assert argv.index("-vaapi_device") < argv.index("-i")


def test_a_rung_goes_to_the_card_behind_the_branch_that_the_next_one_is_scaled_from() -> None:
    argv = encode(Encoder.VAAPI)

    graph = argv[argv.index("-filter_complex") + 1]
    assert "split=2[e0][s1];[e0]format=nv12,hwupload[v0];[s1]zscale=" in graph
    assert graph.endswith(",format=nv12,hwupload[v1]")


@pytest.mark.parametrize("encoder", Encoder)
def test_an_encoder_is_tried_on_all_usual_rungs_at_once(encoder: Encoder) -> None:
    argv = trial_argv("/bin/ffmpeg", encoder)

    assert argv.count(encoder.ffmpeg_name) == len(DEFAULT_RUNGS)
    assert "-i" not in argv


def test_a_plan_made_before_there_was_a_choice_is_encoded_by_x264() -> None:
    written = PLAN.dump(a_plan()).obj
    del written["encoder"]

    assert PLAN.load(written).encoder is Encoder.X264


def test_a_plan_keeps_its_encoder() -> None:
    plan = replace(a_plan(), encoder=Encoder.QSV)

    assert PLAN.load(PLAN.dump(plan).obj) == plan


@pytest.mark.parametrize("encoder", HARDWARE)
def test_hardware_gets_at_its_devices_and_software_at_none(encoder: Encoder) -> None:
    assert drives_a_card(encode(encoder))
    assert not drives_a_card(encode(Encoder.X264))
