"""The command line (命令行): parse options, call one function, print, exit code. No computation here.

Only typer is imported at the top of its modules: `perfeval --help` must answer in a blink.
"""

from perfeval.cli import (
    checking_commands,
    export_command,
    form_commands,
    review_commands,
    rule_commands,
    score_command,
    web_commands,
    year_commands,
)
from perfeval.cli.app import app

__all__ = [
    "app",
    "checking_commands",
    "export_command",
    "form_commands",
    "review_commands",
    "rule_commands",
    "score_command",
    "web_commands",
    "year_commands",
]
