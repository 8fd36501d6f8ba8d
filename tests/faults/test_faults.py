"""The torment in its short form, and proof that the comparison at its end can fail."""

import asyncio
import json
import signal
import sqlite3
import sys
from collections import defaultdict

import pytest

from chatbot.domain import events as ev
from chatbot.transcripts.sqlite import SqliteStore
from tests.postgres import LACKING, cluster
from tests.server.harness import Server, say

from . import torment as torment_module
from .ledger import Ledger, audit
from .people import Visitor
from .site import ROOT
from .torment import POSTGRES_QUICK, QUICK, torment


async def test_a_tormented_server_keeps_every_promise(tmp_path):
    report = await torment(tmp_path / "faults", seed=7, seconds=0, visitors=12, agents=2, faults=QUICK)
    assert report.wrong == report.mishaps == [], report.json()
    assert report.finished
    assert set(report.faults) | set(report.skipped) == set(QUICK)
    # It did happen: nothing is proved by a server that refused everything.
    assert report.counts["messages acknowledged"] > 30
    assert report.counts["turns"] > 30
    assert report.counts["agents' claim"] > 0
    assert report.counts["resumed and compared"] >= 12


async def test_two_tormented_processes_on_one_database_keep_every_promise(tmp_path):
    # A cluster of its own: it goes down and up.
    with cluster() as database:
        if database is None:
            pytest.skip(LACKING)
        report = await torment(
            tmp_path / "faults", seed=7, seconds=0, visitors=10, agents=2, faults=POSTGRES_QUICK, cluster=database
        )
    assert report.wrong == report.mishaps == [], report.json()
    assert report.finished
    assert set(report.faults) == set(POSTGRES_QUICK)
    assert report.counts["messages acknowledged"] > 20
    assert report.counts["turns"] > 20
    assert report.counts["resumed and compared"] >= 10


@pytest.fixture
async def kept(tmp_path):
    """A store and a ledger that agree."""
    ledger = Ledger()
    async with Server(tmp_path / "db") as server:
        agent = await server.agent("anna")
        socket, welcome = await server.visitor()
        id = welcome["conversation"]
        ledger.show(id, 1, {"type": "conversation_started", "at": server.clock.now(), "locale": "en"})
        for name, text in (("m1", "hi"), ("m2", "a human, please")):
            ledger.sent[id, name] = text
            socket.send(say(name, text))
            while (frame := await socket.next()).get("event", {}).get("type") != "bot_said":
                if frame["type"] == "ack":
                    ledger.ack((id, name), frame["seq"])
                if frame["type"] == "event":
                    ledger.show(id, frame["seq"], frame["event"])
            ledger.show(id, frame["seq"], frame["event"])
        await socket.event("escalated")
        agent.send({"type": "claim", "conversation": id})
        ack = await agent.until("ack")
        ledger.desk_acked.append(("anna", id, "claim", None, ack["seq"]))
    return tmp_path / "db", ledger, id


async def test_what_agrees_is_fine(kept):
    path, ledger, _ = kept
    assert audit(path, ledger) == []
    assert ledger.counts["turns"] == 2


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("DELETE FROM events WHERE client_id = 'm2'", "acknowledged as 4, stored as []"),
        ("UPDATE events SET seq = seq + 1 WHERE seq >= 3", "visitor's numbers have a gap"),
        ("UPDATE events SET number = number + 50 WHERE number >= 6", "the numbers have a gap"),
        ("DELETE FROM events WHERE type = 'decided' AND number < 6", "answered 0 times"),
        ("UPDATE events SET data = replace(data, 'You said: hi', 'You said: ho')", "was answered with 'You said: ho'"),
        ("UPDATE events SET data = replace(data, '\"hi\"', '\"ho\"')", "stored as 'ho', sent as 'hi'"),
        ("UPDATE events SET data = replace(data, 'anna', 'ben')", "claim of anna was acknowledged"),
        ("UPDATE conversations SET pending = 1", "the list says"),
        ("DELETE FROM conversations", "name different conversations"),
    ],
)
async def test_what_does_not_agree_is_found(kept, sql, told):
    path, ledger, _ = kept
    with sqlite3.connect(path) as store:
        store.execute(sql)
    store.close()
    assert any(told in wrong for wrong in audit(path, ledger)), audit(path, ledger)


