"""Which pairs are looked at when there are very many, and which are learnt from."""

import numpy as np
import pytest

from leadaudit.identity.pairs import blocking
from leadaudit.identity.pairs.arriving import block_keys
from leadaudit.identity.pairs.blocking import Candidates, candidates, sample
from leadaudit.identity.pairs.coded import coded
from leadaudit.identity.pairs.levels import COMPARISONS
from leadaudit.identity.pairs.meeting import lines_sharing, meet
from leadaudit.identity.pairs.rules import BY_NAME, FAMILIES, RULES
from tests.identity.pairs_house import Said, table

ONE = {"first": "claire", "last": "abernathy", "company": "acme", "phone": "12025550101"}


def looked_at(*records: Said) -> set[tuple[int, int]]:
    found, _ = candidates(coded(table(records)))
    return set(zip(found.left.tolist(), found.right.tolist(), strict=True))


def test_every_rule_belongs_to_a_family_and_leans_on_comparisons() -> None:
    assert {rule for family in FAMILIES for rule in family} == set(RULES) - {"everybody"}
    assert {name for rule in BY_NAME.values() for name in rule.leans_on} <= set(COMPARISONS)


def test_among_very_many_pairs_those_without_anything_alike_are_set_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    only_last = {"first": "omar", "last": "abernathy"}
    nobody = {"first": "wei", "last": "chen", "company": "globex"}
    assert looked_at(ONE, only_last, nobody) == {(0, 1), (0, 2), (1, 2)}
    monkeypatch.setattr(blocking, "PLENTY_OF_PAIRS", 0)
    assert looked_at(ONE, only_last, nobody) == set()
    assert looked_at(ONE, {"first": "clair", "last": "abernathi"}) == {(0, 1)}
    assert looked_at(ONE, {"first": "abernathy", "last": "claire"}) == {(0, 1)}
    assert looked_at(ONE, {"first": "omar", "last": "haddad", "company": "acme", "phone": "12025550101"}) == {(0, 1)}
    assert looked_at(ONE, {"last": "abernathy"}) == {(0, 1)}


def test_a_sample_stands_for_all_pairs_and_keeps_what_many_rules_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocking, "_ENOUGH_OF", ((1, 1, 10),))
    rules = np.array([1] * 100 + [0b111] * 7, np.int64)
    places = np.arange(107, dtype=np.int32)
    found = Candidates(left=places, right=places, rules=rules, stands_for=np.ones(107))
    drawn = sample(found)
    assert len(drawn) == 17
    assert drawn.stands_for.sum() == pytest.approx(107)
    assert (sample(found).left == drawn.left).all()
    assert (drawn.rules == 0b111).sum() == 7


def test_a_value_that_many_of_the_other_input_hold_tells_as_little_of_one_record_as_of_many() -> None:
    # Thirty of them and one of ours make 31 holders, more than a last name may have; twenty make 21.
    def brought(count: int) -> int:
        others = [{"last": "abernathy", "first": f"x{chr(97 + number)}y"} for number in range(count)]
        met = meet(block_keys(table([ONE])), block_keys(table(others, delivery="b1")))
        rule = RULES.index("last")
        return int(((met.rules >> rule) & 1).sum())

    assert (brought(20), brought(30)) == (20, 0)


def test_lines_that_share_a_key_are_found_however_many_they_are() -> None:
    own, other = block_keys(table([ONE])), block_keys(table([ONE] * 40, delivery="b1"))
    assert len(lines_sharing(own, other, "phone")) == 40
    assert len(lines_sharing(own, block_keys(table([{"last": "chen"}])), "phone")) == 0
