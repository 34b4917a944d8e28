"""Delivered lines as a list, narrowed by what the address says."""

from collections.abc import Mapping

import streamlit as st

from leadaudit.ui import run, state
from leadaudit.ui.format import count, plural
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.ui.run import Page
from leadaudit.ui.state import Scope
from leadaudit.vocabulary import ConsentState, RecordClass, Verdict
from leadaudit.words import CLASSES, CONSENT, VERDICTS, reason_name
from leadaudit.workspace.assessments import StoredAssessment

COLUMNS = (
    Column(label="Record", width=15),
    Column(label="Name", align="delivered"),
    Column(label="Title", align="delivered"),
    Column(label="Company", align="delivered"),
    Column(label="Evidence says"),
    Column(label="Usable"),
    Column(label="Contract says"),
)

CALCULATION = (
    "Every delivered line is here, those that could not be read too. A line that is not usable has one reason, the "
    "first that applies; a line may break several clauses of the contract, and its own page names them all.",
)

_USABLE = {"yes": "usable", "no": "not usable"}
_FILTER_WORDS = {
    "vendor": "vendor {}",
    "delivery": "delivery {}",
    "class": "{}",
    "usable": "{}",
    "reason": "not usable because: {}",
    "verdict": "contract says {}",
    "consent": "permission {}",
    "q": "with the words “{}”",
}


def choose_filters(found: StoredAssessment) -> None:
    """The filters of the list; the address keeps them."""
    summaries = run.by_vendor(found)
    reasons = sorted({code for summary in summaries.values() for code in summary.not_usable}, key=reason_name)
    deliveries = tuple(one.head.delivery for one in found.deliveries)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        state.search("Search", placeholder="name, e-mail, company, title")
        state.choose("vendor", "Vendor", tuple(summaries))
        state.choose("usable", "Usable", tuple(_USABLE), words=_USABLE)
        state.choose("reason", "Why not usable", reasons, words={code: reason_name(code) for code in reasons})
    is_used = any(state.param(name) for name in ("class", "verdict", "consent", "delivery"))
    with st.expander("More filters", expanded=is_used), st.container(horizontal=True):
        state.choose("class", "Evidence says", tuple(RecordClass), words=CLASSES)
        state.choose("verdict", "Contract says", tuple(Verdict), words=VERDICTS)
        state.choose("consent", "Permission", tuple(ConsentState), words=CONSENT)
        state.choose("delivery", "Delivery", deliveries)


def answer(found: StoredAssessment, scope: Scope, page: Page) -> tuple[str, ...]:
    """How many lines the filters leave, of how many."""
    total = sum(one.delivered for one in found.deliveries)
    if not scope.filters:
        return (f"**All {plural(page.matching, 'delivered line')}**; narrow them, or open one.",)
    words = ", ".join(narrowed(scope))
    return (f"**{count(page.matching)} of {plural(total, 'delivered line')}**: {words}.",)


def narrowed(scope: Scope) -> tuple[str, ...]:
    """The filters in force, in words."""
    return tuple(_FILTER_WORDS[name].format(_filter_word(name, value)) for name, value in scope.filters.items())


def _filter_word(name: str, value: str) -> str:
    words: Mapping[str, Mapping[str, str]] = {
        "class": CLASSES,
        "verdict": VERDICTS,
        "consent": CONSENT,
        "usable": _USABLE,
    }
    return reason_name(value) if name == "reason" else words.get(name, {}).get(value, value)


def rows(found: StoredAssessment, page: Page) -> list[list[Cell]]:
    """One row per line; the first cell opens it."""
    days = {one.head.delivery: str(one.head.delivered_on) for one in found.deliveries}
    return [_row(row, days[str(row["delivery"])]) for row in page.rows]


def _row(row: Mapping[str, object], delivered_on: str) -> list[Cell]:
    name = f"{row['delivery']}:{row['line']}"
    words = f"{row['vendor']} {delivered_on}, line {row['line']}"
    link = Link(words=words, page="records", params=(("record", name),))
    if row["class"] is None:
        return [link, "could not be read", str(row["before"] or "")[:120], None, None, "no", None]
    person = " ".join(str(row[part]) for part in ("first_name", "last_name") if row[part])
    usable = "yes" if row["usable"] else f"no: {reason_name(str(row['not_usable_reason']))}"
    verdict = VERDICTS[str(row["verdict"])]
    code = row["code"]
    return [
        link,
        person or None,
        None if row["title"] is None else str(row["title"]),
        None if row["company"] is None else str(row["company"]),
        CLASSES[str(row["class"])],
        usable,
        f"{verdict}: {reason_name(str(code))}" if code else verdict,
    ]
