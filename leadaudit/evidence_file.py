"""Files of evidence: bounces, checked addresses, replies, answers, visits and the like, read as rows of the log.

Whom a row is about is told by the words delivered files are read with; what happened by the words of the kind of file.
Source: docs/method.md, "Files of evidence".
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.audit import OpenedDelivery
from leadaudit.distinct import distinct_rows, judge_distinct
from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.evidence.file_choice import NOTHING_SAID, ColumnChoice
from leadaudit.evidence.file_columns import FoundColumn, find_columns
from leadaudit.evidence.file_values import Said, read_attendance, read_bounce, read_named, read_verification, read_visit
from leadaudit.facts.dates import decide_date_order, parse_date
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import read_facts
from leadaudit.intake.mapping_values import cells_of
from leadaudit.policy import default_policy
from leadaudit.split.spelling import name_as_id
from leadaudit.vocabulary import Category, DateOrder, ImportKind, LineStatus

# The kinds of import that are files of evidence.
EVIDENCE_FILES: Final = frozenset(
    {
        ImportKind.BOUNCES, ImportKind.VERIFICATION, ImportKind.REPLIES, ImportKind.RESPONSES,
        ImportKind.UNSUBSCRIBES, ImportKind.WEB, ImportKind.WEBINAR, ImportKind.INTENT,
    }
)  # fmt: skip

# Nobody sent mail about a purchase, or looked at a page, before.
EARLIEST: Final = date(1995, 1, 1)

_WHO: Final = ("email", "phone", "crm_id", "record")
# What a person's column of the delivered kind is called, where our words do not find one.
_AS_DELIVERED: Final[Mapping[str, tuple[str, ...]]] = {
    "email": ("email",),
    "phone": ("phone", "mobile"),
    "crm_id": ("crm_contact_id", "crm_lead_id"),
    "company": ("company",),
    "domain": ("website",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """How a row says what happened: from which of its cells, by which rule."""

    cells: tuple[str, ...]
    read: Callable[..., Said]


def _answer(status: str | None) -> Said:
    """An empty answer is no answer: we asked, and nothing came."""
    return Said(kind="asked") if status is None else read_named("responses", status, None)


def _unsubscribed(status: str | None) -> Said:
    """A file of unsubscriptions needs no column that says so."""
    return Said(kind="unsubscribe") if status is None else read_named("unsubscribes", status, None)


def _surge(_topic: str | None) -> Said:
    return Said(kind="account_topic_surge")


def _reply(status: str | None, text: str | None) -> Said:
    return read_named("replies", status, text)


_READERS: Final[Mapping[ImportKind, _Reader]] = {
    ImportKind.BOUNCES: _Reader(cells=("status", "code", "text"), read=read_bounce),
    ImportKind.VERIFICATION: _Reader(cells=("status", "code"), read=read_verification),
    ImportKind.REPLIES: _Reader(cells=("status", "text"), read=_reply),
    ImportKind.RESPONSES: _Reader(cells=("status",), read=_answer),
    ImportKind.UNSUBSCRIBES: _Reader(cells=("status",), read=_unsubscribed),
    ImportKind.WEB: _Reader(cells=("status", "url"), read=read_visit),
    ImportKind.WEBINAR: _Reader(cells=("status", "event_type", "minutes"), read=read_attendance),
    ImportKind.INTENT: _Reader(cells=("asset",), read=_surge),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceRead:
    """What a file of evidence holds.

    Args:
        columns: What is taken from which column.
        evidence: tables.EVIDENCE, one row per thing done or said; ``imported_at`` is null until it is read back.
        findings: tables.FINDINGS of its lines.
    """

    columns: tuple[FoundColumn, ...]
    evidence: pa.Table
    findings: pa.Table


def read_evidence_file(
    opened: OpenedDelivery,
    *,
    kind: ImportKind,
    name: str,
    snapshot_on: date,
    where: str,
    words: OwnWords,
    founded_on: date | None = None,
    chosen: ColumnChoice = NOTHING_SAID,
) -> EvidenceRead:
    """A file of evidence as rows of the log.

    Args:
        opened: The file with the proposed mapping of its columns.
        kind: What it holds; one of ``EVIDENCE_FILES``.
        name: Id of the import.
        snapshot_on: The day the file speaks for; nothing in it can have happened later.
        where: The file's name, for sentences.
        words: Words the user adds to ours.
        founded_on: The day our company began.  What is said to be older is named here, and left out when it is counted,
            by the day that is given then.
        chosen: What somebody said of its columns.

    Raises:
        LeadauditError: No column says who it is about.
        FileMistakesError: A column of days can be read two ways.
    """
    columns = columns_of(opened, kind, chosen)
    _require_somebody(columns, kind, where)
    lines = opened.table.lines
    is_read = np.flatnonzero(pc.not_equal(lines["status"], LineStatus.UNREADABLE.value).to_numpy())
    lines = lines.take(pa.array(is_read))
    cells = {says: _texts(lines, column.column_no) for says, column in columns.items()}
    rows = pa.table(
        {
            "line": lines["line"].cast(tables.LINE),
            **_who(lines["line"], cells, words),
            **_what(cells, kind, lines.num_rows),
            **_when(cells, columns, opened, chosen, where),
            **_about(cells, kind, lines.num_rows),
        }
    )
    read: dict[str, sql.Source] = {"rows": rows, "kinds": _kinds()}
    params: dict[str, sql.Parameter] = {
        "import": name,
        "what": kind.value,
        "snapshot_on": snapshot_on,
        "earliest": EARLIEST,
        "source": "third" if kind is ImportKind.INTENT else "first",
    }
    return EvidenceRead(
        columns=tuple(sorted(columns.values(), key=lambda column: column.column_no)),
        evidence=tables.EVIDENCE.require(sql.run("evidence_file", read, params)),
        findings=tables.FINDINGS.require(
            sql.run(
                "evidence_file_findings",
                read,
                {"import": name, "snapshot_on": snapshot_on, "earliest": max(founded_on or EARLIEST, EARLIEST)},
            )
        ),
    )


def columns_of(opened: OpenedDelivery, kind: ImportKind, chosen: ColumnChoice = NOTHING_SAID) -> dict[str, FoundColumn]:
    """What is taken from which column: as chosen, by the words of its header, else as in a delivered file."""
    headers = [column.header for column in opened.mapping.columns]
    found = find_columns(headers, kind.value, chosen.columns)
    said = set(chosen.columns)
    taken = {column.column_no for column in found.values()} | {at for at, name in enumerate(headers) if name in said}
    for says, fields in _AS_DELIVERED.items():
        mapped = [column for field in fields for column in opened.mapping.columns_of(field)]
        free = next((column for column in mapped if column.column_no not in taken), None)
        if says not in found and free is not None:
            found[says] = FoundColumn(column_no=free.column_no, header=free.header, says=says)
            taken.add(free.column_no)
    if kind is ImportKind.INTENT:
        # What a company reads is nobody's doing, whoever is named beside it.
        found = {says: column for says, column in found.items() if says not in _WHO}
    return found


def _require_somebody(columns: Mapping[str, FoundColumn], kind: ImportKind, where: str) -> None:
    wanted = ("domain", "company") if kind is ImportKind.INTENT else _WHO
    if not any(says in columns for says in wanted):
        named = "a domain or a company" if kind is ImportKind.INTENT else "an e-mail address, a number or a CRM id"
        raise LeadauditError(
            where,
            f"no column holds {named}, so nobody can tell whom it is about",
            "Say which column holds it (--map), or name the column after what it holds",
        )


def _texts(lines: pa.Table, column_no: int) -> pa.ChunkedArray:
    parts = [pc.utf8_trim_whitespace(cells_of(chunk, column_no)) for chunk in lines["cells"].chunks]
    trimmed = pa.chunked_array(parts, tables.TEXT)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, tables.TEXT), trimmed)


def _absent(count: int, kind: pa.DataType = tables.TEXT) -> pa.ChunkedArray:
    return pa.chunked_array([pa.nulls(count, kind)])


def _who(line: pa.ChunkedArray, cells: Mapping[str, pa.ChunkedArray], words: OwnWords) -> dict[str, pa.ChunkedArray]:
    """Address, number, CRM id, record and account, each in the form records have it."""
    count = len(line)
    delivered = {"email": "email", "phone": "phone", "company": "company", "domain": "website"}
    records = {field: cells[says] for says, field in delivered.items() if says in cells}
    ids = {"delivery": pa.repeat(pa.scalar("import", tables.TEXT), count), "line": line.cast(tables.LINE)}
    facts = read_facts(pa.table({**ids, **records}), date_orders={}, currency=None, own=words).facts
    record = cells.get("record", _absent(count))
    named = pc.extract_regex(record, r"^(?P<delivery>.+):(?P<line>\d{1,9})$")
    return {
        "email": facts["email_norm"],
        "email_given": cells.get("email", _absent(count)),
        "phone": facts["phone_e164"],
        "crm_id": cells.get("crm_id", _absent(count)),
        "delivery": pc.struct_field(named, "delivery"),
        "of_line": pc.struct_field(named, "line").cast(tables.LINE),
        "account": pc.coalesce(facts["website_domain"], facts["company_key"]),
    }


def _what(cells: Mapping[str, pa.ChunkedArray], kind: ImportKind, count: int) -> dict[str, pa.Array]:
    reader = _READERS[kind]
    rows = distinct_rows([cells.get(name, _absent(count)) for name in reader.cells])
    said = rows.judged(reader.read)
    shown = [", ".join(str(value) for value in values if value is not None)[:200] or None for values in rows.values]
    at = pa.array(rows.row_of)
    return {
        "kind": pa.array([one.kind for one in said], tables.TEXT).take(at),
        "doubt": pa.array([one.doubt for one in said], tables.TEXT).take(at),
        "said": pa.array(shown, tables.TEXT).take(at),
    }


def _when(
    cells: Mapping[str, pa.ChunkedArray],
    columns: Mapping[str, FoundColumn],
    opened: OpenedDelivery,
    chosen: ColumnChoice,
    where: str,
) -> dict[str, pa.Array]:
    """Days of what happened, of when its source wrote it down, and of when we asked."""
    days: dict[str, pa.Array] = {}
    count = int(pc.sum(pc.not_equal(opened.table.lines["status"], LineStatus.UNREADABLE.value)).as_py() or 0)
    for says, column_name in (("at", "occurred_on"), ("recorded_at", "recorded_on"), ("asked_at", "asked_on")):
        text = cells.get(says)
        if text is None:
            days[column_name] = _absent(count, tables.DAY)
            if says == "at":
                days["occurred_at"], days["at_given"] = _absent(count), _absent(count)
            continue
        encoded = text.combine_chunks().dictionary_encode()
        given = encoded.dictionary.to_pylist()
        said = chosen.dates.get(columns[says].header)
        order = said if said is not None else _order(given, columns[says], opened, where)
        facts = [parse_date(value, order) for value in given]
        days[column_name] = pa.array([fact.on for fact in facts], tables.DAY).take(encoded.indices)
        if says == "at":
            exact = [None if fact.at is None else fact.at.isoformat() for fact in facts]
            days["occurred_at"] = pa.array(exact, tables.TEXT).take(encoded.indices)
            days["at_given"] = text
    return days


def _order(given: Sequence[str], column: FoundColumn, opened: OpenedDelivery, where: str) -> DateOrder | None:
    chosen = opened.mapping.columns[column.column_no].date_order
    if chosen is not None:
        return chosen
    decided = decide_date_order(given)
    if decided.ambiguous:
        told = " or ".join(words for _, words in decided.readings)
        raise FileMistakesError(
            where,
            [f"column {column.header}: can be read two ways, {told}. Say which, or write the days like 2026-11-21."],
        )
    return decided.order


def _about(cells: Mapping[str, pa.ChunkedArray], kind: ImportKind, count: int) -> dict[str, pa.Array]:
    """What it was about, and who did it: a machine that names itself is no person."""
    asset = cells.get("asset", _absent(count))
    if kind is ImportKind.WEB and "url" in cells:
        asset = pc.coalesce(asset, cells["url"])
    if kind is ImportKind.BOUNCES:
        # A vendor asks for the code and the words of the other server, not for our campaign.
        said = [cells[name] for name in ("code", "text") if name in cells]
        asset = pc.binary_join_element_wise(*said, " ", null_handling="skip") if said else asset
        asset = pc.if_else(pc.equal(asset, ""), pa.scalar(None, tables.TEXT), asset)
    agent = cells.get("agent", _absent(count))
    is_bot = pc.fill_null(
        pc.match_substring_regex(agent, r"(?i)bot|crawl|spider|scanner|preview|headless|^(true|yes|1)$"),
        fill_value=False,
    )
    category = pc.utf8_lower(cells.get("category", _absent(count)))
    known = pc.is_in(category, value_set=pa.array([one.value for one in Category]))
    vendor = cells.get("vendor", _absent(count))
    return {
        "asset": asset,
        "is_bot": is_bot,
        "given_category": pc.if_else(known, category, pa.scalar(None, tables.TEXT)),
        "named_vendor": judge_distinct(vendor, name_as_id).column(str, tables.TEXT),
    }


def _kinds() -> pa.Table:
    known = default_policy().kinds
    return pa.table({"kind": sorted(known), "role": [known[kind].role.value for kind in sorted(known)]})
