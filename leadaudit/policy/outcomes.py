"""The policy of what came of it: conversion, decisions about budget, signals, planning."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from leadaudit.policy.values import AtLeastOne, Days, Positive, Share
from leadaudit.settings_file import Section

MoreThanOne = Annotated[float, Field(gt=1)]


class MeanDelay(Section):
    """Mean days from delivery to an outcome, before own history replaces them."""

    lead: Positive
    """A statement that makes a lead."""
    meeting: Positive
    """A meeting."""
    opportunity: Positive
    """An opportunity."""
    won: Positive
    """A win."""


class MaturityLabels(Section):
    """From which share of records old enough a figure carries a label."""

    mature: Share
    """Mature."""
    maturing: Share
    """Maturing; immature below."""


class Conversion(Section):
    """Outcomes, credit and how fast they come."""

    horizons_days: tuple[AtLeastOne, ...]
    """Days after delivery at which conversion is told."""
    real_lead_horizon_days: AtLeastOne
    """Within so many days a record becomes a real lead."""
    credit_window_days: AtLeastOne
    """Outcomes later than this after a delivery give it no credit."""
    known_active_days: Days
    """A person we know who did something so recently is active."""
    credit_rule: Literal["first", "last", "any", "fractional"]
    """How an outcome is shared among the vendors that delivered the person."""
    mean_delay_days: MeanDelay
    """How fast outcomes come, before own history."""
    min_events_for_own_delay: AtLeastOne
    """From so many outcomes on, own history says how fast they come."""
    maturity: MaturityLabels
    """Words for how complete a figure is."""


class Move(Section):
    """When budget may move from one vendor to another."""

    p: Share
    """The other is cheaper with at least this probability."""
    max_regret_share: Share
    """The expected regret is at most this share of the expected gain."""
    max_step_share: Share
    """At most this share of a budget moves at once."""


class Equivalent(Section):
    """When two vendors cost the same for practical purposes."""

    ratio: MoreThanOne
    """Their costs lie within this factor."""
    p: Share
    """With at least this probability."""


class WorkedToCompare(Section):
    """Follow-up that two vendors' records need before they are compared."""

    min_share: Share
    """Share of usable records worked, of each."""
    max_gap: Share
    """Most the two shares may differ."""


class Decisions(Section):
    """When budget may move."""

    cv_prior_max: Positive
    """Vendors' true yields differ by a coefficient of variation between 0 and this, all equally likely before data."""
    move: Move
    """Move."""
    lean_p: Share
    """From this probability a sized test is worth it."""
    equivalent: Equivalent
    """No practical difference."""
    worked: WorkedToCompare
    """Comparable follow-up."""


class Support(Section):
    """Fewest data behind a verdict on a signal."""

    exposed: AtLeastOne
    """Records with the signal."""
    exposed_events: AtLeastOne
    """Outcomes among them."""
    total_events: AtLeastOne
    """Outcomes in all."""


class HighSignal(Section):
    """What a high signal has to show."""

    shrunk_rr: MoreThanOne
    """Shrunken rate ratio."""
    holdout_p: Share
    """Probability of any lift in later deliveries."""
    holdout_rr: MoreThanOne
    """Rate ratio in later deliveries."""


class MedSignal(Section):
    """What a medium signal has to show."""

    holdout_p: Share
    """Probability of any lift in later deliveries."""
    holdout_rr: MoreThanOne
    """Rate ratio in later deliveries."""


class Vanity(Section):
    """What shows that a behaviour says nothing useful."""

    upper95_rr: MoreThanOne
    """The 95 % upper bound of its rate ratio is below this."""
    expected_exposed_events: Positive
    """At least so many outcomes were to be expected among its records."""


class OrderingModel(Section):
    """When a model may order people inside a tier."""

    min_events: AtLeastOne
    """Fewest outcomes to train on."""
    events_per_feature: AtLeastOne
    """Outcomes for each feature."""
    min_observed_to_expected: Positive
    """Least observed over expected, out of time."""
    max_observed_to_expected: Positive
    """Most observed over expected, out of time."""


class Signals(Section):
    """Which behaviours have proved themselves."""

    landmark_days: AtLeastOne
    """Signals count until so many days after delivery."""
    outcome_days: AtLeastOne
    """Outcomes count for so many days after that."""
    fdr: Share
    """Share of promoted signals that may be false."""
    support: Support
    """Fewest data."""
    combinations: Days
    """Most combinations of two behaviours, or of one on two days, that are tried beside the single ones."""
    prior_sd_log_rr: Positive
    """Standard deviation of the prior of the log rate ratio."""
    high: HighSignal
    """High."""
    med: MedSignal
    """Medium."""
    vanity: Vanity
    """Vanity."""
    demote_after_failed_reviews: AtLeastOne
    """Failed reviews in a row after which a signal loses a tier."""
    model: OrderingModel
    """The ordering model."""


class FallbackBenchmarks(Section):
    """Published rates where own history is missing; shown as not your data."""

    lead_to_opportunity: Share
    """Leads that become an opportunity."""
    opportunity_to_win: Share
    """Opportunities that are won."""
    show_rate: Share
    """Meetings that are held."""


class Planner(Section):
    """Planning and the stage that holds revenue back."""

    level: Share
    """Credibility of a plan's range."""
    assurance: Share
    """Probability with which enough records reach a target."""
    prior_strength: Positive
    """Records' worth of the benchmark a stage is shrunk to."""
    eligible_p: Share
    """A stage is a constraint when it is below its benchmark with this probability."""
    decline_p: Share
    """A stage is declining when it is below its own past with this probability."""
    hesitation_level: Share
    """Level at which a longer wait is told from chance."""
    min_sla_met: Share
    """Below this share of answers in time, response comes first."""
    exploration_min_records: Days
    """Records kept for a promising vendor whose figures are a direction only."""
    fallback_benchmarks: FallbackBenchmarks
    """Where own history is missing."""

    @model_validator(mode="after")
    def _published_rates_are_rates(self) -> "Planner":
        found = self.fallback_benchmarks
        if 0 in (found.lead_to_opportunity, found.opportunity_to_win, found.show_rate):
            raise ValueError("a benchmark of 0 makes every stage good enough. Give the rate you expect.")
        return self
