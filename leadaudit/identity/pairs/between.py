"""The pairs of two inputs, or of one, that may be one person; and weights made from whole inputs.

What ``pairs_between`` says of two records depends on the two and the weights alone; which pairs are looked at
depends on the two inputs.  So the order of import changes nothing, and taking an input out leaves what would have
been without it.  docs/method.md, "Who is the same person".
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.linkage import SAME
from leadaudit.identity.pairs.blocking import Candidates, candidates, sample
from leadaudit.identity.pairs.chains import CHAIN, Chains, with_chains
from leadaudit.identity.pairs.coded import Coded, coded
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.learning import learnt
from leadaudit.identity.pairs.levels import COMPARISONS, Seen, all_seen
from leadaudit.identity.pairs.likely import likely_pairs
from leadaudit.identity.pairs.rules import FAMILIES, RULES
from leadaudit.identity.pairs.scoring import Bits
from leadaudit.identity.pairs.weights import Shares, Weights, shares_of
from leadaudit.sql import run
from leadaudit.tables import LINE, TEXT, Contract

PAIRS: Final = Contract(
    name="pairs",
    one_row_per="pair of records that may be one person",
    schema=pa.schema(
        [
            ("delivery", TEXT),  # the smaller of the two (delivery, line)
            ("line", LINE),
            ("other_delivery", TEXT),
            ("other_line", LINE),
            ("bits", pa.float64()),  # log2 of the odds that the two are one person
            ("p", pa.float64()),
            ("rules", pa.int64()),  # bits of the rules that found it, in the order of rules.RULES; 0: chains
            *((name, pa.int8()) for name in COMPARISONS),  # level of each comparison, -1 where one says nothing
        ]
    ),
    key=("delivery", "line", "other_delivery", "other_line"),
)
# Pairs less likely than this are not kept: nobody would look at them.
LEAST_P: Final = 0.01
LEAST_BITS: Final = float(np.log2(LEAST_P / (1 - LEAST_P)))
# Two records tell nothing of how common anything is.
_FEWEST_RECORDS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What came of looking for one person's records.

    Args:
        pairs: ``PAIRS``, ordered by its key.
        blocking: One row per rule: rule, keys, keys_skipped, pairs_skipped, largest_key_records, largest_key_delivery,
            largest_key_line.
        compared: Number of pairs that were looked at.
        recall: Estimated share of all pairs of one person that some key brought together; None where nothing tells.
    """

    pairs: pa.Table
    blocking: pa.Table
    compared: int
    recall: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """Two inputs, or one, with the pairs that are looked at; the same for all weights.

    Args:
        together: ``DESCRIBED`` of all records, those of the left input first.
        values: The same as numbers.
        pairs: The pairs that some key brings together.
        report: What each rule did and left out.
    """

    together: pa.Table
    values: Coded
    pairs: Candidates
    report: pa.Table


def candidacy(left: pa.Table, right: pa.Table | None = None) -> Candidacy:
    """The pairs to look at within one input (``DESCRIBED``), or between two."""
    together = pa.concat_tables([DESCRIBED.require(table) for table in (left, right) if table is not None])
    values = coded(left, right)
    pairs, report = candidates(values)
    return Candidacy(together=together, values=values, pairs=pairs, report=report)


def pairs_between(left: pa.Table, right: pa.Table | None, weights: Weights) -> Found:
    """The pairs of records, one of each input, that may be one person.

    Args:
        left: ``DESCRIBED``, one input.
        right: Another input; None for the pairs within the left one.
        weights: What each level weighs.
    """
    return pairs_among(candidacy(left, right), weights)


def pairs_among(looked_at: Candidacy, weights: Weights) -> Found:
    """The same from pairs that are known already."""
    values, shares = looked_at.values, shares_of(looked_at.values, weights)
    here = weights.among(max(values.left_count, values.count - values.left_count))
    known = found_by_keys(values, looked_at.pairs, here, shares)
    inputs = (np.arange(values.count) >= values.left_count).astype(np.int64)
    chained = with_chains(values, known, inputs, here, shares, least=LEAST_BITS)
    pairs = pairs_table(looked_at.together, chained.seen, chained.bits)
    chains = next(iter(chained.told.values()), None)
    return Found(
        pairs=pairs,
        blocking=_named(_with_row(looked_at.report, chains), looked_at.together),
        compared=len(looked_at.pairs) + (chains.compared if chains else 0),
        recall=blocking_recall(pairs),
    )


