"""Weights from the user's own data, without labels: what pairs look like that everything else says are one person.

Level shares among one person's pairs (m) of a comparison are counted on anchors: pairs that all other comparisons
put beyond doubt, found by a blocking rule that does not lean on it.  Plain expectation maximization learns families
and colleagues as matches.  docs/method.md, "Who is the same person".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from leadaudit.identity.pairs.blocking import LEANS_ON, RULES, Candidates
from leadaudit.identity.pairs.coded import Coded
from leadaudit.identity.pairs.levels import COMPARISONS, LEVELS, Levels, compared
from leadaudit.identity.pairs.scoring import Bits, Evidence, weighed
from leadaudit.identity.pairs.weights import COUNTED, Weights, others_expected

ROUNDS: Final = 4
_RANDOM_PAIRS: Final = 150_000
_SEED: Final = 20_261_121
# log2 of the odds at which everything else leaves no doubt.
_ANCHOR: Final = 4.0
# The shipped shares count like this many pairs seen.
_PSEUDO_PAIRS: Final = 30.0
_SAME: Final = np.log2(0.95 / 0.05)


def learnt(values: Coded, found: Candidates, levels: Mapping[str, Levels], start: Weights) -> Weights:
    weights = replace(start, u=_random_levels(values, start), prior=min(1e-2, 0.3 / max(values.count, 2)))
    person = np.arange(values.count)
    for _ in range(ROUNDS):
        weights = _counted(values, person, weights, start)
        evidence = weighed(values, found.left, found.right, levels, weights)
        weights = replace(weights, m=_anchored(found, levels, evidence, start))
        evidence = weighed(values, found.left, found.right, levels, weights)
        weights = replace(weights, prior=_settled_prior(values, evidence.total, weights.prior))
        evidence = weighed(values, found.left, found.right, levels, weights)
        weights = _houses(found, levels, evidence, weights, start)
        evidence = weighed(values, found.left, found.right, levels, weights)
        person = _people(values.count, found, evidence.total)
    return weights


def _houses(found: Candidates, levels: Mapping[str, Levels], evidence: Evidence, weights: Weights, start: Weights) -> Weights:
    """How often relatives and colleagues share what a house shares."""
    p = evidence.probability
    one_house = np.isfinite(evidence.relative) & ((levels["street"] == 0) | (levels["employer"] == 0) | (levels["phone"] == 0)) & (levels["last"] == 0)
    matches = float(p.sum())
    relatives = float((1 - p[one_house]).sum())
    ratio = (relatives + 10 * start.relatives) / (matches + 10)
    without_phone = evidence.without(("phone",))
    colleagues = (levels["employer"] == 0) & (levels["phone"] >= 0) & (without_phone < -4) & _found_without(found, "phone")
    shared = (levels["phone"] == 0) & colleagues
    share = (shared.sum() + 30 * start.colleagues_share_phone) / (colleagues.sum() + 30)
    return replace(weights, relatives=ratio, colleagues_share_phone=float(share))


def _people(count: int, found: Candidates, total: Bits) -> npt.NDArray[np.int64]:
    same = total >= _SAME
    graph = coo_array((np.ones(same.sum(), np.int8), (found.left[same], found.right[same])), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], np.int64)


def _counted(values: Coded, person: npt.NDArray[np.int64], weights: Weights, start: Weights) -> Weights:
    """Shares counted in people, not in records: a rare name that comes twice for one person stays rare.

    A value that one person holds tells nothing of how many others do; each holder but the person itself counts.
    """
    shares: dict[str, dict[str, float]] = {}
    unseen: dict[str, float] = {}
    expected = others_expected()
    for name in expected:
        column = values.columns[name]
        held = np.flatnonzero(column.codes >= 0)
        if not len(held):
            unseen[name] = start.unseen[name]
            continue
        pairs = np.unique(person[held].astype(np.int64) * len(column.texts) + column.codes[held])
        counts = np.bincount(pairs % len(column.texts), minlength=len(column.texts))
        tellers = len(np.unique(person[held]))
        # Few records tell little of how common anything is.
        strength = min(50.0, 1 / start.unseen[name])
        most_common = (counts - 1 + expected[name] + strength * start.unseen[name]) / (tellers + strength)
        unseen[name] = float((expected[name] + strength * start.unseen[name]) / (tellers + strength))
        several = np.flatnonzero(counts > 1)
        shares[name] = dict(zip(column.texts[several].tolist(), most_common[several].tolist(), strict=True))
    return replace(weights, shares=shares, unseen=unseen, people=int(person.max(initial=0)) + 1)


def _random_levels(values: Coded, start: Weights) -> dict[str, tuple[float, ...]]:
    random = np.random.default_rng(_SEED)
    left = random.integers(0, values.count, _RANDOM_PAIRS).astype(np.int32)
    right = random.integers(0, values.count, _RANDOM_PAIRS).astype(np.int32)
    other = left != right
    levels = compared(values, left[other], right[other])
    u = {}
    for name in COMPARISONS:
        seen = np.bincount(levels[name][levels[name] >= 0], minlength=len(LEVELS[name])).astype(float)
        expected = np.array(start.u[name])
        share = (seen + 0.5 + 100 * expected) / (seen.sum() + 100 + 0.5 * len(expected))
        u[name] = tuple(share) if name != "order" else start.u[name]
    return u


def _anchored(
    found: Candidates, levels: Mapping[str, Levels], evidence: Evidence, start: Weights
) -> dict[str, tuple[float, ...]]:
    m = {}
    for name in COMPARISONS:
        without = evidence.without(("first", "last", "order") if name == "order" else (name,))
        anchors = (without >= _ANCHOR) & _found_without(found, name) & (levels[name] >= 0)
        seen = np.bincount(levels[name][anchors], minlength=len(LEVELS[name])).astype(float)
        expected = np.array(start.m[name]) * _PSEUDO_PAIRS
        m[name] = tuple((seen + expected) / (seen.sum() + _PSEUDO_PAIRS))
    return m


def _found_without(found: Candidates, name: str) -> npt.NDArray[np.bool_]:
    """Whether a rule that does not lean on a comparison found each pair."""
    leaning = sum(1 << number for number, rule in enumerate(RULES) if name in LEANS_ON[rule])
    return np.asarray((found.rules & ~leaning) != 0)


def _settled_prior(values: Coded, total: Bits, prior: float) -> float:
    evidence = total - np.log2(prior / (1 - prior))
    all_pairs = values.count * (values.count - 1) / 2
    for _ in range(30):
        odds = np.log2(prior / (1 - prior))
        expected = float(np.sum(1 / (1 + np.exp2(-(evidence + odds)))))
        prior = min(max((expected + 1) / all_pairs, 1e-12), 0.2)
    return prior
