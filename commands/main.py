"""`wiedersehen`: the list of commands."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import cache

import typer

from commands import (
    access,
    audience,
    audit,
    backup,
    check,
    classify,
    compliance,
    consent,
    doctor,
    dpo,
    erase,
    explain,
    importing,
    init,
    letters,
    operate,
    preview,
    reach,
    replies,
    report,
    requests,
    restrict,
    retention,
    run,
    schema,
    ses,
    simulate,
    suppress,
    tasks,
    webhooks,
    why,
)
from commands.faults import explained_fault
from commands.german import App, explained
from commands.options import COMMON, FINDINGS, USAGE, Config, State
from sequences.grammar.os_errors import german

app = App(
    name="wiedersehen",
    help="Anständig verabschieden, rechtmäßig zurückgewinnen.",
    pretty_exceptions_enable=False,
)


@app.callback()
def common(config: Config = None, state: State = None) -> None:
    """Anständig verabschieden, rechtmäßig zurückgewinnen."""
    COMMON.config, COMMON.state = config, state


for module in (
    run,
    operate,
    backup,
    doctor,
    init,
    check,
    explain,
    schema,
    importing,
    reach,
    preview,
    simulate,
    report,
    why,
    tasks,
    webhooks,
    letters,
    audience,
    replies,
    suppress,
    ses,
    consent,
    requests,
    access,
    restrict,
    dpo,
    erase,
    retention,
    audit,
    classify,
    compliance,
):
    module.register(app)


@cache
def _command() -> Callable[..., object]:
    """The tree of all commands, built once for all calls of a process."""
    return typer.main.get_command(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; the exit code. Usage errors end with 2 and a German sentence on stderr."""
    try:
        given = list(arguments) if arguments is not None else None
        code = _command()(args=given, prog_name="wiedersehen", standalone_mode=False)
    except typer.TyperException as error:
        sys.stderr.write(explained(error))
        return error.exit_code
    except typer.Abort:
        return FINDINGS
    except OSError as error:
        sys.stderr.write(f"{error.filename or 'Datei'} lässt sich nicht lesen oder schreiben: {german(error)}.\n")
        return USAGE
    except Exception as error:
        fault = explained_fault(error)
        if fault is None:
            raise
        sys.stderr.write(f"{fault[0]}\n")
        return fault[1]
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FINDINGS
    finally:
        COMMON.close()
    return code if isinstance(code, int) else 0


if __name__ == "__main__":
    sys.exit(main())
