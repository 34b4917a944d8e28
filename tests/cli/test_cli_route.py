"""``leadaudit route``, ``ask`` and ``follow-up`` on a workspace of one delivery."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from leadaudit.cli.commands import app
from leadaudit.errors import LeadauditError
from leadaudit.workspace import Workspace
from leadaudit.workspace.deliveries import Arrival

PROGRAM = 'id = "spring"\nvendor = "osprelle"\nprice = 45\ncurrency = "USD"\n[dedupe]\n[returns]\nwindow = 10\n'
PEOPLE = ("Ada Brook", "Ben Castle", "Cleo Drum", "Dora Elm", "Emil Frost")
HEADER = "First Name,Last Name,Email,Job Title,Company,Phone,Country,Opt-In"
WEB = """Email,Event,Timestamp
ada.brook@northwell.example,Demo request,2026-09-17T10:00:00Z
ben.castle@northwell.example,Unsubscribed,2026-09-17T10:00:00Z
"""
UNSUBSCRIBED = "Email,Event,Timestamp\nben.castle@northwell.example,Unsubscribed,2026-09-17T10:00:00Z\n"
MAILS = """Email,Event,Timestamp,Campaign
ada.brook@northwell.example,Sent,2026-09-18T08:00:00Z,Nurture
ada.brook@northwell.example,Sent,2026-09-19T08:00:00Z,Invitation
cleo.drum@northwell.example,Sent,2026-09-18T08:00:00Z,Nurture
"""
CONTACTS = """Contact ID,First Name,Last Name,Email,Account Name,Contact Owner,Created Date
003A,Ada,Brook,ada.brook@northwell.example,Northwell,Ines Garmendia,2026-09-10
"""
CALLS = """Activity ID,Contact ID,Subject,Type,Status,Date,Created Date
00T1,003A,Call,Call,Completed,2026-09-18,2026-09-18
"""
ON = ("--as-of", "2026-09-20")


def delivered() -> bytes:
    rows = [
        f"{one.replace(' ', ',')},{one.lower().replace(' ', '.')}@northwell.example,Director of Marketing,Northwell,"
        f"+1 202 555 01{10 + at},United States,Y"
        for at, one in enumerate(PEOPLE)
    ]
    return "\n".join([HEADER, *rows, ""]).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("route") / "workspace"
    workspace = Workspace.create(made, author="ada")
    bought = workspace.put_program(PROGRAM, where="spring.toml")
    workspace.put_policy('name = "own"\nversion = "1"\n[follow_up]\nholdout_share = 0.0\n', where="policy.toml")
    staged = workspace.stage(delivered(), "leads.csv")
    workspace.commit(
        workspace.opened(staged.staged, vendor="osprelle"),
        staged,
        Arrival(program=bought, delivered_on=date(2026, 9, 1)),
    )
    workspace.close()
    for kind, text in (("web", WEB), ("unsubscribes", UNSUBSCRIBED), ("bounces", MAILS)):
        file = made.parent / f"{kind}.csv"
        file.write_text(text, encoding="utf-8")
        run(made, "import", kind, str(file), "--snapshot-on", "2026-09-19")
    return made


def run(folder: Path, *words: str) -> str:
    done = CliRunner().invoke(app, [*words, "--workspace", str(folder)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_who_asked_us_is_called_with_why_and_nobody_who_unsubscribed(folder: Path) -> None:
    told = json.loads(run(folder, "route", *ON, "--json"))
    [task] = told["tasks"]
    assert (task["list"], task["name"], task["channel"]) == ("call_now", "Ada Brook", "call")
    assert task["why_now"] == "The person asked us for a demo 3 days ago (17 September 2026)."
    assert (told["as_of"], told["held_back"]) == ("2026-09-20", 0)
    assert told["waiting"]["call_now"] == {"waits": 0, "with_sales": 0, "routed": 0}
    assert "Ben Castle" not in run(folder, "route", *ON, "--csv")
    said = run(folder, "route", *ON)
    assert said.startswith("Call 1 person now.")
    assert "Nobody is on this list." in said  # nothing to confirm


def test_signals_go_to_the_crm_and_segments_say_what_suits_whom(folder: Path) -> None:
    rows = run(folder, "route", *ON, "--crm", "hubspot").splitlines()
    assert len(rows) == 2
    assert rows[1].endswith("demo_request,2026-09-17,High,Evaluation")
    segments = run(folder, "route", *ON, "--segments")
    assert "ben.castle" not in segments or "leave_alone" in segments


def test_mails_into_a_conversation_and_of_two_sequences_within_days_are_told(folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder, tmp_path / "called"))
    for text in (CONTACTS, CALLS):
        file = tmp_path / f"{len(text)}.csv"
        file.write_text(text, encoding="utf-8")
        run(folder, "import", "crm", str(file), "--snapshot-on", "2026-09-19")
    # Ada was called on the 18th: the mail of that day and that of the next, of another sequence, reached her
    said = " ".join(run(folder, "route", *ON).split())
    assert (
        "2 of 3 mails reached people while sales was talking to them, and 2 came within days of another sequence."
        in said
    )


def test_people_are_asked_with_a_wording_and_why_others_are_not(folder: Path) -> None:
    told = json.loads(run(folder, "ask", *ON, "--json"))
    assert sorted(task["name"] for task in told["tasks"]) == ["Cleo Drum", "Dora Elm", "Emil Frost"]
    assert told["not_asked"] == {"is_lead": 1}
    asked = run(folder, "ask", *ON, "--csv", "--wording", "price").splitlines()
    assert len(asked) == 4
    assert all("would a price for" in line for line in asked[1:])


def test_a_wording_that_is_not_there_is_refused_with_those_that_are(folder: Path) -> None:
    done = CliRunner().invoke(app, ["ask", *ON, "--csv", "--wording", "poem", "--workspace", str(folder)])
    assert isinstance(done.exception, LeadauditError)
    assert str(done.exception) == "wording poem: there is none of that name. Use one of talk, stage, price."


def test_a_list_given_out_is_given_out_once(folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(folder, tmp_path / "given"))
    owners = tmp_path / "owners.toml"
    owners.write_text('us = "Fern"\n[[territory]]\nowner = "Ines Garmendia"\ncountries = ["US"]\n', encoding="utf-8")
    run(folder, "follow-up", "set", str(owners))
    assert 'owner = "Ines Garmendia"' in run(folder, "follow-up", "show")
    first = json.loads(run(folder, "route", *ON, "--give-out", "--json"))
    assert [(task["name"], task["owner"]) for task in first["tasks"]] == [("Ada Brook", "Ines Garmendia")]
    again = json.loads(run(folder, "route", *ON, "--give-out", "--json"))
    assert again["tasks"] == []
    assert again["waiting"]["call_now"]["routed"] == 1
    assert "Call 0" not in run(folder, "route", *ON)
