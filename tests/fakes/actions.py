"""A business that answers what the test says."""

from __future__ import annotations

from chatbot.domain.decision import ActionCall, ActionResult
from chatbot.errors import ActionError


class FakeActions:
    """`results` by action name; an ActionError among them is raised. Every call is kept in `calls`."""

    def __init__(self, results: dict[str, ActionResult | ActionError]) -> None:
        self.results = results
        self.calls: list[ActionCall] = []

    def names(self) -> frozenset[str]:
        return frozenset(self.results)

    def call(self, call: ActionCall) -> ActionResult:
        self.calls.append(call)
        result = self.results[call.name]
        if isinstance(result, ActionError):
            raise result
        return result
