"""What to send a vendor: ask for the wording, and say what a delivery should hold."""

import streamlit as st

from leadaudit.contract.program import Program
from leadaudit.errors import LeadauditError
from leadaudit.export.consent_letter import ConsentLetter, wording_letter
from leadaudit.export.spec_sheet import delivery_template, spec_sheet
from leadaudit.ui import parts
from leadaudit.ui.format import plural
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment


def offer(found: StoredAssessment, workspace: Workspace, program: str) -> None:
    """The letters of a program's vendor, each made when it is asked for."""
    bought = found.programs[program]
    names = workspace.buyer().names
    with st.container(horizontal=True):
        letter = _letter(found, bought, names)
        if letter is not None:
            st.download_button(
                f"Ask {bought.vendor} for the wording of {plural(letter.asked, 'record')}", data=letter.text,
                file_name=f"{bought.vendor}-wording.md", mime="text/markdown", on_click="ignore", key="ask_wording",
            )  # fmt: skip
            parts.download(
                "The records it is about", lambda: letter.records, file_name=f"{bought.vendor}-wording-records.csv",
                key="ask_wording_records",
            )  # fmt: skip
        st.download_button(
            f"Spec sheet for {bought.vendor}", data=spec_sheet(bought, buyer_names=names),
            file_name=f"{bought.id}-spec.md", mime="text/markdown", on_click="ignore", key="spec_sheet",
        )  # fmt: skip
        parts.download(
            f"Delivery template for {bought.vendor}", delivery_template, bought,
            file_name=f"{bought.id}-template.csv", key="delivery_template",
        )  # fmt: skip


def _letter(found: StoredAssessment, bought: Program, names: tuple[str, ...]) -> ConsentLetter | None:
    try:
        return wording_letter(found.paths, vendor=bought.vendor, buyer_names=names, as_of=found.as_of)
    except LeadauditError:
        return None
