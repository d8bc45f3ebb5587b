"""The command `caudal`: its commands, and the one place where errors become exit statuses."""

import sys

import typer
from dotenv import load_dotenv
from pydantic import ValidationError
from rich.console import Console

from caudal import __version__
from caudal.cli import convert, doctor, janitor, keys, service, videos
from caudal.cli.manual import settings_epilog
from caudal.errors import CaudalError

FAILED = 1
MISUSED = 2
INTERRUPTED = 130


def make_app() -> typer.Typer:
    """The commands; those of the service show all settings in their help."""
    app = typer.Typer(
        name="caudal",
        help="Turns a video into adaptive HLS, as a service or for one file.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(_options)
    epilog = settings_epilog()
    for command in (service.serve, service.api, service.worker, service.migrate):
        app.command(epilog=epilog)(command)
    app.command(epilog=epilog)(doctor.doctor)
    app.command(epilog=epilog)(janitor.janitor)
    app.add_typer(keys.make_app())
    app.add_typer(videos.make_app())
    app.command()(convert.convert)
    app.command()(convert.plan)
    return app


def run() -> None:
    """Entry point. Exits with 0 only on success; says an error in one sentence."""
    # Before anything reads a variable: AWS's own are read far from our settings.
    load_dotenv(".env")
    try:
        make_app()(standalone_mode=True)
    except CaudalError as error:
        _say(f"{error} [{error.code}]")
        sys.exit(FAILED)
    except ValidationError as error:
        for wrong in error.errors(include_url=False):
            name = "_".join(str(part) for part in wrong["loc"]).upper()
            _say(f"CAUDAL_{name}: {wrong['msg']}")
        sys.exit(MISUSED)
    except OSError as error:
        _say(str(error))
        sys.exit(FAILED)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _say(sentence: str) -> None:
    Console(stderr=True, highlight=False, markup=False, soft_wrap=True).print(f"caudal: {sentence}")


def _options(
    *, version: bool = typer.Option(False, "--version", help="Print the version and exit.")
) -> None:
    if version:
        typer.echo(f"caudal {__version__}")
        raise typer.Exit
