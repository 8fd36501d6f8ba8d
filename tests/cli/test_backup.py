"""Backups are made beside a running server, are sound, and come back whole."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import stat
import threading
from pathlib import Path

import pytest

from chatbot.cli import main
from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sole import SoleServer
from chatbot.transcripts.sqlite import SqliteStore
from tests.server.harness import CHEAP, PASSWORD, TestClock

AT = "2026-01-02T03:04:05.678Z"


def started() -> ev.ConversationStarted:
    return ev.ConversationStarted(at=AT, locale="en")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data"


def open_store(data: Path) -> SqliteStore:
    return SqliteStore.open(data / "chatbot.sqlite3")


def modes(folder: Path) -> set[int]:
    return {stat.S_IMODE(p.stat().st_mode) for p in folder.iterdir()}


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def ids(path: Path) -> set[str]:
    connection = sqlite3.connect(path)
    found = {id for (id,) in connection.execute("SELECT id FROM conversations")}
    connection.close()
    return found


async def test_what_was_acknowledged_before_a_backup_is_in_it_while_the_server_writes(data: Path) -> None:
    store = open_store(data)
    await store.append(Conversation("before"), (started(),))
    stop, count = threading.Event(), 0

    async def write() -> None:
        nonlocal count
        while not stop.is_set():
            await store.append(Conversation(f"during{count}"), (started(),))
            count += 1

    writing = asyncio.create_task(write())
    await asyncio.sleep(0.05)
    for n in range(3):
        acknowledged = count
        assert await asyncio.to_thread(main, ["backup", f"copy{n}"]) == 0
        found = ids(Path(f"copy{n}"))
        assert {"before", *(f"during{i}" for i in range(acknowledged))} <= found
    stop.set()
    await writing
    assert count > 3
    assert names(data.parent) == ["copy0", "copy1", "copy2", "data"]
    assert modes(data.parent) == {0o600, 0o700}
    await store.close()


async def test_a_backup_comes_back_whole_and_ends_sessions(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = open_store(data)
    accounts = Accounts(store.database, TestClock(), CHEAP)
    await accounts.add("anna", PASSWORD)
    session = await accounts.sign_in("anna", PASSWORD)
    await store.append(Conversation("one"), (started(),))
    secret = store.secret
    assert await asyncio.to_thread(main, ["backup", "copy"]) == 0
    await store.append(Conversation("two"), (started(),))
    assert await asyncio.to_thread(main, ["restore", "copy"]) == 1
    assert "in use" in capsys.readouterr().err
    assert {s.id for s in await store.list()} == {"one", "two"}
    await store.close()
    assert await asyncio.to_thread(main, ["restore", "copy"]) == 0
    again = open_store(data)
    assert [s.id for s in await again.list()] == ["one"]
    assert again.secret == secret
    back = Accounts(again.database, TestClock(), CHEAP)
    assert await back.lookup(session.token) is None
    assert await back.sign_in("anna", PASSWORD)
    await again.close()
    _, kept = names(data)
    assert ".before-" in kept
    assert ids(data / kept) == {"one", "two"}
    assert modes(data) == {0o600}


def test_what_is_no_backup_is_refused_and_changes_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("text").write_text("no database " * 100, encoding="utf-8")
    with sqlite3.connect("foreign") as foreign:
        foreign.execute("CREATE TABLE theirs (x)")
    store = open_store(data)
    asyncio.run(store.append(Conversation("one"), (started(),)))
    asyncio.run(store.close())
    assert main(["backup", "copy"]) == 0
    whole = Path("copy").read_bytes()
    Path("damaged").write_bytes(whole[:8192] + b"\xff" * 4096 + whole[12288:])
    Path("cut").write_bytes(whole[: len(whole) // 2])
    Path("empty").touch()
    for name in ("missing", "text", "foreign", "damaged", "cut", "empty"):
        assert main(["restore", name]) == 1, name
        error = capsys.readouterr().err
        assert name in error
        assert "None" not in error
    assert ids(data / "chatbot.sqlite3") == {"one"}
    assert [p.name for p in data.iterdir()] == ["chatbot.sqlite3"]


def test_a_backup_overwrites_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "copy"]) == 1
    assert "no database" in capsys.readouterr().err
    asyncio.run(open_store(data).close())
    Path("copy").write_text("precious", encoding="utf-8")
    assert main(["backup", "copy"]) == 1
    assert Path("copy").read_text(encoding="utf-8") == "precious"


def left_behind(data: Path) -> Path:
    """A folder with the files of a server that was killed: its last writes stand in the log beside the database."""
    store = open_store(data)
    asyncio.run(store.append(Conversation("late"), (started(),)))
    killed = data.with_name("killed")
    shutil.copytree(data, killed)
    asyncio.run(store.close())
    assert (killed / "chatbot.sqlite3-wal").stat().st_size
    return killed


@pytest.mark.parametrize("lost", ["gone", "garbage", "header", "empty"])
def test_a_backup_replaces_what_is_damaged_or_gone_and_no_old_log_spoils_it(
    data: Path, lost: str, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(data)
    asyncio.run(store.append(Conversation("one"), (started(),)))
    asyncio.run(store.close())
    assert main(["backup", "copy"]) == 0
    killed = left_behind(data)
    file, log = killed / "chatbot.sqlite3", killed / "chatbot.sqlite3-wal"
    written = log.read_bytes()
    if lost == "gone":
        file.unlink()
    elif lost == "header":
        log.unlink()
        file.write_bytes(b"\xff" * 4096 + file.read_bytes()[4096:])
    else:
        file.write_bytes(b"\xff" * 5000 if lost == "garbage" else b"")
    capsys.readouterr()
    assert main(["restore", "copy", "--data", str(killed)]) == 0, capsys.readouterr().err
    assert ids(file) == {"one"}
    again = open_store(killed)
    assert [s.id for s in asyncio.run(again.list())] == ["one"]
    asyncio.run(again.close())
    assert modes(killed) == {0o600}
    said = capsys.readouterr().out
    assert ("erase` it again" in said) == (lost != "empty")
    if lost == "gone":
        kept = [p for p in killed.iterdir() if p.name.endswith("-wal")]
        assert [p.read_bytes() for p in kept] == [written]
        assert kept[0].name in said


def test_nothing_is_restored_below_a_server_whose_file_is_damaged(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(open_store(data).close())
    assert main(["backup", "copy"]) == 0
    sole = SoleServer(data / "chatbot.sqlite3")
    sole.take()
    try:
        (data / "chatbot.sqlite3").write_bytes(b"\xff" * 5000)
        assert main(["restore", "copy"]) == 1
        assert f"in use by process {os.getpid()}" in capsys.readouterr().err
    finally:
        sole.release()
    assert (data / "chatbot.sqlite3").read_bytes() == b"\xff" * 5000


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files away")
def test_what_root_makes_belongs_to_whom_the_folder_belongs(data: Path) -> None:
    """`sudo chatbot restore`, or `sudo chatbot agent add` before the first start, must not lock the server out."""
    os.chown(data, 4711, 4712)
    asyncio.run(open_store(data).close())
    file = data / "chatbot.sqlite3"
    assert (file.stat().st_uid, file.stat().st_gid) == (4711, 4712)
    assert main(["backup", "copy"]) == 0
    assert main(["restore", "copy"]) == 0
    assert (file.stat().st_uid, file.stat().st_gid) == (4711, 4712)


def test_a_backup_takes_nothing_away_that_it_did_not_make(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Such as what another backup to the same name is just writing."""
    asyncio.run(open_store(data).close())
    for name in ("copy.part", "data/chatbot.sqlite3.part"):
        Path(name).write_text("another's", encoding="utf-8")
    assert main(["backup", "copy"]) == 0
    assert main(["restore", "copy"]) == 0
    for name in ("copy.part", "data/chatbot.sqlite3.part"):
        assert Path(name).read_text(encoding="utf-8") == "another's"
    assert main(["backup", "nowhere/copy"]) == 1
    assert "there is no folder" in capsys.readouterr().err
