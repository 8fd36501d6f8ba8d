"""Everything that answers: content, bundle, articles, the business."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from importlib import util

from ... import bootstrap, config
from ...domain.content import Content
from ...errors import ActionError, BundleError, ConfigError, ContentError
from ...models.bundle import Bundle
from ...ports import Actions
from .finding import Finding, Level

SHOWN = 3
"""Mistakes of the content that are shown; `chatbot validate` shows them all."""


def check_bot(settings: config.Settings) -> Iterator[Finding]:
    """All that a start loads before it serves, in its order; then one turn in each language."""
    has_bundle = (settings.bundle_path / "bundle.json").is_file()
    authored, found = _content(settings, needed=not has_bundle)
    yield found
    bundle, findings = _bundle(settings) if has_bundle else (None, [_no_bundle(settings)])
    yield from findings
    content = bundle.content if bundle else authored
    if content is not None and bundle is None:
        yield from _detector(settings, content)
    yield from _articles(settings, content)
    actions, findings = _actions(settings, content)
    yield from findings
    if bundle is not None and actions is not None:
        yield _answers(settings, bundle, actions)


def _content(settings: config.Settings, *, needed: bool) -> tuple[Content | None, Finding]:
    # A bundle has its own: then the files matter to the next training alone.
    level: Level = "wrong" if needed else "warning"
    for name in ("intents", "prompts"):
        folder = getattr(settings, name)
        if not folder.is_dir():
            mend = f"name the folder with --{name} (or `{name}` in the settings)"
            return None, Finding(
                "content", level, f"{folder} is no folder", mend if needed else f"to train again: {mend}"
            )
    try:
        content = bootstrap.load_content(settings)
    except ContentError as error:
        return None, Finding("content", level, _mistakes(error), _validate(settings))
    spoken = ", ".join(content.languages)
    return content, Finding("content", "ok", f"{settings.intents} has {len(content.intents)} intents in {spoken}")


def _mistakes(error: ContentError) -> str:
    count, shown = len(error.mistakes), "; ".join(map(str, error.mistakes[:SHOWN]))
    return f"{count} mistake{'s' if count > 1 else ''}: {shown}" + ("; …" if count > SHOWN else "")


def _validate(settings: config.Settings) -> str:
    """The command that shows what is wrong with the settings' content."""
    options = [
        f"--{n} {shlex.quote(str(getattr(settings, n)))}"
        for n in ("intents", "prompts", "articles")
        if n in settings.model_fields_set
    ]
    return " ".join(["chatbot validate", *options, "shows each with its file and line"])


def _no_bundle(settings: config.Settings) -> Finding:
    lacking = bootstrap.cannot_train(settings)
    path = settings.bundle_path
    if lacking is None:
        mend = f"the first start trains it, which takes minutes; before it: {bootstrap.retrain(settings)}"
        return Finding("bundle", "warning", f"no bundle in {path} yet", mend)
    text, _, mend = lacking.partition(": ")
    return Finding("bundle", "wrong", text, mend)


def _bundle(settings: config.Settings) -> tuple[Bundle | None, list[Finding]]:
    path, again = settings.bundle_path, f"train it again: {bootstrap.retrain(settings)}"
    if settings.engine == "reference" and util.find_spec("torch") is None:
        mend = "pip install 'chatbot[train]', or another --engine"
        return None, [Finding("bundle", "wrong", "the engine `reference` needs torch", mend)]
    try:
        bundle = bootstrap.load_bundle_of(settings)
    except ConfigError as error:
        return None, [_no_detector(settings, error)]
    except BundleError as error:
        return None, [Finding("bundle", "wrong", str(error).partition("; train again")[0], again)]
    found = [Finding("bundle", "ok", f"{path} is whole")]
    if (stale := bootstrap.stale_content(settings)) is not None:
        found.append(Finding("content", "warning", stale, again))
    return bundle, found


def _detector(settings: config.Settings, content: Content) -> Iterator[Finding]:
    try:
        unknown = bootstrap.unknown_languages(settings, content)
    except ConfigError as error:
        yield _no_detector(settings, error)
        return
    if unknown:
        mend = "nothing, where script and page tell the language; else another --detector"
        yield Finding("detector", "warning", f"{settings.detector} has no model of {', '.join(unknown)}", mend)


def _no_detector(settings: config.Settings, error: ConfigError) -> Finding:
    return Finding("detector", "wrong", str(error), f"install {settings.detector}, or take another --detector")


def _articles(settings: config.Settings, content: Content | None) -> Iterator[Finding]:
    folder = settings.articles_path
    if folder is None:
        return
    if not folder.is_dir():
        without = "the demo shop's own are quoted" if settings.is_demo else "nothing is quoted"
        mend = f"name the folder with --articles, or leave it out: then {without}"
        yield Finding("articles", "wrong", f"{folder} is no folder", mend)
        return
    if content is None:
        return  # which languages they should have is not known
    try:
        passages = bootstrap.passages_of(settings, content)
    except ContentError as error:
        yield Finding("articles", "wrong", _mistakes(error), _validate(settings))
        return
    count = len({(p.article, p.language) for p in passages})
    if not count:
        yield Finding("articles", "warning", f"{folder} has no article", "files such as care.en.md; see README.md")
    else:
        yield Finding("articles", "ok", f"{folder} has {count}")


def _actions(settings: config.Settings, content: Content | None) -> tuple[Actions | None, list[Finding]]:
    spec = settings.actions
    remote = spec.startswith(("http://", "https://"))
    try:
        actions = bootstrap.load_actions(settings)
        actions.names()
    except (ConfigError, ActionError) as error:
        mend = (
            "start that service and see whether this machine reaches it; its token is the setting actions_token"
            if remote
            else "name a Python file with a function `actions()`, or an http(s) address, with --actions"
        )
        return None, [Finding("actions", "wrong", str(error).removeprefix("actions: "), mend)]
    if content is None:
        return actions, [Finding("actions", "ok", f"{spec} can be asked; which actions are needed is not known")]
    try:
        bootstrap.check_actions(content, actions)
    except ConfigError as error:
        text, _, mend = str(error).removeprefix("actions: ").partition("; ")
        return None, [Finding("actions", "wrong", f"{spec}: {text}", mend)]
    return actions, [Finding("actions", "ok", f"{spec} has every action")]


def _answers(settings: config.Settings, bundle: Bundle, actions: Actions) -> Finding:
    """What a start does last."""
    try:
        bootstrap.try_out(bootstrap.pipeline_of(bundle, actions), settings)
    except BundleError as error:
        return Finding(
            "answers", "wrong", str(error).partition("; train")[0], f"train it again: {bootstrap.retrain(settings)}"
        )
    return Finding("answers", "ok", f"a greeting is answered in {', '.join(bundle.content.languages)}")
