import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.errors import FileMistakesError
from leadaudit.facts.title import TitleFact, load_title_table, read_title
from leadaudit.vocabulary import ValueStatus


def titled(
    title: str | None, level: str | None = None, function: str | None = None, extra: str | None = None
) -> TitleFact:
    return read_title(title=title, job_level=level, job_function=function, table=load_title_table(extra))


@pytest.mark.parametrize(
    ("title", "level", "function", "phrase"),
    [
        ("VP, Mktg", "vp", "marketing", "VP · Mktg"),
        ("Head of Growth", "director", "marketing", "Head of · Growth"),
        ("Geschäftsführer", "c_level", "general_management", "Geschäftsführer"),
        ("GESCHAEFTSFUEHRERIN", "c_level", "general_management", "GESCHAEFTSFUEHRERIN"),
        ("Assistant to the CEO", "individual", "administration", "Assistant to"),
        ("CEO Assistant", "individual", "administration", "CEO Assistant"),
        ("Chief of Staff", "director", "administration", "Chief of Staff"),
        ("Sales Engineer", "individual", "sales", "Sales Engineer"),
        ("V.P. Sales", "vp", "sales", "V.P. · Sales"),
        ("Vice President", "vp", "unknown", "Vice President"),
        ("Vice Chair", "c_level", "general_management", "Vice Chair"),
        ("Managing Director", "c_level", "general_management", "Managing Director"),
        ("Director of Operations", "director", "operations", "Director of Operations"),
        ("Directeur commercial", "director", "sales", "Directeur · commercial"),
        ("Directrice des ressources humaines", "director", "hr", "Directrice · ressources humaines"),
        ("Responsable marketing", "manager", "marketing", "Responsable · marketing"),
        ("Chargé(e) de communication", "individual", "marketing", "Chargé de · communication"),
        ("Chef d'entreprise", "owner", "general_management", "Chef d entreprise"),
        ("Leiter Einkauf", "director", "procurement", "Leiter · Einkauf"),
        ("Leiter:in Vertrieb (m/w/d)", "director", "sales", "Leiter · Vertrieb"),
        ("Vertriebsleiterin", "director", "sales", "Vertriebsleiterin"),
        ("Teamleiterin Buchhaltung", "manager", "accounting", "Teamleiterin · Buchhaltung"),
        ("Zugbegleiter", "individual", "unknown", "Zugbegleiter"),
        ("Vorstandsassistentin", "individual", "administration", "Vorstandsassistentin"),
        ("Jefe de ventas", "manager", "sales", "Jefe · ventas"),
        ("Gerente", "manager", "general_management", "Gerente"),
        ("Gerente general", "c_level", "general_management", "Gerente general"),
        ("Founder & CEO", "owner", "general_management", "Founder · CEO"),
        ("Co-Founder & CTO", "owner", "it", "Co Founder · CTO"),
        ("Owner", "owner", "general_management", "Owner"),
        ("Product Owner", "individual", "product", "Product Owner"),
        ("Partner, Tax", "owner", "accounting", "Partner · Tax"),
        ("Partner Manager", "manager", "sales", "Partner Manager"),
        ("HR Business Partner", "individual", "hr", "HR Business Partner"),
        ("IT Manager", "manager", "it", "Manager · IT"),
        ("Product Marketing Manager", "manager", "marketing", "Manager · Product Marketing"),
        ("Account Executive", "individual", "sales", "Account Executive"),
        ("Business Analyst", "individual", "operations", "Business Analyst"),
        ("Project Manager", "manager", "operations", "Project Manager"),
        ("Office Manager", "manager", "administration", "Office Manager"),
        ("Director of First Impressions", "director", "administration", "Director of First Impressions"),
        ("Associate Director", "director", "unknown", "Associate Director"),
        ("Assistant Manager", "manager", "unknown", "Manager"),
        ("Interim CFO", "c_level", "finance", "CFO"),
        ("Chief Marketing & Sales Officer", "c_level", "marketing", "Chief Marketing & Sales Officer"),
        ("Compliance Officer", "individual", "legal", "Compliance Officer"),
        ("Jr. Developer", "entry", "engineering", "Jr · Developer"),
        ("Sr. Software Engineer", "individual", "engineering", "Sr · Software Engineer"),
        ("CEO at Marketing GmbH", "c_level", "general_management", "CEO"),
        ("Program Manager, Office of the CIO", "manager", "operations", "Program Manager"),
        ("Head Office Manager", "manager", "unknown", "Manager"),
        ("Marketing", "unknown", "marketing", "Marketing"),
    ],
)  # fmt: skip
def test_a_title_says_level_and_function_and_by_which_words(title: str, level: str, function: str, phrase: str) -> None:
    fact = titled(title)
    assert (fact.seniority, fact.function, fact.phrase) == (level, function, phrase)


