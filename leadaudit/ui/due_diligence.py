"""The due-diligence sheet of a vendor on the screen and as a file to send."""

from collections.abc import Sequence
from typing import Final

from leadaudit.answers import returns
from leadaudit.answers.due_diligence import Question, questions
from leadaudit.economics.summary import Summary
from leadaudit.export.csv_file import csv_text
from leadaudit.ui import parts
from leadaudit.ui.parts import Column
from leadaudit.workspace import Workspace, kept_claims
from leadaudit.workspace.assessments import StoredAssessment

COLUMNS: Final = (Column(label="Question", width=42), Column(label="Answer"), Column(label="Evidence", width=22))

TO_ASK: Final = "ask the vendor"


def show(workspace: Workspace, found: StoredAssessment, vendor: str, summary: Summary) -> None:
    """What contract and data answer, what has to be asked, and the sheet to send."""
    bought = [program for program in found.programs.values() if program.vendor == vendor]
    if not bought:
        return
    with workspace.store.engine.connect() as connection:
        claimed = kept_claims.claims_table(connection, as_of=found.as_of)
    won = [row for row in returns.won_rows(claimed, level=found.policy.cost.level) if row.vendor == vendor]
    asked = questions(bought, summary, won)
    rows = [[one.asked, one.answer or TO_ASK, one.evidence] for one in asked]
    parts.titled("What to know before the next order", COLUMNS, rows)
    parts.download("Download this sheet", sheet_csv, asked, file_name=f"{vendor}-questions.csv", key="sheet")


def sheet_csv(asked: Sequence[Question]) -> str:
    """The sheet as a file, with room for the vendor's answers."""
    rows = [(one.asked, one.answer, one.evidence, None, None) for one in asked]
    return csv_text(("question", "what we know", "where it stands", "the vendor's answer", "his evidence"), rows)
