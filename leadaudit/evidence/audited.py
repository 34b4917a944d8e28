"""What checks by hand say of the policy: rates, likelihoods, and how well the probabilities held.

Source: docs/method.md, "Your own calibration".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.evidence.calibration import (
    Checked,
    Held,
    Rate,
    StaleShare,
    audited_hazard,
    audited_likelihood,
    held_against,
    stale_share,
)
from leadaudit.evidence.freshness import FreshnessCase, freshness_cases
from leadaudit.evidence.freshness_columns import DAYS_A_YEAR
from leadaudit.evidence.states import States, band_of, speaking
from leadaudit.policy import Policy
from leadaudit.policy.model import Freshness
from leadaudit.vocabulary import JobFunction

BANDS: Final = ("entry", "individual", "leader", "c_level")
# What a finding says of employer and title; None: not found out.
_FOUND: Final[Mapping[str, tuple[bool, bool | None]]] = {
    "profile_confirmed": (True, True),
    "profile_new_title": (True, False),
    "profile_left": (False, False),
    "employer_confirmed": (True, None),
    "employer_wrong": (False, False),
    "title_wrong": (True, False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Audited:
    """One record that was checked by hand, as it stood on that day without the check.

    Args:
        vendor: Who sold it.
        case: What was known of it besides the check.
        day: The day of the check, from the start of ageing.
        is_there: Still with the employer.
        is_titled: Still with the title; None: not found out.
    """

    vendor: str
    case: FreshnessCase
    day: int
    is_there: bool
    is_titled: bool | None

    def expected(self, rules: Freshness) -> States:
        """What was to be expected on that day."""
        return self.case.states_on(self.day, rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorAudit:
    """What the checks of one vendor's records say.

    Args:
        stale: The share that left, and what that means for the whole list.
        employer: Employers observed against expected.
        title: The same of the titles that were found out.
        records: Records of the vendor that name an employer, repeats left out.
    """

    stale: StaleShare
    employer: Held
    title: Held
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedRate:
    """A rate per year before and after the checks."""

    before: float
    after: Rate
    checked: int
    changed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditedLikelihood:
    """Likelihoods of an item before and after, with the records of each state that could show it."""

    before: tuple[float, float, float]
    after: tuple[float, float, float]
    seen: tuple[int, int, int]
    of: tuple[int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Everything the checks say.

    Args:
        checked: Records checked.
        vendors: By vendor.
        employer: Rates of leaving by band of levels; a band nobody was checked in is absent.
        title: Rates of a new title, likewise.
        likelihoods: Items seen with enough checked records in the states that tell most.
        newest: The day of the newest check; None without any.
    """

    checked: int
    vendors: Mapping[str, VendorAudit]
    employer: Mapping[str, AuditedRate]
    title: Mapping[str, AuditedRate]
    likelihoods: Mapping[str, AuditedLikelihood]
    newest: date | None


def audited_records(
    assessed: Mapping[str, sql.Source], *, policy: Policy, as_of: date
) -> tuple[list[Audited], date | None]:
    """Every record that was checked by hand by a day, and the day of the newest check.

    Of several checks of a record the last one counts.

    Args:
        assessed: evidence, classes, freshness, facts, records and deliveries of an assessment.
        policy: Under which its freshness was judged.
        as_of: The day of the assessment.
    """
    checks = sql.run(
        "evidence_audited",
        {name: assessed[name] for name in ("evidence", "classes", "freshness")},
        {"kinds": sorted(_FOUND)},
    )
    if not checks.num_rows:
        return [], None
    keys = checks.select(["delivery", "line"])
    cases = freshness_cases(
        facts=sql.run("evidence_facts_of", {"facts": assessed["facts"], "keys": keys}),
        deliveries=assessed["deliveries"],
        policy=policy,
        as_of=as_of,
        records=sql.texts_of(assessed["records"], ["email_status"]).join(
            keys, keys=["delivery", "line"], join_type="left semi"
        ),
        seen=_heard_without_checks(checks),
    ).select(["delivery", "line", "case_key"])
    found = checks.join(cases, keys=["delivery", "line"], join_type="inner").sort_by(
        [("delivery", "ascending"), ("line", "ascending")]
    )
    return [_audited(row, as_of) for row in found.to_pylist()], pc.max(checks["checked_on"]).as_py()


def _audited(row: Mapping[str, object], as_of: date) -> Audited:
    case = FreshnessCase.from_key(str(row["case_key"]))
    checked_on = date.fromisoformat(str(row["checked_on"]))
    is_there, is_titled = _FOUND[str(row["kind"])]
    return Audited(
        vendor=str(row["vendor"]),
        case=case,
        day=max(case.as_of - (as_of - checked_on).days, 0),
        is_there=is_there,
        is_titled=is_titled,
    )


_BY_HAND: Final = frozenset({"first_party_confirmed", "verified_left", "verified_new_title", "verified_employer"})


