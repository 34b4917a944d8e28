"""What a file is an export of, read from its headers together: "Record ID" is a contact's, an account's or a deal's."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leadaudit.intake.header_words import HeaderWords, fold

# What the rows of an export can be.
OBJECTS: Final = frozenset({"deal", "account", "company", "campaign", "member", "webinar"})
# What a list of companies says of them.
OF_COMPANIES: Final = frozenset(
    {"company", "website", "domain", "industry", "industry_code", "employees", "revenue", "growth", "register_id", "hq"}
)
_MANY: Final = 4
# Words by which a Spanish file is known: what "Área" means hangs on the language.
SPANISH: Final = frozenset(
    {
        *("empresa", "apellidos", "apellido", "nombre", "cargo", "puesto", "telefono", "correo", "ciudad", "pais"),
        *("provincia", "movil", "celular", "estado", "municipio", "fecha", "actividad", "empleados"),
    }
)
# What only somebody who sells leads writes beside a person.
DELIVERED: Final = frozenset({"asset", "download", "consent_wording", "price", "delivered", "statement", "certificate"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What the headers say together.

    Args:
        tags: What holds of the layout; the rules of header_rules.toml ask for them as ``@tag``.
        prefixes: Words that merely start many headers, as a system marks its own columns.
        objects: Meanings that start most headers, as in "Deal - Title", "Deal - Owner": they name the object.
        repeated: Prefixes of columns that stand beside the same columns without it, as a checking tool adds its own.
        topical: Words in no list that stand beside "topic" or "intent": who sells the topics scores them too.
    """

    tags: frozenset[str]
    prefixes: frozenset[str]
    objects: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    topical: frozenset[str] = frozenset()


def read_layout(headers: Sequence[HeaderWords]) -> Layout:
    """What a file is an export of.

    Args:
        headers: Every header of the file, read.
    """
    said = Counter(meaning for header in headers for meaning in header.meanings)
    tags = _name_tags(headers)
    speaks_of = {next(iter(header.meanings)) for header in headers if len(header.meanings) == 1}
    is_person = bool(tags & {"has_one_name"} or speaks_of & {"job_title", "title"})
    # One address in a list of companies is where to write to them.
    is_person |= "email" in speaks_of and ("name" in speaks_of or len(speaks_of & OF_COMPANIES) < _MANY)
    is_deal = (
        not said["converted"]
        and not tags & {"has_first", "has_last"}
        # A person's deals may be told beside the person; an export of deals names them.
        and not (is_person and {"email", "phone"} <= speaks_of and "has_deal_name" not in tags)
        and (
            sum(said[one] for one in ("deal", "stage", "amount", "est_revenue", "close_date", "expected_close")) > 2
            or said["deal"] > 1
            or bool(said["deal"] and said["stage"] and not is_person)
        )
    )
    is_event = sum(min(said[one], 1) for one in ("attended", "joined", "approval", "minutes")) > 1 and is_person
    is_event |= is_person and sum("attendee" in header.qualifiers for header in headers) > 2
    is_form = said["ad"] > 0 or any({"form", "id"} <= header.meanings for header in headers)
    is_intent = not is_person and not is_deal and said["intent"] + said["topic"] + said["buying_stage"] > 0
    if is_deal:
        tags.add("deal")
    elif is_person:
        tags.add("person")
    elif said["company"] + said["account"] + said["domain"] and not is_intent and not is_form:
        tags.add("account")
    tags |= {tag for tag, holds in (("event", is_event), ("form", is_form), ("intent", is_intent)) if holds}
    if (said["member"] and said["campaign"] + said["member"] > 1) or (said["membership"] and said["campaign"]):
        tags.add("member")
    tags |= _crm_tags(headers, said, tags)
    if said["mailbox_check"] and said["mailbox_check"] + said["verification"] + said["result"] > 1:
        tags.add("checked")
    if "person" in tags and "crm" not in tags and DELIVERED & said.keys():
        tags.add("delivered")
    prefixes = _prefixes(headers)
    return Layout(
        tags=frozenset(tags),
        prefixes=prefixes,
        objects=_objects(headers),
        repeated=_repeated(headers, prefixes),
        topical=frozenset(
            word for header in headers if header.meanings & {"topic", "intent"} for word in header.unknown
        ),
    )


