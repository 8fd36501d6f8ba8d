"""The doctor finds what is wrong with a deployment and says how to mend it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

from chatbot import bootstrap
from chatbot.cli import doctor, main
from chatbot.domain import events as ev
from chatbot.domain.conversation import Conversation
from chatbot.transcripts.accounts import Accounts
from chatbot.transcripts.sqlite import SqliteStore
from tests.postgres import Cluster
from tests.server.harness import CHEAP, PASSWORD, TestClock
from tests.server.idp import CLIENT, running


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
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
    assert all(f["mend"] or f["level"] == "ok" or f["check"] in ("database", "bundle") for f in found), found
    return status, {(f["check"], f["level"]): f for f in found}


def test_a_sound_deployment_has_nothing_wrong(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = findings(capsys)
    assert status == 0
    assert {c for c, level in found if level == "ok"} >= {"data", "database", "agents", "clock", "origins"}
    assert [f for (_, level), f in found.items() if level == "wrong"] == []
    assert ("bundle", "warning") in found
    assert main(["doctor"]) == 0
    assert "mend: chatbot train" in capsys.readouterr().out


def test_open_files_are_found(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data.chmod(0o755)
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
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(doctor.DISK_WRONG - 1))
    assert ("disk", "wrong") in findings(capsys)[1]
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(doctor.DISK_WARNING - 1))
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
        (["--bundle", "data"], {}, ("bundle", "warning")),
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
    for name, value in {"CLIENT_ID": CLIENT, "REDIRECT": BACK, "AGENTS": "support"}.items():
        monkeypatch.setenv(f"CHATBOT_OIDC_{name}", value)
    with running(BACK) as idp:
        monkeypatch.setenv("CHATBOT_OIDC_ISSUER", idp.issuer)
        status, found = findings(capsys)
        assert status == 0
        assert "with 1 keys" in found["sign_in", "ok"]["text"]
        assert BACK in found["redirect", "ok"]["text"]
        assert "password_sign_in" in found["passwords", "ok"]["text"]
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
