"""Memory a socket, heartbeats, and what idle ones cost a talker."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

from .client import Ask, Client, ack, crowd, dial, echoed, latency, leave, spread, visit
from .options import Options
from .servers import Running, running

HEARTBEATS = 25.0
"""Seconds in which each socket gets one ping at least: uvicorn's interval is 20."""


async def idle(o: Options) -> dict[str, Any]:
    """Memory a socket, heartbeats, and what idle ones cost a talker."""
    result: dict[str, Any] = {"visitors": o.idle}
    count = 100 if o.quick else 300
    async with o.chat() as server:
        await _idle(server, visit, ack, o, count, result)
    echo: dict[str, Any] = {}
    with running("echo") as server:
        await _idle(server, dial, echoed, o, count, echo)
    result["echo"] = echo
    result["memory_ratio"] = round(result["bytes_a_socket"] / echo["bytes_a_socket"], 2)
    return result


async def _idle(
    server: Running, make: Callable[[int], Awaitable[Client]], ask: Ask, o: Options, count: int, out: dict[str, Any]
) -> None:
    talker = await make(server.port)
    await latency(talker, ask, 20)
    alone = await latency(talker, ask, count)
    before = server.memory()
    clients = await crowd(make, server.port, o.idle)
    await asyncio.sleep(1)
    out["bytes_a_socket"] = round((server.memory() - before) / o.idle)
    cpu, began = server.cpu(), time.perf_counter()
    among = await latency(talker, ask, count)
    await asyncio.sleep(max(0.0, HEARTBEATS - (time.perf_counter() - began)))
    out["cpu_percent_of_a_core_while_idle"] = round(100 * (server.cpu() - cpu) / (time.perf_counter() - began), 1)
    out["sockets_kept"] = sum(not client.closed.is_set() for client in clients)
    out["sockets_pinged"] = sum(client.pings > 0 for client in clients)
    out["alone"], out["among_idle"] = spread(alone), spread(among)
    out["p50_among_to_alone"] = round(median(among) / median(alone), 2)
    leave([*clients, talker])
