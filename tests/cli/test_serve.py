"""What a start says before it serves: what would end it comes first, and what is old is named."""

from __future__ import annotations

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from chatbot import bootstrap
from chatbot.cli import main
from chatbot.config import Settings, load
from chatbot.domain.codec import encode
from chatbot.domain.content import Content
from chatbot.errors import ConfigError, ContentError
from chatbot.models.bundle import FORMAT, content_changes
from chatbot.server.run import bind
from tests.fakes.content import small_content
from tests.server.idp import CLIENT, SECRET, running


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("CHATBOT_")]:
        monkeypatch.delenv(name)


def bundle_of(content: Content, folder: Path, sources: str | None = None) -> Path:
    """As much of a bundle as tells what it was trained on."""
    folder.mkdir(parents=True)
    index = {"format": FORMAT, "files": {}, "sources": sources}
    (folder / "bundle.json").write_text(json.dumps(index), encoding="utf-8")
    (folder / "content.json").write_text(json.dumps(encode(content)), encoding="utf-8")
    return folder


def test_changes_of_the_content_are_named() -> None:
    old = small_content()
    assert content_changes(old, small_content()) == ()
    intents = dict(old.intents)
    hours = intents.pop("opening_hours")
    intents["order_status"] = replace(intents["order_status"], examples={"en": ("where is it",)})
    intents["shop_hours"] = replace(hours, name="shop_hours")
    new = replace(old, intents=intents, prompts={**old.prompts, "say": "changed"}, moods={}, moods_held_out={})
    assert content_changes(old, new) == (
        "order_status changed", "shop_hours new", "opening_hours gone", "prompts, moods changed",
    )  # fmt: skip
    many = {f"intent{n}": hours for n in range(9)}
    assert content_changes(old, replace(old, intents=many))[0].endswith("intent5 and 3 more new")


@pytest.mark.parametrize("named", [True, False])
def test_serving_what_is_older_than_the_content_is_told(named: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the names of what changed and the command; also of a bundle that was named."""
    bundle = bundle_of(small_content(), Path("data/bundle"))
    settings = load({"bundle": str(bundle)} if named else {}, {})
    Path("intents").mkdir()
    settings = settings.model_copy(update={"intents": Path("intents")})
    intents = small_content().intents
    changed = {**intents, "order_status": replace(intents["order_status"], priority="high")}
    now = replace(small_content(), intents=changed)
    said: list[str] = []
    monkeypatch.setattr(bootstrap, "load_content", lambda settings: now)
    bootstrap.ensure_bundle(settings, said.append)
    assert len(said) == 1
    assert "order_status changed" in said[0]
    assert "chatbot train --out data/bundle --intents intents" in said[0]
    now = small_content()
    bootstrap.ensure_bundle(settings, said.append)
    assert len(said) == 1


def test_files_that_are_what_the_bundle_learned_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(settings: Settings) -> Content:
        raise AssertionError("read for nothing")

    for folder in ("intents", "prompts"):
        Path(folder).mkdir()
    Path("intents/a.yaml").write_text("a", encoding="utf-8")
    settings = load({"intents": "intents", "prompts": "prompts"}, {})
    bundle_of(small_content(), Path("data/bundle"), bootstrap.fingerprint_of(settings))
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "load_content", never)
        assert bootstrap.stale_content(settings) is None
    Path("intents/a.yaml").write_text("b", encoding="utf-8")
    assert "has mistakes" in (bootstrap.stale_content(settings) or "")


def test_a_folder_of_intents_that_was_named_and_is_not_there_is_told() -> None:
    bundle_of(small_content(), Path("data/bundle"))
    said: list[str] = []
    bootstrap.ensure_bundle(load({"intents": "intnets"}, {}), said.append)
    assert said == [
        "note: intents: there is no folder intnets; serving the bundle data/bundle as it was trained",
    ]


def test_content_that_is_being_written_keeps_no_bundle_from_serving(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(settings: Settings) -> Content:
        raise ContentError(())

    bundle_of(small_content(), Path("data/bundle"))
    said: list[str] = []
    monkeypatch.setattr(bootstrap, "load_content", broken)
    bootstrap.ensure_bundle(load({}, {}), said.append)
    assert "chatbot validate" in said[0]


def test_a_port_that_is_taken_is_told_before_anything_is_trained_or_made(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*args: object) -> None:
        raise AssertionError("a bundle is trained for nothing")

    monkeypatch.setattr(bootstrap, "ensure_bundle", never)
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "choose another" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def test_a_base_that_is_nowhere_is_told_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    """Before the intents are trained, and with nothing left behind."""
    Path("empty").mkdir()
    for base, words in (("nowhere", "is no folder"), ("empty", "has no config.json")):
        assert main(["train", "--base", base, "--out", "bundle"]) == 1
        shown = capsys.readouterr()
        assert f"the base {base} {words}" in shown.err
        assert "intents" not in shown.err
    assert [p.name for p in Path().iterdir()] == ["empty"]


def test_a_provider_that_takes_nobody_is_doubted() -> None:
    back = "https://chat.example/api/v1/session/oidc/callback"
    given = {"oidc_client_id": CLIENT, "oidc_redirect": back, "oidc_agents": ["support"]}

    def doubt(issuer: str, **more: str) -> str | None:
        provider = bootstrap.identity_provider(load({**given, "oidc_issuer": issuer, **more}, {}))
        assert provider is not None
        return asyncio.run(bootstrap.doubt_of_provider(provider))

    with running(back) as idp:
        assert doubt(idp.issuer, oidc_client_secret=SECRET) is None
        wrong = doubt(idp.issuer, oidc_client_secret="swordfish")
        assert wrong is not None
        assert "oidc_client_secret" in wrong
        assert "swordfish" not in wrong
        assert "oidc_client_secret" in (doubt(idp.issuer) or "")
        other = back.replace("chat.", "other.")
        assert "oidc_redirect" in (doubt(idp.issuer, oidc_client_secret=SECRET, oidc_redirect=other) or "")
        issuer = idp.issuer
    assert "does not answer" in (doubt(issuer, oidc_client_secret=SECRET) or "")


def test_a_bundle_that_is_named_and_not_there_is_told_with_those_that_are() -> None:
    bundle_of(small_content(), Path("data/bundle"))
    with pytest.raises(ConfigError, match=r"data/bundle.*chatbot train --out other"):
        bootstrap.ensure_bundle(load({"bundle": "other"}, {}), print)
