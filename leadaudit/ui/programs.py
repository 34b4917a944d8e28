"""Programs on the screen: what was bought, each clause with what it checks, and changing it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Final

import streamlit as st
from pydantic import BaseModel

from leadaudit.contract.holidays import holiday_rules
from leadaudit.contract.program import Program, read_program
from leadaudit.contract.program_sections import Spec
from leadaudit.errors import LeadauditError
from leadaudit.ui import parts, state
from leadaudit.ui.format import plural
from leadaudit.ui.parts import Cell, Column, Link
from leadaudit.ui.program_toml import program_toml
from leadaudit.vocabulary import (
    DedupeKey,
    DedupeScope,
    ImportKind,
    JobFunction,
    ListKind,
    ProgramType,
    Remedy,
    Seniority,
    WindowClock,
    WindowUnit,
)
from leadaudit.workspace import Workspace, settings
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.settings import SettingKind

COLUMNS: Final = (
    Column(label="Program", align="word"),
    Column(label="Vendor", align="word"),
    Column(label="Price"),
    Column(label="Goal", align="number"),
    Column(label="Specs", align="number"),
    Column(label="Returns"),
    Column(label="To know"),
)
# A target-account program is bought for its contacts, with eyes open; any other buys interest with interest.
CIRCULAR: Final = "circular: intent data bought more intent data"
CLAUSE_COLUMNS: Final = (Column(label="Clause", width=22), Column(label="It says", width=33), Column(label="It checks"))

CALCULATION: Final = (
    "A record is judged by the spec that bound when it was generated; a spec binds from 24 hours after it was "
    "confirmed unless it names another instant. A clause that is absent checks nothing.",
    "A list binds from the day after it was handed to the vendor.",
)

_LISTS: Final = {
    ListKind.TARGET_ACCOUNTS: "target accounts",
    ListKind.SUPPRESSION: "suppression",
    ListKind.COMPETITORS: "competitors",
    ListKind.CUSTOMERS: "existing customers",
    ListKind.OWN_DOMAINS: "our own domains",
}


def answer(programs: Mapping[str, Program]) -> tuple[str, ...]:
    """How many programs there are, and which say too little to judge a record by."""
    if not programs:
        return ("**No program is in force yet.** Five fields start one; everything else can come later.",)
    bare = [program.id for program in programs.values() if not program.spec]
    first = (
        f"**{plural(len(programs), 'program')}** with {plural(len({p.vendor for p in programs.values()}), 'vendor')}."
    )
    if not bare:
        return (first, "All of them say what may be delivered.")
    return (first, f"{', '.join(bare)} {'says' if len(bare) == 1 else 'say'} nothing yet of what may be delivered.")


def rows(programs: Mapping[str, Program]) -> list[list[Cell]]:
    """One row per program."""
    return [
        [
            Link(words=one.id, page="programs", params=(("program", one.id),)),
            one.vendor,
            "not known yet" if one.price is None else f"{one.price} {one.currency}",
            "–" if one.goal is None else f"{one.goal:,}",
            str(len(one.spec)),
            window_words(one),
            CIRCULAR if one.is_circular else None,
        ]
        for one in programs.values()
    ]


def window_words(program: Program) -> str:
    """The return window in words."""
    terms = program.returns
    if terms.window is None:
        return "no window agreed"
    unit, clock = terms.unit.value.replace("_", " "), terms.clock.value.replace("_", " ")
    return f"{terms.window} {unit} from {clock}"


def show_problem(program: Program) -> None:
    """Say what is wrong with a program that was put in force before there was a rule against it."""
    if program.spec_problem is not None:
        parts.problem(f"{program.id}: {program.spec_problem}")


def show_clauses(program: Program) -> None:
    """Every clause that is filled, with what it checks; each version of the spec for itself, the newest first."""
    for spec in sorted(program.spec, key=_binds_key, reverse=True):
        start = spec.in_force_from
        since = "from the start" if start is None else f"from {start:%Y-%m-%d %H:%M} UTC"
        parts.titled(
            f"What may be delivered, binding {since}", CLAUSE_COLUMNS, clause_rows(spec, skip={"confirmed_at"})
        )
    general = clause_rows(program, skip={"spec", "wording", "id", "vendor"})
    parts.titled("Price, dates, repeats, returns", CLAUSE_COLUMNS, general)


def clause_rows(section: BaseModel, *, skip: set[str]) -> list[list[Cell]]:
    """The filled clauses of a section."""
    return [[name, says, checks] for name, says, checks in _clauses("", section, skip=skip)]


def _binds_key(spec: Spec) -> str:
    return "" if spec.in_force_from is None else spec.in_force_from.isoformat()


def _clauses(prefix: str, section: BaseModel, *, skip: set[str]) -> Iterable[tuple[str, str, str]]:
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        if name in skip or name not in section.model_fields_set or value in (None, (), {}):
            continue
        if isinstance(value, BaseModel) and name not in {"size", "pacing"}:
            yield from _clauses(f"{name}.", value, skip=set())
        else:
            yield f"{prefix}{name}", _shown(value), str(field.description).replace("`", "")


def _shown(value: object) -> str:  # noqa: PLR0911 - one for each kind of value
    match value:
        case Enum():
            return str(value.value).replace("_", " ")
        case BaseModel():
            return ", ".join(f"{name} {_shown(inner)}" for name, inner in value if inner is not None)
        case Mapping():
            return ", ".join(f"{name} {inner}" for name, inner in value.items())
        case tuple():
            return ", ".join(_shown(one) for one in value)
        case bool():
            return "yes" if value else "no"
        case datetime():
            return f"{value:%Y-%m-%d %H:%M} UTC"
        case _:
            return str(value)


def offer_new(workspace: Workspace) -> None:
    """A new program: five fields to start, everything else behind more."""
    with st.form("new_program"):
        keys = {**_five_fields(), **_more(None)}
        if not st.form_submit_button("Start this program", type="primary"):
            return
    _put(workspace, program_toml(keys), where="new program")


def _five_fields() -> dict[str, object]:
    one, two, three, four, five = st.columns(5)
    vendor = one.text_input("Vendor", key="np_vendor", placeholder="small letters, digits, dashes")
    price = two.number_input("Price per record", min_value=0.0, value=None, key="np_price")
    currency = three.text_input("Currency", value="USD", max_chars=3, key="np_currency")
    window = four.number_input("Return days", min_value=0, value=None, step=1, key="np_window")
    clock = five.selectbox("Counted from", list(WindowClock), format_func=_words, key="np_clock")
    returns = {} if window is None else {"window": int(window), "clock": clock}
    return {
        "id": vendor.strip().lower(),
        "vendor": vendor.strip().lower(),
        "price": "unknown" if price is None else Decimal(str(price)),
        "currency": "unknown" if price is None else currency.upper(),
        "returns": returns,
    }


def _words(one: Enum) -> str:
    return str(one.value).replace("_", " ")


def _more(_: None) -> dict[str, object]:
    """Everything else; what stays empty is left out and checks nothing."""
    with st.expander("More: goal, dates, spec, repeats, returns"):
        keys: dict[str, object] = {}
        one, two, three, four = st.columns(4)
        keys["id"] = one.text_input("Id of the program", help="Left empty: the vendor.", key="np_id").strip().lower()
        keys["type"] = two.selectbox("What kind", list(ProgramType), format_func=_words, index=None, key="np_type")
        keys["goal"] = three.number_input("Records ordered", min_value=0, value=None, step=1, key="np_goal")
        due = four.number_input("Records due a month", min_value=1, value=None, step=1, key="np_pace")
        keys["pacing"] = {} if due is None else {"records": int(due), "per": "month"}
        one, two, three, four = st.columns(4)
        keys["start_on"] = one.date_input("Starts on", value=None, key="np_start")
        keys["end_on"] = two.date_input("Ends on", value=None, key="np_end")
        keys["time_zone"] = three.text_input("Time zone", placeholder="UTC", key="np_zone").strip()
        keys["holiday_countries"] = four.multiselect("Public holidays of", list(holiday_rules()), key="np_holidays")
        spec = _spec_fields("np")
        keys["spec"] = [spec] if spec else []
        one, two, three = st.columns(3)
        key = one.selectbox("A repeat is the same", list(DedupeKey), format_func=_words, index=None, key="np_key")
        scope = two.selectbox("Among records of", list(DedupeScope), format_func=_words, index=None, key="np_scope")
        back = three.number_input("Within days", min_value=0, value=None, step=1, key="np_back")
        keys["dedupe"] = {"key": key, "scope": scope, "look_back_days": back}
        one, two, three = st.columns(3)
        unit = one.selectbox("Unit of the window", list(WindowUnit), format_func=_words, index=None, key="np_unit")
        cap = two.number_input("Most records to return", min_value=0, value=None, step=1, key="np_cap")
        remedy = three.selectbox("The vendor owes", list(Remedy), format_func=_words, index=None, key="np_remedy")
        keys["returns_more"] = {"unit": unit, "cap_records": cap, "remedy": remedy}
    return {name: value for name, value in keys.items() if value or value == 0}


def _spec_fields(key: str) -> dict[str, object]:
    """What one version of a spec may say, each field with what it checks."""
    described = {name: field.description for name, field in Spec.model_fields.items()}
    one, two = st.columns(2)
    found: dict[str, object] = {
        "geo": _list(one.text_input("Countries", help=described["geo"], key=f"{key}_geo")),
        "levels": two.multiselect(
            "Levels", [level.value for level in Seniority if level is not Seniority.UNKNOWN], help=described["levels"],
            key=f"{key}_levels",
        ),
        "functions": one.multiselect(
            "Functions", [each.value for each in JobFunction if each is not JobFunction.UNKNOWN],
            help=described["functions"], key=f"{key}_functions",
        ),
        "titles": _list(two.text_input("Title words", help=described["titles"], key=f"{key}_titles")),
        "industries": _list(one.text_input("Industries", help=described["industries"], key=f"{key}_industries")),
        "required_fields": _list(
            two.text_input("Required fields", help=described["required_fields"], key=f"{key}_req")
        ),
        "refused_emails": one.multiselect(
            "Mailboxes not accepted", ["disposable", "role", "free"], help=described["refused_emails"],
            key=f"{key}_mail",
        ),
        "lists": two.multiselect(
            "Lists that bind", [each.value for each in _LISTS], help=described["lists"], key=f"{key}_lists"
        ),
    }  # fmt: skip
    one, two, three, four = st.columns(4)
    low = one.number_input("Fewest employees", min_value=0, value=None, step=1, key=f"{key}_low")
    high = two.number_input("Most employees", min_value=0, value=None, step=1, key=f"{key}_high")
    found["size"] = {"low": low, "high": high} if low is not None or high is not None else {}
    found["cap_total"] = three.number_input(
        "Most payable records", min_value=0, value=None, step=1, help=described["cap_total"], key=f"{key}_total"
    )
    found["cap_domain"] = four.number_input(
        "Most for one domain", min_value=1, value=None, step=1, help=described["cap_domain"], key=f"{key}_domain"
    )
    one, two, three = st.columns(3)
    found["lists_supplied_on"] = one.date_input("Lists handed over on", value=None, key=f"{key}_handed")
    found["required_consent"] = two.checkbox("An opt-in is owed", help=described["required_consent"], key=f"{key}_opt")
    found["required_consent_proof"] = three.checkbox(
        "Its proof is owed", help=described["required_consent_proof"], key=f"{key}_proof"
    )
    return {name: value for name, value in found.items() if value or (value == 0 and value is not False)}


def _list(words: str) -> list[str]:
    return [word.strip() for word in words.split(",") if word.strip()]


def offer_spec(workspace: Workspace, program: Program) -> None:
    """A new dated version of the spec."""
    with st.expander("Add a version of the spec"), st.form("new_spec"):
        parts.small("It says everything anew: a clause that is left empty here checks nothing from then on.")
        confirmed = st.date_input("Confirmed by the vendor on", value="today", key="ns_confirmed")
        spec = _spec_fields("ns")
        if not st.form_submit_button("Add this version", type="primary"):
            return
    text = _text(workspace, program)
    added = program_toml({"spec": [{"confirmed_at": confirmed, **spec}]})
    _put(workspace, f"{text.rstrip()}\n\n{added}", where=program.id)


def offer_text(workspace: Workspace, program: Program) -> None:
    """The program as a file, to change anything."""
    with st.expander("Change the program file"):
        text = st.text_area("Program file", value=_text(workspace, program), height=360, key=f"text_{program.id}")
        if st.button("Put this version in force", type="primary", key="put_program"):
            _put(workspace, text, where=program.id)
    with workspace.store.engine.connect() as connection:
        known = settings.versions(connection, SettingKind.PROGRAM, program.id)
    parts.small(
        f"{plural(len(known), 'version')} kept, the newest of {known[0].added_at:%Y-%m-%d} by {known[0].author}."
    )


def _text(workspace: Workspace, program: Program) -> str:
    with workspace.store.engine.connect() as connection:
        return settings.newest(connection, SettingKind.PROGRAM, program.id) or ""


def _put(workspace: Workspace, text: str, *, where: str) -> None:
    """Put a program in force, or say every mistake and store nothing."""
    try:
        made = read_program(text, where=where)
        workspace.put_program(text, where=where)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    state.set_params(program=made.id)
    st.rerun()


def offer_list(workspace: Workspace) -> None:
    """A list with the day it was handed to the vendors."""
    with st.expander("Upload a list: target accounts, suppression, competitors, customers"), st.form("new_list"):
        kind = st.selectbox("Which list", list(_LISTS), format_func=lambda one: _LISTS[one], key="list_kind")
        handed = st.date_input("Handed to the vendors on", value="today", key="list_day")
        given = st.file_uploader(
            "One e-mail, domain or company a line; *.example.com covers subdomains", type=["csv", "txt", "tsv", "xlsx"],
            key="list_file",
        )  # fmt: skip
        if not st.form_submit_button("Upload this list", type="primary") or given is None:
            return
    try:
        made = _bring_in(workspace, given.getvalue(), given.name, kind=kind, handed=handed)
    except LeadauditError as error:
        parts.problem(str(error))
        return
    st.success(f"{made} is kept and binds from the day after {handed}.")


def _bring_in(workspace: Workspace, content: bytes, name: str, *, kind: ListKind, handed: date) -> str:
    staged = workspace.stage(content, name)
    snapshot = Snapshot(kind=ImportKind.LIST, source=kind.value, coverage="full", snapshot_on=handed)
    return workspace.commit_import(workspace.opened(staged.staged, vendor=f"list:{kind.value}"), staged, snapshot)


def list_rows(workspace: Workspace) -> list[list[Cell]]:
    """The lists that are here."""
    found: Sequence[list[Cell]] = [
        [_LISTS[ListKind(one.source)], str(one.snapshot_on), f"{one.row_count:,}", one.file_name]
        for one in workspace.imports()
        if one.kind is ImportKind.LIST
    ]
    return list(found)


LIST_COLUMNS: Final = (
    Column(label="List", align="word"),
    Column(label="Handed over on"),
    Column(label="Entries", align="number"),
    Column(label="File", align="delivered"),
)
