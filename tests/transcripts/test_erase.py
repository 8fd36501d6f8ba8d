"""What is erased is gone: from the lists, from the file, and from whoever would write to it again."""

import asyncio
import io
import json

import pytest

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, fold
from chatbot.errors import ConflictError
from chatbot.transcripts import erase as module
from chatbot.transcripts.erase import erase, find
from chatbot.transcripts.jsonl import export_jsonl, import_jsonl

from .conftest import AT, open_store, said, started

SECRET = "my street is Plane Tree Avenue 17"


async def talk(store, id, *texts, customer=None):
    """A conversation with these messages."""
    events = [started()]
    if customer:
        events.append(ev.CustomerIdentified(at=AT, customer=customer, email=f"{customer}@shop.example"))
    events += [said(f"{id}-{n}", text) for n, text in enumerate(texts)]
    return await store.append(Conversation(id), tuple(events))


async def in_thread(work, *args, **kwargs):
    return await asyncio.to_thread(work, *args, **kwargs)


async def test_what_is_erased_is_gone_and_others_stay(store):
    await talk(store, "one", SECRET)
    await talk(store, "two", "hello")
    assert await store.erased(0) == []
    assert await in_thread(erase, store.database, ["one"], AT) == 2
    assert await store.load("one") == ()
    assert [s.id for s in await store.list()] == ["two"]
    assert await store.pending() == ("two",)
    assert len(await store.load("two")) == 2
    ((number, id),) = await store.erased(0)
    assert id == "one"
    await in_thread(erase, store.database, ["two"], AT)
    assert [id for _, id in await store.erased(number)] == ["two"]
    assert await in_thread(erase, store.database, ["one", "two"], AT) == 0  # once more: nothing happens
    assert len(await store.erased(0)) == 2


async def test_whoever_knew_it_can_not_write_to_it(store):
    """Alone and together with others, whose writes are not harmed."""
    known, others = await talk(store, "one", "hi"), [await talk(store, f"o{n}", "hi") for n in range(3)]
    await in_thread(erase, store.database, ["one"], AT)
    with pytest.raises(ConflictError):
        await store.append(known, (said("m9", "are you there"),))
    done = await asyncio.gather(
        *(store.append(c, (said(f"m-{c.id}", "again"),)) for c in (others[0], known, *others[1:])),
        return_exceptions=True,
    )
    assert [isinstance(d, ConflictError) for d in done] == [False, True, False, False]
    assert await store.load("one") == ()
    assert {s.id for s in await store.list()} == {"o0", "o1", "o2"}
    assert [len(await store.load(c.id)) for c in others] == [3, 3, 3]


async def test_an_append_that_runs_at_the_same_time_leaves_nothing_behind(store, place):
    other = open_store(place)
    try:
        for n in range(8):
            conversation = await talk(store, f"c{n}", "hi")
            append = asyncio.create_task(other.append(conversation, (said(f"n{n}", SECRET),)))
            await in_thread(erase, store.database, [f"c{n}"], AT)
            await asyncio.gather(append, return_exceptions=True)
            assert await store.load(f"c{n}") == ()
        assert await store.list() == []
    finally:
        await other.close()


async def test_two_who_erase_at_the_same_time_both_do(store, place):
    other = open_store(place)
    try:
        for n in range(12):
            await talk(store, f"c{n:02}", "hi")
        halves = [(store, range(0, 12, 2)), (other, range(1, 12, 2))]
        await asyncio.gather(
            *(in_thread(erase, one.database, [f"c{n:02}"], AT) for one, numbers in halves for n in numbers)
        )
        assert await store.list() == []
        assert [number for number, _ in await store.erased(0)] == list(range(1, 13))
    finally:
        await other.close()


async def test_conversations_are_found_by_customer_address_and_text(store):
    await talk(store, "one", "hi", customer="c-17")
    await talk(store, "two", 'I am "TOM" at tom_x@example.org')
    await talk(store, "three", "tomax@example.org, 100% sure, \u6211\u5728")

    async def ids(**by):
        found, nowhere = await in_thread(find, store.database, **by)
        return [held.id for held in found], nowhere

    assert await ids(ids=["one", "nobody"]) == (["one"], {"nobody"})
    assert await ids(customers=["c-17"]) == (["one"], frozenset())
    assert (await ids(customers=["C-17@Shop.example"]))[0] == ["one"]
    assert (await ids(customers=["c-1"]))[0] == []
    assert (await ids(mentions="tom_x@EXAMPLE.org"))[0] == ["two"]
    assert (await ids(mentions='"tom"'))[0] == ["two"]
    assert (await ids(mentions="100% sure"))[0] == ["three"]
    assert (await ids(mentions="\u6211\u5728"))[0] == ["three"]
    assert (await ids(ids=["two"], mentions="c-17"))[0] == ["one", "two"]
    (held,), _ = await in_thread(find, store.database, ids=["one"])
    assert (held.customer, held.events, held.started_at, held.last_at) == ("c-17", 3, AT, AT)


async def test_an_import_does_not_bring_it_back(store):
    await talk(store, "one", SECRET)
    await talk(store, "two", "hi")
    lines = io.StringIO()
    await in_thread(export_jsonl, store.database, lines)
    await in_thread(erase, store.database, ["one"], AT)
    done = await in_thread(import_jsonl, store.database, lines.getvalue().splitlines(), "x.jsonl")
    assert (done.added, done.same, done.erased) == (0, 1, 1)
    assert await store.load("one") == ()


@pytest.mark.parametrize("compact", [False, True])
async def test_the_file_holds_no_byte_of_it_while_a_server_has_it_open(tmp_path, compact):
    path = tmp_path / "chat.sqlite"
    server, mine = open_store(str(path)), open_store(str(path))
    for n in range(200):
        await talk(server, f"c{n:03}", f"{n} {SECRET if n == 77 else 'hello'} " + "x" * 300)
    assert SECRET.encode() in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    await in_thread(erase, mine.database, ["c077"], AT)
    mine.database.tidy(compact=compact)
    assert SECRET.encode() not in b"".join(p.read_bytes() for p in tmp_path.iterdir())
    assert fold("c078", await server.load("c078")).seq == 2
    await talk(server, "later", "hi")
    await server.close()
    await mine.close()


async def test_tables_of_postgres_are_cleaned(cluster):
    store = open_store(cluster.database())
    await talk(store, "one", SECRET)
    await in_thread(erase, store.database, ["one"], AT)
    assert await in_thread(store.database.tidy) is False
    assert await in_thread(store.database.tidy, compact=True) is True
    await store.close()


def test_events_are_searched_as_they_are_written():
    """What `_with` looks for stands in the table as `json.dumps` writes it."""
    from chatbot.domain.codec import write_event

    for text in ('say "hi"', "back\\slash", "\u6211\u5728", "tab\there"):
        assert json.dumps(text, ensure_ascii=False)[1:-1] in write_event(said("m1", text))
    assert module._KINDS == ("conversation_started", "customer_identified")
