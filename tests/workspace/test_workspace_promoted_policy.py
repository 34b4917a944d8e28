"""What a back-test proposes becomes a policy that somebody can read and put in force; asking changes nothing."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from leadaudit.economics.followed import NextStep
from leadaudit.policy import default_policy, read_policy
from leadaudit.signals.back_test import BackTest, back_test
from leadaudit.signals.people import By
from leadaudit.signals.verdict import SignalVerdict
from leadaudit.workspace import Workspace
from leadaudit.workspace.followed import promoted_policy
from tests.signals.followed_house import THROUGH, FollowedHouse


def a_test_of(stands: SignalVerdict) -> BackTest:
    """A back-test of one kind that somebody showed, standing as said."""
    house = FollowedHouse()
    for at in range(30):
        house.person(f"p{at}", THROUGH - 300 * timedelta(days=1))
        house.did(f"p{at}", "demo_video", THROUGH - 299 * timedelta(days=1))
    test = back_test(house.signals(), outcome=NextStep.PROGRESS, by=By.KIND, policy=default_policy())
    return replace(test, signals=tuple(replace(one, stands=stands) for one in test.signals))


def test_a_promotion_is_a_policy_of_ones_own_and_is_not_in_force_by_asking(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="tester")
    found = workspace.assessment(as_of=THROUGH)
    text = promoted_policy(workspace.store, found, a_test_of(SignalVerdict.HIGH))
    assert text is not None
    policy = read_policy(text, where="proposed")
    assert policy.classes.validated_high_kinds == ("demo_video",)
    assert policy.provenance["classes.validated_high_kinds"].code == "O"
    assert workspace.policy_text() == ""
    workspace.put_policy(text, where="proposed")
    assert workspace.policy().classes.validated_high_kinds == ("demo_video",)


def test_nothing_is_proposed_where_nothing_would_change(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "workspace", author="tester")
    found = workspace.assessment(as_of=THROUGH)
    assert promoted_policy(workspace.store, found, a_test_of(SignalVerdict.LOW)) is None
