"""Why a record is what it is, in words."""

from datetime import date, timedelta
from typing import Any

import pytest

from leadaudit.errors import UnknownNameError
from leadaudit.evidence.explain import Explanation, explain_record
from leadaudit.vocabulary import ClassRule

DELIVERED_ON = date(2026, 3, 5)
STATEMENT = {
    "statement_wording": "Would you like Fernhollow Systems to call you about pricing?",
    "statement_proof": "https://cert.corvane.example/8f1",
}
SAID: dict[str, object] = {"statement_answer": True, "statement_on": date(2026, 3, 1)}


def imported(kind: str, day: date, **changes: object) -> dict[str, object]:
    return {
        "evidence_id": f"{kind}-{day}",
        "email": "mara.lindqvist@northwell.example",
        "kind": kind,
        "actor": "person",
        "source": "first",
        "occurred_on": day,
        "observed_on": day,
        "category": "unmapped",
        "raw_ref": "import",
        **changes,
    }


def explained(delivered: Any, line: int = 2, as_of: date = DELIVERED_ON) -> Explanation:
    return explain_record(
        delivery="corvane-1",
        line=line,
        classes=delivered.classes(as_of),
        evidence=delivered.evidence(),
        subjects=delivered.subjects(),
        policy=delivered.policy,
        as_of=as_of,
    )


def standings(explanation: Explanation) -> dict[str, tuple[str, bool]]:
    return {one.kind: (one.standing, one.counts) for one in explanation.evidence}


def test_an_attested_lead_says_until_when_and_what_would_confirm_it(delivered: Any) -> None:
    delivered.record(cells={**STATEMENT, "asset": "Paper"}, facts=SAID)
    explanation = explained(delivered)
    assert explanation.rule is ClassRule.EXPLICIT_STATEMENT
    assert explanation.next_fact == (
        "The same answer given to us would confirm it. "
        "It stays a lead until 30 May 2026, unless the person says no or the employer becomes doubtful."
    )
    assert [one.sentence for one in explanation.evidence] == [
        "2 March 2026: the person asked for the content that made the record (the vendor says).",
        "1 March 2026: the person answered our question on the vendor's form, with complete proof (the vendor says).",
    ]
    assert standings(explanation) == {
        "statement_via_vendor": ("It counts until 28 August 2026.", True),
        "gated_download": (
            "It is what made the record, or does not speak of a purchase; it supports nothing beyond permission.",
            False,
        ),
    }


def test_behaviour_says_when_it_ends_and_a_statement_would_raise_it(delivered: Any) -> None:
    delivered.record(cells={"asset": "One; Two"})
    explanation = explained(delivered)
    assert explanation.sentence == "One live behaviour beyond the event that made the record."
    assert standings(explanation)["second_asset"] == ("It counts until 1 May 2026.", True)
    assert explanation.next_fact == (
        "A dated statement made to us (a wish for a demo, a price or a call) would make it a lead."
    )


@pytest.mark.parametrize(
    ("days", "standing"), [(57, ("It counts until 1 May 2026.", True)), (58, ("It expired on 1 May 2026.", False))]
)
def test_the_last_day_of_a_behaviour_is_the_last_on_which_it_makes_a_class(
    delivered: Any, days: int, standing: tuple[str, bool]
) -> None:
    delivered.record(cells={"asset": "One; Two"})
    explanation = explained(delivered, as_of=DELIVERED_ON + timedelta(days=days))
    assert standings(explanation)["second_asset"] == standing
    assert (explanation.rule is ClassRule.SINGLE_BEHAVIOUR) is standing[1]


def test_a_no_says_what_it_outranks(delivered: Any) -> None:
    delivered.record(cells={**STATEMENT, "asset": "One; Two"}, facts=SAID)
    delivered.imported = [imported("ask_no", DELIVERED_ON)]
    explanation = explained(delivered)
    assert standings(explanation)["statement_via_vendor"] == ("The no of 5 March 2026 outranks it.", False)
    assert standings(explanation)["second_asset"] == ("The no of 5 March 2026 outranks it.", False)
    assert standings(explanation)["ask_no"] == ("It counts until 1 September 2026.", True)
    assert explanation.next_fact == "Only a later yes of the person would raise it before the cooling off ends."


def test_a_later_yes_outranks_an_unsubscribe_and_behaviour(delivered: Any) -> None:
    delivered.record(cells={"asset": "One; Two"})
    delivered.imported = [imported("unsubscribe", date(2026, 3, 1)), imported("demo_request", date(2026, 3, 4))]
    found = standings(explained(delivered))
    assert found["unsubscribe"] == ("The yes of 4 March 2026 outranks it.", False)
    assert found["demo_request"] == ("It counts until 31 August 2026.", True)
    assert found["second_asset"] == ("What the person said outranks it.", False)


def test_what_has_no_date_or_was_done_by_a_machine_says_so(delivered: Any) -> None:
    delivered.record(facts={"unsubscribed": True})
    delivered.imported = [imported("pricing_page", DELIVERED_ON, actor="bot")]
    found = standings(explained(delivered))
    assert found["unsubscribe"] == ("It has no date of its own, so it supports nothing.", False)
    assert found["pricing_page"] == ("A machine did it, so it counts for nothing.", False)


def test_an_excluded_record_says_why(delivered: Any) -> None:
    delivered.record(facts={"is_test": True})
    assert explained(delivered).sentence.startswith("It is not a countable buyer record, whatever else it holds.")


def test_a_lapsed_statement_asks_for_a_new_one(delivered: Any) -> None:
    delivered.record(cells=STATEMENT, facts={**SAID, "statement_on": DELIVERED_ON - timedelta(days=100)})
    assert explained(delivered).next_fact == "A new dated yes to us would make it a lead again."


def test_a_record_nobody_read_is_named(delivered: Any) -> None:
    delivered.record()
    with pytest.raises(UnknownNameError) as refused:
        explained(delivered, line=99)
    assert str(refused.value) == "record corvane-1:99: it was not read. Look up its delivery and line."
