"""caudal doctor: what works here, what does not, and how to mend it."""

import asyncio
import json
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from threading import Thread
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from caudal.findings import Finding, Verdict, healthy
from caudal.settings import Settings

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]

_COLOURS = {
    Verdict.OK: "green",
    Verdict.NOTE: "dim",
    Verdict.WARN: "yellow",
    Verdict.FAIL: "bold red",
}


def doctor(*, as_json: AsJson = False) -> None:
    """Check this machine and its settings; ends with 1 when something keeps caudal from working."""
    findings = asyncio.run(_examine(Settings()))
    if as_json:
        answer = {"healthy": healthy(findings), "findings": [asdict(f) for f in findings]}
        typer.echo(json.dumps(answer, indent=2, ensure_ascii=False))
    else:
        Console().print(_table(findings))
    if not healthy(findings):
        raise typer.Exit(1)


async def _examine(settings: Settings) -> list[Finding]:
    # Imported when it runs: a conversion need not wait for web and database.
    from caudal.doctor import examine  # noqa: PLC0415

    asyncio.get_running_loop().set_default_executor(_Abandoning())
    return await examine(settings)


class _Abandoning(ThreadPoolExecutor):
    """Threads that nobody waits for in the end: a dead file system keeps a call for ever."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        answer: Future[Any] = Future()

        def work() -> None:
            if not answer.set_running_or_notify_cancel():
                return
            try:
                result = fn(*args, **kwargs)
            except BaseException as error:
                answer.set_exception(error)
            else:
                answer.set_result(result)

        Thread(target=work, daemon=True).start()
        return answer


def _table(findings: Sequence[Finding]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False)
    for column in ("verdict", "check", "found and how to mend it"):
        table.add_column(column, overflow="fold")
    for finding in findings:
        found = Text(finding.detail)
        if finding.mend:
            found.append(f"\n{finding.mend}", style="bold")
        style = _COLOURS[finding.verdict]
        table.add_row(Text(finding.verdict, style=style), Text(finding.check), found)
    return table
