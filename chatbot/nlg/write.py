"""Acts into words: the model's candidate when the guard lets it through, else the authored wording."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..domain.content import Content
from ..domain.decision import Act
from ..domain.events import Written
from ..errors import ModelError
from ..ports import Responder
from . import apology, guard, placeholders
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
    messages: Sequence[str] = (),
    said: Sequence[str] = (),
    on_draft: Callable[[str], None] | None = None,
) -> tuple[Written, ...]:
    """One `Written` for each act, in order; never raises for a failing model.

    `messages` are what each act answers, where that is not all of `message`.
    """
    written: list[Written] = []
    for index, act in enumerate(acts):
        answered = messages[index] if index < len(messages) else message
        lead = gap(language, written[-1].text) if written else ""
        # What is shown while it is written must be how it ends.
        sorry = any(apology.apologises(part.template) for part in written)
        shown = on_draft if not sorry else None
        show = Draft(act, guard.covered(act, content, language), shown, lead).update if shown else None
        one = _write_one(act, content, responder, language, answered, said, show)
        written.append(_without_apology(one, act) if sorry else one)
    if written and join(written, language) in said[-guard.RECENT :]:
        written[-1] = _otherwise(written[-1], acts[-1], content, language, said)
    return tuple(written)


def _without_apology(written: Written, act: Act) -> Written:
    template = apology.without(written.template)
    return replace(written, template=template, text=placeholders.fill(template, act.facts))


def _otherwise(written: Written, act: Act, content: Content, language: str, said: Sequence[str]) -> Written:
    """The act in other words, where all parts together would say an earlier reply again."""
    template = fallback(act, content, language, said)
    text = placeholders.fill(template, act.facts)
    if text == written.text:
        return written
    return replace(written, template=template, text=text, refused=(*written.refused, "repeated_reply"), by="fallback")


def gap(language: str, before: str) -> str:
    """What stands between two sentences: a link at the end of the first must not run into the second."""
    return "" if language in SPACELESS and not before[-1:].isascii() else " "


def join(written: Sequence[Written], language: str) -> str:
    """The reply that these parts make."""
    text = ""
    for part in written:
        text += (gap(language, text) if text else "") + part.text
    return text


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
    authored = fallback(act, content, language, said)
    try:
        candidate = responder.write(prompt, show, draft=authored)
        refused = guard.check(candidate, act, content, language, said)
    except ModelError as error:
        candidate, refused = "", (f"model_error:{error}",)
    template = authored if refused else candidate
    return Written(
        prompt=prompt,
        candidate=candidate,
        refused=refused,
        template=template,
        text=placeholders.fill(template, act.facts),
        by="fallback" if refused else "model",
    )


def fallback(act: Act, content: Content, language: str, said: Sequence[str] = ()) -> str:
    """The authored wording of an act: its variant's, the next not said lately, or the one said longest ago."""
    texts = content.wordings(act, language)
    if not texts:
        raise KeyError(f"no wording for {act.kind} {act.topic} {act.point} in {language}")
    first = act.variant % len(texts)
    # Where a mood has one wording only, the neutral ones say it in other words.
    calm = content.wordings(replace(act, mood="neutral"), language)
    turned = [*texts[first:], *texts[:first], *(t for t in calm if t not in texts)]
    usable = [t for t in turned if all(name in act.facts for name in placeholders.names(t))] or turned
    recent = said[-guard.RECENT :]

    def last_said(template: str) -> int:
        text = placeholders.fill(template, act.facts) if usable is not turned else template
        return max((place for place, earlier in enumerate(recent) if text in earlier), default=-1)

    return min(usable, key=last_said)
