"""What came of the lists of a workspace, who agrees with whom, and whose side falls short."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.followup.results import (
    Alerts,
    AskOfVendor,
    LabelPair,
    MediumValue,
    alerts,
    asks,
    label_pairs,
    medium_value,
)
from leadaudit.signals.agreement import Agreement, agreement
from leadaudit.vocabulary import ProgramType
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.followup import FollowUp
from leadaudit.workspace.outcome_costs import stored_own_costs

# Programs sold as more than a permission to write.
_MORE_THAN_OPT_INS: Final = frozenset(
    {ProgramType.MQL_PURCHASE, ProgramType.TELEMARKETING, ProgramType.INBOUND_BASELINE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpResults:
    """What came of lists, and both sides of the bargain.

    Args:
        alerts: Of people called or confirmed.
        asks: Of people asked, by vendor.
        medium: Of medium signals, given to sales beside held back.
        said: The evidence's class held against what people said; None before anybody answered.
        labels: Each two of the four labels; empty while no CRM is loaded.
        trust: One row per vendor: its defects and what we did not do.
        has_crm: Whether our side can be seen at all.
    """

    alerts: tuple[Alerts, ...]
    asks: tuple[AskOfVendor, ...]
    medium: MediumValue
    said: Agreement | None
    labels: tuple[LabelPair, ...]
    trust: tuple[Mapping[str, Any], ...]
    has_crm: bool


def follow_up_results(store: Store, follow_up: FollowUp) -> FollowUpResults:
    """What came of the lists by the day of an assessment."""
    found, rules = follow_up.found, follow_up.found.policy
    paths, day = found.paths, {"as_of": found.as_of}
    routed = follow_up.routed

    def rows(name: str, needs: tuple[str, ...], **params: sql.Parameter) -> pa.Table:
        read: dict[str, sql.Source] = {need: paths[need] for need in needs}
        return sql.run(name, {**read, "routed": routed}, {**day, **params})

    said = rows("followup_said_and_called", ("evidence", "subjects", "classes", "class_days")).to_pylist()[0]
    links = rows("followup_linked", ("links",)).to_pylist()[0]["people"]
    return FollowUpResults(
        alerts=alerts(
            rows("followup_alerts", ("classes", "outcomes"), outcome_days=rules.signals.outcome_days),
            level=rules.cost.level,
        ),
        asks=asks(
            rows("followup_asks", ("evidence", "subjects", "classes"), answer_days=rules.follow_up.answer_days),
            cost_minor=_ask_costs(store),
            policy=rules,
        ),
        medium=medium_value(
            rows("followup_held_back", ("classes", "outcomes"), outcome_days=rules.signals.outcome_days).to_pylist()[0],
            level=rules.cost.level,
        ),
        said=agreement(**said, level=rules.cost.level),
        labels=label_pairs(_labels(follow_up)) if links else (),
        trust=tuple(
            rows(
                "followup_trust",
                ("classes", "usable", "verdicts", "followup"),
                first_try_days=rules.follow_up.first_try_days,
            ).to_pylist()
        ),
        has_crm=bool(links),
    )


def _labels(follow_up: FollowUp) -> pa.Table:
    programs = follow_up.found.programs
    sold = pa.table(
        {
            "program": pa.array(sorted(programs), tables.TEXT),
            "is_lead": pa.array([programs[name].type in _MORE_THAN_OPT_INS for name in sorted(programs)], tables.FLAG),
        }
    )
    read = {name: follow_up.found.paths[name] for name in ("classes", "deliveries", "links", "outcomes")}
    return sql.run("followup_labels", {**read, "sold": sold}, {"as_of": follow_up.found.as_of})


def _ask_costs(store: Store) -> dict[str, float]:
    """What asking cost, where it was given for a vendor; what was given for everybody is not split by guess."""
    costs: dict[str, float] = {}
    for line in stored_own_costs(store).line:
        if line.part == "ask_campaign" and line.vendor is not None and line.program is None:
            costs[line.vendor] = costs.get(line.vendor, 0.0) + float(line.amount) * 100
    return costs
