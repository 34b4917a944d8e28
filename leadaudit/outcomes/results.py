"""What came of the people: outcomes, how well each was known, credit, follow-up, influence on accounts.

Source: docs/method.md, "Outcomes", "Linking" and "Credit".
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.outcomes.stages import found_out, reason_kind
from leadaudit.outcomes.steps import CrmSteps
from leadaudit.policy import Policy

# A contact created so near a delivery came with it (docs/method.md, "Credit").
OWN_DAYS: Final = 3

_DELIVERED: Final = [
    "delivery",
    "line",
    "vendor",
    "delivered_on",
    "person",
    "class",
    "first_confirmed_lead_on",
    "first_attested_lead_on",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """What came of the people of an assessment.

    Args:
        links: ``tables.LINKS``.
        credits: ``tables.CREDITS``.
        followup: ``tables.FOLLOWUP``.
        influence: ``tables.INFLUENCE``.
    """

    links: pa.Table
    credits: pa.Table
    followup: pa.Table
    influence: pa.Table


def crm_evidence(found: CrmSteps, names: pa.Table, *, policy: Policy, as_of: date) -> pa.Table:
    """What the CRM says that people did, as ``tables.EVIDENCE``: meetings, a no, a number that is wrong."""
    if not found.steps.num_rows:
        return tables.EVIDENCE.empty()
    kinds = sorted(policy.kinds)
    categories = pa.table({"kind": kinds, "category": [policy.kinds[kind].category.value for kind in kinds]})
    reasons = [reason for reason in pc.unique(found.steps["reason"]).to_pylist() if reason is not None]
    told = pa.table(
        {
            "reason": pa.array(reasons, tables.TEXT),
            "kind": pa.array(map(reason_kind, reasons), tables.TEXT),
            "found_out": pa.array(map(found_out, reasons), tables.TEXT),
        }
    )
    read = {"steps": found.steps, "names": names, "kinds": categories, "reasons": told}
    rows = sql.run("outcomes_evidence", read, {"as_of": as_of})
    return tables.EVIDENCE.require(rows)


def outcomes_of(found: CrmSteps, names: pa.Table, *, as_of: date) -> pa.Table:
    """What became of whom, as ``tables.OUTCOMES``."""
    if not found.steps.num_rows:
        return tables.OUTCOMES.empty()
    return tables.OUTCOMES.require(
        sql.run("outcomes_outcomes", {"steps": found.steps, "names": names}, {"as_of": as_of})
    )


def what_came(  # noqa: PLR0913 - everything an outcome can depend on meets here
    found: CrmSteps,
    *,
    outcomes: pa.Table,
    classes: pa.Table,
    people: pa.Table,
    matches: pa.Table,
    facts: pa.Table,
    contacts: pa.Table,
    contact_facts: pa.Table,
    evidence: pa.Table,
    subjects: pa.Table,
    policy: Policy,
    as_of: date,
    accounts: pa.Table | None = None,
    account_names: pa.Table | None = None,
) -> Came:
    """How well each person was known, and which vendor is credited with what.

    Without a CRM nobody is linked and nothing is known of follow-up; what people said to us counts all the same.

    Args:
        found: What the CRM says.
        outcomes: OUTCOMES.
        classes: CLASSES on the same day.
        people: PEOPLE.
        matches: MATCHES.
        facts: FACTS of the records.
        contacts: CONTACTS in force.
        contact_facts: FACTS of the contacts.
        evidence: EVIDENCE, for those who told us to stop.
        subjects: SUBJECTS of the imported evidence.
        policy: The rules.
        as_of: The day the answer speaks for.
        accounts: ACCOUNTS of the records; None: companies go by the names and domains delivered with them.
        account_names: ACCOUNT_NAMES, likewise.
    """
    rules = policy.conversion
    delivered = classes.select(_DELIVERED)
    links, followup, influence = tables.LINKS.empty(), tables.FOLLOWUP.empty(), tables.INFLUENCE.empty()
    if contacts.num_rows or found.rows.num_rows:
        called = {"account_names": tables.ACCOUNT_NAMES.empty() if account_names is None else account_names}
        open_accounts = sql.run(
            "outcomes_accounts",
            {"opportunities": found.opportunities, "rows": found.rows, "contact_facts": contact_facts, **called},
        )
        account_keys = sql.run(
            "outcomes_account_keys",
            {
                "facts": facts,
                "open_accounts": open_accounts,
                "accounts": tables.ACCOUNTS.empty() if accounts is None else accounts,
                **called,
            },
        )
        links = tables.LINKS.require(
            sql.run(
                "outcomes_links",
                {
                    "classes": delivered,
                    "people": people,
                    "contacts": contacts,
                    "outcomes": outcomes,
                    "matches": matches,
                    "open_accounts": open_accounts,
                    "account_keys": account_keys,
                },
                {"active_days": rules.known_active_days, "own_days": OWN_DAYS},
            )
        )
        said_no = sql.run("outcomes_said_no", {"evidence": evidence, "subjects": subjects}, {"as_of": as_of})
        followup = sql.run(
            "outcomes_followup",
            {
                "classes": delivered,
                "links": links,
                "outcomes": outcomes,
                "contacts": contacts,
                "people": people,
                "said_no": said_no,
                "rows": found.rows,
            },
        )
        influence = sql.run(
            "outcomes_influence",
            {
                "classes": delivered,
                "account_keys": account_keys,
                "accounts": open_accounts,
                "opportunities": found.opportunities,
                "outcomes": outcomes,
            },
            {"as_of": as_of, "window_days": rules.credit_window_days},
        )
    return Came(
        links=links,
        credits=_credits(delivered, outcomes, links, window_days=rules.credit_window_days),
        followup=tables.FOLLOWUP.require(followup),
        influence=tables.INFLUENCE.require(influence),
    )


def _credits(classes: pa.Table, outcomes: pa.Table, links: pa.Table, *, window_days: int) -> pa.Table:
    attested = sql.run("economics_attested", {"classes": classes}, {"credit_days": window_days})
    read = {"classes": classes, "outcomes": outcomes, "links": links, "attested": attested}
    return tables.CREDITS.require(sql.run("outcomes_credits", read, {"window_days": window_days}))
