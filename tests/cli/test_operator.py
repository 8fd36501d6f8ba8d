"""What an operator does by mistake, or on a bad day, is told in a line that says how to mend it."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from chatbot import bootstrap
from chatbot.cli import main
from chatbot.config import Settings, load
from chatbot.errors import ConfigError
from tests.fakes.talk import ROOT

AT = "2026-01-02T03:04:05.678Z"


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def line_of(id: str) -> str:
    return json.dumps({"conversation": id, "events": [{"type": "conversation_started", "at": AT, "locale": "en"}]})


@pytest.mark.parametrize("name", ["data", "bundle", "intents", "prompts", "articles", "actions", "host"])
def test_an_empty_path_or_host_is_no_setting(name: str) -> None:
    """`--data "$DATA"` of a variable that is not set would be the folder one is in, and no host all addresses."""
    with pytest.raises(ConfigError, match=f"--{name}: {name} is empty"):
        load({name: " "}, {})
    with pytest.raises(ConfigError, match=f"CHATBOT_{name.upper()}: {name} is empty"):
        load({}, {f"CHATBOT_{name.upper()}": ""})


def test_settings_and_exports_that_an_editor_saved_with_a_byte_order_mark_are_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("chatbot.toml").write_bytes(b"\xef\xbb\xbfport = 9\r\n")
    assert load({}, {}).port == 9
    Path("in.jsonl").write_bytes(b"\xef\xbb\xbf" + line_of("one").encode() + b"\r\n")
    assert main(["import", "in.jsonl"]) == 0
    assert "1 conversations added" in capsys.readouterr().out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("argv", [["export"], ["validate"], ["agent", "list"]])
def test_a_full_disk_behind_the_output_is_a_line_and_status_1(argv: list[str]) -> None:
    Path("in.jsonl").write_text("\n".join(line_of(f"c{n}") for n in range(200)), encoding="utf-8")
    assert main(["import", "in.jsonl"]) == 0
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-m", "chatbot", *argv]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False, env=environment)
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["chatbot: it ended half-way: No space left on device"]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["enable", "anna", "--admin"], "--admin goes with add"),
        (["password", "anna", "--off"], "--off goes with totp, admin and link"),
        (["totp", "anna", "--password-stdin"], "--password-stdin goes with add and password"),
        (["admin", "anna", "--display-name", ""], "--display-name goes with add and name"),
        (["add", "anna", "--email", "a@b.example"], "--email goes with link"),
        (["list", "anna"], "takes no NAME"),
    ],
)
def test_an_option_that_would_do_nothing_for_an_agent_is_refused(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main(["agent", *argv])
    assert done.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("rest", [b'{"conversation": 5}', b'{"conv', b"\xff\xfe"])
def test_an_import_that_ends_half_way_says_what_is_in(rest: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    # The file is decoded in pieces of some kilobytes.
    whole = [line_of(f"c{n}") for n in range(200)]
    Path("in.jsonl").write_bytes("\n".join(whole).encode() + b"\n" + rest)
    assert main(["import", "in.jsonl"]) == 1
    error = capsys.readouterr().err
    assert "conversations before it were added, importing again passes over them" in error
    assert "in.jsonl" in error
    Path("in.jsonl").write_text("\n".join(whole), encoding="utf-8")
    assert main(["import", "in.jsonl"]) == 0
    assert main(["import", "in.jsonl"]) == 0
    assert "0 conversations added, 200 were there" in capsys.readouterr().out


def test_an_estimate_that_cannot_be_read_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("data").mkdir()
    Path("data/satisfaction.json").touch()

    def refused(self: Path, **rest: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refused)
    with pytest.raises(ConfigError, match=r"satisfaction\.json can't be read: Permission denied"):
        bootstrap.estimator(Settings(data=Path("data")))


@pytest.mark.parametrize("verb", ["serve", "export", "erase"])
def test_who_may_not_is_told_whom_to_be(
    verb: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As for an administrator with an account of their own; each fails at another call of the system."""
    Path("in.jsonl").write_text(line_of("one"), encoding="utf-8")
    assert main(["import", "in.jsonl"]) == 0
    Path("bundle").mkdir()

    def denied(*given: object, **rest: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "data/chatbot.sqlite3")

    if verb == "serve":
        monkeypatch.setattr("chatbot.transcripts.sole.os.open", denied)
    elif verb == "export":
        monkeypatch.setattr("chatbot.transcripts.sqlite._protect", denied)
    else:
        monkeypatch.setattr(Path, "is_file", denied)
    argv = {"serve": ["serve", "--port", "0", "--bundle", "bundle"], "erase": ["erase", "one", "--yes"]}
    assert main(argv.get(verb, [verb])) == 1
    error = capsys.readouterr().err
    assert "Permission denied" in error
    assert error.rstrip().endswith("run this as the user that the server runs as, who owns the data folder")


def test_a_database_that_may_only_be_read_is_told_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("in.jsonl").write_text(line_of("one"), encoding="utf-8")
    assert main(["import", "in.jsonl"]) == 0

    def refused(path: Path) -> sqlite3.Connection:
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr("chatbot.transcripts.sqlite.connect", refused)
    assert main(["export"]) == 1
    assert "run this as the user that the server runs as" in capsys.readouterr().err


def test_the_estimate_is_written_whole_and_for_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A start beside it must not find half a file; made by root it belongs to whom the folder belongs."""
    Path("in.jsonl").write_text(line_of("one"), encoding="utf-8")
    assert main(["import", "in.jsonl"]) == 0
    monkeypatch.setattr("chatbot.training.satisfaction.fit", lambda conversations: ({"names": []}, {}))
    if os.geteuid() == 0:
        os.chown("data", 4711, 4712)
    assert main(["satisfaction"]) == 0
    made = Path("data/satisfaction.json").stat()
    assert stat.S_IMODE(made.st_mode) == 0o600
    assert (made.st_uid, made.st_gid) == (Path("data").stat().st_uid, Path("data").stat().st_gid)
