"""The pairs that may be one person among files that no workspace keeps: the same pairs a workspace would find."""

from collections.abc import Sequence
from functools import partial

import pyarrow as pa

from leadaudit.audit_inputs import DeliveryRead
from leadaudit.facts.own_words import OwnWords


def likely_pairs(reads: Sequence[tuple[str, DeliveryRead]], words: OwnWords) -> pa.Table:
    """Pairs within each file and between every two, weighed by the shipped weights.

    Args:
        reads: Deliveries and CRM exports with their ids.
        words: The user's words: domains that stand for others.

    Returns:
        ``pairs.between.PAIRS``, ordered by its key.
    """
    # Here and not above: importing these takes as long as auditing a small file takes without them.
    from leadaudit.identity.pairs.arriving import Input, block_keys, described, pairs_of_arrival  # noqa: PLC0415
    from leadaudit.identity.pairs.between import PAIRS  # noqa: PLC0415
    from leadaudit.identity.pairs.weights import shipped_weights  # noqa: PLC0415

    inputs: list[Input] = []
    found = [PAIRS.empty()]
    for name, read in reads:
        said = described(read.facts, read.records, second_domains=words.second_domains)
        keys = block_keys(said)
        arrived = Input(name=name, blocks=partial(_there, keys), said=partial(_there, said))
        found.append(pairs_of_arrival(arrived, inputs, shipped_weights()).pairs)
        inputs.append(arrived)
    return pa.concat_tables(found).sort_by([(name, "ascending") for name in PAIRS.key])


def _there(table: pa.Table) -> pa.Table:
    """A table that is at hand."""
    return table
