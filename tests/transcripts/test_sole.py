"""One server for each SQLite file: the second is refused, whatever became of the first but its end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from chatbot.cli import main
from chatbot.errors import StoreError
from chatbot.transcripts.sole import lock_file, served
from chatbot.transcripts.sqlite import SqliteStore
from tests.fakes.talk import ROOT

SERVER = """
import sys, time
from pathlib import Path
from chatbot.transcripts.sqlite import SqliteStore
store = SqliteStore.open(sys.argv[1], sole=True)
print("serves", flush=True)
time.sleep(60)
"""


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    return tmp_path / "data" / "chatbot.sqlite3"


@pytest.fixture
def other(path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that serves the file."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(path)], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "serves\n"
        yield process
        process.kill()


def test_a_second_server_is_refused_and_told_who_serves(path: Path, other: subprocess.Popen[str]) -> None:
    for _ in range(2):
        with pytest.raises(StoreError, match=f"served already by process {other.pid}.*PostgreSQL"):
            SqliteStore.open(path, sole=True)
    # By another name as well.
    (path.parent / "link").symlink_to(path)
    with pytest.raises(StoreError, match="served already"):
        SqliteStore.open(path.parent / "link", sole=True)
    other.send_signal(signal.SIGSTOP)
    with pytest.raises(StoreError, match="served already"):
        SqliteStore.open(path, sole=True)
    other.send_signal(signal.SIGCONT)


async def test_the_lock_ends_with_its_process(path: Path, other: subprocess.Popen[str]) -> None:
    other.send_signal(signal.SIGKILL)
    other.wait()
    assert served(path) is None
    store = SqliteStore.open(path, sole=True)
    assert served(path) == f" by process {os.getpid()}"
    await store.close()
    assert served(path) is None
    await SqliteStore.open(path, sole=True).close()


def test_other_verbs_go_on_beside_a_server(
    path: Path, other: subprocess.Popen[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for argv in (["agent", "add", "anna"], ["agent", "list"], ["backup", "copy"], ["export"]):
        assert main(argv) == 0, capsys.readouterr().err
    assert "served now by process" in _doctor(capsys)
    assert main(["serve", "--port", "0", "--bundle", "nowhere"]) == 1
    assert "is served already by process" in capsys.readouterr().err


def _doctor(capsys: pytest.CaptureFixture[str]) -> str:
    main(["doctor", "--intents", "nowhere", "--port", "0"])
    return capsys.readouterr().out


def test_a_file_that_can_not_be_opened_leaves_no_lock(path: Path) -> None:
    path.write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match="can't be opened"):
        SqliteStore.open(path, sole=True)
    path.unlink()
    asyncio.run(SqliteStore.open(path, sole=True).close())
    assert lock_file(path).stat().st_mode & 0o077 == 0
