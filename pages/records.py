"""Why is this record what it is?"""

import streamlit as st

from leadaudit.ui import exports, overview, parts, record, record_list, run, state, timeline

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
one = record.find(found, state.param("record"))

if one is None:
    st.title("Which records, and why are they what they are?")
    scope = state.scope()
    page = run.records(found, scope, page=state.page_number())
    parts.answer(record_list.answer(found, scope, page))
    parts.small(overview.provenance(found, workspace, narrowed=record_list.narrowed(scope)))
    record_list.choose_filters(found)
    parts.ledger(record_list.COLUMNS, record_list.rows(found, page))
    state.choose_page(page.pages)
    parts.calculation(record_list.CALCULATION, source="Usable records, and what one costs", queries=("ui_records",))
    parts.download(
        "Download all of these lines", exports.matching_csv, found, scope, file_name="records.csv", key="matching"
    )
    st.stop()

st.title("Why is this record what it is?")
parts.answer(record.answer(one))
parts.small(overview.provenance(found, workspace, narrowed=(f"record {one.delivery}:{one.line}",)))
parts.facts(record.facts(one, found))
parts.titled("What was delivered, and what we made of it", record.VALUE_COLUMNS, record.value_rows(one))
parts.small(record.line_words(one))
parts.raw_lines([(one.line, record.delivered_line(one))])
parts.titled("What was found", record.FINDING_COLUMNS, record.finding_rows(one), nothing=record.nothing_found(one))
parts.titled("What the person did or said", record.EVIDENCE_COLUMNS, record.evidence_rows(one))
timeline.show(found, one)
parts.titled(
    "What the company reads about, nobody's own signal",
    record.ACCOUNT_COLUMNS, record.intent_rows(found, one), nothing=record.NOTHING,
)  # fmt: skip
parts.titled("Where the contract is concerned", record.REASON_COLUMNS, record.reason_rows(one))
parts.titled("Where else this person stands", record.PERSON_COLUMNS, record.person_rows(one))
parts.titled(
    "Whom it was compared with",
    record.MATCH_COLUMNS, record.match_rows(workspace, found, one), nothing=record.nobody_near(one),
)  # fmt: skip
parts.calculation(record.CALCULATION, source="Classes", queries=("record_rows", "record_person"))
