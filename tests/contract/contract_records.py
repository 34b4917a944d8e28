"""Small tables to judge: a record is what a test says of it, and unremarkable otherwise."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time

import pyarrow as pa

from leadaudit import tables
from leadaudit.company_accounts import accounts_of
from leadaudit.contract.judge import judge
from leadaudit.contract.lists import list_hits
from leadaudit.contract.program import Program, read_program
from leadaudit.facts.own_words import OwnWords

PROGRAM = 'id = "spring"\nvendor = "osprelle"\nprice = 48\ncurrency = "USD"\n'

TOLD = pa.schema(
    [
        ("delivery", tables.TEXT),
        ("line", tables.LINE),
        ("code", tables.TEXT),
        ("kind", tables.TEXT),
        ("told_on", tables.DAY),
        ("words", tables.TEXT),
        ("ref", tables.TEXT),
    ]
)

ORDINARY: Mapping[str, object] = {
    "email_status": "ok",
    "phone_status": "missing",
    "title_status": "ok",
    "company_status": "ok",
    "company_key": "northwell",
    "country_code": "US",
    "seniority": "director",
    "function": "marketing",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A record: what was delivered and how it reads."""

    delivered: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A delivery of records."""

    records: Sequence[Told]
    delivery: str = "osprelle-2026-03-10-aaaaaa"
    vendor: str = "osprelle"
    program: str = "spring"
    delivered_on: date = date(2026, 3, 10)
    received_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What came of it."""

    reasons: list[dict[str, object]]
    verdicts: list[dict[str, object]]

    def only_reason(self) -> dict[str, object]:
        """The one reason there is."""
        assert len(self.reasons) == 1, self.reasons
        return self.reasons[0]

    def codes(self) -> list[tuple[object, object]]:
        """Line and code of every reason."""
        return [(reason["line"], reason["code"]) for reason in self.reasons]


def told(delivered: Mapping[str, str] | None = None, **read: object) -> Told:
    """One record."""
    return Told(delivered=delivered or {}, read=read)


def program(clauses: str = "") -> Program:
    """The ordinary program with further clauses."""
    return read_program(PROGRAM + clauses, where="spring.toml")


def judged(
    files: Sequence[File] | Told,
    clauses: str | Mapping[str, Program] = "",
    *,
    as_of: date = date(2026, 3, 12),
    lists: Sequence[Mapping[str, object]] | None = None,
    contacts: Sequence[Mapping[str, object]] | None = None,
    known: Mapping[int, date | None] | None = None,
    consent: Sequence[str] | None = None,
    answers: Sequence[Mapping[str, object]] | None = None,
    found_out: Sequence[Mapping[str, object]] | None = None,
    words: OwnWords | None = None,
) -> Judged:
    """Judges records whose lines are 2, 3, 4 ... of their file.

    Args:
        files: Deliveries, or one record alone.
        clauses: Of the program ``spring``, or programs by id.
        as_of: The day of the claim.
        lists: Rows of tables.LISTS.
        contacts: Rows of tables.CONTACTS.
        known: Contact creation by line, of people the CRM holds as contact ``c1``.
        consent: State of each record of the first file.
        answers: Rows of tables.ANSWERS of the first file, without the delivery.
        found_out: What was told after delivery: delivery, line, code, kind, told_on, words, ref.
        words: Our own words, for companies of several names.
    """
    given = [File(records=[files])] if isinstance(files, Told) else list(files)
    programs = {"spring": program(clauses)} if isinstance(clauses, str) else dict(clauses)
    rows = [(each, line, record) for each in given for line, record in enumerate(each.records, start=2)]
    facts = tables.FACTS.build(
        [
            {**ORDINARY, **_address(record), **record.read, "delivery": each.delivery, "line": line}
            for each, line, record in rows
        ]
    )
    fields = sorted({name for _, _, record in rows for name in record.delivered})
    records = pa.table(
        {
            "delivery": pa.array([each.delivery for each, _, _ in rows], pa.string()),
            "line": pa.array([line for _, line, _ in rows], pa.int32()),
            **{name: pa.array([record.delivered.get(name) for _, _, record in rows], pa.string()) for name in fields},
        }
    )
    listed = None if lists is None else tables.LISTS.build([dict(row) for row in lists])
    repeats: list[dict[str, object]] = [
        {"delivery": each.delivery, "line": line, "contact_id": "c1", "contact_created_on": (known or {})[line]}
        for each, line, _ in rows
        if line in (known or {})
    ]
    states = None
    if consent is not None:
        states = tables.CONSENT.build(
            [
                {"delivery": given[0].delivery, "line": line, "state": state, "missing": ["wording", "source"]}
                for line, state in enumerate(consent, start=2)
            ]
        )
    reasons, verdicts = judge(
        facts=facts,
        records=records,
        deliveries=_deliveries(given),
        programs=programs,
        list_hits=tables.LIST_HITS.empty() if listed is None else list_hits(facts=facts, lists=listed),
        repeats=tables.REPEATS.build(repeats),
        as_of=as_of,
        consent=states,
        lists=listed,
        contacts=None if contacts is None else tables.CONTACTS.build([dict(row) for row in contacts]),
        answers=None
        if answers is None
        else tables.ANSWERS.build([{"delivery": given[0].delivery, **row} for row in answers]),
        told=None if found_out is None else pa.Table.from_pylist([dict(row) for row in found_out], schema=TOLD),
        accounts=accounts_of(facts=facts, contact_facts=tables.FACTS.empty(), words=words or OwnWords()).accounts,
        is_missing=lambda text, _: text.strip().lower() in {"", "-", "n/a"},
    )
    return Judged(reasons=reasons.to_pylist(), verdicts=verdicts.to_pylist())


def _address(record: Told) -> dict[str, object]:
    email = record.delivered.get("email")
    return {} if email is None else {"email_norm": email.lower(), "email_domain": email.lower().partition("@")[2]}


def _deliveries(given: Sequence[File]) -> pa.Table:
    return tables.DELIVERIES.build(
        [
            {
                "delivery": each.delivery,
                "vendor": each.vendor,
                "program": each.program,
                "delivered_on": each.delivered_on,
                "received_at": each.received_at or datetime.combine(each.delivered_on, time(9), tzinfo=UTC),
                "profile_source": "unknown",
                "file_name": f"{each.delivery}.csv",
            }
            for each in given
        ]
    )
