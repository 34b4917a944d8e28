from leadaudit.policy import default_policy, read_policy
from leadaudit.policy.explain import rules_in_words


def sentences(text: str = "") -> list[str]:
    policy = read_policy('name = "p"\nversion = "1"\n' + text, where="p") if text else default_policy()
    return [rule.sentence for section in rules_in_words(policy) for rule in section.rules]


def test_a_changed_rule_changes_its_sentence_and_no_other() -> None:
    before, after = sentences(), sentences("[classes]\ncooloff_days = 120\n")
    assert "A no outranks every behaviour for 180 days." in before
    assert set(after) - set(before) == {"A no outranks every behaviour for 120 days."}


def test_every_evidence_kind_has_its_sentence() -> None:
    assert all(any(kind.words in line for line in sentences()) for kind in default_policy().kinds.values())


def test_hazards_are_said_in_people_of_a_hundred() -> None:
    leaving = "16 in 100 leave the employer within a year of the fact date."
    assert f"Individual contributors and people of unknown level: {leaving}" in sentences()


def test_every_rule_says_where_it_comes_from() -> None:
    rules = [rule for section in rules_in_words(default_policy()) for rule in section.rules]
    assert [rule.sentence for rule in rules if rule.provenance == "not given"] == []


def test_every_item_of_freshness_says_what_it_speaks_for() -> None:
    assert "Seen: the address belongs to another company. 8.75 times more often of people who left." in sentences()
    retitled = "95 times more often of people with a new title at the same employer"
    assert f"Seen: new title found by hand. {retitled}." in sentences()
    assert sum(line.startswith("Seen: ") for line in sentences()) == len(default_policy().freshness.likelihood)


def test_the_model_of_ageing_is_said() -> None:
    assert "People leave at a constant rate." in sentences()
    assert "Shares still with the employer are read from the published table." in sentences(
        '[freshness]\nmodel = "bls_table"\n'
    )


def test_what_was_measured_on_our_own_records_is_said_so() -> None:
    own = read_policy(
        'name = "p"\nversion = "1"\n[usable]\nmin_employer_p = 0.6\n[provenance]\n'
        '"usable.min_employer_p" = { code = "O", from = "counted in October" }\n',
        where="p",
    )
    rules = [rule for section in rules_in_words(own) for rule in section.rules]
    assert [rule.provenance for rule in rules if "60 % likely" in rule.sentence] == [
        "your own data: counted in October"
    ]
