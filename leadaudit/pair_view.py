"""Two records side by side, why they are held to be one person or two, and whom a record was matched with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.format import percent
from leadaudit.identity.decisions import Place
from leadaudit.identity.linkage import SAME
from leadaudit.identity.pairs.explanation import Explanation, explain_pair
from leadaudit.vocabulary import CRM_PEOPLE, MatchOutcome
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import place_of
from leadaudit.workspace.near import inputs_of, names_of, nearest_apart, who
from leadaudit.workspace.weights import weights_between

# What people compare: a label, delivered columns, and the fact that stands in where nothing was delivered as such.
_FIELDS: Final = (
    ("First name", ("first_name",), "first_name", "first"),
    ("Middle name", ("middle_name",), None, "middle"),
    ("Last name", ("last_name",), "last_name", "last"),
    ("Full name", ("full_name",), None, None),
    ("E-mail", ("email",), "email_norm", "email"),
    ("Phone", ("phone", "mobile", "other_phone"), "phone_e164", "phone"),
    ("Title", ("title",), "title", "title"),
    ("Company", ("company",), "company", "company"),
    ("Website", ("website",), "website_domain", None),
    ("Profile page", ("person_linkedin_url",), "profile_key", "profile"),
    ("Street", ("street",), None, "street"),
    ("City", ("city",), None, "city"),
    ("Postal code", ("postal_code",), None, "postcode"),
    ("State", ("state",), "state_code", "state"),
    ("Country", ("country",), "country_code", "country"),
)
OUTCOME_WORDS: Final[Mapping[MatchOutcome, str]] = {
    MatchOutcome.SAME: "joined: all that both say",
    MatchOutcome.KEY: "joined: a key in common",
    MatchOutcome.DECIDED_SAME: "joined: somebody's decision",
    MatchOutcome.UNSURE: "waits for somebody's decision",
    MatchOutcome.CANNOT_TELL: "somebody could not tell",
    MatchOutcome.CUT: "apart: joining would make one of two people",
    MatchOutcome.DECIDED_DIFFERENT: "apart: somebody's decision",
    MatchOutcome.DIFFERENT: "apart: too little in common",
}

NOBODY_NEAR: Final = "Nobody else here shares a name, an address, a number or a company with it that few others have."


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """One value of two records.

    Args:
        label: What it is.
        left: As delivered with one record; None: not given.
        right: With the other.
        differs: Whether both are given and are not the same once spelling is set aside.
    """

    label: str
    left: str | None
    right: str | None
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two records, and what speaks for and against one person.

    Args:
        left: Id of one record.
        right: Of the other.
        who: Both in words.
        values: What both say.
        explanation: The weights.
    """

    left: str
    right: str
    who: str
    values: tuple[SideBySide, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Another record that one was compared with.

    Args:
        record: Its id.
        who: Name and company.
        outcome: What became of the two.
        sentence: Why, the strongest grounds first.
        is_same: Whether both are one person.
    """

    record: str
    who: str
    outcome: MatchOutcome
    sentence: str
    is_same: bool


def is_in_crm(record: str) -> bool:
    """Whether an id is that of a contact or lead of the CRM."""
    return record.startswith(tuple(f"{kind.value}-" for kind in CRM_PEOPLE))


def look_at(workspace: Workspace, left: str, right: str) -> Pair | None:
    """Two records side by side; None when one of them is here no longer."""
    described = _by_id(workspace.described([left, right]))
    if left not in described or right not in described:
        return None
    said = [workspace.said_of(one) for one in (left, right)]
    parts = ("first_name", "last_name", "generation", "company")
    names = [who(*(each["facts"].get(part) for part in parts)) for each in said]
    one, other = described[left], described[right]
    return Pair(
        left=left,
        right=right,
        who=", ".join(names),
        values=tuple(_side_by_side(said, one, other)),
        explanation=explain_pair(one, other, weights_between(workspace.store, place_of(left), place_of(right))),
    )


def pair_words(explanation: Explanation) -> str:
    """How likely two records are one person, what speaks for and against it, and what held it back."""
    grounds = (("For it", explanation.grounds_for), ("Against it", explanation.grounds_against))
    at_most = "At most " if explanation.limit else ""
    parts = [f"{at_most}{_chance(explanation.p)} likely to be one person."]
    parts += [f"{title}: {', '.join(words)}." for title, words in grounds if words]
    if explanation.limit:
        parts.append(f"{explanation.limit[:1].upper()}{explanation.limit[1:]}.")
    return " ".join(parts)


def _chance(p: float) -> str:
    # Rounded it would read as what is joined.
    return f"just under {percent(SAME)}" if percent(p) == percent(SAME) and p < SAME else percent(p)


def _by_id(described: pa.Table) -> dict[str, pa.Table]:
    ids = zip(described["delivery"].to_pylist(), described["line"].to_pylist(), strict=True)
    return {f"{delivery}:{line}": described.slice(at, 1) for at, (delivery, line) in enumerate(ids)}


def _side_by_side(
    said: Sequence[Mapping[str, Mapping[str, object]]], one: pa.Table, other: pa.Table
) -> list[SideBySide]:
    rows = []
    for label, columns, fact, compared in _FIELDS:
        left, right = (_value(each, columns, fact) for each in said)
        if left is None and right is None:
            continue
        if compared is None:
            differs = left is not None and right is not None and left.casefold() != right.casefold()
        else:
            values = [table[compared][0].as_py() for table in (one, other)]
            differs = None not in values and values[0] != values[1]
        rows.append(SideBySide(label=label, left=left, right=right, differs=differs))
    return rows


def _value(said: Mapping[str, Mapping[str, object]], columns: Sequence[str], fact: str | None) -> str | None:
    delivered = [said["records"].get(name) for name in columns]
    texts = ["; ".join(map(str, one)) if isinstance(one, list) else str(one) for one in delivered if one]
    if texts:
        return " / ".join(texts)
    understood = said["facts"].get(fact) if fact else None
    return None if understood is None else str(understood)


def matched_with(workspace: Workspace, found: StoredAssessment, record: str, *, most: int = 12) -> list[Matched]:
    """Whom a record was matched with and why, the likeliest first; last the nearest person it is not, and why not.

    Args:
        workspace: Where the record is.
        found: The answer that says who is who.
        record: Its id.
        most: The most that is listed of those who are the same, and of those who wait.
    """
    place = place_of(record)
    params: dict[str, sql.Parameter] = {"delivery": place[0], "line": place[1]}
    rows = sql.run("matches_of_record", {"matches": found.paths["matches"]}, params).to_pylist()
    same = [row for row in rows if row["is_same"]][:most]
    waiting = [row for row in rows if not row["is_same"] and row["outcome"] != MatchOutcome.DIFFERENT.value][:most]
    others = [row for row in rows if not row["is_same"] and row not in waiting][:1]
    chosen = {
        (row["other_delivery"], row["other_line"]): (MatchOutcome(row["outcome"]), bool(row["is_same"]))
        for row in [*same, *waiting, *([] if waiting else others)]
    }
    if not waiting and not others and (nearest := _nearest(workspace, found, place)) is not None:
        chosen[nearest] = (MatchOutcome.DIFFERENT, False)
    described = _by_id(workspace.described([record, *map(_written, chosen)]))
    names = names_of(workspace.store, list(chosen))
    return [
        Matched(
            record=_written(other),
            who=names[other],
            outcome=outcome,
            sentence=pair_words(_explained(workspace, described, record, _written(other))),
            is_same=is_same,
        )
        for other, (outcome, is_same) in chosen.items()
        if record in described and _written(other) in described and other in names
    ]


def _written(place: Place) -> str:
    return f"{place[0]}:{place[1]}"


def _nearest(workspace: Workspace, found: StoredAssessment, place: Place) -> Place | None:
    params: dict[str, sql.Parameter] = {"delivery": place[0], "line": place[1]}
    rows = sql.run("matches_nodes_of_person", {"people": found.paths["people"]}, params).to_pylist()
    same = {(row["delivery"], row["line"]) for row in rows}
    return nearest_apart(workspace.store, inputs_of(found), place, same=same) if place in same else None


def _explained(workspace: Workspace, described: Mapping[str, pa.Table], one: str, other: str) -> Explanation:
    weights = weights_between(workspace.store, place_of(one), place_of(other))
    return explain_pair(described[one], described[other], weights)


def matched_rows(matched: Sequence[Matched]) -> list[tuple[str, str, str, str]]:
    """Whom a record was matched with: the other's id, who that is, what became of the two, and why."""
    return [
        (one.record, f"{one.who} (our CRM)" if is_in_crm(one.record) else one.who, OUTCOME_WORDS[one.outcome],
         one.sentence)
        for one in matched
    ]  # fmt: skip
