"""What hangs together, held against joining one link after the other."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leadaudit.identity.connected import components

nodes = st.integers(0, 30)


@given(st.lists(st.tuples(nodes, nodes), max_size=60))
def test_every_node_is_named_by_the_first_it_hangs_together_with(links: list[tuple[int, int]]) -> None:
    first = list(range(31))
    for one, other in links:
        low, high = sorted((first[one], first[other]))
        first = [low if each == high else each for each in first]
    assert components([one for one, _ in links], [other for _, other in links], 31).tolist() == first


@pytest.mark.parametrize("order", [1, -1])
def test_a_long_chain_is_one(order: int) -> None:
    chain = np.arange(5_000)[::order]
    assert not components(chain[:-1], chain[1:], 5_000).any()


def test_without_links_everybody_is_alone() -> None:
    assert components([], [], 3).tolist() == [0, 1, 2]
