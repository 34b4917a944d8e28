"""From levels to evidence: bits for each comparison, what is one fact counted once.

docs/method.md, "Who is the same person".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from leadaudit.identity.pairs.coded import Coded, Codes
from leadaudit.identity.pairs.levels import COMPARISONS, LEVELS, NAMES, Levels
from leadaudit.identity.pairs.limits import limits
from leadaudit.identity.pairs.weights import COUNTED, Shares, Weights

Bits: TypeAlias = npt.NDArray[np.float64]

# "maria.garcia" at two domains, or two spellings of her at one, is what two people of that name have, too.
MOST_FOR_A_NAMES_MAILBOX: Final = 2.0
MOST_FOR_A_CLOSE_MAILBOX: Final = 0.5
MOST_FOR_AN_ADDRESS_IN_A_HOUSE: Final = 10.0
# Levels whose worth depends on how rare the two values are, and where: evidence grows with the root of the rarity.
_NEAR: Final = ("close", "alike", "similar", "slip")
_EXACT_OR_NEAR: Final = frozenset({"same", *_NEAR})
_MAILBOX: Final = LEVELS["email"].index("mailbox")
_CLOSE_MAILBOX: Final = LEVELS["email"].index("close")
_NAMES_OF_SOMETHING: Final = frozenset({"first", "last", "employer", "title", "street", "city", "postcode"})
_RARITY: Final = 0.5
_MOST_FOR_RARITY: Final = 3.0
# Father and son share everything else.
_DIFFERENT_SUFFIX: Final = -100.0
# Twins are born on one day; records without relatives hold no twins either.
_MOST_FOR_A_BIRTHDAY_IN_A_HOUSE: Final = 2.5
# What a family, or people of one name at one company, have in common without being one.
HOUSE: Final = ("last", "employer", "phone", "street", "postcode", "city", "state", "country")
_PLACES: Final = ("street", "postcode", "city", "state", "country")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What speaks for and against each pair.

    Args:
        bits: Bits of every comparison against two strangers, after facts that are one fact have been counted once.
        in_house: The same against two people of one house and name.
        stranger: Their sum with the prior: log2 of the odds of one person against two strangers.
        relative: log2 of the odds of one person against two of one house and name; infinite where they share none.
        odds: log2 of the odds before anything is compared.
        total: log2 of the odds that the two are one person.
    """

    bits: Mapping[str, Bits]
    in_house: Mapping[str, Bits]
    stranger: Bits
    relative: Bits
    total: Bits
    odds: float

    @property
    def probability(self) -> Bits:
        """How likely each pair is one person."""
        return 1 / (1 + np.exp2(-self.total))

    @property
    def without_prior(self) -> Bits:
        """The total as if one pair in two were one person."""
        return self.total - self.odds

    def with_odds(self, prior: float) -> Bits:
        """The total with another prior."""
        return self.without_prior + float(np.log2(prior / (1 - prior)))

    def where(self, chosen: npt.NDArray[np.int64]) -> "Evidence":
        """The evidence of some of the pairs."""
        return Evidence(
            bits={name: bits[chosen] for name, bits in self.bits.items()},
            in_house={name: bits[chosen] for name, bits in self.in_house.items()},
            stranger=self.stranger[chosen],
            relative=self.relative[chosen],
            total=self.total[chosen],
            odds=self.odds,
        )

    def without(self, names: tuple[str, ...]) -> Bits:
        """The total had some comparisons not been made."""
        left_out = sum(self.bits[name] for name in names)
        of_relative = sum(self.in_house[name] for name in names)
        return _either(self.stranger - left_out, self.relative - of_relative)


def all_evidence(parts: Sequence[Evidence]) -> Evidence:
    """Evidence that was weighed in parts, in their order."""
    return Evidence(
        bits={name: np.concatenate([part.bits[name] for part in parts]) for name in COMPARISONS},
        in_house={name: np.concatenate([part.in_house[name] for part in parts]) for name in COMPARISONS},
        stranger=np.concatenate([part.stranger for part in parts]),
        relative=np.concatenate([part.relative for part in parts]),
        total=np.concatenate([part.total for part in parts]),
        odds=parts[0].odds,
    )


