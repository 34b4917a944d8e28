"""Fourteen questions to a vendor: answered from contract and data, or asked."""

from leadaudit.answers.due_diligence import Question, questions
from leadaudit.answers.returns import WonRow
from leadaudit.contract.program import read_program
from leadaudit.economics.delivery_counts import Counted
from leadaudit.economics.summary import LineCounts, Summary
from leadaudit.vocabulary import ConsentState

BARE = 'id = "spring"\nvendor = "osprelle"\nprice = 48\ncurrency = "USD"\n'
FULL = (
    BARE + 'sub_supplier = "westgate"\nprofile_source = "typed"\nintent_input = false\n'
    "[[spec]]\nconfirmed_at = 2026-03-01\nlists = ['suppression']\nlists_supplied_on = 2026-02-01\n"
    "[[wording]]\nid = 'a'\ntext = 'I agree.'\n[dedupe]\nlook_back_days = 90\n"
    "[returns]\nwindow = 5\nreturnable = ['fake']\nrefused = ['bounced']\nremedy = 'credit'\n"
)


def summary() -> Summary:
    made = object.__new__(Summary)
    consent = dict.fromkeys(ConsentState, 0) | {ConsentState.PROVEN: 3, ConsentState.ASSERTED: 5}
    given = {
        "deliveries": ("d1", "d2"),
        "lines": LineCounts(delivered=10, read=8, repaired=0, unreadable=2),
        "usable": Counted(records=6, amount_minor=0),
        "consent": consent,
    }
    for name, value in given.items():
        object.__setattr__(made, name, value)
    return made


def asked(text: str, won: list[WonRow] | None = None) -> dict[str, Question]:
    made = questions([read_program(text, where="x")], summary(), won or [])
    assert len(made) == 14
    return {one.asked: one for one in made}


def test_a_bare_contract_leaves_questions_to_the_vendor() -> None:
    unanswered = [one for one in asked(BARE).values() if one.answer is None]
    assert len(unanswered) == 11
    assert all(one.evidence is None for one in unanswered)


def test_data_answer_what_they_can() -> None:
    made = asked(BARE)
    assert made["What share of the records comes with proof of permission?"].answer == "3 of 8 (38 %)"
    assert made["What share only claims a permission?"].answer == "5 of 8 (62 %)"
    assert made["How many of the delivered lines could be used?"].answer == "6 of 10 (60 %)"


def test_a_full_contract_and_answered_claims_leave_nothing_open() -> None:
    won = [WonRow(vendor="osprelle", code="fake", asked=4, answered=3, won=2, interval=None)]
    made = asked(FULL, won)
    assert [one.asked for one in made.values() if one.answer is None] == []
    assert made["Which reasons do you take back, and which do you refuse?"].answer == (
        "takes back made-up entry; refuses e-mail came back"
    )
    assert made["Which of our lists do you hold, and since when?"].answer == "suppression since 1 Feb 2026"
    assert made["How often did you agree to what we returned?"].answer == "2 of 3 (67 %)"
