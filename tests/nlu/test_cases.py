"""What is found in messages as customers write them: the words and their values, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from chatbot.domain.content import Content
from chatbot.nlu.entities import Around, find
from chatbot.nlu.text import normalise

FOLDER = Path(__file__).parent / "cases"
KINDS = ("amount", "date", "email", "name", "order_id", "phone", "product", "quantity")
DAY = "2026-11-25"
FEWEST, FEWEST_QUIET, MOST_FAILING = 100, 0.25, 0.03


def cases(kind: str) -> list[tuple[str, dict[str, Any]]]:
    data = yaml.safe_load((FOLDER / f"{kind}.yaml").read_text(encoding="utf-8"))
    return [(language, case) for language, of_language in data["cases"].items() for case in of_language]


def every_case() -> Iterator[Any]:
    for kind in KINDS:
        for language, case in cases(kind):
            reason = case.get("fails")
            marks = [pytest.mark.xfail(reason=reason, strict=True)] if reason else []
            yield pytest.param(kind, language, case, id=f"{kind}-{case['text']}", marks=marks)


@pytest.mark.parametrize(("kind", "language", "case"), every_case())
def test_case(kind: str, language: str, case: dict[str, Any], content: Content) -> None:
    around = Around(
        at=f"{case.get('day', DAY)}T12:00:00.000Z",
        language=language,
        locale=case.get("locale", language),
        asked=kind if case.get("asked") else "",
        named={kind: (case["known"],)} if "known" in case else {},
    )
    text = normalise(case["text"])
    found = [e for e in find(text, content.entities, around) if e.kind == kind]
    assert all(text[e.start : e.end] == e.text for e in found)
    assert [[e.text, e.value] for e in found] == case["found"]


@pytest.mark.parametrize(("language", "case"), cases("time"), ids=lambda case: str(case)[:60])
def test_a_time_of_day_is_found(language: str, case: dict[str, Any], content: Content) -> None:
    text = normalise(case["text"])
    around = Around(at=f"{DAY}T12:05:00.000Z", language=language)
    assert [[e.text, e.value] for e in find(text, content.entities, around) if e.kind == "time"] == case["found"]


@pytest.mark.parametrize(("language", "case"), cases("country"), ids=lambda case: str(case)[:60])
def test_a_country_is_found(language: str, case: dict[str, Any], content: Content) -> None:
    found = find(normalise(case["text"]), content.entities, Around(language=language))
    assert [e.value for e in found if e.kind == "country"] == case["found"]


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_cases_of_both_languages_and_with_nothing_to_find(kind: str) -> None:
    of_kind = cases(kind)
    quiet = sum(not case["found"] for _, case in of_kind)
    chinese = sum(language == "zh" for language, _ in of_kind)
    assert len(of_kind) >= FEWEST
    assert quiet >= FEWEST_QUIET * len(of_kind)
    assert 0.4 <= chinese / len(of_kind) <= 0.6
    assert sum("fails" in case for _, case in of_kind) <= MOST_FAILING * len(of_kind)
