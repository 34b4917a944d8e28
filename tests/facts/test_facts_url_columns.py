"""Websites judged as whole columns: the answers of the function of one cell."""

import random
from collections.abc import Iterable, Sequence

import idna
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.facts import judges
from leadaudit.facts.columns import judge_rows, with_check
from leadaudit.facts.suffixes import suffixes
from leadaudit.facts.url import registrable_domain
from leadaudit.facts.url_columns import plain_domains, plain_websites
from leadaudit.facts.words import missing_words
from leadaudit.tables import TEXT

SAYS = with_check(("text", TEXT))


def are_the_same(cells: Sequence[str | None]) -> int:
    """Asserts that the short cut changes no answer; returns how many distinct cells it recognised."""
    column = pa.array(cells, TEXT)
    alone = judge_rows([column], judges.website, SAYS)
    short = judge_rows([column], judges.website, SAYS, plain=plain_websites)
    for name in SAYS.names:
        assert short.column(name).equals(alone.column(name)), name
    return int(plain_websites([column.unique()]).facts.num_rows)


def test_addresses_under_every_ending_are_answered_as_one_by_one() -> None:
    dice = random.Random(3)  # noqa: S311 - the same addresses each time, not secrets
    labels = ("acme", "a", "foo-bar", "-x", "x-", "xn--mller-kva", "www", "co", "com", "github", "müller", "a_b", "ⓐ")
    endings = [*sorted(suffixes().rules), *in_ascii(suffixes().rules), "notanending", "c", "10", "COM", "\u212aom"]
    before = ["", "", "https://", "HTTP://", "//", "https:/", "www.", "https://www.", "mailto:a@", "a@", " "]
    behind = ["", "", "", "/", "//", ":80", "/x", ".", " ", ","]
    cells = []
    for number in range(20_000):
        ending = dice.choice(["com", "de", "co.uk", "uk", dice.choice(endings)]).replace("*", "acme").removeprefix("!")
        some = [f"acme{number}"] if number % 3 == 0 else dice.choices(labels, k=dice.choice((0, 1, 1, 2)))
        host = ".".join([*some, ending])
        cells.append(dice.choice(before) + host + dice.choice(behind))
    assert are_the_same(cells) > len(cells) / 20


def test_words_that_mean_nothing_and_cells_without_a_domain_go_to_the_judge() -> None:
    cells = [None, "", " ", "-", *sorted(missing_words("website")), "Acme", "acme@", "1.2.3.4", f"{'a' * 64}.com"]
    assert are_the_same(cells) == 0


def test_no_ending_is_taken_for_a_domain_that_somebody_registered() -> None:
    endings = [ending for ending in (*sorted(suffixes().rules), *in_ascii(suffixes().rules)) if ending[0] not in "*!"]
    assert are_the_same([*endings, *(f"www.{ending}" for ending in endings)]) > 0


def test_a_domain_is_plain_with_or_without_its_trimmings() -> None:
    cells = ["acme.example", "www.Acme.example", "https://acme.example/", "http://www.acme.example"]
    assert are_the_same(cells) == len(cells)
    assert plain_domains(pa.array(cells)).to_pylist() == ["acme.example"] * 4


@given(st.lists(st.text("acdemoukwxn.-/:", max_size=16) | st.text(max_size=12), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_as_one_by_one(cells: list[str]) -> None:
    are_the_same([*cells, *(f"www.{cell}.com" for cell in cells)])
    for cell, domain in zip(cells, plain_domains(pa.array(cells, TEXT)).to_pylist(), strict=True):
        assert domain in {None, registrable_domain(cell)}


def in_ascii(endings: Iterable[str]) -> list[str]:
    return [
        idna.encode(ending).decode() for ending in sorted(endings) if not ending.isascii() and ending[0] not in "*!"
    ]
