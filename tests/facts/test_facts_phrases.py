"""The index of phrases finds what trying every phrase at every word finds."""

from hypothesis import given
from hypothesis import strategies as st

from leadaudit.facts.phrases import Match, PhraseIndex, parse_phrase, read_words

TEXTS = (
    "head of", "head", "head of ... sales", "sales*", "*leiter", "sales leiter", "^sales", "of$", "head ...", "* of",
    "vice president", "vice ... president sales", "sales and*", "assistant to ... head", "sal* of", "head *leiter",
)  # fmt: skip
PHRASES = [phrase for number, text in enumerate(TEXTS) if (phrase := parse_phrase(text, number, {})) is not None]
WORDS = st.sampled_from(
    ("head", "of", "sales", "salesman", "vertriebsleiter", "leiter", "vice", "president", "and", "to", "assistant", ",",
     "-")
)  # fmt: skip


@given(st.lists(WORDS, max_size=9))
def test_the_index_finds_what_every_phrase_finds_for_itself(text: list[str]) -> None:
    words = read_words(" ".join(text), {})
    every = [phrase.match(words.tokens, start) for phrase in PHRASES for start in range(len(words.tokens))]
    found = PhraseIndex(PHRASES).matches(words)
    assert sorted(map(place, found)) == sorted(place(match) for match in every if match is not None)


def place(match: Match) -> tuple[int, int, int]:
    return match.rule, match.start, match.end


def test_within_a_rule_the_longest_and_then_the_first_match_leads() -> None:
    phrases = [phrase for text in ("sales", "sales head") if (phrase := parse_phrase(text, 0, {})) is not None]
    found = PhraseIndex(phrases).matches(read_words("sales, sales head", {}))
    assert [(match.start, match.end) for match in found] == [(1, 3), (0, 1), (1, 2)]
