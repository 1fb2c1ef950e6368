"""`python -m perfeval`: the command line (命令行) where the script is not on the path."""

from perfeval.cli import app

app(prog_name="perfeval")
