"""Which behaviours predict anything: answer, table, what the policy would be, activity apart from progress."""

from typing import Final

import streamlit as st

from leadaudit.answers.policy_words import effect_sentences
from leadaudit.economics.followed import NextStep
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.format import UNDEFINED, count, day, share
from leadaudit.plan.maturity import Share
from leadaudit.plan.progress import Progress
from leadaudit.plan.progress_words import correlation_words, direction_row, progress_answer
from leadaudit.signals.activity import activity_counts
from leadaudit.signals.back_test import BackTest, back_test
from leadaudit.signals.backtest import REPORT_LEVEL
from leadaudit.signals.people import By
from leadaudit.signals.verdict import SignalVerdict
from leadaudit.signals.words import (
    STEPS,
    VERDICTS,
    counted_words,
    later_words,
    lift_finding,
    may_be_said,
    needed_words,
    ordering_words,
    ratio_words,
    signal_words,
    signals_answer,
    verdict_words,
)
from leadaudit.ui import parts, run, state
from leadaudit.ui.parts import Cell, Column, Figure
from leadaudit.ui.picture import Picture
from leadaudit.ui.signal_charts import LINES_SHOWN, RatioBar, rate_ratios
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.followed import main_currency, open_signals, promoted_policy
from leadaudit.workspace.maturity import circular_shares, open_progress
from leadaudit.workspace.plans import open_desk

CALCULATION: Final = (
    "A behaviour counts when it happened and was recorded by day 14 after the delivery; the outcome counts after "
    "that day and until day 104. Whoever had got there before, had dropped out, or is younger than that is left out, "
    "and so is what our own sales makes happen.",
    "Earlier deliveries say what seems to predict something, with a correction for how many behaviours were tried; "
    "only what holds in later deliveries is called high or medium. A ratio is an association: whoever is called "
    "first is worked harder.",
)
QUERIES: Final = ("economics_followed", "signals_events", "signals_activity", "signals_circular")

COLUMNS: Final = (
    Column(label="The person", width=20),
    Column(label="With it", align="number"),
    Column(label="Without", align="number"),
    Column(label="More often", width=13),
    Column(label="In later deliveries", width=15),
    Column(label="What it is worth", width=12),
    Column(label="Still needed", width=16),
)
DICTIONARY_COLUMNS: Final = (
    Column(label="The person", align="word"),
    Column(label="What it means"),
    Column(label="What to do then"),
    Column(label="Outcome it should move"),
)
ACTIVITY_COLUMNS: Final = (
    Column(label="Activity"),
    Column(label="Latest 3 months", align="number"),
    Column(label="3 before", align="number"),
)
PROGRESS_COLUMNS: Final = (
    Column(label="Progress"),
    Column(label="Before"),
    Column(label="Latest half year"),
    Column(label="Better?"),
)

_BY: Final = {By.KIND: "behaviour", By.TOPIC: "behaviour and topic", By.VENDOR: "behaviour and vendor"}


def choices() -> tuple[NextStep, By]:
    """Let people choose the next step and what one line speaks of; the URL keeps both."""
    outcome, line = chosen()
    state.set_params(outcome=outcome.value, by=line.value)
    step, by = st.columns(2)
    with step:
        words = {one.value: name for one, name in STEPS.items()}
        state.choose("outcome", "To predict", list(words), words=words)
    with by:
        lines = {one.value: name for one, name in _BY.items()}
        state.choose("by", "One line for each", list(lines), words=lines)
    return chosen()


def chosen() -> tuple[NextStep, By]:
    """The same without asking."""
    step = state.one_of("outcome", [one.value for one in NextStep])
    by = state.one_of("by", [one.value for one in By])
    return NextStep(step or NextStep.PROGRESS), By(by or By.KIND)


def tested(workspace: Workspace, found: StoredAssessment) -> BackTest:
    """The back-test of the page."""
    step, by = chosen()
    return _tested(found.assessment_id, run.revision(workspace), step, by, _workspace=workspace, _found=found)


@st.cache_resource(max_entries=32, show_spinner="Testing every behaviour on earlier and later deliveries")
def _tested(
    assessment_id: str, revision: int, step: NextStep, by: By, *, _workspace: Workspace, _found: StoredAssessment
) -> BackTest:
    del assessment_id, revision
    return back_test(open_signals(_workspace.store, _found), outcome=step, by=by, policy=_found.policy)


def answer(test: BackTest, found: StoredAssessment) -> tuple[str, ...]:
    """Which behaviours predict the next step."""
    return signals_answer(test, found.policy)


def figures(test: BackTest) -> tuple[Figure, ...]:
    """How many were tested, proved, refuted, and are open."""
    proved = len(test.of(SignalVerdict.HIGH)) + len(test.of(SignalVerdict.MED))
    of = f"of {count(len(test.signals))} lines tested"
    return (
        Figure(label="Hold in later deliveries", value=count(proved), of=of),
        Figure(label="Say nothing useful", value=count(len(test.of(SignalVerdict.VANITY))), of=of),
        Figure(label="Not enough data", value=count(len(test.of(SignalVerdict.UNPROVEN))), of=of),
        Figure(
            label="People with the outcome", value=count(test.events), of=f"of {count(test.people)} old enough to tell"
        ),
    )


