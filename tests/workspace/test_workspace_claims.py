"""Claims: built once, sent as they are, answered as a whole, settled; no amount is asked for twice."""

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from leadaudit.contract.claims import Claim, ClaimState
from leadaudit.errors import FileMistakesError, LeadauditError
from leadaudit.workspace import Workspace, claims, kept_claims
from leadaudit.workspace.deliveries import Arrival
from leadaudit.workspace.desk import build_claim, import_answer, open_desk, preview_answer, replace_from
from leadaudit.workspace.invoices import open_books

AS_OF = date(2026, 9, 8)
DELIVERED = date(2026, 9, 1)

PROGRAM = """
[program]
id = "osprelle-2026"
vendor = "osprelle"
price = 45
currency = "USD"
[dedupe]
key = "email"
scope = "vendor"
[returns]
window = 10
remedy = "replacement"
replacement_returnable = false
"""

HEADER = "Lead ID,First Name,Last Name,Email,Job Title,Company,Country"


def people(*numbers: int) -> bytes:
    names = ("Ada Brook", "Ben Castle", "Cleo Drum", "Dora Elm", "Emil Frost", "Fay Grove", "Gus Hale", "Ivy Jay")
    lines = [
        f"L{place}-{number},{first},{last},{first.lower()}@northwell.example,Director of Marketing,Northwell,US"
        for place, number in enumerate(numbers)
        for first, last in [names[number].split()]
    ]
    return "\n".join([HEADER, *lines, ""]).encode()


# A workspace of its own with one delivery of these people and the answer of AS_OF.
Having = Callable[..., Workspace]


@pytest.fixture(scope="module")
def having(tmp_path_factory: pytest.TempPathFactory) -> Having:
    @cache
    def built_once(*numbers: int) -> Path:
        folder = tmp_path_factory.mktemp("first") / "workspace"
        made = Workspace.create(folder, author="ada")
        made.put_program(PROGRAM, where="osprelle-2026.toml")
        deliver(made, people(*numbers))
        made.assessment(as_of=AS_OF)
        made.close()
        return folder

    def copied(*numbers: int) -> Workspace:
        folder = tmp_path_factory.mktemp("any") / "workspace"
        shutil.copytree(built_once(*numbers), folder)
        return Workspace.open(folder)

    return copied


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "workspace", author="ada")
    made.put_program(PROGRAM, where="osprelle-2026.toml")
    return made


def deliver(workspace: Workspace, content: bytes, *, on: date = DELIVERED, name: str = "leads.csv") -> str:
    staged = workspace.stage(content, name)
    arrival = Arrival(program=workspace.program("osprelle-2026"), delivered_on=on)
    return workspace.commit(workspace.opened(staged.staged, vendor="osprelle"), staged, arrival)


def built(workspace: Workspace, *, as_of: date = AS_OF) -> str:
    found = workspace.assessment(as_of=as_of)
    return build_claim(workspace.store, found, workspace.program("osprelle-2026"), form="plain")


def claim(workspace: Workspace, name: str) -> Claim:
    with workspace.store.engine.connect() as connection:
        return kept_claims.claim_named(connection, name)


def send(workspace: Workspace, name: str, *, on: date = AS_OF) -> None:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    claims.send_claim(workspace.store, name, b"the file", on=at)


def answer(workspace: Workspace, name: str, text: str) -> int:
    staged = workspace.stage(text.encode(), "answer.csv")
    return import_answer(workspace.store, name, staged, on=AS_OF)


def standings(workspace: Workspace, *, as_of: date = AS_OF) -> list[str]:
    desk = open_desk(workspace.store, workspace.assessment(as_of=as_of))
    return [str(standing) for standing in desk.returned["standing"].to_pylist()]


def test_a_claim_holds_what_can_be_returned_and_nothing_else(having: Having) -> None:
    workspace = having(0, 1, 0, 1, 2)
    delivery = workspace.deliveries()[0].head.delivery
    found = claim(workspace, built(workspace))
    assert [
        (line.delivery, line.line, line.code, line.amount_minor, line.vendor_record_id) for line in found.lines
    ] == [
        (delivery, 4, "duplicate_delivery", 4500, "L2-0"),
        (delivery, 5, "duplicate_delivery", 4500, "L3-1"),
    ]
    assert (found.vendor, found.currency, found.amount_minor(), found.sent_at) == ("osprelle", "USD", 9000, None)


def test_a_record_stands_in_one_claim_at_a_time(having: Having) -> None:
    workspace = having(0, 0)
    first = built(workspace)
    with pytest.raises(LeadauditError) as caught:
        built(workspace)
    assert str(caught.value) == (
        "claim for osprelle-2026: nothing can be claimed. leadaudit returns says what is open and what was missed."
    )
    claims.cancel_claim(workspace.store, first)
    assert built(workspace) == "osprelle-2026-2026-09-08-2"


