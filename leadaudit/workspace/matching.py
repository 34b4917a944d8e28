"""Pairs of records that may be one person: compared once for every two inputs, kept, read by every answer.

An arriving input is compared with itself and with every input that is there; what is missing later, because an input
came back or was read again, is compared when an answer needs it.  docs/method.md, "Who is the same person".
"""

import hashlib
from collections.abc import Iterable, Sequence, Set
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, RowMapping, delete, insert, select

from leadaudit.audit import Report, silent
from leadaudit.identity.decisions import Place
from leadaudit.identity.linkage import SAME
from leadaudit.identity.pairs.arriving import (
    BLOCKING,
    Arrived,
    Input,
    described,
    pairs_of_arrival,
    rules_version,
)
from leadaudit.identity.pairs.between import PAIRS, blocking_recall
from leadaudit.identity.pairs.described import DESCRIBED
from leadaudit.identity.pairs.weights import Weights, shipped_weights
from leadaudit.sql import Parameter, run
from leadaudit.tables import LINE, TEXT
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store, files_of, register, release
from leadaudit.workspace.ready import Ready, ready, ready_in
from leadaudit.workspace.settings import second_domains
from leadaudit.workspace.weights import SHIPPED, records_of, version_in_force, weights_in_force

# What an answer reads of a pair; its levels are worked out again where somebody asks why.
PAIR_COLUMNS: Final = ("delivery", "line", "other_delivery", "other_line", "bits", "p")
_RECALL_COLUMNS: Final = ("delivery", "other_delivery", "p", "rules")
# Fewer likely pairs tell nothing of those that were not found.
_FEWEST_LIKELY: Final = 30
# Owners of kept pairs; no id of a delivery or an import has a colon.
_OWNER: Final = "pairs:"


def weights_version(connection: Connection, weights: Weights | None = None) -> str:
    """Names the weights, those in force unless others are given, and the rules that pairs are found with.

    Which domains are one company's in the user's words is one of these rules: with other words pairs are made again.
    """
    named = weights.version if weights is not None else version_in_force(connection)
    rules = rules_version(second_domains(connection))
    return f"{shipped_weights().version if named == SHIPPED else named}-{rules}"


def compare_missing(
    store: Store, names: Sequence[str], *, weights: Weights | None = None, report: Report = silent
) -> int:
    """Compare every two of some inputs that were not compared yet; how many comparisons that took is returned.

    Args:
        store: The workspace.
        names: Ids of deliveries and CRM imports.
        weights: What each level weighs; None: the weights in force.
        report: Told how many of every two inputs are done.
    """
    with store.engine.connect() as connection:
        version = weights_version(connection, weights)
        kept = {name: ready_in(store, connection, name) for name in sorted(names)}
        known = _compared(connection, kept.values(), version)
        sizes = {name: records_of(connection, one.facts_file) for name, one in kept.items()}
    missing = {(one, other) for one in kept for other in kept if one <= other} - known
    done, total = 0, len(missing)
    while missing:
        report("likeness", total - len(missing), total)
        name, others = _next(missing, sizes)
        found = pairs_of_arrival(
            _input(kept[name]),
            [_input(kept[other]) for other in sorted(others - {name})],
            weights or weights_in_force(store),
            within=name in others,
        )
        _keep(store, kept[name], [kept[other] for other in sorted(others)], version, found)
        missing -= {(min(name, other), max(name, other)) for other in others}
        done += 1
    return done


def _next(missing: set[tuple[str, str]], sizes: dict[str, int]) -> tuple[str, set[str]]:
    """Whoever misses most goes first, the smallest of them: its keys are looked up in those of the others."""
    open_of: dict[str, set[str]] = {}
    for one, other in missing:
        open_of.setdefault(one, set()).add(other)
        open_of.setdefault(other, set()).add(one)
    name = min(open_of, key=lambda each: (-len(open_of[each]), sizes[each], each))
    return name, open_of[name]


def _compared(connection: Connection, kept: Iterable[Ready], version: str) -> set[tuple[str, str]]:
    """Every two of some inputs that were compared already, by their names in order."""
    active = {one.facts_file for one in kept}
    table = schema.compared
    rows = connection.execute(select(table).where(table.c.version == version)).mappings()
    return {_names(row) for row in rows if row["one"] in active and row["other"] in active}


def _names(row: RowMapping) -> tuple[str, str]:
    low, high = sorted((row["one_input"], row["other_input"]))
    return low, high


def _input(one: Ready) -> Input:
    return Input(name=one.name, blocks=lambda: one.blocks, said=lambda: one.said)


def _keep(store: Store, arrived: Ready, others: Sequence[Ready], version: str, found: Arrived) -> None:
    stored = {
        "pairs": store.files.write_table("pairs", found.pairs),
        "blocking": store.files.write_table("blocking", found.blocking),
    }
    # Named by what was compared, not by what came of it: two comparisons may both find nothing.
    asked = [version, arrived.facts_file, *sorted(other.facts_file for other in others)]
    owner = f"{_OWNER}{hashlib.sha256(' '.join(asked).encode()).hexdigest()[:32]}"
    table = schema.compared
    with writing(store.engine) as connection:
        fresh = []
        for other in others:
            one, two = sorted((arrived, other), key=lambda each: each.facts_file)
            here = table.c.one == one.facts_file, table.c.other == two.facts_file, table.c.version == version
            if connection.execute(select(table).where(*here)).first() is None:
                names = {"one_input": one.name, "other_input": two.name}
                ends = {"one": one.facts_file, "other": two.facts_file}
                fresh.append({**ends, "version": version, "owner": owner, **names})
        # Another process may have compared the same meanwhile.
        if fresh and not files_of(connection, owner):
            connection.execute(insert(table), fresh)
            register(connection, owner, stored)


