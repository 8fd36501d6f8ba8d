"""Replay turn by turn: each turn starts from the recorded conversation, so one difference does not hide the next."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ..domain import events as ev
from ..domain.conversation import Conversation, Pending
from ..domain.decision import ActionCall, ActionResult
from ..errors import ActionError, ModelError
from ..pipeline import Pipeline
from .diff import Difference, compare


@dataclass(frozen=True, slots=True)
class ReplayedTurn:
    """One turn and what differs in it; nothing where the bot does the same."""

    conversation: str
    turn: int
    text: str
    differences: tuple[Difference, ...]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedActions:
    """Answers with what the business said when the turn was recorded."""

    results: Sequence[ev.ActionCalled]

    def names(self) -> frozenset[str]:
        """The recorded actions."""
        return frozenset(e.call.name for e in self.results)

    def call(self, call: ActionCall) -> ActionResult:
        """The recorded result of the same call; raises ActionError where the recording has none."""
        for event in self.results:
            if event.call.name == call.name and dict(event.call.arguments) == dict(call.arguments):
                return event.result
        raise ActionError(f"not recorded: {call.name} {dict(call.arguments)}")


@dataclass(frozen=True, slots=True)
class RecordedClock:
    """The time at which the turn was recorded."""

    at: str

    def now(self) -> str:
        """That time."""
        return self.at


def replay(pipeline: Pipeline, conversations: Iterable[tuple[str, Sequence[ev.Event]]]) -> Iterator[ReplayedTurn]:
    """Every recorded turn of every conversation, compared with what `pipeline` does in its place."""
    for id, events in conversations:
        yield from _replay_one(pipeline, id, events)


def _replay_one(pipeline: Pipeline, id: str, events: Sequence[ev.Event]) -> Iterator[ReplayedTurn]:
    said = _said(id, events)
    groups = _groups(events)
    conversation = Conversation(id)
    for event in events:
        # A turn begins where it was understood. One that failed then has no such event and nothing to compare.
        if isinstance(event, ev.Understood) and event.turn in said:
            yield _replay_turn(pipeline, conversation, said[event.turn], groups[event.turn])
        conversation = conversation.apply(event)


def _replay_turn(
    pipeline: Pipeline, conversation: Conversation, pending: Pending, recorded: Sequence[ev.Event]
) -> ReplayedTurn:
    actions = RecordedActions([e for e in recorded if isinstance(e, ev.ActionCalled)])
    bot = replace(pipeline, actions=actions, clock=RecordedClock(pending.at))
    try:
        replayed = bot.answer(conversation, pending)
    except ModelError as error:
        return ReplayedTurn(conversation.id, pending.seq, pending.text, (), str(error))
    return ReplayedTurn(conversation.id, pending.seq, pending.text, compare(recorded, replayed))


def _said(id: str, events: Sequence[ev.Event]) -> Mapping[int, Pending]:
    conversation = Conversation(id)
    found = {}
    for event in events:
        conversation = conversation.apply(event)
        if isinstance(event, ev.CustomerSaid):
            found[conversation.seq] = Pending(conversation.seq, event.text, event.at)
    return found


def _groups(events: Sequence[ev.Event]) -> Mapping[int, list[ev.Event]]:
    groups: dict[int, list[ev.Event]] = {}
    for event in events:
        turn = getattr(event, "turn", None)
        if turn is not None:
            groups.setdefault(turn, []).append(event)
    return groups
