"""What of a CRM cannot be counted, as lists: who is not linked, which opportunities name nobody, what cannot be.

Source: docs/method.md, "Linking".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.outcomes.steps import CrmSteps

# A month is told to have fallen when it has at least so many records, lies at least so far below the months before it,
# and chance alone would hardly make it (one-sided, 1 in 200: every vendor has many months).
FEWEST: Final = 20
LEAST_FALL: Final = 0.10
_BY_CHANCE: Final = 2.576


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRate:
    """How many of a vendor's records of one month the CRM holds.

    Args:
        vendor: Who delivered them.
        month: Its first day.
        records: Records about a person, not excluded.
        linked: Those whose person is in the CRM.
        ambiguous: Those whose person may be somebody in the CRM.
        before: Share linked of the vendor's months before; None in the first.
        has_fallen: Whether it lies so far below that conversion will seem to fall with it.
    """

    vendor: str
    month: date
    records: int
    linked: int
    ambiguous: int
    before: float | None
    has_fallen: bool

    @property
    def rate(self) -> float:
        """Share linked; a month without records has no row."""
        return self.linked / self.records


def link_rates(*, classes: sql.Source, links: sql.Source, through: date, query: sql.Query = sql.run) -> list[LinkRate]:
    """The share of records that the CRM holds, by vendor and month of delivery.

    Args:
        classes: CLASSES.
        links: LINKS.
        through: Day of the newest export of contacts; whoever came later cannot be in it.
        query: Whom to ask.
    """
    rows = query("outcomes_link_rates", {"classes": classes, "links": links}, {"through": through}).to_pylist()
    rates: list[LinkRate] = []
    earlier: dict[str, tuple[int, int]] = {}
    for row in rows:
        linked, records = earlier.get(row["vendor"], (0, 0))
        rates.append(
            LinkRate(
                **{name: row[name] for name in ("vendor", "month", "records", "linked", "ambiguous")},
                before=linked / records if records else None,
                has_fallen=has_fallen(row["linked"], row["records"], linked, records),
            )
        )
        earlier[row["vendor"]] = (linked + row["linked"], records + row["records"])
    return rates


def has_fallen(linked: int, records: int, linked_before: int, records_before: int) -> bool:
    """Whether a share lies so far below an earlier one that it is a fall and no accident.

    The difference of two shares against its standard error under equal shares.
    """
    if records < FEWEST or records_before < FEWEST:
        return False
    fall = linked_before / records_before - linked / records
    pooled = (linked + linked_before) / (records + records_before)
    error = sqrt(pooled * (1 - pooled) * (1 / records + 1 / records_before))
    return fall >= LEAST_FALL and fall > _BY_CHANCE * error


def unlinked_records(*, classes: sql.Source, links: sql.Source, facts: sql.Source, through: date) -> pa.Table:
    """Records of people whom the CRM does not hold, as ``outcomes_unlinked.sql`` describes."""
    read = {"classes": classes, "links": links, "facts": facts}
    return sql.run("outcomes_unlinked", read, {"through": through})


def unnamed_opportunities(found: CrmSteps, names: pa.Table) -> pa.Table:
    """Opportunities that no person can be credited for, as ``outcomes_unnamed.sql`` describes."""
    read = {"opportunities": found.opportunities, "roles": found.roles, "names": names}
    return sql.run("outcomes_unnamed", read)


def ambiguous_links(assessed: Mapping[str, sql.Source], *, contacts: pa.Table, contact_facts: pa.Table) -> pa.Table:
    """Records that may be a person of the CRM, as ``outcomes_ambiguous.sql`` describes.

    Args:
        assessed: links, people, matches and facts of an assessment.
        contacts: CONTACTS in force.
        contact_facts: FACTS of the contacts.
    """
    read = {name: assessed[name] for name in ("links", "people", "matches", "facts")}
    return sql.run("outcomes_ambiguous", {**read, "contacts": contacts, "contact_facts": contact_facts})


def doubts(found: CrmSteps, names: pa.Table, *, people: sql.Source, contacts: pa.Table, as_of: date) -> pa.Table:
    """What the CRM says that cannot be, or cannot be counted, as ``outcomes_doubts.sql`` describes."""
    known = sql.run("outcomes_known_since", {"people": people, "contacts": contacts})
    read: dict[str, sql.Source] = {
        "steps": found.steps,
        "names": names,
        "opportunities": found.opportunities,
        "known": known,
    }
    return sql.run("outcomes_doubts", read, {"as_of": as_of})


def count_by(rows: pa.Table, column: str) -> dict[str, int]:
    """How many rows have each word of a column, in order of the words."""
    counted = pc.value_counts(rows[column].combine_chunks()).to_pylist() if rows.num_rows else []
    return dict(sorted((entry["values"], entry["counts"]) for entry in counted))


def currencies_by_day(found: CrmSteps) -> Sequence[tuple[str, date]]:
    """Every currency of a won opportunity with the days on which it would be changed into another."""
    won = found.opportunities.filter(pc.equal(found.opportunities["state"], "won"))
    pairs = won.select(["currency", "closed_on"]).drop_null().to_pylist()
    return sorted({(row["currency"], row["closed_on"]) for row in pairs})
