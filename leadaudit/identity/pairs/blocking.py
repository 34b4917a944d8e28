"""Which pairs are looked at: those that some key brings together, unless too many nodes hold it.

docs/method.md, "Who is the same person".
"""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.pairs.coded import Coded, Codes, blocked_on
from leadaudit.sql import run

# Few enough records to look at every pair there is.
_EVERYBODY: Final = 1_000_000


def _pairs_among(records: int) -> int:
    return records * (records - 1) // 2


# The most pairs one key may bring, by the number of records that hold it.  A key above is left out and reported.
MOST_PAIRS: Final = {
    "everybody": _EVERYBODY,
    "email": _pairs_among(50),
    "local_part": _pairs_among(40),
    "phone": _pairs_among(20),
    "profile": _pairs_among(50),
    "person_id": _pairs_among(50),
    "name": _pairs_among(150),
    "name_sound": _pairs_among(80),
    "last_company": _pairs_among(300),
    "first_company": _pairs_among(60),
    "last_domain": _pairs_among(300),
    "first_domain": _pairs_among(60),
    "starts_company": _pairs_among(60),
    "title_company": _pairs_among(30),
    "title_company_start": _pairs_among(25),
    "title_name": _pairs_among(40),
    "title_first": _pairs_among(15),
    "street": _pairs_among(40),
    "first_street": _pairs_among(50),
    "first_postcode": _pairs_among(60),
    "last_postcode": _pairs_among(60),
    "born": _pairs_among(150),
    "last_born": _pairs_among(100),
    "first_born": _pairs_among(100),
    "born_postcode": _pairs_among(100),
    "last_city": _pairs_among(80),
    "ends": _pairs_among(60),
    "postcode": _pairs_among(100),
    "last": _pairs_among(30),
    "first_born_year": _pairs_among(60),
    "city_born": _pairs_among(100),
    "starts_postcode": _pairs_among(60),
    "title_country": _pairs_among(20),
}
RULES: Final = tuple(MOST_PAIRS)
# The comparisons each rule leans on: what it finds says nothing of how often these agree.
LEANS_ON: Final = {
    "everybody": (),
    "email": ("email",),
    "local_part": ("email",),
    "phone": ("phone",),
    "profile": ("profile",),
    "person_id": ("person_id",),
    "name": ("first", "last"),
    "name_sound": ("first", "last"),
    "last_company": ("last", "employer"),
    "first_company": ("first", "employer"),
    "last_domain": ("last", "employer", "email"),
    "first_domain": ("first", "employer", "email"),
    "starts_company": ("first", "last", "employer"),
    "title_company": ("title", "employer"),
    "title_company_start": ("title", "employer", "country"),
    "title_name": ("title", "last"),
    "title_first": ("title", "first", "country"),
    "street": ("street",),
    "first_street": ("first", "street"),
    "first_postcode": ("first", "postcode"),
    "last_postcode": ("last", "postcode"),
    "born": ("born",),
    "last_born": ("last", "born"),
    "first_born": ("first", "born"),
    "born_postcode": ("born", "postcode"),
    "last_city": ("first", "last", "city"),
    "ends": ("first", "last"),
    "postcode": ("postcode",),
    "last": ("last",),
    "first_born_year": ("first", "born"),
    "city_born": ("city", "born"),
    "starts_postcode": ("first", "last", "postcode"),
    "title_country": ("title", "country"),
}


