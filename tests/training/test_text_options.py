"""Among which replies one is chosen."""

from __future__ import annotations

import pytest

from chatbot.training.text_options import Offered, Policy, Pool, best_of

BEAM = ["in town", "where"]
DRAWN = ["shall I look in town", "shall I look in town for you", "shall I look there", "where"]
GIVEN = ["shall I look in the town", "shall I look in a town", "where"]
ALL = sorted({*BEAM, *DRAWN, *GIVEN})


@pytest.mark.parametrize(
    ("policy", "first"),
    [
        (Policy("written", 0.0), "shall I look in town"),
        (Policy("written", 5.0), "shall I look in town for you"),
        (Policy("given", 0.0), "shall I look in the town"),
        (Policy("both", 0.0), "shall I look in town"),
    ],
)
def test_the_pool_comes_first_and_nothing_is_lost(policy: Policy, first: str) -> None:
    found = policy.ordered(Offered(BEAM, DRAWN, GIVEN))
    assert found[0] == first
    assert sorted(found) == ALL


def test_a_kind_has_one_vote_however_many_it_is() -> None:
    """Eight times the same reply of before does not outvote what the model says."""
    drawn, given = ["we are open now"], ["closed", "closed", "shut", "shut"]
    assert Policy("both", 0.0).ordered(Offered([], drawn, given))[0] == drawn[0]


@pytest.mark.parametrize("pool", ["both", "written", "given"])
def test_what_there_is_serves(pool: Pool) -> None:
    """Where the model wrote nothing whole, or nothing like it was said before."""
    assert Policy(pool, 0.0).ordered(Offered([], [], GIVEN[:1])) == GIVEN[:1]
    assert Policy(pool, 0.0).ordered(Offered(BEAM[:1], [], [])) == BEAM[:1]
    assert Policy(pool, 0.0).ordered(Offered([], [], [])) == []


@pytest.mark.parametrize(("given", "chosen"), [(32.4, "both"), (33.2, "both"), (33.5, "given")])
def test_what_was_said_before_is_enough_only_where_it_is_clearly_better(given: float, chosen: Pool) -> None:
    tried = {Policy("both", 0.0): 31.6, Policy("both", 0.3): 32.37, Policy("given", 0.0): given}
    assert best_of(tried).pool == chosen
    assert best_of(tried).longer == (0.3 if chosen == "both" else 0.0)
