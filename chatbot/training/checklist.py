"""Behaviour of a mood model on minimal pairs, in the way of CheckList (Ribeiro and others, ACL 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, TypeAdapter, ValidationError

from ..domain.understanding import Mood, MoodLabel
from ..errors import DataError
from ..ports import SentimentClassifier

MARGIN = 0.05
"""By so much the strengths of a directional pair must lie apart."""
_FAILURES = 400


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Text(_Strict):
    text: str
    mood: Annotated[list[MoodLabel], BeforeValidator(_several)]


class _Direction(_Strict):
    more_unhappy: str
    than: str


class _Same(_Strict):
    same: list[str]


_Test = list[_Text] | _Direction | _Same
_FILE: TypeAdapter[dict[str, list[_Test]]] = TypeAdapter(dict[str, list[_Test]])


@dataclass(frozen=True, slots=True)
class Checklist:
    """Tests by capability, such as negation."""

    tests: dict[str, list[Any]]


def read_checklist(path: Path) -> Checklist:
    """The file's tests; raises DataError.

    YAML: a capability's name and its tests. A test is a list of texts with the mood each must have (or a list of
    moods, of which one is enough), `{more_unhappy: TEXT, than: TEXT}`, or `{same: [TEXT, TEXT]}`.
    """
    try:
        return Checklist(dict(_FILE.validate_python(yaml.safe_load(path.read_text("utf-8")))))
    except OSError as error:
        raise DataError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise DataError(f"{path}: not UTF-8") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DataError(f"{path}:{line}: not YAML: {error.problem}") from None
    except yaml.YAMLError as error:
        raise DataError(f"{path}: not YAML: {str(error).splitlines()[0]}") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = "".join(f" {part}" for part in first["loc"][:2])
        raise DataError(f"{path}:{place} {first['msg'].lower()}; docs/moods.md says what a file holds") from None


def measure_checklist(classifier: SentimentClassifier, lists: Sequence[Checklist]) -> dict[str, Any]:
    """The share of tests passed, all together and by capability, and those that failed."""
    passed: dict[str, list[bool]] = {}
    failed: list[dict[str, Any]] = []
    for checklist in lists:
        for capability, tests in checklist.tests.items():
            for test in tests:
                moods = {text: classifier.classify(text) for text in _texts(test)}
                right = _holds(test, moods)
                passed.setdefault(capability, []).append(right)
                if not right:
                    said = {text: f"{mood.label} {mood.strength:+.2f}" for text, mood in moods.items()}
                    failed.append({"capability": capability, "said": said})
    every = [right for rights in passed.values() for right in rights]
    return {
        "tests": len(every),
        "passed": sum(every) / max(len(every), 1),
        "by_capability": {name: sum(rights) / len(rights) for name, rights in passed.items()},
        "failed": failed[:_FAILURES],
    }


def _texts(test: Any) -> list[str]:
    if isinstance(test, _Direction):
        return [test.more_unhappy, test.than]
    return test.same if isinstance(test, _Same) else [part.text for part in test]


def _holds(test: Any, moods: dict[str, Mood]) -> bool:
    if isinstance(test, _Direction):
        return moods[test.more_unhappy].strength < moods[test.than].strength - MARGIN
    if isinstance(test, _Same):
        return len({mood.label for mood in moods.values()}) == 1
    return all(moods[part.text].label in part.mood for part in test)
