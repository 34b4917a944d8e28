"""A few described people, and what the engine makes of them."""

from collections.abc import Mapping, Sequence

import pyarrow as pa

from leadaudit.identity.pairs.between import pairs_between
from leadaudit.identity.pairs.clusters import PAIR_DECISIONS, People, people_of
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.explanation import Explanation, explain_pair
from leadaudit.identity.pairs.weights import Weights, shipped_weights

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


def people(records: Sequence[Said], *, decided: Sequence[tuple[int, int, bool]] = ()) -> People:
    """The people of one file; a decision names two records by their place and says whether they are the same."""
    weights = shipped_weights()
    described = table(records)
    decisions = PAIR_DECISIONS.build(
        [
            {"delivery": "a1", "line": one + 2, "other_delivery": "a1", "other_line": other + 2, "is_same": is_same}
            for one, other, is_same in decided
        ]
    )
    pairs = pairs_between(described, None, weights).pairs
    return people_of(described=described, pairs=pairs, decisions=decisions, weights=weights)


def groups(records: Sequence[Said], *, decided: Sequence[tuple[int, int, bool]] = ()) -> list[int]:
    """For every record the place of its person's first record."""
    return [
        int(person.partition(":")[2]) - 2 for person in people(records, decided=decided).members["person"].to_pylist()
    ]
