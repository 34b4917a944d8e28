"""Names judged as whole columns: the answers of the function of one name, for every pair of plain and odd halves."""

import random
from collections.abc import Sequence
from itertools import product

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.facts import judges
from leadaudit.facts.columns import judge_rows, with_check
from leadaudit.facts.name_columns import plain_names
from leadaudit.facts.name_words import name_words
from leadaudit.tables import FLAG, TEXT

SAYS = with_check(
    ("first", TEXT), ("last", TEXT), ("first_key", TEXT), ("last_key", TEXT), ("generation", TEXT), ("is_test", FLAG)
)
ODD = (
    None, "", " ", "Anna", "anna", "ANNA", "Anna ", "Anna-Maria", "Anna Maria", "Anne", "Dr.", "Dr. Anna", "Smith",
    "Garcia", "García", "Müller", "Mueller", "O'Brien", "D’Angelo", "Mickey", "Mouse", "Test", "Tester", "asdf",
    "qwerty", "Ng", "JP", "Jr", "Sr.", "II", "MBA", "PhD", "Null", "n/a", "x", "-", "Sales", "Team", "Ag", "GmbH",
    "van", "van Damme", "de la Cruz", "山田", "太郎", "Łukasz", "Brzęczyszczykiewicz", "aaaa", "Vlk", "Phzlps", "1234",
    "Anna1", "anna@acme.example", "Acme Inc.", "Robertson", "Kowalski", "Hernandez", "Klaus", "Weber", "Last",
    "Name", "FNU", "Doe", "John", "Jane", "İpek", "ß", "SS", "Straße", "Strasse", "Jean-Claude", "o'", "Mc",
    "McDonald", "MCDONALD", "(Bob)", '"Bob"', "Bob,", "Bob.", "J.", "J",
)  # fmt: skip


def are_the_same(columns: list[pa.Array]) -> int:
    """Asserts that the short cut changes no answer; returns how many rows it recognised."""
    alone = judge_rows(columns, judges.name, SAYS)
    short = judge_rows(columns, judges.name, SAYS, plain=plain_names)
    for name in SAYS.names:
        assert short.column(name).equals(alone.column(name)), name
    return int(plain_names(columns).facts.num_rows)


def test_every_pair_of_plain_and_odd_halves_is_answered_as_one_by_one() -> None:
    words_of = name_words()
    dice = random.Random(11)  # noqa: S311 - the same names each time, not secrets
    halves = [
        *ODD, *(word.capitalize() for word in dice.sample(sorted(words_of.given | words_of.family), 60)),
        *dice.sample(sorted(words_of.tests | words_of.placeholders | words_of.no_person), 20),
    ]  # fmt: skip
    pairs = list(product(halves, halves))
    recognised = are_the_same(columns_of(pairs))
    assert recognised > len(pairs) / 5


def columns_of(pairs: Sequence[tuple[str | None, str | None]]) -> list[pa.Array]:
    first, last = (pa.array([pair[place] for pair in pairs], TEXT) for place in (0, 1))
    nothing = pa.nulls(len(pairs), TEXT)
    return [first, nothing, last, nothing, nothing]


def test_an_insult_in_two_halves_and_halves_that_changed_places_go_to_the_judge() -> None:
    insults = [(word[:cut], word[cut:]) for word in name_words().profanity for cut in range(2, len(word) - 1)]
    swapped = [("Garcia", "Anna"), ("Kowalski", "Peter"), ("Anna", "Garcia")]
    pairs = [(first.capitalize(), last.capitalize()) for first, last in insults] + swapped
    are_the_same(columns_of(pairs))
    assert not any(plain_names(columns_of(pairs[:-1])).is_plain.to_pylist())
    assert plain_names(columns_of(pairs[-1:])).is_plain.to_pylist() == [True]


def test_a_whole_name_beside_the_halves_is_left_to_the_judge_and_other_cells_are_not() -> None:
    rows = [("Anna", None, "Weber", "Anna Weber", None), ("Anna", "M.", "Weber", None, "Ms")]
    columns = [pa.array(column, TEXT) for column in zip(*rows, strict=True)]
    are_the_same(columns)
    assert plain_names(columns).is_plain.to_pylist() == [False, True]


@given(st.lists(st.tuples(st.text("aeonrtsAEMTüß'- .1", max_size=8), st.text(max_size=6)), max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_as_one_by_one(pairs: list[tuple[str, str]]) -> None:
    are_the_same(
        columns_of([*pairs, *((last, first) for first, last in pairs), *((first, first) for first, _ in pairs)])
    )
