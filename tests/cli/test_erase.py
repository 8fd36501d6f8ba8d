"""`chatbot erase` asks, deletes, and tells what is kept elsewhere."""

from __future__ import annotations

import asyncio
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from chatbot.cli import main
from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.domain.decision import ActionCall, ActionResult, Decision, Reason
from chatbot.transcripts.sqlite import SqliteStore

AT = "2026-01-02T03:04:05.678Z"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir(mode=0o700)
    asyncio.run(_fill(tmp_path / "data" / "chatbot.sqlite3"))
    return tmp_path / "data"


async def _fill(path: Path) -> None:
    store = SqliteStore.open(path)
    for id, customer, text in (("one", "c-17", "hi"), ("two", "c-17", "again"), ("three", "c-18", "tom@example.org")):
        events = (
            ev.ConversationStarted(at=AT, locale="en"),
            ev.CustomerIdentified(at=AT, customer=customer),
            ev.CustomerSaid(at=AT, id="m1", text=text),
        )
        await store.append(Conversation(id), events)
    await store.close()


def there(data: Path) -> set[str]:
    async def ids() -> set[str]:
        store = SqliteStore.open(data / "chatbot.sqlite3")
        try:
            return {s.id for s in await store.list()}
        finally:
            await store.close()

    return asyncio.run(ids())


def erase(capsys: pytest.CaptureFixture[str], *argv: str) -> Any:
    assert main(["erase", *argv, "--yes", "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_all_of_a_customer_is_erased_and_the_report_says_what_is_kept(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (data / "chatbot.sqlite3.before-2026").write_text("old", encoding="utf-8")
    report = erase(capsys, "--customer", "c-17")
    assert [row["conversation"] for row in report["erased"]] == ["one", "two"]
    assert report["events"] == 6
    assert report["overwritten"] in (True, False)
    kept = " ".join(report["kept"])
    for words in ("before-2026", "backups", "chatbot restore", "exports"):
        assert words in kept
    assert "c-17" not in json.dumps(report)
    assert there(data) == {"three"}


def test_what_stands_in_a_text_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert [row["conversation"] for row in erase(capsys, "--mentions", "TOM@example.org")["erased"]] == ["three"]
    assert there(data) == {"one", "two"}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("metadata", []),  # the names of fields,
        ("customer_said", []),  # of events,
        ("order_status", []),  # of intents, actions and reasons
        ("owned", []),
        ("M\u00dcLLER", ["four"]),  # in capitals of any script
        ("m\u00fcller", ["four"]),
        ("page-17", ["four"]),
        ("utm_source", ["four"]),  # the website's page wrote the names there
        ("99887", ["four"]),
        ("10234", ["four"]),
        ("kept_aside", ["four"]),  # the business's facts
        ('say "100%"', ["four"]),
        ("say _100", []),
    ],
)
def test_only_what_was_said_and_noted_counts(
    text: str, found: list[str], data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asyncio.run(_fill_fourth(data / "chatbot.sqlite3"))
    status = main(["erase", "--mentions", text, "--yes", "--json"])
    assert [row["conversation"] for row in json.loads(capsys.readouterr().out)["erased"]] == found
    assert status == (0 if found else 1)


async def _fill_fourth(path: Path) -> None:
    metadata = {"utm_source": "page-17", "deep": [{"id": 99887}]}
    decision = Decision("reply", (Reason("owned", "queue"),), intent="order_status")
    call = ActionCall("order_status", {"order_id": "10234"}, "en")
    events = (
        ev.ConversationStarted(at=AT, locale="en"),
        ev.CustomerSaid(at=AT, id="m1", text='I am M\u00fcller, say "100%"', metadata=metadata),
        ev.ActionCalled(at=AT, turn=2, call=call, result=ActionResult("shipped", {"place": "kept_aside"})),
        ev.Decided(at=AT, turn=2, decision=decision),
    )
    store = SqliteStore.open(path)
    await store.append(Conversation("four"), events)
    await store.close()


@pytest.mark.parametrize(
    ("answer", "left"), [("y\n", {"two", "three"}), ("\n", {"one", "two", "three"}), ("", {"one", "two", "three"})]
)
def test_it_asks(
    answer: str, left: set[str], data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    status = main(["erase", "one"])
    shown = capsys.readouterr()
    assert "customer c-17" in shown.err
    assert "[y/N]" in shown.err
    assert (status == 0) == ("one" not in left)
    assert there(data) == left
    assert ("1 conversation erased" in shown.out) == (status == 0)


def test_where_nobody_can_be_asked_nothing_is_erased(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("y\n"))
    assert main(["erase", "one"]) == 1
    assert "--yes" in capsys.readouterr().err
    assert main(["erase", "one", "nobody", "--yes"]) == 1
    assert "no such conversation: nobody" in capsys.readouterr().err
    assert main(["erase", "--customer", "c-99", "--yes"]) == 1
    with pytest.raises(SystemExit):
        main(["erase"])
    assert main(["erase", "one", "--data", "nowhere", "--yes"]) == 1
    assert there(data) == {"one", "two", "three"}


def test_a_backup_does_not_bring_it_back(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["backup", "copy"]) == 0
    capsys.readouterr()
    erase(capsys, "one", "--compact")
    assert main(["restore", "copy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["erased_again"] == 1
    assert there(data) == {"two", "three"}
    # And not a second time either.
    assert main(["restore", "copy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["erased_again"] == 1
    assert there(data) == {"two", "three"}


@pytest.mark.parametrize(
    "argv",
    [["--mentions", "a "], ["--mentions", " a b "], ["--mentions", ""], ["--mentions", "\u738b"], ["--customer", ""],
     ["one", "--customer", " "], ["--customer", "c-17", "--mentions", "to"]],
)  # fmt: skip
def test_what_would_erase_too_much_or_nothing_is_a_wrong_command_line(argv: list[str], data: Path) -> None:
    with pytest.raises(SystemExit) as done:
        main(["erase", *argv, "--yes"])
    assert done.value.code == 2
    assert there(data) == {"one", "two", "three"}


def test_customer_and_mentions_together_find_either_and_yes_prints_the_ids(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["erase", "--customer", "c-18", "--mentions", "again", "--yes"]) == 0
    assert capsys.readouterr().out.splitlines()[:3] == ["three", "two", "2 conversations erased, 6 events"]
    assert there(data) == {"one"}
    assert main(["erase", "--mentions", "\u738b\u4e94", "--yes"]) == 1  # long enough, but nowhere
