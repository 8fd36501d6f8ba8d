"""The business as an HTTP service."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from chatbot.actions.http import HttpActions
from chatbot.domain.decision import ActionCall
from chatbot.errors import ActionError


class Handler(BaseHTTPRequestHandler):
    answer: Any = None
    status = 200
    seen: list[Any] = []  # noqa: RUF012

    def do_GET(self) -> None:
        self._send({"actions": ["order_status"]})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Handler.seen.append((json.loads(body), self.headers["Authorization"]))
        self._send(Handler.answer)

    def _send(self, data: Any) -> None:
        body = data if isinstance(data, bytes) else json.dumps(data).encode()
        self.send_response(Handler.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        pass


@pytest.fixture
def url() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    Handler.status, Handler.seen = 200, []
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


CALL = ActionCall("order_status", {"order_id": "10234"}, "zh", customer="c1", key="k:1")


def test_names_and_a_call(url: str) -> None:
    Handler.answer = {"outcome": "shipped", "facts": {"eta": "5月1日", "count": 2, "nothing": None}}
    actions = HttpActions(url, token="secret")
    assert actions.names() == {"order_status"}
    result = actions.call(CALL)
    assert (result.outcome, result.facts) == ("shipped", {"eta": "5月1日", "count": "2"})
    body, authorization = Handler.seen[0]
    assert body == {
        "action": "order_status", "arguments": {"order_id": "10234"}, "language": "zh", "customer": "c1", "key": "k:1",
    }  # fmt: skip
    assert authorization == "Bearer secret"


@pytest.mark.parametrize("answer", [b"not json", [], {"facts": {}}, {"outcome": 5}, {"outcome": "x", "facts": []}])
def test_answers_of_the_wrong_shape_are_errors(url: str, answer: Any) -> None:
    Handler.answer = answer
    with pytest.raises(ActionError):
        HttpActions(url).call(CALL)


def test_an_error_status_and_no_server_are_errors(url: str) -> None:
    Handler.answer, Handler.status = {"outcome": "x"}, 500
    with pytest.raises(ActionError, match="500"):
        HttpActions(url).call(CALL)
    with pytest.raises(ActionError):
        HttpActions("http://127.0.0.1:9/").names()
