"""A fingerprint tells every change of the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from chatbot.content import fingerprint

CHANGES: dict[str, Callable[[Path, Path], object]] = {
    "another text": lambda intents, prompts: (intents / "a.yaml").write_text("ab", "utf-8"),
    "another name": lambda intents, prompts: (intents / "a.yaml").rename(intents / "c.yaml"),
    "one more": lambda intents, prompts: (prompts / "say.txt").write_text("", "utf-8"),
    "one less": lambda intents, prompts: (prompts / "ask.txt").unlink(),
    "text that moved": lambda intents, prompts: (
        (intents / "a.yaml").write_text("", "utf-8"),
        (intents / "b.yaml").write_text("ab", "utf-8"),
    ),
    "another folder": lambda intents, prompts: (intents / "a.yaml").rename(prompts / "a.yaml"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_shows(change: Callable[[Path, Path], object], tmp_path: Path) -> None:
    intents, prompts = tmp_path / "intents", tmp_path / "prompts"
    for folder, files in ((intents, {"a.yaml": "a", "b.yaml": "b"}), (prompts, {"ask.txt": "ask"})):
        folder.mkdir()
        for name, text in files.items():
            (folder / name).write_text(text, "utf-8")
    assert fingerprint(intents, prompts, tmp_path / "none") != fingerprint(intents, prompts)
    before = fingerprint(intents, prompts)
    assert fingerprint(intents, prompts) == before
    change(intents, prompts)
    assert fingerprint(intents, prompts) != before
