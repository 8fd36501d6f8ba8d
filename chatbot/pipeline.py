"""One turn: understand, decide, ask the business, write. The only module that knows the order of the stages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from .dialogue import escalation, policy, several
from .dialogue.settings import DialogueSettings
from .dialogue.turn import Turn
from .domain import events as ev
from .domain.content import Content, Intent
from .domain.conversation import Conversation, Pending
from .domain.decision import Act, ActionCall, ActionResult, Decision, Reason
from .domain.understanding import Understanding
from .errors import ActionError
from .nlg import write
from .nlg.write import fallback
from .nlu.understand import Understander
from .ports import (
    NO_TRACER,
    Actions,
    Clock,
    IntentScorer,
    Knowledge,
    LanguageDetector,
    Responder,
    SentimentClassifier,
    Tracer,
)  # fmt: skip

STILL_WAITING = "still_waiting"
SIGN_OF_LIFE = 4
"""Of so many messages to the queue the first gets an answer."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A finished bot: content, models and the business behind ports. Safe to use from several threads."""

    content: Content
    detector: LanguageDetector
    sentiment: SentimentClassifier
    intents: IntentScorer
    responder: Responder
    actions: Actions
    clock: Clock
    settings: DialogueSettings = field(default_factory=DialogueSettings)
    bundle: str = ""
    knowledge: Knowledge | None = None
    tracer: Tracer = NO_TRACER

    def answer(
        self, conversation: Conversation, pending: Pending, on_draft: Callable[[str], None] | None = None
    ) -> tuple[ev.Event, ...]:
        """Everything that follows from one customer message.

        `conversation` is the state before the turn is answered; `on_draft` gets text to append to the reply's draft,
        already safe to show. Raises ModelError when understanding fails: then `failed` gives the turn's events.
        """
        understander = Understander(self.content, self.detector, self.sentiment, self.intents, self.knowledge)
        with self.tracer.span("understand", conversation=conversation.id, chars=len(pending.text)) as span:
            u = understander.understand(conversation, pending.text, pending.at)
            span.note(language=u.language, verdict=u.verdict)
            if u.intents:
                span.note(intent=u.intents[0].intent)
        key = f"{conversation.id}:{pending.seq}"
        turn = Turn(conversation, u, self.content, self.settings, key)
        begun: tuple[ev.Event, ...] = (ev.Understood(at=self.clock.now(), turn=pending.seq, understanding=u),)
        if policy.leaves_queue(turn):
            left = ev.QueueLeft(at=self.clock.now(), turn=pending.seq)
            turn, begun = replace(turn, c=turn.c.apply(left), back=True), (*begun, left)
        decision, messages, calls = self._decide(turn, pending)
        decision = _keep_waiting(turn, decision)
        return (*begun, *calls, *self._carry_out(turn, pending, decision, messages, on_draft))

    def _decide(self, turn: Turn, pending: Pending) -> tuple[Decision, list[str], tuple[ev.Event, ...]]:
        """The decision, the words each of its acts answers, and the calls of the business that it took.

        A turn that answers several requests takes one step for each, on the state that the steps before it leave.
        """
        step = several.opening(turn)
        decision, calls = self._step(step, pending)
        decision = several.noted(step, decision)
        whole, messages = decision, [step.u.text] * len(decision.acts)
        made = calls
        while True:
            decided = ev.Decided(at=self.clock.now(), turn=pending.seq, decision=decision)
            then = several.following(step, decision, step.c.apply_all((*made, decided)))
            if then is None:
                return whole, messages, calls
            step = then
            decision, made = self._step(step, pending)
            whole = several.join(whole, decision)
            messages += [step.u.text] * len(decision.acts)
            calls += made

    def _step(self, turn: Turn, pending: Pending) -> tuple[Decision, tuple[ev.Event, ...]]:
        with self.tracer.span("decide") as span:
            decision = policy.decide(turn)
            span.note(kind=decision.kind, intent=decision.intent or "")
        if decision.action is None:
            return decision, ()
        result = self._perform(decision.action)
        called = ev.ActionCalled(at=self.clock.now(), turn=pending.seq, call=decision.action, result=result)
        return policy.settle(turn, decision, result), (called,)

    def failed(self, conversation: Conversation, pending: Pending, error: Exception) -> tuple[ev.Event, ...]:
        """The turn's events when `answer` could not give any: an authored apology, and a human takes over."""
        now = self.clock.now()
        reasons = (Reason("failure", f"{type(error).__name__}: {error}"),)
        if conversation.owner != "bot":
            decided = ev.Decided(at=now, turn=pending.seq, decision=Decision("silent", reasons), bundle=self.bundle)
            return (decided,)
        act = Act("say", "handover_mood")
        written = self._authored(act.topic, conversation)
        decision = Decision("escalate", reasons, (act,), priority="high")
        return (
            ev.Decided(at=now, turn=pending.seq, decision=decision, bundle=self.bundle),
            ev.BotSaid(at=now, turn=pending.seq, text=written.text, written=(written,)),
            ev.Escalated(at=now, turn=pending.seq, reasons=reasons, priority="high", summary=pending.text[:200]),
        )

    def returned(self, conversation: Conversation) -> tuple[ev.Event, ...]:
        """What the bot says when an agent gives the conversation back; authored, so that it takes no time."""
        written = self._authored("bot_returns", conversation)
        return (ev.BotSaid(at=self.clock.now(), turn=conversation.seq, text=written.text, written=(written,)),)

    def _authored(self, situation: str, conversation: Conversation) -> ev.Written:
        language = self._language(conversation)
        text = fallback(Act("say", situation), self.content, language, conversation.said)
        return ev.Written(prompt="", candidate="", refused=("not_asked",), template=text, text=text, by="fallback")

    def _perform(self, call: ActionCall) -> ActionResult:
        with self.tracer.span("act", action=call.name) as span:
            try:
                result = self.actions.call(call)
            except ActionError as error:
                span.note(error=type(error).__name__)
                return ActionResult("error", error=str(error) or type(error).__name__)
            # Only what the content names: the business may put anything there.
            intents = [i for i in self.content.intents.values() if call.name in (i.action, i.check)]
            if any(result.outcome in intent.outcomes for intent in intents):
                span.note(outcome=result.outcome)
            return result

    def _carry_out(
        self, turn: Turn, pending: Pending, decision: Decision, messages: Sequence[str],
        on_draft: Callable[[str], None] | None,
    ) -> tuple[ev.Event, ...]:  # fmt: skip
        with self.tracer.span("write", acts=len(decision.acts)) as span:
            written = write.write(
                decision.acts, content=self.content, responder=self.responder, language=turn.u.language,
                message=turn.u.text, messages=messages, said=turn.c.said, on_draft=on_draft,
            )  # fmt: skip
            by = ",".join(sorted({part.by for part in written}))
            refused, chars = sum(bool(part.refused) for part in written), sum(len(part.text) for part in written)
            span.note(written_by=by, refused=refused, chars=chars)
        now = self.clock.now()
        events: list[ev.Event] = [ev.Decided(at=now, turn=pending.seq, decision=decision, bundle=self.bundle)]
        if written:
            text = write.join(written, turn.u.language)
            quick = decision.quick_replies or self._offer_replies(turn.u, decision)
            events.append(ev.BotSaid(at=now, turn=pending.seq, text=text, quick_replies=quick, written=written))
        if decision.kind == "escalate":
            reasons = tuple(r for r in decision.reasons if r.code in escalation.CODES)
            events.append(
                ev.Escalated(
                    at=now, turn=pending.seq, reasons=reasons, priority=decision.priority,
                    summary=_summary(turn, decision),
                )
            )  # fmt: skip
        if decision.kind == "close" and not turn.c.survey_asked and turn.c.score is None:
            events.append(ev.SurveyAsked(at=now))
        return tuple(events)

    def _offer_replies(self, u: Understanding, decision: Decision) -> tuple[str, ...]:
        if decision.offer is None:
            return ()
        for kind in self.content.entities.values():
            if {"yes", "no"} <= set(kind.values):
                named = (kind.values[v].get(u.language, ()) for v in ("yes", "no"))
                return tuple(names[0] for names in named if names)
        return ()

    def _language(self, conversation: Conversation) -> str:
        locale = conversation.locale.lower()[:2]
        known = conversation.language or (locale if locale in self.content.languages else None)
        return known or self.content.languages[0]


