"""The application (命令行程序): its name, its groups of commands, its version."""

from __future__ import annotations

import atexit
import gc
from typing import Annotated

import typer

from perfeval.cli.console import prepare_console

_OBJECTS_BETWEEN_COLLECTIONS = 100_000

app = typer.Typer(
    name="perfeval",
    help="精确复算预算绩效自评表。 Recompute budget-performance self-evaluation forms, exactly.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
rules_app = typer.Typer(help="规则集。 Rule sets.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(rules_app, name="rules")
checks_app = typer.Typer(help="复核检查。 Checks of the review.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(checks_app, name="checks")
review_app = typer.Typer(
    help="复核记录：处理意见、撤销、合并。 The review file: decisions, undo, merge.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(review_app, name="review")


def _version(wanted: bool) -> None:
    if wanted:
        from perfeval import __version__

        typer.echo(f"perfeval {__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="版本。 Version.")
    ] = False,
) -> None:
    """精确复算预算绩效自评表。 Recompute budget-performance self-evaluation forms, exactly."""
    prepare_console()
    # What a command loads stays until its end: looking through it for garbage, all the time and once more when the
    # process goes, costs a tenth of a short command.
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)
    atexit.register(gc.freeze)
