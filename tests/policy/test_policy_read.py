import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.policy import default_policy, read_policy
from leadaudit.policy.model import Policy

OWN = 'name = "ours"\nversion = "7"\n'


def mistakes(text: str) -> list[str]:
    with pytest.raises(FileMistakesError) as caught:
        read_policy(text, where="policy.toml")
    return str(caught.value).splitlines()


def test_a_policy_that_changes_nothing_has_the_fingerprint_of_the_defaults() -> None:
    assert read_policy(OWN, where="p").fingerprint == default_policy().fingerprint


def test_a_changed_rule_changes_the_fingerprint_and_nothing_else() -> None:
    changed = read_policy(OWN + "[classes]\nlapse_days = 200\n", where="p")
    assert changed.classes.lapse_days == 200
    assert changed.classes.cooloff_days == default_policy().classes.cooloff_days
    assert changed.fingerprint != default_policy().fingerprint


def test_a_changed_value_is_marked_as_the_users_own() -> None:
    changed = read_policy(OWN + "[usable]\nmin_employer_p = 0.6\n", where="ours.toml")
    provenance = changed.provenance_of("usable.min_employer_p")
    assert provenance is not None
    assert provenance.source == "set in ours.toml"


def test_every_default_says_where_it_comes_from() -> None:
    policy = default_policy()
    rules = policy.model_dump(exclude={"name", "version", "provenance", "fingerprint", "kinds"})

    def leaves(value: object, path: str) -> list[str]:
        if not isinstance(value, dict):
            return [path]
        return [leaf for key, below in value.items() for leaf in leaves(below, f"{path}.{key}" if path else key)]

    assert [leaf for leaf in leaves(rules, "") if policy.provenance_of(leaf) is None] == []


def test_every_decaying_kind_says_where_its_half_life_comes_from() -> None:
    kinds = default_policy().kinds
    assert [name for name, kind in kinds.items() if kind.half_life_days and not kind.half_life_code] == []


def test_all_mistakes_are_named_at_once() -> None:
    text = OWN + '[classes]\nlapse_day = 3\nvendor_statement_with_proof = "hot"\n[usable]\nmin_employer_p = 2\n'
    assert mistakes(text) == [
        "policy.toml, classes.vendor_statement_with_proof: is 'hot'. Use lead or signal.",
        "policy.toml, classes.lapse_day: is not a key of this file. Did you mean lapse_days?",
        "policy.toml, usable.min_employer_p: is 2, but it should be less than or equal to 1. Correct it.",
    ]


def test_a_statement_cannot_lapse_before_it_was_valid() -> None:
    assert mistakes(OWN + "[classes]\nlapse_days = 10\n") == [
        (
            "policy.toml, classes: lapse_days 10 is below explicit_valid_days 90. "
            "A statement lapses after it was valid; correct one of them."
        )
    ]


def test_a_policy_needs_a_name_and_a_version() -> None:
    assert mistakes("[classes]\nlapse_days = 200\n") == [
        "policy.toml, name: is missing. Add it; it is shown on every result.",
        "policy.toml, version: is missing. Add it; it is shown on every result.",
    ]


def test_text_that_is_no_toml_is_refused_in_one_sentence() -> None:
    assert mistakes("name = ")[0].startswith("policy.toml, it cannot be read as TOML: ")


def test_the_policy_model_documents_every_key() -> None:
    def undocumented(model: type) -> list[str]:
        return [name for name, field in model.model_fields.items() if not (field.description or field.alias)]  # type: ignore[attr-defined]

    assert undocumented(Policy) == []


def test_a_file_without_a_name_is_told_its_other_mistakes_too() -> None:
    assert mistakes('version = "7"\n[usable]\nmin_employer_p = 2\n') == [
        "policy.toml, name: is missing. Add it; it is shown on every result.",
        "policy.toml, usable.min_employer_p: is 2, but it should be less than or equal to 1. Correct it.",
    ]


def test_a_name_that_nothing_stands_behind_is_refused() -> None:
    text = OWN + (
        '[kinds.hard_bounce]\nlikelihood = "bounce"\n[classes]\nvalidated_high_kinds = ["pricing_pages"]\n'
        '[provenance]\n"classes.lapse" = { code = "A", from = "nobody" }\n'
    )
    assert mistakes(text) == [
        "policy.toml, kinds.hard_bounce.likelihood: is 'bounce', which freshness.likelihood does not have. Add it "
        "there or correct the name.",
        "policy.toml, classes.validated_high_kinds: names 'pricing_pages', which is no kind of evidence. Add it under "
        "kinds or remove it.",
        "policy.toml, provenance.classes.lapse: speaks of a key that a policy does not have. Correct or remove it.",
    ]


def test_every_mistake_of_freshness_is_named() -> None:
    text = OWN + (
        "[freshness]\nfresh = 0.4\nknown_stale = ['gone']\n[freshness.groups]\nmore = ['hard_bounce', 'hard_bounces']\n"
        "[freshness.function_multiplier]\nmarketting = 2.0\n"
    )
    assert mistakes(text) == [
        "policy.toml, freshness: groups names hard_bounces, which has no likelihood. Add it or remove the name. "
        "known_stale names gone, which has no likelihood. Add it or remove the name. "
        "groups name hard_bounce more than once. Leave it in one group. "
        "function_multiplier names marketting, which is no function. Remove it. "
        "doubtful 0.5 is above fresh 0.4. Swap or correct them."
    ]


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("years = [0, 2, 1, 3, 5, 10]", "years must rise from 0, two entries at least. Correct them."),
        ("entry = [1, 0.5]", "entry needs one share for each of years, falling from 1. Correct it."),
        (
            "leader = [1, 0.9, 0.8, 0.85, 0.5, 0.4]",
            "leader needs one share for each of years, falling from 1. Correct it.",
        ),
    ],
)
def test_a_table_of_tenures_falls_from_one(table: str, what: str) -> None:
    assert mistakes(OWN + f"[freshness.tenure_table]\n{table}\n") == [f"policy.toml, freshness.tenure_table: {what}"]
