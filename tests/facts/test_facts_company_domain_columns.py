"""Employers' domains judged as whole columns: the answers of the function of one record."""

import random
from collections.abc import Sequence
from functools import partial

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.facts import judges
from leadaudit.facts.columns import judge_rows
from leadaudit.facts.company import company_key
from leadaudit.facts.company_domain_columns import plain_employers
from leadaudit.facts.legal_forms import load_legal_forms
from leadaudit.tables import FLAG, TEXT

SAYS = pa.schema([("answer", FLAG)])
OWN = """
[domains]
"northwell.example" = "Bluewater"
"bw-mail.example" = "Bluewater"
"""
Row = tuple[str | None, str | None, str | None]


def are_the_same(rows: Sequence[Row], *, own: str | None = None) -> int:
    """Asserts that the short cut changes no answer; returns how many rows it recognised."""
    columns = [pa.array([row[place] for row in rows], TEXT) for place in range(3)]
    judge, plain = partial(judges.employers_domain, extra=own), partial(plain_employers, extra=own)
    alone = judge_rows(columns, judge, SAYS)
    short = judge_rows(columns, judge, SAYS, plain=plain)
    assert short.column("answer").equals(alone.column("answer"))
    return int(plain(columns).facts.num_rows)


def test_any_company_beside_any_domains_is_answered_as_one_by_one() -> None:
    dice = random.Random(9)  # noqa: S311 - the same rows each time, not secrets
    names = (
        "Northwell", "Northwell Systems GmbH", "Blue Water Inc.", "Bluewater", "Mueller & Sons", "Müller",
        "Noelle Group", "Moes Bar", "IBM", "SAP SE", "A B C", "3M", "The Group", "Holding", "株式会社",
        "Siège Social", "Acme-Works", "Ny",
    )  # fmt: skip
    keys = [None, *(company_key(name, load_legal_forms())[0] for name in names)]
    labels = (
        "northwell", "northwellsystems", "bluewater", "blue-water", "blue", "muellerandsons", "muller",
        "mueller", "noelle", "noellegroup", "nollegroup", "moesbar", "mosbar", "ibm", "sap", "abc", "3m",
        "thegroup", "group", "holding", "xn--p1ai", "acmeworks", "acme-works", "ny", "other", "bw-mail",
        "gmail", "sub.northwell", "northwell.co",
    )  # fmt: skip
    domains = [
        None,
        "",
        "co.uk",
        "github.io",
        *(f"{label}.{end}" for label in labels for end in ("example", "com", "co.uk")),
    ]
    rows = [(dice.choice(keys), dice.choice(domains), dice.choice(domains)) for _ in range(15_000)]
    rows += [(key, domain, None) for key in keys for domain in domains]
    rows += [(key, domain, domain) for key in keys for domain in domains]
    assert are_the_same(rows) > len(rows) / 10
    assert are_the_same(rows, own=OWN) > len(rows) / 10


def test_a_company_called_as_its_domain_has_it_unless_a_list_says_whose_it_is() -> None:
    row: Row = ("northwell", "northwell.example", None)
    assert are_the_same([row]) == 1
    assert are_the_same([row], own=OWN) == 0


@given(st.lists(st.tuples(*[st.none() | st.text("aeounrls lgz-.", max_size=12)] * 3), max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_texts_are_answered_as_one_by_one(rows: list[Row]) -> None:
    own_domains = [(key, f"{(key or '').replace(' ', '')}.com", None) for key, _, _ in rows]
    keyed = [(company_key(key, load_legal_forms())[0] or None if key else None, mail, site) for key, mail, site in rows]
    are_the_same([*rows, *keyed, *own_domains, *((key, f"{mail}.de", f"{mail}.de") for key, mail, _ in rows)])
