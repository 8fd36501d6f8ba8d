"""What the server is given: everything it can't make itself."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from ..domain.conversation import Conversation, Pending
from ..domain.events import Event
from ..ports import NO_TRACER, AgentAccounts, Clock, IdentityProvider, Peers, Tracer, TranscriptStore, Writing
from .settings import ServerSettings

Estimator = Callable[[tuple[Event, ...]], object]
"""Events -> a dataclass with score, probability and reasons, or None where too little was said."""


class Pipeline(Protocol):
    """Takes turns; called in a thread, one call at a time per conversation."""

    def answer(
        self, conversation: Conversation, pending: Pending, on_draft: Callable[[str], None] | None = None
    ) -> tuple[Event, ...]:
        """All events that follow the pending message; `on_draft` gets text to append to what the visitor sees."""
        ...

    def failed(self, conversation: Conversation, pending: Pending, error: Exception) -> tuple[Event, ...]:
        """The events of a turn that `answer` could not take: an apology and a human."""
        ...

    def returned(self, conversation: Conversation) -> tuple[Event, ...]:
        """What the bot says when an agent has given the conversation back; quick."""
        ...


def plain_title(intent: str) -> str:
    """An intent's name as words, for where no content gives it a title."""
    return intent.replace("_", " ")


def no_estimate(events: tuple[Event, ...]) -> object:
    """No satisfaction model: None."""
    return None


@dataclass(frozen=True)
class Services:
    """`secret` signs visitor tokens, `identity_secret` is the one that the website signs identities with,
    `metrics_token` opens the metrics to programs; `title` names an intent for agents, `titles`
    name all by language; `new_id` makes ids;
    `writing` tells what the responder did so far; `peers` are the other processes on the store, None where there can be
    none; `provider` signs agents in beside passwords, or in their place where `passwords` is off."""

    pipeline: Pipeline
    store: TranscriptStore
    accounts: AgentAccounts
    secret: bytes = field(repr=False)
    clock: Clock
    estimator: Estimator = no_estimate
    identity_secret: str | None = field(default=None, repr=False)
    metrics_token: str | None = field(default=None, repr=False)
    settings: ServerSettings = field(default_factory=ServerSettings)
    title: Callable[[str], str] = plain_title
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    peers: Peers | None = None
    writing: Callable[[], Writing] | None = None
    provider: IdentityProvider | None = None
    tracer: Tracer = NO_TRACER
    passwords: bool = True
    new_id: Callable[[], str] = lambda: str(uuid.uuid4())
