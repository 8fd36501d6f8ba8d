"""Acknowledged (synced) messages a second: the curve over the number of visitors."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from chatbot.transcripts.sqlite import connect

from .client import WORDS, Client, crowd, dial, leave, spread, visit
from .options import Options
from .servers import Running, running

VISITORS = (1, 8, 64, 256)


async def messages(o: Options) -> dict[str, Any]:
    """Three servers are asked in turns: ours, ours with one commit for each write, and the echo."""
    seconds, rounds = (1.5, 2) if o.quick else (3.0, 4)
    found: dict[int, dict[str, list[dict[str, float]]]] = {count: {} for count in VISITORS}
    async with o.chat() as chat, o.chat("single") as single:
        with running("echo") as echo:
            for turn in range(rounds):
                for count in VISITORS:
                    for name, server in {"acknowledged": chat, "one_commit_each": single, "echoed": echo}.items():
                        if turn == 0 or name != "one_commit_each":
                            found[count].setdefault(name, []).append(await _round(server, name, count, seconds))
    alone = commits(o.disk, seconds)
    curve = {str(count): _summary(names, alone) for count, names in found.items()}
    return {"visitors": curve, "rounds": rounds, "sqlite_alone_per_second": alone}


async def _round(server: Running, name: str, count: int, seconds: float) -> dict[str, float]:
    clients = await crowd(dial if name == "echoed" else visit, server.port, count)
    try:
        return await flow(server, clients, b'{"type":"say"' if name == "echoed" else b'{"type":"ack"', seconds)
    finally:
        leave(clients)


def _summary(names: dict[str, list[dict[str, float]]], alone: float) -> dict[str, Any]:
    """Medians over the rounds; ratios are those of each round with its neighbour."""
    result: dict[str, Any] = {
        name: {key: round(median(r[key] for r in rounds), 3) for key in rounds[0]} for name, rounds in names.items()
    }
    pairs = list(zip(names["acknowledged"], names["echoed"], strict=True))
    result["of_echo"] = round(median(a["per_second"] / e["per_second"] for a, e in pairs), 3)
    result["of_echo_by_cpu"] = round(median(e["cpu_us_each"] / a["cpu_us_each"] for a, e in pairs), 3)
    result["of_sqlite_alone"] = round(result["acknowledged"]["per_second"] / alone, 2)
    return result


async def flow(server: Running, clients: Sequence[Client], answer: bytes, seconds: float) -> dict[str, float]:
    """All clients ask without a pause, each waits for its answer."""
    found: list[float] = []
    ends = time.perf_counter() + seconds
    left, done = len(clients), asyncio.Event()

    def ask(client: Client, number: int) -> None:
        began = time.perf_counter()
        id = f"{number}"

        def hear(payload: bytes) -> None:
            nonlocal left
            if not payload.startswith(answer):
                return
            now = time.perf_counter()
            found.append(now - began)
            if now < ends:
                ask(client, number + 1)
            else:
                client.hear, left = None, left - 1
                if not left:
                    done.set()

        client.hear = hear
        client.send({"type": "say", "id": id, "text": WORDS})

    cpu, began = server.cpu(), time.perf_counter()
    for client in clients:
        ask(client, 0)
    await asyncio.wait_for(done.wait(), seconds + 120)
    took = time.perf_counter() - began
    used = server.cpu() - cpu
    return {"per_second": len(found) / took, "cpu_us_each": 1e6 * used / len(found), **spread(found)}


def commits(disk: Path, seconds: float) -> float:
    """Rows a second that SQLite syncs, one transaction after the other."""
    with TemporaryDirectory(dir=disk) as folder:
        connection = connect(Path(folder) / "alone.sqlite3")
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)")
        count, began = 0, time.perf_counter()
        while time.perf_counter() < began + seconds:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO t (text) VALUES (?)", (WORDS,))
            connection.execute("COMMIT")
            count += 1
        connection.close()
        return round(count / (time.perf_counter() - began), 1)
