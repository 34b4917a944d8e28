"""Who is who in a large workspace: found once for all that is there, and grown by what arrives.

What was found is kept under a name made of everything it follows from, so it is never wrong, only missing.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from sqlalchemy import Connection, select

from leadaudit import tables
from leadaudit.audit_inputs import AuditInputs, deliveries_table
from leadaudit.identity.growing import Arrival, Everybody, Known, grown, known, reached
from leadaudit.identity.pairs.blocking import ranges
from leadaudit.identity.pairs.meeting import lines_sharing
from leadaudit.identity.pairs.weights import Weights
from leadaudit.identity.people import PEOPLE_FACTS, Persons, persons
from leadaudit.identity.repeats import nodes
from leadaudit.identity.rows import spelled_out
from leadaudit.tables import DELIVERIES, FACTS, KEYS, NODES, PEOPLE
from leadaudit.vocabulary import CRM_PEOPLE
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store, files_of, register, release
from leadaudit.workspace.imports import all_imports
from leadaudit.workspace.imports_in_force import crm_state
from leadaudit.workspace.matching import compare_missing, pairs_as_kept, weights_version
from leadaudit.workspace.ready import Lines, Ready, ready, rows_of

# Fewer records than this are looked at anew each time: that takes a second.
WORTH_KEEPING: Final = 50_000
# So many of the deliveries that came last may be missing from what is kept, with this share of its records.
_MOST_ARRIVALS: Final = 8
_LARGEST_SHARE: Final = 0.1
PEOPLE_OWNER: Final = "people:"
_RECIPE: Final = "people-2"
_ENDS: Final = ("row", "other_row")
_NODE: Final = ("is_contact", "vendor", "delivered_on", "received_at")


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """Inputs by name, each found once.

    Args:
        store: The workspace.
    """

    store: Store
    _found: dict[str, Ready] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Ready:
        if name not in self._found:
            self._found[name] = ready(self.store, name)
        return self._found[name]


def people_on(
    store: Store, named: AuditInputs, names: Sequence[str], as_of: date, *, weights: Weights | None = None
) -> Persons:
    """Who is who among everything active on a day.

    Args:
        store: The workspace.
        named: What is active, by name.
        names: Deliveries and CRM imports among whose records people are looked for.
        as_of: The day.
        weights: What each level weighs; None: the weights in force. With others nothing is kept for later.
    """
    compare_missing(store, names, weights=weights)
    delivered = DELIVERIES.require(deliveries_table(named.heads, named.programs))
    with store.engine.connect() as connection:
        loaded = [one for one in all_imports(connection) if one.kind in CRM_PEOPLE and one.snapshot_on <= as_of]
        version = weights_version(connection)
        crm = [f"{one.import_id} {one.imported_at.isoformat()} {one.coverage}" for one in loaded]
    shelf = _Shelf(store=store)
    title = partial(_title, delivered, shelf, [version, *crm])
    last_first = delivered.sort_by([("received_at", "descending"), ("delivery", "ascending")])["delivery"].to_pylist()
    for count in range(0 if weights else min(_MOST_ARRIVALS, len(last_first)) + 1):
        came = last_first[:count]
        before = _kept(store, title(without=came))
        if before is None:
            continue
        arrived = _delivered(shelf, delivered, came)
        if arrived.nodes.num_rows <= _LARGEST_SHARE * before[0].people.num_rows:
            pairs = pairs_as_kept(store, names, touching=frozenset(came))
            arrival = Arrival(everybody=arrived, names=frozenset(came), pairs=pairs, decisions=named.decisions)
            return _grown(shelf, before, arrival)
    everybody = _everybody(store, shelf, delivered, as_of)
    pairs = pairs_as_kept(store, names, weights=weights)
    if weights or everybody.nodes.num_rows < WORTH_KEEPING:
        return persons(
            nodes=everybody.nodes, keys=everybody.keys, facts=everybody.facts, pairs=pairs, decisions=named.decisions
        )
    found = known(everybody, pairs)
    for name in found.rows.names:
        shelf[name].make()
    _keep(store, title(without=[]), found, everybody.nodes)
    if not named.decisions:
        return Persons(people=found.people, list_matches=lambda: found.matches)
    return persons(
        nodes=everybody.nodes, keys=everybody.keys, facts=everybody.facts, pairs=pairs, decisions=named.decisions
    )


def _title(delivered: pa.Table, shelf: _Shelf, others: Sequence[str], *, without: Sequence[str]) -> str:
    """A name for people that follow from some deliveries, the weights and the CRM: nothing else moves them."""
    weights, *crm = others
    rows = [row for row in delivered.to_pylist() if row["delivery"] not in without]
    names = [*(row["delivery"] for row in rows), *(entry.partition(" ")[0] for entry in crm)]
    files = [(name, shelf[name].files["facts"], shelf[name].files["keys"]) for name in sorted(names)]
    made_of = repr((_RECIPE, sorted(map(repr, rows)), files, sorted(crm), weights))
    return PEOPLE_OWNER + hashlib.sha256(made_of.encode()).hexdigest()[:32]


def _everybody(store: Store, shelf: _Shelf, delivered: pa.Table, as_of: date) -> Everybody:
    with store.engine.connect() as connection:
        crm = crm_state(connection, store.files, all_imports(connection), as_of)
    came = _delivered(shelf, delivered, delivered["delivery"].to_pylist())
    if crm is None:
        return came
    contacts = nodes(facts=FACTS.empty(), deliveries=DELIVERIES.empty(), contacts=crm.contacts)
    return Everybody(
        nodes=pa.concat_tables([came.nodes, contacts]),
        keys=pa.concat_tables([came.keys, crm.keys]),
        facts=pa.concat_tables([came.facts, crm.facts.select(PEOPLE_FACTS)]),
    )


def _delivered(shelf: _Shelf, delivered: pa.Table, names: Sequence[str]) -> Everybody:
    facts = pa.concat_tables([FACTS.empty().select(PEOPLE_FACTS), *(spelled_out(shelf[name].facts) for name in names)])
    chosen = delivered.filter(pc.is_in(delivered["delivery"], pa.array(names, tables.TEXT)))
    return Everybody(
        nodes=nodes(facts=facts, deliveries=chosen, contacts=tables.CONTACTS.empty()),
        keys=pa.concat_tables([KEYS.empty(), *(spelled_out(shelf[name].keys) for name in names)]),
        facts=facts,
    )


def _grown(shelf: _Shelf, before: tuple[Known, pa.Table], arrival: Arrival) -> Persons:
    then, nodes_then = before
    inputs = [shelf[name] for name in then.rows.names]
    came = [shelf[name] for name in sorted(arrival.names)]
    keys = [rows_of(one.keys, _sharing(one, came)) for one in inputs]
    lines = [_on_a_line_of(one, came) for one in inputs]
    phones = [rows_of(one.facts, some).select(_PHONE) for one, some in zip(inputs, lines, strict=True)]
    again = reached(then, arrival, keys=keys, phones=phones)

    def load(wanted: pa.Table) -> Everybody:
        asked = [(one, _lines_of(wanted, one.name)) for one in inputs]
        return Everybody(
            nodes=NODES.require(spelled_out(nodes_then.filter(pa.array(again)))),
            keys=pa.concat_tables([KEYS.empty(), *(rows_of(one.keys, some) for one, some in asked)]),
            facts=pa.concat_tables(
                [FACTS.empty().select(PEOPLE_FACTS), *(rows_of(one.facts, some) for one, some in asked)]
            ),
        )

    return grown(then, arrival, again, load)


_PHONE: Final = ["delivery", "line", "phone_e164"]


def _sharing(one: Ready, came: Sequence[Ready]) -> Lines:
    """Lines of an input that hold a key of those who came."""
    hashes = np.unique(np.concatenate([other.holders["hash64"].to_numpy() for other in came]))
    held = one.holders["hash64"].to_numpy()
    first = np.searchsorted(held, hashes, side="left")
    places = ranges(first, np.searchsorted(held, hashes, side="right") - first)
    return np.unique(one.holders["line"].take(pa.array(places)).to_numpy())


def _on_a_line_of(one: Ready, came: Sequence[Ready]) -> Lines:
    """Lines of an input that may hold a phone of those who came."""
    return np.unique(np.concatenate([lines_sharing(other.blocks, one.blocks, "phone") for other in came]))


def _lines_of(wanted: pa.Table, name: str) -> Lines:
    return np.asarray(wanted["line"].filter(pc.equal(wanted["delivery"], name)).to_numpy())


def _keep(store: Store, owner: str, found: Known, everybody: pa.Table) -> None:
    in_order = everybody.sort_by([(name, "ascending") for name in NODES.key])
    rows = found.people.append_column("house", pa.array(found.house))
    for name in _NODE[1:]:
        rows = rows.append_column(name, in_order[name])
    matches = found.matches
    for name, places in zip(_ENDS, found.ends, strict=True):
        matches = matches.append_column(name, pa.array(places))
    stored = {
        "known_people": store.files.write_mapped("known_people", rows),
        "known_matches": store.files.write_mapped("known_matches", matches),
    }
    with writing(store.engine) as connection:
        drop_known(connection)
        register(connection, owner, stored)


def _kept(store: Store, owner: str) -> tuple[Known, pa.Table] | None:
    with store.engine.connect() as connection:
        files = files_of(connection, owner)
    if not files:
        return None
    rows, matches = (store.files.map_table(files[name]) for name in ("known_people", "known_matches"))
    one, other = (matches[name].to_numpy() for name in _ENDS)
    then = Known(
        people=PEOPLE.require(spelled_out(rows.select(PEOPLE.schema.names))),
        matches=matches.drop_columns(list(_ENDS)),
        house=rows["house"].to_numpy(),
        ends=(one, other),
    )
    return then, rows.select(NODES.schema.names)


def drop_known(connection: Connection) -> None:
    """Forget whom we knew; call it inside a writing transaction."""
    owners = select(schema.file_uses.c.owner).where(schema.file_uses.c.owner.startswith(PEOPLE_OWNER)).distinct()
    for owner in list(connection.execute(owners).scalars()):
        release(connection, owner)
