"""Content files into `domain.content.Content`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..domain import content as dc
from ..errors import ContentError, Mistake
from . import checks
from .schema import EntityFile, FactFile, IntentFile, MoodPatternsFile, MoodsFile, OutcomeFile, parse
from .yaml_file import YamlFile, name_of, read_text, read_yaml

PROMPT_KINDS = ("reply", "ask", "say")


def load(intents: Path, prompts: Path) -> dc.Content:
    """Everything below the two folders; raises ContentError with all mistakes at once."""
    mistakes: list[Mistake] = []
    for folder in (intents, prompts):
        if not folder.is_dir():
            mistakes.append(Mistake(str(folder), 1, "no such folder", "name the folder with the content"))
    if mistakes:
        raise ContentError(tuple(mistakes))
    mistakes.extend(checks.check_names(intents))
    entities = _entities(intents, mistakes)
    intent_files = _intents(intents, entities, mistakes)
    _check_offers(intents, entities, intent_files, mistakes)
    _check_follow_ups(intents, intent_files, mistakes)
    situations = _situations(intents, intent_files, mistakes)
    templates = _prompts(prompts, mistakes)
    moods, held_out = _moods(intents, mistakes)
    if intent_files:
        _check_moods(intents, _languages(intent_files), moods, mistakes)
    patterns = _patterns(intents, mistakes)
    facts = _facts(intents, intent_files, mistakes)
    corrections = _texts(intents / "_corrections.yaml", mistakes)
    if mistakes:
        raise ContentError(tuple(sorted(mistakes, key=lambda m: (m.file, m.line))))
    return dc.Content(
        languages=_languages(intent_files),
        intents={name: _intent(name, file) for name, file in intent_files.items()},
        situations={name: _outcome(file) for name, file in situations.items()},
        entities={name: _entity(name, file) for name, file in entities.items()},
        prompts=templates,
        moods=moods,
        moods_held_out=held_out,
        mood_patterns=patterns,
        corrections=corrections,
        facts=facts,
    )


def _read(path: Path, mistakes: list[Mistake]) -> YamlFile:
    """The file; an empty one, with a mistake added, where it can't be read."""
    if not path.is_file():
        mistakes.append(
            Mistake(name_of(path), 1, "the file is missing", "add it; intents/README.md says what it holds")
        )
        return YamlFile(name_of(path), {}, None)
    return read_yaml(path, name_of(path), mistakes) or YamlFile(name_of(path), {}, None)


def _entities(folder: Path, mistakes: list[Mistake]) -> dict[str, EntityFile]:
    file = _read(folder / "_entities.yaml", mistakes)
    found: dict[str, EntityFile] = {}
    for name, data in file.data.items():
        entity = parse(EntityFile, file, data, mistakes, (str(name),))
        if entity is not None:
            found[str(name)] = entity
            mistakes.extend(checks.check_entity(file, str(name), entity))
    return found


def _intents(folder: Path, entities: dict[str, EntityFile], mistakes: list[Mistake]) -> dict[str, IntentFile]:
    found: dict[str, IntentFile] = {}
    owner: dict[str, str] = {}
    languages: tuple[str, ...] | None = None
    for path in _intent_paths(folder):
        file = read_yaml(path, name_of(path), mistakes)
        intent = parse(IntentFile, file, file.data, mistakes) if file else None
        if file is None or intent is None:
            continue
        found[path.stem] = intent
        mistakes.extend(checks.check_intent(file, intent, entities))
        languages = languages or tuple(intent.title)
        if set(intent.title) != set(languages):
            problem = f"languages {', '.join(intent.title)}, but other intents have {', '.join(languages)}"
            mistakes.append(Mistake(file.name, file.line(("title",)), problem, "write every intent in all languages"))
        mistakes.extend(_shared_examples(file, path.stem, intent, owner))
    for name in sorted(checks.REQUIRED_INTENTS - set(found)):
        if not _has(folder, name):
            mend = "add the file; the dialogue needs this intent"
            mistakes.append(Mistake(name_of(folder / f"{name}.yaml"), 1, "the intent is missing", mend))
    return found


def _check_offers(
    folder: Path, entities: dict[str, EntityFile], intents: dict[str, IntentFile], mistakes: list[Mistake]
) -> None:
    """What a kind of entity offers must be there, and have a place for it."""
    file = _read(folder / "_entities.yaml", [])
    for name, entity in entities.items():
        for offered in entity.offers:
            intent = intents.get(offered)
            if intent is None and _has(folder, offered):
                continue
            if intent is None or all(slot.entity != name for slot in intent.slots):
                mend = "offer intents with a slot of this kind"
                problem = f"{name!r} offers {offered!r}, which is no intent with a place for it"
                mistakes.append(Mistake(file.name, file.line((name, "offers")), problem, mend))


