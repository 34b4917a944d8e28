"""From reasons to what the contract says: accept, return or review.

Return when a broken clause is among the reasons the contract takes back; else review when a fact the contract
needs is unknown, or a clause cannot be judged; else accept, also when a clause is broken that the contract does
not take back: we owe for such a record, and its sentence says so (docs/method.md, "What the contract says").
"""

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa

from leadaudit import sql, tables
from leadaudit.contract.program import Program
from leadaudit.vocabulary import DedupeScope, ListKind, ReasonCode

NO_CONTRACT: Final = "no contract given"

_MAILBOX_CODES: Final = {
    "disposable": ReasonCode.DISPOSABLE,
    "role": ReasonCode.ROLE_MAILBOX,
    "free": ReasonCode.FREEMAIL,
}
_CODES: Final = pa.table(
    {
        "code": pa.array([code.value for code in ReasonCode], tables.TEXT),
        "rank": pa.array(range(len(ReasonCode)), pa.int32()),
    }
)


def returnable_reasons(program: Program) -> frozenset[ReasonCode]:
    """The reasons for which a program's vendor takes a record back.

    Where the file lists them they are exactly those.  Where it does not, they are the usual ones and those the
    contract names by a clause of its own: refused mailboxes, repeats across vendors or in the CRM, caps.
    """
    if "returnable" in program.returns.model_fields_set:
        return program.returns.reasons
    return program.returns.reasons | (_named_by_clauses(program) - frozenset(program.returns.refused))


def _named_by_clauses(program: Program) -> frozenset[ReasonCode]:
    codes = {_MAILBOX_CODES[kind] for spec in program.spec for kind in spec.refused_emails}
    if any(spec.cap_total is not None or spec.cap_domain is not None for spec in program.spec):
        codes.add(ReasonCode.OVER_CAP)
    if any(ListKind.OWN_DOMAINS in spec.lists for spec in program.spec):
        codes.add(ReasonCode.OWN_EMPLOYEE)
    if program.dedupe is not None and program.dedupe.scope is DedupeScope.ALL_VENDORS:
        codes.add(ReasonCode.DUPLICATE_CROSS_VENDOR)
    if program.dedupe is not None and program.dedupe.crm:
        codes.add(ReasonCode.DUPLICATE_CRM)
    if program.goal is not None and "over_delivery_allowed" in program.model_fields_set:
        codes.add(ReasonCode.OVER_DELIVERY)
    if program.delivery_days is not None and program.late_price is None:
        codes.add(ReasonCode.LATE)
    return frozenset(codes)


def decide(heads: pa.Table, reasons: pa.Table, programs: Mapping[str, Program]) -> pa.Table:
    """The verdict of every record with its headline.

    Args:
        heads: One row per record.
        reasons: PLACED_REASONS.
        programs: By id.

    Returns:
        One row per record, in the order of heads: place, verdict, code, clause, proof, spared.
    """
    named = {"heads": heads, "reasons": numbered(reasons), "returnable": _returnable(programs), "codes": _CODES}
    return sql.run("contract_verdicts", named)


def states(heads: pa.Table, reasons: pa.Table, programs: Mapping[str, Program]) -> pa.ChunkedArray:
    """The verdicts alone, in the order of heads."""
    named = {"heads": heads, "reasons": reasons, "returnable": _returnable(programs)}
    return sql.run("contract_states", named)["verdict"]


def numbered(reasons: pa.Table) -> pa.Table:
    """Reasons with a number of their own, in the order in which the clauses were judged."""
    return reasons.add_column(0, "reason", pa.array(np.arange(reasons.num_rows)))


def _returnable(programs: Mapping[str, Program]) -> pa.Table:
    taken = [(name, code.value) for name, program in programs.items() for code in sorted(returnable_reasons(program))]
    return pa.table(
        {
            "program": pa.array([name for name, _ in taken], tables.TEXT),
            "code": pa.array([code for _, code in taken], tables.TEXT),
        }
    )
