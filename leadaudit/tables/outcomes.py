"""What a CRM knows of the people delivered, and whom it is credited to."""

from typing import Final

from leadaudit.tables.form import DAY, FLAG, INSTANT, LINE, MONEY, RECORD_KEY, SHARE, TEXT, TEXTS, contract

CRM_ROWS: Final = contract(
    "crm_rows",
    "line of a CRM export; ``delivery`` is the import's id",
    [
        *RECORD_KEY,
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

LINKS: Final = contract(
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

OUTCOMES: Final = contract(
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

CREDITS: Final = contract(
    "credits",
    "record and outcome of its person that came after it, within the window",
    [
        *RECORD_KEY,
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

INFLUENCE: Final = contract(
    "influence",
    "vendor and opportunity created at an account after the vendor first delivered somebody of it",
    [
        ("vendor", TEXT),
        ("source", TEXT),
        ("source_id", TEXT),
        ("account", TEXT),  # company key, else domain
        *RECORD_KEY,  # the vendor's first record of the account
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
