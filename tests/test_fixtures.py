"""The demo's files are what their script makes, and every trouble stands where the README says."""

import csv
import io
import re
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineError, CalamineWorkbook

from fixtures.invented.crm_year import OWNERS
from leadaudit.contract.buyer import read_buyer
from leadaudit.contract.program import read_program
from leadaudit.followup.given import read_given
from leadaudit.intake.mapping_file import read_mapping_file
from leadaudit.plan.target import read_target
from leadaudit.vocabulary import ProgramType

FIXTURES = Path(__file__).parents[1] / "fixtures"
DEMO = FIXTURES / "demo"
README = (FIXTURES / "README.md").read_text(encoding="utf-8")
ENCODINGS = {"osprelle": "cp1252", "quillmere": "utf-16", "corvane": "utf-8-sig"}
# What test entries look like, and nobody's address.
PLACEHOLDERS = {"test@test.com", "asdf@asdf.com", "aaaa@aaaa.com", "testuser@example.com", "qwe@qwe.com"}


def _made(folder: Path) -> dict[str, bytes]:
    """What the script makes below a folder; the rest is written by hand."""
    made = [folder / "README.md", folder / "demo" / "demo.toml", *(folder / "demo").glob("crm_*.csv")]
    made += [folder / "demo" / f"{name}.csv" for name in ("web_visits", "mailings", "ask_responses")]
    made += [path for part in ("demo/deliveries", "demo/lists", "trouble") for path in (folder / part).rglob("*")]
    return {str(path.relative_to(folder)): path.read_bytes() for path in made if path.is_file()}


def _text(path: Path) -> str:
    return path.read_bytes().decode(ENCODINGS.get(path.parent.name, "utf-8"))


def _delivered_texts() -> Iterator[str]:
    for path in sorted((DEMO / "deliveries").rglob("*")):
        if path.suffix in {".csv", ".tsv", ".txt"}:
            yield _text(path)
        elif path.is_file():
            workbook = CalamineWorkbook.from_path(str(path))
            rows = (row for name in workbook.sheet_names for row in workbook.get_sheet_by_name(name).to_python())
            yield "\n".join(str(cell) for row in rows for cell in row)


def _line(path: Path, line: int) -> str:
    """A physical line of a text file, or a row of the workbook's last sheet."""
    if path.suffix in {".csv", ".tsv", ".txt"}:
        return _text(path).split("\n")[line - 1]
    workbook = CalamineWorkbook.from_path(str(path))
    rows = workbook.get_sheet_by_name(workbook.sheet_names[-1]).to_python(skip_empty_area=False)
    return " ".join(str(cell) for cell in rows[line - 1])


def test_the_script_makes_the_same_bytes_again(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "fixtures.make_fixtures", str(tmp_path)]
    subprocess.run(command, check=True, capture_output=True, cwd=FIXTURES.parent)
    again, committed = _made(tmp_path), _made(FIXTURES)
    assert sorted(again) == sorted(committed)
    assert [name for name in committed if committed[name] != again[name]] == []


def test_every_example_of_the_readme_stands_on_the_line_it_names() -> None:
    rows = re.findall(r"^\| (.+?) \| (\d+) \| `(demo/\S+)` \| (.+) \|$", README, flags=re.MULTILINE)
    assert len(rows) > 40
    missing = [
        (trouble, file, example)
        for trouble, _, file, examples in rows
        for example in examples.split(", ")
        if example.partition(": ")[2] not in _line(FIXTURES / file, int(example.partition(": ")[0]))
    ]
    assert missing == []


def test_the_readme_names_every_trouble_file() -> None:
    named = set(re.findall(r"^\| `([\w.-]+)` \|", README, flags=re.MULTILINE))
    assert named == {path.name for path in (FIXTURES / "trouble").iterdir()}


def test_files_stay_small() -> None:
    sizes = [len(content) for content in _made(FIXTURES).values()]
    assert max(sizes) < 1_500_000
    assert sum(sizes) < 6_000_000


def test_the_manifest_lists_every_delivery_once_and_in_order() -> None:
    manifest = tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))
    files = [delivery["file"] for delivery in manifest["delivery"]]
    on_disk = {str(path.relative_to(DEMO)) for path in (DEMO / "deliveries").rglob("*") if path.is_file()}
    assert Counter(files) == Counter(on_disk)
    received = [delivery["received_at"] for delivery in manifest["delivery"]]
    assert received == sorted(received)
    days = [delivery["delivered_on"] for delivery in manifest["delivery"]]
    assert date(2025, 11, 1) <= min(days)
    assert max(days) < manifest["as_of"] == date(2026, 11, 1)
    assert len({delivery["vendor"] for delivery in manifest["delivery"]}) == 7


