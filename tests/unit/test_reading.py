from fractions import Fraction

from caudal.media.reading import Layout, Span, Stretch, address, needed

HEADER = Span(0, 1000)

MIB = 1 << 20
SIZE = 91 * MIB

# A film of 60 s with a keyframe every 2 s, 3 MiB each.
FILM = Layout(
    always=(HEADER,),
    stretches=tuple(
        Stretch(begin=Fraction(2 * n), span=Span((1 + 3 * n) * MIB, (4 + 3 * n) * MIB))
        for n in range(30)
    ),
)


def read(layout: Layout, begin: int, end: int, rate: int = 25) -> tuple[Span, ...] | None:
    return needed(layout, SIZE, begin=Fraction(begin), end=Fraction(end), frame_rate=Fraction(rate))


def picture(first: int, end: int) -> Span:
    """The bytes of these seconds."""
    return Span((1 + first // 2 * 3) * MIB, (1 + end // 2 * 3) * MIB)


def test_a_part_in_the_middle_has_a_stretch_more_on_either_side() -> None:
    # A second before 20 lies in the stretch from 18, 5 s behind 30 in that from 34.
    assert read(FILM, 20, 30) == (Span(0, MIB), picture(16, 38))


def test_the_whole_film_is_all_of_it() -> None:
    assert read(FILM, 0, 60) == (Span(0, SIZE),)


def test_few_frames_a_second_are_read_further_ahead() -> None:
    assert read(FILM, 10, 20, rate=5) == (Span(0, MIB), picture(6, 42))


def test_what_begins_before_the_first_keyframe_reads_from_it_on() -> None:
    late = Layout(always=(HEADER,), stretches=FILM.stretches[5:])

    assert read(late, 0, 8) == (Span(0, MIB), picture(10, 16))


def test_what_is_all_over_a_file_is_all_of_it() -> None:
    scattered = tuple(Span(2 * n * MIB, 2 * n * MIB + 1) for n in range(51))

    assert read(Layout(always=scattered[1:], stretches=()), 0, 1) is not None
    assert read(Layout(always=scattered, stretches=()), 0, 1) is None


def test_a_hole_has_its_size_and_cannot_be_read() -> None:
    assert address("/in/film", 900, (Span(100, 300), Span(300, 500))) == (
        "concat:subfile,,start,0,end,100,,:file:."
        "|subfile,,start,100,end,300,,:file:/in/film"
        "|subfile,,start,300,end,500,,:file:/in/film"
        "|subfile,,start,0,end,400,,:file:."
    )
