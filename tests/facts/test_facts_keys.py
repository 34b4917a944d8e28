import hashlib
from collections.abc import Mapping

import pyarrow as pa

from leadaudit.facts.keys import keys
from leadaudit.tables import FACTS

OK = {"delivery": "d", "line": 2, "email_status": "ok", "name_status": "ok"}
FLAGS = {"email_is_role": False, "email_is_free": False, "email_is_disposable": False}


def held(facts: Mapping[str, object], vendor: str | None = "acme", **records: str) -> dict[str, int]:
    """The keys of one record, by rule."""
    asked = pa.table(
        {"delivery": ["d"], "line": pa.array([2], pa.int32()), **{name: [v] for name, v in records.items()}}
    )
    found = keys(facts=FACTS.build([{**OK, **FLAGS, **facts}]), records=asked, vendor=vendor)
    return {row["rule"]: row["hash64"] for row in found.to_pylist()}


def hash64(text: str) -> int:
    return int.from_bytes(hashlib.md5(text.encode(), usedforsecurity=False).digest()[8:], "little")


def test_a_key_is_the_last_half_of_the_md5_of_rule_and_text() -> None:
    anna = {
        "email_norm": "anna@mail.acme.example",
        "email_domain": "mail.acme.example",
        "phone_e164": "+12025550143",
        "first_key": "anna",
        "last_key": "meier",
        "profile_key": "linkedin.com/in/anna",
    }
    assert held(anna, crm_lead_id="00Q", vendor_record_id="7") == {
        "crm_id": hash64("crm_id:00Q"),
        "email": hash64("email:anna@mail.acme.example"),
        "name_and_domain": hash64("name_and_domain:anna meier acme.example"),
        "phone": hash64("phone:+12025550143"),
        "phone_and_last_name": hash64("phone_and_last_name:+12025550143 meier"),
        "profile_url": hash64("profile_url:linkedin.com/in/anna"),
        "vendor_record_id": hash64("vendor_record_id:acme 7"),
    }


def test_a_record_that_says_nothing_has_no_key() -> None:
    assert held({}) == {}


def test_a_contact_id_wins_over_a_lead_id_and_without_a_vendor_its_record_id_is_no_key() -> None:
    assert held({}, None, crm_contact_id="003", crm_lead_id="00Q", vendor_record_id="7") == {
        "crm_id": hash64("crm_id:003")
    }


def test_a_free_or_disposable_address_names_no_employer_but_the_website_does() -> None:
    named = {"first_key": "anna", "last_key": "meier", "email_norm": "a@mail.example", "email_domain": "mail.example"}
    for flag in ("email_is_free", "email_is_disposable"):
        assert "name_and_domain" not in held(named | {flag: True})
        assert held(named | {flag: True, "website_domain": "acme.example"})["name_and_domain"] == hash64(
            "name_and_domain:anna meier acme.example"
        )


def test_a_page_on_a_public_site_is_no_employer() -> None:
    assert held({"first_key": "anna", "last_key": "meier", "website_domain": "linkedin.com"}) == {}


def test_an_unusable_address_or_name_is_no_key() -> None:
    assert held({"email_norm": "test@test.example", "email_status": "unusable"}) == {}
    test_entry = {"first_key": "test", "last_key": "test", "name_status": "unusable", "phone_e164": "+12025550143"}
    assert set(held(test_entry)) == {"phone"}


def test_keys_are_ordered_by_record_and_rule() -> None:
    rows = [
        OK | FLAGS | {"line": line, "email_norm": "a@acme.example", "phone_e164": "+12025550143"} for line in (30, 4)
    ]
    asked = pa.table({"delivery": ["d", "d"], "line": pa.array([30, 4], pa.int32())})
    found = keys(facts=FACTS.build(rows), records=asked, vendor=None)
    assert found.select(["line", "rule"]).to_pylist() == [
        {"line": 4, "rule": "email"},
        {"line": 4, "rule": "phone"},
        {"line": 30, "rule": "email"},
        {"line": 30, "rule": "phone"},
    ]


def test_a_mailbox_with_a_tag_is_the_mailbox_without_it() -> None:
    plain = hash64("email:jane@acme.example")
    for local in ("jane", "jane+news", "jane+a+b", "jane+"):
        assert held({"email_norm": f"{local}@acme.example", "email_domain": "acme.example"})["email"] == plain
    for local in ("+jane", "jan", "jane.news"):
        assert held({"email_norm": f"{local}@acme.example", "email_domain": "acme.example"})["email"] != plain