def _check_follow_ups(folder: Path, intents: dict[str, IntentFile], mistakes: list[Mistake]) -> None:
    """What questions behind an intent's answer are about must be there."""
    for name, intent in intents.items():
        for follow_up in intent.follow_ups:
            if follow_up not in intents and not _has(folder, follow_up):
                file = _read(folder / f"{name}.yaml", [])
                problem = f"follow_ups names {follow_up!r}, which is no intent"
                mistakes.append(Mistake(file.name, file.line(("follow_ups",)), problem, "name an intent"))


def _intent_paths(folder: Path) -> list[Path]:
    return sorted(folder.glob("[!_.]*.yaml"))


def _has(folder: Path, intent: str) -> bool:
    """Whether an intent has a file, which may have mistakes of its own: who mends them has mended what rests on it."""
    return (folder / f"{intent}.yaml").is_file()


def _shared_examples(file: YamlFile, name: str, intent: IntentFile, owner: dict[str, str]) -> Iterable[Mistake]:
    for language, texts in intent.examples.items():
        for index, text in enumerate(texts):
            other = owner.setdefault(checks.normal(text), name)
            if other != name:
                line = file.line(("examples", language, index))
                yield Mistake(file.name, line, f"{text!r} is an example of {other!r} too", "keep it in one of them")


def _situations(folder: Path, intents: dict[str, IntentFile], mistakes: list[Mistake]) -> dict[str, OutcomeFile]:
    file = _read(folder / "_situations.yaml", mistakes)
    languages = next((tuple(i.title) for i in intents.values()), ())
    found: dict[str, OutcomeFile] = {}
    for name, data in file.data.items():
        outcome = parse(OutcomeFile, file, data, mistakes, (str(name),))
        if outcome is not None:
            mistakes.extend(checks.check_outcome(file, outcome, (str(name),), languages))
        found[str(name)] = outcome or OutcomeFile(replies={})
        if name not in checks.SITUATIONS:
            mend = f"the dialogue knows {', '.join(sorted(checks.SITUATIONS))}"
            mistakes.append(Mistake(file.name, file.line((str(name),)), f"situation {name!r} is unknown", mend))
    if file.data:
        for name in sorted(checks.SITUATIONS - set(found)):
            mistakes.append(Mistake(file.name, 1, f"situation {name!r} is missing", "add it; the dialogue says it"))
    return found


def _facts(folder: Path, intents: dict[str, IntentFile], mistakes: list[Mistake]) -> dict[str, dc.Fact]:
    """What the facts of the outcomes are; without the file no question behind an answer is answered from them."""
    path = folder / "_facts.yaml"
    file = read_yaml(path, name_of(path), mistakes) if path.is_file() else None
    if file is None:
        return {}
    told = {name for intent in intents.values() for outcome in intent.outcomes.values() for name in outcome.facts}
    found: dict[str, dc.Fact] = {}
    for name, data in file.data.items():
        fact = parse(FactFile, file, data, mistakes, (str(name),))
        if fact is not None:
            words = {lang: tuple(t.lower() for t in texts) for lang, texts in fact.words.items()}
            found[str(name)] = dc.Fact(fact.kind, words)
        if name not in told and all(path.stem in intents for path in _intent_paths(folder)):
            mend = "remove it or correct its name"
            mistakes.append(Mistake(file.name, file.line((str(name),)), f"no outcome has a fact {name!r}", mend))
    return found


def _prompts(folder: Path, mistakes: list[Mistake]) -> dict[str, str]:
    templates = {}
    for kind in PROMPT_KINDS:
        path = folder / f"{kind}.txt"
        if not path.is_file():
            mistakes.append(Mistake(name_of(path), 1, "the template is missing", "add it; see prompts/README.md"))
            continue
        text = read_text(path, name_of(path), mistakes)
        if text is not None:
            templates[kind] = text.strip()
            mistakes.extend(checks.check_prompt(name_of(path), templates[kind]))
    return templates


