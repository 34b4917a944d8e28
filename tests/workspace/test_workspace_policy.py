"""A policy that changes: what it would move, putting it in force, and the way back."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from leadaudit.answers.policy_words import effect_sentences, move_rows, rule_rows, vendor_rows
from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.identity.people import Persons, persons
from leadaudit.policy import default_policy
from leadaudit.workspace import Workspace
from leadaudit.workspace.assessments import StoredAssessment

Deliver = Callable[..., str]

AS_OF = date(2026, 9, 20)
STRICT = 'name = "ours"\nversion = "1"\n[usable]\nmin_employer_p = 0.999\n'


def table(*numbers: int) -> bytes:
    lines = ["First Name,Last Name,Email,Job Title,Company,Phone,Country"]
    lines += [
        f"Ada,Brook{'abcdefgh'[number]},ada{number}@northwell.example,Director of Marketing,Northwell,"
        f"+1 202 555 01{number:02d},United States"
        for number in numbers
    ]
    return "\r\n".join([*lines, ""]).encode()


def rows(found: StoredAssessment, name: str) -> list[dict[str, object]]:
    read: list[dict[str, object]] = pq.read_table(found.paths[name][0]).to_pylist()
    return read


def test_a_change_is_told_before_it_is_in_force(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2, 3))
    effect = workspace.policy_effect(STRICT, where="ours.toml", as_of=AS_OF)
    assert rule_rows(effect.rules) == [("usable.min_employer_p", "0.5", "0.999")]
    assert move_rows(effect) == [("usable", "usable", "employer probably not current", "3")]
    assert effect_sentences(effect) == (
        "**No class moves**.",
        "1 rule changes.",
        "",
        "Also changing: usable of 3 records.",
        "Osprelle: cost per usable record from 45 USD to – (none left).",
    )
    assert [row[:4] for row in vendor_rows(effect)] == [
        ("osprelle", "now", "3 of 3 (100 %)", "45 USD"),
        ("osprelle", "then", "0 of 3 (0 %)", "–"),
    ]
    assert workspace.policy() == default_policy()
    assert workspace.policy_versions() == []


def test_what_was_told_is_what_happens(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1, 2, 3))
    before = workspace.assessment(as_of=AS_OF)
    told = workspace.policy_effect(STRICT, where="ours.toml", as_of=AS_OF)
    workspace.put_policy(STRICT, where="ours.toml")
    after = workspace.assessment(as_of=AS_OF)
    moved = [
        (old["not_usable_reason"], new["not_usable_reason"])
        for old, new in zip(rows(before, "usable"), rows(after, "usable"), strict=True)
        if old["not_usable_reason"] != new["not_usable_reason"]
    ]
    assert len(moved) == sum(move.records for move in told.of("usable")) == 3
    assert after.policy.fingerprint == told.after.fingerprint != before.policy.fingerprint


def test_a_change_of_nothing_is_said_to_be_none(workspace: Workspace, deliver: Deliver) -> None:
    deliver(table(1))
    effect = workspace.policy_effect('name = "o"\nversion = "2"\n', where="o.toml", as_of=AS_OF)
    assert effect_sentences(effect) == (
        "**This policy changes no rule**; only its name, version or provenance differ.",
    )


def test_before_anything_is_delivered_nothing_moves(workspace: Workspace) -> None:
    effect = workspace.policy_effect(STRICT, where="ours.toml", as_of=AS_OF)
    assert effect_sentences(effect) == ("1 rule changes.", "Nothing is delivered yet, so **nothing moves today**.")


def test_every_version_is_kept_with_its_author_and_the_way_back_leads_to_the_same_answer(
    workspace: Workspace, deliver: Deliver
) -> None:
    deliver(table(1, 2))
    first = workspace.assessment(as_of=AS_OF)
    workspace.put_policy(STRICT, where="ours.toml")
    changed = workspace.assessment(as_of=AS_OF)
    workspace.put_policy("", where="shipped")
    assert workspace.assessment(as_of=AS_OF).assessment_id == first.assessment_id != changed.assessment_id
    workspace.put_policy(workspace.policy_versions()[1].text, where="version 1")
    assert workspace.assessment(as_of=AS_OF).assessment_id == changed.assessment_id
    kept = workspace.policy_versions()
    assert [one.text for one in kept] == [STRICT, "", STRICT]
    assert {one.author for one in kept} == {"ada"}


OF_EVIDENCE = 'name = "ours"\nversion = "3"\n[kinds.gated_download]\ncategory = "pricing"\n'


def test_an_answer_under_a_changed_policy_is_what_it_would_have_been_from_the_start(
    workspace: Workspace, deliver: Deliver, tmp_path: Path
) -> None:
    header, *lines = table(1, 2, 3).decode().splitlines()
    downloads = "\n".join([f"{header},Asset,Download Date", *(f"{line},Guide,2026-08-20" for line in lines)])
    deliver(downloads.encode())
    shutil.copytree(workspace.folder, tmp_path / "again")
    from_the_start = Workspace.open(tmp_path / "again")
    shipped = rows(workspace.assessment(as_of=AS_OF), "evidence")
    answers = []
    for one in (workspace, from_the_start):
        one.put_policy(OF_EVIDENCE, where="ours.toml")
        found = one.assessment(as_of=AS_OF)
        answers.append({name: rows(found, name) for name in ("evidence", "classes", "class_days", "usable")})
    assert answers[0] == answers[1]
    assert {row["category"] for row in shipped} != {row["category"] for row in answers[0]["evidence"]} == {"pricing"}


def test_other_rules_need_another_version(workspace: Workspace) -> None:
    workspace.put_policy(STRICT, where="ours.toml")
    with pytest.raises(LeadauditError, match=r"ours\.toml: ours 1 was put in force on .* with other rules\. Give this"):
        workspace.put_policy(STRICT.replace("0.999", "0.9"), where="ours.toml")
    workspace.put_policy(STRICT.replace("0.999", "0.9").replace('"1"', '"2"'), where="ours.toml")
    assert workspace.policy().version == "2"


def test_a_policy_with_mistakes_is_never_in_force(workspace: Workspace) -> None:
    with pytest.raises(FileMistakesError, match=r"ours\.toml, usable\.min_employer_p: is 2"):
        workspace.put_policy('name = "o"\nversion = "1"\n[usable]\nmin_employer_p = 2\n', where="ours.toml")
    assert workspace.policy_versions() == []


@pytest.mark.parametrize(
    "rules",
    [
        "[usable]\nmin_employer_p = 0.9\n",
        '[consent]\nrequired_fields = ["consented_at"]\n',
        "[classes]\nlapse_days = 100\n",
    ],
)
def test_what_a_policy_cannot_change_is_taken_over_and_the_answer_is_the_same(
    workspace: Workspace, deliver: Deliver, rules: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(table(1, 2, 2, 3))
    text = f'name = "ours"\nversion = "1"\n{rules}'
    workspace.assessment(as_of=AS_OF)
    asked: list[str] = []
    judge_people = persons

    def counted(**given: pa.Table) -> Persons:
        asked.append("people")
        return judge_people(**given)

    monkeypatch.setattr("leadaudit.audit.persons", counted)
    workspace.put_policy(text, where="ours.toml")
    quick = workspace.assessment(as_of=AS_OF)
    assert asked == []
    quickly = {name: rows(quick, name) for name in ("classes", "usable", "verdicts", "reasons", "people", "freshness")}
    workspace.tidy()
    slow = workspace.assessment(as_of=AS_OF)
    assert asked == ["people"]
    assert {name: rows(slow, name) for name in quickly} == quickly
