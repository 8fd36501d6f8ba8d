"""The real server with the real bundle, as a separate process."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock, Timeout

from tests.fakes.talk import ROOT

START_LIMIT = 60
_LONGEST = 1200
"""Seconds that a worker waits for the training of another."""
_PATIENT = 15
"""How nice the training is to the tests beside it."""


_TRAINING: list[_Training] = []
"""The training of the starter bundle, where this worker began one."""


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Begin to train the bundle where a test will need it: other tests come first and mostly wait for something."""
    needed = any("bundle" in getattr(item, "fixturenames", ()) for item in session.items)
    if needed and not session.config.option.collectonly:
        with contextlib.suppress(Timeout):  # another worker trains
            _TRAINING.append(_Training(patience=0))


def pytest_sessionfinish() -> None:
    """Nothing outlives the tests."""
    for training in _TRAINING:
        training.stop()


@pytest.fixture(scope="session")
def bundle() -> Path:
    """The starter bundle, trained once for each state of content and training code."""
    if not _TRAINING:
        _TRAINING.append(_Training(patience=_LONGEST))
    _TRAINING[0].wait()
    return _folder()


class _Training:
    """Trains the bundle where it is missing; of several workers one does, and the others wait for their turn.

    Raises Timeout where another one trains for longer than `patience` seconds.
    """

    def __init__(self, patience: float) -> None:
        folder = _folder()
        folder.parent.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(f"{folder}.lock", timeout=patience, thread_local=False)
        self._lock.acquire()
        self._process = None if (folder / "bundle.json").is_file() else _train()
        self._end = threading.Thread(target=self._finish, daemon=True)
        self._end.start()

    def _finish(self) -> None:
        if self._process is not None:
            self._process.wait()
        self._lock.release()

    def wait(self) -> None:
        """Return when the bundle is there; a failed training fails the test."""
        self._end.join()
        if self._process is not None and self._process.returncode:
            pytest.fail(f"training failed:\n{_log().read_text('utf-8')}")

    def stop(self) -> None:
        """End it where it is under way."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
        self._end.join()


def _train() -> subprocess.Popen[bytes]:
    folder = _folder()
    for old in folder.parent.glob("bundle-*"):
        if old.name != f"{folder.name}.lock":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    command = [sys.executable, "-m", "chatbot", "train", "--out", str(folder), "--seconds", "900"]
    command += ["--json", f"{folder}.json"]
    with _log().open("wb") as log:
        return subprocess.Popen(["nice", "-n", str(_PATIENT), *command], cwd=ROOT, stdout=log, stderr=log)


def _folder() -> Path:
    return ROOT / ".cache" / f"bundle-{_fingerprint()}"


def _log() -> Path:
    return Path(f"{_folder()}.log")


@cache
def _fingerprint() -> str:
    digest = hashlib.sha256()
    parts = ("intents/*.yaml", "prompts/*.txt", "chatbot/training/*.py", "chatbot/models/*.py", "chatbot/nlg/prompt.py")
    for path in sorted(p for pattern in parts for p in ROOT.glob(pattern)):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@dataclass
class Server:
    """A running server; `lines` is its standard output up to `ready`."""

    data: Path
    bundle: Path
    options: tuple[str, ...] = ()
    process: subprocess.Popen[str] | None = None
    url: str = ""
    lines: list[str] = field(default_factory=list)
    password: str = ""

    def start(self, port: int = 0) -> None:
        command = [sys.executable, "serve.py", "--port", str(port), "--data", str(self.data)]
        command += ["--bundle", str(self.bundle), *self.options]
        log = (self.data.parent / "server.log").open("a")
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
        self.lines = _until_ready(self.process)
        self.url = self.lines[-1].removeprefix("ready ").strip()
        found = re.search(r"password (\S+)", "\n".join(self.lines))
        self.password = found[1] if found else self.password

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def restart(self) -> None:
        """On the same port, as after a crash."""
        self.start(int(self.url.rsplit(":", 1)[1]))

    def _end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        self.process.stdout.close()
        return self.process.wait(START_LIMIT)

    def desk(self) -> httpx.Client:
        """A signed-in client of the API."""
        client = httpx.Client(base_url=self.url, timeout=30)
        client.post("/api/v1/session", json={"name": "agent", "password": self.password}).raise_for_status()
        return client

    def ws(self, path: str) -> str:
        return self.url.replace("http", "ws", 1) + path


def _until_ready(process: subprocess.Popen[str]) -> list[str]:
    lines: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in process.stdout:
            lines.put(line)
            if line.startswith("ready "):
                return
        lines.put("")

    threading.Thread(target=read, daemon=True).start()
    found: list[str] = []
    deadline = time.monotonic() + START_LIMIT
    while not (found and found[-1].startswith("ready ")):
        line = lines.get(timeout=max(0.1, deadline - time.monotonic()))
        if not line:
            pytest.fail(f"the server ended with {process.wait(5)} before it was ready")
        found.append(line)
    return found


@pytest.fixture
def server(bundle: Path, tmp_path: Path) -> Iterator[Server]:
    """A fresh server on a free port."""
    running = Server(tmp_path / "data", bundle)
    running.start()
    yield running
    if running.process.poll() is None:
        running.kill()


@pytest.fixture(scope="module")
def shared(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server for all tests of a file that neither end it nor look at what others left."""
    running = Server(tmp_path_factory.mktemp("shared") / "data", bundle)
    running.start()
    yield running
    running.kill()


