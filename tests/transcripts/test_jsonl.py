"""Transcripts go out and in again unchanged, and wrong lines are named."""

import io
import json

import pytest

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.errors import DataError
from chatbot.transcripts.jsonl import export_jsonl, import_jsonl
from chatbot.transcripts.sqlite import SqliteStore

AT = "2026-01-02T03:04:05.678Z"
START = {"type": "conversation_started", "at": AT, "locale": "en"}
SAID = {"type": "customer_said", "at": AT, "id": "m1", "text": "你好"}


def line(id="c", *events):
    return json.dumps({"conversation": id, "events": list(events or (START, SAID))}) + "\n"


async def test_what_goes_out_comes_in_again_unchanged(store, tmp_path):
    events = (
        ev.ConversationStarted(at=AT, locale="zh", customer="k1"),
        ev.CustomerSaid(at=AT, id="m1", text="a\nb\u2028c 你好", metadata={"p": [1, None]}),
        ev.Escalated(at=AT, turn=2, priority="high", summary="s"),
    )
    await store.append(Conversation("one"), events)
    await store.append(Conversation("two"), events)
    out = io.StringIO()
    assert export_jsonl(store.database, out) == 2
    text = out.getvalue()
    assert len(text.split("\n")) == 3
    other = SqliteStore.open(tmp_path / "other.sqlite")
    done = import_jsonl(other.database, io.StringIO(text), "x.jsonl")
    assert (done.added, done.same) == (2, 0)
    assert await other.load("one") == await other.load("two") == events
    assert [s.id for s in await other.queue()] == ["one", "two"]
    again = import_jsonl(other.database, io.StringIO(text), "x.jsonl")
    assert (again.added, again.same) == (0, 2)
    await other.close()


async def test_open_turns_of_old_transcripts_are_answered_only_on_request(store):
    import_jsonl(store.database, [line("old")], "x")
    assert await store.pending() == ()
    import_jsonl(store.database, [line("moved")], "x", pending=True)
    assert await store.pending() == ("moved",)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("{", "not a line of JSON"),
        ("[" * 100_000, "not a line of JSON"),
        ("[]", "an object is expected"),
        ('{"events":[]}', "`conversation`"),
        ('{"conversation":"","events":[]}', "`conversation`"),
        ('{"conversation":7,"events":[]}', "`conversation`"),
        ('{"conversation":"c"}', "`events`"),
        ('{"conversation":"c","events":[]}', "`events`"),
        (line("c", START, {"type": "shouted", "at": AT}), r"events\[1\]: event type 'shouted' is unknown"),
        (line("c", START, {"type": "customer_said", "at": AT, "id": "x"}), r"events\[1\].*text: missing"),
        (line("c", SAID), "first event must be conversation_started"),
        (line("c", START | {"at": "yesterday"}), "`at` is 'yesterday'"),
        (line("c", START | {"at": "2026-01-02T03:04:05Z"}), "milliseconds"),
        (line("c", START, SAID, SAID), "uses one client id twice"),
        (line("c", START, SAID | {"text": "\ud800"}), "can't be stored"),
        (line("good"), "already at x.jsonl:1"),
    ],
)
async def test_a_wrong_line_is_named_with_file_and_number(store, wrong, message):
    with pytest.raises(DataError, match=message) as raised:
        import_jsonl(store.database, [line("good"), "\n", wrong], "x.jsonl")
    assert str(raised.value).startswith("x.jsonl:3: ")
    assert [s.id for s in await store.list()] == ["good"]


async def test_a_conversation_with_other_events_is_never_overwritten(store):
    import_jsonl(store.database, [line("c", START, SAID)], "x")
    with pytest.raises(DataError, match="other events"):
        import_jsonl(store.database, [line("c", START)], "y")
    assert len(await store.load("c")) == 2
