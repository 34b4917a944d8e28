"""The command line: parse, call, print, exit code.

Exit codes: 0 done, 1 a limit of ``--fail-if`` was crossed, 2 could not do it.
"""

import sys

import typer
from typer._click.exceptions import (
    ClickException,
)  # typer carries a click of its own; no public name is above all of them

from leadaudit.cli.show import talk
from leadaudit.errors import LeadauditError

# They work without a workspace; the catalogue behind the others takes longer to load than a small file to audit.
_WITHOUT_WORKSPACE = frozenset({"audit", "columns"})


def new_app() -> typer.Typer:
    """The command line without its commands."""
    return typer.Typer(
        name="leadaudit",
        help="What a purchased lead list really holds, what of it can be used, and what one real lead costs.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )


def main() -> None:
    """Run one command; every mistake ends in one sentence and exit code 2."""
    try:
        code = _commands(sys.argv[1:])(standalone_mode=False)
    except LeadauditError as error:
        talk.print(str(error), soft_wrap=True)
        sys.exit(2)
    except ClickException as error:
        error.show()
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)
    except (KeyboardInterrupt, typer.Abort):
        talk.print("Stopped. Nothing was stored.")
        sys.exit(130)
    sys.exit(code or 0)


def _commands(words: list[str]) -> typer.Typer:
    """The commands that may be meant; every module behind them is loaded."""
    if words and words[0] in _WITHOUT_WORKSPACE:
        from leadaudit.cli.audit import add_commands  # noqa: PLC0415

        app = new_app()
        add_commands(app)
        return app
    from leadaudit.cli.commands import app as every_command  # noqa: PLC0415

    return every_command