def test_after_the_window_nothing_can_be_claimed_and_the_money_is_missed(having: Having) -> None:
    workspace = having(0, 0)
    assert standings(workspace, as_of=date(2026, 9, 11)) == ["open"]
    assert standings(workspace, as_of=date(2026, 9, 12)) == ["missed"]


def test_a_claim_cannot_be_sent_after_its_deadline(having: Having) -> None:
    workspace = having(0, 0)
    name = built(workspace)
    with pytest.raises(LeadauditError) as caught:
        send(workspace, name, on=date(2026, 9, 12))
    assert str(caught.value) == (
        f"claim {name}: 1 of its records could be claimed only until 2026-09-12 00:00 UTC. "
        "Say on which day it was sent, or cancel it and build another."
    )
    send(workspace, name, on=date(2026, 9, 11))


def test_what_was_sent_is_kept_as_it_was_and_pins_its_assessment(having: Having) -> None:
    workspace = having(0, 0)
    name = built(workspace)
    send(workspace, name)
    workspace.tidy()
    assert kept_claims.sent_file(workspace.store, name) == b"the file"
    pinned = claim(workspace, name).assessment_id
    assert workspace.assessment(as_of=AS_OF).assessment_id == pinned
    assert workspace.doctor() == ()


def test_a_delivery_with_a_sent_claim_stays_and_the_sentence_names_the_claim(having: Having) -> None:
    workspace = having(0, 0)
    delivery = workspace.deliveries()[0].head.delivery
    name = built(workspace)
    send(workspace, name)
    with pytest.raises(LeadauditError) as caught:
        workspace.withdraw(delivery)
    assert str(caught.value) == (
        f"delivery {delivery}: claim {name} about it was sent. "
        "Nothing was taken out; cancel it first with leadaudit claims cancel."
    )
    assert len(workspace.deliveries()) == 1
    claims.cancel_claim(workspace.store, name)
    workspace.withdraw(delivery)
    assert workspace.deliveries() == ()


def test_taking_a_delivery_out_cancels_what_was_only_prepared(having: Having) -> None:
    workspace = having(0, 0)
    delivery = workspace.deliveries()[0].head.delivery
    name = built(workspace)
    workspace.withdraw(delivery)
    assert claim(workspace, name).count(ClaimState.CANCELLED) == 1


def test_an_answer_says_what_is_taken_back_and_why_the_rest_is_not(having: Having) -> None:
    workspace = having(0, 1, 0, 1)
    name = built(workspace)
    send(workspace, name)
    assert answer(workspace, name, "LeadID,Status,Reason\nL2-0,Accepted,\nL3-1,rejected,He asked twice\n") == 2
    found = claim(workspace, name)
    assert [(line.state, line.vendor_reason) for line in found.lines] == [
        (ClaimState.ACCEPTED, None),
        (ClaimState.REFUSED, "He asked twice"),
    ]
    assert claims.settle_claim(workspace.store, name, on=AS_OF) == 1
    assert claim(workspace, name).amount_minor(ClaimState.CREDITED) == 4500


def test_an_answer_with_a_mistake_changes_nothing(having: Having) -> None:
    workspace = having(0, 1, 0, 1)
    name = built(workspace)
    send(workspace, name)
    text = "LeadID,Status\nL2-0,accepted\nL9-9,accepted\nL3-1,perhaps\n"
    with pytest.raises(FileMistakesError) as caught:
        answer(workspace, name, text)
    assert str(caught.value) == (
        "answer.csv, line 3: L9-9 is not in the claim. Remove the line, or choose the claim it answers.\n"
        "answer.csv, line 4: 'perhaps' is no answer. Use accepted or refused."
    )
    assert claim(workspace, name).count(ClaimState.SENT) == 2
    preview = preview_answer(workspace.store, name, workspace.stage(text.encode(), "answer.csv"))
    assert (preview.accepted, preview.refused, preview.unanswered) == (1, 0, 1)


def test_a_claim_that_was_not_sent_cannot_be_answered(having: Having) -> None:
    workspace = having(0, 1, 0, 1)
    name = built(workspace)
    with pytest.raises(LeadauditError, match=f"claim {name}: it was not sent yet"):
        answer(workspace, name, "LeadID,Status\nL2-0,accepted\n")


