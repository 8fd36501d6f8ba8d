"""Clients who ask for much and read nothing."""

from __future__ import annotations

import asyncio
import json
import random
import time
from statistics import median
from typing import Any

from .client import Client, ack, crowd, latency, leave, masked, spread, visit
from .options import Options

SILENT = 200
SECONDS = 12.0


async def slow(o: Options) -> dict[str, Any]:
    """With the limits of production, and with none."""
    return {"limits": await _slow(o, "plain"), "no_limits": await _slow(o, "chat")}


async def _slow(o: Options, kind: str) -> dict[str, Any]:
    count = 100 if o.quick else 300
    nonsense = masked(json.dumps({"type": "nonsense", "id": "x" * 80}).encode()) * 50
    async with o.chat(kind) as server:
        talker = await visit(server.port)
        await latency(talker, ack, 20)
        alone = await latency(talker, ack, count)
        before = server.memory()
        clients = await crowd(visit, server.port, SILENT)
        for client in clients:
            client.transport.pause_reading()
        peak, among = server.memory(), []
        began, cpu = time.perf_counter(), server.cpu()
        among.append(await ack(talker, 0))

        async def flood(client: Client) -> None:
            # As much as the network takes.
            while time.perf_counter() < began + SECONDS and not client.transport.is_closing():
                if client.transport.get_write_buffer_size() < 65536:
                    client.transport.write(nonsense)
                await asyncio.sleep(0.05)

        floods = asyncio.gather(*(flood(client) for client in clients))
        while not floods.done():
            among.append(await ack(talker, random.getrandbits(60)))
            peak = max(peak, server.memory())
            await asyncio.sleep(0.02)
        await floods
        result = {
            "clients": SILENT,
            "peak_bytes_a_client": round((peak - before) / SILENT),
            "cpu_percent_of_a_core": round(100 * (server.cpu() - cpu) / (time.perf_counter() - began), 1),
            "let_go": sum(client.transport.is_closing() for client in clients),
            "alone": spread(alone),
            "among_slow": spread(among),
            "p50_among_to_alone": round(median(among) / median(alone), 2),
        }
        leave([*clients, talker])
        return result