# Kinds of rules that miss for reasons of their own: a lost address says nothing of a misspelled name.
FAMILIES: Final = (
    ("email", "local_part"),
    ("phone",),
    ("profile", "person_id"),
    ("title_company", "title_company_start", "title_country"),
    ("street", "postcode"),
    ("born", "born_postcode", "city_born"),
    tuple(rule for rule, leans in LEANS_ON.items() if {"first", "last"} & set(leans)),
)
# So many pairs are not compared in full: first those go whose names do not look alike in any way and that share little
# else.  Fewer are all compared, which finds people even where every name is damaged.
PLENTY_OF_PAIRS: Final = 2_000_000
# To learn from, this many pairs are enough of those that so many rules found, at least and at most: pairs that few
# rules found are rarely one person.
_ENOUGH_OF: Final = ((1, 1, 200_000), (2, 4, 300_000))
_SEED: Final = 20_261_122


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Pairs to look at.

    Args:
        left: Node of each pair, the smaller one.
        right: The other node.
        rules: Bits of the rules that brought the pair together, in the order of ``RULES``.
        stands_for: How many pairs each one stands for: one, unless this is a sample.
        are_many: Whether there are too many to compare all of them in full.
    """

    left: Codes
    right: Codes
    rules: npt.NDArray[np.int64]
    stands_for: npt.NDArray[np.float64]
    are_many: bool = False

    def __len__(self) -> int:
        return len(self.left)

    def where(self, chosen: npt.NDArray[np.int64] | npt.NDArray[np.bool_] | slice) -> "Candidates":
        """Some of the pairs."""
        return Candidates(
            left=self.left[chosen],
            right=self.right[chosen],
            rules=self.rules[chosen],
            stands_for=self.stands_for[chosen],
            are_many=self.are_many,
        )


def candidates(values: Coded) -> tuple[Candidates, pa.Table]:
    """The pairs that any key brings together, ordered by their nodes, and what each rule did and left out.

    The report has one row per rule: rule, keys, keys_skipped, pairs_skipped, largest_key_records, largest_key_node.
    """
    caps = pa.table(
        {
            "rule": list(RULES),
            "most_pairs": pa.array(list(MOST_PAIRS.values()), pa.int64()),
            "bit": pa.array([1 << number for number in range(len(RULES))], pa.int64()),
        }
    )
    keys = run("identity_block_keys", {"coded": blocked_on(values)})
    asked = {"keys": keys, "caps": caps}
    pairs = run("identity_block_pairs", asked, {"between": values.is_between})
    found = Candidates(
        left=pairs["l"].to_numpy().astype(np.int32),
        right=pairs["r"].to_numpy().astype(np.int32),
        rules=pairs["rules"].to_numpy().astype(np.int64),
        stands_for=np.ones(pairs.num_rows),
    )
    if len(found) > PLENTY_OF_PAIRS:
        found = _worth_a_look(values, replace(found, are_many=True))
    return found, run("identity_block_sizes", asked, {"between": values.is_between})


def sample(found: Candidates) -> Candidates:
    """All pairs that many rules found, and some of those that few did; always the same ones."""
    rules = np.bitwise_count(found.rules)
    random = np.random.default_rng(_SEED)
    stands_for = found.stands_for.copy()
    for least, most, enough in _ENOUGH_OF:
        some = np.flatnonzero((rules >= least) & (rules <= most))
        if len(some) > enough:
            stands_for[some] = 0
            stands_for[random.choice(some, enough, replace=False)] = len(some) / enough
    return replace(found, stands_for=stands_for).where(stands_for > 0)


# What two records of one person have in common where not even the names look alike.
_TELLING: Final = ("email", "mailbox", "line", "profile", "person_id", "born", "street", "company", "domain", "title")
_NAME_LOOKS: Final = (
    (("first_start", "first_start"), ("first_sound", "first_sound"), ("first", "last")),
    (("last_start", "last_start"), ("last_sound", "last_sound"), ("last_end", "last_end"), ("last", "first")),
)
_ENOUGH_IN_COMMON: Final = 2
_CHUNK: Final = 1_000_000


def _worth_a_look(values: Coded, found: Candidates) -> Candidates:
    """Pairs whose names look alike, or that share other things instead; by numbers alone.

    Each name that looks alike, or is missing, counts as one thing in common, and so does each value.
    """
    kept: list[npt.NDArray[np.bool_]] = []
    for start in range(0, len(found), _CHUNK):
        left, right = found.left[start : start + _CHUNK], found.right[start : start + _CHUNK]
        common = np.zeros(len(left), np.int8)
        for looks in _NAME_LOOKS:
            common += np.any([_agree(values, one, other, left, right) for one, other in looks], axis=0)
        for name in ("first", "last"):
            codes = values.columns[name].codes
            common += (codes[left] < 0) | (codes[right] < 0)
        for name in _TELLING:
            common += _agree(values, name, name, left, right)
        kept.append(common >= _ENOUGH_IN_COMMON)
    return found.where(np.concatenate(kept))


def _agree(values: Coded, one: str, other: str, left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    codes = values.columns[one].codes[left]
    return np.asarray((codes >= 0) & (codes == values.columns[other].codes[right]))
