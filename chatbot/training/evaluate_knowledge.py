"""How well articles answer: on questions that an article answers and on such that none does."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from ..content.articles import load_articles
from ..dialogue.options import QUOTE
from ..dialogue.settings import DialogueSettings
from ..dialogue.steps import QUOTE_BESIDE
from ..errors import DataError
from ..pipeline import Pipeline
from ..ports import Knowledge
from .replies import converse

Section = tuple[str, str]
"""An article and a heading in it."""
QUESTIONS = "_questions.yaml"


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the article and heading that answer it, empty where none does; `held_out` chose nothing."""

    text: str
    language: str
    article: str
    heading: str
    held_out: bool


def read_questions(folder: Path) -> tuple[Question, ...]:
    """The questions beside the articles; raises DataError."""
    path = folder / QUESTIONS
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return tuple(_questions(data))
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}; write questions as in examples/shop/articles") from None
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError, TypeError) as error:
        raise DataError(f"{path}: {error}; write it as in examples/shop/articles") from None


def _questions(data: Any) -> Iterator[Question]:
    for language, kinds in data.items():
        lists = [(a, h, texts) for a, parts in kinds["answered"].items() for h, texts in parts.items()]
        for article, heading, texts in [*lists, ("", "", kinds["unanswered"])]:
            for index, text in enumerate(texts):
                yield Question(text, language, article, heading, index % 2 == 1)


def evaluate_knowledge(knowledge: Knowledge, folder: Path, bot: Pipeline | None = None) -> dict[str, Any]:
    """Shares for each language on the held-out half, the same on the half that chose the weights, and time.

    With a bot also what it says to each question as the first message of a conversation.
    """
    questions = read_questions(folder)
    said = {q: _quoted(bot, q, folder) for q in questions} if bot is not None else {}
    found: dict[str, Any] = {}
    for language in dict.fromkeys(q.language for q in questions):
        for held_out in (True, False):
            chosen = [q for q in questions if q.language == language and q.held_out == held_out]
            name = language if held_out else f"{language} on the choosing half"
            found |= {f"{name}: {what}": value for what, value in _measure(knowledge, chosen, said).items()}
    started = time.perf_counter()
    for question in questions:
        knowledge.find(question.text, question.language)
    found["ms per question"] = round((time.perf_counter() - started) / max(1, len(questions)) * 1000, 3)
    return found


def _quoted(bot: Pipeline, question: Question, folder: Path) -> Section | None:
    """The section of which the bot quotes a passage in answer to a question, alone or beside an intent's reply."""
    (reply,) = converse(bot, "question", [question.text], question.language)
    quotes = [a.facts["quote"] for a in reply.decision.acts if a.topic in (QUOTE, QUOTE_BESIDE)]
    return _sections(folder, bot.content.languages).get(quotes[0], ("", "")) if quotes else None


@cache
def _sections(folder: Path, languages: tuple[str, ...]) -> dict[str, Section]:
    passages = load_articles(folder, languages, "https://shop.example/{name}")
    return {p.text: (p.article, p.heading) for p in passages}


def _measure(
    knowledge: Knowledge, questions: list[Question], said: Mapping[Question, Section | None]
) -> dict[str, Any]:
    least = DialogueSettings().quote
    asked = {q: knowledge.find(q.text, q.language) for q in questions}
    quoted = {q: f for q, f in asked.items() if f is not None and f.probability >= least}
    answered = [q for q in questions if q.article]
    others = [q for q in questions if not q.article]
    right = [q for q in answered if (f := asked[q]) and f.article == q.article]
    exact = [q for q in right if (f := asked[q]) and f.heading == q.heading]
    data: dict[str, Any] = {
        "answerable": len(answered),
        "recall@1 (article)": _share(len(right), len(answered)),
        "recall@1 (section)": _share(len(exact), len(answered)),
        "answerable and quoted": _share(sum(q in quoted for q in answered), len(answered)),
        "of those from the right section": _share(
            sum(q in quoted for q in exact), sum(q in quoted for q in answered)
        ),
        "unanswerable": len(others),
        "unanswerable without a quote": _share(sum(q not in quoted for q in others), len(others)),
    }  # fmt: skip
    if said:
        shown = [q for q in answered if said[q] is not None]
        fitting = sum(said[q] == (q.article, q.heading) for q in shown)
        data["answerable: the right section quoted by the whole bot"] = _share(fitting, len(answered))
        data["answerable: another section quoted by the whole bot"] = _share(len(shown) - fitting, len(answered))
        data["unanswerable: no quote from the whole bot"] = _share(sum(said[q] is None for q in others), len(others))
    return data


def _share(count: int, of: int) -> float:
    return round(count / of, 3) if of else 0.0
