"""Why now, what to do next, until when, and the words people are asked with."""

from datetime import UTC, date, datetime

import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.followup.due import due_at
from leadaudit.followup.given import FollowUpGiven, owner_of, read_given, write_given
from leadaudit.followup.why import Seen, question_to_settle, why_now
from leadaudit.policy import default_policy
from leadaudit.vocabulary import Actor, Category, ClassRule, Source

AS_OF = date(2026, 11, 1)


def seen(kind: str, on: date, *, source: Source = Source.FIRST, actor: Actor = Actor.PERSON, asset: str = "") -> Seen:
    return Seen(
        evidence_id=f"{kind}-{on}", kind=kind, actor=actor, source=source, category=Category.UNMAPPED, occurred_on=on,
        asset=asset or None,
    )  # fmt: skip


def test_why_now_is_said_from_the_statement_that_made_the_lead_and_nothing_else() -> None:
    evidence = [
        seen("pricing_page", date(2026, 10, 31)),
        seen("demo_request", date(2026, 10, 30)),
        seen("statement_via_vendor", date(2026, 10, 31), source=Source.VENDOR),
    ]
    why = why_now(evidence, ClassRule.EXPLICIT_STATEMENT, attested=False, policy=default_policy(), as_of=AS_OF)
    assert why.sentence == "The person asked us for a demo 2 days ago (30 October 2026)."
    assert why.next_step == "call and agree a day for the demo"


def test_an_attested_lead_rests_on_what_the_vendor_relayed() -> None:
    evidence = [
        seen("demo_request", date(2026, 10, 30)),
        seen("statement_via_vendor", date(2026, 11, 1), source=Source.VENDOR),
    ]
    why = why_now(evidence, ClassRule.EXPLICIT_STATEMENT, attested=True, policy=default_policy(), as_of=AS_OF)
    assert [one.kind for one in why.used] == ["statement_via_vendor"]
    assert why.sentence.endswith("with complete proof today.")


def test_a_combination_names_its_visits_newest_first_and_no_machine() -> None:
    evidence = [
        seen("webinar_live", date(2026, 10, 20), asset="Closing the books"),
        seen("pricing_page", date(2026, 10, 31)),
        seen("demo_video", date(2026, 10, 31), actor=Actor.BOT),
        seen("pricing_page", date(2026, 9, 1)),  # past its time
    ]
    why = why_now(evidence, ClassRule.COMBINATION, attested=False, policy=default_policy(), as_of=AS_OF)
    assert why.sentence == (
        "The person looked at prices yesterday; attended a live webinar (Closing the books) 12 days ago "
        "(20 October 2026)."
    )


@pytest.mark.parametrize(
    ("asset", "said"),
    [
        ("https://www.northwell.example/pricing?utm=1", "looked at prices (/pricing)"),
        ("https://www.northwell.example/", "looked at prices (https://www.northwell.example/)"),
        ("Guide to prices", "looked at prices (Guide to prices)"),
        (None, "looked at prices yesterday"),
    ],
)
def test_of_an_address_in_the_web_the_page_alone_is_said(asset: str | None, said: str) -> None:
    one = seen("pricing_page", date(2026, 10, 31), asset=asset or "")
    why = why_now([one], ClassRule.COMBINATION, attested=False, policy=default_policy(), as_of=AS_OF)
    assert said in why.sentence


def test_without_evidence_nothing_is_made_up() -> None:
    why = why_now([], ClassRule.CONSENT_ONLY, attested=False, policy=default_policy(), as_of=AS_OF)
    assert why.sentence == "Nothing dated speaks for a purchase."
    assert why.next_step is None


@pytest.mark.parametrize(
    ("routed", "hours", "due"),
    [
        (datetime(2026, 10, 28, 9, tzinfo=UTC), 4, datetime(2026, 10, 28, 13, tzinfo=UTC)),
        (datetime(2026, 10, 30, 21, tzinfo=UTC), 24, datetime(2026, 11, 2, 21, tzinfo=UTC)),  # Friday to Monday
        (datetime(2026, 10, 31, 9, tzinfo=UTC), 4, datetime(2026, 11, 2, 4, tzinfo=UTC)),  # on a Saturday
        (datetime(2026, 11, 1, 23, tzinfo=UTC), 24, datetime(2026, 11, 3, tzinfo=UTC)),  # on a Sunday
    ],
)
def test_hours_run_on_working_days(routed: datetime, hours: float, due: datetime) -> None:
    assert due_at(routed, hours) == due


def test_one_question_settles_what_a_vendor_reports() -> None:
    said = question_to_settle("Timeline", "3 months", vendor="brackenfeld", answered_on=date(2026, 10, 27))
    assert said == (
        "Brackenfeld reports that you answered “3 months” to “Timeline” on 27 October 2026. Is that so, and shall we "
        "talk about it?"
    )
    assert "asked to hear from us. Did you, and" in question_to_settle(None, None, vendor="corvane", answered_on=None)


def test_the_first_territory_that_covers_a_person_names_the_owner() -> None:
    given = read_given(
        '[[territory]]\nowner = "Ada Brook"\ncountries = ["DE", "AT"]\n[[territory]]\nowner = "Ben Castle"\n'
        'vendors = ["corvane"]\n',
        where="t",
    )
    assert owner_of(given.territory, "AT", "corvane") == "Ada Brook"
    assert owner_of(given.territory, None, "corvane") == "Ben Castle"
    assert owner_of(given.territory, "FR", "osprelle") is None


def test_words_and_owners_read_again_are_the_same() -> None:
    given = read_given('us = "Fern \\"and\\" Hollow"\n[[territory]]\nowner = "Ada"\ncountries = ["DE"]\n', where="t")
    again = read_given(write_given(given), where="t")
    assert (again.us, again.territory, again.wordings) == (given.us, given.territory, FollowUpGiven().wordings)


def test_a_wording_that_cannot_be_filled_in_is_refused() -> None:
    text = '[[wording]]\nname = "a"\nsubject = "b"\nmail = "Hello {nick}"\ncall = "c"\nnext_step = "d"\n'
    with pytest.raises(FileMistakesError) as refused:
        read_given(text, where="words.toml")
    assert "wording.1.mail: only {first_name}, {topic} and {us} are filled in. Correct what is in braces." in str(
        refused.value
    )


def test_three_wordings_are_shipped_and_each_says_what_a_yes_leads_to() -> None:
    wordings = FollowUpGiven().wordings
    assert len({one.name for one in wordings}) == 3
    assert all(one.next_step and "?" in one.mail and "?" in one.call for one in wordings)
