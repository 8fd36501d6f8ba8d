"""Messages in a language that the bot does not speak, and who goes on in one that it does."""

from __future__ import annotations

from dataclasses import replace

from babel import Locale
from babel.lists import format_list

from ..domain.conversation import act_key
from ..domain.decision import Act, Decision, Form, Reason
from ..domain.understanding import OUT_OF_SCOPE, Entity
from . import forms, options
from .steps import advance, ask
from .turn import Turn

LANGUAGES = "languages_spoken"
MEANT = 0.3
"""How probable a request in foreign words must be to be gone on with in the bot's language."""


def foreign(turn: Turn) -> Decision | None:
    """Which languages are spoken here, in each of them; a clear request in foreign words is answered all the same.

    What it was about is kept for who goes on in one of them. Who goes on in another is not understood.
    """
    u = turn.u
    clear = u.verdict == "answer" and u.intents[0].probability >= turn.settings.clear
    told = turn.c.wordings.get(act_key("say", LANGUAGES, ""), 0)
    if not u.foreign or clear or not turn.can_say(LANGUAGES) or (told and u.verdict == "answer"):
        return None
    decision = Decision("reply", (Reason("foreign_language"),), (_spoken(turn),), OUT_OF_SCOPE, understood=not told,
                        form=turn.c.form, suspended=turn.c.suspended, aside=_meant(turn) or turn.c.aside)  # fmt: skip
    return options.or_human(turn, decision) if told else decision


def asked(turn: Turn) -> Decision | None:
    """ "Do you speak German?"."""
    if "other_language" not in turn.u.hints or turn.step or not turn.can_say(LANGUAGES):
        return None
    reasons = (Reason("asks_for_language"),)
    return Decision("reply", reasons, (_spoken(turn),), form=turn.c.form, suspended=turn.c.suspended)


def switched(turn: Turn) -> Decision | None:
    """ "Ok, in English please": goes on with what was asked before."""
    form, aside = turn.c.form, turn.c.aside
    if "switches" not in turn.u.hints or turn.step or not turn.can_say(LANGUAGES):
        return None
    reasons = (Reason("language_chosen", turn.u.language),)
    if form is not None and form.intent in turn.content.intents:
        return ask(turn, form, reasons, (), turn.c.suspended)
    intent = turn.content.intents.get(aside.intent) if aside is not None else None
    # Words in another language are understood well enough to look something up, not to do something.
    if aside is not None and intent is not None and intent.check is None and intent.escalate == "never":
        return advance(turn, aside, reasons, (), None)
    named = tuple(Entity(kind, values[-1], values[-1], 0, 0) for kind, values in turn.c.named.items() if values)
    about = options.what_about(replace(turn, u=replace(turn.u, entities=named)), [intent.name] if intent else [])
    say = _spoken(turn) if "question" in turn.u.hints else turn.say("anything_else")
    return about or Decision("reply", reasons, (say,))


def _meant(turn: Turn) -> Form | None:
    """The request that the foreign words name a thing for."""
    intent = turn.content.intents.get(turn.u.best)
    form = forms.start(intent, turn.content, turn.u, turn.c) if intent is not None else None
    sure = form is not None and bool(form.slots) and turn.u.intents[0].probability >= MEANT
    return form if sure and intent is not None and not intent.smalltalk else None


def _spoken(turn: Turn) -> Act:
    """The languages, and behind that the same in the others for who reads only one of those."""
    wordings = turn.content.situations[LANGUAGES].replies
    others = (code for code in turn.content.languages if code != turn.u.language and wordings.get(code))
    also = " ".join(
        wordings[code]["neutral"][0].replace("{languages}", _names(turn, code)).replace("{also}", "").strip()
        for code in others
    )
    return turn.say(LANGUAGES, languages=_names(turn, turn.u.language), also=also)


def _names(turn: Turn, language: str) -> str:
    names = [Locale(code).get_display_name(language) or code for code in turn.content.languages]
    return str(format_list(names, locale=language))
