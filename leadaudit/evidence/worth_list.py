"""Which records to check first at a price per check, and whether a verified list was worth its upcharge.

Source: docs/method.md, "What a check is worth".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import distinct_rows, judge_distinct
from leadaudit.evidence.freshness import FreshnessCase, freshness_cases
from leadaudit.evidence.verification_worth import Action, Prices, upcharge_gain, worth_of_check
from leadaudit.policy import Policy


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorWorth:
    """What checks would bring for one vendor's usable records; amounts in the unit of the prices.

    Args:
        records: Usable records that name an employer.
        actions: How many to work, to verify first, to leave.
        gain: What verifying those worth it brings over not verifying.
        cost: What their checks cost.
    """

    records: int
    actions: Mapping[Action, int]
    gain: float
    cost: float


def worth_of_checks(assessed: Mapping[str, sql.Source], prices: Prices) -> tuple[dict[str, VendorWorth], pa.Table]:
    """What checks would bring, by vendor, and the records to check first.

    Args:
        assessed: usable, freshness and facts of an assessment.
        prices: What is at stake for one record.

    Returns:
        Each vendor's worth, and one row per record worth checking, the most worth first: delivery, line, vendor,
        p_employer, gain.
    """
    chances = sql.run("evidence_worth", {name: assessed[name] for name in ("usable", "freshness")})
    rows = distinct_rows([chances["p_employer"]])
    judged = rows.judged(lambda p_employer: worth_of_check(float(str(p_employer)), prices))
    gains = pa.array([one.gain for one in judged], tables.SHARE).take(pa.array(rows.row_of))
    actions = pa.array([one.action.value for one in judged], tables.TEXT).take(pa.array(rows.row_of))
    told = chances.append_column("gain", gains).append_column("action", actions)
    counted = told.group_by(["vendor", "action"]).aggregate([("gain", "sum"), ("line", "count")]).to_pylist()
    found = {}
    for vendor in sorted({str(row["vendor"]) for row in counted}):
        of = {Action(row["action"]): row for row in counted if row["vendor"] == vendor}
        verified = of.get(Action.VERIFY)
        found[vendor] = VendorWorth(
            records=sum(row["line_count"] for row in of.values()),
            actions={action: of[action]["line_count"] if action in of else 0 for action in Action},
            gain=verified["gain_sum"] if verified else 0.0,
            cost=verified["line_count"] * prices.check if verified else 0.0,
        )
    first = told.filter(pc.equal(told["action"], Action.VERIFY.value)).drop_columns(["action"])
    return found, first.sort_by([("gain", "descending"), ("delivery", "ascending"), ("line", "ascending")])


@dataclass(frozen=True, slots=True, kw_only=True)
class UpchargeWorth:
    """Whether the verified records of a vendor were worth an upcharge.

    Args:
        verified: Records with a dated check of the vendor's.
        p_verified: How likely their employers were true on delivery, on average.
        p_unverified: How likely they were without the check.
        gain: What each of them brought, the upcharge paid; negative: it was not worth it.
    """

    verified: int
    p_verified: float
    p_unverified: float
    gain: float


def worth_of_upcharge(
    assessed: Mapping[str, sql.Source], *, policy: Policy, prices: Prices, upcharge: float, as_of: date
) -> dict[str, UpchargeWorth]:
    """What vendors' own dated checks brought, for each vendor that delivered any.

    The same records are judged as of their delivery, with the check and without it; what the CRM, other vendors or we
    ourselves know of them stays away on both sides.

    Args:
        assessed: facts, records, deliveries and classes of an assessment.
        policy: Rates and likelihoods.
        prices: What is at stake for one record.
        upcharge: Paid for each verified record.
        as_of: The day asked about; later checks are not read.
    """
    verified = sql.run("evidence_verified", {name: assessed[name] for name in ("facts", "classes", "deliveries")})
    if not verified.num_rows:
        return {}
    keys = verified.select(["delivery", "line"])
    texts = sql.texts_of(assessed["records"], ["email_status"])
    cases = freshness_cases(
        facts=sql.run("evidence_facts_of", {"facts": assessed["facts"], "keys": keys}),
        deliveries=assessed["deliveries"],
        policy=policy,
        as_of=as_of,
        records=texts.join(keys, keys=["delivery", "line"], join_type="left semi"),
    )
    judged = judge_distinct(cases["case_key"], lambda key: _with_and_without(key, policy))
    told = pa.table(
        {
            "vendor": verified["vendor"],
            "p_with": judged.column(lambda pair: None if pair is None else pair[0], tables.SHARE),
            "p_without": judged.column(lambda pair: None if pair is None else pair[1], tables.SHARE),
        }
    )
    means = (
        told.filter(pc.is_valid(told["p_with"]))
        .group_by("vendor")
        .aggregate([("p_with", "mean"), ("p_without", "mean"), ("p_with", "count")])
    )
    return {
        row["vendor"]: UpchargeWorth(
            verified=row["p_with_count"],
            p_verified=row["p_with_mean"],
            p_unverified=row["p_without_mean"],
            gain=upcharge_gain(
                p_verified=row["p_with_mean"], p_unverified=row["p_without_mean"], value=prices.value, upcharge=upcharge
            ),
        )
        for row in means.sort_by("vendor").to_pylist()
    }


def _with_and_without(case_key: str, policy: Policy) -> tuple[float, float] | None:
    """How likely the employer was true on delivery, with the check and without it; None: nothing was checked."""
    case = FreshnessCase.from_key(case_key)
    if case.checked is None or not case.names_employer:
        return None
    unchecked = replace(case, checked=None)
    with_check, without = (one.states_on(case.delivered, policy.freshness) for one in (case, unchecked))
    return with_check.p_employer, without.p_employer
