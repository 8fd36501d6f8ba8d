"""The business behind a time limit, and once only."""

from __future__ import annotations

import threading

import pytest

from chatbot.actions.timed import TimedActions
from chatbot.domain.decision import ActionCall, ActionResult
from chatbot.errors import ActionError

CALL = ActionCall("cancel", {"order_id": "1"}, "en", key="c1:2")


class Slow:
    def __init__(self) -> None:
        self.go = threading.Event()
        self.calls = 0

    def names(self) -> frozenset[str]:
        return frozenset({"cancel"})

    def call(self, call: ActionCall) -> ActionResult:
        self.calls += 1
        self.go.wait(10)
        return ActionResult("done")


class Broken(Slow):
    def call(self, call: ActionCall) -> ActionResult:
        self.calls += 1
        raise ValueError("boom")


def test_what_takes_too_long_is_an_error_and_the_next_try_gets_its_result() -> None:
    slow = Slow()
    actions = TimedActions(slow, seconds=0.01)
    with pytest.raises(ActionError, match="longer than"):
        actions.call(CALL)
    slow.go.set()
    assert TimedActions.call(actions, CALL).outcome == "done" or slow.calls == 1
    assert slow.calls == 1


def test_the_same_key_acts_once() -> None:
    slow = Slow()
    slow.go.set()
    actions = TimedActions(slow)
    assert actions.call(CALL) == actions.call(CALL)
    assert slow.calls == 1


def test_whatever_the_business_raises_becomes_an_action_error_and_may_be_tried_again() -> None:
    broken = Broken()
    actions = TimedActions(broken)
    for _ in range(2):
        with pytest.raises(ActionError, match="boom"):
            actions.call(CALL)
    assert broken.calls == 2


class Ending(Slow):
    def call(self, call: ActionCall) -> ActionResult:
        raise SystemExit(3)


def test_a_business_that_wants_to_end_the_process_has_failed() -> None:
    with pytest.raises(ActionError, match="SystemExit"):
        TimedActions(Ending()).call(CALL)
