"""Run as a script before a tool: bound what it may take, tie it to its parent, become it.

Standard library only, and started with -I -S: it costs some 15 ms. The limits must be set in the
child itself, between fork and exec, where no thread of the worker can interfere.

usage: launch.py PARENT SIGNAL NAME=LIMIT… -- TOOL [ARGUMENT…]
"""

import ctypes
import os
import resource
import sys

PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> None:
    """Set the limits and become the tool. Exits with 127 when that fails."""
    split = arguments.index("--")
    parent, number = int(arguments[0]), int(arguments[1])
    limits, tool = arguments[2:split], arguments[split + 1 :]
    if sys.platform == "linux":
        # A killed worker takes its tools along: nobody would read what they make.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it died before the line above
            sys.exit(127)
    for limit in limits:
        name, value = limit.split("=")
        if name == "NICE":
            os.nice(int(value))
            continue
        kind = getattr(resource, f"RLIMIT_{name}")
        hard = resource.getrlimit(kind)[1]
        bound = int(value) if hard == resource.RLIM_INFINITY else min(int(value), hard)
        # At the soft bound of CPU time comes SIGXCPU, whose cause is known; SIGKILL is anybody's.
        grace = 1 if name == "CPU" and bound != hard else 0
        resource.setrlimit(kind, (bound, bound + grace))
    try:
        os.execv(tool[0], tool)  # noqa: S606  (a shell is what must not be here)
    except OSError as error:
        sys.stderr.write(f"{tool[0]}: {error.strerror}\n")
        sys.exit(127)


if __name__ == "__main__":
    main(sys.argv[1:])