@pytest.mark.parametrize(
    ("events", "told"),
    [
        ((ev.BotSaid(at="x", turn=4, text="me again"),), "the bot spoke while anna owned it"),
        ((ev.AgentJoined(at="x", agent="ben"),), "ben joined while anna owned it"),
        ((ev.AgentSaid(at="x", agent="ben", id="a9", text="hi"),), "ben acted while anna owned it"),
        ((ev.CustomerSaid(at="x", id="m9", text="lost"),), "answered 0 times"),
        ((ev.ConversationClosed(at="x", by="agent"), ev.CustomerSaid(at="x", id="m9", text="late")), "after the end"),
    ],
)
async def test_what_should_not_have_happened_is_found(kept, events, told):
    path, ledger, id = kept
    store = SqliteStore.open(path)
    known = await store.load(id)
    from chatbot.domain.conversation import fold

    await store.append(fold(id, known), events)
    await store.close()
    assert any(told in wrong for wrong in audit(path, ledger)), audit(path, ledger)


def test_contradictions_between_what_clients_were_told_are_found():
    ledger = Ledger(sent=defaultdict(str))
    ledger.ack(("c", "never sent"), 2)
    ledger.sent["c", "m1"] = "hi"
    ledger.ack(("c", "m1"), 3)
    ledger.ack(("c", "m1"), 4)
    ledger.refuse(("c", "m1"), "too_long")
    ledger.show("c", 1, {"type": "a"})
    ledger.show("c", 1, {"type": "b"})
    assert len(ledger.wrong) == 4


async def test_a_server_whose_store_can_not_be_written_does_not_start_and_says_why(tmp_path):
    (tmp_path / "db").mkdir()  # a folder where the file should be: no user, not even root, can write that
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.server", str(tmp_path / "db"), str(tmp_path), cwd=ROOT,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await running.communicate()
    assert running.returncode == 1
    assert out == b""
    assert b"can't be opened as a transcript store" in err


async def test_a_person_who_dies_and_a_fault_that_fails_cost_no_counts(tmp_path, monkeypatch):
    """What the test itself gets wrong is told, the run goes on, and the report was on the disk all the time."""
    session, deaths = Visitor._session, iter([AssertionError("of a mistake")])

    async def dies_once(self):
        for death in deaths:
            raise death
        await session(self)

    async def fails(site, rng, ledger):
        site.signal(signal.SIGKILL)
        site.switch("eio", "on")
        raise RuntimeError("half way")

    monkeypatch.setattr(Visitor, "_session", dies_once)
    monkeypatch.setitem(torment_module.FAULTS, "half a fault", fails)
    kept = []
    report = await torment(
        tmp_path / "faults", seed=1, seconds=3, visitors=4, agents=1, faults=("half a fault", "kill -9"),
        keep=lambda sofar: kept.append(json.loads(sofar.json())),
    )  # fmt: skip
    assert report.finished
    assert any("of a mistake" in mishap for mishap in report.mishaps)
    assert any(mishap.startswith("half a fault: ") for mishap in report.mishaps)
    assert report.wrong == [wrong for wrong in report.wrong if "nobody ended" in wrong], report.json()
    assert report.counts["messages acknowledged"] > 0
    assert not kept[0]["finished"]
    assert kept[-1]["finished"]
    assert kept[0]["faults"]


def test_reports_are_json():
    from .torment import Report

    assert json.loads(Report(1, 2.0, wrong=["x"]).json())["wrong"] == ["x"]
