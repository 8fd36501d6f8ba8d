"""How good a bundle is, on messages nobody trained on: plain dicts that JSON can hold."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score

from ..domain.content import Content
from ..domain.understanding import OUT_OF_SCOPE, IntentScore, MoodLabel, Thresholds
from ..errors import ModelError
from ..models.bundle import Bundle
from ..models.responder import T5Responder
from ..models.sentiment import LABELS
from ..nlg import guard, placeholders
from ..ports import Responder
from .acts import Case, cases, prompt
from .measure import Measured

UNSURE = "unsure"
_EXAMPLES = 20
_TIMED = 100


def evaluate_responder(bundle: Bundle, content: Content, *, limit: int | None = None) -> dict[str, Any]:
    """Every held-out paraphrase with every reply and question of its intent: what the guard says of what is written.

    `limit` takes that many of them, evenly spread.
    """
    asked = list(_asked(content))
    if limit is not None and len(asked) > limit:
        asked = [asked[i * len(asked) // limit] for i in range(limit)]
    prompts = [prompt(case, content, message) for case, message in asked]
    written = _write(bundle.responder, prompts)
    refusals: Counter[str] = Counter()
    examples: list[dict[str, Any]] = []
    own = exact = sent_wrong = 0
    for (case, message), text in zip(asked, written, strict=True):
        codes = (UNSURE,) if text is None else guard.check(text, case.act, content, case.language)
        own += not codes
        exact += text == case.target
        refusals.update({code.split(":")[0] for code in codes})
        sent_wrong += text is not None and not codes and not _complete(text, case, content)
        if codes and len(examples) < _EXAMPLES:
            act = f"{case.act.kind} {case.act.topic} {case.act.point} {case.act.mood}".strip()
            examples.append({"act": act, "message": message, "candidate": text, "refused": list(codes)})
    return {
        "replies": len(asked),
        "by_model": own / max(len(asked), 1),
        "as_authored": exact / max(len(asked), 1),
        "refused": {code: number / len(asked) for code, number in refusals.most_common()},
        "wrong_placeholders_sent": sent_wrong,
        "milliseconds": _milliseconds(bundle.responder, prompts),
        "examples_refused": examples,
    }


@dataclass(frozen=True, slots=True)
class _Judged:
    """A message kept apart: what it is, what was found, how surely, and whether the bot acts on it."""

    text: str
    language: str
    wanted: str
    found: str
    probability: float
    answered: bool = True


def evaluate_intents(bundle: Bundle, content: Content) -> dict[str, Any]:
    """Accuracy on the held-out paraphrases, and what becomes of messages that are out of scope."""
    return _of_intents(list(_intents(bundle, content)))


def evaluate_sentiment(
    bundle: Bundle, moods_held_out: Mapping[str, Mapping[MoodLabel, Sequence[str]]]
) -> dict[str, Any]:
    """Accuracy on labelled messages that were kept apart, together and by language."""
    return _of_moods(list(_moods(bundle, moods_held_out)), list(moods_held_out))


def measured(bundle: Bundle, content: Content, what: Literal["intents", "sentiment"]) -> Measured:
    """The same with every message kept apart: what it is, what was found, and how surely."""
    if what == "intents":
        judged = list(_intents(bundle, content))
        numbers = _of_intents(judged)
        # The worst confusions have a place of their own in the report.
        numbers.pop("confused")
    else:
        judged = list(_moods(bundle, content.moods_held_out))
        numbers = _of_moods(judged, list(content.moods_held_out))
    texts, wanted, found = (tuple(getattr(j, name) for j in judged) for name in ("text", "wanted", "found"))
    confidence = np.array([j.probability for j in judged], np.float32)
    return Measured(numbers, texts, wanted, found, confidence, confidence, _right(judged))


def _intents(bundle: Bundle, content: Content) -> Iterator[_Judged]:
    for name, intent in content.intents.items():
        for language, messages in intent.held_out.items():
            for message in messages:
                scores = bundle.intents.score(message, language)
                answered = _answers(scores, bundle.intents.thresholds)
                yield _Judged(message, language, name, scores[0].intent, scores[0].probability, answered)


def _of_intents(judged: Sequence[_Judged]) -> dict[str, Any]:
    right, answered = _right(judged), np.array([j.answered for j in judged], bool)
    outside = [j.found == OUT_OF_SCOPE or not j.answered for j in judged if j.wanted == OUT_OF_SCOPE]
    confused = Counter((j.wanted, j.found) for j in judged if j.wanted != j.found)
    return {
        "messages": len(judged),
        "accuracy": _share(right),
        "macro_f1": _macro_f1(judged),
        "answered": _share(answered),
        "accuracy_of_answered": _share(right[answered]),
        "out_of_scope_recall": _share(np.array(outside, bool)),
        "confused": [{"wanted": w, "found": f, "times": n} for (w, f), n in confused.most_common(_EXAMPLES)],
    }


def _moods(bundle: Bundle, moods_held_out: Mapping[str, Mapping[MoodLabel, Sequence[str]]]) -> Iterator[_Judged]:
    for language, by_label in moods_held_out.items():
        for label, messages in by_label.items():
            for message in messages:
                mood = bundle.sentiment.classify(message)
                yield _Judged(message, language, label, mood.label, mood.confidence)


def _of_moods(judged: Sequence[_Judged], languages: Sequence[str]) -> dict[str, Any]:
    right, spoken = _right(judged), np.array([j.language for j in judged])
    return {
        "messages": len(judged),
        "accuracy": _share(right),
        "macro_f1": _macro_f1(judged, LABELS),
        "by_language": {language: _share(right[spoken == language]) for language in languages},
        # The costly mistake: a bot that beams at somebody who is angry.
        "unhappy_taken_for_happy": sum(j.wanted == "unhappy" and j.found == "happy" for j in judged),
    }


def _right(judged: Sequence[_Judged]) -> NDArray[np.bool_]:
    return np.array([j.wanted == j.found for j in judged], bool)


def _macro_f1(judged: Sequence[_Judged], labels: Sequence[str] | None = None) -> float:
    if not judged:
        return 0.0
    return float(f1_score([j.wanted for j in judged], [j.found for j in judged], labels=labels, average="macro"))


def _asked(content: Content) -> Iterator[tuple[Case, str]]:
    for case in cases(content):
        if case.intent is not None:
            for message in content.intents[case.intent].held_out.get(case.language, ()):
                yield case, message


def _write(responder: Responder, prompts: Sequence[str]) -> list[str | None]:
    """What the responder would have said; None where it raises."""
    if isinstance(responder, T5Responder):
        return [text if lowest >= responder.least else None for text, lowest in responder.write_all(prompts)]
    return [_one(responder, text) for text in prompts]


def _one(responder: Responder, text: str) -> str | None:
    try:
        return responder.write(text)
    except ModelError:
        return None


def _complete(text: str, case: Case, content: Content) -> bool:
    used = set(placeholders.names(text))
    return set(content.must_tell(case.act)) <= used <= set(case.act.facts)


def _milliseconds(responder: Responder, prompts: Sequence[str]) -> float:
    """The median time of one reply, one after the other."""
    taken = []
    for text in prompts[:: max(1, len(prompts) // _TIMED)]:
        started = time.perf_counter()
        _one(responder, text)
        taken.append(1000 * (time.perf_counter() - started))
    return median(taken) if taken else 0.0


def _answers(scores: Sequence[IntentScore], thresholds: Thresholds) -> bool:
    second = scores[1].probability if len(scores) > 1 else 0.0
    return scores[0].probability >= thresholds.answer and scores[0].probability - second >= thresholds.margin


def _share(flags: Any) -> float:
    return float(flags.mean()) if len(flags) else 0.0
