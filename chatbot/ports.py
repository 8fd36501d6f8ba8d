"""What the stages need from outside, as protocols. Adapters live in models, actions, transcripts and tests/fakes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeVar

from .domain.conversation import Conversation, Owner
from .domain.decision import ActionCall, ActionResult, Priority
from .domain.events import Event
from .domain.understanding import IntentScore, LanguageScore, Mood, Quote, Thresholds


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> str:
        """UTC in ISO 8601 with milliseconds, as in `2026-11-22T13:45:10.123Z`."""
        ...


class LanguageDetector(Protocol):
    """Tells languages apart."""

    def detect(self, text: str) -> tuple[LanguageScore, ...]:
        """Candidate languages, best first; empty where the text says nothing."""
        ...


class SentimentClassifier(Protocol):
    """Tells moods apart."""

    def classify(self, text: str) -> Mood:
        """The mood of one message; raises ModelError."""
        ...


class IntentScorer(Protocol):
    """Tells intents apart."""

    @property
    def thresholds(self) -> Thresholds:
        """When its scores are enough, chosen on its training data."""
        ...

    def score(self, text: str, language: str) -> tuple[IntentScore, ...]:
        """All intents with calibrated probabilities, best first; they sum to 1. Raises ModelError."""
        ...


class Knowledge(Protocol):
    """Knows the business's articles."""

    def find(self, text: str, language: str) -> Quote | None:
        """The passage in that language that fits best, however badly; None where none fits. Raises ModelError."""
        ...


class Responder(Protocol):
    """Writes a reply template for a prompt."""

    def write(self, prompt: str, on_text: Callable[[str], None] | None = None, *, draft: str = "") -> str:
        """The candidate, placeholders unfilled. `on_text` gets the text so far as it grows. Raises ModelError.

        `draft` is what the candidate will probably be: it may make writing faster, never other words.
        """
        ...


BATCH_SIZES = (1, 2, 4, 8, 16, 32, 64)


@dataclass(slots=True)
class Writing:
    """What a responder did since the start.

    `passes` of the decoder took `seconds`; `sizes` counts them by the texts in one, up to each of BATCH_SIZES and more,
    and `rows` are those texts. `overloaded` and `late` texts were given up.
    """

    texts: int = 0
    pieces: int = 0
    passes: int = 0
    rows: int = 0
    seconds: float = 0.0
    overloaded: int = 0
    late: int = 0
    sizes: list[int] = field(default_factory=lambda: [0] * (len(BATCH_SIZES) + 1))

    def add(self, rows: int, pieces: int, seconds: float) -> None:
        """Count a pass over so many texts."""
        self.passes += 1
        self.rows += rows
        self.pieces += pieces
        self.seconds += seconds
        self.sizes[bisect_left(BATCH_SIZES, rows)] += 1


class Actions(Protocol):
    """The business: its orders, customers, products and policies."""

    def names(self) -> frozenset[str]:
        """The actions it can perform."""
        ...

    def call(self, call: ActionCall) -> ActionResult:
        """Perform one; raises ActionError (also when it takes too long). The same `key` must not act twice."""
        ...


@dataclass(frozen=True, slots=True)
class ConversationSummary:
    """A row of the list of conversations; `number` is its last event's, `pending` says that a turn is open."""

    id: str
    owner: Owner
    agent: str | None
    language: str | None
    priority: Priority
    waiting_since: str | None
    last_at: str
    number: int
    pending: bool

    @property
    def cursor(self) -> str:
        """What `before` takes to continue a list after this row."""
        return f"{self.last_at}~{self.id}"


class TranscriptStore(Protocol):
    """Keeps conversations as numbered events. Every method may raise StoreError."""

    async def append(self, conversation: Conversation, events: Sequence[Event]) -> Conversation:
        """Commit `events` after `conversation.number` and return the conversation after them.

        Durable when it returns. Raises ConflictError where another append took the numbers or a client's id first;
        then nothing was stored. Any other StoreError leaves open whether it was: load again before the next append.
        """
        ...

    async def load(self, id: str) -> tuple[Event, ...]:
        """All events of a conversation in order; empty where there is none."""
        ...

    async def list(
        self, *, owner: str | None = None, agent: str | None = None, limit: int = 100, before: str | None = None
    ) -> Sequence[ConversationSummary]:
        """Conversations, the newest first; `before` is the `cursor` (or a `last_at`) to page from."""
        ...

    async def queue(self, *, limit: int = 100) -> Sequence[ConversationSummary]:
        """Conversations that wait for a human, most urgent first, then the one that waits longest."""
        ...

    async def pending(self) -> tuple[str, ...]:
        """Conversations with a message that no decision answers yet, the longest untouched first."""
        ...

    async def erased(self, after: int) -> Sequence[tuple[int, str]]:
        """Conversations erased since that number, each with the number of its own erasure, in their order."""
        ...

    async def check(self) -> None:
        """Commit something harmless: returns where the store can keep a message now, else raises StoreError."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the store."""
        ...


@dataclass(frozen=True, slots=True)
class Appended:
    """A process appended events up to `number`; `queue`: agents' lists may look different."""

    conversation: str
    number: int
    queue: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """`who` types, at another process."""

    conversation: str
    who: str


@dataclass(frozen=True, slots=True)
class Missed:
    """Anything may have happened since what was heard last."""


Heard = Appended | Typed | Missed


