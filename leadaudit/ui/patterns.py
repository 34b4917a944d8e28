"""How a delivery looks as a whole, and what became of its classes since."""

from typing import Final

from leadaudit.answers.evidence_words import attested_sentence, pattern_rows
from leadaudit.evidence.patterns import pattern_sentence, patterns_of
from leadaudit.ui import parts, run
from leadaudit.ui.parts import Column
from leadaudit.workspace.assessments import StoredAssessment

COLUMNS: Final = (
    Column(label="What is looked at"),
    Column(label="It looks", align="word"),
    Column(label="Figures", align="delivered"),
)


def show(found: StoredAssessment, delivery: str) -> None:
    """Each pattern with its figures; it asks a question and moves no class."""
    looked_at = patterns_of(found.paths, policy=found.policy, delivery=delivery).get(delivery, ())
    if not looked_at:
        return
    parts.titled("Does it look as if people made it?", COLUMNS, [list(row) for row in pattern_rows(looked_at)])
    parts.sentences([pattern_sentence(looked_at), *_attested(found, delivery)])


def _attested(found: StoredAssessment, delivery: str) -> list[str]:
    """Whether what the delivery's vendor says people said is still believed."""
    vendor = next(one.head.vendor for one in found.deliveries if one.head.delivery == delivery)
    rows = run.query(found, "evidence_attested_vendors", ("attested",)).to_pylist()
    return [attested_sentence(row) for row in rows if row["vendor"] == vendor]