def weighed(
    values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels], weights: Weights, shares: Shares
) -> Evidence:
    """The evidence of every pair.

    Args:
        values: What the nodes say.
        left: Node of each pair.
        right: The other node.
        levels: Level of every comparison (``levels.compared``).
        weights: What a level weighs.
        shares: How common each value is (``weights.shares_of``).
    """
    bits = bits_of_names(values, left, right, levels, weights, shares)
    for name in COMPARISONS[len(NAMES) :]:
        bits[name] = _plain(name, values, left, right, levels[name], weights, shares)
    bits["generation"] = np.where(levels["generation"] == 1, _DIFFERENT_SUFFIX, bits["generation"])
    mailbox = values.columns["mailbox"].codes
    # The same mailbox at a misspelled domain is the same address.
    same_address = (levels["email"] == 0) | (levels["email"] == 1) & (mailbox[left] == mailbox[right])
    address = np.where(
        same_address, np.clip(bits["email"], 0, MOST_FOR_AN_ADDRESS_IN_A_HOUSE), np.minimum(bits["email"], 0)
    )
    _count_channels_once(bits, levels, weights)
    _count_new_job_once(bits, levels)
    _count_places_once(bits, weights)
    if not weights.is_counted:
        _count_office_once(bits, levels)
        _count_origin_once(bits, levels)
    odds = float(np.log2(weights.prior / (1 - weights.prior)))
    stranger = odds + _total(bits)
    in_house = {name: np.minimum(bits[name], 0) if name in HOUSE else bits[name] for name in COMPARISONS}
    _read_swapped_in_house(in_house, bits, levels)
    # Addresses may be alike because the names are; the same address is more than a family shares.
    in_house["email"] = address
    twins = levels["first"] == LEVELS["first"].index("differs")
    most = _MOST_FOR_A_BIRTHDAY_IN_A_HOUSE - min(0.0, float(np.log2(weights.relatives)))
    in_house["born"] = np.where(twins, np.minimum(bits["born"], most), bits["born"])
    in_one_house = np.max([bits[name] for name in ("employer", "phone", "street")], axis=0) > 1
    # Where no street is given a postcode is all that is known of the house.
    in_one_house |= (levels["postcode"] == 0) & (levels["street"] < 0)
    relative = np.log2(1 / weights.relatives) + _total(in_house)
    # Of two names in a house the second is a relative's, or that of somebody who lives there, too.
    has_other = (levels["first"] == LEVELS["first"].index("differs")) & (
        levels["last"] == LEVELS["last"].index("differs")
    )
    relative = np.where(in_one_house & ((bits["last"] > 0) | has_other), relative, np.inf)
    total = np.minimum(_either(stranger, relative), limits(values, left, right, levels, is_counted=weights.is_counted))
    return Evidence(bits=bits, in_house=in_house, stranger=stranger, relative=relative, total=total, odds=odds)


def _read_swapped_in_house(in_house: dict[str, Bits], bits: Mapping[str, Bits], levels: Mapping[str, Levels]) -> None:
    """Of two names in each other's place the rarer is taken for the first name, which is not shared by a house."""
    swapped = levels["order"] == 1
    both = np.maximum(bits["first"], bits["last"]) + np.minimum(np.minimum(bits["first"], bits["last"]), 0)
    in_house["first"] = np.where(swapped, both, in_house["first"])
    in_house["last"] = np.where(swapped, 0, in_house["last"])


def _one_employer(levels: Mapping[str, Levels]) -> npt.NDArray[np.bool_]:
    return np.asarray((levels["employer"] == 0) | (levels["employer"] == 1))


def _total(bits: Mapping[str, Bits]) -> Bits:
    """The sum of all comparisons, added one after the other: numpy adds up one pair in another order than several."""
    total = np.zeros(len(next(iter(bits.values()))))
    for of_one in bits.values():
        total += of_one
    return total


def _either(one: Bits, other: Bits) -> Bits:
    """log2 of the odds against two alternatives, from those against each."""
    return -np.logaddexp2(-one, -other)


