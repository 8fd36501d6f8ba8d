"""The fold: numbers, owners, what is pending."""

from __future__ import annotations

from chatbot.domain import events as ev
from chatbot.domain.content import Content
from chatbot.domain.conversation import fold
from chatbot.domain.decision import Decision
from tests.fakes.talk import AT, Talk

START = ev.ConversationStarted(at=AT, locale="en")
SAID = ev.CustomerSaid(at=AT, id="m1", text="hi")


def test_the_visitors_numbers_skip_what_visitors_do_not_see() -> None:
    note = ev.NoteAdded(at=AT, agent="a", id="n", text="x")
    state = fold("c", [START, note, SAID])
    assert (state.number, state.seq) == (3, 2)
    assert state.accepted["m1"] == 2


def test_a_message_is_pending_until_its_decision() -> None:
    state = fold("c", [START, SAID])
    assert [p.seq for p in state.pending] == [2]
    assert state.apply(ev.Decided(at=AT, turn=2, decision=Decision("silent", ()))).pending == ()


def test_owners() -> None:
    events: list[ev.Event] = [START, ev.Escalated(at=AT)]
    assert fold("c", events).owner == "queue"
    events.append(ev.AgentJoined(at=AT, agent="anna"))
    assert (fold("c", events).owner, fold("c", events).agent) == ("agent", "anna")
    assert fold("c", [*events, ev.AgentLeft(at=AT, agent="anna", to="queue")]).owner == "queue"
    assert fold("c", [*events, ev.AgentLeft(at=AT, agent="anna", to="bot")]).owner == "bot"
    closed = fold("c", [*events, ev.ConversationClosed(at=AT, by="agent")])
    assert (closed.owner, closed.agent, closed.pending) == ("closed", None, ())


def test_visitors_see_no_reasons() -> None:
    from chatbot.domain.decision import Reason

    escalated = ev.Escalated(at=AT, reasons=(Reason("mood_sustained", "-0.9"),), summary="secret")
    assert ev.visitor_view(escalated) == {"type": "escalated", "at": AT}


def test_an_identified_customer_is_the_conversations_and_reaches_the_business(content: Content) -> None:
    proved = ev.CustomerIdentified(at=AT, customer="C-1", name="Ada")
    assert fold("c", [START]).customer is None
    state = fold("c", [START, proved, SAID])
    assert (state.customer, state.number, state.seq) == ("C-1", 3, 2)
    talk = Talk(content)
    talk.add(proved)
    talk.say("where is order 10234 [order_status]")
    (called,) = [e for e in talk.events if isinstance(e, ev.ActionCalled)]
    assert called.call.customer == "C-1"
    assert called.result.outcome == "not_found", "it is another customer's"
