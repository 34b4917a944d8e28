"""Caps and goals: records beyond them, counted in order of delivery among what is payable without the cap."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.contract.finding import Finding, of_spec
from leadaudit.contract.reasons import reasons_of
from leadaudit.contract.terms import Term
from leadaudit.contract.values import Values
from leadaudit.vocabulary import ReasonCode, ReasonStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """One kind of limit.

    Args:
        clause: Key path in the program file.
        code: Reason of a record beyond it.
        limit: The limit of a term, None when it has none.
        is_of_spec: Whether it stands in the spec, and so is only suspected before the first spec bound.
        by_company: Whether it counts each company for itself.
    """

    clause: str
    code: ReasonCode
    limit: Callable[[Term], int | None]
    is_of_spec: bool
    by_company: bool = False


def _domain_limit(term: Term) -> int | None:
    return None if term.spec is None else term.spec.cap_domain


def _total_limit(term: Term) -> int | None:
    return None if term.spec is None else term.spec.cap_total


def _goal(term: Term) -> int | None:
    return None if term.program.over_delivery_allowed else term.program.goal


# In this order, because what is beyond a domain's cap does not count toward the total.
CAPS: Final = (
    Cap(clause="spec.cap_domain", code=ReasonCode.OVER_CAP, limit=_domain_limit, is_of_spec=True, by_company=True),
    Cap(clause="spec.cap_total", code=ReasonCode.OVER_CAP, limit=_total_limit, is_of_spec=True),
    Cap(clause="goal", code=ReasonCode.OVER_DELIVERY, limit=_goal, is_of_spec=False),
)


def caps_in(terms: Sequence[Term]) -> Iterator[Cap]:
    """The caps that some term has."""
    return (cap for cap in CAPS if any(cap.limit(term) is not None for term in terms))


def cap_reasons(values: Values, terms: Sequence[Term], cap: Cap, verdicts: pa.ChunkedArray) -> pa.Table:
    """Records beyond a cap.

    Args:
        values: The records.
        terms: What binds them.
        cap: The limit.
        verdicts: What the contract says of each record without this cap, in the order of heads.
    """
    limits = pa.array([cap.limit(term) for term in terms], pa.int64())
    counted = pa.table(
        {
            "place": values.heads["place"],
            "program": values.heads["program"],
            "turn": values.heads["turn"],
            "circle": _companies(values) if cap.by_company else pa.repeat("all records", values.heads.num_rows),
            "cap": limits.take(values.heads["term"].combine_chunks()),
            "verdict": verdicts,
        }
    )
    under = counted.filter(pc.and_(pc.is_valid(counted["cap"]), pc.is_valid(counted["circle"])))
    beyond = sql.run("contract_over_cap", {"counted": under})
    places = beyond["place"]
    columns = [
        values.column("heads.term").take(places),
        beyond["circle"],
        beyond["cap"],
        pc.greater_equal(beyond["payable"], beyond["cap"]),
    ]
    return reasons_of(places.to_numpy(), columns, lambda number, *read: _check_cap(terms[number], cap, *read))


def _check_cap(term: Term, cap: Cap, circle: str, limit: int, is_sure: bool) -> Finding:  # noqa: FBT001 -- a column
    among = f" of {circle}" if cap.by_company else ""
    words = "ordered" if cap.code is ReasonCode.OVER_DELIVERY else "allowed"
    doubt = "" if is_sure else " if the records before it that are in review turn out payable"
    finding = Finding(
        code=cap.code,
        status=ReasonStatus.VIOLATED if is_sure else ReasonStatus.UNKNOWN,
        clause=cap.clause,
        delivered=circle if cap.by_company else None,
        proof=f"{limit} payable records{among} are {words}, and this one comes after them{doubt}.",
    )
    return of_spec(term, finding) if cap.is_of_spec else finding


def _companies(values: Values) -> pa.ChunkedArray:
    """The account a cap counts by; a company of which no domain is known is under no cap for a domain."""
    return pc.if_else(
        pc.fill_null(pc.equal(values.column("accounts.kind"), "domain"), fill_value=False),
        values.column("accounts.account"),
        pa.scalar(None, tables.TEXT),
    )
