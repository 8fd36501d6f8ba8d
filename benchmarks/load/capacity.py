"""Beyond its limits the server says no, early and in words, and goes on serving who is in."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any
from urllib import error, request

from .client import WORDS, Client, crowd, dial, leave, visit
from .options import Options
from .servers import SMALL


async def capacity(o: Options) -> dict[str, Any]:
    """Beyond its limits the server says no, early and in words, and goes on serving who is in."""
    async with o.chat("small") as server:
        inside = await crowd(visit, server.port, SMALL.max_sockets)
        began = time.perf_counter()
        outside = await crowd(dial, server.port, 20)
        await asyncio.gather(*(asyncio.wait_for(client.closed.wait(), 60) for client in outside))
        refused = time.perf_counter() - began
        for client in inside:
            client.send({"type": "say", "id": "m", "text": WORDS})
        answers = [(await _answer(client)) for client in inside]
        accepted = [client for client, (type, _) in zip(inside, answers, strict=True) if type == "ack"]
        finished = [await _reply(client) for client in accepted]
        statuses = [await asyncio.to_thread(_sign_in, server.port) for _ in range(7)]
        result = {
            "sockets_beyond": len(outside),
            "refused_with_1013": sum(client.code == 1013 for client in outside),
            "seconds_until_all_were_refused": round(refused, 3),
            "inside_still_open": sum(not client.closed.is_set() for client in inside),
            "messages": len(inside),
            "acknowledged": len(accepted),
            "answered_of_these": sum(finished),
            "overloaded_with_retry_after": sum(code == "overloaded" and wait for code, wait in answers),
            "sign_ins_refused_with_retry_after": sum(status == 429 and wait > 0 for status, wait in statuses),
        }
        leave(inside)
        return result


async def _answer(client: Client) -> tuple[str, bool]:
    """`ack` or the error's code, and whether it says when to come again."""
    while True:
        frame = await asyncio.wait_for(client.frames.get(), 60)
        if frame["type"] in ("ack", "error"):
            return str(frame.get("code", "ack")), frame.get("retry_after", 0) > 0


async def _reply(client: Client) -> bool:
    while (await client.until("event"))["event"]["type"] != "bot_said":
        pass
    return True


def _sign_in(port: int) -> tuple[int, int]:
    body = json.dumps({"name": "nobody", "password": "wrong"}).encode()
    asked = request.Request(f"http://127.0.0.1:{port}/api/v1/session", body, {"content-type": "application/json"})
    try:
        with request.urlopen(asked) as answer:
            return answer.status, 0
    except error.HTTPError as refused:
        return refused.code, int(refused.headers.get("Retry-After") or 0)
