"""Who is called now, whose answers are confirmed, whom to ask, who is left alone: all of it from one pass of SQL.

Source: docs/method.md, "Follow up".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.distinct import distinct_rows
from leadaudit.followup.given import FollowUpGiven, owner_of
from leadaudit.policy import Policy
from leadaudit.vocabulary import EvidenceRole, FollowUpList

NO_OWNERS: Final = pa.schema([("person", tables.TEXT), ("owner", tables.TEXT)]).empty_table()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Listed:
    """Everybody delivered, and what is next for them.

    Args:
        people: One row per person, as ``followup_people.sql`` describes.
        lists: One row per person on a list, as ``followup_lists.sql`` describes.
    """

    people: pa.Table
    lists: pa.Table

    def on(self, name: FollowUpList, state: str = "now") -> pa.Table:
        """The rows of one list in one state, in their order."""
        return self.lists.filter(
            pc.and_(pc.equal(self.lists["list"], name.value), pc.equal(self.lists["state"], state))
        )

    def count(self, name: FollowUpList, state: str = "now") -> int:
        """How many of them there are."""
        return int(self.on(name, state).num_rows)

    def not_asked(self) -> dict[str, int]:
        """Why people are not asked, with how many; most first."""
        counted = pc.value_counts(self.people["ask_bar"].drop_null()).to_pylist()
        return {
            row["values"]: row["counts"] for row in sorted(counted, key=lambda row: (-row["counts"], row["values"]))
        }


def lists_of(
    read: Mapping[str, sql.Source],
    *,
    crm_rows: pa.Table,
    routed: pa.Table,
    given: FollowUpGiven,
    policy: Policy,
    as_of: date,
) -> Listed:
    """The lists of a day.

    Args:
        read: classes, usable, freshness, facts, evidence, subjects, outcomes and people of an assessment.
        crm_rows: tables.CRM_ROWS in force, for who looks after whom.
        routed: tables.ROUTED of earlier days.
        given: Our own table of owners.
        policy: The rules.
        as_of: The day.
    """
    day = {"as_of": as_of}
    rules = policy.follow_up
    kinds = kinds_table(policy)
    people = sql.run(
        "followup_people",
        {
            "classes": read["classes"],
            "usable": read["usable"],
            "freshness": read["freshness"],
            "facts": read["facts"],
            "said": sql.run("followup_said", {**_only(read, "evidence", "subjects", "classes"), "kinds": kinds}, day),
            "engaged": sql.run("followup_engaged", _only(read, "outcomes"), day),
            "owners": sql.run("followup_owners", {"rows": crm_rows, **_only(read, "people")}),
            "routed": sql.run("followup_routed_before", {"routed": routed, **_only(read, "classes")}, day),
        },
        {
            **day,
            "engaged_days": rules.engaged_days,
            "min_employer_p": policy.usable.min_employer_p,
            "claimed_too": rules.ask_permission == "asserted",
            "ask_limit": rules.ask_limit,
            "ask_stop_days": rules.ask_stop_days,
            "ask_again_days": rules.ask_again_days,
            "cooloff_days": policy.classes.cooloff_days,
            "holdout_seed": rules.holdout_seed,
            "holdout_share": rules.holdout_share,
            "med_holdout_share": rules.med_holdout_share,
        },
    )
    lists = sql.run(
        "followup_lists",
        {
            "people": people,
            "answers": sql.run("followup_answers", {**_only(read, "evidence", "classes"), "kinds": kinds}, day),
            "given": _given_owners(people, given),
        },
        {
            "alerts_per_owner_day": rules.alerts_per_owner_day,
            "confirm_per_day": rules.confirm_per_day,
            "asks_per_day": rules.asks_per_day,
        },
    )
    return Listed(people=people, lists=lists)


def segments_of(listed: Listed) -> pa.Table:
    """What kind of message suits each person; one row per person, as ``followup_segments.sql`` describes."""
    return sql.run("followup_segments", {"people": listed.people})


def kinds_table(policy: Policy) -> pa.Table:
    """Evidence kinds with what they can do and the last age in days at which they count."""
    names = sorted(policy.kinds)
    lives = [_live_days(name, policy) for name in names]
    return pa.table(
        {
            "kind": pa.array(names, tables.TEXT),
            "role": pa.array([policy.kinds[name].role.value for name in names], tables.TEXT),
            "live_days": pa.array(lives, tables.LINE),
        }
    )


def _live_days(name: str, policy: Policy) -> int | None:
    """The longest age at which the weight is not below what a live behaviour needs."""
    kind = policy.kinds[name]
    half_life = kind.half_life_days
    if half_life is None and kind.role is EvidenceRole.RELAYED_STATEMENT:
        # not believed, it counts as an answer the vendor reports
        half_life = min(
            (one.half_life_days or 0 for one in policy.kinds.values() if one.role is EvidenceRole.VENDOR_EXPLICIT),
            default=None,
        )
    if half_life is None:
        return None
    age = 0
    while 2 ** (-(age + 1) / half_life) >= policy.classes.live_weight and age < 100 * half_life:
        age += 1
    return age


def _given_owners(people: pa.Table, given: FollowUpGiven) -> pa.Table:
    """Owners by our own table, judged once for each country and vendor."""
    if not given.territory:
        return NO_OWNERS
    places = distinct_rows([people["country"], people["vendor"]])
    owners = [
        owner_of(given.territory, None if country is None else str(country), str(vendor))
        for country, vendor in places.values
    ]
    return pa.table({"person": people["person"], "owner": pa.array(owners, tables.TEXT).take(pa.array(places.row_of))})


def _only(read: Mapping[str, sql.Source], *names: str) -> dict[str, sql.Source]:
    return {name: read[name] for name in names}
