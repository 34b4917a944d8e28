"""Clauses about lists: who must not be delivered, and who alone may be."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql
from leadaudit.contract.finding import Finding, of_spec
from leadaudit.contract.reasons import reasons_of
from leadaudit.contract.terms import Term, day_words, list_binds
from leadaudit.contract.values import Values
from leadaudit.vocabulary import ListKind, ListValueKind, ReasonCode, ReasonStatus

CLAUSE: Final = "spec.lists"

# Our own people cannot be sold to us, whether or not a contract says so.
_IMPLICIT: Final = frozenset({ListKind.OWN_DOMAINS})

_CODES: Final = {
    ListKind.OWN_DOMAINS: ReasonCode.OWN_EMPLOYEE,
    ListKind.COMPETITORS: ReasonCode.COMPETITOR,
    ListKind.SUPPRESSION: ReasonCode.SUPPRESSED,
    ListKind.CUSTOMERS: ReasonCode.SUPPRESSED,
    ListKind.TARGET_ACCOUNTS: ReasonCode.NOT_ON_TARGET_LIST,
}
_LIST_WORDS: Final = {
    ListKind.OWN_DOMAINS: "the list of our own domains",
    ListKind.COMPETITORS: "the competitor list",
    ListKind.SUPPRESSION: "the suppression list",
    ListKind.CUSTOMERS: "the list of existing customers",
    ListKind.TARGET_ACCOUNTS: "the target-account list",
}

_HIT_WORDS: Final = {
    ListValueKind.EMAIL: "The e-mail",
    ListValueKind.DOMAIN: "The domain",
    ListValueKind.COMPANY: "The company",
    ListValueKind.ACCOUNT: "The company, under another of its names or domains,",
}
_BY_COMPANY: Final = (ListValueKind.COMPANY, ListValueKind.ACCOUNT)
_DELIVERED_COLUMNS: Final = ("records.email", "records.company")


def listed_reasons(
    values: Values, terms: Sequence[Term], *, list_hits: pa.Table, lists: pa.Table | None
) -> Iterator[pa.Table]:
    """What lists say: records on a list that keeps them out, or missing from the one that lets them in."""
    on_target = pc.equal(list_hits["list"], ListKind.TARGET_ACCOUNTS.value)
    yield _target_reasons(values, terms, on_target=_bound(values, list_hits.filter(on_target)), lists=lists)
    hits = _bound(values, list_hits.filter(pc.invert(on_target)))
    named = ("term", "list", "kind", "value", "supplied_on", "generated_on")
    shown = [values.column(name).take(hits["place"]) for name in _DELIVERED_COLUMNS]
    yield reasons_of(
        hits["place"].to_numpy(),
        [*(hits[name] for name in named), *shown],
        lambda number, *read: check_listed(terms[number], *read),
    )
    if lists is not None:
        yield from _unloaded_reasons(values, terms, loaded=frozenset(lists["list"].to_pylist()))


def _bound(values: Values, list_hits: pa.Table) -> pa.Table:
    return sql.run("contract_listed", {"heads": values.heads, "list_hits": list_hits})


def check_listed(
    term: Term,
    listed: str,
    kind: str,
    value: str,
    supplied_on: date | None,
    generated_on: date,
    email: str | None,
    company: str | None,
) -> Finding | None:
    """A record on a list that keeps it out, unless the list came after the record."""
    on_list = ListKind(listed)
    named = term.spec is not None and on_list in term.spec.lists
    if not (named or on_list in _IMPLICIT):
        return None
    since = _handed_over(term, supplied_on) if named else None
    if not list_binds(since, generated_on):
        return None
    handed = "" if since is None else f", handed over on {day_words(since)}"
    finding = Finding(
        code=_CODES[on_list],
        status=ReasonStatus.VIOLATED,
        clause=CLAUSE if named else "buyer.own_domains",
        delivered=(company or email) if kind in _BY_COMPANY else email or company,
        understood=value,
        proof=f"{_HIT_WORDS[ListValueKind(kind)]} is on {_LIST_WORDS[on_list]} ({value}{handed}).",
    )
    return of_spec(term, finding) if named else finding


def _handed_over(term: Term, supplied_on: date | None) -> date | None:
    return supplied_on or (term.spec.lists_supplied_on if term.spec is not None else None)


def _target_reasons(values: Values, terms: Sequence[Term], *, on_target: pa.Table, lists: pa.Table | None) -> pa.Table:
    """Records of companies that are not on the target list, where the contract names one."""
    wanted = np.array([_names(term, ListKind.TARGET_ACCOUNTS) for term in terms] + [False])
    is_off = np.ones(values.heads.num_rows, dtype=np.bool_)
    is_off[on_target["place"].to_numpy()] = False
    rows = np.flatnonzero(wanted[values.terms] & is_off)
    first = _first_supplied(lists)
    if lists is not None and first is _NO_ENTRY:
        rows = rows[:0]  # named as not loaded instead
    columns = ("heads.term", "heads.generated_on", "records.company", "facts.website_domain", "records.email")
    employer_known = pc.or_(
        pc.is_valid(values.column("facts.company_key")),
        pc.or_(pc.is_valid(values.column("facts.website_domain")), pc.is_valid(values.column("facts.email_domain"))),
    )
    read = [values.column(name).take(pa.array(rows)) for name in columns]
    return reasons_of(
        rows,
        [*read, employer_known.take(pa.array(rows))],
        lambda number, *given: _check_target(terms[number], first, *given),
    )


_NO_ENTRY: Final = date.max


def _first_supplied(lists: pa.Table | None) -> date | None:
    """The day the first target account was handed over; None: not known; _NO_ENTRY: the list is empty."""
    if lists is None:
        return None
    targets = lists.filter(pc.equal(lists["list"], ListKind.TARGET_ACCOUNTS.value))
    if targets.num_rows == 0:
        return _NO_ENTRY
    days = targets["supplied_on"]
    return None if days.null_count else pc.min(days).as_py()


def _check_target(
    term: Term,
    first_supplied_on: date | None,
    generated_on: date,
    company: str | None,
    website: str | None,
    email: str | None,
    employer_known: bool,  # noqa: FBT001 -- one of the columns of a distinct row
) -> Finding | None:
    if not list_binds(_handed_over(term, first_supplied_on), generated_on):
        return None
    shown = company or website or email
    if employer_known:
        status, proof = ReasonStatus.VIOLATED, f"'{shown}' is not on the target list that {term.spec_words} names."
    else:
        status = ReasonStatus.UNKNOWN
        proof = f"No company or domain was delivered to compare with the target list that {term.spec_words} names."
    finding = Finding(code=ReasonCode.NOT_ON_TARGET_LIST, status=status, clause=CLAUSE, delivered=shown, proof=proof)
    return of_spec(term, finding)


def _unloaded_reasons(values: Values, terms: Sequence[Term], *, loaded: frozenset[str]) -> Iterator[pa.Table]:
    """Lists a contract names that nobody loaded: they cannot be judged."""
    for listed in ListKind:
        if listed.value in loaded:
            continue
        wanted = np.array([_names(term, listed) for term in terms] + [False])
        rows = np.flatnonzero(wanted[values.terms])
        yield reasons_of(rows, [pa.chunked_array([pa.repeat(listed.value, len(rows))])], _check_unloaded)


def _check_unloaded(listed: str) -> Finding:
    on_list = ListKind(listed)
    return Finding(
        code=_CODES[on_list],
        status=ReasonStatus.NOT_JUDGED,
        clause=CLAUSE,
        proof=f"The contract names {_LIST_WORDS[on_list]}, but none is loaded.",
    )


def _names(term: Term, listed: ListKind) -> bool:
    return term.spec is not None and listed in term.spec.lists
