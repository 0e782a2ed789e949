"""`wiedersehen`: the list of commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from commands import check, classify, compliance, importing, operate, replies, report, run, simulate, tasks, why
from commands.options import COMMON, Config, State

app = typer.Typer(
    name="wiedersehen",
    help="Anständig verabschieden, rechtmäßig zurückgewinnen.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def common(config: Config = None, state: State = None) -> None:
    """Anständig verabschieden, rechtmäßig zurückgewinnen."""
    COMMON.config, COMMON.state = config, state


for module in (run, operate, check, importing, simulate, report, why, tasks, replies, classify, compliance):
    module.register(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code."""
    try:
        app(args=list(arguments) if arguments is not None else None, standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