def found_by_keys(values: Coded, pairs: Candidates, weights: Weights, shares: Shares) -> tuple[Seen, Bits]:
    """The pairs that are worth keeping, and log2 of the odds of each."""
    found = list(likely_pairs(values, pairs, weights, shares, least=LEAST_BITS))
    return all_seen([seen for seen, _ in found]), np.concatenate([said.total for _, said in found])


def _with_row(report: pa.Table, chains: Chains | None) -> pa.Table:
    if chains is None:
        return report
    row = {
        "rule": CHAIN,
        "keys": chains.chains,
        "keys_skipped": chains.chains_skipped,
        "pairs_skipped": chains.pairs_skipped,
        "largest_key_records": len(chains.largest),
        "largest_key_node": int(chains.largest[0]) if len(chains.largest) else None,
    }
    return pa.concat_tables([report, pa.Table.from_pylist([row], schema=report.schema)])


def pairs_table(together: pa.Table, seen: Seen, bits: npt.NDArray[np.float64]) -> pa.Table:
    """Compared pairs as ``PAIRS``, ordered by its key.

    Args:
        together: The records by their nodes, with delivery and line.
        seen: The pairs.
        bits: log2 of the odds of each that it is one person.
    """
    places = together.select(["delivery", "line"])
    one, other = (places.take(pa.array(side)) for side in (seen.left, seen.right))
    columns = {
        "bits": pa.array(bits),
        "p": pa.array(1 / (1 + np.exp2(-bits))),
        "rules": pa.array(seen.rules),
    } | {name: pa.array(seen.levels[name]) for name in COMPARISONS}
    ends = {
        "delivery": one["delivery"],
        "line": one["line"],
        "other_delivery": other["delivery"],
        "other_line": other["line"],
    }
    return PAIRS.require(run("identity_pairs_in_order", {"pairs": pa.table(ends | columns)}))


def _named(report: pa.Table, together: pa.Table) -> pa.Table:
    holders = together.select(["delivery", "line"]).take(report["largest_key_node"])
    named = report.drop_columns(["largest_key_node"])
    for name in ("delivery", "line"):
        named = named.append_column(f"largest_key_{name}", holders[name])
    return named


def blocking_recall(pairs: pa.Table) -> float | None:
    """How likely some key brings two records of one person together, from how often each kind of key does so.

    Of the pairs that one kind of key found and that are one person, the share found by another kind tells what that
    other kind finds in general; kinds are taken to miss independently of each other.
    """
    p, rules = pairs["p"].to_numpy(), pairs["rules"].to_numpy()
    rules = rules[p >= SAME]
    missed = 1.0
    told = False
    for family in FAMILIES:
        own = sum(1 << RULES.index(rule) for rule in family)
        by_others = rules & ~(own | 1 << RULES.index("everybody")) != 0
        if not by_others.any():
            continue
        told = True
        missed *= 1 - float(((rules & own) != 0)[by_others].mean())
    if len(rules) and (rules & 1 << RULES.index("everybody") != 0).all():
        return 1.0
    return 1 - missed if told else None


def reestimated(inputs: Sequence[pa.Table], weights: Weights) -> Weights:
    """Weights made from the records themselves, without labels; the same records give the same weights.

    Args:
        inputs: ``DESCRIBED``, all inputs; their order and that of their lines do not matter.
        weights: The shipped weights: what holds where the records say too little.
    """
    together = pa.concat_tables([DESCRIBED.require(table) for table in inputs])
    return weights_from(candidacy(together.sort_by([("delivery", "ascending"), ("line", "ascending")])), weights)


def weights_from(looked_at: Candidacy, weights: Weights) -> Weights:
    """The same from the pairs of one input that are known already."""
    if looked_at.values.count < _FEWEST_RECORDS:
        return weights
    return learnt(looked_at.values, sample(looked_at.pairs), weights)
