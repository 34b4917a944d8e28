"""Whole columns of cases say what each case says on its own."""

import itertools
from typing import Any

import pyarrow as pa
import pytest

from leadaudit.evidence.freshness import FreshnessCase, judge_case, judged_columns
from leadaudit.evidence.freshness_columns import plain_cases
from leadaudit.policy import default_policy, read_policy
from leadaudit.vocabulary import JobFunction, Seniority

RULES = default_policy().freshness
HEARD = ["", "hard_bounce@200", "other_vendor_diff_title@10,crm_newer_diff_employer@300"]


def keys() -> list[str]:
    jobs = itertools.cycle(itertools.product(Seniority, JobFunction))
    days = itertools.product(
        ["0", "30", "180", "181", "400", "1500"],
        ["", "0", "170", "390"],
        ["180", "30", "500"],
        ["", "domain_match", "domain_mismatch"],
        ["employer,title", "employer", "title", "", "employer,title,stated", "title,stated"],
        HEARD,
        ["", "900"],
    )
    return ["|".join((*next(jobs), *parts)) for parts in days]


def one_by_one(key: str, rules: Any) -> dict[str, Any]:
    judged = judge_case(FreshnessCase.from_key(key), rules)
    low_high = {"employer": judged.employer_range, "title": judged.title_range}
    return {
        "p_employer": judged.p_employer,
        "p_title": judged.p_title,
        "employer_label": judged.employer_label.value,
        "title_label": judged.title_label.value,
        **{f"p_{what}_low": None if ends is None else ends[0] for what, ends in low_high.items()},
        **{f"p_{what}_high": None if ends is None else ends[1] for what, ends in low_high.items()},
    }


ONE_GROUP = read_policy(
    'name = "o"\nversion = "1"\n[freshness.groups]\ndomain = ["domain_mismatch", "domain_match", "vendor_verified"]\n'
    "verification = []\n",
    where="p",
).freshness


@pytest.mark.parametrize("rules", [RULES, ONE_GROUP], ids=["shipped", "one group"])
def test_a_column_of_cases_is_judged_as_each_case_is(rules: Any) -> None:
    every = keys()
    assert len(every) > 7_000
    found = pa.table(judged_columns(pa.array(every), rules)).to_pylist()
    for key, row in zip(every, found, strict=True):
        assert row == pytest.approx(one_by_one(key, rules), abs=1e-12), key


def test_what_speaks_besides_the_row_is_judged_one_by_one() -> None:
    plain = plain_cases(pa.array(["director|sales|200||180||employer,title||", "director|sales|200||180||||5"]), RULES)
    assert plain.is_plain.tolist() == [True, False]


def test_no_cases_are_no_trouble() -> None:
    assert judged_columns(pa.array([], pa.string()), RULES)["p_employer"].to_pylist() == []


def test_another_model_has_no_plain_cases() -> None:
    table = RULES.model_copy(update={"model": "bls_table"})
    found = judged_columns(pa.array(["director|sales|731||180||employer,title||"]), table)
    assert found["p_employer"].to_pylist() == pytest.approx(
        [one_by_one("director|sales|731||180||employer,title||", table)["p_employer"]]
    )
