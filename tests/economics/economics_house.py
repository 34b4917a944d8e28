"""A small assessment to count: every record is what a test says of it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

import pyarrow as pa

from leadaudit import tables
from leadaudit.economics.summary import By, Summary, summarize
from leadaudit.economics.usable import usable_lines
from leadaudit.policy import default_policy

Row = Mapping[str, object]

DELIVERED_ON = date(2026, 3, 10)
GOOD: Row = {
    "status": "read",
    "class": "unproven",
    "verdict": "accept",
    "email_status": "ok",
    "p_employer": 0.9,
    "employer_label": "fresh",
    "title_label": "doubtful",
    "consent": "asserted",
    "amount_minor": 4800,
    "claimable_minor": 0,
}


def assessed(rows: Sequence[Row], deliveries: Sequence[Row] | None = None) -> dict[str, pa.Table]:
    """The tables of an assessment; a row's own keys replace those of an ordinary record."""
    lines = [{"delivery": "d1", "line": number, **GOOD, **row} for number, row in enumerate(rows, start=2)]
    heads = {
        str(head["delivery"]): head
        for head in deliveries or [{"delivery": "d1", "vendor": "osprelle", "program": "spring"}]
    }
    for line in lines:
        line.setdefault("vendor", heads[str(line["delivery"])]["vendor"])
        line.setdefault("delivered_on", DELIVERED_ON)
        line.setdefault("person", f"{line['delivery']}:{line['line']}")
    read = [line for line in lines if line["status"] != "unreadable"]
    named = {
        "lines": tables.LINES.build(_of(lines, tables.LINES)),
        "deliveries": tables.DELIVERIES.build([dict(head) for head in heads.values()]),
        "classes": tables.CLASSES.build(_of(read, tables.CLASSES)),
        "facts": tables.FACTS.build(_of(read, tables.FACTS)),
        "verdicts": tables.VERDICTS.build(_of(read, tables.VERDICTS)),
        "freshness": tables.FRESHNESS.build(_of(read, tables.FRESHNESS)),
        "repeats": tables.REPEATS.build(_of(read, tables.REPEATS)),
    }
    arguments = {name: named[name] for name in ("lines", "classes", "facts", "verdicts", "freshness", "deliveries")}
    named["usable"] = usable_lines(**arguments, policy=default_policy())
    return named


def summary(rows: Sequence[Row]) -> Summary:
    """The summary of one delivery."""
    named = assessed(rows)
    return summaries(named, By.DELIVERY)["d1"]


def summaries(named: Mapping[str, pa.Table], by: By, currencies: Mapping[str, str] | None = None) -> dict[str, Summary]:
    """Summaries in dollars unless said otherwise."""
    return summarize(
        named,
        deliveries=named["deliveries"],
        currencies=currencies or {"spring": "USD"},
        policy=default_policy(),
        by=by,
    )


def deadline(day: int) -> datetime:
    """An instant in March."""
    return datetime(2026, 3, day, tzinfo=UTC)


def _of(rows: Sequence[Row], contract: tables.Contract) -> list[dict[str, object]]:
    return [{name: row[name] for name in contract.schema.names if name in row} for row in rows]
