"""What the words of a CRM mean."""

import pytest

from leadaudit.errors import FileMistakesError
from leadaudit.outcomes.stages import Meaning, Stages, WordOf, is_live, read_stages

NOBODY_SAID = Stages()


@pytest.mark.parametrize(
    ("place", "word", "meaning"),
    [
        (WordOf.OPPORTUNITY, "Closed Won", Meaning.WON),
        (WordOf.OPPORTUNITY, "closedlost", Meaning.LOST),
        (WordOf.OPPORTUNITY, "Verloren", Meaning.LOST),
        (WordOf.OPPORTUNITY, "Gagnée", Meaning.WON),
        (WordOf.OPPORTUNITY, "Cerrada perdida", Meaning.LOST),
        (WordOf.OPPORTUNITY, "Negotiation/Review", Meaning.OPPORTUNITY),
        (WordOf.OPPORTUNITY, "Angebot versendet", Meaning.OPPORTUNITY),
        (WordOf.OPPORTUNITY, "Appointment Scheduled", Meaning.MEETING_SET),
        (WordOf.PERSON, "Open - Not Contacted", Meaning.NOTHING),
        (WordOf.PERSON, "Working - Contacted", Meaning.CONTACTED),
        (WordOf.PERSON, "Closed - Not Converted", Meaning.DISQUALIFIED),
        (WordOf.PERSON, "Kein Interesse", Meaning.DISQUALIFIED),
        (WordOf.TYPE, "Meeting", Meaning.MEETING),
        (WordOf.TYPE, "Rendez-vous", Meaning.MEETING),
        (WordOf.TYPE, "Llamada", Meaning.CONTACTED),
        (WordOf.TYPE, "INCOMING_EMAIL", Meaning.REPLIED),
        (WordOf.TYPE, "List Email", Meaning.VANITY),
        (WordOf.TYPE, "Note", Meaning.SYSTEM),
        (WordOf.MEETING, "NO_SHOW", Meaning.NO_SHOW),
        (WordOf.MEETING, "Stattgefunden", Meaning.MEETING_HELD),
        (WordOf.MEETING, "Annulée", Meaning.CANCELLED),
        (WordOf.MEETING, None, Meaning.MEETING_SET),
        (WordOf.TOUCH, "Left voicemail", Meaning.CONTACTED),
        (WordOf.TOUCH, "Not Started", Meaning.CANCELLED),
        (WordOf.TOUCH, "Connected", Meaning.REPLIED),
        (WordOf.MEMBER, "Attended", Meaning.ATTENDED),
        (WordOf.MEMBER, "Attended on-demand", Meaning.NOTHING),
        (WordOf.MEMBER, "Clicked", Meaning.VANITY),
        (WordOf.MEMBER, "Added by system", Meaning.SYSTEM),
    ],
)
def test_known_words_of_four_languages_propose_what_they_mean(
    place: WordOf, word: str | None, meaning: Meaning
) -> None:
    assert NOBODY_SAID.meaning(place, word) is meaning


def test_a_word_nobody_knows_means_nothing_is_known() -> None:
    assert NOBODY_SAID.meaning(WordOf.OPPORTUNITY, "Zorbing") is None


def test_what_people_said_wins_whatever_its_spelling() -> None:
    said = NOBODY_SAID.with_word(WordOf.OPPORTUNITY, "Closed Won", Meaning.NOTHING)
    assert said.meaning(WordOf.OPPORTUNITY, "CLOSED-WON") is Meaning.NOTHING
    assert said.meaning(WordOf.MEETING, "Closed Won") is not Meaning.NOTHING


def test_a_stages_file_says_the_same_when_read_again() -> None:
    said = NOBODY_SAID.with_word(WordOf.MEETING, "(empty)", Meaning.MEETING_HELD)
    said = said.with_word(WordOf.OPPORTUNITY, "Zorbing", Meaning.LOST)
    again = read_stages(said.as_text(), where="stages")
    assert again == said
    assert again.meaning(WordOf.MEETING, None) is Meaning.MEETING_HELD


def test_every_mistake_of_a_stages_file_is_named() -> None:
    with pytest.raises(FileMistakesError) as told:
        read_stages('[deal]\na = "won"\n[member]\n"Sat in" = "won"\n', where="stages.toml")
    assert str(told.value).splitlines() == [
        "stages.toml, [deal]: is no place of words. Use opportunity, person, type, meeting, touch, member.",
        "stages.toml, member, Sat in: means 'won'. Use attended, nothing, system, vanity.",
    ]


def test_a_recorded_webinar_is_not_attended_while_it_happens() -> None:
    assert is_live("Webinar")
    assert not is_live("Webinar on demand")
    assert not is_live("Content Syndication")
