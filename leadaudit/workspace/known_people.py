"""Who is who in a large workspace: found once for all that is there, and grown by what arrives.

What was found is kept under a name made of everything it follows from, so it is never wrong, only missing.
"""

import hashlib
from collections.abc import Mapping, Sequence
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
from leadaudit.identity.people import PEOPLE_FACTS, Persons, persons
from leadaudit.identity.repeats import nodes
from leadaudit.tables import DELIVERIES, FACTS, KEYS, NODES, PEOPLE
from leadaudit.vocabulary import CRM_PEOPLE
from leadaudit.workspace import schema
from leadaudit.workspace.catalogue import writing
from leadaudit.workspace.file_store import Store, files_of, register, release
from leadaudit.workspace.imports import all_imports, crm_state
from leadaudit.workspace.matching import compare_missing, pairs_as_kept, weights_version

# Fewer records than this are looked at anew each time: that takes a second.
WORTH_KEEPING: Final = 50_000
# So many of the deliveries that came last may be missing from what is kept, with this share of its records.
_MOST_ARRIVALS: Final = 8
_LARGEST_SHARE: Final = 0.1
_OWNER: Final = "people:"
_RECIPE: Final = "people-1"
_NODE: Final = ("is_contact", "vendor", "delivered_on", "received_at")


@dataclass(slots=True, kw_only=True)
class _Shelf:
    """Exact keys and facts of inputs, each read once.

    Args:
        store: The workspace.
        files: Files of every input by table name.
    """

    store: Store
    files: Mapping[str, Mapping[str, str]]
    _read: dict[tuple[str, str], pa.Table] = field(default_factory=dict)

    def keys(self, name: str) -> pa.Table:
        """Its exact keys."""
        return self._table(name, "keys", KEYS.schema.names)

    def facts(self, name: str) -> pa.Table:
        """What its records say of their person."""
        return self._table(name, "facts", PEOPLE_FACTS)

    def phones(self, name: str) -> pa.Table:
        """Delivery, line and number of its records."""
        return self.store.files.read_table(self.files[name]["facts"], ["delivery", "line", "phone_e164"])

    def _table(self, name: str, table: str, columns: Sequence[str]) -> pa.Table:
        if (name, table) not in self._read:
            self._read[name, table] = self.store.files.read_table(self.files[name][table], columns).select(columns)
        return self._read[name, table]


def people_on(store: Store, named: AuditInputs, names: Sequence[str], as_of: date) -> Persons:
    """Who is who among everything active on a day.

    Args:
        store: The workspace.
        named: What is active, by name.
        names: Deliveries and CRM imports among whose records people are looked for.
        as_of: The day.
    """
    compare_missing(store, names)
    delivered = DELIVERIES.require(deliveries_table(named.heads, named.programs))
    with store.engine.connect() as connection:
        loaded = [one for one in all_imports(connection) if one.kind in CRM_PEOPLE and one.snapshot_on <= as_of]
        inputs = [*(head.delivery for head in named.heads), *(one.import_id for one in loaded)]
        shelf = _Shelf(store=store, files={name: files_of(connection, name) for name in inputs})
        crm = [f"{one.import_id} {one.imported_at.isoformat()} {one.coverage}" for one in loaded]
    title = partial(_title, delivered, shelf, crm)
    pairs = pairs_as_kept(store, names)
    last_first = delivered.sort_by([("received_at", "descending"), ("delivery", "ascending")])["delivery"].to_pylist()
    for count in range(min(_MOST_ARRIVALS, len(last_first)) + 1):
        came = last_first[:count]
        before = _kept(store, title(without=came))
        if before is None:
            continue
        arrived = _delivered(shelf, delivered, came)
        if arrived.nodes.num_rows <= _LARGEST_SHARE * before[0].people.num_rows:
            arrival = Arrival(everybody=arrived, names=frozenset(came), pairs=pairs, decisions=named.decisions)
            return _grown(shelf, before, arrival)
    everybody = _everybody(store, shelf, delivered, as_of)
    if everybody.nodes.num_rows < WORTH_KEEPING:
        return persons(
            nodes=everybody.nodes, keys=everybody.keys, facts=everybody.facts, pairs=pairs, decisions=named.decisions
        )
    found = known(everybody, pairs)
    _keep(store, title(without=[]), found, everybody.nodes)
    if not named.decisions:
        return Persons(people=found.people, matches=found.matches)
    return persons(
        nodes=everybody.nodes, keys=everybody.keys, facts=everybody.facts, pairs=pairs, decisions=named.decisions
    )


