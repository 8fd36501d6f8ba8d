"""The server's process, its disk, and what is done to them."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.postgres import Cluster

ROOT = Path(__file__).parents[2]
DISK = 64
"""Megabytes of the small disk."""
STARTING = 60
ENDING = 90
"""Seconds that an end in order may take; its own limits add up to 15, the rest is for machines that are busy."""


@dataclass
class Process:
    """One server."""

    running: asyncio.subprocess.Process
    url: str
    reader: asyncio.Task[list[str]]


@dataclass
class Site:
    """Where clients find the server; `ready` is cleared while there is none on purpose."""

    folder: Path
    small: bool
    cluster: Cluster | None = None
    database: str = ""
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    storm: bool = False
    processes: list[Process] = field(default_factory=list)
    lines: list[list[Any]] = field(default_factory=list)
    log: list[str] = field(default_factory=list)
    failed_starts: int = 0
    deaths: list[str] = field(default_factory=list)

    @property
    def store(self) -> str:
        """Where the conversations are: a file, or the URL of the cluster's database."""
        return self.database or str(self.folder / "disk" / "chatbot.sqlite3")

    @property
    def control(self) -> Path:
        return self.folder / "control"

    def url(self, rng: random.Random) -> str:
        """Of one of the servers; raises ConnectionError where there is none."""
        if not self.processes:
            raise ConnectionError("no server")
        return rng.choice(self.processes).url

    async def start(self, *, patiently: bool = True) -> Process | None:
        """One more server; None where it does not start and we are not patient."""
        while True:
            running = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.faults.server", self.store, str(self.control), cwd=ROOT,
                stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
            )  # fmt: skip
            assert running.stdout is not None
            reader = asyncio.create_task(self._read(running))
            try:
                line = (await asyncio.wait_for(running.stdout.readline(), STARTING)).decode()
            except TimeoutError:
                running.send_signal(signal.SIGABRT)  # faulthandler tells where it stands
                raise
            if line.startswith("ready "):
                process = Process(running, line.removeprefix("ready ").strip(), reader)
                self.processes.append(process)
                self.ready.set()
                return process
            said = await reader
            self.failed_starts += 1
            if await running.wait() == 0 or not said or not _says_why(said[-1]):
                raise AssertionError(f"a start that failed must not end with 0, and say why: {said[-20:]}")
            if not patiently:
                return None
            await asyncio.sleep(0.2)

    async def _read(self, running: asyncio.subprocess.Process) -> list[str]:
        assert running.stderr is not None
        said = []
        async for line in running.stderr:
            said.append(line.decode(errors="replace").rstrip())
            self.log.append(said[-1])
        return said

    def _without(self, process: Process) -> None:
        self.processes.remove(process)
        if not self.processes:
            self.ready.clear()

    async def kill(self, process: Process | None = None) -> None:
        """`kill -9`."""
        process = process or self.processes[0]
        self._without(process)
        with contextlib.suppress(ProcessLookupError):
            process.running.kill()
        await process.running.wait()
        await process.reader

    async def stop(self, process: Process | None = None) -> int:
        """SIGTERM; the exit status."""
        process = process or self.processes[0]
        self._without(process)
        process.running.send_signal(signal.SIGTERM)
        try:
            status = await asyncio.wait_for(process.running.wait(), ENDING)
        except TimeoutError:
            process.running.send_signal(signal.SIGABRT)  # faulthandler tells where it stands
            status = await process.running.wait()
        await process.reader
        return status

    def signal(self, sig: int) -> None:
        """To the first server."""
        self.processes[0].running.send_signal(sig)

    def switch(self, name: str, value: str | None) -> None:
        """One of the switches of `server`; None turns it off."""
        path = self.control / name
        if value is None:
            path.unlink(missing_ok=True)
        else:
            # In one step: the server must not read half of it.
            (self.control / "new").write_text(value)
            (self.control / "new").replace(path)

    def fill(self) -> None:
        """Leave no byte free on the small disk."""
        with contextlib.suppress(OSError), (self.folder / "disk" / "filler").open("ab", buffering=0) as filler:
            while filler.write(b"x" * 4096):
                pass

    def unfill(self) -> None:
        """Make room again."""
        (self.folder / "disk" / "filler").unlink(missing_ok=True)

    def limit_files(self, size: int) -> None:
        """How big a file the first server may write; -1 for any size."""
        pid = self.processes[0].running.pid
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    async def heal(self) -> None:
        """Undo what a fault that was broken off may have left behind."""
        self.storm = False
        self.unfill()
        for switch in ("readonly", "eio", "clock"):
            self.switch(switch, None)
        for process in [p for p in self.processes if p.running.returncode is not None]:
            self.deaths.append(f"a server that nobody ended is gone with status {process.running.returncode}")
            self._without(process)
        for process in self.processes:
            process.running.send_signal(signal.SIGCONT)
            resource.prlimit(process.running.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        if self.cluster is not None:
            await asyncio.to_thread(self.cluster.ensure)
        while len(self.processes) < (2 if self.cluster else 1):
            await self.start()

    def unexpected(self) -> list[str]:
        """Lines of the log that tell of an error nobody thought of."""
        found = []
        for line in self.log:
            with contextlib.suppress(ValueError):
                entry = json.loads(line)
                message = str(entry.get("message", ""))
                if "Exception in ASGI" in message or (message.startswith("frame=") and message.endswith("failed")):
                    found.append(line[:2000])
                continue
            if "Traceback" in line or "never retrieved" in line:
                found.append(line[:500])
        return found


@asynccontextmanager
async def site(folder: Path, cluster: Cluster | None = None) -> AsyncIterator[Site]:
    """A server over a small disk of its own where mounting is allowed, else over a folder; two over a cluster."""
    disk = folder / "disk"
    disk.mkdir(parents=True)
    (folder / "control").mkdir()
    small = mount(disk)
    here = Site(folder, small, cluster, cluster.database() if cluster else "")
    try:
        for _ in range(2 if cluster else 1):
            await here.start()
        yield here
    finally:
        for process in list(here.processes):
            with contextlib.suppress(ProcessLookupError):
                process.running.send_signal(signal.SIGCONT)
            await here.kill(process)
        if small:
            unmount(disk)


def unmount(disk: Path) -> None:
    """Let go of the small disk, also where somebody still looks at it."""
    subprocess.run(["umount", "-l", str(disk)], check=False, capture_output=True)


def _says_why(line: str) -> bool:
    return line.startswith("error: ") or "Application startup failed" in line


def mount(disk: Path) -> bool:
    """Whether a small disk could be mounted there."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        return False
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK}m", "tmpfs", str(disk)]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0
