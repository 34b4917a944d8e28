"""What people decided about two records; kept apart from what is computed, and replayed whenever both are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa

from leadaudit.tables import LINE, TEXT
from leadaudit.vocabulary import Judgement

Place: TypeAlias = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """One person's word on two records.

    Args:
        left: Delivery and line of one of them, the smaller.
        right: Of the other.
        judgement: What was decided.
    """

    left: Place
    right: Place
    judgement: Judgement


def decided(left: Place, right: Place, judgement: Judgement) -> Decision:
    """A decision about two records, whichever is named first."""
    low, high = sorted((left, right))
    return Decision(left=low, right=high, judgement=judgement)


def decision_rows(decisions: Iterable[Decision]) -> pa.Table:
    """Decisions as a table: delivery, line, other_delivery, other_line, bits and p (null), judgement."""
    ordered = sorted(decisions, key=lambda one: (one.left, one.right))
    return pa.table(
        {
            "delivery": pa.array([one.left[0] for one in ordered], TEXT),
            "line": pa.array([one.left[1] for one in ordered], LINE),
            "other_delivery": pa.array([one.right[0] for one in ordered], TEXT),
            "other_line": pa.array([one.right[1] for one in ordered], LINE),
            "bits": pa.nulls(len(ordered), pa.float64()),
            "p": pa.nulls(len(ordered), pa.float64()),
            "judgement": pa.array([one.judgement.value for one in ordered], TEXT),
        }
    )
