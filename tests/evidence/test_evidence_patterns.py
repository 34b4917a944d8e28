"""What a whole delivery looks like where its records were made up."""

from datetime import UTC, datetime, timedelta
from random import Random

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.evidence.patterns import Pattern, pattern_sentence, patterns_of
from leadaudit.policy import default_policy

START = datetime(2026, 3, 1, 8, tzinfo=UTC)
DELIVERY = "corvane-1"


def looked_at(
    times: list[datetime] | None = None,
    ips: list[str] | None = None,
    answers: list[str] | None = None,
    mailed: dict[int, str] | None = None,
    records: int = 60,
) -> dict[str, Pattern]:
    keys = [{"delivery": DELIVERY, "line": line} for line in range(2, 2 + records)]
    facts = [
        {**key, "email_norm": f"p{number}@x.example", "captured_at": times[number] if times else None}
        for number, key in enumerate(keys)
    ]
    schema = pa.schema([("delivery", tables.TEXT), ("line", tables.LINE), ("consent_ip", tables.TEXT)])
    texts = [{**key, "consent_ip": ips[number] if ips else None} for number, key in enumerate(keys)]
    asked = [
        {**key, "column_no": 9, "question": "When?", "answer": answer}
        for key, answer in zip(keys, answers or [], strict=False)
    ]
    evidence: list[dict[str, object]] = [
        {"evidence_id": f"{number}", "email": f"p{number}@x.example", "kind": kind}
        for number, kind in (mailed or {}).items()
    ]
    found = patterns_of(
        {
            "facts": tables.FACTS.build(facts),
            "records": pa.Table.from_pylist(texts, schema=schema),
            "answers": tables.ANSWERS.build(asked),
            "evidence": tables.EVIDENCE.build(evidence),
        },
        policy=default_policy(),
    )
    return {pattern.id: pattern for pattern in found[DELIVERY]}


def flagged(found: dict[str, Pattern]) -> set[str]:
    return {id_ for id_, pattern in found.items() if pattern.is_flagged}


def by_chance(records: int = 60) -> list[datetime]:
    dice, at, times = Random(5), START, []  # noqa: S311 - the same times again
    for _ in range(records):
        at += timedelta(seconds=round(dice.expovariate(1 / 3000)))
        times.append(at)
    return times


def test_people_who_come_by_chance_are_not_flagged() -> None:
    ips = [f"203.0.{number}.7" for number in range(60)]
    answers = ["this year", "next year", "no plans"] * 20
    mailed = dict.fromkeys(range(60), "mail_delivered") | {3: "hard_bounce"}
    found = looked_at(by_chance(), ips, answers, mailed)
    assert flagged(found) == set()
    assert all(pattern.is_flagged is False for pattern in found.values())
    assert pattern_sentence(tuple(found.values())) == "6 of 6 patterns could be looked at, and none of them stands out."


def test_one_second_a_burst_and_even_gaps_are_told_apart() -> None:
    half = [START] * 20 + [START + timedelta(hours=number * number) for number in range(40)]
    assert flagged(looked_at(half)) == {"pattern.one-second", "pattern.burst"}
    minute = [START + timedelta(seconds=number) for number in range(20)] + [
        START + timedelta(hours=number * number) for number in range(1, 41)
    ]
    assert flagged(looked_at(minute)) == {"pattern.burst"}
    even = [START + timedelta(minutes=7 * number) for number in range(60)]
    assert flagged(looked_at(even)) == {"pattern.even-times"}


@pytest.mark.parametrize(("from_one", "expected"), [(12, {"pattern.one-block"}), (11, set())])
def test_a_fifth_from_one_block_is_flagged(from_one: int, expected: set[str]) -> None:
    ips = [f"198.51.100.{number}" for number in range(from_one)] + [
        f"203.0.{number}.1" for number in range(60 - from_one)
    ]
    found = looked_at(ips=ips)
    assert flagged(found) == expected
    assert found["pattern.one-block"].figures == f"{from_one} of 60 ({from_one / 60:.0%}) from 198.51.100"


@pytest.mark.parametrize(("alike", "expected"), [(57, {"pattern.one-answer"}), (56, set())])
def test_nineteen_in_twenty_the_same_answer_is_flagged(alike: int, expected: set[str]) -> None:
    found = looked_at(answers=["This year"] * alike + [f"other {number}" for number in range(60 - alike)])
    assert flagged(found) == expected
    assert found["pattern.one-answer"].figures == f"{alike} of 60 ({alike / 60:.0%}) answer 'this year' to 'When?'"


def test_silence_needs_fifty_mailed_without_a_bounce_or_a_reply() -> None:
    everybody = dict.fromkeys(range(50), "mail_delivered")
    assert flagged(looked_at(mailed=everybody)) == {"pattern.silence"}
    assert flagged(looked_at(mailed=everybody | {4: "reply_neutral"})) == set()
    assert flagged(looked_at(mailed=everybody | {4: "hard_bounce"})) == set()
    assert flagged(looked_at(mailed=dict.fromkeys(range(49), "mail_delivered"))) == set()


def test_what_cannot_be_looked_at_says_so() -> None:
    found = looked_at()
    assert {pattern.is_flagged for pattern in found.values()} == {None}
    assert pattern_sentence(tuple(found.values())).startswith("Nothing here tells made-up records")


def test_a_few_records_may_look_like_anything() -> None:
    assert flagged(looked_at([START] * 10, records=10)) == set()
