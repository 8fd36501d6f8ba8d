"""What is SQLite's own: one file, its mode, its disk, its versions."""

import asyncio
import sqlite3
import stat
import tempfile
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, fold
from chatbot.errors import ConflictError, StoreError
from chatbot.transcripts.schema import HEAD
from chatbot.transcripts.sqlite import SqliteDatabase, SqliteStore
from chatbot.transcripts.store import Append, event_rows, insert

from .conftest import AT, said, started


@pytest.fixture
async def store(tmp_path):
    opened = SqliteStore.open(tmp_path / "chat.sqlite")
    yield opened
    await opened.close()


async def test_the_file_is_for_its_owner_alone(tmp_path):
    path = tmp_path / "chat.sqlite"
    path.touch(0o644)
    store = SqliteStore.open(path)
    await store.append(Conversation("c"), (started(),))
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in tmp_path.iterdir()}
    await store.close()
    assert set(modes.values()) == {0o600}, modes


async def test_commits_are_synced_in_full(store):
    def pragmas(connection):
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert store.database.read(pragmas).result() == ["wal", 2, 1]


async def test_writes_that_wait_share_a_commit_and_a_failing_one_harms_none_of_them(tmp_path):
    commits = []
    gate, waiting = threading.Event(), threading.Event()

    class Slow(sqlite3.Connection):
        def execute(self, sql, *args):
            if sql == "BEGIN IMMEDIATE" and threading.current_thread().name == "store-write":
                waiting.set()
                gate.wait(10)
            if sql == "COMMIT" and threading.current_thread().name == "store-write":
                commits.append(sql)
            return super().execute(sql, *args)

    store = SqliteStore.open(tmp_path / "db", Slow)
    first = asyncio.ensure_future(store.append(Conversation("c0"), (started(),)))
    assert await asyncio.to_thread(waiting.wait, 10)
    others = [asyncio.ensure_future(store.append(Conversation(f"c{n}"), (started(),))) for n in (1, 1, 0, 2, 3)]
    await asyncio.sleep(0)
    gate.set()
    await first
    results = await asyncio.gather(*others, return_exceptions=True)
    assert [type(r).__name__ for r in results] == [
        "Conversation", "ConflictError", "ConflictError", "Conversation", "Conversation",
    ]  # fmt: skip
    assert len(commits) == 2
    assert {s.id for s in await store.list()} == {"c0", "c1", "c2", "c3"}
    await store.close()


async def test_an_append_resolves_only_after_its_commit(tmp_path):
    gate, waiting = threading.Event(), threading.Event()

    class SlowCommit(sqlite3.Connection):
        def execute(self, sql, *args):
            if sql == "COMMIT" and threading.current_thread().name == "store-write":
                waiting.set()
                gate.wait(10)
            return super().execute(sql, *args)

    store = SqliteStore.open(tmp_path / "db", SlowCommit)
    append = asyncio.ensure_future(store.append(Conversation("c"), (started(),)))
    assert await asyncio.to_thread(waiting.wait, 10)
    assert not append.done()
    assert await store.load("c") == ()
    gate.set()
    assert (await append).number == 1
    await store.close()


async def test_a_full_disk_is_an_error_and_the_store_goes_on_when_there_is_room(tmp_path):
    class Small(sqlite3.Connection):
        pages = 40

        def execute(self, sql, *args):
            if sql == "BEGIN IMMEDIATE":
                super().execute(f"PRAGMA max_page_count = {Small.pages}")
            return super().execute(sql, *args)

    store = SqliteStore.open(tmp_path / "db", Small)
    await store.check()
    with pytest.raises(StoreError, match="full"):
        await store.append(Conversation("big"), (started(), said("m", "x" * 1_000_000)))
    assert await store.load("big") == ()
    assert (await store.append(Conversation("small"), (started(),))).number == 1
    Small.pages = 4000
    assert (await store.append(Conversation("big"), (started(), said("m", "x" * 1_000_000)))).number == 2
    await store.close()


@pytest.mark.parametrize("written", [False, True], ids=["nothing was written", "it was written all the same"])
async def test_a_commit_that_fails_leaves_the_outcome_open_and_the_store_working(tmp_path, written):
    class Failing(sqlite3.Connection):
        broken = False

        def execute(self, sql, *args):
            if sql == "COMMIT" and Failing.broken:
                if written:
                    super().execute(sql)
                raise sqlite3.OperationalError("disk I/O error")
            return super().execute(sql, *args)

    store = SqliteStore.open(tmp_path / "db", Failing)
    after = await store.append(Conversation("c"), (started(),))
    Failing.broken = True
    with pytest.raises(StoreError, match="unknown") as raised:
        await store.append(after, (said("m1"),))
    assert not isinstance(raised.value, ConflictError)
    Failing.broken = False
    again = fold("c", await store.load("c"))
    assert again.number == (2 if written else 1)
    if not written:
        await store.append(again, (said("m1"),))
    assert [e.type for e in await store.load("c")] == ["conversation_started", "customer_said"]
    await store.close()


