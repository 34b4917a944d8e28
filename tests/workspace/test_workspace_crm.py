"""CRM exports in a workspace: snapshots, merges, withdrawal, what people said of words and columns."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.outcomes.stages import Meaning, WordOf
from leadaudit.vocabulary import CrmObject, ImportKind
from leadaudit.workspace import Workspace
from leadaudit.workspace.crm_desk import choose_columns, kind_of, preview_crm, said_stages, say_stage, use_stages
from leadaudit.workspace.crm_view import CrmView, crm_view
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.imports import Snapshot
from tests.workspace.conftest import PROGRAM, table

AS_OF = date(2026, 11, 1)
CONTACTS = (
    "Contact ID,First Name,Last Name,Email,Account Name,Created Date,Lead Source\n"
    "C1,Ben,Castle,ben.castle1@northwell.example,Northwell,2026-03-02,Osprelle\n"
    "C2,Cleo,Drum,cleo.drum2@northwell.example,Southwell,2025-01-02,Web\n"
)
LEADS = (
    "Lead ID,First Name,Last Name,Email,Company,Lead Status,Created Date,Converted Date,Converted Opportunity ID\n"
    "C1,Emil,Frost,emil.frost4@northwell.example,Eastwell,Closed - Converted,2026-03-02,2026-05-20,O9\n"
)
OPPORTUNITIES = (
    "Opportunity ID,Opportunity Name,Stage,Amount,Currency,Created Date,Close Date,Account Name\n"
    "O1,Platform,Closed Won,1000,USD,2026-04-01,2026-06-01,Westwell\n"
    "O2,Add-on,Negotiation,500.50,USD,2026-04-05,2026-12-01,Westwell\n"
)
ROLES = "Opportunity ID,Contact ID,Role\nO1,C1,Decision Maker\n"
ACTIVITIES = (
    "Activity ID,Activity Type,Status,Start,Created Date,Contact ID,Email\n"
    "A1,Meeting,Completed,2026-03-20 10:00,2026-03-10,C1,\n"
    "A2,Call,Completed,2026-03-05 10:30,2026-03-05,C1,\n"
)


def bring(
    workspace: Workspace, kind: ImportKind, text: str, *, on: date = date(2026, 10, 31), coverage: str = "full"
) -> str:
    staged = workspace.stage(text.encode(), f"{kind.value}.csv")
    snapshot = Snapshot(kind=kind, source="crm", coverage="full" if coverage == "full" else "partial", snapshot_on=on)
    return workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


def made(folder: Path) -> Workspace:
    workspace = Workspace.create(folder, author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    staged = workspace.stage(table(1, 2, 3, 4), "leads.csv")
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=date(2026, 3, 1))
    workspace.commit(workspace.opened(staged.staged, vendor="osprelle"), staged, arrival)
    return workspace


def tables_of(workspace: Workspace) -> dict[str, list[dict[str, object]]]:
    paths: Mapping[str, list[Path]] = workspace.assessment(as_of=AS_OF).paths
    names = ("outcomes", "links", "credits", "followup", "influence", "classes", "evidence")
    return {name: pq.read_table(paths[name][0]).to_pylist() for name in names}


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with one delivery and all of a CRM."""
    workspace = made(tmp_path_factory.mktemp("crm") / "workspace")
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS)
    bring(workspace, ImportKind.CRM_LEADS, LEADS)
    bring(workspace, ImportKind.CRM_OPPORTUNITIES, OPPORTUNITIES)
    bring(workspace, ImportKind.CRM_CONTACT_ROLES, ROLES)
    bring(workspace, ImportKind.CRM_ACTIVITIES, ACTIVITIES)
    return workspace


def view(workspace: Workspace) -> CrmView:
    return crm_view(workspace.store, workspace.assessment(as_of=AS_OF))


def test_what_came_of_a_delivery_is_told_from_the_exports_together(year: Workspace) -> None:
    found = tables_of(year)
    assert sorted((row["kind"], row["source_id"]) for row in found["outcomes"]) == [
        ("contacted", "activity:A2"),
        ("meeting_held", "activity:A1"),
        ("meeting_set", "activity:A1"),
        ("opportunity", "O1"),
        ("opportunity", "O9"),
        ("won", "O1"),
    ]
    assert sorted((row["kind"], row["days"]) for row in found["credits"]) == [
        ("lead", 9),
        ("lead", 80),
        ("meeting_held", 19),
        ("meeting_set", 9),
        ("opportunity", 31),
        ("opportunity", 80),
        ("won", 92),
    ]
    assert sorted(str(row["state"]) for row in found["links"]) == ["net_new", "net_new", "net_new", "re_engaged"]


