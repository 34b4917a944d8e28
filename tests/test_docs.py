"""What exists is documented."""

import re
from pathlib import Path

import pytest
import typer

from leadaudit.cli.commands import app
from leadaudit.policy import default_policy
from leadaudit.vocabulary import ConsentState, ExcludedReason, RecordClass, Verdict

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def commands() -> list[str]:
    group = typer.main.get_command(app)
    names = []
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        inner = getattr(command, "commands", None)
        names += [f"{name} {below}" for below in inner] if inner else [] if command.hidden else [name]
    return names


@pytest.mark.parametrize("command", commands())
def test_every_command_is_documented(command: str) -> None:
    group, _, name = command.partition(" ")
    line = next(
        line
        for line in text("docs/cli.md").splitlines()
        if line.startswith((f"| `leadaudit {group} ", f"| `leadaudit {group}`"))
    )
    assert not name or name in line


def test_every_option_of_audit_is_documented() -> None:
    group = typer.main.get_command(app)
    options = [name for parameter in group.commands["audit"].params for name in parameter.opts if name.startswith("--")]  # type: ignore[attr-defined]
    assert [name for name in options if name not in text("docs/cli.md")] == []


@pytest.mark.parametrize("target", ["app", "test", "check", "format", "bench", "fuzz"])
def test_the_readme_names_every_make_target(target: str) -> None:
    assert f"make {target}" in text("README.md") + text("CONTRIBUTING.md")
    assert f"\n{target}:" in text("Makefile")


def test_the_method_page_speaks_of_every_number_the_policy_holds() -> None:
    page, policy = text("docs/method.md"), default_policy()
    for number in (policy.classes.explicit_valid_days, policy.classes.lapse_days, policy.freshness.unknown_age_days):
        assert str(number) in page
    assert f"{policy.classes.min_employer_p:.0%}".replace("%", " %") in page


def test_the_method_page_names_every_class_state_and_reason() -> None:
    page = text("docs/method.md").lower()
    words = [*RecordClass, *ExcludedReason, *ConsentState, *Verdict]
    spoken = {
        "opt_in": "opt-in", "own_employee": "own employee", "out_of_spec": "out of spec", "non_human": "not human",
        "denied_engagement": "denied", "suppressed": "unsubscribed", "proven_by_program": "proven by program",
        "asserted": "claimed", "review": "check by hand",
    }  # fmt: skip
    assert [word for word in words if spoken.get(word, word) not in page] == []


def test_the_changelog_says_what_moves_a_number() -> None:
    assert "### Numbers" in text("CHANGELOG.md")


REFERENCE = re.compile(r'docs/method\.md,\s((?:"[^"]+"(?:,\s|\sand\s)?)+)')


def test_every_section_of_the_method_that_the_code_names_is_there() -> None:
    headings = set(re.findall(r"^#+ (.+)$", text("docs/method.md"), re.MULTILINE))
    named: set[str] = set()
    for path in [path for kind in ("py", "sql", "toml") for path in (ROOT / "leadaudit").rglob(f"*.{kind}")]:
        # A reference may run over the end of a line, with the mark of a comment in between.
        flat = re.sub(r"\s*\n\s*(?:#|--)?\s*", " ", path.read_text(encoding="utf-8"))
        named |= {name for names in REFERENCE.findall(flat) for name in re.findall(r'"([^"]+)"', names)}
    assert len(named) > 20
    assert named <= headings
