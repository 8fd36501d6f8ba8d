"""The business as an HTTP service of its own, in any language.

`GET url` answers `{"actions": [name, …]}`; `POST url` gets `{"action", "arguments", "language", "customer", "key"}` and
answers `{"outcome": name, "facts": {name: text}}`. The same `key` must not act twice. An intent's `check` is an action
that changes nothing: it gets what is known so far and answers `ready`, or the outcome that ends the request.
Beside `ready` it may tell facts of the outcomes: they answer questions before the yes ("how much do I get back?").
"""

from __future__ import annotations

from typing import Any

import httpx

from ..domain.decision import ActionCall, ActionResult
from ..errors import ActionError

LARGEST = 65_536


class HttpActions:
    """Actions performed by the service at `url`; `token` is sent as a bearer token."""

    def __init__(self, url: str, *, token: str | None = None, seconds: float = 5.0) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._url = url
        self._client = httpx.Client(timeout=seconds, headers=headers, follow_redirects=False, trust_env=False)

    def names(self) -> frozenset[str]:
        """The actions the service names; raises ActionError."""
        data = self._request("GET")
        names = data.get("actions")
        if not isinstance(names, list) or not all(isinstance(n, str) for n in names):
            raise ActionError(f'{self._url} must answer GET with {{"actions": [name, …]}}')
        return frozenset(names)

    def call(self, call: ActionCall) -> ActionResult:
        """The service's outcome and facts; raises ActionError."""
        body = {
            "action": call.name, "arguments": dict(call.arguments), "language": call.language,
            "customer": call.customer, "key": call.key,
        }  # fmt: skip
        data = self._request("POST", body)
        outcome, facts = data.get("outcome"), data.get("facts", {})
        if not isinstance(outcome, str) or not isinstance(facts, dict):
            raise ActionError(f'{self._url} must answer with {{"outcome": name, "facts": {{…}}}}')
        return ActionResult(outcome, {str(k): str(v) for k, v in facts.items() if v is not None})

    def _request(self, method: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        try:
            response = self._client.request(method, self._url, json=body)
            response.raise_for_status()
            if len(response.content) > LARGEST:
                raise ActionError(f"{self._url} answered with more than {LARGEST} bytes")
            data = response.json()
        except (httpx.HTTPError, ValueError) as error:
            raise ActionError(f"{self._url}: {type(error).__name__}: {error}") from error
        if not isinstance(data, dict):
            raise ActionError(f"{self._url} must answer with a JSON object")
        return data
