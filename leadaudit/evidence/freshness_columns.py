"""Cases of freshness as whole columns: what ``freshness.judge_case`` says, for cases of the plain kind.

Plain are cases about which nothing speaks but their own row, under a constant rate of leaving; a million records have a
hundred thousand of them.  A test holds both ways against each other.

Source: docs/method.md, "Freshness".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.evidence.states import Hazards, hazards_of
from leadaudit.policy.model import Freshness
from leadaudit.vocabulary import FreshnessLabel, JobFunction, Seniority

DAYS_A_YEAR: Final = 365.25
PARTS: Final = 9
_DOMAIN: Final = frozenset({"domain_match", "domain_mismatch"})

Numbers: TypeAlias = npt.NDArray[np.float64]
Flags: TypeAlias = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCases:
    """The plain ones among some cases.

    Args:
        is_plain: Which of the cases they are.
        rates: Rates of leaving and of a new title, a row for each plain case.
        known: Which of them name an employer, and which a title.
        only_expected: Which of them have nothing but an age and a matching domain.
        as_of: The day asked about in years since the start of ageing.
        items: The days of the check and of the domain, in years, and their likelihoods; a day beyond ``as_of`` is not
            read, nor is a missing one, which is infinite.
    """

    is_plain: Flags
    rates: tuple[Numbers, Numbers]
    known: tuple[Flags, Flags]
    only_expected: Flags
    as_of: Numbers
    items: tuple[tuple[Numbers, Numbers], ...]

    def probabilities(self, *, scenario: float) -> tuple[Numbers, Numbers]:
        """How likely employer and title are still true, a value for each plain case.

        Args:
            scenario: Multiplies the rate of leaving.
        """
        leaving, titled = self.rates[0] * scenario, self.rates[1]
        now = np.zeros_like(self.as_of)
        same, retitled, left = np.ones_like(now), np.zeros_like(now), np.zeros_like(now)
        for days, likelihood in (*self.items, (self.as_of, np.ones((len(now), 3)))):
            is_read = days <= self.as_of
            until = np.where(is_read, np.maximum(days, 0), now)
            stayed = np.exp(-leaving * (until - now))
            unchanged = stayed * np.exp(-titled * (until - now))
            left += (same + retitled) * (1 - stayed)
            retitled = same * (stayed - unchanged) + retitled * stayed
            same = same * unchanged
            weights = np.where(is_read[:, None], likelihood, 1.0)
            same, retitled, left = (state * weights[:, at] for at, state in enumerate((same, retitled, left)))
            total = same + retitled + left
            same, retitled, left, now = same / total, retitled / total, left / total, until
        return same + retitled, same


def plain_cases(keys: pa.Array, rules: Freshness) -> PlainCases:
    """The plain ones among distinct case keys, as ``evidence_freshness_cases.sql`` writes them."""
    parts = pc.list_flatten(pc.split_pattern(keys, "|")).to_numpy(zero_copy_only=False)
    seniority, function, as_of, checked, delivered, domain, known, heard, held = parts.reshape(-1, PARTS).T
    is_plain = (heard == "") & (held == "") & (rules.model == "exponential")
    if any("vendor_verified" in group and _DOMAIN.intersection(group) for group in rules.groups.values()):
        # One of the two would silence the other.
        is_plain &= (checked == "") | (domain == "")
    by_job: dict[tuple[str, str], Hazards] = {}
    for job in zip(seniority[is_plain], function[is_plain], strict=True):
        if job not in by_job:
            by_job[job] = hazards_of(Seniority(job[0]), JobFunction(job[1]), rules)
    hazards = [by_job[job] for job in zip(seniority[is_plain], function[is_plain], strict=True)]
    check = _item(checked[is_plain], np.full(int(is_plain.sum()), "vendor_verified", dtype=object), rules.likelihood)
    seen = _item(np.where(domain != "", delivered, "")[is_plain], domain[is_plain], rules.likelihood)
    return PlainCases(
        is_plain=is_plain,
        rates=(
            np.array([rate.employer for rate in hazards], dtype=np.float64),
            np.array([rate.title for rate in hazards], dtype=np.float64),
        ),
        known=(_holds(known[is_plain], "employer"), _holds(known[is_plain], "title")),
        only_expected=(
            ~_holds(known[is_plain], "stated") & (checked[is_plain] == "") & (domain[is_plain] != "domain_mismatch")
        ),
        as_of=as_of[is_plain].astype(np.float64) / DAYS_A_YEAR,
        items=_in_order(check, seen),
    )


def labels(probabilities: Numbers, only_expected: Flags, rules: Freshness) -> npt.NDArray[np.object_]:
    """The words for probabilities; nothing is called fresh where nobody checked."""
    is_fresh = probabilities >= rules.fresh
    words = np.where(probabilities >= rules.doubtful, FreshnessLabel.DOUBTFUL.value, FreshnessLabel.STALE.value)
    words = np.where(is_fresh, FreshnessLabel.FRESH.value, words)
    found: npt.NDArray[np.object_] = np.where(is_fresh & only_expected, FreshnessLabel.UNKNOWN.value, words).astype(
        object
    )
    return found


def _holds(written: npt.NDArray[np.object_], word: str) -> Flags:
    by_text = {text: word in text for text in set(written)}
    return np.array([by_text[text] for text in written], dtype=np.bool_)


def _item(
    days: npt.NDArray[np.object_], kinds: npt.NDArray[np.object_], likelihoods: Mapping[str, tuple[float, ...]]
) -> tuple[Numbers, Numbers]:
    years = np.where(days == "", "inf", days).astype(np.float64) / DAYS_A_YEAR
    found = np.array([likelihoods.get(kind, (1.0, 1.0, 1.0)) for kind in kinds], dtype=np.float64).reshape(-1, 3)
    return years, found


def _in_order(
    one: tuple[Numbers, Numbers], other: tuple[Numbers, Numbers]
) -> tuple[tuple[Numbers, Numbers], tuple[Numbers, Numbers]]:
    """Both items of each case, the earlier one first."""
    swapped = other[0] < one[0]
    return (
        (np.where(swapped, other[0], one[0]), np.where(swapped[:, None], other[1], one[1])),
        (np.where(swapped, one[0], other[0]), np.where(swapped[:, None], one[1], other[1])),
    )
