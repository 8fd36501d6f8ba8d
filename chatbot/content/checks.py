"""What the shape of a file alone does not show: placeholders, facts, entities, wordings the guard would refuse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zoneinfo import available_timezones

import phonenumbers

from ..domain.content import ANSWER, MoodPatterns
from ..errors import Mistake
from ..nlg import guard, placeholders, prompt
from ..nlu import dates_words, names, times_words
from .backtracking import endless_text
from .patterns import GAP, circles, unknown
from .schema import EntityFile, IntentFile, OutcomeFile
from .yaml_file import YamlFile, name_of

FEWEST_EXAMPLES = 5
SITUATIONS = frozenset({
    "anything_else", "bot_returns",
    "clarify", "not_understood", "not_understood_again", "handover", "handover_mood",
    "action_failed", "offer_human", "offer_declined", "slot_invalid", "form_cancelled",
    "form_resumed", "corrected", "not_confirmed", "empty_message",
    "still_waiting", "quote", "what_about", "clarify_one", "did_you_mean", "not_an_answer", "yes_or_no",
    "greeting_named", "quote_beside", "languages_spoken", "did_that_help", "offer_beside", "number_wrong", "too_many",
    "queue_left", "queue_wait", "queue_way_out", "lacking", "cannot_undo", "for_the_trouble", "why_asked",
    "compensation", "what_for", "nothing_came", "how_long", "only_whole", "no_card_number", "no_details", "displeased",
    "take_your_time", "which_one", "what_is_it", "misunderstood", "refused", "try_usual",
    "told_least", "told_most", "comes_with", "exception", "not_known_yet", "not_needed", "remedy",
    "told_amount", "told_minimum", "told_number", "told_date", "told_deadline", "told_months", "told_years",
    "told_place", "told_hours", "told_link", "told_carrier", "told_list", "not_known", "why_not_known", "dropped_too",
})  # fmt: skip
"""What the dialogue says outside any intent; each must be written."""

REQUIRED_INTENTS = frozenset({"out_of_scope", "talk_to_human", "never_mind", "greeting", "thanks", "goodbye"})

_USED_BY = {
    "pattern": ("pattern",), "values": ("list",), "region": ("phone", "date"), "timezone": ("date", "time"),
    "words": ("date", "time", "name"), "only": ("date",),
}  # fmt: skip
"""Options of an entity kind, and which kinds look at them."""

_GUARD_MENDS = {
    "digit": "put numbers into a fact and name it as a {placeholder}",
    "link": "put the link into a fact and name it as a {placeholder}",
    "money": "put the amount into a fact and name it as a {placeholder}",
    "language": "write the text in the language it stands under",
    "unknown_placeholder": "add it to facts, or correct the name",
    "repeated_placeholder": "use it once",
    "broken_placeholder": "write placeholders as {name}",
    "missing_fact": "tell it in every wording, or take it out of must_tell",
}


def check_intent(file: YamlFile, intent: IntentFile, entities: Mapping[str, EntityFile]) -> Iterator[Mistake]:
    """Mistakes within one intent."""
    yield from _check_slots(file, intent, entities)
    for name, outcome in intent.outcomes.items():
        yield from check_outcome(file, outcome, ("outcomes", name), tuple(intent.title))
    if intent.action is None and set(intent.outcomes) != {ANSWER}:
        yield Mistake(
            file.name, file.line(("outcomes",)), f"without an action the one outcome is named {ANSWER!r}",
            "rename it, or name the action that gives these outcomes",
        )  # fmt: skip
    if intent.action is None and (given := next((name for name, o in intent.outcomes.items() if o.facts), None)):
        yield Mistake(
            file.name, file.line(("outcomes", given, "facts")), "facts without an action: nobody gives them",
            "name the action that does, or remove them",
        )  # fmt: skip
    if intent.slots and intent.action is None:
        yield Mistake(file.name, file.line(("slots",)), "slots without an action serve nothing", "add the action")
    if intent.check is not None and (intent.action is None or not intent.slots):
        yield Mistake(file.name, file.line(("check",)), "a check without slots and action serves nothing", "remove it")
    for language in intent.title:
        yield from _check_examples(file, intent, language)
    for part, texts in (("examples", intent.examples), ("held_out", intent.held_out)):
        yield from _other_languages(file, (part,), texts, tuple(intent.title))


def check_outcome(
    file: YamlFile, outcome: OutcomeFile, at: tuple[str, ...], languages: tuple[str, ...]
) -> Iterator[Mistake]:
    """Mistakes in the facts and wordings of an outcome or a situation."""
    for name in outcome.must_tell:
        if name not in outcome.facts:
            line = file.line((*at, "must_tell"))
            yield Mistake(file.name, line, f"must_tell names {name!r}, which is not in facts", "add it to facts")
    yield from _other_languages(file, (*at, "replies"), outcome.replies, languages)
    for language in languages:
        moods = outcome.replies.get(language, {})
        if "neutral" not in moods:
            line = file.line((*at, "replies", language))
            yield Mistake(file.name, line, f"no neutral replies in {language!r}", "write at least one")
        for mood, texts in moods.items():
            for index, text in enumerate(texts):
                line = file.line((*at, "replies", language, mood, index))
                yield from _check_wording(file.name, line, text, outcome, language)


def _other_languages(
    file: YamlFile, at: tuple[str | int, ...], by_language: Iterable[str], languages: tuple[str, ...]
) -> Iterator[Mistake]:
    """Texts that nothing would ever read, of a language misspelt or half added."""
    for language in by_language:
        if language not in languages:
            problem = f"texts in {language!r}, but the titles are in {', '.join(languages)}"
            mend = "write everything in this language, the title too, or remove them"
            yield Mistake(file.name, file.line((*at, language)), problem, mend)


def _check_wording(name: str, line: int, text: str, outcome: OutcomeFile, language: str) -> Iterator[Mistake]:
    codes = list(guard.check_text(text, outcome.facts, language))
    told = placeholders.names(text)
    codes += [f"missing_fact:{fact}" for fact in outcome.must_tell if fact not in told]
    for code in codes:
        mend = _GUARD_MENDS.get(code.split(":")[0], "write it so that it could be sent as it is")
        yield Mistake(name, line, f"the reply would be refused ({code})", mend)


def _check_slots(file: YamlFile, intent: IntentFile, entities: Mapping[str, EntityFile]) -> Iterator[Mistake]:
    known: list[str] = []
    for index, slot in enumerate(intent.slots):
        line = file.line(("slots", index))
        if slot.name in known:
            yield Mistake(file.name, line, f"a second slot is named {slot.name!r}", "name it otherwise or remove it")
        yield from _other_languages(file, ("slots", index, "ask"), slot.ask, tuple(intent.title))
        if slot.entity not in entities:
            yield Mistake(
                file.name, file.line(("slots", index, "entity")), f"entity {slot.entity!r} is unknown",
                f"use one of {', '.join(sorted(entities))} or describe it in _entities.yaml",
            )  # fmt: skip
        for language in intent.title:
            texts = slot.ask.get(language, [])
            if not texts:
                yield Mistake(file.name, line, f"slot {slot.name!r} has no question in {language!r}", "write one")
            for number, text in enumerate(texts):
                for code in guard.check_text(text, known, language):
                    at = file.line(("slots", index, "ask", language, number))
                    mend = _GUARD_MENDS.get(code.split(":")[0], "write it so that it could be sent as it is")
                    yield Mistake(file.name, at, f"the question would be refused ({code})", mend)
        known.append(slot.name)


def _check_examples(file: YamlFile, intent: IntentFile, language: str) -> Iterator[Mistake]:
    examples = intent.examples.get(language, [])
    if len(examples) < FEWEST_EXAMPLES:
        line = file.line(("examples", language))
        problem = f"{len(examples)} examples in {language!r}"
        yield Mistake(file.name, line, problem, f"write at least {FEWEST_EXAMPLES}, better twenty")
    seen: dict[str, str] = {}
    for part, texts in (("examples", examples), ("held_out", intent.held_out.get(language, []))):
        for index, text in enumerate(texts):
            key = normal(text)
            if key in seen:
                line = file.line((part, language, index))
                yield Mistake(file.name, line, f"{text!r} stands in {seen[key]} already", "remove one of the two")
            seen[key] = part


def normal(text: str) -> str:
    """The text without case, spaces and punctuation; itself where nothing else is left of it."""
    return re.sub(r"[\W_]+", "", text.lower()) or text


def check_entity(file: YamlFile, name: str, entity: EntityFile) -> Iterator[Mistake]:
    """Mistakes in one entity kind."""
    line = file.line((name,))
    if entity.kind == "pattern":
        try:
            pattern = re.compile(entity.pattern)
        except re.error as error:
            at = file.line((name, "pattern"))
            yield Mistake(file.name, at, f"the pattern is no regular expression: {error}", "correct it")
            return
        if not entity.pattern or pattern.search(""):
            yield Mistake(file.name, line, f"the pattern of {name!r} matches nothing at all", "write a pattern")
        for example in entity.examples:
            if not pattern.search(example):
                yield Mistake(file.name, line, f"the pattern does not find its example {example!r}", "correct one")
        if (text := endless_text(pattern, entity.examples)) is not None:
            problem = f"the pattern takes ever longer for texts such as {text!r}"
            mend = "do not repeat what repeats itself: write (a+) for (a+)+, and [ab]* for (a*b*)*"
            yield Mistake(file.name, file.line((name, "pattern")), problem, mend)
    if entity.timezone and entity.timezone not in available_timezones():
        mend = "name it as in Europe/Berlin or Asia/Shanghai"
        yield Mistake(file.name, file.line((name, "timezone")), f"timezone {entity.timezone!r} is unknown", mend)
    for option, used_by in _USED_BY.items():
        if getattr(entity, option) and entity.kind not in used_by:
            problem = f"{option} says nothing for the kind {entity.kind!r}"
            yield Mistake(
                file.name, file.line((name, option)), problem, f"remove it; it serves {' and '.join(used_by)}"
            )
    if entity.region and entity.region not in phonenumbers.SUPPORTED_REGIONS:
        at = file.line((name, "region"))
        yield Mistake(file.name, at, f"region {entity.region!r} is unknown", "write two capitals, as in DE or CN")
    known = {"date": dates_words.WORDS, "time": times_words.WORDS}.get(entity.kind, names.WORDS)
    for key in sorted(set(entity.words) - known) if entity.kind in _USED_BY["words"] else ():
        mend = f"use one of {', '.join(sorted(known))}"
        yield Mistake(file.name, file.line((name, "words", key)), f"words of {key!r} say nothing here", mend)
    if entity.kind == "list" and not entity.values:
        yield Mistake(file.name, line, f"{name!r} is a list without values", "add values: {value: {en: [names]}}")


SHARED = ("_corrections", "_entities", "_facts", "_situations")
"""What is no intent, one file each."""
BY_LANGUAGE = ("_moods", "_mood_patterns")
"""What is no intent, one file for each language."""


def check_names(folder: Path) -> Iterator[Mistake]:
    """Files whose names keep them from being read, or from being named anywhere."""
    for path in sorted(folder.iterdir()):
        name, stem = name_of(path), path.name.removesuffix(".yaml")
        if path.name.startswith("."):
            continue
        if path.suffix.lower() in (".yml", ".yaml") and path.suffix != ".yaml":
            yield Mistake(name, 1, "nothing reads it", f"name it {path.stem}.yaml")
        elif path.is_dir() and any(path.glob("*.y*ml")):
            yield Mistake(name, 1, "nothing reads what is in a folder here", f"put its files into {name_of(folder)}")
        elif path.suffix == ".yaml" and path.name.startswith("_"):
            if stem not in SHARED and not re.fullmatch(rf"({'|'.join(BY_LANGUAGE)})\.[a-z]{{2}}", stem):
                known = ", ".join((*SHARED, *(f"{one}.en" for one in BY_LANGUAGE)))
                yield Mistake(name, 1, "nothing reads it", f"intents begin without _, and the others are {known}")
        elif path.suffix == ".yaml" and not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", stem):
            mend = "use at most 40 lower-case letters, digits and _, a letter first"
            yield Mistake(name, 1, f"{stem!r} is no name of an intent", mend)


def check_prompt(name: str, template: str) -> Iterator[Mistake]:
    """Mistakes in one prompt template."""
    for number, text in enumerate(template.splitlines() or [""], start=1):
        for field in re.findall(r"\{(\w*)\}", text):
            if field not in prompt.FIELDS:
                mend = f"use one of {', '.join(sorted(prompt.FIELDS))}"
                yield Mistake(name, number, f"{{{field}}} is unknown", mend)
    for needed in ("language", "topic", "facts"):
        if f"{{{needed}}}" not in template:
            yield Mistake(name, 1, f"{{{needed}}} is missing", "the responder can't write without it; add it")


def check_patterns(file: YamlFile, patterns: MoodPatterns) -> Iterator[Mistake]:
    """Gaps that nothing fills, lists that contain themselves."""
    groups: list[tuple[tuple[str, ...], tuple[str, ...]]] = [
        (("lists", name), texts) for name, texts in patterns.lists.items()
    ]
    groups += [((mood,), texts) for mood, texts in patterns.texts.items()]
    for at, texts in groups:
        for index, text in enumerate(texts):
            line = file.line((*at, index))
            for name in unknown(text, patterns.lists):
                yield Mistake(file.name, line, f"no list is named {name!r}", "add it under lists, or correct the name")
            rest = GAP.sub("", text)
            if "{" in rest or "}" in rest:
                yield Mistake(file.name, line, "a brace that is no gap", "write gaps as {name} or {name_2}")
    for name in circles(patterns.lists):
        yield Mistake(file.name, file.line(("lists", name)), f"{name} contains itself", "take it out of its own texts")
