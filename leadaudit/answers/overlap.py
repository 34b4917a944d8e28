"""Which vendors delivered the same people: who was first, what is paid again, whose promise to be the only one fails.

docs/method.md, "Who is the same person".
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.answers.cost_words import listed
from leadaudit.answers.phrases import proper
from leadaudit.contract.program import Program, baselines
from leadaudit.format import count, money, plural

Sources = Mapping[str, sql.Source]
OVERLAP_HEADER: Final = (
    "first_vendor", "vendor", "people", "vendor_people", "accounts", "median_days", "most_days", "paid",
    "paid_twice_minor", "again", "again_paid", "again_minor", "currency", "not_exclusive", "first_exclusive",
    "later_exclusive", "first_is_baseline", "is_baseline",
)  # fmt: skip
PEOPLE_HEADER: Final = (
    "first_vendor", "first_record", "first_on", "vendor", "record", "delivered_on", "days", "is_paid", "amount_minor",
    "currency", "is_again", "first_exclusive", "exclusive",
)  # fmt: skip


def overlap(paths: Sources, programs_of: Mapping[str, Program], query: sql.Query = sql.run) -> list[dict[str, object]]:
    """Which vendors delivered the same people, who was first and what was paid twice; one row per two vendors.

    Our own programs stand among them and are marked: people who came by themselves, too, may be sold to us later.

    Args:
        paths: Tables of an assessment.
        programs_of: The program of each delivery.
        query: Whom to ask.
    """
    tables = {name: paths[name] for name in ("people", "classes", "usable", "verdicts", "accounts")}
    rows: list[dict[str, object]] = query("matches_overlap", {**tables, "terms": _terms(programs_of)}, {}).to_pylist()
    ours = baselines(programs_of.values())
    return [
        {**row, "first_is_baseline": row["first_vendor"] in ours, "is_baseline": row["vendor"] in ours} for row in rows
    ]


def overlap_people(
    paths: Sources, programs_of: Mapping[str, Program], query: sql.Query = sql.run
) -> list[dict[str, object]]:
    """Everybody behind the rows of the overlap: both records, the days between, and whether the later one is paid.

    Args:
        paths: Tables of an assessment.
        programs_of: The program of each delivery.
        query: Whom to ask.
    """
    tables = {name: paths[name] for name in ("people", "classes", "usable", "verdicts")}
    rows = query("matches_overlap_people", {**tables, "terms": _terms(programs_of)}, {}).to_pylist()
    named = (
        {
            **row,
            "first_record": f"{row['first_delivery']}:{row['first_line']}",
            "record": f"{row['delivery']}:{row['line']}",
        }
        for row in rows
    )
    return [{name: row[name] for name in PEOPLE_HEADER} for row in named]


def promised(programs: Iterable[Program]) -> frozenset[str]:
    """Vendors that promise the people of a program to nobody else."""
    return frozenset(program.vendor for program in programs if program.exclusive)


def _terms(programs_of: Mapping[str, Program]) -> pa.Table:
    return pa.table(
        {
            "delivery": pa.array(list(programs_of), pa.string()),
            "currency": pa.array([program.currency for program in programs_of.values()], pa.string()),
            "exclusive": pa.array([program.exclusive for program in programs_of.values()], pa.bool_()),
        }
    )


def overlap_sentences(rows: Sequence[Mapping[str, object]], exclusive: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Who sold what another vendor had sold before, and whose claim to be the only one fails.

    Args:
        rows: As ``overlap`` gives them; those of people who came to us later by themselves are nobody's sale.
        exclusive: Vendors that promise their people to nobody else.
    """
    sold = [row for row in rows if not row["is_baseline"]]
    if not sold:
        return ("**No two vendors delivered the same person.**", *_promises(sold, exclusive))
    return (*_again(sold), *_promises(sold, exclusive))


def _again(rows: Sequence[Mapping[str, object]]) -> tuple[str, ...]:
    most = max(rows, key=lambda row: (_int(row, "people"), str(row["vendor"])))
    return (
        f"**{plural(sum(_int(row, 'again') for row in rows), 'time')} a vendor delivered somebody whom another had "
        f"delivered before{_paid_words(rows)}.**",
        f"Most often: {most['vendor']} delivered {count(_int(most, 'people'))} people that {most['first_vendor']} had "
        f"delivered before, usually {plural(round(float(str(most['median_days']))), 'day')} later.",
    )


def _paid_words(rows: Sequence[Mapping[str, object]]) -> str:
    """Of how many the second record must be paid, and what that is, each currency for itself."""
    spent: dict[str, int] = {}
    for row in rows:
        if row["currency"] and row["paid_twice_minor"] is not None:
            spent[str(row["currency"])] = spent.get(str(row["currency"]), 0) + _int(row, "again_minor")
    amounts = ", ".join(money(minor, currency) for currency, minor in sorted(spent.items()) if minor)
    paid = sum(_int(row, "again_paid") for row in rows)
    if not paid:
        return "; none of these records is to be paid"
    price = f": {amounts}" if amounts else ""
    return f"; {count(paid)} of these records {'is' if paid == 1 else 'are'} to be paid{price}"


def _promises(rows: Sequence[Mapping[str, object]], exclusive: frozenset[str]) -> list[str]:
    """Who promised people to nobody else, and who delivered them too; promises that held, and where there is none."""
    promises = (("first_vendor", "vendor", "first_exclusive"), ("vendor", "first_vendor", "later_exclusive"))
    broken: dict[tuple[str, str], int] = {}
    for row in rows:
        for one, other, number in promises:
            if _int(row, number):
                ends = (str(row[one]), str(row[other]))
                broken[ends] = broken.get(ends, 0) + _int(row, number)
    kept = sorted(exclusive - {one for one, _ in broken})
    held = f"What {listed(kept)} sold as exclusive nobody else delivered." if kept else ""
    none = (
        "" if exclusive or broken else "No program promises its people to nobody else (exclusive = true in its file)."
    )
    return [
        *(
            f"{proper(one)} sold {plural(people, 'person', 'people')} as exclusive whom {other} delivered too."
            for (one, other), people in sorted(broken.items())
        ),
        *filter(None, (held, none)),
    ]


def named_words(row: Mapping[str, object], end: str) -> str:
    """A vendor of a row (``first_vendor`` or ``vendor``) as people read it; our own are marked."""
    is_ours = row["first_is_baseline" if end == "first_vendor" else "is_baseline"]
    return f"{row[end]} (ours)" if is_ours else str(row[end])


def days_words(row: Mapping[str, object]) -> str:
    """How many days later the other vendor came, usually and at most: "45, up to 323"."""
    usual, most = float(str(row["median_days"])), _int(row, "most_days")
    return f"{usual:,.0f}" if round(usual) == most else f"{usual:,.0f}, up to {most:,}"


def paid_words(row: Mapping[str, object]) -> str:
    """What the later vendor must be paid for people whom another had delivered; nobody sells what is ours."""
    if row["is_baseline"]:
        return "nobody sells them"
    if row["currency"] is None or row["paid_twice_minor"] is None:
        return "no price yet"
    return money(_int(row, "paid_twice_minor"), str(row["currency"]))


def _int(row: Mapping[str, object], name: str) -> int:
    return int(str(row[name] or 0))