async def test_another_version_of_the_file_is_refused_with_both_numbers(tmp_path):
    path = tmp_path / "db"
    SqliteDatabase(path).close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    with pytest.raises(StoreError, match=rf"version 0099, this program needs {HEAD}"):
        SqliteDatabase(path)


async def test_foreign_files_are_refused_and_left_as_they_are(tmp_path):
    text = tmp_path / "notes.txt"
    text.write_text("my notes, which are no database at all " * 100)
    with pytest.raises(StoreError, match="notes.txt"):
        SqliteDatabase(text)
    assert text.read_text().startswith("my notes")
    foreign = tmp_path / "other.sqlite"
    with sqlite3.connect(foreign) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    with pytest.raises(StoreError, match="not one of this program's"):
        SqliteDatabase(foreign)
    with pytest.raises(StoreError):
        SqliteDatabase(tmp_path / "missing" / "db")


async def test_check_commits_or_raises(tmp_path):
    class Full(sqlite3.Connection):
        full = False

        def execute(self, sql, *args):
            if Full.full and sql.startswith("INSERT"):
                raise sqlite3.OperationalError("database or disk is full")
            return super().execute(sql, *args)

    store = SqliteStore.open(tmp_path / "db", Full)
    await store.check()
    Full.full = True
    with pytest.raises(StoreError, match="full"):
        await store.check()
    await store.close()


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(TEXTS, st.lists(TEXTS, max_size=4, unique=True), min_size=1, max_size=6))
def test_appends_written_together_are_the_same_rows_as_appends_written_alone(conversations):
    appends = []
    for id, texts in conversations.items():
        events = [started(), *(said(f"m{text}", text) for text in texts)]
        if len(texts) % 2:
            events += [ev.Escalated(at=AT, priority="urgent"), ev.AgentJoined(at=AT, agent="anna \u0000 \u2028")]
        appends.append(Append(Conversation(id), fold(id, events), event_rows(Conversation(id), events), events))

    def written(write):
        with tempfile.TemporaryDirectory() as folder:
            store = SqliteStore.open(Path(folder) / "db")
            database = store.database
            database.write(lambda c: write(store, c)).result()
            read = "SELECT * FROM events ORDER BY conversation, number", "SELECT * FROM conversations ORDER BY id"
            found = [database.read(lambda c, sql=sql: c.execute(sql).fetchall()).result() for sql in read]
            database.close()
            return found

    def alone(store, connection):
        for append in appends:
            insert(connection, [append])

    assert written(lambda store, c: store.insert_all(c, appends)) == written(alone)


async def test_appends_that_wait_take_two_statements_and_wake_the_loop_once(tmp_path, monkeypatch):
    statements = []
    gate, waiting = threading.Event(), threading.Event()

    class Counting(sqlite3.Connection):
        def execute(self, sql, *args):
            if threading.current_thread().name == "store-write":
                statements.append(sql.split()[0])
                if sql == "BEGIN IMMEDIATE":
                    waiting.set()
                    gate.wait(10)
            return super().execute(sql, *args)

    store = SqliteStore.open(tmp_path / "db", Counting)
    first = asyncio.ensure_future(store.append(Conversation("c"), (started(),)))
    assert await asyncio.to_thread(waiting.wait, 10)
    others = [asyncio.ensure_future(store.append(Conversation(f"c{n}"), (started(), said("m")))) for n in range(100)]
    await asyncio.sleep(0)
    statements.clear()
    woken = []
    loop = asyncio.get_running_loop()
    wake = loop.call_soon_threadsafe
    monkeypatch.setattr(loop, "call_soon_threadsafe", lambda call, *args: woken.append(call) or wake(call, *args))
    gate.set()
    await asyncio.gather(first, *others)
    monkeypatch.undo()
    assert statements[-6:] == ["BEGIN", "SAVEPOINT", "INSERT", "INSERT", "RELEASE", "COMMIT"]
    assert len(woken) == 2
    await store.close()


async def test_ids_that_differ_behind_a_zero_are_two(tmp_path):
    store = SqliteStore.open(tmp_path / "db")
    ids = ("a\x00b", "a\x00c")
    await asyncio.gather(*(store.append(Conversation(id), (started(), said(id))) for id in ids))
    assert {s.id for s in await store.list()} == set(ids)
    await store.close()
