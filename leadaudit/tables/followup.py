"""Whom we tried to reach, and who was given to somebody to follow up."""

from typing import Final

from leadaudit.tables.form import DAY, FLAG, INSTANT, LINE, RECORD_KEY, TEXT, TEXTS, contract

FOLLOWUP: Final = contract(
    "followup",
    "read record of a person whom the CRM holds",
    [
        *RECORD_KEY,
        ("worked", FLAG),  # somebody on our side tried to reach the person after t0
        ("first_touch_on", DAY),  # null: not worked, or the CRM does not say when
        ("first_touch_at", INSTANT),
        ("touches", LINE),
        ("terminal_on", DAY),  # disqualified, unsubscribed or denied after t0
        ("terminal", TEXT),
    ],
    ["delivery", "line"],
)

ROUTED: Final = contract(
    "routed",
    "record of a person given to somebody to follow up, or held out from being asked",
    [
        *RECORD_KEY,
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
