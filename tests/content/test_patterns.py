"""Messages with gaps: filled at random, checked when content is loaded."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from chatbot.content import load
from chatbot.content.patterns import circles, fill, unknown
from chatbot.errors import ContentError

ROOT = Path(__file__).resolve().parents[2]
LISTS = {"thing": ("lamp", "rug"), "good": ("nice", "very {warm}"), "warm": ("cosy",)}


def test_gaps_are_filled_from_their_lists() -> None:
    filled = {fill("the {thing} is {good}", LISTS, Random(seed)) for seed in range(50)}
    assert filled == {"the lamp is nice", "the rug is nice", "the lamp is very cosy", "the rug is very cosy"}


def test_a_gap_twice_is_the_same_and_a_numbered_one_is_another() -> None:
    for seed in range(20):
        first, again, other = fill("{thing} {thing} {thing_2}", LISTS, Random(seed)).split()
        assert first == again != other


def test_unknown_lists_and_circles_are_found() -> None:
    assert list(unknown("a {thing} and a {what}", LISTS)) == ["what"]
    assert set(circles({"a": ("{b}",), "b": ("x {a}",), "c": ("{a}",)})) == {"a", "b"}


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("lists:\n  thing: [lamp]\nunhappy:\n  - 'the {things} broke'\n", 4, "no list is named 'things'"),
        ("lists:\n  thing: [lamp]\nhappy:\n  - 'a {thing'\n", 4, "a brace that is no gap"),
        ("lists:\n  thing: ['{thing} lamp']\n", 2, "thing contains itself"),
    ],
)
def test_mistakes_in_patterns_name_their_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, line: int, problem: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("intents", "prompts"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "intents" / "_mood_patterns.en.yaml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as error:
        load(tmp_path / "intents", tmp_path / "prompts")
    (mistake,) = [m for m in error.value.mistakes if m.file == "intents/_mood_patterns.en.yaml"]
    assert (mistake.line, mistake.problem) == (line, problem)