def _objects(headers: Sequence[HeaderWords]) -> frozenset[str]:
    starts = Counter(header.in_order[0] for header in headers if len(header.in_order) > 1)
    return frozenset(one for one, count in starts.items() if one in OBJECTS and count > 3 and count * 2 > len(headers))


def _repeated(headers: Sequence[HeaderWords], prefixes: frozenset[str]) -> frozenset[str]:
    plain = {header.meanings for header in headers if header.meanings and not header.unknown}
    with_prefix = Counter(
        header.unknown[0]
        for header in headers
        if header.unknown[:1] and header.unknown[0] in prefixes
        if header.meanings in plain
    )
    return frozenset(prefix for prefix, count in with_prefix.items() if count > 1)


def _name_tags(headers: Sequence[HeaderWords]) -> set[str]:
    alone = {next(iter(header.meanings)) for header in headers if len(header.meanings) == 1}
    said = frozenset().union(*(header.meanings for header in headers)) if headers else frozenset()
    found = {
        "has_first": bool(alone & {"first_name", "first"}),
        "has_last": bool(alone & {"last_name", "last"}),
        "has_one_name": bool(alone & {"first_name", "last_name", "full_name"}),
        "has_mobile": "mobile" in alone,
        "has_email": any(header.meanings == {"email"} and not header.unknown for header in headers),
        "has_phone": any(header.meanings & {"phone", "mobile"} and not header.unknown for header in headers),
        "has_company": any(
            header.meanings & {"company", "account"} and header.meanings <= {"company", "account", "name"}
            for header in headers
            if not header.unknown
        ),
        "spanish": len(SPANISH.intersection(word for header in headers for word in fold(header.text).lower().split()))
        > 1,
        "has_question": "question" in said,
        "has_department": bool(alone & {"function", "department"}),
        "has_job_title": bool(alone & {"job_title", "title"}),
        "has_position": "job_title" in alone,
        "has_consent": "consent" in said,
        "has_statement": bool(said & {"statement", "statement_answer", "said"}),
        "has_deal_name": any({"deal", "name"} <= header.meanings for header in headers),
        "has_lead_status": any(
            header.meanings == {"status"} and header.qualifiers & {"lead", "contact", "person"} for header in headers
        ),
    }
    return {tag for tag, holds in found.items() if holds}


def _crm_tags(headers: Sequence[HeaderWords], said: Counter[str], tags: set[str]) -> set[str]:
    owned_by = {
        qualifier
        for header in headers
        if header.meanings & {"crm_owner", "id", "converted"}
        for qualifier in (header.qualifiers if not header.unknown else ())
    }
    has_crm_ids = any(
        "crm" in header.qualifiers and not header.meanings & {"crm_owner", "campaign", "source"} for header in headers
    )
    is_asked = any(header.is_question for header in headers) or "event" in tags
    written_by_system = bool(said["created"] and (said["updated"] or said["by"])) and not is_asked
    identified = {one for header in headers if "id" in header.meanings for one in header.qualifiers}
    is_crm = "form" not in tags and bool(
        {"lead", "contact"} <= identified
        or said["crm_owner"]
        or said["lifecycle"]
        or said["converted"]
        or written_by_system
        or "deal" in tags
    )
    found = {"crm_ids"} if has_crm_ids else set()
    if not is_crm:
        return found
    is_lead = said["converted"] > 0 or ("lead" in owned_by and "contact" not in owned_by)
    if tags & {"deal", "account"}:
        return found | {"crm"}
    return found | {"crm", "lead" if is_lead else "contact"}


def _prefixes(headers: Sequence[HeaderWords]) -> frozenset[str]:
    """Words in no list that start many headers or end them, as in "Prénom zuarin", "Mobile zuarin"."""
    starts: Counter[str] = Counter()
    ends: Counter[str] = Counter()
    for header in headers:
        if header.unknown and header.text.lower().startswith(header.unknown[0]):
            starts[header.unknown[0]] += 1
        elif header.unknown and fold(header.text).lower().endswith(header.unknown[-1]):
            ends[header.unknown[-1]] += 1
    # A word of a tool's own may end three headers; what ends four or more is what the columns are about.
    found = [word for word, count in starts.items() if count > 2 and count * 7 >= len(headers)]
    return frozenset(found + [word for word, count in ends.items() if count > 3 and count * 4 >= len(headers)])
