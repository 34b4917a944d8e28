"""The class of every record on a day: flags and evidence gathered in SQL, each distinct case decided once.

Source: docs/method.md, "Classes".
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Final, TypedDict

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import judge_distinct
from leadaudit.evidence.attested import audit_attested
from leadaudit.evidence.class_days import (
    Judged,
    case_from_key,
    class_days,
    kinds_with_live_days,
    read_flags,
    with_settling_day,
)
from leadaudit.evidence.decision import decide
from leadaudit.evidence.delivered_texts import given_texts
from leadaudit.evidence.freshness import FreshnessCase, freshness_cases
from leadaudit.evidence.lead_days import LeadDays, Statement, lead_days
from leadaudit.evidence.opportunities import opportunities_alive
from leadaudit.evidence.reach import reach_on, same_day
from leadaudit.evidence.told import TOLD
from leadaudit.policy import Policy
from leadaudit.vocabulary import Actor, EvidenceRole, ReasonCode, Source

# What puts a record out of specification as a class; other clauses are a matter of the contract alone
# (docs/method.md, "Classes").
_OFF_SPEC: Final = (
    ReasonCode.OFF_SPEC_GEO,
    ReasonCode.OFF_SPEC_LEVEL,
    ReasonCode.OFF_SPEC_FUNCTION,
    ReasonCode.OFF_SPEC_SIZE,
    ReasonCode.NOT_ON_TARGET_LIST,
)


class _Said(TypedDict):
    flags: pa.Table
    evidence: pa.Table
    subjects: pa.Table
    policy: Policy
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Classified:
    """The class of every record, on a day and on days before it.

    Args:
        classes: ``tables.CLASSES``, ordered by its key.
        class_days: ``tables.CLASS_DAYS``, ordered by its key.
        attested: ``tables.ATTESTED``, ordered by vendor.
    """

    classes: pa.Table
    class_days: pa.Table
    attested: pa.Table


def classify(  # noqa: PLR0913 - everything a class can depend on meets here
    *,
    facts: pa.Table,
    deliveries: pa.Table,
    people: pa.Table,
    repeats: pa.Table,
    list_hits: pa.Table,
    reasons: pa.Table,
    evidence: pa.Table,
    consent: pa.Table,
    freshness: pa.Table,
    policy: Policy,
    as_of: date,
    subjects: pa.Table,
    records: pa.Table | None = None,
    seen: pa.Table | None = None,
    outcomes: pa.Table | None = None,
    returned: pa.Table | None = None,
    told: pa.Table | None = None,
) -> Classified:
    """What the evidence makes of every read record.

    Args:
        facts: FACTS.
        deliveries: DELIVERIES.
        people: PEOPLE; a record it does not hold is a person of its own.
        repeats: REPEATS.
        list_hits: LIST_HITS of our own domains, competitors and suppression.
        reasons: REASONS of the contract.
        evidence: EVIDENCE of records and imports.
        consent: CONSENT.
        freshness: FRESHNESS on the same day.
        policy: The rules.
        as_of: The day the classes speak for; nothing later is read.
        subjects: SUBJECTS, for whom imported evidence is about.
        records: RECORDS, for the address a form was sent from and what checks said; without it neither is read.
        seen: What speaks of employers besides the records themselves, as for FRESHNESS.
        outcomes: OUTCOMES, for opportunities that were open on that day; None: no CRM is loaded.
        returned: delivery, line of records their vendor took back, with settled_on where it is known; None: none.
        told: What was found out about records after they came, as ``told_of_records`` returns it; None: nothing.

    Returns:
        The classes of that day and those of days before it.
    """
    read = {
        "facts": facts,
        "deliveries": deliveries,
        "people": people,
        "repeats": repeats,
        "list_hits": list_hits,
        "reasons": reasons,
        "consent": consent,
        "texts": _form_addresses(records),
        "reach": reach_on(
            same_day(facts, as_of), facts=facts, people=people, evidence=evidence, subjects=subjects, policy=policy
        ),
        "outcomes": opportunities_alive(tables.OUTCOMES.empty() if outcomes is None else outcomes, as_of=as_of),
        "returned": tables.NODES.empty().select(["delivery", "line"]) if returned is None else returned,
        "numbers": _wrong_numbers(TOLD.empty_table() if told is None else told),
    }
    flags = _record_flags(read, policy, as_of)
    said: _Said = {"flags": flags, "evidence": evidence, "subjects": subjects, "policy": policy, "as_of": as_of}
    counted = counted_evidence(**said)
    attested = audit_attested(**said)
    suspended = [one.vendor for one in attested if one.is_suspended]
    # What a suspended vendor relayed was believed on the days before, so it stays in what those days were.
    believed = counted_evidence(**said, suspended=suspended) if suspended else counted
    stated = facts.join(_who_said_yes(counted), keys=["delivery", "line"], join_type="left semi")
    ages = freshness_cases(facts=stated, deliveries=deliveries, policy=policy, as_of=as_of, records=records, seen=seen)
    classes = sql.run(
        "evidence_classes",
        {
            "decided": _decided(flags, freshness, believed, policy, as_of),
            "lead_days": _lead_days(flags, counted, ages, policy, as_of),
        },
    )
    made = Judged(
        flags=flags,
        counted=counted,
        ages=ages,
        reach=read["reach"],
        outcomes=read["outcomes"],
        returned=with_settling_day(read["returned"]),
    )
    about = {"facts": facts, "people": people, "evidence": evidence, "subjects": subjects}
    return Classified(
        classes=tables.CLASSES.require(classes),
        class_days=class_days(made, about, classes=classes, policy=policy, as_of=as_of),
        attested=tables.ATTESTED.build([asdict(one) for one in attested]),
    )


def _record_flags(read: Mapping[str, pa.Table], policy: Policy, as_of: date) -> pa.Table:
    """What is known of each record besides its evidence; one row per record, as ``evidence_flags.sql`` describes."""
    rules = policy.flags
    return sql.run(
        "evidence_flags",
        read,
        {
            "same_second_min_records": rules.same_second_min_records,
            "same_second_share": rules.same_second_share,
            "same_ip_people": rules.same_ip_people,
            "forms_per_minute": rules.forms_per_minute,
            "min_patterns": rules.min_patterns,
            "spec_codes": [code.value for code in _OFF_SPEC],
            "as_of": as_of,
        },
    )


def counted_evidence(
    *,
    flags: pa.Table,
    evidence: pa.Table,
    subjects: pa.Table,
    policy: Policy,
    as_of: date,
    suspended: Sequence[str] = (),
) -> pa.Table:
    """Whose evidence counts for which record; one row per record and piece, as ``evidence_counted.sql`` describes."""
    kinds = sorted(policy.kinds)
    can = pa.table(
        {
            "kind": kinds,
            "role": [policy.kinds[kind].role.value for kind in kinds],
            "category": [policy.kinds[kind].category.value for kind in kinds],
        }
    )
    return sql.run(
        "evidence_counted",
        {"flags": flags, "evidence": evidence, "subjects": subjects, "kinds": can},
        {"as_of": as_of, "suspended": list(suspended)},
    )


def _decided(flags: pa.Table, freshness: pa.Table, counted: pa.Table, policy: Policy, as_of: date) -> pa.Table:
    cases = sql.run(
        "evidence_cases",
        {"flags": flags, "freshness": freshness, "counted": counted, "kinds": kinds_with_live_days(policy)},
        {"as_of": as_of, "min_employer_p": policy.classes.min_employer_p},
    )
    judged = judge_distinct(cases["case_key"], lambda key: decide(case_from_key(key), policy))
    columns = {
        "class": judged.column(lambda decision: decision.record_class.value, tables.TEXT),
        "tier": judged.column(lambda decision: decision.tier, tables.TEXT),
        "category": judged.column(lambda decision: decision.category, tables.TEXT),
        "attested": judged.column(lambda decision: decision.attested, tables.FLAG),
        "excluded_reason": judged.column(lambda decision: decision.excluded_reason, tables.TEXT),
        "rule": judged.column(lambda decision: decision.rule.value, tables.TEXT),
    }
    for name, column in columns.items():
        cases = cases.append_column(name, column)
    return cases


def _lead_days(flags: pa.Table, counted: pa.Table, ages: pa.Table, policy: Policy, as_of: date) -> pa.Table:
    cases = sql.run(
        "evidence_lead_cases",
        {"flags": flags, "counted": counted, "freshness_cases": ages},
        {"as_of": as_of, "fresh_statement_days": policy.classes.fresh_statement_days},
    )
    judged = judge_distinct(cases["case_key"], lambda key: _lead_days_of(key, policy))
    columns = {
        "confirmed": judged.column(lambda days: days.confirmed, tables.LINE),
        "attested": judged.column(lambda days: days.attested, tables.LINE),
    }
    return pa.table({name: cases[name] for name in ("delivery", "line")} | columns)


def _lead_days_of(case_key: str, policy: Policy) -> LeadDays:
    flags, statements, age = case_key.split("#")
    ageing = FreshnessCase.from_key(age) if age else None

    def p_employer(day: int) -> float | None:
        if ageing is None or not ageing.names_employer:
            return None
        return ageing.states_on(ageing.delivered + day, policy.freshness).p_employer

    return lead_days(
        [_statement(statement) for statement in statements.split(";")],
        flags=read_flags(flags),
        p_employer=p_employer,
        policy=policy,
    )


def _who_said_yes(counted: pa.Table) -> pa.Table:
    said_yes = pa.array([EvidenceRole.EXPLICIT_YES.value, EvidenceRole.RELAYED_STATEMENT.value])
    rows = counted.filter(pc.is_in(counted["role"], said_yes))
    return rows.select(["delivery", "line"]).group_by(["delivery", "line"]).aggregate([])


def _statement(statement: str) -> Statement:
    kind, occurred, seen, actor, source = statement.split(",")
    return Statement(kind=kind, occurred=int(occurred), seen=int(seen), actor=Actor(actor), source=Source(source))


def _wrong_numbers(told: pa.Table) -> pa.Table:
    found = told.filter(pc.equal(told["code"], ReasonCode.WRONG_NUMBER.value))
    return found.select(["delivery", "line", "known_on"])


def _form_addresses(records: pa.Table | None) -> pa.Table:
    if records is None:
        return pa.schema([("delivery", tables.TEXT), ("line", tables.LINE), ("ip", tables.TEXT)]).empty_table()
    return given_texts(records, ["consent_ip"]).rename_columns(["delivery", "line", "ip"])