@pytest.mark.parametrize(
    "title",
    ["Student", "Werkstudent Marketing", "Praktikantin", "Stagiaire", "Becario", "Intern", "Graduate Engineer",
     "Trainee Manager", "Professor", "Lecturer", "Teaching Assistant", "Seeking new opportunities", "Unemployed",
     "Freelance Writer", "Étudiante"],
)  # fmt: skip
def test_learners_are_known_by_whole_words(title: str) -> None:
    assert titled(title).is_learner


@pytest.mark.parametrize(
    "title",
    ["International Sales Director", "Graduate Recruitment Manager", "Internal Auditor", "Internship Coordinator",
     "Student Affairs Director", "Dean of Students", "Director of Teaching and Learning", "IT Manager",
     "Internet Marketing Manager", "Head of Internal Communications"],
)  # fmt: skip
def test_titles_that_only_sound_like_learners_are_none(title: str) -> None:
    fact = titled(title)
    assert not fact.is_learner
    assert fact.seniority not in {"entry", "unknown"}


@pytest.mark.parametrize(
    "title", ["Former CEO", "Ex-CEO", "Retired", "Ehemaliger Geschäftsführer", "Ancien directeur", "Past President"]
)
def test_a_job_that_is_over_is_a_doubt(title: str) -> None:
    fact = titled(title)
    assert (fact.status, fact.check) == (ValueStatus.DOUBTFUL, "title.former")


@pytest.mark.parametrize("title", ["self", "me", "x", "XXX", "Employee at Northwell", "test", "Mitarbeiter"])
def test_a_placeholder_is_no_title(title: str) -> None:
    fact = titled(title)
    assert (fact.status, fact.check, fact.key) == (ValueStatus.UNUSABLE, "title.placeholder", None)


def test_an_address_or_a_number_is_no_title_and_nothing_is_missing() -> None:
    assert titled("ana@northwell.example").check == "title.not-a-title"
    assert titled("+1 202 555 0101").check == "title.not-a-title"
    assert {titled(text).status for text in (None, "", "N/A", "-")} == {ValueStatus.MISSING}


def test_the_key_writes_abbreviations_out() -> None:
    assert titled("VP, Mktg").key == titled("vice president - Marketing").key == "vice president marketing"
    assert titled("Geschäftsführer").key == titled("Geschaeftsfuehrer").key


def test_short_forms_that_are_words_count_in_capitals_only() -> None:
    assert titled("AM").function == "sales"
    assert titled("Professor am Institut").function == "education"


def test_the_vendors_columns_speak_where_the_title_is_silent() -> None:
    fact = titled("Manager", function="Marketing")
    assert (fact.seniority, fact.function, fact.phrase) == ("manager", "marketing", "Manager · job function: Marketing")
    fact = titled(None, level="C-Suite", function="Information Technology")
    assert (fact.seniority, fact.function, fact.status) == ("c_level", "it", ValueStatus.MISSING)


