"""Two records side by side, why they are held to be one person or two, and whom a record was matched with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.identity.joined import SAME
from leadaudit.identity.pairs.explanation import Explanation, explain_pair
from leadaudit.vocabulary import MatchOutcome
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import place_of
from leadaudit.workspace.weights import weights_between

# What people compare: a label, delivered columns, and the fact that stands in where nothing was delivered as such.
_FIELDS: Final = (
    ("First name", ("first_name",), "first_name", "first"),
    ("Last name", ("last_name",), "last_name", "last"),
    ("Full name", ("full_name",), None, None),
    ("E-mail", ("email",), "email_norm", "email"),
    ("Phone", ("phone", "mobile", "other_phone"), "phone_e164", "phone"),
    ("Title", ("title",), "title", "title"),
    ("Company", ("company",), "company", "company"),
    ("Website", ("website",), "website_domain", None),
    ("Profile page", ("person_linkedin_url",), "profile_key", "profile"),
    ("City", ("city",), None, "city"),
    ("Postal code", ("postal_code",), None, "postcode"),
    ("Country", ("country",), "country_code", "country"),
)
OUTCOME_WORDS: Final[Mapping[MatchOutcome, str]] = {
    MatchOutcome.SAME: "joined: all that both say",
    MatchOutcome.KEY: "joined: a key in common",
    MatchOutcome.DECIDED_SAME: "joined: somebody's decision",
    MatchOutcome.UNSURE: "waits for a decision",
    MatchOutcome.CANNOT_TELL: "somebody could not tell",
    MatchOutcome.CUT: "apart: joining would make one of two people",
    MatchOutcome.DECIDED_DIFFERENT: "apart: somebody's decision",
    MatchOutcome.DIFFERENT: "apart: too little in common",
}

_NAMESAKES: Final = "Two different addresses at one company may be two namesakes: nobody joins them but you."


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
    """Two records, and what speaks for and against one person."""

    left: str
    right: str
    values: tuple[SideBySide, ...]
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """Another record that one was compared with.

    Args:
        record: Its id.
        outcome: What became of the two.
        sentence: Why, the strongest grounds first.
        is_same: Whether both are one person.
    """

    record: str
    outcome: MatchOutcome
    sentence: str
    is_same: bool


def look_at(workspace: Workspace, left: str, right: str) -> Pair | None:
    """Two records side by side; None when one of them is here no longer."""
    described = _by_id(workspace.described([left, right]))
    if left not in described or right not in described:
        return None
    said = [workspace.said_of(one) for one in (left, right)]
    one, other = described[left], described[right]
    return Pair(
        left=left,
        right=right,
        values=tuple(_side_by_side(said, one, other)),
        explanation=explain_pair(one, other, weights_between(workspace.store, place_of(left), place_of(right))),
    )


def namesakes_words(pair: Pair) -> str | None:
    """Why a likely pair waits for a person all the same; None where it does not."""
    return _NAMESAKES if pair.explanation.p >= SAME else None


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
    """Whom a record was matched with and why, the likeliest first; last the nearest person it is not, and why not."""
    delivery, _, line = record.rpartition(":")
    params: dict[str, sql.Parameter] = {"delivery": delivery, "line": int(line)}
    rows = sql.run("matches_of_record", {"matches": found.paths["matches"]}, params).to_pylist()
    same = [row for row in rows if row["is_same"]][:most]
    waiting = [row for row in rows if not row["is_same"] and row["outcome"] != MatchOutcome.DIFFERENT.value][:most]
    others = [row for row in rows if not row["is_same"] and row not in waiting][:1]
    chosen = [*same, *waiting, *([] if waiting else others)]
    ids = [f"{row['other_delivery']}:{row['other_line']}" for row in chosen]
    described = _by_id(workspace.described([record, *ids]))
    return [
        Matched(
            record=other,
            outcome=MatchOutcome(row["outcome"]),
            sentence=_sentence(workspace, described, (record, other), MatchOutcome(row["outcome"])),
            is_same=row["is_same"],
        )
        for other, row in zip(ids, chosen, strict=True)
        if record in described and other in described
    ]


def _sentence(
    workspace: Workspace, described: Mapping[str, pa.Table], ends: tuple[str, str], outcome: MatchOutcome
) -> str:
    weights = weights_between(workspace.store, place_of(ends[0]), place_of(ends[1]))
    told = explain_pair(described[ends[0]], described[ends[1]], weights)
    waits = outcome is MatchOutcome.UNSURE and told.p >= SAME
    return f"{told.sentence} {_NAMESAKES}" if waits else told.sentence


def matched_rows(matched: Sequence[Matched]) -> list[list[str | None]]:
    """Whom a record was matched with, what became of it, and why."""
    return [[one.record, OUTCOME_WORDS[one.outcome], one.sentence] for one in matched]
