"""What a delivery holds once it has been read: lines, answers, facts and the findings of each line."""

from typing import Final

import pyarrow as pa

from leadaudit.tables.form import DAY, FLAG, INSTANT, LINE, MONEY, RECORD_KEY, TEXT, TEXTS, contract

DELIVERIES: Final = contract(
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

LINES: Final = contract(
    "lines",
    "delivered line; banner, header, footer, totals, blank and delimiter-only lines are none",
    [
        *RECORD_KEY,
        ("status", TEXT),  # vocabulary.LineStatus
        ("cells", TEXTS),  # one per column of the header, in order; null when unreadable
        ("before", TEXT),  # the line as delivered; null when it was simply read
        ("reason", TEXT),  # why it was repaired or could not be read; null when simply read
    ],
    ["delivery", "line"],
)

ANSWERS: Final = contract(
    "answers",
    "answer to a custom question",
    [*RECORD_KEY, ("column_no", LINE), ("question", TEXT), ("answer", TEXT)],
    ["delivery", "line", "column_no"],
)

FACTS: Final = contract(
    "facts",
    "read or repaired line",
    [
        *RECORD_KEY,
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

FINDINGS: Final = contract(
    "findings",
    "check that a record did not pass",
    [
        *RECORD_KEY,
        ("check", TEXT),  # id in checks.toml
        ("status", TEXT),  # vocabulary.FindingStatus
        ("field", TEXT),  # canonical field; null when about the whole line
        ("args", TEXT),  # JSON object of the words the check's sentence needs
    ],
    ["delivery", "line", "check", "field"],
)
