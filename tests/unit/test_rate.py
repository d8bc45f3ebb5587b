"""How often one caller may ask."""

from dataclasses import dataclass

from caudal.web import rate
from caudal.web.rate import Buckets


@dataclass
class Clock:
    time: float = 1000.0

    def __call__(self) -> float:
        return self.time


def test_a_caller_may_ask_as_often_as_the_limit_says_and_then_has_to_wait() -> None:
    buckets = Buckets(60, now=Clock())

    taken = [buckets.take("a") for _ in range(61)]

    assert [allowance.left for allowance in taken[:3]] == [59, 58, 57]
    assert [allowance.wait for allowance in taken[:60]] == [0] * 60
    assert (taken[60].left, taken[60].wait) == (0, 1)


def test_the_bucket_fills_up_again() -> None:
    clock = Clock()
    buckets = Buckets(60, now=clock)
    for _ in range(60):
        buckets.take("a")
    clock.time += 10

    assert [buckets.take("a").wait for _ in range(11)] == [0] * 10 + [1]
    clock.time += 10_000
    assert buckets.look("a").left == 60


def test_who_is_told_to_wait_may_ask_after_that_time() -> None:
    clock = Clock()
    buckets = Buckets(7, now=clock)
    while not (wait := buckets.take("a").wait):
        pass
    clock.time += wait

    assert buckets.take("a").wait == 0


def test_callers_have_nothing_to_do_with_each_other() -> None:
    buckets = Buckets(1, now=Clock())
    buckets.take("a")

    assert buckets.take("a").wait > 0
    assert buckets.take("b").wait == 0


def test_looking_takes_nothing() -> None:
    buckets = Buckets(1, now=Clock())

    assert [buckets.look("a").left for _ in range(3)] == [1, 1, 1]


def test_a_caller_is_told_what_is_left() -> None:
    buckets = Buckets(120, now=Clock())
    for _ in range(3):
        buckets.take("a")

    assert buckets.take("a").headers == {
        "RateLimit-Policy": '"default";q=120;w=60',
        "RateLimit": '"default";r=116;t=2',
    }


def test_however_many_callers_come_not_all_are_remembered() -> None:
    clock = Clock()
    buckets = Buckets(2, now=clock)
    for number in range(3 * rate.MANY):
        clock.time += 0.001
        buckets.take(str(number))

    assert len(buckets._buckets) <= rate.MANY
