"""Who a visitor is, said by the website's backend: an id that it signed with a secret it shares with this server."""

from __future__ import annotations

import hmac
import unicodedata
from datetime import datetime

from ..errors import FrameError
from ..ports import Clock
from .frames import Identity

VERSION = "chatbot-identity-1"
"""The first line of what is signed, so that a signature made for something else with the same secret is none here."""


class Identities:
    """Checks identities; without a secret none is accepted."""

    def __init__(self, secret: str | None, clock: Clock) -> None:
        self._secret = secret.encode() if secret else None
        self._clock = clock

    def check(self, identity: Identity | None) -> None:
        """Raises FrameError `bad_identity` with close code 1008 where the signature is not the website's."""
        if identity is None:
            return
        if self._secret is None:
            raise _refused("this server was given no secret to check identities with")
        texts = (identity.id, identity.name, identity.email)
        if any(unicodedata.category(c) in ("Cc", "Zl", "Zp") for text in texts for c in text):
            raise _refused("an identity is of single lines")
        # Compared as bytes: compare_digest takes no text beyond ASCII.
        if not hmac.compare_digest(sign(self._secret, identity).encode(), identity.hmac.lower().encode()):
            raise _refused("the signature of this identity is wrong")

    def check_fresh(self, identity: Identity) -> None:
        """Raises FrameError where the identity is too old to begin something with."""
        now = datetime.fromisoformat(self._clock.now()).timestamp()
        if identity.expires is not None and identity.expires <= now:
            raise _refused("this identity has expired; load the page again")


def sign(secret: bytes, identity: Identity) -> str:
    """HMAC-SHA256 in hexadecimal over version, id, name, e-mail and expiry, one a line."""
    expires = "" if identity.expires is None else str(identity.expires)
    lines = (VERSION, identity.id, identity.name, identity.email, expires)
    return hmac.new(secret, "\n".join(lines).encode(), "sha256").hexdigest()


def _refused(why: str) -> FrameError:
    return FrameError("bad_identity", why, close=1008)
