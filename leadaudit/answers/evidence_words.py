"""What evidence says of vendors and deliveries as a whole, in words that command line and app share."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from leadaudit.evidence.patterns import Pattern
from leadaudit.format import UNDEFINED, count, percent, share
from leadaudit.vocabulary import RecordClass
from leadaudit.words import CLASSES

DAYS_HEADER = ("day", "of", *(CLASSES[one] for one in RecordClass))
ATTESTED_HEADER = ("vendor", "asked on its form", "contacted", "deny", "more than one in ten deny", "so")


def class_day_rows(counts: Iterable[Mapping[str, Any]]) -> dict[str, list[list[str]]]:
    """Of each vendor one row per time after delivery: records that are old enough, then each class with its share."""
    found: dict[str, dict[int | None, dict[str, int]]] = {}
    reached: dict[tuple[str, int | None], int] = {}
    for row in counts:
        found.setdefault(row["vendor"], {}).setdefault(row["after_days"], {})[row["class"]] = row["records"]
        reached[row["vendor"], row["after_days"]] = row["reached"]
    return {
        vendor: [
            [
                _day_words(after),
                count(reached[vendor, after]),
                *(_part(classes.get(one, 0), reached[vendor, after]) for one in RecordClass),
            ]
            for after, classes in days.items()
        ]
        for vendor, days in found.items()
    }


def _part(records: int, reached: int) -> str:
    return f"{count(records)} ({percent(records / reached)})" if records else "0"


def _day_words(after_days: int | None) -> str:
    if after_days is None:
        return "now"
    return "at delivery" if after_days == 0 else f"after {after_days} days"


def attested_rows(attested: Iterable[Mapping[str, Any]]) -> list[list[str]]:
    """Vendors that relayed statements, whom of theirs we spoke to, and whether they are still believed."""
    return [
        [
            row["vendor"],
            count(row["attested"]),
            share(row["contacted"], row["attested"]),
            share(row["denied"], row["contacted"]) if row["contacted"] else UNDEFINED,
            f"sure to {percent(row['p_too_many'])}" if row["contacted"] else UNDEFINED,
            _standing(row),
        ]
        for row in attested
    ]


def attested_sentence(row: Mapping[str, Any]) -> str:
    """What is known of the people a vendor says asked for us."""
    asked = f"{count(row['attested'])} people asked on {row['vendor']}'s form"
    if not row["contacted"]:
        return f"{asked}; we tried to reach none of them yet."
    deny = share(row["denied"], row["contacted"])
    so = "its statements count as its own answers" if row["is_suspended"] else "its statements count"
    return f"{asked}; of those we reached {deny} deny it, so {so}."


def _standing(row: Mapping[str, Any]) -> str:
    if row["is_suspended"]:
        return "its statements count as its own answers until somebody lifts that in the policy"
    return "counts: somebody lifted the doubt" if row["is_lifted"] else "counts"


def pattern_rows(patterns: Sequence[Pattern]) -> list[list[str]]:
    """Every pattern of a delivery with its figures."""
    words = {True: "seldom with people", False: "as with people", None: "cannot be told"}
    return [[pattern.title, words[pattern.is_flagged], pattern.figures] for pattern in patterns]