def test_a_column_that_contradicts_the_title_is_a_doubt_and_the_title_stands() -> None:
    fact = titled("Marketing Manager", level="Director")
    assert (fact.seniority, fact.status, fact.check) == ("manager", ValueStatus.DOUBTFUL, "title.level-differs")
    assert fact.args == (("title", "Marketing Manager"), ("level", "Director"))
    assert titled("Sales Manager", function="Finance").check == "title.function-differs"
    assert titled("CEO", level="Owner/Partner").check is None
    assert titled("Software Engineer", level="Individual Contributor").check is None
    assert titled("VP Sales", level="Executive").check is None


def test_the_users_rules_come_first() -> None:
    rules = """
        [abbreviations]
        cno = "chief nursing officer"
        [[rules]]
        level = "vp"
        function = "product"
        words = ["growth wizard", "^head of growth$"]
        [levels]
        "tier 1" = ["c_level"]
    """
    fact = titled("Head of Growth", extra=rules)
    assert (fact.seniority, fact.function, fact.phrase) == ("vp", "product", "Head of Growth")
    assert titled("Head of Growth Marketing", extra=rules).seniority == "director"
    assert titled("CNO", extra=rules).seniority == "c_level"
    assert titled("Marketing", level="Tier 1", extra=rules).seniority == "c_level"
    assert titled("Head of Growth").seniority == "director"


def test_every_mistake_in_the_users_rules_is_named() -> None:
    rules = """
        [abreviations]
        x = "y"
        [levels]
        "tier 1" = ["boss"]
        [[rules]]
        level = "boss"
        words = ["growth wizard", "..."]
        [[rules]]
        words = ["x y"]
        learnt = true
    """
    with pytest.raises(FileMistakesError) as caught:
        load_title_table(rules, where="titles of the buyer")
    levels = "c_level, director, entry, individual, manager, owner, unknown, vp"
    assert str(caught.value).splitlines() == [
        "titles of the buyer, abreviations: no such table. Did you mean abbreviations?",
        "titles of the buyer, rule 1, words: '...' cannot be found in a title. "
        "Begin with a word, or three letters at a star.",
        f"titles of the buyer, rule 1, level: 'boss' is no level. Use one of {levels}.",
        "titles of the buyer, rule 2, learnt: no such key. Did you mean learner?",
        "titles of the buyer, rule 2: it says nothing. Give level, function, learner, former or skip.",
        f"titles of the buyer, levels.tier 1, level: 'boss' is no level. Use one of {levels}.",
    ]
    with pytest.raises(FileMistakesError, match="not TOML"):
        load_title_table("[[rules")


@given(st.one_of(st.none(), st.text(max_size=60)), st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=800, deadline=None)
def test_any_text_gets_an_answer_and_reading_it_again_changes_nothing(
    title: str | None, level: str, function: str
) -> None:
    fact = titled(title, level, function)
    again = titled(fact.title, level, function)
    assert (again.seniority, again.function, again.key, again.status) == (
        fact.seniority, fact.function, fact.key, fact.status,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "level", "function"),
    [
        ("VP, Mktg", "vp", "marketing"),
        ("Head of Growth", "director", "marketing"),
        ("Geschäftsführer", "c_level", "general_management"),
        ("Assistant to the CEO", "individual", "administration"),
        ("Chief of Staff", "director", "administration"),
        ("Sales Engineer", "individual", "sales"),
        ("RevOps Manager", "manager", "sales"),
        ("GTM Lead", "manager", "marketing"),
        ("Teamleiterin Personal", "manager", "hr"),
        ("Leiter Personal", "director", "hr"),
        ("Jefe de Personal", "manager", "hr"),
        ("Personal Assistant", "individual", "administration"),
        ("Werkstudent", "entry", "unknown"),
        ("Werkstudentin Marketing", "entry", "marketing"),
        ("Werkleiter", "director", "operations"),
    ],
)
def test_titles_that_deceive_are_read_as_people_mean_them(title: str, level: str, function: str) -> None:
    fact = read_title(title=title, job_level=None, job_function=None, table=load_title_table())
    assert (fact.seniority, fact.function) == (level, function)
