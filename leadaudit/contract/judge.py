"""Every read record against the contract that bound it when it was generated."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.contract.caps import cap_reasons, caps_in
from leadaudit.contract.deadline import Deadline, return_deadline
from leadaudit.contract.finding import all_of
from leadaudit.contract.listed import listed_reasons
from leadaudit.contract.pricing import amounts
from leadaudit.contract.program import Program
from leadaudit.contract.questions import question_reasons
from leadaudit.contract.reasons import PLACED_REASONS
from leadaudit.contract.record_clauses import record_reasons
from leadaudit.contract.repeated import known_reasons, repeat_reasons
from leadaudit.contract.settled import with_settled
from leadaudit.contract.terms import Term, terms_of, terms_table
from leadaudit.contract.told import told_reasons
from leadaudit.contract.turns import in_turn
from leadaudit.contract.values import Values, in_key_order
from leadaudit.contract.verdict import NO_CONTRACT, decide, numbered, states
from leadaudit.distinct import distinct_rows
from leadaudit.vocabulary import Verdict, WindowClock
from leadaudit.words import reason_name


def says_nothing(text: str, field: str) -> bool:
    """Whether a delivered value is only signs and blanks: the least that counts as not filled."""
    del field
    return not any(sign.isalnum() for sign in text)


def judge(  # noqa: PLR0913 -- every argument is one border table
    *,
    facts: pa.Table,
    records: pa.Table,
    deliveries: pa.Table,
    programs: Mapping[str, Program],
    list_hits: pa.Table,
    repeats: pa.Table,
    as_of: date,
    consent: pa.Table | None = None,
    lists: pa.Table | None = None,
    contacts: pa.Table | None = None,
    answers: pa.Table | None = None,
    is_missing: Callable[[str, str], bool] = says_nothing,
    settled: pa.Table | None = None,
    told: pa.Table | None = None,
    accounts: pa.Table | None = None,
) -> tuple[pa.Table, pa.Table]:
    """What the contract says of every read record.

    A record is judged by the spec that bound when it was generated: captured, else active, else delivered.
    Without a contract every record is accepted.  A clause that cannot be judged gives review and is named.

    Args:
        facts: tables.FACTS of all active deliveries, because repeats are judged across them.
        records: tables.RECORDS of the same lines; shown as delivered.
        deliveries: tables.DELIVERIES; ``program`` is a key of ``programs``.
        programs: By id.
        list_hits: tables.LIST_HITS.
        repeats: tables.REPEATS; only the CRM contact is read, contract repeats have rules of their own.
        as_of: The day on which a return would be claimed.
        consent: tables.CONSENT; None: clauses about opt-ins are not judged.
        lists: tables.LISTS, to tell an empty list from one nobody is on; None: every named list is loaded.
        contacts: tables.CONTACTS; None or empty: no CRM is loaded.
        answers: tables.ANSWERS; None: clauses about questions are not judged.
        is_missing: Whether the text of a field stands for nothing ("N/A").
        settled: Verdicts that stand because their person was erased, as ``contract.settled`` reads them.
        told: What was found out after delivery, as ``contract.told`` reads it; None: nothing.
        accounts: tables.ACCOUNTS; None: caps of single companies are not judged.

    Returns:
        tables.REASONS and tables.VERDICTS.
    """
    terms = terms_of(programs.values())
    dated = sql.run("contract_heads", {"facts": facts, "deliveries": deliveries, "terms": terms_table(terms)})
    heads = in_turn(dated)
    others = {"consent": consent, "accounts": accounts}
    given = {"facts": facts, "records": records} | {name: one for name, one in others.items() if one is not None}
    named = {name: in_key_order(table, heads, name) for name, table in given.items()}
    values = Values(heads=heads, named=named)
    deadlines, deadline_of = _deadlines(values, programs)
    parts = [PLACED_REASONS.empty_table()]
    if terms:
        parts += record_reasons(values, terms, is_missing=is_missing)
        parts += listed_reasons(values, terms, list_hits=list_hits, lists=lists)
        parts += repeat_reasons(values, programs)
        parts += known_reasons(values, programs, repeats=repeats, contacts=contacts)
        parts += question_reasons(values, terms, answers=answers, is_missing=is_missing)
        parts.append(told_reasons(values, told, deadlines=deadlines, deadline_of=deadline_of))
    parts = [with_settled(pa.concat_tables(parts), heads, settled)]
    for cap in caps_in(terms):
        parts.append(cap_reasons(values, terms, cap, states(heads, pa.concat_tables(parts), programs)))
    reasons = pa.concat_tables(parts)
    decided = decide(heads, reasons, programs)
    at = pa.array([None if deadline is None else deadline.at for deadline in deadlines], tables.INSTANT)
    is_open = pa.array([deadline is None or deadline.is_open(as_of) for deadline in deadlines], tables.FLAG)
    verdicts = _verdicts(
        values,
        decided,
        terms=terms,
        amount=amounts(values, programs, decided["verdict"], as_of=as_of),
        deadline_at=_taken(at, deadline_of),
        is_open=_taken(is_open, deadline_of),
    )
    keyed = sql.run("contract_reasons", {"heads": heads, "reasons": numbered(reasons)})
    return tables.REASONS.require(keyed), tables.VERDICTS.require(verdicts)


def _verdicts(
    values: Values,
    decided: pa.Table,
    *,
    terms: list[Term],
    amount: pa.ChunkedArray,
    deadline_at: pa.ChunkedArray,
    is_open: pa.ChunkedArray,
) -> pa.Table:
    heads, verdict = values.heads, decided["verdict"]
    is_claimable = pc.and_(pc.equal(verdict, Verdict.RETURN.value), is_open)
    confirmed = pa.array([_confirmed_at(term) for term in terms], tables.INSTANT)
    return pa.table(
        {
            "delivery": heads["delivery"],
            "line": heads["line"],
            "verdict": verdict,
            "code": decided["code"],
            "clause": decided["clause"],
            "sentence": pc.coalesce(decided["proof"], _accepted_words(heads, decided)),
            "amount_minor": amount,
            "claimable_minor": pc.if_else(is_claimable, amount, pa.scalar(0, tables.MONEY)),
            "deadline_at": deadline_at,
            "spec_confirmed_at": confirmed.take(heads["term"].combine_chunks()),
        }
    )


def _confirmed_at(term: Term) -> datetime | None:
    return None if term.spec is None or term.is_early else term.spec.confirmed_at


def _accepted_words(heads: pa.Table, decided: pa.Table) -> pa.ChunkedArray:
    spared = pc.binary_join(decided["spared"].cast(tables.TEXTS), "\t")
    rows = distinct_rows([pc.is_valid(heads["term"]), spared])
    words = pa.array(rows.judged(_accepted_sentence), tables.TEXT)
    return pa.chunked_array([words.take(pa.array(rows.row_of))])


def _accepted_sentence(has_contract: bool, spared: str | None) -> str:  # noqa: FBT001 -- a column
    if not has_contract:
        return NO_CONTRACT
    if not spared:
        return "Nothing in the contract speaks against it."
    names = [reason_name(code) for code in spared.split("\t")]
    what = "this reason" if len(names) == 1 else "these reasons"
    return f"The contract takes no record back for {what}: {all_of(names)}."


def _deadlines(values: Values, programs: Mapping[str, Program]) -> tuple[list[Deadline | None], npt.NDArray[np.int64]]:
    """The distinct ends of return windows (None: no window), and for every record the place of its own."""
    by_generation = any(program.returns.clock is WindowClock.GENERATED for program in programs.values())
    # The exact instant is a column of its own only where a clock starts from it: it makes nearly every row distinct.
    generated = "heads.generated_at" if by_generation else "heads.delivered_on"
    rows = distinct_rows(
        [values.column(name) for name in ("heads.program", "heads.delivered_on", "heads.received_at", generated)]
    )

    def end(
        name: str | None, delivered_on: date, received_at: datetime | None, generated_at: datetime
    ) -> Deadline | None:
        program = programs.get(name) if name is not None else None
        if program is None:
            return None
        return return_deadline(program, delivered_on=delivered_on, received_at=received_at, generated_at=generated_at)

    return rows.judged(end), rows.row_of


def _taken(values: pa.Array, places: object) -> pa.ChunkedArray:
    return pa.chunked_array([values.take(pa.array(places))])
