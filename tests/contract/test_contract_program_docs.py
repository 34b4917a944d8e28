"""docs/program-file.md names every key of the program file with its default and meaning, and no other."""

import json
import re
from decimal import Decimal
from enum import Enum, StrEnum
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from leadaudit.contract.fields import REQUIRABLE_FIELDS
from leadaudit.contract.program import Program, read_program
from leadaudit.contract.program_sections import (
    Acceptance,
    Dedupe,
    Fees,
    Pacing,
    Pricing,
    Question,
    Returns,
    SizeRange,
    Spec,
    Wording,
)
from leadaudit.settings_file import Section
from leadaudit.vocabulary import (
    DedupeKey,
    DedupeScope,
    JobFunction,
    ListKind,
    ProfileSource,
    ProgramType,
    Purpose,
    ReasonCode,
    Remedy,
    Seniority,
    WindowClock,
    WindowUnit,
)

PAGE = (Path(__file__).parents[2] / "docs" / "program-file.md").read_text(encoding="utf-8")

SECTIONS: dict[str, type[Section]] = {
    "[program]": Program,
    "[[spec]]": Spec,
    "size": SizeRange,
    "[[spec.questions]]": Question,
    "[[wording]]": Wording,
    "[dedupe]": Dedupe,
    "[returns]": Returns,
    "[pricing]": Pricing,
    "[pacing]": Pacing,
    "[fees]": Fees,
    "[acceptance]": Acceptance,
}
# Said in words: the tables below the program, and what --vendor and --price alone set.
ELSEWHERE = {"spec", "wording", "dedupe", "returns", "pricing", "pacing", "fees", "acceptance", "has_contract"}


def shown_default(name: str, default: object) -> str:
    words = {"id": "the vendor", "returnable": "what is usual"}
    if name in words:
        return words[name]
    if default is PydanticUndefined:
        return "required"
    if default is None or default in ((), {}):
        return "–"
    plain = default.value if isinstance(default, Enum) else default
    return f"`{json.dumps(plain, default=str)}`" if not isinstance(plain, Decimal) else f"`{plain}`"


def expected_rows(model: type[Section]) -> list[str]:
    rows = []
    for name, field in model.model_fields.items():
        if model is not Program or name not in ELSEWHERE:
            meaning = str(field.description).replace("``", "`").replace("\n", " ")
            rows.append(f"| `{name}` | {shown_default(name, field.default)} | {meaning} |")
    return rows


@pytest.mark.parametrize("heading", SECTIONS)
def test_every_key_of_a_table_is_documented_and_no_other(heading: str) -> None:
    table = PAGE.split(f"\n### `{heading}`")[1].split("\n### ")[0].split("\n## ")[0]
    assert re.findall(r"^\| `.*$", table, flags=re.MULTILINE) == expected_rows(SECTIONS[heading])


def test_the_example_on_the_page_is_a_program() -> None:
    examples = re.findall(r"```toml\n(.*?)```", PAGE, flags=re.DOTALL)
    assert len(examples) == 2
    short, long = (read_program(example, where="example.toml") for example in examples)
    assert short.vendor == long.vendor == "osprelle"
    assert [len(long.spec), len(long.wording)] == [2, 1]


def test_every_reason_code_is_on_the_page_in_headline_order() -> None:
    codes = re.findall(r"^\| \d+ \| `(\w+)` \|", PAGE, flags=re.MULTILINE)
    assert codes == [code.value for code in ReasonCode]


WORDS: dict[str, type[StrEnum]] = {
    "type": ProgramType,
    "purpose": Purpose,
    "profile_source": ProfileSource,
    "levels": Seniority,
    "functions": JobFunction,
    "lists": ListKind,
    "dedupe.key": DedupeKey,
    "dedupe.scope": DedupeScope,
    "returns.unit": WindowUnit,
    "returns.clock": WindowClock,
    "returns.remedy": Remedy,
}


@pytest.mark.parametrize("key", WORDS)
def test_the_words_a_key_takes_are_all_listed(key: str) -> None:
    listed = re.findall(rf"^\| `{re.escape(key)}` \| (.*) \|$", PAGE.split("\n## Words")[1], flags=re.MULTILINE)
    assert listed == [", ".join(f"`{word.value}`" for word in WORDS[key])]


def test_the_fields_a_contract_can_ask_for_are_all_listed() -> None:
    listed = re.findall(r"^\| `required_fields`, `by_field` \| (.*) \|$", PAGE, flags=re.MULTILINE)
    assert listed == [", ".join(f"`{name}`" for name in sorted(REQUIRABLE_FIELDS))]
