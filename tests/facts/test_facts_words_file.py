from pathlib import Path

import pyarrow as pa
import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.facts.own_words import OwnWords
from leadaudit.facts.read import FactsRead, read_facts
from leadaudit.facts.words_file import read_words

WORDS = """
role_names = ["welcome-desk"]
not_companies = ["gig collective"]

[functions]
"RevOps" = "operations"

[levels]
"Band 7" = ["manager", "director"]
"Band 8" = "vp"

[abbreviations]
"glm" = "general legal manager"

[[titles]]
words = ["chapter wizard"]
level = "director"
function = "marketing"

[[industries]]
name = "proptech"
words = ["property software*"]

[[companies]]
name = "Northwell"
names = ["Brackwater Holdings Ltd."]
domains = ["northwell.example", "brackwater.example"]

[[legal_forms]]
name = "GenCo"
spellings = ["genco"]
"""


def read(rows: list[dict[str, str]], words: str | None = WORDS) -> FactsRead:
    own = None if words is None else read_words(words, where="words.toml")
    fields = sorted({field for row in rows for field in row})
    columns = {field: pa.array([row.get(field) for row in rows], pa.string()) for field in fields}
    count = len(rows)
    records = pa.table(
        {
            "delivery": pa.array(["d"] * count, pa.string()),
            "line": pa.array(range(2, count + 2), pa.int32()),
            **columns,
        }
    )
    return read_facts(records, date_orders={}, currency=None, own=own)


def said(field: str, column: str, text: str, words: str | None = WORDS) -> object:
    return read([{field: text}], words).facts[column][0].as_py()


@pytest.mark.parametrize(
    ("field", "text", "column", "shipped", "own"),
    [
        ("email", "welcome-desk@northwell.example", "email_is_role", False, True),
        ("title", "Chapter Wizard", "seniority", "unknown", "director"),
        ("title", "Chapter Wizard", "function", "unknown", "marketing"),
        ("title", "Head of RevOps EMEA", "function", None, "operations"),
        ("job_function", "RevOps", "function", None, "operations"),
        ("job_level", "Band 7", "seniority", "unknown", "manager"),
        ("job_level", "band 8", "seniority", "unknown", "vp"),
        ("title", "GLM", "function", "unknown", "legal"),
        ("industry", "Property software & services", "industry", None, "proptech"),
        ("company", "Brackwater Holdings", "company_key", "brackwater holdings", "northwell"),
        ("company", "BRACKWATER HOLDINGS LTD", "company_key", "brackwater holdings", "northwell"),
        ("company", "Northwell GmbH", "company_key", "northwell", "northwell"),
        ("company", "Hillmark GenCo", "company_key", "hillmark genco", "hillmark"),
        ("company", "Gig Collective", "company_status", "ok", "unusable"),
    ],
)
def test_words_of_ones_own_decide_what_a_value_says(
    field: str, text: str, column: str, shipped: object, own: object
) -> None:
    if shipped is not None:
        assert said(field, column, text, None) == shipped
    assert said(field, column, text) == own


def test_a_second_domain_of_a_company_is_its_own() -> None:
    row = {"company": "Northwell", "email": "ada@brackwater.example"}
    assert read([row], None).facts["domain_is_employers"].to_pylist() == [False]
    assert read([row]).facts["domain_is_employers"].to_pylist() == [True]


def test_mail_and_website_on_two_domains_of_one_company_agree_without_its_name() -> None:
    row = {"website": "www.northwell.example", "email": "ada@brackwater.example"}
    assert read([row], None).facts["domain_is_employers"].to_pylist() == [None]
    assert read([row]).facts["domain_is_employers"].to_pylist() == [True]


def test_the_domain_of_one_company_does_not_become_that_of_another() -> None:
    row = {"company": "Hillmark", "email": "ada@brackwater.example"}
    assert read([row]).facts["domain_is_employers"].to_pylist() != [True]


def test_one_name_at_two_domains_of_a_company_is_one_person() -> None:
    rows = [
        {"first_name": "Ada", "last_name": "Brook", "email": f"ada{at}", "company": "Northwell"}
        for at in ("@northwell.example", ".brook@brackwater.example")
    ]

    def shared(words: str | None) -> bool:
        found = [row["hash64"] for row in read(rows, words).keys.to_pylist() if row["rule"] == "name_and_domain"]
        return len(found) == 2 and found[0] == found[1]

    assert not shared(None)
    assert shared(WORDS)


def test_the_fingerprint_moves_with_what_words_change_and_not_with_how_they_are_written() -> None:
    same = read_words("# a comment\n" + WORDS.replace("northwell.example", "NorthWell.example"), where="w")
    assert same.fingerprint == read_words(WORDS, where="words.toml").fingerprint
    for old, new in (("vp", "c_level"), ("welcome-desk", "welcome"), ("brackwater.example", "hill.example")):
        assert read_words(WORDS.replace(old, new), where="w").fingerprint != same.fingerprint
    assert read_words("", where="w").fingerprint is None
    assert OwnWords().fingerprint is None


def test_every_mistake_is_named_with_what_to_do() -> None:
    text = """
role_name = ["a"]
role_names = ["a@b"]
[functions]
"RevOps" = "ops"
"??" = "sales"
[levels]
"Band 7" = "boss"
[[titles]]
words = ["*a"]
function = "sales"
[[titles]]
words = ["abc"]
levle = "vp"
[[titles]]
words = []
level = "vp"
[[titles]]
words = ["abc"]
[[industries]]
name = "x"
words = []
[[companies]]
name = "Osprelle"
domains = ["gmail.com", "x y"]
[[companies]]
name = "Quillmere"
names = ["OSPRELLE"]
[[companies]]
name = "Alone"
[[legal_forms]]
name = "X"
spellings = []
"""
    with pytest.raises(FileMistakesError) as refused:
        read_words(text, where="words.toml")
    told = str(refused.value)
    for part in (
        "words.toml, role_names.1: 'a@b' is no mailbox name. Write the part in front of the @.",
        "functions.RevOps: is 'ops'. Use accounting, administration",
        "functions.??.[key]: '??' holds no letter and no digit.",
        "levels.Band 7",
        "titles.1.words.1: '*a' cannot be found in a text.",
        "titles.2.levle: is not a key of this file. Did you mean level?",
        "titles.3: it has no words.",
        "titles.4: it says nothing of these titles.",
        "industries.1: it has no words.",
        "companies.1.domains.1: gmail.com: anybody can have an address or a page there. Take it out.",
        "companies.1.domains.2: 'x y' is no domain.",
        "companies.2.names: 'OSPRELLE' is claimed by company 1 (Osprelle) too. Leave it there, or make the two one.",
        "companies.3: it has neither other names nor domains. Give names or domains.",
        "legal_forms.1: it has no spellings.",
        "role_name: is not a key of this file. Did you mean role_names?",
    ):
        assert part in told, part


def test_a_file_that_is_no_toml_is_refused_in_one_sentence() -> None:
    with pytest.raises(FileMistakesError, match="cannot be read as TOML"):
        read_words("[functions", where="words.toml")


def test_the_example_of_the_documentation_is_a_words_file() -> None:
    page = (Path(__file__).parents[2] / "docs" / "words-file.md").read_text(encoding="utf-8")
    example = page.split("```toml\n")[1].split("```")[0]
    assert read_words(example, where="docs/words-file.md").fingerprint is not None
