"""A vendor whose attested people deny is no longer taken at its word."""

from datetime import date
from typing import Any

import pytest

from leadaudit.evidence.attested import audit_attested, p_more_deny
from leadaudit.policy import read_policy

STATEMENT = {
    "statement_wording": "Would you like Fernhollow Systems to call you about pricing?",
    "statement_proof": "https://cert.example/1",
}
AS_OF = date(2026, 4, 1)


def deliver(delivered: Any, people: int) -> None:
    for line in range(2, 2 + people):
        delivered.record(
            line=line,
            facts={
                "email_norm": f"person{line}@northwell.example",
                "statement_answer": True,
                "statement_on": date(2026, 3, 1),
            },
            cells=STATEMENT,
        )


def told(kind: str, line: int) -> dict[str, object]:
    on = date(2026, 3, 20)
    return {
        "evidence_id": f"{kind}-{line}", "email": f"person{line}@northwell.example", "kind": kind, "actor": "person",
        "source": "first", "occurred_on": on, "observed_on": on, "category": "unmapped",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("denied", "contacted", "is_suspended"),
    [(0, 0, False), (0, 20, False), (1, 1, True), (1, 5, False), (2, 6, True), (2, 20, False), (6, 30, True)],
)
def test_suspension_asks_for_nine_in_ten_that_more_than_one_in_ten_deny(
    denied: int, contacted: int, is_suspended: bool
) -> None:
    assert (contacted > 0 and p_more_deny(denied, contacted, share=0.10) >= 0.90) is is_suspended


def test_statements_of_a_suspended_vendor_count_as_its_own_answers_now_and_not_before(delivered: Any) -> None:
    deliver(delivered, 5)
    before = delivered.class_of(line=6, as_of=AS_OF)
    assert (before["class"], before["attested"]) == ("lead", True)
    delivered.imported = [told("denied_engagement", 2), told("denied_engagement", 3), told("ask_no", 4)]
    after = delivered.class_of(line=6, as_of=AS_OF)
    assert (after["class"], after["attested"], after["tier"]) == ("signal", False, "med")
    assert after["first_attested_lead_on"] == before["first_attested_lead_on"]
    days = {row["line"]: row for row in delivered.classified(AS_OF).class_days.to_pylist()}
    assert (days[6]["class_at_delivery"], days[6]["class_now"]) == ("lead", "signal")


def test_somebody_may_lift_the_suspension(delivered: Any) -> None:
    deliver(delivered, 5)
    delivered.imported = [told("denied_engagement", 2), told("denied_engagement", 3)]
    assert delivered.class_of(line=6, as_of=AS_OF)["class"] == "signal"
    delivered.policy = read_policy(
        'name = "own"\nversion = "1"\n[classes.attested]\ntrusted_vendors = ["corvane"]', where="own.toml"
    )
    assert delivered.class_of(line=6, as_of=AS_OF)["class"] == "lead"


def test_denials_are_counted_among_the_people_we_spoke_to(delivered: Any) -> None:
    deliver(delivered, 5)
    delivered.imported = [
        told("denied_engagement", 2), told("ask_yes", 3), told("asked", 4) | {"actor": "rep"}, told("product_page", 5),
    ]  # fmt: skip
    [found] = audit_attested(
        flags=delivered.classes(AS_OF), evidence=delivered.evidence(), subjects=delivered.subjects(),
        policy=delivered.policy, as_of=AS_OF,
    )  # fmt: skip
    assert (found.vendor, found.attested, found.contacted, found.denied) == ("corvane", 5, 3, 1)
