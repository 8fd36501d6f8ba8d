"""Replies of a bot in situations: conversations in YAML, run through the pipeline, with checks on what is said."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter, ValidationError

from ..content.yaml_file import YamlFile, read_yaml
from ..domain import events as ev
from ..domain.content import Content
from ..domain.conversation import Conversation, fold
from ..domain.decision import Decision
from ..domain.scripts import HAN
from ..errors import ContentError, Mistake
from ..pipeline import Pipeline
from ..ports import Actions

_SORRY = re.compile(
    r"(?i)\b(sorry|apologi[sz]\w*|apology|regret|forgive)\b|抱歉|对不起|不好意思|歉意|道歉|致歉|谅解|见谅"
)
_CARES = re.compile(
    r"(?i)\b(understand\w*|know (this|that|how)|can see|don't worry|worrying)\b|理解|体谅|别担心|着急|明白您"
)
_GREETS = re.compile(r"(?i)^\W*(hello|hi|hey|welcome|good (morning|afternoon|evening))\b|^(您好|你好|欢迎|嗨)")
_SAID, _KNOWN = ("sorry", "cares", "greets"), ("en", "zh")
"""Checks on words that a checklist may add to, and must in other languages than these."""
_LINK = re.compile(r"https?://\S+")
_SENTENCE = re.compile(r"[.!?](?=[\s”\"']|$)|[。！？]")
_LATIN = re.compile(r"[A-Za-z]{2,}")


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


def _regex(value: str) -> str:
    try:
        re.compile(value)
    except re.error as error:
        raise ValueError(f"{value!r} is no regular expression: {error}") from None
    return value


Names = Annotated[list[str], BeforeValidator(_several)]
Patterns = Annotated[list[Annotated[str, BeforeValidator(_regex)]], BeforeValidator(_several)]


class Situation(BaseModel):
    """What a customer says, message by message, and what the last reply must be like; see docs/replies.md."""

    model_config = ConfigDict(extra="forbid")

    say: Annotated[Names, Field(min_length=1)]
    kept: bool = False
    language: str | None = None
    locale: str | None = None
    has: Patterns = []
    lacks: Patterns = []
    sorry: bool | None = None
    cares: bool | None = None
    greets: bool | None = None
    asks: Names = []
    asks_not: Names = []
    intent: Names = []
    intent_not: Names = []
    outcome: Names = []
    answers: int | None = None
    escalated: bool | None = None
    buttons: bool | None = None
    sentences: int | None = None
    characters: int | None = None
    repeat: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """Situations by tag, with the lines they stand in, all in one language.

    `words`: what an apology, care and a greeting are said with, beside what is known of English and Chinese.
    """

    file: str
    language: str
    situations: Mapping[str, tuple[tuple[int, Situation], ...]]
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reply:
    """The bot's side of one turn."""

    text: str
    decision: Decision
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """One situation as it went; `wanted` is what was not met, nothing where all is well."""

    file: str
    line: int
    tag: str
    kept: bool
    said: tuple[str, ...]
    replies: tuple[Reply, ...]
    wanted: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Clock:
    at: str

    def now(self) -> str:
        return self.at


_SITUATIONS: TypeAdapter[list[Situation]] = TypeAdapter(list[Situation])


def read_checklist(path: Path, content: Content) -> Checklist:
    """The situations of a file; raises ContentError with every mistake and its line."""
    mistakes: list[Mistake] = []
    file = read_yaml(path, str(path), mistakes, see="docs/replies.md")
    found: dict[str, tuple[tuple[int, Situation], ...]] = {}
    language, words = "", dict[str, tuple[str, ...]]()
    if file is not None:
        language = str(file.data.get("language"))
        if language not in content.languages:
            mistakes.append(_mistake(file, ["language"], "a language of the bot is expected", "write language: en"))
        tags = file.data.get("situations")
        words = _words(file, mistakes)
        if set(file.data) - {"words"} != {"language", "situations"} or not isinstance(tags, dict):
            mistakes.append(_mistake(file, [], "language and situations are expected", "see docs/replies.md"))
            tags = {}
        for tag, listed in tags.items():
            found[str(tag)] = tuple(_situations(file, str(tag), listed, content, mistakes))
            for line, situation in found[str(tag)]:
                mistakes.extend(_wordless(file.name, line, situation, language, words))
    if mistakes:
        raise ContentError(tuple(mistakes))
    return Checklist(path.name, language, found, words)


