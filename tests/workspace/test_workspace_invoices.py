"""Invoices in a workspace: brought in whole or not at all, matched, kept, and holding what they speak of."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from leadaudit.contract.billing.places import Fault, Place
from leadaudit.errors import FileMistakesError, LeadauditError, UnknownNameError
from leadaudit.export.invoice_files import accrual_rows, dispute_pack, match_documents, match_rows
from leadaudit.vocabulary import ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.imports import Snapshot
from leadaudit.workspace.invoices import Books, keep_match, let_go, lines_in, looked_at, open_books

AS_OF = date(2026, 9, 5)
HEADER = "Invoice,Invoice Date,Program,Description,Quantity,Unit Price,Amount,Tax,Currency,Credits Invoice\n"
ONE = "I-1,2026-09-02,osprelle-2026,=HYPERLINK(1),3,45,135.00,27.00,USD,\n"
HEAD = "First Name,Last Name,Email,Job Title,Company,Phone,Country"

Deliver = Callable[..., str]


def bring_in(
    workspace: Workspace, content: str, kind: ImportKind = ImportKind.INVOICES, source: str = "invoices"
) -> str:
    staged = workspace.stage(content.encode(), f"{kind.value}.csv")
    snapshot = Snapshot(kind=kind, source=source, coverage="partial", snapshot_on=date(2026, 9, 4))
    return workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


def books(workspace: Workspace) -> Books:
    return open_books(workspace.store, workspace.assessment(as_of=AS_OF))


def leads(*names: str) -> bytes:
    rows = [
        f"{name},Castle,{name.lower()}@northwell.example,Director of Marketing,Northwell,+1 202 555 0101,United States"
        for name in names
    ]
    return "\r\n".join([HEAD, *rows, ""]).encode()


def test_an_invoice_is_matched_with_what_was_delivered(workspace: Workspace, deliver: Deliver) -> None:
    # The second Ada is a repeat the contract takes back: two are owed, one can be claimed.
    delivery = deliver(leads("Ada", "Ben", "Ada"))
    before = workspace.assessment(as_of=AS_OF).assessment_id
    bring_in(workspace, HEADER + ONE)
    assert workspace.assessment(as_of=AS_OF).assessment_id == before
    [one] = books(workspace).matching.matches
    assert {place: minor for place, minor in one.places.items() if minor} == {
        Place.ACCEPTED: 9000, Place.CLAIMABLE: 4500, Place.TAX: 2700,
    }  # fmt: skip
    assert (one.billed_minor, one.expected_minor) == (16_200, 11_700)
    [accrual] = books(workspace).accruals
    assert (accrual.payable_not_invoiced_minor, accrual.claimable_minor) == (0, 4500)
    assert books(workspace).rows_behind(one)["delivery"].to_pylist() == [delivery] * 3


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (ONE.replace("osprelle-2026", "nobody-2026"), "is 'nobody-2026', which is no program here."),
        (ONE.replace(",45,", ",-45,"), "no price is below 0"),
        ("C-1,2026-09-02,osprelle-2026,,,,-45.00,,USD,\n", "a credit without an invoice"),
        ("C-1,2026-09-02,osprelle-2026,,,,-45.00,,USD,I-9\n", "osprelle has no such invoice here"),
        (ONE.replace("USD", "EUR"), "there is no rate of EUR into USD for 2026-09-02"),
    ],
)
def test_a_file_with_one_bad_line_is_not_brought_in_at_all(workspace: Workspace, line: str, told: str) -> None:
    with pytest.raises(FileMistakesError, match=told):
        bring_in(workspace, HEADER + ONE + line.replace("I-1,", "I-2,", 1))
    assert workspace.imports() == ()


def test_a_rate_brought_in_lets_another_currency_in_where_it_is_disputed(
    workspace: Workspace, deliver: Deliver
) -> None:
    deliver(leads("Ada"))
    bring_in(workspace, "date,currency,rate\n2026-09-01,EUR,1.10\n2026-09-04,EUR,1.05\n", ImportKind.FX, "USD")
    credit = "C-1,2026-09-04,osprelle-2026,,,,-10.00,,EUR,I-1\n"
    bring_in(workspace, HEADER + ONE.replace("USD", "EUR") + credit)
    found = books(workspace)
    assert [dispute.fault for dispute in found.matching.matches[0].disputes] == [
        Fault.WRONG_CURRENCY, Fault.TAX_ON_DISPUTED,
    ]  # fmt: skip
    [reversal] = found.reversals.values()
    assert (reversal.credit_minor, reversal.exchange_minor) == (1100, -50)


def test_the_history_of_the_central_bank_is_rates_into_any_of_its_currencies(workspace: Workspace) -> None:
    history = "Date,USD,GBP,ISK,\n2026-09-02,1.10,0.88,N/A,\n2026-09-01,1.20,0.80,150,\n2019-01-02,1.14,0.90,133,\n"
    name = bring_in(workspace, history, ImportKind.FX, "USD")
    found = {
        (str(row["on"]), row["currency"]): row["rate"]
        for row in workspace.read_table(name, "exchange_rates").to_pylist()
    }
    assert found == {
        ("2026-09-01", "EUR"): "1.20", ("2026-09-01", "GBP"): "1.5", ("2026-09-01", "ISK"): "0.008",
        ("2026-09-02", "EUR"): "1.10", ("2026-09-02", "GBP"): "1.25",
    }  # fmt: skip
    with pytest.raises(LeadauditError, match="it has no column SEK"):
        bring_in(workspace, history, ImportKind.FX, "SEK")


def test_rates_are_refused_with_every_mistake(workspace: Workspace) -> None:
    with pytest.raises(FileMistakesError) as error:
        bring_in(workspace, "date,currency,rate\nsoon,EUR,1.1\n2026-09-01,dollars,0\n", ImportKind.FX, "USD")
    assert len(error.value.mistakes) == 3
    with pytest.raises(LeadauditError, match="CRM is no currency"):
        bring_in(workspace, "date,currency,rate\n2026-09-01,EUR,1.1\n", ImportKind.FX, "crm")


def test_a_kept_match_pins_its_answer_and_holds_delivery_and_import(workspace: Workspace, deliver: Deliver) -> None:
    delivery = deliver(leads("Ada", "Ben", "Cleo"))
    imported = bring_in(workspace, HEADER + ONE)
    keep_match(workspace.store, books(workspace), "i 1")
    for name, about in ((delivery, f"delivery {delivery}"), (imported, f"import {imported}")):
        with pytest.raises(LeadauditError) as error:
            workspace.withdraw(name)
        assert str(error.value).startswith(f"{about}: invoice I-1 ")
        assert "leadaudit invoices release" in str(error.value)
    with pytest.raises(LeadauditError, match="its match is kept already"):
        keep_match(workspace.store, books(workspace), "I-1")
    workspace.tidy()
    assert workspace.doctor() == ()
    let_go(workspace.store, "I-1")
    with pytest.raises(UnknownNameError, match="no match of it is kept"):
        let_go(workspace.store, "I-1")
    workspace.withdraw(imported)
    workspace.withdraw(delivery)


def test_an_invoice_whose_credit_came_later_stays_until_the_credit_is_gone(workspace: Workspace) -> None:
    invoice = bring_in(workspace, HEADER + ONE)
    credit = bring_in(workspace, f"{HEADER}C-1,2026-09-03,osprelle-2026,,,,-45.00,,USD,I-1\n")
    with pytest.raises(LeadauditError, match="credit C-1 takes back invoice I-1, which came with it"):
        workspace.withdraw(invoice)
    workspace.withdraw(credit)
    workspace.withdraw(invoice)


def test_a_file_is_matched_without_being_brought_in(workspace: Workspace, deliver: Deliver) -> None:
    deliver(leads("Ada"))
    staged = workspace.stage((HEADER + ONE).encode(), "october.csv")
    more = lines_in(workspace.store, workspace.opened(staged.staged))
    found = open_books(workspace.store, workspace.assessment(as_of=AS_OF), more=more)
    assert found.matching.matches[0].places[Place.DISPUTED] == 9000 + 1800
    assert workspace.imports() == ()


def test_the_dispute_pack_holds_summary_lines_and_evidence_and_no_formula(
    workspace: Workspace, deliver: Deliver
) -> None:
    deliver(leads("Ada", "Ada"))
    bring_in(workspace, HEADER + ONE.replace("I-1", "=1+1"))
    found = books(workspace)
    [one] = found.matching.matches
    content = dispute_pack(one, found.rows_behind(one))
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    assert book.sheet_names == ["Summary", "Lines", "Evidence"]
    assert book.get_sheet_by_name("Summary").to_python()[1] == ["Invoice", "=1+1"]
    assert [row[2] for row in book.get_sheet_by_name("Lines").to_python()[1:]] == [
        "more than was delivered", "tax on what is disputed",
    ]  # fmt: skip
    assert len(book.get_sheet_by_name("Evidence").to_python()) == 2
    [row] = match_rows([one])
    [document] = match_documents([one])
    assert row["billed_minor"] == document["billed_minor"] == 16_200
    assert accrual_rows(found.accruals)[0]["period_from"] == date(2026, 9, 1)


def test_a_sample_that_was_looked_at_speaks_for_its_program(workspace: Workspace, deliver: Deliver) -> None:
    deliver(leads("Ada"))
    assert looked_at(workspace.store, workspace.assessment(as_of=AS_OF)) == {}
    bring_in(workspace, "ref,valid,reason,checked_on\ns-000000000000,no,,2026-09-03\n", ImportKind.SAMPLE_CHECKS)
    assert looked_at(workspace.store, workspace.assessment(as_of=AS_OF)) == {}
