"""What an export of a CRM brings, for other programs: one object, or one row per thing to know of it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from leadaudit.findings import catalogue
from leadaudit.outcomes.lists import count_by
from leadaudit.workspace.crm_reading import CrmPreview
from leadaudit.workspace.crm_view import CrmView
from leadaudit.workspace.imports import Snapshot

Row = dict[str, object]

BROUGHT_HEADER = ("about", "name", "rows", "says")


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One export of a CRM.

    Args:
        name: Id of the import; None: it was looked at only.
        snapshot: What it was brought in as.
        file: What stands in it.
        view: The CRM with it; None: it was looked at only.
    """

    name: str | None
    snapshot: Snapshot
    file: CrmPreview
    view: CrmView | None


def brought_document(brought: Brought) -> Row:
    """Everything as one object; what is not known before it is brought in is null, keys are never omitted."""
    export, view = brought.file.export, brought.view
    days = [on for name in ("occurred_on", "created_on") for on in export.rows[name].drop_null().to_pylist()]
    return {
        **import_document(brought.name, brought.snapshot),
        "rows": export.rows.num_rows,
        "first_on": min(days, default=None),
        "last_on": max(days, default=None),
        "columns": {field: list(headers) for field, headers in sorted(export.columns.items())},
        "cut_off": export.cut_off,
        "gone": brought.file.gone,
        "in_force_before": brought.file.in_force,
        "findings": _findings(export.findings),
        "words": [
            {"place": place, "word": word, "means": meaning, "rows": rows}
            for (place, word), (meaning, rows) in brought.file.words.items()
        ],
        "linked": None if view is None else _linked(view),
        "opportunities": None if view is None else _opportunities(view),
        "doubts": None if view is None else dict(count_by(view.doubts(), "doubt")),
        "without_rate": None if view is None else view.without_rate(),
    }


def import_document(name: str | None, snapshot: Snapshot) -> Row:
    """What is said of any import."""
    return {
        "import": name,
        "kind": snapshot.kind,
        "source": snapshot.source,
        "coverage": snapshot.coverage,
        "snapshot_on": snapshot.snapshot_on,
    }


def brought_rows(brought: Brought) -> list[Row]:
    """The same as rows: what it is about, its name, how many rows, what is said of it."""
    told = brought_document(brought)
    cut_off = [] if told["cut_off"] is None else [_row("cut_off", "", None, str(told["cut_off"]))]
    rows = [
        _row("import", str(told["import"] or ""), brought.file.export.rows.num_rows, brought.snapshot.kind.value),
        *cut_off,
        _row("gone", "", brought.file.gone, f"of {brought.file.in_force} that were here"),
        *(
            _row("column", field, None, ", ".join(headers))
            for field, headers in sorted(brought.file.export.columns.items())
        ),
        *(
            _row("finding", str(one["check"]), one["lines"], f"{one['title']}, first line {one['first_line']}")
            for one in _findings(brought.file.export.findings)
        ),
        *(
            _row("word", f"{place.value}: {word}", number, "" if meaning is None else meaning.value)
            for (place, word), (meaning, number) in brought.file.words.items()
        ),
    ]
    if brought.view is None:
        return rows
    linked, opportunities = _linked(brought.view), _opportunities(brought.view)
    return [
        *rows,
        *(_row("linked", name, number, "") for name, number in linked.items()),
        *(_row("opportunities", name, number, "") for name, number in opportunities.items()),
        *(_row("doubt", doubt, number, "") for doubt, number in count_by(brought.view.doubts(), "doubt").items()),
        *(
            _row("without_rate", currency, len(days), f"first {min(days)}")
            for currency, days in brought.view.without_rate().items()
        ),
    ]


def _findings(findings: pa.Table) -> list[Row]:
    found: dict[str, list[Mapping[str, object]]] = {}
    for row in findings.to_pylist():
        found.setdefault(row["check"], []).append(row)
    return [
        {
            "check": check,
            "title": catalogue()[check].title,
            "lines": len(rows),
            "first_line": rows[0]["line"],
            "first_value": json.loads(str(rows[0]["args"] or "{}")).get("value"),
        }
        for check, rows in sorted(found.items())
    ]


def _linked(view: CrmView) -> dict[str, int]:
    rates = view.link_rates()
    return {
        "records": sum(one.records for one in rates),
        "linked": sum(one.linked for one in rates),
        "ambiguous": sum(one.ambiguous for one in rates),
        "months_fallen": sum(one.has_fallen for one in rates),
    }


def _opportunities(view: CrmView) -> dict[str, int]:
    """Loaded ones, and those nobody can be credited for, by why."""
    why = count_by(view.unnamed(), "why")
    loaded = view.steps.opportunities
    return {
        "loaded": loaded.filter(loaded["is_loaded"]).num_rows,
        **{name: why.get(name, 0) for name in ("no_name", "nobody_here", "several")},
    }


def _row(about: str, name: str, rows: object, says: str) -> Row:
    return {"about": about, "name": name, "rows": rows, "says": says}
