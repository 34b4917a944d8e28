"""``leadaudit forget``: one person erased from everything the workspace holds."""

from typing import Annotated

import typer

from leadaudit.answers.erasure import erased_sentence, planned_sentences
from leadaudit.cli.show import as_table, out, progress
from leadaudit.cli.store import Folder, opened


def add_commands(app: typer.Typer) -> None:
    """Register the commands of this module."""
    app.command("forget")(forget)


def forget(
    email: Annotated[str, typer.Argument(help="An e-mail address of the person.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    only_address: Annotated[
        bool, typer.Option("--only-address", help="Leave records that were joined to the person by something else.")
    ] = False,
    workspace: Folder = None,
) -> int:
    """Erase one person: list what would go, ask, and take it out of every file; there is no way back."""
    store = opened(workspace)
    with progress() as report:
        planned, found = store.plan_erasure(email, only_address=only_address, report=report)
    if planned.lines:
        rows = [(one.owner, str(one.line), one.what, one.because) for one in planned.lines]
        as_table(("where", "line", "what", "because"), rows, right=(1,))
    said = planned_sentences(
        [one.what for one in planned.lines],
        addresses=planned.addresses,
        claims=planned.claims,
        decisions=planned.decisions,
    )
    for sentence in said:
        out.print(sentence.replace("**", ""))
    if not yes and not typer.confirm("Erase all of this for good?"):
        out.print("Nothing was erased.")
        return 1
    done = store.forget(planned, found)
    out.print(erased_sentence(lines=done.lines, files=done.files))
    return 0