def rows(test: BackTest, found: StoredAssessment) -> list[list[Cell]]:
    """One row per line of the back-test, the best first."""
    return [
        [
            signal_words(one, found.policy),
            share(one.exposed_events, one.exposed),
            share(one.unexposed_events, one.unexposed) if one.unexposed else UNDEFINED,
            ratio_words(one),
            later_words(one),
            verdict_words(one),
            needed_words(one.needed) or UNDEFINED,
        ]
        for one in test.signals
    ]


def picture(test: BackTest, found: StoredAssessment) -> Picture | None:
    """All lines on one scale; None while nothing may be said."""
    if not may_be_said(test):
        return None
    bars = [
        RatioBar(
            name=one.name,
            words=f"{signal_words(one, found.policy)}\n{ratio_words(one)}: {VERDICTS[one.verdict]}",
            verdict=one.verdict,
            ratio=one.ratio,
            low=one.low,
            high=one.high,
            later=None if one.later is None or one.needed.exposed else one.later.ratio,
            of=share(one.exposed_events, one.exposed),
        )
        for one in test.signals
    ]
    more = (
        f" The first {LINES_SHOWN} of {count(len(bars))} lines; the table has all." if len(bars) > LINES_SHOWN else ""
    )
    return Picture(
        title=lift_finding(test, found.policy),
        chart=rate_ratios(bars, level=REPORT_LEVEL),
        reading="Right of the dashed rule: the outcome follows more often than without it. Bar: 95 % interval, an "
        f"arrow where it goes on; tick: all deliveries; ring: later deliveries alone.{more}",
    )


def details(test: BackTest, found: StoredAssessment) -> tuple[str, ...]:
    """Who was counted, and what the model may do."""
    return tuple(sentence for sentence in (*counted_words(test, found.policy), ordering_words(test)) if sentence)


def policy_change(workspace: Workspace, found: StoredAssessment, test: BackTest) -> None:
    """What the result would change in the policy, and the button that puts it in force."""
    if test.by is not By.KIND or test.split is None:
        return
    st.subheader("What this would change in the policy")
    text = promoted_policy(workspace.store, found, test)
    if text is None:
        high = found.policy.classes.validated_high_kinds
        named = ", ".join(found.policy.kinds[kind].words for kind in high) or "none"
        parts.sentences([f"Nothing: the behaviours called high stay as they are ({named})."])
        return
    try:
        effect = workspace.policy_effect(text, where="proposed policy", as_of=found.as_of)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    parts.sentences([sentence for sentence in effect_sentences(effect) if sentence])
    with st.expander("The policy it would make"):
        st.code(text, language="toml")
    if st.button(f"Put {effect.after.name} {effect.after.version} in force", type="primary", key="promote_signals"):
        _apply(workspace, text)


def _apply(workspace: Workspace, text: str) -> None:
    try:
        workspace.put_policy(text, where="proposed policy")
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.rerun()


def progress(workspace: Workspace, found: StoredAssessment) -> Progress | None:
    """What records bring, now and before."""
    return _progress(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)


@st.cache_resource(max_entries=8, show_spinner=False)
def _progress(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> Progress | None:
    del assessment_id, revision
    return open_progress(open_desk(_workspace.store, _found))


def panels(workspace: Workspace, found: StoredAssessment) -> None:
    """Activity on one side, progress on the other; the one never stands for the other."""
    st.subheader("Activity is not progress")
    told = progress(workspace, found)
    if told is not None:
        parts.sentences([progress_answer(told)])
    on_one_side, on_the_other = st.columns([2, 3], gap="large")
    with on_one_side:
        activity = activity_rows(found)
        if activity:
            parts.ledger(ACTIVITY_COLUMNS, activity, caption="Activity: logged, never a reason to call anybody")
    if told is None:
        return
    with on_the_other:
        currency = main_currency(found) or ""
        parts.ledger(
            PROGRESS_COLUMNS,
            [list(direction_row(one, currency)) for one in told.directions],
            caption=f"Progress: people delivered from {day(told.before[0])}, and from {day(told.now[0])}",
        )
    parts.sentences([correlation_words(told)])


def activity_rows(found: StoredAssessment) -> list[list[Cell]]:
    """What was done that says nothing of a purchase."""
    return [
        [found.policy.kinds[one.kind].words, count(one.now), count(one.before)]
        for one in activity_counts(found.paths, found.policy, found.as_of)
    ]


def dictionary_rows(found: StoredAssessment) -> list[list[Cell]]:
    """What every signal means, what to do then, and which outcome it should move."""
    return [
        [
            kind.words,
            "; ".join(words if stage == "any" else f"{stage}: {words}" for stage, words in kind.meaning.items()),
            kind.next_step,
            (kind.outcome or "").replace("_", " "),
        ]
        for kind in found.policy.kinds.values()
        if kind.is_signal
    ]


def circular_sentences(found: StoredAssessment) -> list[str]:
    """How much of what is known of companies' interest the seller of the records says itself."""
    return [
        f"{share(round(part.count), round(part.of))} of what is known of companies' interest came with {vendor}'s own "
        "records: who sells them says that they are interested. Each is counted once."
        for vendor, part in circular(found).items()
    ]


def circular(found: StoredAssessment) -> dict[str, Share]:
    """The same as shares."""
    return circular_shares(found)


def table_csv(test: BackTest, found: StoredAssessment) -> str:
    """The table as CSV."""
    return csv_text([column.label for column in COLUMNS], [[str(cell) for cell in row] for row in rows(test, found)])