def test_replacements_are_linked_and_cannot_be_returned_where_the_contract_says_so(having: Having) -> None:
    workspace = having(0, 1, 0, 1)
    name = built(workspace)
    send(workspace, name)
    answer(workspace, name, "LeadID,Status\nL2-0,accepted\nL3-1,accepted\n")
    later = deliver(workspace, people(2, 0), on=date(2026, 9, 5), name="instead.csv")
    assert replace_from(workspace.store, name, later, workspace.assessment(as_of=AS_OF)) == 2
    found = claim(workspace, name)
    assert [(line.state, line.replacement_delivery, line.replacement_line) for line in found.lines] == [
        (ClaimState.REPLACED, later, 2),
        (ClaimState.REPLACED, later, 3),
    ]
    # Line 3 repeats somebody of the first delivery, but a replacement is not returnable here.
    assert standings(workspace) == ["replaced", "replaced", "replacement"]


def test_when_replacements_are_taken_out_what_they_replaced_is_owed_again(having: Having) -> None:
    workspace = having(0, 0)
    name = built(workspace)
    send(workspace, name)
    answer(workspace, name, "LeadID,Status\nL1-0,accepted\n")
    later = deliver(workspace, people(2), on=date(2026, 9, 5), name="instead.csv")
    replace_from(workspace.store, name, later, workspace.assessment(as_of=AS_OF))
    workspace.withdraw(later)
    assert [line.state for line in claim(workspace, name).lines] == [ClaimState.ACCEPTED]


def test_a_cap_on_returns_leaves_the_rest_out(workspace: Workspace) -> None:
    workspace.put_program(PROGRAM + "cap_share = 0.4\n", where="osprelle-2026.toml")
    deliver(workspace, people(0, 0, 0, 0, 1))
    assert standings(workspace) == ["open", "open", "beyond_cap"]
    name = built(workspace)
    assert claim(workspace, name).count() == 2
    send(workspace, name)
    answer(workspace, name, "LeadID,Status\nL1-0,refused\nL2-0,accepted\n")
    # A refused record leaves its place to another.
    assert standings(workspace) == ["refused", "accepted", "open"]


STEPS = st.lists(
    st.sampled_from(
        ["deliver", "again", "build", "send", "accept", "refuse", "credit", "replace", "cancel", "withdraw"]
    ),
    min_size=4,
    max_size=14,
)


