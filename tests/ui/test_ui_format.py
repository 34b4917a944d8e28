import pytest

from leadaudit.ui import format as shown


@pytest.mark.parametrize(
    ("delivered", "escaped"),
    [
        ("Anna Berg", "Anna Berg"),
        ("**bold** [x](http://y)", "\\*\\*bold\\*\\* \\[x\\]\\(http\\:\u2060\\/\\/y\\)"),
        ("a@b.example www.c.example", "a\\@\u2060b\\.example www\u2060\\.c\\.example"),
        ("<b>x</b>", r"\<b\>x\<\/b\>"),
        ("$a$ # _b_", r"\$a\$ \# \_b\_"),
        ("1. one", r"1\. one"),
        (":smile: :red[x]", "\\:\u2060smile\\: \\:\u2060red\\[x\\]"),
        ("two\nlines\tand  spaces", "two lines and spaces"),
    ],
)
def test_delivered_text_stands_for_itself_in_markdown(delivered: str, escaped: str) -> None:
    assert shown.text(delivered) == escaped


def test_delivered_text_is_no_html() -> None:
    assert shown.markup('<a href="x">&</a>') == "&lt;a href=&quot;x&quot;&gt;&amp;&lt;/a&gt;"


def test_characters_that_reorder_or_hide_are_shown_as_their_code() -> None:
    assert shown.visible("abc\u202edef\u200b\x00") == "abc\\u202edef\\u200b\\u0000"


def test_what_is_missing_is_said_to_be() -> None:
    assert (shown.text(None), shown.markup(None)) == ("not given", "not given")


def test_a_sentence_keeps_its_emphasis_and_nothing_else() -> None:
    assert shown.rich("a_b: **1,000 are usable**, 5 %.") == r"a\_b\: **1\,000 are usable**\, 5 \%\."


@pytest.mark.parametrize(
    ("byte_count", "words"),
    [(1, "1 byte"), (812, "812 bytes"), (42_400, "42 KB"), (3_140_000, "3.1 MB")],
)
def test_sizes_read_as_in_a_file_manager(byte_count: int, words: str) -> None:
    assert shown.file_size(byte_count) == words
