"""Contracts of the Arrow tables that cross a module border.

A record's key is two columns, ``delivery`` and ``line``; the string id ``<delivery>:<line>`` exists only at the
faces.  Days are date32, instants timestamp[us, UTC], money int64 minor units; a missing value is null, never "".
A line of an *import* (a CRM export, say) has the same shape: its ``delivery`` is the import's id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit.errors import ConservationError

DAY: Final = pa.date32()
INSTANT: Final = pa.timestamp("us", tz="UTC")
TEXT: Final = pa.string()
TEXTS: Final = pa.list_(pa.string())
LINE: Final = pa.int32()
MONEY: Final = pa.int64()
FLAG: Final = pa.bool_()
SHARE: Final = pa.float64()

_RECORD_KEY: Final = (("delivery", TEXT), ("line", LINE))


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """What a border table holds.

    Args:
        name: The table's name, as SQL files know it.
        one_row_per: What a row is.
        schema: Columns in order.
        key: Columns that are unique together, and the order rows are written in.
    """

    name: str
    one_row_per: str
    schema: pa.Schema
    key: tuple[str, ...]

    def empty(self) -> pa.Table:
        """A table of this contract without rows."""
        return self.schema.empty_table()

    def build(self, rows: Sequence[dict[str, object]]) -> pa.Table:
        """A table from row dictionaries; an absent key is null."""
        return pa.Table.from_pylist(list(rows), schema=self.schema)

    def require(self, table: pa.Table) -> pa.Table:
        """The table with columns in contract order and the contract's types.

        Raises:
            ConservationError: A column is absent or cannot be cast.
        """
        absent = [name for name in self.schema.names if name not in table.column_names]
        if absent:
            raise ConservationError(f"table {self.name}", f"columns missing: {', '.join(absent)}", "Report this")
        return table.select(self.schema.names).cast(self.schema)


def _contract(name: str, one_row_per: str, columns: Sequence[tuple[str, pa.DataType]], key: Sequence[str]) -> Contract:
    return Contract(name=name, one_row_per=one_row_per, schema=pa.schema(list(columns)), key=tuple(key))


DELIVERIES: Final = _contract(
    "deliveries",
    "active delivery",
    [
        ("delivery", TEXT),
        ("vendor", TEXT),
        ("program", TEXT),  # null: only vendor and price were given
        ("delivered_on", DAY),  # t0 of its records, unless a record carries its own delivery date
        ("received_at", INSTANT),
        ("profile_source", TEXT),  # vocabulary.ProfileSource
        ("file_name", TEXT),
    ],
    ["delivery"],
)

LINES: Final = _contract(
    "lines",
    "delivered line; banner, header, footer, totals, blank and delimiter-only lines are none",
    [
        *_RECORD_KEY,
        ("status", TEXT),  # vocabulary.LineStatus
        ("cells", TEXTS),  # one per column of the header, in order; null when unreadable
        ("before", TEXT),  # the line as delivered; null when it was simply read
        ("reason", TEXT),  # why it was repaired or could not be read; null when simply read
    ],
    ["delivery", "line"],
)

ANSWERS: Final = _contract(
    "answers",
    "answer to a custom question",
    [*_RECORD_KEY, ("column_no", LINE), ("question", TEXT), ("answer", TEXT)],
    ["delivery", "line", "column_no"],
)

FACTS: Final = _contract(
    "facts",
    "read or repaired line",
    [
        *_RECORD_KEY,
        # e-mail
        ("email_norm", TEXT),  # null unless syntactically an address
        ("email_domain", TEXT),
        ("email_status", TEXT),  # vocabulary.ValueStatus
        ("email_suggestion", TEXT),
        ("email_is_role", FLAG),
        ("email_is_free", FLAG),
        ("email_is_disposable", FLAG),
        ("email_is_academic", FLAG),
        # phone: the first usable of phone, mobile, other_phone
        ("phone_e164", TEXT),
        ("phone_status", TEXT),
        # names
        ("first_name", TEXT),
        ("last_name", TEXT),
        ("first_key", TEXT),  # folded to a-z, honorifics and suffixes removed
        ("last_key", TEXT),
        ("generation", TEXT),  # jr, sr, ii, iii, iv
        ("name_status", TEXT),
        # job
        ("title", TEXT),
        ("title_key", TEXT),
        ("title_status", TEXT),
        ("seniority", TEXT),  # vocabulary.Seniority
        ("function", TEXT),  # vocabulary.JobFunction
        ("title_phrase", TEXT),  # the words that decided
        ("is_learner_title", FLAG),
        # employer
        ("company", TEXT),
        ("company_key", TEXT),  # folded, legal form removed
        ("company_status", TEXT),
        ("website_domain", TEXT),  # registrable domain
        ("domain_is_employers", FLAG),  # e-mail domain against employer; null: free-mail, or cannot tell
        ("employees_low", pa.int64()),
        ("employees_high", pa.int64()),  # null: open-ended
        ("revenue_low", pa.int64()),  # a year's, in whole units of revenue_currency
        ("revenue_high", pa.int64()),  # null: open-ended
        ("revenue_currency", TEXT),  # null: neither the cell nor its header names one
        ("industry", TEXT),
        # place
        ("country_code", TEXT),  # ISO 3166-1 alpha-2
        ("country_status", TEXT),
        ("state_code", TEXT),  # ISO 3166-2 part after the country
        # dates; a null date is missing or could not be read, the finding says which
        ("delivered_row_on", DAY),  # the row's own delivery date
        ("captured_on", DAY),
        ("captured_at", INSTANT),  # null unless delivered with seconds
        ("activity_on", DAY),
        ("consent_on", DAY),
        ("statement_on", DAY),
        ("intent_on", DAY),
        ("email_verified_on", DAY),
        ("last_updated_on", DAY),
        ("job_started_on", DAY),
        ("created_on", DAY),
        ("last_activity_on", DAY),
        # null: not given, or not understood as yes or no
        ("consent_answer", FLAG),
        ("statement_answer", FLAG),
        ("unsubscribed", FLAG),
        ("do_not_call", FLAG),
        ("attended", FLAG),
        # the record as a whole
        ("profile_key", TEXT),  # personal profile URL, normalized
        ("price_minor", MONEY),
        ("is_test", FLAG),  # test entry or gibberish name
        ("is_account_only", FLAG),  # a company, nobody in it
    ],
    ["delivery", "line"],
)

KEYS: Final = _contract(
    "keys",
    "exact key of a record or CRM contact",
    [*_RECORD_KEY, ("rule", TEXT), ("hash64", pa.uint64())],
    ["delivery", "line", "rule"],
)

FINDINGS: Final = _contract(
    "findings",
    "check that a record did not pass",
    [
        *_RECORD_KEY,
        ("check", TEXT),  # id in checks.toml
        ("status", TEXT),  # vocabulary.FindingStatus
        ("field", TEXT),  # canonical field; null when about the whole line
        ("args", TEXT),  # JSON object of the words the check's sentence needs
    ],
    ["delivery", "line", "check", "field"],
)

CONTACTS: Final = _contract(
    "contacts",
    "CRM person in force (newest snapshot per source and id)",
    [
        *_RECORD_KEY,  # import id and line
        ("source", TEXT),
        ("contact_id", TEXT),
        ("snapshot_on", DAY),
        ("created_on", DAY),
        ("last_activity_on", DAY),
        ("lead_source", TEXT),
        ("is_customer", FLAG),
    ],
    ["source", "contact_id"],
)

LISTS: Final = _contract(
    "lists",
    "entry of a buyer's list",
    [
        ("list", TEXT),  # vocabulary.ListKind
        ("kind", TEXT),  # vocabulary.ListValueKind
        ("value", TEXT),  # normalized address, domain ("*.x.com" matches subdomains too) or company key
        ("supplied_on", DAY),  # handed to the vendors; null: not known
    ],
    ["list", "kind", "value"],
)

LIST_HITS: Final = _contract(
    "list_hits",
    "record found on a list",
    [*_RECORD_KEY, ("list", TEXT), ("kind", TEXT), ("value", TEXT), ("supplied_on", DAY)],
    ["delivery", "line", "list"],
)

WORDINGS: Final = _contract(
    "wordings",
    "stored consent or statement wording",
    [
        ("program", TEXT),  # null: holds for every program of the buyer
        ("wording_id", TEXT),
        ("text", TEXT),
        ("url", TEXT),
        ("method", TEXT),
        ("channel", TEXT),
        ("controllers", TEXTS),
        ("asset", TEXT),
        ("valid_from", DAY),
        ("valid_to", DAY),
    ],
    ["program", "wording_id"],
)

NODES: Final = _contract(
    "nodes",
    "record or CRM contact, among which people are looked for",
    [
        *_RECORD_KEY,
        ("is_contact", FLAG),
        ("vendor", TEXT),  # null for a contact
        ("delivered_on", DAY),  # the row's own delivery date, else the file's; for a contact when it was created
        ("received_at", INSTANT),
    ],
    ["delivery", "line"],
)

PEOPLE: Final = _contract(
    "people",
    "record or CRM contact",
    [
        *_RECORD_KEY,
        ("is_contact", FLAG),
        ("person", TEXT),  # id of the person's earliest node, "<delivery>:<line>"
        ("rule", TEXT),  # strongest vocabulary.KeyRule that joins it to the person; null when alone
    ],
    ["delivery", "line"],
)

MATCHES: Final = _contract(
    "matches",
    "pair of records or CRM contacts that may be one person, or that somebody decided about",
    [
        *_RECORD_KEY,  # the smaller of the two
        ("other_delivery", TEXT),
        ("other_line", LINE),
        ("bits", SHARE),  # log2 of the odds that the two are one person; null: never compared
        ("p", SHARE),
        ("outcome", TEXT),  # vocabulary.MatchOutcome
        ("person", TEXT),  # of each side, as it came out in the end
        ("other_person", TEXT),
    ],
    ["delivery", "line", "other_delivery", "other_line"],
)

REPEATS: Final = _contract(
    "repeats",
    "record",
    [
        *_RECORD_KEY,
        ("person", TEXT),
        ("rule", TEXT),
        ("earlier_delivery", TEXT),  # the same vendor's first record of the person, when earlier
        ("earlier_line", LINE),
        ("also_delivered_by", TEXTS),  # other vendors that delivered the person by as_of
        ("contact_id", TEXT),  # the CRM contact of the person; null: none, or no CRM loaded
        ("contact_created_on", DAY),
    ],
    ["delivery", "line"],
)

EVIDENCE: Final = _contract(
    "evidence",
    "dated thing somebody did or said",
    [
        ("evidence_id", TEXT),
        ("delivery", TEXT),  # the record that carries it; null for imported evidence
        ("line", LINE),
        ("email", TEXT),
        ("phone", TEXT),
        ("crm_id", TEXT),
        ("kind", TEXT),  # id in policy/evidence_kinds.toml
        ("actor", TEXT),
        ("source", TEXT),
        ("occurred_on", DAY),  # null: logged, supports nothing
        ("observed_on", DAY),
        ("imported_at", INSTANT),
        ("category", TEXT),
        ("asset", TEXT),
        ("raw_ref", TEXT),  # field or column it was read from
        ("account", TEXT),  # of what a whole company did: its domain, else its company key
        ("named_vendor", TEXT),  # whom a denial speaks of; null: everybody
    ],
    ["evidence_id"],
)

SUBJECTS: Final = _contract(
    "subjects",
    "imported piece of evidence",
    [
        ("evidence_id", TEXT),
        ("person", TEXT),  # null: about nobody who is here
        ("named_by", TEXT),  # record, crm_id, email or phone
        ("state", TEXT),  # vocabulary.SubjectState
    ],
    ["evidence_id"],
)

CHECKS: Final = _contract(
    "checks",
    "record of an audit sheet that somebody checked by hand",
    [
        ("ref", TEXT),  # as the sheet has it; names a record only together with its seed
        ("seed", TEXT),
        ("checked_on", DAY),
        ("kind", TEXT),  # id in policy/evidence_kinds.toml
        ("imported_at", INSTANT),
    ],
    ["ref", "checked_on", "kind"],
)

CONSENT: Final = _contract(
    "consent",
    "record",
    [
        *_RECORD_KEY,
        ("state", TEXT),  # vocabulary.ConsentState
        ("missing", TEXTS),  # consent_required_fields without a value
        ("wording_id", TEXT),  # stored wording that proves it
    ],
    ["delivery", "line"],
)

FRESHNESS: Final = _contract(
    "freshness",
    "record",
    [
        *_RECORD_KEY,
        ("p_employer", SHARE),  # null only when nothing names an employer
        ("p_title", SHARE),
        ("employer_label", TEXT),  # vocabulary.FreshnessLabel
        ("title_label", TEXT),
        ("age_days", LINE),  # of the fact at as_of
        ("age_assumed", FLAG),
        ("domain_evidence", TEXT),  # domain_match, domain_mismatch; null: nothing to compare
        ("seen", TEXT),  # what else spoke, each with its day; null: nothing
        ("p_employer_low", SHARE),  # where people leave fast; null as p_employer
        ("p_employer_high", SHARE),  # where they leave slowly
        ("p_title_low", SHARE),
        ("p_title_high", SHARE),
    ],
    ["delivery", "line"],
)

REASONS: Final = _contract(
    "reasons",
    "clause that a record breaks, or that could not be judged",
    [
        *_RECORD_KEY,
        ("code", TEXT),  # vocabulary.ReasonCode
        ("status", TEXT),  # vocabulary.ReasonStatus
        ("clause", TEXT),  # key path in the program file: "spec.levels", "dedupe"
        ("delivered", TEXT),  # the value as delivered
        ("understood", TEXT),  # as we read it
        ("proof", TEXT),  # one sentence
    ],
    ["delivery", "line", "code", "clause"],
)

VERDICTS: Final = _contract(
    "verdicts",
    "read record",
    [
        *_RECORD_KEY,
        ("verdict", TEXT),  # vocabulary.Verdict
        ("code", TEXT),  # headline vocabulary.ReasonCode; null when accepted
        ("clause", TEXT),
        ("sentence", TEXT),
        ("amount_minor", MONEY),  # contract price of the record
        ("claimable_minor", MONEY),  # what a return is worth today: 0 unless returned in time
        ("deadline_at", INSTANT),
        ("spec_confirmed_at", INSTANT),  # the dated spec that was in force; null without one
    ],
    ["delivery", "line"],
)

CLASSES: Final = _contract(
    "classes",
    "read record",
    [
        *_RECORD_KEY,
        ("vendor", TEXT),
        ("delivered_on", DAY),  # t0
        ("person", TEXT),
        ("class", TEXT),  # vocabulary.RecordClass
        ("tier", TEXT),
        ("category", TEXT),  # vocabulary.Category of the evidence that decided; null when none did
        ("attested", FLAG),
        ("excluded_reason", TEXT),
        ("rule", TEXT),  # vocabulary.ClassRule
        ("flags", TEXTS),
        ("consent", TEXT),
        ("p_employer", SHARE),
        ("p_title", SHARE),
        ("first_lead_on", DAY),
        ("first_confirmed_lead_on", DAY),
        ("first_attested_lead_on", DAY),
        ("may_market", FLAG),
        ("may_call", FLAG),
    ],
    ["delivery", "line"],
)

CLASS_DAYS: Final = _contract(
    "class_days",
    "read record",
    [
        *_RECORD_KEY,
        ("vendor", TEXT),
        ("delivered_on", DAY),
        ("class_at_delivery", TEXT),  # vocabulary.RecordClass, as are the next; null: that day has not come
        ("class_day_30", TEXT),
        ("class_day_60", TEXT),
        ("class_day_90", TEXT),
        ("class_day_180", TEXT),
        ("class_now", TEXT),
    ],
    ["delivery", "line"],
)

ATTESTED: Final = _contract(
    "attested",
    "vendor that relayed statements with complete proof",
    [
        ("vendor", TEXT),
        ("attested", pa.int64()),  # people whose statements it relayed
        ("contacted", pa.int64()),  # those we tried to reach, or heard from, since
        ("denied", pa.int64()),
        ("p_too_many", SHARE),  # how sure it is that more deny than the policy bears
        ("is_suspended", FLAG),  # its statements count as its own answers alone
        ("is_lifted", FLAG),  # somebody decided that they count all the same
    ],
    ["vendor"],
)

USABLE: Final = _contract(
    "usable",
    "delivered line",
    [
        *_RECORD_KEY,
        ("vendor", TEXT),
        ("usable", FLAG),
        ("not_usable_reason", TEXT),  # vocabulary.NotUsableReason, ExcludedReason or ReasonCode; null when usable
        ("amount_minor", MONEY),  # contract price; 0 for an unreadable line
    ],
    ["delivery", "line"],
)

CLAIMS: Final = _contract(
    "claims",
    "claimed record; one whose claim was cancelled may stand in several",
    [
        ("claim", TEXT),
        *_RECORD_KEY,
        ("vendor", TEXT),
        ("program", TEXT),
        ("currency", TEXT),  # of the amount
        ("code", TEXT),  # headline vocabulary.ReasonCode when it was claimed
        ("amount_minor", MONEY),  # what is asked for
        ("state", TEXT),  # contract.claims.ClaimState
        ("sent_on", DAY),  # null: not sent yet
        ("settled_on", DAY),  # of the credit or replacement
        ("replacement_delivery", TEXT),  # with replacement_line the record that came instead
        ("replacement_line", LINE),
    ],
    ["delivery", "line", "claim"],
)

INVOICE_LINES: Final = _contract(
    "invoice_lines",
    "line of an invoice; ``delivery`` is the import it came with",
    [
        *_RECORD_KEY,
        ("number", TEXT),  # of the invoice, as written
        ("issued_on", DAY),
        ("vendor", TEXT),
        ("program", TEXT),
        ("kind", TEXT),  # contract.billing.invoice.LineKind
        ("description", TEXT),
        ("quantity", pa.int64()),  # records billed; null: not said
        ("unit_price", TEXT),  # decimal as written; null: not said
        ("amount_minor", MONEY),  # net, with the sign it has in the invoice's sum
        ("tax_minor", MONEY),
        ("currency", TEXT),
        ("of_delivery", TEXT),  # the delivery it bills; null: not said
        ("period_from", DAY),
        ("period_to", DAY),
        ("vendor_record_id", TEXT),
        ("credits_invoice", TEXT),
    ],
    ["delivery", "line"],
)

EXCHANGE_RATES: Final = _contract(
    "exchange_rates",
    "rate of exchange; ``delivery`` is the import it came with",
    [*_RECORD_KEY, ("on", DAY), ("currency", TEXT), ("into", TEXT), ("rate", TEXT)],
    ["delivery", "line", "currency"],
)

VALIDITY: Final = _contract(
    "validity",
    "record of a sample that somebody looked at; ``delivery`` is the import it came with",
    [*_RECORD_KEY, ("ref", TEXT), ("valid", FLAG), ("reason", TEXT), ("checked_on", DAY)],
    ["delivery", "line"],
)

CRM_ROWS: Final = _contract(
    "crm_rows",
    "line of a CRM export; ``delivery`` is the import's id",
    [
        *_RECORD_KEY,
        ("source", TEXT),  # which CRM
        ("object", TEXT),  # vocabulary.CrmObject
        ("crm_id", TEXT),  # of the row; made from its content where the file has none, then it starts with "~"
        ("merged_into", TEXT),  # id that took its place
        ("merged_ids", TEXTS),  # ids it took the place of
        ("contact_ids", TEXTS),  # people it names: contacts, or leads, or either where the CRM does not say which
        ("lead_ids", TEXTS),
        ("emails", TEXTS),  # normalized
        ("account_id", TEXT),
        ("account_key", TEXT),  # as FACTS.company_key
        ("opportunity_id", TEXT),  # of a role, an activity or a converted lead
        ("name", TEXT),  # subject, name of the deal or campaign, as written
        ("type", TEXT),  # of activity or campaign, as written
        ("stage", TEXT),  # stage or status, as written
        ("result", TEXT),  # outcome of a meeting or call, as written
        ("reason", TEXT),  # why it was lost or disqualified, as written
        ("made_by", TEXT),  # who entered it, as written
        ("owner", TEXT),  # of ours, who looks after a person, as written
        ("lead_source", TEXT),
        ("is_won", FLAG),  # null: the file does not say
        ("is_closed", FLAG),
        ("is_deleted", FLAG),
        ("has_responded", FLAG),
        ("amount_minor", MONEY),
        ("currency", TEXT),
        ("created_on", DAY),
        ("changed_on", DAY),  # last modified
        ("stage_on", DAY),  # entered its stage or status
        ("occurred_on", DAY),  # of an activity: its day; of a campaign member: when he responded
        ("occurred_at", INSTANT),  # null unless a time of day was given
        ("closed_on", DAY),  # expected while an opportunity is open
        ("converted_on", DAY),
        ("snapshot_on", DAY),
    ],
    ["delivery", "line"],
)

LINKS: Final = _contract(
    "links",
    "person that a vendor delivered; empty while no CRM is loaded",
    [
        ("person", TEXT),
        ("first_delivered_on", DAY),  # by any vendor
        ("linked", FLAG),  # the CRM holds the person
        ("ambiguous", FLAG),  # only somebody who may be the person; to be looked at, not counted
        ("state", TEXT),  # vocabulary.KnownState just before first_delivered_on
        ("known_since", DAY),  # created before that day, unless by this delivery; null: not known
        ("contacts", LINE),  # CRM contacts and leads of the person
    ],
    ["person"],
)

OUTCOMES: Final = _contract(
    "outcomes",
    "outcome of a person",
    [
        ("outcome_id", TEXT),  # the same for everybody whom one meeting or opportunity names
        ("person", TEXT),
        ("kind", TEXT),  # vocabulary.OutcomeKind
        ("occurred_on", DAY),
        ("occurred_at", INSTANT),  # null: no time of day
        ("amount_minor", MONEY),  # of the whole opportunity
        ("currency", TEXT),
        ("source", TEXT),  # which CRM
        ("source_id", TEXT),  # its id there
        ("people", LINE),  # persons whom this outcome names; the amount is theirs together
        ("state", TEXT),  # meeting: open, held, no_show, cancelled; opportunity: open, won, lost
        ("due_on", DAY),  # day of the meeting, close date of the opportunity
        ("reason", TEXT),  # why it was lost or disqualified
    ],
    ["outcome_id", "person"],
)

CREDITS: Final = _contract(
    "credits",
    "record and outcome of its person that came after it, within the window",
    [
        *_RECORD_KEY,
        ("vendor", TEXT),
        ("person", TEXT),
        ("kind", TEXT),  # vocabulary.Credited
        ("outcome_id", TEXT),  # null for the two kinds of lead
        ("occurred_on", DAY),
        ("days", SHARE),  # from t0; at least 1, 0.5 for a statement delivered with the record
        ("turn", LINE),  # 1: the person's first of the kind; a confirmed lead comes before an attested one
        ("standing", TEXT),  # vocabulary.Standing
        ("k", LINE),  # vendors that share it
        ("fractional", SHARE),  # 1 / k
        ("first", SHARE),  # all to who delivered first; ties split
        ("last", SHARE),
        ("amount_minor", MONEY),  # of the whole opportunity
        ("currency", TEXT),
        ("people", LINE),  # the amount's part of a person is 1 / people
    ],
    ["kind", "outcome_id", "person", "delivery", "line"],
)

FOLLOWUP: Final = _contract(
    "followup",
    "read record of a person whom the CRM holds",
    [
        *_RECORD_KEY,
        ("worked", FLAG),  # somebody on our side tried to reach the person after t0
        ("first_touch_on", DAY),  # null: not worked, or the CRM does not say when
        ("first_touch_at", INSTANT),
        ("touches", LINE),
        ("terminal_on", DAY),  # disqualified, unsubscribed or denied after t0
        ("terminal", TEXT),
    ],
    ["delivery", "line"],
)

ROUTED: Final = _contract(
    "routed",
    "record of a person given to somebody to follow up, or held out from being asked",
    [
        *_RECORD_KEY,
        ("person", TEXT),  # as known on that day
        ("list", TEXT),  # vocabulary.FollowUpList
        ("routed_on", DAY),
        ("routed_at", INSTANT),
        ("due_at", INSTANT),
        ("owner", TEXT),
        ("vendor", TEXT),
        ("class", TEXT),  # on that day, as are the next
        ("tier", TEXT),
        ("attested", FLAG),
        ("rule", TEXT),
        ("category", TEXT),
        ("kinds", TEXTS),  # of the evidence that decided
    ],
    ["delivery", "line", "list", "routed_at"],
)

INFLUENCE: Final = _contract(
    "influence",
    "vendor and opportunity created at an account after the vendor first delivered somebody of it",
    [
        ("vendor", TEXT),
        ("source", TEXT),
        ("source_id", TEXT),
        ("account", TEXT),  # company key, else domain
        *_RECORD_KEY,  # the vendor's first record of the account
        ("exposed_on", DAY),
        ("opened_on", DAY),
        ("days", LINE),
        ("amount_minor", MONEY),
        ("currency", TEXT),
        ("state", TEXT),  # open, won, lost
        ("names_delivered", FLAG),  # the opportunity names a person this vendor delivered
    ],
    ["vendor", "source", "source_id"],
)

ALL: Final = {
    contract.name: contract
    for contract in (
        DELIVERIES, LINES, ANSWERS, FACTS, KEYS, FINDINGS, CONTACTS, LISTS, LIST_HITS, WORDINGS, NODES,
        PEOPLE, MATCHES, REPEATS, EVIDENCE, SUBJECTS, CHECKS, CONSENT, FRESHNESS, REASONS, VERDICTS, CLASSES,
        CLASS_DAYS, ATTESTED, USABLE,
        CLAIMS, INVOICE_LINES, EXCHANGE_RATES, VALIDITY, CRM_ROWS, LINKS, OUTCOMES, CREDITS, FOLLOWUP, INFLUENCE,
        ROUTED,
    )
}  # fmt: skip


def text_column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """A text column of RECORDS, all null when no delivered column was mapped to that field."""
    if name in table.column_names:
        return table[name]
    return pa.chunked_array([pa.nulls(table.num_rows, TEXT)])


def first_text_column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """The first text of a column of RECORDS that several delivered columns may fill; null when there is none."""
    column = text_column(table, name)
    if not pa.types.is_list(column.type):
        return column
    return pa.chunked_array([[texts[0] if texts else None for texts in column.to_pylist()]], TEXT)
