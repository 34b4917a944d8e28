"""How many employers or titles of a list are to be expected still true, in words."""

from collections.abc import Mapping

from leadaudit.economics.summary import StillTrue
from leadaudit.format import UNDEFINED, count, interval, percent


def still_true_words(found: StillTrue | None) -> str:
    """The expected number with what chance and the rate of leaving leave open; an assumed age is named."""
    if found is None:
        return UNDEFINED
    total = found.total
    between = interval(count(total.low), count(total.high))
    by_rate = interval(count(round(found.fast)), count(round(found.slow)))
    return (
        f"{count(round(total.expected))} of {count(total.records)} to be expected ({between} by chance, "
        f"{percent(total.level)}; {by_rate} as people leave fast or slowly){_assumed(found)}"
    )


def _assumed(found: StillTrue) -> str:
    if found.assumed == 0:
        return ""
    whose = "all" if found.assumed == found.total.records else count(found.assumed)
    return f"; age assumed for {whose}"


def still_true_rows(found: Mapping[str, StillTrue]) -> list[tuple[str, str]]:
    """Employers and titles, each with its words."""
    return [
        ("Employers still true", still_true_words(found.get("employer"))),
        ("Titles still true", still_true_words(found.get("title"))),
    ]
