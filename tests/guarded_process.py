"""The API, closed or open, in a process of its own: prints its port and a key."""

import asyncio
import sys
from pathlib import Path

from tests.guarded import guarded
from tests.keys import a_key


async def main(directory: Path, database_url: str, auth: str) -> None:
    """Serve until SIGTERM."""
    changes = {} if auth == "keys" else {"credentials": None, "closed": None}
    async with guarded(directory, database_url, **changes) as api:
        key = await a_key(api.credentials)
        sys.stdout.write(f"{api.http.base_url.port} {key.secret}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], sys.argv[3]))
