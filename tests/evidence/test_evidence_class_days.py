"""The class of a record at its delivery and on days after it, each computed for its date."""

from datetime import date, timedelta
from random import Random
from typing import Any

import pytest

MARA = "mara.lindqvist@northwell.example"
DELIVERED = date(2026, 3, 5)
KINDS = ("demo_request", "ask_no", "pricing_page", "product_page", "unsubscribe", "hard_bounce")
LATER = DELIVERED + timedelta(days=200)


def said(kind: str, after: int, *, known_after: int | None = None, **changes: object) -> dict[str, object]:
    return {
        "evidence_id": f"{kind}-{after}", "email": MARA, "kind": kind, "actor": "person", "source": "first",
        "occurred_on": DELIVERED + timedelta(days=after),
        "observed_on": DELIVERED + timedelta(days=after if known_after is None else known_after),
        "category": "unmapped", **changes,
    }  # fmt: skip


def over_time(delivered: Any, as_of: date = LATER, line: int = 2) -> list[str | None]:
    rows = delivered.classified(as_of).class_days.to_pylist()
    row = next(row for row in rows if row["line"] == line)
    names = ("class_at_delivery", "class_day_30", "class_day_60", "class_day_90", "class_day_180", "class_now")
    return [row[name] for name in names]


def test_each_day_reads_what_had_happened_by_then(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("pricing_page", 25), said("demo_request", 50)]
    # The visit expired on day 53; the request makes a lead of day 60 and 90, lapses until day 230.
    assert over_time(delivered) == ["unproven", "signal", "lead", "lead", "signal", "signal"]


def test_a_day_does_not_know_what_was_written_down_later(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("demo_request", 20, known_after=70)]
    assert over_time(delivered)[:5] == ["unproven", "unproven", "unproven", "lead", "signal"]


def test_days_that_have_not_come_have_no_class(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("pricing_page", 25)]
    assert over_time(delivered, as_of=DELIVERED + timedelta(days=59)) == [
        "unproven", "signal", None, None, None, "unproven",
    ]  # fmt: skip


def test_who_became_unreachable_was_reachable_before(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("hard_bounce", 45, actor="system")]
    assert over_time(delivered) == ["unproven", "unproven", "excluded", "excluded", "excluded", "excluded"]


def test_who_turned_out_to_be_somebody_else_after_all_the_days_was_not_so_on_them(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("wrong_person", 190, actor="rep")]
    assert over_time(delivered) == ["unproven"] * 5 + ["excluded"]


def test_a_number_found_wrong_takes_the_last_way_to_reach_somebody_from_that_day_on(delivered: Any) -> None:
    delivered.record(facts={"email_status": "unusable", "phone_e164": "+442079460011", "phone_status": "ok"})
    wrong = {"delivery": "corvane-1", "line": 2, "code": "wrong_number", "kind": "wrong_number"}
    delivered.told = [wrong | {"told_on": DELIVERED + timedelta(days=20), "known_on": DELIVERED + timedelta(days=40)}]
    assert over_time(delivered) == ["unproven", "unproven", "excluded", "excluded", "excluded", "excluded"]


def test_a_record_nothing_is_known_of_is_the_same_on_every_day(delivered: Any) -> None:
    delivered.record(facts={"is_test": True})
    assert over_time(delivered) == ["excluded"] * 6


def test_a_doubtful_employer_counts_from_the_day_it_is_doubtful(delivered: Any) -> None:
    delivered.record()
    # An address that bounced before the person asked: the employer is doubtful once the request is over 30 days old.
    delivered.imported = [
        said("hard_bounce", 5, actor="system"), said("mail_delivered", 6, email="nobody@northwell.example"),
        said("demo_request", 10),
    ]  # fmt: skip
    delivered.facts[0] |= {"phone_e164": "+442079460011", "phone_status": "ok"}
    assert over_time(delivered)[:4] == ["unproven", "lead", "signal", "signal"]


@pytest.mark.parametrize("seed", [3, 14])
def test_a_class_of_a_day_is_the_class_that_was_computed_on_that_day(deliver_anew: Any, seed: int) -> None:
    dice, house = Random(seed), deliver_anew()  # noqa: S311 - the same records again, no secret
    for number in range(60):
        email = f"person{number}@northwell.example"
        house.record(line=2 + number, facts={"email_norm": email})
        for again in range(dice.randint(0, 4)):
            known_late = {"known_after": after + 25} if (after := dice.randint(-20, 170)) % 5 == 0 else {}
            house.imported.append(
                said(dice.choice(KINDS), after, email=email, evidence_id=f"{number}-{again}", **known_late)
            )
    then = {row["line"]: row for row in house.classified(LATER).class_days.to_pylist()}
    for after in (30, 90):
        on_that_day = house.classes(DELIVERED + timedelta(days=after)).to_pylist()
        assert {row["line"]: row["class"] for row in on_that_day} == {
            line: row[f"class_day_{after}"] for line, row in then.items()
        }, f"day {after}"
    assert len({row["class_day_90"] for row in then.values()}) >= len(KINDS) // 2


def test_what_was_returned_was_not_returned_before_it_was_settled(delivered: Any) -> None:
    delivered.record()
    delivered.imported = [said("pricing_page", 25)]
    delivered.returned = [{"delivery": "corvane-1", "line": 2, "settled_on": DELIVERED + timedelta(days=70)}]
    assert over_time(delivered) == ["unproven", "signal", "unproven", "excluded", "excluded", "excluded"]
