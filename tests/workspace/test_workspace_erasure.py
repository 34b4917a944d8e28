"""Erasing one person: no byte of the address stays, every line keeps its number, and nobody comes back."""

import io
import shutil
import sqlite3
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import xlsxwriter

from leadaudit.contract.buyer import Buyer, BuyerList
from leadaudit.errors import LeadauditError
from leadaudit.split.choice import Split
from leadaudit.vocabulary import ImportKind, Judgement
from leadaudit.workspace import Workspace, assessments, catalogue, claims, deliveries, erasure, kept_claims
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.desk import build_claim
from leadaudit.workspace.erased_people import KEY_FILE
from leadaudit.workspace.imports import Snapshot

ADA = "ada.brook@northwell.example"
PROGRAM = """
[program]
id = "osprelle-2026"
vendor = "osprelle"
price = 45
currency = "USD"
goal = 4
over_delivery_allowed = false
[dedupe]
key = "email"
scope = "vendor"
[returns]
window = 10
"""
HEADER = "Lead ID,First Name,Last Name,Email,Job Title,Company,Phone,Country,Note"
PEOPLE = {
    "ada": "Ada,Brook,Ada.Brook@Northwell.example,Director of Ärger,Northwell,+1 202 555 0101,US",
    "ben": "Ben,Castle,ben.castle@northwell.example,Director of Finance,Northwell,+1 202 555 0102,US",
    "cleo": "Cleo,Drum,cleo.drum@eastfield.example,VP of Marketing,Eastfield,+1 202 555 0103,US",
    "dora": "Dora,Elm,dora.elm@southgate.example,VP of Sales,Southgate,+1 202 555 0104,US",
    "emil": "Emil,Frost,emil.frost@westbrook.example,Head of IT,Westbrook,+1 202 555 0105,US",
}


def table(*names: str, note: str = "asked on the fair") -> str:
    rows = [f"L{at}-{name},{PEOPLE[name]},{note}" for at, name in enumerate(names)]
    return "\r\n".join([HEADER, *rows, ""])


def workbook(*names: str) -> bytes:
    written = io.BytesIO()
    with xlsxwriter.Workbook(written) as book:
        page = book.add_worksheet("Leads")
        for at, line in enumerate(table(*names).split("\r\n")[:-1]):
            page.write_row(at, 0, line.split(","))
    return written.getvalue()


def deliver(workspace: Workspace, content: bytes, name: str, *, on: date) -> str:
    staged = workspace.stage(content, name)
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=on)
    return workspace.commit(workspace.opened(staged.staged, vendor="osprelle"), staged, arrival)


def bring_in(workspace: Workspace, kind: ImportKind, content: str, *, source: str = "crm") -> str:
    staged = workspace.stage(content.encode(), f"{kind}.csv")
    snapshot = Snapshot(kind=kind, source=source, coverage="full", snapshot_on=date(2026, 9, 3))
    return workspace.commit_import(workspace.opened(staged.staged), staged, snapshot)


def filled(folder: Path) -> Workspace:
    made = Workspace.create(folder, author="ada")
    made.put_program(PROGRAM, where="osprelle-2026.toml")
    made.put_buyer(Buyer(names=("Ours",), suppression=BuyerList(entries=(ADA.upper(), "other@x.example"))))
    first = deliver(made, table("ben", "ada", "cleo", "ada", note="é").encode("cp1252"), "one.csv", on=date(2026, 9, 1))
    second = deliver(made, table("ada", "dora").encode("utf-16"), "two.csv", on=date(2026, 9, 2))
    deliver(made, workbook("emil", "ada", "ben"), f"for {ADA}.xlsx", on=date(2026, 9, 2))
    crm = "Contact ID,First Name,Last Name,Email,Owner Email\n"
    crm += "003A,Ada,Brook,ada.brook@northwell.example,rep@ours.example\n"
    crm += "003B,Ben,Castle,ben.castle@northwell.example,ADA.BROOK@northwell.example\n"
    bring_in(made, ImportKind.CRM_CONTACTS, crm)
    bring_in(made, ImportKind.LIST, f"email\nx@y.example\n{ADA}\n", source="suppression")
    bring_in(
        made,
        ImportKind.UNSUBSCRIBES,
        f"Email,Date\n{ADA},2026-09-02\nben.castle@northwell.example,2026-09-02\n",
        source="unsubscribes",
    )
    made.decide(f"{first}:3", f"{second}:2", Judgement.SAME, note=f"both are {ADA}")
    made.decide(f"{first}:2", f"{first}:4", Judgement.DIFFERENT, note="no")
    found = made.assessment(as_of=date(2026, 9, 5))
    name = build_claim(made.store, found, made.program("osprelle-2026"), form="plain")
    claims.send_claim(made.store, name, f"email\n{ADA}\n".encode(), on=datetime(2026, 9, 5, 12, tzinfo=UTC))
    made.stage(f"Email\n{ADA}\n".encode("utf-16"), "waiting.csv")
    return made


