"""The command line: it explains itself, and says in one line what is wrong."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import re
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from chatbot import bootstrap
from chatbot.cli import main, validate
from chatbot.config import PLAIN, SECRETS, Settings, load, strange_variables
from chatbot.errors import ConfigError
from chatbot.transcripts.accounts import AccountError
from tests.fakes.talk import ROOT

VERBS = (
    "serve",
    "train",
    "validate",
    "evaluate",
    "replay",
    "agent",
    "satisfaction",
    "export",
    "import",
    "erase",
    "backup",
    "restore",
    "doctor",
)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main([verb, "--help"])
    assert done.value.code == 0
    assert len(capsys.readouterr().out) > 100


@pytest.mark.parametrize(
    "argv", [[], ["fly"], ["train"], ["replay", "--nonsense"], ["evaluate", "moon"], ["agent", "add"]]
)
def test_a_wrong_command_line_is_one_line_and_status_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(argv)
    assert done.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.parametrize("verb", VERBS)
def test_a_misspelt_option_is_refused_with_the_one_that_was_meant(
    verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main([verb, "--help"])
    options = re.findall(r"(?<![\w-])--[a-z][a-z-]{3,}", capsys.readouterr().out)
    assert "--config" in options
    for option in dict.fromkeys(options):
        swapped = option[:-2] + option[-1] + option[-2]
        if any(o.startswith(swapped) for o in options):
            continue
        for argv in ([verb, swapped, "80"], [verb, f"{swapped}=80"], [verb, "word", swapped[1:], "80"]):
            with pytest.raises(SystemExit) as done:
                main(argv)
            told = capsys.readouterr().err
            assert (done.value.code, told.count("\n")) == (2, 1)
            assert f"did you mean {option}?" in told, (argv, told)


@pytest.mark.parametrize("argv", [["serve", "--moonshine"], ["export", "--x", "80"]])
def test_an_option_like_none_gets_no_suggestion(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as done:
        main(argv)
    told = capsys.readouterr().err
    assert (done.value.code, told) == (
        2, f"chatbot {argv[0]}: there is no option {argv[1]}; see `chatbot {argv[0]} --help`\n"
    )  # fmt: skip


def test_what_stands_behind_two_dashes_and_the_beginning_of_an_option_are_no_misspelt_options(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["import", "--conf", "missing.toml", "x"]) == 1
    assert "missing.toml" in capsys.readouterr().err
    assert main(["import", "--", "--dtaa"]) == 1
    assert "--dtaa" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["serve", "--port", "99999"], "port"),
        (["serve", "--port", "many"], "--port"),
        (["serve", "--actions", "no/such.py", "--bundle", "nowhere"], "nowhere"),
        (["evaluate", "responder", "--bundle", "nowhere"], "nowhere"),
        (["replay", "--bundle", "nowhere"], "nowhere"),
        (["replay", "--config", "missing.toml"], "missing.toml"),
        (["validate", "--actions", "no/such.py"], "no/such.py"),
        (["validate", "--intents", "nowhere"], "nowhere"),
        (["import", "missing.jsonl"], "missing.jsonl"),
        (["export", "--data", "nowhere"], "nowhere"),
        (["agent", "add", "no spaces please"], "name"),
        (["satisfaction", "--data", "fresh"], "no conversations in fresh"),
    ],
)
def test_what_is_wrong_goes_to_standard_error_and_the_status_is_1(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(argv) == 1
    caught = capsys.readouterr()
    assert words in caught.err
    assert "Traceback" not in caught.err
    assert caught.out == ""


def test_validate_reports_the_starter_content(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["valid"]
    assert report["intents"] >= 40


def test_validate_lists_all_mistakes_as_json_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "intents", tmp_path / "intents")
    for name in ("thanks", "goodbye"):
        path = tmp_path / "intents" / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("title:", "titel:", 1), encoding="utf-8")
    assert main(["validate", "--intents", "intents", "--json"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert {m["file"] for m in report["mistakes"]} == {"intents/thanks.yaml", "intents/goodbye.yaml"}


def test_a_business_without_an_action_is_refused_by_name(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.py").write_text(
        "class Nothing:\n    call = print\n\n    def names(self):\n        return frozenset()\n\n\n"
        "def actions():\n    return Nothing()\n",
        encoding="utf-8",
    )
    assert main(["validate", "--actions", "empty.py"]) == 1
    assert "order_status (for order_status)" in capsys.readouterr().err


def test_agents_are_added_and_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agent", "add", "anna", "--json"]) == 0
    assert len(json.loads(capsys.readouterr().out)["password"]) >= 12
    assert main(["agent", "add", "anna"]) == 1
    assert "anna" in capsys.readouterr().err
    assert main(["agent", "list", "--json"]) == 0
    assert [a["name"] for a in json.loads(capsys.readouterr().out)["agents"]] == ["anna"]


def test_agents_get_the_name_that_customers_read(capsys: pytest.CaptureFixture[str]) -> None:
    def agent(*argv: str) -> dict[str, Any]:
        assert main(["agent", *argv, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    agent("add", "anna")
    agent("add", "ben", "--display-name", "Ben")
    names = lambda: [a["display_name"] for a in agent("list")["agents"]]  # noqa: E731
    assert names() == ["", "Ben"]
    assert agent("name", "Anna", "--display-name", "\u5c0f\u5b89") == {"agent": "anna", "display_name": "\u5c0f\u5b89"}
    agent("name", "ben", "--display-name", "")
    assert names() == ["\u5c0f\u5b89", ""]
    assert main(["agent", "name", "anna"]) == 1
    assert main(["agent", "name", "anna", "--display-name", "x" * 61]) == 1
    assert main(["agent", "name", "nobody", "--display-name", "x"]) == 1


def test_agents_are_disabled_enabled_and_given_codes_and_roles(capsys: pytest.CaptureFixture[str]) -> None:
    def agent(*argv: str) -> dict[str, object]:
        assert main(["agent", *argv, "--json"]) == 0
        return json.loads(capsys.readouterr().out)

    agent("add", "anna")
    assert agent("disable", "anna")["active"] is False
    assert agent("list")["agents"][0]["active"] is False
    assert agent("enable", "ANNA")["agent"] == "anna"
    assert agent("link", "anna", "--email", "anna@shop.example") == {"agent": "anna", "linked": True}
    assert agent("list")["agents"][0]["linked"] is True
    assert agent("link", "anna", "--off") == {"agent": "anna", "linked": False}
    assert agent("totp", "anna")["otpauth"].startswith("otpauth://totp/chatbot:anna?secret=")
    assert agent("list")["agents"][0]["totp"] is True
    assert agent("totp", "anna", "--off")["totp"] is False
    assert agent("admin", "anna")["admin"] is True
    assert agent("list")["agents"][0]["role"] == "admin"
    assert agent("admin", "anna", "--off")["admin"] is False
    assert len(agent("password", "anna")["password"]) >= 12
    assert main(["agent", "disable", "ben"]) == 1
    assert "no agent named ben" in capsys.readouterr().err


def test_secrets_of_the_settings_are_never_shown(capsys: pytest.CaptureFixture[str]) -> None:
    for name in sorted(SECRETS):
        settings = load({}, {f"CHATBOT_{name.upper()}": "swordfish-swordfish"})
        assert "swordfish" not in repr(settings)
    with pytest.raises(ConfigError, match="IDENTITY_SECRET.*at least 16") as raised:
        load({}, {"CHATBOT_IDENTITY_SECRET": "swordfish"})
    assert "swordfish" not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("ORIGINS", "https://a.example/", "slash at the end"),
        ("ORIGINS", "a.example", "https://shop.example"),
        ("TRUSTED_PROXIES", "localhost", "does not appear to be"),
        ("TRUSTED_PROXIES", "10.0.0.1/8", "host bits"),
    ],
)
def test_origins_and_proxies_are_checked(name: str, value: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words):
        load({}, {f"CHATBOT_{name}": value})


OIDC = {
    "oidc_issuer": "https://login.example", "oidc_client_id": "desk", "oidc_agents": ["support"],
    "oidc_redirect": "https://chat.example/api/v1/session/oidc/callback",
}  # fmt: skip


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"oidc_issuer": "http://login.example"}, "oidc_issuer.*https"),
        ({"oidc_issuer": "https://login.example?x=1"}, "without a query"),
        ({"oidc_client_id": ""}, "needs oidc_client_id"),
        ({"oidc_redirect": ""}, "needs oidc_redirect"),
        ({"oidc_redirect": "https://chat.example/desk"}, "must end with /api/v1/session/oidc/callback"),
        ({"oidc_agents": []}, "needs oidc_agents or oidc_admins"),
        ({"oidc_admins": ["*"]}, "can't be \\*"),
        ({"oidc_scopes": ["email"]}, "must have openid"),
        ({"oidc_issuer": None, "password_sign_in": False}, "nobody could sign in"),
        ({"telemetry": "collector:4318"}, "telemetry.*otlp or an address"),
    ],
)
def test_settings_that_would_let_in_the_wrong_people_or_nobody_are_refused(given: Any, words: str) -> None:
    assert load(OIDC, {}).oidc_issuer == "https://login.example"
    values = {k: v for k, v in {**OIDC, **given}.items() if v is not None}
    with pytest.raises(ConfigError, match=words) as raised:
        load(values, {"CHATBOT_OIDC_CLIENT_SECRET": "swordfish"})
    assert "swordfish" not in str(raised.value)


def test_what_an_extra_brings_is_asked_for_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.util, "find_spec", lambda name: None)
    with pytest.raises(ConfigError, match=r"chatbot\[oidc\]"):
        bootstrap.identity_provider(load(OIDC, {}))
    monkeypatch.setitem(sys.modules, "chatbot.telemetry", None)
    with pytest.raises(ConfigError, match=r"chatbot\[telemetry\]"):
        bootstrap.tracer(load({"telemetry": "otlp"}, {}))


def test_settings_rise_from_file_over_environment_to_the_command_line(tmp_path: Path) -> None:
    (tmp_path / "chatbot.toml").write_text('port = 1\nhost = "0.0.0.0"\nworkers = 3\n', encoding="utf-8")
    settings = load(
        {"port": 3},
        {"CHATBOT_PORT": "2", "CHATBOT_WORKERS": "4", "CHATBOT_ORIGINS": "https://a.example, https://b.example"},
    )
    assert (settings.port, settings.workers, settings.host) == (3, 4, "0.0.0.0")
    assert settings.origins == ("https://a.example", "https://b.example")


def test_an_unknown_setting_is_named_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "chatbot.toml").write_text("prot = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="chatbot.toml: 'prot' is no setting"):
        load({}, {})


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("CHATBOT_PROT", "did you mean CHATBOT_PORT"),
        ("CHATBOT_DATBASE", "did you mean CHATBOT_DATABASE"),
        ("CHATBOT_IDENTITYSECRET", "did you mean CHATBOT_IDENTITY_SECRET"),
        ("CHATBOT_ORIGIN", "did you mean CHATBOT_ORIGINS"),
        ("CHATBOT_CONFG", "did you mean CHATBOT_CONFIG"),
        ("chatbot_port", "in capitals: CHATBOT_PORT"),
    ],
)
def test_a_misspelt_variable_is_refused_with_the_right_name(variable: str, words: str) -> None:
    with pytest.raises(ConfigError, match=words) as raised:
        load({}, {variable: "swordfish"})
    assert "swordfish" not in str(raised.value)


def test_variables_of_others_are_no_mistake() -> None:
    """Kubernetes sets such for a service of our name; they are named where somebody asks."""
    others = {"CHATBOT_SERVICE_HOST": "10.0.0.1", "CHATBOT_PORT_8080_TCP_ADDR": "10.0.0.1", "CHATBOT_IMAGE": "x"}
    assert load({}, {**others, "CHATBOT_PORT": "9000"}).port == 9000
    assert set(strange_variables({**others, "CHATBOT_PORT": "9000", "CHATBOT_CONFIG": "x"})) == set(others)


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("prot = 1", "'prot' is no setting; did you mean port"),
        ("desk-origins = []", "did you mean desk_origins"),
        ("colour = 1", "is no setting; there are actions, "),
        ("[server]\nport = 1", "stand in no table"),
        ('port = "many"', "port must be a whole number, got 'many'"),
        ("port = 80.5", "port must be a whole number, got 80.5"),
        ("port = 99999", "port must be at most 65535, got 99999"),
        ("workers = 0", "workers must be at least 1, got 0"),
        ("actions_seconds = 0", "actions_seconds must be more than 0, got 0"),
        ('actions_seconds = "long"', "must be a number"),
        ('password_sign_in = "perhaps"', "must be true or false"),
        ('origins = "https://a.example"', "origins must be a list"),
        ('engine = "gpu"', "must be one of 'auto', 'int8'"),
        ("data = 5", "must be a path"),
        ("host = 1", "must be a text"),
        ('metrics_token = "short"', "must have at least 16 characters"),
        ('trusted_proxies = ["localhost"]', "as 127.0.0.1 and 10.0.0.0/8"),
    ],
)
def test_a_wrong_setting_is_told_in_plain_words(tmp_path: Path, toml: str, words: str) -> None:
    (tmp_path / "chatbot.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        load({}, {})
    assert words in str(raised.value)
    assert "chatbot.toml: " in str(raised.value)
    for word in ("input", "valid integer", "value error", "string", "tuple"):
        assert word not in str(raised.value).lower()


def test_every_kind_of_error_that_settings_can_have_has_plain_words() -> None:
    """Of each setting: what pydantic says of values of all kinds."""
    wrong: list[object] = [None, True, -1, 1e9, 0.5, "", "x" * 100, "\x00", [], [1], {}, {"a": 1}, b"x", object()]
    for name in Settings.model_fields:
        for value in wrong:
            try:
                Settings.model_validate({name: value})
            except ValidationError as error:
                kinds = {d["type"] for d in error.errors() if d["loc"]}
                assert kinds <= set(PLAIN), (name, value, kinds)


def test_validate_warns_of_a_language_without_a_model(capsys: pytest.CaptureFixture[str]) -> None:
    """By its code, and with what decides then."""
    content = bootstrap.load_content(load({}))
    odd = dataclasses.replace(content, languages=("en", "qq", "zh"))
    assert validate._unknown_languages(content, load({})) == []
    for detector, decides in (("mixed", "its examples' words"), ("py3langid", "no word")):
        (warning,) = validate._unknown_languages(odd, load({"detector": detector}))
        assert "qq" in warning
        assert detector in warning
        assert decides in warning


def test_the_setting_chooses_the_detector(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the environment as well; an unknown one is refused with the names there are."""
    asked: dict[str, object] = {}
    monkeypatch.setattr(bootstrap, "load_bundle", lambda path, **options: asked.update(options))
    bootstrap.load_bundle_of(load({}, {"CHATBOT_DETECTOR": "langdetect"}))
    assert asked["detector"] == "langdetect"
    with pytest.raises(ConfigError, match="mixed"):
        load({"detector": "guess"})