def _keep_waiting(turn: Turn, decision: Decision) -> Decision:
    """Who writes while waiting in the queue is told now and then that the message is kept."""
    if turn.c.owner != "queue" or decision.kind != "silent":
        return decision
    way_out = policy.way_out(turn)
    if turn.c.waited % SIGN_OF_LIFE and not way_out:
        return decision
    return replace(decision, kind="reply", acts=(turn.say(STILL_WAITING), *way_out))


def _as_said(turn: Turn, intent: Intent, slot: str, value: str) -> str:
    """The value of a slot as people write it; nothing for a yes or no, which says nothing without its question."""
    known = intent.slot(slot)
    kind = turn.content.entities.get(known.entity) if known else None
    if kind is None or kind.is_yes_no:
        return "" if kind else value
    return next(iter(kind.values.get(value, {}).get(turn.u.language, ())), value)


def _summary(turn: Turn, decision: Decision) -> str:
    """One or two lines for the agent: what it is about and the customer's last words."""
    form = decision.completed or turn.c.form or turn.c.completed
    intent = turn.content.intents.get(form.intent) if form else None
    subject = turn.title(intent.name) if intent else ""
    slots = ", ".join(filter(None, (_as_said(turn, intent, *s) for s in form.slots.items()))) if form and intent else ""
    about = f"{subject} ({slots})" if subject and slots else subject
    about = ": ".join(filter(None, (turn.name, about)))
    return f"{about} — “{turn.u.text[:160]}”" if about else f"“{turn.u.text[:160]}”"
