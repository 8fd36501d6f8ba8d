"""Among which replies one is chosen."""

from __future__ import annotations

import pytest

from chatbot.training.text_choice import Option
from chatbot.training.text_options import Offered, Policy

WRITTEN = [Option("shall I look in town", -1.0), Option("where", -9.0)]
GIVEN = [Option("shall I look in the town", -5.0), Option("shall I look in a town", -5.5), Option("where", -9.0)]


@pytest.mark.parametrize(
    ("policy", "first"),
    [
        (Policy(0.0, "written"), "shall I look in town"),
        (Policy(0.0, "given"), "shall I look in the town"),
        (Policy(9.0, "both"), "shall I look in town"),
    ],
)
def test_the_pool_comes_first_and_nothing_is_lost(policy: Policy, first: str) -> None:
    found = [option.template for option in policy.ordered(Offered(WRITTEN, GIVEN))]
    assert found[0] == first
    assert sorted(found) == sorted({option.template for option in (*WRITTEN, *GIVEN)})


@pytest.mark.parametrize("pool", ["both", "written", "given"])
def test_what_there_is_serves(pool: str) -> None:
    """Where the model wrote nothing whole, or nothing like it was said before."""
    assert Policy(0.0, pool).ordered(Offered([], GIVEN[:1])) == GIVEN[:1]  # type: ignore[arg-type]
    assert Policy(0.0, pool).ordered(Offered(WRITTEN[:1], [])) == WRITTEN[:1]  # type: ignore[arg-type]
    assert Policy(0.0, pool).ordered(Offered([], [])) == []  # type: ignore[arg-type]
