"""Who changed jobs is one person, and what the newer record says makes the older employer doubtful."""

from collections.abc import Mapping
from datetime import date

import pyarrow as pa
import pytest

from leadaudit.audit_file import DeliveredFile, audit_files
from leadaudit.contract.program import read_program
from leadaudit.facts.words_file import read_words

PROGRAM = '[program]\nid = "{0}"\nvendor = "{0}"\nprice = 30\ncurrency = "USD"\n'
HEADER = "First Name,Last Name,Email,Job Title,Company,Phone,LinkedIn URL,Country"
OLDER = (
    "Rosalind,Uttley,r.uttley@briar.example,CFO,Briar Ltd,(202) 555-0170,,US",
    "Yasmin,Larkham,yl@marl.example,COO,Marl Capital,,https://linkedin.com/in/yl-invented,US",
    "Ines,Calloway,ines@tidewell.example,CIO,Tidewell Inc,(202) 555-0171,,US",
)
NEWER = (
    "Rosalind,Uttley,rosalind@newfold.example,CFO,Newfold Inc,(202) 555-0170,,US",
    "Yasmin,Larkham,yasmin@other.example,CEO,Other Group,,https://linkedin.com/in/yl-invented,US",
    "Ines,Calloway,ines@tidewell.example,CIO,Tidewell Inc,(202) 555-0171,,US",
)
RENAMED = '[[companies]]\nname = "Newfold"\nnames = ["Briar"]\ndomains = ["newfold.example", "briar.example"]\n'


def audited(words: str = "") -> tuple[list[str], Mapping[tuple[str, int], tuple[float, str]]]:
    """The person of each older record and then of each newer one; how likely each employer is, and what spoke of it."""
    files = [
        DeliveredFile(
            source="\n".join([HEADER, *lines, ""]).encode(),
            file_name=f"{vendor}.csv",
            delivered_on=day,
            program=read_program(PROGRAM.format(vendor), where=vendor),
        )
        for vendor, lines, day in (("acre", OLDER, date(2026, 3, 1)), ("birch", NEWER, date(2026, 9, 1)))
    ]
    own = read_words(words, where="words.toml") if words else None
    found = audit_files(files, as_of=date(2026, 10, 1), words=own).tables
    people, freshness = found["people"], found["freshness"]
    assert isinstance(people, pa.Table)
    assert isinstance(freshness, pa.Table)
    return people["person"].to_pylist(), {
        (row["delivery"].split("-")[0], row["line"]): (row["p_employer"], str(row["seen"]).partition(" ")[0])
        for row in freshness.to_pylist()
    }


def test_a_job_change_is_one_person_known_by_phone_or_profile_page() -> None:
    people, _ = audited()
    assert people[:3] == people[3:]
    assert len(set(people)) == 3


@pytest.mark.parametrize("line", [2, 3])
def test_the_newer_employer_makes_the_older_one_doubtful_and_not_the_other_way_round(line: int) -> None:
    _, employers = audited()
    left, seen = employers["acre", line]
    assert seen == "other_vendor_diff_employer"
    assert left < 0.7 < employers["acre", 4][0]
    now, nothing = employers["birch", line]
    assert now == pytest.approx(0.94, abs=0.01)
    assert nothing == "None"


def test_a_company_that_was_renamed_is_no_job_change() -> None:
    people, employers = audited(RENAMED)
    assert people[0] == people[3]
    assert employers["acre", 2][1].startswith("other_vendor_agree")
    assert employers["acre", 3][1] == "other_vendor_diff_employer"
