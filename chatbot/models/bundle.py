"""A bundle: one trained bot as a folder. Written once by training, checked file by file when it is loaded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from ..domain.codec import decode, encode
from ..domain.content import Content
from ..errors import BundleError, ChatbotError, ConfigError
from ..ports import IntentScorer, LanguageDetector, Responder, SentimentClassifier
from .intents import IntentModel
from .language import DetectorName, load_detector
from .responder import load_responder
from .sentiment import LstmSentiment

FORMAT = 2
INDEX, CONTENT, CARD = "bundle.json", "content.json", "CARD.md"
RESPONDER, INTENTS, SENTIMENT = "responder", "intents", "sentiment"
LIBRARIES = ("numpy", "onnxruntime", "sentencepiece", "safetensors", "py3langid", "langdetect", "tokenizers")
_ID_LENGTH = 12
_BLOCK = 1 << 20
EngineName = Literal["auto", "int8", "float32", "reference"]


@dataclass(frozen=True, slots=True)
class Bundle:
    """A loaded bot; `id` names these very files, `meta` is what `bundle.json` says."""

    id: str
    path: Path
    content: Content
    detector: LanguageDetector
    intents: IntentScorer
    sentiment: SentimentClassifier
    responder: Responder
    meta: Mapping[str, Any]


def load_bundle(
    path: Path, *, engine: EngineName = "auto", threads: int = 1, detector: DetectorName = "mixed"
) -> Bundle:
    """Check and load a bundle; raises BundleError saying what is wrong and how to mend it.

    `engine` "auto" is what training found right for this model; "reference" needs PyTorch and transformers, the
    others do not. `threads` are those of one reply. `detector` tells languages apart; no bundle holds one.
    """
    meta = read_index(path)
    check_files(path, meta)
    try:
        content = _content(path)
        return Bundle(
            id=bundle_id(meta),
            path=path,
            content=content,
            detector=load_detector(detector, content.languages, _spoken(content)),
            intents=IntentModel.load(path / INTENTS),
            sentiment=LstmSentiment(path / SENTIMENT),
            responder=_responder(path / RESPONDER, meta["engine"] if engine == "auto" else engine, threads),
            meta=meta,
        )
    except ConfigError:
        raise  # of a setting, such as the detector: training again would not mend it
    except (ChatbotError, OSError, ValueError, KeyError, TypeError) as error:
        raise BundleError(f"the bundle {path} can't be loaded: {error}; {_mend(path)}") from error


def _content(path: Path) -> Content:
    return decode(Content, json.loads((path / CONTENT).read_text("utf-8")), "content")


def read_content(path: Path) -> Content:
    """What a bundle was trained on; raises BundleError."""
    try:
        return _content(path)
    except (ChatbotError, OSError, ValueError, KeyError, TypeError) as error:
        raise BundleError(f"the bundle {path} can't be loaded: {error}; {_mend(path)}") from error


def read_index(path: Path) -> Mapping[str, Any]:
    """What `bundle.json` says; raises BundleError where it is missing, damaged or of another format."""
    try:
        meta = json.loads((path / INDEX).read_text("utf-8"))
    except FileNotFoundError as error:
        raise BundleError(f"there is no bundle at {path}; {_mend(path)}") from error
    except (OSError, ValueError) as error:
        raise BundleError(f"{path / INDEX} can't be read: {error}; {_mend(path)}") from error
    if not isinstance(meta, dict) or not isinstance(meta.get("files"), dict):
        raise BundleError(f"{path / INDEX} has no list of files; {_mend(path)}")
    if meta.get("format") != FORMAT:
        raise BundleError(
            f"the bundle {path} has format {meta.get('format')!r}, this program reads format {FORMAT}; {_mend(path)}"
        )
    return meta


def check_files(path: Path, meta: Mapping[str, Any]) -> None:
    """Compare every file with its hash; raises BundleError naming those that differ."""
    wrong = []
    for name, expected in meta["files"].items():
        file = path / name
        if not file.resolve().is_relative_to(path.resolve()):
            wrong.append(f"{name} lies outside")
        elif not file.is_file():
            wrong.append(f"{name} is missing")
        elif digest(file) != expected:
            wrong.append(f"{name} was changed")
    if wrong:
        raise BundleError(f"the bundle {path} is damaged: {', '.join(wrong)}; {_mend(path)}")


def write_index(path: Path, content: Content, facts: Mapping[str, Any], card: str) -> Mapping[str, Any]:
    """Finish a bundle whose models are written: content, card, and `bundle.json` with `facts` and the hashes."""
    (path / CONTENT).write_text(json.dumps(encode(content), ensure_ascii=False), "utf-8")
    (path / CARD).write_text(card, "utf-8")
    files = {
        file.relative_to(path).as_posix(): digest(file)
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.name != INDEX
    }
    meta = {"format": FORMAT, "content": content_hash(content), **facts, "libraries": libraries(), "files": files}
    (path / INDEX).write_text(json.dumps(meta, indent=1, ensure_ascii=False), "utf-8")
    return meta


def content_hash(content: Content) -> str:
    """The same for the same content: tells whether a bundle was trained on it."""
    text = json.dumps(encode(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def content_changes(old: Content, new: Content) -> tuple[str, ...]:
    """What differs, as people name it, such as `returns changed`; empty where nothing does."""
    before, after = encode(old), encode(new)
    was, now = before.pop("intents"), after.pop("intents")
    found = [
        f"{_named(names)} {what}"
        for what, names in (
            ("changed", [name for name in now if name in was and now[name] != was[name]]),
            ("new", [name for name in now if name not in was]),
            ("gone", [name for name in was if name not in now]),
        )
        if names
    ]
    rest = [_PARTS.get(name, name) for name in after if after[name] != before[name]]
    return (*found, *([f"{', '.join(dict.fromkeys(rest))} changed"] if rest else []))


_PARTS = {"moods_held_out": "moods", "mood_patterns": "moods", "corrections": "corrections of slips"}
_SHOWN = 6


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return ", ".join(names[:_SHOWN]) + more


def bundle_id(meta: Mapping[str, Any]) -> str:
    """A short name for these very files."""
    text = json.dumps(meta["files"], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:_ID_LENGTH]


def digest(file: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK):
            found.update(block)
    return found.hexdigest()


def libraries() -> dict[str, str]:
    """The versions of what serves a bundle."""
    found = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "unknown"
    return found


def _spoken(content: Content) -> dict[str, list[str]]:
    """What customers say, by language."""
    found: dict[str, list[str]] = {language: [] for language in content.languages}
    for intent in content.intents.values():
        for language, examples in intent.examples.items():
            found[language].extend(examples)
    return found


def _responder(folder: Path, engine: str, threads: int) -> Responder:
    if engine != "reference":
        return load_responder(folder, precision="int8" if engine == "int8" else "float32", threads=threads)
    try:
        from .reference import load_reference

        return load_reference(folder)
    except ImportError as error:
        raise BundleError("the reference engine needs PyTorch and transformers: choose engine int8") from error


def _mend(path: Path) -> str:
    return f"train again with `chatbot train --out {path}`"
