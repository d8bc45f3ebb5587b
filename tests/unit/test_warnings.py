"""What is found out about a file on the way, told once, and what follows for its copies."""

from collections import Counter
from dataclasses import replace
from fractions import Fraction

from caudal.adapters.ffmpeg import read_complaint
from caudal.media.plan import Options, Reason
from caudal.media.planning import make_plan, without_copies
from caudal.media.warnings import Lack, SourceWarning, Trouble, all_warnings, found_on_the_way
from tests.build import a_bitstream, a_picture, a_sound, a_source

LINES = {
    b"[vist#0:0/h264 @ 0x55] [dec:h264 @ 0x56] corrupt decoded frame": Trouble.PICTURE,
    b"[aist#0:1/aac @ 0x55] [dec:aac @ 0x56] Error submitting packet to decoder: x": Trouble.SOUND,
    b"[in#0/matroska,webm @ 0x5] 0x00 at pos 9 (0x9) invalid as first byte of": Trouble.HOLE,
    b"[h264 @ 0x55] error while decoding MB 1 2, bytestream 3": None,
    b"[vist#0:0/h264 @ 0x55] timestamp discontinuity": None,
}


def test_ffmpeg_tells_of_each_frame_that_is_damaged() -> None:
    assert {line: read_complaint(line) for line in LINES} == LINES


def test_a_stretch_has_no_more_damage_than_it_lasts() -> None:
    troubles = Counter({Trouble.PICTURE: 1000, Trouble.SOUND: 75, Trouble.HOLE: 2})

    found = found_on_the_way(troubles, a_source(), Fraction(6))

    assert {w.code: w.seconds for w in found} == {
        Lack.PICTURE_DAMAGED: 6,
        Lack.SOUND_DAMAGED: Fraction(8, 5),
        Lack.HOLE: None,
    }


def test_each_code_is_told_once() -> None:
    on_the_way = [
        SourceWarning(code=Lack.PICTURE_DAMAGED),
        SourceWarning(code=Lack.PICTURE_DAMAGED, seconds=Fraction(1)),
        SourceWarning(code=Lack.PICTURE_DAMAGED, seconds=Fraction(2)),
        SourceWarning(code=Lack.SOUND_DAMAGED, seconds=Fraction(1)),
        SourceWarning(code=Lack.SOUND_DAMAGED, seconds=Fraction(2)),
        SourceWarning(code=Lack.HOLE),
    ]

    told = all_warnings(replace(a_source(), gaps=Fraction(3)), on_the_way)

    assert {w.code: w.seconds for w in told} == {
        Lack.HOLE: 3,
        Lack.PICTURE_DAMAGED: 3,
        Lack.SOUND_DAMAGED: 2,
    }


def test_what_was_copied_of_a_damaged_track_is_encoded_on_the_same_grid() -> None:
    sound = a_sound(codec="aac", profile="LC")
    picture = a_picture(bitstream=a_bitstream(gop_bytes=500_000))
    plan = make_plan(a_source(video=picture, audio=(sound,)), Options())
    assert plan.copies == ("1080p", "audio-0")

    damaged_picture = without_copies(plan, [SourceWarning(code=Lack.PICTURE_DAMAGED)])
    damaged_sound = without_copies(plan, [SourceWarning(code=Lack.SOUND_DAMAGED)])

    assert damaged_picture is not None
    assert damaged_sound is not None
    assert damaged_picture.copies == ("audio-0",)
    assert damaged_picture.renditions[0].reasons == (Reason.DAMAGED,)
    assert damaged_picture.boundaries == plan.boundaries
    assert damaged_sound.copies == ("1080p",)
    assert without_copies(plan, [SourceWarning(code=Lack.TRUNCATED)]) is None
