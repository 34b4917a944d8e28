"""Where the stages meet: reading one delivery, and assessing everything that is active."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa

from leadaudit import conservation, tables
from leadaudit.audit_inputs import AuditInputs, DeliveryRead, deliveries_table, lists_table, wordings_table
from leadaudit.company_accounts import accounts_of, company_names
from leadaudit.contract.judge import judge
from leadaudit.contract.lists import list_hits
from leadaudit.date_columns import with_date_orders
from leadaudit.economics.usable import usable_lines
from leadaudit.erased import with_suppressed
from leadaudit.errors import LeadauditError
from leadaudit.evidence.classify import classify
from leadaudit.evidence.consent import judge_consent
from leadaudit.evidence.freshness import judge_freshness, seen_elsewhere
from leadaudit.evidence.read import read_evidence, under_policy
from leadaudit.evidence.subjects import evidence_subjects
from leadaudit.evidence.told import told_of_records
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import read_facts
from leadaudit.facts.words import is_missing
from leadaudit.identity.people import persons
from leadaudit.identity.repeats import nodes, repeats
from leadaudit.intake.delivered import DeliveredTable, ReadOverrides
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.intake.mapping import propose_mapping, require_answered
from leadaudit.intake.mapping_file import SavedMapping
from leadaudit.intake.read import read_table
from leadaudit.intake.records import read_records
from leadaudit.outcomes.results import crm_evidence, outcomes_of, what_came
from leadaudit.outcomes.steps import crm_steps, with_names
from leadaudit.policy import Policy

# Moves with every change of a rule that is in code, not in the policy; see CHANGELOG.md, "Numbers".
METHOD_VERSION: Final = "7"

Report = Callable[[str, int, int | None], None]


def silent(stage: str, done: int, of: int | None) -> None:
    """Progress nobody asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedDelivery:
    """A file as detected, with the proposed meaning of its columns: nothing about values is decided yet."""

    table: DeliveredTable
    mapping: ColumnsMapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Everything that follows from the active inputs on one day under one policy.

    Args:
        assessment_id: sha256 of all that went in.
        as_of: The day it speaks for.
        policy: The rules it was made with.
        tables: By name: deliveries, people, matches, repeats, list_hits, accounts, account_names, evidence,
            subjects, consent, freshness, reasons, verdicts, classes, class_days, attested, usable, outcomes, links,
            credits, followup, influence.
        has_crm: Whether CRM contacts were loaded.
    """

    assessment_id: str
    as_of: date
    policy: Policy
    tables: Mapping[str, pa.Table]
    has_crm: bool


def open_delivery(
    source: Path | bytes,
    *,
    file_name: str,
    delivery: str,
    saved: SavedMapping | None = None,
    overrides: ReadOverrides | None = None,
) -> OpenedDelivery:
    """A delivered file as detected, and how its columns would be mapped.

    Args:
        source: The file, or its bytes.
        file_name: Its name, for sentences and for telling kinds of files apart.
        delivery: Id its lines are read under; may be temporary.
        saved: The vendor's mapping from before; it wins over what the headers say.
        overrides: What a person chose instead of what would be detected.

    Raises:
        NotATableError: The bytes hold no table.
    """
    table = read_table(source, file_name=file_name, delivery=delivery, overrides=overrides or ReadOverrides())
    proposed = propose_mapping(table.header, table.lines, saved=saved)
    return OpenedDelivery(
        table=table, mapping=with_date_orders(proposed, table.lines, chosen=saved.dates if saved else {})
    )


def read_delivery(
    opened: OpenedDelivery,
    *,
    vendor: str,
    currency: str | None,
    where: str,
    words: OwnWords | None = None,
    processes: int = 1,
    report: Report = silent,
) -> DeliveryRead:
    """Everything the file says on its own; depends on its bytes, its mapping and the user's words alone.

    Args:
        opened: The file as detected, with the mapping to use.
        vendor: Who sold it; the vendor's own record ids are keys within the vendor.
        currency: Currency of a price column, None when the file needs none.
        where: The file's name, for sentences.
        words: Words the user adds to ours.
        processes: Processes to share the work of a large file; they change nothing but the time.
        report: Told the stage and how far it is.

    Raises:
        MappingError: The mapping has an open question.
    """
    require_answered(opened.mapping, where)
    total = opened.table.lines.num_rows
    report("columns", 0, total)
    records, answers = read_records(opened.table.lines, opened.mapping)
    report("facts", 0, total)
    orders = {
        column.field: column.date_order
        for column in opened.mapping.columns
        if column.field is not None and column.date_order is not None
    }
    read = read_facts(
        records,
        date_orders=orders,
        currency=currency,
        vendor=vendor,
        own=words,
        headers={column.field: column.header for column in opened.mapping.columns if column.field is not None},
        processes=processes,
    )
    report("facts", total, total)
    delivery = DeliveryRead(
        table=opened.table,
        mapping=opened.mapping,
        lines=opened.table.lines,
        records=records,
        answers=answers,
        facts=read.facts,
        keys=read.keys,
        findings=read.findings,
    )
    conservation.require_all_lines(delivery.lines, delivery.facts, where=where)
    return delivery


# Tables of an assessment that one of the same inputs and day under another policy can take over: the first six know
# nothing of a policy, evidence of the rows only what each kind is about, the others what permission is judged by.
UNRULED: Final = (
    "people", "matches", "repeats", "list_hits", "accounts", "account_names", "evidence", "consent", "reasons",
    "verdicts",
)  # fmt: skip


def assess(
    inputs: AuditInputs,
    *,
    policy: Policy,
    as_of: date,
    known: Mapping[str, pa.Table] | None = None,
    report: Report = silent,
) -> Assessment:
    """Everything that depends on more than one file: people, verdicts, freshness, classes, what is usable.

    A pure function: the same inputs, policy and day give the same tables, whatever the order of import.

    Args:
        inputs: All active deliveries with our lists, wordings and the CRM.
        policy: The rules.
        as_of: The day the answer speaks for; nothing later is read.
        known: The ``UNRULED`` tables of an assessment of the same inputs and day under another policy; they are taken
            over where the policy cannot change them.
        report: Told the stage and how far it is.

    Raises:
        LeadauditError: A delivery arrived after ``as_of``.
        ConservationError: Counts or money do not close.
    """
    _require_arrived(inputs, as_of)
    deliveries = deliveries_table(inputs.heads, inputs.programs)
    wordings = wordings_table(inputs)
    total = inputs.facts.num_rows
    report("identity", 0, total)
    contacts = inputs.contacts if inputs.contacts is not None else tables.CONTACTS.empty()
    people, matched, repeated, hits = (
        _who_is_who(inputs, deliveries, contacts, as_of=as_of)
        if known is None
        else (known["people"], known["matches"], known["repeats"], known["list_hits"])
    )
    employers, employer_names = _who_works_where(inputs) if known is None else _known_accounts(known)
    report("permission", 0, total)
    consent = judge_consent(
        records=inputs.records,
        facts=inputs.facts,
        deliveries=deliveries,
        wordings=wordings,
        buyer_names=inputs.buyer.names,
        policy=policy,
    )
    consent = inputs.erased.put_back("consent", consent)
    crm = crm_steps(inputs.crm_rows, stages=inputs.stages, as_of=as_of)
    names = with_names(crm, contacts=contacts, facts=inputs.facts, contact_facts=inputs.contact_facts, people=people)
    outcomes = outcomes_of(crm, names, as_of=as_of)
    imported = pa.concat_tables([inputs.imported_evidence, crm_evidence(crm, names, policy=policy, as_of=as_of)])
    subjects = evidence_subjects(
        evidence=imported,
        facts=inputs.facts,
        people=people,
        contacts=contacts,
        contact_facts=inputs.contact_facts,
    )
    report("contract", 0, total)
    told = told_of_records(
        facts=inputs.facts,
        deliveries=deliveries,
        people=people,
        contacts=contacts,
        contact_facts=inputs.contact_facts,
        imported=imported,
        subjects=subjects,
        policy=policy,
        as_of=as_of,
    )
    # What evidence a contract may speak of is a matter of the policy, too.
    if known is not None and not told.num_rows and tables.CONSENT.require(consent).equals(known["consent"]):
        reasons, verdicts = known["reasons"], known["verdicts"]
    else:
        reasons, verdicts = judge(
            facts=inputs.facts,
            records=inputs.records,
            answers=inputs.answers,
            deliveries=deliveries,
            programs=inputs.programs,
            lists=lists_table(inputs),
            list_hits=hits,
            contacts=inputs.contacts,
            repeats=repeated,
            consent=consent,
            is_missing=is_missing,
            as_of=as_of,
            settled=inputs.erased.settled(),
            told=told,
            accounts=employers,
        )
        verdicts = inputs.erased.put_back("verdicts", verdicts)
    report("freshness", 0, total)
    evidence = (
        read_evidence(
            records=inputs.records,
            facts=inputs.facts,
            answers=inputs.answers,
            deliveries=deliveries,
            wordings=wordings,
            buyer_names=inputs.buyer.names,
            program_types={program.id: program.type.value for program in inputs.programs.values()},
            policy=policy,
        )
        if known is None
        else under_policy(known["evidence"], policy)
    )
    if imported.num_rows:
        evidence = pa.concat_tables([evidence, imported]).sort_by("evidence_id")
    seen = seen_elsewhere(
        facts=inputs.facts,
        deliveries=deliveries,
        people=people,
        contacts=contacts,
        contact_facts=inputs.contact_facts,
        evidence=evidence,
        policy=policy,
        as_of=as_of,
        subjects=subjects,
    )
    freshness = judge_freshness(
        facts=inputs.facts, records=inputs.records, deliveries=deliveries, policy=policy, as_of=as_of, seen=seen
    )
    freshness = inputs.erased.put_back("freshness", freshness)
    report("classes", 0, total)
    classified = classify(
        records=inputs.records,
        facts=inputs.facts,
        deliveries=deliveries,
        people=people,
        repeats=repeated,
        list_hits=with_suppressed(hits, inputs.suppressed),
        returned=inputs.returned,
        reasons=reasons,
        evidence=evidence,
        consent=consent,
        freshness=freshness,
        policy=policy,
        as_of=as_of,
        subjects=subjects,
        seen=seen,
        outcomes=outcomes,
        told=told,
    )
    classes = inputs.erased.put_back("classes", classified.classes)
    report("outcomes", 0, total)
    came = what_came(
        crm,
        outcomes=outcomes,
        classes=classes,
        people=people,
        matches=matched,
        facts=inputs.facts,
        contacts=contacts,
        contact_facts=inputs.contact_facts,
        evidence=evidence,
        subjects=subjects,
        policy=policy,
        as_of=as_of,
        accounts=employers,
        account_names=employer_names,
    )
    usable = usable_lines(
        lines=inputs.lines,
        classes=classes,
        facts=inputs.facts,
        verdicts=verdicts,
        freshness=freshness,
        deliveries=deliveries,
        policy=policy,
    )
    usable = inputs.erased.put_back("usable", usable)
    results = {
        "deliveries": deliveries,
        "people": people,
        "matches": matched,
        "repeats": repeated,
        "list_hits": hits,
        "accounts": employers,
        "account_names": employer_names,
        "evidence": evidence,
        "subjects": subjects,
        "consent": consent,
        "freshness": freshness,
        "reasons": reasons,
        "verdicts": verdicts,
        "classes": classes,
        "class_days": inputs.erased.put_back("class_days", classified.class_days),
        "attested": classified.attested,
        "usable": usable,
        "outcomes": outcomes,
        "links": came.links,
        "credits": came.credits,
        "followup": came.followup,
        "influence": came.influence,
    }
    checked = {name: tables.ALL[name].require(table) for name, table in results.items()}
    conservation.require_closed(lines=inputs.lines, classes=classes, verdicts=verdicts, usable=usable)
    report("classes", total, total)
    return Assessment(
        assessment_id=assessment_id(inputs, policy=policy, as_of=as_of),
        as_of=as_of,
        policy=policy,
        tables=checked,
        has_crm=inputs.has_crm,
    )


def _who_is_who(
    inputs: AuditInputs, deliveries: pa.Table, contacts: pa.Table, *, as_of: date
) -> tuple[pa.Table, pa.Table, pa.Table, pa.Table]:
    """People, likely matches, who was delivered before, who is on which list: no policy says anything about these."""
    everybody = nodes(facts=inputs.facts, deliveries=deliveries, contacts=contacts)
    found = persons(
        nodes=everybody,
        keys=pa.concat_tables([inputs.keys, inputs.contact_keys]),
        facts=pa.concat_tables([inputs.facts, inputs.contact_facts]),
        pairs=inputs.pairs,
        decisions=inputs.decisions,
    )
    repeated = repeats(people=found.people, nodes=everybody, contacts=contacts, as_of=as_of)
    hits = list_hits(facts=inputs.facts, lists=lists_table(inputs), companies=company_names(inputs.words))
    return found.people, found.matches, repeated, hits


def _who_works_where(inputs: AuditInputs) -> tuple[pa.Table, pa.Table]:
    """Accounts of the records, and what else their companies are called."""
    found = accounts_of(facts=inputs.facts, contact_facts=inputs.contact_facts, words=inputs.words)
    return found.accounts, found.names


def _known_accounts(known: Mapping[str, pa.Table]) -> tuple[pa.Table, pa.Table]:
    return known["accounts"], known["account_names"]


def assessment_id(inputs: AuditInputs, *, policy: Policy, as_of: date) -> str:
    """The name of an assessment: sha256 of everything it depends on."""
    named = {
        "inputs": sorted({*inputs.input_ids, *(head.delivery for head in inputs.heads)}),
        "heads": sorted([head.delivery, head.received_at.isoformat(), head.program] for head in inputs.heads),
        "programs": {key: program.model_dump(mode="json") for key, program in inputs.programs.items()},
        "buyer": inputs.buyer.model_dump(mode="json"),
        "policy": policy.fingerprint,
        "words": inputs.words.fingerprint,
        "pairs": inputs.pairs_version,
        "decisions": sorted([*one.left, *one.right, one.judgement.value] for one in inputs.decisions),
        "stages": inputs.stages.as_text(),
        "method": METHOD_VERSION,
        # An assessment that holds other tables is another one.
        "accounts": [str(one.schema) for one in (tables.ACCOUNTS, tables.ACCOUNT_NAMES)],
        "as_of": as_of.isoformat(),
        # Only where somebody was erased, so that the answers of others keep their names.
        **({"erased": inputs.erased.fingerprint} if inputs.erased.fingerprint else {}),
        **({"returned": sorted(map(list, _places(inputs.returned)))} if inputs.returned.num_rows else {}),
    }
    return hashlib.sha256(json.dumps(named, sort_keys=True, default=str).encode()).hexdigest()


def _places(records: pa.Table) -> list[tuple[str, int]]:
    return list(zip(records["delivery"].to_pylist(), records["line"].to_pylist(), strict=True))


def _require_arrived(inputs: AuditInputs, as_of: date) -> None:
    late = [head for head in inputs.heads if head.delivered_on > as_of]
    if late:
        first = min(late, key=lambda head: head.delivered_on)
        raise LeadauditError(
            first.file_name,
            f"it was delivered on {first.delivered_on}, after the day asked about, {as_of}",
            "Give a later --as-of, or the right --delivered-on",
        )
