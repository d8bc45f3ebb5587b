"""Hosts made of network namespaces: each has an own link to a switch, and nothing else in common.

This machine itself is on the switch too, and may run what all hosts share.
"""

import os
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import pytest

NEEDED = "hosts are network namespaces: they take root on Linux, and iproute2"


class Network:
    """A switch, and what is plugged in."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._name = f"cd{secrets.token_hex(3)}"
        # For benchmarks of networks (RFC 2544), so that nobody's own addresses are in the way.
        self._net = f"198.18.{secrets.randbelow(256)}"
        self._hosts = 0
        ip("link", "add", self._name, "type", "bridge")
        stack.callback(ip, "link", "del", self._name)
        self.address = f"{self._net}.1"
        ip("address", "add", f"{self.address}/24", "dev", self._name)
        ip("link", "set", self._name, "up")

    def host(self) -> "Host":
        """One more host."""
        self._hosts += 1
        host = Host(f"{self._name}-{self._hosts}", f"{self._net}.{self._hosts + 1}")
        ip("netns", "add", host.name)
        self._stack.callback(ip, "netns", "del", host.name)
        self._stack.callback(host.kill)
        inner = ("type", "veth", "peer", "name", "eth0", "netns", host.name)
        ip("link", "add", host.name, *inner)
        ip("link", "set", host.name, "master", self._name, "up")
        ip("-n", host.name, "address", "add", f"{host.address}/24", "dev", "eth0")
        for link in ("lo", "eth0"):
            ip("-n", host.name, "link", "set", link, "up")
        return host


class Host:
    """A machine of its own, as far as the network goes.

    Attributes:
        name: Of its namespace, and of the switch's end of its link.
    """

    def __init__(self, name: str, address: str) -> None:
        self.name = name
        self.address = address

    @property
    def run(self) -> Sequence[str]:
        """What a command begins with that runs here."""
        return ("ip", "netns", "exec", self.name)

    def cut(self) -> None:
        """Pull the cable: packets are lost, and no connection is told."""
        ip("link", "set", self.name, "down")

    def mend(self) -> None:
        """Plug it in again."""
        ip("link", "set", self.name, "up")

    def kill(self) -> None:
        """Kill all processes at once."""
        for pid in ip("netns", "pids", self.name).split():
            with suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGKILL)

    def received(self) -> int:
        """Bytes that came in over the link so far."""
        # As the switch sees it.
        return int(Path(f"/sys/class/net/{self.name}/statistics/tx_bytes").read_text())


@contextmanager
def network() -> Iterator[Network]:
    """A network, gone afterwards with all that runs on its hosts."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        pytest.fail(NEEDED)
    with ExitStack() as stack:
        yield Network(stack)


def ip(*arguments: str) -> str:
    """Run `ip`; what it says."""
    done = subprocess.run(["ip", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.fail(f"{NEEDED}; ip {' '.join(arguments)}: {done.stderr}")
    return done.stdout
