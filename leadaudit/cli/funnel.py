"""``leadaudit funnel``: where delivered people stop, vendor by vendor or month by month."""

from collections.abc import Sequence
from typing import Annotated

import typer

from leadaudit.answers.funnel import funnel_answer, share_words
from leadaudit.answers.matched import MATCHED_HEADER, MEANS, NOTHING, matched_row, matched_words
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.economics.funnel import STAGES, funnel_of, funnel_rows, vendors_of
from leadaudit.economics.matched import MatchedLift
from leadaudit.workspace.followed import open_matched
from leadaudit.workspace.outcome_costs import sight_of
from leadaudit.workspace.page_counts import funnel_cells_of

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]


def funnel(
    workspace: Folder = None,
    as_of: AsOf = None,
    by_month: Annotated[bool, typer.Option("--by-month", help="Each delivery month by itself; JSON and CSV.")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="Each vendor's people beside like people of others.")] = False,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say how many of the delivered people reached each stage, of how many, and how complete that is."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        if lift:
            lifts = open_matched(store.store, found)
        sight = sight_of(store.imports(), found.as_of)
        cells = funnel_cells_of(found, sight)
    if lift:
        _say_lift(lifts, json=json, csv=csv)
        return
    if json or csv:
        rows = funnel_rows(cells, policy=found.policy, by_month=by_month)
        if json:
            as_json(rows)
        else:
            as_csv(list(rows[0]) if rows else [], rows)
        return
    for sentence in funnel_answer(funnel_of(cells, policy=found.policy), None):
        out.print(sentence.replace("**", ""))
    vendors = vendors_of(cells)
    each = [funnel_of(cells, vendor=vendor, policy=found.policy) for vendor in vendors]
    as_table(
        ("stage", *vendors),
        [(stage.value.replace("_", " "), *(share_words(one[stage]) for one in each)) for stage in STAGES],
        right=tuple(range(1, len(vendors) + 1)),
    )


def _say_lift(lifts: Sequence[MatchedLift], *, json: bool, csv: bool) -> None:
    rows = [matched_row(one) for one in lifts]
    if json:
        as_json(rows)
    elif csv:
        as_csv(MATCHED_HEADER, rows)
    else:
        for sentence in (*map(matched_words, lifts), MEANS) if lifts else (NOTHING,):
            out.print(sentence.replace("**", ""))
