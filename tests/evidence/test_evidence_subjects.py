"""Whom imported evidence is about."""

from datetime import date
from typing import Any

import pytest

MARA = "mara.lindqvist@northwell.example"


def said(evidence_id: str, **subject: object) -> dict[str, object]:
    on = date(2026, 3, 6)
    return {
        "evidence_id": evidence_id, "kind": "ask_yes", "actor": "person", "source": "first", "occurred_on": on,
        "observed_on": on, "category": "unmapped", **subject,
    }  # fmt: skip


def found(delivered: Any) -> dict[str, tuple[str | None, str | None, str]]:
    rows = delivered.subjects().to_pylist()
    return {row["evidence_id"]: (row["person"], row["named_by"], row["state"]) for row in rows}


@pytest.mark.parametrize(
    ("subject", "named_by"),
    [
        ({"email": MARA}, "email"),
        ({"phone": "+442079460011"}, "phone"),
        ({"crm_id": "003A"}, "crm_id"),
        ({"delivery": "corvane-1", "line": 2}, "record"),
    ],
)
def test_each_key_leads_to_the_person(delivered: Any, subject: dict[str, object], named_by: str) -> None:
    delivered.record(person="mara", facts={"phone_e164": "+442079460011"})
    delivered.contact("mara", contact_id="003A")
    delivered.imported = [said("a", **subject)]
    assert found(delivered) == {"a": ("mara", named_by, "linked")}


def test_an_address_only_the_crm_knows_leads_to_the_person_as_well(delivered: Any) -> None:
    delivered.record(person="mara")
    delivered.contact("mara", facts={"email_norm": "mara@old.example"})
    delivered.imported = [said("a", email="mara@old.example")]
    assert found(delivered)["a"] == ("mara", "email", "linked")
    assert delivered.class_of(as_of=date(2026, 3, 7))["class"] == "lead"


def test_evidence_of_people_who_are_not_here_is_kept_and_linked_when_they_arrive(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("a", email="ben@castle.example"), said("b", delivery="corvane-2", line=9)]
    assert found(delivered) == {"a": (None, None, "nobody_here"), "b": (None, None, "nobody_here")}
    delivered.record(line=3, facts={"email_norm": "ben@castle.example"})
    assert found(delivered)["a"] == ("corvane-1:3", "email", "linked")
    assert delivered.class_of(line=3, as_of=date(2026, 3, 7))["class"] == "lead"
    assert delivered.class_of(line=2, as_of=date(2026, 3, 7))["class"] == "unproven"


def test_a_key_of_several_people_is_about_nobody_and_a_further_key_may_tell(delivered: Any) -> None:
    switchboard = {"phone_e164": "+442079460000"}
    delivered.record(line=2, person="mara", facts=switchboard)
    delivered.record(line=3, person="ben", facts={**switchboard, "email_norm": "ben@castle.example"})
    delivered.imported = [
        said("a", phone="+442079460000"), said("b", phone="+442079460000", email="ben@castle.example"),
    ]  # fmt: skip
    assert found(delivered) == {"a": (None, None, "shared"), "b": ("ben", "email", "linked")}


def test_the_id_of_the_crm_outranks_an_address(delivered: Any) -> None:
    delivered.record(line=2, person="mara")
    delivered.record(line=3, person="ben", facts={"email_norm": "ben@castle.example"})
    delivered.contact("ben", contact_id="003B", facts={"email_norm": None})
    delivered.imported = [said("a", crm_id="003B", email=MARA)]
    assert found(delivered)["a"] == ("ben", "crm_id", "linked")


def test_what_a_company_did_is_about_no_person(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [{**said("a", account="northwell.example"), "kind": "account_topic_surge", "source": "third"}]
    assert found(delivered) == {"a": (None, None, "account")}
    assert delivered.class_of(as_of=date(2026, 3, 7))["class"] == "unproven"


def test_a_denial_that_names_a_vendor_excludes_that_vendors_records_alone(delivered: Any) -> None:
    delivered.record(delivery="corvane-1", person="mara")
    delivered.record(delivery="osprelle-1", person="mara")
    denial = {**said("a", email=MARA), "kind": "denied_engagement"}
    as_of = date(2026, 3, 7)
    delivered.imported = [{**denial, "named_vendor": "osprelle"}]
    reasons = [delivered.class_of(delivery=of, as_of=as_of)["excluded_reason"] for of in ("corvane-1", "osprelle-1")]
    assert reasons == [None, "denied_engagement"]
    delivered.imported = [denial]
    reasons = [delivered.class_of(delivery=of, as_of=as_of)["excluded_reason"] for of in ("corvane-1", "osprelle-1")]
    assert reasons == ["denied_engagement", "denied_engagement"]
