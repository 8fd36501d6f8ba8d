"""What the rules of the dialogue look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..domain.content import Content, EntityKind, Intent
from ..domain.conversation import Conversation, act_key
from ..domain.decision import Act, ActKind
from ..domain.understanding import Request, Understanding
from .settings import DialogueSettings

NEVER_MIND = "never_mind"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message in its conversation, as the rules below see it.

    Where the message asks for several things, which `asked` are then, or one from before waits, each is a step of its
    own: `step` counts them from 1 and is 0 in a turn about one thing, `more` says that another answer follows at once,
    `late` that this one was asked for in an earlier turn, `left` are those too many for this one. `back`: who says so
    has just stopped waiting for a human.
    """

    c: Conversation
    u: Understanding
    content: Content
    settings: DialogueSettings
    key: str = ""
    asked: tuple[Request, ...] = ()
    step: int = 0
    more: bool = False
    late: bool = False
    left: tuple[Request, ...] = ()
    back: bool = False

    def act(self, kind: ActKind, topic: str, point: str = "", facts: Mapping[str, str] | None = None) -> Act:
        """An act in the customer's mood, worded differently from the last time."""
        variant = self.c.wordings.get(act_key(kind, topic, point), 0)
        return Act(kind, topic, point, dict(facts or {}), self.u.mood.label, variant)

    def say(self, situation: str, **facts: str) -> Act:
        """Something outside any intent."""
        return self.act("say", situation, "", facts)

    def can_say(self, situation: str) -> bool:
        """Whether the content has words for it; a bundle of before may have none."""
        return situation in self.content.situations

    def yes_no(self) -> tuple[str, ...]:
        """Buttons for a yes-or-no question."""
        kind = next((k for k in self.content.entities.values() if k.is_yes_no), None)
        names = [kind.values[v].get(self.u.language, ()) for v in ("yes", "no")] if kind else []
        return tuple(texts[0] for texts in names if texts)

    def example(self, kind: EntityKind) -> str | None:
        """What such a thing looks like; examples follow the order of the languages, the first serves them all."""
        index = self.content.languages.index(self.u.language)
        return kind.examples[index] if index < len(kind.examples) else next(iter(kind.examples), None)

    def title(self, intent: str) -> str:
        """The intent's name as a customer reads it."""
        titles = self.content.intents[intent].title
        return titles.get(self.u.language, next(iter(titles.values())))

    @property
    def name(self) -> str:
        """What the customer is called: as just said, as the website knows, or as said before."""
        kinds = [k.name for k in self.content.entities.values() if k.kind == "name"]
        said = [entity.value for k in kinds if (entity := self.u.entity(k))]
        before = [values[-1] for k in kinds if (values := self.c.named.get(k, ()))]
        return next(iter((*said, *filter(None, [self.c.name]), *before)), "")

    @property
    def best(self) -> Intent:
        """The most probable intent."""
        return self.content.intents[self.u.best]
