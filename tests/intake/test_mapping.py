import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit import tables
from leadaudit.errors import MappingError
from leadaudit.intake.fields import FIELDS
from leadaudit.intake.mapping import CHOSEN, SAVED, OpenQuestion, propose_mapping, require_answered
from leadaudit.intake.mapping_file import SavedMapping
from leadaudit.vocabulary import DateOrder

NO_LINES = tables.LINES.empty()
PEOPLE = [
    ("Anna", "Meyer", "Blue Pine GmbH", "bluepine.example", "Marketing Manager"),
    ("Ben", "Young", "Northwind Ltd", "northwind.example", "Head of IT"),
    ("Carla", "Rossi", "Casa Verde SL", "casaverde.example", "VP Sales"),
    ("David", "Stone", "Acme Rocket Inc", "acmerocket.example", "Software Engineer"),
]


def lines_of(rows: list[list[str]]) -> pa.Table:
    return tables.LINES.build(
        [{"delivery": "d", "line": at, "status": "read", "cells": cells} for at, cells in enumerate(rows, start=2)]
    )


def fields_of(header: list[str], rows: list[list[str]] | None = None) -> list[str | None]:
    return [column.field for column in propose_mapping(header, lines_of(rows) if rows else NO_LINES).columns]


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (["Vorname", "Name", "Firma", "E-Mail geschäftlich"], ["first_name", "last_name", "company", "email"]),
        (["Nom", "Prénom", "Société", "Courriel"], ["last_name", "first_name", "company", "email"]),
        (["Nombre", "Apellidos", "Empresa", "Correo electrónico"], ["first_name", "last_name", "company", "email"]),
        (["fname", "LastName", "companyName", "EMAIL_ADDRESS"], ["first_name", "last_name", "company", "email"]),
        (["Frist Name", "Sur name", "Compnay", "Emial"], ["first_name", "last_name", "company", "email"]),
    ],
)
def test_the_same_columns_are_known_in_any_language_and_spelling(header: list[str], fields: list[str]) -> None:
    assert fields_of(header) == fields


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        (
            ["Record ID", "Deal Name", "Stage", "Create Date"],
            ["opportunity_id", "opportunity_name", "opportunity_stage", "opportunity_created_at"],
        ),
        (
            ["Record ID", "Email", "Stage", "Contact owner", "Create Date"],
            ["crm_contact_id", "email", "lead_status", "crm_owner", "created_at"],
        ),
        (
            ["Record ID", "Company Name", "Domain", "Company owner", "Create Date"],
            ["crm_account_id", "company", "website", "crm_owner", "created_at"],
        ),
        (
            ["id", "created_time", "ad_id", "full_name", "email"],
            ["vendor_record_id", "captured_at", None, "full_name", "email"],
        ),
    ],
)
def test_a_header_means_what_the_layout_around_it_makes_of_it(header: list[str], fields: list[str]) -> None:
    assert fields_of(header) == fields


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Billing City", "company_city"),
        ("Mailing City", "city"),
        ("Corporate Phone", "company_phone"),
        ("Mobile Phone", "mobile"),
        ("Secondary Email", "alternate_email"),
        ("Revenue ($M)", "revenue"),
        ("# Employees", "employees"),
        ("Company Name for Emails", None),
        ("Marketing contact status", None),
        ("Latest Funding Amount", None),
        ("Do you plan to change your CRM this year?", "answer"),
        ("What is your job title?", "title"),
        ("Opt-in", "consent"),
        ("Opt-in date", "consent_at"),
        ("Favourite colour", None),
    ],
)
def test_every_word_of_a_header_counts(header: str, field: str | None) -> None:
    assert fields_of([header, "Email", "First name", "Last name"])[0] == field


def test_a_file_without_a_header_is_mapped_by_its_values() -> None:
    rows = [
        [f"{first}.{last}@{domain}".lower(), first, last, title, company, domain, f"+1 202 555 01{at:02}", country, day]
        for at, (first, last, company, domain, title) in enumerate(PEOPLE)
        for country, day in [(("Germany", "Spain", "France", "Italy")[at], f"2026-03-{at + 10}")]
    ]

    expected = ["email", "first_name", "last_name", "title", "company", "website", "phone", "country", "captured_at"]
    assert fields_of([""] * 9, rows) == expected
    assert fields_of([f"Column {number}" for number in range(9)], rows) == expected


