"""Somebody who sends videos, never gives up, and remembers every promise."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from tests.chaos.plan import Round, Wish

PATIENCE = 240.0  # seconds; a bound, not an expectation
OVER = {"concluído", "falhou", "cancelado"}
OPTIONS = '{"quality": "fast", "rungs": [180, 120], "passthrough": "never"}'
CURED_BY_WAITING = {503, 507}


class Impatient(AssertionError):
    """Something took too long."""


@dataclass(slots=True)
class Sender:
    """A client of the API.

    Attributes:
        promised: Ids of all videos that were acknowledged, and what became of the wish.
        ending: Those that their sender is ending, or has ended.
        broken: Names of files whose upload was not acknowledged.
        errors: How often a call had to be repeated.
    """

    api: str
    film: Path
    promised: dict[UUID, Wish] = field(default_factory=dict)
    ending: set[UUID] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    errors: int = 0

    def play(self, turn: Round) -> None:
        """Send a video and do what the turn wishes, until that is done."""
        for attempt in range(20):
            video = self.send(f"{turn.number}-{attempt}")
            if turn.wish is Wish.WATCH:
                self.until_over(video)
                return
            if self._end(video, turn.wish):
                return
        raise Impatient(f"all videos of {turn} were finished too soon")

    def send(self, name: str) -> UUID:
        """Send the film until it is acknowledged."""
        tries = 0

        def post() -> httpx.Response:
            nonlocal tries
            tries += 1
            self.broken.append(f"{name}-{tries}.mp4")
            with self.film.open("rb") as content:
                return httpx.post(
                    f"{self.api}/v1/videos",
                    data={"options": OPTIONS},
                    files={"file": (self.broken[-1], content)},
                    timeout=60,
                )

        answer = self._until_answered(post)
        assert answer.status_code == 202, answer.text
        self.broken.remove(f"{name}-{tries}.mp4")
        video = UUID(answer.json()["id"])
        self.promised[video] = Wish.WATCH
        return video

    def watched(self) -> set[UUID]:
        """Ids of the videos that are to be played."""
        return {video for video, wish in [*self.promised.items()] if wish is Wish.WATCH}

    def get(self, video: UUID) -> dict[str, Any]:
        answer = self._until_answered(lambda: httpx.get(self._url(video)))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def until_over(self, video: UUID) -> str:
        """Wait for the end of a video; its last status."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status = str(self.get(video)["status"])
            if status in OVER:
                return status
            time.sleep(0.1)
        raise Impatient(f"{video} is not over: {self.get(video)}")

    def _end(self, video: UUID, wish: Wish) -> bool:
        """End a video while it is being made; False: it was finished before."""
        deadline = time.monotonic() + PATIENCE
        while (status := self.get(video)["status"]) == "pendente":
            assert time.monotonic() < deadline, f"{video} does not begin"
            time.sleep(0.05)
        if status in OVER:
            return False
        self.ending.add(video)
        if wish is Wish.DELETE:
            # The second may be told that the first was heard.
            gone = self._until_answered(lambda: httpx.delete(self._url(video)))
            assert gone.status_code in {204, 404}, gone.text
            self.promised[video] = wish
            return True
        cancelled = self._until_answered(lambda: httpx.post(f"{self._url(video)}/cancel"))
        if cancelled.status_code == 409:
            self.ending.discard(video)
            return False
        assert cancelled.status_code == 200, cancelled.text
        self.promised[video] = Wish.CANCEL
        if wish is Wish.RETRY:
            retried = self._until_answered(lambda: httpx.post(f"{self._url(video)}/retry"))
            assert retried.status_code in {202, 409}, retried.text
            self.promised[video] = Wish.WATCH
            self.until_over(video)
        return True

    def _url(self, video: UUID) -> str:
        return f"{self.api}/v1/videos/{video}"

    def _until_answered(self, ask: Callable[[], httpx.Response]) -> httpx.Response:
        """Ask until there is an answer that is no invitation to ask again."""
        deadline = time.monotonic() + PATIENCE
        last: object = None
        while time.monotonic() < deadline:
            try:
                answer = ask()
                if answer.status_code not in CURED_BY_WAITING:
                    return answer
                last = answer.text
            except httpx.TransportError as error:
                last = error
            self.errors += 1
            time.sleep(0.1)
        raise Impatient(f"no answer: {last}")
