"""Weights from the user's own data, without labels: what pairs look like that everything else says are one person.

The level shares of a comparison among one person's pairs (m) are counted on anchors: pairs that all other
comparisons put beyond doubt, found by a blocking rule that does not lean on it.  Plain expectation maximization
learns families and colleagues as matches.  docs/method.md, "Who is the same person".
"""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.connected import components
from leadaudit.identity.linkage import SAME
from leadaudit.identity.pairs.blocking import Candidates
from leadaudit.identity.pairs.coded import Coded, Column, distinct
from leadaudit.identity.pairs.levels import COMPARISONS, Levels, Seen, all_seen, compared
from leadaudit.identity.pairs.likely import likely_pairs
from leadaudit.identity.pairs.rules import BY_NAME
from leadaudit.identity.pairs.scoring import Bits, Evidence, all_evidence, weighed
from leadaudit.identity.pairs.weights import NEVER, WITHIN, Shares, Weights, others_expected, shares_of, usual_share
from leadaudit.tables import TEXT

ROUNDS: Final = 3
_RANDOM_PAIRS: Final = 150_000
_SEED: Final = 20_261_121
# log2 of the odds at which everything else leaves no doubt.
_ANCHOR: Final = 4.0
# Pairs this far from being one person never become one in a later round.
_OUT_OF_QUESTION: Final = -16.0
# Shipped values count like this many pairs, people or random pairs seen.
_PSEUDO_PAIRS: Final = 30.0
_PSEUDO_PEOPLE: Final = 50.0
_PSEUDO_RANDOM_PAIRS: Final = 100.0
_PSEUDO_RELATIVES: Final = 10.0
# A value that fewer people hold is not written into the weights: it tells little, and it is somebody's.
_FEWEST_HOLDERS: Final = 5

# How far a name is as common as it is in its country; for the rest, as it is everywhere.
_OF_ITS_COUNTRY: Final = 2 / 3


def learnt(values: Coded, pairs: Candidates, start: Weights) -> Weights:
    """Weights that fit these records; where they tell too little, the start remains.

    Args:
        values: What the nodes say, of one table.
        pairs: Pairs that blocking found there, perhaps a sample.
        start: The shipped weights.
    """
    chance = 0.3 / max(values.count, 2)
    weights = replace(
        start, u=_random_levels(values, start), prior=min(1e-2, chance), population=values.count, is_counted=True
    )
    known = _known_values(values, start)
    person = np.arange(values.count)
    counted = _counted(values, person, start, known)
    weights = replace(weights, unseen=counted.unseen)
    seen, evidence = _together(likely_pairs(values, pairs, weights, counted.shares, least=_OUT_OF_QUESTION))
    for turn in range(ROUNDS):
        if turn:
            counted = _counted(values, person, start, known)
            weights = replace(weights, unseen=counted.unseen)
            evidence = _weighed(values, seen, weights, counted.shares)
        weights = replace(weights, m=_anchored(seen, evidence, start))
        evidence = _weighed(values, seen, weights, counted.shares)
        weights = _with_houses(seen, evidence, weights, start)
        weights = replace(weights, prior=_settled_prior(values, seen, evidence))
        person = _people(values.count, seen, evidence.with_odds(weights.prior))
    return replace(weights, shares=counted.written(values))


def _together(parts: Iterable[tuple[Seen, Evidence]]) -> tuple[Seen, Evidence]:
    seen, evidence = zip(*parts, strict=True)
    return all_seen(seen), all_evidence(evidence)


def _weighed(values: Coded, seen: Seen, weights: Weights, shares: Shares) -> Evidence:
    def part(start: int) -> Evidence:
        here = seen.where(slice(start, start + _CHUNK))
        return weighed(values, here.left, here.right, here.levels, weights, shares)

    with ThreadPoolExecutor(_THREADS) as threads:
        return all_evidence([*threads.map(part, range(0, max(len(seen.left), 1), _CHUNK))])


# Numbers are moved outside the interpreter's lock, so that threads do work side by side.
_THREADS: Final = 2
_CHUNK: Final = 200_000


