"""What is missing in the exports of a CRM, and which number each gap costs.

Source: docs/crm-exports.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.format import day, share
from leadaudit.vocabulary import CrmObject

# Below this share of rows with a value, a column is there in part only.
NEARLY_ALL: Final = 0.95


class Ready(StrEnum):
    """Whether a number can be told from what is loaded."""

    READY = "ready"
    PARTLY = "partly"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answerable:
    """One number with what it still needs.

    Args:
        number: What it tells.
        ready: Whether it can be told.
        gaps: What is missing and what to export, one sentence each.
    """

    number: str
    ready: Ready
    gaps: tuple[str, ...]


Filled = Mapping[str, object]
_Gap = Callable[[Mapping[str, Filled], "Scope"], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What the CRM is asked about: the first and the last day of delivery; None: nothing was delivered."""

    first_delivered_on: date | None
    last_delivered_on: date | None
    active_days: int


def how_full(rows: pa.Table) -> dict[str, Filled]:
    """How full the columns of each object are, by object, as ``outcomes_filled.sql`` describes."""
    return {row["object"]: row for row in sql.run("outcomes_filled", {"rows": rows}).to_pylist()}


def answerable(filled: Mapping[str, Filled], scope: Scope) -> tuple[Answerable, ...]:
    """Every number with what it still needs of the CRM.

    Args:
        filled: As ``how_full`` gives it.
        scope: What the CRM is asked about.
    """
    return tuple(_answerable(number, required, wanted, filled, scope) for number, required, wanted in _NUMBERS)


def _answerable(
    number: str, required: tuple[_Gap, ...], wanted: tuple[_Gap, ...], filled: Mapping[str, Filled], scope: Scope
) -> Answerable:
    missing = [gap for find in required if (gap := find(filled, scope)) is not None]
    lesser = [gap for find in wanted if (gap := find(filled, scope)) is not None] if not missing else []
    ready = Ready.MISSING if missing else Ready.PARTLY if lesser else Ready.READY
    return Answerable(number=number, ready=ready, gaps=(*missing, *lesser))


def _loaded(what: CrmObject, words: str, *others: CrmObject) -> _Gap:
    def find(filled: Mapping[str, Filled], _: Scope) -> str | None:
        return None if any(one.value in filled for one in (what, *others)) else f"No {words} are loaded. Export them."

    return find


def _any(what: CrmObject, column: str, sentence: str) -> _Gap:
    """Nothing at all stands in a column."""

    def find(filled: Mapping[str, Filled], _: Scope) -> str | None:
        rows = filled.get(what.value)
        return sentence if rows is not None and not rows[column] else None

    return find


def _of_people(column: str, sentence: str) -> _Gap:
    """Neither leads nor contacts have anything in a column."""

    def find(filled: Mapping[str, Filled], _: Scope) -> str | None:
        loaded = [rows for what in (CrmObject.LEAD, CrmObject.CONTACT) if (rows := filled.get(what.value)) is not None]
        return sentence if loaded and not any(rows[column] for rows in loaded) else None

    return find


def _most(what: CrmObject, column: str, words: str) -> _Gap:
    """Some rows have nothing in a column."""

    def find(filled: Mapping[str, Filled], _: Scope) -> str | None:
        rows = filled.get(what.value)
        if rows is None:
            return None
        number, of = int(str(rows[column])), int(str(rows["rows"]))
        return None if number >= NEARLY_ALL * of else f"{share(of - number, of)} {words}"

    return find


def _reaches_back(filled: Mapping[str, Filled], scope: Scope) -> str | None:
    rows = filled.get(CrmObject.ACTIVITY.value)
    if rows is None or scope.first_delivered_on is None or not isinstance(rows["first_on"], date):
        return None
    wanted = scope.first_delivered_on - timedelta(days=scope.active_days)
    if rows["first_on"] <= wanted:
        return None
    return (
        f"The first activity is of {day(rows['first_on'])}; who was active before the first delivery shows only from "
        f"{day(wanted)} on. Export activities from that day."
    )


def _reaches_up(filled: Mapping[str, Filled], scope: Scope) -> str | None:
    throughs = [rows["through"] for rows in filled.values() if isinstance(rows["through"], date)]
    if not throughs or scope.last_delivered_on is None or min(throughs) >= scope.last_delivered_on:
        return None
    oldest = min((str(what) for what in filled), key=lambda what: str(filled[what]["through"]))
    return (
        f"The newest export of {oldest.replace('_', ' ')} rows is of {day(min(throughs))}, "
        f"before the last delivery of {day(scope.last_delivered_on)}. Export again."
    )


