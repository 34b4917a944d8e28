"""The lists in sentences; an empty one says what would fill it."""

from collections.abc import Mapping
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

from leadaudit.followup.lists import Listed
from leadaudit.followup.results import MediumValue
from leadaudit.format import count, plural, share
from leadaudit.vocabulary import FollowUpList

LISTS: Final[Mapping[FollowUpList, str]] = {
    FollowUpList.CALL_NOW: "Call now",
    FollowUpList.CONFIRM: "Confirm",
    FollowUpList.ASK: "Ask",
    FollowUpList.HELD_OUT: "Held out from asking",
    FollowUpList.HELD_BACK: "Held back from sales",
}

# What would put somebody on a list on which nobody is.
FILLED_BY: Final[Mapping[FollowUpList, str]] = {
    FollowUpList.CALL_NOW: (
        "A dated wish for a demo, a price or a call would (web forms, replies, answers to an ask, meetings of the "
        "CRM), or two high-value visits within two weeks about a buying stage. Bring these in on the page Data."
    ),
    FollowUpList.CONFIRM: (
        "Answers that a vendor reports would (budget, authority, need, time frame), while they are less than two "
        "months old. Ask vendors to deliver question, answer and day."
    ),
    FollowUpList.ASK: (
        "Usable people with a permission, proven or claimed, would, unless sales is talking to them or they were asked "
        "lately. Ask the vendors for the wording of their permissions."
    ),
}

# Why somebody is left alone, or not asked.
BARS: Final[Mapping[str, str]] = {
    "suppressed": "unsubscribed or on the suppression list",
    "denied": "deny ever having asked for anything",
    "own_employee": "are our own people",
    "competitor": "work for competitors",
    "non_human": "are no people",
    "said_no": "said no less than 180 days ago",
    "contradicted": "have a permission that is contradicted",
    "is_lead": "are called, not asked",
    "not_usable": "cannot be used",
    "employer": "have most likely left the employer",
    "no_permission": "show no permission",
    "sales_engaged": "are talking to sales",
    "asked_enough": "did not answer twice, and are left alone for 90 days",
    "asked_lately": "were asked lately",
    "held_out": "are held out, to tell what asking brings",
}

SEGMENTS: Final[Mapping[str, str]] = {
    "sales": "sales calls",
    "evaluation": "about evaluation",
    "pricing": "about prices",
    "implementation": "about implementation",
    "renewal": "about renewal",
    "introductory": "introductory",
    "hold": "hold: sales is talking to them",
    "permission_first": "ask for the permission first",
    "leave_alone": "leave alone",
}


def answer(listed: Listed) -> tuple[str, ...]:
    """Whom to call now, what waits, what to confirm and whom to ask, in a few sentences."""
    called, waiting = (listed.count(FollowUpList.CALL_NOW, state) for state in ("now", "waits"))
    with_sales = sum(listed.count(FollowUpList.CALL_NOW, state) for state in ("with_sales", "routed"))
    confirmed, asked = (listed.count(name) for name in (FollowUpList.CONFIRM, FollowUpList.ASK))
    told = [
        f"**Call {plural(called, 'person', 'people')} now**; "
        f"{count(waiting)} more wait, so that nobody is given more than a day can hold."
        if waiting
        else f"**Call {plural(called, 'person', 'people')} now**."
        if called
        else "**Nobody has to be called now.**"
    ]
    if with_sales:
        told.append(f"{plural(with_sales, 'lead', 'leads')} and strong signals are with sales already.")
    told.append(f"{plural(confirmed, 'answer')} that vendors report should be confirmed.")
    told.append(f"{plural(asked, 'person', 'people')} are worth asking today.")
    return tuple(told)


def empty_list(name: FollowUpList) -> str:
    """What to say of a list on which nobody is."""
    return f"Nobody is on this list. {FILLED_BY[name]}"


def waiting_words(listed: Listed, name: FollowUpList) -> str | None:
    """How many of a list wait, and what is with sales; None of none."""
    parts = [
        f"{plural(number, 'person', 'people')} {words}"
        for state, words in (
            ("waits", "wait for another day"),
            ("with_sales", "are with sales, who tried since the newest evidence"),
            ("routed", "were given out since the newest evidence"),
        )
        if (number := listed.count(name, state))
    ]
    return f"{'; '.join(parts)}." if parts else None


def held_back_words(listed: Listed) -> str | None:
    """How many medium signals are not given to sales, and why; None of nobody."""
    held = listed.count(FollowUpList.HELD_BACK)
    if not held:
        return None
    like = plural(held, "medium signal like these is", "medium signals like these are")
    return f"{like} drawn by chance and not given to sales, to tell what following them up brings."


def medium_words(found: MediumValue) -> str:
    """What following up medium signals brought, as far as the draw tells it."""
    sides = (
        f"Of medium signals given to sales {share(found.given_came, found.given)} led to a meeting or an opportunity; "
        f"of those held back by chance {share(found.held_came, found.held)}"
    )
    if found.brought is None:
        drawn = found.given + found.given_young + found.held + found.held_young
        if not drawn:
            return "No medium signals were given out yet, so nobody can say what following them up brings."
        return (
            "What following up medium signals brings **cannot be told yet**: "
            f"{count(found.given)} given to sales and {count(found.held)} held back are old enough, "
            f"{count(found.given_young)} and {count(found.held_young)} are not."
        )
    if not found.brought.is_distinguishable:
        least = found.brought.smallest_detectable
        beside = "" if least is None else f"; a difference below {least * 100:.0f} in 100 could not have been seen"
        return f"{sides}: **not distinguishable**{beside}."
    verdict = "following up caused more" if found.brought.difference > 0 else "following up caused less"
    return f"{sides}: **{verdict}**, as chance alone drew who was held back."


def collision_words(sends: pa.Table) -> str:
    """How many mails of ours fell into a conversation of sales or met another sequence.

    Args:
        sends: As ``followup_collisions.sql`` describes.
    """
    if not sends.num_rows:
        return "No mail of ours is loaded, so nobody can say whether it reached people while sales talks to them."
    collided, competing = (int(pc.sum(sends[name]).as_py() or 0) for name in ("collides", "competes"))
    return (
        f"**{count(collided)} of {plural(sends.num_rows, 'mail')} reached people while sales was talking to them**, "
        f"and {count(competing)} came within days of another sequence. Whom sales talks to now is on hold among the "
        "segments."
    )


def not_asked_words(listed: Listed) -> tuple[tuple[str, int], ...]:
    """Why people are not asked, with how many."""
    return tuple((BARS[bar], number) for bar, number in listed.not_asked().items())
