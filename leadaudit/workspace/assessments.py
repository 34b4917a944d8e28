"""Assessments: built once from everything active on a day, stored, read by every page and command."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Connection, delete, insert, select

from leadaudit import sql, tables
from leadaudit.answers import Loaded
from leadaudit.audit import UNRULED, Report, assess, assessment_id, silent
from leadaudit.audit_file import loaded_of
from leadaudit.audit_inputs import READ_TABLES, AuditInputs
from leadaudit.contract.claims import returned_records, unpaid_records
from leadaudit.contract.program import Program
from leadaudit.economics.summary import By, Summary, summarize
from leadaudit.errors import LeadauditError
from leadaudit.identity.pairs.weights import Weights
from leadaudit.identity.people import Persons
from leadaudit.policy import Policy
from leadaudit.vocabulary import CRM_PEOPLE
from leadaudit.workspace import schema, settings
from leadaudit.workspace.booking import BOOKED
from leadaudit.workspace.catalogue import clock, writing
from leadaudit.workspace.crm_rows import rows_in_force
from leadaudit.workspace.decisions import decisions_in_force
from leadaudit.workspace.deliveries import Delivery, all_deliveries
from leadaudit.workspace.erased_people import erased_so_far, suppressed_records
from leadaudit.workspace.file_store import FileStore, Store, files_of, register, release
from leadaudit.workspace.imports import all_imports
from leadaudit.workspace.imports_in_force import (
    contacts_in_force,
    crm_state,
    imported_evidence,
    imported_lists,
    imported_wordings,
)
from leadaudit.workspace.intake_records import same_columns
from leadaudit.workspace.kept_claims import claims_table
from leadaudit.workspace.known_people import people_on
from leadaudit.workspace.matching import active_blocking, active_pairs, compare_missing, weights_version

# What an assessment reads of each table of a delivery; None: all columns.  The cells of the lines are the largest thing
# stored and nothing here asks for them, nor for the findings.
_ASSESSED: Final[Mapping[str, tuple[str, ...] | None]] = {
    "lines": ("delivery", "line", "status"),
    "records": None,
    "answers": None,
    "facts": None,
    "keys": None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAssessment:
    """An assessment on disk.

    Args:
        assessment_id: sha256 of all that went in.
        as_of: The day it speaks for.
        policy: The rules it was made with.
        loaded: What there was to look into.
        deliveries: What it speaks of, newest first.
        programs: By id.
        paths: Table name to the Parquet files that hold it: those of the assessment, and lines, records, answers,
            facts, keys and findings of the deliveries.
        unpaid: Records that cost nothing by that day: credited, or come instead of others.
        query: Whom to ask about its tables: somebody who knows some answers already, or the database.
    """

    assessment_id: str
    as_of: date
    policy: Policy
    loaded: Loaded
    deliveries: tuple[Delivery, ...]
    programs: Mapping[str, Program]
    paths: Mapping[str, list[Path]]
    unpaid: pa.Table
    query: sql.Query = sql.run

    def ask(self, name: str, needs: Sequence[str], params: Mapping[str, sql.Parameter] | None = None) -> pa.Table:
        """What a query says of its tables; a need ``rows=facts`` calls the facts rows in the query."""
        sources = {need.partition("=")[0]: self.paths[need.rpartition("=")[2]] for need in needs}
        return self.query(name, sources, params or {})

    def summaries(self, *, by: By = By.DELIVERY) -> dict[str, Summary]:
        """Everything said of each delivery, each vendor, or all of it."""
        return summarize(
            self.paths,
            deliveries=pq.read_table(self.paths["deliveries"][0]),
            currencies={program.id: program.currency for program in self.programs.values()},
            policy=self.policy,
            by=by,
            unpaid=self.unpaid,
            zones={program.id: program.time_zone for program in self.programs.values()},
            query=self.query,
        )


def _named_on(store: Store, as_of: date) -> AuditInputs:
    """Everything active on a day by name: enough to tell which assessment is meant, without its tables."""
    with store.engine.connect() as connection:
        heads = tuple(one.head for one in _delivered_by(connection, as_of))
        # What is booked moves no answer about records, so bringing an invoice in builds nothing anew.
        imports = [one for one in all_imports(connection) if one.snapshot_on <= as_of and one.kind not in BOOKED]
        programs = settings.programs(connection)
        has_crm = any(one.kind in CRM_PEOPLE for one in imports)
        return AuditInputs(
            heads=heads,
            **{name: _together(store.files, name, []) for name in READ_TABLES},
            programs={head.program: programs[head.program] for head in heads},
            buyer=settings.buyer(connection),
            words=settings.words(connection),
            contacts=tables.CONTACTS.empty() if has_crm else None,
            imported_lists=imported_lists(connection, store.files, tuple(imports), as_of),
            imported_wordings=imported_wordings(connection, store.files, tuple(imports), as_of),
            # the same file as a part or as everything says different things of what it does not name
            input_ids=tuple(f"{one.import_id}:{one.coverage}" for one in imports),
            pairs_version=weights_version(connection),
            decisions=decisions_in_force(connection),
            stages=settings.stages(connection),
            erased=erased_so_far(connection),
            returned=returned_records(claims_table(connection, as_of=as_of, then=True)),
        )


def _with_tables(store: Store, named: AuditInputs, as_of: date, *, knows_people: bool = False) -> AuditInputs:
    """The same with every table, as ``assess`` reads it.

    Args:
        store: The workspace.
        named: The inputs by name.
        as_of: The day.
        knows_people: Who is who was found already, so nobody asks for keys and pairs, the largest of the tables.
    """
    with store.engine.connect() as connection:
        files = [files_of(connection, head.delivery) for head in named.heads]
        crm = crm_state(connection, store.files, all_imports(connection), as_of)
        wanted = [name for name in _ASSESSED if not (knows_people and name == "keys")]
        together = {name: _together(store.files, name, [owned[name] for owned in files]) for name in wanted}
        together["imported_evidence"] = imported_evidence(
            connection, store.files, all_imports(connection), together["facts"], as_of
        )
        together["crm_rows"] = rows_in_force(connection, store.files, all_imports(connection), as_of)
    together["suppressed"] = suppressed_records(store, together["facts"], named.erased)
    names = _compared_on(store, named, as_of)
    if not knows_people:
        together["pairs"] = active_pairs(store, names)
    if crm is None:
        return replace(named, **together)
    return replace(named, **together, contacts=crm.contacts, contact_facts=crm.facts, contact_keys=crm.keys)


def _compared_on(store: Store, named: AuditInputs, as_of: date) -> list[str]:
    """Inputs among whose records people are looked for."""
    with store.engine.connect() as connection:
        return [*(head.delivery for head in named.heads), *contacts_in_force(all_imports(connection), as_of)]


def _delivered_by(connection: Connection, as_of: date) -> list[Delivery]:
    return [one for one in all_deliveries(connection) if one.head.delivered_on <= as_of]


def _together(store: FileStore, name: str, files: Sequence[str]) -> pa.Table:
    parts = [store.read_table(file, _ASSESSED.get(name)) for file in files]
    if name == "records":
        empty = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE)]).empty_table()
        return same_columns([empty, *parts])
    empty = tables.ALL[name].empty()
    return pa.concat_tables([empty.select(parts[0].column_names) if parts else empty, *parts])


def stored_assessment(store: Store, *, as_of: date, policy: Policy, report: Report = silent) -> StoredAssessment:
    """The assessment of a day under a policy, built when it is not there yet."""
    inputs, name, files = _looked_up(store, as_of=as_of, policy=policy)
    if not files:
        files = _build(store, inputs, name, as_of=as_of, policy=policy, report=report)
    return _found(store, inputs, name, files, as_of=as_of, policy=policy)


def known_assessment(store: Store, *, as_of: date, policy: Policy) -> StoredAssessment | None:
    """The same where it is there; None where it had to be built."""
    inputs, name, files = _looked_up(store, as_of=as_of, policy=policy)
    return _found(store, inputs, name, files, as_of=as_of, policy=policy) if files else None


def _looked_up(store: Store, *, as_of: date, policy: Policy) -> tuple[AuditInputs, str, dict[str, str]]:
    """What an assessment depends on by name, its own name, and its files; no files: it is not there."""
    inputs = _named_on(store, as_of)
    name = assessment_id(inputs, policy=policy, as_of=as_of)
    with store.engine.connect() as connection:
        return inputs, name, files_of(connection, name)


def _found(
    store: Store, inputs: AuditInputs, name: str, files: Mapping[str, str], *, as_of: date, policy: Policy
) -> StoredAssessment:
    with store.engine.connect() as connection:
        deliveries = tuple(_delivered_by(connection, as_of))
        used = {one.head.delivery: files_of(connection, one.head.delivery) for one in deliveries}
        unpaid = unpaid_records(claims_table(connection, as_of=as_of, then=True))
    paths = {table_name: [store.files.path(file)] for table_name, file in files.items()}
    paths |= {
        table_name: [store.files.path(named[table_name]) for named in used.values()] for table_name in READ_TABLES
    }
    return StoredAssessment(
        assessment_id=name,
        as_of=as_of,
        policy=policy,
        loaded=loaded_of(inputs),
        deliveries=deliveries,
        programs=inputs.programs,
        paths=paths,
        unpaid=unpaid.filter(pc.is_in(unpaid["delivery"], value_set=pa.array(list(used), tables.TEXT))),
    )


def _build(
    store: Store,
    inputs: AuditInputs,
    name: str,
    *,
    as_of: date,
    policy: Policy,
    report: Report,
) -> dict[str, str]:
    report("loading", 0, None)
    # What reading a large delivery took is given back first: a process keeps freed memory for itself otherwise.
    pa.default_memory_pool().release_unused()
    known = _known(store, inputs, as_of=as_of, policy=policy)
    if known is None:
        compare_missing(store, _compared_on(store, inputs, as_of), report=report)
    report("loading", 0, None)
    read = _with_tables(store, inputs, as_of, knows_people=known is not None)
    built = assess(read, policy=policy, as_of=as_of, known=known, report=report)
    report("storing", 0, None)
    stored = store.files.write_tables(
        {**built.tables, "blocking": active_blocking(store, _compared_on(store, inputs, as_of))}
    )
    with writing(store.engine) as connection:
        if erased_so_far(connection).fingerprint != inputs.erased.fingerprint:
            # What was read still holds the person: none of it may stay, visible or not.
            visible = set(connection.execute(select(schema.files.c.file)).scalars())
            for one in stored.values():
                if one.file not in visible:
                    one.path.unlink(missing_ok=True)
            raise LeadauditError("answer", "somebody was erased while it was made", "Ask again")
        # Another process may have built the same meanwhile; its files are the same, byte for byte.
        if not files_of(connection, name):
            connection.execute(
                insert(schema.assessments).values(
                    assessment_id=name,
                    as_of=as_of,
                    policy_name=policy.name,
                    policy_version=policy.version,
                    policy_fingerprint=policy.fingerprint,
                    has_crm=inputs.has_crm,
                    built_at=clock(),
                )
            )
            register(connection, name, stored)
    return {table_name: one.file for table_name, one in stored.items()}


def _known(store: Store, inputs: AuditInputs, *, as_of: date, policy: Policy) -> dict[str, pa.Table] | None:
    """What an assessment of the same inputs and day under another policy found already; None where there is none."""
    table = schema.assessments
    with store.engine.connect() as connection:
        rows = connection.execute(
            select(table.c.assessment_id, table.c.policy_fingerprint)
            .where(table.c.as_of == as_of)
            .order_by(table.c.built_at.desc())
        ).all()
        for name, fingerprint in rows:
            other = policy.model_copy(update={"fingerprint": fingerprint})
            if name == assessment_id(inputs, policy=other, as_of=as_of):
                files = files_of(connection, name)
                return {table_name: store.files.read_table(files[table_name]) for table_name in UNRULED}
    return None


def people_of_day(store: Store, *, as_of: date, weights: Weights | None = None) -> Persons:
    """Who is who on a day, without all that follows from it; under the weights in force, or under others."""
    named = _named_on(store, as_of)
    return people_on(store, named, _compared_on(store, named, as_of), as_of, weights=weights)


def drop_unpinned(connection: Connection, *, keep: str | None) -> int:
    """Forget assessments nobody published, but for one; what is asked for again is built again.

    Returns:
        How many were forgotten.
    """
    table = schema.assessments
    pinned = select(schema.published_runs.c.assessment_id)
    query = select(table.c.assessment_id).where(table.c.assessment_id.not_in(pinned), table.c.assessment_id != keep)
    names = list(connection.execute(query).scalars())
    for name in names:
        connection.execute(delete(table).where(table.c.assessment_id == name))
        release(connection, name)
    return len(names)
