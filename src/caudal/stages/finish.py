"""Finish: prove that everything is there, then make it visible, the multivariant playlist last."""

from caudal.media.keys import master_key
from caudal.media.plan import Plan
from caudal.media.presentation import by_rendition, playlists, prove
from caudal.ports import Published, Segments, Store


async def finish(root: str, plan: Plan, *, store: Store, segments: Segments) -> Published:
    """Publish a video whose segments are all recorded.

    Safe to run twice: the same records make the same playlists. Raises `OutputInvalid` when the
    output is not what was planned; then no playlist was written.
    """
    renditions = by_rendition(await segments.recorded())
    prove(plan, renditions, await store.list(root))
    for key, text in playlists(root, plan, renditions):
        await store.put(key, text.encode())
    return Published(url=store.url(master_key(root)))
