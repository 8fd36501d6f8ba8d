"""Settings from a TOML file, the environment and the command line. The sole reader of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .errors import ConfigError

PREFIX = "CHATBOT_"
ROOT = Path(__file__).resolve().parent.parent
FILE = "chatbot.toml"


class Settings(BaseModel):
    """Everything that can be set. In the environment: `CHATBOT_` and the name in capitals; lists by commas."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    data: Path = Field(Path("data"), description="folder for everything written: database, secrets, logs, bundle")
    bundle: Path | None = Field(None, description="the trained bot; default is DATA/bundle, trained when missing")
    intents: Path = Field(ROOT / "intents", description="folder with the intents")
    prompts: Path = Field(ROOT / "prompts", description="folder with the prompt templates")
    actions: str = Field(
        str(ROOT / "examples" / "shop" / "shop.py"),
        description="the business: a Python file with a function `actions()`, or the http(s) address of a service",
    )
    actions_token: str | None = Field(None, description="bearer token for an http(s) service")
    actions_seconds: float = Field(5.0, gt=0, le=60, description="how long an action may take")
    base: str | None = Field(None, description="a T5 or mT5 folder in transformers' format to train from")
    encoder: str | None = Field(
        None, description="a sentence encoder for intents: a folder, or a model's name (all-MiniLM-L6-v2, see README)"
    )
    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8080, ge=0, le=65535, description="port to listen on; 0 takes a free one")
    origins: tuple[str, ...] = Field((), description="other sites that may embed the widget, as https://shop.example")
    workers: int = Field(
        16, ge=1, le=256, description="messages answered at once: replies are written together, so more cost little"
    )
    engine: Literal["auto", "int8", "float32", "reference"] = Field(
        "auto", description="what runs the responder: auto, int8, float32, or reference (PyTorch, to compare with)"
    )
    detector: Literal["mixed", "py3langid", "langdetect", "lingua"] = Field(
        "mixed", description="what tells languages apart: mixed, py3langid, langdetect, or lingua (chatbot[lingua])"
    )

    @property
    def bundle_path(self) -> Path:
        """Where the bundle is."""
        return self.bundle or self.data / "bundle"

    @property
    def database(self) -> Path:
        """Where the conversations are."""
        return self.data / "chatbot.sqlite3"

    @property
    def satisfaction_path(self) -> Path:
        """Where the satisfaction model is."""
        return self.data / "satisfaction.json"


def load(given: Mapping[str, Any], environ: Mapping[str, str] | None = None) -> Settings:
    """Settings by rising priority: defaults, `chatbot.toml` (or CHATBOT_CONFIG), environment, `given`.

    None in `given` means not given. Raises ConfigError that names the setting and where it came from.
    """
    environ = os.environ if environ is None else environ
    values: dict[str, Any] = {}
    source: dict[str, str] = {}
    file = given.get("config") or environ.get(f"{PREFIX}CONFIG") or (FILE if Path(FILE).is_file() else None)
    if file:
        for key, value in _read(Path(file)).items():
            values[key], source[key] = value, str(file)
    for key, value in _environment(environ).items():
        values[key], source[key] = value, f"{PREFIX}{key.upper()}"
    for key, value in given.items():
        if value is not None and key != "config":
            values[key], source[key] = value, f"--{key}"
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        raise ConfigError("; ".join(_line(detail, source) for detail in error.errors(include_url=False))) from None


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from None


def _environment(environ: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in Settings.model_fields:
        raw = environ.get(f"{PREFIX}{name.upper()}")
        if raw is not None:
            found[name] = [part.strip() for part in raw.split(",") if part.strip()] if name == "origins" else raw
    return found


def _line(detail: Any, source: Mapping[str, str]) -> str:
    name = str(detail["loc"][0]) if detail["loc"] else "settings"
    if detail["type"] == "extra_forbidden":
        known = ", ".join(sorted(Settings.model_fields))
        return f"{source.get(name, name)}: {name!r} is no setting; there are {known}"
    return f"{source.get(name, name)}: {name} {detail['msg'].lower()}, got {detail['input']!r}"
