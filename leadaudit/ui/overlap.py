"""Which vendors sold the same people, as a ledger."""

from collections.abc import Mapping
from typing import Final

import streamlit as st

from leadaudit.answers.overlap import PEOPLE_HEADER, days_words, named_words, overlap_sentences, paid_words
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import parts
from leadaudit.ui.format import count, share
from leadaudit.ui.parts import Cell, Column
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.page_counts import overlap_of, overlap_people_of, promised_by

COLUMNS: Final = (
    Column(label="First from", align="word"),
    Column(label="Then from", align="word"),
    Column(label="People", align="number"),
    Column(label="Companies", align="number"),
    Column(label="Days later", align="number"),
    Column(label="To be paid again", align="number"),
    Column(label="Sold as exclusive", align="number"),
)
# Vendors across up to which a matrix is read at a glance.
_MOST_ACROSS: Final = 7


def show(found: StoredAssessment) -> None:
    """The section *Who sold the same people*: the answer, who was before whom, and what that cost."""
    told = sentences(found)
    if not told:
        return
    st.subheader("Who sold the same people")
    parts.sentences(told)
    if across := matrix_columns(found):
        parts.ledger(across, matrix_rows(found), caption="People, by who delivered them first and who later")
    if listed := rows(found):
        parts.ledger(COLUMNS, listed)
        parts.download(
            "Download the people behind", people_csv, found, file_name="same-people.csv", key="overlap_people"
        )


def matrix_columns(found: StoredAssessment) -> tuple[Column, ...]:
    """Who came first down, who came later across; none where too few or too many vendors delivered the same people."""
    vendors = _vendors(found)
    across = [Column(label=f"then {words}", align="number") for words in vendors.values()]
    return (Column(label="First from", align="word"), *across) if 2 < len(vendors) <= _MOST_ACROSS else ()


def matrix_rows(found: StoredAssessment) -> list[list[Cell]]:
    """People of each two vendors by who was first; a vendor beside itself says nothing."""
    vendors = _vendors(found)
    if not matrix_columns(found):
        return []
    people: dict[tuple[str, str], int] = {}
    for row in _overlap(found.assessment_id, _found=found):
        ends = str(row["first_vendor"]), str(row["vendor"])
        people[ends] = people.get(ends, 0) + int(str(row["people"]))
    return [
        [words, *(None if first == then else count(people.get((first, then), 0)) for then in vendors)]
        for first, words in vendors.items()
    ]


def _vendors(found: StoredAssessment) -> dict[str, str]:
    """Every vendor of a row, by name, with the words for it."""
    named = _overlap(found.assessment_id, _found=found)
    ends = {(str(row[end]), named_words(row, end)) for row in named for end in ("first_vendor", "vendor")}
    return dict(sorted(ends))


def rows(found: StoredAssessment) -> list[list[Cell]]:
    """One row for each two vendors, who was first before who came later."""
    return [_row(row) for row in _overlap(found.assessment_id, _found=found)]


def sentences(found: StoredAssessment) -> tuple[str, ...]:
    """Who sold what another vendor had sold before; nothing while there is only one vendor."""
    several = len({one.head.vendor for one in found.deliveries}) > 1
    return overlap_sentences(_overlap(found.assessment_id, _found=found), promised_by(found)) if several else ()


def people_csv(found: StoredAssessment) -> str:
    """Everybody whom one vendor delivered after another, as a file: what a vendor has to be shown."""
    return csv_text(PEOPLE_HEADER, [[row[name] for name in PEOPLE_HEADER] for row in overlap_people_of(found)])


@st.cache_resource(max_entries=8, show_spinner=False)
def _overlap(assessment_id: str, *, _found: StoredAssessment) -> list[dict[str, object]]:
    del assessment_id
    return overlap_of(_found)


def _row(row: Mapping[str, object]) -> list[Cell]:
    number = {name: int(str(row[name])) for name in ("people", "vendor_people", "accounts", "paid", "not_exclusive")}
    return [
        named_words(row, "first_vendor"),
        named_words(row, "vendor"),
        share(number["people"], number["vendor_people"]),
        count(number["accounts"]),
        days_words(row),
        _paid(row, number["paid"]),
        count(number["not_exclusive"]),
    ]


def _paid(row: Mapping[str, object], paid: int) -> str:
    if row["is_baseline"]:
        return paid_words(row)
    return f"{paid_words(row)} for {count(paid)}" if paid else "none"
