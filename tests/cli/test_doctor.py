"""The doctor finds what is wrong with a deployment and says how to mend it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from collections import namedtuple
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chatbot import bootstrap
from chatbot.cli import main
from chatbot.cli.doctor import storage
from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.server.run import bind
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sole import SoleServer
from chatbot.transcripts.sqlite import SqliteStore
from tests.fakes.talk import ROOT
from tests.postgres import Cluster
from tests.server.harness import CHEAP, PASSWORD, TestClock
from tests.server.idp import CLIENT, SECRET, running

# The starter content is read once for all: the doctor reads it with every command.
read_content, read_articles = cache(bootstrap.content_files.load), cache(bootstrap.load_articles)


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(bootstrap.content_files, "load", read_content)
    monkeypatch.setattr(bootstrap, "load_articles", read_articles)
    for name in [n for n in os.environ if n.startswith("CHATBOT_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "data"
    folder.mkdir(mode=0o700)
    asyncio.run(_fill(folder / "chatbot.sqlite3"))
    return folder


async def _fill(path: Path) -> None:
    store = SqliteStore.open(path)
    await Accounts(store.database, TestClock(), CHEAP).add("anna", PASSWORD)
    await store.append(Conversation("c"), (ev.ConversationStarted(at=TestClock.time, locale="en"),))
    await store.close()


def findings(capsys: pytest.CaptureFixture[str], *argv: str) -> tuple[int, dict[tuple[str, str], dict[str, Any]]]:
    status = main(["doctor", *argv, "--json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    assert all(f["mend"] or f["level"] == "ok" for f in found), found
    return status, {(f["check"], f["level"]): f for f in found}


def test_a_sound_deployment_has_nothing_wrong(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = findings(capsys)
    assert status == 0
    assert {c for c, level in found if level == "ok"} >= {"data", "database", "agents", "clock", "origins"}
    assert [f for (_, level), f in found.items() if level == "wrong"] == []
    assert ("bundle", "warning") in found
    assert main(["doctor"]) == 0
    assert "mend: the first start trains it" in capsys.readouterr().out


def test_open_files_are_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.chmod(0o775)
    (data / "chatbot.sqlite3").chmod(0o644)
    Path("chatbot.toml").write_text('identity_secret = "0123456789abcdefg"\n', encoding="utf-8")
    Path("chatbot.toml").chmod(0o644)
    status, found = findings(capsys)
    assert status == 1
    for check in ("data", "database", "settings file"):
        assert found[check, "wrong"]["mend"].startswith("chmod ")
    for finding in list(found.values()):
        if finding["mend"].startswith("chmod "):
            _, mode, path = finding["mend"].split()
            Path(path).chmod(int(mode, 8))
    assert findings(capsys)[0] == 0


def test_a_folder_that_others_may_read_is_a_warning_here_and_a_note_of_a_start(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data.chmod(0o755)
    status, found = findings(capsys)
    assert status == 0
    assert found["data", "warning"]["mend"] == "chmod 700 data"
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "note: data is open to others (mode 755); chmod 700 data" in capsys.readouterr().err
    data.chmod(0o700)


def test_an_empty_database_is_one_that_is_not_made_yet(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "chatbot.sqlite3"
    path.write_bytes(b"")
    status, found = findings(capsys)
    assert status == 0
    assert "is empty" in found["database", "warning"]["text"]
    assert main(["export", "out.jsonl"]) == 1  # nor does a verb that looks make tables in it
    assert path.stat().st_size == 0
    SqliteStore.open(path).database.close()  # as a start does
    assert findings(capsys)[1]["database", "ok"]


def test_a_damaged_database_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = data / "chatbot.sqlite3"
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * 4096 + content[12288:])
    status, found = findings(capsys)
    assert status == 1
    assert "chatbot.sqlite3" in found["database", "wrong"]["text"]


def test_a_clock_that_went_back_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    store = SqliteStore.open(data / "chatbot.sqlite3")
    late = ev.ConversationStarted(at="2999-01-01T00:00:00.000Z", locale="en")
    asyncio.run(store.append(Conversation("late"), (late,)))
    asyncio.run(store.close())
    status, found = findings(capsys)
    assert status == 1
    assert "clock" in found["clock", "wrong"]["text"]


def test_a_full_disk_is_found(data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(storage.DISK_WRONG - 1))
    assert ("disk", "wrong") in findings(capsys)[1]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(storage.DISK_WARNING - 1))
    assert ("disk", "warning") in findings(capsys)[1]


@pytest.mark.parametrize(
    ("argv", "environ", "expected"),
    [
        (["--origins", "*"], {}, ("origins", "warning")),
        (["--origins", "http://shop.example"], {}, ("origins", "warning")),
        (["--desk-origins", "*"], {}, ("desk_origins", "wrong")),
        (["--trusted-proxies", "0.0.0.0/0"], {}, ("trusted_proxies", "wrong")),
        (["--host", "0.0.0.0"], {}, ("host", "warning")),
        ([], {"CHATBOT_IDENTITY_SECRET": "a" * 20}, ("identity", "wrong")),
        (["--bundle", "data"], {}, ("bundle", "wrong")),
    ],
)
def test_settings_that_are_dangerous_are_found(
    argv: list[str], environ: dict[str, str], expected: tuple[str, str], data: Path,
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    status, found = findings(capsys, *argv)
    assert expected in found
    assert status == (1 if expected[1] == "wrong" else 0)


def test_a_damaged_bundle_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "bundle").mkdir()
    (data / "bundle" / "bundle.json").write_text("{}", encoding="utf-8")
    status, found = findings(capsys)
    assert status == 1
    assert ("bundle", "wrong") in found


EMPTY = (
    "class Nothing:\n    call = print\n\n    def names(self):\n        return frozenset()\n\n\n"
    "def actions():\n    return Nothing()\n"
)


@pytest.mark.parametrize(
    ("argv", "check", "text", "mend"),
    [
        (["--data", "file"], "data", "is a file", "--data"),
        (["--data", "file/data"], "data", "file is a file", "--data"),
        (["--database", "data"], "database", "a folder is in the way", "--database"),
        (["--database", "nowhere/chat.sqlite3"], "database", "is not there", "mkdir"),
        (["--intents", "nowhere"], "content", "nowhere is no folder", "--intents"),
        (["--prompts", "nowhere"], "content", "nowhere is no folder", "--prompts"),
        (["--intents", "broken"], "content", "thanks.yaml:", "chatbot validate --intents broken"),
        (["--bundle", "nowhere"], "bundle", "nowhere is not there", "chatbot train --out"),
        (["--bundle", "data"], "bundle", "data holds no bundle", "chatbot train --out data"),
        (["--bundle", "file"], "bundle", "file is a file", "chatbot train --out"),
        (["--articles", "nowhere"], "articles", "nowhere is no folder", "the demo shop's own are quoted"),
        (["--articles", "nowhere", "--actions", "empty.py"], "articles", "nowhere is no folder", "nothing is quoted"),
        (["--actions", "nowhere.py"], "actions", "neither a file nor", "--actions"),
        (["--actions", "file"], "actions", "no Python file", "actions()"),
        (["--actions", "empty.py"], "actions", "has no", "order_status"),
        (["--actions", "http://127.0.0.1:1/shop"], "actions", "ConnectError", "actions_token"),
        (["--detector", "lingua"], "detector", "not installed", "--detector"),
        (["--host", "no.such.host.invalid"], "port", "can't listen", "--port"),
    ],
)
def test_what_a_start_would_trip_over_is_found_before_it(
    argv: list[str], check: str, text: str, mend: str, data: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """And said in one go: the rest is looked at all the same."""
    monkeypatch.setitem(sys.modules, "lingua", None)
    Path("file").write_text("x", encoding="utf-8")
    Path("empty.py").write_text(EMPTY, encoding="utf-8")
    if "broken" in argv:
        shutil.copytree(ROOT / "intents", "broken")
        broken = Path("broken/thanks.yaml")
        broken.write_text(broken.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    status, found = findings(capsys, *argv)
    assert status == 1
    assert text in found[check, "wrong"]["text"]
    assert mend in found[check, "wrong"]["mend"] or mend in found[check, "wrong"]["text"]
    assert ("origins", "ok") in found


def test_a_port_that_is_taken_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        status, found = findings(capsys, "--port", port)
        assert status == 1
        assert port in found["port", "wrong"]["text"]
        # Where a server runs on these conversations, that is who has it.
        sole = SoleServer(data / "chatbot.sqlite3")
        sole.take()
        status, found = findings(capsys, "--port", port)
        sole.release()
    assert status == 0
    assert f"served now by process {os.getpid()}" in found["database", "ok"]["text"]
    assert ("port", "ok") in found


def test_variables_that_set_nothing_are_told(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATBOT_SERVICE_HOST", "10.0.0.1")  # what Kubernetes sets for a service of our name
    status, found = findings(capsys)
    assert status == 0
    assert "CHATBOT_SERVICE_HOST" in found["environment", "warning"]["text"]
    monkeypatch.setenv("CHATBOT_PROT", "9000")
    assert main(["doctor"]) == 1
    assert "CHATBOT_PORT" in capsys.readouterr().err


def test_a_damaged_estimate_is_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "satisfaction.json").write_text("{", encoding="utf-8")
    status, found = findings(capsys)
    assert status == 1
    assert "chatbot satisfaction" in found["satisfaction", "wrong"]["mend"]


def test_it_makes_nothing_where_nothing_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["doctor", "--data", "nowhere"]) == 0
    assert list(tmp_path.iterdir()) == []


def test_a_database_at_a_url_is_looked_over(
    data: Path, cluster: Cluster, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = cluster.database()
    monkeypatch.setenv("CHATBOT_DATABASE", url)
    status, found = findings(capsys)
    assert "no tables yet" in found["database", "warning"]["text"]
    assert "may lose" in found["database", "wrong"]["text"]  # the tests' own has fsync off
    assert status == 1
    assert main(["agent", "add", "anna", "--admin"]) == 0
    assert "anna" in capsys.readouterr().out
    _, found = findings(capsys)
    assert "answers, PostgreSQL" in found["database", "ok"]["text"]
    assert "anna" in found["agents", "warning"]["text"]
    assert main(["backup", "copy"]) == 1
    assert "pg_dump" in capsys.readouterr().err


def test_a_database_that_is_not_there_is_wrong_and_its_password_not_shown(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATBOT_DATABASE", "postgresql://me:swordfish@/chat?host=/nowhere")
    status, found = findings(capsys)
    assert status == 1
    assert "can't be read" in found["database", "wrong"]["text"]
    assert "swordfish" not in json.dumps(list(found.values()))
    monkeypatch.setenv("CHATBOT_DATABASE", "mysql://me:swordfish@host/chat")
    assert main(["doctor"]) == 1
    told = capsys.readouterr().err
    assert "postgresql://" in told
    assert "swordfish" not in told


BACK = "https://chat.example/api/v1/session/oidc/callback"


def test_an_identity_provider_is_looked_over(
    data: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in {"CLIENT_ID": CLIENT, "CLIENT_SECRET": SECRET, "REDIRECT": BACK, "AGENTS": "support"}.items():
        monkeypatch.setenv(f"CHATBOT_OIDC_{name}", value)
    with running(BACK) as idp:
        monkeypatch.setenv("CHATBOT_OIDC_ISSUER", idp.issuer)
        status, found = findings(capsys)
        assert status == 0
        assert "knows chatbot-desk and takes its secret" in found["client", "ok"]["text"]
        assert "with 1 keys" in found["sign_in", "ok"]["text"]
        assert BACK in found["redirect", "ok"]["text"]
        assert "password_sign_in" in found["passwords", "ok"]["text"]
        monkeypatch.setenv("CHATBOT_OIDC_CLIENT_SECRET", SECRET + "x")
        status, found = findings(capsys)
        assert status == 1
        assert "refuses chatbot-desk with this secret" in found["client", "wrong"]["text"]
        monkeypatch.delenv("CHATBOT_OIDC_CLIENT_SECRET")
        status, found = findings(capsys)
        assert status == 1
        assert "wants a secret" in found["client", "wrong"]["text"]
        assert "CHATBOT_OIDC_CLIENT_SECRET" in found["client", "wrong"]["mend"]
        idp.document = {"code_challenge_methods_supported": []}
        monkeypatch.setenv("CHATBOT_OIDC_REDIRECT", BACK.replace("chat.", "other."))
        monkeypatch.setattr(bootstrap.SystemClock, "now", lambda self: "2020-01-01T00:00:00.000Z")
        status, found = findings(capsys)
        assert status == 1
        assert "PKCE" in found["sign_in", "warning"]["text"]
        assert "register https://other.example" in found["redirect", "wrong"]["mend"]
        assert "seconds apart" in found["clock", "wrong"]["text"]
        idp.document = {"issuer": "https://evil.example"}
        _, found = findings(capsys)
        assert "not of" in found["sign_in", "wrong"]["text"]
    status, found = findings(capsys)
    assert status == 1
    assert "does not answer" in found["sign_in", "wrong"]["text"]