def _roles(filled: Mapping[str, Filled], _: Scope) -> str | None:
    named = filled.get(CrmObject.OPPORTUNITY.value, {}).get("with_people")
    converted = filled.get(CrmObject.LEAD.value, {}).get("with_opportunity")
    if CrmObject.CONTACT_ROLE.value in filled or named or converted:
        return None
    return (
        "No opportunity names a contact: export contact roles, or a report on opportunities with contact roles. "
        "Without them no opportunity can be credited to a person."
    )


_OPPORTUNITY, _ACTIVITY, _MEMBER = CrmObject.OPPORTUNITY, CrmObject.ACTIVITY, CrmObject.CAMPAIGN_MEMBER
_CONTACT, _LEAD = CrmObject.CONTACT, CrmObject.LEAD
_NUMBERS: Final[tuple[tuple[str, tuple[_Gap, ...], tuple[_Gap, ...]], ...]] = (
    (
        "who is in the CRM",
        (_loaded(_CONTACT, "contacts or leads", _LEAD),),
        (
            _most(_CONTACT, "with_id", "contacts have no id. Add the contact's id to the export."),
            _reaches_up,
        ),
    ),
    (
        "who was known before",
        (
            _loaded(_CONTACT, "contacts or leads", _LEAD),
            _any(_CONTACT, "with_created", "No contact says when it was created. Add the created date."),
        ),
        (
            _most(_CONTACT, "with_created", "contacts have no created date; they count as known. Add it."),
            _loaded(_ACTIVITY, "activities"),
            _reaches_back,
        ),
    ),
    (
        "follow-up and response time",
        (
            _loaded(_ACTIVITY, "activities"),
            _any(_ACTIVITY, "with_people", "No activity names a contact, lead or address. Add the contact's id."),
        ),
        (
            _any(_ACTIVITY, "with_time", "No activity has a time of day: response time is told in days. Add the time."),
            _most(_ACTIVITY, "with_people", "activities name nobody. Add the contact's or lead's id."),
        ),
    ),
    (
        "meetings set and held",
        (
            _loaded(_ACTIVITY, "activities"),
            _any(_ACTIVITY, "with_type", "No activity has a type: meetings cannot be told from calls. Add the type."),
        ),
        (
            _any(
                _ACTIVITY,
                "with_stage",
                "No activity has a status or outcome: which meetings were held is not known. Add it.",
            ),
            _most(
                _ACTIVITY,
                "with_created",
                "activities do not say when they were created; classes before the export do not know of them. Add it.",
            ),
        ),
    ),
    (
        "opportunities",
        (
            _loaded(_OPPORTUNITY, "opportunities"),
            _any(_OPPORTUNITY, "with_created", "No opportunity says when it was created. Add the created date."),
            _roles,
        ),
        (
            _most(_OPPORTUNITY, "with_id", "opportunities have no id. Add it, or those of one name are taken for one."),
            _most(_OPPORTUNITY, "with_account", "opportunities name no account; accounts cannot be told. Add it."),
        ),
    ),
    (
        "wins and pipeline",
        (
            _loaded(_OPPORTUNITY, "opportunities"),
            _any(_OPPORTUNITY, "with_amount", "No opportunity has an amount. Add it."),
            _any(_OPPORTUNITY, "with_currency", "No amount has a currency. Add the column, or say it with --currency."),
        ),
        (
            _most(_OPPORTUNITY, "with_currency", "opportunities have no amount with a currency. Add both."),
            _most(_OPPORTUNITY, "with_closed", "opportunities have no close date; a win without one is not counted."),
        ),
    ),
    (
        "leads that were disqualified",
        (_loaded(_LEAD, "leads or contacts with a status", _CONTACT),),
        (
            _of_people("with_stage", "No lead or contact has a status. Add it."),
            _of_people("with_stage_day", "No status says when it was set. Add the date of the status."),
        ),
    ),
    (
        "webinars attended",
        (_loaded(_MEMBER, "campaign members"),),
        (
            _any(_MEMBER, "with_type", "No campaign has a type: webinars are told by their names alone. Add it."),
            _any(_MEMBER, "with_day", "No member says when they responded. Add the first responded date."),
        ),
    ),
)
