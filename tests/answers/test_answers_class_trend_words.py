"""The back-test of the classes, in words."""

from leadaudit.answers.class_trend_words import class_trend_sentences


def test_an_order_broken_by_chance_raises_no_alarm() -> None:
    """Worked case F10."""
    assert class_trend_sentences([1, 3, 5, 6], [60, 240, 70, 9]) == (
        "More of the higher classes met with us; chance alone would show as much less than once in 1,000 times "
        "(no proof of permission: 1 of 60 (1.7 %); opt-in: 3 of 240 (1.2 %); signal: 5 of 70 (7.1 %); "
        "lead: 6 of 9 (67 %)).",
        "Neighbours that stand the wrong way round are explained by chance.",
    )


def test_an_order_broken_for_sure_is_named() -> None:
    [trend, alarm] = class_trend_sentences([2, 60, 5, 30], [400, 400, 400, 100])
    assert trend.startswith("More of the higher classes met with us; chance alone would show as much")
    assert alarm.startswith("**1 class is the wrong way round, at least 90 % sure**: signal below opt-in.")


def test_nothing_is_said_before_anybody_met_us() -> None:
    [said] = class_trend_sentences([0, 0, 0, 0], [60, 240, 70, 9])
    assert said.startswith("Nothing can be said of the classes yet: no proof of permission: 0 of 60")


def test_no_trend_is_not_called_one() -> None:
    [said] = class_trend_sentences([10, 10, 10, 10], [100, 100, 100, 100])
    assert said.startswith("No trend can be told in who met with us")
