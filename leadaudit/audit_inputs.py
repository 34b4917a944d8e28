"""What an assessment is made from: heads of deliveries, their tables, the CRM, our lists and wordings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.contract.buyer import Buyer
from leadaudit.contract.program import Program
from leadaudit.contract.program_sections import Wording
from leadaudit.erased import NOBODY, Erased
from leadaudit.facts.company import LegalForms, load_legal_forms, read_company
from leadaudit.facts.email import parse_email
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.url import registrable_domain
from leadaudit.identity.decisions import Decision
from leadaudit.intake.delivered import DeliveredTable
from leadaudit.intake.mapping import Mapping as ColumnsMapping
from leadaudit.outcomes.stages import Stages
from leadaudit.vocabulary import ListKind, ListValueKind

# Tables that a file gives on its own.
READ_TABLES: Final = ("lines", "records", "answers", "facts", "keys", "findings")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryHead:
    """One delivery as the catalogue knows it.

    Args:
        delivery: Its id, ``<vendor>-<delivered_on>-<6 hex>``.
        vendor: Who sold it.
        program: Id of the program it was delivered under.
        delivered_on: The day it arrived; t0 of records without a delivery date of their own.
        delivered_on_assumed: Whether nobody stated that day.
        received_at: The instant it was received, UTC.
        file_name: Name of the delivered file.
    """

    delivery: str
    vendor: str
    program: str
    delivered_on: date
    delivered_on_assumed: bool
    received_at: datetime
    file_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRead:
    """Everything one file says on its own: a function of its bytes and its mapping alone."""

    table: DeliveredTable
    mapping: ColumnsMapping
    lines: pa.Table
    records: pa.Table
    answers: pa.Table
    facts: pa.Table
    keys: pa.Table
    findings: pa.Table

    def named(self, delivery: str) -> "DeliveryRead":
        """The same reading under another delivery id."""
        renamed = {name: with_delivery(getattr(self, name), delivery) for name in READ_TABLES}
        return replace(self, table=replace(self.table, lines=renamed["lines"]), **renamed)


def with_delivery(table: pa.Table, delivery: str) -> pa.Table:
    """The table with every row under one delivery id."""
    ids = pa.repeat(pa.scalar(delivery, tables.TEXT), table.num_rows)
    return table.set_column(table.schema.get_field_index("delivery"), "delivery", ids)


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditInputs:
    """Everything active: what ``assess`` reads and all it reads.

    Args:
        heads: Active deliveries.
        lines: tables.LINES of them, as are the next five.
        contacts: tables.CONTACTS in force; None when no CRM is loaded.
        contact_facts: tables.FACTS of the contacts.
        contact_keys: tables.KEYS of the contacts.
        programs: By id; every head's program is in it.
        buyer: Ourselves.
        words: The words of ours with which the files were read; lists name companies by them too.
        imported_lists: tables.LISTS beside the buyer's own.
        imported_wordings: tables.WORDINGS beside the buyer's and the programs' own.
        imported_evidence: tables.EVIDENCE beside what the delivered rows carry.
        input_ids: Ids of everything that went in, imports included; they name the assessment.
        pairs: Pairs that may be one person by all they say (identity.pairs.between.PAIRS, without their levels).
        pairs_version: Names the weights and rules those pairs were found with.
        decisions: What people decided about two records.
        crm_rows: tables.CRM_ROWS in force.
        stages: What people said the words of their CRM mean.
        erased: Whom somebody had erased; what was said of them stands.
        suppressed: delivery, line of records that came after their person was erased.
        returned: delivery, line of records their vendor took back: credited, or replaced by others.
    """

    heads: tuple[DeliveryHead, ...]
    lines: pa.Table
    records: pa.Table
    answers: pa.Table
    facts: pa.Table
    keys: pa.Table
    findings: pa.Table
    programs: Mapping[str, Program]
    buyer: Buyer = field(default_factory=Buyer)
    words: OwnWords = field(default_factory=OwnWords)
    contacts: pa.Table | None = None
    contact_facts: pa.Table = field(default_factory=tables.FACTS.empty)
    contact_keys: pa.Table = field(default_factory=tables.KEYS.empty)
    imported_lists: pa.Table = field(default_factory=tables.LISTS.empty)
    imported_wordings: pa.Table = field(default_factory=tables.WORDINGS.empty)
    imported_evidence: pa.Table = field(default_factory=tables.EVIDENCE.empty)
    input_ids: tuple[str, ...] = ()
    pairs: pa.Table | None = None
    pairs_version: str = ""
    decisions: tuple[Decision, ...] = ()
    crm_rows: pa.Table = field(default_factory=tables.CRM_ROWS.empty)
    stages: Stages = field(default_factory=Stages)
    erased: Erased = field(default_factory=Erased)
    suppressed: pa.Table = field(default_factory=NOBODY.empty_table)
    returned: pa.Table = field(default_factory=NOBODY.empty_table)

    @property
    def has_crm(self) -> bool:
        """Whether CRM contacts are loaded."""
        return self.contacts is not None


def deliveries_table(heads: Iterable[DeliveryHead], programs: Mapping[str, Program]) -> pa.Table:
    """The heads as tables.DELIVERIES."""
    return tables.DELIVERIES.build(
        [
            {
                "delivery": head.delivery,
                "vendor": head.vendor,
                "program": head.program,
                "delivered_on": head.delivered_on,
                "received_at": head.received_at,
                "profile_source": programs[head.program].profile_source.value,
                "file_name": head.file_name,
            }
            for head in sorted(heads, key=lambda head: head.delivery)
        ]
    )


def wordings_table(inputs: AuditInputs) -> pa.Table:
    """Stored wordings of the buyer, of every program, and imported, as tables.WORDINGS."""
    stored: list[tuple[str | None, Wording]] = [(None, wording) for wording in inputs.buyer.wordings]
    stored += [(program.id, wording) for program in inputs.programs.values() for wording in program.wording]
    return pa.concat_tables([wording_rows(stored), inputs.imported_wordings])


def wording_rows(stored: Sequence[tuple[str | None, Wording]]) -> pa.Table:
    """Wordings with the program each belongs to (None: all), as tables.WORDINGS."""
    return tables.WORDINGS.build(
        [
            {
                "program": program,
                "wording_id": wording.id,
                "text": wording.text,
                "url": wording.url,
                "method": wording.method,
                "channel": wording.channel,
                "controllers": list(wording.controllers),
                "asset": wording.asset,
                "valid_from": wording.valid_from,
                "valid_to": wording.valid_to,
            }
            for program, wording in sorted(stored, key=lambda entry: (entry[0] or "", entry[1].id))
        ]
    )


def lists_table(inputs: AuditInputs) -> pa.Table:
    """The buyer's lists and the imported ones, as tables.LISTS."""
    own = [
        list_rows(kind, listed.entries, supplied_on=listed.supplied_on, words=inputs.words)
        for kind, listed in inputs.buyer.lists().items()
    ]
    return sql.run("import_lists", {"lists": pa.concat_tables([*own, inputs.imported_lists])})


