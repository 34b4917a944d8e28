"""Invented business contacts with known truth: damage as lists have it, and people who only look like one.

Damage: nicknames, initials, slips, swapped names, new employers, other addresses, missing values.  People who are two:
relatives and namesakes at one company, father and son, switchboards, mailboxes of a function.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from leadaudit.identity.pairs.described import DESCRIBED

_ROOT = Path(__file__).parents[1] / "leadaudit" / "identity"
_SYLLABLES = [
    "ba", "ber", "cor", "dan", "del", "eck", "fal", "gar", "hol", "in", "jor", "kam", "lin", "mar", "nor", "os",
    "per", "quin", "ros", "sten", "tor", "ul", "ven", "wal", "yor", "zim", "ing", "man", "sen", "ley",
]  # fmt: skip
_LEVELS = [
    "head of", "director", "manager", "senior", "junior", "vice president", "chief", "lead", "specialist", "",
]  # fmt: skip
_FIELDS = [
    "marketing", "sales", "finance", "operations", "it", "purchasing", "logistics", "quality", "product", "legal",
]  # fmt: skip
_KINDS = ["manager", "officer", "analyst", "lead", "advisor", "director", "engineer", "coordinator"]
_COUNTRIES = ["US", "GB", "DE", "FR", "IN", "CA", "NL", "ES", "AU", "SE"]

Numbers = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contacts:
    """Records and who they are.

    Args:
        described: ``DESCRIBED``.
        person: Number of each record's person.
    """

    described: pa.Table
    person: Numbers


def contacts(count: int, *, seed: int = 7) -> Contacts:
    """``count`` records of about five people for every six records."""
    random = np.random.default_rng(seed)
    persons = count * 5 // 6
    columns = _people(random, persons)
    person = np.concatenate([np.arange(persons), random.integers(0, persons, count - persons)])
    again = np.arange(count) >= persons
    columns = {name: texts[person] for name, texts in columns.items()}
    _damage(columns, again, random)
    _empty(columns, random)
    order = random.permutation(count)
    arrays = {name: pa.array(texts[order], pa.string()) for name, texts in columns.items()}
    arrays |= {"delivery": pa.array(np.full(count, "acme-1")), "line": pa.array(np.arange(count) + 2, pa.int32())}
    table = [arrays.get(field.name, pa.nulls(count, field.type)) for field in DESCRIBED.schema]
    return Contacts(described=pa.table(table, schema=DESCRIBED.schema), person=person[order])


def _names(random: np.random.Generator, count: int, syllables: int) -> Texts:
    parts = np.array(_SYLLABLES, object)
    words = parts[random.integers(0, len(parts), count)]
    for _ in range(syllables - 1):
        words = words + parts[random.integers(0, len(parts), count)]
    return words


def _frequent(random: np.random.Generator, count: int, kinds: int, exponent: float) -> Numbers:
    """Numbers below ``kinds``, small ones far more often."""
    weight = (np.arange(kinds) + 5.0) ** -exponent
    return random.choice(kinds, count, p=weight / weight.sum())


def _people(random: np.random.Generator, count: int) -> dict[str, Texts]:
    lists = tomllib.loads((_ROOT / "nicknames.toml").read_text(encoding="utf-8"))["names"]
    common = tomllib.loads((_ROOT / "pairs" / "common_values.toml").read_text(encoding="utf-8"))
    firsts = np.array([names[0] for names in lists] + [*common["first"], *_names(random, 2_000, 2)], object)
    lasts = np.array([*common["last"], *_names(random, 60_000, 3)], object)
    companies = max(200, count // 12)
    company = _frequent(random, count, companies, 0.75)
    first, last = firsts[_frequent(random, count, len(firsts), 0.9)], lasts[_frequent(random, count, len(lasts), 0.85)]
    # Relatives, and namesakes, at one company; father and son.
    kin = np.flatnonzero(random.random(count) < 0.02)
    kin = kin[kin > 0]
    last[kin], company[kin] = last[kin - 1], company[kin - 1]
    alike = kin[: len(kin) // 5]
    first[alike] = first[alike - 1]
    generation = np.full(count, None, object)
    sons = alike[: len(alike) // 3]
    generation[sons], generation[sons - 1] = "jr", "sr"
    firm = _names(random, companies, 3) + " " + np.array(_FIELDS, object)[random.integers(0, 10, companies)]
    domain = np.array([name.replace(" ", "") + ".example" for name in firm], object)
    pattern = random.integers(0, 3, companies)[company]
    number = np.char.add("1202", random.integers(1_000_000, 9_999_999, count).astype(str)).astype(object)
    board = np.char.add("1303", random.integers(1_000_000, 9_999_999, companies).astype(str)).astype(object)
    email = _addresses(first, last, domain[company], pattern, np.isin(np.arange(count), alike))
    role = random.random(count) < 0.01
    return {
        "first": first,
        "last": last,
        "generation": generation,
        "email": _without(email, role),
        "phone": np.where(random.random(count) < 0.3, board[company], number),
        "company": firm[company],
        "domain": domain[company],
        "title": _titles(random, count),
        "country": np.array(_COUNTRIES, object)[_frequent(random, companies, 10, 1.2)][company],
    }


def _addresses(first: Texts, last: Texts, domain: Texts, pattern: Numbers, is_second: npt.NDArray[np.bool_]) -> Texts:
    initial = np.array([name[0] for name in first], object)
    box = np.where(pattern == 0, first + "." + last, np.where(pattern == 1, initial + last, first + "_" + last))
    # The second of a name at a company gets a number.
    second = np.array(["2" if again else "" for again in is_second], object)
    return np.array(box + second + "@" + domain, object)


def _titles(random: np.random.Generator, count: int) -> Texts:
    level, field, kind = (np.array(words, object) for words in (_LEVELS, _FIELDS, _KINDS))
    parts = (
        level[random.integers(0, 10, count)],
        field[random.integers(0, 10, count)],
        kind[random.integers(0, 8, count)],
    )
    return np.array([" ".join(words).strip() for words in zip(*parts, strict=True)], object)


def _damage(columns: dict[str, Texts], again: npt.NDArray[np.bool_], random: np.random.Generator) -> None:
    lists = tomllib.loads((_ROOT / "nicknames.toml").read_text(encoding="utf-8"))["names"]
    short = {names[0]: names[1:] for names in lists}
    count = len(again)

    def some(share: float) -> Numbers:
        return np.flatnonzero(again & (random.random(count) < share))

    moved = some(0.12)
    other = random.integers(0, count, len(moved))
    for name in ("company", "domain", "country"):
        columns[name][moved] = columns[name][other]
    boxes = [address and address.partition("@")[0] for address in columns["email"][moved]]
    domains = columns["domain"][moved]
    columns["email"][moved] = [box and f"{box}@{domain}" for box, domain in zip(boxes, domains, strict=True)]
    columns["title"][some(0.15)] = "consultant"
    kept = random.random(len(moved)) < 0.4
    columns["phone"][moved[~kept]] = [
        f"1404{digits}" for digits in random.integers(1_000_000, 9_999_999, (~kept).sum())
    ]
    for at in some(0.15):
        names = short.get(columns["first"][at], [columns["first"][at][0]])
        columns["first"][at] = names[at % len(names)]
    for name, share in (("first", 0.06), ("last", 0.08), ("company", 0.08), ("email", 0.03), ("phone", 0.02)):
        for at in some(share):
            columns[name][at] = _slip(columns[name][at], random)
    turned = some(0.03)
    columns["first"][turned], columns["last"][turned] = columns["last"][turned], columns["first"][turned]
    private = some(0.06)
    columns["email"][private] = [
        f"{name}{at % 97}@mail.example" for name, at in zip(columns["last"][private], private, strict=True)
    ]
    columns["domain"][private] = None


def _without(texts: Texts, gone: npt.NDArray[np.bool_]) -> Texts:
    left = texts.copy()
    left[gone] = None
    return left


def _slip(text: str | None, random: np.random.Generator) -> str | None:
    if not text or len(text) < 4:
        return text
    at, kind = int(random.integers(1, len(text) - 1)), int(random.integers(0, 3))
    if kind == 0:
        return text[:at] + text[at + 1 :]
    if kind == 1:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + text[at] + text[at:]


def _empty(columns: dict[str, Texts], random: np.random.Generator) -> None:
    for name, share in (("email", 0.1), ("phone", 0.3), ("title", 0.08), ("company", 0.04), ("country", 0.03)):
        columns[name][random.random(len(columns[name])) < share] = None
    gone = np.array([address is None for address in columns["email"]], np.bool_)
    columns["domain"][gone & (random.random(len(gone)) < 0.8)] = None
