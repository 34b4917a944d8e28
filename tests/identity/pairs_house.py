"""A few described people, and what the engine makes of them."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from leadaudit.identity.decisions import Decision
from leadaudit.identity.decisions import decided as decision_about
from leadaudit.identity.pairs.between import pairs_between
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.explanation import Explanation, explain_pair
from leadaudit.identity.pairs.weights import Weights, shipped_weights
from leadaudit.identity.people import Persons, persons
from leadaudit.tables import FACTS, KEYS, NODES
from leadaudit.vocabulary import Judgement

Said = Mapping[str, str]


def table(records: Sequence[Said], *, delivery: str = "a1", lines: Sequence[int] | None = None) -> pa.Table:
    """Records as DESCRIBED; lines count from 2 unless given."""
    numbers = range(2, len(records) + 2) if lines is None else lines
    return DESCRIBED.build(
        [{"delivery": delivery, "line": line, **said} for line, said in zip(numbers, records, strict=True)]
    )


def explained(one: Said, other: Said, weights: Weights | None = None) -> Explanation:
    return explain_pair(table([one]), table([other], delivery="b1"), weights or shipped_weights())


def probability(one: Said, other: Said, weights: Weights | None = None) -> float:
    return explained(one, other, weights).p


def people(records: Sequence[Said], *, decided: Sequence[tuple[int, int, bool]] = ()) -> Persons:
    """The people of one file by likeness alone; a decision names two records by their place and says whether they are
    the same."""
    pairs = pairs_between(table(records), None, shipped_weights()).pairs
    decisions = [
        decision_about(("a1", one + 2), ("a1", other + 2), Judgement.SAME if is_same else Judgement.DIFFERENT)
        for one, other, is_same in decided
    ]
    return settled(table(records), pairs, decisions)


def settled(described: pa.Table, pairs: pa.Table, decisions: Sequence[Decision] = ()) -> Persons:
    """The people of described records, the earliest delivery and line first, without any exact key."""
    nodes = [{"delivery": row["delivery"], "line": row["line"], "is_contact": False} for row in described.to_pylist()]
    facts = [
        {
            "delivery": row["delivery"], "line": row["line"], "first_key": row["first"], "last_key": row["last"],
            "generation": row["generation"], "email_norm": row["email"], "email_domain": row["domain"],
            "email_is_role": False, "email_is_free": row["domain"] is None, "email_is_disposable": False,
            "profile_key": row["profile"], "phone_e164": row["phone"], "company_key": row["company"],
        }
        for row in described.to_pylist()
    ]  # fmt: skip
    return persons(
        nodes=NODES.build(nodes), keys=KEYS.empty(), facts=FACTS.build(facts), pairs=pairs, decisions=decisions
    )


def people_by_record(found: Persons) -> dict[tuple[str, int], str]:
    """The person of every record."""
    return {(row["delivery"], row["line"]): row["person"] for row in found.people.to_pylist()}


def groups(records: Sequence[Said], *, decided: Sequence[tuple[int, int, bool]] = ()) -> list[int]:
    """For every record the place of its person's first record."""
    person = people_by_record(people(records, decided=decided))
    return [int(person["a1", place + 2].partition(":")[2]) - 2 for place in range(len(records))]


def outcomes(found: Persons) -> list[str]:
    """What became of every pair."""
    return [str(outcome) for outcome in found.matches["outcome"].to_pylist()]
