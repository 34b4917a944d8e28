from collections.abc import Callable
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.contract.program import read_program
from leadaudit.ui.charts import ShareRow, Usable, VendorBar, usable_by_permission, usable_shares, vendors_bought_and_got
from leadaudit.ui.parts import Link
from leadaudit.ui.program_form import program_text
from leadaudit.ui.step_arrived import value_words, vendor_id
from leadaudit.vocabulary import ProgramType, WindowClock


def test_usable_records_fall_into_three_groups_and_none_is_lost() -> None:
    counts = {"proven": 5, "proven_by_program": 3, "asserted": 7, "absent": 2, "contradicted": 1}
    usable = usable_by_permission(counts)
    assert usable == Usable(proven=8, claimed=7, none=3)
    assert usable.total == sum(counts.values())


def test_a_bar_per_vendor_says_x_of_n_most_usable_first() -> None:
    bars = [
        VendorBar(vendor="low", delivered=10, usable=Usable(proven=0, claimed=2, none=1)),
        VendorBar(vendor="high", delivered=4, usable=Usable(proven=4, claimed=0, none=0)),
        VendorBar(vendor="nothing", delivered=0, usable=Usable(proven=0, claimed=0, none=0)),
    ]
    spec = str(vendors_bought_and_got(bars).to_dict())
    order = [spec.index(words) for words in ("high: 4 of 4 (100 %)", "low: 3 of 10 (30 %)", "nothing: 0 of 0")]
    assert order == sorted(order)
    assert "2 of 10 (20 %)" in spec


def test_a_share_is_drawn_with_its_interval() -> None:
    row = ShareRow(name="northwell", part=61, whole=412, low=0.12, high=0.18)
    spec = str(usable_shares([row], level=0.9).to_dict())
    assert "northwell: 61 of 412 (15 %), 12 % to 18 %" in spec
    assert "90 % interval" in spec


@pytest.mark.parametrize(
    ("name", "vendor"),
    [("Northwell", "northwell"), (" ACME  West GmbH ", "acme-west-gmbh"), ("a.b_c-1", "a.b_c-1"), ("--!!", "")],
)
def test_a_vendor_name_becomes_an_id(name: str, vendor: str) -> None:
    assert vendor_id(name) == vendor


def test_invisible_separators_have_names() -> None:
    assert [value_words(value) for value in (",", ";", "\t", "|", "", "cp1252")] == [
        "comma",
        "semicolon",
        "tab",
        "pipe",
        "none",
        "cp1252",
    ]


@pytest.mark.parametrize(("price", "written"), [("48.0", "48"), ("4.50", "4.5"), ("100", "100"), ("0.07", "0.07")])
def test_five_fields_make_a_program_file(price: str, written: str) -> None:
    text = program_text(
        "northwell",
        "northwell",
        price=Decimal(price),
        currency='US"D',
        kind=ProgramType.CONTENT_SYNDICATION,
        window=10,
        clock=WindowClock.MONTH_END,
    )
    assert f"price = {written}\n" in text
    program = read_program(text, where="form")
    assert (program.price, program.currency) == (Decimal(written), "USD")
    assert (program.returns.window, program.returns.clock) == (10, WindowClock.MONTH_END)


def test_without_agreed_days_the_program_has_no_return_terms() -> None:
    text = program_text(
        "a",
        "a",
        price=Decimal(1),
        currency="EUR",
        kind=ProgramType.LIST_PURCHASE,
        window=None,
        clock=WindowClock.DELIVERY,
    )
    assert read_program(text, where="form").returns.window is None


def run_in_app(body: Callable[[], None]) -> AppTest:
    return AppTest.from_function(body, default_timeout=30).run()


def test_a_ledger_escapes_every_cell_and_puts_the_total_first() -> None:
    def body() -> None:
        from leadaudit.ui import parts

        columns = (parts.Column(label="<i>Name</i>"), parts.Column(label="Lines", align="number"))
        parts.ledger(columns, [["<script>x</script>", "1"], [None, "2"]], total=["All", "3"])

    app = run_in_app(body)
    assert not app.exception
    html = app.get("html")[0].proto.body
    assert "<script>" not in html
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert "&lt;i&gt;Name&lt;/i&gt;" in html
    assert html.index(">All<") < html.index("&lt;script")
    assert '<td class="n" data-label="Lines">2</td>' in html


def test_an_answer_puts_what_matters_first_and_large() -> None:
    def body() -> None:
        from leadaudit.ui import parts

        parts.answer(("Some <file>: 3 lines.", "**2 are usable.**", "And more."))

    html = run_in_app(body).get("html")[0].proto.body
    assert html == (
        '<p class="la-answer">Some &lt;file&gt;: 3 lines. <b>2 are usable.</b></p><p class="la-more">And more.</p>'
    )


def test_a_link_carries_its_filters_as_an_address() -> None:
    def body() -> None:
        import streamlit as st

        from leadaudit.ui.parts import Link

        st.query_params["as_of"] = "2026-11-01"
        st.text(Link(words="x", page="records", params=(("reason", "a b&c"),)).address)

    assert run_in_app(body).text[0].value == "records?reason=a+b%26c&as_of=2026-11-01"


def test_a_link_is_a_value() -> None:
    assert Link(words="x", page="records") == Link(words="x", page="records", params=())