class Visitor:
    """A visitor's client that keeps what it saw, and resumes."""

    def __init__(self, connect: Callable[..., Any], url: str, locale: str = "en", origin: str | None = None) -> None:
        self._connect = connect
        self.url = url
        self.locale = locale
        self.token: str | None = None
        self.seen: list[tuple[int, dict[str, Any]]] = []
        self.deltas: list[str] = []
        self.acks: dict[str, int] = {}
        self.errors: list[dict[str, Any]] = []
        self.count = 0
        self.open()

    def open(self) -> None:
        self.socket = self._connect(self.url, max_size=None)
        last = self.seen[-1][0] if self.seen else 0
        self.send({"type": "hello", "token": self.token, "after": last, "locale": self.locale})
        welcome = self.receive("welcome")
        self.token = welcome["token"]
        self.conversation = welcome["conversation"]

    def send(self, frame: dict[str, Any]) -> None:
        self.socket.send(json.dumps(frame))

    def receive(self, *kinds: str, timeout: float = 30) -> dict[str, Any]:
        """The next frame of one of the kinds; events, acks, deltas and errors on the way are kept."""
        while True:
            frame = json.loads(self.socket.recv(timeout))
            if frame["type"] == "event":
                self.seen.append((frame["seq"], frame["event"]))
            elif frame["type"] == "ack":
                self.acks[frame["id"]] = frame["seq"]
            elif frame["type"] == "delta":
                self.deltas.append(frame["text"])
            elif frame["type"] == "error":
                self.errors.append(frame)
            if frame["type"] in kinds:
                return frame

    def wait(self, kind: str, after: int = 0) -> dict[str, Any]:
        """The first event of a kind with a number above `after`."""
        while True:
            for seq, event in self.seen:
                if seq > after and event["type"] == kind:
                    return event
            self.receive("event")

    def say(self, text: str, id: str | None = None) -> int:
        """Say it and wait for the ack; its number."""
        self.count += 1
        id = id or f"{self.conversation}-{self.count}"
        self.send({"type": "say", "id": id, "text": text})
        while id not in self.acks:
            frame = self.receive("ack", "error")
            if frame.get("code") == "too_fast":
                time.sleep(0.5)
                self.send({"type": "say", "id": id, "text": text})
        return self.acks[id]

    def ask(self, text: str) -> str:
        """Say it and wait for the bot's answer."""
        return self.wait("bot_said", self.say(text))["text"]


def _visitors(server: Server) -> Iterator[Callable[..., Visitor]]:
    from websockets.sync.client import connect

    made: list[Visitor] = []

    def make(**options: Any) -> Visitor:
        made.append(Visitor(connect, server.ws("/ws/chat"), **options))
        return made[-1]

    yield make
    for one in made:
        one.socket.close()


@pytest.fixture
def visitor(server: Server) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors of the test's own server."""
    yield from _visitors(server)


@pytest.fixture
def guest(shared: Server) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors of the shared server."""
    yield from _visitors(shared)


def memory_mb(pid: int) -> float:
    """Resident memory of a process in MB."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024


def maps(pid: int) -> str:
    """The files a process has mapped."""
    return Path(f"/proc/{pid}/maps").read_text(encoding="utf-8") if os.path.isdir(f"/proc/{pid}") else ""
