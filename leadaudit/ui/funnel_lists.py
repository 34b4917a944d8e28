"""Behind the funnel: how many the CRM holds by month, and who or what could not be linked."""

from collections.abc import Sequence
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc
import streamlit as st

from leadaudit.answers.funnel import falls
from leadaudit.export.csv_file import csv_text
from leadaudit.outcomes.lists import LinkRate
from leadaudit.ui import influence, parts, run, state
from leadaudit.ui.format import count, day, money, percent, rich, share
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.crm_view import CrmView, crm_view
from leadaudit.workspace.page_counts import link_rates_of

LISTS: Final = {
    "unlinked": "People your CRM does not hold",
    "ambiguous": "People who may be somebody in your CRM",
    "unnamed": "Opportunities that name nobody we can credit",
    "influence": "Opportunities at companies a vendor delivered",
}
LINK_COLUMNS: Final = (
    Column(label="Vendor", align="word"),
    Column(label="Delivered in", align="word"),
    Column(label="Found in your CRM", align="number"),
    Column(label="Months before", align="number"),
    Column(label="May be somebody there", align="number"),
    Column(label="What it means"),
)
_UNLINKED: Final = (
    Column(label="Record", align="word"),
    Column(label="Name", align="delivered"),
    Column(label="E-mail", align="delivered"),
    Column(label="Company", align="delivered"),
)
_AMBIGUOUS: Final = (
    Column(label="Record", align="word"),
    Column(label="Name", align="delivered"),
    Column(label="Company", align="delivered"),
    Column(label="In your CRM", align="delivered"),
    Column(label="Company there", align="delivered"),
    Column(label="One person with", align="number"),
)
_UNNAMED: Final = (
    Column(label="Opportunity", align="delivered"),
    Column(label="Account", align="delivered"),
    Column(label="Opened", align="word"),
    Column(label="State", align="word"),
    Column(label="Amount", align="number"),
    Column(label="Why"),
)
_WHY: Final = {
    "no_name": "it names no contact",
    "nobody_here": "whom it names is in no export of contacts",
    "several": "what it names is shared by several people",
}
_SHOWN: Final = 25
_FALL_MEANS: Final = "Until that is mended, fewer outcomes there say nothing about the vendor."


def rates(workspace: Workspace, found: StoredAssessment) -> tuple[LinkRate, ...]:
    """How many of each vendor's records of a month the CRM holds; nothing without its contacts."""
    return _rates(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)


@st.cache_resource(max_entries=8, show_spinner=False)
def _rates(
    assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment
) -> tuple[LinkRate, ...]:
    del assessment_id, revision
    return tuple(link_rates_of(_workspace.store, _found))


def rate_rows(found: Sequence[LinkRate], vendor: str | None) -> list[list[Cell]]:
    """One row per month of a vendor, latest first; of all vendors the latest month of each, and every fall."""
    latest = {one.vendor: one.month for one in sorted(found, key=lambda one: one.month)}
    chosen = [one for one in found if vendor == one.vendor]
    if vendor is None:
        chosen = [one for one in found if one.has_fallen or one.month == latest[one.vendor]]
    return [
        [
            one.vendor,
            f"{one.month:%B %Y}",
            share(one.linked, one.records),
            None if one.before is None else percent(one.before),
            count(one.ambiguous),
            "fell: fewer outcomes here say nothing about the vendor" if one.has_fallen else None,
        ]
        for one in sorted(chosen, key=lambda one: (one.vendor, -one.month.toordinal()))
    ]


def warn(found: Sequence[LinkRate], vendor: str | None) -> None:
    """A warning where the link rate of a month fell."""
    told = falls([one for one in found if vendor in {None, one.vendor}])
    if told:
        st.warning("  \n".join(rich(sentence) for sentence in (*told, _FALL_MEANS)))


def show(workspace: Workspace, found: StoredAssessment, vendor: str | None) -> None:
    """One of the lists behind the numbers, when it is asked for; it names people, so a copy to share leaves it out."""
    if state.is_copy():
        return
    state.choose("list", "A list behind these numbers", tuple(LISTS), words=LISTS)
    chosen = state.one_of("list", tuple(LISTS))
    if chosen is None:
        return
    view = _view(found.assessment_id, run.revision(workspace), _workspace=workspace, _found=found)
    if chosen == "influence":
        influence.show(view, vendor)
        return
    rows = _list(view, chosen, vendor)
    st.subheader(f"{LISTS[chosen]}: {count(rows.num_rows)}")
    columns, shown = _table(chosen, rows.slice(0, _SHOWN).to_pylist())
    if rows.num_rows > _SHOWN:
        parts.small(f"The first {_SHOWN}; the file has all of them.")
    if shown:
        parts.ledger(columns, shown)
    parts.download("Download this list", _csv, rows, file_name=f"{chosen}.csv", key="list")


@st.cache_resource(max_entries=2, show_spinner="Looking into your CRM")
def _view(assessment_id: str, revision: int, *, _workspace: Workspace, _found: StoredAssessment) -> CrmView:
    del assessment_id, revision
    return crm_view(_workspace.store, _found)


def _list(view: CrmView, chosen: str, vendor: str | None) -> pa.Table:
    match chosen:
        case "unlinked":
            everybody = view.unlinked()
            return everybody if vendor is None else everybody.filter(pc.equal(everybody["vendor"], vendor))
        case "ambiguous":
            return view.ambiguous()
        case _:
            return view.unnamed()


def _table(chosen: str, rows: Sequence[dict[str, object]]) -> tuple[tuple[Column, ...], list[list[Cell]]]:
    match chosen:
        case "unlinked":
            return _UNLINKED, [
                [_record(row), f"{row['first_name'] or ''} {row['last_name'] or ''}".strip() or None,
                 _said(row["email"]), _said(row["company"])]
                for row in rows
            ]  # fmt: skip
        case "ambiguous":
            return _AMBIGUOUS, [
                [_record(row), _said(row["name"]), _said(row["company"]), _said(row["their_name"]),
                 _said(row["their_company"]), None if row["p"] is None else percent(float(str(row["p"])))]
                for row in rows
            ]  # fmt: skip
        case _:
            return _UNNAMED, [
                [_said(row["name"]) or _said(row["opportunity_id"]), _said(row["account"]),
                 _day(row["opened_on"]), _said(row["state"]), _money(row), _WHY[str(row["why"])]]
                for row in rows
            ]  # fmt: skip


def _record(row: dict[str, object]) -> Link:
    name = f"{row['delivery']}:{row['line']}"
    return Link(words=name, page="records", params=(("record", name),))


def _said(value: object) -> str | None:
    return None if value is None or value == "" else str(value)


def _day(value: object) -> str | None:
    return day(value) if isinstance(value, date) else None


def _money(row: dict[str, object]) -> str | None:
    amount, currency = row["amount_minor"], row["currency"]
    return None if amount is None or currency is None else money(int(str(amount)), str(currency))


def _csv(rows: pa.Table) -> str:
    return csv_text(rows.column_names, [list(row.values()) for row in rows.to_pylist()])