def test_every_program_and_the_buyer_can_be_read() -> None:
    manifest = tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))
    programs = {
        program.id: program
        for program in (
            read_program((DEMO / entry["file"]).read_text(encoding="utf-8"), where=entry["file"])
            for entry in manifest["program"]
        )
    }
    assert {(delivery["program"], delivery["vendor"]) for delivery in manifest["delivery"]} == {
        (program.id, program.vendor) for program in programs.values()
    }
    assert programs["own-seminars-2026"].type is ProgramType.INBOUND_BASELINE
    assert [name for name, program in programs.items() if program.intent_input] == [
        "lumivane-intent-2026", "osprelle-intent-2026",
    ]  # fmt: skip
    buyer = read_buyer(
        (DEMO / "buyer.toml").read_text(encoding="utf-8"),
        where="buyer.toml",
        read_list=lambda name: (DEMO / name).read_text(encoding="utf-8"),
    )
    assert "fernhollow.example" in buyer.own_domains
    assert {str(kind) for kind, listed in buyer.lists().items() if listed.entries} == {
        "competitors",
        "suppression",
        "target_accounts",
        "customers",
        "own_domains",
    }


def test_the_target_and_whoever_looks_after_people_can_be_read() -> None:
    target = read_target((DEMO / "target.toml").read_text(encoding="utf-8"), where="target.toml")
    assert set(target.programs) <= {path.stem for path in (DEMO / "programs").glob("*.toml")}
    given = read_given((DEMO / "follow_up.toml").read_text(encoding="utf-8"), where="follow_up.toml")
    assert {territory.owner for territory in given.territory} <= set(OWNERS)


def _rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO((DEMO / name).read_text(encoding="utf-8"))))


def test_whoever_meets_us_looked_at_prices_more_often_than_the_others() -> None:
    met = {row["Name ID"] for row in _rows("crm_activities.csv") if row["Activity Type"] == "Meeting"}
    looked = {row["Email"] for row in _rows("web_visits.csv") if row["Event"] == "Pricing page"}
    leads = [(row["Lead ID"] in met, row["Email"].lower() in looked) for row in _rows("crm_leads.csv")]
    with_it, without = ([did for has_met, did in leads if has_met is wanted] for wanted in (True, False))
    assert 0.4 < sum(with_it) / len(with_it) < 0.75
    assert sum(without) / len(without) < 0.12


def test_the_mapping_of_every_vendor_can_be_read() -> None:
    manifest = tomllib.loads((DEMO / "demo.toml").read_text(encoding="utf-8"))
    assert set(manifest["mappings"]) == {delivery["vendor"] for delivery in manifest["delivery"]}
    for vendor, file in manifest["mappings"].items():
        saved = read_mapping_file((DEMO / file).read_text(encoding="utf-8"), file)
        assert {"email", "website"} & set(saved.columns.values()), vendor


def test_no_address_can_be_anybodys() -> None:
    addresses = {
        address.lower() for text in _delivered_texts() for address in re.findall(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", text)
    }
    assert len(addresses) > 3000
    real = {
        address
        for address in addresses - PLACEHOLDERS
        if not address.endswith(".example") and not re.fullmatch(r"fx\.\w+\.invented@[\w.]+", address)
    }
    assert real == set()


def test_a_careless_reader_swallows_68_lines_and_reports_nothing() -> None:
    text = _text(DEMO / "deliveries/tallowgate/fernhollow_leads_06092026.csv")
    lines = text.rstrip("\n").split("\n")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(lines) - len(rows) == 69  # the 68 and the line whose quote closes the cell
    assert [cell.count("\n") for row in rows for cell in row if "\n" in cell] == [69]


def test_fifty_people_filled_in_one_form_within_a_minute_from_one_address() -> None:
    rows = list(csv.DictReader(io.StringIO(_text(DEMO / "deliveries/tallowgate/fernhollow_leads_04082026.csv"))))
    moments = Counter((row["IP Address"], row["Timestamp"][:16]) for row in rows)
    assert moments.most_common(2)[0] == (("203.0.113.77", "03/17/2026 09:14"), 50)
    assert moments.most_common(2)[1][1] < 3


@pytest.mark.parametrize("name", ["encrypted.xlsx", "truncated.xlsx"])
def test_a_broken_workbook_cannot_be_opened(name: str) -> None:
    with pytest.raises(CalamineError):
        CalamineWorkbook.from_path(str(FIXTURES / "trouble" / name))


def test_the_encrypted_workbook_is_a_container_of_an_encrypted_package() -> None:
    content = (FIXTURES / "trouble" / "encrypted.xlsx").read_bytes()
    assert content.startswith(bytes.fromhex("d0cf11e0a1b11ae1"))
    assert "EncryptedPackage".encode("utf-16-le") in content


def test_nothing_in_the_ambiguous_column_tells_day_from_month() -> None:
    rows = csv.DictReader(io.StringIO(_text(FIXTURES / "trouble" / "ambiguous-dates.csv")))
    days = [row["Download Date"].split("/") for row in rows]
    assert len(days) == 6
    assert all(int(first) <= 12 and int(second) <= 12 for first, second, _ in days)