def _people(count: int, seen: Seen, total: Bits) -> npt.NDArray[np.int64]:
    same = total >= np.log2(SAME / (1 - SAME))
    return components(seen.left[same], seen.right[same], count)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    """How common each value is.

    Args:
        shares: By column and number of the value.
        unseen: Share of a value that nobody has counted, by column.
        several: Numbers of the values that were counted, by column.
    """

    shares: Shares
    unseen: Mapping[str, float]
    several: Mapping[str, npt.NDArray[np.int64]]

    def written(self, values: Coded) -> dict[str, dict[str, float]]:
        """The counted shares by text."""
        return {
            name: dict(
                zip(
                    values.columns[name].written(at.astype(np.int32)).tolist(),
                    self.shares.of[name][at].tolist(),
                    strict=True,
                )
            )
            for name, at in self.several.items()
        }


def _known_values(values: Coded, start: Weights) -> Mapping[str, npt.NDArray[np.bool_]]:
    """Of which texts the shipped weights know how common they are, by column."""
    return {
        name: np.asarray(
            pc.is_in(values.columns[name].texts, pa.array(list(start.shares.get(name, {})), TEXT)), np.bool_
        )
        for name in others_expected()
    }


def _counted(
    values: Coded,
    person: npt.NDArray[np.int64],
    start: Weights,
    known: Mapping[str, npt.NDArray[np.bool_]],
) -> _Counted:
    """Shares counted in people, not in records: a rare name that comes twice for one person stays rare.

    That one person holds a value says nothing of how many others do: each holder but one counts.
    """
    expected = shares_of(values, start).of
    of, unseen, several = dict(expected), dict(start.unseen), {}
    usual = {name: float(np.log2(share)) for name, share in start.unseen.items()}
    names = [name for name in others_expected() if not values.columns[name].is_empty]
    with ThreadPoolExecutor(_THREADS) as threads:
        holders = list(threads.map(lambda name: _holders(values.columns[name], person), names))
    for name, (counts, tellers) in zip(names, holders, strict=True):
        if name in WITHIN:
            continue
        others = others_expected()[name]
        pseudo = min(_PSEUDO_PEOPLE, 1 / start.unseen[name])
        several[name] = np.flatnonzero((counts >= _FEWEST_HOLDERS) | known[name])
        # A name is never rarer than one that nobody has counted.
        held = np.maximum(counts[several[name]] - 1, 0) + others
        held_by_several = (held + pseudo * expected[name][several[name]]) / (tellers + pseudo)
        unseen[name] = float((others + pseudo * start.unseen[name]) / (tellers + pseudo))
        of[name] = np.full(len(counts), unseen[name])
        of[name][several[name]] = held_by_several
        usual[name] = usual_share(held_by_several, unseen[name])
    for name, whole in WITHIN.items():
        if name in names:
            several[name], of[name] = _within(values, name, holders[names.index(name)][0], of[whole])
    return _Counted(shares=Shares(of=of, usual=usual), unseen=unseen, several=several)


def _within(
    values: Coded, name: str, counts: npt.NDArray[np.int64], shares: Bits
) -> tuple[npt.NDArray[np.int64], Bits]:
    """Which names several people of one country hold, and the share of these among its people.

    Args:
        values: What the nodes say.
        name: The column of names with their country.
        counts: How many people hold each.
        shares: How common each name is everywhere.
    """
    column, whole, country = values.columns[name], values.columns[WITHIN[name]], values.columns["country"]
    name_of, country_of = np.zeros(len(column.texts), np.int64), np.zeros(len(column.texts), np.int64)
    given = np.flatnonzero(column.codes >= 0)
    name_of[column.codes[given]], country_of[column.codes[given]] = whole.codes[given], country.codes[given]
    people = np.bincount(country_of, counts, len(country.texts))
    several = np.flatnonzero(counts >= _FEWEST_HOLDERS)
    of = np.full(len(column.texts), NEVER)
    held = counts[several] - 1 + others_expected()[WITHIN[name]]
    everywhere = shares[name_of[several]]
    there = (held + _PSEUDO_PEOPLE * everywhere) / (people[country_of[several]] + _PSEUDO_PEOPLE)
    # Not all people of a country choose from the same names, and not all who bear one are of it: in between, in bits.
    of[several] = there**_OF_ITS_COUNTRY * everywhere ** (1 - _OF_ITS_COUNTRY)
    return several, of