def test_meetings_of_the_crm_make_a_lead_on_the_day_they_were_set(year: Workspace) -> None:
    by_line = {row["line"]: row["first_confirmed_lead_on"] for row in tables_of(year)["classes"]}
    assert by_line == {2: date(2026, 3, 10), 3: None, 4: None, 5: date(2026, 5, 20)}


def test_a_first_export_without_created_dates_keeps_its_year_and_no_earlier_class_reads_it(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS)
    without = "Activity ID,Activity Type,Status,Start,Contact ID\nA1,Meeting,Completed,2026-03-20 10:00,C1\n"
    bring(workspace, ImportKind.CRM_ACTIVITIES, without)
    found = tables_of(workspace)
    assert {row["line"]: row["first_confirmed_lead_on"] for row in found["classes"]}[2] == date(2026, 3, 20)
    assert ("lead", 19) in {(row["kind"], row["days"]) for row in found["credits"]}
    paths = workspace.assessment(as_of=AS_OF).paths
    [days] = [row for row in pq.read_table(paths["class_days"][0]).to_pylist() if row["line"] == 2]
    assert "lead" not in {days["class_day_30"], days["class_day_90"], days["class_day_180"]}


def test_a_lead_and_a_contact_may_have_the_same_id(year: Workspace) -> None:
    people = {row["person"] for row in tables_of(year)["outcomes"] if row["source_id"] in {"O1", "O9"}}
    assert len(people) == 2


def test_what_cannot_be_counted_is_listed(year: Workspace) -> None:
    found = view(year)
    assert [row["opportunity_id"] for row in found.unnamed().to_pylist()] == ["O2"]
    assert [row["line"] for row in found.unlinked().to_pylist()] == [4]
    [rate] = found.link_rates()
    assert (rate.records, rate.linked) == (4, 3)
    assert found.doubts().num_rows == 0


def test_a_preview_stores_nothing_and_says_what_would_be_gone(year: Workspace) -> None:
    staged = year.stage(OPPORTUNITIES.replace("O2,", "O3,").replace("Negotiation", "Zorbing").encode(), "deals.csv")
    opened = year.opened(staged.staged)
    snapshot = Snapshot(kind=ImportKind.CRM_OPPORTUNITIES, source="crm", coverage="full", snapshot_on=date(2026, 11, 1))
    preview = preview_crm(year.store, opened, snapshot)
    assert (preview.gone, preview.in_force, preview.export.rows.num_rows) == (1, 2, 2)
    assert preview.words[WordOf.OPPORTUNITY, "Zorbing"] == (None, 1)
    year.drop(staged.staged)
    assert len(year.imports()) == 5


def test_the_header_says_which_import_a_file_is(year: Workspace) -> None:
    for text, kind in ((OPPORTUNITIES, ImportKind.CRM_OPPORTUNITIES), (ROLES, ImportKind.CRM_CONTACT_ROLES)):
        staged = year.stage(text.encode(), "export.csv")
        assert kind_of(year.opened(staged.staged), None) is kind
        assert kind_of(year.opened(staged.staged), CrmObject.ACTIVITY) is ImportKind.CRM_ACTIVITIES
        year.drop(staged.staged)


def test_withdrawing_an_export_restores_what_was_whatever_came_between(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS)
    before = tables_of(workspace)
    name = bring(workspace, ImportKind.CRM_ACTIVITIES, ACTIVITIES)
    assert tables_of(workspace)["outcomes"]
    workspace.withdraw(name)
    assert tables_of(workspace) == before


def test_only_a_full_export_says_that_a_row_was_deleted_and_the_newest_speaks(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS)
    bring(workspace, ImportKind.CRM_ACTIVITIES, ACTIVITIES, on=date(2026, 10, 1))
    later = ACTIVITIES.splitlines()[0] + "\nA1,Meeting,No show,2026-03-20 10:00,2026-03-10,C1,\n"
    partial = bring(workspace, ImportKind.CRM_ACTIVITIES, later, coverage="partial")
    assert kinds(workspace) == ["contacted", "meeting_set", "no_show"]
    workspace.withdraw(partial)
    bring(workspace, ImportKind.CRM_ACTIVITIES, later)
    assert kinds(workspace) == ["meeting_set", "no_show"]
    assert {row["kind"] for row in at(workspace, date(2026, 10, 15))} == {"contacted", "meeting_set", "meeting_held"}


def kinds(workspace: Workspace) -> list[str]:
    return sorted(str(row["kind"]) for row in tables_of(workspace)["outcomes"])


