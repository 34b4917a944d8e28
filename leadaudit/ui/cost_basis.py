"""What counts: who is a real lead, who is credited, what one may cost at most; the address keeps all of it."""

from collections.abc import Mapping
from decimal import Decimal
from statistics import median
from typing import Final

import streamlit as st

from leadaudit.economics.credit import CreditRule
from leadaudit.economics.outcome_entry import Basis
from leadaudit.economics.ranked_outcomes import Compared
from leadaudit.money import minor_digits, to_minor
from leadaudit.ui import state
from leadaudit.workspace.assessments import StoredAssessment
from leadaudit.workspace.outcome_costs import OutcomeCosts

# A real lead that costs more is nobody's target in any currency, and a slider takes no number beyond 2 to the 53rd.
MOST: Final = 1_000_000_000

RULES: Final[Mapping[str, str]] = {
    CreditRule.FRACTIONAL: "shared equally",
    CreditRule.FIRST: "all to who delivered first",
    CreditRule.LAST: "all to who delivered last",
    CreditRule.ANY: "in full to each (adds up to more)",
}


def basis_of(found: StoredAssessment) -> Basis:
    """What counts, by the address: confirmed and net-new unless it says otherwise, the policy's rule of credit."""
    rule = state.one_of("credit", tuple(RULES)) or found.policy.conversion.credit_rule
    return Basis(
        attested=state.param("asked") == "anywhere",
        net_new_only=state.param("known") != "too",
        rule=CreditRule(rule),
    )


def target_minor(costs: OutcomeCosts) -> float | None:
    """What a real lead may cost at most, by the address."""
    written, currency = state.param("target"), costs.sources.currency
    if written is None or currency is None or not written.replace(".", "", 1).isdecimal():
        return None
    return float(to_minor(min(Decimal(written), Decimal(MOST)), currency)) or None


def basis_words(basis: Basis) -> str:
    """What counts, for the small print."""
    asked = "people who asked us or asked on a vendor's form" if basis.attested else "people who asked us"
    known = "new to us" if basis.net_new_only else "new to us or quiet for 90 days"
    return f"counted: {asked}, {known}, credit {RULES[basis.rule]}"


def switches(costs: OutcomeCosts, told: Compared) -> None:
    """What counts, and the target; the address keeps them."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        _switch("asked", "Real leads are people who", {"": "asked us", "anywhere": "asked us or on a vendor's form"})
        _switch("known", "Whom we knew before", {"": "does not count", "too": "counts when quiet for 90 days"})
        rule = costs.policy.conversion.credit_rule
        others = {name: words for name, words in RULES.items() if name != rule}
        _switch("credit", "A person several delivered", {"": RULES[rule], **others})
    if told.currency is not None:
        _target(told, told.currency)


def _target(told: Compared, currency: str) -> None:
    """What a real lead may cost at most; at its left end there is no target."""
    digits = 10.0 ** minor_digits(currency)
    given = 0 if told.target_minor is None else min(round(told.target_minor / digits), MOST)
    most, step = slider_scale(told, given, digits)
    st.slider(
        f"A real lead may cost at most ({currency}; 0: no target)",
        min_value=0,
        max_value=most,
        value=given,
        step=step,
        key="target_given",
        on_change=_keep_target,
    )


def slider_scale(told: Compared, given: int, digits: float) -> tuple[int, int]:
    """The end of the slider and its steps: past twice the middle of the vendors, in about a hundred steps.

    Of a vendor without any real lead the lower bound stands for the middle it does not have.
    """
    costs = [one.told for one in told.ranking.vendors if one.told is not None]
    middles = [(cost.median or cost.low or 0.0) / digits for cost in costs]
    wanted = min(max(2 * median(middles) if middles else 0, given, 100), MOST)
    power = 10 ** (len(str(int(wanted / 100))) - 1)
    step = next(part * power for part in (1, 2, 5, 10) if part * power * 100 >= wanted)
    # a target that came by the address stands between steps otherwise
    return 100 * step, 1 if given % step else step


def _switch(name: str, label: str, words: Mapping[str, str]) -> None:
    chosen = state.param(name) or ""
    options = list(words)
    st.selectbox(
        label,
        options,
        index=options.index(chosen) if chosen in options else 0,
        format_func=lambda option: words[option],
        key=f"switch_{name}",
        on_change=_keep_switch,
        args=(name,),
    )


def _keep_switch(name: str) -> None:
    state.set_params(**{name: st.session_state[f"switch_{name}"] or None})


def _keep_target() -> None:
    given = st.session_state["target_given"]
    state.set_params(target=str(given) if given else None)
