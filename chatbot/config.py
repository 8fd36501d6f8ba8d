"""Settings from a TOML file, the environment and the command line. The sole reader of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from ipaddress import ip_network
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator, model_validator

from .errors import ConfigError

PREFIX = "CHATBOT_"
ROOT = Path(__file__).resolve().parent.parent
SHOP = ROOT / "examples" / "shop"
SHOP_LINK = "https://shop.example/{language}/help/{name}"
FILE = "chatbot.toml"
SECRET_LENGTH = 16
"""Characters that a secret of the settings has at least."""
SECRETS = frozenset({"actions_token", "database", "identity_secret", "metrics_token", "oidc_client_secret"})
POSTGRES = ("postgresql://", "postgres://")
LISTS = frozenset({"origins", "desk_origins", "trusted_proxies", "oidc_agents", "oidc_admins", "oidc_scopes"})
OIDC_CALLBACK = "/api/v1/session/oidc/callback"


class Settings(BaseModel):
    """Everything that can be set. In the environment: `CHATBOT_` and the name in capitals; lists by commas."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(Path("data"), description="folder for everything written: database, secrets, logs, bundle")
    database: SecretStr | None = Field(
        None, description="the conversations: postgresql://USER:PASSWORD@HOST/NAME, or a SQLite file; "
        "default is DATA/chatbot.sqlite3"
    )  # fmt: skip
    bundle: Path | None = Field(None, description="the trained bot; default is DATA/bundle, trained when missing")
    intents: Path = Field(ROOT / "intents", description="folder with the intents")
    prompts: Path = Field(ROOT / "prompts", description="folder with the prompt templates")
    actions: str = Field(
        str(SHOP / "shop.py"),
        description="the business: a Python file with a function `actions()`, or the http(s) address of a service",
    )
    articles: Path | None = Field(
        None, description="folder with help articles in Markdown to quote; default is the demo shop's for the demo shop"
    )
    articles_link: str = Field(
        "", description="link of an article that names none, as https://shop.example/{language}/help/{name}"
    )
    actions_token: SecretStr | None = Field(None, description="bearer token for an http(s) service")
    actions_seconds: float = Field(5.0, gt=0, le=60, description="how long an action may take")
    base: str | None = Field(None, description="a T5 or mT5 folder in transformers' format to train from, or `none`")
    encoder: str | None = Field(
        None, description="a sentence encoder for intents: a folder, or a model's name (all-MiniLM-L6-v2, see README)"
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    origins: tuple[str, ...] = Field((), description="other sites that may embed the widget, as https://shop.example")
    desk_origins: tuple[str, ...] = Field(
        (), description="sites that may open the console beside this server's own (only where a proxy changes the Host)"
    )
    trusted_proxies: tuple[str, ...] = Field(
        (), description="addresses and networks of proxies whose X-Forwarded-For and -Proto are believed"
    )
    identity_secret: SecretStr | None = Field(
        None, min_length=SECRET_LENGTH, description="the website signs its visitors' identities with it"
    )
    metrics_token: SecretStr | None = Field(
        None, min_length=SECRET_LENGTH, description="bearer token with which programs read /metrics"
    )
    oidc_issuer: str | None = Field(
        None, description="the OpenID Connect provider that signs agents in, as https://login.shop.example"
    )
    oidc_client_id: str = Field("", description="what this server is called there")
    oidc_client_secret: SecretStr | None = Field(None, description="its secret there, where it has one")
    oidc_redirect: str = Field(
        "", description=f"where the provider sends people back to: https://THIS.SERVER{OIDC_CALLBACK}"
    )
    oidc_scopes: tuple[str, ...] = Field(("openid", "profile", "email"), description="what the provider is asked for")
    oidc_claim: str = Field(
        "groups",
        min_length=1,
        description="the claim that decides on roles; realm_access.roles is one inside of another",
    )
    oidc_agents: tuple[str, ...] = Field((), description="its values that make an agent; * takes everybody")
    oidc_admins: tuple[str, ...] = Field((), description="its values that make an admin")
    oidc_name: str = Field("preferred_username", min_length=1, description="the claim with the name of a new account")
    oidc_label: str = Field("", max_length=60, description="what agents call the provider, for the button")
    oidc_create: bool = Field(False, description="whether the first sign-in of who has a role makes an account")
    password_sign_in: bool = Field(True, description="whether agents may sign in with passwords")
    telemetry: str = Field(
        "", description="where traces go: the address of an OTLP collector, as http://127.0.0.1:4318, or otlp: where "
        "the OTEL_ variables say; they hold names, numbers and times, never content"
    )  # fmt: skip
    workers: int = Field(
        16, ge=1, le=256, description="messages answered at once: replies are written together, so more cost little"
    )
    engine: Literal["auto", "int8", "float32", "reference"] = Field(
        "auto", description="what runs the responder: auto, int8, float32, or reference (PyTorch, to compare with)"
    )
    detector: Literal["mixed", "py3langid", "langdetect", "lingua"] = Field(
        "mixed", description="what tells languages apart: mixed, py3langid, langdetect, or lingua (chatbot[lingua])"
    )

    @field_validator("data", "bundle", "intents", "prompts", "articles", "actions", "host", mode="before")
    @classmethod
    def _is_something(cls, value: object) -> object:
        # A variable of a shell that is not set: a path would be the folder one is in, a host every address there is.
        if isinstance(value, str) and not value.strip():
            raise ValueError("is empty: leave it out for the default, or name one")
        return value

    @field_validator("origins", "desk_origins")
    @classmethod
    def _are_origins(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            parts = urlsplit(value)
            if value != "*" and (parts.scheme not in ("http", "https") or value != f"{parts.scheme}://{parts.netloc}"):
                raise ValueError("must be like https://shop.example, without a path or a slash at the end")
        return values

    @field_validator("database")
    @classmethod
    def _is_known(cls, value: SecretStr | None) -> SecretStr | None:
        if (
            value is not None
            and "://" in value.get_secret_value()
            and not value.get_secret_value().startswith(POSTGRES)
        ):
            raise ValueError("must be like postgresql://USER:PASSWORD@HOST/NAME, or a file")
        return value

    @field_validator("trusted_proxies")
    @classmethod
    def _are_networks(cls, values: tuple[str, ...]) -> tuple[str, ...]:
        for value in values:
            try:
                ip_network(value)
            except ValueError as error:
                raise ValueError(f"must be addresses and networks, as 127.0.0.1 and 10.0.0.0/8: {error}") from None
        return values

    @field_validator("telemetry")
    @classmethod
    def _is_collector(cls, value: str) -> str:
        parts = urlsplit(value)
        if value not in ("", "otlp") and (parts.scheme not in ("http", "https") or not parts.hostname):
            raise ValueError("must be otlp or an address like http://127.0.0.1:4318")
        return value

    @field_validator("oidc_issuer", "oidc_redirect")
    @classmethod
    def _is_safe(cls, value: str | None) -> str | None:
        parts = urlsplit(value or "")
        local = parts.hostname in ("localhost", "127.0.0.1", "::1")
        if value and (not parts.hostname or parts.query or parts.fragment or not _is_safe(parts.scheme, local)):
            raise ValueError("must be an https address without a query")
        return value or None

    @model_validator(mode="after")
    def _can_sign_in(self) -> Settings:
        if self.oidc_issuer is None:
            if not self.password_sign_in:
                raise ValueError("password_sign_in is off and there is no oidc_issuer: nobody could sign in")
            return self
        lacking = [name for name in ("oidc_client_id", "oidc_redirect") if not getattr(self, name)]
        if lacking:
            raise ValueError(f"oidc_issuer needs {' and '.join(lacking)}")
        if urlsplit(self.oidc_redirect).path != OIDC_CALLBACK:
            raise ValueError(f"oidc_redirect must end with {OIDC_CALLBACK}")
        if not (self.oidc_agents or self.oidc_admins):
            raise ValueError("oidc_issuer needs oidc_agents or oidc_admins: whom it lets in")
        if "*" in self.oidc_admins:
            raise ValueError("oidc_admins can't be *: everybody at the provider would be an admin")
        if "openid" not in self.oidc_scopes:
            raise ValueError("oidc_scopes must have openid")
        return self

    @property
    def bundle_path(self) -> Path:
        """Where the bundle is."""
        return self.bundle or self.data / "bundle"

    @property
    def articles_path(self) -> Path | None:
        """Where the articles are; None where there are none."""
        return self.articles or (SHOP / "articles" if self.is_demo else None)

    @property
    def article_link(self) -> str:
        """The link of an article that names none, with {name} and {language} to fill in; may be empty."""
        return self.articles_link or (SHOP_LINK if self.is_demo and not self.articles else "")

    @property
    def is_demo(self) -> bool:
        """Whether the business is the demo shop, which has articles of its own."""
        return Path(self.actions).resolve() == SHOP / "shop.py"

    @property
    def database_url(self) -> str | None:
        """Where the conversations are; None where they are in a file."""
        url = self.database.get_secret_value() if self.database else ""
        return url if url.startswith(POSTGRES) else None

    @property
    def database_file(self) -> Path:
        """Where the conversations are, while there is no `database_url`."""
        return Path(self.database.get_secret_value()) if self.database else self.data / "chatbot.sqlite3"

    @property
    def no_database(self) -> bool:
        """Whether there is surely none yet; an empty file is what a start that was cut off leaves behind."""
        file = self.database_file
        return self.database_url is None and not (file.is_file() and file.stat().st_size)

    @property
    def satisfaction_path(self) -> Path:
        """Where the satisfaction model is."""
        return self.data / "satisfaction.json"


def load(given: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Settings:
    """Settings by rising priority: defaults, `chatbot.toml` (or CHATBOT_CONFIG), environment, `given`.

    None in `given` means not given. Raises ConfigError that names the setting and where it came from, also where a
    variable is a setting's name misspelt.
    """
    environ = os.environ if environ is None else environ
    _no_misspelt(environ)
    values: dict[str, Any] = {}
    source: dict[str, str] = {}
    file = file_of(given, environ)
    if file:
        for key, value in _read(file).items():
            values[key], source[key] = value, str(file)
    for key, value in _environment(environ).items():
        values[key], source[key] = value, f"{PREFIX}{key.upper()}"
    for key, value in given.items():
        if value is not None and key != "config":
            values[key], source[key] = value, f"--{key.replace('_', '-')}"
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError("; ".join(_line(detail, source) for detail in error.errors(include_url=False))) from None


def file_of(given: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Path | None:
    """The settings file, None where there is none."""
    environ = os.environ if environ is None else environ
    file = given.get("config") or environ.get(f"{PREFIX}CONFIG") or (FILE if Path(FILE).is_file() else None)
    return Path(file) if file else None


def _is_safe(scheme: str, local: bool) -> bool:
    return scheme == "https" or (local and scheme == "http")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None


def _environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Settings.model_fields:
        raw = environ.get(f"{PREFIX}{name.upper()}")
        if raw is not None:
            found[name] = [part.strip() for part in raw.split(",") if part.strip()] if name in LISTS else raw
    return found


def strange_variables(environ: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Variables that begin as ours do and set nothing."""
    environ = os.environ if environ is None else environ
    known = {*Settings.model_fields, "config"}
    return tuple(sorted(v for v in environ if v.startswith(PREFIX) and v.removeprefix(PREFIX).lower() not in known))


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The name that was probably meant."""
    found = get_close_matches(name.lower().replace("-", "_"), known, 1, 0.72)
    return found[0] if found else None


def _no_misspelt(environ: Mapping[str, str]) -> None:
    # What resembles no setting is left alone: others set variables too, Kubernetes for a service named `chatbot`.
    told = []
    for variable in strange_variables(environ):
        meant = nearest(variable.removeprefix(PREFIX), [*Settings.model_fields, "config"])
        if meant:
            told.append(f"{variable}: there is no such setting; did you mean {PREFIX}{meant.upper()}?")
    wrong = [v for v in environ if v.upper().startswith(PREFIX) and not v.startswith(PREFIX)]
    told += [f"{v}: variables are written in capitals: {v.upper()}" for v in wrong]
    if told:
        raise ConfigError("; ".join(told))


PLAIN = {
    "int_type": "must be a whole number", "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number", "int_parsing_size": "must be a smaller number",
    "float_type": "must be a number", "float_parsing": "must be a number", "finite_number": "must be a number",
    "bool_type": "must be true or false", "bool_parsing": "must be true or false",
    "string_type": "must be a text", "path_type": "must be a path", "tuple_type": 'must be a list, as ["…", "…"]',
    "greater_than": "must be more than {gt:g}", "greater_than_equal": "must be at least {ge:g}",
    "less_than": "must be less than {lt:g}", "less_than_equal": "must be at most {le:g}",
    "literal_error": "must be one of {expected}",
    "string_too_short": "must have at least {min_length} characters",
    "too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters", "value_error": "{error}",
}  # fmt: skip
"""pydantic's kinds of errors, as people say them."""


def _line(detail: Any, source: Mapping[str, str]) -> str:
    context = detail.get("ctx", {})
    if not detail["loc"]:
        # About several of them: the input would be all settings, secrets too.
        return f"settings: {context['error']}"
    name = str(detail["loc"][0])
    where = source.get(name, name)
    if detail["type"] == "extra_forbidden":
        if isinstance(detail["input"], dict):
            return f"{where}: [{name}] is no setting; settings stand in no table, remove that line"
        meant = nearest(name, list(Settings.model_fields))
        known = f"did you mean {meant}?" if meant else f"there are {', '.join(sorted(Settings.model_fields))}"
        return f"{where}: {name!r} is no setting; {known}"
    said = PLAIN.get(detail["type"], detail["msg"].lower()).format(**context)
    got = "" if name in SECRETS else f", got {detail['input']!r}"
    return f"{where}: {name} {said}{got}"
