"""Everything the bot can have to say, as acts; the same list serves training and evaluation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from ..domain.content import Content, Outcome
from ..domain.decision import Act, ActKind
from ..domain.understanding import MoodLabel
from ..nlg import placeholders
from ..nlg.prompt import MOODS, VARIANTS, render
from ..nlg.write import fallback


@dataclass(frozen=True, slots=True)
class Case:
    """An act in a language, and the authored text that is right for it."""

    act: Act
    language: str
    target: str

    @property
    def intent(self) -> str | None:
        """The intent whose customers get to hear it; None for a situation."""
        return None if self.act.kind == "say" else self.act.topic


def dummy(facts: Sequence[str]) -> dict[str, str]:
    """A stand-in value for each fact; the guard looks at the names only."""
    return {name: f"[{name}]" for name in facts}


def cases(content: Content) -> tuple[Case, ...]:
    """One case for every wording a prompt can ask for, with all the facts of its outcome."""
    return tuple(
        Case(act, language, fallback(act, content, language))
        for language in content.languages
        for act in _acts(content, language)
    )


def other_facts(case: Case, content: Content, random: Random) -> Case:
    """The case with other facts at hand: of a reply some are missing that need not be told, of a question any are."""
    act = case.act
    if act.kind == "ask":
        spare = [slot.name for slot in content.intents[act.topic].slots if slot.name != act.point]
        facts = dummy([name for name in spare if random.random() < 0.5])
    else:
        needed = content.must_tell(act)
        facts = {name: value for name, value in act.facts.items() if name in needed or random.random() < 0.5}
    changed = replace(act, facts=facts)
    possible = any(set(placeholders.names(t)) <= set(facts) for t in content.wordings(changed, case.language))
    return Case(changed, case.language, fallback(changed, content, case.language)) if possible else case


def prompt(case: Case, content: Content, message: str) -> str:
    """What the responder reads for a case in answer to a message."""
    return render(case.act, content, case.language, message)


def _acts(content: Content, language: str) -> Iterator[Act]:
    for name, intent in content.intents.items():
        for point, outcome in intent.outcomes.items():
            yield from _moods("reply", name, point, outcome, language)
        for number, slot in enumerate(intent.slots):
            known = dummy([earlier.name for earlier in intent.slots[:number]])
            for variant in range(min(len(slot.ask.get(language, ())), VARIANTS)):
                yield Act("ask", name, slot.name, known, "neutral", variant)
    for name, situation in content.situations.items():
        yield from _moods("say", name, "", situation, language)


def _moods(kind: ActKind, topic: str, point: str, outcome: Outcome, language: str) -> Iterator[Act]:
    replies = outcome.replies.get(language, {})
    moods: list[MoodLabel] = [mood for mood in MOODS if replies.get(mood)]
    for mood in moods:
        for variant in range(min(len(replies[mood]), VARIANTS)):
            yield Act(kind, topic, point, dummy(outcome.facts), mood, variant)
