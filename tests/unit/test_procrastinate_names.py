"""Private names of Procrastinate that the shepherd uses: a new version may have others."""

import asyncio

from procrastinate import App
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job
from procrastinate.testing import InMemoryConnector
from procrastinate.worker import Worker


async def test_running_jobs_are_contexts_that_know_their_jobs_number() -> None:
    app = App(connector=InMemoryConnector())
    seen: list[int | None] = []

    @app.task(name="look", pass_context=True)
    async def look(context: JobContext) -> None:
        seen.extend(context.job.id for context in worker._running_jobs.values())

    worker = Worker(app=app, wait=False, listen_notify=False, install_signal_handlers=False)
    async with app.open_async():
        number = await look.defer_async()
        await worker.run()

    assert seen == [number]


def test_a_running_job_has_a_job() -> None:
    assert "job" in JobContext.__annotations__
    assert "id" in Job.__annotations__


def test_a_worker_is_woken_by_an_event() -> None:
    worker = Worker(app=App(connector=InMemoryConnector()))

    assert isinstance(worker._new_job_event, asyncio.Event)