def bits_of_names(
    values: Coded, left: Codes, right: Codes, levels: Mapping[str, Levels], weights: Weights, shares: Shares
) -> dict[str, Bits]:
    """Bits of first and last name and of their order; nothing else bears on them."""
    bits = {name: _plain(name, values, left, right, levels[name], weights, shares) for name in NAMES}
    _read_names_swapped(bits, values, (left, right), levels, weights, shares)
    return bits


def most_bits(
    name: str, values: Coded, left: Codes, right: Codes, levels: Levels, weights: Weights, shares: Shares
) -> Bits:
    """The most that a comparison can bring once all is counted, if its level is this one or worse.

    What speaks against a pair counts less beside other things that do, perhaps nothing.
    """
    by_level = _by_level(name, weights)
    if name == "email":
        by_level[_MAILBOX] = min(by_level[_MAILBOX], MOST_FOR_A_NAMES_MAILBOX)
        by_level[_CLOSE_MAILBOX] = min(by_level[_CLOSE_MAILBOX], MOST_FOR_A_CLOSE_MAILBOX)
    worse = np.maximum.accumulate(by_level[::-1])[::-1]
    is_near = np.array([level in _EXACT_OR_NEAR for level in LEVELS[name]])
    # Where a near level weighs little because the value is common, a level below may weigh more.
    others = np.maximum.accumulate(np.where(is_near, 0.0, np.maximum(by_level, 0))[::-1])[::-1]
    others[0] = 0
    most = _bits(name, values, (left, right), levels, (weights, shares), worse)
    return np.asarray(np.maximum(most, np.append(others, 0.0)[levels]))


def _by_level(name: str, weights: Weights) -> Bits:
    return np.asarray(np.log2(np.array(weights.m[name]) / np.array(weights.u[name])))


def _plain(
    name: str, values: Coded, left: Codes, right: Codes, levels: Levels, weights: Weights, shares: Shares
) -> Bits:
    """Bits of one comparison by itself."""
    if not (levels >= 0).any():
        return np.zeros(len(left))
    return _bits(name, values, (left, right), levels, (weights, shares), _by_level(name, weights))


def _bits(
    name: str,
    values: Coded,
    sides: tuple[Codes, Codes],
    levels: Levels,
    known: tuple[Weights, Shares],
    by_level: Bits,
) -> Bits:
    """Bits by level, and for the same or nearly the same value by how many hold it."""
    weights, shares = known
    bits = np.append(by_level, 0.0)[levels]
    if name not in COUNTED:
        return bits
    _weigh_by_rarity(bits, name, values, sides, levels, shares)
    at = np.flatnonzero(levels == 0)
    left, right = sides[0][at], sides[1][at]
    share = np.zeros(len(at))
    for counted in COUNTED[name]:
        column = values.columns[counted]
        one = column.at(left)
        same = np.flatnonzero((one >= 0) & (one == column.at(right)))
        share[same] = np.maximum(share[same], shares.of[counted][one[same]])
    held = share > 0
    bits[at[held]] = np.log2(weights.m[name][0] / np.maximum(share[held], 1e-12))
    return bits


def _weigh_by_rarity(
    bits: Bits, name: str, values: Coded, sides: tuple[Codes, Codes], levels: Levels, shares: Shares
) -> None:
    """A misspelling of something rare says more than two common values that happen to be alike."""
    if name not in _NAMES_OF_SOMETHING:
        return
    column = COUNTED[name][0]
    at = np.flatnonzero(np.array([*(level in _NEAR for level in LEVELS[name]), False])[levels])
    share, codes = shares.of[column], values.columns[column].codes
    rarer = np.minimum(share[codes[sides[0][at]]], share[codes[sides[1][at]]])
    bits[at] -= np.clip(_RARITY * (np.log2(rarer) - shares.usual[column]), -_MOST_FOR_RARITY, _MOST_FOR_RARITY)


def _read_names_swapped(
    bits: dict[str, Bits],
    values: Coded,
    sides: tuple[Codes, Codes],
    levels: Mapping[str, Levels],
    weights: Weights,
    shares: Shares,
) -> None:
    at = np.flatnonzero(levels["order"] == 1)
    left, right = sides[0][at], sides[1][at]
    first, last = values.columns["first"].codes, values.columns["last"].codes
    # A first name that stands as last name is as common as it is where it belongs.
    share = np.append(np.maximum(shares.of["first"], shares.of["last"]), 1.0)
    of_first, of_last = share[first[left]], share[last[left]]
    is_one = (first[left] >= 0) & (first[left] == last[right])
    is_other = (last[left] >= 0) & (last[left] == first[right])
    for name, own in (("first", np.where(is_one, of_first, of_last)), ("last", np.where(is_other, of_last, of_first))):
        same = levels[name][at] == 0
        bits[name][at[same]] = np.log2(weights.m[name][0] / own[same])


