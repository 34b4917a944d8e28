"""The pairs of one arriving input with itself and with every input that was there before.

Each pair of inputs is looked at by itself: its caps count the records of these two alone, and what is said of two
records depends on the two and the weights.  So the order of arrival changes nothing, and an input that goes takes
its own pairs along and no others.  docs/method.md, "Who is the same person".
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version as version_of
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.pairs.between import LEAST_BITS, LEAST_P, PAIRS, found_by_keys, pairs_table
from leadaudit.identity.pairs.blocking import Candidates
from leadaudit.identity.pairs.chains import CHAIN, Chained, Chains, with_chains
from leadaudit.identity.pairs.coded import Coded, coded, column_of, distinct
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.keys import kept_keys
from leadaudit.identity.pairs.levels import all_seen
from leadaudit.identity.pairs.meeting import BLOCKS, Met, meet
from leadaudit.identity.pairs.rules import BY_NAME, EITHER_WAY
from leadaudit.identity.pairs.weights import Weights, shares_of
from leadaudit.identity.rows import spelled_out
from leadaudit.sql import Source, run, texts_of
from leadaudit.tables import LINE, TEXT, Contract

Numbers: TypeAlias = npt.NDArray[np.int64]

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

_SAID: Final = {"middle": "middle_name", "street": "street", "city": "city", "postcode": "postal_code"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A delivery or an import, read only as far as is needed.

    Args:
        name: Its id, the delivery of every row of its files.
        blocks: Gives its ``BLOCKS``.
        said: Gives what its records say, ``DESCRIBED`` ordered by line.
    """

    name: str
    blocks: Callable[[], pa.Table]
    said: Callable[[], pa.Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """What came of comparing an arriving input.

    Args:
        pairs: ``PAIRS`` within the input and with each of the others.
        blocking: ``BLOCKING``.
    """

    pairs: pa.Table
    blocking: pa.Table


def rules_version(second_domains: Mapping[str, str]) -> str:
    """A name for the rules by which pairs are looked for; stored keys of another version are not compared with ours.

    The database's own hash makes the keys, so its version counts too; and so do domains that stand for others, as
    what a record says of its employer is compared in their terms.

    Args:
        second_domains: For every domain that another one of its company stands for, that other one.
    """
    told = (sorted(second_domains.items()),) if second_domains else ()
    made_of = repr((BY_NAME, sorted(EITHER_WAY), LEAST_P, _LAYOUT, version_of("duckdb"), *told))
    return hashlib.sha256(made_of.encode()).hexdigest()[:8]


# How kept keys are made and ordered, and how pairs are compared and limited, beyond the rules.
_LAYOUT: Final = 9


def described(
    facts: Source, records: Source, lines: pa.Table | None = None, *, second_domains: Mapping[str, str]
) -> pa.Table:
    """What records say of their person, in the columns that are compared.

    Args:
        facts: ``tables.FACTS``.
        records: RECORDS of the same lines.
        lines: Delivery and line of those that are asked for; None: all of them.
        second_domains: For every domain that another one of its company stands for, that other one.

    Returns:
        ``DESCRIBED``, ordered by delivery and line.
    """
    said = texts_of(records, tuple(_SAID.values())).rename_columns(["delivery", "line", *_SAID])
    if lines is not None:
        # The order of a semi join is nobody's; the query below puts it right.
        said = said.join(lines.select(["delivery", "line"]), ["delivery", "line"], join_type="left semi")
    tables: dict[str, Source] = {
        "facts": facts,
        "said": said,
        "wanted": said if lines is None else lines,
        "second_domains": pa.table(
            {
                "domain": pa.array(list(second_domains), TEXT),
                "one_domain": pa.array(list(second_domains.values()), TEXT),
            }
        ),
    }
    return DESCRIBED.require(run("identity_arriving_people", tables))


def block_keys(people: pa.Table) -> pa.Table:
    """The keys under which records are looked at together; the same for the same record whatever else is there.

    Args:
        people: ``DESCRIBED`` of one input, ordered by line.

    Returns:
        ``BLOCKS``, ordered by its key.
    """
    lines = people["line"].to_numpy()
    parts = [BLOCKS.empty()]
    for rule, nodes, keys in kept_keys(coded(people)):
        order = np.argsort(keys, kind="stable")
        of_rule = {"rule": np.full(len(order), rule, np.int8), "key": keys[order], "line": lines[nodes[order]]}
        parts.append(pa.table(of_rule, schema=BLOCKS.schema))
    return pa.concat_tables(parts)


def pairs_of_arrival(arriving: Input, earlier: Sequence[Input], weights: Weights, *, within: bool = True) -> Arrived:
    """The pairs of an input that may be one person, within it and with others.

    Args:
        arriving: The input that came.
        earlier: Other inputs it is compared with.
        weights: What each level weighs.
        within: Whether its own records are compared with each other, too.
    """
    own = arriving.blocks()
    others = [*earlier, *([arriving] if within else [])]
    met = [meet(own, None if other is arriving else other.blocks()) for other in others]
    scored = _scored(met, arriving, others, weights)
    report = [
        _report(arriving.name, other.name, one, scored.chains.get(other.name))
        for other, one in zip(others, met, strict=True)
    ]
    return Arrived(
        pairs=scored.pairs,
        blocking=pa.concat_tables([BLOCKING.empty(), *report]).sort_by([(name, "ascending") for name in BLOCKING.key]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    """Likely pairs, and how records hang together, by the other input; the largest are lines of the arriving one."""

    pairs: pa.Table
    chains: Mapping[str, Chains]


def _scored(met: Sequence[Met], arriving: Input, others: Sequence[Input], weights: Weights) -> _Scored:
    if not any(len(one.line) for one in met):
        return _Scored(pairs=PAIRS.empty(), chains={})
    asked = {arriving.name: [one.line for one in met]}
    for one, other in zip(met, others, strict=True):
        asked.setdefault(other.name, []).append(one.other_line)
    said = {each.name: each.said() for each in (arriving, *others)}
    at = {name: distinct(_rows(said[name], np.concatenate(wanted))) for name, wanted in sorted(asked.items())}
    # By delivery and line, so that the smaller node of a pair is the smaller record.
    before = dict(zip(at, np.cumsum([0, *map(len, at.values())]), strict=False))
    parts = [spelled_out(said[name].take(pa.array(rows))) for name, rows in at.items()]
    together = DESCRIBED.require(pa.concat_tables(parts))

    def places(name: str, of_lines: Numbers) -> npt.NDArray[np.int32]:
        return np.asarray(before[name] + np.searchsorted(at[name], _rows(said[name], of_lines)), np.int32)

    here = np.concatenate([places(arriving.name, one.line) for one in met])
    there = np.concatenate([places(other.name, one.other_line) for one, other in zip(met, others, strict=True)])
    pairs = Candidates(
        left=np.minimum(here, there),
        right=np.maximum(here, there),
        rules=np.concatenate([one.rules for one in met]),
        stands_for=np.ones(len(here)),
    )
    sizes = [max(said[each.name].num_rows for each in (arriving, other)) for other in others]
    crowds = np.repeat(np.maximum(sizes, weights.population), [len(one.line) for one in met])
    inputs = np.repeat(np.arange(len(at)), [len(rows) for rows in at.values()])
    found = list(_likely(together, pairs, inputs, weights, crowds))
    names, own = list(at), list(at).index(arriving.name)
    lines = together["line"].to_numpy()
    told = {
        names[sum(two) - own]: replace(chains, largest=lines[chains.largest[inputs[chains.largest] == own]])
        for part in found
        for two, chains in part.told.items()
    }
    return _Scored(
        pairs=pairs_table(
            together, all_seen([part.seen for part in found]), np.concatenate([part.bits for part in found])
        ),
        chains=told,
    )


def _rows(said: pa.Table, lines: Numbers) -> Numbers:
    return np.searchsorted(said["line"].to_numpy(), lines)


def _likely(
    people: pa.Table, pairs: Candidates, inputs: Numbers, weights: Weights, crowds: Numbers
) -> Iterator[Chained]:
    """The likely ones of some pairs, each of two inputs of which the larger has so many records."""
    values = with_every_domain(coded(people), people)
    shares = shares_of(values, weights)
    for crowd in distinct(crowds).tolist():
        among = weights.among(crowd)
        known = found_by_keys(values, pairs.where(np.flatnonzero(crowds == crowd)), among, shares)
        yield with_chains(values, known, inputs, among, shares, least=LEAST_BITS)


def with_every_domain(values: Coded, people: pa.Table) -> Coded:
    """The values with every domain that was said: whether one is a provider's must not depend on who else is there."""
    return replace(values, columns={**values.columns, "domain": column_of(people["domain"])})


def _report(name: str, other: str, met: Met, chains: Chains | None) -> pa.Table:
    report, compared = met.report, len(met.line)
    if chains is not None:
        row = {
            "rule": CHAIN,
            "keys": chains.chains,
            "keys_skipped": chains.chains_skipped,
            "pairs_skipped": chains.pairs_skipped,
            "line": int(chains.largest[0]) if len(chains.largest) else None,
        }
        report = pa.concat_tables([report, pa.Table.from_pylist([row], schema=report.schema)])
        compared += chains.compared
    rows = report.num_rows
    return BLOCKING.require(
        report.append_column("delivery", pa.array([name] * rows, TEXT))
        .append_column("other_delivery", pa.array([other] * rows, TEXT))
        .append_column("compared", pa.array([compared] * rows, pa.int64()))
    )
