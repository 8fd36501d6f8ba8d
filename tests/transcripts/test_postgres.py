"""What is PostgreSQL's own: several processes on one database, which may go away and come back."""

import asyncio
import threading
from contextlib import suppress

import psycopg
import pytest

from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation, fold
from chatbot.errors import ConflictError, StoreError
from chatbot.transcripts.postgres import READERS, PostgresStore, one_line, place
from chatbot.transcripts.schema import HEAD

from .conftest import AT, said, started


@pytest.fixture
async def url(cluster):
    return cluster.database()


@pytest.fixture
async def stores(url):
    """Two processes' stores on one database."""
    opened = [PostgresStore.open(url) for _ in range(2)]
    yield opened
    for store in opened:
        await store.close()


async def test_of_two_claims_at_one_moment_one_wins(cluster, url, stores):
    start = (started(), ev.Escalated(at=AT, priority="high"))
    waiting = [await stores[0].append(Conversation(f"c{n}"), start) for n in range(40)]

    async def claim(store, agent, order):
        joined = (ev.AgentJoined(at=AT, agent=agent),)
        return await asyncio.gather(*(store.append(c, joined) for c in order), return_exceptions=True)

    # In opposite orders: two processes that lock the same rows must not lock each other out.
    anna, ben = await asyncio.gather(claim(stores[0], "anna", waiting), claim(stores[1], "ben", waiting[::-1]))
    for one, two in zip(anna, reversed(ben), strict=True):
        assert [type(one), type(two)].count(ConflictError) == 1, (one, two)
    for c in waiting:
        assert [e.type for e in await stores[0].load(c.id)].count("agent_joined") == 1
    for store in stores:
        await store.close()  # a connection that ends has counted what it met
    await asyncio.sleep(0.2)
    assert cluster.run(f"SELECT deadlocks FROM pg_stat_database WHERE datname = '{_name(url)}'") == [(0,)]


async def test_numbers_have_no_gap_whoever_appends(stores):
    async def talk(store, name):
        done = 0
        while done < 10:
            now = fold("c", await store.load("c"))
            with suppress(ConflictError):  # the other was faster: look again
                await store.append(now, (*(() if now.number else (started(),)), said(f"{name}{done}")))
                done += 1

    await asyncio.gather(talk(stores[0], "a"), talk(stores[1], "b"))
    read = stores[0].database.read(lambda c: c.execute("SELECT number, seq FROM events ORDER BY number").fetchall())
    assert read.result() == [(n, n) for n in range(1, 22)]


async def test_a_lost_connection_is_mended_before_the_next_write_and_read(cluster, url, stores):
    after = await stores[0].append(Conversation("c"), (started(),))
    assert len(await stores[0].load("c")) == 1
    cluster.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name(url)}'")
    assert (await stores[0].append(after, (said("m1"),))).number == 2
    assert len(await stores[0].load("c")) == 2


async def test_a_connection_cut_in_a_transaction_leaves_the_outcome_open_and_nobody_alone(cluster, url, stores):
    after = await stores[0].append(Conversation("c"), (started(),))

    def cut(connection):
        connection.execute("UPDATE conversations SET priority = 'high'")
        cluster.run(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{_name(url)}'"
            " AND state = 'idle in transaction'"
        )
        connection.execute("SELECT 1")

    with pytest.raises(StoreError, match="unknown") as raised:
        await asyncio.wrap_future(stores[0].database.write(cut))
    assert not isinstance(raised.value, ConflictError)
    assert (await stores[0].append(after, (said("m1"),))).number == 2


async def test_a_database_that_is_down_is_an_error_and_works_again_when_it_is_up(cluster, stores):
    after = await stores[0].append(Conversation("c"), (started(),))
    cluster.stop()
    try:
        for call in (stores[0].append(after, (said("m1"),)), stores[0].check()):
            with pytest.raises(StoreError):
                await call
        for _ in range(2 * READERS):
            with pytest.raises(StoreError, match="can't be read"):
                await stores[0].load("c")
    finally:
        cluster.start()
    assert (await stores[0].append(after, (said("m1"),))).number == 2
    await stores[0].check()


async def test_a_text_that_no_database_takes_is_refused_alone(stores):
    results = await asyncio.gather(
        stores[0].append(Conversation("c\x00"), (started(),)),
        stores[0].append(Conversation("good"), (started(),)),
        return_exceptions=True,
    )
    assert isinstance(results[0], StoreError)
    assert results[1].number == 1


async def test_commits_are_durable_also_where_the_database_is_set_otherwise(cluster, url):
    cluster.run(f"ALTER DATABASE {_name(url)} SET synchronous_commit = off")
    store = PostgresStore.open(url)
    read = store.database.write(lambda c: c.execute("SHOW synchronous_commit").fetchone()[0])
    assert read.result() == "on"
    await store.close()


