"""Builds everything and wires it: settings and a bundle in, a finished bot out."""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib import util
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from . import __version__
from . import content as content_files
from .actions.http import HttpActions
from .actions.python_file import actions_from_file
from .actions.timed import TimedActions
from .config import Settings
from .content.articles import load_articles
from .domain.articles import Passage
from .domain.codec import decode
from .domain.content import Content
from .domain.conversation import Pending, fold
from .domain.events import ConversationStarted, Event
from .errors import ActionError, BundleError, ChatbotError, ConfigError, ContentError, DataError, SignOnError
from .models.bundle import Bundle, content_changes, load_bundle, read_content, read_index
from .models.intents import IntentModel
from .models.knowledge import Articles
from .models.language import unknown
from .models.responder import T5Responder
from .pipeline import Pipeline
from .ports import NO_TRACER, Actions, Knowledge, Responder, Tracer, Writing
from .satisfaction.estimate import Estimate, SatisfactionModel
from .server.services import Services
from .server.settings import ServerSettings
from .transcripts.accounts import AccountError, Accounts
from .transcripts.sole import SoleServer
from .transcripts.sqlite import SqliteStore
from .transcripts.store import Store

if TYPE_CHECKING:
    from .server.oidc import Provider

FIRST_AGENT = "agent"


class SystemClock:
    """The machine's clock."""

    def now(self) -> str:
        """UTC in ISO 8601 with milliseconds."""
        return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")  # noqa: TID251


@dataclass(frozen=True)
class Installation:
    """What `serve` needs: the services, and the store to close in the end."""

    services: Services
    store: Store
    accounts: Accounts
    bundle: Bundle


def load_content(settings: Settings) -> Content:
    """The content of the settings' folders; raises ContentError."""
    return content_files.load(settings.intents, settings.prompts)


def fingerprint_of(settings: Settings) -> str | None:
    """What tells whether the settings' content files were changed; None where they can't be read."""
    try:
        return content_files.fingerprint(settings.intents, settings.prompts)
    except OSError:
        return None


def passages_of(settings: Settings, content: Content) -> tuple[Passage, ...]:
    """What the settings' articles say, nothing where there are none; raises ContentError."""
    folder = settings.articles_path
    return load_articles(folder, content.languages, settings.article_link) if folder else ()


def load_knowledge(settings: Settings, bundle: Bundle) -> Knowledge | None:
    """The settings' articles, searched with the bundle's sentence encoder where it has one; raises ContentError."""
    passages = passages_of(settings, bundle.content)
    encoded = bundle.intents.encoded if isinstance(bundle.intents, IntentModel) else None
    return Articles(passages, encoded.encoder if encoded else None) if passages else None


def unknown_languages(settings: Settings, content: Content) -> tuple[str, ...]:
    """The content's languages that the settings' detector has no model of; raises ConfigError."""
    return unknown(settings.detector, content.languages)


def ensure_bundle(settings: Settings, say: Callable[[str], None]) -> None:
    """Train the bundle when there is none, in a process of its own: serving must not carry torch along."""
    path = settings.bundle_path
    if (path / "bundle.json").is_file():
        stale = stale_content(settings)
        # A bundle alone may be all that was installed; a folder that somebody named ought to be there.
        if "intents" in settings.model_fields_set and not settings.intents.is_dir():
            say(f"note: intents: there is no folder {settings.intents}; serving the bundle {path} as it was trained")
        if stale:
            say(f"note: {stale}; serving it as it was trained. {retrain(settings)} builds it anew")
        return
    if (lacking := cannot_train(settings)) is not None:
        raise ConfigError(lacking)
    load_content(settings)  # its mistakes are told here, before a process is started
    say(f"no bot in {path} yet: training the starter bot, this happens once and takes a few minutes")
    command = [sys.executable, "-m", "chatbot", "train", "--out", str(path)]
    command += ["--intents", str(settings.intents), "--prompts", str(settings.prompts)]
    command += ["--base", settings.base] if settings.base else []
    command += ["--encoder", settings.encoder] if settings.encoder else []
    # Its report goes to standard error with ours: standard output is for the address and the sign-in.
    done = subprocess.run(command, stdout=sys.stderr, check=False)  # noqa: S603
    if done.returncode:
        raise ConfigError("training failed, see above")


def cannot_train(settings: Settings) -> str | None:
    """Why a start that finds no bundle would not train one; None where it would."""
    path = settings.bundle_path
    if settings.bundle is not None:
        there = settings.data / "bundle"
        other = f", such as {there}" if (there / "bundle.json").is_file() and there != path else ""
        what = "holds no bundle" if path.is_dir() else "is a file" if path.exists() else "is not there"
        return f"the bundle {path} {what}: name a folder that `chatbot train --out` made{other}, or {retrain(settings)}"
    if util.find_spec("torch") is None:
        return f"no bundle in {path}, and torch is not installed to train one: pip install 'chatbot[train]'"
    return None