def test_who_is_second_with_the_first_agent_goes_on() -> None:
    """Two processes on an empty database may both see no agent; one is faster."""

    class Late:
        async def agents(self) -> list[object]:
            return []

        async def add(self, *given: str) -> None:
            raise AccountError("an agent named agent is there already")

    assert asyncio.run(bootstrap.first_agent(Late())) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("argv", [["list"], ["add", "anna"], ["disable", "anna"]])
def test_a_misspelt_folder_gets_no_database(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["agent", *argv, "--data", "misspelt"]) == 1
    assert "misspelt" in capsys.readouterr().err
    assert not Path("misspelt").exists()


def test_an_agent_added_before_the_first_start_is_told_that_the_database_is_new(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("fresh").mkdir(mode=0o700)
    assert main(["agent", "add", "anna", "--data", "fresh"]) == 0
    assert "a new one is made" in capsys.readouterr().err
    assert main(["agent", "add", "bert", "--data", "fresh"]) == 0
    assert capsys.readouterr().err == ""


def test_a_name_may_stand_behind_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    Path("fresh").mkdir(mode=0o700)
    assert main(["agent", "add", "--data", "fresh", "--admin", "anna", "--json"]) == 0
    capsys.readouterr()
    assert main(["agent", "--data", "fresh", "list"]) == 0
    assert capsys.readouterr().out == "anna (admin)\n"
    assert main(["erase", "one", "--data", "fresh", "two"]) == 1
    assert "one, two" in capsys.readouterr().err
    with pytest.raises(SystemExit) as done:
        main(["agent", "add", "--data", "fresh", "bert", "carl"])
    assert done.value.code == 2
    assert "unrecognized arguments: carl" in capsys.readouterr().err


def test_an_agent_whose_display_name_is_refused_is_not_added(capsys: pytest.CaptureFixture[str]) -> None:
    Path("fresh").mkdir(mode=0o700)
    assert main(["agent", "add", "anna", "--data", "fresh", "--display-name", "x" * 61]) == 1
    assert "at most 60 characters" in capsys.readouterr().err
    assert main(["agent", "add", "anna", "--data", "fresh", "--display-name", "Anna S."]) == 0
    capsys.readouterr()
    assert main(["agent", "list", "--data", "fresh", "--json"]) == 0
    assert [a["display_name"] for a in json.loads(capsys.readouterr().out)["agents"]] == ["Anna S."]


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (["train", "--out", "b", "--seed", "-1"], "--seed: must be at least 0"),
        (["train", "--out", "b", "--seconds", "-5"], "--seconds: must be at least 1"),
        (["train", "--out", "b", "--seconds", "soon"], "--seconds: must be a whole number"),
        (["evaluate", "replies", "--checklist", "x", "--sample", "-3"], "--sample: must be at least 0"),
        (["evaluate", "intents", "--train", "a", "--test", "b", "--seed", "-1"], "--seed: must be at least 0"),
    ],
)
def test_numbers_that_make_no_sense_are_refused_before_the_work(
    argv: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as done:
        main(argv)
    assert done.value.code == 2
    assert words in capsys.readouterr().err


def test_learning_satisfaction_of_a_misspelt_folder_makes_no_database(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["satisfaction", "--data", "misspelt"]) == 1
    assert "no conversations in misspelt" in capsys.readouterr().err
    assert not Path("misspelt").exists()


def test_a_bundle_that_cannot_be_written_is_told_before_the_training(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("", encoding="utf-8")
    assert main(["train", "--out", "file/bundle"]) == 1
    assert capsys.readouterr().err == f"chatbot: file/bundle can't be written: {Path('file').absolute()} is a file\n"


def test_a_file_in_the_place_of_the_data_folder_is_named_as_one(capsys: pytest.CaptureFixture[str]) -> None:
    Path("file").write_text("", encoding="utf-8")
    Path("in.jsonl").write_text("", encoding="utf-8")
    assert main(["import", "--data", "file", "in.jsonl"]) == 1
    assert "file is a file: name a folder" in capsys.readouterr().err


@pytest.mark.parametrize("argv", [["import"], ["replay", "--bundle", str(ROOT / "tests")]])
def test_a_file_of_conversations_that_cannot_be_read_is_named_once(
    argv: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bootstrap, "load_bundle_of", lambda settings: None)
    monkeypatch.setattr(bootstrap, "load_knowledge", lambda settings, bundle: None)
    monkeypatch.setattr(bootstrap, "pipeline_of", lambda *given: None)
    Path("binary").write_bytes(b"\xff\xfe\x00")
    Path("folder").mkdir()
    for name, words in (
        ("missing", "No such file or directory"),
        ("folder", "Is a directory"),
        ("binary", "not UTF-8"),
    ):
        assert main([*argv, name]) == 1
        error = capsys.readouterr().err
        assert error.startswith(f"chatbot: {name}: {words}")
        assert "Errno" not in error
