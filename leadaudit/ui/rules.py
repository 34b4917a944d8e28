"""The rules in force, in words, with where each comes from."""

from leadaudit.policy.explain import rules_in_words
from leadaudit.policy.model import Policy
from leadaudit.ui.format import plural
from leadaudit.ui.parts import Cell, Column

CALCULATION = (
    "A policy is a text file of choices somebody could argue with. Its fingerprint is made from every value in it, and "
    "stands with every answer, so that two answers by different rules never pass for one another.",
    "Facts, such as what an address must look like, are not in the policy; they are in the code with their source.",
)

COLUMNS = (Column(label="Rule", width=62), Column(label="Where it comes from"))


def answer(policy: Policy) -> tuple[str, ...]:
    """Which rules hold, and how many of them are assumptions."""
    rules = [rule for section in rules_in_words(policy) for rule in section.rules]
    assumed = sum(rule.provenance.startswith("our assumption") for rule in rules)
    return (
        f"**{policy.name}, version {policy.version}** is in force: {plural(len(rules), 'rule')}.",
        f"{plural(assumed, 'of them is our assumption', 'of them are our assumptions')}, to be tested on your data.",
    )


def sections(policy: Policy) -> tuple[tuple[str, list[list[Cell]]], ...]:
    """Each section with its rules."""
    return tuple(
        (section.title, [[rule.sentence, rule.provenance] for rule in section.rules])
        for section in rules_in_words(policy)
    )