def _moods(folder: Path, mistakes: list[Mistake]) -> tuple[dict[str, dc.MoodTexts], dict[str, dc.MoodTexts]]:
    moods: dict[str, dc.MoodTexts] = {}
    held_out: dict[str, dc.MoodTexts] = {}
    for path in sorted(folder.glob("_moods.*.yaml")):
        file = read_yaml(path, name_of(path), mistakes)
        parsed = parse(MoodsFile, file, file.data, mistakes) if file else None
        if parsed is not None:
            language = path.name.split(".")[1]
            moods[language] = {
                "unhappy": tuple(parsed.unhappy), "neutral": tuple(parsed.neutral), "happy": tuple(parsed.happy),
            }  # fmt: skip
            held_out[language] = {mood: tuple(texts) for mood, texts in parsed.held_out.items()}
    return moods, held_out


def _check_moods(
    folder: Path, languages: tuple[str, ...], moods: dict[str, dc.MoodTexts], mistakes: list[Mistake]
) -> None:
    """Each language of the intents, and no other, has messages of each mood to learn from."""
    for language in sorted({*languages, *moods}):
        name = name_of(folder / f"_moods.{language}.yaml")
        if language not in languages:
            mend = "write the intents in it too, or remove the file"
            mistakes.append(Mistake(name, 1, f"the bot does not speak {language!r}", mend))
        elif language not in moods:
            if not (folder / f"_moods.{language}.yaml").is_file():
                mend = "add it; the mood is learned from it, see docs/moods.md"
                mistakes.append(Mistake(name, 1, "the file is missing", mend))
        elif lacking := [mood for mood, texts in moods.get(language, {}).items() if not texts]:
            mistakes.append(Mistake(name, 1, f"no messages that are {' or '.join(lacking)}", "write some"))


def _patterns(folder: Path, mistakes: list[Mistake]) -> dict[str, dc.MoodPatterns]:
    found: dict[str, dc.MoodPatterns] = {}
    for path in sorted(folder.glob("_mood_patterns.*.yaml")):
        file = read_yaml(path, name_of(path), mistakes)
        parsed = parse(MoodPatternsFile, file, file.data, mistakes) if file else None
        if file is None or parsed is None:
            continue
        by_mood: dc.MoodTexts = {
            "unhappy": tuple(parsed.unhappy), "neutral": tuple(parsed.neutral), "happy": tuple(parsed.happy),
        }  # fmt: skip
        patterns = dc.MoodPatterns({name: tuple(texts) for name, texts in parsed.lists.items()}, by_mood)
        mistakes.extend(checks.check_patterns(file, patterns))
        found[path.name.split(".")[1]] = patterns
    return found


def _texts(path: Path, mistakes: list[Mistake]) -> dict[str, tuple[str, ...]]:
    file = _read(path, mistakes)
    found: dict[str, tuple[str, ...]] = {}
    for language, texts in file.data.items():
        if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
            line = file.line((str(language),))
            mistakes.append(Mistake(file.name, line, f"{language}: a list of texts is expected", "write one on a line"))
            continue
        found[str(language)] = tuple(t.strip().lower() for t in texts)
    return found


def _languages(intents: dict[str, IntentFile]) -> tuple[str, ...]:
    return tuple(next(iter(intents.values())).title)


def _by_language(texts: dict[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {language: tuple(values) for language, values in texts.items()}


def _outcome(file: OutcomeFile) -> dc.Outcome:
    replies = {lang: {mood: tuple(t) for mood, t in moods.items()} for lang, moods in file.replies.items()}
    return dc.Outcome(tuple(file.facts), tuple(file.must_tell), replies, explains=file.explains, settles=file.settles)


def _entity(name: str, file: EntityFile) -> dc.EntityKind:
    values = {value: _by_language(names) for value, names in file.values.items()}
    words = {key: _by_language(texts) for key, texts in file.words.items()}
    return dc.EntityKind(
        name, file.kind, file.pattern, values, tuple(file.examples), file.region, file.timezone, tuple(file.offers),
        words, file.only,
    )  # fmt: skip


def _intent(name: str, file: IntentFile) -> dc.Intent:
    return dc.Intent(
        name=name,
        title=dict(file.title),
        examples=_by_language(file.examples),
        held_out=_by_language(file.held_out),
        outcomes={outcome: _outcome(o) for outcome, o in file.outcomes.items()},
        slots=tuple(dc.Slot(s.name, s.entity, _by_language(s.ask), s.required) for s in file.slots),
        action=file.action,
        escalate=file.escalate,
        priority=file.priority,
        smalltalk=file.smalltalk,
        close=file.close,
        check=file.check,
        yields=file.yields,
        whole=file.whole,
        follow_ups=tuple(file.follow_ups),
    )