def _title(delivered: pa.Table, shelf: _Shelf, crm: Sequence[str], *, without: Sequence[str]) -> str:
    """A name for people that follow from some deliveries, the CRM, and the weights: nothing else moves them."""
    rows = [row for row in delivered.to_pylist() if row["delivery"] not in without]
    names = [*(row["delivery"] for row in rows), *(entry.partition(" ")[0] for entry in crm)]
    files = [(name, shelf.files[name]["facts"], shelf.files[name]["keys"]) for name in sorted(names)]
    made_of = repr((_RECIPE, sorted(map(repr, rows)), files, sorted(crm), weights_version()))
    return _OWNER + hashlib.sha256(made_of.encode()).hexdigest()[:32]


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
    facts = pa.concat_tables([FACTS.empty().select(PEOPLE_FACTS), *(shelf.facts(name) for name in names)])
    chosen = delivered.filter(pc.is_in(delivered["delivery"], pa.array(names, tables.TEXT)))
    return Everybody(
        nodes=nodes(facts=facts, deliveries=chosen, contacts=tables.CONTACTS.empty()),
        keys=pa.concat_tables([KEYS.empty(), *(shelf.keys(name) for name in names)]),
        facts=facts,
    )


def _grown(shelf: _Shelf, before: tuple[Known, pa.Table], arrival: Arrival) -> Persons:
    then, nodes_then = before
    inputs = pc.unique(then.people["delivery"]).to_pylist()
    keys, phones = (shelf.keys(name) for name in inputs), (shelf.phones(name) for name in inputs)
    again = reached(then, arrival, keys=keys, phones=phones)

    def load(wanted: pa.Table) -> Everybody:
        return Everybody(
            nodes=nodes_then.filter(pa.array(again)),
            keys=pa.concat_tables([KEYS.empty(), *(_of(shelf.keys(name), name, wanted) for name in inputs)]),
            facts=pa.concat_tables(
                [FACTS.empty().select(PEOPLE_FACTS), *(_of(shelf.facts(name), name, wanted) for name in inputs)]
            ),
        )

    return grown(then, arrival, again, load)


def _of(table: pa.Table, name: str, wanted: pa.Table) -> pa.Table:
    """The rows of one input's table that speak of wanted lines."""
    asked = wanted["line"].filter(pc.equal(wanted["delivery"], name)).to_numpy()
    lines = table["line"].to_numpy()
    is_asked = np.zeros(int(max(asked.max(initial=0), lines.max(initial=0))) + 1, np.bool_)
    is_asked[asked] = True
    return table.take(pa.array(np.flatnonzero(is_asked[lines])))


def _keep(store: Store, owner: str, found: Known, everybody: pa.Table) -> None:
    in_order = everybody.sort_by([(name, "ascending") for name in NODES.key])
    rows = found.people.append_column("house", pa.array(found.house))
    for name in _NODE[1:]:
        rows = rows.append_column(name, in_order[name])
    stored = {
        "known_people": store.files.write_table("known_people", rows, key=PEOPLE.key),
        "known_matches": store.files.write_table("known_matches", found.matches, key=tables.MATCHES.key),
    }
    with writing(store.engine) as connection:
        drop_known(connection)
        register(connection, owner, stored)


def _kept(store: Store, owner: str) -> tuple[Known, pa.Table] | None:
    with store.engine.connect() as connection:
        files = files_of(connection, owner)
    if not files:
        return None
    rows = store.files.read_table(files["known_people"])
    then = Known(
        people=PEOPLE.require(rows),
        matches=tables.MATCHES.require(store.files.read_table(files["known_matches"])),
        house=rows["house"].to_numpy(),
    )
    return then, NODES.require(rows)


def drop_known(connection: Connection) -> None:
    """Forget whom we knew; call it inside a writing transaction."""
    owners = select(schema.file_uses.c.owner).where(schema.file_uses.c.owner.startswith(_OWNER)).distinct()
    for owner in list(connection.execute(owners).scalars()):
        release(connection, owner)
