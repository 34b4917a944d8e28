"""What an audit hands out of one delivery: every line, the unreadable ones, and the clean file."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final

import pyarrow as pa

from leadaudit import sql
from leadaudit.export.csv_file import csv_text


class ImportTarget(StrEnum):
    """Systems the clean file can be imported into."""

    HUBSPOT = "hubspot"
    SALESFORCE = "salesforce"
    MARKETO = "marketo"


# Header names their importers match by themselves; checked against the exports of each system.
_CLEAN_HEADERS: Final[Mapping[ImportTarget, Mapping[str, str]]] = {
    ImportTarget.HUBSPOT: {
        "first_name": "First Name",
        "last_name": "Last Name",
        "email": "Email",
        "phone": "Phone Number",
        "title": "Job Title",
        "company": "Company Name",
        "website": "Website URL",
        "city": "City",
        "state": "State/Region",
        "country": "Country/Region",
        "lead_source": "Original Source Drill-Down 1",
    },
    ImportTarget.SALESFORCE: {
        "first_name": "First Name",
        "last_name": "Last Name",
        "email": "Email",
        "phone": "Phone",
        "title": "Title",
        "company": "Company",
        "website": "Website",
        "city": "City",
        "state": "State/Province",
        "country": "Country",
        "lead_source": "Lead Source",
    },
    ImportTarget.MARKETO: {
        "first_name": "First Name",
        "last_name": "Last Name",
        "email": "Email Address",
        "phone": "Phone Number",
        "title": "Job Title",
        "company": "Company Name",
        "website": "Website",
        "city": "City",
        "state": "State",
        "country": "Country",
        "lead_source": "Person Source",
    },
}


def clean_csv(
    tables_by_name: Mapping[str, sql.Source], deliveries: Sequence[str], *, lead_source: str, target: ImportTarget
) -> str:
    """The usable records under the headers one system imports; normalized where we understood the value.

    Args:
        tables_by_name: records, facts and usable of an assessment.
        deliveries: Whose records to write.
        lead_source: Written into every row, so that the CRM knows where it came from.
        target: The system.
    """
    sources: dict[str, sql.Source] = {
        "facts": tables_by_name["facts"],
        "usable": tables_by_name["usable"],
        "places": sql.texts_of(tables_by_name["records"], ("city", "state", "country", "website")),
    }
    clean = sql.run("export_clean", sources, {"lead_source": lead_source, "deliveries": list(deliveries)})
    headers = _CLEAN_HEADERS[target]
    return csv_text(list(headers.values()), _rows(clean, list(headers)))


def records_csv(tables_by_name: Mapping[str, sql.Source], deliveries: Sequence[str]) -> str:
    """One row per delivered line: read or not, usable, class, verdict, reasons, normalized values.

    Args:
        tables_by_name: lines, facts and the assessment's tables.
        deliveries: Whose lines to write.
    """
    names = ("lines", "facts", "classes", "verdicts", "reasons", "usable", "consent", "freshness")
    return _csv_of("export_records", tables_by_name, names, deliveries)


def unreadable_csv(tables_by_name: Mapping[str, sql.Source], deliveries: Sequence[str]) -> str:
    """Every line that could not be read, with its text and why."""
    return _csv_of("export_unreadable", tables_by_name, ("lines",), deliveries)


def _csv_of(
    query: str, tables_by_name: Mapping[str, sql.Source], names: Sequence[str], deliveries: Sequence[str]
) -> str:
    rows = sql.run(query, {name: tables_by_name[name] for name in names}, {"deliveries": list(deliveries)})
    return csv_text(rows.column_names, _rows(rows, rows.column_names))


def _rows(table: pa.Table, names: Sequence[str]) -> list[list[object]]:
    columns = [[_shown(value) for value in table[name].to_pylist()] for name in names]
    return [list(row) for row in zip(*columns, strict=True)]


def _shown(value: object) -> object:
    match value:
        case bool():
            return "yes" if value else "no"
        case list():
            return "; ".join(map(str, value))
        case _:
            return value
