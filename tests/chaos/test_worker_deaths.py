"""Whatever dies, each video is finished, each step ends once, and nothing is left behind."""

import os
import signal

import pytest

from tests.chaos.conftest import NewFleet
from tests.chaos.fleet import alive, lasting, until
from tests.postgres import PostgresServer
from tests.queueing import rows

CUT_ALL = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


def test_only_what_a_killed_worker_was_doing_runs_again(new_fleet: NewFleet) -> None:
    with new_fleet() as fleet:
        doomed, other = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(doomed, other)

        doomed.kill()
        doomed.wait()
        interrupted = fleet.running(doomed)
        fleet.until_done(video)

        assert fleet.again()
        assert fleet.again() <= interrupted


def test_a_worker_that_slept_longer_than_its_lease_commits_nothing(new_fleet: NewFleet) -> None:
    with new_fleet() as fleet:
        sleeper, other = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(sleeper, other)

        os.kill(sleeper.pid, signal.SIGSTOP)
        interrupted = fleet.taken(sleeper)
        until(lambda: not fleet.running(sleeper))
        os.kill(sleeper.pid, signal.SIGCONT)
        fleet.until_done(video)
        following = fleet.submit()
        fleet.until_done(video, following)

        assert fleet.again()
        assert fleet.again() <= interrupted


def test_a_database_that_dies_for_three_seconds_costs_no_work(
    new_fleet: NewFleet, postgres: PostgresServer
) -> None:
    with new_fleet(encode=1.5, lease=4.0) as fleet:
        workers = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(*workers)

        postgres.stop("immediate")
        for _ in lasting(3):
            pass
        postgres.start()
        fleet.until_done(video)

        assert fleet.again() == set()


def test_a_database_away_for_longer_than_the_lease_costs_no_work(
    new_fleet: NewFleet, postgres: PostgresServer
) -> None:
    with new_fleet(chunks=4, encode=7.0) as fleet:
        workers = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(*workers)

        postgres.stop("immediate")
        for _ in lasting(5):
            pass
        postgres.start()
        fleet.until_done(video)

        assert fleet.again() == set()


def test_a_database_that_answers_nothing_for_longer_than_the_lease_costs_no_work(
    new_fleet: NewFleet, postgres: PostgresServer
) -> None:
    with new_fleet(chunks=4, encode=6.0) as fleet:
        workers = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(*workers)

        with postgres.paused():
            for _ in lasting(4):
                pass
        fleet.until_done(video)

        assert fleet.again() == set()


def test_connections_cut_again_and_again_cost_no_work(new_fleet: NewFleet) -> None:
    with new_fleet(chunks=40, encode=0.2, lease=10.0) as fleet:
        fleet.start()
        fleet.start()
        video = fleet.submit()

        cuts = sum(rows(fleet.url, CUT_ALL)[0][0] for _ in lasting(5))
        fleet.until_done(video)

        assert cuts > 20
        assert fleet.again() == set()


def test_a_worker_told_to_stop_ends_what_it_does_however_long_it_takes(
    new_fleet: NewFleet,
) -> None:
    with new_fleet(chunks=6, encode=5.0, drain=None) as fleet:
        leaving, staying = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(leaving, staying)

        leaving.terminate()
        status = leaving.wait(10)
        fleet.until_done(video)

        assert status == 0
        assert fleet.again() == set()


def test_a_worker_out_of_time_hands_its_steps_back_uncounted(new_fleet: NewFleet) -> None:
    with new_fleet(chunks=4, encode=4.0, drain=0.5, lease=20.0) as fleet:
        leaving, staying = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(leaving, staying)

        leaving.terminate()
        status = leaving.wait(3)
        handed_back = fleet.running(leaving)
        fleet.until_done(video, seconds=18)  # sooner than the lease ends

        assert status == 0
        assert handed_back == set()
        assert fleet.crashes() == 0


@pytest.mark.parametrize("ahead", [3600.0, -3600.0])
def test_workers_whose_clocks_are_wrong_take_over_and_hand_back_in_time(
    new_fleet: NewFleet, ahead: float
) -> None:
    with new_fleet(drain=0.5, encode=1.5, ahead=ahead) as fleet:
        doomed, leaving = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(doomed, leaving)

        doomed.kill()
        leaving.terminate()
        leaving.wait(10)
        fleet.start()
        fleet.until_done(video)

        assert fleet.again()


def test_a_step_that_kills_its_worker_ends_its_video_after_three(new_fleet: NewFleet) -> None:
    with new_fleet(chunks=1, poisonous=True) as fleet:
        video = fleet.submit()
        killed = 0
        while killed < 3:
            assert fleet.start().wait(20) == -signal.SIGKILL
            killed += 1
        fleet.start()
        until(lambda: fleet.status(video) == "falhou")

        ((code,),) = rows(fleet.url, "SELECT error_code FROM videos")
        assert code == "processing_crashed"
        assert max(fleet.runs().values()) == 3


def test_a_queue_that_was_emptied_is_made_anew_and_nothing_runs_twice(
    new_fleet: NewFleet,
) -> None:
    with new_fleet(chunks=6, encode=4.5) as fleet:
        workers = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(*workers)

        rows(fleet.url, "TRUNCATE procrastinate_jobs CASCADE")
        fleet.until_done(video)

        assert fleet.again() == set()


def test_a_cancelled_videos_children_die_soon(new_fleet: NewFleet) -> None:
    with new_fleet(encode=60.0) as fleet:
        workers = fleet.start(), fleet.start()
        video = fleet.submit()
        fleet.until_both_encode(*workers)

        fleet.cancel(video)
        until(lambda: not fleet.children(), seconds=2)

        assert fleet.status(video) == "cancelado"
        assert all(alive(worker.pid) for worker in workers)


def test_many_steps_on_many_workers_run_once_each(new_fleet: NewFleet) -> None:
    with new_fleet(chunks=100, encode=0.0, slots=4) as fleet:
        for _ in range(3):
            fleet.start()
        videos = [fleet.submit() for _ in range(3)]

        fleet.until_done(*videos)

        assert set(fleet.runs().values()) == {1}
        assert len(fleet.runs()) == 3 * 103


def test_idle_workers_hear_again_after_an_outage(
    new_fleet: NewFleet, postgres: PostgresServer
) -> None:
    with new_fleet(chunks=2, encode=0.1, listen=False) as fleet:
        fleet.start()
        fleet.until_done(fleet.submit())

        postgres.stop("immediate")
        for _ in lasting(6):
            pass
        postgres.start()
        video = fleet.submit()

        until(lambda: fleet.status(video) == "concluído", seconds=6)
