"""``leadaudit evidence``: classes over time, whom evidence waits for, whose word is doubted, how deliveries look."""

from typing import Annotated

import typer

from leadaudit import sql
from leadaudit.answers.evidence_words import (
    ATTESTED_HEADER,
    DAYS_HEADER,
    attested_rows,
    class_day_rows,
    pattern_rows,
)
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.evidence.patterns import patterns_of
from leadaudit.format import day, plural
from leadaudit.words import CLASSES
from leadaudit.workspace.assessments import StoredAssessment

evidence = typer.Typer(help="What people did and said, over time.", no_args_is_help=True, rich_markup_mode=None)


def _assessment(workspace: Folder, as_of: AsOf) -> StoredAssessment:
    with progress() as report:
        return opened(workspace).assessment(as_of=None if as_of is None else as_of.date(), report=report)


@evidence.command("classes")
def classes(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Show each vendor's classes at delivery, 30, 60, 90 and 180 days after it, and now."""
    found = _assessment(workspace, as_of)
    rows = sql.run("class_days_counts", {"class_days": found.paths["class_days"]}).to_pylist()
    if json:
        as_json(rows)
        return
    for vendor, days in class_day_rows(rows).items():
        out.print(vendor)
        as_table(DAYS_HEADER, days, right=range(1, len(DAYS_HEADER)))


@evidence.command("kept")
def kept(
    workspace: Folder = None,
    as_of: AsOf = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
) -> None:
    """List evidence about people we do not have, or whom several people share; it counts once they come."""
    found = _assessment(workspace, as_of)
    rows = sql.run("import_kept", {name: found.paths[name] for name in ("evidence", "subjects")})
    if csv:
        as_csv(rows.column_names, rows.to_pylist())
        return
    out.print(f"{plural(rows.num_rows, 'piece', 'pieces')} of evidence about nobody who is here.")
    shown = [
        (
            "no date" if row["occurred_on"] is None else day(row["occurred_on"]),
            found.policy.kinds[row["kind"]].words if row["kind"] in found.policy.kinds else row["kind"],
            str(row["email"] or row["crm_id"] or row["phone"] or row["record"]),
            "several people share it" if row["state"] == "shared" else "not here",
        )
        for row in rows.to_pylist()
    ]
    as_table(("when", "what", "who", "why"), shown)


@evidence.command("attested")
def attested(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Say of whom a vendor says they asked, how many we spoke to and how many deny it."""
    found = _assessment(workspace, as_of)
    rows = sql.run("evidence_attested_vendors", {"attested": found.paths["attested"]}).to_pylist()
    if json:
        as_json(rows)
        return
    as_table(ATTESTED_HEADER, attested_rows(rows), right=(1, 2, 3))


@evidence.command("patterns")
def patterns(
    delivery: Annotated[str | None, typer.Argument(help="One delivery alone.")] = None,
    workspace: Folder = None,
    as_of: AsOf = None,
) -> None:
    """Look at each delivery for what made-up records look like; figures beside every look."""
    found = _assessment(workspace, as_of)
    for name, looked_at in patterns_of(found.paths, policy=found.policy, delivery=delivery).items():
        out.print(name)
        as_table(("what", "looks", "figures"), pattern_rows(looked_at))


@evidence.command("restated")
def restated(workspace: Folder = None) -> None:
    """Name what was published and would be said otherwise today; nothing published is rewritten."""
    with progress() as report:
        runs = opened(workspace).restated(report=report)
    for run in runs:
        moved = sum(run.moved.values())
        out.print(
            f"{run.kind} {run.name}, published {run.published_at:%Y-%m-%d}, speaks for {day(run.as_of)}: "
            f"{plural(moved, 'record')} of {run.records:,} restated."
        )
        for (before, now), number in run.moved.items():
            became = "taken out since" if now is None else CLASSES[now]
            out.print(f"  {number:,} x {CLASSES[before]} -> {became}")
    if not runs:
        out.print("Nothing was published yet.")