def _words(file: YamlFile, mistakes: list[Mistake]) -> dict[str, tuple[str, ...]]:
    words = file.data.get("words", {})
    if isinstance(words, dict) and all(
        name in _SAID and isinstance(texts, list) and texts and all(isinstance(t, str) for t in texts)
        for name, texts in words.items()
    ):
        return {name: tuple(texts) for name, texts in words.items()}
    mistakes.append(_mistake(file, ["words"], f"words of {', '.join(_SAID)} are expected", "see docs/replies.md"))
    return {}


def _wordless(
    name: str, line: int, situation: Situation, language: str, words: Mapping[str, Sequence[str]]
) -> Iterator[Mistake]:
    """Checks that would never hold: nobody says how one apologises in that language."""
    spoken = situation.language or language
    for check in _SAID if spoken not in _KNOWN else ():
        if getattr(situation, check) is not None and check not in words:
            mend = f"write words: {{{check}: [...]}} at the top of the file, or use has"
            yield Mistake(name, line, f"{check}: no words of {spoken!r} are known", mend)


def _mistake(file: YamlFile, place: Sequence[str | int], problem: str, mend: str) -> Mistake:
    return Mistake(file.name, file.line(place), problem, mend)


def _situations(
    file: YamlFile, tag: str, listed: Any, content: Content, mistakes: list[Mistake]
) -> Iterator[tuple[int, Situation]]:
    try:
        read = _SITUATIONS.validate_python(listed)
    except ValidationError as error:
        for e in error.errors():
            check = " ".join(str(part) for part in e["loc"][1:2])
            problem = f"unknown check {check!r}" if e["type"] == "extra_forbidden" else f"{check or tag}: {e['msg']}"
            mistakes.append(_mistake(file, ["situations", tag, *e["loc"]], problem, "see docs/replies.md"))
        return
    slots = {slot.name for intent in content.intents.values() for slot in intent.slots}
    outcomes = {name for intent in content.intents.values() for name in intent.outcomes}
    topics = {*content.intents, *content.situations}
    known = {"intent": topics, "intent_not": topics, "asks": slots, "asks_not": slots, "outcome": outcomes}
    for index, situation in enumerate(read):
        for check, names in known.items():
            for name in getattr(situation, check):
                if name not in names:
                    place: list[str | int] = ["situations", tag, index, check]
                    mistakes.append(_mistake(file, place, f"{check}: the bot knows no {name!r}", "check the name"))
        yield file.line(["situations", tag, index]), situation


def run_checklist(
    pipeline: Pipeline, actions: Callable[[], Actions], checklist: Checklist, at: str
) -> Iterator[Outcome]:
    """Every situation in a conversation of its own, with a fresh business and at the same time (UTC, ISO 8601)."""
    for tag, situations in checklist.situations.items():
        for line, situation in situations:
            bot = replace(pipeline, actions=actions(), clock=_Clock(at))
            locale = situation.locale or checklist.language
            replies = converse(bot, f"{checklist.file}:{line}", situation.say, locale)
            wanted = tuple(_unmet(situation, replies, situation.language or checklist.language, checklist.words))
            yield Outcome(checklist.file, line, tag, situation.kept, tuple(situation.say), replies, wanted)


def converse(bot: Pipeline, id: str, messages: Sequence[str], locale: str) -> tuple[Reply, ...]:
    """What the bot replies to each message in turn."""
    conversation = fold(id, [ev.ConversationStarted(at=bot.clock.now(), locale=locale)])
    replies = []
    for number, text in enumerate(messages):
        conversation = conversation.apply(ev.CustomerSaid(at=bot.clock.now(), id=f"m{number}", text=text))
        reply, conversation = _turn(bot, conversation)
        replies.append(reply)
    return tuple(replies)


def _turn(bot: Pipeline, conversation: Conversation) -> tuple[Reply, Conversation]:
    turn = bot.answer(conversation, conversation.pending[0])
    decision = next(e.decision for e in turn if isinstance(e, ev.Decided))
    said = next((e for e in turn if isinstance(e, ev.BotSaid)), None)
    reply = Reply(said.text, decision, said.quick_replies) if said else Reply("", decision)
    return reply, conversation.apply_all(turn)


def repeats(replies: Sequence[Reply]) -> list[str]:
    """The replies that say the last one again, word for word."""
    pairs = pairwise(replies)
    return [then.text for before, then in pairs if then.text and then.text == before.text]


def sentences(text: str) -> int:
    """How many sentences; a link alone is none."""
    parts = _SENTENCE.split(_LINK.sub("", text))
    return sum(any(c.isalnum() for c in part) for part in parts)


