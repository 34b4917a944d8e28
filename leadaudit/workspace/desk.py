"""The returns desk of a workspace: what can be claimed on a day, claims built from it, answers read into it."""

from dataclasses import dataclass
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from leadaudit.audit import open_delivery
from leadaudit.contract.claim_answers import AnswerPreview, ClaimedNames, read_answers
from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.contract.countdown import mails_due
from leadaudit.contract.desk import DueRow, ReturnCap, claim_rows, due_rows, return_caps, returnable
from leadaudit.contract.program import Program
from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.workspace import claims, kept_claims
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.claims import NewClaim
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.staging import StagedFile


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What can be claimed on a day.

    Args:
        found: The assessment it was made from.
        returned: Every returned or claimed record (``contract.desk.returnable``).
        due: The same in groups.
        caps: How many records each program lets us return.
        mails: Until when first mails must go out, with the sentence, the most urgent first.
    """

    found: StoredAssessment
    returned: pa.Table
    due: tuple[DueRow, ...]
    caps: dict[str, ReturnCap]
    mails: tuple[tuple[date, str], ...]


def open_desk(store: Store, found: StoredAssessment, *, then: bool = False) -> Desk:
    """The returns desk on the day of an assessment.

    Args:
        store: The workspace.
        found: The assessment.
        then: With every claim as it stood on that day, for looking back; else as it stands now.
    """
    with store.engine.connect() as connection:
        claimed = kept_claims.claims_table(connection, as_of=found.as_of, then=then)
    deliveries = pq.read_table(found.paths["deliveries"][0])
    named = {"deliveries": deliveries, "claims": claimed, "programs": found.programs}
    returned = returnable(found.paths, **named, as_of=found.as_of)
    arrived = [
        (one.head.delivery, found.programs[one.head.program], one.head.delivered_on, one.head.received_at)
        for one in found.deliveries
        if one.head.program in found.programs
    ]
    return Desk(
        found=found,
        returned=returned,
        due=due_rows(returned),
        caps=return_caps(found.paths, **named),
        mails=tuple(mails_due(arrived, as_of=found.as_of)),
    )


def build_claim(store: Store, found: StoredAssessment, program: Program, *, form: str) -> str:
    """Put together everything that can be claimed of a program today; the claim's id is returned.

    Raises:
        LeadauditError: Nothing can be claimed, or nobody knows what a record costs.
    """
    if program.currency is None:
        raise LeadauditError(
            f"program {program.id}", "its price is not known", "Add price and currency to the program first"
        )
    returned = open_desk(store, found).returned
    is_picked = pc.and_(pc.equal(returned["program"], program.id), pc.equal(returned["standing"], "open"))
    picked = returned.filter(is_picked)
    rows = claim_rows(
        picked,
        assessed=found.paths,
        deliveries=pq.read_table(found.paths["deliveries"][0]),
        programs={program.id: program},
    )
    return claims.prepare_claim(
        store,
        NewClaim(
            vendor=program.vendor,
            program=program.id,
            currency=program.currency,
            assessment_id=found.assessment_id,
            as_of=found.as_of,
            format=form,
            rows=rows,
        ),
    )


def preview_answer(store: Store, name: str, staged: StagedFile) -> AnswerPreview:
    """What a vendor's answer file would change; nothing is stored.

    Raises:
        NotATableError: The file holds no table.
        UnknownNameError: There is no claim of that name.
        LeadauditError: It was not sent, so nobody can have answered it.
    """
    claim, rows = kept_claims.load_claim(store, name)
    if all(line.state is ClaimState.PREPARED for line in claim.lines):
        raise LeadauditError(
            f"claim {name}", "it was not sent yet", "Say on which day it was: leadaudit claims sent, or page Returns"
        )
    opened = open_delivery(staged.path, file_name=staged.file_name, delivery="answer", overrides=staged.overrides)
    lines = [(row["line"], row["cells"]) for row in opened.table.lines.select(["line", "cells"]).to_pylist()]
    return read_answers(
        opened.table.raw_header, [(number, cells) for number, cells in lines if cells], claimed=_names(claim, rows)
    )


def _names(claim: Claim, rows: pa.Table) -> list[ClaimedNames]:
    emails = {
        (row["delivery"], row["line"]): row["email"] for row in rows.select(["delivery", "line", "email"]).to_pylist()
    }
    return [
        ClaimedNames(
            delivery=line.delivery,
            line=line.line,
            vendor_record_id=line.vendor_record_id,
            email=emails.get((line.delivery, line.line)),
        )
        for line in claim.lines
        if line.state not in {ClaimState.PREPARED, ClaimState.CANCELLED}
    ]


def import_answer(store: Store, name: str, staged: StagedFile, *, on: date) -> int:
    """Note what the vendor answered; how many records it speaks of is returned.

    Raises:
        FileMistakesError: Lines of the file cannot be used; nothing was stored.
    """
    preview = preview_answer(store, name, staged)
    if preview.mistakes:
        raise FileMistakesError(staged.file_name, preview.mistakes)
    if not preview.answers:
        raise LeadauditError(staged.file_name, f"it answers nothing of claim {name}", "Choose the claim it is about")
    return claims.answer_claim(store, name, preview.answers, on=on)


def replace_from(store: Store, name: str, delivery: str, found: StoredAssessment) -> int:
    """Say that the records of a delivery came instead of those accepted in a claim, in order of line."""
    with store.engine.connect() as connection:
        claim = kept_claims.claim_named(connection, name)
    one = next((each for each in found.deliveries if each.head.delivery == delivery), None)
    if one is None or one.head.program != claim.program or any(line.delivery == delivery for line in claim.lines):
        raise LeadauditError(
            f"claim {name}",
            f"{delivery} brought no replacements for it",
            f"Name a later delivery under {claim.program}",
        )
    lines = pq.read_table(found.paths["verdicts"][0], columns=["delivery", "line"])
    came = lines.filter(pc.equal(lines["delivery"], delivery))["line"].to_pylist()
    return claims.link_replacements(store, name, [(delivery, line) for line in sorted(came)], on=one.head.delivered_on)
