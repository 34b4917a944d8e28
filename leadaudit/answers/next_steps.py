"""What to do now: the clean file, the returns, the wording."""

from dataclasses import dataclass
from typing import Literal

from leadaudit.answers.sentences import claimable
from leadaudit.answers.story import Story
from leadaudit.economics.summary import Summary
from leadaudit.format import plural
from leadaudit.vocabulary import ConsentState, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """One thing to do now; a face knows where its kind leads."""

    kind: Literal["clean_file", "returns", "wording"]
    sentence: str


def next_steps(story: Story) -> tuple[NextStep, ...]:
    """The three steps after an audit."""
    return (
        NextStep(kind="clean_file", sentence=_clean_file(story.total)),
        NextStep(kind="returns", sentence=_returns(story)),
        NextStep(kind="wording", sentence=_wording(story)),
    )


def _clean_file(summary: Summary) -> str:
    usable = summary.usable.records
    if usable == 0:
        return "There is no clean file: no record is usable."
    return (
        f"Take the clean file: {plural(usable, 'usable record')} under the column names HubSpot, Salesforce or "
        "Marketo expect."
    )


def _returns(story: Story) -> str:
    if not story.has_contract:
        age = ""
        if story.delivered_on is not None:
            age = f" The file is {plural((story.as_of - story.delivered_on).days, 'day')} old."
        return f"Enter the return terms.{age} Return windows usually close 3 to 10 days after delivery."
    returned = story.total.verdicts[Verdict.RETURN].records
    if not returned:
        return "Nothing to return: no record is against the contract."
    are, them = ("is", "it") if returned == 1 else ("are", "them")
    over = f"{plural(returned, 'record')} {are} against the contract, but the time to return {them} is over."
    return next(iter(claimable(story, "Claim")), over)


def _wording(story: Story) -> str:
    asserted = story.total.consent[ConsentState.ASSERTED]
    if not asserted:
        return "No wording to ask for: no line claims an opt-in without proving it."
    return (
        f"Ask {story.vendor or 'the vendors'} for the wording and form version behind "
        f"{plural(asserted, 'opt-in')}; a yes alone proves nothing."
    )
