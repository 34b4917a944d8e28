"""Which pairs somebody is asked about, in which order, and what is said of those that were not compared."""

from collections.abc import Sequence

import pyarrow as pa
import pytest

from leadaudit import tables
from leadaudit.answers.matching import (
    JOINED,
    RULE_WORDS,
    WAITING,
    compared_sentences,
    not_compared_rows,
    precision,
    questions,
)
from leadaudit.identity.pairs.arriving import BLOCKING
from leadaudit.identity.pairs.rules import RULES
from leadaudit.vocabulary import Judgement


def matches(*rows: tuple[int, int, float, str, str, str]) -> pa.Table:
    """Pairs within one delivery: line, other line, p, outcome, person, other person."""
    names = ("line", "other_line", "p", "outcome", "person", "other_person")
    return tables.MATCHES.build(
        [
            {"delivery": "d", "other_delivery": "d", "bits": 0.0, **dict(zip(names, row, strict=True))}
            for row in sorted(rows)
        ]
    )


WAIT = [(line, line + 100, 0.5 + line / 100, WAITING.value, f"p{line}", f"q{line}") for line in range(1, 30)]
SAME = [(line, line + 100, 0.99, JOINED.value, f"p{line}", f"p{line}") for line in range(30, 40)]
FOUND = {"matches": matches(*WAIT, *SAME)}


def lines(paths: dict[str, pa.Table], outcomes: Sequence[object], **asked: object) -> list[int]:
    found = questions(paths, outcomes, limit=99, **asked)  # type: ignore[arg-type]
    return [int(one.left.rpartition(":")[2]) for one in found.pairs]


def test_the_likeliest_come_first() -> None:
    assert lines(FOUND, (WAITING,), by_chance=False) == list(range(29, 0, -1))


def test_by_chance_the_order_tells_nothing_and_is_the_same_every_time() -> None:
    drawn = lines(FOUND, (WAITING,), by_chance=True)
    assert sorted(drawn) == list(range(1, 30))
    assert drawn not in (sorted(drawn), sorted(drawn, reverse=True))
    assert lines(FOUND, (WAITING,), by_chance=True) == drawn
    # The upper half of the scores is not in front.
    assert 4 <= sum(line > 15 for line in drawn[:14]) <= 10


def test_mixed_with_others_joined_pairs_come_in_the_order_they_are_drawn_in_alone() -> None:
    mixed = lines(FOUND, (WAITING, JOINED), by_chance=True)
    assert [line for line in mixed if line >= 30] == lines(FOUND, (JOINED,), by_chance=True)
    assert [line for line in mixed if line < 30] == lines(FOUND, (WAITING,), by_chance=True)


def test_what_was_decided_since_is_left_out_and_not_counted() -> None:
    skip = frozenset({("d:29", "d:129"), ("d:28", "d:128")})
    found = questions(FOUND, (WAITING,), by_chance=False, skip=skip)
    assert ([one.left for one in found.pairs], found.left) == (["d:27"], 27)
    assert questions(FOUND, (), by_chance=False).left == 0


def test_many_records_of_two_people_are_one_question() -> None:
    rows = [(1, 3, 0.6, WAITING.value, "p", "q"), (2, 3, 0.7, WAITING.value, "p", "q")]
    for by_chance in (True, False):
        found = questions({"matches": matches(*rows)}, (WAITING,), by_chance=by_chance)
        assert ([one.left for one in found.pairs], found.left) == (["d:2"], 1)


def test_how_right_joining_was_leaves_out_who_could_not_tell() -> None:
    found = precision([Judgement.SAME] * 19 + [Judgement.DIFFERENT, Judgement.CANNOT_TELL])
    assert found is not None
    right, told, interval = found
    # Jeffreys: Beta(19.5, 1.5), 5 % and 95 %.
    assert (right, told) == (19, 20)
    assert interval.low == pytest.approx(0.8204, abs=0.0001)
    assert interval.high == pytest.approx(0.9911, abs=0.0001)


def blocking(*rows: tuple[str, str, int, int, int, int | None, int]) -> dict[str, pa.Table]:
    names = ("other_delivery", "rule", "keys", "keys_skipped", "pairs_skipped", "line", "compared")
    made: list[dict[str, object]] = [{"delivery": "a", **dict(zip(names, row, strict=True))} for row in rows]
    return {"blocking": BLOCKING.build(made)}


def test_pairs_compared_count_once_for_every_two_inputs_and_what_was_left_out_is_named() -> None:
    paths = blocking(
        ("a", "email", 4, 0, 0, None, 1_000), ("a", "last", 9, 2, 70, 5, 1_000), ("b", "last", 9, 1, 30, 6, 500)
    )
    assert compared_sentences(paths, 0.983) == (
        "1,500 pairs of records that share a value were compared.",
        "100 pairs were not compared for one of their values, as too many records share it; most of them met by "
        "another one.",
        "Of all pairs that are one person an estimated 98 % share a value and so were compared, as far as the pairs "
        "that were found tell of those that were not.",
    )
    assert not_compared_rows(paths) == [("last name", "over 30 records", "3 of 18", "100", "a:5")]


def test_an_estimate_of_everything_is_not_taken_for_everything() -> None:
    assert "an estimated 99 % or more share" in compared_sentences(blocking(), 1.0)[2]
    assert "an estimated 99 % or more share" in compared_sentences(blocking(), 0.9999)[2]


def test_nothing_compared_is_said_plainly() -> None:
    assert compared_sentences(blocking(), None) == (
        "0 pairs of records that share a value were compared.",
        "No value was left out because too many records share it.",
        "Too few pairs are one person yet to estimate how many share no value at all.",
    )


def test_every_kind_of_value_that_brings_records_together_has_words() -> None:
    assert set(RULES) <= set(RULE_WORDS)
    assert not_compared_rows(blocking(("a", "gone_since", 9, 2, 70, 5, 100)))[0][:2] == ("gone since", "–")
