"""Ruling pairs out early leaves exactly those that comparing everything in full would leave."""

import numpy as np
import pyarrow as pa
import pytest

from leadaudit.identity.pairs.between import LEAST_BITS, candidacy, weights_from
from leadaudit.identity.pairs.blocking import Candidates
from leadaudit.identity.pairs.coded import Coded, coded
from leadaudit.identity.pairs.levels import COMPARISONS, compared
from leadaudit.identity.pairs.likely import likely_pairs
from leadaudit.identity.pairs.scoring import Evidence, weighed
from leadaudit.identity.pairs.shapes import shapes_of
from leadaudit.identity.pairs.weights import Weights, shares_of, shipped_weights
from leadaudit.similarity import letter_similarities, slips
from tests.identity.pairs_house import table

FIRSTS = ("robert", "bob", "roberta", "jon", "john", "zoë", "maria", "mario", "ada1", "ada2")
LASTS = ("abernathy", "abernaty", "garcia", "garcía", "solberg", "john", "o'brien", "stolberg")
COMPANIES = ("acme", "acme labs", "labs acme", "globex", "globexx", "studio 1", "studio 2")
TITLES = ("head of purchasing", "purchasing head", "buyer", "senior buyer")


def many(count: int) -> pa.Table:
    """Invented people with everything two records can differ in, drawn without dice."""
    random = np.random.default_rng(5)

    def one_of(values: tuple[str, ...], missing: float = 0.1) -> list[str | None]:
        drawn = random.integers(0, len(values), count)
        return [None if gone else values[at] for at, gone in zip(drawn, random.random(count) < missing, strict=True)]

    firsts, lasts, companies = one_of(FIRSTS), one_of(LASTS), one_of(COMPANIES)
    boxes = [f"{first}.{last}" for first, last in zip(firsts, lasts, strict=True)]
    numbers = random.integers(0, 30, count)
    said: list[dict[str, str | None]] = [
            {
                "first": first, "last": last, "company": company, "title": title, "phone": f"120255501{number:02}",
                "email": f"{box}{number % 3 or ''}@{(company or 'mail').replace(' ', '')}.example",
                "domain": f"{company.replace(' ', '')}.example" if company else None, "country": country,
                "city": city, "postcode": f"{10000 + number % 7}", "born": f"1980010{1 + number % 9}",
                "street": f"{number % 4} mill lane", "middle": middle, "gender": "f" if number % 2 else "m",
            }
            for first, last, company, title, number, box, country, city, middle in zip(
                firsts, lasts, companies, one_of(TITLES), numbers.tolist(), boxes, one_of(("US", "GB")),
                one_of(("leeds", "leds", "york")), one_of(("ann", "a", "kay"), 0.7), strict=True,
            )
            ]  # fmt: skip
    return table([{name: value for name, value in one.items() if value is not None} for one in said])


@pytest.fixture(scope="module")
def everybody() -> tuple[Coded, Candidates]:
    values = coded(many(260))
    left, right = (side.astype(np.int32) for side in np.triu_indices(values.count, 1))
    return values, Candidates(left=left, right=right, rules=np.ones(len(left), np.int64), stands_for=np.ones(len(left)))


def in_full(values: Coded, pairs: Candidates, weights: Weights) -> tuple[dict[str, np.ndarray], Evidence]:
    levels = compared(values, pairs.left, pairs.right)
    return levels, weighed(values, pairs.left, pairs.right, levels, weights, shares_of(values, weights))


@pytest.mark.parametrize("least", [LEAST_BITS, 3.0, -12.0])
def test_what_is_ruled_out_early_is_what_is_too_unlikely_in_full(
    everybody: tuple[Coded, Candidates], least: float
) -> None:
    values, pairs = everybody
    for weights in (shipped_weights(), weights_from(candidacy(many(200)), shipped_weights())):
        levels, evidence = in_full(values, pairs, weights)
        # Two names that clash need several other agreements; only pairs whose names do not clash are held against.
        plain = (levels["first"] != 6) & (levels["last"] != 5) & (evidence.total >= least)
        ((found, said),) = likely_pairs(values, pairs, weights, shares_of(values, weights), least=least)
        bits = dict(zip(zip(found.left.tolist(), found.right.tolist(), strict=True), said.total.tolist(), strict=True))
        wanted = zip(
            pairs.left[plain].tolist(), pairs.right[plain].tolist(), evidence.total[plain].tolist(), strict=True
        )
        assert plain.sum() > 100
        for one, other, total in wanted:
            assert bits[(one, other)] == pytest.approx(total)
        at = {pair: place for place, pair in enumerate(zip(pairs.left.tolist(), pairs.right.tolist(), strict=True))}
        places = np.array([at[pair] for pair in bits], np.int64)
        for name in COMPARISONS:
            assert np.array_equal(found.levels[name], levels[name][places])


def test_shapes_promise_no_less_than_letters_give() -> None:
    texts = [*FIRSTS, *LASTS, *COMPANIES, *TITLES, "", "ада", "adele", "łukasz", "lukasz"]
    shapes = shapes_of(pa.array(texts))
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(texts), 1))
    one, other = np.array(texts, np.object_)[left], np.array(texts, np.object_)[right]
    assert (shapes.most_alike(left, right) >= letter_similarities(one, other, at_least=0) - 1e-5).all()
    assert (shapes.fewest_slips(left, right) <= slips(one, other, at_most=50)).all()
    contains = np.array([a in b or b in a for a, b in zip(one, other, strict=True)])
    assert shapes.may_contain(left, right)[contains].all()
    assert not shapes.may_contain(left, right).all()
    shared = np.array([bool(set(a.split()) & set(b.split())) for a, b in zip(one, other, strict=True)])
    assert shapes.may_share_a_word(left, right)[shared].all()


def test_digits_tell_two_names_and_two_companies_apart() -> None:
    values = coded(table([{"first": "ada1", "company": "studio 1"}, {"first": "ada2", "company": "studio 2"}]))
    levels = compared(values, np.array([0], np.int32), np.array([1], np.int32))
    assert (int(levels["first"][0]), int(levels["employer"][0])) == (6, 3)
    slip = coded(table([{"first": "r0bert"}, {"first": "robert"}]))
    assert int(compared(slip, np.array([0], np.int32), np.array([1], np.int32))["first"][0]) == 2
