"""What the number of stored events does to the cost of each step."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Awaitable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.domain.decision import Decision, Reason
from chatbot.transcripts.sqlite import SqliteStore
from chatbot.transcripts.store import event_rows

from .client import WORDS, spread
from .options import Options


async def stored(o: Options) -> dict[str, Any]:
    """What the number of stored events does to the cost of each step; few and many are asked in turns."""
    few, many = o.stored
    with TemporaryDirectory(dir=o.disk) as folder:
        stores = {}
        for count in (few, many):
            path = Path(folder) / f"{count}.sqlite3"
            fill(path, count)
            stores[count] = SqliteStore.open(path)
        found: dict[str, dict[int, list[float]]] = {}
        for turn in range(60 if o.quick else 300):
            for count, store in random.sample(list(stores.items()), len(stores)):
                for name, seconds in (await _steps(store, turn, count // 20)).items():
                    found.setdefault(name, {}).setdefault(count, []).append(seconds)
        for store in stores.values():
            await store.close()
        steps = {
            name: {
                f"{few}_events": spread(times[few]),
                f"{many}_events": spread(times[many]),
                "ratio": round(median(times[many]) / median(times[few]), 2),
            }
            for name, times in found.items()
        }
    return {"steps": steps, "bound": 1.3}


async def _steps(store: SqliteStore, turn: int, conversations: int) -> dict[str, float]:
    any = f"c{random.randrange(conversations)}"
    usual = f"c{random.randrange(USUAL) * (conversations // USUAL)}"
    new = Conversation(f"new-{turn}")
    started = ev.ConversationStarted(at=AT, locale="en")
    times: dict[str, float] = {}

    async def timed(name: str, work: Awaitable[Any]) -> None:
        began = time.perf_counter()
        await work
        times[name] = time.perf_counter() - began

    await timed("append", store.append(new, [started, ev.CustomerSaid(at=AT, id="m", text=WORDS)]))
    await timed("resume", store.load(usual))
    await timed("resume any", store.load(any))
    await timed("queue", store.queue(limit=200))
    await timed("list", store.list(limit=100))
    await timed("open turns", store.pending())
    return times


USUAL = 50
"""So many conversations, spread over all, are resumed again and again; `resume any` mostly waits for a cold disk."""
AT = "2026-01-02T03:04:05.678Z"


def fill(path: Path, count: int) -> None:
    """Conversations of twenty events; one hundred wait for a human, whatever the size."""
    SqliteStore.open(path).database.close()
    conversation = Conversation("x")
    decided = ev.Decided(at=AT, turn=2, decision=Decision("reply", (Reason("constant"),), intent="constant"))
    events: list[ev.Event] = [ev.ConversationStarted(at=AT, locale="en")]
    while len(events) < 20:
        events += [ev.CustomerSaid(at=AT, id=f"m{len(events)}", text=WORDS), decided]
        events.append(ev.BotSaid(at=AT, turn=2, text="It is on its way."))
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = OFF")  # a log would hold all of it once more
    connection.execute("PRAGMA cache_size = -500000")
    connection.execute("BEGIN")
    conversations = count // 20
    connection.execute(
        "WITH RECURSIVE n(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM n WHERE n + 1 < :count) "
        "INSERT INTO conversations SELECT 'c' || n, iif(n % :step, 'bot', 'queue'), NULL, 'en', 'normal', "
        "iif(n % :step, NULL, :at), :at, 20, 0 FROM n",
        {"count": conversations, "step": max(1, conversations // 100), "at": AT},
    )
    connection.execute("CREATE TEMP TABLE template (number, seq, type, at, client_id, data)")
    rows = [row[1:] for row in event_rows(conversation, events[:20])]
    connection.executemany("INSERT INTO template VALUES (?, ?, ?, ?, ?, ?)", rows)
    connection.execute(
        "INSERT INTO events SELECT c.id, t.number, t.seq, t.type, t.at, t.client_id, t.data "
        "FROM (SELECT id FROM conversations ORDER BY id) c CROSS JOIN template t"
    )
    connection.execute("COMMIT")
    connection.close()