def retrain(settings: Settings) -> str:
    """The command that makes the settings' bundle of the settings' content."""
    given = [
        f"--{name} {getattr(settings, name)}"
        for name in ("intents", "prompts")
        if getattr(settings, name) != Settings.model_fields[name].default
    ]
    return f"`{' '.join(['chatbot train --out', str(settings.bundle_path), *given])}`"


def stale_content(settings: Settings) -> str | None:
    """How the settings' content differs from what their bundle learned; None where it does not, or is nowhere."""
    if not settings.intents.is_dir():
        return None
    learned = read_index(settings.bundle_path).get("sources")
    if learned is not None and learned == fingerprint_of(settings):
        return None
    try:
        changes = content_changes(read_content(settings.bundle_path), load_content(settings))
    except ContentError as error:
        return f"the content in {settings.intents} has mistakes that `chatbot validate` shows ({len(error.mistakes)})"
    where = f"{settings.intents} is not what the bundle {settings.bundle_path} was trained on"
    return f"{where}: {'; '.join(changes)}" if changes else None


def plain(secret: SecretStr | None) -> str | None:
    """The secret itself; settings show stars in its place."""
    return None if secret is None else secret.get_secret_value()


def load_actions(settings: Settings) -> Actions:
    """The business; raises ConfigError when it is not there."""
    spec = settings.actions
    if spec.startswith(("http://", "https://")):
        inner: Actions = HttpActions(spec, token=plain(settings.actions_token), seconds=settings.actions_seconds)
    else:
        inner = actions_from_file(Path(spec))
    return TimedActions(inner, settings.actions_seconds)


def check_actions(content: Content, actions: Actions) -> None:
    """Raises ConfigError naming every action the content calls and the business does not have."""
    try:
        known = actions.names()
    except ActionError as error:
        raise ConfigError(f"actions: {error}") from error
    lacking = {a: i.name for i in content.intents.values() for a in (i.action, i.check) if a and a not in known}
    if lacking:
        named = ", ".join(f"{action} (for {intent})" for action, intent in sorted(lacking.items()))
        raise ConfigError(f"actions: the business has no {named}; add it there or remove it from the intent")


def build_pipeline(settings: Settings, bundle: Bundle) -> Pipeline:
    """The bundle's bot with the business behind it."""
    actions = load_actions(settings)
    check_actions(bundle.content, actions)
    return pipeline_of(bundle, actions, load_knowledge(settings, bundle))


def pipeline_of(bundle: Bundle, actions: Actions, knowledge: Knowledge | None = None) -> Pipeline:
    """The bundle's bot with any Actions and articles."""
    return Pipeline(
        content=bundle.content, detector=bundle.detector, sentiment=bundle.sentiment, intents=bundle.intents,
        responder=bundle.responder, actions=actions, clock=SystemClock(), bundle=bundle.id,
        knowledge=knowledge,
    )  # fmt: skip


def open_store(settings: Settings, *, serving: bool = False) -> Store:
    """The settings' store; the data folder is made where it is missing. A file is served by one process at a time."""
    try:
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    except FileExistsError:
        raise ConfigError(
            f"data: {settings.data} is a file: name a folder, everything that is written goes into it"
        ) from None
    except OSError as error:
        raise ConfigError(f"data: {settings.data} can't be made: {error.strerror}") from None
    if settings.database_url is None:
        return SqliteStore.open(settings.database_file, sole=serving)
    try:
        from .transcripts.postgres import PostgresStore
    except ImportError:
        raise ConfigError("database: PostgreSQL needs its driver: pip install 'chatbot[postgres]'") from None
    return PostgresStore.open(settings.database_url)


def load_bundle_of(settings: Settings) -> Bundle:
    """The settings' bundle; raises BundleError."""
    return load_bundle(settings.bundle_path, engine=settings.engine, detector=settings.detector)


def _writing(responder: Responder) -> Callable[[], Writing] | None:
    return (lambda: responder.writing) if isinstance(responder, T5Responder) else None