def _heard_without_checks(checks: pa.Table) -> pa.Table:
    """What else spoke of the checked records: ``seen`` of FRESHNESS without what the checks themselves found."""
    rows = [
        {"delivery": row["delivery"], "line": row["line"], "item": item, "seen_on": date.fromisoformat(day)}
        for row in checks.select(["delivery", "line", "seen"]).to_pylist()
        for item, _, day in (part.partition(" ") for part in (row["seen"] or "").split(", ") if part)
        if item not in _BY_HAND
    ]
    schema = pa.schema(
        [("delivery", tables.TEXT), ("line", tables.LINE), ("item", tables.TEXT), ("seen_on", tables.DAY)]
    )
    return pa.Table.from_pylist(rows, schema=schema)


def calibrate(
    audited: Sequence[Audited], *, records: Mapping[str, int], policy: Policy, newest: date | None = None
) -> Calibration:
    """What the checks say of the policy.

    Args:
        audited: The checked records.
        records: Of each vendor, how many there are to draw from.
        policy: The rules that the checks are held against.
        newest: The day of the newest check.
    """
    rules = policy.freshness
    return Calibration(
        checked=len(audited),
        vendors={
            vendor: _vendor_audit([one for one in audited if one.vendor == vendor], records.get(vendor, 0), rules)
            for vendor in sorted({one.vendor for one in audited})
        },
        employer=_rates(audited, rules, of_title=False),
        title=_rates(audited, rules, of_title=True),
        likelihoods=_likelihoods(audited, rules),
        newest=newest,
    )


def _vendor_audit(audited: Sequence[Audited], records: int, rules: Freshness) -> VendorAudit:
    titled = [one for one in audited if one.is_titled is not None]
    return VendorAudit(
        stale=stale_share(sum(not one.is_there for one in audited), len(audited), records=max(records, len(audited))),
        employer=held_against([one.expected(rules).p_employer for one in audited], [one.is_there for one in audited]),
        title=held_against([one.expected(rules).p_title for one in titled], [bool(one.is_titled) for one in titled]),
        records=records,
    )


def _rates(audited: Sequence[Audited], rules: Freshness, *, of_title: bool) -> dict[str, AuditedRate]:
    """Rates of the bands in which somebody of known age was checked.

    An assumed age says nothing of a rate.  A job that ends faster than its band's counts as older by that factor.
    """
    groups: dict[str, list[Checked]] = {}
    for one in audited:
        if not one.case.is_stated or (of_title and (one.is_titled is None or not one.is_there)):
            continue
        band = band_of(one.case.seniority)
        if band == "c_level" and one.case.function is JobFunction.MARKETING:
            continue  # has a rate of its own, too rare to audit
        factor = 1.0 if of_title else rules.function_multiplier.get(one.case.function, 1.0)
        changed = not one.is_titled if of_title else not one.is_there
        years = max(one.day, 1) / DAYS_A_YEAR * factor
        groups.setdefault(band, []).append(Checked(years=years, checked=1, changed=int(changed)))
    prior = rules.title_hazard if of_title else rules.employer_hazard
    return {
        band: AuditedRate(
            before=getattr(prior, band),
            after=audited_hazard(getattr(prior, band), groups[band], prior_years=rules.audit.prior_person_years),
            checked=len(groups[band]),
            changed=sum(group.changed for group in groups[band]),
        )
        for band in BANDS
        if band in groups
    }


def _likelihoods(audited: Sequence[Audited], rules: Freshness) -> dict[str, AuditedLikelihood]:
    """How often each item was seen with those who stayed, changed title, and left.

    Of a group of items one was seen where any was; an item counts against the records that showed one of its group.
    A state with too few of them keeps its assumption, in proportion to the state of those who stayed.
    """
    told = [one for one in audited if not one.is_there or one.is_titled is not None]
    group_of = {kind: group for group, kinds in rules.groups.items() for kind in kinds}
    seen: dict[str, list[int]] = {}
    of: dict[str, list[int]] = {}
    for one in told:
        state = 2 if not one.is_there else 0 if one.is_titled else 1
        for item in speaking(one.case.seen(), one.day / DAYS_A_YEAR, rules):
            seen.setdefault(item.kind, [0, 0, 0])[state] += 1
            of.setdefault(group_of.get(item.kind, item.kind), [0, 0, 0])[state] += 1
    found = {}
    for kind, counts in sorted(seen.items()):
        possible = of[group_of.get(kind, kind)]
        if (
            min(possible[0], possible[2]) < rules.audit.min_per_state
            or len(rules.groups.get(group_of.get(kind, ""), ())) < 2
        ):
            continue
        before = rules.likelihood[kind]
        same, retitled, left = (audited_likelihood(hits, many) for hits, many in zip(counts, possible, strict=True))
        if possible[1] < rules.audit.min_per_state:
            retitled = min(before[1] / before[0] * same, 1.0) if before[0] else before[1]
        found[kind] = AuditedLikelihood(
            before=before,
            after=(same, retitled, left),
            seen=(counts[0], counts[1], counts[2]),
            of=(possible[0], possible[1], possible[2]),
        )
    return found
