"""Acts into words: the model's candidate when the guard lets it through, else the authored wording."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..domain.content import Content
from ..domain.decision import Act
from ..domain.events import Written
from ..errors import ModelError
from ..ports import Responder
from . import guard, placeholders
from .draft import Draft
from .prompt import render

SPACELESS = frozenset({"zh", "ja", "th"})


def write(
    acts: Sequence[Act],
    *,
    content: Content,
    responder: Responder,
    language: str,
    message: str,
    said: Sequence[str] = (),
    on_draft: Callable[[str], None] | None = None,
) -> tuple[Written, ...]:
    """One `Written` for each act, in order; never raises for a failing model."""
    written: list[Written] = []
    for act in acts:
        lead = gap(language) if written else ""
        show = Draft(act, guard.covered(act, content, language), on_draft, lead).update if on_draft else None
        written.append(_write_one(act, content, responder, language, message, said, show))
    return tuple(written)


def gap(language: str) -> str:
    """What stands between two sentences."""
    return "" if language in SPACELESS else " "


def join(written: Sequence[Written], language: str) -> str:
    """The reply that these parts make."""
    return gap(language).join(w.text for w in written)


def _write_one(
    act: Act,
    content: Content,
    responder: Responder,
    language: str,
    message: str,
    said: Sequence[str],
    show: Callable[[str], None] | None,
) -> Written:
    prompt = render(act, content, language, message)
    try:
        candidate = responder.write(prompt, show)
        refused = guard.check(candidate, act, content, language, said)
    except ModelError as error:
        candidate, refused = "", (f"model_error:{error}",)
    template = fallback(act, content, language, said) if refused else candidate
    return Written(
        prompt=prompt,
        candidate=candidate,
        refused=refused,
        template=template,
        text=placeholders.fill(template, act.facts),
        by="fallback" if refused else "model",
    )


def fallback(act: Act, content: Content, language: str, said: Sequence[str] = ()) -> str:
    """The authored wording for an act: the one of its variant, or the next that does not repeat the last reply."""
    texts = content.wordings(act, language)
    if not texts:
        raise KeyError(f"no wording for {act.kind} {act.topic} {act.point} in {language}")
    first = act.variant % len(texts)
    turned = [*texts[first:], *texts[:first]]
    usable = [t for t in turned if all(name in act.facts for name in placeholders.names(t))] or turned
    last = said[-1] if said else None
    return next((t for t in usable if placeholders.fill(t, act.facts) != last), usable[0])
