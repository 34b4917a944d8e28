"""``leadaudit mail-servers``: ask the net which mail domains take mail; nothing else here ever does."""

from datetime import UTC, datetime, timedelta
from typing import Annotated, Final

import typer

from leadaudit.cli.show import as_json, out, progress
from leadaudit.cli.store import Folder, Json, opened
from leadaudit.format import count, plural

# Domains come and go; an answer of last quarter is worth asking for again.
DEFAULT_DAYS: Final = 90


def add_commands(app: typer.Typer) -> None:
    """Register the command of this module."""
    app.command("mail-servers")(mail_servers)


def mail_servers(
    workspace: Folder = None,
    older_than: Annotated[
        int, typer.Option(help="Ask again what answered longer ago than this, in days.")
    ] = DEFAULT_DAYS,
    json: Json = False,
) -> None:
    """Ask the mail domains of all deliveries whether they take mail; this looks into the net."""
    store = opened(workspace)
    with progress() as report:
        report("asking mail domains", 0, None)
        found = store.look_up_mail_servers(asked_since=datetime.now(UTC).date() - timedelta(days=older_than))
        store.assessment(report=report)
    if json:
        as_json(found)
        return
    out.print(
        f"{plural(sum(found.values()), 'domain')} asked: {count(found['yes'])} take mail, "
        f"{count(found['no'])} take none, {count(found['unknown'])} did not say and are asked again the next time."
    )
