"""A story from an assessment: the summaries it needs, and what was there to look into."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.answers.story import Outcomes, Story, not_checked
from leadaudit.contract.program import Program, baselines
from leadaudit.economics.summary import By, summarize
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
    currencies = {name: program.currency for name, program in programs.items()}
    by = {
        scope: summarize(
            assessed,
            deliveries=deliveries,
            currencies=currencies,
            policy=policy,
            by=scope,
            unpaid=unpaid,
            zones={name: program.time_zone for name, program in programs.items()},
            query=query,
        )
        for scope in (By.DELIVERY, By.VENDOR, By.EVERYTHING)
    }
    named = pc.unique(deliveries["program"]).to_pylist()
    has_contract = all(name in programs and programs[name].has_contract for name in named)
    days = deliveries["delivered_on"].to_pylist()
    return Story(
        total=by[By.EVERYTHING][By.EVERYTHING.value],
        deliveries=by[By.DELIVERY],
        vendors=by[By.VENDOR],
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
    )
