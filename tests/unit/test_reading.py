from fractions import Fraction

from caudal.media.reading import Layout, Span, Stretch, needed

HEADER = Span(0, 100)

# A film of 60 s with a keyframe every 2 s, 1000 bytes each.
FILM = Layout(
    always=(HEADER,),
    stretches=tuple(
        Stretch(begin=Fraction(2 * n), span=Span(100 + 1000 * n, 1100 + 1000 * n))
        for n in range(30)
    ),
)


def seconds(spans: tuple[Span, ...]) -> tuple[int, int]:
    """What of the film is read, beside its header."""
    assert spans[0] == HEADER
    picture = spans[1:]
    return 2 * (picture[0].start // 1000), 2 * (picture[-1].end // 1000)


def test_a_part_in_the_middle_has_a_stretch_more_on_either_side() -> None:
    spans = needed(FILM, begin=Fraction(20), end=Fraction(30), frame_rate=Fraction(25))

    # A second before 20 lies in the stretch from 18, 5 s behind 30 in that from 34.
    assert seconds(spans) == (16, 38)


def test_the_whole_film_is_all_of_it() -> None:
    spans = needed(FILM, begin=Fraction(0), end=Fraction(60), frame_rate=Fraction(25))

    assert spans == (HEADER, *(stretch.span for stretch in FILM.stretches))


def test_few_frames_a_second_are_read_further_ahead() -> None:
    spans = needed(FILM, begin=Fraction(0), end=Fraction(10), frame_rate=Fraction(5))

    assert seconds(spans) == (0, 32)


def test_what_begins_before_the_first_keyframe_reads_from_it_on() -> None:
    late = Layout(always=(HEADER,), stretches=FILM.stretches[5:])

    spans = needed(late, begin=Fraction(0), end=Fraction(8), frame_rate=Fraction(25))

    assert seconds(spans) == (10, 16)
