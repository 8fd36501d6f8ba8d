"""The targets of `make fuzz` take what they begin with, and things near it; the fuzzer itself runs for minutes.

Nothing is asserted here: a target raises where something is wrong, which fails the test.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .targets import TARGETS, seeds


@pytest.mark.parametrize("name", TARGETS)
def test_a_target_takes_its_seeds_and_what_is_near_them(name):
    target = TARGETS[name]()
    for seed in seeds(name):
        target(seed)

    @settings(max_examples=40, deadline=None)
    @given(st.sampled_from(seeds(name)), st.integers(0, 400), st.integers(0, 20), st.binary(max_size=12))
    def near(seed, at, cut, put):
        target(seed[:at] + put + seed[at + cut :])

    near()