# Every example is a workspace of its own, so few of them, and the failing one is shown as it was found.
@settings(max_examples=10, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(steps=STEPS)
def test_no_amount_is_claimed_twice_through_any_order_of_steps(having: Having, steps: list[str]) -> None:
    workspace = having(0, 0, 1)
    for step in steps:
        try:
            take(workspace, step)
        except LeadauditError:
            continue  # refused in words; nothing may have changed
    check_money(workspace)


def take(workspace: Workspace, step: str) -> None:
    with workspace.store.engine.connect() as connection:
        known = kept_claims.all_claims(connection)
    last = known[0].claim if known else "none"
    match step:
        case "deliver":
            deliver(workspace, people(0, 2), on=date(2026, 9, 3), name="second.csv")
        case "again":
            deliver(workspace, people(0, 0, 1))
        case "build":
            built(workspace)
        case "send":
            send(workspace, last)
        case "accept" | "refuse":
            lines = [f"{line.record},{step}" for line in claim(workspace, last).lines]
            answer(workspace, last, "\n".join(["id,status", *lines, ""]))
        case "credit":
            claims.settle_claim(workspace.store, last, on=AS_OF)
        case "replace" if workspace.deliveries():
            newest = workspace.deliveries()[0].head.delivery
            replace_from(workspace.store, last, newest, workspace.assessment(as_of=AS_OF))
        case "cancel":
            claims.cancel_claim(workspace.store, last)
        case "withdraw" if workspace.deliveries():
            workspace.withdraw(workspace.deliveries()[-1].head.delivery)


def check_money(workspace: Workspace) -> None:
    with workspace.store.engine.connect() as connection:
        known = kept_claims.all_claims(connection)
        # What was written down of every step ends where the claims stand now.
        back = kept_claims.claims_table(connection, as_of=date(2100, 1, 1), then=True)
        assert back.equals(kept_claims.claims_table(connection))
    held = [line for one in known for line in one.lines if line.state is not ClaimState.CANCELLED]
    assert len({(line.delivery, line.line) for line in held}) == len(held)
    here = {one.head.delivery for one in workspace.deliveries()}
    assert {line.delivery for line in held} <= here
    came = [(line.replacement_delivery, line.replacement_line) for line in held if line.replacement_line is not None]
    assert len(set(came)) == len(came)
    assert {delivery for delivery, _ in came} <= here
    if here:
        found = workspace.assessment(as_of=AS_OF)
        verdicts = workspace.store.files.read_table(found.paths["verdicts"][0].name)
        read = sum(one.lines_read + one.lines_repaired for one in workspace.deliveries())
        assert verdicts.num_rows == read
        assert set(verdicts["verdict"].to_pylist()) <= {"accept", "return", "review"}
        returned = open_desk(workspace.store, found).returned
        worth = sum(row["amount_minor"] for row in verdicts.to_pylist())
        assert sum(returned["amount_minor"].to_pylist()) <= worth
        assert len({(row["delivery"], row["line"]) for row in returned.to_pylist()}) == returned.num_rows


def test_a_credited_record_is_returned_and_costs_nothing_from_that_day_on(having: Having) -> None:
    workspace = having(0, 1, 0)
    delivery = workspace.deliveries()[0].head.delivery
    name = built(workspace)
    send(workspace, name)
    answer(workspace, name, "Lead ID,Status\nL2-0,accepted\n")
    claims.settle_claim(workspace.store, name, on=date(2026, 9, 20))

    def cost(as_of: date) -> tuple[object, ...]:
        ladder = workspace.assessment(as_of=as_of).summaries()[delivery].cost
        return ladder.media_minor, ladder.media_basis.value, ladder.per_delivered_minor

    def reasons(as_of: date) -> dict[str, int]:
        return dict(workspace.assessment(as_of=as_of).summaries()[delivery].excluded)

    assert cost(date(2026, 9, 19)) == (13_500, "contract", 4500)
    assert cost(date(2026, 9, 20)) == (9000, "contract_less_credits", 3000)
    assert reasons(date(2026, 9, 20)) == {"duplicate": 1}


def test_a_record_taken_back_for_another_reason_than_a_repeat_is_excluded_as_returned(workspace: Workspace) -> None:
    text = people(0, 1, 2).decode().replace("cleo@northwell.example", "cleo@")
    delivery = deliver(workspace, text.encode())
    name = built(workspace)
    send(workspace, name)
    answer(workspace, name, "Lead ID,Status\nL2-2,accepted\n")
    before = workspace.assessment(as_of=date(2026, 9, 20)).summaries()[delivery]
    claims.settle_claim(workspace.store, name, on=date(2026, 9, 20))
    after = workspace.assessment(as_of=date(2026, 9, 20)).summaries()[delivery]
    assert ("returned" in before.excluded, after.excluded["returned"]) == (False, 1)
    assert after.not_usable["returned"].records == 1
    assert sum(after.classes.values()) == sum(before.classes.values()) == 3


def test_a_replacement_is_free_and_what_it_replaced_stays_paid_for(having: Having) -> None:
    workspace = having(0, 1, 0)
    first = workspace.deliveries()[0].head.delivery
    name = built(workspace)
    send(workspace, name)
    answer(workspace, name, "Lead ID,Status\nL2-0,accepted\n")
    second = deliver(workspace, people(3), on=date(2026, 9, 7), name="more.csv")
    replace_from(workspace.store, name, second, workspace.assessment(as_of=AS_OF))
    found = workspace.assessment(as_of=AS_OF).summaries()
    assert (found[first].cost.media_minor, found[second].cost.media_minor) == (13_500, 0)


def test_looking_back_a_claim_stands_as_it_stood_on_that_day(having: Having) -> None:
    workspace = having(0, 0, 1)
    name = built(workspace, as_of=date(2026, 9, 4))
    send(workspace, name, on=date(2026, 9, 6))
    answer(workspace, name, "Lead ID,Status\nL1-0,accepted\n")
    claims.settle_claim(workspace.store, name, on=date(2026, 9, 20))

    def stood(on: date) -> list[tuple[str, bool, bool]]:
        with workspace.store.engine.connect() as connection:
            rows = kept_claims.claims_table(connection, as_of=on, then=True).to_pylist()
        return [(row["state"], row["sent_on"] is not None, row["settled_on"] is not None) for row in rows]

    assert stood(date(2026, 9, 3)) == []
    assert stood(date(2026, 9, 5)) == [("prepared", False, False)]
    assert stood(date(2026, 9, 7)) == [("sent", True, False)]
    assert stood(date(2026, 9, 19)) == [("accepted", True, False)]
    assert stood(date(2026, 9, 20)) == [("credited", True, True)]


def test_month_end_counts_claims_as_they_stood_on_its_day(having: Having) -> None:
    workspace = having(0, 0, 1)
    name = built(workspace, as_of=date(2026, 9, 4))
    send(workspace, name, on=date(2026, 9, 6))
    answer(workspace, name, "Lead ID,Status\nL1-0,accepted\n")
    claims.settle_claim(workspace.store, name, on=date(2026, 9, 20))

    def money(on: date) -> tuple[int, int]:
        state = open_books(workspace.store, workspace.assessment(as_of=on)).money["osprelle-2026"]
        return state.claimed_minor, state.credited_minor

    assert money(date(2026, 9, 15)) == (4500, 0)
    assert money(date(2026, 9, 20)) == (0, 4500)
