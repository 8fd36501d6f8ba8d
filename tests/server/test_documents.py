"""What the documents claim is there, and what they tell an operator to write works."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from chatbot.config import Settings, load
from tests.server.conftest import ROOT

DEPLOY = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
SECURITY = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
PER_ADDRESS = 2


def block(language: str) -> str:
    found = re.findall(rf"```{language}\n(.*?)```", DEPLOY, re.DOTALL)
    return str(found[0])


def named_tests() -> list[tuple[str, str | None]]:
    """Files and tests that SECURITY.md names; `…::name` means the file before it."""
    found: list[tuple[str, str | None]] = []
    for name in re.findall(r"`([\w/]+\.py(?:::\w+)?|…::\w+)`", SECURITY):
        file, _, test = name.partition("::")
        found.append((found[-1][0] if file == "…" else file, test or None))
    return found


def test_every_test_that_the_security_document_names_is_there() -> None:
    assert len(named_tests()) > 35
    for file, test in named_tests():
        path = ROOT / "tests" / file
        assert path.is_file(), file
        assert test is None or re.search(rf"def {test}\(", path.read_text(encoding="utf-8")), f"{file}::{test}"


def test_every_row_of_threats_names_a_test() -> None:
    table = SECURITY.split("## What stops what")[1].split("## What is not stopped")[0]
    rows = [line for line in table.splitlines() if line.startswith("| ")][1:]
    assert len(rows) > 25
    assert [row for row in rows if "test_" not in row] == []


def test_the_settings_of_the_example_are_settings(tmp_path: Path) -> None:
    data = tomllib.loads(block("toml"))
    assert set(data) <= set(Settings.model_fields)
    path = tmp_path / "chatbot.toml"
    path.write_text(block("toml").replace('"…"', '"0123456789abcdef"'), encoding="utf-8")
    assert load({"config": str(path)}, {}).trusted_proxies == ("127.0.0.1",)


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[int]:
    """A server that trusts a proxy on 127.0.0.1 and lets an address open few sockets; its port."""
    settings = json.dumps({"trusted_proxies": ["127.0.0.1"], "sockets_per_address": PER_ADDRESS})
    command = [sys.executable, "-m", "tests.server.run_hostile", str(tmp_path / "db"), settings]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield int(process.stdout.readline().strip().rsplit(":", 1)[1])
        finally:
            process.kill()


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def haproxy(folder: Path, port: int, server: int) -> list[str]:
    text = block("haproxy").replace("bind :443 ssl crt /etc/haproxy/chat.pem", f"bind 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{server}").replace("http-request 8s", "http-request 1s")
    text = text.replace("maxconn 20000", "maxconn 500")
    (folder / "haproxy.cfg").write_text(text, encoding="utf-8")
    return ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]


def nginx(folder: Path, port: int, server: int) -> list[str]:
    text = re.sub(r"\n\s+ssl_certificate.*", "", block("nginx")).replace("listen 443 ssl", f"listen 127.0.0.1:{port}")
    text = text.replace("127.0.0.1:8080", f"127.0.0.1:{server}").replace("header_timeout 8s", "header_timeout 1s")
    paths = "".join(f"{kind}_temp_path {folder};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    main = (
        f"daemon off;\npid {folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n{paths}{text}}}\n"
    )
    (folder / "nginx.conf").write_text(main, encoding="utf-8")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def chat(port: int, source: str, **headers: str) -> ClientConnection:
    """A socket through the proxy from one of this machine's own addresses."""
    return connect(f"ws://127.0.0.1:{port}/ws/chat", source_address=(source, 0), additional_headers=headers)


def welcomed(opened: ClientConnection) -> bool:
    try:
        opened.send(json.dumps({"type": "hello", "token": None, "after": 0, "locale": "en"}))
        return json.loads(opened.recv(10))["type"] == "welcome"
    except ConnectionClosed:
        return False


@pytest.mark.parametrize("proxy", [haproxy, nginx], ids=["haproxy", "nginx"])
def test_the_proxies_of_the_deployment_document_work(proxy, tmp_path: Path, behind: int) -> None:
    """Sockets pass, limits count the client's own address whatever it claims, slow headers are ended."""
    if shutil.which(proxy.__name__) is None:
        pytest.skip(f"no {proxy.__name__} on this machine")
    port = free_port()
    with subprocess.Popen(proxy(tmp_path, port, behind)) as process:
        try:
            for _ in range(100):
                with suppress(httpx.TransportError):  # it is still starting
                    if httpx.get(f"http://127.0.0.1:{port}/healthz").status_code == 200:
                        break
                time.sleep(0.1)
            else:
                pytest.fail("the proxy does not pass /healthz after ten seconds")
            forged = {"X-Forwarded-For": "9.9.9.9"}
            opened = [chat(port, "127.0.0.2", **forged) for _ in range(PER_ADDRESS)]
            assert all(map(welcomed, opened))
            assert not welcomed(chat(port, "127.0.0.2", **{"X-Forwarded-For": "8.8.8.8"}))
            assert welcomed(chat(port, "127.0.0.3", **forged))
            slow = socket.create_connection(("127.0.0.1", port))
            slow.settimeout(10)
            slow.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
            began = time.monotonic()
            answer = slow.recv(100)
            assert not answer or b" 408 " in answer
            assert time.monotonic() - began < 9
        finally:
            process.terminate()
