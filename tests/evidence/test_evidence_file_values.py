"""What the cells of files of evidence say."""

import pytest

from leadaudit.evidence.file_values import (
    Said,
    kind_of_words,
    phrases,
    read_attendance,
    read_bounce,
    read_named,
    read_verification,
    read_visit,
)
from leadaudit.policy import default_policy


@pytest.mark.parametrize(
    ("status", "code", "text", "kind"),
    [
        ("Hard", None, None, "hard_bounce"),
        ("HardBounce", "550 5.1.1", "user unknown", "hard_bounce"),
        ("rebond dur", None, None, "hard_bounce"),
        ("unzustellbar", None, None, "hard_bounce"),
        (None, "5.1.1", None, "hard_bounce"),
        (None, "5.2.1", None, "hard_bounce"),
        (None, "550", None, "hard_bounce"),
        (None, None, "smtp; 550 5.1.1 no such user here", "hard_bounce"),
        ("Soft", None, None, "soft_bounce"),
        ("Blocked", None, None, "soft_bounce"),
        (None, "5.2.2", "mailbox full", "soft_bounce"),
        (None, "5.7.1", "blocked by policy", "soft_bounce"),
        (None, "421", None, "soft_bounce"),
        (None, "552", None, "soft_bounce"),
        ("delivered", "250", None, "mail_delivered"),
        ("not delivered", None, None, "soft_bounce"),
        ("spamreport", None, None, "spam_complaint"),
        ("open", None, None, "email_open"),
    ],
)
def test_a_bounce_is_hard_only_where_the_mailbox_is_not_there(
    status: str | None, code: str | None, text: str | None, kind: str
) -> None:
    assert read_bounce(status, code, text) == Said(kind=kind)


def test_a_bounce_whose_word_and_code_disagree_supports_nothing() -> None:
    contradicts = Said(kind="soft_bounce", doubt="evidence.bounce-contradicts-itself")
    assert read_bounce("Hard", "5.7.1", None) == contradicts
    assert read_bounce("Soft", "5.1.1", None) == contradicts


@pytest.mark.parametrize(
    ("status", "detail", "kind"),
    [
        ("valid", None, "address_valid"),
        ("Deliverable", None, "address_valid"),
        ("not valid", None, "address_invalid"),
        ("ungültig", None, "address_invalid"),
        ("catch-all", None, "address_catch_all"),
        ("unknown", "greylisted", "address_unknown"),
        ("do_not_mail", "role_based", "address_do_not_mail"),
        ("do_not_mail", "possible_trap", "address_spamtrap"),
        ("abuse", None, "address_abuse"),
        ("valid", "catch-all", "address_catch_all"),
    ],
)
def test_of_a_checked_address_the_more_careful_word_stands(status: str, detail: str | None, kind: str) -> None:
    assert read_verification(status, detail) == Said(kind=kind)


@pytest.mark.parametrize(
    ("what", "status", "kind"),
    [
        ("replies", "Interested", "reply_positive"),
        ("replies", "Not interested", "reply_not_interested"),
        ("replies", "kein Interesse", "reply_not_interested"),
        ("replies", "pas intéressé", "reply_not_interested"),
        ("replies", "no interesado", "reply_not_interested"),
        ("replies", "Out of office", "autoreply_away"),
        ("replies", "Auto-reply: left company", "autoreply_left"),
        ("replies", "Falsche Person", "wrong_person"),
        ("replies", "Never requested this", "denied_engagement"),
        ("responses", "Ja, bitte", "ask_yes"),
        ("responses", "no gracias", "ask_no"),
        ("responses", "sans réponse", "asked"),
        ("responses", "maybe one day", "unrecognised"),
        ("unsubscribes", "marked as spam", "spam_complaint"),
        ("unsubscribes", "abgemeldet", "unsubscribe"),
    ],
)
def test_labels_are_understood_in_four_languages(what: str, status: str, kind: str) -> None:
    assert read_named(what, status, None).kind == kind


@pytest.mark.parametrize(
    ("event", "url", "kind"),
    [
        ("page_view", "https://us.example/pricing?utm=product", "pricing_page"),
        (None, "https://us.example/de/preise/", "pricing_page"),
        (None, "https://pricing.example/blog", "page_view"),
        ("Form submit: demo request", "https://us.example/product", "demo_request"),
        ("form started", "https://us.example/", "page_view"),
        (None, "/products/erp", "product_page"),
        ("whitepaper download", None, "gated_download"),
        (None, None, "unrecognised"),
    ],
)
def test_a_visit_is_what_its_form_or_page_says(event: str | None, url: str | None, kind: str) -> None:
    assert read_visit(event, url).kind == kind


@pytest.mark.parametrize(
    ("status", "event_type", "minutes", "kind"),
    [
        ("Yes", None, "45", "webinar_live"),
        ("Yes", "Conference", None, "event_attend"),
        ("teilgenommen", None, None, "webinar_live"),
        ("nicht teilgenommen", None, None, "webinar_missed"),
        ("No", None, None, "webinar_missed"),
        ("Attended on demand", None, "12", "webinar_on_demand"),
        ("inscrit", None, None, "webinar_registered"),
        ("Yes", None, "0", "webinar_missed"),
        (None, None, "31", "webinar_live"),
        ("perhaps", None, None, "unrecognised"),
    ],
)
def test_only_who_was_there_attended(
    status: str | None, event_type: str | None, minutes: str | None, kind: str
) -> None:
    assert read_attendance(status, event_type, minutes).kind == kind


@pytest.mark.parametrize("what", ["bounces", "verification", "replies", "responses", "unsubscribes", "web", "webinar"])
def test_every_kind_the_words_name_is_a_kind_of_evidence(what: str) -> None:
    assert {kind for _, kind in phrases(what)} <= set(default_policy().kinds)


def test_an_empty_cell_names_no_kind() -> None:
    assert kind_of_words("replies", None) is None
    assert kind_of_words("replies", " - ") is None
