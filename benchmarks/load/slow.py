"""Clients who ask for much and read nothing, in a process of their own: `python -m benchmarks.load.slow PORT`."""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from statistics import median
from typing import Any

from .client import Client, ack, crowd, latency, leave, masked, spread, visit
from .options import Options
from .servers import ROOT, Running

SILENT = 200
SECONDS = 20.0
"""Twice as long as a frame may wait before its client is let go."""


async def slow(o: Options) -> dict[str, Any]:
    """With the limits of production, and with none."""
    return {"limits": await _slow(o, "plain"), "no_limits": await _slow(o, "chat")}


async def _slow(o: Options, kind: str) -> dict[str, Any]:
    count = 100 if o.quick else 300
    async with o.chat(kind) as server:
        talker = await visit(server.port)
        await latency(talker, ack, 20)
        alone = await latency(talker, ack, count)
        before, cpu = server.memory(), server.cpu()
        crowd = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.load.slow", str(server.port), cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert crowd.stdout is not None
        await crowd.stdout.readline()
        began = time.perf_counter()
        peak, among = await _among(server, talker, began + SECONDS)
        used = (server.cpu() - cpu) / (time.perf_counter() - began)
        let_go = int(await crowd.stdout.readline())
        await crowd.wait()
        leave([talker])
    return {
        "clients": SILENT,
        "peak_bytes_a_client": round((peak - before) / SILENT),
        "let_go": let_go,
        "cpu_percent_of_a_core": round(100 * used, 1),
        "alone": spread(alone),
        "among_slow": spread(among),
        "p50_among_to_alone": round(median(among) / median(alone), 2),
    }


async def _among(server: Running, talker: Client, until: float) -> tuple[int, list[float]]:
    peak, among = 0, []
    while time.perf_counter() < until or len(among) < 2:
        among.append(await ack(talker, random.getrandbits(60)))
        peak = max(peak, server.memory())
        await asyncio.sleep(0.02)
    return peak, among


async def flood(port: int) -> None:
    """Connects, says so, writes as much as the network takes, and prints how many were let go."""
    nonsense = masked(json.dumps({"type": "nonsense", "id": "x" * 80}).encode()) * 50
    clients = await crowd(visit, port, SILENT)
    for client in clients:
        client.transport.pause_reading()
    print("ready", flush=True)
    until = time.perf_counter() + SECONDS

    async def write(client: Client) -> None:
        while time.perf_counter() < until and not client.transport.is_closing():
            if client.transport.get_write_buffer_size() < 65536:
                client.transport.write(nonsense)
            await asyncio.sleep(0.05)

    await asyncio.gather(*(write(client) for client in clients))
    print(sum(client.transport.is_closing() for client in clients), flush=True)


if __name__ == "__main__":
    asyncio.run(flood(int(sys.argv[1])))
