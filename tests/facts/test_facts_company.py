import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leadaudit.errors import FileMistakesError
from leadaudit.facts.company import CompanyFact, load_legal_forms, read_company
from leadaudit.facts.company_domain import company_matches_domain
from leadaudit.vocabulary import ValueStatus


def company(text: str, extra: str | None = None) -> CompanyFact:
    return read_company(text, legal_forms=load_legal_forms(extra))


@pytest.mark.parametrize(
    ("text", "key", "legal_form"),
    [
        ("NORTHWELL GmbH & Co. KG", "northwell", "GmbH & Co. KG"),
        ("Northwell Sp. z o.o.", "northwell", "Sp. z o.o."),
        ("Northwell S.A. de C.V.", "northwell", "S.A. de C.V."),
        ("Northwell (UK) Limited", "northwell", "Ltd."),
        ("Northwell (Germany) AG", "northwell", "AG"),
        ("Northwell (Deutschland)", "northwell", None),
        ("The Northwell Company", "northwell", "Co."),
        ("Northwell Corp /DE/", "northwell", "Corp."),
        ("Northwell, Inc. (formerly Eastwell LLC)", "northwell", "Inc."),
        ("Eastwell Holdings LLC d/b/a Northwell Coffee", "northwell coffee", None),
        ("Northwell spol. s r.o.", "northwell", "s.r.o."),
        ("Northwell A/S", "northwell", "A/S"),
        ("Northwell S. p. A.", "northwell", "S.p.A."),
        ("Northwell SpA", "northwell", "S.p.A."),
        ("Northwell Pty. Ltd.", "northwell", "Pty Ltd"),
        ("Northwell (Pty) Ltd", "northwell", "Pty Ltd"),
        ("Northwell (India) Private Limited", "northwell", "Pvt Ltd"),
        ("PT Northwell Tbk", "northwell", "PT"),
        ("S.à r.l. Northwell", "northwell", "Sàrl"),
        ("Northwell Ltd. Şti.", "northwell", "Ltd. Şti."),
        ("Northwell Co., Ltd.", "northwell", "Co., Ltd."),
        ("ООО «Северный колодец»", "северный колодец", "OOO"),
        ("北井株式会社", "北井", "株式会社"),
        ("Northwell.com, Inc.", "northwell", "Inc."),
        ("Müller & Söhne KG", "muller and sohne", "KG"),
        ("Mueller und Soehne", "muller and sohne", None),
        ("Mary's Café, LLC", "marys cafe", "LLC"),
        ("J.P. Northwell", "jp northwell", None),
        ("None Ltd", "none", "Ltd."),
        ("3 Wells", "3 wells", None),
    ],
)
def test_the_key_has_no_legal_form_country_or_article(text: str, key: str, legal_form: str | None) -> None:
    fact = company(text)
    assert (fact.key, fact.legal_form, fact.status) == (key, legal_form, ValueStatus.OK)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SAS", "sas"),
        ("SAS Institute", "sas institute"),
        ("AG Insurance", "ag insurance"),
        ("The Limited", "limited"),
        ("Limited Brands", "limited brands"),
        ("Day Spa", "day spa"),
        ("GmbH", "gmbh"),
        ("Northwell Group", "northwell group"),
        ("EK Solutions", "ek solutions"),
        ("Ltd", "ltd"),
    ],
)
def test_what_only_looks_like_a_legal_form_stays(text: str, key: str) -> None:
    assert company(text).key == key


def test_a_company_of_somebody_is_not_the_one_without() -> None:
    assert company("Northwell & Co., Inc.").key == company("Northwell and Company").key == "northwell and co"
    assert company("Northwell KGaA").key == "northwell"


