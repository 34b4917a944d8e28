"""What somebody did or said, what it proves, and the class that each record gets from it."""

from typing import Final

import pyarrow as pa

from leadaudit.tables.form import DAY, FLAG, INSTANT, LINE, RECORD_KEY, SHARE, TEXT, TEXTS, contract

WORDINGS: Final = contract(
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

EVIDENCE: Final = contract(
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

SUBJECTS: Final = contract(
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

CHECKS: Final = contract(
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

CONSENT: Final = contract(
    "consent",
    "record",
    [
        *RECORD_KEY,
        ("state", TEXT),  # vocabulary.ConsentState
        ("missing", TEXTS),  # consent_required_fields without a value
        ("wording_id", TEXT),  # stored wording that proves it
    ],
    ["delivery", "line"],
)

FRESHNESS: Final = contract(
    "freshness",
    "record",
    [
        *RECORD_KEY,
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

CLASSES: Final = contract(
    "classes",
    "read record",
    [
        *RECORD_KEY,
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

CLASS_DAYS: Final = contract(
    "class_days",
    "read record",
    [
        *RECORD_KEY,
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

ATTESTED: Final = contract(
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