def _count_channels_once(bits: dict[str, Bits], levels: Mapping[str, Levels], weights: Weights) -> None:
    """Address and phone count only for what the employer has not said already."""
    employer, email, phone = np.maximum(bits["employer"], 0), levels["email"], levels["phone"]
    m = weights.m["email"]
    bits["email"] = np.select(
        [email <= 1, email == 2, email == 3, email == 4],
        [
            np.maximum(bits["email"] - np.where(email >= 0, employer, 0), 0),
            np.minimum(bits["email"], MOST_FOR_A_NAMES_MAILBOX),
            np.minimum(bits["email"], MOST_FOR_A_CLOSE_MAILBOX),
            np.log2(m[4] / (m[0] + m[1] + m[3] + m[4])),
        ],
        bits["email"],
    )
    bits["email"][email < 0] = 0
    among_colleagues = np.log2(weights.m["phone"][0] / weights.colleagues_share_phone)
    given = (levels["employer"] >= 0) & (levels["employer"] <= 1) & (phone == 0)
    bits["phone"] = np.where(given, np.minimum(bits["phone"], max(among_colleagues, 0.5)), bits["phone"])


def _count_office_once(bits: dict[str, Bits], levels: Mapping[str, Levels]) -> None:
    """Where colleagues work is where their company is, and their lines are numbered one after the other."""
    street = (levels["street"] == 0) | (levels["street"] == 1)
    office = _one_employer(levels) & ~street
    for name in _PLACES[1:]:
        bits[name] = np.where(office, np.minimum(bits[name], 0), bits[name])
    next_line = _one_employer(levels) & (levels["phone"] == LEVELS["phone"].index("slip"))
    bits["phone"] = np.where(next_line, np.minimum(bits["phone"], 0), bits["phone"])


def _count_origin_once(bits: dict[str, Bits], levels: Mapping[str, Levels]) -> None:
    """Names are common where they come from: beside one name a country is no news, as far as nobody counted names."""
    named = np.all([(levels[name] >= 0) & (levels[name] <= _at_most(name)) for name in ("first", "last")], axis=0)
    bits["country"] = np.where(named, np.minimum(bits["country"], 0), bits["country"])


def _at_most(name: str) -> int:
    """The last level at which two names agree."""
    return LEVELS[name].index("close" if name == "first" else "part")


def _count_new_job_once(bits: dict[str, Bits], levels: Mapping[str, Levels]) -> None:
    """Another employer brings another address, number and title: one event, not four contradictions."""
    moved = levels["employer"] == 3
    for name, keep in (("email", 0.1), ("phone", 0.5), ("title", 0.4)):
        bits[name] = np.where(moved & (bits[name] < 0), bits[name] * keep, bits[name])


def _count_places_once(bits: dict[str, Bits], weights: Weights) -> None:
    """City, state and country say little beside a postcode; all together say "the same house"."""
    area = np.max([bits[name] for name in _PLACES[1:]], axis=0)
    lowest = np.min([bits[name] for name in _PLACES], axis=0)
    for name in _PLACES:
        less = np.where(bits[name] > 0, 0.25 if name != "street" else 1.0, 0.5)
        keep = (bits[name] >= area) | (bits[name] <= lowest)
        bits[name] = np.where(keep, bits[name], bits[name] * less)
    # A household is one fact, as far as the records hold several people of one.
    most = -np.log2(weights.unseen["street"]) - min(0.0, float(np.log2(weights.relatives)))
    together = sum(np.maximum(bits[name], 0) for name in _PLACES)
    keep = np.minimum(1, most / np.maximum(together, 1e-9))
    for name in _PLACES:
        bits[name] = np.where(bits[name] > 0, bits[name] * keep, bits[name])
