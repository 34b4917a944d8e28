import random
from itertools import product

import pyarrow as pa
import pytest

from leadaudit.facts.email_domain import DomainFact, domain_fact, typos
from leadaudit.facts.email_domain_columns import are_ordinary
from leadaudit.tables import TEXT

ORDINARY = DomainFact(
    is_existing=True, is_disposable=False, is_free=False, is_academic=False, meant=None, is_provider_typo=False
)


def ordinary(hosts: list[str]) -> list[str]:
    return [
        host
        for host, is_ordinary in zip(hosts, are_ordinary(pa.array(hosts, TEXT)).to_pylist(), strict=True)
        if is_ordinary
    ]


def test_of_an_ordinary_host_nothing_is_known_but_that_it_exists() -> None:
    dice = random.Random(20261121)  # noqa: S311 - a seeded die, not a secret
    syllables = [
        "ba",
        "co",
        "g",
        "mail",
        "ya",
        "hoo",
        "out",
        "look",
        "uni-",
        "tu-",
        "edu",
        "ac",
        "web",
        "t-",
        "de",
        "1",
        "--",
    ]
    endings = ["com", "de", "fr", "co", "con", "io", "co.uk", "edu", "example", "test", "ck", "museum", "local"]
    hosts = list(
        {f"{''.join(dice.choices(syllables, k=dice.randint(1, 4)))}.{dice.choice(endings)}" for _ in range(6_000)}
    )
    found = ordinary(hosts)
    assert len(found) > 1_000
    assert {host: domain_fact(host) for host in found} == dict.fromkeys(found, ORDINARY)


def test_no_provider_with_one_slip_is_ordinary() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
    for name in typos("providers"):
        places = range(len(name))
        lost = {name[:place] + name[place + 1 :] for place in places}
        more = {name[:place] + letter + name[place:] for place, letter in product(places, letters)}
        other = {name[:place] + letter + name[place + 1 :] for place, letter in product(places, letters)}
        swapped = {name[:place] + name[place + 1] + name[place] + name[place + 2 :] for place in places[:-1]}
        assert ordinary([f"{slip}.com" for slip in {name, *lost, *more, *other, *swapped}]) == []


@pytest.mark.parametrize("host", ["acme.com", "northwind.example", "a-b.io", "muellerundsoehne.de"])
def test_a_companys_domain_is_ordinary(host: str) -> None:
    assert ordinary([host]) == [host]
