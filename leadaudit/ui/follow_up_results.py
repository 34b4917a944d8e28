"""What came of the lists, whether people agree with their class, and whose side falls short."""

from collections.abc import Mapping
from typing import Any, Final

import streamlit as st

from leadaudit.followup.results import Alerts, AskOfVendor, LabelPair
from leadaudit.followup.words import LISTS, medium_words
from leadaudit.signals.agreement import Agreement, many_way_agreement
from leadaudit.ui import parts
from leadaudit.ui.format import UNDEFINED, count, percent, plural, share
from leadaudit.ui.parts import Cell, Column, ledger, sentences
from leadaudit.vocabulary import FollowUpList
from leadaudit.workspace import Workspace
from leadaudit.workspace.followup import FollowUp
from leadaudit.workspace.followup_results import FollowUpResults, follow_up_results


def results(workspace: Workspace, follow_up: FollowUp) -> None:
    """What came of the lists, whether people agree with their class, and whose side falls short."""
    found = _results(follow_up.found.assessment_id, len(workspace.log()), _workspace=workspace, _follow_up=follow_up)
    st.subheader("What came of it")
    if found.alerts:
        ledger(_ALERTS, [_alert_row(one) for one in found.alerts])
    else:
        sentences(["No list was given out yet, so nothing can be told of what comes of it."])
    if found.asks:
        ledger(_ASKS, [_ask_row(one) for one in found.asks])
    else:
        sentences(["Nobody was asked yet. Answers are brought in on the page Data; whoever says nothing counts too."])
    sentences([medium_words(found.medium), agreement_words(found.said)])
    st.subheader("Trust both ways")
    sentences(
        [
            "On the left what vendors delivered, on the right what we did with what could be used. Shown side by side "
            "and never added up."
        ]
    )
    ledger(_TRUST, [_trust_row(row, has_crm=found.has_crm) for row in found.trust])
    if found.labels:
        parts.small(
            "Is it a lead? By what the vendor sold it as, by whether marketing passed it on to the CRM, by whether "
            "sales took it, by the evidence."
        )
        ledger(_LABELS, [_label_row(pair) for pair in found.labels])


@st.cache_resource(max_entries=8, show_spinner=False)
def _results(assessment_id: str, revision: int, *, _workspace: Workspace, _follow_up: FollowUp) -> FollowUpResults:
    del assessment_id, revision
    return follow_up_results(_workspace.store, _follow_up)


_ALERTS: Final = (
    Column(label="List"), Column(label="Given out", align="number"), Column(label="Tried in time", align="number"),
    Column(label="Tried at all", align="number"), Column(label="Led to a meeting or opportunity", align="number"),
)  # fmt: skip
_ASKS: Final = (
    Column(label="Vendor", align="word"), Column(label="Asked", align="number"),
    Column(label="Answered", align="number"), Column(label="Yes", align="number"),
    Column(label="Cost of a yes", align="number"),
    Column(label="Leads: asked, and held out"),
)  # fmt: skip
_TRUST: Final = (
    Column(label="Vendor", align="word"), Column(label="Not usable", align="number"),
    Column(label="Can be returned", align="number"), Column(label="Deny it", align="number"),
    Column(label="We did not pass on", align="number"), Column(label="We did not try", align="number"),
    Column(label="We tried late", align="number"),
)  # fmt: skip
_LABELS: Final = (
    Column(label="Labels"), Column(label="Both say lead", align="number"), Column(label="They agree", align="number"),
    Column(label="Kappa", align="number"),
)  # fmt: skip
_LABEL_WORDS: Final = {"vendor": "vendor", "marketing": "marketing", "sales": "sales", "evidence": "evidence"}


def _alert_row(one: Alerts) -> list[Cell]:
    came = UNDEFINED if one.precision is None else share(one.came, one.old_enough)
    late = UNDEFINED if not one.due else share(one.in_time, one.due)
    return [LISTS[FollowUpList(one.list)], count(one.given_out), late, share(one.tried, one.given_out), came]


def _ask_row(one: AskOfVendor) -> list[Cell]:
    cost = one.asked.cost_per_yes
    return [
        one.vendor, count(one.asked.asked), share(one.asked.answered, one.asked.asked), count(one.asked.yes),
        "not given" if cost is None else f"{cost / 100:,.0f}",
        "cannot tell yet"
        if one.brought is None
        else f"{share(int(one.brought.exposed.events), int(one.brought.exposed.records))}, "
        f"{share(int(one.brought.control.events), int(one.brought.control.records))}",
    ]  # fmt: skip


def _trust_row(row: Mapping[str, Any], *, has_crm: bool) -> list[Cell]:
    ours = ("not_passed_on", "not_tried", "tried_late")
    return [
        row["vendor"], share(row["not_usable"], row["delivered"]), share(row["returnable"], row["delivered"]),
        count(row["denied"]),
        *(share(row[name], row["due"]) if has_crm and row["due"] else "not known" for name in ours),
    ]  # fmt: skip


def _label_row(pair: LabelPair) -> list[Cell]:
    title = f"{_LABEL_WORDS[pair.one]} and {_LABEL_WORDS[pair.other]}"
    if not pair.people:
        return [title, UNDEFINED, UNDEFINED, UNDEFINED]
    agreed, kappa = many_way_agreement(pair.counts)
    return [
        title, count(pair.counts.get(("lead", "lead"), 0)), share(round(agreed * pair.people), pair.people),
        UNDEFINED if kappa is None else f"{kappa:.2f}",
    ]  # fmt: skip


def agreement_words(said: Agreement | None) -> str:
    """How far the evidence agrees with what people said of themselves."""
    if said is None:
        return "Nobody who was asked answered yet, so the classes cannot be held against what people say."
    called = UNDEFINED if said.precision is None else percent(said.precision)
    found = UNDEFINED if said.recall is None else percent(said.recall)
    kappa = UNDEFINED if said.kappa is None else f"{said.kappa:.2f}"
    return (
        f"Of {plural(said.people, 'person', 'people')} who answered: of those the evidence called interested {called} "
        f"said yes, and it had called {found} of those who did. Agreement beyond chance (kappa): {kappa}."
    )
