"""Autobahn's suite against an echo on `server/wire`: `python -m benchmarks.autobahn PATH-OF-WSTEST CASES [--deflate]`.

CASES as wstest names them, `9.*,12.*`. The suite is no dependency of the project and runs on Python 2.7: install
`autobahntestsuite` in an environment of its own. The echo takes frames of any size, which the server does not; its
`--deflate` offers compression, which the server does not either: a frame's limit is one of what was sent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from pathlib import Path
from typing import Any

import uvicorn

from chatbot.server.run import bind
from chatbot.server.wire import WireProtocol

LARGEST = 32 * 2**20


async def echo(scope: Any, receive: Any, send: Any) -> None:
    """Sends back what comes, text as text and bytes as bytes."""
    if scope["type"] != "websocket":
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message.get("text"), "bytes": message.get("bytes")})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("wstest")
    parser.add_argument("cases")
    parser.add_argument("--deflate", action="store_true")
    given = parser.parse_args()
    bound = bind("127.0.0.1", 0)
    config = uvicorn.Config(
        echo, ws=WireProtocol, ws_max_size=LARGEST, ws_per_message_deflate=given.deflate, lifespan="off",
        log_level="error",
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[bound])), daemon=True)
    thread.start()
    with tempfile.TemporaryDirectory() as folder:
        spec = {
            "outdir": folder,
            "servers": [{"agent": "wire", "url": f"ws://127.0.0.1:{bound.getsockname()[1]}"}],
            "cases": given.cases.split(","),
            "exclude-cases": [],
            "exclude-agent-cases": {},
        }
        Path(folder, "spec.json").write_text(json.dumps(spec), encoding="utf-8")
        run = [given.wstest, "-m", "fuzzingclient", "-s", f"{folder}/spec.json"]
        subprocess.run(run, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        found = json.loads(Path(folder, "index.json").read_text(encoding="utf-8"))["wire"]
    server.should_exit = True
    print(len(found), "cases", dict(Counter(case["behavior"] for case in found.values())))
    odd = {id: case for id, case in found.items() if case["behavior"] not in ("OK", "INFORMATIONAL", "UNIMPLEMENTED")}
    for id, case in sorted(odd.items()):
        print(id, case["behavior"], case["behaviorClose"], f"{case['duration']} ms")
    return 1 if any(case["behavior"] == "FAILED" for case in found.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
