"""Repeats as the contract sees them: by its own key, scope and look-back, and people our CRM knew before."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit import sql, tables
from leadaudit.contract.finding import Finding
from leadaudit.contract.program import Program
from leadaudit.contract.program_sections import Dedupe
from leadaudit.contract.reasons import reasons_of
from leadaudit.contract.terms import day_words
from leadaudit.contract.values import Values
from leadaudit.vocabulary import DedupeKey, ReasonCode, ReasonStatus

_KEY_WORDS: Final = {
    DedupeKey.EMAIL.value: "The same e-mail",
    DedupeKey.PHONE.value: "The same phone",
    DedupeKey.EMAIL_AND_PHONE.value: "The same e-mail with the same phone",
}
_KEY_COLUMNS: Final = {
    DedupeKey.EMAIL.value: ("records.email", "facts.email_norm"),
    DedupeKey.PHONE.value: ("records.phone", "facts.phone_e164"),
    DedupeKey.EMAIL_AND_PHONE.value: ("records.email", "facts.email_norm"),
}
_DEDUPES: Final = pa.schema(
    [
        ("program", tables.TEXT),
        ("key", tables.TEXT),
        ("scope", tables.TEXT),
        ("look_back_days", pa.int32()),
        ("crm", tables.FLAG),
    ]
)


def repeat_reasons(values: Values, programs: Mapping[str, Program]) -> Iterator[pa.Table]:
    """Records that came before, within the circle and the days their contract names."""
    dedupes = _dedupes(programs)
    if not dedupes:
        return

    def check(code: str, program: str, key: str, earlier: str, line: int, on: date, *shown: str | None) -> Finding:
        proof = repeat_proof(ReasonCode(code), key, earlier, line, on, dedupes[program].look_back_days)
        return _repeat(ReasonCode(code), "dedupe", proof, *shown)

    found = sql.run("contract_repeats", {"heads": values.heads, "dedupes": _dedupe_table(dedupes)})
    for key, shown in _KEY_COLUMNS.items():
        of_key = found.filter(pc.equal(found["key"], key))
        named = ("code", "program", "key", "earlier_delivery", "earlier_line", "earlier_on")
        columns = [of_key[name] for name in named] + [values.column(name).take(of_key["place"]) for name in shown]
        yield reasons_of(of_key["place"].to_numpy(), columns, check)


def repeat_proof(code: ReasonCode, key: str, earlier: str, line: int, on: date, look_back_days: int | None) -> str:
    """Why a record is a repeat.  Of another vendor the day alone is said, never who it was."""
    within = "" if look_back_days is None else f"; the contract allows no repeat within {look_back_days} days"
    match code:
        case ReasonCode.DUPLICATE_DELIVERY:
            return f"{_KEY_WORDS[key]} stands in line {line} of the same file{within}."
        case ReasonCode.DUPLICATE_VENDOR:
            return f"{_KEY_WORDS[key]} came on {day_words(on)} in delivery {earlier}, line {line}{within}."
        case _:
            return f"{_KEY_WORDS[key]} was received from another source on {day_words(on)}{within}."


def known_reasons(
    values: Values, programs: Mapping[str, Program], *, repeats: pa.Table, contacts: pa.Table | None
) -> Iterator[pa.Table]:
    """Records of people our CRM held before they were delivered, where the contract takes these back."""
    dedupes = {name: terms for name, terms in _dedupes(programs).items() if terms.crm}
    if not dedupes:
        return
    if contacts is None or contacts.num_rows == 0:
        bound = values.heads.filter(pc.is_in(values.heads["program"], value_set=pa.array(list(dedupes), tables.TEXT)))
        yield reasons_of(bound["place"].to_numpy(), [bound["program"]], _check_no_crm)
        return
    named = {"heads": values.heads, "repeats": repeats, "contacts": contacts, "dedupes": _dedupe_table(dedupes)}
    found = sql.run("contract_known", named)
    columns = [found["created_on"], *(values.column(name).take(found["place"]) for name in _KEY_COLUMNS["email"])]
    yield reasons_of(found["place"].to_numpy(), columns, _check_known)


def _check_no_crm(program: str) -> Finding:
    del program
    return Finding(
        code=ReasonCode.DUPLICATE_CRM,
        status=ReasonStatus.NOT_JUDGED,
        clause="dedupe.crm",
        proof="The contract takes back people already in our CRM, but no CRM contacts are loaded.",
    )


def _check_known(created_on: date | None, delivered: str | None, understood: str | None) -> Finding:
    if created_on is None:
        proof = "The person is in our CRM, but since when is not known."
        finding = _repeat(ReasonCode.DUPLICATE_CRM, "dedupe.crm", proof, delivered, understood)
        return replace(finding, status=ReasonStatus.UNKNOWN)
    proof = f"The person has been in our CRM since {day_words(created_on)}."
    return _repeat(ReasonCode.DUPLICATE_CRM, "dedupe.crm", proof, delivered, understood)


def _repeat(code: ReasonCode, clause: str, proof: str, delivered: str | None, understood: str | None) -> Finding:
    return Finding(
        code=code,
        status=ReasonStatus.VIOLATED,
        clause=clause,
        delivered=delivered,
        understood=understood,
        proof=proof,
    )


def _dedupes(programs: Mapping[str, Program]) -> dict[str, Dedupe]:
    return {
        name: program.dedupe
        for name, program in programs.items()
        if program.has_contract and program.dedupe is not None
    }


def _dedupe_table(dedupes: Mapping[str, Dedupe]) -> pa.Table:
    rows = [
        {
            "program": name,
            "key": terms.key.value,
            "scope": terms.scope.value,
            "look_back_days": terms.look_back_days,
            "crm": terms.crm,
        }
        for name, terms in dedupes.items()
    ]
    return pa.Table.from_pylist(rows, schema=_DEDUPES)
