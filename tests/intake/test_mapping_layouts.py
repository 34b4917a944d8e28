"""What a header means by the headers around it, on layouts made up for the purpose."""

import pytest

from leadaudit import tables
from leadaudit.intake.mapping import propose_mapping

PERSON = ("Email", "First Name", "Last Name")


def fields_of(*header: str) -> dict[str, str | None]:
    return {column.header: column.field for column in propose_mapping(header, tables.LINES.empty()).columns}


def test_the_object_that_starts_most_headers_costs_them_nothing() -> None:
    mapped = fields_of(
        "Deal - Title", "Deal - Value", "Deal - Currency of Value", "Deal - Owner", "Deal - Organization"
    )

    assert list(mapped.values()) == ["opportunity_name", "amount", "currency", "crm_owner", "company"]


def test_columns_a_checking_tool_added_leave_those_it_was_given_alone() -> None:
    mapped = fields_of(*PERSON, "QX Status", "QX First Name", "QX Last Name", "QX MX Found", "QX Did You Mean")

    expected = ["email", "first_name", "last_name", "email_status", None, None, None, None]
    assert list(mapped.values()) == expected


def test_who_sells_the_topics_scores_them_too() -> None:
    assert fields_of(*PERSON, "Quarzo Topics", "Quarzo Score")["Quarzo Score"] == "intent_score"
    assert fields_of(*PERSON, "Quarzo Score")["Quarzo Score"] == "lead_score"


def test_creation_is_capture_where_somebody_sells_leads_and_not_in_a_crm() -> None:
    assert fields_of(*PERSON, "Asset Name", "Date Created")["Date Created"] == "captured_at"
    assert fields_of(*PERSON, "Lead Owner", "Asset Name", "Date Created")["Date Created"] == "created_at"


def test_the_steps_of_a_path_say_whose_and_the_last_one_what() -> None:
    mapped = fields_of("person.name.givenName", "person.geo.city", "company.geo.city", "company.metrics.employees")

    assert list(mapped.values()) == ["first_name", "city", "company_city", "employees"]


def test_of_numbered_pairs_the_value_counts_and_its_label_does_not() -> None:
    mapped = fields_of("First Name", "E-mail 1 - Label", "E-mail 1 - Value", "E-mail 2 - Label", "E-mail 2 - Value")

    assert list(mapped.values()) == ["first_name", None, "email", None, "alternate_email"]


def test_a_vague_place_is_not_where_the_company_is() -> None:
    assert fields_of(*PERSON, "City", "Location")["Location"] is None
    assert fields_of(*PERSON, "City", "Company", "City")["City"] == "company_city"


def test_the_read_only_key_column_is_the_id() -> None:
    mapped = fields_of("(Do Not Modify) Opportunity", "Topic", "Est. Revenue", "Actual Close Date", "Owner", "Status")

    assert list(mapped.values())[:4] == ["opportunity_id", "opportunity_name", "amount", "closed_at"]


def test_an_actual_close_date_goes_before_an_expected_one() -> None:
    mapped = fields_of("Deal Name", "Stage", "Amount", "Est. Close Date", "Actual Close Date")

    assert (mapped["Est. Close Date"], mapped["Actual Close Date"]) == (None, "closed_at")


@pytest.mark.parametrize(
    ("question", "field"),
    [
        ("Wie heißt Ihr Unternehmen?", "company"),
        ("Welche Position haben Sie?", "title"),
        ("Wie viele Mitarbeiter hat Ihr Unternehmen?", "employees"),
        ("Combien de salariés avez-vous ?", "employees"),
        ("¿Cuál es su cargo?", "title"),
        ("May we share your details with our sponsor?", "consent"),
        ("Darf Sie unser Partner kontaktieren?", "consent"),
        ("Welche Software nutzen Sie heute?", "answer"),
        ("How many users do you plan to license?", "answer"),
    ],
)
def test_a_question_asks_for_a_field_for_consent_or_for_an_answer(question: str, field: str) -> None:
    assert fields_of(*PERSON, question)[question] == field


