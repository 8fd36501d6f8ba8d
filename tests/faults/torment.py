"""One run: people talk, faults happen, and at the end ledger and store are compared."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import shutil
import signal
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from chatbot.transcripts.accounts import Accounts
from tests.postgres import Cluster
from tests.server.harness import PASSWORD, TestClock, open_store

from .agents import Agent
from .ledger import Ledger, audit, reading
from .people import LOST, Visitor, dial
from .site import Site, site

MISHAPS = 50
"""After so many the test itself is what is broken."""

Fault = Callable[[Site, random.Random, Ledger], Awaitable[None]]


@dataclass
class Report:
    """What happened, what is `wrong`, and where the test itself stumbled: `mishaps`, which cost nobody's counts.

    `ran` are the seconds so far; not `finished`: the run was ended before ledger and store were compared.
    """

    seed: int
    seconds: float
    ran: float = 0.0
    finished: bool = False
    faults: dict[str, int] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    mishaps: list[str] = field(default_factory=list)

    def json(self) -> str:
        """For programs."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=2)


async def _kill(site: Site, rng: random.Random, ledger: Ledger) -> None:
    await site.kill()
    await site.start()


async def _kill_twice(site: Site, rng: random.Random, ledger: Ledger) -> None:
    await site.kill()
    await site.start()
    await asyncio.sleep(rng.uniform(0, 0.2))  # while it takes up open turns
    await _kill(site, rng, ledger)


async def _restart(site: Site, rng: random.Random, ledger: Ledger) -> None:
    status = await site.stop()
    if status != 0:
        ledger.wrong.append(f"SIGTERM ended with {status}")
    await site.start()


async def _restart_all(site: Site, rng: random.Random, ledger: Ledger) -> None:
    """One after the other: with two there is always one that serves."""
    for _ in tuple(site.processes):
        await _restart(site, rng, ledger)


async def _database_away(site: Site, rng: random.Random, mode: str) -> None:
    assert site.cluster is not None
    await asyncio.to_thread(site.cluster.stop, mode)
    await asyncio.sleep(rng.uniform(0, 2))


async def _database_down(site: Site, rng: random.Random, ledger: Ledger) -> None:
    await _database_away(site, rng, rng.choice(("fast", "immediate")))
    await asyncio.to_thread(site.cluster.start)


async def _kill_without_database(site: Site, rng: random.Random, ledger: Ledger) -> None:
    """A process dies while there is no database, and starts again before there is."""
    await _database_away(site, rng, "immediate")
    await site.kill()
    start = asyncio.create_task(site.start())
    await asyncio.sleep(rng.uniform(0, 2))
    await asyncio.to_thread(site.cluster.start)
    await start


async def _cut(site: Site, rng: random.Random, where: str) -> None:
    sql = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'chatbot' AND {where}"
    await asyncio.to_thread(site.cluster.run, sql)


async def _connections_cut(site: Site, rng: random.Random, ledger: Ledger) -> None:
    for _ in range(rng.randint(1, 3)):
        await _cut(site, rng, "true")
        await asyncio.sleep(rng.uniform(0, 0.5))


async def _listeners_cut(site: Site, rng: random.Random, ledger: Ledger) -> None:
    """Nobody is told anything for a second or two."""
    await _cut(site, rng, "query LIKE 'LISTEN%' OR query = 'SELECT 1'")