@pytest.mark.parametrize(
    ("text", "status", "check"),
    [
        ("self employed", ValueStatus.UNUSABLE, "company.placeholder"),
        ("Freelance", ValueStatus.UNUSABLE, "company.placeholder"),
        ("selbstständig", ValueStatus.UNUSABLE, "company.placeholder"),
        ("Test Company", ValueStatus.UNUSABLE, "company.placeholder"),
        ("xxxxx", ValueStatus.UNUSABLE, "company.placeholder"),
        ("n/a", ValueStatus.MISSING, "company.placeholder"),
        ("None", ValueStatus.MISSING, "company.placeholder"),
        ("-", ValueStatus.MISSING, None),
        ("ana@northwell.example", ValueStatus.UNUSABLE, "company.not-a-name"),
        ("https://northwell.example/about", ValueStatus.UNUSABLE, "company.not-a-name"),
        ("+1 202 555 0101", ValueStatus.UNUSABLE, "company.not-a-name"),
    ],
)
def test_what_is_no_employer_has_no_key(text: str, status: ValueStatus, check: str | None) -> None:
    fact = company(text)
    assert (fact.status, fact.check, fact.key) == (status, check, None)


def test_the_users_forms_and_aliases_are_added() -> None:
    words = """
        [[forms]]
        name = "Zunft"
        spellings = ["zunft"]
        [placeholders]
        words = ["house account"]
        [aliases]
        "Big North" = "Northwell Inc."
        "Northwell" = "Big North"
        [domains]
        "nw-mail.example" = "Northwell"
    """
    assert company("Northwell Zunft", words).legal_form == "Zunft"
    assert company("Northwell Zunft").legal_form is None
    assert company("House Account", words).check == "company.placeholder"
    assert company("BIG NORTH LLC", words).key == "northwell"
    forms = load_legal_forms(words)
    assert company_matches_domain("big north", "mail.nw-mail.example", legal_forms=forms) in {True, None}
    assert company_matches_domain("eastern", "nw-mail.example", legal_forms=forms) is None
    assert company_matches_domain("eastern", "nw-mail.example") is False


def test_every_mistake_in_the_users_words_is_named() -> None:
    words = """
        [[forms]]
        spelling = ["x"]
        [domains]
        "no domain" = "Northwell"
        [alias]
    """
    with pytest.raises(FileMistakesError) as caught:
        load_legal_forms(words, where="companies of the buyer")
    assert str(caught.value).splitlines() == [
        "companies of the buyer, alias: no such table. Did you mean aliases?",
        "companies of the buyer, form 1, spelling: no such key. Did you mean spellings?",
        'companies of the buyer, form 1: it has no name. Write how it is usually written: name = "GmbH".',
        'companies of the buyer, form 1: no spellings. Say how it stands in names: spellings = ["gmbh"].',
        "companies of the buyer, domains.no domain: this is no domain. Write the part behind the @ of its addresses.",
    ]


@pytest.mark.parametrize(
    ("key", "domain"),
    [
        ("northwell", "northwell.example"),
        ("northwell", "mail.northwell.example"),
        ("northwell health", "northwell.example"),
        ("northwell", "northwell-group.example"),
        ("northwell", "getnorthwell.example"),
        ("international business machines", "ibm.example"),
        ("northern and southern", "nns.example"),
        ("northern express", "norex.example"),
        ("muller", "mueller.example"),
        ("north well", "north-well.example"),
        ("robert northwell", "northwell.example"),
    ],
)
def test_a_company_is_known_by_its_domain(key: str, domain: str) -> None:
    assert company_matches_domain(key, domain) is True


@pytest.mark.parametrize(
    ("key", "domain"),
    [("acme widgets", "northwell.example"), ("northwell", "fabrikam.example"), ("duff beer", "initech.example")],
)
def test_two_names_that_share_nothing_are_two_companies(key: str, domain: str) -> None:
    assert company_matches_domain(key, domain) is False


@pytest.mark.parametrize(
    ("key", "domain"),
    [
        ("northwell holding", "fabrikam.example"),
        ("northwell", "fabrikamgroup.example"),
        ("acme", "qx.example"),
        ("abc", "northwell.example"),
        ("日立", "northwell.example"),
        ("aeo consulting", "aeoworks.example"),
        ("standard and poors", "spglobal.example"),
        ("pja advertising", "agencypja.example"),
        ("kimberly clark", "kcc.example"),
        ("glaxosmithkline", "gsk.example"),
        ("northwell", "northwall-media.test"),
        ("", "northwell.example"),
        ("northwell", "nonsense"),
        ("credit agricole", "ca-cib.example"),
        ("global services", "fabrikam.example"),
    ],
)
def test_names_that_may_belong_together_prove_nothing(key: str, domain: str) -> None:
    assert company_matches_domain(key, domain) is not False


