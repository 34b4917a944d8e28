"""What a vendor should deliver, before the program starts: a sheet with every column, and an empty file to fill in.

A vendor who is asked for the wording after the delivery says, rightly, that nobody asked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.contract.program import Program
from leadaudit.contract.program_sections import Spec
from leadaudit.export.csv_file import csv_text
from leadaudit.format import day
from leadaudit.intake.fields import FIELDS
from leadaudit.vocabulary import ConsentState, Seniority
from leadaudit.words import CONSENT

# Which columns a template has whatever the contract says, in the order in which people look for them.
_PERSON: Final = ("vendor_record_id", "first_name", "last_name", "email", "phone", "title", "company", "website")
_PLACE: Final = ("country", "state")
_EVENT: Final = ("asset", "activity_type", "activity_at", "captured_at", "source_url")
_CONSENT: Final = (
    "consent", "consent_at", "consent_text", "consent_version", "consent_url", "consent_method", "consent_channel",
    "controller_named", "consent_ip", "certificate_url",
)  # fmt: skip
_STATEMENT: Final = ("statement_wording", "statement_answer", "statement_at", "statement_proof")

# Headers that other systems understand as well, where our word for the field is for the screen.
HEADERS: Final = {
    "vendor_record_id": "Lead ID",
    "consent_url": "Consent URL",
    "controller_named": "Consent controller",
    "statement_wording": "Statement wording",
    "statement_answer": "Statement answer",
    "statement_at": "Statement date",
    "statement_proof": "Statement proof",
}

_ALLOWED: Final = {
    "email": "a person's own address, not info@ or sales@",
    "phone": "with country code: +44 20 7946 0011",
    "activity_at": "YYYY-MM-DD hh:mm:ss UTC",
    "captured_at": "YYYY-MM-DD hh:mm:ss UTC, when the person filled in the form",
    "source_url": "the page on which the form stood",
    "country": "ISO code or English name",
    "consent": "yes or no, as the person answered; never filled in by you",
    "consent_at": "YYYY-MM-DD hh:mm:ss UTC",
    "consent_text": "the exact words shown, or the id of a wording you sent us (Consent version)",
    "consent_version": "id of the wording and form in use then",
    "consent_url": "the page as it was, not as it is today",
    "consent_method": "box ticked, double opt-in, call",
    "consent_channel": "email, phone, post",
    "controller_named": "every company the wording names",
    "consent_ip": "where you hold it",
    "certificate_url": "claimable: within 3 days, or 90 where the submission was seen",
    "statement_wording": "the question as it was shown; it has to name us and a step towards buying",
    "statement_answer": "yes or no",
    "statement_at": "YYYY-MM-DD hh:mm:ss UTC",
    "statement_proof": "certificate, recording or form version that shows it",
}

# How titles are read; "IT decision maker" and the like mean different things to every vendor.
LEVELS: Final = {
    Seniority.OWNER: "owner, founder, partner, president of a small company",
    Seniority.C_LEVEL: "chief ... officer, managing director, Geschäftsführer, directeur général",
    Seniority.VP: "vice president, senior vice president",
    Seniority.DIRECTOR: "director, head of",
    Seniority.MANAGER: "manager, team lead, supervisor",
    Seniority.INDIVIDUAL: "specialist, analyst, engineer, consultant without a team",
    Seniority.ENTRY: "assistant, trainee, intern, student",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateColumn:
    """One column of the template.

    Args:
        header: Its name; our own reader maps it back to the field.
        is_required: Whether a record without it can be returned.
        allowed: What may stand in it.
    """

    header: str
    is_required: bool
    allowed: str


def template_columns(program: Program) -> tuple[TemplateColumn, ...]:
    """The columns of a delivery under a program: who, what they did, what they agreed to, what they said."""
    spec = _newest(program)
    required = set(spec.required_fields) if spec else set()
    if spec and (spec.required_consent or spec.required_consent_proof):
        required |= {"consent", "consent_at"} if not spec.required_consent_proof else set(_CONSENT) - {"consent_ip"}
    names = [*_PERSON, *_of_spec(spec), *_PLACE, *_EVENT, *_CONSENT, *_STATEMENT]
    names += [name for name in sorted(required) if name not in names]
    columns = [
        TemplateColumn(
            header=HEADERS.get(name, FIELDS[name].label), is_required=name in required, allowed=_allowed(name, spec)
        )
        for name in dict.fromkeys(names)
    ]
    asked = [
        TemplateColumn(header=question.text, is_required=True, allowed=", ".join(question.allowed) or "free text")
        for question in (spec.questions if spec else ())
    ]
    return (*columns, *asked)


def delivery_template(program: Program) -> str:
    """An empty file with the headers of a delivery; CSV."""
    return csv_text([column.header for column in template_columns(program)], [])


def spec_sheet(program: Program, *, buyer_names: Sequence[str]) -> str:
    """What a program asks of its vendor, column by column; Markdown."""
    spec = _newest(program)
    us = " or ".join(buyer_names) if buyer_names else "our company"
    lines = [
        f"# What to deliver for {program.name or program.id}",
        "",
        f"To {program.vendor}. {_binding(spec)}",
        "",
        "| Column | Needed | What may stand in it |",
        "|---|---|---|",
        *(
            f"| {_cell(one.header)} | {'yes' if one.is_required else 'if you hold it'} | {_cell(one.allowed)} |"
            for one in template_columns(program)
        ),
        "",
        "## Levels, as we read them",
        "",
        "| Level | Titles such as | Asked for |",
        "|---|---|---|",
        *(f"| {level.value.replace('_', ' ')} | {words} | {_wanted(level, spec)} |" for level, words in LEVELS.items()),
        "",
        "## Permission",
        "",
        "A permission is proven when the record, or a wording you sent us before, shows when the person agreed, the "
        f"words and the version of the form, {us} by name, the page, the channel and the method. "
        f"Otherwise it counts as {CONSENT[ConsentState.ASSERTED]}, or as {CONSENT[ConsentState.ABSENT]}.",
        "",
        "Send us every wording with its id, its text, its page and the days it was in use; records then need the id "
        "alone. Say how a person takes the permission back, and tell us within two days when somebody does.",
        "",
        "## A question of ours on your form",
        "",
        f"A yes to a question that names {us} and a step towards buying (a demo, a price, a call) counts as asked only "
        "with the question, the answer, the time it was given, and a proof. Without one of them it is your word alone.",
        "",
    ]
    return "\n".join(lines)


def _newest(program: Program) -> Spec | None:
    dated = sorted(program.spec, key=lambda spec: str(spec.in_force_from or ""))
    return dated[-1] if dated else None


def _of_spec(spec: Spec | None) -> list[str]:
    if spec is None:
        return ["job_level", "job_function", "industry", "employees"]
    named = [("job_level", spec.levels), ("job_function", spec.functions), ("industry", spec.industries)]
    found = [name for name, clause in named if clause]
    return found + (["employees"] if spec.size is not None else [])


def _allowed(name: str, spec: Spec | None) -> str:
    own = _own_values(name, spec) if spec is not None else ""
    return own or _ALLOWED.get(name) or FIELDS[name].meaning


def _own_values(name: str, spec: Spec) -> str:
    match name:
        case "job_level":
            return _listed(spec.levels)
        case "job_function":
            return _listed(spec.functions)
        case "industry":
            return _listed(spec.industries)
        case "country":
            return _listed(spec.geo)
        case "employees" if spec.size is not None:
            return f"{spec.size.low} or more" if spec.size.high is None else f"{spec.size.low} to {spec.size.high}"
        case _:
            return ""


def _listed(values: Sequence[str]) -> str:
    return ", ".join(str(value).replace("_", " ") for value in values)


def _wanted(level: Seniority, spec: Spec | None) -> str:
    if spec is None or not spec.levels:
        return "not said"
    return "yes" if level in spec.levels else "no"


def _binding(spec: Spec | None) -> str:
    if spec is None:
        return "Nothing is agreed yet about who may be delivered."
    if spec.in_force_from is None:
        return "This spec binds from the start of the program."
    return f"This spec binds from {day(spec.in_force_from.date())}."


def _cell(text: str) -> str:
    return text.replace("|", "/").replace("\n", " ")
