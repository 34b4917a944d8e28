"""What a summary is made from, counted per delivery, and added up for a vendor or everything.

A delivery is counted once; pages that speak of one vendor, one delivery or all of them add up the same rows.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.economics.list_totals import EXACT_UP_TO

# A copy delivered longer before a statement has no share in it (docs/method.md, "Real leads").
CREDIT_DAYS: Final = 180

Row = Mapping[str, object]

_NOTHING = ""
_NO_LINES: Final = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE)])
# Columns of economics_counts.sql that add up over deliveries.
_SUMS: Final = ("records", "amount_minor", "unpriced")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Some records and what they cost; the money is None when a price is not known or currencies differ."""

    records: int
    amount_minor: int | None


def delivery_counts(
    assessed: Mapping[str, sql.Source], unpaid: pa.Table | None, query: sql.Query
) -> dict[str, list[Row]]:
    """What of each delivery adds up: its counts, and what the vendor is owed.

    That is the contract price of all records but those that cost nothing.

    Args:
        assessed: lines, classes, verdicts, freshness, repeats and usable of an assessment.
        unpaid: delivery, line of records that cost nothing; None: none.
        query: Whom to ask.
    """
    names = ("lines", "usable", "classes", "verdicts", "freshness", "repeats")
    attested = sql.Asked(
        name="economics_attested", tables={"classes": assessed["classes"]}, params={"credit_days": CREDIT_DAYS}
    )
    counted = query("economics_counts", {**{name: assessed[name] for name in names}, "attested": attested}, {})
    free: dict[str, Row] = {}
    if unpaid is not None and unpaid.num_rows:
        read: dict[str, sql.Source | sql.Asked] = {
            "unpaid": unpaid.select(_NO_LINES.names).cast(_NO_LINES),
            "verdicts": assessed["verdicts"],
        }
        free = {row["delivery"]: row for row in query("economics_unpaid", read, {}).to_pylist()}
    found: dict[str, list[Row]] = {}
    for row in counted.to_pylist():
        found.setdefault(row["delivery"], []).append(row)
    for delivery, rows in found.items():
        judged = [row for row in rows if row["measure"] == "verdict"]
        of_it = free.get(delivery, {"records": 0, "amount_minor": 0, "unpriced": 0})
        owed = {name: sum(_whole(row[name]) for row in judged) - _whole(of_it[name]) for name in of_it if name in _SUMS}
        rows.append({"measure": "media", "word": _NOTHING, "until_at": None, **owed})
        rows.append({"measure": "unpaid", "word": _NOTHING, "until_at": None, **of_it})
    return found


def still_true_counts(assessed: Mapping[str, sql.Source], query: sql.Query) -> dict[str, list[Row]]:
    """What of each delivery is to be expected still true, as far as it adds up."""
    read = {"freshness": assessed["freshness"]}
    found: dict[str, list[Row]] = {}
    for row in query("economics_still_true", read, {"exact_up_to": EXACT_UP_TO}).to_pylist():
        found.setdefault(row["delivery"], []).append(row)
    return found


class Counts:
    """The counts of one scope, by measure and word."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.by_measure: dict[str, dict[str, Count]] = {}
        for row in rows:
            words = self.by_measure.setdefault(str(row["measure"]), {})
            words.setdefault(str(row["word"]), Count()).add(row)

    def words(self, measure: str) -> list[str]:
        """Words of a measure, most records first."""
        counted = self.by_measure.get(measure, {})
        return sorted(counted, key=lambda word: (-self.number(measure, word), word))

    def number(self, measure: str, word: str = _NOTHING) -> float:
        """Records of a word; 0 when there is none."""
        return self.by_measure.get(measure, {}).get(word, Count()).records

    def records(self, measure: str, word: str = _NOTHING) -> int:
        """Whole records of a word."""
        return round(self.number(measure, word))

    def counted(self, measure: str, word: str = _NOTHING, *, has_money: bool) -> Counted:
        """Records of a word with their money."""
        found = self.by_measure.get(measure, {}).get(word, Count())
        is_known = has_money and not found.unpriced
        return Counted(records=round(found.records), amount_minor=found.amount_minor if is_known else None)

    def total(self, measure: str, *, has_money: bool) -> Counted:
        """All words of a measure together."""
        parts = [self.counted(measure, word, has_money=has_money) for word in self.words(measure)]
        amounts = [part.amount_minor for part in parts if part.amount_minor is not None]
        is_known = has_money and len(amounts) == len(parts)
        return Counted(records=sum(part.records for part in parts), amount_minor=sum(amounts) if is_known else None)

    def last_on(self, measure: str) -> date | None:
        """The last day before the first deadline of a measure, by the program's own clock."""
        words = self.by_measure.get(measure, {}).values()
        return min((one.last_on for one in words if one.last_on is not None), default=None)

    def until(self, measure: str) -> datetime | None:
        """The first deadline of a measure."""
        words = self.by_measure.get(measure, {}).values()
        return min((one.until_at for one in words if one.until_at is not None), default=None)


@dataclass(slots=True)
class Count:
    """One word, added up over deliveries."""

    records: float = 0.0
    amount_minor: int = 0
    unpriced: int = 0
    until_at: datetime | None = None
    last_on: date | None = None

    def add(self, row: Row) -> None:
        """The same of one delivery more."""
        self.records += float(str(row["records"]))
        self.amount_minor += _whole(row["amount_minor"])
        self.unpriced += _whole(row["unpriced"])
        until = row["until_at"]
        if isinstance(until, datetime):
            # a window ends with the instant; its last moment decides which day that is
            last_on = (until - timedelta(microseconds=1)).astimezone(ZoneInfo(str(row["zone"]))).date()
            self.until_at = until if self.until_at is None else min(self.until_at, until)
            self.last_on = last_on if self.last_on is None else min(self.last_on, last_on)


def _whole(value: object) -> int:
    return round(float(str(value)))
