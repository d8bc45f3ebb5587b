"""Take a step, run its stage, record what came of it; and leave in good order when told to."""

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from caudal.adapters.database import Pool
from caudal.adapters.failures import failure_of, last_words
from caudal.adapters.queue import Claim, Queue
from caudal.adapters.shepherd import Chore, Shepherd
from caudal.errors import CaudalError, Fenced, Unavailable
from caudal.media.steps import Kind
from caudal.ports import Progress, Result

log = logging.getLogger(__name__)

T = TypeVar("T")

Stage = Callable[[Claim, Progress], Awaitable[Result]]
Stages = Mapping[Kind, Stage]

# By the clock, whatever the stage says: also how soon a cancelled step notices.
BEAT_EVERY = timedelta(seconds=2)


async def work(
    pool: Pool,
    stages: Stages,
    *,
    slots: int,
    lease: timedelta,
    drain: timedelta | None,
    listen: bool,
    chores: Sequence[Chore] = (),
    beat_every: timedelta = BEAT_EVERY,
) -> None:
    """Run steps until SIGTERM or SIGINT; then end in good order.

    Args:
        pool: An open, patient pool; see `database.patient_pool`.
        slots: How many heavy steps run at once.
        lease: How long a silent process keeps its steps; several times `beat_every`.
        drain: How long running steps may go on after the signal; then they are handed back.
        listen: Hear of urgent steps at once: one machine, no pgbouncer.
        chores: What is done beside.
    """
    queue = Queue(pool)
    worker = Worker(queue, stages, beat_every=beat_every)
    shepherd = Shepherd(
        queue,
        worker.run,
        slots=slots,
        lease=lease,
        drain=drain,
        listen=listen,
        chores=chores,
    )
    loop = asyncio.get_running_loop()
    signals = (signal.SIGTERM, signal.SIGINT)
    for number in signals:
        loop.add_signal_handler(number, shepherd.stop)
    try:
        await shepherd.watch()
    finally:
        for number in signals:
            loop.remove_signal_handler(number)


class Worker:
    """Runs one step at a time for each bell that it is called for."""

    def __init__(self, queue: Queue, stages: Stages, *, beat_every: timedelta) -> None:
        self._queue = queue
        self._stages = stages
        self._beat_every = beat_every.total_seconds()

    async def run(self, step: int, job: int) -> None:
        """Answer a bell. Raises what should make it ring again."""
        held = await self._queue.claim(step, job)
        if held is None:
            return  # a bell that finds nothing to do simply ends
        try:
            result = await self.attempt(held)
        except Fenced:
            log.info("%s was cancelled or taken over", _name(held))
        except (Unavailable, asyncio.CancelledError) as reason:
            log.info("%s is given back: %r", _name(held), reason)
            if await _settled(self._queue.give_back(held)):
                raise
        except Exception as error:
            if await self._judge(held, error):
                raise
        else:
            await _settled(self._queue.finish(held, result))

    async def attempt(self, held: Claim) -> Result:
        """Run the stage while its progress is recorded; it ends when the step is not ours."""
        progress = Progress()  # the stage writes it, the beat reads it
        try:
            async with asyncio.TaskGroup() as group:
                beat = group.create_task(self._beat(held, progress))
                result = await self._stages[held.kind](held, progress)
                beat.cancel()
        except BaseExceptionGroup as failed:
            raise _first(failed) from None
        return result

    async def _judge(self, held: Claim, error: Exception) -> bool:
        """Record what went wrong; whether to ring again, which counts like a crash."""
        if isinstance(error, CaudalError) and not error.retry:
            log.info("%s failed for good: %s [%s]", _name(held), error, error.code)
            await _settled(self._queue.fail(held, failure_of(error), last_words(error)))
            return False
        log.warning("%s failed", _name(held), exc_info=error)
        code = error.code if isinstance(error, CaudalError) else CaudalError.code
        return await _settled(self._queue.stumble(held, code, last_words(error)))

    async def _beat(self, held: Claim, progress: Progress) -> None:
        while True:
            await asyncio.sleep(self._beat_every)
            await self._queue.beat(held, progress.done)


async def _settled(transition: Coroutine[Any, Any, T]) -> T:
    """Await a transition to its end; a cancellation that comes meanwhile goes on after it."""
    going = asyncio.ensure_future(transition)
    try:
        return await asyncio.shield(going)
    except asyncio.CancelledError:
        await going
        raise


def _first(failed: BaseExceptionGroup[BaseException]) -> BaseException:
    """What went wrong first: stages have task groups of their own."""
    first = failed.exceptions[0]
    return _first(first) if isinstance(first, BaseExceptionGroup) else first


def _name(held: Claim) -> str:
    return f"{held.kind} {held.index} of video {held.video}, attempt {held.attempt},"
