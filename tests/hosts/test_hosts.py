"""A film on several machines: some fall silent, some die, and the film is whole."""

import os
import signal
from pathlib import Path

from tests.hosts.conftest import RATE, SECONDS
from tests.hosts.installation import Installation, Worker
from tests.media import a_film
from tests.queueing import rows
from tests.service import download, until

FRAMES = SECONDS * RATE

OPTIONS = '{"quality": "fast", "rungs": [108], "passthrough": "never", "thumbnails": false}'
PATIENCE = 1200  # seconds


def test_a_film_is_whole_though_one_host_is_cut_off_and_one_dies(
    three_workers: Installation, long_film: Path, tmp_path: Path
) -> None:
    place, client = three_workers, three_workers.client
    late, dying, last = place.workers
    video = client.send(long_film, OPTIONS)
    until(lambda: client.get(video)["progress"] > 0.1 or None)

    cut_off_while_it_encodes(late)
    kill_while_it_encodes(dying)
    done = client.follow(video, patience=PATIENCE)[-1]

    assert done["status"] == "concluído", done
    (picture,) = download(done["url"], tmp_path / "played").pictures
    assert picture.decoded_frames() == FRAMES
    ((taken_over,),) = rows(place.database_url, "SELECT count(*) FROM step WHERE attempt > 1")
    assert taken_over >= 2
    until(lambda: place.objects(f"sources/{video}") == {} or None)
    before, row = place.objects(f"videos/{video}"), client.get(video)

    late.host.mend()
    last.process.terminate()
    assert last.process.wait(60) == 0
    short = a_film(tmp_path / "short.mp4", "256x144", 25, 3)
    assert client.follow(client.send(short))[-1]["status"] == "concluído"

    after = place.objects(f"videos/{video}")
    assert {key: after.get(key) for key in before} == before
    assert client.get(video) == row
    # What the late host had stored and could not record is nobody's.
    place.tidy()
    assert place.objects(f"videos/{video}") == before


def test_hosts_fetch_the_parts_of_a_film_that_they_convert(
    three_workers: Installation, long_film: Path
) -> None:
    size = long_film.stat().st_size
    before = [worker.host.received() for worker in three_workers.workers]

    video = three_workers.client.send(long_film, OPTIONS)
    done = three_workers.client.follow(video, patience=PATIENCE)[-1]

    assert done["status"] == "concluído", done
    received = [
        worker.host.received() - start
        for worker, start in zip(three_workers.workers, before, strict=True)
    ]
    # One probes the film and reads it whole; without parts all would.
    shares = [round(bytes_ / size, 2) for bytes_ in received]
    assert sum(shares) < 2.4, shares


def cut_off_while_it_encodes(worker: Worker) -> None:
    """Cut the link so that what the worker is doing cannot be recorded."""

    def cut() -> bool | None:
        if not worker.encodes():
            return None
        worker.host.cut()
        if worker.encodes():
            return True
        worker.host.mend()
        return None

    until(cut)


def kill_while_it_encodes(worker: Worker) -> None:
    """Kill a host so that what its worker is doing was not recorded."""

    def kill() -> bool | None:
        os.kill(worker.process.pid, signal.SIGSTOP)
        if worker.encodes():
            worker.host.kill()
            return True
        os.kill(worker.process.pid, signal.SIGCONT)
        return None

    until(kill)
