"""What a CRM holds and what of it cannot be counted, in sentences."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

import pyarrow as pa

from leadaudit.findings import catalogue
from leadaudit.format import count, day, percent, plural, share
from leadaudit.outcomes.completeness import Answerable, Ready
from leadaudit.outcomes.lists import LinkRate, count_by
from leadaudit.outcomes.stages import EMPTY, Meaning, WordOf

Words = Mapping[tuple[WordOf, str], tuple[Meaning | None, int]]

PLACES: Final[Mapping[WordOf, str]] = {
    WordOf.OPPORTUNITY: "stage of an opportunity",
    WordOf.PERSON: "status of a contact or lead",
    WordOf.TYPE: "type of an activity",
    WordOf.MEETING: "how a meeting ended",
    WordOf.TOUCH: "how a call, mail or task ended",
    WordOf.MEMBER: "status of a campaign member",
}
_READY: Final[Mapping[Ready, str]] = {
    Ready.READY: "can be told",
    Ready.PARTLY: "can be told in part",
    Ready.MISSING: "cannot be told yet",
}
_DOUBTS: Final[Mapping[str, tuple[str, str]]] = {
    "won_without_day": (
        "opportunity is won without a close date; no win is counted for it",
        "opportunities are won without a close date; no win is counted for them",
    ),
    "opened_without_day": (
        "opportunity does not say when it was created; it is not counted",
        "opportunities do not say when they were created; they are not counted",
    ),
    "closed_before_opened": (
        "opportunity was closed before it was created",
        "opportunities were closed before they were created",
    ),
    "no_amount": ("won opportunity has no amount", "won opportunities have no amount"),
    "negative_amount": ("opportunity has an amount below zero", "opportunities have an amount below zero"),
    "no_currency": (
        "amount has no currency; it is in no sum of money",
        "amounts have no currency; they are in no sum of money",
    ),
    "before_person": (
        "outcome is dated before the CRM had the person",
        "outcomes are dated before the CRM had the person",
    ),
}


def unnamed_sentences(unnamed: pa.Table, opportunities: int) -> list[str]:
    """How many opportunities nobody can be credited for, and why."""
    if not unnamed.num_rows:
        return (
            []
            if not opportunities
            else [f"Each of {plural(opportunities, 'opportunity', 'opportunities')} names somebody."]
        )
    why = count_by(unnamed, "why")
    told = []
    if why.get("no_name"):
        told.append(
            f"{count(why['no_name'])} of {plural(opportunities, 'opportunity', 'opportunities')} name no contact; "
            "they cannot be credited."
        )
    if why.get("nobody_here"):
        told.append(f"{count(why['nobody_here'])} of {count(opportunities)} name only somebody who is not here.")
    if why.get("several"):
        told.append(
            f"{count(why['several'])} of {count(opportunities)} name only an address that several people share."
        )
    return told


def link_sentences(rates: Sequence[LinkRate]) -> list[str]:
    """How many records the CRM holds, and the months in which that fell."""
    records, linked = sum(one.records for one in rates), sum(one.linked for one in rates)
    if not records:
        return ["No contacts or leads are loaded that are newer than a delivery; nobody can be linked."]
    ambiguous = sum(one.ambiguous for one in rates)
    told = [f"{share(linked, records)} of the records are of people whom the CRM holds."]
    if ambiguous:
        told.append(
            f"{count(ambiguous)} more may be somebody in the CRM; look at them, until then they are not counted."
        )
    told += [
        f"{one.vendor}, {one.month:%B %Y}: {share(one.linked, one.records)} are in the CRM, against "
        f"{percent(one.before)} in the months before. Conversion will seem to fall with it."
        for one in rates
        if one.has_fallen
    ]
    return told


def word_sentences(words: Words) -> list[str]:
    """Words of the CRM that nobody knows, counted and named, with the command that says what they mean."""
    return [
        f'{_unknown(place, word, rows)} Say it with leadaudit stages set {place.value} "{word}" MEANING.'
        for (place, word), (meaning, rows) in words.items()
        if meaning is None
    ]


def unknown_sentences(words: Words) -> list[str]:
    """The same where it can be said on the spot."""
    return [_unknown(place, word, rows) for (place, word), (meaning, rows) in words.items() if meaning is None]


def _unknown(place: WordOf, word: str, rows: int) -> str:
    return f'{plural(rows, "row")} with "{word}" ({PLACES[place]}): nobody said what that means.'


def doubt_sentences(doubts: pa.Table) -> list[str]:
    """What cannot be, counted."""
    return [f"{count(number)} {_DOUBTS[doubt][number != 1]}." for doubt, number in count_by(doubts, "doubt").items()]


def rate_sentences(without: Mapping[str, Sequence[date]]) -> list[str]:
    """Currencies of won opportunities for which no rate is known on days they were won."""
    return [
        f"{currency}: no rate is known for {plural(len(days), 'day')} on which something was won, first "
        f"{day(min(days))}; these amounts stand in their own currency. Bring in rates with leadaudit import fx."
        for currency, days in without.items()
    ]


def answerable_rows(found: Sequence[Answerable]) -> list[tuple[str, str, str]]:
    """Number, whether it can be told, what is missing."""
    return [(one.number, _READY[one.ready], " ".join(one.gaps)) for one in found]


def word_rows(words: Words) -> list[tuple[str, str, str, str]]:
    """Place, word, meaning and rows of every word of the CRM."""
    return [
        (
            PLACES[place],
            word if word != EMPTY else "(nothing)",
            "not known" if meaning is None else spoken(meaning),
            count(rows),
        )
        for (place, word), (meaning, rows) in words.items()
    ]


def spoken(meaning: Meaning) -> str:
    """A meaning in words."""
    return meaning.value.replace("_", " ")


def finding_sentences(findings: pa.Table) -> list[str]:
    """What stands in the cells of an export and cannot be what its column holds, counted by check."""
    rows = findings.to_pylist()
    told = []
    for check in sorted({row["check"] for row in rows}):
        found = [row for row in rows if row["check"] == check]
        values = [value for row in found if (value := json.loads(row["args"] or "{}").get("value"))]
        such = f", such as {values[0]}" if values else ""
        told.append(f"{catalogue()[check].title}: {plural(len(found), 'line')}, first line {found[0]['line']}{such}.")
    return told


def export_sentences(rows: pa.Table, columns: Mapping[str, Sequence[str]], gone: int, in_force: int) -> list[str]:
    """What an export would bring.

    Args:
        rows: tables.CRM_ROWS of the file.
        columns: Headers of each field.
        gone: Rows in force that it does not name and that would count as deleted.
        in_force: Rows of its kind in force before.
    """
    kind = rows["object"][0].as_py().replace("_", " ") if rows.num_rows else "no"
    days = [one for name in ("occurred_on", "created_on") for one in rows[name].drop_null().to_pylist()]
    reach = f", {day(min(days))} to {day(max(days))}" if days else ""
    told = [f"{plural(rows.num_rows, f'{kind} row')}{reach}."]
    told += [f"{field.replace('_', ' ')}: {', '.join(headers)}" for field, headers in sorted(columns.items())]
    if gone:
        told.append(
            f"{share(gone, in_force)} rows that are here now are not in this file and will count as deleted. "
            "If the file is only a part, import it with --partial."
        )
    return told
