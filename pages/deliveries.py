"""What came when, in what state?"""

import streamlit as st

from leadaudit.ui import arrivals, exports, overview, parts, run, state

workspace = state.require_workspace()
found = run.assessment(workspace, state.as_of(workspace))
deliveries = found.deliveries
summaries = run.by_delivery(found)
chosen = state.one_of("delivery", tuple(summaries))

if chosen is None:
    st.title("What came when, in what state?")
    parts.answer(arrivals.answer(deliveries, summaries, found.as_of))
    parts.small(overview.provenance(found, workspace))
    parts.ledger(arrivals.COLUMNS, arrivals.rows(deliveries, summaries))
    state.choose("delivery", "One delivery in full", tuple(summaries), words=arrivals.label(deliveries))
else:
    one = arrivals.named(deliveries, chosen)
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
    exports.offer(found, (chosen,), lead_source=chosen, name=chosen)
    arrivals.offer_withdrawal(workspace, one)
    state.choose("delivery", "Another delivery", tuple(summaries), words=arrivals.label(deliveries))

parts.calculation(arrivals.CALCULATION, source="Lines", queries=("economics_counts",))