def install(settings: Settings) -> Installation:
    """Everything the server needs. The bundle must be there, see `ensure_bundle`."""
    bundle = load_bundle_of(settings)
    pipeline = build_pipeline(settings, bundle)
    try_out(pipeline, settings)
    tracing = tracer(settings)
    store = open_store(settings, serving=True)
    accounts = Accounts(store.database, SystemClock())
    titles = {name: next(iter(intent.title.values())) for name, intent in bundle.content.intents.items()}
    services = Services(
        pipeline=replace(pipeline, tracer=tracing), tracer=tracing,
        store=store, accounts=accounts, secret=store.secret, clock=SystemClock(),
        estimator=estimator(settings), title=lambda intent: titles.get(intent, intent.replace("_", " ")),
        titles={name: intent.title for name, intent in bundle.content.intents.items()},
        identity_secret=plain(settings.identity_secret), metrics_token=plain(settings.metrics_token),
        peers=store.peers(), writing=_writing(bundle.responder), provider=identity_provider(settings),
        passwords=settings.password_sign_in,
        settings=ServerSettings(
            allowed_origins=settings.origins, desk_origins=settings.desk_origins,
            trusted_proxies=settings.trusted_proxies, workers=settings.workers, demo=settings.is_demo,
        ),
    )  # fmt: skip
    return Installation(services, store, accounts, bundle)


def identity_provider(settings: Settings) -> Provider | None:
    """The settings' OpenID Connect provider, None where there is none; raises ConfigError."""
    if settings.oidc_issuer is None:
        return None
    if util.find_spec("joserfc") is None:
        raise ConfigError("oidc_issuer: OpenID Connect needs its library: pip install 'chatbot[oidc]'")
    from .server.oidc import OidcOptions, Provider

    options = OidcOptions(
        issuer=settings.oidc_issuer, client_id=settings.oidc_client_id, redirect=settings.oidc_redirect,
        client_secret=plain(settings.oidc_client_secret), scopes=settings.oidc_scopes, claim=settings.oidc_claim,
        agents=settings.oidc_agents, admins=settings.oidc_admins, named=settings.oidc_name, label=settings.oidc_label,
        creates=settings.oidc_create,
    )  # fmt: skip
    return Provider(options, SystemClock())


def check_sole(settings: Settings) -> None:
    """Raises StoreError where another process serves the settings' file, before anything is loaded for nothing."""
    if settings.database_url is None and settings.database_file.parent.is_dir():
        sole = SoleServer(settings.database_file)
        sole.take()
        sole.release()


async def doubt_of_provider(provider: Provider) -> str | None:
    """Why nobody could sign in at the provider as things are; None where nothing speaks against it."""
    try:
        if await provider.knows_secret() is False:
            return "the identity provider refuses oidc_client_id with this oidc_client_secret"
        if await provider.knows_redirect() is False:
            return "the identity provider does not take oidc_redirect for this client"
    except SignOnError as error:
        return f"the identity provider: {error}"
    return None


def tracer(settings: Settings) -> Tracer:
    """The settings' telemetry; raises ConfigError."""
    if not settings.telemetry:
        return NO_TRACER
    try:
        from .telemetry import to_collector
    except ImportError:
        raise ConfigError("telemetry: OpenTelemetry needs its packages: pip install 'chatbot[telemetry]'") from None
    return to_collector(settings.telemetry, __version__)


def try_out(pipeline: Pipeline, settings: Settings) -> None:
    """One turn in each language before anybody is served: a bundle that can't answer is refused, and models warm up."""
    for language, greetings in pipeline.content.intents["greeting"].examples.items():
        opened = fold("try-out", [ConversationStarted(at=pipeline.clock.now(), locale=language)])
        try:
            pipeline.answer(opened, Pending(1, greetings[0], pipeline.clock.now()))
        except ChatbotError as error:
            path = settings.bundle_path
            raise BundleError(
                f"the bundle {path} can't answer: {error}; train it anew: chatbot train --out {path}"
            ) from error


def estimator(settings: Settings) -> Callable[[Sequence[Event]], Estimate | None]:
    """The satisfaction model's estimate; always None while there is no model."""
    path = settings.satisfaction_path
    if not path.is_file():
        return lambda events: None
    try:
        model = decode(SatisfactionModel, json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise ConfigError(f"{path} can't be read: {error.strerror}; give it to whom the server runs as") from None
    except (ValueError, DataError) as error:
        raise ConfigError(f"{path} is damaged ({error}): run `chatbot satisfaction` again or remove it") from None
    return model.estimate


async def first_agent(accounts: Accounts) -> tuple[str, str] | None:
    """Name and password of an agent made because there was none; the password is kept nowhere else."""
    if await accounts.agents():
        return None
    password = secrets.token_urlsafe(12)
    try:
        await accounts.add(FIRST_AGENT, password, "admin")
    except AccountError:
        # Another process on the same database was faster, and has said its password.
        return None
    return FIRST_AGENT, password
