"""What is loaded, how old it is, and who did what."""

from datetime import date
from typing import Final

import streamlit as st

from leadaudit.contract.buyer import Buyer
from leadaudit.errors import LeadauditError
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import overview, parts
from leadaudit.ui.format import count, day, plural, text
from leadaudit.ui.parts import Cell, Column
from leadaudit.words import IMPORTS, LISTS
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Import

LOG_SHOWN: Final = 20

NOTHING_BROUGHT_IN: Final = (
    "Here will stand CRM contacts, lists and consent wordings. With them people already known, people never to be "
    "contacted, and permissions that a stored wording proves are recognised."
)
IMPORT_COLUMNS: Final = (
    Column(label="What", align="word"),
    Column(label="Of"),
    Column(label="Speaks for", align="word"),
    Column(label="Age", align="number"),
    Column(label="Rows", align="number"),
    Column(label="Could not be read", align="number"),
    Column(label="File", align="delivered"),
)
LOG_COLUMNS: Final = (
    Column(label="When, UTC", align="word"),
    Column(label="Who", align="word"),
    Column(label="What"),
    Column(label="To what", align="delivered"),
    Column(label="File", align="delivered"),
)
CALCULATION: Final = (
    "Everything that comes in is kept as it came, beside what was read from it; nothing is changed in place. Every "
    "answer is made anew from what is loaded, and named by it.",
    "The log is only ever added to. Where things lie, how to back them up and who can read them: docs/data.md.",
)


def answer(workspace: Workspace, as_of: date) -> tuple[str, ...]:
    """What is loaded and how old the newest of it is."""
    deliveries, imports = workspace.deliveries(), workspace.imports()
    if not deliveries and not imports:
        return ("**Nothing is loaded yet.** A file as a vendor delivered it is enough to start.",)
    sentences = []
    if deliveries:
        newest = max(one.head.delivered_on for one in deliveries)
        lines = sum(one.delivered for one in deliveries)
        sentences.append(
            f"**{plural(len(deliveries), 'delivery', 'deliveries')} with {plural(lines, 'line')}**, "
            f"the newest of {day(newest)}."
        )
    if not imports:
        return (*sentences, "No CRM, no list and no wording was brought in.")
    newest_import = max(imports, key=lambda one: one.snapshot_on)
    kind = IMPORTS[newest_import.kind]
    age = overview.age_words(newest_import.snapshot_on, as_of)
    return (
        *sentences,
        f"{plural(len(imports), 'import')}, the newest ({kind}) {'from today' if age == 'today' else f'{age} old'}.",
    )


def import_rows(workspace: Workspace, as_of: date) -> list[list[Cell]]:
    """One row per import, newest first."""
    return [_import_row(one, as_of) for one in workspace.imports()]


def _import_row(one: Import, as_of: date) -> list[Cell]:
    coverage = "" if one.coverage == "full" else ", in part"
    return [
        IMPORTS[one.kind],
        f"{LISTS.get(one.source, one.source)}{coverage}",
        str(one.snapshot_on),
        overview.age_words(one.snapshot_on, as_of),
        count(one.row_count),
        count(one.unreadable),
        one.file_name,
    ]


def buyer_facts(buyer: Buyer) -> list[tuple[str, Cell]]:
    """Ourselves, as far as we said."""
    lists = [
        f"{LISTS[kind]} {plural(len(listed.entries), 'entry', 'entries')}"
        for kind, listed in buyer.lists().items()
        if listed.entries
    ]
    return [
        ("Names people may be shown for us", ", ".join(buyer.names) or "not given: no wording can be proof"),
        ("Our own e-mail domains", ", ".join(buyer.own_domains) or "not given: own employees are not recognised"),
        ("Lists", "; ".join(lists) or "not given"),
        ("Stored wordings", count(len(buyer.wordings))),
    ]


def edit_buyer(workspace: Workspace) -> None:
    """Let people say what the company is called and which addresses are its own."""
    buyer = workspace.buyer()
    with st.expander("Change our names and domains"), st.form("buyer"):
        names = st.text_area("Names people may be shown for us, one a line", value="\n".join(buyer.names), key="names")
        domains = st.text_area(
            "Our own e-mail domains, one a line", value="\n".join(buyer.own_domains), key="own_domains",
            help="*.company.example takes in its subdomains.",
        )  # fmt: skip
        if st.form_submit_button("Save our names and domains"):
            workspace.put_buyer(
                buyer.model_copy(update={"names": _lines(names), "own_domains": tuple(map(str.lower, _lines(domains)))})
            )
            st.rerun()


def _lines(written: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in written.splitlines() if line.strip())


def log_rows(workspace: Workspace) -> list[list[Cell]]:
    """What was done last, newest first."""
    return [
        [f"{one.at:%Y-%m-%d %H:%M}", one.author, one.action, one.subject, one.detail or None]
        for one in workspace.log()[:LOG_SHOWN]
    ]


def log_csv(workspace: Workspace) -> str:
    """The whole log as a file."""
    rows = [(one.at.isoformat(), one.author, one.action, one.subject, one.detail) for one in workspace.log()]
    return csv_text(("at", "author", "action", "subject", "detail"), rows)


def take_out(workspace: Workspace) -> None:
    """Let people take an import out again."""
    known = {one.import_id: f"{IMPORTS[one.kind]} of {one.snapshot_on}, {one.file_name}" for one in workspace.imports()}
    if not known:
        return
    with st.expander("Take an import out again"):
        named = st.selectbox("Which one", list(known), format_func=known.__getitem__, key="import_to_take_out")
        st.caption("Every count will be as if it had never come. The file can be brought in again later.")
        if st.button("Take this import out again", key="take_out"):
            try:
                workspace.withdraw(named)
            except LeadauditError as error:
                parts.problem(str(error))
                return
            st.rerun()


def check(workspace: Workspace) -> None:
    """Check every stored sum and file when asked to."""
    if not st.button("Check everything that is stored", key="doctor"):
        return
    with st.spinner("Checking every stored sum and file"):
        found = workspace.doctor()
    if not found:
        st.markdown("Everything is as it was stored.")
    for sentence in found:
        st.markdown(text(sentence))
