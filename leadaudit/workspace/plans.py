"""Plan, flow and target of a workspace."""

from dataclasses import dataclass
from datetime import timedelta

from leadaudit.economics.credit import CreditRule
from leadaudit.economics.followed import FollowedPeople
from leadaudit.economics.outcome_entry import Basis, Per, VendorOutcome
from leadaudit.economics.ranked_outcomes import Compared, compare
from leadaudit.money import minor_digits
from leadaudit.plan.planner import DAYS_PER_MONTH, PlanFacts, Planned, plan_facts, planned
from leadaudit.plan.stages import FlowReport, flow_report
from leadaudit.plan.target import PlanTarget, read_target
from leadaudit.policy import Policy
from leadaudit.workspace import settings
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.followed import open_followed_days
from leadaudit.workspace.outcome_costs import OutcomeCosts, open_outcome_costs
from leadaudit.workspace.settings import SettingKind

# Months a vendor's pace is taken from.
PACE_MONTHS = 6


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlanDesk:
    """Everything a plan is made from, before a target is given.

    Args:
        found: The assessment.
        followed: People whose outcomes can be known, with their days alone.
        flow: What holds the stages back; None while no outcome is known.
        costs: What came of the people and what they cost.
        total: Everything as one entry.
        compared: All vendors on one scale.
    """

    found: StoredAssessment
    followed: FollowedPeople
    flow: FlowReport | None
    costs: OutcomeCosts
    total: VendorOutcome | None
    compared: Compared

    @property
    def policy(self) -> Policy:
        """The rules."""
        return self.found.policy

    def facts(self, target: PlanTarget) -> PlanFacts:
        """What is known for a target."""
        return plan_facts(
            target,
            total=self.total,
            compared=self.compared,
            minor_per_unit=10.0 ** minor_digits(target.currency),
            records_per_month=self.pace(),
            policy=self.policy,
        )

    def plan(self, target: PlanTarget) -> Planned:
        """The plan for a target."""
        return planned(
            target,
            self.facts(target),
            self.flow,
            as_of=self.found.as_of,
            minor_per_unit=10.0 ** minor_digits(target.currency),
            policy=self.policy,
        )

    def pace(self) -> dict[str, float]:
        """People records of each vendor in a month, over the last half year."""
        since = self.found.as_of - timedelta(days=round(PACE_MONTHS * DAYS_PER_MONTH))
        found: dict[str, float] = {}
        for row in self.costs.cells.lines.to_pylist():
            if row["delivered_on"] > since:
                found[row["vendor"]] = found.get(row["vendor"], 0.0) + row["people"] / PACE_MONTHS
        return found


def open_desk(store: Store, found: StoredAssessment) -> PlanDesk:
    """Everything a plan is made from."""
    costs = open_outcome_costs(store, found)
    basis = Basis(rule=CreditRule(found.policy.conversion.credit_rule))
    followed = open_followed_days(store, found, currency=costs.sources.currency)
    return PlanDesk(
        found=found,
        followed=followed,
        flow=flow_report(followed, found.policy.planner),
        costs=costs,
        total=costs.total(basis),
        compared=compare(costs.by(Per.VENDOR, basis), policy=found.policy),
    )


def stored_target(store: Store) -> PlanTarget | None:
    """The target in force; None where nobody gave one."""
    text = stored_target_text(store)
    return read_target(text, where="target") if text.strip() else None


def stored_target_text(store: Store) -> str:
    """It as TOML; empty where nobody gave one."""
    with store.engine.connect() as connection:
        return settings.newest(connection, SettingKind.TARGET, "") or ""


def put_target(store: Store, text: str, *, where: str) -> PlanTarget:
    """Keep a target.

    Raises:
        FileMistakesError: Every mistake of the text.
    """
    target = read_target(text, where=where)
    with writing(store.engine) as connection:
        settings.keep(connection, SettingKind.TARGET, "", text, author=store.author)
    return target