def test_companies_without_people_are_known_by_the_domain_beside_them() -> None:
    rows = [[name, domain] for name, domain in [("Blue Pine", "bluepine.example"), ("Northwind", "northwind.example")]]

    assert fields_of(["", ""], rows) == ["company", "website"]


def test_a_feed_of_intent_is_known_by_domains_and_scores_without_people() -> None:
    rows = [[f"{name}.example", str(at * 7), f"2026-01-{at + 10}", "Decision"] for at, name in enumerate("abcdefgh")]

    assert fields_of(["", "", "", ""], rows * 2) == ["website", "intent_score", "intent_at", "buying_stage"]


def test_a_statement_is_no_consent() -> None:
    header = ["Statement Wording", "Statement Answer", "Statement Time", "Statement Proof", "Consent Wording"]

    expected = ["statement_wording", "statement_answer", "statement_at", "statement_proof", "consent_text"]
    assert fields_of(header) == expected


def test_values_overrule_a_header_that_misleads_and_say_so() -> None:
    rows = [
        [f"{first}@{domain}".lower(), f"+1 202 555 01{at:02}"] for at, (first, _, _, domain, _) in enumerate(PEOPLE)
    ]

    mapping = propose_mapping(["Phone", "E-mail"], lines_of(rows))

    assert [column.field for column in mapping.columns] == ["email", "phone"]
    assert mapping.columns[0].reason == "4 of 4 different values are e-mail addresses"
    assert mapping.columns[0].samples == ("anna@bluepine.example", "ben@northwind.example", "carla@casaverde.example")


def test_first_and_last_name_under_each_others_header_are_told_by_the_e_mail() -> None:
    rows = [[first, last, f"{first}.{last}@{domain}".lower()] for first, last, _, domain, _ in PEOPLE]

    assert fields_of(["Last name", "First name", "Email"], rows) == ["first_name", "last_name", "email"]


def test_one_header_over_dates_says_when_and_over_yes_and_no_says_whether() -> None:
    assert fields_of(["Opt-in"], [["2026-01-05"], ["2026-02-07"]]) == ["consent_at"]
    assert fields_of(["Opt-in"], [["yes"], ["no"]]) == ["consent"]


def test_words_for_missing_are_no_samples_and_no_evidence() -> None:
    mapping = propose_mapping(["Email"], lines_of([["N/A"], ["-"], [""], ["ann@bluepine.example"]]))

    assert (mapping.columns[0].field, mapping.columns[0].samples) == ("email", ("ann@bluepine.example",))


def test_a_second_column_goes_to_its_natural_second_home() -> None:
    assert fields_of(["Email", "Email", "Phone", "Phone"]) == ["email", "alternate_email", "phone", "other_phone"]
    assert fields_of(["City", "Company", "City"]) == ["city", "company", "company_city"]


def test_the_clearly_better_of_two_columns_wins_and_the_other_is_told_why() -> None:
    mapping = propose_mapping(["Account Name", "Company Name", "Email"], NO_LINES)

    assert [column.field for column in mapping.columns] == [None, "company", "email"]
    assert mapping.columns[0].reason == '"Company Name" is the better company'
    assert mapping.questions == ()


def test_two_equal_columns_on_a_one_only_field_are_asked_about() -> None:
    mapping = propose_mapping(["Job title", "Position", "Email"], NO_LINES)

    sentence = 'Columns 1 "Job title" and 2 "Position" both look like Job title and only one can be it. Which one?'
    assert mapping.questions == (OpenQuestion(about="two_columns", columns=(0, 1), field="title", sentence=sentence),)
    with pytest.raises(MappingError) as stopped:
        require_answered(mapping, "leads.csv")
    what = f"1 question about its columns is open. {sentence}"
    assert str(stopped.value).startswith(f"leads.csv: {what[:-1]}")


