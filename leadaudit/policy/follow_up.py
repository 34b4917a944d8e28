"""The policy of what to do next: whom sales is alerted to, what is confirmed first, whom to ask."""

from typing import Literal

from leadaudit.policy.values import AtLeastOne, Days, Positive, Share
from leadaudit.settings_file import Section


class DueHours(Section):
    """Working hours after routing by which somebody has to have tried, weekends left out."""

    lead: Positive
    """A person who asked us."""
    signal: Positive
    """A signal of high priority."""
    confirm: Positive
    """An answer the vendor reports."""


class FollowUp(Section):
    """What to do next with whom."""

    due_hours: DueHours
    """Until when."""
    alerts_per_owner_day: Days
    """Alerts one owner is given a day; the others wait their turn."""
    confirm_per_day: Days
    """Vendor-reported answers confirmed a day."""
    ask_permission: Literal["proven", "asserted"]
    """Who may be asked: only with proven permission, or with a claimed one too, which is flagged."""
    ask_limit: AtLeastOne
    """Asks without an answer after which a person is left alone."""
    ask_stop_days: Days
    """For how long, counted from the last of them."""
    ask_again_days: Days
    """Days between two asks."""
    asks_per_day: Days
    """People asked a day."""
    holdout_share: Share
    """Share of those worth asking who are not asked, so that what asking brings can be told."""
    med_holdout_share: Share
    """Share of medium signals who are not given to sales, so that what following them up brings can be told."""
    holdout_seed: str
    """Draws both, by person."""
    answer_days: AtLeastOne
    """Days within which what follows an ask is put down to it."""
    engaged_days: AtLeastOne
    """Days after the last contact during which sales is held to be talking to a person."""
    first_try_days: AtLeastOne
    """Days after delivery within which somebody has to have tried a usable record."""
    apart_days: Days
    """Sends of two sequences to one person within so many days compete."""
