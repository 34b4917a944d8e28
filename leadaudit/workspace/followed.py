"""The people of a workspace whose outcomes can be known: what back-tests, plans and progress are made from."""

from dataclasses import replace
from typing import Final

from leadaudit.economics.followed import FollowedPeople, followed_asked, read_followed, read_followed_days
from leadaudit.economics.matched import MatchedLift, matched_lifts
from leadaudit.economics.outcome_cells import Sight
from leadaudit.policy.write import with_changes
from leadaudit.signals.back_test import BackTest, proposed_high
from leadaudit.signals.people import SignalData, read_signals
from leadaudit.vocabulary import FollowUpList
from leadaudit.workspace import settings
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.file_store import Store
from leadaudit.workspace.followup import routed_until
from leadaudit.workspace.imports import all_imports
from leadaudit.workspace.outcome_costs import sight_of

# Whoever is on these is worked by sales, which by itself brings outcomes.
_TO_SALES: Final = frozenset({FollowUpList.CALL_NOW.value, FollowUpList.CONFIRM.value})


def open_followed(store: Store, found: StoredAssessment, *, currency: str | None = None) -> FollowedPeople:
    """The followed people of an assessment.

    Args:
        store: The workspace.
        found: The assessment.
        currency: In which wins are added up; absent: that of most programs.
    """
    sight = _sight(store, found)
    return read_followed(found.paths, sight=sight, as_of=found.as_of, currency=currency or main_currency(found))


def open_followed_days(store: Store, found: StoredAssessment, *, currency: str | None = None) -> FollowedPeople:
    """The same without who they are, from what is counted where somebody counted; arguments as above."""
    sight = _sight(store, found)
    asked = followed_asked(found.paths, sight=sight, as_of=found.as_of, currency=currency or main_currency(found))
    return read_followed_days(asked, sight=sight, query=found.query)


def open_matched(store: Store, found: StoredAssessment) -> tuple[MatchedLift, ...]:
    """Each vendor's people beside like people of others."""
    sight = _sight(store, found)
    return matched_lifts(
        followed_asked(found.paths, sight=sight, as_of=found.as_of),
        found.paths,
        known_through=sight.known_through,
        outcome_days=found.policy.signals.outcome_days,
        level=found.policy.cost.level,
        query=found.query,
    )


def _sight(store: Store, found: StoredAssessment) -> Sight:
    with store.engine.connect() as connection:
        return sight_of(all_imports(connection), found.as_of)


def main_currency(found: StoredAssessment) -> str | None:
    """The currency of most programs; None where no program has one."""
    named = sorted(program.currency for program in found.programs.values() if program.currency is not None)
    return max(named, key=named.count, default=None)


def open_signals(store: Store, found: StoredAssessment) -> SignalData:
    """Followed people and what they did by the landmark."""
    with store.engine.connect() as connection:
        routed = routed_until(connection, store.files, found.as_of)
    given = frozenset(
        str(row["person"]) for row in routed.select(["person", "list"]).to_pylist() if row["list"] in _TO_SALES
    )
    return replace(read_signals(found.paths, open_followed(store, found), found.policy), routed=given)


def promoted_policy(store: Store, found: StoredAssessment, test: BackTest) -> str | None:
    """The policy text in force with the high kinds a back-test proposes; None where it proposes no change.

    Nothing is put in force by asking: ``leadaudit policy diff`` and the page say what it would move.
    """
    high = proposed_high(test, found.policy)
    if set(high) == set(found.policy.classes.validated_high_kinds):
        return None
    with store.engine.connect() as connection:
        before = settings.newest(connection, settings.SettingKind.POLICY, "") or ""
    own = {} if before.strip() else {"name": f"{found.policy.name} with own signals"}
    changes = {
        **own,
        "version": f"{found.as_of:%Y.%m.%d}",
        "classes": {"validated_high_kinds": list(high)},
        "provenance": {"classes.validated_high_kinds": {"code": "O", "from": f"back-test of {found.as_of:%Y-%m-%d}"}},
    }
    return with_changes(before, changes, where="proposed policy")
