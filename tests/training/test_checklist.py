"""Checklists: what passes, what fails, and what is no checklist."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatbot.domain.understanding import Mood, MoodLabel
from chatbot.errors import DataError
from chatbot.training.checklist import measure_checklist, read_checklist


class Words:
    """Strength by single words."""

    def classify(self, text: str) -> Mood:
        strength = sum({"good": 0.5, "bad": -0.5, "awful": -0.9}.get(word, 0.0) for word in text.split())
        label: MoodLabel = "happy" if strength > 0.2 else "unhappy" if strength < -0.2 else "neutral"
        return Mood(label, strength, 1.0)


def test_each_kind_of_test_passes_and_fails(tmp_path: Path) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(
        """
negation:
  - [{text: good, mood: happy}, {text: not good, mood: unhappy}]
  - [{text: good, mood: happy}, {text: fine, mood: [neutral, happy]}]
degree:
  - {more_unhappy: awful, than: bad}
  - {more_unhappy: bad, than: bad}
names:
  - {same: [bad lamp, bad rug]}
  - {same: [bad lamp, good lamp]}
""",
        "utf-8",
    )
    found = measure_checklist(Words(), [read_checklist(file)])
    assert found["tests"] == 6
    assert found["passed"] == 0.5
    assert found["by_capability"] == {"negation": 0.5, "degree": 0.5, "names": 0.5}
    assert found["failed"][0] == {"capability": "negation", "said": {"good": "happy +0.50", "not good": "happy +0.50"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a:\n  b: [", r"list\.yaml:2: not YAML: [^\n]+$"),
        ("- 1", "valid dictionary"),
        ("a:\n  - {more: x}", "a 0"),
        ("a:\n  - [{text: x, mood: angry}]", "unhappy"),
    ],
)
def test_what_is_no_checklist_is_said(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "list.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError, match=said):
        read_checklist(file)
    with pytest.raises(DataError, match="No such file"):
        read_checklist(tmp_path / "none.yaml")
