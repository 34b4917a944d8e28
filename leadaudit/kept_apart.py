"""Records that are alike and were not joined: pairs that were cut, and people who may be several of the CRM."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit import sql
from leadaudit.answers.matching import not_compared_rows
from leadaudit.identity.decisions import Place
from leadaudit.pair_view import is_in_crm, look_at, pair_words
from leadaudit.vocabulary import MatchOutcome
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.decisions import place_of
from leadaudit.workspace.matching import estimated_recall
from leadaudit.workspace.near import inputs_of, names_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A record or CRM contact, and who it is.

    Args:
        record: Its id.
        who: Name and company, and whether it stands in our CRM.
    """

    record: str
    who: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A likely pair that stayed apart.

    Args:
        left: One record.
        right: The other.
        why: How likely the two are one person, and why.
        instead: Whom either is one person with instead; empty where neither is with anybody earlier.
    """

    left: Named
    right: Named
    why: str
    instead: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguous:
    """Somebody who may be more than one person of the CRM.

    Args:
        person: The person's earliest record.
        contacts: People of the CRM it may be, its own included.
        likeliest: The likeliest of those it was not joined with.
        p: How likely the two are one person.
    """

    person: Named
    contacts: int
    likeliest: Named
    p: float


WHY_CUT: Final = (
    "Joining these would have made one person of two who contradict each other, or whom somebody told apart. The "
    "weakest tie was cut."
)


def cut_pairs(workspace: Workspace, found: StoredAssessment, *, most: int) -> tuple[list[Cut], int]:
    """Likely pairs that were not joined, as joining would make one of two people; and how many there are in all."""
    params: dict[str, sql.Parameter] = {
        "outcomes": [MatchOutcome.CUT.value], "seed": None, "skipped": [], "limit": most,
    }  # fmt: skip
    rows = found.ask("matches_queue", ("matches",), params).to_pylist()
    ends = [(f"{row['delivery']}:{row['line']}", f"{row['other_delivery']}:{row['other_line']}") for row in rows]
    persons = [(str(row["person"]), str(row["other_person"])) for row in rows]
    named = _named(workspace, [one for pair in (*ends, *persons) for one in pair])
    cuts = []
    for (left, right), two in zip(ends, persons, strict=True):
        pair = look_at(workspace, left, right)
        if pair is not None:
            instead = [
                f"{named[one].who} ({one}) is one person with {named[person].who} ({person})."
                for one, person in zip((left, right), two, strict=True)
                if one != person
            ]
            cuts.append(
                Cut(
                    left=named[left],
                    right=named[right],
                    why=pair_words(pair.explanation),
                    instead=" ".join(instead),
                )
            )
    return cuts, rows[0]["waiting"] if rows else 0


def ambiguous_links(workspace: Workspace, found: StoredAssessment, *, most: int) -> tuple[list[Ambiguous], int]:
    """People who may be several people of the CRM; and how many there are in all."""
    rows = found.ask("matches_ambiguous", ("matches", "people")).to_pylist()
    named = _named(workspace, [row[name] for row in rows[:most] for name in ("person", "likeliest")])
    return [
        Ambiguous(
            person=named[row["person"]],
            contacts=row["contacts"],
            likeliest=named[row["likeliest"]],
            p=row["p"],
        )
        for row in rows[:most]
    ], len(rows)


def not_compared(workspace: Workspace, found: StoredAssessment) -> list[tuple[tuple[str, ...], Named]]:
    """Values that too many records share (``answers.matching.not_compared_rows``), each with somebody who has one."""
    rows = not_compared_rows(found.paths)
    named = _named(workspace, [row[-1] for row in rows])
    return [(row[:-1], named[row[-1]]) for row in rows]


def recall_of(workspace: Workspace, found: StoredAssessment) -> float | None:
    """Estimated share of the pairs of one person that some value brings together; None where too few were found."""
    return estimated_recall(workspace.store, inputs_of(found))


def _named(workspace: Workspace, records: Sequence[str]) -> dict[str, Named]:
    places: dict[str, Place] = {one: place_of(one) for one in records}
    names = names_of(workspace.store, list(places.values()))
    return {
        one: Named(record=one, who=names.get(place, one) + (" (our CRM)" if is_in_crm(one) else ""))
        for one, place in places.items()
    }
