"""How likely every record's employer and title are still true.

First form: the age of the fact, a dated check of the address, and the e-mail domain against the employer.

Source: docs/method.md, "Freshness".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.distinct import judge_distinct
from leadaudit.evidence.delivered_texts import given_texts
from leadaudit.evidence.states import Hazards, Seen, States, hazards_of, label_of, states_at
from leadaudit.evidence.wording import folded
from leadaudit.policy import Policy
from leadaudit.policy.model import Freshness
from leadaudit.vocabulary import FreshnessLabel, JobFunction, Seniority

_DAYS_A_YEAR: Final = 365.25
# What checking tools call an address that takes mail.
_VALID: Final = frozenset(
    {"valid", "verified", "ok", "deliverable", "safe", "good", "valide", "gultig", "verifie", "valido"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessCase:
    """What one row says of its age; days count from the start of ageing.

    Args:
        seniority: Level of the job.
        function: Function of the job.
        as_of: The day asked about.
        checked: The day a dated check found the address valid.
        delivered: The day of delivery, on which employer and e-mail domain were both seen.
        domain_evidence: ``domain_match`` or ``domain_mismatch``; None: nothing to compare.
        names_employer: Something in the row names an employer.
        names_title: The row has a title.
        is_stated: The person typed or said the profile, and the day is known.
    """

    seniority: Seniority
    function: JobFunction
    as_of: int
    checked: int | None
    delivered: int
    domain_evidence: str | None
    names_employer: bool
    names_title: bool
    is_stated: bool

    @classmethod
    def from_key(cls, case_key: str) -> "FreshnessCase":
        """The case that ``evidence_freshness_cases.sql`` wrote down as text."""
        seniority, function, as_of, checked, delivered, domain_evidence, known = case_key.split("|")
        return cls(
            seniority=Seniority(seniority),
            function=JobFunction(function),
            as_of=int(as_of),
            checked=int(checked) if checked else None,
            delivered=int(delivered),
            domain_evidence=domain_evidence or None,
            names_employer="employer" in known,
            names_title="title" in known,
            is_stated="stated" in known,
        )

    def states_on(self, day: int, rules: Freshness) -> States:
        """What is known on a day, counted from the start of ageing."""
        seen = []
        if self.checked is not None:
            seen.append(Seen(years=self.checked / _DAYS_A_YEAR, kind="vendor_verified"))
        if self.domain_evidence is not None:
            seen.append(Seen(years=self.delivered / _DAYS_A_YEAR, kind=self.domain_evidence))
        hazards = hazards_of(self.seniority, self.function, rules)
        return states_at(day / _DAYS_A_YEAR, hazards=hazards, seen=seen, rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessJudgement:
    """Probabilities with their words; None where nothing names an employer, or no title was given."""

    p_employer: float | None
    p_title: float | None
    employer_label: FreshnessLabel
    title_label: FreshnessLabel


def judge_case(case: FreshnessCase, rules: Freshness) -> FreshnessJudgement:
    """How likely employer and title are still true, and what to call that."""
    states = case.states_on(case.as_of, rules)
    p_employer = states.p_employer if case.names_employer else None
    p_title = states.p_title if case.names_title else None
    return FreshnessJudgement(
        p_employer=p_employer,
        p_title=p_title,
        employer_label=_label(p_employer, case, rules),
        title_label=_label(p_title, case, rules),
    )


def judge_freshness(
    *, facts: pa.Table, deliveries: pa.Table, policy: Policy, as_of: date, records: pa.Table | None = None
) -> pa.Table:
    """How likely each record's employer and title are still true on a day.

    Args:
        facts: FACTS.
        deliveries: DELIVERIES, for how the vendor comes by the profile and when it was seen.
        policy: Hazards, likelihoods, limits of the labels.
        as_of: The day asked about.
        records: RECORDS, for what checks said of the addresses; without it no check is read.

    Returns:
        ``tables.FRESHNESS``, ordered by its key.
    """
    cases = freshness_cases(facts=facts, deliveries=deliveries, policy=policy, as_of=as_of, records=records)
    judged = judge_distinct(cases["case_key"], lambda key: judge_case(FreshnessCase.from_key(key), policy.freshness))
    columns = {
        "p_employer": judged.column(lambda judgement: judgement.p_employer, tables.SHARE),
        "p_title": judged.column(lambda judgement: judgement.p_title, tables.SHARE),
        "employer_label": judged.column(lambda judgement: judgement.employer_label.value, tables.TEXT),
        "title_label": judged.column(lambda judgement: judgement.title_label.value, tables.TEXT),
    }
    for name, column in columns.items():
        cases = cases.append_column(name, column)
    return tables.FRESHNESS.require(cases)


def freshness_cases(
    *, facts: pa.Table, deliveries: pa.Table, policy: Policy, as_of: date, records: pa.Table | None
) -> pa.Table:
    """What each row says of its age; one row per record, ordered by its key."""
    return sql.run(
        "evidence_freshness_cases",
        {
            "facts": facts,
            "deliveries": deliveries,
            "texts": _checked_addresses(records),
            "ageing": _jobs_that_age_alike(policy.freshness),
        },
        {"as_of": as_of, "unknown_age_days": policy.freshness.unknown_age_days},
    )


def _jobs_that_age_alike(rules: Freshness) -> pa.Table:
    """One row per level and function with the first pair of the same rates, so that fewer cases are distinct."""
    first: dict[Hazards, str] = {}
    rows = []
    for seniority in Seniority:
        for function in JobFunction:
            job = first.setdefault(hazards_of(seniority, function, rules), f"{seniority}|{function}")
            rows.append({"seniority": seniority.value, "function": function.value, "job": job})
    return pa.Table.from_pylist(rows)


def _label(probability: float | None, case: FreshnessCase, rules: Freshness) -> FreshnessLabel:
    """Nothing is called fresh where only an assumed age and a matching domain speak: nobody checked."""
    label = label_of(probability, rules)
    only_expected = not case.is_stated and case.checked is None and case.domain_evidence != "domain_mismatch"
    return FreshnessLabel.UNKNOWN if label is FreshnessLabel.FRESH and only_expected else label


def _checked_addresses(records: pa.Table | None) -> pa.Table:
    if records is None:
        return pa.schema(
            [("delivery", tables.TEXT), ("line", tables.LINE), ("is_valid_address", tables.FLAG)]
        ).empty_table()
    texts = given_texts(records, ["email_status"])
    valid = judge_distinct(texts["email_status"], _says_valid).column(bool, tables.FLAG)
    return texts.drop_columns(["email_status"]).append_column("is_valid_address", valid)


def _says_valid(verdict: str) -> bool:
    """Every part of a verdict has to say so: "valid; catch-all" does not."""
    return all(folded(part) in _VALID for part in verdict.split(";"))