@pytest.fixture(scope="module")
def filled_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to copy, not to work in."""
    made = filled(tmp_path_factory.mktemp("filled") / "workspace")
    made.close()
    return made.folder


def copied(folder: Path, to: Path) -> Workspace:
    return Workspace.open(shutil.copytree(folder, to), author="ada")


def forms(address: str) -> list[bytes]:
    written = {address, address.upper(), "Ada.Brook@Northwell.example"}
    return [one.encode(codec) for one in written for codec in ("utf-8", "utf-16-le", "utf-16-be")]


def holding(folder: Path, address: str = ADA) -> list[str]:
    """Every file of the folder that holds the address in any form, packed and compressed ones opened."""
    found = []
    for path in sorted(one for one in folder.rglob("*") if one.is_file()):
        content = path.read_bytes()
        parts = [content]
        if content.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
        if content.startswith(b"PAR1"):
            parts.append(str(pq.read_table(path).to_pylist()).encode())
        if any(form in part for part in parts for form in forms(address)):
            found.append(path.name)
    return found


@pytest.fixture(scope="module")
def erased(filled_once: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, dict[str, Any]]]:
    made = copied(filled_once, tmp_path_factory.mktemp("erasure") / "workspace")
    before = made.assessment()
    said: dict[str, Any] = {
        "held": holding(made.folder),
        "summary": before.summaries(),
        "deliveries": {one.head.delivery: one for one in made.deliveries()},
        "verdicts": rows(before, "verdicts"),
        "classes": rows(before, "classes"),
        "usable": rows(before, "usable"),
        "claims": all_claims(made),
    }
    planned, found = made.plan_erasure(f" {ADA.title()} ")
    said["planned"] = planned
    said["erasure"] = made.forget(planned, found)
    yield made, said
    made.close()


def rows(found: Any, name: str) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["delivery"], row["line"]): row for row in pq.read_table(found.paths[name][0]).to_pylist()}


def all_claims(workspace: Workspace) -> Any:
    with workspace.store.engine.connect() as connection:
        return kept_claims.all_claims(connection)


def test_no_byte_of_the_address_stays_anywhere(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, said = erased
    assert len(said["held"]) >= 10
    assert holding(workspace.folder) == []


def test_nothing_else_of_the_person_stays_in_the_files(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, _ = erased
    for path in (workspace.folder / "files").iterdir():
        content = path.read_bytes()
        parts = [str(pq.read_table(path).to_pylist()).encode()] if content.startswith(b"PAR1") else [content]
        if content.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                parts = [archive.read(name) for name in archive.namelist()]
        for word in ("Ada,Brook", "555 0101", "2025550101", "003A", "Ärger"):
            assert not any(word.encode() in part for part in parts), (path.name, word)


def test_what_would_go_is_listed_before(erased: tuple[Workspace, dict[str, Any]]) -> None:
    planned = erased[1]["planned"]
    assert planned.addresses == (ADA,)
    assert sorted((one.what, one.line) for one in planned.lines) == [
        ("CRM contact", 2), ("evidence", 2), ("list", 3),
        ("record", 2), ("record", 3), ("record", 3), ("record", 5),
    ]  # fmt: skip
    assert (len(planned.claims), planned.decisions) == (1, 1)


def test_every_line_keeps_its_number_and_the_others_what_they_say(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, said = erased
    for one in workspace.deliveries():
        before = said["deliveries"][one.head.delivery]
        assert (one.lines_read, one.lines_unreadable) == (before.lines_read, before.lines_unreadable)
        assert one.file_sha256 == before.file_sha256
        lines = workspace.read_table(one.head.delivery, "lines").to_pylist()
        gone = {each.line for each in said["planned"].lines if each.owner == one.head.delivery}
        assert {row["line"] for row in lines if not any(row["cells"])} == gone
        for row in lines:
            assert row["line"] in gone or row["cells"][1] in {"Ben", "Cleo", "Dora", "Emil"}


def test_class_verdict_and_money_of_the_record_stand(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, said = erased
    found = workspace.assessment()
    for name, columns in {
        "verdicts": ("verdict", "code", "clause", "amount_minor"),
        "classes": ("class", "excluded_reason", "rule", "flags", "first_lead_on"),
        "usable": ("usable", "not_usable_reason", "amount_minor"),
    }.items():
        now = rows(found, name)
        assert now.keys() == said[name].keys()
        for key, row in said[name].items():
            assert [now[key][column] for column in columns] == [row[column] for column in columns], (name, key)
    assert {name: one.cost for name, one in found.summaries().items()} == {
        name: one.cost for name, one in said["summary"].items()
    }


def test_the_sent_claim_keeps_ids_and_amounts_only(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, said = erased
    assert all_claims(workspace) == said["claims"]
    claim, lines = kept_claims.load_claim(workspace.store, said["claims"][0].claim)
    theirs = {(one.owner, one.line) for one in said["planned"].lines}
    for row in lines.to_pylist():
        assert (row["email"] is None) == ((row["delivery"], row["line"]) in theirs)
        assert row["amount_minor"] == 4500
    assert kept_claims.SENT not in files(workspace, claim.claim)


def files(workspace: Workspace, owner: str) -> dict[str, str]:
    from leadaudit.workspace.file_store import files_of

    with workspace.store.engine.connect() as connection:
        return files_of(connection, owner)


def test_the_log_names_the_erasure_and_never_the_person(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, _ = erased
    newest = next(one for one in workspace.log() if one.action != "read again")
    assert (newest.action, newest.subject, newest.detail) == ("person erased", "erasure 1", "")
    assert "no" in [one.detail for one in workspace.log() if one.action == "decided different"]
    assert workspace.doctor() == ()


def test_the_key_is_the_owners_alone(erased: tuple[Workspace, dict[str, Any]]) -> None:
    path = erased[0].folder / KEY_FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(path.read_bytes()) == 32


def test_reading_everything_again_does_not_bring_the_person_back(erased: tuple[Workspace, dict[str, Any]]) -> None:
    workspace, said = erased
    with sqlite3.connect(workspace.folder / catalogue.FILE_NAME) as connection:
        connection.execute("update deliveries set recipe = 'old'")
        connection.execute("update imports set recipe = 'old'")
    found = workspace.assessment()
    assert [one.action for one in workspace.log()][:2] == ["read again", "read again"]
    assert {key: row["class"] for key, row in rows(found, "classes").items()} == {
        key: row["class"] for key, row in said["classes"].items()
    }
    assert holding(workspace.folder) == []


def test_a_later_file_is_kept_and_the_person_in_it_is_suppressed(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    deliver(workspace, table("ada", "ben").encode(), "one.csv", on=date(2026, 9, 1))
    workspace.forget(*workspace.plan_erasure(ADA))
    later = deliver(workspace, table("cleo", "ada").encode(), "two.csv", on=date(2026, 9, 2))
    found = workspace.assessment()
    now = rows(found, "classes")
    assert now[later, 2]["excluded_reason"] is None
    assert (now[later, 3]["class"], now[later, 3]["excluded_reason"]) == ("excluded", "suppressed")
    # That we may not use the record is not the vendor's doing.
    assert rows(found, "verdicts")[later, 3]["verdict"] == "accept"
    assert len(holding(workspace.folder)) >= 3
    workspace.forget(*workspace.plan_erasure(ADA))
    assert holding(workspace.folder) == []
    assert rows(workspace.assessment(), "classes")[later, 3]["excluded_reason"] == "suppressed"


def test_the_same_file_delivered_again_is_read_in_full_and_suppressed(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    content = table("ada", "ben").encode()
    name = deliver(workspace, content, "one.csv", on=date(2026, 9, 1))
    workspace.forget(*workspace.plan_erasure(ADA))
    workspace.withdraw(name)
    assert deliver(workspace, content, "one.csv", on=date(2026, 9, 1)) == name
    assert rows(workspace.assessment(), "classes")[name, 2]["excluded_reason"] == "suppressed"
    assert workspace.read_table(name, "lines")["cells"].to_pylist()[0][1] == "Ada"


def test_a_kill_leaves_either_all_or_nothing(
    filled_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(filled_once, tmp_path / "workspace")
    held = holding(workspace.folder)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(erasure, "write_log", killed)
        with pytest.raises(KeyboardInterrupt):
            workspace.forget(*workspace.plan_erasure(ADA))
    assert set(holding(workspace.folder)) >= set(held)
    assert workspace.doctor() == ()
    assert "person erased" not in [one.action for one in workspace.log()]
    with monkeypatch.context() as patched:
        patched.setattr(erasure, "finish_erasures", killed)
        with pytest.raises(KeyboardInterrupt):
            workspace.forget(*workspace.plan_erasure(ADA))
    workspace.close()
    again = Workspace.open(tmp_path / "workspace", author="ada")
    assert holding(again.folder) == []
    assert again.doctor() == ()


def test_records_joined_to_the_person_go_too_unless_only_the_address_is_meant(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    deliver(workspace, table("ada", "ben").encode(), "one.csv", on=date(2026, 9, 1))
    other = table("ada").replace("Ada.Brook@Northwell.example", "abrook@northwell.example")
    deliver(workspace, other.encode(), "two.csv", on=date(2026, 9, 2))
    whole, found = workspace.plan_erasure(ADA)
    assert [(one.line, one.because) for one in whole.lines] == [
        (2, "the address"),
        (2, "joined by vendor_record_id"),
    ]
    assert whole.addresses == ("abrook@northwell.example", ADA)
    alone, _ = workspace.plan_erasure(ADA, only_address=True)
    assert (len(alone.lines), alone.addresses) == (1, (ADA,))
    workspace.forget(whole, found)
    assert holding(workspace.folder) == holding(workspace.folder, "abrook@northwell.example") == []


def test_an_erased_line_of_a_split_file_stays_with_its_delivery(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    rows_of = [("Vendor", HEADER), ("Osprelle", table("ben", "ada", "cleo")), ("Tarn", table("emil", "ada"))]
    lines = [
        f"{vendor},{line}" for vendor, text in rows_of for line in text.split("\r\n")[(vendor != "Vendor") :] if line
    ]
    staged = workspace.stage("\n".join([*lines, ""]).encode(), "all.csv")
    split = Split(vendor="Vendor", until=date(2026, 9, 10), delivered_on=date(2026, 9, 1))
    made = workspace.commit_split(workspace.opened(staged.staged), workspace.staged(staged.staged), split)
    before = {name: workspace.read_table(name, "lines")["line"].to_pylist() for name in made}
    workspace.forget(*workspace.plan_erasure(ADA))
    assert {name: workspace.read_table(name, "lines")["line"].to_pylist() for name in made} == before
    with sqlite3.connect(workspace.folder / catalogue.FILE_NAME) as connection:
        connection.execute("update deliveries set recipe = 'old'")
    workspace.assessment()
    assert {name: workspace.read_table(name, "lines")["line"].to_pylist() for name in made} == before
    workspace.withdraw(made[0])
    workspace.assessment()
    assert workspace.read_table(made[1], "lines")["line"].to_pylist() == before[made[1]]
    assert holding(workspace.folder) == []


def test_somebody_nobody_knows_is_remembered_and_what_is_no_address_is_refused(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    planned, found = workspace.plan_erasure(ADA)
    assert planned.lines == ()
    workspace.forget(planned, found)
    name = deliver(workspace, table("ada").encode(), "one.csv", on=date(2026, 9, 1))
    assert rows(workspace.assessment(), "classes")[name, 2]["excluded_reason"] == "suppressed"
    with pytest.raises(LeadauditError) as caught:
        workspace.plan_erasure("ada")
    assert str(caught.value) == "forget: ada is no e-mail address. Give the address of the person."


def meanwhile(monkeypatch: pytest.MonkeyPatch, module: object, workspace: Workspace) -> None:
    """Somebody else erases the person just before a module's next transaction."""
    real = catalogue.writing

    def first_erased(engine: Any) -> Any:
        monkeypatch.setattr(module, "writing", real)
        other = Workspace.open(workspace.folder, author="ben")
        other.forget(*other.plan_erasure(ADA))
        other.close()
        return real(engine)

    monkeypatch.setattr(module, "writing", first_erased)