name_like = st.lists(
    st.sampled_from(
        [
            *[
                "Foo",
                "GmbH",
                "& Co.",
                "KG",
                "S.A.",
                "de C.V.",
                "The",
                "(UK)",
                "Ltd",
                "AG",
                "and",
                "PT",
                "SpA",
                "Ó",
                "Inc.",
            ],
            *[
                "e.K.",
                "a.d.",
                "A/S",
                "SAS",
                "Company",
                "Sp. z o.o.",
                "(Bar)",
                "et",
                "Northwell",
                "CO",
                "LLC",
                "COMPANY",
            ],
        ]
    ),
    min_size=1,
    max_size=6,
).map(" ".join)


@given(st.one_of(st.text(max_size=30), name_like))
@settings(max_examples=1500, deadline=None)
def test_any_text_gets_an_answer_and_reading_it_again_changes_nothing(text: str) -> None:
    fact = company(text)
    assert (fact.key is None) == (fact.status is not ValueStatus.OK)
    if fact.company is not None:
        assert company(fact.company) == fact


@given(name_like)
@settings(max_examples=1500, deadline=None)
def test_a_key_is_its_own_key(text: str) -> None:
    fact = company(text)
    if fact.key is not None:
        assert company(fact.key).key in {fact.key, None}


@given(st.text(max_size=20), st.text(max_size=20))
@settings(max_examples=300, deadline=None)
def test_any_company_and_domain_get_an_answer(key: str, name: str) -> None:
    assert company_matches_domain(key, f"{name}.example") in {True, False, None}


@pytest.mark.parametrize(
    "written",
    [
        "Acme Inc.",
        "Acme L.L.C.",
        "Acme p.l.c.",
        "Acme Pty. Limited",
        "Acme (Pty) Ltd",
        "Acme Pte. Ltd.",
        "Acme Sdn. Bhd.",
        "PT. Acme Tbk",
        "Acme Co., Ltd.",
        "株式会社Acme",
        "Acme K.K.",
        "(주)Acme",
        "Acme 有限公司",
        "Acme (P) Ltd",
        "Acme FZ-LLC",
        "Acme W.L.L.",
        "ООО Acme",
        "Acme OJSC",
        "Acme GmbH & Co. KG",
        "Acme UG (haftungsbeschränkt)",
        "Acme Ges.m.b.H.",
        "Acme e.K.",
        "Acme S.à r.l.",
        "Acme S.A.S.",
        "Acme EURL",
        "Acme S.L.U.",
        "Acme S. de R.L. de C.V.",
        "Acme Ltda.",
        "Acme EIRELI",
        "Acme S.p.A.",
        "Acme S.r.l.",
        "Acme BVBA",
        "Acme N.V.",
        "Acme ApS",
        "Acme AB (publ)",
        "Acme ASA",
        "Acme Oyj",
        "Acme sp.z.o.o.",
        "Acme, spol. s r.o.",
        "Acme a.s.",
        "Acme Zrt.",
        "Acme d.o.o.",
        "Acme EOOD",
        "Acme OÜ",
        "Acme UAB",
        "Acme SIA",
        "Acme Ltd. Şti.",
        "Acme A.Ş.",
        "Acme Unipessoal Lda",
        "Acme SGPS, S.A.",
        "Acme Ehf.",
        "Acme A.E.",
        "Acme Ltée",
        "Acme ULC",
        "Acme DAC",
        "THE ACME COMPANY",
    ],
)
def test_legal_forms_of_thirty_countries_leave_the_same_company(written: str) -> None:
    assert read_company(written, legal_forms=load_legal_forms()).key == "acme"
