"""Who is on which list: nobody who must not be, and a tightened policy never lengthens one."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from leadaudit import sql, tables
from leadaudit.followup.given import FollowUpGiven, Territory
from leadaudit.followup.lists import Listed, lists_of, segments_of
from leadaudit.policy import Policy, read_policy
from leadaudit.vocabulary import FollowUpList

AS_OF = date(2026, 11, 1)
Person = dict[str, Any]

OWN = 'name = "own"\nversion = "1"\n'


def policy_with(rules: str) -> Policy:
    return read_policy(f"{OWN}[follow_up]\n{rules}\n", where="p")


NOBODY_HELD = "holdout_share = 0.0\nmed_holdout_share = 0.0\n"
ROOMY = policy_with(NOBODY_HELD)


def person(record_class: str = "opt_in", **beside: Any) -> Person:
    return {"class": record_class, "consent": "proven", "may_market": True, "may_call": True, **beside}


LEAD = person("lead", tier="high", rule="lead.explicit-statement", attested=False)
HIGH = person("signal", tier="high", rule="signal.combination")
MEDIUM = person("signal", tier="med", rule="signal.high-value-or-two-kinds-or-vendor-reported")


def lists(
    people: list[Person],
    policy: Policy = ROOMY,
    *,
    routed: list[dict[str, Any]] | None = None,
    given_owners: FollowUpGiven | None = None,
) -> Listed:
    """The lists of people p0, p1, ..., each with one record."""
    classes: list[Person] = []
    usable: list[Person] = []
    facts: list[Person] = []
    evidence: list[Person] = []
    subjects: list[Person] = []
    outcomes: list[Person] = []
    nodes: list[Person] = []
    crm: list[Person] = []
    for at, one in enumerate(people):
        key = {"delivery": "d", "line": at + 2}
        name = f"p{at}"
        classes.append(
            {
                **key, "vendor": "osprelle", "delivered_on": date(2026, 10, 1), "person": name, "flags": [],
                "attested": False, "rule": "opt-in.consent-only", "category": None,
                **{column: value for column, value in one.items() if column in tables.CLASSES.schema.names},
            }
        )  # fmt: skip
        usable.append({**key, "vendor": "osprelle", "usable": one.get("usable", True), "amount_minor": 0})
        facts.append(
            {
                **key, "email_norm": f"{name}@northwell.example", "email_domain": "northwell.example",
                "country_code": one.get("country", "GB"),
            }
        )  # fmt: skip
        for number, (kind, on) in enumerate(one.get("did", [])):
            of = f"{name}-{number}"
            is_vendors = kind == "vendor_bant_yes"
            evidence.append(
                {
                    "evidence_id": of, "kind": kind, "actor": "person", "source": "vendor" if is_vendors else "first",
                    "occurred_on": on, "observed_on": on, **(key if is_vendors else {}),
                }
            )  # fmt: skip
            if not is_vendors:
                subjects.append({"evidence_id": of, "person": name, "named_by": "email", "state": "linked"})
        outcomes += [
            {"outcome_id": f"{name}-{kind}", "person": name, "kind": kind, "occurred_on": on, "state": state}
            for kind, on, state in one.get("came", [])
        ]
        if one.get("owner"):
            nodes.append({"delivery": "crm", "line": at + 2, "is_contact": True, "person": name})
            crm.append({"delivery": "crm", "line": at + 2, "source": "crm", "object": "contact", "owner": one["owner"]})
    read: dict[str, sql.Source] = {
        "classes": tables.CLASSES.build(classes),
        "usable": tables.USABLE.build(usable),
        "freshness": tables.FRESHNESS.build(
            [
                {"delivery": "d", "line": at + 2, "employer_label": one.get("employer", "fresh")}
                for at, one in enumerate(people)
            ]
        ),
        "facts": tables.FACTS.build(facts),
        "evidence": tables.EVIDENCE.build(evidence),
        "subjects": tables.SUBJECTS.build(subjects),
        "outcomes": tables.OUTCOMES.build(outcomes),
        "people": tables.PEOPLE.build(nodes),
    }
    return lists_of(
        read,
        crm_rows=tables.CRM_ROWS.build(crm),
        routed=tables.ROUTED.build(routed or []),
        given=given_owners or FollowUpGiven(),
        policy=policy,
        as_of=AS_OF,
    )


def on(listed: Listed, name: FollowUpList, state: str = "now") -> list[str]:
    return list(listed.on(name, state)["person"].to_pylist())


def why_not_asked(one: Person, policy: Policy = ROOMY) -> str | None:
    bar = lists([one], policy).people["ask_bar"].to_pylist()[0]
    return None if bar is None else str(bar)


def test_confirmed_leads_come_first_then_attested_ones_then_strong_signals() -> None:
    listed = lists([HIGH, {**LEAD, "attested": True}, LEAD, MEDIUM, person()])
    assert on(listed, FollowUpList.CALL_NOW) == ["p2", "p1", "p0"]
    assert on(listed, FollowUpList.ASK) == ["p3", "p4"]


@pytest.mark.parametrize(
    "bar",
    [
        {"flags": ["suppressed"]},
        {"flags": ["competitor"]},
        {"flags": ["own_employee"]},
        {"flags": ["non_human"]},
        {"class": "excluded", "excluded_reason": "unreachable"},
        {"class": "excluded", "excluded_reason": "denied_engagement"},
    ],
    ids=lambda bar: next(iter(bar.values())) if "class" not in bar else bar["excluded_reason"],
)
def test_whoever_is_barred_is_on_no_list(bar: dict[str, Any]) -> None:
    for one in (LEAD, HIGH, MEDIUM, person()):
        assert lists([{**one, **bar}]).lists.num_rows == 0


def test_one_record_that_denies_bars_the_person_with_every_other_record() -> None:
    listed = lists([LEAD, {**LEAD, "person": "p0", "class": "excluded", "excluded_reason": "denied_engagement"}])
    assert listed.lists.num_rows == 0


def test_nobody_is_called_whose_number_may_not_be_called() -> None:
    silent = {"may_call": False}
    listed = lists(
        [{**LEAD, **silent}, {**HIGH, **silent}, {**HIGH, **silent, "may_market": False, "consent": "absent"}]
    )
    assert dict(zip(*(listed.lists[name].to_pylist() for name in ("person", "channel")), strict=True)) == {
        "p0": "mail", "p1": "mail",
    }  # fmt: skip


def test_a_medium_signal_is_never_called_now() -> None:
    assert on(lists([MEDIUM, {**MEDIUM, "tier": "low"}]), FollowUpList.CALL_NOW) == []


def test_an_owner_gets_so_many_alerts_a_day_and_the_others_wait() -> None:
    people = [{**LEAD, "owner": "Ada"}, {**HIGH, "owner": "Ada"}, {**HIGH, "owner": "Ben"}, {**LEAD, "owner": "Ada"}]
    listed = lists(people, policy_with("alerts_per_owner_day = 2"))
    assert on(listed, FollowUpList.CALL_NOW) == ["p0", "p2", "p3"]
    assert on(listed, FollowUpList.CALL_NOW, "waits") == ["p1"]


def test_the_crms_owner_comes_before_our_own_table() -> None:
    own = FollowUpGiven(territory=(Territory(owner="Cleo", countries=("GB",)),))
    listed = lists([{**LEAD, "owner": "Ada"}, LEAD, {**LEAD, "country": "FR"}], given_owners=own)
    assert dict(zip(*(listed.lists[name].to_pylist() for name in ("person", "owner")), strict=True)) == {
        "p0": "Ada", "p1": "Cleo", "p2": None,
    }  # fmt: skip


def test_whom_sales_tried_since_the_newest_evidence_is_with_sales() -> None:
    asked = [("demo_request", date(2026, 10, 20))]
    before, after = date(2026, 10, 19), date(2026, 10, 20)
    listed = lists(
        [
            {**LEAD, "did": asked, "came": [("contacted", before, None)]},
            {**LEAD, "did": asked, "came": [("contacted", after, None)]},
        ]
    )
    assert on(listed, FollowUpList.CALL_NOW) == ["p0"]
    assert on(listed, FollowUpList.CALL_NOW, "with_sales") == ["p1"]


def test_whoever_was_given_out_comes_back_only_with_something_new() -> None:
    given_out = [
        {"delivery": "d", "line": line, "list": "call_now", "routed_on": date(2026, 10, 25),
         "routed_at": datetime(2026, 10, 25, 9, tzinfo=UTC)}
        for line in (2, 3)
    ]  # fmt: skip
    listed = lists(
        [
            {**LEAD, "did": [("demo_request", date(2026, 10, 20))]},
            {**LEAD, "did": [("demo_request", date(2026, 10, 26))]},
        ],
        routed=given_out,
    )
    assert on(listed, FollowUpList.CALL_NOW) == ["p1"]
    assert on(listed, FollowUpList.CALL_NOW, "routed") == ["p0"]


def test_a_vendors_answer_is_confirmed_while_it_counts_and_not_asked_about() -> None:
    young, old = date(2026, 10, 1), date(2026, 8, 1)
    listed = lists([{**MEDIUM, "did": [("vendor_bant_yes", young)]}, {**MEDIUM, "did": [("vendor_bant_yes", old)]}])
    assert on(listed, FollowUpList.CONFIRM) == ["p0"]
    assert on(listed, FollowUpList.ASK) == ["p1"]


@pytest.mark.parametrize(
    ("beside", "bar"),
    [
        ({}, None),
        ({"usable": False}, "not_usable"),
        ({"employer": "stale"}, "employer"),
        ({"consent": "contradicted"}, "contradicted"),
        ({"consent": "absent", "may_market": False}, "no_permission"),
        ({"consent": "asserted", "may_market": False}, None),
        ({"came": [("contacted", date(2026, 10, 2), None)]}, "sales_engaged"),
        ({"came": [("contacted", date(2026, 10, 1), None)]}, None),
        ({"came": [("opportunity", date(2026, 1, 1), "open")]}, "sales_engaged"),
        ({"did": [("asked", date(2026, 10, 19))]}, "asked_lately"),
        ({"did": [("asked", date(2026, 10, 18))]}, None),
        ({"did": [("asked", date(2026, 8, 3)), ("asked", date(2026, 9, 3))]}, "asked_enough"),
        ({"did": [("asked", date(2026, 7, 3)), ("asked", date(2026, 8, 2))]}, None),
        ({"did": [("ask_no", date(2026, 5, 5))]}, "said_no"),
        ({"did": [("ask_no", date(2026, 5, 4))]}, None),
    ],
)
def test_who_may_be_asked(beside: dict[str, Any], bar: str | None) -> None:
    assert why_not_asked(person(**beside)) == bar


def test_a_claimed_permission_is_enough_only_where_the_policy_takes_it() -> None:
    claimed = person("unproven", consent="asserted", may_market=False)
    assert why_not_asked(claimed) is None
    assert why_not_asked(claimed, policy_with('ask_permission = "proven"')) == "no_permission"


def test_people_are_held_out_by_who_they_are_and_about_as_many_as_asked_for() -> None:
    people = [person() for _ in range(400)]
    rules = "asks_per_day = 400\nholdout_share = 0.25"
    held = on(lists(people, policy_with(rules)), FollowUpList.HELD_OUT)
    assert 70 <= len(held) <= 130
    fewer = on(lists(people[:200], policy_with(rules)), FollowUpList.HELD_OUT)
    assert fewer == [one for one in held if int(one[1:]) < 200]
    other = on(lists(people, policy_with(f'{rules}\nholdout_seed = "2"')), FollowUpList.HELD_OUT)
    assert other != held


REPORTED = {**MEDIUM, "did": [("vendor_bant_yes", date(2026, 10, 25))]}
HALF_BACK = "holdout_share = 0.0\nconfirm_per_day = 400\nmed_holdout_share = 0.5"


def test_medium_signals_are_held_back_from_sales_by_who_they_are_and_about_as_many_as_asked_for() -> None:
    listed = lists([REPORTED] * 300, policy_with(HALF_BACK))
    held, given = on(listed, FollowUpList.HELD_BACK), on(listed, FollowUpList.CONFIRM)
    assert 115 <= len(held) <= 185
    assert len(held) + len(given) == 300
    assert not set(held) & set(given)
    fewer = on(lists([REPORTED] * 100, policy_with(HALF_BACK)), FollowUpList.HELD_BACK)
    assert set(fewer) == {one for one in held if int(one[1:]) < 100}
    # whoever is drawn here is not whoever is drawn from asking
    asked = on(lists([person()] * 300, policy_with("holdout_share = 0.5")), FollowUpList.HELD_OUT)
    assert 30 < len(set(asked) & set(held)) < len(held) - 30


def test_nobody_who_asked_us_or_shows_much_is_held_back() -> None:
    everybody = policy_with("med_holdout_share = 1.0\nholdout_share = 0.0")
    lapsed = {**MEDIUM, "rule": "signal.confirm-employer"}
    listed = lists([LEAD, HIGH, lapsed, REPORTED, MEDIUM], everybody)
    assert on(listed, FollowUpList.CALL_NOW) == ["p0", "p1"]
    assert on(listed, FollowUpList.CONFIRM) == ["p2"]
    assert on(listed, FollowUpList.HELD_BACK) == ["p3"]
    # who reports nothing to confirm may be asked as before: that has a draw of its own
    assert on(listed, FollowUpList.ASK) == ["p4"]


def test_whoever_was_held_back_stays_so_without_being_drawn_again_until_something_new_is_known() -> None:
    given_out = [{"delivery": "d", "line": 2, "list": "held_back", "routed_on": date(2026, 10, 28),
                  "routed_at": datetime(2026, 10, 28, 9, tzinfo=UTC)}]  # fmt: skip
    everybody = policy_with("med_holdout_share = 1.0")
    assert on(lists([REPORTED], everybody, routed=given_out), FollowUpList.HELD_BACK, "routed") == ["p0"]
    newer = {**REPORTED, "did": [("vendor_bant_yes", date(2026, 10, 30))]}
    assert on(lists([newer], everybody, routed=given_out), FollowUpList.HELD_BACK) == ["p0"]


def test_whom_we_gave_out_to_be_asked_counts_as_asked() -> None:
    given_out = [
        {"delivery": "d", "line": 2, "list": "ask", "routed_on": date(2026, 10, 30),
         "routed_at": datetime(2026, 10, 30, 9, tzinfo=UTC)}
    ]  # fmt: skip
    assert lists([person()], routed=given_out).people["ask_bar"].to_pylist() == ["asked_lately"]


def test_segments_hold_back_whom_sales_talks_to_and_match_categories() -> None:
    listed = lists(
        [
            LEAD, {**MEDIUM, "category": "pricing"}, {**MEDIUM, "category": "unmapped"}, person(),
            person(came=[("contacted", date(2026, 10, 30), None)]),
            person("unproven", consent="absent", may_market=False),
            person("unproven", consent="asserted", may_market=False),
        ]
    )  # fmt: skip
    assert segments_of(listed)["segment"].to_pylist() == [
        "sales", "pricing", "introductory", "introductory", "hold", "leave_alone", "permission_first",
    ]  # fmt: skip


KINDS = (LEAD, HIGH, MEDIUM, {**MEDIUM, "tier": "low"}, person(), person("excluded", excluded_reason="returned"))
DID = ("asked", "ask_no", "vendor_bant_yes", "pricing_page")


def anybody(random: Random) -> Person:
    """Somebody of any kind, with or without permission, asked, answered, worked."""

    def some_day() -> date:
        return AS_OF - timedelta(days=random.randrange(150))

    consent = random.choice(["proven", "asserted", "absent", "contradicted"])
    return {
        **random.choice(KINDS),
        "consent": consent,
        "may_market": consent == "proven",
        "may_call": random.random() < 0.5,
        "flags": random.choice([[], [], [], ["suppressed"], ["competitor"]]),
        "usable": random.random() < 0.8,
        "owner": random.choice([None, "Ada", "Ben"]),
        "did": [(random.choice(DID), some_day()) for _ in range(random.randrange(4))],
        "came": [("contacted", some_day(), None)] if random.random() < 0.2 else [],
    }


_RANDOM = Random(20261101)  # noqa: S311 - a crowd for a test, not a secret
CROWD = [anybody(_RANDOM) for _ in range(600)]


@pytest.fixture(scope="module")
def wide() -> Listed:
    return lists(CROWD)


@pytest.mark.parametrize(
    "rule",
    [
        "alerts_per_owner_day = 1",
        "confirm_per_day = 1",
        'ask_permission = "proven"',
        "ask_limit = 1",
        "ask_stop_days = 180",
        "ask_again_days = 60",
        "asks_per_day = 2",
        "holdout_share = 0.5",
        "med_holdout_share = 0.5",
        "engaged_days = 120",
    ],
)
def test_a_tightened_policy_never_lengthens_a_list(rule: str, wide: Listed) -> None:
    name = rule.partition(" ")[0]
    roomy = "".join(line for line in NOBODY_HELD.splitlines(keepends=True) if not line.startswith(f"{name} "))
    tight = lists(CROWD, policy_with(roomy + rule))
    given = (FollowUpList.CALL_NOW, FollowUpList.CONFIRM, FollowUpList.ASK)
    sizes = [(tight.count(name), wide.count(name)) for name in given]
    assert all(tightened <= before for tightened, before in sizes)


def test_nobody_stands_on_a_list_who_must_not(wide: Listed) -> None:
    rows = wide.lists.to_pylist()
    assert len({row["person"] for row in rows}) == len(rows) > 100
    for row in rows:
        one = CROWD[int(row["person"][1:])]
        assert one["class"] != "excluded"
        assert not one["flags"]
        assert row["channel"] != "call" or one["may_call"]
        assert row["list"] != "call_now" or one["class"] == "lead" or one["tier"] == "high"
        assert row["list"] != "ask" or (one["consent"] in {"proven", "asserted"} and one["usable"])
