"""Which pages there are: by who needs them, each once its data exist."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

import streamlit as st

from leadaudit.workspace import Workspace
from leadaudit.workspace.outcome_costs import CRM_OUTCOMES, SAID_TO_US


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """One page of the app.

    Args:
        section: Who needs it.
        file: Its script.
        title: Its name in the navigation.
        needs_delivery: Whether there is nothing to show before a file was audited.
        needs_outcomes: Whether there is nothing to show before the CRM says what came of the people.
        question: What it answers, for the list of pages to come.
    """

    section: str
    file: str
    title: str
    question: str
    needs_delivery: bool = True
    needs_outcomes: bool = False


_FRAMED: Final = "framed_by_the_app"

PAGES: Final = (
    PageEntry(
        section="Overview",
        file="pages/what_you_bought.py",
        title="What you bought",
        question="what we paid for and what we really got",
        needs_delivery=False,
    ),
    PageEntry(
        section="Demand gen",
        file="pages/audit_file.py",
        title="Audit a file",
        question="what is in a delivery",
        needs_delivery=False,
    ),
    PageEntry(
        section="Demand gen",
        file="pages/deliveries.py",
        title="Deliveries",
        question="what came when, in what state",
    ),
    PageEntry(
        section="Demand gen",
        file="pages/records.py",
        title="Records",
        question="why a record is what it is",
    ),
    PageEntry(
        section="Demand gen",
        file="pages/freshness.py",
        title="Freshness",
        question="how many are still where the file says",
    ),
    PageEntry(
        section="Demand gen",
        file="pages/duplicates.py",
        title="Duplicates",
        question="who is the same person",
    ),
    PageEntry(
        section="Demand gen",
        file="pages/programs.py",
        title="Programs",
        question="what was bought and what the contract says",
        needs_delivery=False,
    ),
    PageEntry(
        section="Demand gen",
        file="pages/returns.py",
        title="Returns",
        question="what must be claimed, by when, with what proof",
    ),
    PageEntry(
        section="Demand gen",
        file="pages/follow_up.py",
        title="Follow up",
        question="whom to call now and why, whom to ask, whom to leave alone",
    ),
    PageEntry(
        section="Finance",
        file="pages/cost_per_real_lead.py",
        title="Cost per real lead",
        question="which vendor's real leads cost the least",
        needs_outcomes=True,
    ),
    PageEntry(
        section="Finance",
        file="pages/planner.py",
        title="Planner",
        question="what must be bought to reach a target, and whether buying is the answer",
        needs_outcomes=True,
    ),
    PageEntry(
        section="Finance",
        file="pages/invoices.py",
        title="Invoices",
        question="whether invoices match what is owed",
    ),
    PageEntry(
        section="Sales leadership",
        file="pages/vendor_scorecards.py",
        title="Vendor scorecards",
        question="how each vendor does",
    ),
    PageEntry(
        section="Sales leadership",
        file="pages/funnel.py",
        title="Funnel",
        question="where people stop and whether we follow up",
    ),
    PageEntry(
        section="Method",
        file="pages/signals.py",
        title="Signals",
        question="which signals predict anything",
        needs_outcomes=True,
    ),
    PageEntry(
        section="Method",
        file="pages/maturity.py",
        title="Maturity",
        question="how far we are from intent that is validated",
        needs_outcomes=True,
    ),
    PageEntry(
        section="Method",
        file="pages/policy.py",
        title="Policy",
        question="which rules are in force",
        needs_delivery=False,
    ),
    PageEntry(
        section="Method",
        file="pages/data.py",
        title="Data",
        question="what is loaded and how old",
        needs_delivery=False,
    ),
)


def require_frame() -> None:
    """Start again through ``app.py`` when a page was opened without it.

    Because the pages lie in a folder of that name, Streamlit runs the script behind a deep link alone as long as
    nobody has opened the app since it was started: no style, no navigation, no day.
    """
    if _FRAMED not in st.session_state:
        st.navigation([_page(entry) for entry in PAGES])
        st.rerun()


def frame() -> None:
    """Note that ``app.py`` runs, so that a page knows it is not alone."""
    st.session_state[_FRAMED] = True


def run_page(workspace: Workspace) -> str:
    """Show the page the address names, with the navigation beside it; its name."""
    has_delivery, has_outcomes = bool(workspace.deliveries()), shows_outcomes(workspace)
    sections: dict[str, list[st.Page]] = {}
    for entry in PAGES:
        if (has_delivery or not entry.needs_delivery) and (has_outcomes or not entry.needs_outcomes):
            sections.setdefault(entry.section, []).append(_page(entry))
    chosen = st.navigation(sections, expanded=True)
    chosen.run()
    return chosen.url_path or Path(PAGES[0].file).stem


def _page(entry: PageEntry) -> st.Page:
    return st.Page(entry.file, title=entry.title, default=entry is PAGES[0])


def pages_to_come(workspace: Workspace) -> tuple[str, ...]:
    """A sentence for each page that is not there yet: what would make it appear."""
    if not workspace.deliveries():
        return tuple(
            f"{entry.title} (says {entry.question}) appears when the first file is audited."
            for entry in PAGES
            if entry.needs_delivery and not entry.needs_outcomes
        )
    if shows_outcomes(workspace):
        return ()
    return tuple(
        f"{entry.title} (says {entry.question}) appears when activities, opportunities or leads of your CRM are loaded."
        for entry in PAGES
        if entry.needs_outcomes
    )


def shows_outcomes(workspace: Workspace) -> bool:
    """Whether anything brought in could show what came of people."""
    return any(one.kind in CRM_OUTCOMES | SAID_TO_US for one in workspace.imports())
