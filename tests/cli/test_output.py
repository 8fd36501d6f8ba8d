"""What verbs write: never over a database, whole or not at all, and looked at before the work."""

from __future__ import annotations

import asyncio
import json
import os
import stat
from pathlib import Path

import pytest

from chatbot.cli import main, output, transcripts
from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.errors import DataError
from chatbot.transcripts.sqlite import SqliteStore

DATABASE = "data/chatbot.sqlite3"
ENDS = ("", "-wal", "-shm", "-journal", ".lock")


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    asyncio.run(_fill(tmp_path / DATABASE))
    return tmp_path / DATABASE


async def _fill(path: Path) -> None:
    store = SqliteStore.open(path)
    await store.append(Conversation("one"), (ev.ConversationStarted(at="2026-01-02T03:04:05.678Z", locale="en"),))
    await store.close()


def exported(target: str = "out.jsonl") -> list[str]:
    assert main(["export", target]) == 0
    return [json.loads(line)["conversation"] for line in Path(target).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("end", ENDS)
def test_no_report_and_no_export_is_written_over_the_database(
    end: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = f"{DATABASE}{end}"
    before = database.read_bytes()
    for argv in (["export", target], ["validate", "--json", target], ["erase", "one", "--yes", "--json", target]):
        assert main(argv) == 1
        caught = capsys.readouterr()
        assert "a file of the database" in caught.err
        assert caught.out == ""
    assert database.read_bytes() == before
    assert exported() == ["one"]


def test_other_names_of_a_database_are_known(database: Path) -> None:
    Path("soft").symlink_to(database)
    os.link(database, "hard")
    for name in ("soft", "hard", "soft-wal", "hard.lock"):
        with pytest.raises(DataError, match="a file of the database"):
            output.check_target(Path(name))
    for name in ("soft.jsonl", "-wal", ".lock", "other.lock"):
        output.check_target(Path(name))


def test_what_is_written_is_for_its_owner_and_replaces_what_was_there() -> None:
    Path("out.jsonl").write_text("old", encoding="utf-8")
    Path("out.jsonl").chmod(0o644)
    Path("link").symlink_to("out.jsonl")
    assert exported("link") == ["one"]
    assert Path("link").is_symlink()
    assert stat.S_IMODE(Path("out.jsonl").stat().st_mode) == 0o600
    output.write(Path(os.devnull), "nothing")
    assert not Path(os.devnull).is_file()


def test_an_export_that_fails_leaves_what_was_there(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(database: object, out: object) -> int:
        out.write("half")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    Path("out.jsonl").write_text("old", encoding="utf-8")
    monkeypatch.setattr(transcripts, "export_jsonl", fails)
    assert main(["export", "out.jsonl"]) == 1
    assert Path("out.jsonl").read_text(encoding="utf-8") == "old"
    assert sorted(p.name for p in Path().iterdir()) == ["data", "out.jsonl"]


@pytest.mark.parametrize("option", ["--json", "--report", "--predictions"])
def test_a_target_that_cannot_be_written_is_told_before_the_work(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = ["evaluate", "intents", "--train", "missing", "--test", "missing", option]
    assert main([*argv, "nope/x"]) == 1
    assert "nope/x can't be written: there is no folder" in capsys.readouterr().err
    assert main([*argv, "data"]) == 1
    assert "data is a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["intents", "--fast"], "--fast goes with"),
        (["language", "--train", "a", "--test", "b", "--fast"], "--fast goes with"),
        (["intents", "--seed", "0"], "--seed goes with"),
        (["intents", "--encoder", "e"], "--encoder goes with"),
        (["sentiment", "--train", "a", "--test", "b", "--encoder", "e"], "--encoder goes with"),
        (["replies", "--checklist", "x.yaml", "--seed", "1"], "--seed goes with"),
    ],
)
def test_options_that_would_do_nothing_are_refused(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main(["evaluate", *argv])
    assert done.value.code == 2
    assert words in capsys.readouterr().err


def test_a_seed_for_the_sample_of_replies_is_taken(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["evaluate", "replies", "--checklist", "x.yaml", "--sample", "2", "--seed", "1", "--bundle", "nowhere"]
    assert main(argv) == 1
    assert "nowhere" in capsys.readouterr().err


def test_importing_a_file_that_is_not_there_makes_no_database() -> None:
    assert main(["import", "--data", "fresh", "missing.jsonl"]) == 1
    assert not Path("fresh").exists()


def test_an_import_says_that_its_database_is_new(capsys: pytest.CaptureFixture[str]) -> None:
    exported()
    for data, new in (("data", False), ("other", True), ("other", False)):
        assert main(["import", "--data", data, "out.jsonl"]) == 0
        assert (str(Path("other") / "chatbot.sqlite3") in capsys.readouterr().out) == new


def test_a_database_to_import_is_told_what_to_do_with_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["import", str(DATABASE)]) == 1
    error = capsys.readouterr().err
    assert "is a SQLite database" in error
    assert "chatbot restore" in error


def test_an_export_reports_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "out.jsonl", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"conversations": 1, "file": "out.jsonl"}
    assert main(["export", "--json", "report.json"]) == 0
    assert json.loads(capsys.readouterr().out)["conversation"]
    assert json.loads(Path("report.json").read_text(encoding="utf-8")) == {"conversations": 1}
    with pytest.raises(SystemExit):
        main(["export", "--json"])
    assert "FILE" in capsys.readouterr().err


NAMES = "def actions():\n    return B()\n\nclass B:\n    def call(self, call): pass\n    def names(self): "

SECOND_TIME = """asked = []
def actions():
    return B()

class B:
    def call(self, call): pass
    def names(self):
        asked.append(1)
        if len(asked) > 1:
            raise RuntimeError("gone")
        return {"order_status"}"""


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("def actions():\n    return 5", "returns something of type int, which has no `names()` and no `call()`"),
        ("def actions():\n    return object()", "has no `names()`"),
        (NAMES + "raise ValueError('boom')", "shop.py:6 could not be loaded: ValueError: boom"),
        ("import math\n\nmath.sqroot(2)", "shop.py:3 could not be loaded: AttributeError"),
        (NAMES + "return 'order_status'", "must return the names"),
        (NAMES + "return [1]", "must return the names"),
        (NAMES + "return None", "must return the names"),
        (SECOND_TIME, "`names()` failed: RuntimeError: gone"),
        ("import sys\ndef actions():\n    sys.exit(0)", "ends the process"),
        ("raise SystemExit", "ends the process"),
    ],
)
def test_an_actions_file_that_is_no_business_is_told_in_one_line(
    code: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("shop.py").write_text(code + "\n", encoding="utf-8")
    assert main(["validate", "--actions", "shop.py"]) == 1
    error = capsys.readouterr().err
    assert words in error
    assert error.startswith("chatbot: actions: ")
    assert error.count("\n") == 1