def test_a_file_that_comes_in_while_somebody_in_it_is_erased_is_refused_whole(
    filled_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(filled_once, tmp_path / "workspace")
    content = table("ada", "emil", note="came late").encode()
    known = [one.head.delivery for one in workspace.deliveries()]
    meanwhile(monkeypatch, deliveries, workspace)
    with pytest.raises(LeadauditError, match="somebody was erased while this was made"):
        deliver(workspace, content, "late.csv", on=date(2026, 9, 5))
    assert [one.head.delivery for one in workspace.deliveries()] == known
    assert workspace.doctor() == ()
    assert holding(workspace.folder) == []
    assert deliver(workspace, content, "late.csv", on=date(2026, 9, 5)) not in known


def test_an_answer_that_was_being_made_does_not_keep_the_person(
    filled_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = copied(filled_once, tmp_path / "workspace")
    meanwhile(monkeypatch, assessments, workspace)
    with pytest.raises(LeadauditError, match="somebody was erased while it was made"):
        workspace.assessment(as_of=date(2026, 9, 20))
    assert holding(workspace.folder) == []
    assert workspace.doctor() == ()
    workspace.assessment(as_of=date(2026, 9, 20))
    assert holding(workspace.folder) == []


def spreadsheet(*names: str) -> bytes:
    """The same as an OpenDocument spreadsheet."""
    rows = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
            for cell in line.split(",")
        )
        + "</table:table-row>"
        for line in table(*names).split("\r\n")[:-1]
    )
    spaces = (
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} office:version="1.3"><office:body>'
        f'<office:spreadsheet><table:table table:name="Leads">{rows}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest '
            'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            '<manifest:file-entry manifest:full-path="/" '
            'manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>',
        )
        book.writestr("content.xml", content)
    return written.getvalue()


