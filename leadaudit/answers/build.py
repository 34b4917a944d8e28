"""A story from an assessment: the summaries it needs, and what was there to look into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.answers.story import Outcomes, Story, not_checked
from leadaudit.contract.program import Program, baselines
from leadaudit.economics.summary import By, Summary, summarize
from leadaudit.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What was there to look into.

    Args:
        deliveries: How many deliveries the assessment holds.
        has_suppression: Whether a suppression list is loaded.
        has_crm: Whether CRM contacts are loaded.
        outcomes: What came of the people; None: nothing loaded could show it.
    """

    deliveries: int
    has_suppression: bool
    has_crm: bool
    outcomes: Outcomes | None = None


def build_story(
    assessed: Mapping[str, sql.Source],
    *,
    deliveries: pa.Table,
    programs: Mapping[str, Program],
    policy: Policy,
    as_of: date,
    loaded: Loaded,
    unpaid: pa.Table | None = None,
    query: sql.Query = sql.run,
) -> Story:
    """What there is to tell of some deliveries.

    Args:
        assessed: lines, classes, verdicts, freshness, repeats and usable of an assessment.
        deliveries: tables.DELIVERIES to speak of; all of the assessment, or some.
        programs: By id.
        policy: Levels and limits.
        as_of: The day the answer speaks for.
        loaded: What was there to look into.
        unpaid: delivery, line of records that cost nothing; None: none.
        query: Whom to ask.
    """

    def summed(some: pa.Table, by: By) -> dict[str, Summary]:
        return summarize(
            assessed,
            deliveries=some,
            currencies={name: program.currency for name, program in programs.items()},
            policy=policy,
            by=by,
            unpaid=unpaid,
            zones={name: program.time_zone for name, program in programs.items()},
            query=query,
        )

    bought, own = _bought_and_own(deliveries, programs)
    named = pc.unique(bought["program"]).to_pylist()
    has_contract = all(name in programs and programs[name].has_contract for name in named)
    days = deliveries["delivered_on"].to_pylist()
    return Story(
        total=summed(bought, By.EVERYTHING)[By.EVERYTHING.value],
        deliveries=summed(bought, By.DELIVERY),
        vendors=summed(deliveries, By.VENDOR),
        delivered_on=days[0] if len(days) == 1 else None,
        as_of=as_of,
        not_checked=not_checked(
            has_contract=has_contract,
            has_suppression=loaded.has_suppression,
            has_crm=loaded.has_crm,
            has_outcomes=loaded.outcomes is not None,
            deliveries=loaded.deliveries,
        ),
        has_contract=has_contract,
        outcomes=loaded.outcomes,
        ours=baselines(programs.values()),
        own=summed(own, By.VENDOR) if own.num_rows else {},
    )


def _bought_and_own(deliveries: pa.Table, programs: Mapping[str, Program]) -> tuple[pa.Table, pa.Table]:
    """Deliveries somebody sold, and those of our own programs beside them; all as the first where nobody sold any."""
    own = [name in programs and programs[name].is_baseline for name in deliveries["program"].to_pylist()]
    if all(own):
        return deliveries, deliveries.slice(0, 0)
    is_own = pa.array(own, pa.bool_())
    return deliveries.filter(pc.invert(is_own)), deliveries.filter(is_own)