def _unmet(s: Situation, replies: Sequence[Reply], language: str, words: Mapping[str, Sequence[str]]) -> Iterator[str]:
    last = replies[-1]
    said = {
        name: re.search("|".join(map(re.escape, words.get(name, ()))) or r"(?!)", last.text, re.I) for name in _SAID
    }
    text, acts = last.text, last.decision.acts
    topics = {act.topic for act in acts} | {last.decision.intent or ""}
    asked = {act.point for act in acts if act.kind == "ask"}
    points = {act.point for act in acts if act.kind == "reply"}
    answered = {(act.topic, act.point, *act.facts.items()) for act in acts if act.kind == "reply"}
    escalated = any(reply.decision.kind == "escalate" for reply in replies)
    yield from (f"has {pattern}" for pattern in s.has if not re.search(pattern, text, re.I))
    yield from (f"lacks {pattern}" for pattern in s.lacks if re.search(pattern, text, re.I))
    checks = (
        ("sorry", s.sorry, bool(said["sorry"] or _SORRY.search(text))),
        ("cares", s.cares, bool(said["cares"] or said["sorry"] or _SORRY.search(text) or _CARES.search(text))),
        ("greets", s.greets, bool(_greets(text, words.get("greets", ())))),
        ("escalated", s.escalated, escalated),
        ("buttons", s.buttons, bool(last.buttons)),
        ("answers", s.answers, len(answered)),
    )
    yield from (f"{name}: {wanted}, not {found}" for name, wanted, found in checks if wanted not in (None, found))
    yield from (f"asks {name}" for name in s.asks if name not in asked)
    yield from (f"asks_not {name}" for name in s.asks_not if name in asked)
    if s.intent and not topics & set(s.intent):
        yield f"intent {' or '.join(s.intent)}, not {' '.join(sorted(filter(None, topics)))}"
    yield from (f"intent_not {name}" for name in s.intent_not if name in topics)
    if s.outcome and not points & set(s.outcome):
        yield f"outcome {' or '.join(s.outcome)}, not {' '.join(sorted(points)) or 'none'}"
    if s.sentences is not None and sentences(text) > s.sentences:
        yield f"at most {s.sentences} sentences, not {sentences(text)}"
    if s.characters is not None and len(text) > s.characters:
        yield f"at most {s.characters} characters, not {len(text)}"
    if text and not _is_in(text, language):
        yield f"language {language}"
    if not s.repeat and repeats(replies):
        yield "no reply twice in a row"


def _greets(text: str, words: Sequence[str]) -> bool:
    start = text.lstrip(" \u201e\u201c\"'").lower()
    return bool(_GREETS.search(text)) or any(start.startswith(word.lower()) for word in words)


def _is_in(text: str, language: str) -> bool:
    """Whether the words are Chinese where they should be; names and addresses stay as they are."""
    han, latin = len(HAN.findall(text)), len(_LATIN.findall(_LINK.sub("", text)))
    return han > latin if language == "zh" else han == 0 or latin > 2 * han


def measured(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """The share of situations passed: all, those to mend from, those kept apart; by tag; and the failures."""
    tags = dict.fromkeys(o.tag for o in outcomes)
    return {
        "situations": len(outcomes),
        "passed": _share(outcomes),
        "passed_open": _share([o for o in outcomes if not o.kept]),
        "passed_kept": _share([o for o in outcomes if o.kept]),
        "repeated": sum(len(repeats(o.replies)) for o in outcomes),
        "by_tag": {tag: _share([o for o in outcomes if o.tag == tag]) for tag in tags},
        "failed": [as_json(o) for o in outcomes if o.wanted],
    }


def _share(outcomes: Sequence[Outcome]) -> float:
    return sum(not o.wanted for o in outcomes) / len(outcomes) if outcomes else 0.0


def as_json(o: Outcome) -> dict[str, Any]:
    """One situation for programs."""
    turns = [
        {"customer": said, "bot": reply.text, "reasons": [r.code for r in reply.decision.reasons]}
        for said, reply in zip(o.said, o.replies, strict=True)
    ]
    return {
        "file": o.file, "line": o.line, "tag": o.tag, "kept": o.kept, "conversation": turns, "wanted": list(o.wanted),
    }  # fmt: skip


def as_text(situation: Mapping[str, Any]) -> str:
    """One situation for people: the conversation and what was expected."""
    lines = [f"{situation['file']}:{situation['line']} {situation['tag']}"]
    for turn in situation["conversation"]:
        lines += [f"  customer: {turn['customer']}", f"  bot:      {turn['bot']}"]
    lines += [f"  expected: {wanted}" for wanted in situation["wanted"]]
    return "\n".join(lines)