def test_an_open_document_spreadsheet_keeps_its_rows_without_the_person(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    workspace.put_program(PROGRAM, where="osprelle-2026.toml")
    name = deliver(workspace, spreadsheet("ben", "ada", "cleo"), "leads.ods", on=date(2026, 9, 1))
    before = workspace.read_table(name, "records").to_pylist()
    workspace.forget(*workspace.plan_erasure(ADA))
    assert holding(workspace.folder) == []
    after = workspace.read_table(name, "records").to_pylist()
    assert [row["line"] for row in after] == [row["line"] for row in before] == [2, 3, 4]
    assert (after[0], after[2]) == (before[0], before[2])
    assert after[1]["email"] is None
    with sqlite3.connect(workspace.folder / catalogue.FILE_NAME) as connection:
        connection.execute("update deliveries set recipe = 'old'")
    workspace.assessment()
    assert holding(workspace.folder) == []
    assert workspace.doctor() == ()


def test_an_opportunity_that_names_only_the_person_goes_even_by_the_id_alone(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="ada")
    bring_in(
        workspace, ImportKind.CRM_CONTACTS, f"Contact ID,Email\n003ADA,{ADA}\n003BEN,ben.castle@northwell.example\n"
    )
    name = bring_in(
        workspace,
        ImportKind.CRM_OPPORTUNITIES,
        "Opportunity ID,Opportunity Name,Stage,Created Date,Contact ID,Contact Name\n"
        "006A,Northwell 1,Negotiation,2026-08-01,003ADA,Ada Brook\n"
        "006B,Northwell 2,Negotiation,2026-08-01,003BEN,Ben Castle\n"
        "006C,Northwell 3,Negotiation,2026-08-01,,\n",
    )
    planned, found = workspace.plan_erasure(ADA)
    assert [(one.owner, one.line) for one in planned.lines if one.owner == name] == [(name, 2)]
    workspace.forget(planned, found)
    assert holding(workspace.folder, "003ADA") == holding(workspace.folder, "Ada Brook") == []
    assert holding(workspace.folder, "003BEN") != []
    assert workspace.read_table(name, "crm_rows")["crm_id"].to_pylist()[-2:] == ["006B", "006C"]
    workspace.close()
