"""Lists and signals as files: for people who call, and for imports of Salesforce and HubSpot."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import pyarrow as pa

from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.followup.given import FollowUpGiven, filled
from leadaudit.words import TIERS
from leadaudit.workspace.followup import FollowUp
from leadaudit.workspace.followup_tasks import Task


class CrmTarget(StrEnum):
    """CRMs whose imports the files fit."""

    SALESFORCE = "salesforce"
    HUBSPOT = "hubspot"


class CrmLevel(StrEnum):
    """What a row of the file updates."""

    CONTACT = "contact"
    DEAL = "deal"
    ACCOUNT = "account"


# Names of the four fields every level carries; they have to be made once in the CRM.
_SIGNAL_FIELDS: Final[Mapping[CrmTarget, Mapping[str, str]]] = {
    CrmTarget.SALESFORCE: {
        "signal_type": "Intent_Signal_Type__c",
        "signal_on": "Intent_Signal_Time__c",
        "tier": "Intent_Tier__c",
        "category": "Intent_Category__c",
    },
    CrmTarget.HUBSPOT: {
        "signal_type": "Intent Signal Type",
        "signal_on": "Intent Signal Time",
        "tier": "Intent Tier",
        "category": "Intent Category",
    },
}
# By what each importer finds the row to update, and what names it for people.
_KEYS: Final[Mapping[CrmTarget, Mapping[CrmLevel, Mapping[str, str]]]] = {
    CrmTarget.SALESFORCE: {
        CrmLevel.CONTACT: {
            "contact_id": "Id", "email": "Email", "first_name": "FirstName", "last_name": "LastName",
            "company": "Company",
        },
        CrmLevel.DEAL: {"deal_id": "Id"},
        CrmLevel.ACCOUNT: {"company": "Name", "domain": "Website"},
    },
    CrmTarget.HUBSPOT: {
        CrmLevel.CONTACT: {
            "contact_id": "Record ID", "email": "Email", "first_name": "First Name", "last_name": "Last Name",
            "company": "Company Name",
        },
        CrmLevel.DEAL: {"deal_id": "Record ID"},
        CrmLevel.ACCOUNT: {"domain": "Company Domain Name", "company": "Company Name"},
    },
}  # fmt: skip

TASK_HEADER: Final = (
    "list", "owner", "due_at", "channel", "name", "title", "company", "email", "phone", "why_now", "next_step",
    "question", "class", "tier", "category", "permission", "signal_type", "signal_on", "vendor", "record",
)  # fmt: skip

NOBODY: Final = "nobody: name an owner"


def signals_csv(follow_up: FollowUp, target: CrmTarget, level: CrmLevel) -> str:
    """Type, time, tier and category of every lead and signal, under the headers one importer matches."""
    match level:
        case CrmLevel.CONTACT:
            rows = follow_up.signals()
        case CrmLevel.DEAL:
            rows = follow_up.signal_deals()
        case CrmLevel.ACCOUNT:
            rows = follow_up.signal_accounts()
    headers = {**_KEYS[target][level], **_SIGNAL_FIELDS[target]}
    columns = [_shown(rows, name) for name in headers]
    return csv_text(list(headers.values()), zip(*columns, strict=True))


def _shown(rows: pa.Table, name: str) -> list[object]:
    values: list[object] = rows[name].to_pylist()
    if name == "tier":
        return [None if value is None else TIERS[str(value)].capitalize() for value in values]
    if name == "category":
        return [None if value is None else str(value).capitalize() for value in values]
    return values


def task_rows(tasks: Sequence[Task]) -> list[dict[str, object]]:
    """The people of a list with everything whoever follows up has to know."""
    return [
        {
            "list": task.list.value,
            "owner": task.owner,
            "due_at": None if task.due_at is None else task.due_at.strftime("%Y-%m-%dT%H:%MZ"),
            "channel": task.channel,
            "name": task.name,
            "title": task.title,
            "company": task.company,
            "email": task.email,
            "phone": task.phone,
            "why_now": task.why.sentence,
            "next_step": task.why.next_step,
            "question": task.question,
            "class": task.record_class,
            "tier": task.tier,
            "category": task.category,
            "permission": task.consent,
            "signal_type": task.signal_type,
            "signal_on": task.signal_at,
            "vendor": task.vendor,
            "record": task.record,
        }
        for task in tasks
    ]


def tasks_csv(tasks: Sequence[Task]) -> str:
    """The same as CSV."""
    rows = [{**row, "owner": row["owner"] or NOBODY} for row in task_rows(tasks)]
    return csv_text(TASK_HEADER, [[row[name] for name in TASK_HEADER] for row in rows])


def asks_csv(follow_up: FollowUp, tasks: Sequence[Task], *, wording: str | None = None) -> str:
    """Whom to ask with which words; answers come back with ``leadaudit import responses``.

    Args:
        follow_up: The lists of the day.
        tasks: Whom.
        wording: Name of one; None: each in turn, so that they can be compared.

    Raises:
        LeadauditError: There is no wording of that name.
    """
    header = (
        "email", "first_name", "channel", "wording", "subject", "text", "next_step_after_yes", "permission", "flag",
        "asked_on", "answer", "vendor", "record",
    )  # fmt: skip
    return csv_text(header, _ask_rows(follow_up, tasks, wording))


def require_wording(given: FollowUpGiven, name: str | None) -> None:
    """Refuse a wording that is not there, before anybody is asked with others.

    Raises:
        LeadauditError: There is none of that name.
    """
    known = [one.name for one in given.wordings]
    if name is not None and name not in known:
        raise LeadauditError(f"wording {name}", "there is none of that name", f"Use one of {', '.join(known)}")


def _ask_rows(follow_up: FollowUp, tasks: Sequence[Task], wording: str | None) -> list[list[object]]:
    given: FollowUpGiven = follow_up.given
    require_wording(given, wording)
    chosen = [one for one in given.wordings if wording in {None, one.name}]
    rows: list[list[object]] = []
    for at, task in enumerate(tasks):
        one = chosen[at % len(chosen)]
        first_name = (task.name or "").split(" ")[0]
        text = filled(
            one.mail if task.channel == "mail" else one.call,
            first_name=first_name, topic=task.topic or "our material", us=follow_up.us,
        )  # fmt: skip
        rows.append(
            [
                task.email if task.channel == "mail" else task.phone, first_name, task.channel, one.name, one.subject,
                text, one.next_step, task.consent, "permission only claimed" if task.consent == "asserted" else None,
                None, None, task.vendor, task.record,
            ]
        )  # fmt: skip
    return rows


def segments_csv(follow_up: FollowUp) -> str:
    """What kind of message suits everybody delivered; whom to leave alone, and why."""
    rows = follow_up.segments()
    names = ("person", "vendor", "class", "tier", "category", "segment", "why")
    return csv_text(names, zip(*(rows[name].to_pylist() for name in names), strict=True))
