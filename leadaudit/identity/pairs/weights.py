"""What each level weighs: a frozen set of weights with a version of its own, shipped or re-estimated."""

import hashlib
import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.identity.pairs.coded import YEAR, Coded
from leadaudit.identity.pairs.levels import COMPARISONS, LEVELS
from leadaudit.tables import TEXT

# The columns whose values are counted for a comparison's level "same".
COUNTED: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("first", "first_there"), "last": ("last", "last_there"), "middle": ("middle",), "email": ("email",),
    "phone": ("line",),
    "profile": ("profile",), "person_id": ("person_id",), "employer": ("company", "domain"), "title": ("title",),
    "street": ("street",), "city": ("city",), "postcode": ("postcode",), "state": ("state",),
    "country": ("country",), "born": ("born",), "gender": ("gender",),
}  # fmt: skip


# Of these only values that were counted tell anything: how common a name is in its country. With the name itself.
WITHIN: Final[Mapping[str, str]] = {"first_there": "first", "last_there": "last"}
NEVER: Final = 1e-12


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Everything that turns levels into a probability; never changed once it exists.

    Args:
        m: For each comparison the share of its levels among pairs that are one person.
        u: The same among pairs of different people.
        prior: Share of pairs that are one person, among all pairs of the records the weights were made for.
        unseen: Share of people who hold a value that nobody has counted, by column.
        shares: Counted shares: column, then value.
        relatives: For every pair that is one person, pairs of one house and name that are not.
        colleagues_share_phone: Of two people at one company who both have a number, the share with the same one.
        population: Number of records that the prior was found among, or thought of.
        is_counted: Whether they were made from the records they weigh, and know which names are common there.
    """

    m: Mapping[str, tuple[float, ...]]
    u: Mapping[str, tuple[float, ...]]
    prior: float
    unseen: Mapping[str, float]
    relatives: float
    colleagues_share_phone: float
    shares: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    population: int = 30_000
    is_counted: bool = False

    @property
    def version(self) -> str:
        """A name that is the same for the same weights and for no others."""
        return hashlib.sha256(self.as_json().encode()).hexdigest()[:12]

    def among(self, records: int) -> "Weights":
        """The weights for pairs among so many records, or between two inputs of which the larger has so many.

        Each record has as many others of its person however many strangers there are, so the share of pairs that are
        one person falls as records grow beyond those the prior was found among.
        """
        if records <= self.population:
            return self
        return replace(self, prior=self.prior * self.population / records)

    def as_json(self) -> str:
        """The weights as text, to be stored."""
        parts = {
            "m": self.m, "u": self.u, "prior": self.prior, "unseen": self.unseen, "shares": self.shares,
            "population": self.population, "relatives": self.relatives,
            "colleagues_share_phone": self.colleagues_share_phone, "is_counted": self.is_counted,
        }  # fmt: skip
        return json.dumps({name: parts[name] for name in sorted(parts)}, sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How common values are.

    Args:
        of: For every counted column the share of people who hold each of its texts.
        usual: For every counted column log2 of the share of the value that somebody at random holds, on average.
    """

    of: Mapping[str, npt.NDArray[np.float64]]
    usual: Mapping[str, float]


def shares_of(values: Coded, weights: Weights) -> Shares:
    """How common the values of some records are, by the weights alone."""
    of: dict[str, npt.NDArray[np.float64]] = {}
    usual: dict[str, float] = {}
    for column in others_expected():
        unseen = weights.unseen.get(column, NEVER)
        texts, counted = values.columns[column].texts, weights.shares.get(column, {})
        of[column] = np.full(len(texts), unseen)
        if column == "born":
            of[column][np.flatnonzero(pc.less_equal(pc.utf8_length(texts), YEAR))] = max(unseen, _ONE_YEAR)
        at = pc.index_in(texts, pa.array(list(counted), TEXT))
        known = np.flatnonzero(pc.is_valid(at).to_numpy(zero_copy_only=False))
        share = np.fromiter(counted.values(), np.float64, len(counted))
        of[column][known] = share[at.take(pa.array(known)).to_numpy()]
        usual[column] = usual_share(share, unseen)
    return Shares(of=of, usual=usual)


# Of a year of birth alone: working lives, and some more.
_ONE_YEAR: Final = 1 / 60


def usual_share(counted: npt.NDArray[np.float64], unseen: float) -> float:
    """log2 of the share of the value that somebody at random holds, on average.

    Args:
        counted: Shares of the values that were counted.
        unseen: Share of every other.
    """
    others = max(1 - float(counted.sum()), 0.0)
    return float(np.sum(counted * np.log2(counted)) + others * np.log2(unseen)) / (float(counted.sum()) + others)


def weights_from_json(text: str) -> Weights:
    """Stored weights."""
    parts = json.loads(text)
    return Weights(
        m={name: tuple(values) for name, values in parts["m"].items()},
        u={name: tuple(values) for name, values in parts["u"].items()},
        prior=parts["prior"],
        unseen=parts["unseen"],
        shares=parts["shares"],
        relatives=parts["relatives"],
        colleagues_share_phone=parts["colleagues_share_phone"],
        population=parts["population"],
        is_counted=parts["is_counted"],
    )


def others_expected() -> Mapping[str, float]:
    """How many other people are expected to hold a value that one person holds, by column."""
    return {column: float(_tables()[name]["others"]) for name, columns in COUNTED.items() for column in columns}


@cache
def _tables() -> dict[str, dict[str, float]]:
    return _read("weights.toml")


def _read(name: str) -> dict[str, dict[str, float]]:
    return tomllib.loads((files(__package__) / name).read_text(encoding="utf-8"))


@cache
def shipped_weights() -> Weights:
    """The weights of ``weights.toml``."""
    tables = tomllib.loads((files(__package__) / "weights.toml").read_text(encoding="utf-8"))
    for name in COMPARISONS:
        if not len(tables[name]["m"]) == len(tables[name]["u"]) == len(LEVELS[name]):
            raise ValueError(f"weights.toml, {name}: {len(LEVELS[name])} levels are wanted in m and in u.")
    return Weights(
        m={name: tuple(tables[name]["m"]) for name in COMPARISONS},
        u={name: tuple(tables[name]["u"]) for name in COMPARISONS},
        prior=tables["prior"],
        population=int(tables["population"]),
        unseen={
            column: tables[name]["share"]
            for name, columns in COUNTED.items()
            for column in columns
            if column not in WITHIN
        },
        shares=_read("common_values.toml"),
        relatives=tables["relatives"],
        colleagues_share_phone=tables["colleagues_share_phone"],
    )
