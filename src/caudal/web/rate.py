"""How often one caller may ask: buckets that fill up again."""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

WINDOW = 60.0  # seconds
MANY = 10_000  # callers that are remembered before those are forgotten who have been silent


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What is left of a caller's bucket.

    Attributes:
        limit: Requests in a window.
        left: Requests that it may make at once.
        full: Seconds until it is full again.
        wait: Seconds until it may ask; 0: now.
    """

    limit: int
    left: int
    full: int
    wait: int

    @property
    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers writes it."""
        return {
            "RateLimit-Policy": f'"default";q={self.limit};w={WINDOW:.0f}',
            "RateLimit": f'"default";r={self.left};t={self.full}',
        }


class Buckets:
    """One bucket a caller, of this process alone."""

    def __init__(self, limit: int, *, now: Callable[[], float]) -> None:
        self._limit = limit
        self._now = now
        self._buckets: dict[str, tuple[float, float]] = {}  # tokens, and when there were so many

    def look(self, who: str) -> Allowance:
        """What is left, without taking any of it."""
        return self._allowance(self._tokens(who))

    def take(self, who: str) -> Allowance:
        """Take one, if there is one; else `wait` is more than 0."""
        tokens = self._tokens(who)
        allowance = self._allowance(tokens)
        if not allowance.wait:
            tokens -= 1
            allowance = self._allowance(tokens, wait=0)
        if len(self._buckets) >= MANY:
            self._forget_the_silent()
        self._buckets[who] = (tokens, self._now())
        return allowance

    def _tokens(self, who: str) -> float:
        tokens, then = self._buckets.get(who, (float(self._limit), self._now()))
        return min(self._limit, tokens + (self._now() - then) * self._limit / WINDOW)

    def _allowance(self, tokens: float, wait: int | None = None) -> Allowance:
        second = self._limit / WINDOW
        if wait is None:
            wait = 0 if tokens >= 1 else max(1, ceil((1 - tokens) / second))
        full = ceil((self._limit - tokens) / second)
        return Allowance(limit=self._limit, left=int(tokens), full=full, wait=wait)

    def _forget_the_silent(self) -> None:
        """Full buckets say nothing; if none is full, all are forgotten rather than kept."""
        self._buckets = {
            who: bucket for who, bucket in self._buckets.items() if self._tokens(who) < self._limit
        }
        if len(self._buckets) >= MANY:
            self._buckets.clear()
