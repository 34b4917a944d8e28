"""Who may import whom; the direction is drawn in CONTRIBUTING.md."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "leadaudit"

STAGES = {"intake", "facts", "identity", "contract", "evidence", "economics"}
GROUND = {
    "sql", "similarity", "policy", "tables", "vocabulary", "errors", "money", "format", "settings_file", "findings",
    "words", "distinct", "exchange", "erased", "filled_sheet",
}  # fmt: skip
# Where stages meet; from here upwards everything may know every stage.
AUDIT = {
    "audit", "audit_file", "audit_inputs", "conservation", "crm", "date_columns", "evidence_file", "answers", "split",
    "likeness", "company_accounts",
}  # fmt: skip
BELOW = STAGES | {"signals", "plan", "followup", "outcomes"} | GROUND | AUDIT

# What each part may import of the package; a stage never imports another stage.
ALLOWED = {
    **{stage: {stage} | GROUND for stage in STAGES},
    **dict.fromkeys(GROUND, GROUND),
    # What comes after the costs counts with the same rates and intervals.
    **{later: {later, "economics"} | GROUND for later in ("signals", "plan", "followup")},
    # Exports of a CRM are read by the rules of files and values.
    "outcomes": {"outcomes", "intake", "facts"} | GROUND,
    "conservation": GROUND,
    "answers": STAGES | GROUND | {"answers", "outcomes", "signals"},
    "audit_inputs": STAGES | {"outcomes"} | GROUND,
    "date_columns": STAGES | GROUND,
    "split": STAGES | GROUND | {"split", "date_columns"},
    "crm": GROUND | {"audit_inputs"},
    "audit": BELOW,
    "evidence_file": BELOW,
    "audit_file": BELOW,
    "likeness": {"identity", "audit_inputs", "facts"} | GROUND,
    "company_accounts": {"identity", "facts", "contract"} | GROUND,
    "export": BELOW | {"export"},
    "workspace": BELOW | {"workspace"},
    "demo": BELOW | {"workspace"},
    "one_record": BELOW | {"workspace", "one_record"},
    "pair_view": BELOW | {"workspace", "one_record"},
    "kept_apart": BELOW | {"workspace", "pair_view"},
    "weights_words": BELOW | {"workspace"},
    "account_intent": BELOW | {"workspace", "one_record"},
    "record_history": BELOW | {"workspace", "one_record"},
    "follow_up_files": BELOW | {"workspace", "export"},
    "ui": BELOW
    | {
        "ui",
        "workspace",
        "export",
        "one_record",
        "pair_view",
        "kept_apart",
        "account_intent",
        "record_history",
        "follow_up_files",
        "weights_words",
    },
    "cli": BELOW
    | {
        "cli",
        "workspace",
        "export",
        "demo",
        "one_record",
        "pair_view",
        "kept_apart",
        "account_intent",
        "record_history",
        "follow_up_files",
        "weights_words",
    },
    "__init__": BELOW | {"workspace", "export"},
    "__main__": {"cli"},
}

# Each outside package has one door.
DOORS = {
    "duckdb": {"sql"},
    "rapidfuzz": {"similarity"},
    "phonenumbers": {"facts"},
    "email_validator": {"facts"},
    "tldextract": {"facts"},
    "sqlalchemy": {"workspace"},
    "alembic": {"workspace"},
    "dns": {"workspace"},
    "streamlit": {"ui"},
    "altair": {"ui"},
    "python_calamine": {"intake"},
    "typer": {"cli"},
    "vl_convert": {"export"},
}


def part_of(path: Path) -> str:
    inside = path.relative_to(PACKAGE)
    return inside.parts[0].removesuffix(".py")


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert node.level == 0, f"{path}: a relative import hides where it leads"
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names if node.module == "leadaudit")


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_imports_point_downwards(path: Path) -> None:
    part = part_of(path)
    inner = {name.split(".")[1] for name in imports_of(path) if name.startswith("leadaudit.")}
    assert inner - ALLOWED[part] == set(), f"{part} may not import these"


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_each_outside_package_has_one_door(path: Path) -> None:
    outside = {name.split(".")[0] for name in imports_of(path)} & set(DOORS)
    assert {package for package in outside if part_of(path) not in DOORS[package]} == set()


@pytest.mark.parametrize("page", sorted((ROOT / "pages").glob("*.py")), ids=lambda page: page.name)
def test_a_page_asks_and_shows_and_defines_nothing(page: Path) -> None:
    tree = ast.parse(page.read_text(encoding="utf-8"))
    defined = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
    assert defined == []
    inner = {name for name in imports_of(page) if name.startswith("leadaudit.")}
    assert {name for name in inner if not name.startswith(("leadaudit.ui", "leadaudit.vocabulary"))} == set()


def test_the_rules_are_about_parts_that_exist() -> None:
    parts = {part_of(path) for path in MODULES}
    assert parts - set(ALLOWED) == set()