async def test_appends_are_told_with_number_and_id_once_they_are_committed(url, stores):
    with psycopg.connect(url, autocommit=True) as listener:
        listener.execute("LISTEN chatbot")
        after = await stores[0].append(Conversation("c 1"), (started(), said("m1")))
        await stores[1].append(after, (ev.Escalated(at=AT),))
        with pytest.raises(ConflictError):
            await stores[1].append(after, (ev.Escalated(at=AT),))
        heard = [n.payload for n in listener.notifies(timeout=2, stop_after=2)]
    assert heard == ["- 2 c 1", "q 3 c 1"]


async def test_two_first_starts_at_one_moment_make_the_tables_once(url):
    made, gate = [], threading.Barrier(4)

    def start():
        gate.wait(10)
        made.append(PostgresStore.open(url))

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len({store.secret for store in made}) == 1
    assert len(made) == 4
    for store in made:
        await store.close()


def test_what_is_not_ours_is_refused_and_left_alone(cluster, url):
    cluster.run("CREATE TABLE agents (x int)", _name(url))
    with pytest.raises(StoreError, match="another program's table agents"):
        PostgresStore.open(url)
    other = cluster.database()
    PostgresStore.open(other).database.close()
    cluster.run("UPDATE alembic_version SET version_num = '0099'", _name(other))
    with pytest.raises(StoreError, match=rf"version 0099, this program needs {HEAD}"):
        PostgresStore.open(other)
    latin = "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'"
    cluster.run(latin)
    with pytest.raises(StoreError, match="UTF8"):
        PostgresStore.open(cluster.url("latin"))
    cluster.run("DROP DATABASE latin")


@pytest.mark.parametrize(
    "url", ["postgresql://me:swordf%sh@host/db", "postgresql://me:swordfish@nowhere.invalid/db?connect_timeout=1"]
)
def test_a_password_is_in_no_error(url):
    with pytest.raises(StoreError) as raised:
        PostgresStore.open(url)
    assert "swordf" not in str(raised.value)


def test_places_are_named_without_the_password():
    assert place("postgresql://me:secret@db.example:5433/chat") == "the database chat at db.example:5433"


def _name(url):
    return psycopg.conninfo.conninfo_to_dict(url)["dbname"]


@pytest.fixture
async def counting(stores):
    """Two processes that count together."""
    both = [store.peers() for store in stores]
    yield both
    for peers in both:
        await peers.close()


async def test_processes_count_together(counting, url):
    left, right = counting
    bounds = ((3, 60), (4, 3600))
    assert [await peers.count("sign-in", "1.2.3.4", bounds) for peers in (left, right, left)] == [0, 0, 0]
    for peers in counting:
        assert 50 < await peers.count("sign-in", "1.2.3.4", bounds) <= 60
    assert await right.count("sign-in", "5.6.7.8", bounds) == 0
    assert await right.count("failure", "1.2.3.4", bounds) == 0
    # Over the minute's bound nothing was counted for the hour's; that one holds on when the minute is over.
    _age(url, 60)
    assert await left.count("sign-in", "1.2.3.4", bounds) == 0
    assert 3000 < await right.count("sign-in", "1.2.3.4", bounds) <= 3540
    await left.forgive("sign-in", "1.2.3.4")
    assert await right.count("sign-in", "1.2.3.4", bounds) == 0


async def test_many_attempts_at_one_moment_do_not_slip_through(counting):
    counted = await asyncio.gather(*(peers.count("failure", "anna", ((10, 900),)) for peers in counting * 30))
    assert counted.count(0) == 10


async def test_a_database_whose_clock_was_set_back_keeps_nobody_out(counting, url):
    left, right = counting
    assert await left.count("failure", "anna", ((1, 60),)) == 0
    assert await right.count("failure", "anna", ((1, 60),)) > 0
    _age(url, -3600)
    assert await right.count("failure", "anna", ((1, 60),)) == 0
    assert await left.count("failure", "anna", ((1, 60),)) > 0


async def test_counts_that_are_over_are_thrown_away_and_name_nobody(counting, url, monkeypatch):
    left, _ = counting
    assert await left.count("sign-in", "1.2.3.4", ((3, 60),)) == 0
    with psycopg.connect(url) as database:
        assert "1.2.3.4" not in str(database.execute("SELECT * FROM limits").fetchall())
    _age(url, 61)
    monkeypatch.setattr("chatbot.transcripts.peers.SWEEP_SECONDS", 0)
    assert await left.count("failure", "ben", ((3, 60),)) == 0
    with psycopg.connect(url) as database:
        assert [key.split()[0] for (key,) in database.execute("SELECT key FROM limits").fetchall()] == ["failure"]


def _age(url, seconds):
    with psycopg.connect(url) as database:
        database.execute("UPDATE limits SET ends = ends - %s", (seconds,))


def test_what_the_database_says_is_one_line():
    error = psycopg.OperationalError("FATAL:  not yet accepting connections\nDETAIL:  Consistent state not reached.\n")
    assert one_line(error) == "FATAL: not yet accepting connections DETAIL: Consistent state not reached."
