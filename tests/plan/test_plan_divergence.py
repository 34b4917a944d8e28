"""More comes in and no more comes out."""

import numpy as np
import pytest

from leadaudit.plan.divergence import StageVolume, divergences, p_more


def volumes(*given: tuple[str, int, int]) -> list[StageVolume]:
    return [StageVolume(stage=stage, before=before, now=now) for stage, before, now in given]


def test_records_grow_and_leads_do_not() -> None:
    found = divergences(volumes(("records", 1000, 2000), ("leads", 40, 41), ("meetings", 20, 21)), sure=0.9)
    assert [(one.grew, one.lost_before) for one in found] == [("records", "leads")]
    assert found[0].p_grew > 0.99
    assert found[0].p_fell > 0.99


def test_a_flow_that_grows_as_a_whole_diverges_nowhere() -> None:
    assert divergences(volumes(("records", 1000, 2000), ("leads", 40, 80)), sure=0.9) == ()


def test_a_share_that_falls_before_a_stage_that_did_not_grow_is_another_matter() -> None:
    assert divergences(volumes(("records", 1000, 1000), ("leads", 80, 40)), sure=0.9) == ()


def test_more_is_as_sure_as_draws_say() -> None:
    random = np.random.Generator(np.random.PCG64(9))
    drawn = (random.gamma(25.5, 1, 400_000) > random.gamma(16.5, 1, 400_000)).mean()
    assert p_more(before=16, now=25) == pytest.approx(drawn, abs=2e-3)
    assert p_more(before=7, now=7) == pytest.approx(0.5)


def test_stages_are_of_one_flow() -> None:
    with pytest.raises(ValueError, match="more reached leads than records; they are not stages of one flow"):
        divergences(volumes(("records", 10, 10), ("leads", 11, 5)), sure=0.9)