def list_rows(
    kind: ListKind, entries: Iterable[str], *, supplied_on: date | None, words: OwnWords | None = None
) -> pa.Table:
    """Entries of one list, each an address, a domain or a company key."""
    forms = load_legal_forms(None if words is None else words.companies)
    named = [normalize_list_entry(entry, domains_only=kind is ListKind.OWN_DOMAINS, forms=forms) for entry in entries]
    rows = sorted({(value_kind.value, value) for value_kind, value in named if value})
    return tables.LISTS.build(
        [{"list": kind.value, "kind": row[0], "value": row[1], "supplied_on": supplied_on} for row in rows]
    )


def normalize_list_entry(
    entry: str, *, domains_only: bool = False, forms: LegalForms | None = None
) -> tuple[ListValueKind, str]:
    """What one line of a list names: an address, a domain (``*.x.com`` kept as it is) or a company."""
    text = entry.strip()
    if "@" in text.strip("@"):
        address = parse_email(text)
        return ListValueKind.EMAIL, address.norm or text.lower()
    bare = text.removeprefix("@")
    if bare.startswith("*."):
        return ListValueKind.DOMAIN, bare.lower()
    domain = registrable_domain(bare) if " " not in bare and "." in bare else None
    if domain is not None or domains_only:
        return ListValueKind.DOMAIN, domain or bare.lower()
    company = read_company(text, legal_forms=forms or load_legal_forms())
    return ListValueKind.COMPANY, company.key or text.lower()


def concatenated(parts: Sequence[pa.Table], contract: tables.Contract) -> pa.Table:
    """Tables of one contract as one; empty when there are none."""
    return pa.concat_tables(parts) if parts else contract.empty()
