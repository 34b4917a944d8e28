"""The command line: parse, call, print, exit code.

Exit codes: 0 done, 1 a limit of ``--fail-if`` was crossed, 2 could not do it.
"""

import sys

import typer
from click.exceptions import ClickException

from leadaudit.cli.audit import add_commands as add_audit
from leadaudit.cli.deliver import add_commands as add_deliver
from leadaudit.cli.freshness import freshness
from leadaudit.cli.invoices import add_commands as add_invoices
from leadaudit.cli.mail_servers import add_commands as add_mail_servers
from leadaudit.cli.matching import add_commands as add_matching
from leadaudit.cli.returns import add_commands as add_returns
from leadaudit.cli.rules import policy, program
from leadaudit.cli.show import talk
from leadaudit.cli.store import add_commands as add_store
from leadaudit.cli.words import words
from leadaudit.errors import LeadauditError

app = typer.Typer(
    name="leadaudit",
    help="What a purchased lead list really holds, what of it can be used, and what one real lead costs.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
add_audit(app)
add_deliver(app)
add_store(app)
add_returns(app)
add_matching(app)
add_mail_servers(app)
add_invoices(app)
app.add_typer(policy, name="policy")
app.add_typer(program, name="program")
app.add_typer(words, name="words")
app.add_typer(freshness, name="freshness")


def main() -> None:
    """Run one command; every mistake ends in one sentence and exit code 2."""
    try:
        code = app(standalone_mode=False)
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
