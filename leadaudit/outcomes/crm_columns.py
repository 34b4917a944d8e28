"""Which column of a CRM export is what, and what its rows are, by the words of the header.

Source: docs/data.md, "CRM exports".
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Final

from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.similarity import closest
from leadaudit.vocabulary import CrmObject

IGNORE: Final = "ignore"
# Without these a row of the object says nothing; one of each group is enough.
_NEEDED: Final[Mapping[CrmObject, tuple[tuple[str, ...], ...]]] = {
    CrmObject.CONTACT: (),
    CrmObject.LEAD: (),
    CrmObject.OPPORTUNITY: (("crm_id", "name"), ("stage", "status", "is_won")),
    CrmObject.CONTACT_ROLE: (("opportunity_id",), ("contact_ids", "lead_ids", "emails")),
    CrmObject.ACTIVITY: (("started", "completed", "occurred"), ("contact_ids", "lead_ids", "emails")),
    CrmObject.CAMPAIGN_MEMBER: (("contact_ids", "lead_ids", "emails"), ("stage", "has_responded")),
}
_BRACKETED: Final = re.compile(r"\((do not modify)\)|\([^)]*\)|\[[^\]]*\]", re.IGNORECASE)
_CAMEL: Final = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


@cache
def _names() -> Mapping[str, Mapping[str, Sequence[str]]]:
    return tomllib.loads((files(__package__) / "crm_columns.toml").read_text(encoding="utf-8"))


def fields_of(what: CrmObject) -> tuple[str, ...]:
    """Fields that a row of an object may have."""
    return tuple(_names()["fields"][what.value])


def folded(header: str) -> str:
    """A header for comparing: its words in small letters without accents, as any system joins them."""
    bare = _BRACKETED.sub(lambda found: found[1] or " ", header)
    plain = unicodedata.normalize("NFKD", bare.replace("ß", "ss"))
    letters = "".join(one for one in plain if not unicodedata.combining(one))
    words = re.findall(r"[a-z0-9]+", _CAMEL.sub(" ", letters).lower())
    return " ".join(words[:-1] if len(words) > 1 and words[-1] == "c" and header.endswith("__c") else words)


def columns_of(
    header: Sequence[str], what: CrmObject, chosen: Mapping[str, str] | None = None
) -> dict[str, tuple[int, ...]]:
    """Field to columns; several only where a row may name several people.

    Args:
        header: As delivered.
        what: What the rows are.
        chosen: Header to field, or to "ignore", where somebody said so.
    """
    said = {folded(name): field for name, field in (chosen or {}).items()}
    allowed = fields_of(what)
    ranked: dict[str, list[tuple[int, int]]] = {}
    for at, name in enumerate(header):
        words = folded(name)
        if words in said:
            if said[words] in allowed:
                ranked.setdefault(said[words], []).append((-1, at))
            continue
        found = _field(words, what)
        if found is not None:
            ranked.setdefault(found[0], []).append((found[1], at))
    many = {"contact_ids", "lead_ids", "emails"}
    return {
        field: tuple(at for _, at in sorted(places)) if field in many else (min(places)[1],)
        for field, places in ranked.items()
    }


def _field(words: str, what: CrmObject) -> tuple[str, int] | None:
    """The field that some words name for an object, and how good a name of it they are; 0 is the best."""
    bare = words.removeprefix("do not modify ")
    own = tuple(_names()["own"][what.value])
    if bare in own or bare in {f"{one} id" for one in own}:
        return "crm_id", 0
    candidates = [bare, *(bare.removeprefix(f"{one} ") for one in own if bare.startswith(f"{one} "))]
    for said in candidates:
        for field in fields_of(what):
            names = _names()["names"][field]
            if said in names:
                return field, names.index(said)
    return None


def require_columns(
    header: Sequence[str],
    columns: Mapping[str, Sequence[int]],
    what: CrmObject,
    *,
    chosen: Mapping[str, str],
    where: str,
) -> None:
    """Every column that a row of the object needs is there, and whatever was chosen is a column and a field.

    Raises:
        FileMistakesError: Names what is missing, and what the file has instead.
    """
    here = {folded(name) for name in header}
    mistakes = [
        f"column {name}: is chosen as {field}, and the file has no such column. Leave it out or correct the name."
        for name, field in chosen.items()
        if folded(name) not in here
    ]
    mistakes += [
        f"column {name}: is chosen as {field}, which is no field of {_OBJECT_WORDS[what]}. {_near(field, what)}"
        for name, field in chosen.items()
        if field != IGNORE and field not in fields_of(what)
    ]
    named = ", ".join(name.strip() for name in header if name.strip()) or "no names at all"
    mistakes += [
        f"columns: none of them says the {' or '.join(_FIELD_WORDS[field] for field in group)} of "
        f"{_OBJECT_WORDS[what]}; the file has {named}. Export it too, or say which column it is."
        for group in _NEEDED[what]
        if not any(field in columns for field in group)
    ]
    if mistakes:
        raise FileMistakesError(where, mistakes)


def _near(field: str, what: CrmObject) -> str:
    near = closest(field, list(fields_of(what)), at_least=0.6)
    return f"Did you mean {near[0]}?" if near else f"Use {', '.join((*fields_of(what), IGNORE))}."


_OBJECT_WORDS: Final[Mapping[CrmObject, str]] = {
    CrmObject.CONTACT: "a contact",
    CrmObject.LEAD: "a lead",
    CrmObject.OPPORTUNITY: "an opportunity",
    CrmObject.CONTACT_ROLE: "a contact role",
    CrmObject.ACTIVITY: "an activity",
    CrmObject.CAMPAIGN_MEMBER: "a campaign member",
}
_FIELD_WORDS: Final[Mapping[str, str]] = {
    "crm_id": "id",
    "name": "name",
    "stage": "stage or status",
    "status": "status",
    "is_won": "won or not",
    "opportunity_id": "opportunity's id",
    "contact_ids": "contact's id",
    "lead_ids": "lead's id",
    "emails": "e-mail address",
    "started": "start",
    "completed": "day it was completed",
    "occurred": "day",
    "has_responded": "response",
}


def detect_object(header: Sequence[str], *, where: str) -> CrmObject:
    """What the rows of a CRM export are, by its header.

    Raises:
        LeadauditError: The header could be anything.
    """
    words = frozenset(folded(name) for name in header)
    for what, says in _SIGNS:
        if says(words):
            return what
    raise LeadauditError(
        where,
        "its columns do not say what the rows are",
        f"Say it with --object {', '.join(CrmObject)}",
    )


def _has(*phrases: str) -> Callable[[frozenset[str]], bool]:
    return lambda words: any(phrase in words for phrase in phrases)


def _holds(part: str) -> Callable[[frozenset[str]], bool]:
    return lambda words: any(part in word for word in words)


def _all(*tests: Callable[[frozenset[str]], bool]) -> Callable[[frozenset[str]], bool]:
    return lambda words: all(test(words) for test in tests)


def _either(*tests: Callable[[frozenset[str]], bool]) -> Callable[[frozenset[str]], bool]:
    return lambda words: any(test(words) for test in tests)


def _names_field(what: CrmObject, *fields: str) -> Callable[[frozenset[str]], bool]:
    return lambda words: any((found := _field(word, what)) is not None and found[0] in fields for word in words)


# The first that fits; a report on opportunities may name contacts, and an export of leads may name campaigns.
_SIGNS: Final[Sequence[tuple[CrmObject, Callable[[frozenset[str]], bool]]]] = (
    (
        CrmObject.CAMPAIGN_MEMBER,
        _either(
            _holds("campaign member"),
            _holds("kampagnenmitglied"),
            _has("member status", "member first associated date"),
        ),
    ),
    (
        CrmObject.ACTIVITY,
        _either(
            _has("activity type", "activity date", "activity id", "engagement type", "engagement id", "task id"),
            _has("meeting outcome", "call outcome", "task subtype", "who id", "aktivitatstyp", "type d activite"),
            _has("tipo de actividad", "meeting start time", "event subtype", "event id", "call disposition"),
            _all(
                _has("subject", "betreff", "asunto", "objet"),
                _names_field(CrmObject.ACTIVITY, "started", "occurred"),
            ),
        ),
    ),
    (
        CrmObject.OPPORTUNITY,
        _all(
            _either(
                *(_holds(one) for one in ("opportunit", "deal", "oportunidad", "verkaufschance", "est revenue")),
                _has("amount", "close date", "closing date", "montant", "betrag", "importe", "potential customer"),
            ),
            _names_field(CrmObject.OPPORTUNITY, "stage", "status", "is_won"),
            lambda words: "converted date" not in words and "lead id" not in words and "lead status" not in words,
            _names_field(CrmObject.OPPORTUNITY, "amount", "closed_on", "crm_id", "name"),
        ),
    ),
    (
        CrmObject.CONTACT_ROLE,
        _all(
            _names_field(CrmObject.CONTACT_ROLE, "opportunity_id"),
            _names_field(CrmObject.CONTACT_ROLE, "contact_ids", "emails"),
            lambda words: "converted date" not in words and "lead id" not in words,
        ),
    ),
    (
        CrmObject.LEAD,
        _all(
            _has("lead id", "converted date", "converted opportunity id", "lead owner", "is converted", "lead status"),
            # one system calls a status of its contacts so
            lambda words: not words & {"contact id", "record id", "contact owner", "lifecycle stage", "lifecyclestage"},
        ),
    ),
    (
        CrmObject.CONTACT,
        _either(
            _has("contact id", "record id", "email", "e mail", "email address", "lifecycle stage", "contact owner"),
            _has("correo electronico", "adresse e mail", "e mail adresse"),
        ),
    ),
)  # fmt: skip
