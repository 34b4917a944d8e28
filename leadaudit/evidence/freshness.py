"""How likely every record's employer and title are still true.

Source: docs/method.md, "Freshness".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.distinct import judge_distinct
from leadaudit.evidence.delivered_texts import given_texts
from leadaudit.evidence.freshness_columns import DAYS_A_YEAR, labels, plain_cases
from leadaudit.evidence.states import (
    Hazards,
    Seen,
    States,
    band_of,
    curve_of,
    hazards_of,
    is_known_stale,
    label_of,
    states_at,
)
from leadaudit.evidence.wording import folded
from leadaudit.policy import Policy
from leadaudit.policy.model import Freshness
from leadaudit.vocabulary import FreshnessLabel, JobFunction, Seniority

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
        heard: What speaks besides the row itself, each with its day.
        held: Days the job had lasted when ageing started; None: not known, or the model does not ask.
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
    heard: tuple[tuple[str, int], ...] = ()
    held: int | None = None

    @classmethod
    def from_key(cls, case_key: str) -> "FreshnessCase":
        """The case that ``evidence_freshness_cases.sql`` wrote down as text."""
        seniority, function, as_of, checked, delivered, domain_evidence, known, heard, held = case_key.split("|")
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
            heard=tuple(_item(item) for item in heard.split(",") if item),
            held=int(held) if held else None,
        )

    def states_on(self, day: int, rules: Freshness, *, scenario: float = 1.0) -> States:
        """What is known on a day, counted from the start of ageing.

        Args:
            day: The day asked about.
            rules: Model, rates and likelihoods.
            scenario: Multiplies the rate of leaving.
        """
        held_years = None if self.held is None else self.held / DAYS_A_YEAR
        return states_at(
            day / DAYS_A_YEAR,
            hazards=hazards_of(self.seniority, self.function, rules, scenario=scenario),
            seen=self.seen(),
            rules=rules,
            curve=curve_of(self.seniority, self.function, rules, held_years=held_years, scenario=scenario),
        )

    def seen(self) -> list[Seen]:
        """Everything that speaks about employer or title, each on its day."""
        seen = [Seen(years=day / DAYS_A_YEAR, kind=kind) for kind, day in self.heard]
        if self.checked is not None:
            seen.append(Seen(years=self.checked / DAYS_A_YEAR, kind="vendor_verified"))
        if self.domain_evidence is not None:
            seen.append(Seen(years=self.delivered / DAYS_A_YEAR, kind=self.domain_evidence))
        return seen


def _item(written: str) -> tuple[str, int]:
    kind, _, day = written.partition("@")
    return kind, int(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshnessJudgement:
    """Probabilities with their words; None where nothing names an employer, or no title was given.

    Args:
        p_employer: How likely the employer is still true.
        p_title: How likely the title is still true.
        employer_label: The word for it.
        title_label: The word for it.
        employer_range: The same where people leave fast, and where they leave slowly.
        title_range: Likewise.
    """

    p_employer: float | None
    p_title: float | None
    employer_label: FreshnessLabel
    title_label: FreshnessLabel
    employer_range: tuple[float, float] | None
    title_range: tuple[float, float] | None


def judge_case(case: FreshnessCase, rules: Freshness) -> FreshnessJudgement:
    """How likely employer and title are still true, and what to call that."""
    states = case.states_on(case.as_of, rules)
    slow, fast = (case.states_on(case.as_of, rules, scenario=factor) for factor in _scenarios(rules))
    p_employer = states.p_employer if case.names_employer else None
    p_title = states.p_title if case.names_title else None
    return FreshnessJudgement(
        p_employer=p_employer,
        p_title=p_title,
        employer_label=_label(p_employer, case, rules),
        title_label=_label(p_title, case, rules),
        employer_range=(fast.p_employer, slow.p_employer) if case.names_employer else None,
        title_range=(fast.p_title, slow.p_title) if case.names_title else None,
    )


def _scenarios(rules: Freshness) -> tuple[float, float]:
    """What the rates of leaving are multiplied with where people leave slowly, and where they leave fast."""
    scenario = rules.scenario_hazard
    return scenario.low / scenario.base, scenario.high / scenario.base


def judge_freshness(
    *,
    facts: pa.Table,
    deliveries: pa.Table,
    policy: Policy,
    as_of: date,
    records: pa.Table | None = None,
    seen: pa.Table | None = None,
) -> pa.Table:
    """How likely each record's employer and title are still true on a day.

    Args:
        facts: FACTS.
        deliveries: DELIVERIES, for how the vendor comes by the profile and when it was seen.
        policy: Hazards, likelihoods, limits of the labels.
        as_of: The day asked about.
        records: RECORDS, for what checks said of the addresses; without it no check is read.
        seen: What speaks besides the records themselves, as ``seen_elsewhere`` returns it.

    Returns:
        ``tables.FRESHNESS``, ordered by its key.
    """
    cases = freshness_cases(facts=facts, deliveries=deliveries, policy=policy, as_of=as_of, records=records, seen=seen)
    encoded = cases["case_key"].combine_chunks().dictionary_encode()
    for name, column in judged_columns(encoded.dictionary, policy.freshness).items():
        cases = cases.append_column(name, column.take(encoded.indices))
    return tables.FRESHNESS.require(cases)


def judged_columns(keys: pa.Array, rules: Freshness) -> dict[str, pa.Array]:
    """What ``judge_case`` says of distinct case keys: the plain ones as whole columns, the others one by one."""
    plain = plain_cases(keys, rules)
    others = np.flatnonzero(~plain.is_plain)
    judged = [judge_case(FreshnessCase.from_key(keys[int(place)].as_py()), rules) for place in others]
    slow, fast = _scenarios(rules)
    found = {
        name: plain.probabilities(scenario=factor) for name, factor in (("", 1.0), ("_low", fast), ("_high", slow))
    }
    columns: dict[str, pa.Array] = {}
    for at, what in enumerate(("employer", "title")):
        for name, pair in found.items():
            values = np.zeros(len(keys))
            is_null = np.zeros(len(keys), dtype=np.bool_)
            values[plain.is_plain], is_null[plain.is_plain] = pair[at], ~plain.known[at]
            for place, judgement in zip(others, judged, strict=True):
                value = _value(judgement, what, name)
                values[place], is_null[place] = 0.0 if value is None else value, value is None
            columns[f"p_{what}{name}"] = pa.array(values, tables.SHARE, mask=is_null)
        words = np.empty(len(keys), dtype=object)
        said = labels(found[""][at], plain.only_expected, rules)
        words[plain.is_plain] = np.where(plain.known[at], said, FreshnessLabel.UNKNOWN.value)
        words[others] = [str(getattr(judgement, f"{what}_label")) for judgement in judged]
        columns[f"{what}_label"] = pa.array(words, tables.TEXT)
    return columns


def _value(judgement: FreshnessJudgement, what: str, end: str) -> float | None:
    value, ends = (
        (judgement.p_employer, judgement.employer_range)
        if what == "employer"
        else (judgement.p_title, judgement.title_range)
    )
    if end == "" or ends is None:
        return value
    return ends[0] if end == "_low" else ends[1]


def seen_elsewhere(  # noqa: PLR0913 - every source that can speak of an employer
    *,
    facts: pa.Table,
    deliveries: pa.Table,
    people: pa.Table,
    contacts: pa.Table,
    contact_facts: pa.Table,
    evidence: pa.Table,
    policy: Policy,
    as_of: date,
    subjects: pa.Table | None = None,
) -> pa.Table:
    """What the CRM, other vendors, mailboxes and people who looked say of each record's employer and title.

    Args:
        facts: FACTS.
        deliveries: DELIVERIES.
        people: PEOPLE, for whom the sources speak of.
        contacts: CONTACTS.
        contact_facts: FACTS of the contacts.
        evidence: EVIDENCE; kinds that say nothing of employer or title are not read.
        policy: What each kind says.
        as_of: The day asked about; nothing later is read.
        subjects: SUBJECTS, for whom imported evidence without an address is about.

    Returns:
        One row per record, item and day, as ``evidence_freshness_seen.sql`` describes.
    """
    kinds = {name: kind.likelihood for name, kind in policy.kinds.items() if kind.likelihood is not None}
    return sql.run(
        "evidence_freshness_seen",
        {
            "facts": facts,
            "deliveries": deliveries,
            "people": people,
            "contacts": contacts,
            "contact_facts": contact_facts,
            "evidence": evidence,
            "subjects": tables.SUBJECTS.empty() if subjects is None else subjects,
            "kinds": pa.table(
                {"kind": pa.array(kinds, tables.TEXT), "likelihood": pa.array(kinds.values(), tables.TEXT)}
            ),
        },
        {"as_of": as_of, "unknown_age_days": policy.freshness.unknown_age_days},
    )


SEEN: Final = pa.schema(
    [("delivery", tables.TEXT), ("line", tables.LINE), ("item", tables.TEXT), ("seen_on", tables.DAY)]
)


def freshness_cases(
    *,
    facts: pa.Table,
    deliveries: sql.Source,
    policy: Policy,
    as_of: date,
    records: pa.Table | None,
    seen: pa.Table | None = None,
) -> pa.Table:
    """What each row says of its age; one row per record, ordered by its key."""
    return sql.run(
        "evidence_freshness_cases",
        {
            "facts": facts,
            "deliveries": deliveries,
            "texts": _checked_addresses(records),
            "seen": SEEN.empty_table() if seen is None else seen,
            "ageing": _jobs_that_age_alike(policy.freshness),
        },
        {
            "as_of": as_of,
            "unknown_age_days": policy.freshness.unknown_age_days,
            "uses_job_start": policy.freshness.model == "renewal",
        },
    )


def _jobs_that_age_alike(rules: Freshness) -> pa.Table:
    """One row per level and function with the first pair of the same rates, so that fewer cases are distinct."""
    first: dict[tuple[Hazards, str], str] = {}
    rows = []
    for seniority in Seniority:
        for function in JobFunction:
            # Equal rates in different bands age alike only where no table is read by band.
            band = band_of(seniority) if rules.model == "bls_table" else ""
            job = first.setdefault((hazards_of(seniority, function, rules), band), f"{seniority}|{function}")
            rows.append({"seniority": seniority.value, "function": function.value, "job": job})
    return pa.Table.from_pylist(rows)


def _label(probability: float | None, case: FreshnessCase, rules: Freshness) -> FreshnessLabel:
    """Nothing is called fresh where only an assumed age and a matching domain speak: nobody checked."""
    label = label_of(probability, rules)
    if probability is None:
        return label
    if case.heard and is_known_stale(case.seen(), case.as_of / DAYS_A_YEAR, rules):
        return FreshnessLabel.STALE
    says_something = case.is_stated or case.checked is not None or case.domain_evidence == "domain_mismatch"
    only_expected = not says_something and not case.heard
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