async def _freeze(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.signal(signal.SIGSTOP)
    await asyncio.sleep(rng.uniform(0.2, 2))
    site.signal(signal.SIGCONT)


async def _freeze_and_kill(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.signal(signal.SIGSTOP)
    await asyncio.sleep(rng.uniform(0.1, 0.5))
    await _kill(site, rng, ledger)


async def _second(site: Site, rng: random.Random, ledger: Ledger) -> None:
    """Somebody takes the first for dead and starts another over the same file, which is refused; the first wakes up."""
    site.signal(signal.SIGSTOP)
    await asyncio.sleep(0.2)
    start = asyncio.create_task(site.start(patiently=False))
    await asyncio.wait({start}, timeout=rng.uniform(0.5, 3))
    site.signal(signal.SIGCONT)
    second = await start
    if second is not None:
        ledger.wrong.append("a second server was let onto the file of the first")
        await site.kill(second)
    # The lock of the first goes with it: the next start must not wait for anything.
    await _kill(site, rng, ledger)


async def _storm(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.storm = True
    for _ in range(rng.randint(1, 3)):
        for line in itertools.chain(*site.lines):
            line.cut()
        await asyncio.sleep(0.3)
    site.storm = False


async def _full_disk(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.fill()
    await asyncio.sleep(rng.uniform(0.5, 1.5))
    site.unfill()


async def _kill_on_full_disk(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.fill()
    await asyncio.sleep(0.3)
    await site.kill()
    start = asyncio.create_task(site.start())
    await asyncio.sleep(1.5)
    site.unfill()
    await start


async def _file_limit(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.limit_files(4096)
    await asyncio.sleep(rng.uniform(0.5, 1.5))
    site.limit_files(-1)


async def _switched(site: Site, rng: random.Random, name: str, value: str = "on") -> None:
    site.switch(name, value)
    await asyncio.sleep(rng.uniform(0.3, 1.0))
    site.switch(name, None)


async def _read_only(site: Site, rng: random.Random, ledger: Ledger) -> None:
    await _switched(site, rng, "readonly")


async def _failing_sync(site: Site, rng: random.Random, ledger: Ledger) -> None:
    await _switched(site, rng, "eio")


async def _clock(site: Site, rng: random.Random, ledger: Ledger) -> None:
    site.switch("clock", str(rng.choice((3600, 7200))))
    await asyncio.sleep(rng.uniform(0.3, 1.0))
    site.switch("clock", str(rng.choice((-3600, -60))))
    await asyncio.sleep(rng.uniform(0.3, 1.0))


async def _silent_readers(site: Site, rng: random.Random, ledger: Ledger) -> None:
    """Clients that ask a lot and read nothing: let go, and the others go on."""
    lines = []
    try:
        for _ in range(10):
            line = await dial(site.url(rng) + "/ws/chat", rng)
            lines.append(line)
            await line.send({"type": "hello", "token": None, "after": 0, "locale": "en"})
            line.socket.transport.pause_reading()
        ends = time.monotonic() + 60
        while time.monotonic() < ends and not all(line.socket.transport.is_closing() for line in lines):
            for line in lines:
                transport = line.socket.transport
                if not transport.is_closing() and transport.get_write_buffer_size() < 65536:
                    transport.write(_NONSENSE)
            await asyncio.sleep(0.02)
        let_go = sum(line.socket.transport.is_closing() for line in lines)
        ledger.counts["silent readers let go"] += let_go
        if let_go < len(lines):
            ledger.wrong.append(f"{len(lines) - let_go} clients who never read are still connected after a minute")
    except LOST:
        ledger.counts["silent readers lost early"] += 1
    finally:
        for line in lines:
            line.cut()


_NONSENSE = (bytes([0x81, 0x80 | 19, 0, 0, 0, 0]) + b'{"type":"nonsense"}') * 200

FAULTS: dict[str, Fault] = {
    "kill -9": _kill,
    "kill -9 twice": _kill_twice,
    "SIGTERM": _restart,
    "SIGSTOP": _freeze,
    "SIGSTOP and kill -9": _freeze_and_kill,
    "a second server": _second,
    "reconnect storm": _storm,
    "full disk": _full_disk,
    "kill -9 on a full disk": _kill_on_full_disk,
    "file size limit": _file_limit,
    "read-only store": _read_only,
    "failing sync": _failing_sync,
    "clock jump": _clock,
    "silent readers": _silent_readers,
}
_OF_A_FILE = ("a second server", "full disk", "kill -9 on a full disk", "file size limit", "read-only store",
              "failing sync")  # fmt: skip
POSTGRES_FAULTS: dict[str, Fault] = {name: fault for name, fault in FAULTS.items() if name not in _OF_A_FILE} | {
    "rolling restart": _restart_all,
    "database down and up": _database_down,
    "kill -9 without a database": _kill_without_database,
    "connections cut": _connections_cut,
    "listeners cut": _listeners_cut,
}
"""Two processes on one PostgreSQL."""
POSTGRES_QUICK = ("kill -9", "SIGSTOP", "rolling restart", "database down and up", "connections cut", "listeners cut")
QUICK = ("kill -9", "SIGTERM", "SIGSTOP", "reconnect storm", "full disk", "file size limit", "read-only store",
         "failing sync", "clock jump")  # fmt: skip


async def torment(
    folder: Path,
    *,
    seed: int,
    seconds: float,
    visitors: int,
    agents: int,
    faults: tuple[str, ...] | None = None,
    cluster: Cluster | None = None,
    keep: Callable[[Report], None] = lambda report: None,
) -> Report:
    """Run for about `seconds` (every fault happens at least once), settle, compare.

    `keep` is called with the report so far after every fault, so that what ends the run does not take it along.
    """
    rng, ledger, report = random.Random(seed), Ledger(), Report(seed, seconds)
    faults = faults or tuple(POSTGRES_FAULTS if cluster else FAULTS)
    async with site(folder, cluster) as here:
        if not here.small and cluster is None:
            for name in ("full disk", "kill -9 on a full disk"):
                report.skipped[name] = "a small disk can't be mounted here; the file size limit stands in for it"
        names = [f"agent{n}" for n in range(agents)]
        await _add_agents(here, names)
        crowd = [Visitor(f"v{n}", here, ledger, random.Random(f"{seed} {n}")) for n in range(visitors)]
        desk: list[Agent] = []
        desk += [Agent(name, here, ledger, random.Random(f"{seed} {name}"), crowd, desk) for name in names]
        lives = [asyncio.create_task(_live(person, report)) for person in (*crowd, *desk)]
        await _happen(here, rng, ledger, report, [f for f in faults if f not in report.skipped], keep)
        for life in lives:
            life.cancel()
        await asyncio.gather(*lives, return_exceptions=True)
        with _noted(report, "settling"):
            await _settle(here, crowd, ledger, report)
            report.finished = True
    report.wrong += here.deaths + [f"unexpected in the log: {line}" for line in here.unexpected()]
    report.counts = _counts(ledger, here)
    keep(report)
    return report


@contextmanager
def _noted(report: Report, doing: str) -> Iterator[None]:
    """Whatever goes wrong with the test itself is told at the end, and the run goes on."""
    try:
        yield
    except Exception as error:
        report.mishaps.append(f"{doing}: {''.join(traceback.format_exception(error)[-4:])}")


async def _live(person: Visitor | Agent, report: Report) -> None:
    """Until cancelled; who dies of a mistake of the test's own is born again."""
    while True:
        with _noted(report, f"{person.name} died"):
            await person.live()
        await asyncio.sleep(1)


async def _happen(
    site: Site, rng: random.Random, ledger: Ledger, report: Report, faults: list[str], keep: Callable[[Report], None]
) -> None:
    began = time.monotonic()
    await asyncio.sleep(1)
    while report.ran < report.seconds or len(report.faults) < len(faults):
        for name in rng.sample(faults, len(faults)):
            if report.ran > report.seconds and name in report.faults:
                continue
            report.faults[name] = report.faults.get(name, 0) + 1
            with _noted(report, name):
                await (FAULTS | POSTGRES_FAULTS)[name](site, rng, ledger)
            if len(report.mishaps) > MISHAPS:
                return
            with _noted(report, "healing"):
                await site.heal()
            await asyncio.sleep(rng.uniform(0.1, 1.0))
            report.ran, report.counts = time.monotonic() - began, _counts(ledger, site)
            keep(report)


def _counts(ledger: Ledger, site: Site) -> dict[str, int]:
    sofar = {"messages sent": len(ledger.sent), "messages acknowledged": len(ledger.acked)}
    failed = {"starts that failed and said why": site.failed_starts}
    return dict(sorted((sofar | ledger.counts | failed).items()))


async def _settle(here: Site, crowd: list[Visitor], ledger: Ledger, report: Report) -> None:
    await _restart_all(here, random.Random(0), ledger)
    settled = await asyncio.gather(*(v.settle() for v in crowd), return_exceptions=True)
    for visitor, result in zip(crowd, settled, strict=True):
        if result is not None:
            report.wrong.append(f"{visitor.name}: {len(visitor.open)} messages stay unanswered: {result!r}")
    try:
        await asyncio.wait_for(_quiet(here.store), 60)
    except TimeoutError:
        report.wrong.append("turns stay open")
    # Once more from the disk alone: what was seen is what a fresh server knows.
    await _restart_all(here, random.Random(0), ledger)
    for visitor in crowd:
        with _noted(report, f"{visitor.name} compares"):
            await visitor.compare()
    while here.processes:
        status = await here.stop()
        if status != 0:
            ledger.wrong.append(f"the last SIGTERM ended with {status}")
    report.wrong += audit(here.store, ledger)
    if report.wrong:
        shutil.copytree(here.folder / "disk", here.folder / "kept", dirs_exist_ok=True)
        (here.folder / "log").write_text("\n".join(here.log))


async def _quiet(place: str) -> None:
    """Wait until no turn is open."""
    while True:
        with reading(place) as connection:
            if connection.execute("SELECT count(*) FROM conversations WHERE pending").fetchone() == (0,):
                return
        await asyncio.sleep(0.1)


async def _add_agents(here: Site, names: list[str]) -> None:
    store = open_store(here.store)
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    accounts: Any = Accounts(store.database, TestClock(), hasher)
    for name in names:
        await accounts.add(name, PASSWORD)
    await store.close()
