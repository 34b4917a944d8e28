"""Companies judged as whole columns: the answers of the function of one name, for plain and odd names alike."""

import random
from collections.abc import Sequence
from functools import partial

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.facts import judges
from leadaudit.facts.columns import judge_rows, with_check
from leadaudit.facts.company_columns import plain_companies
from leadaudit.facts.folding import fold, fold_all
from leadaudit.facts.legal_forms import load_legal_forms
from leadaudit.tables import TEXT

SAYS = with_check(("company", TEXT), ("key", TEXT))
WORDS = (
    "Northwell", "NORTHWELL", "northwell", "Acme", "Moes", "Noelle", "Mueller", "Müller", "Aerospace", "Michael",
    "Ag", "AG", "Sas", "SAS", "Spa", "SpA", "S.p.A.", "Co", "Co.", "&", "and", "And", "und", "Y", "The", "the",
    "A", "I", "B.", "of", "as", "dba", "d/b/a", "fka", "formerly", "company", "Company", "Holding", "Group",
    "Systems", "365", "3M", "1", "Ltd", "Ltd.", "Limited", "Liability", "GmbH", "KG", "mbH", "Inc", "Inc.", "INC",
    "Corp.", "Corporation", "LLC", "L.L.C.", "LLP", "BV", "B.V.", "NV", "SA", "S.A.", "Sarl", "Pty", "Pte", "de",
    "CV", "None", "null", "N/A", "Unknown", "Self", "Employed", "Test", "Freelance", "Student", "xxx", "XX",
    "aaaa", "Foo,", "Foo.", "O'Neil", "Coca-Cola", "(UK)", "(Germany)", "www.acme.example", "acme.com",
    "a@acme.example", "株式会社", "ООО", "Siège", "Private", "Public", "Sdn", "Bhd", "Oy", "Oyj", "Ab", "Kft", "Zrt",
    "Sp.", "z", "o.o.", "Zoo", "Not", "Available", "Select", "One", "Oe", "Ue", "Goe", "Rts", "Eer", "Sel", "son",
    "ita", "ela",
)  # fmt: skip
OWN = """
[aliases]
"Big Blue" = "Northwell"
nwll = "Northwell Systems"
moesbar = "Acme"
"""


def are_the_same(cells: Sequence[str | None], *, own: str | None = None) -> int:
    """Asserts that the short cut changes no answer; returns how many distinct cells it recognised."""
    column = pa.array(cells, TEXT)
    judge, plain = partial(judges.company, extra=own), partial(plain_companies, extra=own)
    alone = judge_rows([column], judge, SAYS)
    short = judge_rows([column], judge, SAYS, plain=plain)
    for name in SAYS.names:
        assert short.column(name).equals(alone.column(name)), name
    return int(plain([column.unique()]).facts.num_rows)


def test_names_of_any_words_in_any_order_are_answered_as_one_by_one() -> None:
    dice = random.Random(5)  # noqa: S311 - the same names each time, not secrets
    spellings = [*load_legal_forms().forms, *load_legal_forms().placeholders]
    words = [*WORDS, *dice.sample(sorted(spellings), 200)]
    cells = {" ".join(dice.choices(words, k=dice.choice((1, 2, 2, 2, 3, 3, 4)))) for _ in range(30_000)}
    assert are_the_same(sorted(cells)) > len(cells) / 50
    assert are_the_same(sorted(cells)[:6_000], own=OWN) > 100


def test_a_name_with_every_legal_form_behind_it_is_answered_as_one_by_one() -> None:
    forms = load_legal_forms().forms
    written = {spelling for form in forms for spelling in (form, form.upper(), form.capitalize(), f"{form.title()}.")}
    names = ("Northwell", "Northwell Systems", "NORTHWELL", "Moes", "Blue Holding")
    cells: list[str | None] = [
        f"{name}{comma} {form}" for name in names for form in sorted(written) for comma in ("", ",")
    ]
    assert are_the_same(cells) > len(cells) / 3


def test_what_the_user_calls_a_company_otherwise_goes_to_the_judge() -> None:
    cells = ["Big Blue", "Big Blue Inc.", "Big Blues", "BIG BLUE LLC", "NWLL Ltd", "Nwllx", "Moes Bar", "Moes Bar GmbH"]
    are_the_same(cells, own=OWN)
    plain = plain_companies([pa.array(cells)], extra=OWN).is_plain.to_pylist()
    assert plain == [False, False, False, False, False, True, False, False]


def test_numbers_and_one_sign_again_and_again_are_no_plain_names() -> None:
    assert are_the_same(["12345", "365 365", "2026", "xxxx", "xx XX", "aa Aa", "00 00 00"]) == 0


def test_a_company_of_another_one_is_not_taken_for_a_legal_form() -> None:
    cells = ["Northwell an Acme Company", "Northwell, an Acme company", "Northwell Company", "Northwell, Company"]
    assert are_the_same(cells) == 2


def test_nothing_and_no_cell_at_all_go_to_the_judge() -> None:
    assert are_the_same([None, "", " ", "-"]) == 0
    assert are_the_same([]) == 0


@given(st.lists(st.text("aeounrslzgq EAS.,1", max_size=14) | st.text(max_size=9), max_size=30))
@settings(max_examples=300, deadline=None)
def test_any_text_is_answered_as_one_by_one(cells: list[str]) -> None:
    are_the_same([*cells, *(f"{cell} Inc." for cell in cells), *(f"{cell} Bar" for cell in cells)])


@given(st.lists(st.text("aeounrslzgqitdm -'AE.", max_size=20)))
@settings(max_examples=500, deadline=None)
def test_texts_folded_together_are_folded_as_one_by_one(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]