def active_pairs(store: Store, names: Sequence[str], *, weights: Weights | None = None) -> pa.Table:
    """Every kept pair of some inputs, as they are now: the ``PAIR_COLUMNS`` of ``PAIRS``, ordered by its key."""
    return pairs_as_kept(store, names, weights=weights).sort_by([(name, "ascending") for name in PAIRS.key])


def pairs_as_kept(
    store: Store, names: Sequence[str], *, touching: Set[str] | None = None, weights: Weights | None = None
) -> pa.Table:
    """The same in no order: ordering millions of pairs takes longer than reading them.

    Args:
        store: The workspace.
        names: The inputs.
        touching: Only pairs one of whose inputs is among these are asked for; None: all.
        weights: What each level weighs; None: the weights in force.
    """
    found = _active(store, names, "pairs", weights, columns=PAIR_COLUMNS, touching=touching)
    return pa.concat_tables([PAIRS.empty().select(PAIR_COLUMNS), *found])


def active_blocking(store: Store, names: Sequence[str], *, weights: Weights | None = None) -> pa.Table:
    """What was looked at and left out between some inputs: ``BLOCKING``, ordered by its key."""
    together = pa.concat_tables([BLOCKING.empty(), *_active(store, names, "blocking", weights)])
    return together.sort_by([(name, "ascending") for name in BLOCKING.key])


def estimated_recall(store: Store, names: Sequence[str]) -> float | None:
    """Estimated share of the pairs of one person that some value brings together; None where too few were found.

    Args:
        store: The workspace.
        names: The inputs.
    """
    empty = PAIRS.empty().select(_RECALL_COLUMNS)
    found = pa.concat_tables([empty, *_active(store, names, "pairs", None, columns=_RECALL_COLUMNS)])
    likely = found.filter(pc.greater_equal(found["p"], SAME))
    return blocking_recall(likely) if likely.num_rows >= _FEWEST_LIKELY else None


def _active(
    store: Store,
    names: Sequence[str],
    table_name: str,
    weights: Weights | None,
    *,
    columns: Sequence[str] | None = None,
    touching: Set[str] | None = None,
) -> list[pa.Table]:
    """The rows of kept tables about two inputs that are still what they were."""
    table = schema.compared
    allowed: dict[str, list[str]] = {}
    with store.engine.connect() as connection:
        active = {files_of(connection, name)["facts"] for name in names}
        query = select(table).where(table.c.version == weights_version(connection, weights))
        for row in connection.execute(query).mappings():
            ends = _names(row)
            if row["one"] in active and row["other"] in active and (touching is None or touching & set(ends)):
                allowed.setdefault(row["owner"], []).append("\n".join(ends))
        files = {owner: files_of(connection, owner)[table_name] for owner in sorted(allowed)}
    found = []
    for owner, file in files.items():
        rows = store.files.read_table(file, columns)
        one, other = rows["delivery"], rows["other_delivery"]
        ends = pc.binary_join_element_wise(pc.min_element_wise(one, other), pc.max_element_wise(one, other), "\n")
        found.append(rows.filter(pc.is_in(ends, pa.array(allowed[owner], TEXT))))
    return found


def described_here(store: Store, places: Sequence[Place]) -> pa.Table:
    """What some records say of their person: ``DESCRIBED``, ordered by delivery and line; unknown ones are left out."""
    found = []
    for name in sorted({delivery for delivery, _ in places}):
        one = ready(store, name)
        if "facts" not in one.files:
            continue
        lines = sorted({line for delivery, line in places if delivery == name})
        wanted = pa.table({"delivery": pa.array([name] * len(lines), TEXT), "line": pa.array(lines, LINE)})
        found.append(described(*one.paths, wanted, second_domains=one.second_domains))
    return pa.concat_tables([DESCRIBED.empty(), *found])


def said_here(store: Store, place: Place) -> dict[str, dict[str, object]]:
    """The rows of one record in ``records`` and ``facts``; empty where a table has none of it."""
    with store.engine.connect() as connection:
        files = files_of(connection, place[0])
    params: dict[str, Parameter] = {"delivery": place[0], "line": place[1]}
    found: dict[str, dict[str, object]] = {}
    for name in ("records", "facts"):
        rows = run("record_rows", {"rows": store.files.path(files[name])}, params).to_pylist() if name in files else []
        found[name] = rows[0] if rows else {}
    return found


def drop_unused(connection: Connection) -> None:
    """Forget what was compared with inputs whose files are gone; call it inside a writing transaction."""
    table, uses = schema.compared, schema.file_uses
    known = select(schema.files.c.file)
    connection.execute(delete(table).where(table.c.one.not_in(known) | table.c.other.not_in(known)))
    used = set(connection.execute(select(table.c.owner)).scalars())
    owners = connection.execute(select(uses.c.owner).where(uses.c.owner.startswith(_OWNER)).distinct()).scalars()
    for owner in set(owners) - used:
        release(connection, owner)