def _holders(column: Column, person: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], int]:
    """How many people hold each text, and how many say anything."""
    given = np.flatnonzero(column.codes >= 0)
    holders = distinct(person[given] * len(column.texts) + column.codes[given])
    counts = np.bincount(holders % len(column.texts), minlength=len(column.texts))
    return counts, len(distinct(holders // len(column.texts)))


def _random_levels(values: Coded, start: Weights) -> dict[str, tuple[float, ...]]:
    random = np.random.default_rng(_SEED)
    drawn = min(_RANDOM_PAIRS, values.count * values.count)
    left = random.integers(0, values.count, drawn).astype(np.int32)
    right = random.integers(0, values.count, drawn).astype(np.int32)
    two = left != right
    levels = compared(values, left[two], right[two])
    # Which way round a name is read is no agreement by chance: both readings are tried.
    return {"order": start.u["order"]} | {
        name: _smoothed(levels[name], start.u[name], pseudo=_PSEUDO_RANDOM_PAIRS, at_least=0.5)
        for name in COMPARISONS
        if name != "order"
    }


def _smoothed(
    levels: Levels,
    expected: tuple[float, ...],
    *,
    pseudo: float,
    at_least: float = 0,
    stands_for: Bits | None = None,
) -> tuple[float, ...]:
    """Shares of the levels, where little is seen those that were expected."""
    given = levels >= 0
    weight = None if stands_for is None else stands_for[given]
    counts = np.bincount(levels[given], weight, len(expected)) + at_least + pseudo * np.array(expected)
    return tuple((counts / counts.sum()).tolist())


def _anchored(seen: Seen, evidence: Evidence, start: Weights) -> dict[str, tuple[float, ...]]:
    m = {}
    for name in COMPARISONS:
        levels = seen.levels[name]
        if not (levels >= 0).any():
            m[name] = start.m[name]
            continue
        without = evidence.without(("first", "last", "order") if name == "order" else (name,))
        anchors = (without >= _ANCHOR) & _found_without(seen, name)
        m[name] = _smoothed(levels[anchors], start.m[name], pseudo=_PSEUDO_PAIRS, stands_for=seen.stands_for[anchors])
    return m


def _found_without(seen: Seen, name: str) -> npt.NDArray[np.bool_]:
    """Whether a rule that does not lean on a comparison found each pair."""
    leaning = sum(1 << number for number, rule in enumerate(BY_NAME.values()) if name in rule.leans_on)
    return np.asarray((seen.rules & ~leaning) != 0)


def _with_houses(seen: Seen, evidence: Evidence, weights: Weights, start: Weights) -> Weights:
    """How often relatives and colleagues share what a house shares."""
    p, levels = evidence.probability, seen.levels
    same_house = (levels["street"] == 0) | (levels["employer"] == 0) | (levels["phone"] == 0)
    same_house |= (levels["postcode"] == 0) & (levels["street"] < 0)
    relatives = float(((1 - p) * seen.stands_for)[same_house & (levels["last"] == 0)].sum())
    ratio = (relatives + _PSEUDO_RELATIVES * start.relatives) / (float((p * seen.stands_for).sum()) + _PSEUDO_RELATIVES)
    colleagues = (levels["employer"] == 0) & (levels["phone"] >= 0) & _found_without(seen, "phone")
    colleagues &= evidence.without(("phone",)) < -_ANCHOR
    shared = float(seen.stands_for[(levels["phone"] == 0) & colleagues].sum())
    share = (shared + _PSEUDO_PAIRS * start.colleagues_share_phone) / (
        float(seen.stands_for[colleagues].sum()) + _PSEUDO_PAIRS
    )
    return replace(weights, relatives=ratio, colleagues_share_phone=share)


def _settled_prior(values: Coded, seen: Seen, evidence: Evidence) -> float:
    """The share of pairs that are one person at which the expected number of such pairs gives that share again."""
    worth_adding = evidence.without_prior > 0
    without, each = evidence.without_prior[worth_adding], seen.stands_for[worth_adding]
    all_pairs = values.count * (values.count - 1) / 2
    prior = 1 / all_pairs
    for _ in range(_STEPS_TO_SETTLE):
        expected = float(np.sum(each / (1 + np.exp2(-without) * (1 - prior) / prior)))
        prior = min(max((expected + 1) / all_pairs, 1e-12), 0.2)
    return prior


_STEPS_TO_SETTLE: Final = 40
