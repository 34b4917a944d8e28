"""``leadaudit maturity``: how far we are from intent that is validated, and whether we get better."""

from dataclasses import asdict

from leadaudit.cli.show import as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.plan.maturity_words import NAMES, evidence_words, maturity_answer, next_step_words, self_audit_rows
from leadaudit.plan.pattern import pattern_words
from leadaudit.plan.progress_words import correlation_words, direction_row
from leadaudit.workspace.followed import main_currency
from leadaudit.workspace.maturity import SelfView, open_self_view


def maturity(workspace: Folder = None, as_of: AsOf = None, json: Json = False) -> None:
    """Say how far we are from intent that is validated: dimensions, five questions, directions."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        view = open_self_view(store.store, found)
    if json:
        as_json(_document(view))
        return
    for sentence in maturity_answer(view.stage, view.audit):
        out.print(sentence.replace("**", ""))
    as_table(
        ("dimension", "stage", "evidence", "next step"),
        [
            (NAMES[one.dimension], str(one.stage), evidence_words(one.dimension, view.facts), next_step_words(one))
            for one in view.stage.dimensions
        ],
        right=(1,),
    )
    as_table(("question", "answer", "stands on"), self_audit_rows(view.audit))
    if view.progress is None:
        out.print("Whether we get better is not known yet: nothing loaded shows what came of people.")
        return
    currency = main_currency(found) or ""
    as_table(
        ("progress", "before", "now", "better"),
        [direction_row(one, currency) for one in view.progress.directions],
        right=(1, 2),
    )
    out.print(correlation_words(view.progress))
    if view.pattern is not None:
        out.print(pattern_words(view.pattern).replace("**", ""))


def _document(view: SelfView) -> dict[str, object]:
    return {
        "overall": view.stage.overall,
        "index": view.stage.index,
        "dimensions": {
            one.dimension.value: {
                "stage": one.stage,
                "gates": list(one.gates),
                "evidence": evidence_words(one.dimension, view.facts),
                "next_step": next_step_words(one),
            }
            for one in view.stage.dimensions
        },
        "self_audit": asdict(view.audit),
        "pattern": None if view.pattern is None else asdict(view.pattern),
        "directions": [] if view.progress is None else [asdict(one) for one in view.progress.directions],
    }
