"""What the values of each column look like, from a sample spread over the whole file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.intake.header_words import fold
from leadaudit.intake.shapes import Shape, count_shapes

IntArray: TypeAlias = npt.NDArray[np.int64]

SAMPLED_LINES: Final = 3_000
JUDGED_VALUES: Final = 200  # distinct values of a column that are looked at, fewer where there are hundreds of columns
JUDGED_IN_ALL: Final = 40_000
RELATED_LINES: Final = 300  # lines in which names are compared with the e-mail beside them
# The addresses of the lines compared come again with every column.
_REMEMBERED: Final = 4_096
# Words that stand where a value is missing; they say nothing about what the column holds.
_MISSING: Final = pa.array(
    ["", "-", "--", "n/a", "na", "none", "null", "unknown", "select", "not provided", "keine angabe"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a sample of one column's values looks like.

    Args:
        filled: Sampled lines with a value.
        lines: Sampled lines.
        judged: Distinct values that were looked at.
        shares: Share of the judged values that have a shape, 0 to 1.
        samples: The first three distinct values.
        relations: Share of lines in which the value is part of the e-mail (or the domain, where there is none) beside
            it, by the field that would make it.
    """

    filled: int
    lines: int
    judged: int
    shares: Mapping[Shape, float]
    samples: tuple[str, ...]
    relations: Mapping[str, float]

    def share(self, *shapes: Shape) -> float:
        """The largest share of any of the shapes."""
        return max((self.shares[shape] for shape in shapes), default=0.0)


def cells_of(cells: pa.Array, column_no: int, rows: IntArray | None = None) -> pa.Array:
    """One column of a list column of cells; null where a line is too short.

    Args:
        cells: ``cells`` of tables.LINES.
        column_no: 0-based.
        rows: The rows wanted; all when not given.
    """
    starts = cells.offsets.to_numpy()
    positions = (starts[:-1] if rows is None else starts[:-1][rows]) + column_no
    is_there = positions < (starts[1:] if rows is None else starts[1:][rows])
    if is_there.all():
        return cells.values.take(pa.array(positions))
    return cells.values.take(pa.array(np.where(is_there, positions, 0), mask=~is_there))


def sample_columns(lines: pa.Table, columns: int) -> list[pa.Array]:
    """The cells of a sample of the read lines, one array per column, spread evenly over the file."""
    # Positions are sampled before cells are copied: a million lists are dear to filter.
    read = np.flatnonzero(pc.is_valid(lines["cells"]).to_numpy())
    if not len(read):
        return [pa.array([], pa.string())] * columns
    chosen = read[np.unique(np.linspace(0, len(read) - 1, min(len(read), SAMPLED_LINES)).astype(np.int64))]
    cells = lines["cells"].take(pa.array(chosen)).combine_chunks()
    return [pc.utf8_trim_whitespace(cells_of(cells, column_no)) for column_no in range(columns)]


def _known(values: pa.Array) -> pa.Array:
    is_missing = pc.fill_null(pc.is_in(pc.utf8_lower(values), value_set=_MISSING), fill_value=True)
    return pc.if_else(is_missing, pa.scalar(None, pa.string()), values)


def profile_columns(sampled: Sequence[pa.Array]) -> list[Profile]:
    """What each column's values look like.

    Args:
        sampled: One array of trimmed cells per column, all of one length.
    """
    known = [_known(values) for values in sampled]
    distinct = [pc.unique(values.drop_null()).to_pylist() for values in known]
    enough = max(20, min(JUDGED_VALUES, JUDGED_IN_ALL // max(1, len(known))))
    counts = [count_shapes(values[:enough]) for values in distinct]
    judged = [max(1, min(len(values), enough)) for values in distinct]
    # Names are compared with the addresses beside them; where there are none, with the domains.  Of several columns of
    # addresses the persons' differ from line to line; those of owners, agents and assistants come again and again.
    compared = max(
        range(len(known)),
        key=lambda at: (
            round(counts[at][Shape.EMAIL] / judged[at], 1),
            round(counts[at][Shape.DOMAIN] / judged[at], 1),
            len(distinct[at]),
        ),
        default=0,
    )
    addresses = known[compared].slice(0, RELATED_LINES).to_pylist() if known else []
    return [
        Profile(
            filled=len(values) - values.null_count,
            lines=len(values),
            judged=min(len(distinct[at]), enough),
            shares={shape: count / judged[at] for shape, count in counts[at].items()},
            samples=tuple(distinct[at][:3]),
            relations={} if at == compared else _relations(values.slice(0, RELATED_LINES).to_pylist(), addresses),
        )
        for at, values in enumerate(known)
    ]


@lru_cache(_REMEMBERED)
def _letters(text: str) -> str:
    return "".join(letter for letter in fold(text).lower() if letter.isalnum())


def _relations(values: Sequence[str | None], addresses: Sequence[str | None]) -> dict[str, float]:
    """In what share of lines a value reads as the first, last or full name or the company in the address beside it."""
    hits = dict.fromkeys(("first_name", "last_name", "full_name", "company"), 0)
    compared = 0
    for value, address in zip(values, addresses, strict=True):
        if value is None or address is None or "." not in address or "@" in value or len(value) > 80:
            continue
        compared += 1
        local, _, domain = fold(address).lower().removeprefix("www.").rpartition("@")
        mailbox, word = _letters(local), _letters(value)
        parts = [_letters(part) for part in value.split()]
        if len(word) < 2 or word.isdigit():
            continue
        if len(parts) > 1 and all(part[:1] in mailbox for part in parts) and parts[-1] in mailbox:
            hits["full_name"] += 1
        elif mailbox and mailbox.startswith(word):
            hits["first_name"] += 1
        elif mailbox and mailbox.endswith(word):
            hits["last_name"] += 1
        label = _letters(domain.split(".")[0])
        if "." not in value and len(label) > 2 and (word.startswith(label) or label.startswith(word)) and len(word) > 2:
            hits["company"] += 1
    return {field: count / compared for field, count in hits.items()} if compared > 1 else {}
