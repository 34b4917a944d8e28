"""Maturity and self-audit in words: the evidence of every gate and the step that passes the next one.

Source: docs/method.md, "Maturity".
"""

from collections.abc import Mapping
from typing import Final

from leadaudit.format import percent, plural, share
from leadaudit.plan.directions import Answer
from leadaudit.plan.maturity import Dimension, DimensionStage, MaturityFacts, MaturityStage, Share
from leadaudit.plan.self_audit import SelfAudit

NAMES: Final[Mapping[Dimension, str]] = {
    Dimension.DEFINITIONS: "What counts as a signal",
    Dimension.SIGNAL_QUALITY: "Whether signals are proved",
    Dimension.ROUTING: "Whether signals reach somebody",
    Dimension.CRM_VISIBILITY: "Whether the CRM shows them",
    Dimension.MEASUREMENT: "Whether outcomes are measured",
}

# What each gate asks, in as few words as a picture on a phone has room for.
GATES: Final[Mapping[Dimension, tuple[str, str]]] = {
    Dimension.DEFINITIONS: ("kinds defined", "outcomes named"),
    Dimension.SIGNAL_QUALITY: ("back-test run", "high ones held"),
    Dimension.ROUTING: ("half given out", "in time, with why"),
    Dimension.CRM_VISIBILITY: ("type and time", "all four fields"),
    Dimension.MEASUREMENT: ("outcomes linked", "lift and pace"),
}

STAGE_WORDS: Final[Mapping[int, str]] = {1: "activity", 2: "signals", 3: "validated intent"}

_STEPS: Final[Mapping[Dimension, tuple[str, str]]] = {
    Dimension.DEFINITIONS: (
        "Give one kind of behaviour a meaning and a next step in the policy.",
        "Name an outcome for every stage of the relation and for every high and medium kind.",
    ),
    Dimension.SIGNAL_QUALITY: (
        "Load outcomes of people old enough that a back-test has something to count.",
        "Keep only those kinds high that hold in later deliveries; put the others down in the policy.",
    ),
    Dimension.ROUTING: (
        "Hand at least half of the high ones to a named owner (leadaudit route).",
        "Answer 8 of 10 leads within a day, each with why now and a next step.",
    ),
    Dimension.CRM_VISIBILITY: (
        "Export the follow-up list to the CRM with type and time of each signal.",
        "Export type, time, priority and category to contact and account.",
    ),
    Dimension.MEASUREMENT: (
        "Bring in contacts and leads of the CRM until 6 of 10 people are found there.",
        "Keep a comparison group for one play, and a year of outcomes for pace and stages.",
    ),
}


def maturity_answer(stage: MaturityStage, audit: SelfAudit) -> tuple[str, ...]:
    """How far we are, and what holds the whole back."""
    weakest = [_inside(NAMES[one.dimension]) for one in stage.dimensions if one.stage == stage.overall]
    yes = sum(one is Answer.YES for one in _answers(audit))
    return (
        f"We stand at **stage {stage.overall} of 3, {STAGE_WORDS[stage.overall]}** (mean {stage.index:.1f}).",
        f"The weakest decides: {', '.join(weakest)}."
        if stage.overall < 3
        else "Every dimension has passed both gates.",
        f"{yes} of 5 questions are answered the way a house that plans by revenue answers them.",
    )


def _inside(name: str) -> str:
    return name[0].lower() + name[1:]


def _answers(audit: SelfAudit) -> tuple[Answer, ...]:
    # Collapsing without new campaigns is the one question where no is the good answer.
    flipped = {Answer.YES: Answer.NO, Answer.NO: Answer.YES, Answer.CANNOT_TELL: Answer.CANNOT_TELL}
    return (
        flipped[audit.would_collapse], audit.knows_conversion, audit.knows_bottleneck, audit.is_efficient,
        audit.starts_with_revenue,
    )  # fmt: skip


def next_step_words(one: DimensionStage) -> str:
    """What passes the next gate; empty when both are passed."""
    return "" if one.next_gate is None else _STEPS[one.dimension][one.next_gate - 1]


def evidence_words(dimension: Dimension, facts: MaturityFacts) -> str:
    """What the workspace knows of a dimension."""
    match dimension:
        case Dimension.DEFINITIONS:
            return _joined(
                _number(
                    facts.signal_types_defined, "kind with meaning and next step", "kinds with meaning and next step"
                ),
                _share(facts.stages_with_outcome, "stages have an outcome"),
                _share(facts.types_naming_outcome, "high and medium kinds name theirs"),
            )
        case Dimension.SIGNAL_QUALITY:
            return _joined(
                "no back-test yet"
                if facts.days_since_back_test is None
                else f"outcomes of the back-test known until {plural(facts.days_since_back_test, 'day')} ago",
                _share(facts.high_types_proved, "high kinds held in later deliveries"),
                {None: "", True: "what says nothing is listed", False: "what says nothing is not listed"}[
                    facts.is_vanity_told
                ],
            )
        case Dimension.ROUTING:
            return _joined(
                _share(facts.high_routed, "high ones went to a named owner"),
                "no lead to answer lately"
                if facts.high_in_time is None
                else f"{percent(facts.high_in_time)} of leads answered within a day",
                _share(facts.high_explained, "with why now and a next step"),
            )
        case Dimension.CRM_VISIBILITY:
            return _joined(
                _share(facts.exported_dated, "signals stand in an export with type and time"),
                _share(facts.exported_full, "with type, time, priority and category"),
            )
        case Dimension.MEASUREMENT:
            return _joined(
                _share(facts.records_linked, "people found in the CRM"),
                _number(facts.lifts_compared, "play with a comparison group", "plays with a comparison group"),
                {None: "", True: "pace is told", False: "pace is not told"}[facts.has_velocity],
                {None: "", True: "stages are told", False: "stages are not told"}[facts.has_progression],
            )


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)


def _share(found: Share | None, words: str) -> str:
    if found is None:
        return f"not known: {words}"
    return f"{share(round(found.count), round(found.of))} {words}" if found.of else f"none there: {words}"


def _number(found: int | None, one: str, many: str) -> str:
    return f"not known: {many}" if found is None else plural(found, one, many)


def self_audit_rows(audit: SelfAudit) -> tuple[tuple[str, str, str], ...]:
    """Question, answer, and what it stands on."""
    words = {Answer.YES: "yes", Answer.NO: "no", Answer.CANNOT_TELL: "cannot tell"}
    change = "" if audit.records_change is None else f"records bought: {audit.records_change:+.0%}".replace("%", " %")
    return (
        (
            "Would revenue collapse if new campaigns stopped?",
            words[audit.would_collapse],
            "no open pipeline with amounts is known"
            if audit.lasting_share is None
            else f"{percent(audit.lasting_share)} of the open pipeline is of people delivered over 90 days ago",
        ),
        (
            "Do we know the exact conversion at each stage?",
            words[audit.knows_conversion],
            f"too few data at: {', '.join(audit.unknown_stages)}" if audit.unknown_stages else "",
        ),
        (
            "Do we know what holds revenue back?",
            words[audit.knows_bottleneck],
            "the planner names it, or what to measure",
        ),
        ("Do we get more efficient, or only more?", words[audit.is_efficient], change),
        (
            "Does planning start with revenue?",
            words[audit.starts_with_revenue],
            "a target, and programs bought for it",
        ),
    )
