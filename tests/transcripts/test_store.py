"""The store keeps what it acknowledged and numbers without gaps, whichever database it is in."""

import asyncio
import json

import pytest

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, fold
from chatbot.errors import ConflictError, StoreError

from .conftest import AT, open_store, said, started


async def test_what_was_appended_is_loaded_again(store):
    events = (started(), said("m1", "你好 \u2028 \x00"), ev.Escalated(at=AT, turn=2, priority="urgent", summary="s"))
    after = await store.append(Conversation("c"), events)
    assert after == fold("c", events)
    assert await store.load("c") == events
    assert await store.load("other") == ()


async def test_events_have_both_numbers(store):
    await store.append(Conversation("c"), (started(), said("m1"), ev.NoteAdded(at=AT, agent="a", id="n", text="x")))
    rows = store.database.read(lambda c: c.execute("SELECT number, seq, type, client_id FROM events").fetchall())
    assert rows.result() == [
        (1, 1, "conversation_started", None), (2, 2, "customer_said", "m1"), (3, None, "note_added", "n"),
    ]  # fmt: skip


async def test_the_secret_stays(place):
    one, two = open_store(place), open_store(place)
    assert len(one.secret) == 32
    assert one.secret == two.secret
    for store in (one, two):
        await store.close()


async def test_a_taken_number_is_a_conflict_and_stores_nothing(store):
    await store.append(Conversation("c"), (started(),))
    with pytest.raises(ConflictError):
        await store.append(Conversation("c"), (started(), said("m1")))
    assert len(await store.load("c")) == 1


async def test_a_taken_client_id_is_a_conflict(store):
    after = await store.append(Conversation("c"), (started(), said("m1")))
    with pytest.raises(ConflictError):
        await store.append(after, (said("m2"), said("m1")))
    assert len(await store.load("c")) == 2
    await store.append(Conversation("d"), (started(), said("m1")))


async def test_values_that_are_no_json_are_refused_before_they_reach_the_writer(store):
    for metadata in ({"a": float("nan")}, {"a": "\ud800"}, {"a": {1, 2}}):
        with pytest.raises(StoreError, match="can't be stored"):
            await store.append(Conversation("c"), (ev.CustomerSaid(at=AT, id="m", text="x", metadata=metadata),))
    assert await store.load("c") == ()


async def test_lists_are_newest_first_and_continue_without_loss_between_equal_times(store):
    for n in range(7):
        await store.append(Conversation(f"c{n}"), (started(f"2026-01-0{1 + n // 3}T00:00:00.000Z"),))
    ids, before = [], None
    while page := await store.list(limit=2, before=before):
        ids += [s.id for s in page]
        before = page[-1].cursor
    assert ids == ["c6", "c5", "c4", "c3", "c2", "c1", "c0"]
    assert [s.id for s in await store.list(before="2026-01-02T00:00:00.000Z")] == ["c2", "c1", "c0"]


async def test_the_queue_is_most_urgent_first_then_who_waits_longest(store):
    for n, (priority, at) in enumerate([("normal", 1), ("high", 4), ("urgent", 5), ("high", 3)]):
        waited = ev.Escalated(at=f"2026-01-0{at}T00:00:00.000Z", priority=priority)
        await store.append(Conversation(f"c{n}"), (started(), waited))
    joined = ev.AgentJoined(at=AT, agent="anna")
    owned = await store.append(Conversation("owned"), (started(), ev.Escalated(at=AT, priority="high"), joined))
    assert [s.id for s in await store.queue()] == ["c2", "c3", "c1", "c0"]
    assert [s.id for s in await store.queue(limit=1)] == ["c2"]
    assert [s.id for s in await store.list(owner="agent", agent="anna")] == ["owned"]
    assert await store.list(owner="agent", agent="ben") == []
    await store.append(owned, (ev.AgentLeft(at="2026-01-01T00:00:00.000Z", agent="anna", to="queue"),))
    assert [(s.id, s.priority) for s in await store.queue()][1] == ("owned", "high")


async def test_pending_conversations_are_those_with_an_unanswered_message(store):
    open_turn = await store.append(Conversation("open"), (started(), said("m1")))
    await store.append(Conversation("quiet"), (started(),))
    assert await store.pending() == ("open",)
    await store.append(open_turn, (ev.ConversationClosed(at=AT, by="visitor"),))
    assert await store.pending() == ()


async def test_an_event_that_can_not_be_read_names_its_conversation(store):
    await store.append(Conversation("c"), (started(),))
    await asyncio.wrap_future(
        store.database.write(lambda c: c.execute("UPDATE events SET data = ?", (json.dumps({"type": "x"}),)).rowcount)
    )
    with pytest.raises(StoreError, match="conversation c "):
        await store.load("c")


async def test_a_closed_store_says_so_and_has_committed_what_waited(place):
    store = open_store(place)
    appends = [asyncio.ensure_future(store.append(Conversation(f"c{n}"), (started(),))) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    await store.close()
    await asyncio.gather(*appends)
    for call in (store.append(Conversation("d"), (started(),)), store.load("c1"), store.check()):
        with pytest.raises(StoreError, match="closed"):
            await call
    again = open_store(place)
    assert len(await again.list()) == 50
    await again.close()
