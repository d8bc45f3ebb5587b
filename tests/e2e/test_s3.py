"""The same in production's shape: S3, a PostgreSQL of the operator's, separate processes.

Each process has a data directory of its own, as on a machine of its own.
"""

from contextlib import ExitStack
from pathlib import Path

import httpx

from tests.localstack import LocalStack
from tests.media import a_film
from tests.postgres import free_port
from tests.service import Client, caudal, download, files_below, until


def test_two_workers_bring_a_film_to_s3(
    localstack: LocalStack, empty_database_url: str, tmp_path: Path
) -> None:
    port = free_port()
    bucket = localstack.new_bucket()
    environment = {
        **localstack.environment,
        "CAUDAL_PORT": str(port),
        "CAUDAL_DATABASE_URL": empty_database_url,
        "CAUDAL_STORAGE_URL": f"{bucket}/videos",
        "CAUDAL_SOURCE_URL": f"{bucket}/sources",
    }
    client = Client(base=f"http://127.0.0.1:{port}")
    film = a_film(tmp_path / "film.mp4", "640x360", "30000/1001", 30)
    with caudal("migrate", environment=environment, directory=tmp_path) as migration:
        assert migration.wait() == 0

    with ExitStack() as machines:
        for number, command in enumerate(("api", "worker", "worker")):
            own = {**environment, "CAUDAL_DATA_DIR": str(tmp_path / f"machine-{number}")}
            machines.enter_context(caudal(command, environment=own, directory=tmp_path))
        client.wait_until_ready()
        video = client.follow(client.send(film))[-1]
        hls = download(video["url"], tmp_path / "played")
        until(lambda: localstack.keys(bucket, "sources/") == [] or None)
        assert not files_below(tmp_path / "machine-0")

    assert not [file for n in (1, 2) for file in files_below(tmp_path / f"machine-{n}")]
    assert video["status"] == "concluído"
    assert "needs the whole file" not in (tmp_path / "worker.log").read_text()
    assert video["url"].startswith(f"{localstack.endpoint}/{bucket.removeprefix('s3://')}/videos/")
    assert {picture.decoded_frames() for picture in hls.pictures} == {900}
    segment = video["url"].replace("master.m3u8", "360p/00000.ts")
    assert "immutable" in httpx.head(segment).headers["cache-control"]