@pytest.mark.parametrize("header", ["Status", "Progression Status"])
def test_a_status_in_a_list_of_members_is_the_members(header: str) -> None:
    assert fields_of("Program Name", "Membership Date", header, *PERSON)[header] == "member_status"


def test_the_section_a_column_stands_in_says_whose_it_is_and_takes_nothing_away() -> None:
    sections = {
        "Contact details": ("Email", "First name", "Phone"),
        "Company": ("Name", "Country", "Employees"),
        "Campaign": ("Asset", "Lead date"),
        "Consent": ("Email", "Date"),
    }
    mapped = fields_of(*(f"{section}: {name}" for section, names in sections.items() for name in names))

    assert list(mapped.values()) == [
        *("email", "first_name", "phone", "company", "company_country", "employees", "asset", "captured_at"),
        *("consent", "consent_at"),
    ]


def test_another_person_in_front_of_a_colon_is_no_section() -> None:
    assert fields_of("Assistant: Email", *PERSON)["Assistant: Email"] is None


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Kampagnen-Nr.", "campaign_id"),
        ("Erfassungsdatum", "captured_at"),
        ("Werbesperre", "unsubscribed"),
        ("Tranche de CA", "revenue"),
        ("Date de génération", "captured_at"),
        ("Consentimiento comercial", "consent"),
        ("Texto legal", "consent_text"),
        ("Organisation Switchboard", "company_phone"),
        ("Niveau d'intérêt", None),
    ],
)
def test_vendors_own_words_in_four_languages_are_known(header: str, field: str | None) -> None:
    assert fields_of(*PERSON, "Phone", header)[header] == field


def test_the_result_of_a_check_of_addresses_is_a_status_and_its_role_flag_no_title() -> None:
    mapped = fields_of("email", "name", "result", "role", "disposable", "accept_all", "did_you_mean")

    assert (mapped["result"], mapped["role"]) == ("email_status", None)


def test_a_companys_register_number_is_not_the_id_of_a_person() -> None:
    assert fields_of(*PERSON, "CIF", "SIRET")["CIF"] is None
    assert fields_of("Company Name", "City", "CompanyNumber")["CompanyNumber"] == "vendor_record_id"


@pytest.mark.parametrize(
    "header",
    [
        *("Boss Email", "Presenter Email", "Kollege E-Mail", "Correo de la asistente", "Email chef de projet"),
        *("Scanned by email", "Referrer Email", "md5_email", "Spouse Email", "Zuarin Email", "Client Contact"),
        *("Line manager", "Agent ID", "Notfall-Telefon", "Ship-to City", "Risk Level", "Comparison Page"),
        *("Spam Score", "Chat Messages", "Incumbent Vendor", "Country Calling Code", "Poll Votes", "Last Sync Error"),
    ],
)
def test_what_belongs_to_somebody_else_or_to_a_tool_is_not_the_persons(header: str) -> None:
    mapped = fields_of(*PERSON, "Phone", "City", header)

    assert mapped[header] is None
    assert mapped["Email"] == "email"


def test_a_word_nobody_knows_does_no_harm_where_only_one_column_could_be_it() -> None:
    assert fields_of("First Name", "Last Name", "Zuarin Email")["Zuarin Email"] == "email"
    assert fields_of(*PERSON, "Zuarin Company")["Zuarin Company"] == "company"
    assert fields_of(*PERSON, "Company", "Zuarin Company")["Zuarin Company"] is None


def test_words_in_brackets_add_to_a_header_and_do_not_change_it() -> None:
    assert fields_of("First Name", "Last Name", "Job Title (zuarin)")["Job Title (zuarin)"] == "title"


def test_a_generic_address_is_not_the_persons_where_there_is_a_personal_one() -> None:
    mapped = fields_of("Nom", "Prénom", "E-mail générique", "E-mail nominatif")

    assert (mapped["E-mail générique"], mapped["E-mail nominatif"]) == ("alternate_email", "email")


def test_an_area_is_a_department_in_a_spanish_list_of_people_and_a_region_elsewhere() -> None:
    assert fields_of("Nombre", "Apellidos", "Cargo", "Empresa", "Área")["Área"] == "job_function"
    assert fields_of(*PERSON, "Area")["Area"] == "region"


