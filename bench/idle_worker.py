"""A worker whose stages do nothing: `python -m bench.idle_worker DATABASE_URL CHUNKS SLOTS`."""

import asyncio
import sys
from datetime import timedelta

from tests.queueing import prepared

from caudal.adapters.database import patient_pool
from caudal.adapters.queue import Claim
from caudal.adapters.shepherd import URGENT_SLOTS
from caudal.media.steps import Kind
from caudal.ports import Cleaned, Encoded, Progress, Published, Result
from caudal.worker import work


async def main(database_url: str, chunks: int, slots: int) -> None:
    """Work until SIGTERM, as `caudal worker` does with a database of the operator's."""

    async def stage(held: Claim, _progress: Progress) -> Result:
        match held.kind:
            case Kind.PREPARE:
                return prepared(chunks=chunks)
            case Kind.FINISH:
                return Published(url="nowhere")
            case Kind.CLEANUP:
                return Cleaned()
            case _:
                return Encoded()

    async with patient_pool(database_url, size=4 + slots + URGENT_SLOTS) as pool:
        await work(
            pool,
            dict.fromkeys(Kind, stage),
            slots=slots,
            lease=timedelta(seconds=12),
            drain=timedelta(0),
            listen=False,
        )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
