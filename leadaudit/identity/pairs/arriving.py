"""The pairs of one arriving input with itself and with every input that was there before.

Each pair of inputs is looked at by itself: its caps count the records of these two alone, and what is said of two
records depends on the two and the weights.  So the order of arrival changes nothing, and an input that goes takes
its own pairs along and no others.  docs/method.md, "Who is the same person".
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as version_of
from importlib.resources import files
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.pairs.between import LEAST_P, PAIRS
from leadaudit.identity.pairs.blocking import MOST_PAIRS, RULES, Candidates
from leadaudit.identity.pairs.coded import MISSING, Coded, Column, blocked_on, coded, distinct
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.levels import seen
from leadaudit.identity.pairs.scoring import weighed
from leadaudit.identity.pairs.weights import Weights, shares_of
from leadaudit.sql import Source, run, texts_of
from leadaudit.tables import LINE, TEXT, Contract

Numbers: TypeAlias = npt.NDArray[np.int64]

BLOCKS: Final = Contract(
    name="blocks",
    one_row_per="record and blocking key",
    schema=pa.schema([("delivery", TEXT), ("line", LINE), ("rule", pa.int8()), ("key", pa.uint32())]),
    key=("delivery", "line"),
)
BLOCKING: Final = Contract(
    name="blocking",
    one_row_per="pair of inputs and blocking rule",
    schema=pa.schema(
        [
            ("delivery", TEXT),  # the arriving input
            ("other_delivery", TEXT),
            ("rule", TEXT),
            ("keys", pa.int64()),
            ("keys_skipped", pa.int64()),  # more records hold them than are worth comparing
            ("pairs_skipped", pa.int64()),
            ("line", LINE),  # of the arriving input, that holds the largest of them; null: none was skipped
            ("compared", pa.int64()),  # pairs of the two inputs that were looked at, the same for every rule
        ]
    ),
    key=("delivery", "other_delivery", "rule"),
)

# Everybody against everybody is for a file that is compared once; here every arrival would pay for it.
_UNUSED: Final = "everybody"
# Keys above this number are not looked up one by one: the join of all of them is quicker.
_MOST_LOOKED_UP: Final = 2_000_000
_MASK: Final = (1 << 24) - 1
_CHUNK: Final = 1_000_000
_SAID: Final = {"middle": "middle_name", "street": "street", "city": "city", "postcode": "postal_code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A delivery or an import, read only as far as is needed.

    Args:
        name: Its id.
        blocks: Gives its ``BLOCKS``.
        describe: Gives ``DESCRIBED`` for some of its lines, in the order of the lines.
    """

    name: str
    blocks: Callable[[], pa.Table]
    describe: Callable[[Numbers], pa.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What came of comparing an arriving input.

    Args:
        pairs: ``PAIRS`` within the input and with each of the others.
        blocking: ``BLOCKING``.
    """

    pairs: pa.Table
    blocking: pa.Table


def rules_version() -> str:
    """A name for the rules by which pairs are looked for; stored keys of another version are not compared with ours.

    The database's own hash makes the keys, so its version counts too.
    """
    query = (files("leadaudit.sql") / "identity_block_keys.sql").read_text(encoding="utf-8")
    made_of = repr((query, MOST_PAIRS, LEAST_P, version_of("duckdb")))
    return hashlib.sha256(made_of.encode()).hexdigest()[:8]


def described(facts: Source, records: Source, lines: pa.Table | None = None) -> pa.Table:
    """What records say of their person, in the columns that are compared.

    Args:
        facts: ``tables.FACTS``.
        records: RECORDS of the same lines.
        lines: Delivery and line of those that are asked for; None: all of them.

    Returns:
        ``DESCRIBED``, ordered by delivery and line.
    """
    said = texts_of(records, tuple(_SAID.values())).rename_columns(["delivery", "line", *_SAID])
    if lines is not None:
        # The order of a semi join is nobody's; the query below puts it right.
        said = said.join(lines.select(["delivery", "line"]), ["delivery", "line"], join_type="left semi")
    tables: dict[str, Source] = {"facts": facts, "said": said, "wanted": said if lines is None else lines}
    return DESCRIBED.require(run("identity_arriving_people", tables))


def block_keys(people: pa.Table) -> pa.Table:
    """The keys under which records are looked at together; the same for the same record whatever else is there.

    Args:
        people: ``DESCRIBED`` of one input.

    Returns:
        ``BLOCKS``, ordered by line.
    """
    values = coded(people)
    numbered = blocked_on(values)
    written = {name: _texts(column) for name, column in values.columns.items()}
    asked = pa.table({"node": numbered["node"], "is_right": numbered["is_right"], **written})
    keys = run("identity_block_keys", {"coded": asked})
    keys = keys.filter(pc.not_equal(keys["rule"], _UNUSED))
    rule = pc.index_in(keys["rule"], pa.array(RULES)).to_numpy().astype(np.int8)
    key = (keys["key"].to_numpy() & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    node = keys["node"].to_numpy()
    order = np.lexsort((key, rule, node)) if len(node) < _CHUNK else np.argsort(node, kind="stable")
    at = pa.array(node[order])
    return BLOCKS.require(
        pa.table(
            {
                "delivery": people["delivery"].take(at),
                "line": people["line"].take(at),
                "rule": rule[order],
                "key": key[order],
            }
        )
    )


def _texts(column: Column) -> pa.Array:
    indices = pa.array(column.codes, mask=column.codes == MISSING)
    return pa.DictionaryArray.from_arrays(indices, pa.array(column.texts.tolist(), TEXT)).cast(TEXT)


def pairs_of_arrival(arriving: Input, earlier: Sequence[Input], weights: Weights, *, within: bool = True) -> Arrived:
    """The pairs of an input that may be one person, within it and with others.

    Args:
        arriving: The input that came.
        earlier: Other inputs it is compared with.
        weights: What each level weighs.
        within: Whether its own records are compared with each other, too.
    """
    inputs = [arriving, *earlier]
    keys = _keys(inputs)
    caps = pa.table(
        {
            "rule": pa.array(range(len(RULES)), pa.int8()),
            "most_pairs": pa.array(list(MOST_PAIRS.values()), pa.int64()),
            "bit": pa.array([1 << number for number in range(len(RULES))], pa.int64()),
        }
    )
    found = run("identity_arriving_pairs", {"keys": keys, "caps": caps})
    sizes = run("identity_arriving_sizes", {"keys": keys, "caps": caps})
    del keys
    if not within:
        found = found.filter(pc.greater(found["input"], 0))
        sizes = sizes.filter(pc.greater(sizes["input"], 0))
    return Arrived(pairs=_scored(found, inputs, weights), blocking=_report(sizes, found, inputs))


def _keys(inputs: Sequence[Input]) -> pa.Table:
    own = inputs[0].blocks()
    parts = [_numbered(own, 0)]
    wanted = own["key"].to_numpy()
    few = len(wanted) <= _MOST_LOOKED_UP
    hit = np.zeros(_MASK + 1, np.bool_)
    hit[wanted & _MASK] = True
    known = distinct(wanted.astype(np.int64)) if few else wanted
    for number, other in enumerate(inputs[1:], start=1):
        blocks = other.blocks()
        if few:
            key = blocks["key"].to_numpy()
            at = np.flatnonzero(hit[key & _MASK])
            blocks = blocks.take(pa.array(at[np.isin(key[at], known)]))
        parts.append(_numbered(blocks, number))
    return _held_by_several(pa.concat_tables(parts))


def _held_by_several(keys: pa.Table) -> pa.Table:
    """The rows of keys that more than one record may hold; the others bring no pair, and are most of a large file.

    Counted by the last bits of the key alone, as a key too many costs nothing.  Of a million generated records 6.6 M of
    21 M keys were left.
    """
    rule, place = keys["rule"].to_numpy(), keys["key"].to_numpy() & _MASK
    kept = np.zeros(len(rule), np.bool_)
    for each in np.unique(rule):
        rows = np.flatnonzero(rule == each)
        kept[rows] = (np.bincount(place[rows]) > 1)[place[rows]]
    return keys.filter(pa.array(kept))


def _numbered(blocks: pa.Table, number: int) -> pa.Table:
    input_no = pa.array(np.full(blocks.num_rows, number, np.int32))
    return blocks.select(["line", "rule", "key"]).append_column("input", input_no)


def _scored(found: pa.Table, inputs: Sequence[Input], weights: Weights) -> pa.Table:
    if not found.num_rows:
        return PAIRS.empty()
    input_no, line, other_line = (found[name].to_numpy().astype(np.int64) for name in ("input", "line", "other_line"))
    people: list[pa.Table] = []
    left, right = np.zeros(len(line), np.int32), np.zeros(len(line), np.int32)
    before = 0
    for number, one in enumerate(inputs):
        of_input = input_no == number
        asked = [other_line[of_input]] if number else [line, other_line[of_input]]
        lines = distinct(np.concatenate(asked))
        people.append(one.describe(lines))
        right[of_input] = before + np.searchsorted(lines, other_line[of_input])
        if number == 0:
            left = np.searchsorted(lines, line).astype(np.int32)
        before += len(lines)
    together = pa.concat_tables(people)
    left, right = _in_order(together, left, right)
    pairs = Candidates(
        left=left, right=right, rules=found["rules"].to_numpy().astype(np.int64), stands_for=np.ones(len(left))
    )
    return _likely(together, pairs, weights)


def _in_order(
    people: pa.Table, left: npt.NDArray[np.int32], right: npt.NDArray[np.int32]
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Each pair with its smaller (delivery, line) first, whoever arrived last."""
    order = pc.sort_indices(people, [("delivery", "ascending"), ("line", "ascending")]).to_numpy()
    ranks = np.empty(people.num_rows, np.int64)
    ranks[order] = np.arange(len(ranks))
    swapped = ranks[left] > ranks[right]
    return np.where(swapped, right, left), np.where(swapped, left, right)


def _likely(people: pa.Table, pairs: Candidates, weights: Weights) -> pa.Table:
    values = with_every_domain(coded(people), people)
    shares = shares_of(values, weights)
    least = np.log2(LEAST_P / (1 - LEAST_P))
    parts = [PAIRS.empty()]
    for chunk in _chunks(pairs):
        compared = seen(values, chunk)
        total = weighed(values, compared.left, compared.right, compared.levels, weights, shares).total
        likely = total >= least
        kept, bits = compared.where(likely), total[likely]
        ends = {
            prefix + name: people[name].take(pa.array(side))
            for prefix, side in (("", kept.left), ("other_", kept.right))
            for name in ("delivery", "line")
        }
        said = {"bits": pa.array(bits), "p": pa.array(1 / (1 + np.exp2(-bits))), "rules": pa.array(kept.rules)}
        levels = {name: pa.array(level) for name, level in kept.levels.items()}
        parts.append(PAIRS.require(pa.table(ends | said | levels)))
    return PAIRS.require(run("identity_pairs_in_order", {"pairs": pa.concat_tables(parts)}))


def _chunks(pairs: Candidates) -> Iterator[Candidates]:
    for start in range(0, len(pairs), _CHUNK):
        yield pairs.where(slice(start, start + _CHUNK))


def with_every_domain(values: Coded, people: pa.Table) -> Coded:
    """The values with every domain that was said: whether one is a provider's must not depend on who else is there."""
    encoded = people["domain"].combine_chunks().dictionary_encode()
    codes = pc.fill_null(encoded.indices, MISSING).to_numpy().astype(np.int32)
    texts = np.array(encoded.dictionary.to_pylist(), dtype=np.object_)
    return replace(values, columns={**values.columns, "domain": Column(codes=codes, texts=texts)})


def _report(sizes: pa.Table, found: pa.Table, inputs: Sequence[Input]) -> pa.Table:
    names = pa.array([one.name for one in inputs], TEXT)
    counted = np.bincount(found["input"].to_numpy(), minlength=len(inputs))
    return BLOCKING.require(
        pa.table(
            {
                "delivery": pa.array([inputs[0].name] * sizes.num_rows, TEXT),
                "other_delivery": names.take(sizes["input"]),
                "rule": pa.array(RULES, TEXT).take(sizes["rule"]),
                **{name: sizes[name] for name in ("keys", "keys_skipped", "pairs_skipped", "line")},
                "compared": pa.array(counted).take(sizes["input"]),
            }
        )
    )
