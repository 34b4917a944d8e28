"""``leadaudit signals``: which behaviours predict anything, and what a policy would be after it."""

import math
from pathlib import Path
from typing import Annotated

import typer

from leadaudit.answers.policy_words import effect_sentences
from leadaudit.cli.show import as_csv, as_json, as_table, out, progress
from leadaudit.cli.store import AsOf, Folder, Json, opened
from leadaudit.economics.followed import NextStep
from leadaudit.format import share
from leadaudit.signals.back_test import BackTest, TestedSignal, back_test
from leadaudit.signals.people import By
from leadaudit.signals.words import (
    counted_words,
    later_words,
    needed_words,
    ordering_words,
    ratio_words,
    signal_words,
    signals_answer,
    verdict_words,
)
from leadaudit.workspace.followed import open_signals, promoted_policy

Csv = Annotated[bool, typer.Option("--csv", help="Print CSV.")]
Outcome = Annotated[NextStep, typer.Option("--outcome", help="The next step they are to predict.")]
Line = Annotated[By, typer.Option("--by", help="What one line speaks of.")]
Write = Annotated[
    Path | None, typer.Option("--write-policy", help="Write the policy it would make; nothing is applied.")
]


def signals(
    workspace: Folder = None,
    as_of: AsOf = None,
    outcome: Outcome = NextStep.PROGRESS,
    by: Line = By.KIND,
    write_policy: Write = None,
    json: Json = False,
    csv: Csv = False,
) -> None:
    """Say which behaviours predicted a next step, and what that would change in the policy."""
    store = opened(workspace)
    with progress() as report:
        found = store.assessment(as_of=None if as_of is None else as_of.date(), report=report)
        test = back_test(open_signals(store.store, found), outcome=outcome, by=by, policy=found.policy)
    if json:
        as_json(signals_document(test))
        return
    if csv:
        rows = [signal_row(one) for one in test.signals]
        as_csv(list(rows[0]) if rows else [], rows)
        return
    for sentence in signals_answer(test, found.policy):
        out.print(sentence.replace("**", ""))
    as_table(
        ("the person", "with it", "without", "more often", "later deliveries", "verdict", "still needed"),
        [
            (
                signal_words(one, found.policy),
                share(one.exposed_events, one.exposed),
                share(one.unexposed_events, one.unexposed),
                ratio_words(one),
                later_words(one),
                verdict_words(one),
                needed_words(one.needed),
            )
            for one in test.signals
        ],
        right=(1, 2),
    )
    for sentence in (*counted_words(test, found.policy), ordering_words(test)):
        if sentence:
            out.print(sentence)
    text = promoted_policy(store.store, found, test)
    if text is None:
        return
    if write_policy is not None:
        write_policy.write_text(text, encoding="utf-8")
        out.print(f"{write_policy}: the policy this would make. leadaudit policy diff says what it moves.")
        return
    out.print("Put into the policy, this would change:")
    for sentence in effect_sentences(store.policy_effect(text, where="proposed policy", as_of=found.as_of)):
        if sentence:
            out.print(sentence.replace("**", ""))
    out.print("--write-policy FILE writes that policy; nothing is applied by asking.")


def signals_document(test: BackTest) -> dict[str, object]:
    """Everything of a back-test, unrounded."""
    return {
        "outcome": test.outcome,
        "people": test.people,
        "outcomes": test.events,
        "training": {"people": test.trained_people, "outcomes": test.trained_events},
        "held_out": {"people": test.held_out_people, "outcomes": test.held_out_events},
        "possible_on": test.possible_on,
        "barred": list(test.barred),
        "signals": [signal_row(one) for one in test.signals],
    }


def signal_row(one: TestedSignal) -> dict[str, object]:
    """One line of a back-test, unrounded; what cannot be told is null."""
    later = one.later
    return {
        "kind": one.kind,
        "of": one.of,
        "and": one.also,
        "verdict": one.verdict.value,
        "stands": one.stands.value,
        "high_in_force": one.is_high_now,
        "with_it": one.exposed,
        "with_it_outcomes": one.exposed_events,
        "without": one.unexposed,
        "without_outcomes": one.unexposed_events,
        "ratio": _finite(one.ratio),
        "ratio_low": _finite(one.low),
        "ratio_high": _finite(one.high),
        "q": _finite(one.trained.q),
        "shrunk_ratio": _finite(one.trained.shrunk_ratio),
        "later_ratio": None if later is None else _finite(later.ratio),
        "later_p_above_1": None if later is None else later.p_above_1,
        "failed_reviews": one.failed_reviews,
        "needs_people_with_it": one.needed.exposed,
        "needs_outcomes_with_it": one.needed.exposed_events,
        "needs_outcomes": one.needed.total_events,
        "needs_records": one.needed.records,
    }


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
