"""Whether somebody can be reached, by what bounced, was checked or was answered."""

from datetime import date
from typing import Any

import pytest

MARA = "mara.lindqvist@northwell.example"
AS_OF = date(2026, 4, 1)
PHONE = {"phone_e164": "+442079460011", "phone_status": "ok"}


def told(kind: str, day: int, **changes: object) -> dict[str, object]:
    on = date(2026, 3, day)
    return {
        "evidence_id": f"{kind}-{day}", "email": MARA, "kind": kind, "actor": "system", "source": "first",
        "occurred_on": on, "observed_on": on, **changes,
    }  # fmt: skip


def reason(delivered: Any, as_of: date = AS_OF, **where: Any) -> object:
    return delivered.class_of(as_of=as_of, **where)["excluded_reason"]


@pytest.mark.parametrize("kind", ["hard_bounce", "address_invalid", "address_spamtrap"])
def test_nobody_is_reached_whose_mailbox_is_gone_and_who_gives_no_number(delivered: Any, kind: str) -> None:
    delivered.record()
    assert reason(delivered) is None
    delivered.imported = [told(kind, 10)]
    assert reason(delivered) == "unreachable"
    assert reason(delivered, as_of=date(2026, 3, 9)) is None


@pytest.mark.parametrize("kind", ["soft_bounce", "address_unknown", "address_catch_all", "address_abuse"])
def test_what_does_not_say_that_the_mailbox_is_gone_excludes_nobody(delivered: Any, kind: str) -> None:
    delivered.record()
    delivered.imported = [told(kind, 10)]
    assert reason(delivered) is None


def test_a_number_that_works_is_a_channel(delivered: Any) -> None:
    delivered.record(facts=PHONE)
    delivered.imported = [told("hard_bounce", 10)]
    assert reason(delivered) is None


def test_the_newest_word_on_a_mailbox_stands_and_of_one_day_the_bounce(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [told("hard_bounce", 10), told("mail_delivered", 11)]
    assert reason(delivered) is None
    delivered.imported = [told("hard_bounce", 10), told("mail_delivered", 9)]
    assert reason(delivered) == "unreachable"
    delivered.imported = [told("hard_bounce", 10), told("mail_delivered", 10)]
    assert reason(delivered) == "unreachable"


def test_a_bounce_without_a_day_supports_nothing(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [told("hard_bounce", 10, occurred_on=None)]
    assert reason(delivered) is None


def test_a_bounce_is_about_the_address_not_the_person(delivered: Any) -> None:
    delivered.record(delivery="corvane-1", person="mara")
    delivered.record(delivery="osprelle-1", person="mara", facts={"email_norm": "mara@other.example"})
    delivered.imported = [told("hard_bounce", 10)]
    assert reason(delivered, delivery="corvane-1") == "unreachable"
    assert reason(delivered, delivery="osprelle-1") is None


def test_a_wrong_person_is_unreachable_whatever_the_number(delivered: Any) -> None:
    delivered.record(facts=PHONE)
    delivered.imported = [told("wrong_person", 10)]
    assert reason(delivered) == "unreachable"


def test_an_address_that_complains_is_not_mailed_and_keeps_its_class(delivered: Any) -> None:
    delivered.record()
    before = delivered.class_of(as_of=AS_OF)
    delivered.imported = [told("address_do_not_mail", 10)]
    after = delivered.class_of(as_of=AS_OF)
    assert after["class"] == before["class"]
    assert after["may_market"] is False