def at(workspace: Workspace, day: date) -> list[dict[str, object]]:
    # contacts of the end of the month are not there yet: the activities' own address is
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS, on=date(2026, 10, 1))
    rows: list[dict[str, object]] = pq.read_table(workspace.assessment(as_of=day).paths["outcomes"][0]).to_pylist()
    return rows


def test_what_people_say_of_a_word_moves_the_answer_and_is_kept(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    bring(workspace, ImportKind.CRM_CONTACTS, CONTACTS)
    bring(workspace, ImportKind.CRM_ACTIVITIES, ACTIVITIES.replace("Meeting,Completed", "Meeting,Zorbed"))
    assert kinds(workspace) == ["contacted", "meeting_set"]
    say_stage(workspace.store, WordOf.MEETING, "Zorbed", Meaning.MEETING_HELD)
    assert kinds(workspace) == ["contacted", "meeting_held", "meeting_set"]
    assert said_stages(workspace.store).as_text() == '[meeting]\n"zorbed" = "meeting_held"\n'
    use_stages(workspace.store, "", where="stages.toml")
    assert kinds(workspace) == ["contacted", "meeting_set"]
    with pytest.raises(LeadauditError) as told:
        say_stage(workspace.store, WordOf.MEMBER, "Sat in", Meaning.WON)
    assert str(told.value) == ("stages, member, Sat in: it cannot mean won. Use attended, nothing, system, vanity.")


def test_what_people_say_of_columns_is_kept_for_the_next_export(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    text = OPPORTUNITIES.replace("Currency", "Money").replace("Stage", "Where it is")
    with pytest.raises(FileMistakesError, match="none of them says the stage or status or status or won or not"):
        bring(workspace, ImportKind.CRM_OPPORTUNITIES, text)
    chosen = 'currency = "EUR"\n[columns]\n"Where it is" = "stage"\n'
    choose_columns(workspace.store, ImportKind.CRM_OPPORTUNITIES, "crm", chosen, where="map.toml")
    name = bring(workspace, ImportKind.CRM_OPPORTUNITIES, text)
    rows = workspace.read_table(name, "crm_rows").to_pylist()
    assert [(row["stage"], row["currency"]) for row in rows] == [("Closed Won", "EUR"), ("Negotiation", "EUR")]
    with pytest.raises(FileMistakesError) as told:
        choose_columns(
            workspace.store,
            ImportKind.CRM_OPPORTUNITIES,
            "crm",
            'money = "EUR"\ncurrency = "Euro"\ncolumns = "stage"\n[dates]\n"Close Date" = "us"\n',
            where="map.toml",
        )
    assert str(told.value).splitlines() == [
        "map.toml, money: is no part of this file. Use currency, [columns] and [dates].",
        "map.toml, currency: is 'Euro'. Use a three-letter code such as EUR.",
        "map.toml, dates, Close Date: is 'us'. Use ymd, dmy, mdy, serial, epoch, words.",
        'map.toml, columns: is no section of texts. Write [columns] and below it "Their column" = "ignore".',
    ]


def test_a_currency_without_a_rate_on_the_day_of_a_win_is_named(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    bring(workspace, ImportKind.CRM_OPPORTUNITIES, OPPORTUNITIES)
    assert view(workspace).without_rate() == {}
    staged = workspace.stage(b"date,currency,rate\n2026-06-10,USD,0.92\n", "rates.csv")
    snapshot = Snapshot(kind=ImportKind.FX, source="EUR", coverage="partial", snapshot_on=date(2026, 10, 31))
    workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)
    assert view(workspace).without_rate() == {"USD": [date(2026, 6, 1)]}


def test_an_export_that_was_cut_off_deletes_nothing_and_its_half_line_is_no_row(tmp_path: Path) -> None:
    workspace = made(tmp_path / "workspace")
    header = "Opportunity ID,Opportunity Name,Stage,Created Date\n"
    bring(workspace, ImportKind.CRM_OPPORTUNITIES, header + "O1,One,Proposal,2026-04-01\nO2,Two,Proposal,2026-04-02\n")
    cut = header + 'O2,Two,Closed Lost,2026-04-02\nO3,"Thr'
    bring(workspace, ImportKind.CRM_OPPORTUNITIES, cut)
    assert sorted(one.coverage for one in workspace.imports()) == ["full", "partial"]
    rows = view(workspace).steps.rows.to_pylist()
    assert sorted((row["crm_id"], row["stage"]) for row in rows) == [("O1", "Proposal"), ("O2", "Closed Lost")]
