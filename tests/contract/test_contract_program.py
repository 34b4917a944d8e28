from datetime import UTC, datetime
from decimal import Decimal

import pytest

from leadaudit.contract.buyer import read_buyer, write_buyer
from leadaudit.contract.program import program_text, program_without_contract, read_program
from leadaudit.errors import FileMistakesError
from leadaudit.vocabulary import ListKind, ReasonCode, Seniority, WindowClock

FIVE_FIELDS = (
    '[program]\nvendor = "osprelle"\nprice = 45.50\ncurrency = "usd"\n[returns]\nwindow = 5\nclock = "delivery"\n'
)


def mistakes(text: str) -> list[str]:
    with pytest.raises(FileMistakesError) as caught:
        read_program(text, where="osprelle.toml")
    return str(caught.value).splitlines()


def test_five_fields_are_a_program() -> None:
    program = read_program(FIVE_FIELDS, where="osprelle.toml")
    assert (program.id, program.vendor, program.price, program.currency) == (
        "osprelle",
        "osprelle",
        Decimal("45.50"),
        "USD",
    )
    assert (program.returns.window, program.returns.clock) == (5, WindowClock.DELIVERY)
    assert program.has_contract


def test_a_refused_reason_is_not_returnable_whatever_is_usual() -> None:
    program = read_program(FIVE_FIELDS + 'refused = ["competitor"]\n', where="p")
    assert ReasonCode.COMPETITOR not in program.returns.reasons
    assert ReasonCode.INVALID_EMAIL in program.returns.reasons


def test_all_mistakes_of_a_program_are_named_at_once() -> None:
    text = (
        '[program]\nvendor = "Os Prelle"\nprice = -1\ncurrency = "usx"\n'
        '[returns]\nwindw = 3\nreturnable = ["not_interested"]\n[[spec]]\nlevels = ["boss"]\n'
    )
    assert mistakes(text.replace("Os Prelle", "osprelle").replace("-1", "-2")) == [
        "osprelle.toml, price: is -2, but it should be greater than or equal to 0. Correct it.",
        "osprelle.toml, currency: is 'usx', which is no currency. Use a three-letter code such as USD, EUR or GBP.",
        (
            "osprelle.toml, spec.1.levels.1: is 'boss'. "
            "Use owner, c_level, vp, director, manager, individual, entry or unknown."
        ),
        (
            "osprelle.toml, returns.returnable.1: 'not_interested' is a disappointment, not a defect, "
            "and can never be returned. Remove it."
        ),
        "osprelle.toml, returns.windw: is not a key of this file. Did you mean window?",
    ]


def test_a_price_may_be_unknown_together_with_its_currency() -> None:
    found = read_program('vendor = "osprelle"\nprice = "unknown"\ncurrency = "unknown"\n', where="osprelle.toml")
    assert (found.price, found.currency) == (None, None)
    assert mistakes('vendor = "osprelle"\nprice = 4\ncurrency = "unknown"\n') == [
        "osprelle.toml, the file: price and currency are known together or not at all. "
        'Give both, or "unknown" for both.'
    ]
    fees = 'vendor = "osprelle"\nprice = "unknown"\ncurrency = "unknown"\n[fees]\nplatform = 5\n'
    assert mistakes(fees) == [
        "osprelle.toml, the file: there are amounts, but their currency is unknown. Give price and currency."
    ]


@pytest.mark.parametrize("price", [None, Decimal("48.5")])
def test_a_program_without_a_contract_is_the_same_after_writing_and_reading(price: Decimal | None) -> None:
    currency = None if price is None else "EUR"
    made = program_without_contract("zeta", price, currency, where="x", name="zeta-q4", words='Q4 "Zürich" \\ 🎯')
    assert read_program(program_text(made), where="x") == made


def test_a_missing_price_is_asked_for() -> None:
    assert mistakes('vendor = "osprelle"\ncurrency = "USD"\n') == ["osprelle.toml, price: is missing. Add it."]


def test_a_spec_binds_a_day_after_it_was_confirmed() -> None:
    program = read_program(
        FIVE_FIELDS
        + '[[spec]]\nlevels = ["vp"]\n[[spec]]\nconfirmed_at = 2026-03-01T09:00:00Z\nlevels = ["director"]\n',
        where="p",
    )
    before = program.spec_in_force(datetime(2026, 3, 2, 8, 59, tzinfo=UTC))
    after = program.spec_in_force(datetime(2026, 3, 2, 9, 0, tzinfo=UTC))
    assert before is not None
    assert after is not None
    assert (before.levels, after.levels) == ((Seniority.VP,), (Seniority.DIRECTOR,))


def test_no_spec_binds_before_the_first_was_in_force() -> None:
    program = read_program(FIVE_FIELDS + "[[spec]]\nconfirmed_at = 2026-03-01\n", where="p")
    assert program.spec_in_force(datetime(2026, 2, 1, tzinfo=UTC)) is None


def test_a_program_that_ends_before_it_starts_is_refused() -> None:
    text = FIVE_FIELDS.replace("[returns]", "start_on = 2026-02-01\nend_on = 2026-01-01\n[returns]")
    assert mistakes(text) == [
        "osprelle.toml, the file: start_on 2026-02-01 is after end_on 2026-01-01. Swap or correct them."
    ]


def test_a_program_without_a_contract_says_so() -> None:
    assert not program_without_contract("acme", Decimal(48), "USD", where="--vendor").has_contract
    assert read_program(FIVE_FIELDS + "\n", where="p").has_contract


def test_a_buyer_list_may_be_an_array_or_a_table() -> None:
    buyer = read_buyer(
        'names = ["Fernhollow"]\nown_domains = ["fernhollow.example"]\ncompetitors = ["rivalco.example"]\n'
        '[suppression]\nentries = ["a@b.example"]\nsupplied_on = 2026-01-05\n',
        where="buyer.toml",
    )
    listed = {kind: named.entries for kind, named in buyer.lists().items() if named.entries}
    assert listed == {
        ListKind.COMPETITORS: ("rivalco.example",),
        ListKind.SUPPRESSION: ("a@b.example",),
        ListKind.OWN_DOMAINS: ("fernhollow.example",),
    }


def test_a_list_file_of_a_buyer_is_read_and_an_uploaded_buyer_may_not_name_one() -> None:
    text = '[competitors]\nfile = "rivals.txt"\n'
    on_disk = read_buyer(text, where="buyer.toml", read_list=lambda name: f"{name}.example\n\nsecond.example\n")
    assert on_disk.competitors.entries == ("rivals.txt.example", "second.example")
    with pytest.raises(FileMistakesError, match=r"buyer.toml, competitors, file: lists of an uploaded file are inline"):
        read_buyer(text, where="buyer.toml")


def test_a_buyer_written_and_read_again_is_the_same() -> None:
    buyer = read_buyer(
        'names = ["Fern\\"hollow", "Größe\\n"]\nown_domains = ["fernhollow.example"]\n'
        '[suppression]\nentries = ["a@b.example"]\nsupplied_on = 2026-01-05\n'
        '[[wordings]]\nid = "w1"\ntext = "May we?"\ncontrollers = ["Fernhollow"]\nvalid_from = 2026-01-01\n',
        where="buyer.toml",
    )
    assert read_buyer(write_buyer(buyer), where="again") == buyer