def test_two_equal_columns_of_one_content_need_no_question() -> None:
    mapping = propose_mapping(["Job title", "Position"], lines_of([["Buyer", "Buyer"], ["Clerk", "Clerk"]]))

    assert [column.field for column in mapping.columns] == ["title", None]
    assert mapping.questions == ()


def test_a_choice_answers_the_question_and_the_other_column_gives_way() -> None:
    asked = propose_mapping(["Job title", "Position", "Email"], NO_LINES)

    answered = asked.with_choice(1, "title")

    assert [(column.field, column.confidence) for column in answered.columns[:2]] == [(None, 1.0), ("title", 1.0)]
    assert answered.columns[1].reason == CHOSEN
    require_answered(answered, "leads.csv")
    assert [column.field for column in asked.columns] == ["title", "title", "email"]


def test_two_choices_for_one_field_are_a_question_again() -> None:
    mapping = propose_mapping(["A1", "B1"], NO_LINES).with_choice(0, "company").with_choice(1, "company")

    assert [question.columns for question in mapping.questions] == [(0, 1)]


def test_ignore_leaves_a_column_unmapped() -> None:
    mapping = propose_mapping(["Email", "Notes"], NO_LINES).with_choice(1, "ignore")

    assert [column.header for column in mapping.unmapped] == ["Notes"]


def test_a_choice_of_what_does_not_exist_is_refused_by_name() -> None:
    mapping = propose_mapping(["Email"], NO_LINES)

    with pytest.raises(MappingError, match="there is no field 'e_mail'"):
        mapping.with_choice(0, "e_mail")
    with pytest.raises(MappingError, match="there is no column 5; the file has 1"):
        mapping.with_choice(4, "email")


def test_the_order_of_dates_answers_its_question() -> None:
    asked = OpenQuestion(about="date_order", columns=(0,), field="captured_at", sentence="01/02: January or February?")
    mapping = propose_mapping(["Lead date", "Email"], NO_LINES).with_questions([asked])

    answered = mapping.with_date_orders({0: DateOrder.DMY})

    assert mapping.questions == (asked,)
    assert (answered.questions, answered.columns[0].date_order) == ((), DateOrder.DMY)


def test_what_was_confirmed_last_time_goes_before_any_guess() -> None:
    saved = SavedMapping(columns={"Phone": "mobile", "Notes": "ignore"}, dates={"Phone": DateOrder.YMD})

    mapping = propose_mapping(["Phone", "Notes", "Mobile"], NO_LINES, saved=saved)

    assert [column.field for column in mapping.columns] == ["mobile", None, "other_phone"]
    assert (mapping.columns[0].reason, mapping.columns[0].date_order) == (SAVED, DateOrder.YMD)


def test_a_mapping_saved_and_proposed_again_is_the_same_even_without_headers() -> None:
    header = ["", "Phone", "Phone", "Email"]
    mapping = propose_mapping(header, NO_LINES).with_choice(0, "city").with_choice(2, "company_phone")

    again = propose_mapping(header, NO_LINES, saved=mapping.to_saved())

    assert [column.field for column in again.columns] == ["city", "phone", "company_phone", "email"]


@given(st.lists(st.text(max_size=40), max_size=8), st.lists(st.text(max_size=20), min_size=8, max_size=8))
def test_any_header_over_any_cells_gets_an_answer(header: list[str], cells: list[str]) -> None:
    mapping = propose_mapping(header, lines_of([cells[: len(header)]]))

    assert [column.header for column in mapping.columns] == header
    assert all(column.field is None or column.field in FIELDS for column in mapping.columns)
    claimed = [column.field for column in mapping.columns if column.field and not FIELDS[column.field].many]
    asked = {question.field for question in mapping.questions}
    assert {field for field in claimed if claimed.count(field) > 1} == asked


def test_columns_of_a_field_are_found_in_order() -> None:
    mapping = propose_mapping(["Street 1", "Email", "Street 2"], NO_LINES)

    assert [column.column_no for column in mapping.columns_of("street")] == [0, 2]
    assert mapping.column_of("fax") is None
