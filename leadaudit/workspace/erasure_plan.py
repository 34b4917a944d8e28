"""Who would be erased: a person's records, everything imported about them, and what else names their address."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from sqlalchemy import Connection, select

from leadaudit.errors import LeadauditError
from leadaudit.facts.email import parse_email
from leadaudit.intake.erased_words import Words
from leadaudit.tables import LINE, TEXT
from leadaudit.vocabulary import CrmObject
from leadaudit.workspace import schema
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.file_store import Store, files_of

Place = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedLine:
    """A line that would be erased.

    Args:
        owner: Delivery or import.
        line: Its line.
        what: record, CRM contact, CRM, evidence, list or check.
        because: Why it is theirs: by the address, or by what it was joined to the person.
    """

    owner: str
    line: int
    what: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedErasure:
    """Everything that erasing one person would take away.

    Args:
        address: As it was asked for, normalized.
        addresses: All addresses that are theirs alone.
        as_of: The day of the answer the person was looked for in.
        lines: What would be emptied, by owner and line.
        claims: Sent or prepared claims that hold a record of theirs.
        decisions: How many decisions about their records would go.
    """

    address: str
    addresses: tuple[str, ...]
    as_of: date
    lines: tuple[PlannedLine, ...]
    claims: tuple[str, ...]
    decisions: int

    @property
    def words(self) -> Words:
        """What is looked for in files and texts."""
        return Words(addresses=self.addresses)

    def lines_of(self, owner: str) -> list[int]:
        """The lines of one delivery or import."""
        return [one.line for one in self.lines if one.owner == owner]

    def places(self) -> list[Place]:
        """Every line as owner and number."""
        return [(one.owner, one.line) for one in self.lines]


def plan_erasure(store: Store, found: StoredAssessment, address: str, *, only_address: bool = False) -> PlannedErasure:
    """What erasing the person of an address would take away; nothing is changed.

    Args:
        store: The workspace.
        found: The newest answer, which knows whose records are one person's.
        address: Their e-mail address.
        only_address: Leave records without the address as they are, even where they were joined to the person.

    Raises:
        LeadauditError: It is no address.
    """
    norm = parse_email(address.strip()).norm
    if norm is None:
        raise LeadauditError("forget", f"{address} is no e-mail address", "Give the address of the person")
    with store.engine.connect() as connection:
        owned = _owned(connection)
        lines = _lines(store, owned, found, norm.lower(), only_address=only_address)
        places = {(one.owner, one.line) for one in lines}
        claims = schema.claim_lines
        held = {row.claim for row in connection.execute(select(claims)) if (row.delivery, row.line) in places}
        decided = sum(
            (row.left_delivery, row.left_line) in places or (row.right_delivery, row.right_line) in places
            for row in connection.execute(select(schema.decisions))
        )
    return PlannedErasure(
        address=norm.lower(),
        addresses=_addresses(store, owned, places, norm.lower()),
        as_of=found.as_of,
        lines=tuple(sorted(lines, key=lambda one: (one.owner, one.line))),
        claims=tuple(sorted(held)),
        decisions=decided,
    )


def _owned(connection: Connection) -> dict[str, dict[str, str]]:
    """The files of every delivery and import, by table name."""
    names = [
        *connection.execute(select(schema.deliveries.c.delivery)).scalars(),
        *connection.execute(select(schema.imports.c.import_id)).scalars(),
    ]
    return {name: files_of(connection, name) for name in sorted(names)}


def _lines(
    store: Store, owned: Mapping[str, Mapping[str, str]], found: StoredAssessment, norm: str, *, only_address: bool
) -> list[PlannedLine]:
    theirs: dict[Place, PlannedLine] = {}

    def add(places: Iterable[Place], what: str, because: str) -> None:
        for owner, line in places:
            theirs.setdefault((owner, line), PlannedLine(owner=owner, line=line, what=what, because=because))

    deliveries = {owner for owner, files in owned.items() if "answers" in files}
    by_address = {
        (owner, line)
        for owner, files in owned.items()
        if "facts" in files
        for line in _with_address(store, files["facts"], norm)
    }
    add((one for one in by_address if one[0] in deliveries), "record", "the address")
    add((one for one in by_address if one[0] not in deliveries), "CRM contact", "the address")
    persons: set[str] = set()
    if not only_address:
        people = pq.read_table(found.paths["people"][0])
        persons, joined = _joined(people, by_address)
        for (owner, line), rule in joined.items():
            add([(owner, line)], "record" if owner in deliveries else "CRM contact", f"joined by {rule or 'others'}")
    add(_same_contacts(store, owned, set(theirs)), "CRM contact", "the same contact in another export")
    ids = _contact_ids(store, owned, set(theirs))
    addresses = {norm}
    add(_crm_lines(store, owned, ids, addresses), "CRM", "names only the person")
    add(_evidence_lines(store, owned, found, set(theirs), persons, ids, addresses), "evidence", "is about the person")
    add(_listed(store, owned, addresses), "list", "the address")
    add(_checked(store, owned, set(theirs)), "check", "is of a record of theirs")
    return list(theirs.values())


def _with_address(store: Store, facts: str, norm: str) -> list[int]:
    table = store.files.read_table(facts, ["line", "email_norm"])
    lines: list[int] = table.filter(pc.equal(pc.utf8_lower(table["email_norm"]), norm))["line"].to_pylist()
    return lines


def _joined(people: pa.Table, seeds: set[Place]) -> tuple[set[str], dict[Place, str | None]]:
    """The persons of some records, and all their records and contacts with the rule that joined them."""
    owners = pa.array(sorted({owner for owner, _ in seeds}), TEXT)
    near = people.filter(pc.is_in(people["delivery"], value_set=owners)).select(["delivery", "line", "person"])
    persons = {row["person"] for row in near.to_pylist() if (row["delivery"], row["line"]) in seeds}
    rows = people.filter(pc.is_in(people["person"], value_set=pa.array(sorted(persons), TEXT))).to_pylist()
    return persons, {(row["delivery"], row["line"]): row["rule"] for row in rows}


def _same_contacts(store: Store, owned: Mapping[str, Mapping[str, str]], theirs: set[Place]) -> list[Place]:
    """Lines of every export that hold one of their CRM contacts, whatever address they had then."""
    ids = _contact_ids(store, owned, theirs)
    return [
        (owner, row["line"])
        for owner, files in owned.items()
        if "contacts" in files
        for row in store.files.read_table(files["contacts"], ["line", "source", "contact_id"]).to_pylist()
        if (row["source"], row["contact_id"]) in ids
    ]


def _contact_ids(store: Store, owned: Mapping[str, Mapping[str, str]], theirs: set[Place]) -> set[tuple[str, str]]:
    owners = {owner for owner, _ in theirs}
    return {
        (row["source"], row["contact_id"])
        for owner, files in owned.items()
        if owner in owners and "contacts" in files
        for row in store.files.read_table(files["contacts"], ["line", "source", "contact_id"]).to_pylist()
        if (owner, row["line"]) in theirs
    }


def _crm_lines(
    store: Store, owned: Mapping[str, Mapping[str, str]], ids: set[tuple[str, str]], addresses: set[str]
) -> list[Place]:
    found = []
    for owner, files in owned.items():
        if "crm_rows" not in files:
            continue
        rows = store.files.read_table(
            files["crm_rows"], ["line", "source", "object", "crm_id", "contact_ids", "lead_ids", "emails"]
        )
        for row in rows.to_pylist():
            is_person = row["object"] in {CrmObject.CONTACT.value, CrmObject.LEAD.value}
            if is_person and (row["source"], row["crm_id"]) in ids:
                found.append((owner, row["line"]))
            named = [(row["source"], one) in ids for one in [*(row["contact_ids"] or []), *(row["lead_ids"] or [])]]
            named += [one in addresses for one in row["emails"] or []]
            if named and all(named):
                found.append((owner, row["line"]))
    return found


def _evidence_lines(
    store: Store,
    owned: Mapping[str, Mapping[str, str]],
    found: StoredAssessment,
    theirs: set[Place],
    persons: set[str],
    ids: set[tuple[str, str]],
    addresses: set[str],
) -> list[Place]:
    subjects = pq.read_table(found.paths["subjects"][0], columns=["evidence_id", "person"])
    linked = subjects.filter(pc.is_in(subjects["person"], value_set=pa.array(sorted(persons), TEXT)))["evidence_id"]
    about = set(linked.to_pylist())
    known_ids = {one for _, one in ids}
    lines = []
    for owner, files in owned.items():
        if "evidence" not in files:
            continue
        for row in store.files.read_table(files["evidence"]).to_pylist():
            is_theirs = (
                row["evidence_id"] in about
                or (row["email"] or "").lower() in addresses
                or row["crm_id"] in known_ids
                or (row["delivery"], row["line"]) in theirs
            )
            source, _, line = (row["raw_ref"] or "").rpartition(":")
            if is_theirs and source == owner and line.isdecimal():
                lines.append((owner, int(line)))
    return lines


def _listed(store: Store, owned: Mapping[str, Mapping[str, str]], addresses: set[str]) -> list[Place]:
    return [
        (owner, row["line"])
        for owner, files in owned.items()
        if "lists" in files
        for row in store.files.read_table(files["lines"], ["line", "cells"]).to_pylist()
        if any(cell.strip().lower() in addresses for cell in row["cells"] or [])
    ]


def _checked(store: Store, owned: Mapping[str, Mapping[str, str]], theirs: set[Place]) -> list[Place]:
    """Lines of sheets somebody checked by hand that are about one of their records (``sql/evidence_checks.sql``)."""
    found = []
    for owner, files in owned.items():
        if "checks" not in files and "validity" not in files:
            continue
        rows = store.files.read_table(files["lines"], ["line", "cells"]).to_pylist()
        cells = {cell.strip() for row in rows for cell in row["cells"] or []}
        seeds = {cell.rpartition("-")[0] for cell in cells if "-" in cell}
        refs = {_ref(seed, place) for seed in seeds for place in theirs} & cells
        found += [(owner, row["line"]) for row in rows if refs & {cell.strip() for cell in row["cells"] or []}]
    return found


def _ref(seed: str, place: Place) -> str:
    return f"{seed}-{hashlib.sha256(f'{seed}|{place[0]}:{place[1]}'.encode()).hexdigest()[:12]}"


def _addresses(store: Store, owned: Mapping[str, Mapping[str, str]], theirs: set[Place], norm: str) -> tuple[str, ...]:
    """The address, and those on their records that nobody else's record has."""
    of_them: set[str] = set()
    owners = {owner for owner, _ in theirs}
    for owner, files in owned.items():
        if owner not in owners or "facts" not in files:
            continue
        facts = store.files.read_table(files["facts"], ["line", "email_norm"])
        lines = pa.array([line for one, line in theirs if one == owner], LINE)
        here = facts.filter(pc.is_in(facts["line"], value_set=lines))["email_norm"].drop_null()
        of_them |= {address.lower() for address in here.to_pylist()}
    for owner, files in owned.items():
        if of_them <= {norm}:
            break
        if "facts" in files:
            facts = store.files.read_table(files["facts"], ["line", "email_norm"])
            lines = pa.array([line for one, line in theirs if one == owner], LINE)
            others = facts.filter(pc.invert(pc.is_in(facts["line"], value_set=lines)))["email_norm"]
            lowered = pc.utf8_lower(others)
            shared = lowered.filter(pc.is_in(lowered, value_set=pa.array(sorted(of_them), TEXT)))
            of_them -= set(shared.to_pylist())
    return tuple(sorted({norm} | of_them))