def test_an_activity_alone_is_the_companys_in_french_and_dated_it_is_the_persons() -> None:
    assert fields_of("Nom", "Prénom", "Société", "Activité")["Activité"] == "industry"
    assert fields_of("Nom", "Prénom", "Société", "Dernière activité")["Dernière activité"] == "last_activity_at"


def test_linkedin_in_a_list_of_companies_is_the_companys_even_where_an_address_to_write_to_is_given() -> None:
    companies = ("Company", "Website", "Industry", "Employees", "Founded", "Contact Email", "LinkedIn")

    assert fields_of(*companies)["LinkedIn"] == "company_linkedin_url"
    assert fields_of(*PERSON, "Company", "Website", "LinkedIn")["LinkedIn"] == "person_linkedin_url"


def test_a_second_name_is_the_family_name_only_where_no_last_name_is_given() -> None:
    assert fields_of("First name", "Second name", "Last name")["Second name"] == "middle_name"
    assert fields_of("First name", "Second name")["Second name"] == "last_name"


def test_where_a_deal_is_billed_is_the_companys_place() -> None:
    mapped = fields_of("Opportunity Name", "Stage", "Amount", "Close Date", "Bill-to City", "Ship-to City")

    assert (mapped["Bill-to City"], mapped["Ship-to City"]) == ("company_city", None)


def test_a_word_that_ends_a_quarter_of_the_headers_only_marks_whose_they_are() -> None:
    mapped = fields_of(
        "Prénom zuarin", "Nom de famille zuarin", "Fonction zuarin", "Mobile zuarin", "Société", "E-mail"
    )

    assert (mapped["Prénom zuarin"], mapped["Mobile zuarin"]) == ("first_name", "mobile")


def test_a_name_beside_a_first_name_is_the_last_name_under_the_same_heading() -> None:
    mapped = fields_of("Prénom du contact", "Nom du contact", "E-mail")

    assert (mapped["Prénom du contact"], mapped["Nom du contact"]) == ("first_name", "last_name")


def test_score_and_state_in_the_result_of_a_check_speak_of_the_address() -> None:
    mapped = fields_of("Email", "State", "Score", "Disposable", "MX Record", "Duration", "No Reply")

    assert (mapped["State"], mapped["Score"]) == ("email_status", "contact_accuracy_score")
    assert (mapped["Duration"], mapped["No Reply"]) == (None, None)


def test_counts_of_a_persons_deals_make_no_export_of_deals() -> None:
    mapped = fields_of("ID", "Name", "Organization", "Email", "Phone", "Open deals", "Won deals", "Person created")
    expected = ["vendor_record_id", "full_name", "company", "email", "phone", None, None, "created_at"]
    assert list(mapped.values()) == expected


def test_the_stage_beside_a_named_opportunity_is_the_opportunitys() -> None:
    lead = (*PERSON, "Lead Owner", "Create Date", "Converted")
    assert fields_of(*lead, "Opportunity Name", "Stage")["Stage"] == "opportunity_stage"
    assert fields_of(*lead, "Stage")["Stage"] == "lead_status"


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Job Join Date", "job_started_at"), ("Datensatznummer", "vendor_record_id"), ("Postal Address", "street"),
        ("Email Delivery Status", "email_status"), ("Commentaire de l'appel", "notes"),
        ("Date de recueil", "captured_at"), ("Last Seen", "last_activity_at"),
        ("Company Number of Employees", "employees"), ("Code client", None),
        ("Phone Code", None), ("On Demand", None),
    ],
)  # fmt: skip
def test_what_other_systems_write_is_read_by_its_words(header: str, field: str | None) -> None:
    assert fields_of(*PERSON, header)[header] == field


def test_the_persons_own_address_goes_before_that_of_the_head_office() -> None:
    mapped = fields_of("Kontakt Vorname", "Kontakt Nachname", "Zentrale E-Mail", "Kontakt E-Mail")
    assert list(mapped.values()) == ["first_name", "last_name", "alternate_email", "email"]
    assert fields_of("First Name", "Last Name", "Corporate Email")["Corporate Email"] == "email"