class Peers(Protocol):
    """Other processes that serve the same store. What is heard are hints: the store alone says what is.

    Every method but `listen` and `release` may raise StoreError.
    """

    def listen(self) -> AsyncIterator[Heard]:
        """What all processes tell, this one's own appends among it, for ever; begins with `Missed`."""
        ...

    async def numbers(self, ids: Collection[str]) -> Mapping[str, int]:
        """The last event's number of each of these conversations that is there."""
        ...

    async def lease(self, id: str) -> bool:
        """Whether the conversation's turns are this process's to take until `release`, or until it is gone.

        Saves others the work. That a turn is stored once is the store's promise, whoever holds a lease.
        """
        ...

    async def release(self, id: str) -> None:
        """Let others take its turns."""
        ...

    async def orphans(self) -> frozenset[str]:
        """Conversations with an open turn that no process has a lease of."""
        ...

    async def tell_typing(self, id: str, who: str) -> None:
        """Let the others know that somebody types here."""
        ...

    async def count(self, name: str, key: str, bounds: Collection[tuple[int, int]]) -> float:
        """Count one more of what `name` limits for `key`, in all processes together; seconds to wait where that is over
        one of the bounds (an amount and the seconds in which it may be used up), else 0."""
        ...

    async def forgive(self, name: str, key: str) -> None:
        """Count from nothing again."""
        ...

    async def close(self) -> None:
        """Give all leases back."""
        ...


Role = Literal["agent", "admin"]


@dataclass(frozen=True, slots=True)
class AgentSession:
    """An agent signed in until `expires_at`; the token is the client's alone, the store keeps its hash.

    `display_name` is what customers read; empty where none was chosen.
    """

    agent: str
    token: str
    expires_at: str
    role: Role = "agent"
    display_name: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who an identity provider says somebody is.

    `subject` names the provider and its own unchanging id; `name` is what it calls them, nothing to know them by;
    `email` is there only where the provider vouches for it. A role of None lets nobody in.
    """

    subject: str
    name: str
    email: str | None = None
    role: Role | None = None


@dataclass(frozen=True, slots=True)
class Ticket:
    """One sign-in that is under way: what the provider is told and has to answer with."""

    state: str
    nonce: str
    verifier: str


class IdentityProvider(Protocol):
    """Knows people, and signs agents in; both methods may raise SignOnError."""

    @property
    def label(self) -> str:
        """What agents call it; may be empty."""
        ...

    @property
    def creates(self) -> bool:
        """Whether somebody who has a role there but no account here gets one."""
        ...

    async def address(self, ticket: Ticket) -> str:
        """Where the browser is sent."""
        ...

    async def person(self, ticket: Ticket, code: str, issuer: str | None) -> Person:
        """Who came back with a `code`, checked; `issuer` is what the answer said of itself."""
        ...


class AgentAccounts(Protocol):
    """Who may sign in as an agent. Every method may raise StoreError."""

    async def sign_in(self, name: str, password: str, code: str | None = None) -> AgentSession | Literal["code"] | None:
        """A new session, or None where name, password or code is wrong; a wrong name takes as long as a password.

        "code" says that the password is right and the account's one-time code is missing.
        """
        ...

    async def sign_on(self, person: Person, *, create: bool) -> AgentSession | None:
        """A new session for whom a provider vouches, with the role it gives; None where that is nobody's account, and
        none is made, or a disabled one."""
        ...

    async def spend(self, ticket: str, until: str) -> bool:
        """Whether a ticket was not used before, in any process; it is remembered until then."""
        ...

    async def lookup(self, token: str) -> AgentSession | None:
        """The session of a token, None where it is unknown, expired, revoked or its agent is no longer active."""
        ...

    async def set_display_name(self, name: str, display_name: str) -> str:
        """Give an agent the name that customers read, or none; raises ChatbotError where it can't be one. Returns the
        agent's name."""
        ...

    async def revoke(self, token: str) -> None:
        """End a session; an unknown token is no error."""
        ...

    async def alive(self, keys: Collection[str]) -> frozenset[str]:
        """Of these sessions, named by the SHA-256 of their tokens in hexadecimal, those that still last."""
        ...


T = TypeVar("T")
Note = str | int | float | bool


class Span(Protocol):
    """Something that is being done."""

    def note(self, **notes: Note) -> None:
        """Add names, numbers and codes; never what somebody wrote or who they are."""
        ...


class Tracer(Protocol):
    """Tells an operator what took how long."""

    def span(self, name: str, *, root: bool = False, **notes: Note) -> AbstractContextManager[Span]:
        """What is done within; part of what is done around it, but where it is a `root`."""
        ...

    def carry(self, work: Callable[[], T]) -> Callable[[], T]:
        """The same work, part of what is done here although another thread does it."""
        ...

    def close(self) -> None:
        """Send what waits; may take seconds."""
        ...


class NoTracer:
    """A `Tracer` that tells nobody, and the span that it gives for everything."""

    def span(self, name: str, *, root: bool = False, **notes: Note) -> NoTracer:
        """Nothing."""
        return self

    def note(self, **notes: Note) -> None:
        """Nothing."""

    def carry(self, work: Callable[[], T]) -> Callable[[], T]:
        """The work."""
        return work

    def close(self) -> None:
        """Nothing."""

    def __enter__(self) -> NoTracer:
        return self

    def __exit__(self, *error: object) -> None:
        return None


NO_TRACER = NoTracer()
