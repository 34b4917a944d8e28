"""What came when, in what state?"""

import streamlit as st

from leadaudit.ui import arrivals, exports, letters, overview, parts, patterns, run, state, tracker

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
if not found.deliveries:
    st.title("What came when, in what state?")
    parts.empty(*arrivals.NOTHING_HERE, page="pages/audit_file.py", button="Audit a file")
    st.stop()

of_file = state.param("of")
deliveries = arrivals.of_file(found.deliveries, of_file) or found.deliveries
summaries = run.by_delivery(found)
chosen = state.one_of("delivery", tuple(summaries))

if chosen is None:
    st.title("What came when, in what state?")
    parts.answer(arrivals.answer(deliveries, summaries, found.as_of))
    parts.small(overview.provenance(found, workspace))
    parts.titled("How programs are getting on", tracker.COLUMNS, tracker.rows(workspace, found))
    st.page_link("pages/programs.py", label="Open the programs")
    st.subheader("What came")
    parts.ledger(arrivals.COLUMNS, arrivals.rows(deliveries, summaries))
    if of_file is not None:
        arrivals.offer_withdrawal_of_file(workspace, arrivals.of_file(found.deliveries, of_file))
    state.choose("delivery", "One delivery in full", tuple(summaries), words=arrivals.label(found.deliveries))
else:
    one = arrivals.named(found.deliveries, chosen)
    story = run.story(found, delivery=chosen)
    st.title("What is in this delivery?")
    parts.answer(run.sentences(story))
    parts.small(overview.provenance(found, workspace, narrowed=(chosen,)))
    st.altair_chart(overview.picture(found, story), theme=None)
    parts.ledger(
        overview.REASON_COLUMNS,
        overview.reason_rows(story.total, delivery=chosen),
        total=overview.reason_total(story.total),
    )
    parts.facts(arrivals.details(one, story.total))
    patterns.show(found, chosen)
    exports.offer(found, (chosen,), lead_source=chosen, name=chosen)
    letters.offer(found, workspace, one.head.program)
    arrivals.offer_withdrawal(workspace, one)
    if one.is_part:
        arrivals.offer_withdrawal_of_file(workspace, arrivals.of_file(found.deliveries, one.file_sha256))
    state.choose("delivery", "Another delivery", tuple(summaries), words=arrivals.label(found.deliveries))

parts.calculation(arrivals.CALCULATION, source="Lines", queries=("economics_counts",))
