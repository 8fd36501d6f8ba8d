"""Visitor tokens: the signed, dated name of a conversation, and the only key to it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from itsdangerous import BadData, URLSafeSerializer

from ..errors import FrameError
from ..ports import Clock


class Tokens:
    """Makes and reads tokens that last `days`."""

    def __init__(self, secret: bytes, clock: Clock, days: int) -> None:
        self._serializer = URLSafeSerializer(
            secret, salt="chatbot.visitor", signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256}
        )
        self._clock = clock
        self._life = timedelta(days=days)

    def make(self, conversation: str) -> str:
        """A token for a conversation, valid from now; no two are the same."""
        return str(self._serializer.dumps([conversation, self._clock.now(), secrets.token_urlsafe(8)]))

    def read(self, token: str) -> str:
        """The conversation of a token; raises FrameError `bad_token` or `expired`, both with close code 1008."""
        try:
            conversation, made, *_ = self._serializer.loads(token)
            age = self._age(made)
        except (BadData, ValueError, TypeError):
            raise FrameError("bad_token", "this token was not made here; start anew without it", close=1008) from None
        if age > self._life:
            raise FrameError("expired", "this conversation is too old to go on; start a new one", close=1008)
        return str(conversation)

    def _age(self, made: str) -> timedelta:
        return datetime.fromisoformat(self._clock.now()) - datetime.fromisoformat(made)
