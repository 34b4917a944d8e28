"""What stands on each page, on a small workspace whose numbers can be checked in the head."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

Open = Callable[..., AppTest]
Shown = Callable[[AppTest], str]

EVERY_PAGE = (
    "what_you_bought", "audit_file", "deliveries", "records", "freshness", "vendor_scorecards", "policy", "data",
)  # fmt: skip


def delivery_of(folder: Path, vendor: str) -> str:
    workspace = Workspace.open(folder)
    found = next(one.head.delivery for one in workspace.deliveries() if one.head.vendor == vendor)
    workspace.close()
    return found


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_every_page_has_one_question_and_no_error(open_page: Open, small_workspace: Path, name: str) -> None:
    page = open_page(name, small_workspace)
    assert not page.exception
    assert not page.error
    assert [title.value[-1] for title in page.title] == ["?"]


def test_the_overview_compares_vendors_and_says_what_is_not_known(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    page = open_page("what_you_bought", small_workspace)
    words = shown(page)
    assert "2 vendors delivered 11 lines for 456 USD. <b>7 of 11 (64 %) are usable.</b>" in words
    assert "From aldergate, 3 of 4 (75 %), 40 USD each, down to northwell, 4 of 7 (57 %), 84 USD each." in words
    assert "Real leads: <b>not known yet</b>" in words
    assert (
        "as of 1 November 2026 · 2 deliveries, the newest of 23 October 2026 · CRM contacts of 30 October 2026" in words
    )
    assert [(one.label, one.value) for one in page.metric] == [
        ("Paid, by contract", "456 USD"),
        ("Usable", "7"),
        ("Per usable record", "65.14 USD"),
        ("Real leads", "not known yet"),
    ]
    assert '<a href="records?vendor=northwell&amp;as_of=2026-11-01" target="_self">northwell</a>' in words
    assert len(page.get("vega_lite_chart")) == 1


def test_an_empty_workspace_says_what_will_stand_there_and_offers_one_button(
    open_page: Open, empty_workspace: Path, shown: Shown
) -> None:
    page = open_page("what_you_bought", empty_workspace)
    assert not page.exception
    words = shown(page)
    assert "Here will stand what was paid" in words
    assert "Vendor scorecards" in words
    assert "appears when the first file is audited" in words
    assert [button.label for button in page.button] == ["Audit a file"]


def test_the_scorecards_rank_vendors_and_say_when_they_cannot_be_told_apart(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    words = shown(open_page("vendor_scorecards", small_workspace))
    assert "Of Aldergate&#x27;s lines <b>3 of 4 (75 %) are usable</b>; of Northwell&#x27;s 4 of 7 (57 %)." in words
    assert "Whether aldergate is really ahead of northwell is not certain: their intervals overlap." in words
    assert words.index(">aldergate</a>") < words.index(">northwell</a>")


def test_one_vendor_in_full_gives_reasons_that_add_up(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    page = open_page("vendor_scorecards", small_workspace, vendor="northwell")
    assert not page.exception
    words = shown(page)
    assert page.title[0].value == "How does northwell do?"
    assert "Not usable: 1 repeat, 1 that was not what we ordered, 1 that cannot be reached." in words
    assert '<td class="" data-label="Why not usable">All that is not usable</td>' in words
    assert '<td class="n" data-label="Lines">3</td>' in words


def test_deliveries_list_what_came_newest_first(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    words = shown(open_page("deliveries", small_workspace))
    assert "<b>2 files with 11 lines</b>, the newest 9 days ago from northwell." in words
    assert words.index("northwell.csv") < words.index("aldergate.csv")


def test_one_delivery_says_how_it_was_read_and_offers_to_take_it_out(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    delivery = delivery_of(small_workspace, "aldergate")
    page = open_page("deliveries", small_workspace, delivery=delivery)
    assert not page.exception
    words = shown(page)
    assert "Aldergate&#x27;s file of 14 October: 4 lines for 120 USD." in words
    assert "separator comma" in words
    labels = [str(one.proto.label) for one in page.get("download_button")]
    assert labels == [
        "Download the clean file", "Download every line", "Download unreadable lines",
        "Ask aldergate for the wording of 3 records", "The records it is about", "Spec sheet for aldergate",
        "Delivery template for aldergate",
    ]  # fmt: skip


def test_taking_a_delivery_out_asks_first_and_leaves_what_would_be_there_without_it(
    open_page: Open, small_workspace: Path, shown: Shown, tmp_path: Path
) -> None:
    folder = tmp_path / "copy"
    shutil.copytree(small_workspace, folder)
    page = open_page("deliveries", folder, delivery=delivery_of(folder, "aldergate"))
    assert "goes, and every count is as if it had never come" in shown(page)
    page.button(key="withdraw").click().run()
    assert not page.exception
    assert "<b>1 file with 7 lines</b>" in shown(page)


def test_records_follow_the_filters_of_the_address(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    words = shown(open_page("records", small_workspace, vendor="northwell", usable="no"))
    assert "<b>3 of 11 delivered lines</b>: vendor northwell, not usable." in words
    assert "Norrby" in words
    assert "Rasmus" not in words


def test_a_search_finds_words_in_names_companies_and_addresses(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    words = shown(open_page("records", small_workspace, q="SILVERLANE"))
    assert "<b>2 of 11 delivered lines</b>" in words


def test_a_filter_chosen_on_the_page_goes_into_its_address(open_page: Open, small_workspace: Path) -> None:
    page = open_page("records", small_workspace)
    page.selectbox(key="filter_vendor_None").select("aldergate").run()
    assert not page.exception
    assert page.query_params["vendor"] == "aldergate"


def test_delivered_text_is_shown_as_text(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    delivery = delivery_of(small_workspace, "northwell")
    words = shown(open_page("records", small_workspace, record=f"{delivery}:8"))
    assert "&lt;b&gt;Fay&lt;/b&gt;" in words
    assert "<b>Fay</b>" not in words
    assert "**Quist**" in words


def test_one_record_says_what_it_is_why_and_what_would_raise_it(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    delivery = delivery_of(small_workspace, "northwell")
    page = open_page("records", small_workspace, record=f"{delivery}:2")
    assert not page.exception
    words = shown(page)
    assert "Ada Marlow at Brightwater Ltd: <b>no proof of permission</b>." in words
    assert "A dated statement made to us" in words
    assert "VP Finance, vp, finance" in words
    assert "not checked; by age alone" in words
    assert "+442079460101" in words
    assert "claimed, wording not shown; missing: " in words


def test_a_repeat_leads_to_where_the_person_stood_before(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    delivery = delivery_of(small_workspace, "northwell")
    words = shown(open_page("records", small_workspace, record=f"{delivery}:6"))
    assert "<b>not countable, repeat</b>" in words
    assert f"{delivery}:2</a>" in words
    assert "same e-mail" in words


def test_a_person_we_know_is_found_in_the_crm(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    delivery = delivery_of(small_workspace, "northwell")
    assert "our CRM, crm_contacts-crm-2026-10-30" in shown(
        open_page("records", small_workspace, record=f"{delivery}:5")
    )


@pytest.mark.parametrize("record", ["nonsense", "northwell-2026-10-23-000000:2", "x:y"])
def test_a_record_that_does_not_exist_leaves_the_list(open_page: Open, small_workspace: Path, record: str) -> None:
    page = open_page("records", small_workspace, record=record)
    assert not page.exception
    assert page.title[0].value == "Which records, and why are they what they are?"


def test_the_policy_stands_in_sentences_with_their_source(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    words = shown(open_page("policy", small_workspace))
    assert "<b>b2b-default, version 2026.1</b> is in force" in words
    assert "Behaviour alone never makes a lead, however strong." in words
    assert "our assumption" in words
    assert "Fingerprint sha256:" in words


def test_data_says_what_is_loaded_how_old_and_who_did_what(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    words = shown(open_page("data", small_workspace))
    assert "<b>2 deliveries with 11 lines</b>, the newest of 23 October 2026." in words
    assert "contacts.csv" in words
    assert "Ourselves Ltd" in words
    assert "delivery added" in words


def test_our_names_are_saved_and_every_answer_is_made_anew(
    open_page: Open, empty_workspace: Path, shown: Shown
) -> None:
    page = open_page("data", empty_workspace)
    page.text_area(key="names").set_value("Acme Corp\n Acme ")
    page.button[0].click().run()
    assert not page.exception
    workspace = Workspace.open(empty_workspace)
    assert workspace.buyer().names == ("Acme Corp", "Acme")
    workspace.close()


def test_another_day_is_another_answer(open_page: Open, small_workspace: Path, shown: Shown) -> None:
    page = open_page("what_you_bought", small_workspace, as_of="2026-10-20")
    assert not page.exception
    assert "Aldergate&#x27;s file of 14 October: 4 lines for 120 USD." in shown(page)


def test_a_day_before_the_first_delivery_is_taken_as_that_day(
    open_page: Open, small_workspace: Path, shown: Shown
) -> None:
    page = open_page("what_you_bought", small_workspace, as_of="2020-01-01")
    assert not page.exception
    assert "as of 14 October 2026" in shown(page)


def test_without_a_workspace_the_app_says_how_to_name_one(
    monkeypatch: pytest.MonkeyPatch, open_page: Open, tmp_path: Path, shown: Shown
) -> None:
    monkeypatch.setattr("sys.argv", ["app.py"])
    monkeypatch.setenv("LEADAUDIT_WORKSPACE", "")
    app = AppTest.from_file(str(Path(__file__).parents[2] / "app.py"), default_timeout=60).run()
    assert not app.exception
    assert app.title[0].value == "Which workspace?"


def test_a_folder_that_is_no_workspace_is_named(open_page: Open, tmp_path: Path) -> None:
    page = open_page("what_you_bought", tmp_path)
    assert not page.exception
    assert "this is no workspace" in page.error[0].value


FEED = b"""Company,Domain,Topic,Score,Date
Larkfield Ltd,larkfield.example,invoice approval,71,2026-10-01
Moorside Ltd,moorside.example,invoice approval,64,2026-10-02
"""


def test_a_feed_about_companies_is_never_shown_as_people(open_page: Open, empty_workspace: Path, shown: Shown) -> None:
    workspace = Workspace.open(empty_workspace)
    program = workspace.put_program(
        'vendor = "lumen"\nprice = 5\ncurrency = "USD"\ntype = "intent_feed"\n', where="lumen"
    )
    staged = workspace.stage(FEED, "feed.csv")
    opened = workspace.opened(staged.staged, vendor="lumen")
    workspace.commit(opened, staged, Arrival(program=program, delivered_on=date(2026, 10, 5)))
    workspace.close()
    overview = open_page("what_you_bought", empty_workspace)
    assert not overview.exception
    assert "Lumen: 2 lines for 10 USD, <b>all about companies, none about a person</b>." in shown(overview)
    scorecards = open_page("vendor_scorecards", empty_workspace)
    assert not scorecards.exception
    assert "No vendor delivered people yet" in shown(scorecards)


def test_contacts_are_previewed_before_they_are_brought_in(
    open_page: Open, empty_workspace: Path, shown: Shown
) -> None:
    page = open_page("data", empty_workspace)
    contacts = b"Contact ID,Email,Created Date\n003A1,dan.ivers@oakmere.example,2025-02-01\n"
    page.file_uploader(key="import_file").upload("contacts.csv", contacts, "text/csv").run()
    assert not page.exception
    assert "Its columns: 3 of 3 columns used" in [one.label for one in page.expander]
    assert "Bring in 1 line" in [one.label for one in page.button]
    next(one for one in page.button if one.label == "Leave it").click().run()
    assert not page.exception
    assert "file" not in page.query_params
